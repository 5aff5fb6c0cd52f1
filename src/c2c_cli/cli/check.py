"""`c2c check`: every error and warning in a registry file, with its position."""

import datetime
import re
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, NamedTuple, get_args

import typer

from c2c_cli import streams
from c2c_cli.cli import options
from c2c_cli.cli.group import new_command
from c2c_cli.cli.options import other_option
from c2c_cli.errors import Code, InputError, TextProblem, UsageError, conflict
from c2c_cli.model import warnings
from c2c_cli.output import problems as views
from c2c_cli.output import render
from c2c_cli.store.disk import read_bytes
from c2c_cli.store.load import InvalidFileError, reading
from c2c_cli.store.locate import STDIN, bundled, data_option, locate
from c2c_cli.text import plural, visible


class Checked(NamedTuple):
    """A file and its problems."""

    file: str
    """The name of the file as the user typed it."""
    content: bytes
    problems: Sequence[TextProblem]


@new_command(
    "c2c check",
    "c2c check data/centres.toml --strict || echo look",
    "c2c check --explain past-meeting",
    codes={0: "no errors", 1: "errors found; with --strict, errors or warnings", 3: "a file cannot be read"},
)
def command(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...", help="Files to check; - for standard input (default: the registry in use)."
        ),
    ] = None,
    strict: Annotated[bool, other_option("--strict", "Exit with code 1 on warnings as well.")] = False,
    every: Annotated[bool, other_option("--all", "In a terminal, list each warning about missing sources.")] = False,
    explain: Annotated[
        str | None,
        other_option(
            "--explain", "Explain the code of an error or warning, such as bad-date.", "CODE", words=get_args(Code)
        ),
    ] = None,
    as_of: options.AsOf = None,
    data: options.Data = None,
    format: Annotated[str | None, options.format_option(("text", "tsv", "json", "jsonl"), "text")] = None,  # noqa: A002
) -> None:
    """Report every error and warning in a registry file."""
    if explain is not None:
        if files or strict or every or as_of or data is not None or format:
            raise UsageError(*conflict("--explain", "FILE", "--strict", "--all", "--as-of", "--data", "--format"))
        streams.write(_explanation(explain))
        return
    if files and data is not None:
        raise UsageError(*conflict("--data", "FILE"))
    if (files or []).count(STDIN) > 1:
        raise UsageError("- can be given only once", subject="FILE")
    checked: list[Checked] = []
    unreadable: list[InputError] = []
    for file in files or [locate(data).file]:
        try:
            checked.append(_check(file, options.day(as_of), data_option(file if files else data)))
        except InputError as error:
            unreadable.append(error)
    if checked:
        _write(checked, format or "text", every=every)
    found = Counter(problem.severity for one in checked for problem in one.problems)
    if found:
        counts = [plural(found[severity], severity) for severity in ("error", "warning") if found[severity]]
        named = [one.file for one in checked if one.problems]
        streams.note(f"{' and '.join(counts)} in {named[0] if len(named) == 1 else f'{len(named)} files'}")
    elif checked and streams.is_terminal(sys.stderr):
        streams.note(f"no errors or warnings in {', '.join(one.file for one in checked)}")
    if unreadable:
        *others, last = unreadable
        last.others = others
        raise last
    if found["error"] or (strict and found["warning"]):
        raise typer.Exit(1)


def _explanation(code: str) -> str:
    """Return the entry for a code in docs/check.md."""
    page = bundled("check.md", "docs").read_text("utf-8")
    entry = re.search(rf"^### `{code}`\n.*?(?=^##|\Z)", page, re.DOTALL | re.MULTILINE)
    return f"{entry[0].rstrip()}\n" if entry else ""


def _check(file: str, day: datetime.date, data: str) -> Checked:
    """Read a file, and return it with its problems."""
    name = "<stdin>" if file == STDIN else file
    content = read_bytes(file)
    try:
        read = reading(content, name)
    except InvalidFileError as error:
        return Checked(name, content, error.problems)
    return Checked(name, content, read.problems(warnings.warnings(read.examined, day, data=data)))


def _write(checked: Sequence[Checked], form: str, *, every: bool) -> None:
    if form != "text":
        rows = [(one.file, *problem) for one in checked for problem in one.problems]
        render.write(views.problems(rows), render.Output(form))
    elif streams.is_terminal(sys.stdout):
        for one in checked:
            shown, summary = (one.problems, "") if every else views.condensed(one.problems)
            render.write_problems(one.file, one.content.decode("utf-8-sig", "replace").split("\n"), shown, summary)
    else:
        lines = (f"{visible(one.file)}:{problem}\n" for one in checked for problem in one.problems)
        streams.write("".join(lines))
