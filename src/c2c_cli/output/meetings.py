"""View of meetings."""

import datetime
from collections.abc import Iterable, Iterator, Sequence, Set
from operator import attrgetter
from typing import TYPE_CHECKING

from c2c_cli.model.dates import Date
from c2c_cli.model.record import as_data
from c2c_cli.model.records import Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.output.view import (
    EXTRA_KEY,
    MARKS,
    Columns,
    View,
    descriptions,
    extra_columns,
    extra_entries,
)
from c2c_cli.text import one_of, quoted

if TYPE_CHECKING:
    from c2c_cli.model.select import Filters

_MEETING_COLUMNS: Columns = {
    **{name: attrgetter(name) for name in Meeting.__slots__},
    "extra": extra_entries,
}

MEETINGS = View(
    "meetings",
    (),
    _MEETING_COLUMNS,
    default=("id", "start", "end", "kind", "status", "city", "title"),
    shown={
        "date": lambda meeting: interval(meeting.start, meeting.end),
        **{name: _MEETING_COLUMNS[name] for name in ("title", "kind", "status", "city", "id")},
    },
    meanings={
        **descriptions(Meeting, _MEETING_COLUMNS),
        "kind": "Cadence kind or level, kind of an obligation, or other.",
        "status": "Status of the meeting.",
        **EXTRA_KEY,
    },
)
"""The view of meetings, without rows."""


def meetings(
    registry: Registry, chosen: Sequence[Meeting], day: datetime.date, title: str | None = None
) -> View:
    """Return the view of the chosen meetings; `day` is that of the calendar."""

    def as_calendar() -> str:
        from c2c_cli.output import calendar  # noqa: PLC0415  # icalendar doubles the start-up time

        return calendar.meetings(registry, chosen, day)

    dates = with_years_once(interval(meeting.start, meeting.end) for meeting in chosen)
    texts = dict(zip(map(id, chosen), dates, strict=True))
    return MEETINGS._replace(
        rows=chosen,
        columns={**_MEETING_COLUMNS, **extra_columns(registry.meeting)},
        objects=lambda rows: map(as_data, rows),
        once={"date": lambda meeting: texts[id(meeting)]},
        title=title,
        calendar=as_calendar,
        brief=_brief,
    )


def _brief(meeting: Meeting, _columns: Set[str]) -> Sequence[str]:
    """Return the title, and a line of the other columns, which ends with the status."""
    status = f"{MARKS[meeting.status].sign} {meeting.status}"
    days = interval(meeting.start, meeting.end)
    facts = (days, meeting.city, meeting.kind, meeting.id, status)
    return meeting.title, " · ".join(filter(None, facts))


def interval(start: Date, end: Date | None) -> str:
    """Return the days from `start` to `end`, such as `2018-02-11 to 14`.

    The end omits the year, or the year and the month, if the start has the same.
    """
    first, last = str(start), str(end or start)
    if first == last:
        return first
    is_exact = len(last) >= len(first) > 4  # 12 may be a month after a month, but not after a day
    if not is_exact or first[:4] != last[:4]:
        return f"{first} to {last}"
    in_same_month = len(first) == 10 and first[:7] == last[:7]
    return f"{first} to {last[8 if in_same_month else 5 :]}"


def with_years_once(dates: Iterable[str]) -> list[str]:
    """Return dates in order, with each year only in the first of its dates.

    A year is repeated in a date that is a whole year, and after a date with bounds or an unknown
    date.
    """
    shown = []
    year = ""
    for date in dates:
        is_in_year = date[4:5] == "-" and ".." not in date
        repeated = is_in_year and date[:4] == year
        shown.append(f"     {date[5:]}" if repeated else date)
        has_year = is_in_year or len(date) == 4
        year = date[:4] if has_year else ""
    return shown


def title(
    noun: str, filters: "Filters", as_of: datetime.date | None = None, within: str = "in"
) -> str:
    """Return a title that names the filters: `Meetings of ICDH in 2018: kind heads, status held`.

    The filters have been resolved. `as_of` is a day to name, and `within` is the preposition before
    a year.
    """
    words = [noun]
    if filters.centres:
        words.append(f"of {one_of(filters.centres)}")
    if filters.years:
        words.append(f"{within} {one_of([str(year) for year in filters.years])}")
    words += _period(filters, within)
    if filters.text:
        words.append(f"matching {quoted(filters.text)}")
    if as_of:
        words.append(f"as of {as_of}")
    of_records = (("kind", filters.kinds), ("status", filters.statuses))
    rest = [f"{name} {one_of(found)}" for name, found in of_records if found]
    return ": ".join(filter(None, (" ".join(words), ", ".join(rest))))


def _period(filters: "Filters", within: str) -> Iterator[str]:
    """Yield the words for the period of the filters, such as `from 2018` and `to 2020`."""
    start, end = filters.start, filters.end
    if start and start == end:
        is_day = start.first == start.last
        yield f"{'on' if is_day and within == 'in' else within} {start}"
        return
    if start:
        yield f"from {start}"
    if end:
        yield f"to {end}" if start else f"until {end}"
