"""What in a registry is allowed and yet worth a look: warnings, which stop no command. Knows neither text nor files."""

import datetime
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from c2c_cli.errors import Code, DataProblem, Diagnostic, Path
from c2c_cli.model import history
from c2c_cli.model.dates import Date
from c2c_cli.model.fields import FIELDS
from c2c_cli.model.history import EVENT_KINDS, Event
from c2c_cli.model.reader import Examined, Row
from c2c_cli.model.records import Centre, Meeting
from c2c_cli.model.value_types import filled
from c2c_cli.text import fold, quoted, visible

_CONTROL = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\u00ad\u200b\ufeff"
    "\U000e0000-\U000e007f]"
)
"""What drives a terminal, ends a line, turns the direction of writing or has no width.

TAB and LF stand in notes, and U+200C and U+200D in words of many scripts.
"""

_WITH_SOURCES = ("event", "meeting", "cadence")
"""The tables whose records are facts that somebody stated."""

_NAMED = ("centre", "organisation")
"""The tables whose records are told apart by their names."""


def warnings(examined: Examined, day: datetime.date, *, data: str = "") -> Iterator[DataProblem]:
    """Yield what is worth a look in the rows of each table, as of a day.

    Records with errors are checked as far as they could be read; those with keys that could not be read are passed
    over. `data` is what a command about this registry says besides, as ` --data FILE`.
    """
    for table, rows in examined.tables.items():
        for index, row in enumerate(rows):
            path: Path = (table,) if table == "network" else (table, index)
            if row.values and not examined.unreadable.is_damaged(path):
                faults = _of_row(table, row, day, data)
                yield from (fault.below(*path)._replace(severity="warning") for fault in faults)
    yield from _same_names(examined.tables)


def _of_row(table: str, row: Row, day: datetime.date, data: str) -> Iterator[DataProblem]:
    yield from _control_characters(row.values)
    if table in _WITH_SOURCES and row.values.get("sources", ()) == ():
        yield _fault("no-sources", "has no sources", 'say where it is known from: sources = ["https://…"]', ())
    if table == "centre":
        events = row.values.get("event") or ()
        for index, event in enumerate(events):
            values = event if isinstance(event, dict) else dict(event.stated())
            yield from (fault.below("event", index) for fault in _of_row("event", Row(values), day, data))
        if not any(isinstance(event, dict) for event in events):
            yield from _out_of_order(events)
    # what tells of a command names the record in it
    if row.record is not None:
        yield from _of_what_became(row.record, day, data)


def _of_what_became(record: Any, day: datetime.date, data: str) -> Iterator[DataProblem]:
    """Yield what a record that could be read whole leaves open, or tells in a wrong order."""
    if isinstance(record, Meeting) and record.status in {"tentative", "planned"} and record.days.last < day:
        over = f"is {record.status} and was over on {record.days.last}"
        hint = f"record what became of it, held or cancelled: c2c edit meeting {record.id}{data} --status held"
        yield _fault("past-meeting", over, hint, ("status",))
    if isinstance(record, Meeting) and record.status == "held" and record.days.first > day:
        begins = f"is held, and it begins only on {record.days.first}"
        yield _fault("future-meeting", begins, "put right the date or the status", ("status",))
    if isinstance(record, Centre):
        yield from _ended_agreement(record, day, data)


def _fault(code: Code, message: str, hint: str, path: Path) -> DataProblem:
    return DataProblem(path, Diagnostic(code, message, hint))


def _ended_agreement(centre: Centre, day: datetime.date, data: str) -> Iterator[DataProblem]:
    """Yield the agreement that has run out, where neither a renewal nor a closing is recorded."""
    event = history.agreement(history.current(centre.event, day), day)
    if event is None or event.until is None or event.until.last >= day or history.may_have_gone_on(centre.event, day):
        return
    ended = f"the agreement ended with {event.until}, and neither a renewal nor a closing is recorded"
    hint = f"record the one or the other: c2c add event {centre.id} renewed{data} --date DATE --until DATE"
    yield _fault("agreement-ended", ended, hint, ("event", centre.event.index(event), "until"))


def _out_of_order(events: Sequence[Event]) -> Iterator[DataProblem]:
    """Yield what is dated certainly after what can only follow it, a life up to its closing at a time."""
    dated = [(event.date, index, event.kind) for index, event in enumerate(events) if event.date is not None]
    closed = sorted((date for date, _, kind in dated if kind == "closed"), key=lambda date: date.last)
    closings = [date.last for date in closed]
    first: dict[tuple[int, str], tuple[Date, int]] = {}
    for date, index, kind in sorted(dated, reverse=True):
        which = bisect_left(closings, date.first)
        if kind == "closed" or which == len(closed) or not closed[which].overlaps(date):  # else it may begin anew
            first[which, kind] = date, index
    for (which, kind), (date, index) in first.items():
        for later in EVENT_KINDS[EVENT_KINDS.index(kind) + 1 :]:
            found = first.get((which, later))
            if found is not None and date.first > found[0].last:
                order = f"{kind}, {date}, lies after {later}, {found[0]}"
                wrong = Diagnostic("events-out-of-order", order, "put right what is wrong of the two")
                yield DataProblem(("event", index, "date"), wrong, ("event", found[1], "date"))
                break


def _same_names(tables: Mapping[str, Sequence[Row]]) -> Iterator[DataProblem]:
    seen: dict[str, Path] = {}
    for table in _NAMED:
        for index, (_, record) in enumerate(tables.get(table, ())):
            if record is None:
                continue
            others: list[tuple[Path, str]] = [(("names", tag), name) for tag, name in (record.names or {}).items()]
            for field, name in [(("name",), record.name), *others]:
                path: Path = (table, index, *field)
                first = seen.setdefault(" ".join(fold(name).split()), path)
                if first[:2] != path[:2]:
                    other = tables[str(first[0])][int(first[1])].record
                    wrong = Diagnostic(
                        "same-name", f"{quoted(name)} is also the name of {first[0]} {visible(other.id)}"
                    )
                    yield DataProblem(path, wrong, first, severity="warning")
                    break


def _control_characters(values: Mapping[str, Any]) -> Iterator[DataProblem]:
    for field, value in values.items():
        several = field in FIELDS and FIELDS[field].kind.rule is filled
        for path, text in _texts(value):
            found = None if text.isprintable() else re.search(_CONTROL if several else f"\t|{_CONTROL}", text)
            if found is not None:
                wrong = f"holds U+{ord(found[0]):04X}, a control character that is not seen"
                yield _fault("control-character", wrong, "take it out", (field, *path))


def _texts(value: Any) -> list[tuple[Path, str]]:
    """Return the texts that a value consists of, each with its place in it."""
    if isinstance(value, tuple):
        return [((index,), text) for index, text in enumerate(value) if isinstance(text, str)]
    if isinstance(value, dict):
        return [((tag,), text) for tag, text in value.items()]
    return [((), value)] if isinstance(value, str) else []
