"""The options that several commands share, each with its one meaning."""

import datetime
from collections.abc import Callable, Collection, Iterable
from inspect import Parameter, Signature, signature
from typing import Annotated, Any

import typer

from c2c_cli.errors import UsageError
from c2c_cli.model.dates import Date
from c2c_cli.model.value_types import language
from c2c_cli.output.render import FORMATS, Output
from c2c_cli.text import did_you_mean, fold, quoted

Command = Callable[..., None]


class Choice:
    """A parser of one of a few words, in any case."""

    def __init__(self, complaint: str, words: Collection[str]) -> None:
        """Take what the sentence about another word begins with, and the words."""
        self.complaint = complaint
        self.words = words

    def __call__(self, text: str) -> str:
        """Return the word that was typed."""
        if fold(text) not in self.words:
            raise UsageError(f"{self.complaint} {quoted(text)}{did_you_mean(text, self.words)}")
        return fold(text)


def format_option(formats: Collection[str], more: str = "") -> Any:
    """Return `--format`, which is one of these; `more` stands in its help."""
    parser = Choice("--format: no format", formats)
    return typer.Option("--format", metavar="FORMAT", parser=parser, help=f"{', '.join(formats)}. {more}".rstrip())


def date_option(name: str, about: str) -> Any:
    """Return an option that takes a date."""

    def parse(text: str) -> Date:
        try:
            return Date.parse(text)
        except ValueError as error:
            raise UsageError(f"{name}: {error}") from None

    return typer.Option(name, metavar="DATE", parser=parse, help=about)


def year_option(about: str) -> Any:
    """Return `--year`."""
    return typer.Option("--year", metavar="YEAR", parser=_year, help=about)


def _year(text: str) -> Date:
    try:
        found = Date.parse(text)
    except ValueError:
        raise UsageError(f"--year: {quoted(text)} is no year; write 2018") from None
    if len(text) > 4:
        raise UsageError(f"--year: {quoted(text)} is no year; write {found.year}")
    return found


def _language(text: str) -> str:
    if (wrong := language(text)) is not None:
        raise UsageError(f"--lang: {wrong}")
    return text


def day(as_of: Date | None) -> datetime.date:
    """Return the last day of `--as-of`; without it, today."""
    return as_of.last if as_of else datetime.date.today()  # noqa: DTZ011  # a person's today is the local one


def parameter(name: str, annotation: Any, default: Any = Parameter.empty) -> Parameter:
    """Return a parameter of a command, as Typer reads it from a signature."""
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def with_parameters(run: Command, parameters: Iterable[Parameter], line: str | None) -> Command:
    """Return a function as a command with these parameters and this line in its help."""
    run.__signature__ = Signature(list(parameters))  # type: ignore[attr-defined]  # Typer reads it
    run.__annotations__ = {}
    run.__doc__ = line
    return run


def with_output(formats: Collection[str] = FORMATS) -> Callable[[Command], Command]:
    """Give a command the options that say how rows are shown; it takes them as one value, `output`."""
    shared = {"format": Annotated[str | None, format_option(formats, _BY_ITSELF)], **_SHARED}

    def decorate(command: Command) -> Command:
        def run(**given: Any) -> None:
            output = Output(**{name: given.pop(name) for name in shared})
            command(**given, output=output)

        own = [one for one in signature(command).parameters.values() if one.name != "output"]
        return with_parameters(run, [*own, *(parameter(*one, None) for one in shared.items())], command.__doc__)

    return decorate


_BY_ITSELF = "A terminal gets a table, a pipe TSV."

_SHARED = {
    "columns": Annotated[str | None, typer.Option("--columns", metavar="A,B", help="These columns, in this order.")],
    "sort": Annotated[
        str | None, typer.Option("--sort", metavar="[-]COLUMN", help="By this column; with - from last to first.")
    ],
    "header": Annotated[
        bool | None, typer.Option("--header/--no-header", help="Whether the columns' names come first.")
    ],
}

Data = Annotated[str | None, typer.Option("--data", metavar="FILE", help="The registry's file; - is standard input.")]
WritableData = Annotated[str | None, typer.Option("--data", metavar="FILE", help="The registry's file.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the difference; write nothing.")]
WRITING = [parameter("data", WritableData, None), parameter("dry_run", DryRun, False)]
"""The options of a command that changes a record."""

Format = Annotated[str | None, format_option(FORMATS, _BY_ITSELF)]
AsOf = Annotated[
    Date | None,
    date_option("--as-of", "As it stood on that day: 2018, 2018-11 or 2018-11-20. Today, if not given."),
]
Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="TAG", parser=_language, help="Names in this language where there is one: ko."),
]
Text = Annotated[
    str | None,
    typer.Argument(metavar="[TEXT]", help="Only what holds this text, in any case and with or without accents."),
]
Year = Annotated[list[Date] | None, year_option("Only this year. Again: or that one.")]
