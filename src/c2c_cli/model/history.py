"""The history of a centre, and its state as of a day."""

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Annotated, NamedTuple

from c2c_cli.errors import DataProblem, problem
from c2c_cli.model.dates import UNKNOWN_DATE, Date, months_later
from c2c_cli.model.fields import Field
from c2c_cli.model.record import Record, record_type
from c2c_cli.model.value_types import (
    EVENT_DATE,
    ID,
    NUMBER,
    TEXT,
    YEAR,
    Known,
    ListType,
    ValueType,
    Word,
)
from c2c_cli.model.values import filled, identifier, out_of_range, word_of
from c2c_cli.text import all_of, expected, fold, nearest, one_of, quoted, suggestion

STEPS = ("proposed", "approved", "signed", "in-force", "opened", "renewed", "closed")
"""Kinds of events that determine a status, in the order in which they happen."""

DELIVERIES = ("annual-report", "work-plan")
"""Kinds of events that a centre delivers, whether the registry has an obligation of the kind."""

DECIDED = "decided"
"""Kind of a decision on a centre, which is neither a step nor something that the centre owes."""

EVENT_KINDS = (*STEPS, "evaluated", DECIDED, *DELIVERIES)
"""Kinds of events in every registry; those of its obligations are added to them."""

AGREEMENT_KINDS = ("signed", "renewed")
"""Kinds of events that begin an agreement."""

IN_FORCE = "in-force"
"""Kind of the entry into force of an agreement, from which its term counts."""

EXPIRING_KINDS = ("signed", "in-force", "renewed")
"""Kinds of events that can have the expiry date and the term of an agreement."""

SINGLE_KINDS = ("proposed", "approved", "opened", "closed")
"""Kinds of events that happen only once, unless the centre closed in between."""

FOUNDED = datetime.date(1945, 1, 1)
"""First day of the year in which UNESCO was founded; no event of a centre is earlier."""

MAX_TERM = 99
"""Maximum term of an agreement, in years."""

_KINDS_OF = {
    "proposed": ("proposed",),
    "preparing": ("in-force", "signed", "approved"),
    "operating": ("opened", "renewed"),
    "closed": ("closed",),
}
"""The kinds of events that give each status, the most important first.

A later status replaces an earlier one.
"""

_STATUS_OF = {kind: status for status, kinds in _KINDS_OF.items() for kind in kinds}
"""The status that each kind of event gives."""

CENTRE_STATUSES = (*_KINDS_OF, "unknown")


class _EventKind(ValueType):
    """The type of the kind of an event."""

    restricted = True

    def parse(self, word: str, known: Known, today: datetime.date | None = None) -> str:
        """Return the kind, ignoring case."""
        return word_of("kind", word, known.event_kinds(), event_kind_hint(word, known))

    def choices(self, known: Known) -> list[Word]:
        """Return the kinds."""
        return [(kind, "") for kind in known.event_kinds()]


def event_kind_hint(word: str, known: Known) -> str:
    """Return the hint for an unknown kind of event, with the command that adds an obligation."""
    kinds = known.event_kinds()
    if nearest(word, kinds):
        return suggestion(word, kinds)
    hint = expected(kinds)
    if identifier(word) is None and fold(word) not in map(fold, known.kinds()):
        hint += f", or add it: c2c add obligation {word}{known.option} --name NAME --since YEAR"
    return hint


EVENT_KIND = _EventKind(
    {"anyOf": [{"enum": [*EVENT_KINDS]}, ID.schema]},
    filled,
    example=one_of([quoted(kind) for kind in EVENT_KINDS]),
)
"""The type of the kind of an event; `registry` rejects unknown kinds."""


@record_type
class Event(Record):
    """An entry in the history of a centre. Approval, agreement and opening are separate events, as at UNESCO."""  # noqa: E501  # a description in the JSON Schema

    kind: Annotated[
        str,
        Field(
            EVENT_KIND,
            f"Kind of event: {', '.join(EVENT_KINDS)}, or the kind of an obligation.",
        ),
    ]
    covers: Annotated[
        int | None,
        Field(YEAR, "Year that a report or plan is about (default: the year of its date)."),
    ] = None
    date: Date | None = None
    until: Date | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()
    term: Annotated[
        int | None, Field(NUMBER, "Term of the agreement in years, as the source states it.")
    ] = None

    def __str__(self) -> str:
        """Return the event as it is written in a list: `KIND=DATE`, or `KIND` without a date."""
        return f"{self.kind}={self.date}" if self.date else self.kind

    def cross_field_problems(self) -> Iterator[DataProblem]:
        """Yield the problems of the expiry date, the term and the covered year."""
        for field, noun in (("until", "an expiry date"), ("term", "a term")):
            if getattr(self, field) is not None and self.kind not in EXPIRING_KINDS:
                kinds = all_of([quoted(kind) for kind in EXPIRING_KINDS])
                message = f"only {kinds} events can have {noun}"
                yield problem((field,), message, code="no-agreement")
        if self.covers is not None and self.kind in {*STEPS, DECIDED}:
            message = f"{quoted(self.kind)} events cannot cover a year"
            yield problem(("covers",), message, "remove it", "no-delivery")
        if self.until and self.date and self.until.last < self.date.first:
            message = f"{self.until} is before the date of the event ({self.date})"
            yield problem(("until",), message, code="reversed-dates")
        if self.term is not None and not 1 <= self.term <= MAX_TERM:
            yield problem(("term",), *out_of_range(self.term, MAX_TERM))


Events = tuple[Event, ...]


class _EventList(ListType):
    """The type of the history of a centre in a list of events written as `KIND=DATE`.

    An event whose date is unknown is written as `KIND`.
    """

    separated_by_commas = True

    def _items(self, word: str) -> list[str]:
        return [item.strip() for item in word.split(",")]  # neither kinds nor dates contain any

    def parse(self, word: str, known: Known, today: datetime.date | None = None) -> Event:
        kind, dated, date = word.partition("=")
        return Event(
            kind=EVENT_KIND.parse(kind, known),
            date=EVENT_DATE.parse(date, known, today) if dated else None,
        )

    def of_cell(self, cell: str, separators: str, order: str) -> list[dict[str, str]]:
        events = []
        for item in super().of_cell(cell, separators, order):
            kind, _, date = str(item).partition("=")
            event = {"kind": kind}
            if date not in {"", UNKNOWN_DATE}:
                event["date"] = EVENT_DATE.of_cell(date, separators, order)
            events.append(event)
        return events

    def choices(self, known: Known) -> list[Word]:
        return EVENT_KIND.choices(known)


EVENTS = _EventList(TEXT.schema, metavar="KIND[=DATE]")
"""The type of the events of a centre in one option or cell."""


def described(event: Event) -> str:
    """Return an event as in messages, such as `event annual-report for 2022 (2023-02)`."""
    covers = f" for {event.covers}" if event.covers else ""
    date = f" ({event.date})" if event.date else ""
    return f"event {event.kind}{covers}{date}"


def same_event(new: Event, events: Iterable[Event], *, has_closed: bool) -> Event | None:
    """Return the recorded event that a new one may duplicate, or None.

    It has the same kind, and may have happened at the same time. The date of an event that happens
    only once does not matter, unless the centre `has_closed`: then it may be approved and open
    again.
    """
    recorded = [event for event in events if event.kind == new.kind]
    for event in recorded:
        if _may_be_simultaneous(event, new):
            return event
    if recorded and new.kind in SINGLE_KINDS and not has_closed:
        return recorded[0]
    return None


def is_certain(new: Event, same: Event, *, has_closed: bool) -> bool:
    """Return whether an event that `same_event` returned for a new one is certainly the same."""
    happens_once = new.kind in SINGLE_KINDS and not has_closed
    is_equal = (new.date, new.covers) == (same.date, same.covers)
    return happens_once or is_equal or bool(new.covers and same.covers)


def _may_be_simultaneous(event: Event, other: Event) -> bool:
    """Return whether two events of one kind may have happened at the same time.

    Dates of different precision may mean the same day. If either date is unknown, only deliveries
    for the same year may be the same event. Deliveries for different years are different events.
    """
    if event.covers and other.covers and event.covers != other.covers:
        return False
    if event.date is None or other.date is None:
        return bool(event.covers and other.covers)
    return event.date.overlaps(other.date)


def is_near(event: Event, other: Event) -> bool:
    """Return whether a date may be a correction of the other one, at most a year apart.

    The years that deliveries cover tell them apart.
    """
    if event.date is None or other.date is None or (event.covers and other.covers):
        return False
    earlier, later = sorted((event.date, other.date))
    return later.first <= months_later(earlier.last, 12)


def may_correct(new: Event, recorded: Event, events: Iterable[Event]) -> bool:
    """Return whether a new event may be a recorded one with a corrected date.

    It is near, or both are closures and none of `events` between them is another step. Deliveries,
    and events of a kind that only an obligation has, may happen in each year.
    """
    if new.kind != recorded.kind or new.kind not in EVENT_KINDS or new.kind in DELIVERIES:
        return False
    if new.kind != "closed" or new.date is None or recorded.date is None:
        return is_near(new, recorded)
    first, last = sorted((new.date, recorded.date))
    return not any(
        event.kind in STEPS and event.kind != "closed" and event.date and first < event.date < last
        for event in events
    )


def with_new(events: Events, new: Iterable[Event]) -> Events:
    """Return a history with new events.

    They are in date order if the dated events of the history are, and otherwise at its end.
    """
    dated = [(event.date, place) for place, event in enumerate(events) if event.date]
    dates = [date for date, _ in dated]
    if dates != sorted(dates):
        return (*events, *new)
    places = [*(place for _, place in dated), len(events)]
    following: dict[int, list[Event]] = {}
    for event in sorted(new, key=lambda event: (event.date is None, event.date)):
        number = bisect_right(dates, event.date) if event.date else len(dates)
        following.setdefault(places[number], []).append(event)
    found: list[Event] = []
    for place, event in enumerate(events):
        found += [*following.get(place, ()), event]
    return (*found, *following.get(len(events), ()))


class AsOf(NamedTuple):
    """A day as of which the registry is read."""

    day: datetime.date
    checked: datetime.date
    """The day on which the registry was last checked; undated events had happened by then."""
    today: datetime.date = datetime.date.min
    """The last possible day of an event since the check, if its date has no last day."""

    def known_by(self, first: datetime.date) -> datetime.date:
        """Return the last possible day of an event that has the first day `first` and no last day.

        This is the day of the last check, or today for an event after the check.
        """
        return self.checked if first <= self.checked else max(first, self.today)


def status(events: Events, as_of: AsOf) -> str | None:
    """Return the status as of a day, or None if the centre was not in the registry yet.

    It follows from the most advanced event certain to have happened by then, since the last
    closure if there is one.
    """
    steps = tuple(event for event in events if event.kind in STEPS)
    happened = certain(steps, as_of)
    if not any(event.date for _, event in happened) and any(event.date for event in steps):
        return None
    if not happened:
        return "unknown"
    furthest = max((event.kind for event in _since_last_closure(happened)), key=STEPS.index)
    return _STATUS_OF[furthest]


def uncertain_steps(events: Events, as_of: AsOf) -> list[Event]:
    """Return the steps that may have happened by a day and would change the status.

    Their dates are unknown, or known only between bounds. A later step is certain by its date.
    """
    found = [
        event
        for event, days in with_days(events, as_of)
        if (event.date is None or event.date.bounds)
        and days.first <= as_of.day < days.last
        and event.kind in STEPS
    ]
    now = status(events, as_of) if found else None
    if now is None or now == "unknown":
        return []
    rank = CENTRE_STATUSES.index
    return [event for event in found if rank(_STATUS_OF[event.kind]) > rank(now)]


def status_of(kind: str) -> str:
    """Return the status that a step gives."""
    return _STATUS_OF[kind]


def possible_statuses(events: Events, as_of: AsOf) -> list[str]:
    """Return the status certain as of a day, and later ones that the centre may have had by then.

    The list is empty if the centre was not in the registry yet.
    """
    now = status(events, as_of)
    if now is None:
        return []
    later = {_STATUS_OF[event.kind] for event in uncertain_steps(events, as_of)}
    return [now, *(each for each in CENTRE_STATUSES if each in later)]


def deciding_event(events: Events, as_of: AsOf) -> Event | None:
    """Return the event that decides the status as of a day, or None.

    For an operating centre, this is its opening if known.
    """
    now = since_last_closure(events, as_of)
    for kind in _KINDS_OF.get(status(events, as_of) or "", ()):
        event = latest(now, as_of, kind)
        if event is not None:
            return event
    return None


class Change(NamedTuple):
    """A change of the status of a centre."""

    status: str
    event: Event | None
    """The event that decides the status, if any."""
    days: Date
    """The days on which the change may have happened; by the last one, it is certain."""


def changes(events: Events, as_of: AsOf) -> list[Change]:
    """Return the changes of status that are certain by a day, in order."""
    days_of_events = {id(event): days for event, days in with_days(events, as_of)}
    found: list[Change] = []
    last_days = sorted({days.last for days in days_of_events.values()})
    of_steps = {days_of_events[id(event)].last for event in events if event.kind in STEPS}
    # after the first event, only steps change the status
    for day in sorted({*last_days[:1], *of_steps}):
        if day > as_of.day:
            break
        then = as_of._replace(day=day)
        now = status(events, then)
        if now is None or (found and found[-1].status == now):
            continue
        event = deciding_event(events, then)
        first = days_of_events[id(event)].first if event else day
        if found:
            first = max(first, found[-1].days.last)
        found.append(Change(now, event, Date(min(first, day), day)))
    return found


def first_year(events: Events) -> int:
    """Return the first year that is recorded in a history; an event must have a date."""
    dates = [event.date for event in events if event.date is not None]
    return min(date.year if date.first > datetime.date.min else date.last.year for date in dates)


def since_last_closure(events: Events, as_of: AsOf) -> Events:
    """Return the events since the last closure that are certain to have happened by a day.

    If no step followed the last closure, return the closures. Without a closure, return all events
    certain to have happened by the day.
    """
    return _since_last_closure(certain(events, as_of))


def _since_last_closure(happened: list[tuple[Date, Event]]) -> Events:
    """Return the events since the last closure in `happened`, as `since_last_closure` does."""
    closures = [(days, event) for days, event in happened if event.kind == "closed"]
    if not closures:
        return tuple(event for _, event in happened)
    last = max(days.last for days, _ in closures)
    later = tuple(event for days, event in happened if days.first > last)
    if any(event.kind in STEPS for event in later):
        return later
    return tuple(event for _, event in closures)


def operations(events: Events, as_of: AsOf) -> list[Date]:
    """Return the days on which a centre certainly operated, as of a day, in order.

    There is one range of days for each opening; it ends on the day before the centre may have
    closed, or has no last day.
    """
    begun, closed = [], []
    for event, days in with_days(events, as_of):
        if _STATUS_OF.get(event.kind) == "operating" and days.last <= as_of.day:
            begun.append(days)
        elif event.kind == "closed" and days.first <= as_of.day:
            closed.append(days)
    found = []
    after = datetime.date.min
    for closure in [*sorted(closed), Date(datetime.date.max, datetime.date.max)]:
        starts = [days.last for days in begun if after < days.first and days.last < closure.first]
        if starts:
            last = closure.first - datetime.timedelta(days=closure.first < datetime.date.max)
            found.append(Date(min(starts), last))
        after = max(after, closure.last)
    return found


def latest(events: Events, as_of: AsOf, *kinds: str) -> Event | None:
    """Return the latest event of `kinds` certain to have happened by a day, or None."""
    if not any(event.kind in kinds for event in events):
        return None
    found = in_order(events, as_of, *kinds)
    return found[-1][1] if found else None


def in_order(events: Events, as_of: AsOf, *kinds: str) -> list[tuple[Date, Event]]:
    """Return the events of `kinds` certain to have happened by a day, each with its days.

    They are sorted by the last day on which they may have happened, but those without a last day
    follow the earlier steps only: a later event of the same kind may have a date. On the same day,
    an agreement is signed or renewed before it enters into force.
    """
    after: dict[str, datetime.date] = {}

    def place(dated: tuple[Date, Event]) -> tuple[datetime.date, bool, int]:
        days, event = dated
        last = days.last
        if event.kind != IN_FORCE and (event.date is None or event.date.last == datetime.date.max):
            if event.kind not in after:
                after[event.kind] = _last_day_of_earlier_steps(event.kind, events)
            last = max(days.first, after[event.kind])
        return last, event.kind == IN_FORCE, kinds.index(event.kind)

    dated = [(days, event) for days, event in certain(events, as_of) if event.kind in kinds]
    # the sort is stable, so the last of equal events counts
    return sorted(dated, key=place)


def begun(events: Events, as_of: AsOf) -> list[tuple[Event, Event | None]]:
    """Return the events that began agreements by a day, each with its entry into force, if known.

    They are in order of date. An entry into force belongs to the latest agreement that began by its
    last day. Without one, it begins an agreement itself.
    """
    found: list[tuple[Event, Event | None]] = []
    for _, event in in_order(events, as_of, *EXPIRING_KINDS):
        if event.kind != IN_FORCE:
            found.append((event, None))
        elif found and found[-1][0].kind != IN_FORCE:
            found[-1] = found[-1][0], event
        else:
            found.append((event, event))
    return found


def _last_day_of_earlier_steps(kind: str, events: Events) -> datetime.date:
    """Return the latest known day on which a step that precedes `kind` may have happened."""
    earlier = STEPS[: STEPS.index(kind)] if kind in STEPS else ()
    days = [event.date.last for event in events if event.date and event.kind in earlier]
    return max((day for day in days if day < datetime.date.max), default=datetime.date.min)


def days_of(event: Event, events: Events, as_of: AsOf) -> Date:
    """Return the days on which an event of a history may have happened.

    An open side ends at the nearest bound that is known: an earlier or later step, or the day on
    which the registry was last checked, whatever the day of `as_of`.
    """
    if event.date is not None and not event.date.bounds:
        return event.date
    return _bounds(event, events, as_of)


def possible(events: Events, as_of: AsOf) -> list[Event]:
    """Return the events that may have happened by a day."""
    return [event for event, days in with_days(events, as_of) if days.first <= as_of.day]


def certain(events: Events, as_of: AsOf) -> list[tuple[Date, Event]]:
    """Return the events certain to have happened by a day, each with its days."""
    return [(days, event) for event, days in with_days(events, as_of) if days.last <= as_of.day]


def with_days(events: Events, as_of: AsOf) -> Iterator[tuple[Event, Date]]:
    """Yield each event with the days on which it may have happened, as for `days_of`."""
    bounds: dict[tuple[str, int | None, Date | None], Date] = {}
    for event in events:
        date = event.date
        if date is not None and not date.bounds:
            yield event, date
            continue
        key = event.kind, event.covers, date
        if key not in bounds:
            bounds[key] = _bounds(event, events, as_of)
        yield event, bounds[key]


def _bounds(event: Event, events: Events, as_of: AsOf) -> Date:
    """Return the days of an event whose first or last day is not known."""
    first, last, bounds = event.date or (datetime.date.min, datetime.date.max, "..")
    dated: list[tuple[int, Date]] = []
    if event.kind in STEPS:
        place = STEPS.index(event.kind)
        dated = [
            (STEPS.index(other.kind) - place, other.date)
            for other in events
            if other.date is not None and other.kind in STEPS
        ]
    if first == datetime.date.min:
        earlier = [date.first for steps, date in dated if steps < 0 and date.first <= last]
        if event.covers is not None:  # a plan may be made in the year before
            earlier.append(min(datetime.date(event.covers - 1, 1, 1), last))
        first = max([*earlier, min(FOUNDED, last)])
    if last == datetime.date.max:
        later = [date.last for steps, date in dated if steps > 0 and date.last >= first]
        last = max(first, min([*later, as_of.known_by(first)]))
    return Date(first, last, bounds)
