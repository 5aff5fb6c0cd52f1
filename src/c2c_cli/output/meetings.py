"""View of meetings."""

from collections.abc import Sequence
from operator import attrgetter

from c2c_cli.model.records import Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.output.view import Columns, View

_MEETING_COLUMNS: Columns = {name: attrgetter(name) for name in Meeting.__slots__}

MEETINGS = View(
    "meetings",
    (),
    _MEETING_COLUMNS,
    default=("id", "start", "end", "kind", "status", "city", "title"),
    shown={
        **{
            name: _MEETING_COLUMNS[name]
            for name in ("id", "start", "kind", "status", "city", "title")
        },
        "start": lambda meeting: (
            f"{meeting.start} to {meeting.end}" if meeting.end else meeting.start
        ),
    },
)
"""The view of meetings, without rows."""


def meetings(registry: Registry, chosen: Sequence[Meeting]) -> View:
    """Return the view of the chosen meetings."""

    def as_calendar() -> str:
        from c2c_cli.output import calendar  # noqa: PLC0415  # icalendar doubles the start-up time

        return calendar.meetings(registry, chosen)

    return MEETINGS._replace(rows=chosen, calendar=as_calendar)
