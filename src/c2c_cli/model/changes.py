"""What changed: between two versions of a registry, or in one registry between two days."""

import datetime
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from c2c_cli.model import history, obligations
from c2c_cli.model.agreements import Agreement, agreement
from c2c_cli.model.dates import Date
from c2c_cli.model.history import AsOf, Event, Events
from c2c_cli.model.location import Location
from c2c_cli.model.matching import pairs
from c2c_cli.model.record import Record
from c2c_cli.model.records import (
    SUBTABLES,
    TABLES,
    Centre,
    Meeting,
    Obligation,
    Rule,
    Waiver,
    label,
    title_of,
)
from c2c_cli.model.registry import Registry

KINDS = ("happened", "added", "removed", "changed")
"""The kinds of changes, in the order of a summary."""


class Change(NamedTuple):
    """A change of a record, or of one of its events or fields."""

    record: str
    """The record, as in messages: `centre ICDH`."""
    item: str
    """The event, rule or period within it, such as `renewed 2`; empty for the record itself."""
    change: str
    """`added`, `removed`, `changed` or `happened`."""
    field: str = ""
    was: Any = None
    now: Any = None
    date: Date | None = None
    """The date of the event or meeting, if it is known."""


def names(*versions: Registry) -> dict[str, str]:
    """Return the names of all records, each by the record as in `Change`; later versions prevail.

    The name of a meeting or a source is its title, and that of a waiver is its reason.
    """
    tables = (table for version in versions for table in version.tables().values())
    return {label(record): _title(record) for table in tables for record in table}


# Between two versions


def between_versions(old: Registry, new: Registry) -> list[Change]:
    """Return the changes from one version of a registry to another, in the order of the file.

    The values of contacts are omitted.
    """
    found = [*_fields(label(old.network), "", old.network, new.network)]
    for table in TABLES:
        records = getattr(old, table), getattr(new, table)
        repeated = _repeated(records[0]) | _repeated(records[1])
        for was, now in pairs(*records):
            found += _of_record(was, now, repeated)
    return found


def _repeated(records: Iterable[Record]) -> set[str]:
    """Return the kinds of which there are several rules."""
    counts = Counter(record.kind for record in records if isinstance(record, Rule))
    return {kind for kind, count in counts.items() if count > 1}


def _of_record(
    old: Record | None, new: Record | None, repeated: Collection[str]
) -> Iterator[Change]:
    """Yield the changes of a record; `repeated` are the kinds with several rules."""
    known = new or old
    if known is None or old == new:
        return
    name, item = label(known), ""
    if isinstance(known, Rule) and known.kind in repeated:
        item = _key_of_rule(known)
    if old is None or new is None:
        yield _whole(known, item, is_new=old is None)
        return
    yield from _fields(name, item, old, new)
    if isinstance(old, Centre) and isinstance(new, Centre):
        yield from _events(name, old.event, new.event)
    if getattr(old, "contact", ()) != getattr(new, "contact", ()):
        yield Change(name, "contact", "changed")


def _whole(record: Record, item: str, *, is_new: bool) -> Change:
    """Return the addition or the removal of a record."""
    title = _title(record)
    date = record.start if isinstance(record, Meeting) else None
    if is_new:
        return Change(label(record), item, "added", now=title, date=date)
    return Change(label(record), item, "removed", was=title, date=date)


def _key_of_rule(rule: Rule) -> str:
    """Return what selects one of several rules of a kind: the first year, and the centres."""
    centres = rule.centres if isinstance(rule, Obligation) else ()
    return " ".join(filter(None, (str(rule.since), ",".join(centres))))


def _title(record: Record) -> str:
    """Return the name or title of a record, or the reason for a waiver."""
    if isinstance(record, Waiver):
        return record.reason
    return title_of(record)


def _fields(record: str, item: str, old: Record, new: Record) -> Iterator[Change]:
    """Yield the changed fields of a record, and the changed entries of tables in it."""
    date = getattr(new, "start", None) or getattr(new, "date", None) or getattr(old, "date", None)
    for field in old.__slots__:
        if field in SUBTABLES:
            continue
        was, now = getattr(old, field), getattr(new, field)
        if was == now:
            continue
        if isinstance(was or now, dict):
            for key in dict.fromkeys([*(was or {}), *(now or {})]):
                before, after = (was or {}).get(key), (now or {}).get(key)
                if repr(before) != repr(after):  # true is not 1
                    yield Change(record, item, "changed", f"{field}.{key}", before, after, date)
        else:
            yield Change(record, item, "changed", field, _value(was), _value(now), date)


def _value(value: Any) -> Any:
    """Return the value of a field; a location, and an empty list, as the columns of `list` do."""
    if isinstance(value, Location):
        return str(value)
    return None if value == () else value


def _events(record: str, old: Events, new: Events) -> Iterator[Change]:
    """Yield the changes of the history of a centre."""
    items = {**_items(old), **_items(new)}
    for was, now in pairs(old, new):
        known = now or was
        if known is None or was == now:
            continue
        item = items[id(known)]
        if was is None or now is None:
            yield Change(record, item, "added" if was is None else "removed", date=known.date)
        else:
            yield from _fields(record, item, was, now)


def _items(events: Events) -> dict[int, str]:
    """Return the item of each event, such as `renewed 2` or `annual-report for 2022`, by identity.

    An event that covers no year has a number if there are several of its kind.
    """
    counts: dict[str, int] = {}
    for event in events:
        counts[event.kind] = counts.get(event.kind, 0) + 1
    seen: dict[str, int] = {}
    found = {}
    for event in events:
        seen[event.kind] = seen.get(event.kind, 0) + 1
        number = f" {seen[event.kind]}" if counts[event.kind] > 1 else ""
        covers = f" for {event.covers}" if event.covers else ""
        found[id(event)] = f"{event.kind}{covers or number}"
    return found


# Between two days


class Happened(NamedTuple):
    """What happened in a period."""

    changes: Sequence[Change]
    """What certainly happened in it, in order of date."""
    uncertain: int
    """Number of events and meetings that may have happened in it, or before or after it."""


def between_days(registry: Registry, start: AsOf, end: AsOf) -> Happened:
    """Return what happened after the day of `start`, by the day of `end`."""
    dated: list[tuple[datetime.date, Change]] = []
    uncertain = 0
    period = Date(min(start.day + datetime.timedelta(days=1), end.day), end.day)
    for centre in registry.centre:
        days_of = {id(event): days for event, days in history.with_days(centre.event, end)}
        happened = {key: days for key, days in days_of.items() if period.covers(days)}
        uncertain += sum(days.overlaps(period) for days in days_of.values()) - len(happened)
        dated += _of_events(centre, happened)
        dated += _of_status(centre, days_of, period, end)
        dated += _of_agreement(centre, registry, start, end, happened)
    for meeting in registry.meeting:
        days = obligations.ended(meeting)
        if not meeting.is_open and period.covers(days):
            change = Change(label(meeting), "", "happened", "status", now=meeting.status)
            dated.append((days.last, change._replace(date=meeting.start)))
        elif not meeting.is_open and days.overlaps(period):
            uncertain += 1
    dated += _met(registry, start, end)
    in_order = sorted(dated, key=lambda pair: pair[0])
    return Happened([change for _, change in in_order], uncertain)


_Dated = Iterator[tuple[datetime.date, Change]]
"""Changes, each with the day by which it is certain."""


def _of_events(centre: Centre, happened: Mapping[int, Date]) -> _Dated:
    """Yield a change for each event in `happened`, which maps `id(event)` to its days."""
    items = _items(centre.event)
    for event in centre.event:
        if id(event) in happened:
            change = Change(label(centre), items[id(event)], "happened", date=event.date)
            yield happened[id(event)].last, change


def _of_status(centre: Centre, days_of: Mapping[int, Date], period: Date, end: AsOf) -> _Dated:
    """Yield the changes of the status of a centre that certainly happened in a period.

    A status that the centre may have had before the period is omitted.
    """
    earlier = {
        history.status_of(event.kind)
        for event in centre.event
        if event.kind in history.STEPS
        and days_of[id(event)].first < period.first <= days_of[id(event)].last
    }
    was = None
    for change in history.changes(centre.event, end):
        event, is_within = change.event, period.covers(change.days)
        if event is not None and is_within and change.status not in earlier:
            row = Change(label(centre), "", "changed", "status", was, change.status, event.date)
            yield change.days.last, row
        was = change.status


def _of_agreement(
    centre: Centre, registry: Registry, start: AsOf, end: AsOf, happened: Mapping[int, Date]
) -> _Dated:
    """Yield the change of the state of an agreement between two days, if there is one.

    A change that an event caused is omitted unless the event is in `happened`.
    """
    was, now = _agreement(centre, registry, start), _agreement(centre, registry, end)
    if now.state in {was.state, "none"}:
        return
    cause, date = _cause(was, now), now.deadline
    if cause is not None:
        if id(cause) not in happened:
            return
        date = cause.date if now.state in {"valid", "end unknown", "reviewed"} else date
    day = min(date.last, end.day) if date else end.day
    yield day, Change(label(centre), "", "changed", "agreement", was.state, now.state, date)


def _agreement(centre: Centre, registry: Registry, as_of: AsOf) -> Agreement:
    """Return the agreement of a centre at the end of a day.

    An agreement whose last day this is has expired by then.
    """
    found = agreement(centre, registry, as_of)
    if found.until is None or found.until.last > as_of.day:
        return found
    return found._replace(state="expired", deadline=found.until)


def _cause(was: Agreement, now: Agreement) -> Event | None:
    """Return the event that changed the state of an agreement; None if only time passed."""
    if now.began != was.began:
        return now.began
    if now.state == "reviewed" and now.evaluated != was.evaluated:
        return now.evaluated
    return None


def _met(registry: Registry, start: AsOf, end: AsOf) -> _Dated:
    """Yield the obligations that were met, unless they may have been met by the day of `start`."""
    years = obligations.years(registry, end.day)
    before = {
        _place(period): period.state for period in obligations.evaluate(registry, start, years)
    }
    for period in obligations.evaluate(registry, end, years):
        was = before.get(_place(period))
        if period.state != "met" or was == "met":
            continue
        days = [_days(delivery, period.centre, end) for delivery in period.deliveries]
        if min(days).first <= start.day:
            continue
        date = obligations.date_of(period.deliveries[0])
        item = f"{period.obligation.kind} {period.covers}"
        change = Change(label(period.centre), item, "changed", "obligation", was, "met", date)
        yield min(days[0].last, end.day), change


def _days(delivery: Event | Meeting, centre: Centre, as_of: AsOf) -> Date:
    """Return the days on which an event may have happened, or a meeting may have ended."""
    if isinstance(delivery, Meeting):
        return obligations.ended(delivery)
    return history.days_of(delivery, centre.event, as_of)


def _place(period: obligations.Period) -> Hashable:
    return period.centre.id, id(period.obligation), period.first
