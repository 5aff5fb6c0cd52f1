"""`c2c check`: every error and warning in a registry file, with its position."""

import re
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, get_args

import typer

from c2c_cli import streams
from c2c_cli.cli import group, options
from c2c_cli.errors import Code, InputError, TextProblem, UsageError, conflict
from c2c_cli.model import warnings
from c2c_cli.output import render, view
from c2c_cli.store import disk, load
from c2c_cli.store.locate import STDIN, bundled, data_option, locate
from c2c_cli.text import all_of, plural, visible

_FILES = "Files to check; - for standard input (default: the registry in use)."
_ALL = "In a terminal, list each warning about missing sources."
_EXPLAIN = "Explain the code of an error or warning, such as bad-date."


@group.new_command(
    "c2c check",
    'c2c check data/centres.toml --strict || echo "check failed"',
    "c2c check --explain past-meeting",
    codes={
        0: "no errors",
        1: "errors found; with --strict, errors or warnings",
        3: "a file cannot be read",
    },
)
def command(
    files: Annotated[list[str] | None, typer.Argument(metavar="[FILE]...", help=_FILES)] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with code 1 on warnings as well.")
    ] = False,
    every: Annotated[bool, typer.Option("--all", help=_ALL)] = False,
    explain: Annotated[
        str | None, options.other_option("--explain", _EXPLAIN, "CODE", words=get_args(Code))
    ] = None,
    as_of: options.AsOf = None,
    data: options.Data = None,
    format: Annotated[str | None, options.format_option(("text", "tsv", "json", "jsonl"))] = None,  # noqa: A002
) -> int:
    """Report every error and warning in a registry file."""
    if explain is not None:
        page = bundled("check.md", "docs").read_text("utf-8")
        [entry] = re.findall(rf"^### `{explain}`\n.*?(?=^##|\Z)", page, re.DOTALL | re.MULTILINE)
        streams.write(f"{entry.rstrip()}\n")
        return 0
    if files and data is not None:
        raise UsageError(*conflict("--data", "FILE"))
    found: dict[str, Sequence[TextProblem]] = {}
    unreadable = False
    for file in dict.fromkeys(files or [locate(data).file]):
        name = "<stdin>" if file == STDIN else file
        try:
            content = disk.read_bytes(file)
            reading = load.inspect(content, name)
            option = data_option(file if files else data)
            found[name] = reading.problems(
                warnings.warnings(reading.tables, options.day(as_of), data=option)
            )
        except load.InvalidFileError as error:
            found[name] = error.problems
        except InputError as error:
            streams.note(f"error: {error}")
            unreadable = True
            continue
        if format not in {None, "text"}:
            continue
        if streams.is_terminal(sys.stdout):
            from c2c_cli.output import canvas  # noqa: PLC0415  # it imports Rich

            lines = content.decode("utf-8-sig", "replace").split("\n")
            streams.write_drawing(canvas.draw_problems(name, lines, found[name], every=every))
        else:
            streams.write("".join(f"{visible(name)}:{problem}\n" for problem in found[name]))
    if found and format not in {None, "text"}:
        rows = [(name, *problem) for name, problems in found.items() for problem in problems]
        render.write(
            view.of_tuples("", ("file", *TextProblem._fields), rows), render.Output(format)
        )
    counts = Counter(problem.severity for problems in found.values() for problem in problems)
    if counts:
        numbers = [
            plural(counts[severity], severity)
            for severity in ("error", "warning")
            if counts[severity]
        ]
        named = [name for name, problems in found.items() if problems]
        streams.note(
            f"{all_of(numbers)} in {named[0] if len(named) == 1 else f'{len(named)} files'}"
        )
    elif found and streams.is_terminal(sys.stderr):
        streams.note(f"no errors or warnings in {', '.join(found)}")
    return 3 if unreadable else int(counts["error"] > 0 or (strict and counts["warning"] > 0))
