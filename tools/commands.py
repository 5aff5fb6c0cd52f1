"""Write docs/reference/commands.md, the reference of all commands, from the program."""

import re
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer

from c2c_cli.cli import GROUPS, app
from c2c_cli.cli.cheatsheet import sheet

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/reference/commands.md"

INTRODUCTION = """\
<!-- Written by tools/commands.py from the program. Do not edit. -->

# Commands

This page describes every command with its examples, arguments, options, columns and states. \
`c2c COMMAND --help` and
`c2c help COMMAND` print the same for one command; `-h` is short for `--help`. \
`c2c --version` prints the version.
"""

CHEATSHEET = """\
## Cheat sheet

`c2c help cheatsheet` prints this overview:

```text
{}```
"""

END = """\
## Exit codes

| Code | Meaning |
|---|---|
| 0 | success; an empty result is a success |
| 1 | a check failed, a merge has conflicts, or `--exit-code` found a change; \
no other failure has this code |
| 2 | usage error, including an unknown value for an option |
| 3 | a file to be read is missing, unreadable or invalid |
| 4 | a record was not found |
| 5 | a write failed or was refused |
| 70 | internal error; set `C2C_DEBUG=1` for a traceback |
| 130 | interrupted |
| 141 | the program that read the output closed the pipe |

On SIGTERM, or SIGHUP from a terminal that is closed, c2c deletes its temporary files and ends. \
A shell reports the exit code 143 or 129.

Data goes to standard output, and messages go to standard error. \
The errors and warnings of `c2c check` are data.

## Environment variables

| Variable | Effect |
|---|---|
| `C2C_DATA` | the registry file, or `korea` or `world` for a bundled registry; \
`--data` takes precedence |
| `C2C_DEBUG` | print a traceback for an internal error |
| `PATH` | directories of [commands of your own](../guides/extensions.md) |
| `PATHEXT` | on Windows, extensions of the files of such commands |
| `VISUAL` | the editor that `c2c edit` opens |
| `EDITOR` | the editor that `c2c edit` opens if `VISUAL` is unset; `vi` by default |
| `C2C_PAGER` | the shell command of the [pager](formats.md#pager) in a terminal; \
none if empty or `cat` |
| `PAGER` | the pager if `C2C_PAGER` is unset; `less` by default, and none on Windows |
| `NO_COLOR` | never use colour |
| `FORCE_COLOR` | use colour even in a pipe; `NO_COLOR` takes precedence |
| `TERM` | no colour and no pager if the value is `dumb` |
| `LC_ALL` | tables and messages in ASCII if the value is `C` or `POSIX` |
| `SOURCE_DATE_EPOCH` | time of creation in a workbook, in seconds since 1970 |
| `COLUMNS` | width of tables, instead of the width of the terminal |
| `LINES` | height of the screen, instead of the height of the terminal |
| `XDG_DATA_HOME` | parent of the user data directory on Linux, `~/.local/share` by default |
| `XDG_STATE_HOME` | on Linux, parent of the directory for replaced versions; \
`~/.local/state` by default |

An empty variable counts as unset, except `C2C_PAGER` and `PAGER`.
"""


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


def page() -> str:
    """Return the text of docs/reference/commands.md."""
    parts = [INTRODUCTION, *(_contents(group, commands) for group, commands in GROUPS.items())]
    parts.append(
        "See also [Cheat sheet](#cheat-sheet), [Exit codes](#exit-codes) and "
        "[Environment variables](#environment-variables).\n"
    )
    parts.append(CHEATSHEET.format("".join(text for text, _ in sheet(GROUPS))))
    program = typer.Context(app, info_name="c2c", help_option_names=["-h", "--help"])
    for commands in GROUPS.values():
        for name in commands:
            context = typer.Context(app.get_command(None, name), program, info_name=name)
            parts.append(_command(context, 2))
    return "\n".join([*parts, END])


def _contents(group: str, commands: dict[str, str]) -> str:
    return _table(group, [(_link(f"c2c {name}"), line) for name, line in commands.items()])


def _link(path: str) -> str:
    return f"[{_code(path)}](#{path.replace(' ', '-')})"


def _command(context: typer.Context, level: int) -> str:
    """Return the section of a command, and the sections of its subcommands."""
    command: Any = context.command
    path = context.command_path
    help_ = Recorder()
    command.format_help(context, help_)
    parts = [f"{'#' * level} `{path}`\n"]
    parts += [f"{_prose(text)}\n" for text in help_.texts]
    parts.append(f"```text\n{help_.usage}\n```\n")
    subcommands = getattr(command, "commands", {})
    for heading, definitions in help_.sections:
        if heading == "Examples":
            parts.append("\n".join(["```sh", *command.examples, "```\n"]))
        else:
            parts += _definitions(heading, definitions, path, subcommands)
    for name, subcommand in subcommands.items():
        if not subcommand.hidden:
            below = typer.Context(subcommand, context, info_name=name)
            parts.append(_command(below, level + 1))
    return "\n".join(parts)


def _definitions(
    heading: str, definitions: Sequence[tuple[str, str]], path: str, subcommands: Container[str]
) -> list[str]:
    """Return the table of a section, or nothing if it only defines `--help`.

    Subcommands are links to their sections; `path` is their parent, such as `c2c add`.
    """
    rows = []
    for word, about in definitions:
        if word.split(", ")[0] not in {"-h", "--help"}:
            cell = _link(f"{path} {word}") if word in subcommands else _code(word)
            rows.append((cell, _prose(about)))
    return [_table(_prose(heading), rows)] if rows else []


def _table(heading: str, rows: Sequence[tuple[str, str]]) -> str:
    lines = []
    for row in [(heading, ""), ("---", "---"), *rows]:
        cells = [cell.replace("|", "\\|") for cell in row]
        lines.append(f"| {' | '.join(cells)} |\n")
    return "".join(lines)


def _code(text: str) -> str:
    return f"`{text}`"


def _prose(text: str) -> str:
    """Return a text of the help as one line of Markdown, with options and variables as code."""
    text = re.sub(r"\s+", " ", text).strip().replace(" [required]", " (required)")
    parts = re.split(r"(?<![\w-])(--[a-z][\w-]*|\$[A-Z][A-Z0-9_]*)", text)
    for place, part in enumerate(parts):
        parts[place] = _code(part) if place % 2 else _escaped(part)  # the pattern matched odd ones
    return "".join(parts)


def _escaped(text: str) -> str:
    return re.sub(r"([<>*_`\[\]])", r"\\\1", text)


if __name__ == "__main__":
    PAGE.write_text(page())
