"""`c2c agreements`: agreements with UNESCO and their expiry dates."""

from typing import Annotated

import typer

from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.errors import UsageError, invalid
from c2c_cli.model import agreements
from c2c_cli.output import centres as views
from c2c_cli.output import render
from c2c_cli.store.load import load_registry

app = new_app()


def _parse_months(text: str) -> int:
    if not (text.isdecimal() and len(text) < 6):
        raise UsageError(*invalid("number of months", text, "use 0 to 99999"), subject="--within")
    return int(text)


@app.command(
    epilog=examples(
        "c2c agreements --sort days",
        "c2c agreements --within 12 --check || echo act",
        codes={0: "success", 1: "with --check, an agreement has expired or is due for review"},
    )
)
@options.with_output()
def list_agreements(
    *,
    within: Annotated[
        int | None,
        options.filter_option(
            "--within",
            "Only agreements that have expired or are due for review within MONTHS months.",
            "MONTHS",
            _parse_months,
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Exit with code 1 if an agreement has expired or is due for review (within MONTHS, if given).",
        ),
    ] = False,
    as_of: options.AsOf = None,
    data: options.Data = None,
    output: render.Output,
) -> None:
    """List agreements with UNESCO and their expiry dates."""
    day = options.day(as_of)
    found = agreements.agreements(load_registry(data).centre, day)
    pressing = [one for one in found if agreements.needs_attention(one, day, within or 0)]
    render.write(views.agreements(found if within is None else pressing), output)
    if check and pressing:
        raise typer.Exit(1)
