"""`c2c meetings`: the network's meetings."""

from typing import Annotated

from c2c_cli.cli import options, query
from c2c_cli.model import select
from c2c_cli.model.dates import Date
from c2c_cli.model.records import MEETING_STATUSES
from c2c_cli.output import legends, meetings, render, view
from c2c_cli.text import one_of

_TEXT = "ids, titles, cities, venues and starts"
_KIND = "kind: kind or level of a cadence rule, kind of an obligation, or other"
_STATUS = f"status: {one_of(MEETING_STATUSES)}"
_UPCOMING = "Only tentative or planned meetings that have not ended before the day of --as-of."
_AS_OF = "omit none; with --upcoming, today"
_AFTER = "Omit held and cancelled meetings that ended after"


@query.command(
    "c2c meetings --year 2018",
    "c2c meetings --upcoming --as-of 2018-07-05",
    "c2c meetings --centre ICM --format ics",
    empty=meetings.MEETINGS,
    legend=legends.MEETING_STATUSES,
    formats=render.CALENDAR_FORMATS,
)
def command(
    request: query.Request,
    *,
    text: Annotated[str | None, options.text_argument(_TEXT, "Text or date")] = None,
    year: options.Year = None,
    start: Annotated[Date | None, options.from_option("meetings")] = None,
    end: Annotated[Date | None, options.to_option("meetings")] = None,
    kind: Annotated[options.Words, options.words_filter("kind", _KIND)] = None,
    status: Annotated[options.Words, options.words_filter("status", _STATUS)] = None,
    centre: options.Member = None,
    upcoming: Annotated[bool, options.filter_option("--upcoming", _UPCOMING)] = False,
    as_of: Annotated[Date | None, options.as_of_option(_AS_OF, _AFTER)] = None,
) -> view.View:
    """List the network's meetings in date order.

    To list the meetings of a centre, use --centre ID. TEXT does not match organisers or attendees.
    """
    options.check_period(start, end)
    registry = request.registry
    known_by = as_of.last if as_of else None
    pending = options.day(as_of) if upcoming else None
    filters = select.Filters(
        text=text,
        years=year,
        start=start,
        end=end,
        kinds=kind,
        centres=centre,
        statuses=status,
        known_by=known_by,
        upcoming=pending,
    )
    filters = select.of_meetings(registry, filters)
    title = meetings.title(
        "Upcoming meetings" if upcoming else "Meetings", filters, known_by or pending
    )
    found = select.meetings(registry, filters)
    return meetings.meetings(registry, found, options.day(as_of), title)
