"""Lookup and selection of records by what a user types."""

import datetime
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

from c2c_cli.errors import NotFoundError, UsageError, of_option, unknown
from c2c_cli.model.dates import Date
from c2c_cli.model.fields import MEETING_KIND, MEMBERS, SECTOR, SOURCES, ValueType
from c2c_cli.model.history import CENTRE_STATUSES, EVENT_KINDS, Event
from c2c_cli.model.records import MEETING_STATUSES, CadenceRule, Centre, Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.model.values import country_of, word_of
from c2c_cli.text import fold, fold_id, nearest

LISTED_BY = {
    "centre": "c2c list",
    "meeting": "c2c meetings",
    "organisation": "c2c organisations",
    "record": "c2c list or c2c meetings",
    "sector": "c2c sectors",
}
"""The commands that list the records of a table."""

Words = Sequence[str] | None
"""Values of a filter, any of which may match."""


def find(records: Iterable[Any], record_id: str) -> Any:
    """Return the record with an id, ignoring case, or None."""
    folded = fold_id(record_id)
    return next((one for one in records if fold_id(one.id) == folded), None)


def record(records: Sequence[Any], noun: str, record_id: str) -> Any:
    """Return the record with an id, ignoring case; raise NotFoundError if the id is unknown."""
    if (found := find(records, record_id)) is not None:
        return found
    raise NotFoundError(
        *unknown(noun, record_id, [one.id for one in records], listed_by=LISTED_BY.get(noun, ""))
    )


def sector_id(registry: Registry, word: str) -> str:
    """Return the id of the sector that has a word as its id, code or name."""
    for sector in registry.sector:
        if fold(word) in map(fold, (sector.id, sector.code, sector.name)):
            return sector.id
    ids = [sector.id for sector in registry.sector]
    near = nearest(
        word, [*(word for sector in registry.sector for word in (sector.code, sector.name)), *ids]
    )
    raise UsageError(
        *unknown("sector", word, [near] if near else ids, listed_by=LISTED_BY["sector"])
    )


def id_of(registry: Registry, tables: Sequence[str], word: str, hint: str = "") -> str:
    """Return the id of a record in one of the tables, ignoring case.

    Raises UsageError if the id is unknown.
    """
    try:
        return str(
            record(
                [one for table in tables for one in getattr(registry, table)],
                " or ".join(tables),
                word,
            ).id
        )
    except NotFoundError as error:
        raise UsageError(error.message, error.hint or hint) from None


def value(registry: Registry, value_type: ValueType, word: str) -> Any:
    """Return the value, or list item, that a word stands for.

    Raises UsageError or InvalidError if the word is invalid.
    """
    if value_type is MEETING_KIND:
        return word_of("kind", word, registry.kinds())
    if value_type is SOURCES:
        hint = "use a URL, or add the source with c2c add source"
        return word if "://" in word else id_of(registry, ("source",), word, hint)
    if value_type is SECTOR:
        return sector_id(registry, word)
    return (
        id_of(registry, value_type.targets, word) if value_type.targets else value_type.parse(word)
    )


def _read(
    option: str, words: Words, read: Callable[[str], str], whole: Collection[str] = ()
) -> set[str]:
    """Return the values that the words of an option stand for.

    `A,B` is read as two words, unless it is in `whole`.
    """
    with of_option(option):
        items = [[word] if fold(word) in whole else word.split(",") for word in words or ()]
        return {read(one.strip()) for item in items for one in item}


def centres(
    registry: Registry,
    *,
    day: datetime.date,
    text: str | None,
    sectors: Words,
    statuses: Words,
    countries: Words,
) -> list[Centre]:
    """Return the matching centres that were in the registry as of a day."""
    names = {fold(sector.name) for sector in registry.sector}
    wanted_sectors = _read("--sector", sectors, lambda word: sector_id(registry, word), names)
    wanted_statuses = _read(
        "--status", statuses, lambda word: word_of("status", word, CENTRE_STATUSES)
    )
    wanted_countries = _read("--country", countries, country_of)
    needle = fold(text or "")
    return [
        centre
        for centre in registry.centre
        if (not wanted_sectors or centre.sector in wanted_sectors)
        and (not wanted_countries or centre.country in wanted_countries)
        and _describes(needle, centre)
        and (status := centre.status(day)) is not None
        and (not wanted_statuses or status in wanted_statuses)
    ]


class Filters(NamedTuple):
    """Filters of events and meetings; the last three are about meetings only."""

    text: str | None = None
    years: Sequence[Date] | None = None
    start: Date | None = None
    end: Date | None = None
    kinds: Words = None
    centres: Words = None
    statuses: Words = None
    known_by: datetime.date | None = None
    """Omit meetings that are recorded as held or cancelled on a later day."""
    upcoming: datetime.date | None = None
    """Select tentative and planned meetings that end on or after this day."""

    def include(self, days: Date | None) -> bool:
        """Return whether any of the days is in one of the years and from `start` to `end`."""
        if days is None:
            return not (self.years or self.start or self.end)
        first = self.start.first if self.start else datetime.date.min
        last = self.end.last if self.end else datetime.date.max
        return days.overlaps(Date(first, last)) and (
            not self.years or any(map(days.overlaps, self.years))
        )


def meetings(registry: Registry, filters: Filters) -> list[Meeting]:
    """Return the matching meetings, sorted by start."""
    wanted_kinds = _read(
        "--kind", filters.kinds, lambda word: word_of("kind", word, registry.kinds())
    )
    wanted_statuses = _read(
        "--status", filters.statuses, lambda word: word_of("status", word, MEETING_STATUSES)
    )
    wanted_ids = _read(
        "--centre", filters.centres, lambda word: id_of(registry, MEMBERS.targets, word)
    )
    needle = fold(filters.text or "")
    chosen = [
        meeting
        for meeting in registry.meeting
        if filters.include(meeting.days)
        and (not wanted_kinds or meeting.kind in wanted_kinds)
        and (not wanted_statuses or meeting.status in wanted_statuses)
        and (not wanted_ids or not wanted_ids.isdisjoint((*meeting.organisers, *meeting.attendees)))
        and _contains(
            needle, meeting.id, meeting.title, meeting.city, meeting.venue, str(meeting.start)
        )
        and (filters.known_by is None or meeting.is_known(filters.known_by))
        and (
            filters.upcoming is None or (meeting.is_open and meeting.days.last >= filters.upcoming)
        )
    ]
    return sorted(chosen, key=lambda meeting: meeting.start)


class Entry(NamedTuple):
    """An event, with the id and name of its centre, or a meeting, with its id and title."""

    date: Date | None
    id: str
    title: str
    record: Event | Meeting


def timeline(registry: Registry, filters: Filters) -> list[Entry]:
    """Return the matching events and meetings by date, and then the events without a date."""
    known = (*EVENT_KINDS, *registry.kinds())
    wanted_kinds = _read("--kind", filters.kinds, lambda word: word_of("kind", word, known))
    found = [
        Entry(one.start, one.id, one.title, one)
        for one in meetings(registry, filters._replace(kinds=None))
    ]
    wanted_ids = _read(
        "--centre", filters.centres, lambda word: id_of(registry, MEMBERS.targets, word)
    )
    needle = fold(filters.text or "")
    found += [
        Entry(event.date, centre.id, centre.name, event)
        for centre in registry.centre
        if not wanted_ids or centre.id in wanted_ids
        for event in centre.event
        if filters.include(event.date)
        and (_describes(needle, centre) or needle in str(event.date or ""))
    ]
    latest = Date.of_day(datetime.date.max)
    found.sort(key=lambda one: one.date or latest)
    return [one for one in found if not wanted_kinds or one.record.kind in wanted_kinds]


def records(registry: Registry, ids: Sequence[str]) -> list[Any]:
    """Return the records with these ids, ignoring case, except sectors.

    Raises NotFoundError if an id is unknown.
    """
    by_id: dict[str, list[Any]] = {}
    for one in (*registry.source, *registry.named(), *registry.cadence):
        by_id.setdefault(fold_id(one.kind if isinstance(one, CadenceRule) else one.id), []).append(
            one
        )
    for word in ids:
        if fold_id(word) not in by_id:
            record(registry.named(), "record", word)  # raises NotFoundError
    return [one for folded in dict.fromkeys(map(fold_id, ids)) for one in by_id[folded]]


def _describes(needle: str, centre: Centre) -> bool:
    return _contains(
        needle, centre.id, centre.name, centre.city, centre.host, *(centre.names or {}).values()
    )


def _contains(needle: str, *texts: str | None) -> bool:
    return any(needle in fold(text) for text in texts if text)
