"""Contacts, which are personal data, and the titles of sources that are cited by their id."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from c2c_cli import cli
from c2c_cli.cli import COMMANDS, app, query
from c2c_cli.model.records import Contact
from c2c_cli.output import render
from conftest import Program
from samples import SMALL, centre, event, meeting, record

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


SHOWING = {
    "show A": {"table", "tsv", "csv", "excel", "json", "jsonl"},
    "due --as-of 2018-06-27": {"table", "tsv", "csv", "excel", "json", "jsonl"},
    "list": {"json", "jsonl"},  # for c2c import
}
"""The only commands and formats that show contacts."""

OTHERS = {
    name
    for name in COMMANDS
    if "format" in options_of(name) and name not in {"show", "due", "list"}
}


@pytest.mark.parametrize("command", [*SHOWING, *sorted(OTHERS)])
def test_contacts_are_shown_only_where_it_is_declared(c2c: Program, command: str) -> None:
    c2c.write(REGISTRY + event("signed", "2013-01", until="2018-07"))
    for form in options_of(command.partition(" ")[0])["format"]:
        if form != "xlsx":
            out = c2c(*command.split(), "--format", form, code=None).out
            assert bool(personal(out)) == (form in SHOWING.get(command, ())), form


def test_only_a_request_or_what_prints_no_records_reads_the_registry() -> None:
    reading = {
        file.name
        for file in Path(cli.__file__).parent.glob("*.py")
        if "load_registry" in file.read_text()
    }
    assert reading == {"query.py", "complete.py", "prompt.py"}


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
    for output in ("table", "tsv", "csv", "excel", "json", "jsonl"):
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
        "c2c: error: cannot remove source book: it is still referenced by centre A, meeting m and the network; "
        "no changes were made\n"
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


def test_columns_have_no_contacts(c2c: Program) -> None:
    c2c.write(REGISTRY)
    assert c2c("list", "--columns", "contact", code=2).err.startswith(
        'c2c: error: --columns: unknown column "contact"'
    )
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
        "\n## Sources\n\n"
        "1. “A \\[book\\]”, Press, July 2018, <https://example.org/book>\n"
        "2. “A letter”\n"
        "3. <https://example.org/m>\n\n## About"
    ) in c2c("report", "--year", "2018").out


def test_calendar_has_titles_of_sources(c2c: Program) -> None:
    c2c.write(REGISTRY)
    out = c2c("meetings", "--format", "ics").out.replace("\r\n ", "")
    assert (
        "DESCRIPTION:Link: https://example.org/join\\nSources: A letter\\, https://example.org/m\\, A [book]\r\n"
        in out
    )
    assert "URL:https://example.org/join\r\n" in out
