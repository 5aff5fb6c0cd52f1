"""`c2c meetings`: the meetings of the network."""

import sys
from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.errors import UsageError
from c2c_cli.model import select
from c2c_cli.model.dates import Date
from c2c_cli.output import meetings as meetings_view
from c2c_cli.output import render
from c2c_cli.store.load import load_registry
from c2c_cli.text import visible

FORMATS = (*render.FORMATS, "ics")

app = new_app()


@app.command(
    epilog=examples(
        "c2c meetings --year 2018",
        "c2c meetings --upcoming --as-of 2018-07-05",
        "c2c meetings --centre ICM --format ics",
    )
)
def meetings(
    text: options.Text = None,
    year: options.Year = None,
    start: Annotated[
        Date | None,
        typer.Option("--from", metavar="DATE", parser=options.date("--from"), help="Only what is not over before it."),
    ] = None,
    end: Annotated[
        Date | None,
        typer.Option("--to", metavar="DATE", parser=options.date("--to"), help="Only what has begun by its end."),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="Of this kind: one of the cadence, a level of it, or other."),
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="STATUS", help="tentative, planned, held or cancelled."),
    ] = None,
    centre: Annotated[
        list[str] | None,
        typer.Option("--centre", metavar="ID", help="Organised or attended by this centre or organisation."),
    ] = None,
    upcoming: Annotated[
        bool, typer.Option("--upcoming", help="Only what is tentative or planned and not over.", show_default=False)
    ] = False,
    as_of: options.AsOf = None,
    data: options.Data = None,
    format: Annotated[  # noqa: A002  # the option's name
        str | None, options.format_option(FORMATS, "A terminal gets a table, a pipe TSV.")
    ] = None,
    columns: options.Columns = None,
    sort: options.Sort = None,
    header: options.Header = None,
) -> None:
    """List the meetings of the network, by their start."""
    registry = load_registry(data)
    chosen = select.meetings(
        registry,
        text=text,
        years=year or (),
        start=start,
        end=end,
        kinds=kind or (),
        statuses=status or (),
        centres=centre or (),
        known_by=as_of.last if as_of else None,
        upcoming=options.day(as_of) if upcoming else None,
    )
    if format != "ics":
        render.write(meetings_view.meetings(chosen), render.Output(format, columns, sort, header))
        return
    if columns is not None or sort is not None or header is not None:
        raise UsageError("--format ics: a calendar has no columns; leave out --columns, --sort and --header")
    from c2c_cli.output import calendar as calendar_format  # noqa: PLC0415  # nothing else needs icalendar, which takes as long as all the rest

    calendar = calendar_format.calendar(registry, chosen)
    # a person gets the lines, a program the bytes
    streams.write_text(calendar.replace("\r\n", "\n") if streams.is_terminal(sys.stdout) else calendar)
    for meeting in chosen:
        if not calendar_format.has_day(meeting):
            streams.say(f"c2c: left out {visible(meeting.id)}: of {meeting.start} no day is known")
