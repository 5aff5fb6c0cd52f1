"""The history of a centre, and its state as of a day."""

import datetime
from collections.abc import Iterator
from typing import Annotated

from c2c_cli.errors import DataProblem, problem
from c2c_cli.model.dates import UNKNOWN_DATE, Date, in_order
from c2c_cli.model.fields import Field
from c2c_cli.model.record import Record, record_type
from c2c_cli.model.value_types import DATE, TEXT, Known, ListType, Word, choice
from c2c_cli.model.values import word_of
from c2c_cli.text import one_of

STEPS = ("proposed", "approved", "signed", "opened", "renewed", "closed")
"""Kinds of events that determine a status, in the order in which they happen."""

EVENT_KINDS = (*STEPS, "evaluated")

AGREEMENT_KINDS = ("signed", "renewed")
"""Kinds of events that begin an agreement and can have its expiry date."""

REPEATED_KINDS = (*AGREEMENT_KINDS, "evaluated")
"""Kinds of events that can happen several times without a closure in between."""

_KINDS_OF = {
    "proposed": ("proposed",),
    "preparing": ("signed", "approved"),
    "operating": ("opened", "renewed"),
    "closed": ("closed",),
}
"""The kinds of events that give each status, the most important first.

A later status replaces an earlier one.
"""

_STATUS_OF = {kind: status for status, kinds in _KINDS_OF.items() for kind in kinds}
"""The status that each kind of event gives."""

CENTRE_STATUSES = (*_KINDS_OF, "unknown")


@record_type
class Event(Record):
    """An entry in the history of a centre. Approval, agreement and opening are separate events, as at UNESCO."""  # noqa: E501  # a description in the JSON Schema

    kind: Annotated[
        str,
        Field(
            choice("kind", "unknown-kind", EVENT_KINDS), f"Kind of event: {one_of(EVENT_KINDS)}."
        ),
    ]
    date: Date | None = None
    until: Date | None = None
    """Expiry date of the agreement; recorded, not computed, because terms differ."""
    note: str | None = None
    sources: tuple[str, ...] = ()

    def cross_field_problems(self) -> Iterator[DataProblem]:
        """Yield the problems of the expiry date."""
        if self.until is None:
            return
        if self.kind not in AGREEMENT_KINDS:
            message = 'only "signed" and "renewed" events can have an expiry date'
            yield problem(("until",), message, code="no-agreement")
        elif self.date is not None and self.until.last < self.date.first:
            message = f"{self.until} is before the date of the event ({self.date})"
            yield problem(("until",), message, code="reversed-dates")


Events = tuple[Event, ...]


class _EventList(ListType):
    """The type of the history of a centre in a list of events written as `KIND=DATE`.

    An event whose date is unknown is written as `KIND`.
    """

    def parse(self, word: str, known: Known, today: datetime.date | None = None) -> Event:
        kind, dated, date = word.partition("=")
        return Event(
            kind=word_of("kind", kind, EVENT_KINDS),
            date=DATE.parse(date, known, today) if dated else None,
        )

    def of_cell(self, cell: str, separators: str, order: str) -> list[dict[str, str]]:
        events = []
        for item in super().of_cell(cell, separators, order):
            kind, _, date = str(item).partition("=")
            event = {"kind": kind}
            if date not in {"", UNKNOWN_DATE}:
                event["date"] = in_order(date, order)
            events.append(event)
        return events

    def choices(self, known: Known) -> list[Word]:  # noqa: ARG002  # they are the same in all registries
        return [(kind, "") for kind in EVENT_KINDS]


EVENTS = _EventList(TEXT.schema, metavar="KIND[=DATE]")
"""The type of the events of a centre in one option or cell."""


def status(events: Events, day: datetime.date) -> str | None:
    """Return the status as of a day, or None if the centre was not in the registry yet.

    It follows from the most advanced event certain to have happened by then, since the last
    closure if there is one.
    """
    steps = tuple(event for event in events if event.kind in STEPS)
    if not steps:
        return "unknown"
    days = [event.date.last for event in steps if event.date]
    if days and min(days) > day:
        return None
    # at least one step has happened: the earliest one, or all of them if none has a date
    furthest = max((event.kind for event in since_last_closure(steps, day)), key=STEPS.index)
    return _STATUS_OF[furthest]


def deciding_event(events: Events, day: datetime.date) -> Event | None:
    """Return the event that the status as of a day follows from, or None.

    For an operating centre, this is its opening if known.
    """
    now = since_last_closure(events, day)
    for kind in _KINDS_OF.get(status(events, day) or "", ()):
        event = latest(now, day, kind)
        if event is not None:
            return event
    return None


def since_last_closure(events: Events, day: datetime.date) -> Events:
    """Return the events certain to have happened by a day.

    Of a centre that closed, these are the events since the last closure, or the closure itself if
    nothing followed.
    """
    certain = _certain(events, day)
    closures = [(since, event) for since, event in certain if event.kind == "closed"]
    last = max((since.last for since, _ in closures), default=datetime.date.min)
    if last == datetime.date.min:
        return tuple(event for _, event in certain)
    later = tuple(event for since, event in certain if since.first > last)
    if any(event.kind in STEPS for event in later):
        return later
    return tuple(event for _, event in closures)


def latest(events: Events, day: datetime.date, *kinds: str) -> Event | None:
    """Return the latest event of `kinds` certain to have happened by a day, or None.

    An undated event gets its date from `_certain`.
    """
    dated = [(since, event) for since, event in _certain(events, day) if event.kind in kinds]
    # the sort is stable, so the last of equal events counts
    dated.sort(key=lambda pair: (pair[0].last, EVENT_KINDS.index(pair[1].kind)))
    return dated[-1][1] if dated else None


def _certain(events: Events, day: datetime.date) -> list[tuple[Date, Event]]:
    """Return the events certain to have happened by a day, each with its date.

    An undated event gets the last day of the latest event of an earlier kind, or the first
    possible day.
    """
    certain = []
    undated: dict[str, Date] = {}  # the assumed date of undated events of each kind
    for event in events:
        since = event.date
        if since is None:
            if event.kind not in undated:
                undated[event.kind] = _latest_step_before(events, event.kind)
            since = undated[event.kind]
        if since.last <= day:
            certain.append((since, event))
    return certain


def _latest_step_before(events: Events, kind: str) -> Date:
    """Return the last day of the latest event of an earlier kind, or the first possible day."""
    earlier = STEPS[: STEPS.index(kind)] if kind in STEPS else ()
    days = [event.date.last for event in events if event.date and event.kind in earlier]
    return Date.of_day(max(days, default=datetime.date.min))
