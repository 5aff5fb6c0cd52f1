"""`c2c list`: centres."""

from typing import Annotated

from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.cli.options import Words, filter_option
from c2c_cli.model import select
from c2c_cli.model.history import CENTRE_STATUSES
from c2c_cli.output import centres as views
from c2c_cli.output import render
from c2c_cli.store.load import load_registry
from c2c_cli.text import one_of

app = new_app()


@app.command(
    epilog=examples(
        "c2c list --sector culture",
        "c2c list heritage --format json",
        "c2c list --as-of 2018-07-05 --columns id,status",
    )
)
@options.with_output()
def list_centres(
    *,
    text: options.Text = None,
    sector: Annotated[
        Words, filter_option("--sector", "Filter by sector: id, code or name; repeatable, or A,B.", "SECTOR")
    ] = None,
    status: Annotated[
        Words, filter_option("--status", f"Filter by status: {one_of(CENTRE_STATUSES)}; repeatable, or A,B.", "STATUS")
    ] = None,
    country: Annotated[
        Words, filter_option("--country", "Filter by country: ISO 3166-1 code, such as KR; repeatable, or A,B.", "CODE")
    ] = None,
    as_of: options.AsOf = None,
    lang: options.Lang = None,
    data: options.Data = None,
    output: render.Output,
) -> None:
    """List centres, with optional filters."""
    registry = load_registry(data)
    day = options.day(as_of)
    chosen = select.centres(
        registry, day=day, text=text, sectors=sector or (), statuses=status or (), countries=country or ()
    )
    render.write(views.centres(registry, chosen, day, lang), output)
