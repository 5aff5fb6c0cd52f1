"""Warnings that a change causes, about the changed records only."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from c2c_cli.errors import DataProblem, dotted, sentence
from c2c_cli.model.reader import Incomplete
from c2c_cli.model.records import label
from c2c_cli.model.registry import Registry
from c2c_cli.model.warnings import WITH_NAMES, warnings
from c2c_cli.text import plural

_MAX_NOTICES = 20
"""Maximum number of warnings to print after an import."""

_Records = Sequence[tuple[str, Any, Any]]
"""The table of each record, the record before a change or None, and the same or another record after it."""


def notices(before: Registry, after: Registry, day: datetime.date, data: str) -> list[str]:
    """Return the warnings that a change causes, as of a day.

    These are the new warnings of `c2c check` except missing sources, and warnings about ids that no longer match the
    date and about events dated by a month or year that has not ended. `data` is the option that commands in hints need
    for this registry, such as ` --data FILE`.
    """
    records = [*_pairs(before, after)]
    changes = [(table, old, new) for table, old, new in records if new is not old]
    changes.sort(key=lambda one: one[1] is None)  # so that new records do not move the others
    others = _unchanged(records, changes)
    known = {_key(one) for _, one in _found(others, [(table, old) for table, old, _ in changes if old], day, data)}
    lines = [
        f"[{name}] {one._replace(path=one.path[1 if name == 'network' else 2 :])}"
        for name, one in _found(others, [(table, new) for table, _, new in changes], day, data)
        if one.diagnostic.code != "no-sources" and _key(one) not in known
    ]
    lines += _outdated_ids(changes, data)
    lines += [
        f"event {event.kind} ({event.date}) of centre {new.id} counts from {event.date.last}"
        for table, old, new in changes
        for event in (new.event if table == "centre" else ())
        if event.date is not None
        and event.date.first < event.date.last > day
        and (event.kind, event.date) not in [(one.kind, one.date) for one in (old.event if old else ())]
    ]
    more = len(lines) - _MAX_NOTICES
    rest = [f"found {plural(more, 'more warning')}; run c2c check{data} to list them"] if more > 0 else []
    return [*lines[:_MAX_NOTICES], *rest]


def _pairs(before: Registry, after: Registry) -> Iterator[tuple[str, Any, Any]]:
    """Yield the table of each record after a change, the record before it or None, and the record, if it differs."""
    old_tables = before.tables()
    for table, records in after.tables().items():
        known = {label(table, one): one for one in old_tables[table]}
        same = [known.pop(label(table, one), None) for one in records]
        gone = iter(known.values())  # a renamed record replaces one that is gone
        for old, new in zip(same, records, strict=True):
            other = old or next(gone, None)
            yield table, other, other if new == other else new


def _key(one: DataProblem) -> tuple[Any, ...]:
    """Return a key that identifies a warning before and after a change, which may move events."""
    return one.path[:2], dotted(one.path), one.diagnostic.code, one.diagnostic.message


def _unchanged(records: _Records, changes: _Records) -> dict[str, list[Any]]:
    """Return the unchanged records whose names a changed record may repeat; none if no name is changed."""
    renamed = [(old, new) for table, old, new in changes if table in WITH_NAMES]
    if not any(old is None or (old.name, old.names) != (new.name, new.names) for old, new in renamed):
        return {}
    return {name: [new for table, old, new in records if table == name and new is old] for name in WITH_NAMES}


def _found(
    others: Mapping[str, Sequence[Any]], records: Sequence[tuple[str, Any]], day: datetime.date, data: str
) -> Iterator[tuple[str, DataProblem]]:
    """Yield the warnings about records, each with the name of its record; `others` are compared only by name."""
    tables: dict[str, list[Any]] = {
        table: [Incomplete(id=one.id, name=one.name, names=one.names, event=(), contact=()) for one in unchanged]
        for table, unchanged in others.items()
    }
    for table, record in records:
        tables.setdefault(table, []).append(record)
    for one in warnings(tables, day, data=data):
        table = str(one.path[0])
        yield label(table, tables[table][0 if table == "network" else int(one.path[1])]), one


def _outdated_ids(changes: _Records, data: str) -> Iterator[str]:
    """Yield a warning for each meeting whose id begins with the date before a change, not with its present date."""
    for table, old, new in changes:
        if table == "meeting" and old is not None and old.id == new.id:
            before, after = str(old.start), str(new.start)
            if new.id.startswith(before) and not new.id.startswith(after):
                hint = f"rename it: c2c edit meeting {new.id}{data} --id {after}{new.id.removeprefix(before)}"
                yield sentence(f"no longer matches the start date ({after})", hint, f"[meeting {new.id}] id")
