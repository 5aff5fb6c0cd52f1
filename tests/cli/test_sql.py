"""`c2c sql`: tables, values, limits, errors, and the database file."""

import csv
import io
import json
import re
import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest

from c2c_cli.model import agreements, cadence, obligations
from c2c_cli.output import database, tables
from c2c_cli.output.view import Value
from conftest import Program
from samples import SMALL, centre, event, meeting, read_page, record

DAY = ("--as-of", "2026-12-01")

SAMPLE = (
    SMALL
    + record("organisation", id="NC", name="National Commission")
    + record("source", id="book", title="A book", date="2018-07")
    + centre(
        "A",
        names={"ko": "가", "fr": "Centre A"},
        identifiers={"wikidata": "Q7809"},
        location=[37, 126.50],
        sources=["book"],
        extra={"budget": 1200000, "rate": 1.5, "open": True, "day": "x", "a-b": "c;d"},
    )
    + event("approved", "..2013", sources=["https://example.org/a"])
    + event("signed", "2014-02", until=2019, term=6)
    + event("in-force", "2014-03-01")
    + event("opened", 2015)
    + centre("B", "approved:2016-11")
    + meeting("m", start="2018-06", organisers=["NC"], attendees=["A", "B"], invited=["B"])
    + meeting("n", start="2019", agenda=["One", "Two"], outcomes=["Three"])
    + record("obligation", kind="board", name="Board", since=2015, centres=["B"])
    + record("waiver", kind="board", year=2016, centre="B", reason="x")
)


def rows(c2c: Program, query: str, *args: str) -> list[list[str]]:
    """Return the rows of a query as in CSV, without the header."""
    out = c2c("sql", query, *args, "--format", "csv").out
    return [*csv.reader(io.StringIO(out, newline=""))][1:]


def columns_of(c2c: Program, *args: str) -> dict[str, list[str]]:
    """Return the columns of each table."""
    found: dict[str, list[str]] = {}
    for line in c2c("sql", "--tables", *args).out.splitlines():
        table, column, meaning = line.split("\t")
        assert meaning.endswith(".")
        found.setdefault(table, []).append(column)
    return found


def test_result_is_a_table_in_a_terminal_and_tsv_in_a_pipe(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(SAMPLE)
    monkeypatch.setenv("NO_COLOR", "1")
    query = "select id, status, until_last, latitude, extra_budget from centre"
    assert c2c("sql", query).out == "A\toperating\t2019-12-31\t37.0\t1200000\nB\tpreparing\t\t\t\n"
    assert c2c("sql", query, *DAY, terminal=True).out == (
        "Result as of 2026-12-01\n"
        "\n"
        "ID  Status       Until last  Latitude  Extra budget\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
        "A   ● operating  2019-12-31      37.0       1200000\n"
        "B   ◐ preparing\n"
        "\n"
        "2 rows: 1 operating, 1 preparing\n"
    )


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", "id,n\nA,1\nB,\n"),
        ("md", "| id | n |\n| --- | --- |\n| A | 1 |\n| B |  |\n"),
        ("jsonl", '{"id": "A", "n": 1}\n{"id": "B"}\n'),
        (
            "json",
            '[\n  {\n    "id": "A",\n    "n": 1\n  },\n  {\n    "id": "B"\n  }\n]\n',
        ),
    ],
)
def test_result_in_other_formats(c2c: Program, form: str, expected: str) -> None:
    c2c.write(SAMPLE)
    query = "select id, case id when 'A' then 1 end n from centre"
    assert c2c("sql", query, "--format", form).out == expected


def test_output_options_apply_to_the_columns_of_the_query(c2c: Program) -> None:
    c2c.write(SAMPLE)
    query = "select id, country from centre"
    options = ("--columns", "country,id", "--sort", "-id", "--header")
    assert c2c("sql", query, *options).out == "country\tid\nKR\tB\nKR\tA\n"
    assert c2c("sql", query, "--columns", "city", code=2).err == (
        'c2c: error: --columns: unknown column "city"; expected id or country\n'
    )
    c2c("sql", query, "--output", "out.csv")
    assert Path("out.csv").read_text() == "id,country\nA,KR\nB,KR\n"


def test_empty_result(c2c: Program) -> None:
    c2c.write(SAMPLE)
    query = "select id from centre where 0"
    assert c2c("sql", query) == (0, "", "")
    assert c2c("sql", query, terminal=True) == (0, "", "c2c: no rows\n")
    assert c2c("sql", query, "--format", "csv").out == "id\n"
    assert c2c("sql", query, "--format", "json").out == "[]\n"


def test_query_is_read_from_standard_input(c2c: Program) -> None:
    c2c.write(SAMPLE)
    query = "\ufeff-- centres\nselect id\nfrom centre;\n"
    assert c2c("sql", "-", stdin=query.encode()).out == "A\nB\n"
    assert c2c("sql", "select id from meeting", "--data", "-", stdin=SAMPLE.encode()).out == (
        "m\nn\n"
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("select id, id, id from centre limit 1", "id,id:1,id:2\nA,A,A\n"),
        ("select 1 as 'id:1', 2 as id, 3 as id", "id:1,id,id:2\n1,2,3\n"),
        ('select 1 as "a\tb"', "a\\tb\n1\n"),
        ("select x'00ff', 1e999, -1e999", "x'00ff',1e999,-1e999\n00FF,inf,-inf\n"),
        ("select cast(x'ff' as text) t", "t\n\ufffd\n"),
        ("select 'a' || char(0) || 'b' t", "t\na\0b\n"),
        ("select 9223372036854775807 n, 0.1 x", "n,x\n9223372036854775807,0.1\n"),
        ("select '' t, null u", "t,u\n,\n"),
        (";; -- x\n /* y */ values (1)", "column1\n1\n"),
        ("select value from json_each('[1, 2]')", "value\n1\n2\n"),
        ("with centre as (select 7 x) select count(*) n from centre", "n\n1\n"),
        ("with t(i) as (select 1 union all select i + 1 from t limit 3) select count(*) n from t", "n\n3\n"),
        ('select "extra_a-b" from centre limit 1', "extra_a-b\nc;d\n"),
        ("select extra_open, extra_rate from centre limit 1", "extra_open,extra_rate\ntrue,1.5\n"),
    ],
)  # fmt: skip
def test_values_of_any_type(c2c: Program, query: str, expected: str) -> None:
    c2c.write(SAMPLE)
    assert c2c("sql", query, "--format", "csv").out == expected


def test_types_in_sql(c2c: Program) -> None:
    c2c.write(SAMPLE)
    columns = "location, latitude, extra_budget, extra_rate, extra_open, city"
    types = ", ".join(f"typeof({column})" for column in columns.split(", "))
    assert c2c("sql", f"select {types} from centre where id = 'A'").out == (
        "text\treal\tinteger\treal\ttext\tnull\n"
    )


def test_tables_of_lists(c2c: Program) -> None:
    c2c.write(SAMPLE)
    expected = {
        "event": [
            ["A", "1", "approved", "", "..2013", "", "2013-12-31", *[""] * 5],
            ["A", "2", "signed", "", "2014-02", "2014-02-01", "2014-02-28", *UNTIL, "", "6"],
            ["A", "3", "in-force", "", *["2014-03-01"] * 3, *[""] * 5],
            ["A", "4", "opened", "", "2015", "2015-01-01", "2015-12-31", *[""] * 5],
            ["B", "1", "approved", "", "2016-11", "2016-11-01", "2016-11-30", *[""] * 5],
        ],
        "name": [["centre", "A", "ko", "가"], ["centre", "A", "fr", "Centre A"]],
        "identifier": [["A", "wikidata", "Q7809"]],
        "organiser": [["m", "NC"]],
        "attendee": [["m", "A"], ["m", "B"]],
        "invited": [["m", "B"]],
        "agenda": [["n", "1", "One"], ["n", "2", "Two"]],
        "outcome": [["n", "1", "Three"]],
        "obligation_centre": [["board 2015 B", "B"]],
        "citation": [
            ["centre", "A", "", "book"],
            ["centre", "A", "1", "https://example.org/a"],
        ],
    }
    for table, found in expected.items():
        assert rows(c2c, f"select * from {table}") == found, table
    assert rows(c2c, "select id, kind, since from obligation") == [
        ["board 2015 B", "board", "2015"]
    ]
    assert rows(c2c, "select id, year, centre from waiver") == [["board 2016 B", "2016", "B"]]
    assert rows(c2c, "select name from network") == [["A network"]]


UNTIL = ("2019", "2019-01-01", "2019-12-31")


@pytest.mark.parametrize("data", ["korea", "world"])
def test_each_first_and_last_day_is_that_of_the_date(c2c: Program, data: str) -> None:
    found = columns_of(c2c, "--data", data)
    checked = 0
    for table, columns in found.items():
        dates = [name.removesuffix("_first") for name in columns if name.endswith("_first")]
        for name in dates:
            query = f"select {name}, {name}_first, {name}_last from {table}"
            for text, first, last in rows(c2c, query, *DAY, "--data", data):
                assert (first, last) == days(text), (table, name)
                checked += 1
    assert checked > 100


def days(text: str) -> tuple[str, str]:
    """Return the first and the last day of a date as written."""
    if text in {"", "?"}:
        return "", ""
    start, between, end = text.partition("..")
    end = end if between else start
    month = end[5:7] or "12"
    last = "29" if month == "02" and int(end[:4] or 1) % 4 == 0 else LAST_DAYS.get(month, "31")
    return (start + "-01-01"[len(start) - 4 :] if start else "", end[:4] + f"-{month}-{end[8:] or last}" if end else "")  # fmt: skip


LAST_DAYS = {"02": "28", "04": "30", "06": "30", "09": "30", "11": "30"}


def test_records_do_not_depend_on_the_day(c2c: Program) -> None:
    c2c.write(SAMPLE)
    query = "select id, status, approved from centre"
    assert c2c("sql", query, "--as-of", "2014").out == "A\tpreparing\t..2013\nB\t\t\n"


QUERIES = [
    "select * from {}",
    "select count(*) from {}",
    "select count(*) from centre join agreement using (id)",
    "select count(*), count(name) from centre natural join agreement",
    "select centre.name, a.state from agreement a left join centre using (id)",
    "select * from centre natural join agreement",
    "select count(*) from meeting m join attendee a on a.meeting = m.id join centre using (id)",
    "select id, (select count(*) from attendee a where a.id = centre.id) from centre",
    "select c.id from centre c where not exists (select 1 from event e where e.centre = c.id and kind = 'opened')",
    "select id from centre where id in (select id from attendee) order by upper(country), 1",
    "select country, count(*) from centre group by 1 having count(*) > 1 order by 2 desc, 1",
    "with x as (select centre, min(date_first) d from event group by 1) select name, d from x join centre on id = centre",
    "select rowid, * from sector",
    "select count(*) over (partition by sector), id from centre",
    "select id from centre union select id from organisation except select id from attendee",
    "values ((select count(*) from event))",
    "select max(rowid) from event",
    "select id from centre limit (select count(*) from sector)",
    'select "ID", [Country], `city` from CENTRE',
    "select a.id, b.id from attendee a join attendee b using (meeting) where a.id < b.id limit 50",
    "select string from (select group_concat(id) as string from centre)",
]


@pytest.mark.parametrize("data", ["korea", "world"])
def test_query_has_the_result_that_the_written_database_has(c2c: Program, data: str) -> None:
    options = (*DAY, "--data", data)
    c2c("sql", "--output", "registry.db", *options)
    connection = sqlite3.connect("registry.db")
    names = columns_of(c2c, *options)
    found = 0
    for pattern in QUERIES:
        for table in names if "{}" in pattern else ("",):
            query = pattern.format(table)
            expected = [["" if cell is None else str(cell) for cell in row] for row in connection.execute(query)]  # fmt: skip
            assert rows(c2c, query, *options) == expected, query
            found += len(expected)
    connection.close()
    assert found > 500


def test_database_is_valid_and_the_same_each_time(c2c: Program) -> None:
    c2c.write(SAMPLE)
    c2c("sql", "--output", "a.db", *DAY)
    c2c("sql", "--output", "b.sqlite3", *DAY)
    c2c("sql", "--format", "db", "--output", "c", *DAY)
    content = Path("a.db").read_bytes()
    assert content == Path("b.sqlite3").read_bytes() == Path("c").read_bytes()
    connection = sqlite3.connect("a.db")
    assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert connection.execute("pragma foreign_key_check").fetchall() == []
    keys = connection.execute("select * from pragma_foreign_key_list('event')").fetchall()
    assert [key[2:5] for key in keys] == [("centre", "centre", "id")]
    assert connection.execute("select id from centre").fetchall() == [("A",), ("B",)]
    connection.close()


@pytest.mark.parametrize("data", ["korea", "world"])
def test_bundled_registries_have_valid_databases(c2c: Program, data: str) -> None:
    c2c("sql", "--output", "a.db", "--data", data)
    connection = sqlite3.connect("a.db")
    assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    assert connection.execute("pragma foreign_key_check").fetchall() == []
    connection.close()


def test_database_replaces_only_what_output_may_replace(c2c: Program) -> None:
    file = c2c.write(SAMPLE, "registry.db")
    run = c2c("sql", "--output", "registry.db", "--data", "registry.db", code=2)
    assert run.err == (
        "c2c: error: --output: registry.db is the registry file; pass another file\n"
    )
    assert file.read_text() == SAMPLE
    run = c2c("sql", "--format", "db", "--data", "registry.db", terminal=True, code=5)
    assert "cannot write binary data to a terminal; use --output FILE" in run.err.replace(
        "\n    ", " "
    )


def test_tables_are_listed_by_section_in_a_terminal(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(SAMPLE)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    lines = c2c("sql", "--tables", terminal=True).out.splitlines()
    assert lines[:6] == [
        "Tables for c2c sql",
        "",
        "Column               Meaning",
        "━" * 80,
        "network " + "─" * 72,
        "name                 Full name.",
    ]
    assert max(map(len, lines)) <= 80
    assert json.loads(c2c("sql", "--tables", "--format", "json").out)[0] == {
        "table": "network",
        "column": "name",
        "meaning": "Full name.",
    }


USAGE = [
    ((), "missing argument QUERY; pass a query, or --output registry.db to write the whole database"),
    (("--output", "x.csv"), "missing argument QUERY; pass a query, or --output registry.db to write the whole database"),
    (("select 1", "--tables"), "QUERY cannot be used with --tables"),
    (("select 1", "--output", "x.db"), "QUERY cannot be used with --output x.db"),
    (("select 1", "--format", "db"), "QUERY cannot be used with --format db"),
    (("--tables", "--output", "x.sqlite"), "--tables cannot be used with --output x.sqlite"),
    (("--output", "x.db", "--header"), "--format db cannot be used with --columns, --sort or --header"),
    (("-", "--data", "-"), "standard input cannot be both QUERY and --data; pass a file"),
    (("select", "id", "from", "centre"), 'unexpected arguments "id", "from" and "centre"; quote the query'),
    (("select 1", "--output", "x.docx"), '--output: unknown file extension ".docx"; expected .tsv, .csv, .json, .jsonl, .md, .xlsx or .db, or pass --format'),
]  # fmt: skip


@pytest.mark.parametrize(("args", "message"), USAGE)
def test_usage_errors(c2c: Program, args: tuple[str, ...], message: str) -> None:
    c2c.write(SAMPLE)
    assert c2c("sql", *args, code=2) == (2, "", f"c2c: error: {message}\n")
    assert not Path("x.db").exists()


ONLY = "only queries are allowed; use SELECT, WITH or VALUES"

ERRORS = {
    "": "query is empty; run c2c sql --tables for the tables",
    " ;/* x */\n-- y": "query is empty; run c2c sql --tables for the tables",
    "selec 1": 'syntax error near "selec"',
    "select": "query is incomplete",
    "select id from centre where": "query is incomplete",
    "select 'a": 'unclosed string "\'a"; add the closing quote',
    "select nam from centre": 'unknown column "nam"; did you mean "name"?',
    "select c.cuntry from centre c": 'unknown column "c.cuntry"; did you mean "country"?',
    "select opened_frist from centre": 'unknown column "opened_frist"; did you mean "opened_first"?',
    "select id from centre where status = operating": 'unknown column "operating"; put text in single quotes, or run c2c sql --tables',
    "select 1 from centres": 'unknown table "centres"; did you mean "centre"?',
    "select 1 from contact": 'unknown table "contact"; run c2c sql --tables for a full list',
    "select cout(*) from centre": 'unknown function "cout"; did you mean "count"?',
    "select zzzzzzzz(1)": 'unknown function "zzzzzzzz"',
    "select count(1, 2)": "wrong number of arguments to function count()",
    "select 1; select 2": "query has several statements; run them one by one",
    "select 1;;drop table centre": "query has several statements; run them one by one",
    "select ?": "query has a parameter; write its value into the query",
    "select ?1": "query has a parameter; write its value into the query",
    "select :x": "query has a parameter; write its value into the query",
    "select @x": "query has a parameter; write its value into the query",
    "select zeroblob(2000000)": "a value is longer than 1,000,000 bytes",
    "select sum(9223372036854775807) from centre": "integer overflow",
    "select id, id from centre union select 1": "SELECTs to the left and right of UNION do not have the same number of result columns",
    "select * from sqlite_schema": 'cannot read table "sqlite_master"; run c2c sql --tables for a full list',
    "select * from sqlite_temp_master": 'cannot read table "sqlite_temp_master"; run c2c sql --tables for a full list',
    "select name from pragma_database_list": 'cannot read table "pragma_database_list"; run c2c sql --tables for a full list',
    "select load_extension('x.so')": 'function "load_extension" is not allowed',
    "with x as (select 1) delete from centre": ONLY,
    "with x as (select 1) insert into centre (id) select * from x": ONLY,
    "with x as (select 1) update centre set id = 1": ONLY,
    "with x as (select 1) replace into centre (id) select * from x": ONLY,
    "explain select 1": ONLY,
    "EXPLAIN QUERY PLAN select 1": ONLY,
}  # fmt: skip


@pytest.mark.parametrize("query", ERRORS)
def test_error_in_a_query_is_one_sentence(c2c: Program, query: str) -> None:
    c2c.write(SAMPLE)
    message = ERRORS[query]
    run = c2c("sql", "-", stdin=query.encode(), code=2)
    assert (run.out, run.err) == ("", f"c2c: error: QUERY: {message}\n")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (b"select '\0'", "query contains a NUL character; remove it"),
        (b"select '\xff'", "query is not valid UTF-8"),
        (b"select 1" + b" " * 1_000_000, "query is longer than 1,000,000 bytes"),
    ],
)
def test_query_that_sqlite_cannot_read(c2c: Program, query: bytes, message: str) -> None:
    c2c.write(SAMPLE)
    assert c2c("sql", "-", stdin=query, code=2).err == f"c2c: error: QUERY: {message}\n"


ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n) select {} from n"


@pytest.mark.parametrize("what", ["count(*)", "i", "randomblob(100)"])
def test_long_query_is_ended(c2c: Program, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    c2c.write(SAMPLE)
    monkeypatch.setattr(database, "MAX_SECONDS", 0)
    run = c2c("sql", ENDLESS.format(what), code=2)
    assert run.err == "c2c: error: QUERY: query took longer than 0 seconds\n"


def test_long_result_is_refused(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(SAMPLE)
    monkeypatch.setattr(database, "MAX_ROWS", 3)
    assert c2c("sql", ENDLESS.format("i") + " limit 3").out == "1\n2\n3\n"
    run = c2c("sql", ENDLESS.format("i"), code=2)
    assert run.err == "c2c: error: QUERY: result has more than 3 rows; add a LIMIT\n"
    monkeypatch.setattr(database, "MAX_RESULT", 5)
    assert c2c("sql", "select 'abcde'").out == "abcde\n"
    run = c2c("sql", "select 'abc', x'aabb'", code=2)
    assert run.err == (
        "c2c: error: QUERY: result has more than 5 characters; select fewer rows or columns\n"
    )


def test_time_is_linear(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """Count the steps of SQLite, and the values that are stored."""
    query = (
        "select c.id, (select count(*) from attendee a where a.id = c.id), count(e.number) "
        "from centre c left join event e on e.centre = c.id group by c.id"
    )
    steps: dict[int, int] = {}
    monkeypatch.setattr(database, "_STEPS", 10)
    store = database.stored
    for size in (100, 400):
        looks: list[int] = []

        def look(looks: list[int] = looks) -> int:
            looks.append(1)
            return 0

        def count(value: Value, looks: list[int] = looks) -> str | float | None:
            looks.append(1)
            return store(value)

        monkeypatch.setattr(database, "time", SimpleNamespace(monotonic=look))
        monkeypatch.setattr(database, "stored", count)
        centres = "".join(centre(f"C{number}", "opened:2001") for number in range(size))
        ids = [f"C{number}" for number in range(size)]
        c2c.write(SMALL + centres + meeting("m", attendees=ids))
        assert c2c("sql", query).out.count("\n") == size
        steps[size] = len(looks)
    assert steps[400] < 4.4 * steps[100]


def test_only_the_tables_that_a_query_reads_are_filled(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(SAMPLE)

    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(agreements, "agreements", fail)
    monkeypatch.setattr(cadence, "evaluate", fail)
    monkeypatch.setattr(obligations, "evaluate", fail)
    assert c2c("sql", "select count(*) from centre, meeting, obligation").out == "4\n"
    assert c2c("sql", "select 1 where 'agreement' = 'cadence_state'") == (0, "", "")


def test_extra_keys_that_sqlite_does_not_tell_apart(c2c: Program) -> None:
    extra = {"Budget": 1, "budget": 2, "BUDGET": 3, "budget_1": 4, '"É"': 5, '"é"': 6}
    c2c.write(SMALL + centre(extra=extra))
    out = c2c("sql", "select * from centre", "--format", "json").out
    found = {key: value for key, value in json.loads(out)[0].items() if key.startswith("extra_")}
    query = "select count(*) from centre a join centre b using (EXTRA_budget)"
    assert c2c("sql", query).out == "1\n"
    assert found == {
        "extra_Budget": 1,
        "extra_budget:1": 2,
        "extra_BUDGET:2": 3,
        "extra_budget_1": 4,
        "extra_É": 5,
        "extra_é": 6,
    }


def test_many_extra_keys_are_limited(c2c: Program) -> None:
    extra = {f"key{number}": number for number in range(2_500)}
    c2c.write(SMALL + centre(extra=extra))
    names = [name for name in columns_of(c2c)["centre"] if name.startswith("extra_")]
    assert names == [f"extra_key{number}" for number in range(tables.MAX_EXTRA)]
    assert c2c("sql", "select extra_key7 from centre").out == "7\n"
    c2c("sql", "--output", "a.db")


def test_no_table_has_contacts(c2c: Program) -> None:
    person = record("centre.contact", role="zqx", name="zqx", email="zqx@example.org", note="zqx")
    others = person.replace("centre.", "organisation.")
    c2c.write(SMALL + centre() + person + record("organisation", id="NC", name="N") + others)
    names = columns_of(c2c)
    assert not [name for name in names if "contact" in name]
    for table in names:
        assert "zqx" not in c2c("sql", f"select * from {table}", "--format", "json").out
        query = f"select id, 1 as contact from {table}" if "id" in names[table] else "select 1"
        assert "zqx" not in c2c("sql", query, "--columns", "contact", code=None).out
    c2c("sql", "--output", "a.db")
    assert b"zqx" not in Path("a.db").read_bytes()


def test_explanations_fit_messages_of_other_versions() -> None:
    explained = {
        'no such column: "KR" - should this be a string literal in single-quotes?': 'unknown column "KR"',
        "no such column: main.centre.nam": 'unknown column "main.centre.nam"',
        "no such table: main.x": 'unknown table "x"',
        "You can only execute one statement at a time.": "query has several statements",
        "Incorrect number of bindings supplied. The current statement uses 1.": "query has a parameter",
        "You did not supply a value for binding parameter :x.": "query has a parameter",
    }
    for message, expected in explained.items():
        assert database.explained(message, "select", []).message == expected


def test_every_column_has_a_meaning_of_one_sentence(c2c: Program) -> None:
    for line in c2c("sql", "--tables").out.splitlines():
        meaning = line.split("\t")[2]
        assert re.fullmatch(r"\S.*[^.]\.", meaning)


def test_page_has_every_table_and_column(c2c: Program) -> None:
    page = read_page("sql").partition("\n## Tables\n")[2]
    documented: list[tuple[str, str, str]] = []
    for table, section in re.findall(
        r"^### `(\w+)`\n(.*?)(?=^###|\Z)", page, re.DOTALL | re.MULTILINE
    ):
        rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE)
        documented += [(table, column, meaning) for column, meaning in rows]
    listed = [line.split("\t") for line in c2c("sql", "--tables").out.splitlines()]
    dates = {
        (table, f"{column}_{side}") for table, column, _ in listed for side in ("first", "last")
    }
    assert documented == [tuple(row) for row in listed if (row[0], row[1]) not in dates]


def test_page_has_the_limits() -> None:
    page = read_page("sql")
    assert f"| duration | {database.MAX_SECONDS} seconds, " in page
    assert f"| rows of the result | {database.MAX_ROWS:,} |" in page
    assert f"| characters of the result | {database.MAX_RESULT:,} |" in page
    assert f"| length of the query, or of a value | {database.MAX_VALUE:,} bytes |" in page
    assert f"| memory of SQLite | {database.MAX_HEAP >> 20} MB |" in page
    assert f" {tables.MAX_EXTRA:,} extra keys have columns." in page
