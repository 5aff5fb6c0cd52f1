"""Warnings: data that is valid but probably a mistake or incomplete."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

from c2c_cli.errors import Code, DataProblem, KeyPath, invalid, problem
from c2c_cli.model import history
from c2c_cli.model.dates import Date
from c2c_cli.model.fields import FIELDS
from c2c_cli.model.history import AGREEMENT_KINDS, STEPS, AsOf, Event
from c2c_cli.model.record import Record
from c2c_cli.model.records import Centre, Meeting, Network
from c2c_cli.model.registry import Tables, each_record
from c2c_cli.model.value_types import URL
from c2c_cli.text import first_invisible

_URL: tuple[str, str, str, Code] = (
    r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/][^ ]*",
    "URL",
    "a URL such as https://example.org",
    "not-a-url",
)
_EMAIL: tuple[str, str, str, Code] = (
    r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+",
    "email address",
    "an address such as office@example.org",
    "not-an-email",
)
_ADDRESSES: dict[str, tuple[str, str, str, Code]] = {
    **{name: _URL for name, field in FIELDS.items() if field.type is URL},
    "email": _EMAIL,
}
"""The pattern of a field, the noun and an example for its values, and the code of its warning."""

_PARAGRAPHS = {name for name, field in FIELDS.items() if field.type.multiline}
"""Fields whose values can contain tabs."""


def warnings(
    tables: Tables, network: Network | None, day: datetime.date, *, data: str = ""
) -> Iterator[DataProblem]:
    """Yield the warnings about the complete records of each table of a network, as of a day.

    `data` is the option that commands in hints need for this registry, such as ` --data FILE`.
    """
    as_of = network.as_of(day, day) if network else AsOf(day, day)
    for path, table, record in each_record(tables):
        if not isinstance(record, Record):
            continue
        values = dict(record.filled_fields())
        found = list(_suspicious_strings(values))
        if table in {"event", "meeting", "cadence"} and "sources" not in values:
            of_event = f' for "{values["kind"]}"' if table == "event" else ""
            message, hint = f"missing sources{of_event}", 'add sources = ["https://…"]'
            found.append(problem((), message, hint, "no-sources"))
        if isinstance(record, Meeting):
            found += _status_and_date(record, day, data)
        if isinstance(record, Centre):
            found += _out_of_order(record.event)
            found += _expired_agreement(record, as_of, data)
        for warning in found:
            yield warning.below(*path)._replace(severity="warning")


def _status_and_date(meeting: Meeting, day: datetime.date, data: str) -> Iterator[DataProblem]:
    if meeting.is_open and meeting.days.last < day:
        message = f'still "{meeting.status}", but the meeting date ({meeting.days.last}) has passed'
        command = f"c2c edit meeting {meeting.id}{data} --status held"
        hint = f"set it to held or cancelled, for example: {command}"
        yield problem(("status",), message, hint, "past-meeting")
    if meeting.status == "held" and meeting.days.first > day:
        message = f'already "held", but the meeting starts in the future ({meeting.days.first})'
        yield problem(("status",), message, "correct the date or the status", "future-meeting")


def _expired_agreement(centre: Centre, as_of: AsOf, data: str) -> Iterator[DataProblem]:
    day = as_of.day
    events = history.since_last_closure(centre.event, as_of)
    event = history.latest(events, as_of, *AGREEMENT_KINDS)
    if event is None or event.until is None or event.until.last >= day:
        return
    for other in centre.event:
        may_end_it = other.kind in {*AGREEMENT_KINDS, "closed"}
        if may_end_it and other.date and other.date.first <= day < other.date.last:
            return  # it may have happened already
    path: KeyPath = ("event", centre.event.index(event), "until")
    message = f"the agreement expired ({event.until}), but no renewal or closure is recorded"
    command = f"c2c add event {centre.id} renewed{data} --date DATE --until DATE"
    hint = f"record what happened, for example: {command}"
    yield problem(path, message, hint, "agreement-expired")


def _out_of_order(events: Sequence[Event]) -> Iterator[DataProblem]:
    """Yield events up to the first closure that are dated after a later kind of event."""
    first = _first_of_each_step(events)
    for kind, (date, index) in first.items():
        for later_kind in STEPS[STEPS.index(kind) + 1 :]:
            later_date, later_index = first.get(later_kind, (None, 0))
            if later_date and date.first > later_date.last:
                message = f'"{kind}" ({date}) is dated after "{later_kind}" ({later_date})'
                hint, path = "correct one of the two dates", ("event", index, "date")
                first_path = ("event", later_index, "date")
                yield problem(path, message, hint, "events-out-of-order", first=first_path)
                break


def _first_of_each_step(events: Sequence[Event]) -> dict[str, tuple[Date, int]]:
    """Return the date and index of the first event of each step up to the first closure."""
    dated = [
        (event.date, index, event.kind)
        for index, event in enumerate(events)
        if event.date and event.kind in STEPS
    ]
    closures = [date.first for date, _, kind in dated if kind == "closed"]
    first_closure = min(closures, default=datetime.date.max)
    first: dict[str, tuple[Date, int]] = {}
    for date, index, kind in sorted(dated, reverse=True):  # the first of a kind is set last
        if date.last <= first_closure:
            first[kind] = date, index
    return first


def _suspicious_strings(values: Mapping[str, object]) -> Iterator[DataProblem]:
    for field, value in values.items():
        if isinstance(value, dict):
            texts: dict[KeyPath, object] = {(field, key): item for key, item in value.items()}
        elif isinstance(value, tuple):
            texts = {(field, index): item for index, item in enumerate(value)}
        else:
            texts = {(field,): value}
        keep = "\t\n" if field in _PARAGRAPHS else "\n"
        for path, text in texts.items():
            hidden = first_invisible(text, keep) if isinstance(text, str) else None
            if hidden is not None:
                message = f"unexpected invisible character U+{ord(hidden):04X}"
                yield problem(path, message, "remove it", "control-character")
        if field in _ADDRESSES and isinstance(value, str):
            pattern, noun, example, code = _ADDRESSES[field]
            if not re.fullmatch(pattern, value):
                yield DataProblem((field,), invalid(noun, value, f"use {example}", code))
