"""Selection of records by what a user types."""

import datetime
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from c2c_cli.errors import UsageError, of_option, unknown
from c2c_cli.model import history
from c2c_cli.model.countries import code_of
from c2c_cli.model.dates import Date
from c2c_cli.model.history import CENTRE_STATUSES, DECIDED, EVENT_KINDS, STEPS, AsOf, Event
from c2c_cli.model.records import MEETING_STATUSES, Centre, Meeting, Source
from c2c_cli.model.registry import Registry
from c2c_cli.model.value_types import CENTRE, MEMBERS
from c2c_cli.model.values import country_of, word_of
from c2c_cli.text import expected, fold

_MAY_BE_OWED = {*EVENT_KINDS} - {*STEPS, DECIDED}
"""The kinds of events that may be the kind of an obligation."""

Words = Sequence[str] | None
"""Values of a filter, any of which may match."""


def read_words(
    option: str,
    words: Words,
    read: Callable[[str], str],
    is_whole: Callable[[str], bool] = lambda _: False,
) -> list[str]:
    """Return the values that the words of an option stand for, each once.

    `A,B` is read as two words, unless `is_whole` returns True for it.
    """
    found: dict[str, None] = {}
    with of_option(option):
        for word in words or ():
            is_list = "," in word and not is_whole(word)
            parts = word.split(",") if is_list else [word]
            found |= dict.fromkeys(read(part.strip()) for part in parts)
    return [*found]


class CentreFilters(NamedTuple):
    """Filters of centres; one without values matches all centres."""

    text: str = ""
    sectors: Collection[str] = ()
    statuses: Collection[str] = ()
    countries: Collection[str] = ()


def centre_filters(
    registry: Registry, *, text: str | None, sectors: Words, statuses: Words, countries: Words
) -> CentreFilters:
    """Return the filters that the words of the options stand for."""
    return CentreFilters(
        text or "",
        read_words("--sector", sectors, registry.sector_id, registry.is_sector_name),
        read_words("--status", statuses, lambda word: word_of("status", word, CENTRE_STATUSES)),
        read_words("--country", countries, country_of, lambda word: code_of(word) is not None),
    )


def centres(registry: Registry, filters: CentreFilters, as_of: AsOf) -> list[Centre]:
    """Return the matching centres that were in the registry as of a day."""
    needle = fold(filters.text)
    chosen = []
    for centre in registry.centre:
        if filters.sectors and centre.sector not in filters.sectors:
            continue
        if filters.countries and centre.country not in filters.countries:
            continue
        if not describes(needle, centre):
            continue
        status = centre.status(as_of)
        if status is not None and (not filters.statuses or status in filters.statuses):
            chosen.append(centre)
    return chosen


class ObligationFilters(NamedTuple):
    """Filters of obligations, by kind, and of centres; one without values matches all."""

    kinds: Collection[str] = ()
    centres: Collection[str] = ()
    sectors: Collection[str] = ()


def obligation_filters(
    registry: Registry, *, kinds: Words, centres: Words, sectors: Words, option: str | None
) -> ObligationFilters:
    """Return the filters that the words of the options stand for.

    Without obligations, no kind is known, and `kinds` select nothing. `option` is the option that a
    command in a hint needs for the registry; None if no command can change it.
    """
    known = [*dict.fromkeys(owed.kind for owed in registry.obligation)]
    return ObligationFilters(
        read_words("--kind", kinds, lambda word: _owed(word, known, option)) if known else (),
        read_words("--centre", centres, lambda word: registry.id_of(CENTRE.targets, word)),
        read_words("--sector", sectors, registry.sector_id, registry.is_sector_name),
    )


def _owed(word: str, known: Sequence[str], option: str | None) -> str:
    """Return the kind of obligation, among the known ones, that a word stands for.

    The error for a kind of event that could be one has the command that adds the obligation.
    """
    kind = fold(word)
    if option is not None and kind in _MAY_BE_OWED and kind not in known:
        command = f"c2c add obligation {kind}{option} --name NAME --since YEAR"
        hint = f"{expected(tuple(known))}, or add it: {command}"
        raise UsageError.of(unknown("kind", word, hint=hint))
    return word_of("kind", word, known)


def owing(registry: Registry, filters: ObligationFilters) -> list[Centre]:
    """Return the centres that match the filters of obligations."""
    return [
        centre
        for centre in registry.centre
        if (not filters.centres or centre.id in filters.centres)
        and (not filters.sectors or centre.sector in filters.sectors)
    ]


class Filters(NamedTuple):
    """Filters of events and meetings.

    `statuses`, `known_by` and `upcoming` are for meetings only.
    """

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
        if not days.overlaps(Date(first, last)):
            return False
        return not self.years or any(days.overlaps(year) for year in self.years)

    def include_meeting(self, meeting: Meeting) -> bool:
        """Return whether a meeting matches the filters that are about days."""
        if self.known_by is not None and not meeting.is_recorded_as_of(self.known_by):
            return False
        if self.upcoming is not None:
            ended = meeting.days.last < self.upcoming
            if ended or not meeting.is_open:
                return False
        return self.include(meeting.days)


def of_meetings(registry: Registry, filters: Filters) -> Filters:
    """Return filters of meetings with the recorded ids, kinds and statuses that their words mean.

    Raises UsageError or NotFoundError if a word is unknown.
    """
    return _resolved(registry, filters, registry.kinds())


def of_timeline(registry: Registry, filters: Filters) -> Filters:
    """Return filters of events and meetings, as `of_meetings` does."""
    return _resolved(
        registry, filters, tuple(dict.fromkeys([*registry.event_kinds(), *registry.kinds()]))
    )


def _resolved(registry: Registry, filters: Filters, kinds: Sequence[str]) -> Filters:
    return filters._replace(
        kinds=read_words("--kind", filters.kinds, lambda word: word_of("kind", word, kinds)),
        statuses=read_words(
            "--status", filters.statuses, lambda word: word_of("status", word, MEETING_STATUSES)
        ),
        centres=read_words(
            "--centre", filters.centres, lambda word: registry.id_of(MEMBERS.targets, word)
        ),
    )


def meetings(registry: Registry, filters: Filters) -> list[Meeting]:
    """Return the meetings that match the filters of `of_meetings`, sorted by start."""
    wanted_ids = frozenset(filters.centres or ())
    needle = fold(filters.text or "")
    chosen = []
    for meeting in registry.meeting:
        if not filters.include_meeting(meeting):
            continue
        if filters.kinds and meeting.kind not in filters.kinds:
            continue
        if filters.statuses and meeting.status not in filters.statuses:
            continue
        if wanted_ids and wanted_ids.isdisjoint((*meeting.organisers, *meeting.attendees)):
            continue
        texts = (meeting.id, meeting.title, meeting.city, meeting.venue, str(meeting.start))
        if _contains(needle, *texts):
            chosen.append(meeting)
    return sorted(chosen, key=lambda meeting: meeting.start)


def members(registry: Registry, filters: Filters) -> list[Centre]:
    """Return the centres that match the text and the ids of the filters of `of_timeline`."""
    needle = fold(filters.text or "")
    return [
        centre
        for centre in registry.centre
        if (not filters.centres or centre.id in filters.centres) and describes(needle, centre)
    ]


class Entry(NamedTuple):
    """An event, with the id and name of its centre, or a meeting, with its id and title."""

    date: Date | None
    id: str
    title: str
    record: Event | Meeting


def timeline(registry: Registry, filters: Filters, as_of: AsOf) -> list[Entry]:
    """Return the entries that match `filters`, in order of date, with undated events last.

    The filters are those that `of_timeline` returns. An event whose date is known only between
    bounds matches if it may have happened in their period; `as_of` limits a date without a last
    bound.
    """
    entries = [
        Entry(meeting.start, meeting.id, meeting.title, meeting)
        for meeting in meetings(registry, filters._replace(kinds=None))
    ]
    entries += _events(registry, filters, as_of)
    latest = Date.of_day(datetime.date.max)
    entries.sort(key=lambda entry: entry.date or latest)
    return [entry for entry in entries if not filters.kinds or entry.record.kind in filters.kinds]


def _events(registry: Registry, filters: Filters, as_of: AsOf) -> Iterator[Entry]:
    """Yield the events that match the filters, whatever their kind."""
    needle = fold(filters.text or "")
    for centre in registry.centre:
        if filters.centres and centre.id not in filters.centres:
            continue
        is_described = describes(needle, centre)
        for event in centre.event:
            matches_text = is_described or needle in str(event.date or "")
            date = event.date
            if date and date.bounds:
                date = history.days_of(event, centre.event, as_of)
            if matches_text and filters.include(date):
                yield Entry(event.date, centre.id, centre.name, event)


def sources(registry: Registry, text: str | None) -> list[Source]:
    """Return the sources that match a text, in the order of the file."""
    needle = fold(text or "")
    return [
        source
        for source in registry.source
        if _contains(needle, source.id, source.title, source.publisher, source.url, source.note)
    ]


def describes(needle: str, centre: Centre) -> bool:
    """Return whether a folded text is in the id, a name, the city or the host of a centre."""
    return _contains(
        needle, centre.id, centre.name, centre.city, centre.host, *(centre.names or {}).values()
    )


def _contains(needle: str, *texts: str | None) -> bool:
    return any(needle in fold(text) for text in texts if text)
