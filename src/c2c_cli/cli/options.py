"""Options that several commands share."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from inspect import Parameter
from typing import Annotated

import typer

from c2c_cli.cli.group import FILTERS, OUTPUT, REGISTRY
from c2c_cli.errors import C2CError, UsageError, conflict, of_option
from c2c_cli.model.dates import Date, parse_typed
from c2c_cli.model.values import language, word_of, year


class Parser:
    """A parser of the value of an option or argument, which is named in the errors."""

    def __init__(
        self, subject: str, parse: Callable[[str], object], words: Iterable[str] = ()
    ) -> None:
        self.subject, self.parse = subject, parse
        self.words = words
        """The words that it accepts, if they are known."""

    def __call__(self, text: str) -> object:
        """Return the value that `text` stands for."""
        with of_option(self.subject):
            return self.parse(text)


def choice(subject: str, noun: str, words: Iterable[str]) -> Parser:
    """Return a parser that accepts `words`, ignoring case."""
    return Parser(subject, lambda text: word_of(noun, text, [*words]), words)


def option(
    section: str,
    name: str,
    about: str,
    metavar: str = "",
    parse: Callable[[str], object] | None = None,
    words: Iterable[str] = (),
    noun: str = "",
) -> object:
    """Return an option that the help describes in `section`.

    `parse` converts its value; without it, `words` are the valid values. If `words` is a mapping,
    completion describes each word. A flag has no metavar.
    """
    parser = None
    if parse:
        parser = Parser(name, parse, words)
    elif words:
        parser = choice(name, noun or metavar.lower(), words)
    return typer.Option(
        name, metavar=metavar or None, parser=parser, help=about, rich_help_panel=section
    )


filter_option = partial(option, FILTERS)
other_option = partial(option, "")  # in the last section of the help


def words_filter(name: str, by: str, metavar: str = "") -> object:
    """Return the repeatable option `--NAME`, which filters records by words."""
    return filter_option(
        f"--{name}", f"Filter by {by}; repeatable, or A,B.", metavar or name.upper()
    )


def date_filter(name: str, about: str, metavar: str = "DATE") -> object:
    """Return an option that selects records by a date."""
    return filter_option(name, about, metavar, typed_date)


def from_option(items: str) -> object:
    """Return `--from`, which selects items by their end."""
    return date_filter("--from", f"Only {items} that end on or after this date.")


def to_option(items: str) -> object:
    """Return `--to`, which selects items by their start."""
    return date_filter("--to", f"Only {items} that start on or before this date.")


def first_year(rule: str) -> object:
    """Return `--from` of a command that shows the years in which `rule` applies."""
    about = f"First year to show (default: the first in which {rule} applies)."
    return date_filter("--from", about, "YEAR")


def text_argument(places: str, sought: str = "Text") -> object:
    """Return the argument TEXT, which selects records by a text in `places`."""
    about = f"{sought} to search for in {places}, ignoring case and accents."
    return typer.Argument(metavar="[TEXT]", help=about)


def as_of_option(default: str, what: str = "State at the end of") -> object:
    """Return `--as-of`; `default` describes its default, and `what` is what depends on the date."""
    about = f"{what} YYYY, YYYY-MM or YYYY-MM-DD (default: {default})."
    return option(REGISTRY, "--as-of", about, "DATE", typed_date)


def typed_date(text: str) -> Date:
    """Return the date that the user typed, which may be a word such as `today`."""
    return parse_typed(text, day(None))


def parse_year(text: str) -> Date:
    """Return the year of `--year`."""
    return Date.of_year(year(text))


def language_tag(text: str) -> str:
    """Return the language tag that the user typed; raise UsageError if it is malformed."""
    malformed = language(text)
    if malformed:
        raise UsageError.of(malformed)
    return text


def day(as_of: Date | None) -> datetime.date:
    """Return the last day of `as_of`, or today if it is None."""
    if as_of is not None:
        return as_of.last
    try:
        return datetime.date.today()  # noqa: DTZ011  # users expect the local date
    except (OverflowError, OSError, ValueError):  # Python's clock ends in the year 2262
        raise C2CError("cannot read the system clock", "set it to the current date") from None


def check_period(start: Date | None, end: Date | None) -> None:
    """Raise UsageError if `--to` is before `--from`."""
    if start and end and end.last < start.first:
        raise UsageError(f"{end} is before --from ({start})", subject="--to")


def chosen_years(
    chosen: Sequence[Date] | None, start: Date | None, end: Date | None, default: range
) -> Sequence[int]:
    """Return the chosen years, or those from `start` to `end`.

    Without a start or an end, the years begin or end as those of `default` do. Raises UsageError if
    years are chosen in both ways.
    """
    check_period(start, end)
    if chosen and (start or end):
        raise UsageError.of(conflict("--year", "--from", "--to"))
    if chosen:
        return sorted({date.year for date in chosen})
    first = start.year if start else default.start
    stop = end.year + 1 if end else default.stop
    return range(first, stop)


def parameter(name: str, annotation: object, default: object = Parameter.empty) -> Parameter:
    """Return a keyword parameter of a command."""
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


_DATA = (
    "Registry file, - for standard input, or a bundled registry: korea or world (default: see c2c "
    "path)."
)
Data = Annotated[str | None, option(REGISTRY, "--data", _DATA, "FILE")]
READING = [parameter("data", Data, None)]
"""The options of a command that prints records."""

Words = list[str] | None
AsOf = Annotated[Date | None, as_of_option("today")]
_LANG = "Language for names, such as ko, if available."
Lang = Annotated[str | None, option(OUTPUT, "--lang", _LANG, "TAG", language_tag)]
_YEAR = "Filter by year, such as 2018; repeatable."
Year = Annotated[list[Date] | None, filter_option("--year", _YEAR, "YEAR", parse_year)]
_LAST_YEAR = "Last year to show (default: the year of --as-of)."
LastYear = Annotated[Date | None, date_filter("--to", _LAST_YEAR, "YEAR")]
Member = Annotated[Words, words_filter("centre", "centre or organisation", "ID")]
