"""`c2c check`: every error and warning in a registry file, with its position."""

import datetime
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated, get_args

import typer

from c2c_cli import read_text, streams
from c2c_cli.cli import group, options, query
from c2c_cli.errors import Code, InputError, Severity, TextProblem, UsageError, conflict
from c2c_cli.model import warnings
from c2c_cli.model.records import Network
from c2c_cli.output import render, view
from c2c_cli.store import disk, load, writable
from c2c_cli.store.locate import BUNDLED, bundled, data_option, display_name, locate
from c2c_cli.text import all_of, plural, visible

_FILES = "Files to check; - for standard input (default: the registry in use)."
_STRICT = "Exit with code 1 on warnings as well."
_ALL = "In a terminal, list each warning about missing sources."
_EXPLAIN = "Explain the code of an error or warning, such as bad-date."

_Found = dict[str, Sequence[TextProblem]]
"""Name of each file that could be read -> its errors and warnings."""


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
    strict: Annotated[bool, typer.Option("--strict", help=_STRICT)] = False,
    every: Annotated[bool, typer.Option("--all", help=_ALL)] = False,
    explain: Annotated[
        str | None, options.other_option("--explain", _EXPLAIN, "CODE", words=get_args(Code))
    ] = None,
    as_of: options.AsOf = None,
    data: options.Data = None,
    format: Annotated[render.Format | None, query.format_option(render.PROBLEM_FORMATS)] = None,  # noqa: A002
) -> int:
    """Report every error and warning in a registry file."""
    if explain is not None:
        streams.write(_explanation(explain))
        return 0
    day = options.day(as_of)
    chosen = _chosen(files, data)
    form = format or render.PROBLEM_FORMATS[0]
    found: _Found = {}
    read_only = set()
    unreadable = False
    with query.paged():
        for file, selected in chosen.items():
            try:
                content = disk.read_bytes(file)
            except InputError as error:
                streams.note(f"error: {error}")
                unreadable = True
                continue
            name = display_name(file)
            why_not = writable.why_not(selected)
            option = None if why_not else data_option(selected)
            found[name] = _problems(content, name, day, option)
            if any(problem.code in warnings.WITH_COMMAND for problem in found[name]):
                read_only.add(why_not)
            if form == render.TEXT:
                _print_problems(name, content, found[name], every=every)
        if form != render.TEXT:
            _print_rows(found, form)
    counts = _counts(found)
    _print_summary(found, counts, read_only)
    if unreadable:
        return 3
    return int(counts["error"] > 0 or (strict and counts["warning"] > 0))


def _chosen(files: list[str] | None, data: str | None) -> dict[str, str | None]:
    """Return each file to check, with the value of `--data` that selects it."""
    if not files:
        if not streams.is_terminal(sys.stdout):
            query.report_unnamed(data)
        return {locate(data).file: data}
    if data is not None:
        raise UsageError.of(conflict("--data", "FILE"))
    # a file may have the name of a bundled registry
    return {file: f"./{file}" if file in BUNDLED else file for file in files}


def _explanation(code: str) -> str:
    """Return the section of docs/check.md about a code."""
    page = read_text(bundled("check.md", "docs"))
    [section] = re.findall(rf"^### `{code}`\n.*?(?=^##|\Z)", page, re.DOTALL | re.MULTILINE)
    return f"{section.rstrip()}\n"


def _problems(
    content: bytes, name: str, day: datetime.date, option: str | None
) -> Sequence[TextProblem]:
    """Return the errors and warnings in the content of a file as of a day.

    `option` is the `--data` option that commands in hints need for the file; None if no command can
    change it.
    """
    try:
        reading = load.inspect(content, name)
    except load.InvalidFileError as error:
        return error.problems
    networks = reading.tables.get("network", ())
    known = next((network for network in networks if isinstance(network, Network)), None)
    if not reading.is_valid:  # no command changes an invalid file
        option = None
    return reading.problems(warnings.warnings(reading.tables, known, day, data=option))


def _print_problems(
    name: str, content: bytes, problems: Sequence[TextProblem], *, every: bool
) -> None:
    """Print the errors and warnings of a file; in a terminal, each with its line of the file.

    Without `every`, a terminal shows several warnings about missing sources as their number.
    """
    if streams.is_terminal(sys.stdout):
        from c2c_cli.output import canvas  # noqa: PLC0415  # it imports Rich

        lines = content.decode("utf-8-sig", "replace").split("\n")
        streams.write_drawing(canvas.draw_problems(name, lines, problems, every=every))
    else:
        streams.write("".join(f"{visible(name)}:{problem}\n" for problem in problems))


def _print_rows(found: _Found, form: render.Format) -> None:
    """Print the errors and warnings of all files that could be read, with a row for each."""
    if not found:
        return
    rows: list[tuple[object, ...]] = []
    for name, problems in found.items():
        rows += [(name, *problem) for problem in problems]
    columns = ("file", *TextProblem._fields)
    render.write(view.of_tuples("", columns, rows), form, render.Output())


def _counts(found: _Found) -> Counter[Severity]:
    """Return the number of errors and of warnings in all files."""
    counts: Counter[Severity] = Counter()
    for problems in found.values():
        counts.update(problem.severity for problem in problems)
    return counts


def _print_summary(found: _Found, counts: Counter[Severity], read_only: Iterable[str]) -> None:
    """Print how many errors and warnings there are, and in which file or how many files.

    In a terminal, also print why some hints have no command, which `read_only` contains.
    """
    if counts:
        severities = [severity for severity in get_args(Severity) if counts[severity]]
        numbers = [plural(counts[severity], severity) for severity in severities]
        names = [name for name, problems in found.items() if problems]
        where = names[0] if len(names) == 1 else f"{len(names)} files"
        streams.note(f"{all_of(numbers)} in {where}")
    elif found and streams.is_terminal(sys.stderr):
        streams.note(f"no errors or warnings in {', '.join(found)}")
    if streams.is_terminal(sys.stderr):
        for why_not in sorted(filter(None, read_only)):
            streams.note(why_not)
