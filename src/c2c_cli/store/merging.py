"""The events that a row tells of, merged with those that its centre has: none is lost, none twice. Knows no text."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from c2c_cli.errors import DataProblem, Diagnostic, InvalidError
from c2c_cli.model import history
from c2c_cli.model.dates import UNKNOWN_DAY, from_toml, to_toml
from c2c_cli.model.history import AGREEMENT_KINDS, EVENT_KINDS, Event

_ONCE = frozenset(EVENT_KINDS) - frozenset(AGREEMENT_KINDS)
"""What happens once in a centre's life."""

Table = dict[str, Any]
"""An event as TOML has it."""


class Merging:
    """The events of one centre, to which those of a row come."""

    def __init__(self, centre: Any, before: Sequence[Table]) -> None:
        """Take the centre's id, for what is said of it, and its events."""
        self._centre = centre
        self.events = [dict(event) for event in before]
        """What the centre has in the end."""
        self.said: list[str] = []
        """Which dates are others now, a sentence each."""

    def take_listed(self, listed: Sequence[Table]) -> None:
        """Take events that are listed whole."""
        listed = [
            {**event, **{key: _plain(event[key]) for key in ("date", "until") if key in event}} for event in listed
        ]
        new = [one for one in listed if one not in self.events]
        if not self.events:
            self.events += new
            return
        standing = [event for event in self.events if event not in listed]
        for event in new:
            self._put(event, standing, listed)

    def take_columns(self, columns: Mapping[str, Any]) -> None:
        """Take those of which a column has the date, and the agreement's end.

        Raises InvalidError where there is no agreement that could end.
        """
        latest: dict[str, Table] = {}
        closed = [{"kind": "closed", "date": _plain(columns["closed"])}] if "closed" in columns else []
        for kind in EVENT_KINDS:
            date = columns.get(kind)
            if date is not None and date != UNKNOWN_DAY:
                latest[kind] = self._put({"kind": kind, "date": _plain(date)}, list(self.events), closed)
            elif date is not None and not any(event["kind"] == kind for event in self.events):
                self.events.append({"kind": kind})
        if (until := columns.get("until")) is not None:
            agreement = latest.get("renewed") or latest.get("signed") or _latest(self.events)
            if agreement is None:
                wrong = Diagnostic("no-agreement", "there is no signing or renewal that it could end")
                raise InvalidError([DataProblem(("until",), wrong)])
            agreement["until"] = _plain(until)

    def _put(self, event: Table, standing: list[Table], beside: Sequence[Table]) -> Table:
        """Put an event among the others, unless it is one of those standing; return the one that it is then.

        `beside` has events that come with it: one that begins after a closing starts anew.
        """
        kind, date = event["kind"], event.get("date")
        same = [one for one in standing if one["kind"] == kind]
        found = next((one for one in same if one.get("date") == date), None)
        if found is None and date is None and same:
            return same[-1]  # it has happened, that is known
        if found is None and kind in _ONCE and same and not _begins_anew(date, [*self.events, *beside]):
            found = same[-1]
            if (was := found.get("date")) is not None:
                self.said.append(f"{self._centre} was {kind} on {was}, now on {date}")
        if found is None:
            self.events.append(event)
            return event
        standing[:] = [one for one in standing if one is not found]
        found.update(event)
        return found


def _begins_anew(date: Any, events: Sequence[Table]) -> bool:
    """Tell whether what begins on a date comes after a closing."""
    try:
        first = from_toml(date).first
        closings = [from_toml(event["date"]).last for event in events if event["kind"] == "closed" and "date" in event]
    except ValueError:
        return False
    return any(closing < first for closing in closings)


def _plain(date: Any) -> Any:
    """Return a date as the file would have it, so that two of the same day are equal."""
    try:
        return to_toml(from_toml(date))
    except ValueError:
        return date


def _latest(events: Sequence[Table]) -> Table | None:
    """Return the signing or renewal that the column `until` is about."""
    try:
        lived = [Event(kind=one["kind"], date=from_toml(one["date"]) if "date" in one else None) for one in events]
    except ValueError:  # the record will be refused for it
        return None
    found = history.agreement(tuple(lived), datetime.date.max)
    return next((event for event, one in zip(events, lived, strict=True) if one is found), None)
