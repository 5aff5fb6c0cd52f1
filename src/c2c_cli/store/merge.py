"""Merging of a row with the existing record, without loss of values and events or duplicates."""

import datetime
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from c2c_cli.errors import InvalidError, UsageError
from c2c_cli.model import history
from c2c_cli.model.dates import UNKNOWN_DAY, Date, from_toml
from c2c_cli.model.history import AGREEMENT_KINDS, EVENT_KINDS, REPEATED_KINDS, Event, Events
from c2c_cli.model.reader import read_record
from c2c_cli.text import quoted

COLUMNS = ("status", "until", *EVENT_KINDS)
"""Columns of a centre that are not fields of its record."""


def merged(table: str, values: dict[str, Any], old: Any) -> Any:
    """Return the record with the values of a row; fields that the row does not contain keep their `old` value.

    Raises InvalidError if the record is invalid, and UsageError with the column as its subject if the events contradict
    those of `old`.
    """
    before = old.to_toml() if old is not None else {}
    data = before | values
    if old is not None:
        data["id"] = old.id
    for name in ("names", "identifiers"):
        if type(values.get(name)) is dict:
            data[name] = before.get(name, {}) | values[name]
    if table != "centre":
        return read_record(table, data)
    dates: dict[str, Date | None] = {}
    problems = []
    for name in (*EVENT_KINDS, "until"):
        try:
            if (value := values.get(name)) is not None:
                dates[name] = None if value == UNKNOWN_DAY and name != "until" else from_toml(value)
        except InvalidError as error:
            problems += [one.below(name) for one in error.problems]
    data = {name: value for name, value in data.items() if name not in COLUMNS} | {"event": values.get("event", [])}
    try:
        record = read_record(table, data)
    except InvalidError as error:
        problems += error.problems
    if problems:
        raise InvalidError(problems)
    known = old.event if old is not None else ()
    return replace(record, event=_merged_events(known, _with_dates(record.event, known, dates), values))


def _with_dates(given: Events, known: Events, dates: dict[str, Date | None]) -> Events:
    """Return the given events with those from separate columns, and with the expiry date of the latest agreement."""
    until = dates.pop("until", None)
    for kind, date in dates.items():
        listed = [one.date for one in given if one.kind == kind]
        if date not in listed and (date or not listed):
            given = (*given, Event(kind=kind, date=date))
    if until is None:
        return given
    own = history.latest(given, datetime.date.max, *AGREEMENT_KINDS)
    agreement = own or history.latest(known, datetime.date.max, *AGREEMENT_KINDS)
    if agreement is None:
        raise UsageError('the centre has no "signed" or "renewed" event', subject="until")
    return (*(event for event in given if event is not own), replace(agreement, until=until))


def _merged_events(known: Events, given: Events, columns: Collection[str]) -> Events:
    """Return the known events, updated from the given ones of the same kind and date, followed by the new events."""
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
