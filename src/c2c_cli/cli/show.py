"""`c2c show`: records in full."""

from typing import Annotated

import typer

from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.model import select
from c2c_cli.output import details as views
from c2c_cli.output import render
from c2c_cli.store.load import load_registry

app = new_app()


@app.command(epilog=examples("c2c show ICDH", "c2c show ICDH 2018-06-27-jeju KNCU", "c2c show icm --format json"))
@options.with_output(names=("format", "output"))
def show_records(
    *,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...", help="Ids of centres, meetings, organisations and sources, and kinds of cadence rules."
        ),
    ],
    lang: options.Lang = None,
    as_of: options.AsOf = None,
    data: options.Data = None,
    output: render.Output,
) -> None:
    """Show centres, meetings and other records in full."""
    registry = load_registry(data)
    records = select.records(registry, ids)
    # Markdown is published, and contacts are personal data
    view = views.details(registry, records, options.day(as_of), lang, contacts=output.format != "md")
    render.write(view, output)
