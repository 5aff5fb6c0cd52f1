"""The whole registry as a workbook, without contacts and extra keys."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from c2c_cli.model import agreements, history, obligations, select
from c2c_cli.model.countries import name_of
from c2c_cli.model.dates import UNKNOWN_DATE, Date
from c2c_cli.model.history import AsOf, Event
from c2c_cli.model.records import Centre
from c2c_cli.model.registry import Registry
from c2c_cli.output import centres, sources
from c2c_cli.output.agreements import AGREEMENTS
from c2c_cli.output.meetings import MEETINGS
from c2c_cli.output.obligations import OBLIGATIONS
from c2c_cli.output.view import Columns, Value, heading
from c2c_cli.output.workbook import Sheet, of_sheets

_CENTRES = (
    *("id", "name", "sector", "country", "city", "host", "website", "status"),
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
    "event": lambda row: _in_words(row.event.kind),
    "date": lambda row: row.event.date or UNKNOWN_DATE,
    **{
        name: attrgetter(f"event.{name}") for name in ("until", "term", "covers", "note", "sources")
    },
}


def workbook(registry: Registry, as_of: AsOf) -> bytes:
    """Return a workbook with a sheet for each type of record, with the states as of a day."""
    properties = {
        "title": f"{registry.network.name}, as of {as_of.day}",
        "author": registry.network.publisher or "",
    }
    return of_sheets(_sheets(registry, as_of), properties)


def _sheets(registry: Registry, as_of: AsOf) -> Iterator[Sheet]:
    """Yield the sheets in order."""
    known = [centre for centre in registry.centre if centre.status(as_of) is not None]
    computed = {"status": f"Status as of {as_of.day}", "state": f"State as of {as_of.day}"}
    yield _sheet("Centres", known, _of_centres(registry, as_of), computed)
    events = [
        _Row(centre, event)
        for centre in known
        for event in centre.event
        if history.days_of(event, centre.event, as_of).first <= as_of.day
    ]
    yield _sheet("Events", events, _EVENTS)
    found = agreements.agreements(registry, as_of)
    yield _sheet("Agreements", found, _of_agreements(), computed)
    years = obligations.years(registry, as_of.day)
    periods = obligations.evaluate(registry, as_of, years)
    yield _sheet("Obligations", periods, _of_obligations(), computed)
    meetings = select.meetings(registry, select.Filters(known_by=as_of.day))
    columns = {name: MEETINGS.columns[name] for name in _MEETINGS}
    yield _sheet("Meetings", meetings, columns)
    yield _sheet("Sources", *sources.all_cited(registry))


def _of_centres(registry: Registry, as_of: AsOf) -> Columns:
    """Return the columns of centres."""
    columns = centres.columns_as_of(as_of)
    names = {sector.id: sector.name for sector in registry.sector}
    in_words: Columns = {
        "sector": lambda centre: names[centre.sector],
        "country": lambda centre: name_of(centre.country),
    }
    return {name: in_words.get(name, columns[name]) for name in _CENTRES}


def _of_agreements() -> Columns:
    """Return the columns of agreements, with the names and countries of the centres."""
    columns = AGREEMENTS.columns
    return {
        "id": columns["id"],
        "name": attrgetter("centre.name"),
        "country": lambda agreement: name_of(agreement.centre.country),
        **columns,
        "kind": lambda agreement: _in_words(agreement.event.kind) if agreement.event else None,
    }


def _of_obligations() -> Columns:
    """Return the columns of the periods of obligations."""
    return {
        **OBLIGATIONS.columns,
        "kind": attrgetter("obligation.name"),
        "due": lambda period: Date.of_day(period.due),
    }


def _in_words(kind: str) -> str:
    """Return the kind of an event in words, such as `in force`."""
    return kind.replace("-", " ")


def _sheet(
    name: str, rows: Sequence[Any], columns: Columns, computed: Mapping[str, str] = {}
) -> Sheet:
    """Return a sheet whose headings are words, without its empty columns.

    `computed` has the headings of the columns that depend on the day.
    """
    used = {
        column: value_of
        for column, value_of in columns.items()
        if not rows or any(value_of(row) not in (None, "", ()) for row in rows)
    }
    headings = {column: computed.get(column) or _heading(column) for column in used}
    return Sheet(
        name,
        rows,
        {headings[column]: _as_lines(value_of) for column, value_of in used.items()},
        states=[*computed.values(), "Status"],
        links=[_heading(column) for column in ("website", "link", "url")],
    )


def _heading(column: str) -> str:
    return heading(column.replace("-", "_"))


def _as_lines(value_of: Callable[[Any], Value]) -> Callable[[Any], Value]:
    """Return a function for the same value, but with each item of a list on a line of its own."""

    def as_lines(row: Any) -> Value:
        value = value_of(row)
        if isinstance(value, tuple) and not isinstance(value, Date):
            return "\n".join(value)
        return value

    return as_lines
