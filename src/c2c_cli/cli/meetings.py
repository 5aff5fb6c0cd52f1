"""`c2c meetings`: the network's meetings."""

from typing import Annotated

from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.cli.options import Words, filter_option
from c2c_cli.model import select
from c2c_cli.model.records import MEETING_STATUSES
from c2c_cli.output import meetings as views
from c2c_cli.output import render
from c2c_cli.store.load import load_registry
from c2c_cli.text import one_of

app = new_app()


@app.command(
    epilog=examples(
        "c2c meetings --year 2018",
        "c2c meetings --upcoming --as-of 2018-07-05",
        "c2c meetings --centre ICM --format ics",
    )
)
@options.with_output((*render.FORMATS, "ics"))
def list_meetings(
    *,
    text: options.Text = None,
    year: options.Year = None,
    start: options.From = None,
    end: options.To = None,
    kind: Annotated[
        Words, filter_option("--kind", "Filter by kind: a cadence kind or level, or other; repeatable, or A,B.", "KIND")
    ] = None,
    status: Annotated[
        Words, filter_option("--status", f"Filter by status: {one_of(MEETING_STATUSES)}; repeatable, or A,B.", "STATUS")
    ] = None,
    centre: options.Member = None,
    upcoming: Annotated[
        bool, filter_option("--upcoming", "Only tentative or planned meetings that are not over.")
    ] = False,
    as_of: options.AsOf = None,
    data: options.Data = None,
    output: render.Output,
) -> None:
    """List the network's meetings in date order."""
    options.require_order(start, end)
    registry = load_registry(data)
    chosen = select.meetings(
        registry,
        select.Filters(text=text, years=year, start=start, end=end, kinds=kind, centres=centre),
        statuses=status or (),
        known_by=as_of.last if as_of else None,
        upcoming=options.day(as_of) if upcoming else None,
    )
    if output.format == "ics":
        from c2c_cli.output import calendar  # noqa: PLC0415  # importing icalendar doubles the start-up time

        calendar.write(registry.network.name, calendar.meetings(registry, chosen), output)
    else:
        render.write(views.meetings(chosen), output)
