"""`c2c agreements`: the centres' agreements with UNESCO, and when they run out."""

from typing import Annotated

import typer

from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.errors import UsageError
from c2c_cli.model import agreements
from c2c_cli.output import centres as views
from c2c_cli.output import render
from c2c_cli.store.load import load_registry
from c2c_cli.text import quoted

app = new_app()


def _months(text: str) -> int:
    if not (text.isdecimal() and len(text) < 6):
        raise UsageError(f"--within: {quoted(text)} is no number of months; write 0 to 99999")
    return int(text)


@app.command(
    epilog=examples(
        "c2c agreements --sort days",
        "c2c agreements --within 12 --check || echo act",
        codes="with --check 1 where an agreement ends or wants review, else 0.",
    )
)
@options.with_output()
def list_agreements(
    *,
    within: Annotated[
        int | None,
        typer.Option(
            "--within",
            metavar="MONTHS",
            parser=_months,
            help="Only those that end, or want review, within so many months, or have.",
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Exit with 1 where there is one of those; without --within, one that has ended or wants review now.",
        ),
    ] = False,
    as_of: options.AsOf = None,
    data: options.Data = None,
    output: render.Output,
) -> None:
    """List the agreements with UNESCO, and when they run out."""
    day = options.day(as_of)
    found = agreements.agreements(load_registry(data).centre, day)
    pressing = [one for one in found if agreements.needs_attention(one, day, within or 0)]
    render.write(views.agreements(found if within is None else pressing), output)
    if check and pressing:
        raise typer.Exit(1)
