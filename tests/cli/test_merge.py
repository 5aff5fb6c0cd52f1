"""The merge driver: three versions of a registry, merged by record and field."""

import pytest

from conftest import Program
from samples import REGISTRY, SMALL, centre, record, rule

Edits = dict[str, str]
"""Parts of a text, and what replaces each."""


def edited(text: str, edits: Edits) -> str:
    """Return a text with each part replaced; every part must be in it once."""
    for old, new in edits.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def merge(
    c2c: Program, base: str, ours: str, theirs: str, *args: str, code: int = 0
) -> tuple[str, str]:
    """Merge three texts, and return the merged text and the messages."""
    c2c.write(base, "base.toml")
    file = c2c.write(ours, "ours.toml")
    c2c.write(theirs, "theirs.toml")
    run = c2c("merge", "base.toml", "ours.toml", "theirs.toml", *args, code=code)
    assert run.out == ""
    return file.read_bytes().decode(), run.err


HEADER = REGISTRY.partition("[network]")[0]
CITY, CITY_A, CITY_B = 'city = "Cheongju"', 'city = "Seoul"', 'city = "Jeju"'
ICM_COUNTRY = '\'Centre of Martial Arts\'\nsector = "education"\ncountry = "KR"\n'
ORGANISERS = 'organisers = ["ICDH"]  # who asked'
APPROVED = '  [[centre.event]]\n  kind = "approved"\n  date = 2017-11-06\n'
NEXT = (
    '[[meeting]]\nid = "2018-11"\ntitle = "Next meeting"\nstart = "2018-11"\nstatus = "tentative"\n'
)
SECOND = f'# The second.\n[[centre]]\nid = "ICM"\nname = {ICM_COUNTRY}'


def opened(date: str) -> str:
    return f'\n[[centre.event]]\nkind = "opened"\ndate = {date}\n'


def later(number: int) -> str:
    """Return a meeting after all those of the registry, with a comment of its own."""
    return f'# Added by {number}.\n[[meeting]]\nid = "m{number}"\ntitle = "x"\nstart = 203{number}\nstatus = "planned"\n'


MERGES: list[tuple[str, Edits, Edits, Edits, int]] = [
    ("different records", {CITY: CITY_A}, {"Next m": "Last m"}, {CITY: CITY_A, "Next m": "Last m"}, 1),
    (
        "different fields of a record",
        {CITY: CITY_A},
        {"Documentary Heritage": "Documents"},
        {CITY: CITY_A, "Documentary Heritage": "Documents"},
        1,
    ),
    ("the same change of a field", {CITY: CITY_A}, {CITY: CITY_A}, {CITY: CITY_A}, 0),
    (
        "the same change and another one",
        {CITY: CITY_A},
        {CITY: CITY_A, "Documentary Heritage": "Documents"},
        {CITY: CITY_A, "Documentary Heritage": "Documents"},
        1,
    ),
    (
        "a new field and a removed one",
        {f"{CITY}\n": ""},
        {CITY: f'{CITY}\nhost = "Archive"'},
        {CITY: 'host = "Archive"'},
        1,
    ),
    (
        "items of a list",
        {'organisers = ["ICDH"]': 'organisers = ["ICDH", "ICM"]'},
        {'organisers = ["ICDH"]': 'organisers = ["NATCOM"]'},
        {'organisers = ["ICDH"]': 'organisers = ["ICM", "NATCOM"]'},
        1,
    ),
    (
        "names in two languages",
        {CITY: f'{CITY}\nnames = {{ ko = "가" }}'},
        {CITY: f'{CITY}\nnames = {{ zh = "文" }}'},
        {CITY: f'{CITY}\nnames = {{ ko = "가", zh = "文" }}'},
        1,
    ),
    (
        "extra keys",
        {CITY: f"{CITY}\nextra = {{ a = 1 }}"},
        {CITY: f"{CITY}\nextra = {{ b = true }}"},
        {CITY: f"{CITY}\nextra = {{ a = 1, b = true }}"},
        1,
    ),
    (
        "two events",
        {APPROVED: f'{APPROVED}\n[[centre.event]]\nkind = "evaluated"\ndate = 2030\n'},
        {APPROVED: APPROVED + opened("2020")},
        {APPROVED: f'{APPROVED}{opened("2020")}\n[[centre.event]]\nkind = "evaluated"\ndate = 2030\n'},
        1,
    ),
    (
        "two fields of an event, one of them its date",
        {"date = 2017-11-06": 'date = 2017-11-06\n  note = "In Paris."'},
        {"date = 2017-11-06": "date = 2017-11-07"},
        {"date = 2017-11-06": 'date = 2017-11-07\n  note = "In Paris."'},
        1,
    ),
    (
        "an event and the last key of a record without events",
        {"Martial Arts": "the Arts"},
        {ICM_COUNTRY: f"{ICM_COUNTRY}extra = {{ a = 1 }}\n{opened('2020')}"},
        {
            ICM_COUNTRY: f"{ICM_COUNTRY}extra = {{ a = 1 }}\n{opened('2020')}".replace(
                "Martial Arts", "the Arts"
            )
        },
        1,
    ),
    (
        "two contacts",
        {APPROVED: f'{APPROVED}\n[[centre.contact]]\nrole = "Director"\n'},
        {APPROVED: f'{APPROVED}\n[[centre.contact]]\nrole = "Officer"\n'},
        {
            APPROVED: f'{APPROVED}\n[[centre.contact]]\nrole = "Director"\n\n'
            '[[centre.contact]]\nrole = "Officer"\n'
        },
        1,
    ),
    (
        "two new meetings",
        {NEXT: f"{NEXT}\n{later(1)}"},
        {NEXT: f"{NEXT}\n{later(2)}"},
        {NEXT: f"{NEXT}\n{later(1)}\n{later(2)}"},
        1,
    ),
    (
        "a new meeting before another",
        {NEXT: f"{NEXT}\n{later(2)}"},
        {NEXT: f"{NEXT}\n{later(1)}"},
        {NEXT: f"{NEXT}\n{later(1)}\n{later(2)}"},
        1,
    ),
    (
        "the first record of a table",
        {NEXT: f"{NEXT}\n{later(1)}"},
        {"\n# the end": f"\n# -- Rules --\n\n{rule('formal')}\n# the end"},
        {NEXT: f"{NEXT}\n{later(1)}", "\n# the end": f"\n# -- Rules --\n\n{rule('formal')}\n# the end"},
        1,
    ),
    ("a removed record", {CITY: CITY_A}, {f"{SECOND}\n": ""}, {CITY: CITY_A, f"{SECOND}\n": ""}, 1),
    ("a record removed by both", {f"{SECOND}\n": ""}, {f"{SECOND}\n": ""}, {f"{SECOND}\n": ""}, 0),
    ("a record removed by ours", {f"{SECOND}\n": ""}, {CITY: CITY_A}, {CITY: CITY_A, f"{SECOND}\n": ""}, 1),
    (
        "comments and layout of theirs in a record that ours left alone",
        {CITY: CITY_A},
        {SECOND: SECOND.replace("The second.", "The next.").replace("'", '"')},
        {CITY: CITY_A, SECOND: SECOND.replace("The second.", "The next.").replace("'", '"')},
        1,
    ),
    (
        "a comment of theirs in a record that ours changed",
        {CITY: CITY_A},
        {CITY: f"{CITY}  # the seat"},
        {CITY: f"{CITY_A}  # the seat"},
        1,
    ),
    (
        "a comment of ours in a record that theirs changed",
        {CITY: f"{CITY}  # the seat"},
        {CITY: CITY_A},
        {CITY: f"{CITY_A}  # the seat"},
        1,
    ),
    (
        "comments between records",
        {"# -- Meetings --\n": "# -- Meetings --\n\n# By ours.\n", CITY: CITY_A},
        {"# the end\n": "# THE END\n", "# -- Meetings --\n": "# -- Meetings --\n\n# By theirs.\n"},
        {
            CITY: CITY_A,
            "# -- Meetings --\n": "# -- Meetings --\n\n# By ours.\n\n# By theirs.\n",
            "# the end\n": "# THE END\n",
        },
        0,
    ),
    (
        "comments at the start of the file",
        {CITY: CITY_A},
        {"schema = 1\n": "# Checked in May.\n\n#:schema s.json\nschema = 1  # the first\n"},
        {CITY: CITY_A, "schema = 1\n": "# Checked in May.\n\n#:schema s.json\nschema = 1  # the first\n"},
        0,
    ),
    (
        "the network",
        {'"A network"\n': '"A network"\nnote = "x"\n'},
        {'"A network"\n': '"The network"\n'},
        {'"A network"\n': '"The network"\nnote = "x"\n'},
        1,
    ),
]  # fmt: skip


def message(number: int, *, has_changed: bool) -> str:
    """Return the message about a merge of a number of records."""
    if number:
        return f"c2c: merged {number} record{'s' * (number > 1)} into ours.toml\n"
    done = "merged comments into" if has_changed else "no changes to"
    return f"c2c: {done} ours.toml\n"


@pytest.mark.parametrize(
    ("ours", "theirs", "expected", "number"),
    [case[1:] for case in MERGES],
    ids=[case[0] for case in MERGES],
)
def test_changes_that_do_not_overlap_are_merged(
    c2c: Program, ours: Edits, theirs: Edits, expected: Edits, number: int
) -> None:
    sides = edited(REGISTRY, ours), edited(REGISTRY, theirs)
    text, err = merge(c2c, REGISTRY, *sides)
    assert text == edited(REGISTRY, expected)
    assert err == message(number, has_changed=text != sides[0])
    c2c("check", "ours.toml")


def conflict(ours: str, theirs: str) -> str:
    """Return two versions of a record between conflict markers."""
    return f"<<<<<<< ours\n{ours}=======\n{theirs}>>>>>>> theirs\n"


FIRST = REGISTRY[REGISTRY.index("# The first centre.") : REGISTRY.index(f"\n{SECOND}")]
FIRST_A, FIRST_B = FIRST.replace(CITY, CITY_A), FIRST.replace(CITY, CITY_B)
ATTENDEES = '  "NATCOM",\n'
HELD = REGISTRY[REGISTRY.index('[[meeting]]\nid = "2018-06') : REGISTRY.index(f"\n{NEXT}")]
NEW = '[[centre]]\nid = "{}"\nname = "{}"\nsector = "culture"\ncountry = "KR"\n'
ICM_AND = f"{SECOND}\n{NEW}"

CONFLICTS: list[tuple[str, Edits, Edits, Edits, str]] = [
    (
        "a field",
        {FIRST: FIRST_A, "Next m": "Last m"},
        {FIRST: FIRST_B, "Martial Arts": "the Arts"},
        {FIRST: conflict(FIRST_A, FIRST_B), "Next m": "Last m", "Martial Arts": "the Arts"},
        "merged 1 record into ours.toml with 1 conflict (centre ICDH); edit ours.toml and remove the conflict markers",
    ),
    (
        "a removed record that ours changed",
        {SECOND: SECOND.replace("Martial Arts", "Arts")},
        {f"{SECOND}\n": ""},
        {SECOND: conflict(SECOND.replace("Martial Arts", "Arts"), "")},
        "merged 0 records into ours.toml with 1 conflict (centre ICM); edit ours.toml and remove the conflict markers",
    ),
    (
        "a changed record that ours removed",
        {f"{SECOND}\n": "", CITY: CITY_A},
        {SECOND: SECOND.replace("Martial Arts", "Arts")},
        {SECOND: conflict("", SECOND.replace("Martial Arts", "Arts")), CITY: CITY_A},
        "merged 0 records into ours.toml with 1 conflict (centre ICM); edit ours.toml and remove the conflict markers",
    ),
    (
        "two records with the same new id",
        {SECOND: ICM_AND.format("NEW", "a")},
        {SECOND: ICM_AND.format("new", "b")},
        {SECOND: f"{SECOND}\n{conflict(NEW.format('NEW', 'a'), NEW.format('new', 'b'))}"},
        "merged 0 records into ours.toml with 1 conflict (centre NEW); edit ours.toml and remove the conflict markers",
    ),
    (
        "an organisation and a centre with the same new id",
        {SECOND: ICM_AND.format("NEW", "a")},
        {FIRST: f'[[organisation]]\nid = "NEW"\nname = "b"\n\n{FIRST}'},
        {
            FIRST: conflict("", '[[organisation]]\nid = "NEW"\nname = "b"\n') + f"\n{FIRST}",
            SECOND: ICM_AND.format("NEW", "a"),
        },
        "merged 0 records into ours.toml with 1 conflict (organisation NEW); edit ours.toml and remove the conflict markers",
    ),
    (
        "a removed record that ours newly refers to",
        {ORGANISERS: ORGANISERS.replace('"ICDH"', '"ICDH", "ICM"')},
        {f"{SECOND}\n": ""},
        {
            ORGANISERS: ORGANISERS.replace('"ICDH"', '"ICDH", "ICM"'),
            SECOND: conflict(SECOND, ""),
        },
        "merged 0 records into ours.toml with 1 conflict (centre ICM); edit ours.toml and remove the conflict markers",
    ),
    (
        "a new reference to a record that ours removed",
        {f"{SECOND}\n": ""},
        {NEXT: f'{NEXT}organisers = ["ICM"]\n', CITY: CITY_A},
        {
            f"{SECOND}\n": "",
            NEXT: conflict(NEXT, f'{NEXT}organisers = ["ICM"]\n'),
            CITY: CITY_A,
        },
        "merged 1 record into ours.toml with 1 conflict (meeting 2018-11); edit ours.toml and remove the conflict markers",
    ),
    (
        "two rules of a kind in the same year",
        {NEXT: f"{NEXT}\n{rule('formal')}"},
        {NEXT: f"{NEXT}\n{rule('formal', since=2020)}"},
        {NEXT: f"{NEXT}\n{rule('formal')}\n{conflict('', rule('formal', since=2020))}"},
        "merged 0 records into ours.toml with 1 conflict (cadence rule formal); edit ours.toml and remove the conflict markers",
    ),
    (
        "an event removed by theirs and changed by ours",
        {"date = 2017-11-06": 'date = 2017-11-06\n  note = "In Paris."'},
        {f"\n{APPROVED}": ""},
        {
            FIRST: conflict(
                FIRST.replace("date = 2017-11-06", 'date = 2017-11-06\n  note = "In Paris."'),
                FIRST.replace(f"\n{APPROVED}", ""),
            )
        },
        "merged 0 records into ours.toml with 1 conflict (centre ICDH); edit ours.toml and remove the conflict markers",
    ),
    (
        "two dates of the opening of a centre",
        {APPROVED: APPROVED + opened("2020")},
        {APPROVED: APPROVED + opened("2021-05-01")},
        {
            FIRST: conflict(
                FIRST.replace(APPROVED, APPROVED + opened("2020")),
                FIRST.replace(APPROVED, APPROVED + opened("2021-05-01")),
            )
        },
        "merged 0 records into ours.toml with 1 conflict (centre ICDH); edit ours.toml and remove the conflict markers",
    ),
    (
        "a list whose items have comments",
        {ATTENDEES: f'{ATTENDEES}  "ICM",\n'},
        {ATTENDEES: ""},
        {
            HELD: conflict(
                HELD.replace(ATTENDEES, f'{ATTENDEES}  "ICM",\n'), HELD.replace(ATTENDEES, "")
            )
        },
        "merged 0 records into ours.toml with 1 conflict (meeting 2018-06-27-jeju); edit ours.toml and remove the conflict markers",
    ),
    (
        "comments of both in a record",
        {CITY: f"{CITY}  # in Korea"},
        {CITY: f"{CITY}  # the seat"},
        {
            FIRST: conflict(
                FIRST.replace(CITY, f"{CITY}  # in Korea"),
                FIRST.replace(CITY, f"{CITY}  # the seat"),
            )
        },
        "merged 0 records into ours.toml with 1 conflict (centre ICDH); edit ours.toml and remove the conflict markers",
    ),
    (
        "an end before the start",
        {'start = "2018-11"': 'start = "2018-12"'},
        {'start = "2018-11"': 'start = "2018-11"\nend = "2018-11"'},
        {
            NEXT: conflict(
                NEXT.replace('start = "2018-11"', 'start = "2018-12"'),
                NEXT.replace('start = "2018-11"', 'start = "2018-11"\nend = "2018-11"'),
            )
        },
        "merged 0 records into ours.toml with 1 conflict (meeting 2018-11); edit ours.toml and remove the conflict markers",
    ),
    (
        "the network",
        {'"A network"': '"Our network"'},
        {'"A network"': '"Their network"'},
        {
            '[network]\nname = "A network"\n': conflict(
                '[network]\nname = "Our network"\n', '[network]\nname = "Their network"\n'
            )
        },
        "merged 0 records into ours.toml with 1 conflict (the network); edit ours.toml and remove the conflict markers",
    ),
]


@pytest.mark.parametrize(
    ("ours", "theirs", "expected", "message"),
    [case[1:] for case in CONFLICTS],
    ids=[case[0] for case in CONFLICTS],
)
def test_what_both_changed_differently_is_a_conflict(
    c2c: Program, ours: Edits, theirs: Edits, expected: Edits, message: str
) -> None:
    text, err = merge(c2c, REGISTRY, edited(REGISTRY, ours), edited(REGISTRY, theirs), code=1)
    assert text == edited(REGISTRY, expected)
    assert err == f"c2c: {message}\n"


def test_line_ends_mark_and_missing_last_newline_of_ours_are_kept(c2c: Program) -> None:
    ours = edited(REGISTRY, {CITY: CITY_A}).removesuffix("\n\n# the end\n")
    theirs = edited(REGISTRY, {NEXT: f"{NEXT}\n{later(1)}", FIRST: FIRST_B})
    text, _ = merge(c2c, REGISTRY, "\ufeff" + ours.replace("\n", "\r\n"), theirs, code=1)
    end = f"{NEXT}\n{later(1)}".rstrip("\n")
    expected = edited(REGISTRY, {FIRST: conflict(FIRST_A, FIRST_B), f"{NEXT}\n# the end\n": end})
    assert text == "\ufeff" + expected.replace("\n", "\r\n")


def test_mixed_line_ends_and_blank_lines_at_the_start_are_kept(c2c: Program) -> None:
    ours = "\n\n" + edited(REGISTRY, {CITY: CITY_A}).replace("\n", "\r\n", 30)
    text, _ = merge(c2c, REGISTRY, ours, edited(REGISTRY, {NEXT: f"{NEXT}\n{later(1)}"}))
    assert text == edited(ours, {NEXT: f"{NEXT}\n{later(1)}"})


@pytest.mark.parametrize(("was", "now"), [("1.0", "1.00"), ("1", "true"), ("1", "1.0")])
def test_another_form_of_an_extra_value_is_merged(c2c: Program, was: str, now: str) -> None:
    base = SMALL + centre("A", name="a") + f"extra = {{ a = {was} }}\n"
    theirs = edited(base, {f"a = {was} }}": f"a = {now} }}"})
    text, _ = merge(c2c, base, edited(base, {'"a"': '"b"'}), theirs)
    assert text == edited(theirs, {'"a"': '"b"'})


def test_a_comment_in_one_of_two_equal_events_is_kept(c2c: Program) -> None:
    equal = '\n[[centre.event]]\nkind = "renewed"\n', '\n[[centre.event]]\nkind = "renewed"  # 2\n'
    base = SMALL + centre("A", name="a") + "".join(equal)
    text, _ = merge(c2c, base, base.replace('"a"', '"b"'), SMALL + centre("A", name="a") + equal[1])
    assert text == SMALL + centre("A", name="b") + equal[1]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        (["A"], ["A", "B"], ["A", "C"], ["A", "B", "C"]),
        (["A"], ["B"], ["A", "C"], ["B", "C"]),
        (["A"], None, ["A"], None),
        (["A"], None, ["A", "C"], "conflict"),  # all centres, or two of them
        (None, ["A"], ["B"], "conflict"),
    ],
)
def test_centres_of_an_obligation_are_not_taken_for_all(
    c2c: Program, base: object, ours: object, theirs: object, merged: object
) -> None:
    head = SMALL + "".join(centre(name, name="x") + "\n" for name in "ABC")

    def text(centres: object) -> str:
        return head + record(
            "obligation", kind="board", name="x", since=2018, centres=centres, note="x"
        )

    texts = text(base), text(ours), text(theirs).replace('note = "x"', 'note = "y"')
    if merged == "conflict":
        assert " with 1 conflict (obligation board); " in merge(c2c, *texts, code=1)[1]
    else:
        assert merge(c2c, *texts)[0] == text(merged).replace('note = "x"', 'note = "y"')


def test_a_conflict_at_the_end_of_the_file_ends_with_a_newline(c2c: Program) -> None:
    base = (SMALL + centre("A", name="a")).removesuffix("\n")
    sides = base.replace('"a"', '"b"'), base.replace('"a"', '"c"')
    text, _ = merge(c2c, base, *sides, code=1)
    assert text == SMALL + conflict(centre("A", name="b"), centre("A", name="c"))


def test_other_line_ends_alone_are_no_change(c2c: Program) -> None:
    ours = edited(REGISTRY, {CITY: CITY_A})
    theirs = "\ufeff" + REGISTRY.replace("\n", "\r\n").removesuffix("\r\n")
    assert merge(c2c, REGISTRY, ours, theirs) == (ours, "c2c: no changes to ours.toml\n")


@pytest.mark.parametrize("ours", [REGISTRY, edited(REGISTRY, {CITY: CITY_A})])
def test_equal_versions_are_left_alone(c2c: Program, ours: str) -> None:
    assert merge(c2c, REGISTRY, ours, ours) == (ours, "c2c: no changes to ours.toml\n")
    assert merge(c2c, REGISTRY, ours, REGISTRY) == (ours, "c2c: no changes to ours.toml\n")


def test_ours_without_changes_becomes_theirs(c2c: Program) -> None:
    theirs = SMALL.replace("\n\n", "\n\n\n") + centre("A", name="a")
    assert merge(c2c, SMALL, SMALL, theirs) == (theirs, "c2c: merged 1 record into ours.toml\n")


def test_an_empty_base_means_that_both_added_the_file(c2c: Program) -> None:
    ours = SMALL + centre("A", name="a") + centre("B", name="b", host="h")
    theirs = SMALL + centre("C", name="c") + centre("B", name="b", city="c")
    text, err = merge(c2c, "", ours, theirs)
    both = SMALL + centre("A", name="a") + centre("B", name="b", city="c", host="h")
    assert text == both + f"\n{centre('C', name='c')}"
    assert err == "c2c: merged 2 records into ours.toml\n"
    other = ours.replace("A network", "Another network")
    text, err = merge(c2c, "", other, theirs, code=1)
    assert (
        err
        == "c2c: merged 2 records into ours.toml with 1 conflict (the network); edit ours.toml and remove the conflict markers\n"
    )


def test_messages_use_the_path_and_name_at_most_five_conflicts(c2c: Program) -> None:
    base = SMALL + "".join(centre(f"C{number}", name="a") for number in range(7))
    ours, theirs = base.replace('"a"', '"b"'), base.replace('"a"', '"c"')
    _, err = merge(c2c, base, ours, theirs, "--path", "data/centres.toml", code=1)
    assert err == (
        "c2c: merged 0 records into data/centres.toml with 7 conflicts ("
        "centre C0, centre C1, centre C2, centre C3, centre C4 and 2 more); edit data/centres.toml and remove the conflict markers\n"
    )


def test_messages_contain_no_personal_data(c2c: Program) -> None:
    contact = '\n[[centre.contact]]\nrole = "Director"\nname = "Kim"\nemail = "kim@example.org"\n'
    ours = edited(REGISTRY, {APPROVED: APPROVED + contact})
    theirs = edited(REGISTRY, {APPROVED: APPROVED + contact.replace("kim@", "lee@")})
    text, err = merge(c2c, REGISTRY, ours, theirs, code=1)
    assert (
        err
        == "c2c: merged 0 records into ours.toml with 1 conflict (centre ICDH); edit ours.toml and remove the conflict markers\n"
    )
    assert text.count("kim@example.org") == text.count("lee@example.org") == 1


LINES = "; merged {0} line by line, so check the result before you commit it\n"
UNKNOWN = '[centre ICM] sector: unknown sector "x"; expected culture or education\n'


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "where"),
    [
        ({}, {}, {'education"\ncountry': 'x"\ncountry'}, "theirs.toml:39:10"),
        ({}, {'education"\ncountry': 'x"\ncountry'}, {}, "ours.toml:39:10"),
        ({'education"\ncountry': 'x"\ncountry'}, {}, {}, "base.toml:39:10"),
    ],
)
def test_an_invalid_file_is_merged_line_by_line(
    c2c: Program, base: Edits, ours: Edits, theirs: Edits, where: str
) -> None:
    sides = [{**ours, CITY: CITY_A}, {**theirs, "Next meeting": "Last meeting"}]
    texts = [edited(REGISTRY, edits) for edits in (base, *sides)]
    file = where.partition(":")[0]
    text, err = merge(c2c, *texts, code=3)
    sector = {**ours, **theirs}
    assert text == edited(REGISTRY, {CITY: CITY_A, "Next meeting": "Last meeting", **sector})
    assert err == (
        f"{where}: error: {UNKNOWN}c2c: error: found 1 error in {file}{LINES.format('ours.toml')}"
    )


def test_lines_that_overlap_in_an_invalid_file_are_a_conflict(c2c: Program) -> None:
    ours, theirs = edited(REGISTRY, {CITY: CITY_A}), edited(REGISTRY, {CITY: 'city = "Jeju'})
    text, err = merge(c2c, REGISTRY, ours, theirs, "--path", "data/centres.toml", code=3)
    assert text == edited(REGISTRY, {CITY: conflict(f"{CITY_A}\n", 'city = "Jeju\n').rstrip("\n")})
    assert err == (
        "data/centres.toml (theirs):26:8: error: unclosed string; add the closing quote\n"
        "c2c: error: found 1 error in data/centres.toml (theirs)"
        f"{LINES.format('data/centres.toml')}"
    )


def test_without_git_an_invalid_file_leaves_ours_alone(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    ours = edited(REGISTRY, {CITY: CITY_A})
    assert merge(c2c, REGISTRY, ours, SMALL[:-3], code=3)[0] == ours


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            REGISTRY + '\n[[centre.event]]\nkind = "opened"\n',
            "its sub-table on line 63 comes after another record",
        ),
        (
            'schema = 1\nnetwork = { name = "N" }\n',
            "its records do not have headers such as [[centre]]",
        ),
    ],
)
def test_a_layout_without_whole_records_is_merged_line_by_line(
    c2c: Program, text: str, reason: str
) -> None:
    theirs = text.replace("schema = 1\n", "schema = 1  # the first\n")
    merged, err = merge(c2c, text, text + "# end\n", theirs, code=3)
    assert merged == theirs + "# end\n"
    assert err == (
        f"c2c: error: cannot merge base.toml by record: {reason}{LINES.format('ours.toml')}"
    )


@pytest.mark.parametrize(
    ("args", "code", "error"),
    [
        (("b", "o"), 2, "missing argument THEIRS; see c2c merge --help"),
        (("b", "-", "t"), 2, "OURS: cannot merge standard input; pass a file"),
        (("b", "o", "t"), 3, '"b" not found; pass another file'),
        (("korea", "o", "t"), 3, '"korea" not found; pass another file'),
    ],
)
def test_arguments_are_files(c2c: Program, args: tuple[str, ...], code: int, error: str) -> None:
    assert c2c("merge", *args, code=code).err == f"c2c: error: {error}\n"
