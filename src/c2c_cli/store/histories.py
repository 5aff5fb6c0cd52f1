"""Histories of centres, into which imported events are merged."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from c2c_cli.errors import DataProblem, InvalidError, UsageError
from c2c_cli.model.dates import Date
from c2c_cli.model.history import (
    SINGLE_KINDS,
    Event,
    Events,
    described,
    is_certain,
    is_near,
    same_event,
    with_new,
)
from c2c_cli.model.records import Centre
from c2c_cli.store.rows import Given, Row
from c2c_cli.text import quoted

_Key = tuple[str, int | str | None, Date | str | None]
"""The kind, the covered year and the date of an event; `_ANY` for a value that may differ."""

_ANY = "any"


class _Known:
    """The recorded events of a centre, each of which matches at most one imported event."""

    def __init__(self, events: Events) -> None:
        self._places: dict[_Key, list[int]] = {}
        self._taken: set[int] = set()
        for place, event in enumerate(events):
            keys: list[_Key] = [(event.kind, event.covers, event.date)]
            if event.covers:
                keys.append((event.kind, event.covers, _ANY))
            if event.date:
                keys.append((event.kind, _ANY, event.date))
            for key in keys:
                self._places.setdefault(key, []).append(place)

    def equal(self, event: Event) -> Sequence[int]:
        """Return the places of the events with the same kind, date and covered year."""
        return self._left((event.kind, event.covers, event.date))

    def matching(self, event: Event) -> Sequence[int]:
        """Return the places of the recorded events that are certainly the same as `event`.

        These are the events that are `equal`. Without any, they are the deliveries for the same
        year; without any of these, the events with the same date, if one of the two lacks the
        covered year.
        """
        keys: list[_Key] = []
        if event.covers:
            keys.append((event.kind, event.covers, _ANY))
        if event.date:
            keys.append((event.kind, None if event.covers else _ANY, event.date))
        return next(filter(None, [self.equal(event), *map(self._left, keys)]), ())

    def take(self, place: int) -> None:
        """Match the event at a place."""
        self._taken.add(place)

    def _left(self, key: _Key) -> Sequence[int]:
        places = self._places.get(key, [])
        while places and places[-1] in self._taken:
            places.pop()
        return places


class Merging(NamedTuple):
    """The known events of a centre, into which those of a row are merged."""

    known: Events
    columns: Collection[str]
    """The columns of the row, one of which an error names."""

    def merged(self, given: Events) -> Events:
        """Return the known events with the given ones merged into them.

        A known event is updated from the given one that is the same; new events follow the known
        ones. Raises UsageError for an event that is probably a known one with another date.
        """
        events, left = [*self.known], []
        known = _Known(self.known)
        matches: dict[int, Event] = {}
        # `until` applies to the last of several undated agreements
        for event in reversed(given):
            places = known.equal(event)
            if places:
                matches[places[-1]] = event
                known.take(places[-1])
            else:
                left.append(event)
        new = []
        has_closed = any(event.kind == "closed" for event in (*self.known, *given))
        for event in left:
            places = known.matching(event)
            if places:
                matches[places[-1]] = event
                known.take(places[-1])
            elif self._is_new(event, has_closed=has_closed):
                new.append(event)
        for place, event in matches.items():
            filled: dict[str, Any] = dict(event.filled_fields())
            events[place] = replace(self.known[place], **filled)
        return (*events, *reversed(new))

    def _is_new(self, event: Event, *, has_closed: bool) -> bool:
        """Return whether an event adds anything to the known ones of its kind.

        Raises UsageError if it is probably one of them with another date.
        """
        recorded = [other for other in self.known if other.kind == event.kind]
        if not recorded:
            return True
        if event.date is None and event.covers is None:
            return False
        same = same_event(event, recorded, has_closed=has_closed)
        if same is not None:
            raise self._another_date(event, same)
        for other in recorded:
            if is_near(event, other):
                otherwise = ", or c2c add event to add another one"
                raise self._another_date(event, other, otherwise)
        return True

    def _another_date(self, event: Event, recorded: Event, otherwise: str = "") -> UsageError:
        """Return the error for an event that is recorded with another date."""
        when = f"with date {recorded.date}" if recorded.date else "without a date"
        message = f"event {quoted(event.kind)} already exists {when}"
        hint = f"use c2c edit event to change its date{otherwise}"
        subject = event.kind if event.kind in self.columns else "event"
        return UsageError(message, hint, subject=subject)


class History:
    """The history of a centre, into which the events of rows are merged.

    The same events are refused as by `c2c add event`.
    """

    def __init__(self, centre: Centre, given: Sequence[Given[Event]]) -> None:
        self.centre = centre
        self.changed: dict[int, Event] = {}
        """The events that rows update, by their place in the history."""
        self.added: list[Event] = []
        """The new events."""
        self.rows: dict[int, Row] = {}
        """The row of each event of `changed` and `added`, by the identity of the event."""
        self._given = given
        self._known = _Known(centre.event)
        self._seen: dict[object, Row] = {}
        self._has_closed = any(
            event.kind == "closed"
            for event in (*centre.event, *(given_event.record for given_event in given))
        )
        self._similar: defaultdict[object, list[Event]] = defaultdict(list)
        for event in centre.event:
            self._note(event)

    @property
    def edit(self) -> tuple[Centre, Centre]:
        """The centre, and the centre with the events of the rows."""
        recorded = [self.changed.get(place, event) for place, event in enumerate(self.centre.event)]
        return self.centre, replace(self.centre, event=with_new(tuple(recorded), self.added))

    def merge(self, *, update: bool) -> Iterator[DataProblem]:
        """Merge the events of the rows; yield the errors of those that cannot be merged.

        A recorded event is an error unless `update`.
        """
        for given in self._given:
            row, event = given.row, given.record
            key = (event.kind, event.covers, None if event.covers else event.date)
            first = self._seen.setdefault(key, row)
            places = self._known.matching(event)
            if first is not row:
                yield row.bad("", f"duplicate {self._name(event)}", row.see(first))
            elif places and not update:
                name = self._name(self.centre.event[places[-1]])
                yield row.bad("", f"{name} already exists", "pass --update to update it")
            elif len(places) > 1:
                hint = "use c2c edit event to change one of them"
                yield row.bad(
                    "", f"{self._name(event)} may be one of several recorded events", hint
                )
            elif places:
                yield from self._update(given, places[-1])
            else:
                yield from self._add(row, event)

    def _update(self, given: Given[Event], place: int) -> Iterator[DataProblem]:
        """Update the event at a place with the fields of a row, or yield the errors."""
        recorded = self.centre.event[place]
        self._known.take(place)
        try:
            event = given.applied_to(recorded)
        except InvalidError as error:
            yield from map(given.row.bad_value, error.problems)
            return
        if event == recorded:
            return
        same = None
        if event.date != recorded.date:
            same = self._same(event, without=recorded)
        if same is not None:
            yield self._refused(given.row, event, same)
            return
        self.changed[place] = event
        self.rows[id(event)] = given.row
        self._note(event)

    def _add(self, row: Row, event: Event) -> Iterator[DataProblem]:
        """Add the event of a row, or yield the error if it may be another one."""
        same = self._same(event)
        if same is not None:
            yield self._refused(row, event, same)
            return
        self.added.append(event)
        self.rows[id(event)] = row
        self._note(event)

    def _refused(self, row: Row, event: Event, same: Event) -> DataProblem:
        """Return the error for an event of a row that may be another one."""
        other = self.rows.get(id(same))
        if other is not None:
            message = f"{self._name(event)} may be the event on line {other.line}"
            return row.bad("", message, "remove one of the rows, or correct them")
        hint = "use c2c edit event to change it"
        if is_certain(event, same, has_closed=self._has_closed):
            return row.bad("", f"{self._name(same)} already exists", hint)
        if event.date and same.date and event.date.covers(same.date):
            hint = f"enter a more exact date, or {hint}"
        return row.bad("", f"this may be the recorded {self._name(same)}", hint)

    def _name(self, event: Event) -> str:
        return f"{described(event)} of centre {self.centre.id}"

    def _note(self, event: Event) -> None:
        """Remember an event for `_same`."""
        self._similar[event.kind].append(event)
        self._similar[event.kind, _year(event)].append(event)

    def _same(self, event: Event, without: Event | None = None) -> Event | None:
        """Return an event of the history that may be the same, or None.

        In a long history, only events of the same year, and those without one, are compared.
        """
        similar = self._similar[event.kind]
        year = _year(event)
        if year is not None and event.kind not in SINGLE_KINDS:
            similar = [*self._similar[event.kind, year], *self._similar[event.kind, None]]
        others = [other for other in similar if other is not without]
        return same_event(event, others, has_closed=self._has_closed)


def _year(event: Event) -> int | None:
    """Return the year of the date of an event, or None if it may be in several years."""
    if event.date is None or event.date.bounds:
        return None
    return event.date.year
