"""View of the timeline: events of centres, and meetings."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from c2c_cli.model.dates import Date
from c2c_cli.output.view import Value, View

if TYPE_CHECKING:
    from c2c_cli.model.select import Entry


def _of_record(name: str) -> Callable[["Entry"], Value]:
    return lambda entry: getattr(entry.record, name, None)


def _days(entry: "Entry") -> str:
    end = getattr(entry.record, "end", None)
    return " to ".join(str(date) for date in (entry.date, end) if date)


def _described(entry: "Entry") -> str:
    kind, status = entry.record.kind, getattr(entry.record, "status", None)
    meeting = f"meeting {status}" if status else None
    return " ".join(word for word in (kind, meeting) if word)


def _group(date: Date | None) -> str:
    """Return the heading of the entries of a year, or of those with certain bounds."""
    if date is None:
        return "Date unknown"
    return str(date) if date.bounds else str(date.year)


TIMELINE = View(
    "items",
    (),
    columns={
        "date": attrgetter("date"),
        "end": _of_record("end"),
        "kind": _of_record("kind"),
        "status": _of_record("status"),
        "id": attrgetter("id"),
        "title": attrgetter("title"),
        **{name: _of_record(name) for name in ("city", "until", "note", "sources")},
    },
    default=("date", "end", "kind", "status", "id", "title"),
    shown={
        "date": _days,
        "what": _described,
        "id": attrgetter("id"),
        "title": attrgetter("title"),
    },
    title="Timeline",
    group=lambda entry: _group(entry.date),
)
"""The view of events and meetings, which a table groups by year, without rows."""


def timeline(found: Sequence["Entry"]) -> View:
    """Return the view of events and meetings."""
    return TIMELINE._replace(rows=found)
