"""`c2c timeline`: events and meetings by date."""

from typing import Annotated

from c2c_cli.cli import options, query
from c2c_cli.model import select
from c2c_cli.output import meetings, view
from c2c_cli.output import timeline as views


@query.command(
    "c2c timeline --year 2019",
    "c2c timeline --centre ICM",
    "c2c timeline --kind signed,renewed --from 2018",
    empty=views.TIMELINE,
)
def command(
    request: query.Request,
    *,
    text: options.TextOrDate = None,
    year: options.Year = None,
    start: options.From = None,
    end: options.To = None,
    kind: Annotated[options.Words, options.words_filter("kind", "kind of event or meeting")] = None,
    centre: options.Member = None,
) -> view.View:
    """List events and meetings in date order."""
    options.check_period(start, end)
    filters = select.Filters(
        text=text, years=year, start=start, end=end, kinds=kind, centres=centre
    )
    filters = select.of_timeline(request.registry, filters)
    found = select.timeline(request.registry, filters, request.as_of(None))
    return views.timeline(found, meetings.title("Timeline", filters))
