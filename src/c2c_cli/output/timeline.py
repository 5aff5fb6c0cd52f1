"""View of the timeline: events of centres, and meetings."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from c2c_cli.model.dates import UNKNOWN_DATE
from c2c_cli.model.records import OTHER, Meeting
from c2c_cli.output.meetings import interval, with_years_once
from c2c_cli.output.view import Value, View

if TYPE_CHECKING:
    from c2c_cli.model.select import Entry

_RECORD = "centre or meeting"
"""Name of the column of the centres and meetings in a table."""


def _of_record(name: str) -> Callable[["Entry"], Value]:
    return lambda entry: getattr(entry.record, name, None)


def _days(entry: "Entry") -> str:
    if entry.date is None:
        return UNKNOWN_DATE
    return interval(entry.date, getattr(entry.record, "end", None))


def _described(entry: "Entry") -> str:
    """Return what happened, such as `in force`, `annual report for 2022` or `heads meeting`.

    The status of a meeting that was not held follows: `meeting, cancelled`.
    """
    kind = (entry.record.kind or "").replace("-", " ")
    if not isinstance(entry.record, Meeting):
        return f"{kind} for {entry.record.covers}" if entry.record.covers else kind
    meeting = "meeting" if kind in {"", OTHER} else f"{kind} meeting"
    return meeting if entry.record.status == "held" else f"{meeting}, {entry.record.status}"


def _named(entry: "Entry") -> str:
    """Return the acronym and the name of a centre, or the title and the id of a meeting."""
    if isinstance(entry.record, Meeting):
        return f"{entry.title} ({entry.id})"
    return f"{entry.id}: {entry.title}"


_BOUNDS = "..2018 is in or before 2018, 2018.. is in or after 2018, and 2018..2020 is between them"
"""Sentence below a table with bounds."""

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
        **{name: _of_record(name) for name in ("city", "until", "note", "sources", "covers")},
    },
    default=("date", "end", "kind", "status", "id", "title"),
    meanings={
        "date": "Date of the event, or start of the meeting.",
        "end": "End of the meeting, if it is recorded.",
        "kind": "Kind of the event or meeting.",
        "status": "Status of the meeting; events have none.",
        "id": "Id of the centre or meeting.",
        "title": "Name of the centre, or title of the meeting.",
        "city": "City of the meeting; events have none.",
        "until": "Expiry date that the event states.",
        "note": "Note on the event or meeting.",
        "sources": "Sources of the event or meeting.",
        "covers": "Year that a report or plan is about.",
    },
    shown={"date": _days, "what": _described, _RECORD: _named},
    title="Timeline",
)
"""The view of events and meetings, without rows."""


def timeline(found: Sequence["Entry"], title: str) -> View:
    """Return the view of events and meetings, in order of date."""
    dates = dict(zip(map(id, found), with_years_once(map(_days, found)), strict=True))
    names = {}
    known = set()
    for entry in found:
        is_repeated = entry.id in known and not isinstance(entry.record, Meeting)
        names[id(entry)] = entry.id if is_repeated else _named(entry)
        known.add(entry.id)
    return TIMELINE._replace(
        rows=found,
        once={"date": lambda entry: dates[id(entry)], _RECORD: lambda entry: names[id(entry)]},
        title=title,
        caption=_BOUNDS if any(entry.date and entry.date.bounds for entry in found) else None,
    )
