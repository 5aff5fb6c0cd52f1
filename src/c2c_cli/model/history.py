"""A centre's life: its events, and what is certain of it by a day. Knows no other noun."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import ClassVar

from c2c_cli.errors import DataProblem, Diagnostic
from c2c_cli.model.dates import Date
from c2c_cli.model.fields import Field
from c2c_cli.model.record import Record
from c2c_cli.model.value_types import one_of

EVENT_KINDS = ("proposed", "approved", "signed", "opened", "renewed", "closed")
"""The steps of a centre's life, in their order."""

AGREEMENT_KINDS = ("signed", "renewed")
"""The events at which an agreement begins, so that its end may be known."""

CENTRE_STATUSES = ("proposed", "preparing", "operating", "closed", "unknown")

_STATUS_OF = dict(
    zip(EVENT_KINDS, ("proposed", "preparing", "preparing", "operating", "operating", "closed"), strict=True)
)
_STEP = {kind: step for step, kind in enumerate(EVENT_KINDS)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Event(Record):
    """One fact of a centre's life. UNESCO keeps approval, agreement and opening apart, and so does the registry."""

    kind: str
    date: Date | None = None
    until: Date | None = None
    """The agreement's end; it is data, never computed, for terms differ."""
    note: str | None = None
    sources: tuple[str, ...] = ()

    own: ClassVar = {
        "kind": Field(
            one_of("kind", "unknown-kind", EVENT_KINDS), "proposed, approved, signed, opened, renewed, closed."
        )
    }

    def between_fields(self) -> Iterator[DataProblem]:
        """Yield what is wrong with the agreement's end."""
        if self.until is None:
            return
        if self.kind not in AGREEMENT_KINDS:
            yield DataProblem(
                ("until",), Diagnostic("no-agreement", "only signed and renewed have an end of the agreement")
            )
        elif self.date is not None and self.until.last < self.date.first:
            yield DataProblem(
                ("until",), Diagnostic("reversed-dates", f"{self.until} lies before the date, {self.date}")
            )


Events = tuple[Event, ...]


def status(events: Events, day: datetime.date) -> str | None:
    """Return the status as of a day, or None where the centre was not in the registry yet.

    It is the furthest step that is certain by then. An event that begins after a closing starts anew.
    """
    if not events:
        return "unknown"
    certain = _certain(events, day)
    if not certain or (not any(event.date for _, event in certain) and any(event.date for event in events)):
        return None
    return _STATUS_OF[max((event.kind for _, event in _anew(certain)), key=_STEP.__getitem__)]


def current(events: Events, day: datetime.date) -> Events:
    """Return what is certain by a day of a centre's life; after a closing, what has begun anew, else that closing."""
    return tuple(event for _, event in _anew(_certain(events, day)))


def _anew(certain: list[tuple[Date | None, Event]]) -> list[tuple[Date | None, Event]]:
    """Return those of the events that are certain which the latest closing has not ended."""
    closings = [(since, event) for since, event in certain if event.kind == "closed"]
    closing = max((since.last for since, _ in closings if since is not None), default=None)
    if closing is None:
        return certain
    return [(since, event) for since, event in certain if since is not None and since.first > closing] or closings


def latest(events: Events, kind: str, day: datetime.date) -> Event | None:
    """Return the latest event of a kind that is certain by a day: a dated one, else one without a date."""
    # backwards, for of equals max takes the first
    certain = [event for _, event in reversed(_certain(events, day)) if event.kind == kind]
    dated = [(event.date, event) for event in certain if event.date is not None]
    return max(dated, key=itemgetter(0))[1] if dated else next(iter(certain), None)


def agreement(events: Events, day: datetime.date) -> Event | None:
    """Return the event with which the latest agreement that is certain by a day began: a signing or renewal."""
    begun = [
        (since.last if since else datetime.date.min, _STEP[event.kind], event)
        for since, event in reversed(_certain(events, day))
        if event.kind in AGREEMENT_KINDS
    ]
    return max(begun, key=itemgetter(0, 1))[2] if begun else None


def may_have_gone_on(events: Events, day: datetime.date) -> bool:
    """Tell whether a signing, a renewal or a closing may have been by a day, though it is not certain by then."""
    return any(
        event.date is not None and event.date.first <= day < event.date.last
        for event in events
        if event.kind in {*AGREEMENT_KINDS, "closed"}
    )


def _certain(events: Events, day: datetime.date) -> list[tuple[Date | None, Event]]:
    """Return the events that are certain by a day, each with the date since when.

    An event without a date counts from the last day of the latest earlier step; None, where there is none, is
    always.
    """
    certain: list[tuple[Date | None, Event]] = []
    latest_of = dict.fromkeys(EVENT_KINDS, datetime.date.min)
    for event in events:
        if event.date is not None:
            latest_of[event.kind] = max(latest_of[event.kind], event.date.last)
    for event in events:
        since = event.date
        if since is None:
            earlier = max((latest_of[kind] for kind in EVENT_KINDS[: _STEP[event.kind]]), default=datetime.date.min)
            since = Date.of_day(earlier) if earlier > datetime.date.min else None
        if since is None or since.last <= day:
            certain.append((since, event))
    return certain
