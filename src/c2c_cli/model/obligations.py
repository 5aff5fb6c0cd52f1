"""The obligations of each centre, period by period, as of a day."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from c2c_cli.model import cadence, history
from c2c_cli.model.dates import Date
from c2c_cli.model.history import AsOf, Event
from c2c_cli.model.records import Centre, Meeting, Obligation, Waiver
from c2c_cli.model.registry import Registry


class Period(NamedTuple):
    """What is recorded of an obligation of a centre in a period, as of a day."""

    centre: Centre
    obligation: Obligation
    first: int
    """First year of the period."""
    state: str
    """`met`, `planned`, `waived`, `unclear`, `due` or `missing`."""
    due: datetime.date
    """The last day on which the obligation can be fulfilled in time."""
    deliveries: Sequence[Event | Meeting] = ()
    """The events and meetings that fulfil it, or are planned, or may fulfil it; by date."""
    waiver: Waiver | None = None
    """The waiver that excuses the period, if it is waived."""

    @property
    def last(self) -> int:
        """Last year of the period."""
        return self.first + self.obligation.years - 1

    @property
    def covers(self) -> str:
        """The years of the period, such as `2022` or `2022..2023`."""
        return str(self.first) if self.first == self.last else f"{self.first}..{self.last}"

    def is_counted(self, day: datetime.date) -> bool:
        """Return whether it is met, or its deadline is over at the end of a day."""
        return self.state == "met" or self.due <= day


def years(registry: Registry, day: datetime.date) -> range:
    """Return the years from the first in which any obligation applies to that of the day."""
    return cadence.years(registry.obligation, day)


def evaluate(
    registry: Registry,
    as_of: AsOf,
    years: Collection[int],
    *,
    kinds: Collection[str] = (),
    centres: Iterable[Centre] | None = None,
) -> list[Period]:
    """Return the periods that contain one of `years` and in which an obligation binds a centre.

    They are ordered by obligation and centre, as in the file, and then by year. `kinds` and
    `centres` limit the obligations and the centres.
    """
    obligations = [owed for owed in registry.obligation if not kinds or owed.kind in kinds]
    if not obligations or not years:
        return []
    meetings = _meetings({owed.kind for owed in obligations}, registry, as_of)
    chosen = registry.centre if centres is None else centres
    operating = [(centre, history.operations(centre.event, as_of)) for centre in chosen]
    found: list[Period] = []
    for owed in obligations:
        waivers = _waivers(owed, registry.waiver)
        applying = {_first_of(owed, year) for year in years if owed.applies(year)}
        due = {first: _due(owed, first) for first in sorted(applying)}
        for centre, operations in operating:
            if owed.binds(centre.id):
                firsts = _firsts(owed, operations, due)
                recorded = _recorded(owed, centre, meetings, firsts, as_of)
                found += _periods(centre, owed, firsts, due, recorded, waivers, as_of.day)
    return found


def _periods(
    centre: Centre,
    owed: Obligation,
    firsts: Iterable[int],
    due: Mapping[int, datetime.date],
    recorded: "_Recorded",
    waivers: Mapping[tuple[int, str | None], Waiver],
    day: datetime.date,
) -> Iterator[Period]:
    """Yield the periods of a centre that begin with each of the years, as of a day.

    `due` has the day by which each is due, and `waivers` are those of the obligation.
    """
    for first in firsts:
        waiver = waivers.get((first, centre.id)) or waivers.get((first, None))
        state, deliveries = _state(recorded, first, waiver, is_over=due[first] <= day)
        excuse = waiver if state == "waived" else None
        yield Period(centre, owed, first, state, due[first], deliveries, excuse)


def _waivers(owed: Obligation, waivers: Iterable[Waiver]) -> dict[tuple[int, str | None], Waiver]:
    """Return the waivers of an obligation, by the first year of the period and the centre."""
    return {
        (_first_of(owed, waiver.year), waiver.centre): waiver
        for waiver in waivers
        if owed.is_waived_by(waiver)
    }


_Meetings = dict[tuple[str, str], list[Meeting]]
"""Kind, and id of an organiser -> the meetings."""

_Recorded = dict[tuple[int, str], list[Event | Meeting]]
"""First year of a period and a state -> the deliveries that cause the state.

The state is `met`, `planned` or `unclear`.
"""


def _meetings(kinds: Collection[str], registry: Registry, as_of: AsOf) -> _Meetings:
    """Return the meetings of `kinds` that are planned, or may have been held by a day."""
    found: _Meetings = {}
    for meeting in registry.meeting:
        if meeting.kind is None or meeting.kind not in kinds or meeting.status == "cancelled":
            continue
        if meeting.is_open or ended(meeting).first <= as_of.day:
            for organiser in meeting.organisers:
                found.setdefault((meeting.kind, organiser), []).append(meeting)
    return found


def _first_of(owed: Obligation, year: int) -> int:
    """Return the first year of the period that contains a year."""
    return year - (year - owed.since) % owed.years


def _firsts(owed: Obligation, operations: Sequence[Date], firsts: Iterable[int]) -> list[int]:
    """Return the years in `firsts` that begin a period in which an obligation binds a centre.

    Such a period begins after the year in which the centre began to operate, and ends before it
    closed. `operations` are the days on which the centre operated.
    """
    found: list[int] = []
    for operation in operations:
        is_whole_year = (operation.last.month, operation.last.day) == (12, 31)
        end = operation.last.year if is_whole_year else operation.last.year - 1
        latest = end - owed.years + 1
        found += [first for first in firsts if operation.first.year < first <= latest]
    return found


def _recorded(
    owed: Obligation, centre: Centre, meetings: _Meetings, firsts: Sequence[int], as_of: AsOf
) -> _Recorded:
    """Return the deliveries of a centre for an obligation, by period and state.

    A delivery is unclear if it may belong to several periods, or may be later than the day.
    """
    found: _Recorded = {}
    for meeting in meetings.get((owed.kind, centre.id), ()):
        first = _first_of(owed, meeting.start.year)
        happened = "met" if _has_happened(ended(meeting), as_of) else "unclear"
        state = "planned" if meeting.is_open else happened
        found.setdefault((first, state), []).append(meeting)
    for event in centre.event:
        if event.kind != owed.kind:
            continue
        days = event.date
        if days is None or days.bounds:
            days = history.days_of(event, centre.event, as_of)
        if days.first > as_of.day:
            continue
        years = (event.covers, event.covers) if event.covers else (days.first.year, days.last.year)
        start, end = (_first_of(owed, year) for year in years)
        if start == end:
            state = "met" if _has_happened(days, as_of) else "unclear"
            found.setdefault((start, state), []).append(event)
            continue
        for first in firsts:
            if start <= first <= end:
                found.setdefault((first, "unclear"), []).append(event)
    return found


def ended(meeting: Meeting) -> Date:
    """Return the days on which a meeting may have ended."""
    return Date(max((meeting.end or meeting.start).first, meeting.start.first), meeting.days.last)


def _has_happened(days: Date, as_of: AsOf) -> bool:
    """Return whether an event or a meeting with these days has happened by a day.

    What is recorded today has happened, even if only its year is known.
    """
    return days.last <= as_of.day or days.first <= as_of.today <= as_of.day


def _state(
    recorded: _Recorded, first: int, waiver: Waiver | None, *, is_over: bool
) -> tuple[str, Sequence[Event | Meeting]]:
    """Return the state of the period that begins with a year, and the deliveries that cause it.

    `is_over` is whether the deadline of the obligation is over.
    """
    states = ("met", "planned", "unclear") if waiver is None else ("met", "planned")
    for state in states if recorded else ():
        found = recorded.get((first, state))
        if found:
            return state, sorted(found, key=_date)
    if waiver is not None:
        return "waived", ()
    return "missing" if is_over else "due", ()


def _due(owed: Obligation, first: int) -> datetime.date:
    """Return the last day on which an obligation can be fulfilled in time in a period."""
    last = first + owed.years - 1
    if last >= datetime.MAXYEAR:
        return datetime.date.max
    if owed.due is None:
        return datetime.date(last, 12, 31)
    return datetime.date(last + 1, int(owed.due[:2]), int(owed.due[3:]))


def date_of(delivery: Event | Meeting) -> Date | None:
    """Return the date of an event, or the start of a meeting."""
    return delivery.start if isinstance(delivery, Meeting) else delivery.date


def _date(delivery: Event | Meeting) -> Date:
    """Return the date by which deliveries are sorted, those without a date last."""
    return date_of(delivery) or Date.of_day(datetime.date.max)
