"""`c2c import`: exports can be imported again, without duplicates, all or nothing."""

import datetime
import json
import re

import pytest

from c2c_cli.store.locate import bundled_registry
from c2c_cli.store.rows import COLUMNS
from conftest import Program
from samples import SMALL, centre, event, meeting, record, rule

CENTRE_COLUMNS = (
    "id,name,names,sector,country,city,host,website,note,event,status,until,"
    "proposed,approved,signed,opened,renewed,closed"
)
SHIPPED = bundled_registry().read_text()
EMPTY = SHIPPED.partition("# -- Centres --")[0]
CADENCE, HEAD, OWED = SHIPPED.partition("# -- Obligations")
RULES = "[[cadence]]" + CADENCE.partition("[[cadence]]")[2].replace(
    'agreed = "2017-12-19-jeonju"\n', ""
)
OBLIGATIONS = HEAD + re.sub(r"(?m)^centres = .*\n", "", OWED)
"""The obligations of the bundled registry, for a registry without its centres."""

EXPIRED = (
    "c2c: warning: [centre APCEIU] event.until: the agreement expired (2017-08), but no later renewal or closure is "
    "recorded; record what happened, for example: c2c add event APCEIU renewed --date DATE --until DATE\n"
)
"""The warning about an agreement in the bundled registry."""


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_exported_json_can_be_imported_unchanged(c2c: Program, form: str) -> None:
    expected = [c2c(command, "--format", "json").out for command in ("list", "meetings")]
    c2c.write(c2c("list", "--format", form).out, f"centres.{form}")
    c2c.write(c2c("meetings", "--format", form).out, f"meetings.{form}")
    c2c.write(EMPTY + RULES + OBLIGATIONS)
    assert c2c("import", f"centres.{form}").err == (
        f"c2c: imported 7 records (7 added, 0 updated) from centres.{form} into data/centres.toml\n{EXPIRED}"
        "c2c: warning: ignored the status of centres, which is derived from their events\n"
    )
    c2c("import", f"meetings.{form}")
    assert [c2c(command, "--format", "json").out for command in ("list", "meetings")] == expected


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_objects_one_after_another_can_be_imported(c2c: Program, form: str) -> None:
    c2c.write(SMALL)
    content = "\n".join(
        json.dumps({"title": "x", "start": start, "status": "held"}, indent=2)
        for start in (2018, 2019)
    )
    assert c2c("import", "-", "--format", form, stdin=content.encode()).err == (
        "c2c: imported 2 records (2 added, 0 updated) from <stdin> into data/centres.toml\n"
    )
    assert (
        c2c("import", "-", "--format", "jsonl", stdin=b"\n").err
        == "c2c: no changes to data/centres.toml\n"
    )


def test_exported_csv_can_be_imported_unchanged(c2c: Program) -> None:
    fields = "id,title,start,end,kind,status,city,venue,organisers,attendees,agenda,outcomes,note,sources"
    commands = (("list", "--columns", CENTRE_COLUMNS), ("meetings", "--columns", fields))
    expected = [c2c(*command).out for command in commands]
    for command in commands:
        c2c.write(c2c(*command, "--format", "csv").out, f"{command[0]}.csv")
    c2c.write(EMPTY + RULES + OBLIGATIONS)
    c2c("import", "list.csv")
    c2c("import", "meetings.csv")
    assert [c2c(*command).out for command in commands] == expected
    before = (c2c.folder / "data/centres.toml").read_bytes()
    assert c2c("import", "list.csv", "--update").err.startswith(
        "c2c: no changes to data/centres.toml\n"
    )
    assert (c2c.folder / "data/centres.toml").read_bytes() == before


def test_a_registry_file_can_be_imported(c2c: Program) -> None:
    c2c.write(SHIPPED, "all.toml")
    c2c.write('schema = 1\n[network]\nname = "x"\n')
    assert c2c("import", "all.toml").err == (
        f"c2c: imported 67 records (67 added, 0 updated) from all.toml into data/centres.toml\n{EXPIRED}"
        'c2c: warning: [meeting 2018-11] status: still "tentative", but the meeting date (2018-11) has passed; '
        "set it to held or cancelled, for example: c2c edit meeting 2018-11 --status held\n"
        'c2c: warning: [meeting 2023-03-icdh] status: still "tentative", but the meeting date (2023-03) has '
        "passed; set it to held or cancelled, for example: c2c edit meeting 2023-03-icdh --status held\n"
        'c2c: warning: skipped network "Korean UNESCO Category 2 Centres": the registry is for "x"; '
        "to rename it, use c2c edit network\n"
    )
    for command in ("list", "meetings", "sectors", "obligations"):
        out = c2c(command, "--format", "json").out
        assert out == c2c(command, "--format", "json", "--data", "all.toml").out


@pytest.mark.parametrize("version", ["2", '"1"'])
def test_toml_with_another_version_of_the_format_is_refused(c2c: Program, version: str) -> None:
    file = c2c.write(SMALL)
    c2c.write(f"schema = {version}\n{centre('A')}", "x.toml")
    assert c2c("import", "x.toml", code=3).err == (
        "x.toml:1: error: schema: unsupported format version; use 1, or a newer version of c2c\n"
        "c2c: error: found 1 error in x.toml; no records were imported\n"
    )
    assert file.read_text() == SMALL


def test_the_hint_to_rename_the_network_names_the_file(c2c: Program) -> None:
    c2c.write(SMALL, "small.toml")
    c2c.write('schema = 1\n[network]\nname = "x"\n', "other.toml")
    run = c2c("import", "small.toml", "--data", "other.toml")
    assert run.err.endswith("; to rename it, use c2c edit network --data other.toml\n")


KNOWN = (
    SMALL
    + """
[[centre]]
id = "A"
name = "x"
sector = "culture"
country = "KR"

[[centre.event]]
kind = "approved"
date = 2019

[[centre.event]]
kind = "signed"
date = "2019-07"
until = 2025
note = "n"

[[centre.event]]
kind = "opened"
"""
)

SOON = datetime.date.today().year + 2  # noqa: DTZ011  # the program uses the local date

UPDATES: list[tuple[str, str]] = [
    # CSV rows, then the columns event and until of A
    ("id,approved\nA,2019\n", "approved=2019;signed=2019-07;opened=? 2025"),
    ("id,approved\nA,\n", "approved=2019;signed=2019-07;opened=? 2025"),
    ("id,approved\nA,?\n", "approved=2019;signed=2019-07;opened=? 2025"),
    ("id,opened\nA,?\n", "approved=2019;signed=2019-07;opened=? 2025"),
    ("id,closed\nA,?\n", "approved=2019;signed=2019-07;opened=?;closed=? 2025"),
    ("id,signed\nA,2025\n", "approved=2019;signed=2019-07;opened=?;signed=2025 "),
    ("id,signed\nA,2019-07\n", "approved=2019;signed=2019-07;opened=? 2025"),
    (f"id,until\nA,{SOON}\n", f"approved=2019;signed=2019-07;opened=? {SOON}"),
    (
        f"id,renewed,until\nA,2025,{SOON}\n",
        f"approved=2019;signed=2019-07;opened=?;renewed=2025 {SOON}",
    ),
    (f"id,signed,until\nA,2019-07,{SOON}\n", f"approved=2019;signed=2019-07;opened=? {SOON}"),
    (
        "id,event\nA,evaluated=2020;evaluated=2024\n",
        "approved=2019;signed=2019-07;opened=?;evaluated=2020;evaluated=2024 2025",
    ),
    (
        "id,event\nA,approved=2019;closed=2024\n",
        "approved=2019;signed=2019-07;opened=?;closed=2024 2025",
    ),
]


@pytest.mark.parametrize(("rows", "events"), UPDATES)
def test_events_are_never_duplicated_or_removed(c2c: Program, rows: str, events: str) -> None:
    c2c.write(KNOWN)
    c2c.write(rows, "rows.csv")
    run = c2c("import", "rows.csv", "--update", "--as", "centre")
    assert len(run.err.splitlines()) == 1
    shown = c2c("list", "--columns", "event,until", "--as-of", "2026").out
    assert shown == events.replace(" ", "\t") + "\n"
    assert 'note = "n"' in (c2c.folder / "data/centres.toml").read_text()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            "id,approved\nA,2018-11-20\n",
            'approved (B2): event "approved" already exists with date 2019; use c2c edit event to change its date',
        ),
        (
            "id,opened\nA,2020\n",
            'opened (B2): event "opened" already exists without a date; use c2c edit event to change its date',
        ),
        (
            "id,event\nA,opened=2020\n",
            'event (B2): event "opened" already exists without a date; use c2c edit event to change its date',
        ),
    ],
)
def test_another_date_for_a_single_event_is_rejected(
    c2c: Program, rows: str, sentence: str
) -> None:
    c2c.write(KNOWN)
    c2c.write(rows, "rows.csv")
    run = c2c("import", "rows.csv", "--update", "--as", "centre", code=3)
    assert run.err.startswith(f"rows.csv:2: error: {sentence}\n")


ANOTHER = "use c2c edit event to change its date"


@pytest.mark.parametrize(
    ("recorded", "kind", "date", "sentence"),
    [
        (
            "renewed:2025-12-23",
            "renewed",
            "2025-12",
            f'event "renewed" already exists with date 2025-12-23; {ANOTHER}',
        ),
        (
            "renewed:2014 renewed:2025",
            "renewed",
            "2025-12-23",
            f'event "renewed" already exists with date 2025; {ANOTHER}',
        ),
        (
            "evaluated:2013..2016",
            "evaluated",
            "2015..",
            f'event "evaluated" already exists with date 2013..2016; {ANOTHER}',
        ),
        (
            "opened:2016-12",
            "opened",
            "2019",
            f'event "opened" already exists with date 2016-12; {ANOTHER}',
        ),
        # within a year
        (
            "signed:2009-12-17",
            "signed",
            "2009-12-18",
            f'event "signed" already exists with date 2009-12-17; {ANOTHER}, '
            "or c2c add event to add another one",
        ),
        (
            "evaluated:2015",
            "evaluated",
            "2016-12-31",
            f'event "evaluated" already exists with date 2015; {ANOTHER}, '
            "or c2c add event to add another one",
        ),
        (
            "evaluated:2015",
            "evaluated",
            "..2014",
            f'event "evaluated" already exists with date 2015; {ANOTHER}, '
            "or c2c add event to add another one",
        ),
    ],
)
def test_corrected_date_does_not_add_an_event(
    c2c: Program, recorded: str, kind: str, date: str, sentence: str
) -> None:
    file = c2c.write(SMALL + centre("A", *recorded.split()))
    before = file.read_text()
    c2c.write(f"id,{kind}\nA,{date}\n", "rows.csv")
    c2c.write(f"id,event\nA,{kind}={date}\n", "list.csv")
    for name, column in (("rows.csv", kind), ("list.csv", "event")):
        run = c2c("import", name, "--update", "--as", "centre", code=3)
        assert run.err.startswith(f"{name}:2: error: {column} (B2): {sentence}\n")
    c2c.write(centre("A", f"{kind}:{date}"), "rows.toml")
    run = c2c("import", "rows.toml", "--update", code=3)
    assert run.err.startswith(f"rows.toml:1: error: event: {sentence}\n")
    assert file.read_text() == before


@pytest.mark.parametrize(
    ("recorded", "date"),
    [
        ("evaluated:2015-01-01", "2016-01-02"),
        ("evaluated:2015", "2017"),
        ("evaluated:2017", "..2015"),
        ("evaluated", "2017"),
        ("evaluated:2015 evaluated:2016-05", "2016-05"),
        ("evaluated:2015", "?"),
    ],
)
def test_any_other_date_is_imported(c2c: Program, recorded: str, date: str) -> None:
    c2c.write(SMALL + centre("A", *recorded.split()))
    c2c.write(f"id,evaluated\nA,{date}\n", "rows.csv")
    c2c("import", "rows.csv", "--update", "--as", "centre")
    known = [word.replace(":", "=") if ":" in word else f"{word}=?" for word in recorded.split()]
    new = [f"evaluated={date}"]
    if new[0] in known or date == "?":
        new = []
    assert c2c("list", "--columns", "event").out == ";".join([*known, *new]) + "\n"


BETWEEN = centre("A", "opened:2013..2018-10", "approved:..2012", "evaluated:2020..")


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx", "json", "jsonl"])
def test_dates_between_bounds_survive_each_format(c2c: Program, form: str) -> None:
    file = c2c.write(SMALL + BETWEEN)
    before = file.read_text()
    columns = "id,name,sector,country,event,opened,approved,evaluated"
    name = f"out.{form}"
    c2c("list", "--header", "--columns", columns, "--format", form, "--output", name)
    assert c2c("import", name, "--update", "--as", "centre").err == (
        "c2c: no changes to data/centres.toml\n"
    )
    c2c("remove", "A")
    c2c("import", name, "--as", "centre")
    assert file.read_text().replace("\n\n", "\n") == before.replace("\n\n", "\n")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("opened,2018..2013", 'opened (B2): invalid date "2018..2013"; use 2013..2018'),
        ("opened,2013-2018", 'opened (B2): invalid date "2013-2018"; use 2013..2018'),
        ("event,opened=2013...2018", 'event (B2): invalid date "2013...2018"; use 2013..2018'),
        (
            "until,2013..2018",
            'until (B2): unexpected bounds "2013..2018"; use a single date, such as 2018, 2018-11 '
            "or 2018-11-20",
        ),
    ],
)
def test_invalid_bounds_in_a_cell_are_reported(c2c: Program, row: str, sentence: str) -> None:
    c2c.write(SMALL + centre("A", "signed"))
    column, cell = row.split(",")
    c2c.write(f"id,{column}\nA,{cell}\n", "rows.csv")
    run = c2c("import", "rows.csv", "--update", "--as", "centre", code=3)
    assert run.err.splitlines()[0] == f"rows.csv:2: error: {sentence}"


def test_bounds_in_a_cell_may_be_in_another_order(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    c2c.write("id,opened\nA,5/7/2013 .. 1/2/2018\n", "rows.csv")
    c2c("import", "rows.csv", "--update", "--as", "centre", "--date-order", "dmy")
    assert c2c("list", "--columns", "opened").out == "2013-07-05..2018-02-01\n"


def test_second_evaluation_is_imported(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", "evaluated:2015"))
    c2c.write("id,evaluated\nA,2021\n", "rows.csv")
    c2c("import", "rows.csv", "--update", "--as", "centre")
    assert c2c("list", "--columns", "event").out == "evaluated=2015;evaluated=2021\n"


def test_identifiers_contacts_and_sources_are_imported(c2c: Program) -> None:
    source = record("source", id="s", title="Old")
    file = c2c.write(SMALL + source + centre(identifiers={"wikidata": "Q1"}))
    c2c.write("id,identifiers\nA,wikidata=Q2;viaf=5\n", "rows.csv")
    c2c("import", "rows.csv", "--update", "--as", "centre")
    assert file.read_text() == SMALL + source + centre(identifiers={"wikidata": "Q2", "viaf": "5"})
    contact = record("centre.contact", role="Director")
    new = (
        record("source", id="s", title="New")
        + centre("B")
        + contact
        + event("opened", 2018, sources=["s"])
    )
    c2c.write(SMALL + new, "new.toml")
    assert c2c("import", "new.toml", "--update").err.splitlines()[0] == (
        "c2c: imported 2 records (1 added, 1 updated) from new.toml into data/centres.toml"
    )
    assert '\ntitle = "New"\n' in file.read_text()
    assert file.read_text().endswith(centre("B") + contact + event("opened", 2018, sources=["s"]))


def test_empty_cell_removes_no_value(c2c: Program) -> None:
    c2c.write(KNOWN)
    c2c.write("id,name,city,host\nA,,Seoul,\n", "rows.csv")
    assert c2c("import", "rows.csv", "--update").err == (
        "c2c: imported 1 record (0 added, 1 updated) from rows.csv into data/centres.toml\n"
    )
    assert c2c("list", "--columns", "name,city,host").out == "x\tSeoul\t\n"


def test_csv_saved_by_excel_is_read(c2c: Program) -> None:
    c2c.write(SMALL)
    rows = (
        "\ufeffid;name;sector;country;note;approved\r\n"
        'B;"Centre; of ""B""";Culture;kr;"\'=1+1";2019\r\n'
        'C;c;CLT;KR;"a\r\nb";?\r\n'
    )
    c2c.write(rows, "rows.csv")
    c2c("import", "rows.csv")
    assert json.loads(c2c("list", "--format", "json").out) == [
        {
            "id": "B",
            "name": 'Centre; of "B"',
            "sector": "culture",
            "country": "KR",
            "note": "=1+1",
            "event": [{"kind": "approved", "date": "2019"}],
            "status": "preparing",
        },
        {
            "id": "C",
            "name": "c",
            "sector": "culture",
            "country": "KR",
            "note": "a\r\nb",
            "event": [{"kind": "approved"}],
            "status": "preparing",
        },
    ]


BAD: list[tuple[str, str, list[str]]] = [
    ("r.csv", "", ["1: error: missing header row; add a row of column names"]),
    (
        "r.csv",
        "id,note\nA,x\n",
        [
            "1: error: cannot determine whether the rows are centres, meetings or sources; "
            "pass --as centre, --as meeting or --as source"
        ],
    ),
    (
        "r.csv",
        "id,nam,sector\nA,x,y\n",
        ['1: error: B1: unknown column "nam"; did you mean "name"?'],
    ),
    (
        "r.csv",
        "id,name,sector,country\nA,x\n",
        ["2: error: row has 2 cells, but the header has 4; add the missing cells"],
    ),
    (
        "r.csv",
        'id,name,sector,country\nA,"x,y,z\n',
        ["2: error: invalid CSV: unclosed quote; add the closing quote"],
    ),
    (
        "r.csv",
        'id,name,sector,country,approved\nB,"a\nb",CLT,KR,2018-13\nC,x,nope,KR,\nB,x,CLT,KR,\nNATCOM,x,CLT,KR,\n',
        [
            "2: error: name (B2): unexpected line break; use a single line",
            '2: error: approved (E2): invalid date "2018-13"; use a date such as 2018, 2018-11, 2018-11-20 or 2015..2017',
            '4: error: sector (C3): unknown sector "nope"; expected culture or education, '
            "or add it: c2c add sector nope --code CODE --name NAME",
            '5: error: A4: duplicate id "B"; see line 2',
            '6: error: A5: organisation "NATCOM" already exists; use another id',
        ],
    ),
    (
        "r.csv",
        "id,name,sector,country\nNATCOM,x,CLT,KR\n",
        ['2: error: A2: organisation "NATCOM" already exists; use another id'],
    ),
    (
        "r.csv",
        "id,title,start,status,attendees\nm,x,2018,held,NATCOM;zz\n",
        [
            '2: error: attendees (E2): unknown centre or organisation "zz"; expected NATCOM, '
            "or add it: c2c add organisation zz --name NAME"
        ],
    ),
    (
        "r.csv",
        "id,title,start,status,kind\nm,x,2018,held,formal\n",
        [
            '2: error: kind (E2): unknown kind "formal"; expected other, '
            "or add it: c2c add cadence formal --name NAME --per-year 1 --since 2018"
        ],
    ),
    (
        "r.csv",
        "id,name,sector,country,until\nB,x,CLT,KR,2030\n",
        ['2: error: until (E2): the centre has no "signed", "in-force" or "renewed" event'],
    ),
    ("r.json", "[", ["1: error: invalid JSON: expected a value"]),
    (
        "r.json",
        '[{"id": "A", "title": "x"}\n 5]',
        ['2: error: invalid JSON: expected "," or a closing bracket'],
    ),
    (
        "r.json",
        '[{"id": "A", "title": "x"}] garbage {',
        ["1: error: invalid JSON: expected a value"],
    ),
    ("r.json", '{"id": "A", "title": "x"},\n{}', ["1: error: invalid JSON: expected a value"]),
    (
        "r.json",
        '\n{"title": "x"}\n[\n5,\n6]',
        ["4: error: expected an object, { … }", "5: error: expected an object, { … }"],
    ),
    ("r.json", "]", ["1: error: invalid JSON: expected a value"]),
    ("r.json", '{"id": "A', ["1: error: invalid JSON: string without a closing quote"]),
    ("r.json", "{id: 1}", ["1: error: invalid JSON: expected a key in double quotes"]),
    ("r.json", '{"id": "\\x"}', ["1: error: invalid JSON: invalid escape after a backslash"]),
    (
        "r.json",
        '{"id": "a\nb"}',
        ["1: error: invalid JSON: unexpected line break or control character in a string"],
    ),
    (
        "r.csv",
        'id,name,sector,country\nA,"x" y,z,KR\n',
        [
            "2: error: invalid CSV: unexpected text after a closing quote; "
            'write "" for a quote in a cell'
        ],
    ),
    (
        "r.csv",
        "id,name,sector,country\nA,x,CLT,KR,y\n",
        ["2: error: row has 5 cells, but the header has 4; remove the extra cells"],
    ),
    (
        "r.json",
        f'[{{"id": "A", "title": {"9" * 5000}}}]',
        ["1: error: invalid JSON: number too long, or lists nested too deeply"],
    ),
    ("r.json", "", ["1: error: invalid JSON: expected a value"]),
    (
        "r.jsonl",
        '{"title": "x"}\n{"a": ' + "9" * 5000,
        ["2: error: invalid JSON: number too long, or lists nested too deeply"],
    ),
    ("r.json", "5", ["1: error: expected an object, { … }"]),
    (
        "r.json",
        '[\n\n{"id": "m", "title": 5, "start": true, "status": "held"}]',
        [
            "3: error: start: expected a date, not a boolean; use YYYY, YYYY-MM or YYYY-MM-DD",
            "3: error: title: expected a string, not a number",
        ],
    ),
    (
        "r.json",
        '{"id": "B", "name": "x", "names": "x", "country": "KR", "event": [5], "agenda": "x", "approved": 20}',
        [
            "1: error: cannot determine whether the rows are centres or meetings; pass --as centre or --as meeting"
        ],
    ),
    (
        "r.json",
        '{"id": "B", "names": "x", "country": "KR", "event": [5, {"kind": ["x"]}]}',
        [
            "1: error: event: expected an object in the list, not a number",
            "1: error: event.kind: expected a string, not a list",
            '1: error: name: missing; add "name": "…"',
            "1: error: names: expected an object of names by language, not a string",
            '1: error: sector: missing; add "sector": "…"',
        ],
    ),
    (
        "r.json",
        '{"id": "m", "title": "x", "start": 2018, "status": "held", "agenda": [1], "sources": "x"}',
        [
            "1: error: agenda: expected a string in the list, not a number",
            "1: error: sources: expected a list of strings, not a string",
        ],
    ),
    (
        "r.jsonl",
        '{"id": "m", "title": "x"}\n\n{"title"\n',
        ['4: error: invalid JSON: expected ":" after a key'],
    ),
    ("r.toml", "[[center]]\n", ['1: error: unknown table "center"; did you mean "centre"?']),
    (
        "r.toml",
        '\n[[organisation]]\nid = "X"\nnam = "x"\n',
        ['2: error: nam: unknown key; did you mean "name"?'],
    ),
    (
        "r.toml",
        "x = 1\ny = \n",
        ["2: error: missing value; add one, or omit the key if the value is unknown"],
    ),
]


def filled(without: str = "") -> str:
    """Return a registry whose records have every list and table except one."""
    lists = {"agenda": ["y"], "outcomes": ["y"], "organisers": ["A"], "attendees": ["A"]}
    lists = {key: value for key, value in lists.items() if key != without}
    sources = None if without == "sources" else ["https://y.org"]
    tables = {"names": {"ko": "y"}, "identifiers": {"wikidata": "Q42"}}
    tables = {key: value for key, value in tables.items() if key != without}
    events = () if without == "event" else ("approved:2018", "opened:2020")
    contact = "" if without == "contact" else record("centre.contact", name="P")
    return SMALL + meeting("m", sources=sources, **lists) + centre("A", *events, **tables) + contact


@pytest.mark.parametrize("key", ["names", "identifiers", "contact"])
def test_empty_value_in_json_clears_a_field_of_a_centre(c2c: Program, key: str) -> None:
    file = c2c.write(filled())
    empty: object = {} if key in {"names", "identifiers"} else []
    c2c.write(json.dumps({"id": "A", key: empty}), "rows.json")
    c2c("import", "rows.json", "--as", "centre", "--update")
    assert file.read_text() == filled(without=key)


@pytest.mark.parametrize("key", ["organisers", "attendees", "agenda", "outcomes", "sources"])
def test_empty_list_in_json_clears_a_field_of_a_meeting(c2c: Program, key: str) -> None:
    file = c2c.write(filled())
    c2c.write(json.dumps({"id": "m", key: []}), "rows.json")
    c2c("import", "rows.json", "--as", "meeting", "--update")
    assert file.read_text() == filled(without=key)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("r.json", '{"id": "A", "event": [], "names": {}}'),
        ("r.jsonl", '{"id": "A", "event": [], "signed": "2019"}'),
        ("r.toml", '[[centre]]\nevent = []\nid = "A"\n'),
    ],
)
def test_an_empty_history_removes_no_events(c2c: Program, name: str, row: str) -> None:
    file = c2c.write(filled())
    c2c.write(row, name)
    run = c2c("import", name, "--update", code=3)
    line, rest = run.err.partition(": error: ")[::2]
    assert line == f"{name}:1"
    assert rest == (
        "event: an empty list would remove 2 events; omit it, or use c2c remove event\n"
        f"c2c: error: found 1 error in {name}; no records were imported\n"
    )
    assert file.read_text() == filled()
    file.write_text(filled(without="event"))
    c2c.write('{"id": "A", "event": []}', "r.json")
    assert c2c("import", "r.json", "--update").err == "c2c: no changes to data/centres.toml\n"


@pytest.mark.parametrize(
    "rows", ["id,event,names,identifiers\nA,;,;,;\n", "id,organisers,agenda,sources\nm,;,;,;\n"]
)
def test_cell_with_separators_only_is_ignored(c2c: Program, rows: str) -> None:
    c2c.write(filled())
    c2c.write(rows, "rows.csv")
    assert c2c("import", "rows.csv", "--update").err == "c2c: no changes to data/centres.toml\n"


@pytest.mark.parametrize("depth", [2, 490, 700, 980])
@pytest.mark.parametrize(("start", "end"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
def test_deeply_nested_json_value_is_an_error(
    c2c: Program, depth: int, start: str, end: str
) -> None:
    c2c.write(filled())
    value = f"{start * depth}1{end * depth}"
    for table, columns in COLUMNS.items():
        for column in {*columns} - {"id", "status"}:  # the status of a centre is ignored
            c2c.write(f'{{"id": "N", "{column}": {value}}}', "rows.json")
            run = c2c("import", "rows.json", "--update", "--as", table, code=3)
            assert run.err.startswith("rows.json:1: error: ")
    c2c.write(f'{{"id": {value}}}', "rows.json")
    run = c2c("import", "rows.json", "--as", "centre", code=3)
    assert run.err.startswith("rows.json:1: error: ")


@pytest.mark.parametrize(("name", "content", "lines"), BAD)
def test_every_bad_row_is_reported_and_nothing_is_imported(
    c2c: Program, name: str, content: str, lines: list[str]
) -> None:
    file = c2c.write(SMALL)
    c2c.write(content, name)
    run = c2c("import", name, code=3)
    *reported, last = run.err.splitlines()
    assert sorted(reported) == sorted(f"{name}:{line}" for line in lines)
    assert (
        last
        == f"c2c: error: found {len(lines)} error{'s' if len(lines) > 1 else ''} in {name}; no records were imported"
    )
    assert file.read_text() == SMALL


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (
            ("import", "-"),
            2,
            "--format is required for standard input; use --format csv, tsv, xlsx, json, jsonl or toml",
        ),
        (
            ("import", "x"),
            2,
            "--format is required for this file name; use --format csv, tsv, xlsx, json, jsonl or toml",
        ),
        (("import", "x.csv"), 3, "x.csv not found; pass another file"),
        (("import", "y"), 3, '"y" not found; pass another file'),
        (("import", "y.xls"), 3, "y.xls not found; pass another file"),
        (("import", "x.xls"), 2, 'unknown file format ".xls"; save the file as XLSX or CSV'),
        (
            ("import", "x.csv", "--format", "xml"),
            2,
            '--format: unknown format "xml"; expected csv, tsv, xlsx, json, jsonl or toml',
        ),
        (
            ("import", "x.csv", "--as", "center"),
            2,
            '--as: unknown table "center"; did you mean "centre"?',
        ),
    ],
)
def test_an_invalid_command_gets_one_line(
    c2c: Program, args: tuple[str, ...], code: int, sentence: str
) -> None:
    c2c.write(SMALL)
    c2c.write("", "x")
    c2c.write("", "x.xls")
    assert c2c(*args, code=code) == (code, "", f"c2c: error: {sentence}\n")


def test_existing_id_requires_update(c2c: Program) -> None:
    c2c.write(KNOWN)
    c2c.write("id,name,sector,country\na,y,CLT,KR\n", "rows.csv")
    assert c2c("import", "rows.csv", code=3).err.startswith(
        'rows.csv:2: error: A2: centre "A" already exists; pass --update to update it\n'
    )


def test_duplicates_on_one_line_are_found(c2c: Program) -> None:
    c2c.write(KNOWN)
    c2c.write('[{"id": "A", "name": "y"}, {"id": "a", "name": "z"}]', "rows.json")
    assert c2c("import", "rows.json", "--update", "--as", "centre", code=3).err.startswith(
        'rows.json:1: error: duplicate id "a"; keep one of them\n'
    )
    c2c.write(
        '[{"title": "x", "start": "2018-13"}, {"title": "y", "start": "2018-13"}]', "rows.json"
    )
    assert "duplicate" not in c2c("import", "rows.json", "--as", "meeting", code=3).err


def test_imported_records_may_refer_to_each_other(c2c: Program) -> None:
    c2c.write(SMALL)
    c2c.write(
        '[[meeting]]\nid = "m"\ntitle = "t"\nstart = 2020\nstatus = "held"\nattendees = ["new"]\n'
        '[[centre]]\nid = "NEW"\nname = "n"\nsector = "IOC"\ncountry = "KR"\n'
        '[[sector]]\nid = "ioc"\ncode = "IOC"\nname = "Oceans"\n',
        "new.toml",
    )
    c2c("import", "new.toml")
    assert c2c("meetings", "--columns", "attendees").out == "NEW\n"
    assert c2c("list", "--columns", "sector").out == "ioc\n"


def test_every_unknown_source_is_reported(c2c: Program) -> None:
    c2c.write(SMALL)
    event = '"event": [{"kind": "approved", "sources": ["SOURCE"]}]'
    row = '{"id": "ID", "name": "Name", "sector": "culture", "country": "KR", EVENT}\n'.replace(
        "EVENT", event
    )
    rows = "".join(row.replace("ID", name).replace("SOURCE", name.lower()) for name in "AB")
    run = c2c("import", "-", "--format", "jsonl", stdin=rows.encode(), code=3)
    hint = "use a URL, or add it: c2c add source"
    assert run.err == (
        f'<stdin>:1: error: event.sources: unknown source "a"; {hint} a --title TITLE\n'
        f'<stdin>:2: error: event.sources: unknown source "b"; {hint} b --title TITLE\n'
        "c2c: error: found 2 errors in <stdin>; no records were imported\n"
    )


def test_standard_input_and_dry_run(c2c: Program) -> None:
    file = c2c.write(SMALL)
    rows = b"id,name,sector,country\nB,b,CLT,KR\nA,a,CLT,KR\n"
    run = c2c("import", "-", "--format", "csv", "--dry-run", stdin=rows)
    assert run.out.count("+[[centre]]\n") == 2
    assert run.err == "c2c: would import 2 records (2 added, 0 updated) from <stdin>\n"
    assert file.read_text() == SMALL
    c2c("import", "-", "--format", "csv", stdin=rows)
    assert c2c("list", "--columns", "id").out == "B\nA\n"


def test_new_records_are_inserted_in_order_in_a_sorted_file(c2c: Program) -> None:
    c2c.write(SMALL)
    c2c("import", "-", "--format", "csv", stdin=b"id,name,sector,country\nB,b,CLT,KR\nE,e,CLT,KR\n")
    c2c(
        "import",
        "-",
        "--format",
        "csv",
        stdin=b"id,name,sector,country\nF,f,CLT,KR\nC,c,CLT,KR\nA,a,CLT,KR\nD,d,CLT,KR\n",
    )
    assert c2c("list", "--columns", "id").out.split() == list("ABCDEF")


LONG_HISTORY = (
    SMALL
    + """
[[centre]]
id = "A"
name = "n"  # its name
sector = "culture"
country = "KR"
"""
    + "".join(
        f"\n[[centre.event]]\n{event}\n"
        for event in (
            'kind = "opened"\ndate = 2018',
            'kind = "closed"\ndate = 2019',
            'kind = "opened"\ndate = 2020\nnote = "moved"',
            'kind = "renewed"\nuntil = 2025\nnote = "first"',
            'kind = "renewed"\nuntil = 2031\nnote = "second"',
        )
    )
)


def test_a_long_history_can_be_exported_and_imported(c2c: Program) -> None:
    file = c2c.write(LONG_HISTORY)
    whole = c2c("list", "--format", "json").out
    c2c.write(whole, "whole.json")
    assert c2c("import", "whole.json", "--update").err.startswith(
        "c2c: no changes to data/centres.toml\n"
    )
    c2c.write(c2c("remove", "A").out, "a.toml")
    c2c("import", "a.toml")
    assert file.read_text() == LONG_HISTORY
    c2c("remove", "A")
    c2c("import", "whole.json")
    assert c2c("list", "--format", "json").out == whole


def test_an_undated_event_adds_nothing_to_a_recorded_one(c2c: Program) -> None:
    c2c.write(KNOWN)
    rows = b'[{"id": "A", "event": [{"kind": "approved"}, {"kind": "opened"}]}]'
    assert c2c(
        "import", "-", "--format", "json", "--update", "--as", "centre", stdin=rows
    ).err.startswith("c2c: no changes")


def test_an_event_after_a_closure_is_a_new_event(c2c: Program) -> None:
    c2c.write(KNOWN.replace('kind = "opened"', 'kind = "opened"\ndate = 2019'))
    c2c(
        "import",
        "-",
        "--format",
        "csv",
        "--update",
        "--as",
        "centre",
        stdin=b"id,closed,opened\nA,2020,2021\n",
    )
    assert c2c("list", "--columns", "event").out.endswith("opened=2019;opened=2021;closed=2020\n")


@pytest.mark.parametrize(
    "value",
    [
        '"x"',
        '["a"]',
        '{"kind": "opened"}',
        "5",
        '[{"kind": ["a"]}]',
        "[null]",
        '[{"kind": "opened", "date": [1]}]',
    ],
)
def test_a_value_of_another_type_is_a_bad_row(c2c: Program, value: str) -> None:
    c2c.write(KNOWN)
    for name in ("A", "B"):
        row = f'{{"id": "{name}", "name": "n", "sector": "CLT", "country": "KR", "event": {value}}}'
        run = c2c("import", "-", "--format", "json", "--update", stdin=row.encode(), code=3)
        assert run.err.startswith("<stdin>:1: error: event")
    row = '{"id": "B", "name": "\\ud800", "sector": 5, "country": [1], "names": "x", "host": null}'
    assert "invalid UTF-8" in c2c("import", "-", "--format", "json", stdin=row.encode(), code=3).err


def test_empty_rows_and_columns_are_ignored(c2c: Program) -> None:
    c2c.write(SMALL)
    rows = "Title;Start;STATUS;city;;\r\nFirst;2018-06-27;Held;Jeju;;\r\n;;;;;\r\n"
    c2c("import", "-", "--format", "csv", stdin=rows.encode())
    assert c2c("meetings").out == "2018-06-27-jeju\t2018-06-27\t\t\theld\tJeju\tFirst\n"
    rows = "Title;Start;STATUS;city;;\r\nFirst;2018-06-28;Held;Jeju;x;\r\n"
    assert c2c("import", "-", "--format", "csv", stdin=rows.encode(), code=3).err.startswith(
        '<stdin>:2: error: E2: value "x" is in a column without a header; add a header, or remove the value\n'
    )


def test_a_registry_that_cannot_be_edited_is_not_a_bad_row(c2c: Program) -> None:
    c2c.write(
        KNOWN.replace('[[centre.event]]\nkind = "approved"\ndate = 2019\n', "")
        .replace('country = "KR"\n', 'country = "KR"\n# x\nevent = [{ kind = "approved" }]\n')
        .partition("\n[[centre.event]]")[0]
        + "\n"
    )
    run = c2c(
        "import",
        "-",
        "--format",
        "csv",
        "--update",
        "--as",
        "centre",
        stdin=b"id,closed\nA,2020\n",
        code=5,
    )
    assert "so no changes were made; edit the file by hand" in run.err


def test_an_import_of_events_keeps_the_text_of_existing_events(c2c: Program) -> None:
    centre = '[[centre]]\nid = "A"\nname = "x"\nsector = "culture"\ncountry = "KR"\n\n'
    event = '[[centre.event]]\nkind = "signed"\ndate = "2010"\nuntil = "2015-01-01"\n'
    file = c2c.write(SMALL + centre + event)
    c2c.write("id,renewed,until\nA,2015,2020\n", "new.csv")
    c2c("import", "new.csv", "--update")
    assert file.read_text() == SMALL + centre + event + (
        '\n[[centre.event]]\nkind = "renewed"\ndate = 2015\nuntil = 2020\n'
    )


def test_until_changes_the_agreement_shown_in_the_column(c2c: Program) -> None:
    centre = '[[centre]]\nid = "A"\nname = "x"\nsector = "culture"\ncountry = "KR"\n'
    event = '[[centre.event]]\nkind = "{}"\n{}until = {}\n'
    c2c.write(
        SMALL
        + centre
        + event.format("signed", "date = 2010\n", 2015)
        + event.format("renewed", "", 2033)
    )
    out = c2c("list", "--columns", "id,name,until", "--format", "csv").out
    assert out == "id,name,until\nA,x,2033\n"
    c2c.write(out, "same.csv")
    assert c2c("import", "same.csv", "--update").err == "c2c: no changes to data/centres.toml\n"
    c2c.write(out.replace("2033", "2034"), "new.csv")
    assert c2c("import", "new.csv", "--update", "--dry-run").out.count("\n+until = 2034\n") == 1
    assert "-until = 2033\n" in c2c("import", "new.csv", "--update", "--dry-run").out


def test_a_row_without_an_id_never_changes_an_existing_record(c2c: Program) -> None:
    file = c2c.write(KNOWN)
    rows = "title,start,city,status\nTalks,2018-12-03,Seoul,held\nMore,2019,,held\n"
    c2c.write(rows, "rows.csv")
    added = "c2c: imported 2 records (2 added, 0 updated) from rows.csv into data/centres.toml\n"
    assert c2c("import", "rows.csv").err == added
    before = file.read_text()
    taken = (
        'error: {}the row has no id, and meeting "{}" already exists; '
        "add its id and pass --update, or add another id"
    )
    c2c.write(rows + "Twice,2030,Jeju,planned\nTwice,2030,Jeju,planned\n", "rows.csv")
    c2c.write('[{"title": "T", "start": "2019", "status": "held"}]', "rows.json")
    c2c.write("id,title,start,status\n,More,2019,held\n", "id.csv")
    for args in ((), ("--update",)):
        assert c2c("import", "rows.csv", *args, code=3).err.splitlines()[:-1] == [
            f"rows.csv:2: {taken.format('', '2018-12-03-seoul')}",
            f"rows.csv:3: {taken.format('', '2019')}",
            'rows.csv:5: error: duplicate id "2030-jeju"; see line 4',
        ]
        assert c2c("import", "rows.json", *args, code=3).err.startswith(
            f"rows.json:1: {taken.format('', '2019')}\n"
        )
        assert c2c("import", "id.csv", *args, code=3).err.startswith(
            f"id.csv:2: {taken.format('A2: ', '2019')}\n"
        )
    assert file.read_text() == before
    c2c.write("title,start,status\nA,2018-13,held\nB,2018-14,held\n", "rows.csv")
    assert c2c("import", "rows.csv", code=3).err.splitlines()[:-1] == [
        'rows.csv:2: error: start (B2): invalid date "2018-13"; use a date such as 2018, 2018-11 or 2018-11-20',
        'rows.csv:3: error: start (B3): invalid date "2018-14"; use a date such as 2018, 2018-11 or 2018-11-20',
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[[organisation]]\nid = "O"\nname = "O"\nopened = 2018\n', "opened: unknown key"),
        (
            '[[meeting]]\nid = "m"\ntitle = "M"\nstart = 2018\nstatus = "held"\nclosed = 3\n',
            "closed: unknown key",
        ),
        ('[[sector]]\nid = "s"\ncode = "S"\nname = "S"\nuntil = 2020\n', "until: unknown key"),
    ],
)
def test_an_unknown_key_is_always_reported(c2c: Program, text: str, sentence: str) -> None:
    c2c.write(KNOWN)
    c2c.write(text, "rows.toml")
    assert sentence in c2c("import", "rows.toml", code=3).err


def test_columns_of_centres_in_toml_are_not_copied(c2c: Program) -> None:
    file = c2c.write(SMALL)
    text = '[[centre]]\nid = "A"\nname = "a"\nsector = "culture"\ncountry = "KR"\n'
    c2c.write(f'{text}status = "operating"\nopened = 2019\n', "a.toml")
    c2c("import", "a.toml")
    assert file.read_text().endswith(f'{text}\n[[centre.event]]\nkind = "opened"\ndate = 2019\n')


def test_a_removed_record_is_imported_with_its_empty_lists(c2c: Program) -> None:
    text = (
        KNOWN
        + '\n[[meeting]]\nid = "m"\ntitle = "M"\nstart = 2018\nstatus = "held"\nattendees = []\nagenda = []\n'
    )
    c2c.write(text)
    c2c.write(c2c("remove", "m").out, "m.toml")
    assert (
        c2c("import", "m.toml").err
        == "c2c: imported 1 record (1 added, 0 updated) from m.toml into data/centres.toml\n"
    )
    assert (c2c.folder / "data/centres.toml").read_text() == text


def test_bad_rows_are_reported_even_if_others_cannot_be_written(c2c: Program) -> None:
    c2c.write('centre = [{ id = "A", name = "A", sector = "culture", country = "KR" }]\n' + SMALL)
    c2c.write("id,name,sector,country\nA,B,CLT,KR\nB,B,nope,KR\n", "rows.csv")
    run = c2c("import", "rows.csv", "--update", code=3)
    assert run.err.startswith('rows.csv:3: error: sector (C3): unknown sector "nope"')


def test_every_error_in_a_row_is_reported_at_once(c2c: Program) -> None:
    c2c.write(SMALL)
    c2c.write("id,name,sector,country,opened\nBOG,Bogs,Sci,FRA,1.2.2020\n", "rows.csv")
    assert c2c("import", "rows.csv", code=3).err.splitlines()[:-1] == [
        'rows.csv:2: error: country (D2): unknown country "FRA"; use a name or a two-letter ISO 3166-1 code',
        'rows.csv:2: error: opened (E2): ambiguous date "1.2.2020"; use --date-order dmy (2020-02-01) '
        "or mdy (2020-01-02)",
        'rows.csv:2: error: sector (C2): unknown sector "Sci"; expected culture or education, '
        "or add it: c2c add sector Sci --code CODE --name NAME",
    ]
    c2c.write("id,name,sector,country,event\nBOG,Bogs,CLT,FR,opened=1.2.2020\n", "rows.csv")
    assert c2c("import", "rows.csv", code=3).err.splitlines()[:-1] == [
        'rows.csv:2: error: event (E2): ambiguous date "1.2.2020"; use 2020-02-01 or 2020-01-02'
    ]
    c2c.write("title,start,status,kind,attendees\nAutumn,14/10/2023,hled,x,NATCOM;zz\n", "rows.csv")
    reported = [
        line.split(": ")[2].split(" (")[0]
        for line in c2c("import", "rows.csv", code=3).err.splitlines()[:-1]
    ]
    assert sorted(reported) == ["attendees", "kind", "start", "status"]


def test_rows_and_registry_cannot_both_be_standard_input(c2c: Program) -> None:
    for name in ("-", "missing.csv"):
        assert c2c("import", name, "--format", "csv", "--data", "-", stdin=b"\0", code=2).err == (
            "c2c: error: --data: cannot write to standard input; pass a file\n"
        )


@pytest.mark.parametrize(
    ("name", "content", "first"),
    [
        (
            "x.csv",
            "id,title\n" + "a\n" * 2000,
            "2: error: row has 1 cell, but the header has 2; add the missing cells",
        ),
        (
            "x.tsv",
            "id\ttitle\n" + "a\n" * 2000,
            "2: error: row has 1 cell, but the header has 2; add the missing cells",
        ),
        (
            "x.csv",
            "id,title," * 1000 + "\n1\n",
            '1: error: AA1: duplicate column "id"; rename or remove it',
        ),
        (
            "x.jsonl",
            '{"x": 1}\n' * 2000,
            '1: error: unknown key "x"; rename it to a column in c2c meetings --help or to extra.x, or remove it',
        ),
        ("x.csv", "id,title\n" + "a,b\n" * 2000, "2: error: "),
    ],
)
def test_reading_stops_after_a_thousand_errors(
    c2c: Program, name: str, content: str, first: str
) -> None:
    c2c.write(SMALL)
    c2c.write(content, name)
    lines = c2c("import", name, "--as", "meeting", "--update", code=3).err.splitlines()
    assert lines[0].startswith(f"{name}:{first}")
    assert len(lines) == 1001
    assert lines[-1] == (
        f"c2c: error: stopped reading {name} after 1,000 errors; no records were imported"
    )


def test_too_many_records_are_refused(c2c: Program) -> None:
    c2c.write(SMALL)
    c2c.write("id\n" + "a\n" * 100_001, "x.csv")
    assert c2c("import", "x.csv", "--as", "meeting", "--update", code=3).err == (
        "c2c: error: x.csv has more than 100,000 records; import it in parts\n"
    )


MANY = "," * 20_000


@pytest.mark.parametrize(
    ("form", "row", "error"),
    [
        *(
            ("csv", row, "invalid CSV: row has more than 16,384 cells")
            for row in (MANY, f'a"{MANY}', '"a,b",' * 20_000, f'"\n"{MANY}', '"\n",,' * 10_000)
        ),
        ("tsv", MANY.replace(",", "\t"), "invalid CSV: row has more than 16,384 cells"),
        (
            "csv",
            "x" * 1_000_001,
            "cell has more than 1,000,000 characters",
        ),
        ("csv", f"a,b,2018,held,{'x;' * 10_001}", "agenda (E2): list has more than 10,000 items"),
    ],
)
def test_absurd_row_is_refused(c2c: Program, form: str, row: str, error: str) -> None:
    c2c.write(SMALL)
    header = "id,title,start,status,agenda\n"
    c2c.write((header if form == "csv" else header.replace(",", "\t")) + row + "\n", "x")
    assert c2c("import", "x", "--format", form, code=3).err == (
        f"x:2: error: {error}\nc2c: error: found 1 error in x; no records were imported\n"
    )


@pytest.mark.parametrize("note", [MANY, f"\n{MANY}\n", f'"{MANY}', ",\n" * 20_000])
def test_commas_in_a_text_are_no_cells(c2c: Program, note: str) -> None:
    c2c.write(SMALL + meeting(note=f"x{note}x"))
    rows = c2c("meetings", "--columns", "id,title,start,status,note", "--format", "csv").out
    c2c.write(rows, "x.csv")
    assert c2c("import", "x.csv", "--update").err.startswith("c2c: no changes to ")


def test_lines_that_end_with_a_carriage_return_are_limited(c2c: Program) -> None:
    c2c.write(SMALL)
    c2c.write("id,title\r" + "\r" * 4_000_000, "x.csv")
    error = "c2c: error: x.csv is longer than 4,000,000 lines; split the file\n"
    assert c2c("import", "x.csv", code=3).err == error


@pytest.mark.long
def test_too_many_cells_are_refused(c2c: Program) -> None:
    c2c.write(SMALL)
    columns = f"id,title,start,status{MANY[:10_000]}\n"
    c2c.write(columns + f"a,x,2018,held{MANY[:10_000]}\n" * 1000, "x.csv")
    assert c2c("import", "x.csv", code=3).err == (
        "c2c: error: x.csv has more than 10 million cells; split the file\n"
    )


WAIVED = (
    SMALL + rule("heads", level="heads") + record("waiver", kind="heads", year=2019, reason="x")
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "w.toml",
            '[[waiver]]  # the first\nkind = "heads"\nyear = 2020\nreason = "Pandemic"\n'
            '\n[[waiver]]\nkind = "Heads"\nyear = "2019"\nreason = "y"\n',
        ),
        (
            "w.json",
            '[{"kind": "heads", "year": 2020, "reason": "Pandemic"},\n'
            '{"year": "2019", "kind": "HEADS", "reason": "y"}]',
        ),
        (
            "w.jsonl",
            '{"kind": "heads", "year": 2020, "reason": "Pandemic"}\n'
            '{"year": 2019, "kind": "heads", "reason": "y"}\n',
        ),
    ],
)
def test_waivers_are_imported(c2c: Program, name: str, text: str) -> None:
    file = c2c.write(WAIVED)
    c2c.write(text, name)
    at = {"w.toml": 6, "w.json": 2, "w.jsonl": 2}[name]
    assert c2c("import", name, code=3).err == (
        f'{name}:{at}: error: waiver "heads 2019" already exists; pass --update to update it\n'
        f"c2c: error: found 1 error in {name}; no records were imported\n"
    )
    assert c2c("import", name, "--update").err == (
        f"c2c: imported 2 records (1 added, 1 updated) from {name} into data/centres.toml\n"
    )
    comment = "  # the first" if name == "w.toml" else ""
    added = '\nkind = "heads"\nyear = 2020\nreason = "Pandemic"\n'
    assert file.read_text() == (
        WAIVED.replace('reason = "x"', 'reason = "y"') + f"\n[[waiver]]{comment}{added}"
    )


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            '{"kind": "hedas", "year": 2020, "reason": "x"}',
            [
                'w.json:1: error: kind: unknown cadence rule or obligation "hedas"; did you mean "heads"?'
            ],
        ),
        (
            '{"kind": "heads", "year": 2020}',
            ['w.json:1: error: reason: missing; add "reason": "…"'],
        ),
        (
            '{"kind": "heads", "year": 20, "reason": ""}',
            [
                'w.json:1: error: reason: missing; add "reason": "…"',
                'w.json:1: error: year: invalid year "20"; use four digits, such as 2018',
            ],
        ),
        (
            '{"kind": "heads", "year": 2020, "reson": "x"}',
            ['w.json:1: error: unknown key "reson"; did you mean "reason"?'],
        ),
        (
            '{"kind": "heads", "year": 2020, "centre": "x"}',
            [
                "w.json:1: error: cannot determine whether the rows are events or waivers; "
                "pass --as event or --as waiver"
            ],
        ),
        (
            '{"kind": "heads", "year": 2020, "centre": "NATCOM", "reason": "x"}',
            ['w.json:1: error: centre: "NATCOM" is an organisation, not a centre'],
        ),
        (
            '{"kind": "heads", "year": 2020, "reason": "x"}\n'
            '{"kind": "Heads", "year": "2020", "reason": "y"}',
            ['w.json:2: error: duplicate waiver "heads 2020"; see line 1'],
        ),
    ],
)
def test_invalid_waivers_are_reported(c2c: Program, text: str, sentences: list[str]) -> None:
    file = c2c.write(WAIVED)
    c2c.write(text, "w.json")
    assert c2c("import", "w.json", code=3).err.splitlines()[:-1] == sentences
    assert file.read_text() == WAIVED


def test_a_waiver_of_a_year_without_its_rule_is_not_imported(c2c: Program) -> None:
    file = c2c.write(WAIVED)
    c2c.write('{"kind": "heads", "year": 2017, "reason": "x"}', "w.json")
    assert c2c("import", "w.json", code=3).err == (
        'w.json:1: error: year: no rule of kind "heads" applies in 2017; use a year from 2018 on\n'
        "c2c: error: found 1 error in w.json; no records were imported\n"
    )
    assert file.read_text() == WAIVED


def test_an_event_without_its_centre_is_refused(c2c: Program) -> None:
    c2c.write(KNOWN)
    c2c.write('[[centre.event]]\nkind = "renewed"\n', "removed.toml")
    assert c2c("import", "removed.toml", code=3).err.splitlines()[0] == (
        "removed.toml:1: error: centre: missing [[centre]] before this table; "
        "add the [[centre]] to which it belongs"
    )
