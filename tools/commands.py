"""Write the reference of all commands, fields and columns in docs/reference/ from the program."""

import re
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Self

import typer

from c2c_cli.cli import GROUPS, app
from c2c_cli.cli.cheatsheet import sheet

FOLDER = Path(__file__).parents[1] / "docs/reference"

COMMANDS = """\
<!-- Written by tools/commands.py from the program. Do not edit. -->

# Commands

`c2c COMMAND --help` and `c2c help COMMAND` print the help for one command. `-h` is short for
`--help`. `c2c --version` prints the version.

{contents}

See also [Exit codes](environment.md#exit-codes) and
[Environment variables](environment.md#environment-variables).

## Cheat sheet

`c2c help cheatsheet` prints this overview:

```text
{cheatsheet}```

## Options of several commands

A name in italics stands for all commands of that group.

{shared}"""

FIELDS = """\
<!-- Written by tools/commands.py from the program. Do not edit. -->

# Options of fields

The arguments and options of `c2c add`, `c2c edit` and `c2c remove`, by record.
[Commands](commands.md#c2c-add) describes the options that do not depend on the record.
[Registry file](file.md) describes the fields and their values.

With `c2c edit`, an empty value clears a field. In a list, `TEXT` adds an item, `-TEXT` removes it,
and `=TEXT` replaces the list. To add text that begins with `+`, `-` or `=`, put `+` before it.
In `--names`, `--identifiers` and `--extra`, an empty value after `=` removes the item.
"""

COLUMNS = """\
<!-- Written by tools/commands.py from the program. Do not edit. -->

# Columns and states

The columns of each command that prints a table, and the statuses and states in them.
`--columns` selects columns, and `--sort` sorts by one. \\* marks a column that is not shown by
default. In a row for several columns, NAME stands for the name of each.
"""

TITLES = {
    "list": "Statuses of centres",
    "meetings": "Statuses of meetings",
    "cadence": "States of cadence rules",
    "obligations": "States of obligations",
    "agreements": "States of agreements",
}
"""First command whose output has statuses or states -> the heading of their table."""

FURTHER = "Further columns"
MARK = " *"
"""The mark of a column that is not shown by default."""

REQUIRED = "(required)"

PAGES = {
    "meetings": "[Calendar](calendar.md)",
    "cadence": "[Cadence](cadence.md)",
    "obligations": "[What the centres owe](../guides/obligations.md)",
    "agreements": "[Agreements](agreements.md)",
    "due": "[What is due](due.md)",
    "changes": "[What changed](../guides/changes.md)",
    "timeline": "[Timeline](timeline.md)",
    "sql": "[SQL](sql.md)",
    "contacts": "[People](../guides/contacts.md)",
    "attendance": "[People](../guides/contacts.md)",
    "report": "[Report](report.md)",
    "site": "[Site](site.md)",
    "add": "[Edit records](../guides/edit-records.md)",
    "edit": "[Edit records](../guides/edit-records.md)",
    "remove": "[Edit records](../guides/edit-records.md)",
    "import": "[Import](formats.md#import)",
    "undo": "[Edit records](../guides/edit-records.md)",
    "merge": "[Merge](merge.md)",
    "init": (
        "[Bundled registries](registries.md), [Start from one country](../guides/one-country.md)"
    ),
    "check": "[`c2c check`](check.md), [Check codes](check-codes.md)",
    "schema": "[Editor support](file.md#editor-support)",
}
"""Command -> the pages about it."""

_CODE = (
    r"--[a-z][\w-]*(?: (?:[A-Z]{2,}|json)\b)?|\$[A-Z][A-Z0-9_]*"
    r"|c2c (?:(?:add|edit) (?:event|contact)|path|import|undo)\b"
)
"""Pattern of an option, with its value if one follows; of a variable; of a command."""


class Recorder:
    """A help formatter that records what a command writes, by section, instead of laying it out."""

    width = 1000

    def __init__(self) -> None:
        self.usage = ""
        self.sections: list[tuple[str, list[tuple[str, str]]]] = []
        """Each list of definitions, such as options, with its heading."""
        self.texts: list[str] = []
        """What is written outside sections: the description."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002
        """Record the synopsis."""
        self.usage = f"{prog} {args}".strip()

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """Begin a section; text in it is ignored."""
        outside, self.texts = self.texts, []
        self.write_heading(name)
        yield
        self.texts = outside

    @contextmanager
    def indentation(self) -> Iterator[None]:
        """Ignore indentation."""
        yield

    def write_dl(self, rows: Sequence[tuple[str, str]], *_: Any, **__: Any) -> None:
        """Record the rows of a section."""
        self.sections[-1][1].extend(rows)

    def write_heading(self, heading: str) -> None:
        """Record a heading as a section."""
        self.sections.append((heading.removesuffix(":"), []))

    def write_text(self, text: str) -> None:
        """Record paragraphs."""
        self.texts += re.split(r"\n\s*\n", text.replace("\b\n", "").strip())

    def write(self, text: str) -> None:
        """Record paragraphs that a command writes without wrapping."""
        if text.strip():
            self.write_text(text)

    def write_paragraph(self) -> None:
        """Ignore blank lines."""

    def indent(self) -> None:
        """Ignore indentation."""

    def dedent(self) -> None:
        """Ignore indentation."""


class Row(NamedTuple):
    """A word in the help of a command, such as an option, with its meaning."""

    word: str
    meaning: str

    def without_required(self) -> Self:
        """Return the row for a place that says in another way that the word is required."""
        return self._replace(meaning=self.meaning.removesuffix(REQUIRED).strip())


class Entry(NamedTuple):
    """The help of a command."""

    path: str
    """The command without the name of the program, such as `add centre`."""
    usage: str
    about: Sequence[str]
    """The paragraphs of the description; the first one is the summary."""
    examples: Sequence[str]
    sections: Mapping[str, Sequence[Row]]
    below: Sequence["Entry"]
    """The subcommands."""

    @classmethod
    def of(cls, name: str, command: Any, parent: typer.Context) -> Self:
        """Return the entry of a command; a subcommand has no entry if it is hidden."""
        context = typer.Context(command, parent, info_name=name)
        help_ = Recorder()
        command.format_help(context, help_)
        sections: dict[str, list[Row]] = defaultdict(list)
        for heading, rows in help_.sections:
            if heading not in {"Examples", "Records"}:
                sections[heading] += [
                    Row(word, about.replace("[required]", REQUIRED).strip())
                    for word, about in rows
                    if "--help" not in word
                ]
        below = [
            cls.of(word, subcommand, context)
            for word, subcommand in getattr(command, "commands", {}).items()
            if not subcommand.hidden
        ]
        path = context.command_path.removeprefix("c2c ")
        return cls(path, help_.usage, help_.texts, command.examples, sections, below)

    @property
    def parameters(self) -> list[Row]:
        """The arguments and options."""
        return [
            row
            for heading, rows in self.sections.items()
            if not heading.startswith(("Columns", FURTHER, "Stat", "Exit codes", "Kinds"))
            for row in rows
        ]

    @property
    def columns(self) -> dict[str, list[Row]]:
        """The columns, by the option that shows them; those that need no option have no name."""
        tables: dict[str, list[Row]] = defaultdict(list)
        for heading, rows in self.sections.items():
            if heading.startswith("Columns"):
                tables[heading.removeprefix("Columns").strip()] += rows
            elif heading.startswith(FURTHER):
                option = heading.removeprefix(FURTHER).partition(",")[0].strip()
                tables[option] += [row._replace(word=row.word + MARK) for row in rows]
        return {option: rows for option, rows in tables.items() if rows}

    @property
    def states(self) -> tuple[Row, ...]:
        """The statuses or states of the rows."""
        found = [rows for heading, rows in self.sections.items() if heading.startswith("Stat")]
        return tuple(row for rows in found for row in rows)

    def with_options(self) -> list[Row]:
        """Return the parameters, and those options of the subcommands that they all have."""
        rows = self.parameters
        if self.below:
            rows += [
                row
                for row in self.below[0].parameters
                if _is_option(row) and all(row in entry.parameters for entry in self.below)
            ]
        return [*dict.fromkeys(rows)]


def pages() -> dict[Path, str]:
    """Return the text of each page that this program writes."""
    program = typer.Context(app, info_name="c2c", help_option_names=["-h", "--help"])
    groups = {
        group: [Entry.of(name, app.get_command(None, name), program) for name in commands]
        for group, commands in GROUPS.items()
    }
    entries = [entry for group in groups.values() for entry in group]
    shared = _shared(entries)
    states = _states(entries)
    commands = [
        COMMANDS.format(
            contents="\n\n".join(_contents(*group) for group in groups.items()),
            cheatsheet="".join(text for text, _ in sheet(GROUPS)),
            shared=_table(
                ("Option", "Meaning", "Commands"),
                [
                    (_code(row.word), _prose(row.meaning), _names(users, groups))
                    for row, users in shared.items()
                ],
            ),
        ),
        *(_command(entry, shared, states) for entry in entries),
    ]
    fields = [FIELDS, *_fields(entries, shared)]
    columns = [COLUMNS, *(_columns(entry, states) for entry in entries if entry.columns)]
    columns += [
        f"## {title}\n\n{_table(('Value', 'Meaning'), _rows(rows))}"
        for rows, title in states.items()
    ]
    texts = {"commands": commands, "fields": fields, "columns": columns}
    return {FOLDER / f"{name}.md": "\n".join(parts) for name, parts in texts.items()}


def _is_option(row: Row) -> bool:
    return row.word.startswith("-")


def _shared(entries: Iterable[Entry]) -> dict[Row, list[str]]:
    """Return the options of several commands, or of all subcommands of one, with the commands."""
    users: dict[Row, list[str]] = defaultdict(list)
    of_group = set()
    for entry in entries:
        own = set(entry.parameters)
        for row in entry.with_options():
            if _is_option(row):
                users[row].append(entry.path)
                if row not in own:
                    of_group.add(row)
    shared = [row for row, names in users.items() if len(names) > 1 or row in of_group]
    words = [row.word for row in shared]
    return {row: users[row] for row in sorted(shared, key=lambda row: words.index(row.word))}


def _states(entries: Iterable[Entry]) -> dict[tuple[Row, ...], str]:
    """Return the statuses and states of all commands, each list once, with its heading."""
    titles: dict[tuple[Row, ...], str] = {}
    for entry in entries:
        if entry.states:
            titles.setdefault(entry.states, TITLES.get(entry.path, f"States in c2c {entry.path}"))
    return titles


def _names(users: Sequence[str], groups: Mapping[str, Sequence[Entry]]) -> str:
    """Return the names of commands; those of most of a group are named by what they omit."""
    parts = []
    for group, entries in groups.items():
        names = [entry.path for entry in entries]
        taken = [name for name in names if name in users]
        left_out = [_code(name) for name in names if name not in users]
        if len(taken) > len(names) * 0.6:
            but = f" except {', '.join(left_out)}" if left_out else ""
            parts.append(f"*{group}*{but}")
        elif taken:
            parts.append(", ".join(map(_code, taken)))
    return "; ".join(parts)


def _contents(group: str, entries: Iterable[Entry]) -> str:
    """Return the links to the commands of a group, in lines that are short enough."""
    lines = [f"**{group}:**"]
    for entry in entries:
        link = f"[`{entry.path}`](#{_anchor(entry.path)})"
        if len(lines[-1]) + len(link) > 125:
            lines.append(link)
        else:
            lines[-1] += f" {link}"
    return "\n".join(lines)


def _anchor(path: str) -> str:
    return f"c2c-{path.replace(' ', '-')}"


def _command(
    entry: Entry, shared: Mapping[Row, Sequence[str]], states: Mapping[tuple[Row, ...], str]
) -> str:
    """Return the section of a command."""
    summary, *about = map(_prose, entry.about)
    parameters = entry.with_options()
    rows = [("Examples", "<br>".join(map(_code, entry.examples)))]
    own = [row for row in parameters if row not in shared]
    rows += _rows(row if _is_option(row) else row.without_required() for row in own)
    also = [_code(row.word.split()[0]) for row in parameters if row in shared]
    if also:
        rows.append(("[Shared options](#options-of-several-commands)", " ".join(also)))
    if entry.below:
        rows.append(("Records", _records(entry)))
    rows += [
        (f"Exit code {row.word}", _prose(row.meaning))
        for row in entry.sections.get("Exit codes (others: c2c --help)", ())
        if row.word != "0" and not row.meaning.startswith("with --")  # said of the option
    ]
    if entry.columns:
        links = [f"[columns](columns.md#{_anchor(entry.path)})"]
        if entry.states:
            title = states[entry.states]
            links.append(f"[{title.lower()}](columns.md#{title.lower().replace(' ', '-')})")
        rows.append(("Output", ", ".join(links)))
    if entry.path in PAGES:
        rows.append(("See also", PAGES[entry.path]))
    table = _table((_code(entry.usage), summary), rows)
    paragraphs = [f"{textwrap.fill(text, 125)}\n" for text in about]
    return "\n".join([f"## `c2c {entry.path}`\n", table, *paragraphs])


def _records(entry: Entry) -> str:
    """Return the links to the subcommands of a command in the page of fields."""
    names = [below.path.split()[-1] for below in entry.below]
    return " ".join(f"[{name}](fields.md#{name})" for name in names)


def _fields(entries: Iterable[Entry], shared: Mapping[Row, Sequence[str]]) -> Iterator[str]:
    """Yield the section of each record with its commands and their parameters."""
    records: dict[str, list[Entry]] = defaultdict(list)
    for group in entries:
        for entry in group.below:
            records[entry.path.split()[-1]].append(entry)
    for record, commands in records.items():
        yield f"## {record.capitalize()}\n"
        summaries = [
            (_code(entry.usage.replace(" [OPTIONS]", "")), _prose(_summary(entry)))
            for entry in commands
        ]
        yield _table(("Command", "What it does"), summaries)
        users: dict[Row, list[str]] = defaultdict(list)
        for entry in commands:
            verb = entry.path.split()[0]
            for row in entry.parameters:
                if row not in shared:
                    plain = row.without_required()
                    must = f" {REQUIRED}" if plain != row and _is_option(row) else ""
                    users[plain].append(f"`{verb}`{must}")
        order = sorted(users, key=_is_option)  # arguments first
        rows = [(_code(row.word), _prose(row.meaning), ", ".join(users[row])) for row in order]
        yield _table(("Argument or option", "Meaning", "Commands"), rows)
        yield "\n".join(
            ["```sh", *(line for entry in commands for line in entry.examples), "```\n"]
        )


def _summary(entry: Entry) -> str:
    """Return the summary of a subcommand without what is true of all of its kind."""
    sentences = re.split(r"(?<=\.) ", entry.about[0])
    general = (
        "In a terminal, c2c prompts",
        "In a list, ",
        "To remove a key or a tag",
        "An empty value clears",
    )
    return " ".join(sentence for sentence in sentences if not sentence.startswith(general))


def _columns(entry: Entry, states: Mapping[tuple[Row, ...], str]) -> str:
    """Return the section with the columns of a command."""
    parts = [f"## `c2c {entry.path}`\n"]
    if entry.states:
        title = states[entry.states]
        parts.append(f"See also [{title}](#{title.lower().replace(' ', '-')}).\n")
    for option, rows in entry.columns.items():
        heading = f"Column {_prose(option)}" if option else "Column"
        cells = [(_words(row.word), _prose(row.meaning)) for row in _alike(rows)]
        parts.append(_table((heading, "Meaning"), cells))
    return "\n".join(parts)


def _words(words: str) -> str:
    """Return names of columns, each as code, with their marks."""
    names = [word.removesuffix(MARK) for word in words.split(", ")]
    marks = {_escaped(MARK) for word in words.split(", ") if word.endswith(MARK)}
    return ", ".join(map(_code, names)) + "".join(marks)


def _alike(rows: Iterable[Row]) -> list[Row]:
    """Return the rows, with one for all columns whose meanings differ only in their name."""
    alike: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        name = re.escape(row.word.removesuffix(MARK))
        alike[re.sub(rf"\b{name}\b(?= event|\.$)", "NAME", row.meaning)].append(row)
    found = []
    for meaning, group in alike.items():
        if len(group) > 2:
            found.append(Row(", ".join(row.word for row in group), meaning))
        else:
            found += group
    return found


def _rows(rows: Iterable[Row]) -> list[tuple[str, str]]:
    return [(_code(row.word), _prose(row.meaning)) for row in rows]


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = []
    for row in [header, ["---"] * len(header), *rows]:
        cells = [cell.replace("|", "\\|") for cell in row]
        lines.append(f"| {' | '.join(cells)} |\n")
    return "".join(lines)


def _code(text: str) -> str:
    return f"`{text}`"


def _prose(text: str) -> str:
    """Return a text of the help as one line of Markdown, in which names and options are code."""
    text = re.sub(r"\s+", " ", text).strip()
    parts = re.split(rf"(?<![\w-])({_CODE})", text)
    for place, part in enumerate(parts):
        parts[place] = _code(part) if place % 2 else _escaped(part)  # the pattern matched odd ones
    return "".join(parts)


def _escaped(text: str) -> str:
    return re.sub(r"([<>*_`\[\]])", r"\\\1", text)


if __name__ == "__main__":
    for page, text in pages().items():
        page.write_text(text)
