"""The whole registry as a workbook, without contacts and extra keys."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from c2c_cli.model import agreements, history, obligations, select
from c2c_cli.model.countries import name_of
from c2c_cli.model.dates import UNKNOWN_DATE
from c2c_cli.model.history import AsOf, Event
from c2c_cli.model.records import Centre
from c2c_cli.model.registry import Registry
from c2c_cli.output import centres, sources
from c2c_cli.output.agreements import AGREEMENTS
from c2c_cli.output.meetings import MEETINGS
from c2c_cli.output.obligations import OBLIGATIONS
from c2c_cli.output.view import Columns, heading
from c2c_cli.output.workbook import Sheet, of_sheets

_CENTRES = (
    *("id", "name", "sector", "country", "city", "host", "website", "status", "until"),
    *("proposed", "approved", "signed", "in-force", "opened", "renewed", "closed"),
    *("location", "identifiers", "names", "note", "sources"),
)
"""The columns of centres, in order."""

_MEETINGS = (
    *("id", "title", "start", "end", "kind", "status", "mode", "city", "venue", "organisers"),
    *("attendees", "invited", "agenda", "outcomes", "note", "link", "sources"),
)
"""The columns of meetings, in order."""


class _Row(NamedTuple):
    """An event, and its centre."""

    centre: Centre
    event: Event


_EVENTS: Columns = {
    "centre": attrgetter("centre.id"),
    "event": attrgetter("event.kind"),
    "date": lambda row: row.event.date or UNKNOWN_DATE,
    **{
        name: attrgetter(f"event.{name}") for name in ("until", "term", "covers", "note", "sources")
    },
}


def workbook(registry: Registry, as_of: AsOf) -> bytes:
    """Return a workbook with a sheet for each type of record, with the states as of a day."""
    return of_sheets(_sheets(registry, as_of))


def _sheets(registry: Registry, as_of: AsOf) -> Iterator[Sheet]:
    """Yield the sheets in order."""
    known = [centre for centre in registry.centre if centre.status(as_of) is not None]
    columns = centres.columns(as_of) | _in_words(registry)
    yield _sheet("Centres", known, {name: columns[name] for name in _CENTRES}, "status")
    events = [
        _Row(centre, event)
        for centre in known
        for event in centre.event
        if history.days_of(event, centre.event, as_of).first <= as_of.day
    ]
    yield _sheet("Events", events, _EVENTS)
    found = agreements.agreements(registry, as_of)
    yield _sheet("Agreements", found, AGREEMENTS.columns, "state")
    years = obligations.years(registry, as_of.day)
    periods = obligations.evaluate(registry, as_of, years)
    yield _sheet("Obligations", periods, OBLIGATIONS.columns, "state")
    meetings = select.meetings(registry, select.Filters(known_by=as_of.day))
    columns = {name: MEETINGS.columns[name] for name in _MEETINGS}
    yield _sheet("Meetings", meetings, columns, "status")
    cited = [*sources.all_rows(registry)]
    yield _sheet("Sources", cited, sources.columns(registry))


def _in_words(registry: Registry) -> Mapping[str, Callable[[Any], str]]:
    """Return the columns of centres that are codes in other formats, in words."""
    names = {sector.id: sector.name for sector in registry.sector}
    return {
        "sector": lambda centre: names[centre.sector],
        "country": lambda centre: name_of(centre.country),
    }


def _sheet(name: str, rows: Sequence[Any], columns: Columns, *states: str) -> Sheet:
    """Return a sheet whose headings are words."""
    return Sheet(
        name,
        rows,
        {heading(column): value_of for column, value_of in columns.items()},
        states=[heading(state) for state in states],
    )
