"""`c2c add`, `edit` and `remove` for every noun: the same steps on a file with comments, CRLF and a BOM."""

import tomllib
from pathlib import Path

import pytest

from conftest import Program
from samples import REGISTRY, SMALL, centre, event, meeting, record, rule

STEPS: dict[str, list[tuple[str, str, str]]] = {
    "centre": [
        (
            "add centre ICX --name X --sector CLT --country KR --identifiers wikidata=Q1",
            "added centre ICX to",
            'country = "KR"\nidentifiers = { wikidata = "Q1" }\n',
        ),
        (
            "edit centre icx --city Seoul --identifiers wikidata= --identifiers local=7",
            'updated city and identifiers (was "wikidata=Q1") of centre ICX in',
            'city = "Seoul"\nidentifiers = { local = "7" }\n',
        ),
        ("remove centre ICX", "removed centre ICX from", ""),
    ],
    "event": [
        (
            "add event ICDH signed --date 2019 --note x",
            "added event signed (2019) of centre ICDH to",
            '[[centre.event]]\nkind = "signed"\ndate = 2019\nnote = "x"\n',
        ),
        (
            "edit event icdh Signed --date 2018-07-12 --until 2024-07-12 --note ",
            'updated date (was 2019) and field until, and cleared note (was "x") '
            "for event signed (2018-07-12) of centre ICDH in",
            '[[centre.event]]\nkind = "signed"\ndate = 2018-07-12\nuntil = 2024-07-12\n',
        ),
        (
            "remove event ICDH signed --on 2018-07-12",
            "removed event signed (2018-07-12) of centre ICDH from",
            "",
        ),
    ],
    "contact": [
        (
            "add contact ICDH --role Director --email a@example.org",
            "added contact Director of centre ICDH to",
            '[[centre.contact]]\nrole = "Director"\nemail = "a@example.org"\n',
        ),
        (
            "edit contact ICDH director --name Kim --email ",
            'updated name, and cleared email (was "a@example.org") for contact Director of centre ICDH in',
            '[[centre.contact]]\nrole = "Director"\nname = "Kim"\n',
        ),
        ("remove contact ICDH kim", "removed contact Director of centre ICDH from", ""),
    ],
    "meeting": [
        (
            "add meeting --title x --start 2030 --mode Online --sources https://example.org/a",
            "added meeting 2030 to",
            'start = 2030\nstatus = "planned"\nsources = ["https://example.org/a"]\nmode = "online"\n',
        ),
        (
            "edit meeting 2030 --mode hybrid",
            'updated mode (was "online") of meeting 2030 in',
            'mode = "hybrid"\n',
        ),
        ("remove meeting 2030", "removed meeting 2030 from", ""),
    ],
    "organisation": [
        ("add organisation MOE --name x", "added organisation MOE to", 'id = "MOE"\nname = "x"\n'),
        (
            "edit organisation moe --name y",
            'updated name (was "x") of organisation MOE in',
            'id = "MOE"\nname = "y"\n',
        ),
        ("remove organisation MOE", "removed organisation MOE from", ""),
    ],
    "sector": [
        (
            "add sector ocean --code IOC --name x",
            "added sector ocean to",
            'code = "IOC"\nname = "x"\n',
        ),
        (
            "edit sector ocean --name y",
            'updated name (was "x") of sector ocean in',
            'code = "IOC"\nname = "y"\n',
        ),
        ("remove sector ocean", "removed sector ocean from", ""),
    ],
    "cadence": [
        (
            "add cadence annual --name x --per-year 1 --since 2020 --agreed 2018-11",
            "added cadence rule annual to",
            'name = "x"\nlevel = "annual"\nper_year = 1\nsince = 2020\nagreed = "2018-11"\n',
        ),
        (
            "edit cadence Annual --since 2021 --until 2030 --agreed ",
            'updated field since (was 2020) and field until, and cleared agreed (was "2018-11") for cadence rule annual in',
            "per_year = 1\nsince = 2021\nuntil = 2030\n",
        ),
        ("remove cadence annual", "removed cadence rule annual from", ""),
    ],
    "waiver": [
        (
            "add waiver Formal --year 2020 --reason Pandemic",
            "added waiver formal 2020 to",
            '[[waiver]]\nkind = "formal"\nyear = 2020\nreason = "Pandemic"\n',
        ),
        (
            "edit waiver FORMAL --reason Elections --sources https://example.org",
            'updated reason (was "Pandemic"), and added 1 source (now 1) for waiver formal 2020 in',
            'reason = "Elections"\nsources = ["https://example.org"]\n',
        ),
        (
            "edit waiver formal --on 2020 --year 2021",
            "updated year (was 2020) of waiver formal 2021 in",
            'kind = "formal"\nyear = 2021\n',
        ),
        ("remove waiver formal", "removed waiver formal 2021 from", ""),
    ],
    "source": [
        (
            "add source letter --title x",
            "added source letter to",
            '[[source]]\nid = "letter"\ntitle = "x"\n',
        ),
        (
            "edit source letter --date 2018-07 --url https://example.org",
            "updated date and url of source letter in",
            'title = "x"\ndate = "2018-07"\nurl = "https://example.org"\n',
        ),
        ("remove source letter", "removed source letter from", ""),
    ],
}


@pytest.mark.parametrize("noun", STEPS)
@pytest.mark.parametrize("form", ["LF", "CRLF", "BOM"])
def test_record_is_added_edited_and_removed(c2c: Program, noun: str, form: str) -> None:
    text = REGISTRY
    if noun == "waiver":
        text += rule("formal")
    text = (
        text.replace("\n", "\r\n") if form == "CRLF" else ("\ufeff" if form == "BOM" else "") + text
    )
    file = c2c.write(text)
    for command, said, lines in STEPS[noun]:
        before = file.read_bytes()
        dry = c2c(*command.split(" "), "--dry-run")
        assert file.read_bytes() == before
        assert "\n+++ b/data/centres.toml\n" in dry.out
        done = c2c(*command.split(" "))
        assert done.err.splitlines()[0] == f"c2c: {said} data/centres.toml"
        after = file.read_bytes().decode()
        assert lines.replace("\n", "\r\n" if form == "CRLF" else "\n") in after
    assert done.out.startswith(f"[[{'centre.' if noun in ('event', 'contact') else ''}{noun}]]\n")
    assert file.read_bytes().decode() == text


SEVERAL = (
    SMALL
    + centre("ICDH", "renewed:2020-01", "renewed:2025-12-23", "signed", "signed")
    + '[[centre.contact]]\nrole = "Director"\nname = "Kim"\n[[centre.contact]]\nrole = "Director"\nname = "Lee"\n'
    + meeting("m", kind="heads")
    + rule("formal", until=2019)
    + rule("formal", since=2021)
    + rule("heads", level="heads")
    + record("waiver", kind="formal", year=2019, reason="x")
    + record("waiver", kind="formal", year=2022, reason="y", sources=["letter"])
    + '[[source]]\nid = "letter"\ntitle = "x"\n'
    + centre("B")
    + event("opened", 2019, sources=["letter"])
)


def test_sources_are_split_unless_they_are_urls(c2c: Program) -> None:
    c2c.write(SEVERAL + record("source", id="book", title="x"))
    c2c(
        "edit",
        "event",
        "B",
        "opened",
        "--sources",
        "=LETTER, book",
        "--sources",
        "https://example.org/a,b",
    )
    assert (
        'sources = ["letter", "book", "https://example.org/a,b"]\n'
        in Path("data/centres.toml").read_text()
    )
    c2c("edit", "event", "B", "opened", "--sources", "-book,letter")
    assert 'sources = ["https://example.org/a,b"]\n' in Path("data/centres.toml").read_text()


REFUSED: list[tuple[str, int, str]] = [
    (
        "edit event ICDH renewed --until 2030",
        2,
        'ambiguous kind "renewed"; use --on 2020-01 or --on 2025-12-23',
    ),
    (
        "remove event ICDH renewed",
        2,
        'ambiguous kind "renewed"; use --on 2020-01 or --on 2025-12-23',
    ),
    (
        "remove event ICDH renewed --on 2020",
        4,
        'no event "renewed" is recorded for 2020; did you mean "2020-01"?',
    ),
    (
        "add contact ICDH,ICM --role x",
        4,
        'unknown centre or organisation "ICDH,ICM"; pass a single id',
    ),
    ("remove event ICDH renewd", 4, 'unknown event "renewd"; did you mean "renewed"?'),
    ("remove event ICDH opened", 4, 'no event "opened" is recorded; expected renewed or signed'),
    (
        "remove event ICDH proposed",
        4,
        'no event "proposed" is recorded; expected renewed or signed',
    ),
    ("remove event ICHD opened", 4, 'unknown centre "ICHD"; did you mean "ICDH"?'),
    (
        "edit event ICDH renewed --on 2020-01 --date 2025-12-23",
        5,
        "event renewed (2025-12-23) of centre ICDH already exists; no changes were made",
    ),
    ("edit event B opened --kind ", 2, "--kind: value is empty; enter one, or omit --kind"),
    (
        "edit event B opened --until 2030",
        2,
        '--until: only "signed", "in-force" and "renewed" events can have an expiry date',
    ),
    (
        "add event B opened --date 2020",
        5,
        "event opened (2019) of centre B already exists, so no changes were made; "
        "use c2c edit event B opened --date 2020",
    ),
    (
        "add event B closed --sources zz",
        2,
        '--sources: unknown source "zz"; use a URL, or add the source with c2c add source',
    ),
    (
        "edit contact ICDH director --note x",
        2,
        'ambiguous contact "director"; use "Kim" or "Lee"',
    ),
    ("remove contact ICDH Direktor", 4, 'unknown contact "Direktor"; did you mean "Director"?'),
    (
        "edit contact ICDH kim --name lee",
        5,
        "contact Director of centre ICDH already exists; no changes were made",
    ),
    ("add contact ICDH --email x", 2, "missing option --role; pass --role or --name"),
    ("edit cadence formal --per-year 2", 2, 'ambiguous kind "formal"; use --on 2018 or --on 2021'),
    (
        "remove cadence formal --on 1999",
        4,
        'no cadence rule "formal" begins in 1999; expected 2018 or 2021',
    ),
    ("remove cadence formal --since 2018", 2, 'unknown option "--since"; use --on'),
    ("edit cadence formal --since 2021", 2, 'ambiguous kind "formal"; use --on 2018 or --on 2021'),
    (
        "remove cadence formal --on 2018",
        5,
        "cannot remove cadence rule formal: it is still referenced by waiver formal 2019, "
        "so no changes were made; use c2c remove waiver formal --on 2019",
    ),
    (
        "edit cadence formal --on 2021 --since 2023",
        5,
        '[waiver formal 2022] year: no rule of kind "formal" applies in 2022, so no changes were '
        "made; use a year from 2018 to 2019, or from 2023 on",
    ),
    (
        "add waiver formal --year 2020 --reason x",
        5,
        '--year: no rule of kind "formal" applies in 2020, so no changes were '
        "made; use a year from 2018 to 2019, or from 2021 on",
    ),
    (
        "add waiver Formal --year 2019 --reason x",
        5,
        'waiver "formal 2019" already exists, so no changes were made; '
        "use c2c edit waiver formal --on 2019",
    ),
    (
        "add waiver formel --year 2019 --reason x",
        2,
        'KIND: unknown cadence rule or obligation "formel"; did you mean "formal"?',
    ),
    (
        "add waiver working --year 2019 --reason x",
        2,
        'KIND: unknown cadence rule or obligation "working"; expected formal or heads',
    ),
    (
        "add waiver heads --year 19 --reason x",
        2,
        '--year: invalid year "19"; use four digits, such as 2018',
    ),
    ("add waiver heads --year 2019", 2, "missing option --reason; see c2c add waiver --help"),
    (
        "add waiver heads --year 2019 --reason x --sources nope",
        2,
        '--sources: unknown source "nope"; use a URL, or add the source with c2c add source',
    ),
    ("edit waiver formal --reason z", 2, 'ambiguous kind "formal"; use --on 2019 or --on 2022'),
    (
        "edit waiver formal --on 2019 --reason ",
        2,
        "--reason: value is empty; enter one, or omit --reason",
    ),
    (
        "edit waiver formal --on 2019 --year 2022",
        5,
        'waiver "formal 2022" already exists; no changes were made',
    ),
    (
        "remove waiver formal --on 2020",
        4,
        'no waiver "formal" is recorded for 2020; expected 2019 or 2022',
    ),
    ("remove waiver heads --on 2020", 4, 'no waiver "heads" is recorded; expected formal'),
    (
        "edit cadence formal --on 2018 --since 2022 --until 2019",
        2,
        "--until: 2019 is before the first year (2022)",
    ),
    (
        "edit cadence formal --on 2018 --until +6y",
        2,
        '--until: invalid year "+6y"; use four digits, such as 2018',
    ),
    ("add network", 2, 'unknown command "network"; use c2c edit network'),
    ("edit network --name ", 2, "--name: value is empty; enter one, or omit --name"),
    (
        "edit network --sources nope",
        2,
        '--sources: unknown source "nope"; use a URL, or add the source with c2c add source',
    ),
    ("remove cadence forml", 4, 'unknown cadence rule "forml"; did you mean "formal"?'),
    (
        "remove cadence heads",
        5,
        "cannot remove cadence rule heads: it is still referenced by meeting m, so no changes were made; "
        "use c2c edit meeting m",
    ),
    (
        "edit cadence heads --per-year many",
        2,
        '--per-year: invalid number "many"; use a whole number, such as 6',
    ),
    (
        "edit cadence heads --since 20",
        2,
        '--since: invalid year "20"; use four digits, such as 2018',
    ),
    ("edit cadence heads --agreed x", 2, '--agreed: unknown meeting "x"; expected m'),
    (
        "remove source letter",
        5,
        "cannot remove source letter: it is still referenced by centre B and waiver formal 2022, "
        "so no changes were made; use c2c edit to change them all",
    ),
    (
        "add sector c2 --code clt --name x",
        5,
        '--code: duplicate code "clt", so no changes were made; use a code other than that of sector culture',
    ),
    (
        "edit sector education --code clt",
        5,
        '--code: duplicate code "clt", so no changes were made; use a code other than that of sector culture',
    ),
    (
        "add cadence x --name x --per-year 1 --since 2030 --level heads",
        5,
        '--level: "heads" is the kind of another rule, so no changes were made; use another level',
    ),
    (
        "add cadence other --name x --per-year 1 --since 2030",
        2,
        'KIND: "other" is reserved for meetings that count towards no rule; use another word',
    ),
    (
        "add cadence heads --name x --per-year 1 --since 2030",
        5,
        'KIND: cadence rule "heads" already applies from 2018, so no changes were made; '
        "first run c2c edit cadence heads --until 2029",
    ),
    (
        "add cadence heads --name x --per-year 1 --since 2010",
        5,
        'KIND: cadence rule "heads" already applies from 2018, so no changes were made; '
        "pass --until 2017",
    ),
    (
        "add cadence heads --name x --per-year 1 --since 2018 --until 2018",
        5,
        'KIND: cadence rule "heads" already applies from 2018, so no changes were made; '
        "use c2c edit cadence heads",
    ),
    ("remove source lettr", 4, 'unknown source "lettr"; did you mean "letter"?'),
    (
        "add source LETTER --title x",
        5,
        'source "letter" already exists, so no changes were made; use c2c edit source letter',
    ),
    (
        "edit centre B --identifiers isni=1",
        2,
        '--identifiers: invalid ISNI "1"; use 15 digits and a check character (0 to 9 or X)',
    ),
    (
        "edit centre B --identifiers Q1",
        2,
        '--identifiers: invalid item "Q1"; use SCHEME=ID',
    ),
]


@pytest.mark.parametrize(("command", "code", "sentence"), REFUSED)
def test_ambiguous_or_missing_record_leaves_file_unchanged(
    c2c: Program, command: str, code: int, sentence: str
) -> None:
    file = c2c.write(SEVERAL)
    assert c2c(*command.split(" "), code=code) == (code, "", f"c2c: error: {sentence}\n")
    assert file.read_text() == SEVERAL


def test_one_of_several_is_selected(c2c: Program) -> None:
    file = c2c.write(SEVERAL)
    c2c("edit", "cadence", "formal", "--on", "2021", "--until", "2030")
    c2c("edit", "event", "ICDH", "renewed", "--on", "2020-01", "--kind", "evaluated")
    c2c("edit", "source", "letter", "--id", "note")
    c2c("remove", "contact", "ICDH", "lee")
    expected = SEVERAL.replace("since = 2021\n", "since = 2021\nuntil = 2030\n").replace(
        '"letter"', '"note"'
    )
    expected = expected.replace('kind = "renewed"', 'kind = "evaluated"', 1)
    assert file.read_text() == expected.replace(
        '[[centre.contact]]\nrole = "Director"\nname = "Lee"\n', ""
    )


def test_rule_of_a_kind_with_several_is_selected_to_change_its_first_year(c2c: Program) -> None:
    file = c2c.write(SEVERAL)
    done = c2c("edit", "cadence", "formal", "--on", "2021", "--since", "2022").err
    assert (
        done == "c2c: updated field since (was 2021) of cadence rule formal in data/centres.toml\n"
    )
    changed = SEVERAL.replace("since = 2021", "since = 2022")
    assert file.read_text() == changed
    waiver = c2c("remove", "waiver", "formal", "--on", "2019").out
    removed = c2c("remove", "cadence", "formal", "--on", "2018").out
    assert file.read_text() == changed.replace(waiver, "", 1).replace(removed, "", 1)


def test_a_new_kind_of_a_rule_is_that_of_its_waivers(c2c: Program) -> None:
    file = c2c.write(SEVERAL)
    c2c("edit", "cadence", "formal", "--on", "2018", "--kind", "official")
    assert file.read_text() == SEVERAL.replace(
        'kind = "formal"\nname = "x"\nlevel = "working"\nper_year = 1\nsince = 2018',
        'kind = "official"\nname = "x"\nlevel = "working"\nper_year = 1\nsince = 2018',
    ).replace('kind = "formal"\nyear = 2019', 'kind = "official"\nyear = 2019')
    c2c("undo")
    assert file.read_text() == SEVERAL


CONTACTS = (
    SMALL
    + centre()
    + "".join(
        record("centre.contact", **one)
        for one in (
            {"role": "Director", "name": "Kim"},
            {"role": "Deputy", "name": "Kim"},
            {"role": "Director", "name": "Lee"},
            {"role": "Secretary"},
            {"name": "Park"},
        )
    )
)


@pytest.mark.parametrize(
    ("word", "place"), [("deputy", 1), ("LEE", 2), ("secretary", 3), ("Park", 4)]
)
def test_contact_is_named_by_its_role_or_name(c2c: Program, word: str, place: int) -> None:
    file = c2c.write(CONTACTS)
    c2c("edit", "contact", "A", word, "--phone", "1")
    contacts = tomllib.loads(file.read_text())["centre"][0]["contact"]
    assert [number for number, one in enumerate(contacts) if "phone" in one] == [place]


def test_same_contact_is_not_added(c2c: Program) -> None:
    c2c.write(SMALL + centre() + record("centre.contact", role="Director", name="Kim"))
    refused = "c2c: error: contact Director of centre A already exists; no changes were made\n"
    assert c2c("add", "contact", "A", "--role", "director", "--name", "kim", code=5).err == refused
    c2c("add", "contact", "A", "--role", "Director", "--name", "Lee")


def test_first_of_events_of_the_same_kind_and_date_is_selected(c2c: Program) -> None:
    file = c2c.write(
        SMALL + centre("A", "signed", "signed", "renewed:2020", "renewed:2021", "renewed:2020")
    )
    c2c("edit", "event", "A", "signed", "--note", "first")
    c2c("remove", "event", "A", "renewed", "--on", "2020")
    assert [
        (one["kind"], one.get("note"), one.get("date"))
        for one in tomllib.loads(file.read_text())["centre"][0]["event"]
    ] == [
        ("signed", "first", None),
        ("signed", None, None),
        ("renewed", None, "2021"),
        ("renewed", None, "2020"),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_network_is_edited(c2c: Program, newline: str) -> None:
    text = "\ufeff" + SEVERAL.replace('"A network"', '"A network"  # its name').replace(
        "\n", newline
    )
    file = c2c.write(text)
    dry = c2c("edit", "network", "--note", "x", "--sources", "LETTER", "--dry-run").out
    assert '+note = "x"\n+sources = ["letter"]\n' in dry.replace("\r\n", "\n")
    said = c2c("edit", "network", "--name", "N", "--note", "a\u202eb", "--sources", "LETTER").err
    assert said == (
        'c2c: updated name (was "A network") and note, and added 1 source (now 1) '
        "for the network in data/centres.toml\n"
        "c2c: warning: [network] note: unexpected invisible character U+202E; remove it\n"
    )
    assert file.read_bytes().decode() == text.replace('"A network"', '"N"').replace(
        f"its name{newline}",
        f'its name{newline}note = "a\u202eb"{newline}sources = ["letter"]{newline}',
    )
    assert c2c("edit", "network", "--note", "", "--sources", "").err == (
        'c2c: cleared note (was "a\\u202eb") and 1 source of the network in data/centres.toml\n'
    )
    assert (
        c2c("edit", "network", code=2).err
        == "c2c: error: no fields given; see c2c edit network --help\n"
    )


def test_event_is_added_in_order_of_date(c2c: Program) -> None:
    file = c2c.write(SMALL + centre("A", "approved:2017", "opened", "renewed:2025"))
    c2c("add", "event", "A", "signed", "--date", "2018")
    c2c("add", "event", "A", "evaluated")
    kinds = [
        line.split('"')[1] for line in file.read_text().splitlines() if line.startswith("kind")
    ]
    assert kinds == ["approved", "opened", "signed", "renewed", "evaluated"]
    c2c("edit", "event", "A", "signed", "--date", "2026")
    c2c("add", "event", "A", "proposed", "--date", "2016")
    assert file.read_text().endswith('kind = "proposed"\ndate = 2016\n')
