"""`c2c check`: every problem of a registry's file at once, with its place."""

import datetime
import shlex
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from c2c_cli import streams
from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.errors import InputError, TextProblem, UsageError
from c2c_cli.model import warnings
from c2c_cli.output import problems as views
from c2c_cli.output import render
from c2c_cli.store.disk import read_bytes
from c2c_cli.store.load import reading
from c2c_cli.store.locate import STDIN, locate
from c2c_cli.store.problems import InvalidFileError
from c2c_cli.text import plural, visible


class Checked(NamedTuple):
    """A file and what is wrong with it, in its order."""

    file: str
    """Its name as it was given."""
    content: bytes
    problems: Sequence[TextProblem]


app = new_app()


@app.command(
    epilog=examples(
        "c2c check",
        "c2c check data/centres.toml --strict || echo look",
        "c2c check --format json",
        codes="0 no errors, 1 errors, 3 a file that cannot be read.",
    )
)
def check_files(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]...", help="The files; - is standard input. Without one, the registry in use."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where there are warnings, too.")] = False,
    as_of: options.AsOf = None,
    data: options.Data = None,
    format: Annotated[str, options.format_option(("text", "tsv", "json", "jsonl"))] = "text",  # noqa: A002
) -> None:
    """Tell all that is wrong with a registry's file, and where."""
    if files and data is not None:
        raise UsageError("--data: the files are named already; leave it out")
    if (files or []).count(STDIN) > 1:
        raise UsageError("FILE: standard input can be read once; write - once")
    checked: list[Checked] = []
    unread: list[InputError] = []
    for file in files or [locate(data).file]:
        try:
            checked.append(_check(file, options.day(as_of), _naming(file) if files or data else ""))
        except InputError as error:
            unread.append(error)
    _write(checked, format)
    found = Counter(problem.severity for one in checked for problem in one.problems)
    if found:
        counts = [plural(found[severity], severity) for severity in ("error", "warning") if found[severity]]
        wrong = [one.file for one in checked if one.problems]
        streams.note(f"{' and '.join(counts)} in {wrong[0] if len(wrong) == 1 else f'{len(wrong)} files'}")
    elif checked and streams.is_terminal(sys.stderr):
        streams.note(f"nothing wrong with {', '.join(one.file for one in checked)}")
    if unread:
        raise InputError(unread[-1].message, unread[-1].hint, lines=[f"c2c: error: {error}" for error in unread[:-1]])
    if found["error"] or (strict and found["warning"]):
        raise typer.Exit(1)


def _naming(file: str) -> str:
    """Return what a command that a hint names says to find the registry that was named."""
    return f" --data {'FILE' if file == STDIN else shlex.quote(file)}"


def _check(file: str, day: datetime.date, named: str) -> Checked:
    """Read a file, and return all that is wrong with it."""
    name = "<stdin>" if file == STDIN else file
    content = read_bytes(file)
    try:
        read = reading(content, name)
    except InvalidFileError as error:
        return Checked(name, content, error.problems)
    more = warnings.warnings(read.examined, day, data=named)
    return Checked(name, content, read.with_problems(more).problems())


def _write(checked: Sequence[Checked], form: str) -> None:
    if form != "text":
        rows = [(one.file, *problem) for one in checked for problem in one.problems]
        render.write(views.problems(rows), render.Output(form))
    elif streams.is_terminal(sys.stdout):
        for one in checked:
            render.write_problems(one.file, one.content.decode("utf-8-sig", "replace"), one.problems)
    else:
        lines = (f"{visible(one.file)}:{problem}\n" for one in checked for problem in one.problems)
        streams.write("".join(lines))
