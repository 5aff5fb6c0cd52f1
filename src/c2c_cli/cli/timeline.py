"""`c2c timeline`: what happened or is planned."""

from typing import Annotated

from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.cli.options import Words, date_filter, filter_option
from c2c_cli.model import select
from c2c_cli.model.dates import Date
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
    start: Annotated[Date | None, date_filter("--from", "Only what happened or ends on or after this date.")] = None,
    end: Annotated[Date | None, date_filter("--to", "Only what happened or starts on or before this date.")] = None,
    kind: Annotated[
        Words, filter_option("--kind", "Filter by kind of event or meeting; repeatable, or A,B.", "KIND")
    ] = None,
    centre: Annotated[
        Words, filter_option("--centre", "Filter by centre, or organisation at a meeting; repeatable, or A,B.", "ID")
    ] = None,
    data: options.Data = None,
    output: render.Output,
) -> None:
    """List events of centres and meetings in date order."""
    found = select.timeline(
        load_registry(data),
        text=text,
        years=year or (),
        start=start,
        end=end,
        kinds=kind or (),
        centres=centre or (),
    )
    render.write(views.timeline(found), output)
