"""Merging of the events in a row with those of the centre, without loss or duplicates."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from c2c_cli.errors import InvalidError, Path, UsageError
from c2c_cli.model import history
from c2c_cli.model.dates import UNKNOWN_DAY, from_toml
from c2c_cli.model.history import AGREEMENT_KINDS, EVENT_KINDS, REPEATED_KINDS, Events
from c2c_cli.text import quoted

COLUMNS = ("status", "until", *EVENT_KINDS)
"""Columns of a centre that are not fields of its record."""


def given(values: Mapping[str, Any]) -> tuple[Any, dict[Path, Path]]:
    """Return the events of a row, listed or in separate columns, and a map of path -> column for the latter."""
    listed = values.get("event", [])
    if type(listed) is not list or not all(type(one) is dict for one in listed):
        return listed, {}  # reading the record reports the error
    events: list[dict[str, Any]] = list(listed)
    columns: dict[Path, Path] = {}
    for kind in EVENT_KINDS:
        date = values.get(kind)
        dates = [one.get("date") for one in events if one.get("kind") == kind]
        if date is None or date in dates or (date == UNKNOWN_DAY and dates):
            continue
        columns["event", len(events)] = (kind,)
        events.append({"kind": kind} if date == UNKNOWN_DAY else {"kind": kind, "date": date})
    return events, columns


def with_until(given: Events, known: Events, until: Any) -> Events:
    """Return the given events with `until` as the expiry date of their agreement, or otherwise of the known one.

    Raises UsageError if the centre has no agreement.
    """
    if until is None:
        return given
    try:
        end = from_toml(until)
    except InvalidError as error:
        raise InvalidError([problem.below("until") for problem in error.problems]) from None
    own = history.latest(given, datetime.date.max, *AGREEMENT_KINDS)
    agreement = own or history.latest(known, datetime.date.max, *AGREEMENT_KINDS)
    if agreement is None:
        raise UsageError('the centre has no "signed" or "renewed" event', subject="until")
    ended = replace(agreement, until=end)
    return (*(event for event in given if event is not own), ended)


def merged(known: Events, given: Events, columns: Collection[str]) -> Events:
    """Return the known events, updated from the given ones of the same kind and date, followed by the new events.

    Raises UsageError if an event that happens only once has another date, unless the centre was closed in between.
    """
    events, new = [*known], []
    places = [*range(len(known))]
    for event in reversed(given):  # `until` applies to the last of several undated agreements
        same = [place for place in places if (known[place].kind, known[place].date) == (event.kind, event.date)]
        others = [one for one in known if one.kind == event.kind]
        if same:
            places.remove(same[-1])
            events[same[-1]] = replace(events[same[-1]], **dict(event.filled_fields()))
        elif event.date is None and others:
            continue  # an undated event adds nothing to a recorded one
        elif others and event.kind not in REPEATED_KINDS and not any(one.kind == "closed" for one in (*known, *given)):
            when = f"with date {others[-1].date}" if others[-1].date else "without a date"
            raise UsageError(
                f"event {quoted(event.kind)} already exists {when}",
                "use c2c edit event to change its date",
                subject=event.kind if event.kind in columns else "event",
            )
        else:
            new.append(event)
    return (*events, *reversed(new))
