"""Warnings that a change causes, about the changed records only."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from c2c_cli.errors import dotted, sentence
from c2c_cli.model import cadence, extra, naming, obligations
from c2c_cli.model.history import AsOf, Event, days_of, may_correct
from c2c_cli.model.record import Record
from c2c_cli.model.records import Centre, Meeting, Network, Waiver, label, meeting_id, table_of
from c2c_cli.model.registry import Registry
from c2c_cli.model.warnings import warnings
from c2c_cli.text import plural, quoted

MAX_NOTICES = 20
"""Maximum number of warnings to print after an import."""


def notices(before: Registry, after: Registry, day: datetime.date, data: str | None) -> list[str]:
    """Return the warnings that a change causes, as of a day.

    These are the new warnings of `c2c check` except missing sources, and warnings about ids that no
    longer match the date, about events that may be recorded ones with a corrected date, about
    events dated by a month or year that has not ended, about meetings that fulfil no obligation,
    and about waivers of what is already met. `data` is the option that commands in hints need for
    this registry, such as ` --data FILE`; None if no command can change it.
    """
    old, new = _only_in(before, after), _only_in(after, before)
    for name in [name for name, record in new.items() if record == old.get(name)]:
        del old[name], new[name]
    known = dict(_warnings(old, before.network, day, data))
    found = _warnings(new, after.network, day, data)
    lines = [line for key, line in found if key not in known]
    for name, record in new.items():
        former = old.get(name)
        if isinstance(record, Meeting) and isinstance(former, Meeting):
            lines += _outdated_id(former, record, data)
        if isinstance(record, Centre):
            events = former.event if isinstance(former, Centre) else ()
            lines += _corrected_events(record, events)
            lines += _uncertain_events(record, events, after.network.as_of(day, day), data)
        if isinstance(record, Waiver):
            lines += _needless_waiver(record, after, day, data)
    lines += _without_centre(_uncounted(after) - _uncounted(before), new, data)
    mixed = _mixed_types(before)
    lines += [line for line in _mixed_types(after) if line not in mixed]
    return [*lines[:MAX_NOTICES], *more_warnings(lines)]


def _mixed_types(registry: Registry) -> list[str]:
    """Return the warnings about extra keys with values of several types."""
    tables = registry.tables()
    lines = []
    for warning in extra.mixed(tables):
        table, index, *path = warning.path
        record = tables[str(table)][int(index)]
        lines.append(f"[{label(record)}] {warning._replace(path=tuple(path))}")
    return lines


def more_warnings(found: Sequence[object]) -> list[str]:
    """Return a line that counts the warnings that are not printed, if there are any."""
    more = len(found) - MAX_NOTICES
    if more <= 0:
        return []
    verb = "is" if more == 1 else "are"
    return [f"{plural(more, 'more warning')} {verb} not shown"]


def _only_in(registry: Registry, other: Registry) -> dict[str, Record]:
    """Return the records of a registry, by label, that are not among those of another."""
    # a draft keeps the records that it does not change
    known = {id(record) for records in other.tables().values() for record in records}
    return {
        label(record): record
        for records in registry.tables().values()
        for record in records
        if id(record) not in known
    }


def _warnings(
    records: Mapping[str, Record], network: Network, day: datetime.date, data: str | None
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield a key and the text of each warning about some records, except missing sources."""
    for name, record in records.items():
        for warning in warnings({table_of(record): [record]}, network, day, data=data):
            message, _, code = warning.diagnostic
            if code != "no-sources":
                key = (dotted(warning.path), message, code)
                yield key, f"[{name}] {warning._replace(path=warning.path[1:])}"


def _outdated_id(old: Meeting, meeting: Meeting, data: str | None) -> Iterator[str]:
    """Yield a warning if the id of a meeting still begins with its old start date."""
    was, start = str(old.start), str(meeting.start)
    if not meeting.id.startswith(was) or meeting.id.startswith(start):
        return
    if meeting.id == was:
        renamed = meeting_id(meeting.start, meeting.city)
    else:
        renamed = start + meeting.id.removeprefix(was)
    hint = "" if data is None else f"rename it: c2c edit meeting {meeting.id}{data} --id {renamed}"
    yield sentence(f"no longer matches the start date ({start})", hint, f"[{label(meeting)}] id")


def _uncounted(registry: Registry) -> set[str]:
    """Return the labels of the meetings that, without a centre, fulfil no obligation."""
    owed = {obligation.kind for obligation in registry.obligation}
    centres = {centre.id for centre in registry.centre}
    return {
        label(meeting)
        for meeting in registry.meeting
        if meeting.kind in owed
        and meeting.status != "cancelled"
        and centres.isdisjoint(meeting.organisers)
    }


def _without_centre(uncounted: set[str], new: Iterable[str], data: str | None) -> Iterator[str]:
    """Yield a warning about each new record that is among the `uncounted` meetings."""
    for name in new:
        if name in uncounted:
            hint = "" if data is None else f"add the centre: c2c edit {name}{data} --organisers ID"
            message = "without a centre, the meeting fulfils no obligation"
            yield sentence(message, hint, f"[{name}] organisers")


def _needless_waiver(
    waiver: Waiver, registry: Registry, day: datetime.date, data: str | None
) -> Iterator[str]:
    """Yield a warning if what a waiver excuses is already met as of a day."""
    years = [waiver.year]
    noun = "cadence rule"
    states = [
        status.state
        for year in cadence.evaluate(registry, years, day)
        for status in year.rules
        if status.rule.kind == waiver.kind
    ]
    if not states:
        noun = "obligation"
        as_of = registry.network.as_of(day, day)
        states = [
            period.state
            for period in obligations.evaluate(registry, as_of, years, kinds=[waiver.kind])
            if waiver.centre in {None, period.centre.id}
        ]
    if set(states) == {"met"}:
        hint = "correct the year, or remove the waiver"
        if data is not None:
            hint += f": c2c remove {naming.arguments_of(registry, waiver)}{data}"
        message = f"the {noun} is already met in {waiver.year}"
        yield sentence(message, hint, f"[{label(waiver)}] year")


def _corrected_events(centre: Centre, before: Sequence[Event]) -> Iterator[str]:
    """Yield a warning about each new event that may be a recorded one with a corrected date.

    `before` are the former events of the centre.
    """
    known = {(event.kind, event.date) for event in before}
    recorded = [event for event in centre.event if (event.kind, event.date) in known]
    for event in centre.event:
        if (event.kind, event.date) in known:
            continue
        for other in recorded:
            if not may_correct(event, other, centre.event):
                continue
            names = [f"{quoted(found.kind)} ({found.date})" for found in (event, other)]
            message = " may be the recorded ".join(names)
            hint = "if so, correct the recorded event and remove the new one"
            yield sentence(message, hint, f"[{label(centre)}] event.date")
            break


def _uncertain_events(
    centre: Centre, before: Sequence[Event], as_of: AsOf, data: str | None
) -> Iterator[str]:
    """Yield a warning about each new date of a centre that has begun but not ended.

    It is a month, a year or a date between bounds. `before` are the former events of the centre.
    """
    known = {(event.kind, event.date) for event in before}
    kinds = [event.kind for event in centre.event]
    for event in centre.event:
        date = event.date
        if date is None or (event.kind, date) in known:
            continue
        days = days_of(event, centre.event, as_of)
        if days.first <= as_of.day < days.last:
            when = f"event {event.kind} ({date}) of centre {centre.id} is counted from {days.last}"
            on = f" --on {date}" if kinds.count(event.kind) > 1 else ""
            command = f"c2c edit event {centre.id} {event.kind}{on}{data} --date DATE"
            hint = "" if data is None else f"if it is known, use {command}"
            yield sentence(f"{when}, because its exact date is not recorded", hint)
