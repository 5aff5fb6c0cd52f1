"""The whole registry as a workbook, without contacts and extra keys."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any, NamedTuple

from c2c_cli.documents.language import language as language_of
from c2c_cli.documents.registry_in_language import registry_in_language
from c2c_cli.documents.workbook_words import WorkbookWords
from c2c_cli.model import agreements, history, obligations, select
from c2c_cli.model.countries import name_of
from c2c_cli.model.dates import UNKNOWN_DATE, Date
from c2c_cli.model.history import STEPS, AsOf, Event
from c2c_cli.model.records import Centre
from c2c_cli.model.registry import Registry
from c2c_cli.output import centres, sources
from c2c_cli.output.agreements import AGREEMENTS
from c2c_cli.output.meetings import MEETINGS
from c2c_cli.output.obligations import OBLIGATIONS
from c2c_cli.output.view import Columns, Value, heading
from c2c_cli.output.workbook import About, Sheet, of_sheets

_CENTRES = (
    *("id", "name", "sector", "country", "city", "status"),
    *STEPS,
    *("host", "website", "location", "identifiers", "names", "note", "sources"),
)
"""The columns of centres, in order."""

_MEETINGS = (
    *("id", "title", "start", "end", "kind", "status", "mode", "city", "venue", "organisers"),
    *("attendees", "invited", "agenda", "outcomes", "note", "link", "sources"),
)
"""The columns of meetings, in order."""

_STATES = ("status", "state")
"""The columns of states, which are coloured."""

_LINKS = ("website", "link", "url")
"""The columns of addresses, which are links."""

_MAX_CITING = 20
"""Maximum number of records in a cell; Excel shows at most 27 lines."""


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


def workbook(registry: Registry, as_of: AsOf, *, lang: str | None = None) -> bytes:
    """Return a workbook with a sheet for each type of record, with the states as of a day.

    `lang` is the tag of a language. Raises OutputError if a value does not fit in a cell, or the
    rows on a sheet.
    """
    language = language_of(lang)
    registry = registry_in_language(registry, language, lang)
    words = WorkbookWords(language)
    network = registry.network
    about = About(
        network.name, network.publisher or "", as_of.day, words.title, language.is_right_to_left
    )
    return of_sheets(_Sheets(words, as_of.day, language.catalogue).of(registry, as_of), about)


def _events(known: Sequence[Centre], as_of: AsOf) -> list[_Row]:
    """Return the events of centres that may have happened by a day, with their centres."""
    return [
        _Row(centre, event) for centre in known for event in history.possible(centre.event, as_of)
    ]


def _with_events(known: Sequence[Centre], as_of: AsOf) -> tuple[Centre, ...]:
    """Return centres with only the events that may have happened by a day."""
    return tuple(
        replace(centre, event=tuple(history.possible(centre.event, as_of))) for centre in known
    )


def _sources(registry: Registry, then: Registry) -> tuple[list[Any], Columns]:
    """Return the sources of a day, and their columns; `then` has the records of the day.

    A source that only later records cite is not among them, but one that no record cites is.
    """
    _, later = sources.all_cited(registry)
    rows, columns = sources.all_cited(then)
    cited_by, cited_later_by = columns["cited_by"], later["cited_by"]
    return [row for row in rows if cited_by(row) or not cited_later_by(row)], columns


class _Sheets:
    """The sheets of a workbook, in the words of a language."""

    def __init__(self, words: WorkbookWords, day: datetime.date, language: str) -> None:
        self._words, self._day, self._language = words, day, language

    def of(self, registry: Registry, as_of: AsOf) -> Iterator[Sheet]:
        """Yield the sheets of a registry in order."""
        known = [centre for centre in registry.centre if centre.status(as_of) is not None]
        yield self._sheet("Centres", known, self._of_centres(registry, as_of))
        events = {**_EVENTS, "event": lambda row: self._kind(row.event)}
        yield self._sheet("Events", _events(known, as_of), events)
        found = agreements.agreements(registry, as_of)
        yield self._sheet("Agreements", found, self._of_agreements())
        years = obligations.years(registry, as_of.day)
        periods = obligations.evaluate(registry, as_of, years)
        yield self._sheet("Obligations", periods, _of_obligations())
        meetings = select.meetings(registry, select.Filters(known_by=as_of.day))
        yield self._sheet("Meetings", meetings, self._of_meetings())
        then = registry._replace(centre=_with_events(known, as_of), meeting=tuple(meetings))
        cited, columns = _sources(registry, then)
        cited_by = self._shortened(columns["cited_by"])
        yield self._sheet("Sources", cited, {**columns, "cited_by": cited_by})

    def _of_centres(self, registry: Registry, as_of: AsOf) -> Columns:
        """Return the columns of centres."""
        columns = centres.columns_as_of(as_of)
        names = {sector.id: sector.name for sector in registry.sector}
        in_words: Columns = {
            "sector": lambda centre: names[centre.sector],
            "country": lambda centre: name_of(centre.country, self._language),
        }
        return {name: in_words.get(name, columns[name]) for name in _CENTRES}

    def _of_agreements(self) -> Columns:
        """Return the columns of agreements, with the names and countries of the centres."""
        columns = AGREEMENTS.columns
        return {
            "id": columns["id"],
            "name": attrgetter("centre.name"),
            "country": lambda agreement: name_of(agreement.centre.country, self._language),
            **columns,
            "computed": lambda agreement: self._words.yes if agreement.is_computed else None,
            "kind": lambda agreement: self._kind(agreement.event) if agreement.event else None,
        }

    def _of_meetings(self) -> Columns:
        """Return the columns of meetings."""
        modes = self._words.modes
        in_words: Columns = {"mode": lambda meeting: modes.get(meeting.mode)}
        return {name: in_words.get(name, MEETINGS.columns[name]) for name in _MEETINGS}

    def _kind(self, event: Event) -> str:
        """Return the kind of an event in words, such as `in force`."""
        return self._words.kinds.get(event.kind) or event.kind.replace("-", " ")

    def _shortened(self, value_of: Callable[[Any], Value]) -> Callable[[Any], Value]:
        """Return `value_of` with long lists cut, and the number of omitted items at the end."""

        def shortened(row: object) -> Value:
            items = value_of(row)
            if not isinstance(items, tuple) or isinstance(items, Date) or len(items) <= _MAX_CITING:
                return items
            return (*items[:_MAX_CITING], self._words.more(len(items) - _MAX_CITING))

        return shortened

    def _sheet(self, name: str, rows: Sequence[object], columns: Columns) -> Sheet:
        """Return a sheet whose headings are words, without its empty columns."""
        headings = {column: self._words.headings.get(column, heading(column)) for column in columns}
        # the status of a meeting does not depend on the day
        depending = [column for column in _STATES if column in columns and name != "Meetings"]
        headings |= {column: self._words.as_of(column, self._day) for column in depending}
        used = {
            headings[column]: _as_lines(value_of)
            for column, value_of in columns.items()
            if not rows or any(value_of(row) not in (None, "", ()) for row in rows)
        }
        return Sheet(
            self._words.sheets[name],
            rows,
            used,
            states=[headings[column] for column in _STATES if column in columns],
            words=self._words.states,
            links=[headings[column] for column in _LINKS if column in columns],
            otherwise="",
        )


def _of_obligations() -> Columns:
    """Return the columns of the periods of obligations."""
    return {
        **OBLIGATIONS.columns,
        "kind": attrgetter("obligation.name"),
        "due": lambda period: Date.of_day(period.due),
    }


def _as_lines(value_of: Callable[[Any], Value]) -> Callable[[Any], Value]:
    """Return `value_of` with each list as text that has one item per line."""

    def as_lines(row: object) -> Value:
        value = value_of(row)
        if isinstance(value, tuple) and not isinstance(value, Date):
            return "\n".join(value)
        return value

    return as_lines
