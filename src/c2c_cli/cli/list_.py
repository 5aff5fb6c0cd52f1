"""`c2c list`: the centres."""

from typing import Annotated

import typer

from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.model import select
from c2c_cli.output import centres as views
from c2c_cli.output import render
from c2c_cli.store.load import load_registry

app = new_app()


@app.command(
    epilog=examples(
        "c2c list --sector culture",
        "c2c list --as-of 2018-07-05 --columns id,status",
        "c2c list heritage --format json",
    )
)
@options.with_output()
def list_centres(
    *,
    text: options.Text = None,
    sector: Annotated[
        list[str] | None, typer.Option("--sector", metavar="SECTOR", help="In this sector: its id, code or name.")
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="STATUS", help="proposed, preparing, operating, closed or unknown."),
    ] = None,
    country: Annotated[
        list[str] | None, typer.Option("--country", metavar="CODE", help="In this country: KR, as ISO 3166-1 has it.")
    ] = None,
    as_of: options.AsOf = None,
    lang: options.Lang = None,
    data: options.Data = None,
    output: render.Output,
) -> None:
    """List the centres, all of them or those that match."""
    registry = load_registry(data)
    day = options.day(as_of)
    chosen = select.centres(
        registry, day=day, text=text, sectors=sector or (), statuses=status or (), countries=country or ()
    )
    render.write(views.centres(registry, chosen, day, lang), output)
