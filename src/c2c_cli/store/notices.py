"""Warnings that a change causes, about the changed records only."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from c2c_cli.errors import dotted, sentence
from c2c_cli.model.records import Centre, Meeting, label, meeting_id, table_of
from c2c_cli.model.registry import Registry
from c2c_cli.model.warnings import warnings
from c2c_cli.text import plural

_MAX_NOTICES = 20
"""Maximum number of warnings to print after an import."""


def notices(before: Registry, after: Registry, day: datetime.date, data: str) -> list[str]:
    """Return the warnings that a change causes, as of a day.

    These are the new warnings of `c2c check` except missing sources, and warnings about ids that no
    longer match the date and about events dated by a month or year that has not ended. `data` is
    the option that commands in hints need for this registry, such as ` --data FILE`.
    """
    old, new = _only_in(before, after), _only_in(after, before)
    for name in [name for name, one in new.items() if one == old.get(name)]:
        del old[name], new[name]
    known = dict(_warnings(old, day, data))
    lines = [line for key, line in _warnings(new, day, data) if key not in known]
    for name, one in new.items():
        if isinstance(one, Meeting) and name in old:
            was, start = str(old[name].start), str(one.start)
            if one.id.startswith(was) and not one.id.startswith(start):
                renamed = (
                    meeting_id(one.start, one.city)
                    if one.id == was
                    else start + one.id.removeprefix(was)
                )
                hint = f"rename it: c2c edit meeting {one.id}{data} --id {renamed}"
                lines.append(
                    sentence(f"no longer matches the start date ({start})", hint, f"[{name}] id")
                )
        if isinstance(one, Centre):
            events = [
                (event.kind, event.date) for event in (old[name].event if name in old else ())
            ]
            lines += [
                f"event {event.kind} ({event.date}) of centre {one.id} "
                f"counts from {event.date.last}"
                for event in one.event
                if event.date
                and event.date.first < event.date.last > day
                and (event.kind, event.date) not in events
            ]
    if (more := len(lines) - _MAX_NOTICES) > 0:
        lines[_MAX_NOTICES:] = [f"found {plural(more, 'more warning')}"]
    return lines


def _only_in(registry: Registry, other: Registry) -> dict[str, Any]:
    """Return the records of a registry, by label, that are not among those of another."""
    # a draft keeps the records that it does not change
    known = {id(one) for records in other.tables().values() for one in records}
    return {
        label(one): one
        for records in registry.tables().values()
        for one in records
        if id(one) not in known
    }


def _warnings(
    records: Mapping[str, Any], day: datetime.date, data: str
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield a key and the text of each warning about some records, except missing sources."""
    for name, record in records.items():
        for one in warnings({table_of(record): [record]}, day, data=data):
            message, _, code = one.diagnostic
            if code != "no-sources":
                yield (
                    (dotted(one.path), message, code),
                    f"[{name}] {one._replace(path=one.path[1:])}",
                )
