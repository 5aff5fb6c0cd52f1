"""Warnings: data that is valid but probably a mistake or incomplete."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from c2c_cli.errors import DataProblem, Path, invalid, problem
from c2c_cli.model import history
from c2c_cli.model.fields import FIELDS
from c2c_cli.model.history import STEPS, Event
from c2c_cli.model.reader import Examined, RecordData
from c2c_cli.model.records import SUBTABLES, Centre, Meeting
from c2c_cli.model.value_types import filled
from c2c_cli.text import first_invisible, fold, quoted, visible

_URL = r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/][^ ]*", "URL", "a URL such as https://example.org", "not-a-url"
_EMAIL = r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", "email address", "an address such as office@example.org", "not-an-email"
_ADDRESSES: dict[str, tuple[str, str, str, Any]] = {"website": _URL, "link": _URL, "url": _URL, "email": _EMAIL}
"""The pattern of a field, the noun and an example for its values, and the code of its warning."""

_WITH_SOURCES = ("event", "meeting", "cadence")
"""Tables whose records should have sources."""

WITH_NAMES = ("centre", "organisation")
"""Tables whose records should have different names."""


def warnings(examined: Examined, day: datetime.date, *, data: str = "") -> Iterator[DataProblem]:
    """Yield the warnings about the rows of each table, as of a day.

    Records with errors are checked as far as they could be read; records with unreadable keys are skipped. `data` is
    the option that commands in hints need for this registry, such as ` --data FILE`.
    """
    for table, rows in examined.tables.items():
        for index, row in enumerate(rows):
            path: Path = (table,) if table == "network" else (table, index)
            if row.values and path not in examined.damaged:
                found = _row_warnings(table, row, day, data)
                yield from (one.below(*path)._replace(severity="warning") for one in found)
    yield from _same_names(examined.tables)


def _row_warnings(table: str, row: RecordData, day: datetime.date, data: str) -> Iterator[DataProblem]:
    yield from _control_characters(row.values)
    yield from _invalid_addresses(row.values)
    if table in _WITH_SOURCES and row.values.get("sources", ()) == ():
        yield problem((), "missing sources", 'add sources = ["https://…"]', "no-sources")
    for name in SUBTABLES if table == "centre" else ():
        for index, one in enumerate(row.values.get(name) or ()):
            values = one if isinstance(one, dict) else dict(one.filled_fields())
            yield from (found.below(name, index) for found in _row_warnings(name, RecordData(values), day, data))
    if table == "centre":
        events = row.values.get("event") or ()
        if not any(isinstance(event, dict) for event in events):
            yield from _out_of_order(events)
    # only complete records, because the commands in the hints need their ids
    if isinstance(row.record, Meeting):
        yield from _status_and_date(row.record, day, data)
    if isinstance(row.record, Centre):
        yield from _expired_agreement(row.record, day, data)


def _invalid_addresses(values: Mapping[str, Any]) -> Iterator[DataProblem]:
    for field, value in values.items():
        if value and field in _ADDRESSES and not re.fullmatch((address := _ADDRESSES[field])[0], value):
            _, noun, example, code = address
            yield problem((field,), *invalid(noun, value, f"use {example}", code))


def _status_and_date(meeting: Meeting, day: datetime.date, data: str) -> Iterator[DataProblem]:
    """Yield the status if it contradicts the date of the meeting."""
    if meeting.is_open and meeting.days.last < day:
        message = f'still "{meeting.status}", but the meeting date ({meeting.days.last}) has passed'
        hint = f"set it to held or cancelled, for example: c2c edit meeting {meeting.id}{data} --status held"
        yield problem(("status",), message, hint, "past-meeting")
    if meeting.status == "held" and meeting.days.first > day:
        message = f'already "held", but the meeting starts in the future ({meeting.days.first})'
        yield problem(("status",), message, "correct the date or the status", "future-meeting")


def _expired_agreement(centre: Centre, day: datetime.date, data: str) -> Iterator[DataProblem]:
    """Yield the latest agreement if it has expired and no renewal or closure is recorded."""
    event = history.agreement(history.current(centre.event, day), day)
    if event is None or event.until is None or event.until.last >= day or history.may_have_changed(centre.event, day):
        return
    message = f"the agreement expired ({event.until}), but no renewal or closure is recorded"
    hint = f"record what happened, for example: c2c add event {centre.id} renewed{data} --date DATE --until DATE"
    yield problem(("event", centre.event.index(event), "until"), message, hint, "agreement-expired")


def _out_of_order(events: Sequence[Event]) -> Iterator[DataProblem]:
    """Yield events dated after a later kind of event up to the first closure, and openings and renewals after the last.

    After a closure, a centre opens again once it is approved or signs again.
    """
    dated = [(one.date, index, one.kind) for index, one in enumerate(events) if one.date and one.kind in STEPS]
    dated.sort(reverse=True)  # so that the first event of a kind replaces the others
    closures = [one for one in dated if one[2] == "closed"]
    closed = min((date.first for date, *_ in closures), default=datetime.date.max)
    first = {one[2]: one for one in dated if one[0].last <= closed}
    again = {one[2]: one for one in dated if closures and one[0].first > closures[0][0].last}
    pairs = [(one, [first[kind] for kind in STEPS if kind in first]) for one in first.values()]
    if again.keys().isdisjoint({"approved", "signed"}):
        pairs += [(again[kind], closures) for kind in ("opened", "renewed") if kind in again]
    for (date, index, kind), others in pairs:
        for since, number, other in others:
            if STEPS.index(other) > STEPS.index(kind) and date.first > since.last:
                message = f'"{kind}" ({date}) is dated after "{other}" ({since})'
                path: Path = ("event", index, "date")
                first_path: Path = ("event", number, "date")
                yield problem(path, message, "correct one of the two dates", "events-out-of-order", first=first_path)
                break


def _same_names(tables: Mapping[str, Sequence[RecordData]]) -> Iterator[DataProblem]:
    seen: dict[str, Path] = {}
    for table in WITH_NAMES:
        for index, (_, record) in enumerate(tables.get(table, ())):
            if record is None:
                continue
            others: list[tuple[Path, str]] = [(("names", tag), name) for tag, name in (record.names or {}).items()]
            for field, name in [(("name",), record.name), *others]:
                path: Path = (table, index, *field)
                first = seen.setdefault(" ".join(fold(name).split()), path)
                if first[:2] != path[:2]:
                    other = tables[str(first[0])][int(first[1])].record
                    message = f"{quoted(name)} is also the name of {first[0]} {visible(other.id)}"
                    yield problem(path, message, code="same-name", first=first)._replace(severity="warning")
                    break


def _control_characters(values: Mapping[str, Any]) -> Iterator[DataProblem]:
    for field, value in values.items():
        keep = "\t\n" if field in FIELDS and FIELDS[field].type.rule is filled else "\n"
        for path, text in _texts(value):
            if (found := first_invisible(text, keep)) is not None:
                message = f"unexpected invisible character U+{ord(found):04X}"
                yield problem((field, *path), message, "remove it", "control-character")


def _texts(value: Any) -> list[tuple[Path, str]]:
    """Return the strings in a value, each with its path in it."""
    if isinstance(value, tuple):
        return [((index,), text) for index, text in enumerate(value) if isinstance(text, str)]
    if isinstance(value, dict):
        return [((tag,), text) for tag, text in value.items()]
    return [((), value)] if isinstance(value, str) else []
