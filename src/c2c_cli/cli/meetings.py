"""`c2c meetings`: the meetings of the network."""

from typing import Annotated

import typer

from c2c_cli import choice, render, store, views
from c2c_cli.cli import options
from c2c_cli.cli.group import new_app
from c2c_cli.dates import Date

app = new_app()


@app.command()
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
    format: options.Format = None,  # noqa: A002  # the option's name
    columns: options.Columns = None,
    sort: options.Sort = None,
    header: options.Header = None,
) -> None:
    """List the meetings of the network, by their start."""
    chosen = choice.meetings(
        store.load(data),
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
    render.write(views.meetings(chosen), render.Output(format, columns, sort, header))
