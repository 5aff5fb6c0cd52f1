"""`c2c edit`: refused changes, changed fields and removed fields."""

import json

import pytest

from c2c_cli.model.records import WITH_IDS
from conftest import Program
from samples import REGISTRY, SMALL, centre, meeting, record, rule

REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (
        ("edit", "centre", "ICM", "--id", "2018-11"),
        5,
        'meeting "2018-11" already exists, so no changes were made; pass another id with --id',
    ),
    (
        ("edit", "meeting", "2018-12", "--title", "x"),
        4,
        'unknown meeting "2018-12"; expected 2018-06-27-jeju or 2018-11',
    ),
    (
        ("edit", "centre", "ICDH", "--name", ""),
        2,
        "--name: value is empty; enter one, or omit --name",
    ),
    (
        ("edit", "centre", "ICDH", "--name", "a\nb"),
        2,
        "--name: unexpected line break; use a single line",
    ),
    (
        ("edit", "centre", "ICDH", "--country", "UK"),
        2,
        '--country: unknown country "UK"; did you mean "GB"?',
    ),
    (("edit", "centre", "ICDH"), 2, "no fields given; see c2c edit centre --help"),
    (
        ("edit", "meeting", "2018-11", "--end", "2018-10"),
        2,
        "--end: 2018-10 is before the start date (2018-11)",
    ),
    (
        ("edit", "meeting", "2018-11", "--attendees", "zz"),
        2,
        '--attendees: unknown centre or organisation "zz"; expected ICDH, ICM or NATCOM',
    ),
    (
        ("edit", "meeting", "2018-11", "--attendees", "-ICM"),
        2,
        '--attendees: "ICM" is not in the list',
    ),
    (
        ("edit", "meeting", "2018-11", "--attendees", "=ICM,zz"),
        2,
        '--attendees: unknown centre or organisation "zz"; expected ICDH, ICM or NATCOM',
    ),
    (
        ("edit", "meeting", "2018-11", "--outcomes", "=a", "--outcomes", "-b"),
        2,
        '--outcomes: "b" is not in the list; expected a',
    ),
    (
        ("edit", "meeting", "2018-11", "--end", "5-7-2018"),
        2,
        '--end: ambiguous date "5-7-2018"; use 2018-07-05 or 2018-05-07',
    ),
    (
        ("edit", "meeting", "2018-06-27-jeju", "--attendees", ""),
        5,
        "data/centres.toml: cannot edit attendees on line 50: the comments in its value would be lost, "
        "so no changes were made; edit the file by hand",
    ),
    (("edit", "centre", "ICDH", "--name", "a\udcff"), 2, "--name: invalid UTF-8; retype the value"),
    (
        ("edit", "meeting", "2018-06-27-jeju", "--attendees", "+ICM"),
        5,
        "data/centres.toml: cannot edit attendees on line 50: the comments in its value would be lost, "
        "so no changes were made; edit the file by hand",
    ),
]


@pytest.mark.parametrize(("args", "code", "sentence"), REFUSED)
def test_refused_change_leaves_file_unchanged(
    c2c: Program, args: tuple[str, ...], code: int, sentence: str
) -> None:
    file = c2c.write(REGISTRY)
    assert c2c(*args, code=code) == (code, "", f"c2c: error: {sentence}\n")
    assert file.read_text() == REGISTRY


@pytest.mark.parametrize("table", WITH_IDS)
def test_unknown_id_is_an_error_for_each_type_of_record(c2c: Program, table: str) -> None:
    c2c.write(SMALL)
    message = c2c("edit", table, "zz", "--id", "a", code=4).err
    assert message.startswith(f'c2c: error: unknown {table} "zz"')


def test_unchanged_values_write_nothing(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    before = file.stat().st_mtime_ns
    assert c2c("edit", "centre", "ICM", "--name", "Centre of Martial Arts").err == (
        "c2c: no changes to data/centres.toml\n"
    )
    assert file.stat().st_mtime_ns == before


def test_sector_id_may_change_case(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c("edit", "sector", "culture", "--id", "Culture")
    assert file.read_text() == REGISTRY.replace('"culture"', '"Culture"')
    taken = 'c2c: error: sector "Culture" already exists'
    assert c2c("add", "sector", "CULTURE", "--code", "X", "--name", "x", code=5).err == (
        f"{taken}, so no changes were made; use c2c edit sector Culture\n"
    )
    assert c2c("edit", "sector", "education", "--id", "culture", code=5).err == (
        f"{taken}, so no changes were made; pass another id\n"
    )


def test_empty_value_removes_all_names(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c("edit", "organisation", "NATCOM", "--names", "ko=가", "--names", "fr=b")
    assert 'names = { ko = "가", fr = "b" }\n' in file.read_text()
    c2c("edit", "organisation", "NATCOM", "--names", "")
    assert file.read_text() == REGISTRY


def test_network_and_rules_have_names_after_the_name(c2c: Program) -> None:
    file = c2c.write(SMALL + rule("formal") + record("obligation", kind="b", name="B", since=2018))
    before = file.read_text()
    c2c("edit", "network", "--names", "ko=가", "--language", "fr")
    c2c("edit", "cadence", "formal", "--names", "ko=나")
    c2c("edit", "obligation", "b", "--names", "ko=다", "--names", "fr=c")
    assert file.read_text() == (
        before.replace(
            'name = "A network"\n', 'name = "A network"\nnames = { ko = "가" }\nlanguage = "fr"\n'
        )
        .replace('name = "x"\n', 'name = "x"\nnames = { ko = "나" }\n')
        .replace('name = "B"\n', 'name = "B"\nnames = { ko = "다", fr = "c" }\n')
    )
    assert c2c("show", "formal").out.splitlines()[2:4] == [
        "formal\tname\tx",
        "formal\tnames.ko\t나",
    ]
    assert c2c("show", "b", "--lang", "ko-KR").out.splitlines()[2] == "b\tname\t다"
    assert c2c("sql", "select * from name").out == (
        "cadence\tformal\tko\t나\n"
        "obligation\tb 2018\tko\t다\n"
        "obligation\tb 2018\tfr\tc\n"
        "network\t\tko\t가\n"
    )
    for noun in ("network", "cadence formal", "obligation b"):
        c2c("edit", *noun.split(), "--names", "")
    c2c("edit", "network", "--language", "")
    assert file.read_text() == before


@pytest.mark.parametrize("tag", ["f", "k o", "fr-", "한국어", "x" * 9])
def test_language_of_the_registry_is_a_language_tag(c2c: Program, tag: str) -> None:
    file = c2c.write(SMALL)
    wrong = f'invalid language tag "{tag}"; use a tag such as ko, fr or zh-Hant'
    assert c2c("edit", "network", "--language", tag, code=2).err == (
        f"c2c: error: --language: {wrong}\n"
    )
    text = SMALL.replace('name = "A network"\n', f'name = "A network"\nlanguage = "{tag}"\n')
    file.write_text(text)
    assert c2c("check", code=1).out == (
        f"data/centres.toml:5:12: error: [network] language: {wrong}\n"
    )


LISTS = (
    SMALL
    + centre("ICDH")
    + centre("ICM")
    + meeting(city="Jeju", note="x", outcomes=["one", "two", "three"], attendees=["ICM", "NATCOM"])
)

EDITS: list[tuple[str, str, dict[str, object]]] = [
    (
        "--outcomes four",
        "added 1 outcome (now 4) to meeting m",
        {"outcomes": ["one", "two", "three", "four"]},
    ),
    (
        "--outcomes +four --outcomes five",
        "added 2 outcomes (now 5) to meeting m",
        {"outcomes": ["one", "two", "three", "four", "five"]},
    ),
    (
        "--outcomes a,b",
        "added 1 outcome (now 4) to meeting m",
        {"outcomes": ["one", "two", "three", "a,b"]},
    ),
    (
        "--outcomes +-four",
        "added 1 outcome (now 4) to meeting m",
        {"outcomes": ["one", "two", "three", "-four"]},
    ),
    ("--outcomes -two", "removed 1 outcome (now 2) from meeting m", {"outcomes": ["one", "three"]}),
    ("--outcomes =new", "replaced 3 outcomes with 1 in meeting m", {"outcomes": ["new"]}),
    (
        "--outcomes =a --outcomes b",
        "replaced 3 outcomes with 2 in meeting m",
        {"outcomes": ["a", "b"]},
    ),
    (
        "--outcomes a --outcomes =b",
        "replaced 3 outcomes with 2 in meeting m",
        {"outcomes": ["a", "b"]},
    ),
    ("--outcomes ", "cleared 3 outcomes of meeting m", {"outcomes": None}),
    ("--outcomes =", "cleared 3 outcomes of meeting m", {"outcomes": None}),
    ("--agenda one", "added 1 agenda item (now 1) to meeting m", {"agenda": ["one"]}),
    (
        "--agenda =one --agenda two",
        "added 2 agenda items (now 2) to meeting m",
        {"agenda": ["one", "two"]},
    ),
    (
        "--attendees icdh",
        "added 1 attendee (now 3) to meeting m",
        {"attendees": ["ICM", "NATCOM", "ICDH"]},
    ),
    (
        "--attendees ICDH,icm",
        "added 1 attendee (now 3) to meeting m",
        {"attendees": ["ICM", "NATCOM", "ICDH"]},
    ),
    ("--attendees -icm,NATCOM", "cleared 2 attendees of meeting m", {"attendees": None}),
    (
        "--attendees =ICDH,ICM",
        "replaced 1 attendee with 1 (now 2) in meeting m",
        {"attendees": ["ICDH", "ICM"]},
    ),
    (
        "--attendees ICDH --attendees -ICM",
        "replaced 1 attendee with 1 (now 2) in meeting m",
        {"attendees": ["NATCOM", "ICDH"]},
    ),
    (
        "--attendees =NATCOM,ICM",
        "reordered 2 attendees of meeting m",
        {"attendees": ["NATCOM", "ICM"]},
    ),
    ("--note ", 'cleared note (was "x") of meeting m', {"note": None}),
    (
        "--city Seoul --end 2018-11",
        'updated end and city (was "Jeju") of meeting m',
        {"city": "Seoul", "end": "2018-11"},
    ),
    (
        "--city Seoul --note  --outcomes =x --attendees ICDH --organisers ICM,ICDH",
        'updated city (was "Jeju"), added 2 organisers (now 2) and 1 attendee (now 3), '
        'replaced 3 outcomes with 1, and cleared note (was "x") for meeting m',
        {
            "city": "Seoul",
            "organisers": ["ICM", "ICDH"],
            "attendees": ["ICM", "NATCOM", "ICDH"],
            "outcomes": ["x"],
            "note": None,
        },
    ),
    (
        "--note  --outcomes ",
        'cleared 3 outcomes and note (was "x") of meeting m',
        {"outcomes": None, "note": None},
    ),
]


@pytest.mark.parametrize(("options", "said", "changed"), EDITS)
def test_message_counts_the_changes(
    c2c: Program, options: str, said: str, changed: dict[str, object]
) -> None:
    c2c.write(LISTS)
    before = json.loads(c2c("meetings", "--format", "json").out)[0]
    assert (
        c2c("edit", "meeting", "m", *options.split(" ")).err
        == f"c2c: {said} in data/centres.toml\n"
    )
    expected = {name: value for name, value in (before | changed).items() if value is not None}
    assert json.loads(c2c("meetings", "--format", "json").out)[0] == expected


def test_events_of_a_centre_are_added_and_counted(c2c: Program) -> None:
    file = c2c.write(SMALL + centre("A", "approved:2016"))
    before = file.read_text()
    for typed, expected in [
        ("opened=2018,evaluated", "added 2 events (now 3) to centre A"),
        ("evaluated", "no changes to data/centres.toml"),
        ("", "cleared 3 events of centre A"),
    ]:
        assert c2c("edit", "centre", "A", "--event", typed).err.startswith(f"c2c: {expected}")
    c2c("undo")
    c2c("undo")
    assert file.read_text() == before


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        (
            "opened=2020",
            "event opened (2020-06) of centre A already exists; no changes were made",
        ),
        (
            "opened=2021",
            "event opened (2020-06) of centre A already exists, so no changes were made; "
            "use c2c edit event A opened --date 2021",
        ),
        (
            "renewed=2025",
            "this may be the recorded event renewed (2025-12) of centre A, "
            "so no changes were made; pass a more exact date",
        ),
        (
            "evaluated=2022,evaluated=2022-03",
            "this may be the recorded event evaluated (2022-03) of centre A; no changes were made",
        ),
    ],
)
def test_events_that_may_be_others_of_a_centre_are_refused(
    c2c: Program, typed: str, error: str
) -> None:
    file = c2c.write(SMALL + centre("A", "opened:2020-06", "renewed:2025-12"))
    before = file.read_text()
    assert c2c("edit", "centre", "A", "--event", typed, code=5).err == f"c2c: error: {error}\n"
    assert file.read_text() == before


def test_events_of_a_centre_are_replaced_or_follow_its_closure(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", "opened:2020-06"))
    c2c("edit", "centre", "A", "--event=-opened=2020-06", "--event", "opened=2021")
    c2c("edit", "centre", "A", "--event", "opened=2024,closed=2023")
    assert c2c("list", "--columns", "event").out == "opened=2021;opened=2024;closed=2023\n"


def test_comma_after_the_last_id_is_ignored(c2c: Program) -> None:
    file = c2c.write(SMALL + centre() + centre("B") + meeting())
    c2c("edit", "meeting", "m", "--attendees", "a, b,")
    assert 'attendees = ["A", "B"]\n' in file.read_text()


def test_item_already_in_the_list_changes_nothing(c2c: Program) -> None:
    c2c.write(LISTS)
    for options in (
        ("--outcomes", "two"),
        ("--attendees", "natcom,ICM"),
        ("--attendees", "=ICM,NATCOM"),
    ):
        assert c2c("edit", "meeting", "m", *options).err == "c2c: no changes to data/centres.toml\n"


def test_network_in_another_layout_is_refused(c2c: Program) -> None:
    c2c.write('schema = 1\nnetwork = { name = "N" }\n')
    sentence = "data/centres.toml: cannot edit a file that does not use a [network] table, so no changes were made; edit the file by hand"
    assert c2c("edit", "network", "--name", "M", code=5).err == f"c2c: error: {sentence}\n"


def test_an_event_is_removed_from_a_list_as_it_is_written(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", "approved:2017", "opened:2020"))
    assert c2c("edit", "centre", "A", "--event=-opened", code=2).err == (
        'c2c: error: --event: "opened" is not in the list; did you mean "opened=2020"?\n'
    )
    c2c("edit", "centre", "A", "--event=-opened=2020")
    assert c2c("list", "--columns", "event").out == "approved=2017\n"


@pytest.mark.parametrize(
    ("meetings", "has"), [(1, "1 meeting still has"), (2, "2 meetings still have")]
)
def test_meetings_that_keep_the_kind_of_a_rule_as_a_level_are_warned_of(
    c2c: Program, meetings: int, has: str
) -> None:
    held = "".join(
        meeting(f"m{number}", start=2020, status="held", kind="heads") for number in range(meetings)
    )
    c2c.write(SMALL + rule("heads", level="heads") + held)
    assert c2c("edit", "cadence", "heads", "--kind", "chiefs").err == (
        'c2c: updated kind (was "heads") of cadence rule chiefs in data/centres.toml\n'
        f'c2c: warning: {has} the kind "heads", which is now only a level; '
        "change it, for example: c2c edit meeting m0 --kind chiefs\n"
    )
    assert c2c("edit", "cadence", "chiefs", "--per-year", "3").err == (
        "c2c: updated per_year (was 1) of cadence rule chiefs in data/centres.toml\n"
    )
