"""`c2c check`: every error and warning in a registry file, with its position."""

import datetime
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, NamedTuple, Self, get_args

import typer

from c2c_cli import read_text, streams
from c2c_cli.cli import group, ignored, options, query
from c2c_cli.errors import (
    Code,
    InputError,
    Severity,
    TextProblem,
    UsageError,
    WarningCode,
    conflict,
)
from c2c_cli.model import warnings
from c2c_cli.model.dates import Date
from c2c_cli.model.records import Network
from c2c_cli.output import render, view
from c2c_cli.store import disk, load, writable
from c2c_cli.store.locate import BUNDLED, DASH, bundled, data_option, display_name, locate
from c2c_cli.text import all_of, plural, visible

_FILES = "Files to check; - for standard input (default: the registry in use)."
_STRICT = "Exit with code 1 on warnings as well."
_IGNORE = "Omit warnings with this code, or only those about RECORD; repeatable, or A,B."
_ERRORS_ONLY = "Report errors only."
_STDIN_NAME = "Name of standard input in messages."
_ALL = "In a terminal, list all missing sources instead of their number."
_EXPLAIN = "Explain the code of an error or warning, such as bad-date."


class _Found(NamedTuple):
    """What was found in a file that could be read."""

    file: str
    """The path of the file; `-` for standard input without a name."""
    problems: Sequence[TextProblem]
    """The errors and warnings to report."""
    why_not: str
    """Why no command can change the file; an empty string if one can."""
    known: Sequence[TextProblem] = ()
    """The warnings to ignore."""

    @property
    def name(self) -> str:
        """The name of the file in messages."""
        return display_name(self.file)

    def without(self, known: Sequence[ignored.Ignored], *, errors_only: bool) -> Self:
        """Return what to report without the known warnings, or without all warnings."""
        problems, left_out = ignored.split(self.problems, known)
        if errors_only:
            problems = [problem for problem in problems if problem.severity == "error"]
        return self._replace(problems=problems, known=left_out)


@group.new_command(
    "c2c check",
    "c2c check --ignore agreement-expired,past-meeting:2018-11",
    "c2c check --explain past-meeting",
    codes={
        0: "no errors",
        1: "errors found; with --strict, errors or warnings",
        3: "a file is missing or unreadable",
    },
)
def command(
    files: Annotated[list[str] | None, typer.Argument(metavar="[FILE]...", help=_FILES)] = None,
    strict: Annotated[bool, typer.Option("--strict", help=_STRICT)] = False,
    ignore: Annotated[
        list[str] | None,
        options.other_option(
            ignored.OPTION, _IGNORE, "CODE[:RECORD]", str, words=get_args(WarningCode)
        ),
    ] = None,
    errors_only: Annotated[bool, typer.Option("--errors-only", help=_ERRORS_ONLY)] = False,
    every: Annotated[bool, typer.Option("--all", help=_ALL)] = False,
    stdin_name: Annotated[
        str | None, options.other_option("--stdin-name", _STDIN_NAME, "FILE")
    ] = None,
    explain: Annotated[
        str | None, options.other_option("--explain", _EXPLAIN, "CODE", words=get_args(Code))
    ] = None,
    as_of: Annotated[
        Date | None, options.as_of_option("today", "Warnings as of the end of")
    ] = None,
    data: options.Data = None,
    format: Annotated[  # noqa: A002  # the name of the option
        render.Format | None, query.format_option(render.PROBLEM_FORMATS, has_output=False)
    ] = None,
) -> int:
    """Report every error and warning in a registry file."""
    if explain is not None:
        _print_explanation(_explanation(explain))
        return 0
    if errors_only and (strict or ignore):
        raise UsageError.of(conflict("--errors-only", "--strict", ignored.OPTION))
    known = ignored.parse(ignore)
    day = options.day(as_of)
    chosen = _chosen(files, data)
    _check_stdin_name(stdin_name, chosen)
    found: list[_Found] = []
    with query.paged():
        for checked, content in _checked(chosen, stdin_name, day):
            found.append(checked.without(known, errors_only=errors_only))
            if format in {None, render.TEXT}:
                _print_problems(found[-1], content, every=every)
        if format == render.GITHUB:
            _print_annotations(found)
        elif format not in {None, render.TEXT}:
            _print_rows(found, format)
    counts = _counts(found)
    if len(found) == len(chosen) and not counts["error"]:  # no warnings are missing
        _report_unmatched(known, found)
    _print_summary(found, counts)
    if streams.is_terminal(sys.stderr):
        _print_why_not(found)
    if len(found) < len(chosen):
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


def _check_stdin_name(name: str | None, chosen: Iterable[str]) -> None:
    """Raise UsageError if `--stdin-name` is empty, or if standard input is not checked."""
    if name == "":
        raise UsageError("file name is empty", subject="--stdin-name")
    if name is not None and DASH not in chosen:
        raise UsageError("--stdin-name requires standard input", "pass - as FILE")


def _explanation(code: str) -> str:
    """Return the entry of docs/reference/check-codes.md about a code, as a page of its own.

    Its links to other pages are only text, and comments are omitted.
    """
    page = read_text(bundled("check-codes.md", "docs/reference"))
    [section] = re.findall(rf"^### (`{code}`\n.*?)(?=^##|\Z)", page, re.DOTALL | re.MULTILINE)
    section = re.sub(r"^<!--.*?-->\n\n", "", section, flags=re.DOTALL | re.MULTILINE)
    section = re.sub(r"\[([^][]+)\]\([^)\s]+\)", r"\1", section)
    return f"# {section.rstrip()}\n"


def _print_explanation(text: str) -> None:
    """Print an explanation in Markdown; in a terminal, it is drawn."""
    if not streams.is_terminal(sys.stdout):
        streams.write(text)
        return
    from c2c_cli.output import prose  # noqa: PLC0415  # it imports Rich

    with query.paged():
        streams.write_drawing(prose.draw_markdown(text))


def _checked(
    chosen: Mapping[str, str | None], stdin_name: str | None, day: datetime.date
) -> Iterator[tuple[_Found, bytes]]:
    """Yield what is found in each file as of a day, with its content.

    A file that cannot be read is only reported.
    """
    for file, selected in chosen.items():
        try:
            content = disk.read_bytes(file)
        except InputError as error:
            streams.note(f"error: {error}")
            continue
        path = stdin_name if stdin_name and file == DASH else file
        why_not = writable.why_not(selected)
        option = None if why_not else data_option(selected)
        yield _Found(path, _problems(content, display_name(path), day, option), why_not), content


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


def _print_problems(found: _Found, content: bytes, *, every: bool) -> None:
    """Print the errors and warnings of a file; in a terminal, each with its line of the file.

    Without `every`, a terminal shows several warnings about missing sources as their number.
    """
    if streams.is_terminal(sys.stdout):
        from c2c_cli.output import canvas  # noqa: PLC0415  # it imports Rich

        lines = content.decode("utf-8-sig", "replace").split("\n")
        drawing = canvas.draw_problems(found.name, lines, found.problems, every=every)
        streams.write_drawing(drawing)
    else:
        name = visible(found.name)
        streams.write("".join(f"{name}:{problem}\n" for problem in found.problems))


def _print_annotations(found: Iterable[_Found]) -> None:
    """Print the errors and warnings of all files that could be read as annotations for GitHub."""
    # no other format needs it
    from c2c_cli.output.annotations import annotation  # noqa: PLC0415

    for checked in found:
        path = None if checked.file == DASH else _relative(checked.file)
        for problem in checked.problems:
            streams.write(f"{annotation(checked.name, path, problem)}\n")


def _relative(file: str) -> str:
    """Return the path of a file relative to this directory, which GitHub expects."""
    with suppress(OSError, ValueError):  # this directory was deleted, or is on another drive
        file = os.path.relpath(file)
    return Path(file).as_posix()


def _print_rows(found: Sequence[_Found], form: render.Format) -> None:
    """Print the errors and warnings of all files that could be read, with a row for each."""
    if not found:
        return
    rows: list[tuple[object, ...]] = []
    for checked in found:
        rows += [(checked.name, *problem) for problem in checked.problems]
    columns = ("file", *TextProblem._fields)
    render.write(view.of_tuples("", columns, rows), form, render.Output())


def _counts(found: Iterable[_Found]) -> Counter[Severity]:
    """Return the number of errors and of warnings in all files."""
    counts: Counter[Severity] = Counter()
    for checked in found:
        counts.update(problem.severity for problem in checked.problems)
    return counts


def _report_unmatched(known: Iterable[ignored.Ignored], found: Iterable[_Found]) -> None:
    """Report the values of `--ignore` that match no warning.

    They are no errors, because a warning that was solved must not break a job.
    """
    left_out = [problem for checked in found for problem in checked.known]
    reported = [problem for checked in found for problem in checked.problems]
    for line in ignored.unmatched(known, left_out, reported):
        streams.warn(line)


def _print_summary(found: Sequence[_Found], counts: Counter[Severity]) -> None:
    """Print how many errors and warnings there are, and in which file or how many files."""
    known = sum(len(checked.known) for checked in found)
    also = f" ({plural(known, 'warning')} ignored)" if known else ""
    if counts:
        severities = [severity for severity in get_args(Severity) if counts[severity]]
        numbers = [plural(counts[severity], severity) for severity in severities]
        names = [checked.name for checked in found if checked.problems]
        where = names[0] if len(names) == 1 else f"{len(names)} files"
        streams.note(f"{all_of(numbers)} in {where}{also}")
    elif found and streams.is_terminal(sys.stderr):
        names = [checked.name for checked in found]
        streams.note(f"no errors or warnings in {', '.join(names)}{also}")


def _print_why_not(found: Iterable[_Found]) -> None:
    """Print why the hints of some warnings have no command."""
    reasons = {
        checked.why_not
        for checked in found
        if any(problem.code in warnings.WITH_COMMAND for problem in checked.problems)
    }
    for reason in sorted(reasons - {""}):
        streams.note(f"no commands are suggested: {reason}")
