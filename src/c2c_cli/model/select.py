"""Selection of records by the filters of the command line."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from c2c_cli.errors import NotFoundError, unknown
from c2c_cli.model.dates import Date
from c2c_cli.model.history import CENTRE_STATUSES, EVENT_KINDS
from c2c_cli.model.lookup import LISTED_BY, member, read_words, sector_id, sector_words
from c2c_cli.model.records import MEETING_STATUSES, Centre, Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.model.value_types import country_of, word_of
from c2c_cli.text import fold, fold_id, quoted


def centres(
    registry: Registry,
    *,
    day: datetime.date,
    text: str | None = None,
    sectors: Sequence[str] = (),
    statuses: Sequence[str] = (),
    countries: Sequence[str] = (),
) -> list[Centre]:
    """Return the matching centres that were in the registry as of a day; values of one filter are alternatives."""
    names = {word for sector in registry.sector for word in sector_words(sector)}
    wanted_sectors = read_words("--sector", sectors, lambda word: sector_id(registry, word), names)
    wanted_statuses = read_words("--status", statuses, lambda word: word_of("status", word, CENTRE_STATUSES))
    wanted_countries = read_words("--country", countries, country_of)
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


def meetings(
    registry: Registry,
    *,
    text: str | None = None,
    years: Sequence[Date] = (),
    start: Date | None = None,
    end: Date | None = None,
    kinds: Sequence[str] = (),
    statuses: Sequence[str] = (),
    centres: Sequence[str] = (),
    known_by: datetime.date | None = None,
    upcoming: datetime.date | None = None,
) -> list[Meeting]:
    """Return the matching meetings, sorted by start; values of one filter are alternatives.

    `known_by` omits meetings that are recorded as held or cancelled on a later day. `upcoming` selects tentative and
    planned meetings that end on or after a day.
    """
    wanted_kinds = read_words("--kind", kinds, lambda word: word_of("kind", word, registry.kinds()))
    wanted_statuses = read_words("--status", statuses, lambda word: word_of("status", word, MEETING_STATUSES))
    wanted_ids = read_words("--centre", centres, lambda word: member(registry, word))
    needle = fold(text or "")
    chosen = [
        meeting
        for meeting in registry.meeting
        if _overlaps(meeting.days, years, start, end)
        and (not wanted_kinds or meeting.kind in wanted_kinds)
        and (not wanted_statuses or meeting.status in wanted_statuses)
        and (not wanted_ids or not wanted_ids.isdisjoint((*meeting.organisers, *meeting.attendees)))
        and (not needle or _contains(needle, meeting.id, meeting.title, meeting.city, meeting.venue))
        and (known_by is None or meeting.status in {"tentative", "planned"} or meeting.days.last <= known_by)
        and (upcoming is None or (meeting.status in {"tentative", "planned"} and meeting.days.last >= upcoming))
    ]
    return sorted(chosen, key=lambda meeting: meeting.start)


class Entry(NamedTuple):
    """An event of a centre, or a meeting, which has a status."""

    date: Date | None
    end: Date | None
    kind: str | None
    status: str | None
    id: str
    """The id of the centre or meeting."""
    title: str
    """The title of the meeting, or the name of the centre."""
    city: str | None
    until: Date | None
    note: str | None
    sources: tuple[str, ...]


def timeline(
    registry: Registry,
    *,
    text: str | None = None,
    years: Sequence[Date] = (),
    start: Date | None = None,
    end: Date | None = None,
    kinds: Sequence[str] = (),
    centres: Sequence[str] = (),
) -> list[Entry]:
    """Return the matching events and meetings by date, and then the events without a date."""
    known = (*EVENT_KINDS, *registry.kinds())
    wanted_kinds = read_words("--kind", kinds, lambda word: word_of("kind", word, known))
    wanted_ids = read_words("--centre", centres, lambda word: member(registry, word))
    needle = fold(text or "")
    found = [
        Entry(one.date, None, one.kind, None, centre.id, centre.name, None, one.until, one.note, one.sources)
        for centre in registry.centre
        if _describes(needle, centre) and (not wanted_ids or centre.id in wanted_ids)
        for one in centre.event
        if (_overlaps(one.date, years, start, end) if one.date else not (years or start or end))
    ]
    found += [
        Entry(one.start, one.end, one.kind, one.status, one.id, one.title, one.city, None, one.note, one.sources)
        for one in meetings(registry, text=text, years=years, start=start, end=end, centres=centres)
    ]
    latest = Date.of_day(datetime.date.max)
    return sorted(
        (one for one in found if not wanted_kinds or one.kind in wanted_kinds), key=lambda one: one.date or latest
    )


def records(registry: Registry, ids: Iterable[str]) -> list[Any]:
    """Return the centres, meetings, organisations, sources and cadence rules with these ids, ignoring case.

    Raises:
        NotFoundError: An id is unknown.
    """
    by_id: dict[str, Sequence[Any]] = {}
    for rule in registry.cadence:
        by_id[fold_id(rule.kind)] = [*by_id.get(fold_id(rule.kind), ()), rule]
    by_id |= {fold_id(record.id): [record] for record in (*registry.source, *registry.named())}
    wanted = {fold_id(word): word for word in ids}
    unknown_ids = [word for folded, word in wanted.items() if folded not in by_id]
    if len(unknown_ids) > 1:
        raise NotFoundError(f"unknown records {', '.join(map(quoted, unknown_ids))}")
    for word in unknown_ids:
        known = [record.id for record in registry.named()]
        wrong = unknown("record", word, known, listed_by=LISTED_BY["record"])
        if any(fold(word) in sector_words(sector) for sector in registry.sector):
            wrong = wrong._replace(hint=f"run c2c list --sector {quoted(word)} to list the centres of that sector")
        raise NotFoundError(*wrong)
    return [record for folded in wanted for record in by_id[folded]]


def _overlaps(days: Date, years: Sequence[Date], start: Date | None, end: Date | None) -> bool:
    """Return whether some of the days are in any of the years, if there are any, and from `start` to `end`."""
    in_years = not years or any(days.overlaps(year) for year in years)
    return in_years and (start is None or days.last >= start.first) and (end is None or days.first <= end.last)


def _describes(needle: str, centre: Centre) -> bool:
    return not needle or _contains(needle, centre.id, centre.name, centre.city, centre.host, centre.names)


def _contains(needle: str, *places: object) -> bool:
    for place in places:
        if isinstance(place, str) and needle in fold(place):
            return True
        if isinstance(place, dict) and any(needle in fold(name) for name in place.values()):
            return True
    return False
