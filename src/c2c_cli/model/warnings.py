"""Warnings: data that is valid but probably a mistake or incomplete."""

import datetime
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any

from c2c_cli.errors import DataProblem, Path, invalid, problem
from c2c_cli.model import history
from c2c_cli.model.fields import FIELDS
from c2c_cli.model.history import STEPS, Event
from c2c_cli.model.record import Record
from c2c_cli.model.records import Centre, Meeting
from c2c_cli.model.registry import Tables, each_record
from c2c_cli.model.value_types import filled
from c2c_cli.text import first_invisible, fold, quoted, visible

_URL = r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/][^ ]*", "URL", "a URL such as https://example.org", "not-a-url"
_EMAIL = r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", "email address", "an address such as office@example.org", "not-an-email"
_ADDRESSES: dict[str, tuple[str, str, str, Any]] = {"website": _URL, "link": _URL, "url": _URL, "email": _EMAIL}
"""The pattern of a field, the noun and an example for its values, and the code of its warning."""

_PARAGRAPHS = {name for name, field in FIELDS.items() if field.type.rule is filled}
"""Fields whose values can contain tabs."""

_WITH_SOURCES = ("event", "meeting", "cadence")
"""Tables whose records should have sources."""

WITH_NAMES = ("centre", "organisation")
"""Tables whose records should have different names."""


def warnings(
    tables: Tables, day: datetime.date, *, data: str = "", only: Container[int] | None = None
) -> Iterator[DataProblem]:
    """Yield the warnings about the complete records of each table, as of a day.

    `data` is the option that commands in hints need for this registry, such as ` --data FILE`. If `only` contains the
    identities of records, the others are compared only by name.
    """
    for path, table, record in each_record(tables):
        if isinstance(record, Record) and (only is None or id(record) in only):
            values = dict(record.filled_fields())
            found = [*_control_characters(values), *_invalid_addresses(values)]
            if table in _WITH_SOURCES and "sources" not in values:
                found.append(problem((), "missing sources", 'add sources = ["https://…"]', "no-sources"))
            if isinstance(record, Meeting):
                found += _status_and_date(record, day, data)
            if isinstance(record, Centre):
                found += [*_out_of_order(record.event), *_expired_agreement(record, day, data)]
            yield from (one.below(*path)._replace(severity="warning") for one in found)
    yield from _same_names(tables)


def _invalid_addresses(values: Mapping[str, Any]) -> Iterator[DataProblem]:
    for field, value in values.items():
        if field in _ADDRESSES and not re.fullmatch((address := _ADDRESSES[field])[0], value):
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
    if event and event.until and event.until.last < day and not history.may_have_changed(centre.event, day):
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


def _same_names(tables: Tables) -> Iterator[DataProblem]:
    seen: dict[str, tuple[Path, str]] = {}
    for table in WITH_NAMES:
        for index, record in enumerate(tables.get(table, ())):
            others = [(("names", tag), name) for tag, name in (record.names or {}).items()]
            for field, name in [(("name",), record.name or ""), *others]:
                path: Path = (table, index, *field)
                first, other = seen.setdefault(" ".join(fold(name).split()), (path, record.id))
                if name and other and first[:2] != path[:2]:
                    message = f"{quoted(name)} is also the name of {first[0]} {visible(other)}"
                    yield problem(path, message, code="same-name", first=first)._replace(severity="warning")
                    break


def _control_characters(values: Mapping[str, Any]) -> Iterator[DataProblem]:
    for field, value in values.items():
        items: Iterable[tuple[Any, Any]] = [(None, value)]
        if isinstance(value, tuple | dict):
            items = enumerate(value) if isinstance(value, tuple) else value.items()
        for key, text in items:
            found = first_invisible(text, "\t\n" if field in _PARAGRAPHS else "\n") if isinstance(text, str) else None
            if found is not None:
                path = (field,) if key is None else (field, key)
                yield problem(
                    path, f"unexpected invisible character U+{ord(found):04X}", "remove it", "control-character"
                )
