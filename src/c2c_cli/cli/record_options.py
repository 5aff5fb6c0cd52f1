"""The options that are fields of a record, the same for adding and for changing one, and how their words are read."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from c2c_cli import choice
from c2c_cli.cli.options import date
from c2c_cli.dates import Date
from c2c_cli.errors import WrongUsageError
from c2c_cli.life import EVENT_KINDS, Event
from c2c_cli.registry import Registry
from c2c_cli.rules import language
from c2c_cli.text import quoted

NAME = typer.Option("--name", metavar="NAME", help="What it is called.")
NAMES = typer.Option("--names", metavar="TAG=NAME", help="What it is called in another language: ko=…. Again: more.")
CODE = typer.Option("--code", metavar="CODE", help="UNESCO's short code, as CLT.")
SECTOR = typer.Option("--sector", metavar="SECTOR", help="A sector's id, code or name.")
COUNTRY = typer.Option("--country", metavar="CODE", help="Two letters of ISO 3166-1, as KR.")
CITY = typer.Option("--city", metavar="CITY", help="The city.")
HOST = typer.Option("--host", metavar="HOST", help="Who hosts it.")
WEBSITE = typer.Option("--website", metavar="URL", help="Its website.")
NOTE = typer.Option("--note", metavar="TEXT", help="Anything else.")
EVENT = typer.Option(
    "--event", metavar="KIND[=DATE]", help="proposed, approved, signed, opened, renewed or closed. Again: more."
)
TITLE = typer.Option("--title", metavar="TITLE", help="What the meeting is called.")
START = typer.Option("--start", metavar="DATE", help="When it starts: 2018, 2018-11 or 2018-11-20.")
END = typer.Option("--end", metavar="DATE", help="When it ends: 2018, 2018-11 or 2018-11-20.")
KIND = typer.Option("--kind", metavar="KIND", help="One of the cadence, its level where only that is known, or other.")
STATUS = typer.Option("--status", metavar="STATUS", help="tentative, planned, held or cancelled.")
VENUE = typer.Option("--venue", metavar="VENUE", help="Where in the city.")
ORGANISERS = typer.Option("--organisers", metavar="ID", help="A centre or organisation that organises. Again: more.")
ATTENDEES = typer.Option("--attendees", metavar="ID", help="A centre or organisation that attends. Again: more.")
AGENDA = typer.Option("--agenda", metavar="TEXT", help="An item of the agenda. Again: more.")
OUTCOMES = typer.Option("--outcomes", metavar="TEXT", help="An outcome. Again: more.")
SOURCES = typer.Option("--sources", metavar="URL", help="Where it is stated. Again: more.")

Data = Annotated[str | None, typer.Option("--data", metavar="FILE", help="The registry's file.")]
"""Of a registry that is written; standard input cannot be."""

DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the difference; write nothing.", show_default=False)]


def names(words: Sequence[str] | None, known: dict[str, str] | None = None) -> dict[str, str] | None:
    """Return names by language from `ko=…`, added to those known.

    One without a name takes its language out, an empty word alone all of them.
    """
    if words == [""]:
        return None
    result = dict(known or {})
    for word in words or ():
        tag, equals, name = word.partition("=")
        if not equals or language(tag) is not None:
            raise WrongUsageError(f"--names: {quoted(word)} names no language; write ko=…")
        same = next((one for one in result if one.lower() == tag.lower()), tag)
        result.pop(same, None)
        if name:
            result[same] = name
    return result or None


def events(words: Sequence[str] | None) -> tuple[Event, ...]:
    """Return events from `approved=2017-11-06` or, where the day is unknown, `approved`."""
    result = []
    for word in words or ():
        kind, dated, day = word.partition("=")
        kind = choice.word("--event", "kind", kind, EVENT_KINDS)
        result.append(Event(kind=kind, date=date("--event")(day) if dated else None))
    return tuple(result)


def members(registry: Registry, option: str, words: Sequence[str] | None) -> tuple[str, ...]:
    """Return the ids that words mean, without regard to case."""
    return tuple(choice.member(registry, option, word) for word in words or ())


def optional_date(option: str, text: str | None) -> Date | None:
    """Return a date, where one is given."""
    return None if text is None else date(option)(text)


def given(**options: Any) -> dict[str, Any]:
    """Return the options that were given."""
    return {name: value for name, value in options.items() if value is not None}
