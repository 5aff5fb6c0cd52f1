"""`c2c timeline`: what happened or is planned."""

from typing import Annotated

from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.cli.options import Words, filter_option
from c2c_cli.model import select
from c2c_cli.output import meetings as views
from c2c_cli.output import render
from c2c_cli.store.load import load_registry

app = new_app()


@app.command(
    epilog=examples(
        "c2c timeline --year 2019", "c2c timeline --centre ICM", "c2c timeline --kind signed,renewed --from 2018"
    )
)
@options.with_output()
def list_entries(
    *,
    text: options.Text = None,
    year: options.Year = None,
    start: options.From = None,
    end: options.To = None,
    kind: Annotated[
        Words, filter_option("--kind", "Filter by kind of event or meeting; repeatable, or A,B.", "KIND")
    ] = None,
    centre: options.Member = None,
    data: options.Data = None,
    output: render.Output,
) -> None:
    """List events of centres and meetings in date order."""
    options.require_order(start, end)
    filters = select.Filters(text=text, years=year, start=start, end=end, kinds=kind, centres=centre)
    render.write(views.timeline(select.timeline(load_registry(data), filters)), output)
