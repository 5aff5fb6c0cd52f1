"""`c2c import` of events, such as a sheet of the reports received, and of obligations."""

import json
from pathlib import Path

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from conftest import Program
from samples import SMALL, centre, event, imported, record, rule

ICDH = centre("ICDH", "opened:2015") + record(
    "centre.event", kind="annual-report", covers=2022, date="2023-02"
)
ICM = centre("ICM") + event("annual-report", covers=2022)
OWED = record("obligation", kind="board", name="Board", since=2014)
NETWORK = SMALL + ICDH + ICM + OWED

SHEET = """\
Centre,Kind,Covers,Date,Note,Sources
icdh,Annual-Report,2023,2024-02-01,,https://a.example
ICM,annual-report,2023,,late; but complete,https://a.example;https://b.example
icm,board,,2024-03,,
"""

ADDED = SMALL + (
    ICDH
    + "\n"
    + '[[centre.event]]\nkind = "annual-report"\ncovers = 2023\ndate = 2024-02-01\n'
    + 'sources = ["https://a.example"]\n\n'
    + ICM
    + '\n[[centre.event]]\nkind = "board"\ndate = "2024-03"\n'
    + '\n[[centre.event]]\nkind = "annual-report"\ncovers = 2023\nnote = "late; but complete"\n'
    + 'sources = ["https://a.example", "https://b.example"]\n\n'
    + OWED
)


def write_sheet(folder: Path, name: str) -> None:
    """Write the sheet of reports in the format of a file name."""
    rows = [line.split(",") for line in SHEET.splitlines()]
    path = folder / name
    if name.endswith("xlsx"):
        with Workbook(path) as made:
            sheet = made.add_worksheet()
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    sheet.write(number, place, int(cell) if cell.isdigit() else cell)
        return
    keys = [key.lower() for key in rows[0]]
    objects = []
    for row in rows[1:]:
        values: dict[str, object] = {key: cell for key, cell in zip(keys, row, strict=True) if cell}
        if "sources" in values:
            values["sources"] = str(values["sources"]).split(";")
        objects.append(values)
    texts = {
        "csv": SHEET,
        "tsv": SHEET.replace(",", "\t"),
        "json": json.dumps(objects),
        "jsonl": "".join(f"{json.dumps(values)}\n" for values in objects),
    }
    path.write_text(texts[path.suffix[1:]], "utf-8")


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx", "json", "jsonl"])
def test_a_sheet_of_reports_is_imported(c2c: Program, form: str) -> None:
    file = c2c.write(NETWORK)
    write_sheet(c2c.folder, f"r.{form}")
    assert c2c("import", f"r.{form}").err == imported(3, 0, f"r.{form}")
    assert file.read_text() == ADDED
    assert c2c("import", f"r.{form}", "--update").err == "c2c: no changes to data/centres.toml\n"
    taken = [
        "event annual-report for 2023 (2024-02-01) of centre ICDH",
        "event annual-report for 2023 of centre ICM",
        "event board (2024-03) of centre ICM",
    ]
    again = c2c("import", f"r.{form}", "--as", "event", code=3)
    reported = [line.partition(" error: ")[2] for line in again.err.splitlines()[:-1]]
    assert sorted(reported) == [
        f"{name} already exists; pass --update to update it" for name in taken
    ]
    assert file.read_text() == ADDED
    c2c("undo")
    assert file.read_text() == NETWORK


KIND_HINT = (
    "expected proposed, approved, signed, in-force, opened, renewed, closed, evaluated, decided, "
    "annual-report, work-plan or board, or add it: c2c add obligation x --name NAME --since 2023"
)

REFUSED: list[tuple[str, list[str]]] = [
    (
        "centre,kind,covers\nichd,annual-report,2023\n",
        [
            '2: error: centre (A2): unknown centre "ichd"; did you mean "ICDH"? otherwise, add it: '
            "c2c add centre ichd --name NAME --sector SECTOR --country COUNTRY"
        ],
    ),
    (
        "centre,kind,covers\nNATCOM,annual-report,2023\n",
        ['2: error: centre (A2): "NATCOM" is an organisation, not a centre'],
    ),
    (
        "centre,kind,covers\nICM,anual-report,2023\n",
        ['2: error: kind (B2): unknown kind "anual-report"; did you mean "annual-report"?'],
    ),
    (
        "centre,kind,covers\nICM,x,2023\n",
        [f'2: error: kind (B2): unknown kind "x"; {KIND_HINT}'],
    ),
    ("centre,kind,covers\nICM,,2023\n", ["2: error: kind (B2): missing; enter a value"]),
    (
        "centre,kind,covers\n,board,2023\n",
        ["2: error: centre (A2): missing; add the id of the centre"],
    ),
    (
        "centre,kind,covers\nICM,board,2205\nICM,board,2013\n",
        [
            '2: error: covers (C2): no obligation of kind "board" applies in 2205; '
            "use a year from 2014 to 2030, or a later until of the obligation",
            '3: error: covers (C3): no obligation of kind "board" applies in 2013; '
            "use a year from 2014 to 2030, or an earlier since of the obligation",
        ],
    ),
    (
        "centre,kind,covers\nICM,board,2025/26\n",
        ['2: error: covers (C2): invalid year "2025/26"; use four digits, such as 2018'],
    ),
    (
        "centre,kind,covers\nICM,opened,2025\n",
        ['2: error: covers (C2): "opened" events cannot cover a year; remove it'],
    ),
    (
        "centre,kind,date\nICM,board,31/3/2026\nICM,board,3/4/2026\n",
        [
            '2: error: date (C2): invalid date "31/3/2026"; use --date-order dmy (2026-03-31)',
            '3: error: date (C3): ambiguous date "3/4/2026"; '
            "use --date-order dmy (2026-04-03) or mdy (2026-03-04)",
        ],
    ),
    (
        "centre,kind,until\nICM,board,2026\n",
        [
            '2: error: until (C2): only "signed", "in-force" and "renewed" events '
            "can have an expiry date"
        ],
    ),
    (
        "centre,kind,date,term\nICM,signed,2020,six\n",
        ['2: error: term (D2): invalid number "six"; use a whole number, such as 6'],
    ),
    (
        "centre,kind,sources\nICM,board,x\n",
        [
            '2: error: sources (C2): unknown source "x"; '
            "use a URL, or add it: c2c add source x --title TITLE"
        ],
    ),
    (
        "kind,covers\nboard,2023\n",
        ['1: error: missing column "centre"; add a column with the id of the centre of each event'],
    ),
    (
        "centre,covers\nICM,2023\n",
        ['1: error: missing column "kind"; add a column with the kind of each event'],
    ),
    (
        "center,kind,covers\nICM,board,2023\n",
        ['1: error: A1: unknown column "center"; did you mean "centre"?'],
    ),
    (
        "centre,kind,year\nICM,board,2023\n",
        [
            '1: error: C1: unknown column "year"; '
            "expected centre, kind, covers, date, until, note, sources or term"
        ],
    ),
    # twice in the file
    (
        "centre,kind,covers,date\nICM,board,2023,2023-02\nicm,Board,2023,2023-06\n",
        ["3: error: duplicate event board for 2023 (2023-06) of centre ICM; see line 2"],
    ),
    (
        "centre,kind,date\nICM,decided,2023-02\nicm,decided,2023-02\n",
        ["3: error: duplicate event decided (2023-02) of centre ICM; see line 2"],
    ),
    (
        "centre,kind,date\nICM,opened,2020\nICM,opened,2021\n",
        [
            "3: error: event opened (2021) of centre ICM may be the event on line 2; "
            "remove one of the rows, or correct them"
        ],
    ),
    (
        "centre,kind,date\nICM,board,2020\nICM,board,2020-05\n",
        [
            "3: error: event board (2020-05) of centre ICM may be the event on line 2; "
            "remove one of the rows, or correct them"
        ],
    ),
    # recorded in other words
    (
        "centre,kind,date\nICDH,opened,2016\n",
        [
            "2: error: event opened (2015) of centre ICDH already exists; "
            "use c2c edit event to change it"
        ],
    ),
    (
        "centre,kind,date\nICDH,annual-report,2023-02-03\n",
        [
            "2: error: this may be the recorded event annual-report for 2022 (2023-02) of centre "
            "ICDH; use c2c edit event to change it"
        ],
    ),
    (
        "centre,kind,date\nICDH,annual-report,2023\n",
        [
            "2: error: this may be the recorded event annual-report for 2022 (2023-02) of centre "
            "ICDH; enter a more exact date, or use c2c edit event to change it"
        ],
    ),
]


@pytest.mark.parametrize(("rows", "lines"), REFUSED)
def test_every_bad_event_is_reported_and_none_is_imported(
    c2c: Program, rows: str, lines: list[str]
) -> None:
    text = NETWORK.replace("since = 2014", "since = 2014\nuntil = 2030")
    file = c2c.write(text)
    c2c.write(rows, "r.csv")
    for options in ((), ("--update",)):
        *reported, last = c2c("import", "r.csv", *options, code=3).err.splitlines()
        assert reported == [f"r.csv:{line}" for line in lines]
        count = f"{len(lines)} error{'s' if len(lines) > 1 else ''}"
        assert last == f"c2c: error: found {count} in r.csv; no records were imported"
    assert file.read_text() == text


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ('{"kind": "board", "covers": 2023}', "centre: missing; add the id of the centre"),
        ('{"centre": 5, "kind": "board"}', "centre: expected a string, not a number"),
        ('{"centre": ["ICM"], "kind": "board"}', "centre: expected a string, not a list"),
        ('{"centre": "ICM", "kind": ["board"]}', "kind: expected a string, not a list"),
        (
            '{"centre": "ICM", "kind": "board", "covers": 202}',
            'covers: invalid year "202"; use four digits, such as 2018',
        ),
        (
            '{"centre": "ICM", "kind": "board", "year": 2022}',
            'unknown key "year"; expected centre, kind, covers, date, until, note, sources or term',
        ),
        (
            '{"event": [{"centre": "ICM", "kind": "board"}]}',
            'unexpected table "event"; use a list of its records, [{ … }]',
        ),
    ],
)
def test_invalid_event_in_json_is_reported(c2c: Program, row: str, sentence: str) -> None:
    c2c.write(NETWORK)
    c2c.write(row, "r.json")
    assert c2c("import", "r.json", "--as", "event", code=3).err == (
        f"r.json:1: error: {sentence}\n"
        "c2c: error: found 1 error in r.json; no records were imported\n"
    )


def test_events_are_not_imported_together_with_other_records(c2c: Program) -> None:
    c2c.write(NETWORK)
    new = {"id": "NEW", "name": "n", "sector": "CLT", "country": "KR"}
    rows = [new, {"centre": "NEW", "kind": "board"}]
    c2c.write("\n".join(map(json.dumps, rows)), "r.jsonl")
    assert c2c("import", "r.jsonl", code=3).err.splitlines()[0] == (
        "r.jsonl:1: error: events cannot be imported together with other records; "
        "move them to a file of their own"
    )


@pytest.mark.parametrize(
    ("row", "changed"),
    [
        # the year that it covers, or the date, identifies a delivery
        ("ICDH,annual-report,2022,2023-03-01,,", 'date = "2023-02" -> date = 2023-03-01'),
        (
            "ICDH,annual-report,,2023-02,n,",
            'date = "2023-02"\n -> date = "2023-02"\nnote = "n"\n',
        ),
        ("ICDH,opened,,2015,n,", 'date = "2015" -> date = "2015"\nnote = "n"'),
        ("ICM,annual-report,2022,2023,,", "covers = 2022\n\n -> covers = 2022\ndate = 2023\n\n"),
        # an empty cell changes nothing
        ("ICDH,annual-report,2022,,,", " -> "),
        ("ICDH,annual-report,,2023-02,,", " -> "),
    ],
)
def test_update_fills_a_recorded_event(c2c: Program, row: str, changed: str) -> None:
    text = SMALL + ICDH + ICM + "\n" + OWED
    file = c2c.write(text)
    c2c.write(f"centre,kind,covers,date,note,sources\n{row}\n", "r.csv")
    before, after = changed.split(" -> ")
    again = "c2c: no changes to data/centres.toml\n"
    assert c2c("import", "r.csv", "--update").err == (imported(0, 1, "r.csv") if before else again)
    assert file.read_text() == text.replace(before, after, 1)
    assert c2c("import", "r.csv", "--update").err == again


def test_an_empty_list_in_json_clears_the_sources_of_an_event(c2c: Program) -> None:
    recorded = centre() + event("evaluated", 2020, sources=["https://a.example"])
    file = c2c.write(SMALL + recorded)
    c2c.write('{"centre": "A", "kind": "evaluated", "date": 2020, "sources": []}', "r.json")
    c2c("import", "r.json", "--update")
    assert file.read_text() == SMALL + centre() + event("evaluated", 2020)


def test_a_row_that_may_be_several_recorded_events_is_refused(c2c: Program) -> None:
    twice = centre() + event("work-plan", "2021-05", covers=2022)
    c2c.write(SMALL + twice + event("work-plan", "2021-11", covers=2022))
    c2c.write("centre,kind,covers,note\nA,work-plan,2022,n\n", "r.csv")
    assert c2c("import", "r.csv", "--update", code=3).err.splitlines()[0] == (
        "r.csv:2: error: event work-plan for 2022 of centre A may be one of several recorded events; "
        "use c2c edit event to change one of them"
    )
    c2c.write("centre,kind,covers,date,note\nA,work-plan,2022,2021-11,n\n", "r.csv")
    assert c2c("import", "r.csv", "--update").err == imported(0, 1, "r.csv")


def test_a_centre_may_open_again_after_a_closure_in_the_same_file(c2c: Program) -> None:
    c2c.write(NETWORK)
    c2c.write("centre,kind,date\nICDH,opened,2021\nICDH,closed,2019\n", "r.csv")
    c2c("import", "r.csv")
    assert c2c("list", "icdh", "--columns", "event").out == (
        "opened=2015;closed=2019;opened=2021;annual-report=2023-02\n"
    )


COMMENTED = """
# Alpha
[[centre]]
id = "A"
name = "x"
sector = "culture"
country = "KR"

# first
[[centre.event]]
kind = "approved"
date = 2019

# the second
[[centre.event]]
kind = "annual-report" # the report
covers = 2020
note = "n"

[[centre.event]]
kind = "signed"
date = "2021-07"
# the last
[[centre.event]]
kind = "opened"
date = 2023
"""


def test_events_are_inserted_by_date_and_all_other_lines_stay(c2c: Program) -> None:
    file = c2c.write(SMALL + COMMENTED)
    c2c.write(
        "centre,kind,covers,date\na,annual-report,2020,2021-03\na,work-plan,2019,2020-04\n"
        "a,annual-report,2019,2020-03\na,proposed,,2016\na,work-plan,2022,2022-05\n"
        "a,work-plan,2021,2022-04\na,work-plan,,\na,work-plan,2024,2025-03\n",
        "r.csv",
    )
    warning = (
        'c2c: warning: [centre A] event.kind: "work-plan" has neither a year nor a date, so it may '
        "be for any period; add covers = YEAR, the year that it is for\n"
    )
    assert c2c("import", "r.csv", "--update").err == imported(7, 1, "r.csv") + warning

    def new(kind: str, covers: int, date: str) -> str:
        return f'[[centre.event]]\nkind = "{kind}"\ncovers = {covers}\ndate = "{date}"\n\n'

    second, last = COMMENTED.index("# the second"), COMMENTED.index("# the last")
    assert (
        file.read_text()
        == SMALL
        + COMMENTED[:second].replace(
            "# first", '[[centre.event]]\nkind = "proposed"\ndate = 2016\n\n# first'
        )
        + new("annual-report", 2019, "2020-03")
        + new("work-plan", 2019, "2020-04")
        + COMMENTED[second:last].replace("covers = 2020\n", 'covers = 2020\ndate = "2021-03"\n')
        + "\n"
        + new("work-plan", 2021, "2022-04")
        + new("work-plan", 2022, "2022-05")
        + COMMENTED[last:]
        + "\n"
        + new("work-plan", 2024, "2025-03")
        + '[[centre.event]]\nkind = "work-plan"\n'
    )


def test_a_formula_in_a_sheet_from_excel_is_text(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    rows = '\ufeffcentre;kind;date;note\r\nA;decided;2020;"\'=1+1"\r\n'
    c2c.write(rows, "r.csv")
    c2c("import", "r.csv")
    (found,) = json.loads(c2c("list", "--format", "json").out)
    assert found["event"] == [{"kind": "decided", "date": "2020", "note": "=1+1"}]


def test_a_sheet_of_events_has_at_most_16384_columns(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    c2c.write(f"centre,kind{',' * 16_383}\n", "r.csv")
    assert c2c("import", "r.csv", "--as", "event", code=3).err == (
        "r.csv:1: error: invalid CSV: row has more than 16,384 cells\n"
        "c2c: error: found 1 error in r.csv; no records were imported\n"
    )


def test_exported_events_can_be_imported_again(c2c: Program) -> None:
    recorded = (
        centre("A", "proposed")
        + event("signed", 2019, 2027)
        + event("annual-report", covers=2020)
        + event("annual-report", covers=2021)
        + record("centre.event", kind="work-plan", covers=2025, date=2024)
        + record("centre.event", kind="work-plan", covers=2026, date=2024, note="n")
    )
    file = c2c.write(SMALL + recorded)
    whole = c2c("list", "--format", "json").out
    sheet = c2c("list", "--columns", "id,name,sector,country,event,annual-report,work-plan").out
    columns = "id\tname\tsector\tcountry\tevent\tannual-report\twork-plan\n"
    c2c.write(whole, "r.json")
    c2c.write(columns + sheet, "r.tsv")
    # the events may be in another order
    reversed_events = json.loads(whole)
    reversed_events[0]["event"].reverse()
    c2c.write(json.dumps(reversed_events), "reversed.json")
    for name in ("r.json", "r.tsv", "reversed.json"):
        again = c2c("import", name, "--update").err
        assert again.startswith("c2c: no changes to data/centres.toml\n")
    c2c("remove", "A")
    c2c("import", "r.json")
    assert file.read_text().replace("\n\n", "\n") == (SMALL + recorded).replace("\n\n", "\n")
    c2c("remove", "A")
    c2c("import", "r.tsv")
    shown = c2c("list", "--columns", "id,name,sector,country,event,annual-report,work-plan").out
    assert shown == sheet


@pytest.mark.parametrize(
    ("given", "events"),
    [
        # a known delivery is dated
        (
            [{"kind": "annual-report", "covers": 2021, "date": "2022-02"}],
            "annual-report=?;annual-report=2022-02",
        ),
        # a delivery for another year is new, even if it has no date
        (
            [{"kind": "annual-report", "covers": 2022}],
            "annual-report=?;annual-report=?;annual-report=?",
        ),
        # one for no year says nothing
        ([{"kind": "annual-report"}], "annual-report=?;annual-report=?"),
    ],
)
def test_deliveries_for_other_years_are_other_events(
    c2c: Program, given: list[dict[str, object]], events: str
) -> None:
    years = (event("annual-report", covers=year) for year in (2020, 2021))
    c2c.write(SMALL + centre() + "".join(years))
    c2c.write(json.dumps({"id": "A", "event": given}), "r.json")
    c2c("import", "r.json", "--as", "centre", "--update")
    assert c2c("list", "--columns", "event").out == f"{events}\n"


AR = {"kind": "annual-report", "name": "Report", "since": 2020, "centres": ["icm"]}
AR_TOML = record("obligation", kind="annual-report", name="Report", since=2020, centres=["ICM"])


@pytest.mark.parametrize(
    ("name", "text", "added"),
    [
        ("o.json", json.dumps([AR]), AR_TOML),
        ("o.jsonl", json.dumps(AR), AR_TOML),
        (
            "o.toml",
            f"# from the agreement\n{AR_TOML.replace('ICM', 'icm')}",
            "# from the agreement\n" + AR_TOML,
        ),
        (
            "o.toml",
            # records of one file may refer to each other, in any order
            record("waiver", kind="Annual-report", year=2021, centre="icm", reason="x")
            + record("meeting", id="m", title="x", start=2018, status="held", kind="annual-report")
            + AR_TOML,
            "",
        ),
    ],
)
def test_obligations_are_imported(c2c: Program, name: str, text: str, added: str) -> None:
    file = c2c.write(SMALL + ICM)
    c2c.write(text, name)
    c2c("import", name)
    if added:
        assert file.read_text().endswith(added.removeprefix("# from the agreement\n"))
    assert c2c("import", name, "--update").err == "c2c: no changes to data/centres.toml\n"
    assert c2c("check", code=None).code == 0


def test_existing_obligation_or_waiver_requires_update(c2c: Program) -> None:
    waived = record("waiver", kind="annual-report", year=2021, centre="ICM", reason="x")
    file = c2c.write(SMALL + ICM + AR_TOML + waived)
    rows = [
        AR | {"name": "Annual report", "until": 2030},
        {"kind": "annual-report", "year": "2021", "centre": "icm", "reason": "Pandemic"},
        {"kind": "annual-report", "year": 2021, "reason": "All"},
    ]
    c2c.write("\n".join(map(json.dumps, rows)), "o.jsonl")
    assert c2c("import", "o.jsonl", code=3).err == (
        'o.jsonl:1: error: obligation "annual-report 2020 ICM" already exists; '
        "pass --update to update it\n"
        'o.jsonl:2: error: waiver "annual-report 2021 ICM" already exists; '
        "pass --update to update it\n"
        "c2c: error: found 2 errors in o.jsonl; no records were imported\n"
    )
    assert c2c("import", "o.jsonl", "--update").err == imported(1, 2, "o.jsonl")
    assert file.read_text() == SMALL + ICM + AR_TOML.replace('"Report"', '"Annual report"').replace(
        "since = 2020\n", "since = 2020\nuntil = 2030\n"
    ) + waived.replace('"x"', '"Pandemic"') + "\n" + record(
        "waiver", kind="annual-report", year=2021, reason="All"
    )


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            AR | {"centres": ["icx"]},
            (
                'centres: unknown centre "icx"; expected ICDH or ICM, or add it: '
                "c2c add centre icx --name NAME --sector SECTOR --country COUNTRY"
            ),
        ),
        (AR | {"kind": "formal"}, 'kind: "formal" is the kind of a cadence rule; use another kind'),
        (
            AR | {"kind": "closed"},
            'kind: "closed" is a built-in kind of event or meeting; use another kind',
        ),
        (
            AR | {"due": "31-03"},
            'due: invalid day of the year "31-03"; use month and day, such as 03-31',
        ),
        (
            AR | {"kind": "board", "since": 2016},
            'kind: two obligations of kind "board" bind the same centre in 2016; '
            "use other years or centres",
        ),
        (
            {"obligation": [AR]},
            'unexpected table "obligation"; use a list of its records, [{ … }]',
        ),
        (
            {"kind": "board", "year": 2020, "centre": "ICX", "reason": "x"},
            (
                'centre: unknown centre "ICX"; expected ICDH or ICM, or add it: '
                "c2c add centre ICX --name NAME --sector SECTOR --country COUNTRY"
            ),
        ),
        (
            {"kind": "board", "year": 2010, "reason": "x"},
            'year: no obligation of kind "board" applies in 2010; use a year from 2014 on',
        ),
    ],
)
def test_invalid_obligation_or_waiver_is_reported(
    c2c: Program, row: dict[str, object], sentence: str
) -> None:
    file = c2c.write(NETWORK + rule())
    c2c.write(json.dumps([row]), "o.json")
    assert c2c("import", "o.json", code=3).err == (
        f"o.json:1: error: {sentence}\n"
        "c2c: error: found 1 error in o.json; no records were imported\n"
    )
    assert file.read_text() == NETWORK + rule()


@pytest.mark.parametrize("table", ["obligation", "waiver"])
def test_obligations_and_waivers_are_not_imported_from_a_spreadsheet(
    c2c: Program, table: str
) -> None:
    c2c.write(NETWORK)
    sentence = f"{table}s cannot be imported from a spreadsheet; use JSON, JSON Lines or TOML"
    header = {"obligation": "kind,name,since", "waiver": "kind,year,reason"}[table]
    c2c.write(f"{header}\nboard,2020,x\n", "o.csv")
    assert c2c("import", "o.csv", "--as", table, code=2).err == (f"c2c: error: --as: {sentence}\n")
    assert c2c("import", "o.csv", code=3).err.splitlines()[0] == f"o.csv:1: error: {sentence}"


def test_month_by_name_needs_one_order_of_dates(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    c2c.write("centre,kind,date\nA,opened,Nov 2018\n", "rows.csv")
    run = c2c("import", "rows.csv", "--as", "event", code=3)
    assert run.err.splitlines()[0] == (
        'rows.csv:2: error: date (C2): invalid date "Nov 2018"; use --date-order dmy (2018-11)'
    )
    c2c("import", "rows.csv", "--as", "event", "--date-order", "dmy")
