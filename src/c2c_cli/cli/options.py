"""The options that several commands share, each with its one meaning."""

import datetime
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from c2c_cli.errors import UsageError
from c2c_cli.model.dates import Date
from c2c_cli.model.value_types import language
from c2c_cli.output.render import FORMATS
from c2c_cli.store.locate import STDIN
from c2c_cli.text import did_you_mean, fold, quoted, visible


def date(option: str) -> Callable[[str], Date]:
    """Return what reads the date of an option."""

    def parse(text: str) -> Date:
        try:
            return Date.parse(text)
        except ValueError as error:
            raise UsageError(f"{option}: {quoted(text)} {error}") from None

    return parse


def year(text: str) -> Date:
    """Read the year of `--year`."""
    try:
        found = Date.parse(text)
    except ValueError:
        raise UsageError(f"--year: {quoted(text)} is no year; write 2018") from None
    if len(text) > 4:
        raise UsageError(f"--year: {quoted(text)} is no year; write {found.year}")
    return found


def format_option(formats: Sequence[str], *more: str) -> Any:
    """Return `--format`, which is one of these; `more` stands in its help."""

    def parse(text: str) -> str:
        if fold(text) not in formats:
            raise UsageError(f"--format: no format {quoted(text)}{did_you_mean(text, formats)}")
        return fold(text)

    words = " ".join([f"{', '.join(formats)}.", *more])
    return typer.Option("--format", metavar="FORMAT", parser=parse, help=words)


def _language(text: str) -> str:
    if (wrong := language(text)) is not None:
        raise UsageError(f"--lang: {wrong}")
    return text


def day(as_of: Date | None) -> datetime.date:
    """Return the last day of `--as-of`; without it, today."""
    return as_of.last if as_of else datetime.date.today()  # noqa: DTZ011  # a person's today is the local one


def naming(file: str | None) -> str:
    """Return what a command that a hint names says to find the registry that was named: ` --data FILE`, or nothing."""
    if file is None:
        return ""
    import shlex  # noqa: PLC0415  # only where a command is told

    return f" --data {'FILE' if file == STDIN else shlex.quote(visible(file))}"


Data = Annotated[str | None, typer.Option("--data", metavar="FILE", help="The registry's file; - is standard input.")]
Format = Annotated[str | None, format_option(FORMATS, "A terminal gets a table, a pipe TSV.")]
Columns = Annotated[str | None, typer.Option("--columns", metavar="A,B", help="These columns, in this order.")]
Sort = Annotated[
    str | None, typer.Option("--sort", metavar="[-]COLUMN", help="By this column; with - from last to first.")
]
Header = Annotated[
    bool | None, typer.Option("--header/--no-header", help="Whether the columns' names come first.", show_default=False)
]
AsOf = Annotated[
    Date | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=date("--as-of"),
        help="As it stood on that day: 2018, 2018-11 or 2018-11-20. Today, if not given.",
    ),
]
Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="TAG", parser=_language, help="Names in this language where there is one: ko."),
]
Text = Annotated[
    str | None,
    typer.Argument(metavar="[TEXT]", help="Only what holds this text, in any case and with or without accents."),
]
Year = Annotated[
    list[Date] | None,
    typer.Option("--year", metavar="YEAR", parser=year, help="Only this year. Again: or that one."),
]
