"""`c2c import`: unknown ids and kinds are reported at once, with the commands that add them."""

import json
import re
import shlex
from collections.abc import Iterable, Mapping

import pytest

from conftest import Program
from samples import SMALL, centre, meeting, record, rule

FILE = "my registry.toml"

ROWS: list[dict[str, object]] = [
    {
        "id": "A",
        "name": "a",
        "sector": "ioc",
        "country": "IR",
        "sources": ["report", "https://example.org/x?a;b"],
        "event": [
            {"kind": "approved", "date": "2017", "sources": ["REPORT"]},
            {"kind": "board", "date": "2019-03"},
            {"kind": "board", "covers": 2016, "sources": ["한국-2018"]},
        ],
    },
    {"id": "B", "name": "", "sector": "IOC", "country": "XX"},
    {
        "id": "m",
        "title": "m",
        "start": "2018-06",
        "status": "held",
        "kind": "formal",
        "organisers": ["a", "KNCU"],
        "attendees": ["kncu", "NATCOM"],
    },
]

UNKNOWN = """\
r.json:1: error: event.kind: unknown kind "board" (here and in 1 more place); expected proposed, approved, \
signed, in-force, opened, renewed, closed, evaluated, decided, annual-report or work-plan, or add it: c2c add \
obligation board --data 'my registry.toml' --name NAME --since 2016
r.json:1: error: event.sources: unknown source "한국-2018"; use a URL, or add it: c2c add source '한국-2018' \
--data 'my registry.toml' --title TITLE
r.json:1: error: sector: unknown sector "ioc" (here and in 1 more place); expected culture or education, or \
add it: c2c add sector ioc --data 'my registry.toml' --code CODE --name NAME
r.json:1: error: sources: unknown source "report" (here and in 1 more place); use a URL, or add it: c2c add \
source report --data 'my registry.toml' --title TITLE
"""

OTHERS = """\
r.json:2: error: country: unknown country "XX"; use a name or a two-letter ISO 3166-1 code
r.json:2: error: name: missing; add "name": "…"
"""

OF_MEETINGS = """\
r.json:3: error: kind: unknown kind "formal"; expected other, or add it: c2c add cadence formal --data 'my \
registry.toml' --name NAME --per-year 1 --since 2018
r.json:3: error: organisers: unknown centre or organisation "KNCU" (here and in 1 more place); expected NATCOM, \
or add it: c2c add organisation KNCU --data 'my registry.toml' --name NAME
"""


def lines(rows: Iterable[Mapping[str, object]]) -> str:
    """Return the JSON of each row on a line."""
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def commands(messages: str) -> list[list[str]]:
    """Return the arguments of the commands that add what messages call unknown."""
    found = re.findall(r"add it: c2c (add .*)", messages)
    return [shlex.split(command) for command in found]


def test_every_unknown_word_is_reported_once_with_every_other_error(c2c: Program) -> None:
    file = c2c.write(SMALL, FILE)
    c2c.write(lines(ROWS), "r.json")
    assert c2c("import", "r.json", "--data", FILE, code=3).err == (
        f"{UNKNOWN}{OTHERS}{OF_MEETINGS}"
        "c2c: error: found 8 errors in r.json; no records were imported\n"
    )
    assert file.read_text() == SMALL


def test_commands_of_the_messages_work_as_they_are(c2c: Program) -> None:
    c2c.write(SMALL, FILE)
    rows = [ROWS[0], {**ROWS[1], "name": "b", "country": "IQ"}, ROWS[2]]
    c2c.write(lines(rows), "r.json")
    run = c2c("import", "r.json", "--data", FILE, code=3)
    assert run.err == UNKNOWN + OF_MEETINGS + (
        "c2c: error: found 6 errors in r.json; no records were imported\n"
    )
    for command in commands(run.err):
        c2c(*command)
    assert c2c("import", "r.json", "--data", FILE).err.splitlines()[0] == (
        f"c2c: imported 3 records (3 added, 0 updated) from r.json into {FILE}"
    )


def test_a_terminal_does_not_break_the_commands(c2c: Program) -> None:
    c2c.write(SMALL, FILE)
    c2c.write(lines(ROWS), "r.json")
    piped = c2c("import", "r.json", "--data", FILE, code=3).err
    shown = c2c("import", "r.json", "--data", FILE, code=3, terminal=True).err
    of_terminal = re.findall(r"(?m)^    c2c (add .*)$", shown)
    assert [shlex.split(command) for command in of_terminal] == commands(piped)


@pytest.mark.parametrize("form", ["json", "xlsx", "csv"])
def test_one_country_of_the_world_needs_two_tries(c2c: Program, form: str) -> None:
    c2c("init", "mine.toml", "--network", "Iran")
    columns = "id,name,names,sector,country,city,event,sources"
    chosen = ["--data", "world", "--country", "IR", "--columns", columns, "--header"]
    c2c("list", *chosen, "--format", form, "--output", f"ir.{form}")
    run = c2c("import", f"ir.{form}", "--data", "mine.toml", code=3)
    assert 'unknown sector "ioc"' in run.err
    for command in commands(run.err):
        c2c(*command)
    assert c2c("import", f"ir.{form}", "--data", "mine.toml").err.splitlines()[0] == (
        f"c2c: imported 9 records (9 added, 0 updated) from ir.{form} into mine.toml"
    )


def test_meetings_of_the_world_need_two_tries(c2c: Program) -> None:
    c2c("init", "mine.toml", "--network", "Iran")
    c2c("meetings", "--data", "world", "--centre", "ICQHS,RCUWM", "--output", "m.json")
    run = c2c("import", "m.json", "--data", "mine.toml", code=3)
    for command in commands(run.err):
        c2c(*command)
    c2c("import", "m.json", "--data", "mine.toml")
    expected = c2c("meetings", "--data", "world", "--centre", "ICQHS,RCUWM").out
    assert c2c("meetings", "--data", "mine.toml").out == expected


def test_problems_between_records_are_reported_with_unknown_words(c2c: Program) -> None:
    rules = rule("heads", level="working")
    c2c.write(SMALL + rules)
    rows: list[dict[str, object]] = [
        {"kind": "heads", "year": 2010, "reason": "x", "sources": ["s"]},
        {"kind": "working", "year": 2019, "reason": "x"},
        {"kind": "boards", "year": 2019, "reason": "x"},
        {"kind": "report", "year": 2020, "reason": "x", "centre": "ICX"},
        {"kind": "report", "year": 2018, "reason": "x"},
    ]
    c2c.write(lines(rows), "w.json")
    centre_x = "add it: c2c add centre ICX --name NAME --sector SECTOR --country COUNTRY"
    assert c2c("import", "w.json", code=3).err == (
        'w.json:1: error: sources: unknown source "s"; use a URL, or add it: c2c add source s '
        "--title TITLE\n"
        'w.json:1: error: year: no rule of kind "heads" applies in 2010; use a year from 2018 on\n'
        'w.json:2: error: kind: unknown cadence rule or obligation "working"; expected heads\n'
        'w.json:3: error: kind: unknown cadence rule or obligation "boards"; expected heads, or add it: '
        "c2c add cadence boards --name NAME --per-year 1 --since 2019\n"
        f'w.json:4: error: centre: unknown centre "ICX"; {centre_x}\n'
        'w.json:4: error: kind: unknown cadence rule or obligation "report" (here and in 1 more '
        "place); expected heads, or add it: c2c add obligation report --name NAME --since 2018\n"
        "c2c: error: found 6 errors in w.json; no records were imported\n"
    )


@pytest.mark.parametrize(
    ("key", "word", "sentence"),
    [
        (
            "sector",
            "Cultur",
            'unknown sector "Cultur"; did you mean "culture"? otherwise, add it: c2c add sector Cultur '
            "--code CODE --name NAME",
        ),
        (
            "sector",
            "Natural Sciences",
            'unknown sector "Natural Sciences"; expected culture or education, or add it: c2c add sector '
            "ID --code CODE --name 'Natural Sciences'",
        ),
        (
            "sources",
            ["minutes2018"],
            'unknown source "minutes2018"; did you mean "minutes-2018"? otherwise, add it: c2c add source '
            "minutes2018 --title TITLE",
        ),
        (
            "sources",
            ["an interview"],
            'unknown source "an interview"; use a URL, or add the source with c2c add source',
        ),
        (
            "event",
            [{"kind": "open"}],
            'unknown kind "open"; did you mean "opened"?',
        ),
        (
            "event",
            [{"kind": "heads"}],
            'unknown kind "heads"; expected proposed, approved, signed, in-force, opened, renewed, '
            "closed, evaluated, decided, annual-report or work-plan",
        ),
    ],
)
def test_hint_names_a_near_match_or_what_can_be_done(
    c2c: Program, key: str, word: object, sentence: str
) -> None:
    c2c.write(SMALL + record("source", id="minutes-2018", title="t") + rule("heads", level="heads"))
    row = {"id": "A", "name": "a", "sector": "culture", "country": "KR"} | {key: word}
    column = "event.kind" if key == "event" else key
    c2c.write(json.dumps(row), "r.json")
    assert c2c("import", "r.json", code=3).err == (
        f"r.json:1: error: {column}: {sentence}\n"
        "c2c: error: found 1 error in r.json; no records were imported\n"
    )


@pytest.mark.parametrize(
    ("attendee", "sentence"),
    [
        ("m", '"m" is a meeting, not a centre or organisation'),
        ("n", '"n" is a meeting, not a centre or organisation'),
        (
            "the ministry",
            'unknown centre or organisation "the ministry"; expected A or NATCOM',
        ),
    ],
)
def test_another_record_with_the_id_is_named(c2c: Program, attendee: str, sentence: str) -> None:
    c2c.write(SMALL + centre() + meeting("m"))
    row = {"id": "n", "title": "t", "start": 2019, "status": "held", "attendees": [attendee]}
    c2c.write(json.dumps(row), "r.json")
    assert c2c("import", "r.json", code=3).err.splitlines()[0] == (
        f"r.json:1: error: attendees: {sentence}"
    )


def test_words_in_events_may_be_in_another_case(c2c: Program) -> None:
    c2c.write(SMALL + record("source", id="letter", title="t"))
    event = {"kind": "Opened", "date": "2019", "sources": ["LETTER"]}
    row = {"id": "A", "name": "a", "sector": "CLT", "country": "KR", "event": [event]}
    c2c.write(json.dumps(row), "r.json")
    c2c("import", "r.json")
    exported = json.loads(c2c("list", "--format", "json").out)
    assert exported[0]["event"] == [{"kind": "opened", "date": "2019", "sources": ["letter"]}]


def test_an_event_may_have_the_kind_of_an_obligation_in_the_file(c2c: Program) -> None:
    c2c.write(SMALL)
    owed = {"kind": "board", "name": "Board", "since": 2018}
    event = {"kind": "Board", "date": "2019"}
    row = {"id": "A", "name": "a", "sector": "CLT", "country": "KR", "event": [event]}
    c2c.write(lines([row, owed]), "r.json")
    c2c("import", "r.json")
    assert c2c("list", "--columns", "event").out == "board=2019\n"


def test_unknown_words_of_events_and_contacts_are_reported_once(c2c: Program) -> None:
    c2c.write(SMALL + centre("ICM"))
    c2c.write(
        "centre,kind,date,sources\nX1,board,2019,minutes\nX1,BOARD,2018,minutes\nICM,opened,x,\n",
        "events.csv",
    )
    kinds = (
        "expected proposed, approved, signed, in-force, opened, renewed, closed, evaluated, decided, "
        "annual-report or work-plan"
    )
    assert c2c("import", "events.csv", code=3).err == (
        'events.csv:2: error: centre (A2): unknown centre "X1" (here and in 1 more place); expected '
        "ICM, or add it: c2c add centre X1 --name NAME --sector SECTOR --country COUNTRY\n"
        'events.csv:2: error: kind (B2): unknown kind "board" (here and in 1 more place); '
        f"{kinds}, or add it: c2c add obligation board --name NAME --since 2018\n"
        'events.csv:2: error: sources (D2): unknown source "minutes" (here and in 1 more place); '
        "use a URL, or add it: c2c add source minutes --title TITLE\n"
        'events.csv:4: error: date (C4): invalid date "x"; use a date such as 2018, 2018-11, '
        "2018-11-20 or 2015..2017\n"
        "c2c: error: found 4 errors in events.csv; no records were imported\n"
    )
    c2c.write("of,role\nMOE,Director\nMOE,Liaison\n", "people.csv")
    assert c2c("import", "people.csv", code=3).err == (
        'people.csv:2: error: of (A2): unknown centre or organisation "MOE" (here and in 1 more '
        "place); expected ICM or NATCOM, or add it: c2c add organisation MOE --name NAME\n"
        "c2c: error: found 1 error in people.csv; no records were imported\n"
    )


def test_rows_that_cannot_be_read_are_reported_with_unknown_words(c2c: Program) -> None:
    c2c.write(SMALL)
    c2c.write("id,name,sector,country\nA,a,ioc,IR\nB,b,ioc\nC,c,ioc,IR\n", "x.csv")
    assert c2c("import", "x.csv", code=3).err == (
        'x.csv:2: error: sector (C2): unknown sector "ioc" (here and in 1 more place); expected '
        "culture or education, or add it: c2c add sector ioc --code CODE --name NAME\n"
        "x.csv:3: error: row has 3 cells, but the header has 4; add the missing cells\n"
        "c2c: error: found 2 errors in x.csv; no records were imported\n"
    )
    # the second object may be what the first one refers to
    rows: list[dict[str, object]] = [
        {"id": "A", "name": "a", "sector": "ioc", "country": "IR"},
        {"id": "ioc", "code": "IOC", "name": "Oceans", "nmaes": {}},
    ]
    c2c.write(lines(rows), "x.json")
    assert c2c("import", "x.json", code=3).err == (
        'x.json:2: error: unknown key "nmaes"; did you mean "names"?\n'
        "c2c: error: found 1 error in x.json; no records were imported\n"
    )


def test_an_undated_delivery_suggests_the_current_year(c2c: Program) -> None:
    c2c.write(SMALL + centre("ICM"))
    c2c.write("centre,kind\nICM,board\n", "events.csv")
    run = c2c("import", "events.csv", code=3)
    (command,) = commands(run.err)
    c2c(*command)
    c2c("import", "events.csv")
    assert c2c("list", "--columns", "event").out == "board=?\n"


def test_thousands_of_unknown_words_are_cut(c2c: Program) -> None:
    c2c.write(SMALL)
    rows: list[dict[str, object]] = [
        {
            "id": f"m{number}",
            "title": "t",
            "start": 2018,
            "status": "held",
            "attendees": [f"X{number}"],
        }
        for number in range(1500)
    ]
    c2c.write(json.dumps(rows, indent=1), "r.json")
    *reported, last = c2c("import", "r.json", code=3).err.splitlines()
    assert len(reported) == 1000
    assert last == (
        "c2c: error: stopped reading r.json after 1,000 errors; no records were imported"
    )
