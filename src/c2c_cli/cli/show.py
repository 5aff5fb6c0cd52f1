"""`c2c show`: all that is known of some records."""

import sys
from typing import Annotated

import typer

from c2c_cli import choice, render, store, streams, views
from c2c_cli.cli import options

app = options.app()


@app.command()
def show(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID...", help="Ids of centres, meetings and organisations."),
    ],
    lang: options.Lang = None,
    data: options.Data = None,
    format: options.Format = None,  # noqa: A002  # the option's name
) -> None:
    """Show all that is known of centres, meetings and organisations."""
    records = choice.records(store.load(data), ids)
    day = options.day(None)
    output = render.Output(format)
    if output.chosen != "table":
        render.write(views.details(records, day, lang), output)
        return
    for place, record in enumerate(records):
        if place:
            streams.write("\n", streams.encoding(sys.stdout))
        render.write(views.details([record], day, lang), output._replace(columns="field,value", header=False))
