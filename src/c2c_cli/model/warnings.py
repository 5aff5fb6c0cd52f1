"""Warnings: data that is valid but probably a mistake or incomplete."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from c2c_cli.errors import DataProblem, Path, invalid, problem
from c2c_cli.model import history
from c2c_cli.model.fields import FIELDS
from c2c_cli.model.history import AGREEMENT_KINDS, STEPS, Event
from c2c_cli.model.record import Record
from c2c_cli.model.records import Centre, Meeting
from c2c_cli.model.registry import Tables, each_record
from c2c_cli.model.values import filled
from c2c_cli.text import first_invisible

_URL = (
    r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/][^ ]*",
    "URL",
    "a URL such as https://example.org",
    "not-a-url",
)
_EMAIL = (
    r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+",
    "email address",
    "an address such as office@example.org",
    "not-an-email",
)
_ADDRESSES: dict[str, tuple[str, str, str, Any]] = {
    "website": _URL,
    "link": _URL,
    "url": _URL,
    "email": _EMAIL,
}
"""The pattern of a field, the noun and an example for its values, and the code of its warning."""

_PARAGRAPHS = {name for name, field in FIELDS.items() if field.type.rule is filled}
"""Fields whose values can contain tabs."""


def warnings(tables: Tables, day: datetime.date, *, data: str = "") -> Iterator[DataProblem]:
    """Yield the warnings about the complete records of each table, as of a day.

    `data` is the option that commands in hints need for this registry, such as ` --data FILE`.
    """
    for path, table, record in each_record(tables):
        if isinstance(record, Record):
            values = dict(record.filled_fields())
            found = list(_suspicious_strings(values))
            if table in {"event", "meeting", "cadence"} and "sources" not in values:
                of_event = f' for "{values["kind"]}"' if table == "event" else ""
                found.append(
                    problem(
                        (),
                        f"missing sources{of_event}",
                        'add sources = ["https://…"]',
                        "no-sources",
                    )
                )
            if isinstance(record, Meeting):
                found += _status_and_date(record, day, data)
            if isinstance(record, Centre):
                found += [*_out_of_order(record.event), *_expired_agreement(record, day, data)]
            yield from (one.below(*path)._replace(severity="warning") for one in found)


def _status_and_date(meeting: Meeting, day: datetime.date, data: str) -> Iterator[DataProblem]:
    if meeting.is_open and meeting.days.last < day:
        message = f'still "{meeting.status}", but the meeting date ({meeting.days.last}) has passed'
        command = f"c2c edit meeting {meeting.id}{data} --status held"
        hint = f"set it to held or cancelled, for example: {command}"
        yield problem(("status",), message, hint, "past-meeting")
    if meeting.status == "held" and meeting.days.first > day:
        message = f'already "held", but the meeting starts in the future ({meeting.days.first})'
        yield problem(("status",), message, "correct the date or the status", "future-meeting")


def _expired_agreement(centre: Centre, day: datetime.date, data: str) -> Iterator[DataProblem]:
    event = history.latest(history.current(centre.event, day), day, *AGREEMENT_KINDS)
    ends = [
        one.date for one in centre.event if one.date and one.kind in {*AGREEMENT_KINDS, "closed"}
    ]
    may_have_ended = any(date.first <= day < date.last for date in ends)
    if event and event.until and event.until.last < day and not may_have_ended:
        message = f"the agreement expired ({event.until}), but no renewal or closure is recorded"
        command = f"c2c add event {centre.id} renewed{data} --date DATE --until DATE"
        hint = f"record what happened, for example: {command}"
        yield problem(
            ("event", centre.event.index(event), "until"), message, hint, "agreement-expired"
        )


def _out_of_order(events: Sequence[Event]) -> Iterator[DataProblem]:
    """Yield events up to the first closure that are dated after a later kind of event."""
    dated = [
        (one.date, index, one.kind)
        for index, one in enumerate(events)
        if one.date and one.kind in STEPS
    ]
    closed = min(
        (date.first for date, _, kind in dated if kind == "closed"), default=datetime.date.max
    )
    # in reverse, so that the first event of a kind replaces the others
    first = {
        kind: (date, index)
        for date, index, kind in sorted(dated, reverse=True)
        if date.last <= closed
    }
    for kind, (date, index) in first.items():
        for other in STEPS[STEPS.index(kind) + 1 :]:
            since, number = first.get(other, (None, 0))
            if since and date.first > since.last:
                message = f'"{kind}" ({date}) is dated after "{other}" ({since})'
                path: Path = ("event", index, "date")
                hint, first_path = "correct one of the two dates", ("event", number, "date")
                yield problem(path, message, hint, "events-out-of-order", first=first_path)
                break


def _suspicious_strings(values: Mapping[str, Any]) -> Iterator[DataProblem]:
    for field, value in values.items():
        texts: dict[Path, Any] = {(field,): value}
        if isinstance(value, tuple | dict):
            items = value.items() if isinstance(value, dict) else enumerate(value)
            texts = {(field, key): item for key, item in items}
        keep = "\t\n" if field in _PARAGRAPHS else "\n"
        for path, text in texts.items():
            if isinstance(text, str) and (hidden := first_invisible(text, keep)) is not None:
                message = f"unexpected invisible character U+{ord(hidden):04X}"
                yield problem(path, message, "remove it", "control-character")
        if (address := _ADDRESSES.get(field)) is not None:
            pattern, noun, example, code = address
            if not re.fullmatch(pattern, value):
                yield DataProblem((field,), invalid(noun, value, f"use {example}", code))
