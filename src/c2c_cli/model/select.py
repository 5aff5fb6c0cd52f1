"""Which records are asked for: by text, by word, by date. Knows the model and the options' names, not their parsing."""

import datetime
from collections.abc import Iterable, Sequence

from c2c_cli.errors import NotFoundError
from c2c_cli.model.dates import Date
from c2c_cli.model.history import CENTRE_STATUSES
from c2c_cli.model.lookup import member, sector_id, sector_words, wanted
from c2c_cli.model.records import MEETING_STATUSES, Centre, Meeting, Organisation
from c2c_cli.model.registry import Registry
from c2c_cli.model.value_types import country_of, word_of
from c2c_cli.text import did_you_mean, fold, fold_id, quoted


def centres(
    registry: Registry,
    *,
    day: datetime.date,
    text: str | None = None,
    sectors: Sequence[str] = (),
    statuses: Sequence[str] = (),
    countries: Sequence[str] = (),
) -> list[Centre]:
    """Return the centres that were in the registry as of a day and match; one word of a kind is enough of it."""
    wanted_sectors = wanted("--sector", sectors, lambda word: sector_id(registry, word))
    wanted_statuses = wanted("--status", statuses, lambda word: word_of("status", word, CENTRE_STATUSES))
    wanted_countries = wanted("--country", countries, country_of)
    needle = fold(text or "")
    return [
        centre
        for centre in registry.centre
        if (not wanted_sectors or centre.sector in wanted_sectors)
        and (not wanted_countries or centre.country in wanted_countries)
        and (not needle or _holds(needle, centre.id, centre.name, centre.city, centre.host, centre.names))
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
    """Return the meetings that match, by start; one word of a kind is enough of it.

    `known_by` leaves out what is written down as held or cancelled on a later day; `upcoming` keeps what is tentative
    or planned and not over before a day.
    """
    wanted_kinds = wanted("--kind", kinds, lambda word: word_of("kind", word, registry.kinds()))
    wanted_statuses = wanted("--status", statuses, lambda word: word_of("status", word, MEETING_STATUSES))
    wanted_ids = wanted("--centre", centres, lambda word: member(registry, word))
    needle = fold(text or "")
    chosen = [
        meeting
        for meeting in registry.meeting
        if (not years or any(meeting.days.overlaps(year) for year in years))
        and (start is None or meeting.days.last >= start.first)
        and (end is None or meeting.days.first <= end.last)
        and (not wanted_kinds or meeting.kind in wanted_kinds)
        and (not wanted_statuses or meeting.status in wanted_statuses)
        and (not wanted_ids or not wanted_ids.isdisjoint((*meeting.organisers, *meeting.attendees)))
        and (not needle or _holds(needle, meeting.id, meeting.title, meeting.city, meeting.venue))
        and (known_by is None or meeting.status in {"tentative", "planned"} or meeting.days.last <= known_by)
        and (upcoming is None or (meeting.status in {"tentative", "planned"} and meeting.days.last >= upcoming))
    ]
    return sorted(chosen, key=lambda meeting: meeting.start)


def records(registry: Registry, ids: Iterable[str]) -> list[Centre | Organisation | Meeting]:
    """Return the records of these ids, without regard to case.

    Raises NotFoundError where there is none.
    """
    by_id = {fold_id(record.id): record for record in registry.named()}
    wanted = {fold_id(word): word for word in ids}
    missing = [word for folded, word in wanted.items() if folded not in by_id]
    if missing:
        hint = did_you_mean(missing[0], [record.id for record in registry.named()]) if len(missing) == 1 else ""
        if len(missing) == 1 and any(fold(missing[0]) in sector_words(sector) for sector in registry.sector):
            hint = f"; it is a sector: c2c list --sector {quoted(missing[0])}"
        raise NotFoundError(f"no centre, organisation or meeting {' or '.join(map(quoted, missing))}{hint}")
    return [by_id[folded] for folded in wanted]


def _holds(needle: str, *places: object) -> bool:
    for place in places:
        if isinstance(place, str) and needle in fold(place):
            return True
        if isinstance(place, dict) and any(needle in fold(name) for name in place.values()):
            return True
    return False
