"""`c2c meetings`: the meetings of the network."""

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.errors import UsageError
from c2c_cli.model import select
from c2c_cli.model.dates import Date
from c2c_cli.model.records import Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.output import meetings as views
from c2c_cli.output import render
from c2c_cli.store.load import load_registry

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
    start: Annotated[Date | None, options.date_option("--from", "Only what is not over before it.")] = None,
    end: Annotated[Date | None, options.date_option("--to", "Only what has begun by its end.")] = None,
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
        bool, typer.Option("--upcoming", help="Only what is tentative or planned and not over.")
    ] = False,
    as_of: options.AsOf = None,
    data: options.Data = None,
    output: render.Output,
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
    if output.format != "ics":
        render.write(views.meetings(chosen), output)
    elif output == render.Output("ics"):
        _write_calendar(registry, chosen)
    else:
        raise UsageError("--format ics: a calendar has no columns; leave out --columns, --sort and --header")


def _write_calendar(registry: Registry, meetings: Sequence[Meeting]) -> None:
    from c2c_cli.output import calendar  # noqa: PLC0415  # nothing else needs icalendar, which takes as long as all the rest

    text = calendar.calendar(registry, meetings)
    # a person gets the lines, a program the bytes
    streams.write_text(text.replace("\r\n", "\n") if streams.is_terminal(sys.stdout) else text)
    for meeting in meetings:
        if not calendar.has_day(meeting):
            streams.warn(f"skipped meeting {meeting.id}: its start date ({meeting.start}) has no day")
