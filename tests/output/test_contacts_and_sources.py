"""Contacts, which are personal data, and the titles of sources that are cited by their id."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from c2c_cli import cli
from c2c_cli.cli import COMMANDS, app, query
from c2c_cli.model.records import Contact
from c2c_cli.output import render
from conftest import Program
from samples import SMALL, centre, drives, event, meeting, record, rule

PERSONAL = ("Director-of-A", "Kim Person", "kim@example.org", "+82 2 1234", "on leave")

REGISTRY = (
    SMALL
    + record(
        "source",
        id="book",
        title="A [book]",
        publisher="Press",
        date="2018-07",
        url="https://example.org/book",
    )
    + record("source", id="letter", title="A letter")
    + centre(identifiers={"wikidata": "Q7809", "ror": "https://ror.org/05dxps055"})
    + record(
        "centre.contact",
        **dict(zip(("role", "name", "email", "phone", "note"), PERSONAL, strict=True)),
    )
    + event("opened", 2017, sources=["book"])
    + meeting(
        "m",
        start="2018-06-27",
        mode="online",
        link="https://example.org/join",
        sources=["letter", "https://example.org/m", "book"],
    )
)


def options_of(name: str) -> dict[str, Iterable[str]]:
    """Return the options of a command, and the words that each accepts."""
    parameters = app.get_command(None, name).params
    return {one.name: getattr(getattr(one.type, "func", None), "words", ()) for one in parameters}


def personal(text: str) -> list[str]:
    return [one for one in PERSONAL if one in text]


@pytest.mark.parametrize(
    "command",
    [
        ("show", "A", "--format", "md"),
        ("show", "A", "--format", "MD"),
        ("list", "--format", "md"),
        ("report", "--year", "2018"),
        ("meetings", "--format", "ics"),
        ("meetings", "--format", "md"),
        ("list",),
        ("list", "--format", "csv"),
    ],
)
def test_published_formats_have_no_contacts(c2c: Program, command: tuple[str, ...]) -> None:
    c2c.write(REGISTRY)
    out = c2c(*command).out
    assert "A" in out or "m" in out
    assert personal(out) == []


def everyone(*members: str) -> str:
    """Return a registry whose contacts have values that appear nowhere else."""
    text = SMALL.replace(ORGANISATION, "")
    for member in members:
        if member == "NATCOM":
            text += ORGANISATION
        else:
            text += centre(member) + event("signed", "2013-01", until="2018-07")
        table = "organisation" if member == "NATCOM" else "centre"
        for when, dates in WHEN.items():
            who = f"{MARK}-{when}-{member}".lower()
            text += record(
                f"{table}.contact",
                role=f"role-{who}",
                name=f"name-{who}",
                email=f"email@{who}.org",
                phone=f"phone-{who}",
                note=f"note-{who}",
                **dates,
            )
    return (
        text
        + meeting("m", start="2018-06-27", organisers=["NATCOM"], attendees=["A", "B"])
        + meeting("n", start="2018-11-20", status="planned", organisers=["A"], invited=["B"])
        + rule("formal")
        + record("obligation", kind="board", name="Board", since=2015)
    )


MARK = "zqx"
ORGANISATION = '\n[[organisation]]\nid = "NATCOM"\nname = "National Commission"\n'
WHEN: dict[str, dict[str, object]] = {
    "now": {"since": 2011},
    "former": {"until": 2010},
    "future": {"since": "2030-01"},
}

QUERIES = [name for name in COMMANDS if "format" in options_of(name) and name != "undo"]

OTHERS = {
    *("add", "edit", "remove", "import", "undo", "init", "merge"),
    *("path", "schema", "site", "completion"),
}
"""The commands that print no records, except those that they change."""

TEXTS = {"tsv", "csv", "json", "jsonl"}
SHOWING = {
    "contacts": {"table", "xlsx", *TEXTS},
    "show": {"table", "xlsx", *TEXTS},
    "due": {"table", "xlsx", *TEXTS},
    "list": {"table", "xlsx", *TEXTS},  # only with the column
}
"""The commands and formats that may show contacts."""

WITHOUT_CONTACTS = {form.name for form in render.FORMATS if not form.contacts}
"""The formats of all commands in which contacts are refused."""

VALUES = {
    "text": "A",
    "ids": "A NATCOM m",
    "files": "data/centres.toml",
    "old": "old.toml",
    "new": "old.toml data/centres.toml",
    "sector": "culture",
    "list status": "operating",
    "meetings status": "held",
    "country": "KR",
    "as_of": "2018-06-27",
    "lang": "ko",
    "year": "2018",
    "start": "2010",
    "end": "2040",
    "timeline kind": "signed",
    "obligations kind": "board",
    "kind": "formal",
    "centre": "A",
    "meeting": "m",
    "role": f"role-{MARK}-now-a",
    "within": "999",
    "last": "2",
    "explain": "no-sources",
    "ignore": "no-sources",
    "stdin_name": "name.toml",
    "sql": "select",
}
"""A value of each option and argument of a command that prints records."""


REQUIRED = {
    "show": ["A", "NATCOM", "m"],
    "changes": ["old.toml"],
    "sql": ["select * from centre, organisation, meeting"],
}
"""The arguments without which a command prints nothing."""


def ways(command: str) -> Iterator[list[str]]:
    """Yield arguments of a command, so that each of its options is used once."""
    found = app.get_command(None, command)
    required = REQUIRED.get(command, [])
    yield required
    for option in found.params:
        name = option.name
        if name in {"data", "format", "file", "help"}:
            continue
        if name in {"columns", "sort"}:
            columns = [column for column in found.empty_view.columns if column != "contact"]
            if not columns:  # those of c2c sql are those of the query
                continue
            value = ",".join(columns) if name == "columns" else columns[-1]
            yield [*required, f"--{name}", value]
            if len(columns) < len(found.empty_view.columns):
                yield [*required, f"--{name}", "contact"]
            continue
        if option.param_type_name == "argument":
            yield VALUES[name].split()
        elif command == "show" and name in {"every", "contacts"}:  # instead of ids
            yield ["--all", "--contacts"] if name == "contacts" else ["--all"]
        elif option.is_flag:
            yield [*required, (*option.secondary_opts, *option.opts)[0]]
        else:
            value = VALUES.get(f"{command} {name}") or VALUES[name]
            yield [*required, option.opts[0], value]


def printed(c2c: Program, *args: str) -> str:
    """Return what a command prints, also as a workbook or a Word document."""
    if args[-1] not in {"xlsx", "docx"}:
        run = c2c(*args, code=None)
        # a drawing has no other format, and a calendar no columns
        is_refused = "--chart" in args or args[-1] == "ics"
        asks_for_contacts = not {"contact", "--contacts"}.isdisjoint(args)
        is_refused = is_refused or (asks_for_contacts and args[-1] in WITHOUT_CONTACTS)
        # the period of changes in one file
        is_refused = is_refused or ("old.toml" in args and not {"--from", "--to"}.isdisjoint(args))
        # a query has no other answer, and is none if it is a single word
        is_refused = is_refused or (args[0] == "sql" and run.code == 2)
        is_refused = is_refused or "--stdin-name" in args  # the registry is a file
        assert run.code in {0, 1} or is_refused, run
        return (run.out + run.err).replace("\r\n ", "")
    file = f"out.{args[-1]}"
    c2c(*args, "--output", file, code=None)
    with ZipFile(file) as files:
        return "".join(
            files.read(name).decode() for name in files.namelist() if not name.endswith(".jpeg")
        )


@pytest.mark.parametrize("command", QUERIES)
def test_contacts_are_shown_only_where_it_is_declared(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    c2c.write(everyone("A", "NATCOM", "B"))
    c2c.write(everyone("A", "NATCOM", "B").replace("email@", "other@"), "old.toml")
    monkeypatch.setenv("COLUMNS", "300")
    for args in ways(command):
        is_list_with_contacts = args == ["--columns", "contact"]
        for form in options_of(command)["format"]:
            if form == "xlsx" and args[:1] == ["--chart"]:
                continue
            may_show = form in SHOWING.get(command, ())
            if command == "list" and not is_list_with_contacts:
                may_show = False
            if command == "show" and args == ["--all"]:
                may_show = False
            shows = MARK in printed(c2c, command, *args, "--format", form)
            is_base = args == next(ways(command)) or is_list_with_contacts
            is_base = is_base or args == ["--all", "--contacts"]
            assert shows <= may_show, (args, form)
            assert shows or not (is_base and may_show), (args, form)


@pytest.mark.parametrize("columns", ["contact", "id,Contact", "CONTACT", " contact "])
def test_contact_column_is_not_empty_however_it_is_named(c2c: Program, columns: str) -> None:
    c2c.write(REGISTRY)
    assert "Director-of-A, Kim Person, kim@example.org" in c2c("list", "--columns", columns).out


@pytest.mark.parametrize("command", ["list", "due"])
def test_contact_column_is_refused_in_a_format_without_contacts(c2c: Program, command: str) -> None:
    c2c.write(REGISTRY)
    run = c2c(command, "--columns", "id,Contact", "--format", "md", code=2)
    message = "c2c: error: --columns: contacts are never written as md; pass another --format\n"
    assert (run.out, run.err) == ("", message)


def test_every_command_is_known_to_print_records_or_not() -> None:
    assert {*QUERIES} | OTHERS == {*COMMANDS}
    assert {*SHOWING} <= {*QUERIES}


def test_contacts_of_the_day_are_shown(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(everyone("A", "NATCOM", "B"))
    monkeypatch.setenv("COLUMNS", "300")
    for day, when in (("2005", "former"), ("2018-06-27", "now")):
        for command in ("contacts", "due", "list --columns contact"):
            out = c2c(*command.split(), "--as-of", day, "--format", "csv").out
            assert {*re.findall("zqx-([a-z]+)", out)} <= {when}, command


HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(1)",
    "x;=1",
    '"><script>alert(1)</script>',
    "[x](javascript:alert(1))",
    "| a | b |",
    'Kim, "A." <kim@example.org>',
    "kim@example.org, eve@example.org",
    "x\u202egro.elpmaxe",
    "x\u2066y\u2069",
    "x\u0000y",
    "x\u0001\u0007\u001b[31m\u001b]0;t\u0007",
    "x\u009b2J",
    "x\tBcc: eve@example.org",
]
"""Names and addresses that a spreadsheet, a browser, a mail program or a terminal may misread."""

COMMANDS_WITH_CONTACTS = ["contacts", "show A", "due --as-of 2018-06-27", "list --columns contact"]


def hostile() -> str:
    text = SMALL + centre() + event("signed", "2013-01", until="2018-07")
    for value in HOSTILE:
        text += record("centre.contact", role=value, name=value, email=value, phone=value)
    return text + centre("B") + event("signed", "2013-01", until="2018-07")


@pytest.mark.parametrize("command", COMMANDS_WITH_CONTACTS)
def test_hostile_contacts_drive_no_terminal(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    c2c.write(hostile())
    monkeypatch.setenv("NO_COLOR", "1")
    for form in options_of(command.partition(" ")[0])["format"]:
        if form != "xlsx":
            code = 2 if "--columns" in command and form in WITHOUT_CONTACTS else 0
            run = c2c(*command.split(), "--format", form, terminal=True, code=code)
            assert drives(run.out + run.err, keep="\n\t") == []


@pytest.mark.parametrize("command", ["contacts", "show A"])
def test_hostile_contacts_are_exact_in_data_formats(c2c: Program, command: str) -> None:
    c2c.write(hostile())
    found = json.loads(c2c(*command.split(), "--format", "json").out)
    people = found if command == "contacts" else found[0]["contact"]
    assert [person["email"] for person in people] == HOSTILE
    lines = c2c("contacts", "--columns", "name", "--format", "jsonl").out.splitlines()
    assert [json.loads(line)["name"] for line in lines] == HOSTILE


def test_hostile_contacts_are_exact_in_csv_and_one_line_in_tsv(c2c: Program) -> None:
    c2c.write(hostile())
    args = ("contacts", "--columns", "name,email", "--format")
    rows = [*csv.reader(io.StringIO(c2c(*args, "csv").out, newline=""))][1:]
    assert rows == [[value, value] for value in HOSTILE]
    lines = c2c(*args, "tsv").out.splitlines()
    assert len(lines) == len(HOSTILE)
    assert all(line.count("\t") == 1 for line in lines)


def test_hostile_contacts_are_strings_in_a_workbook(c2c: Program) -> None:
    # a workbook cannot contain all control characters
    text = hostile()
    for value in HOSTILE:
        if "\x00" in value:
            text = text.replace(json.dumps(value), '"x"')
    c2c.write(text)
    c2c("contacts", "--output", "out.xlsx")
    with ZipFile("out.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "<script>" not in strings
    assert "hyperlink" not in sheet


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl"])
def test_hostile_contacts_are_imported_exactly_and_drive_no_terminal(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    file = c2c.write(hostile())
    exported = c2c("contacts", "--format", "json").out
    name = f"p.{form}"
    header = ["--header"] if form == "tsv" else []
    c2c("contacts", "--format", form, "--output", name, *header)
    assert c2c("import", name, "--update", "--dry-run").err == (
        "c2c: no changes to data/centres.toml\n"
    )
    file.write_text(SMALL + centre() + centre("B"))
    run = c2c("import", name, terminal=True)
    assert f"imported {len(HOSTILE)} records" in run.err
    assert " warning: " in run.err
    assert drives(run.out + run.err, keep="\n\t") == []
    assert c2c("contacts", "--format", "json").out == exported
    refused = c2c("import", name, code=3, terminal=True).err
    assert drives(refused, keep="\n\t") == []


def test_only_a_request_or_what_prints_no_records_reads_the_registry() -> None:
    reading = {
        file.name
        for file in Path(cli.__file__).parent.glob("*.py")
        if re.search("(load|find)_registry", file.read_text())
    }
    assert reading == {
        *("query.py", "complete.py", "instead.py", "prompt.py", "init.py"),
        "changes.py",  # it says that a contact changed, but nothing of it
        "site.py",  # it removes the contacts
    }


@pytest.mark.parametrize("of_command", [True, False])
@pytest.mark.parametrize("of_format", [True, False])
def test_new_command_or_format_gets_no_contacts(
    c2c: Program, of_command: bool, of_format: bool
) -> None:
    c2c.write(REGISTRY)
    form = render.Format("new", contacts=of_format)
    found: list[Contact] = []

    @query.command(formats=(form,), contacts=of_command)
    def command(request: query.Request) -> None:
        found.extend(request.registry.centre[0].contact)

    command.main([], standalone_mode=False)
    assert bool(found) == (of_command and of_format)


def test_show_in_other_formats_has_contacts(c2c: Program) -> None:
    c2c.write(REGISTRY)
    for output in ("table", "tsv", "csv", "json", "jsonl"):
        assert personal(c2c("show", "A", "--format", output).out) == [*PERSONAL]
    assert json.loads(c2c("show", "A", "--format", "json").out)[0]["contact"] == [
        dict(zip(("role", "name", "email", "phone", "note"), PERSONAL, strict=True))
    ]


def test_ids_of_sources_ignore_case(c2c: Program) -> None:
    text = REGISTRY.replace('["letter", ', '["Letter", "LETTER", ').replace(
        '"A network"\n', '"N"\nsources = ["BOOK"]\n'
    )
    file = c2c.write(text.replace('["book"]', '["Book"]'))
    assert c2c("show", "m", "--format", "table").out.count("  A letter (letter)\n") == 2
    assert json.loads(c2c("show", "A", "--format", "json").out)[0]["event"][0]["sources"] == [
        "book"
    ]
    assert c2c("remove", "source", "BOOK", code=5).err == (
        "c2c: error: cannot remove source book: it is still referenced by centre A, meeting m and the network, "
        "so no changes were made; use c2c edit to change them all\n"
    )
    c2c("edit", "meeting", "m", "--sources", "-letTER", "--sources", "-Letter", "--sources", "Book")
    c2c("edit", "source", "Book", "--id", "press")
    changed = file.read_text()
    assert changed.count('sources = ["press"]\n') == 2
    assert 'sources = ["https://example.org/m", "press"]\n' in changed
    c2c.write(text + record("source", id="Letter", title="x"))
    assert 'error: [source Letter] id: duplicate id "Letter"; see line' in c2c("check", code=1).out


def test_ids_of_sources_in_imported_rows_ignore_case(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c.write(
        meeting("n", sources=["LETTER", "New"]) + record("source", id="new", title="x"), "new.toml"
    )
    c2c("import", "new.toml")
    assert 'sources = ["letter", "new"]\n' in file.read_text()


def test_sources_of_the_network_are_checked(c2c: Program) -> None:
    c2c.write(REGISTRY.replace('"A network"\n', '"A network"\nsources = ["bok"]\n'))
    assert c2c("check", code=1).out.splitlines()[0] == (
        'data/centres.toml:5:12: error: [network] sources: unknown source "bok"; did you mean "book"?'
    )


def test_only_the_column_of_contacts_has_contacts(c2c: Program) -> None:
    c2c.write(REGISTRY)
    shown = "Director-of-A, Kim Person, kim@example.org\n"
    assert c2c("list", "--columns", "contact").out == shown
    assert "contact" not in c2c("list", "--format", "json").out
    assert (
        c2c("list", "--columns", "id,identifiers").out
        == "A\twikidata=Q7809;ror=https://ror.org/05dxps055\n"
    )
    assert c2c("meetings", "--columns", "mode,link").out == "online\thttps://example.org/join\n"


def test_show_prints_titles_of_sources_in_a_table_and_ids_elsewhere(c2c: Program) -> None:
    c2c.write(REGISTRY)
    assert c2c("show", "m", "--format", "table").out == (
        "m      x\n"
        "       ✓ held\n"
        "\n"
        "Start  2018-06-27\n"
        "Mode   online\n"
        "Link   https://example.org/join\n"
        "\n"
        "Sources\n"
        "       A letter (letter)\n"
        "       https://example.org/m\n"
        "       A [book] (book)\n"
    )
    assert (
        "m\tsources\tletter\nm\tsources\thttps://example.org/m\nm\tsources\tbook\n"
        in c2c("show", "m").out
    )
    out = c2c("show", "A", "--format", "table").out
    assert out.endswith(
        "\nHistory\n2017           opened\n\nSources\nopened         A [book] (book)\n"
    )


def test_report_describes_cited_sources(c2c: Program) -> None:
    c2c.write(REGISTRY)
    assert (
        "\n"
        "[^1]: “A \\[book\\]”, Press, July 2018, <https://example.org/book>\n"
        "[^2]: “A letter”\n"
        "[^3]: <https://example.org/m>\n"
    ) in c2c("report", "--year", "2018").out


def test_calendar_has_titles_of_sources(c2c: Program) -> None:
    c2c.write(REGISTRY)
    out = c2c("meetings", "--format", "ics").out.replace("\r\n ", "")
    assert (
        "DESCRIPTION:Mode: online\\nLink: https://example.org/join\\nSources: A letter\\, https://example.org/m\\, A [book]\r\n"
        in out
    )
    assert "URL:https://example.org/join\r\n" in out


@pytest.mark.parametrize("key", ["role", "name", "email", "phone", "note"])
@pytest.mark.parametrize("command", ["list", "check", "report"])
def test_a_missing_quote_shows_no_contact(c2c: Program, key: str, command: str) -> None:
    c2c.write(SMALL + centre() + f"[[centre.contact]]\n{key} = {MARK} person\n")
    run = c2c(command, code=None)
    assert f'unquoted string; write {key} = "…"' in run.out + run.err
    assert MARK not in run.out + run.err
