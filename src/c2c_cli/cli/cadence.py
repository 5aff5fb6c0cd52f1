"""`c2c cadence`: the agreed rules, and the meetings of each year."""

from collections.abc import Iterable
from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli import options
from c2c_cli.cli.options import date_filter, filter_option
from c2c_cli.cli.query import query
from c2c_cli.errors import UsageError, conflict
from c2c_cli.model import cadence
from c2c_cli.model.dates import Date
from c2c_cli.model.registry import Registry
from c2c_cli.output import meetings as views
from c2c_cli.output import render
from c2c_cli.output.view import View


@query(
    "c2c cadence --year 2018",
    "c2c cadence --year 2018 --check || echo short",
    codes={0: "success", 1: "with --check, a past year has a shortfall"},
    empty=lambda _: views.cadence(()),
)
def command(
    registry: Registry,
    *,
    agreed: Annotated[bool, filter_option("--agreed", "Only the agreed rules.")] = False,
    year: options.Year = None,
    start: Annotated[Date | None, date_filter("--from", "First year to show.", "YEAR")] = None,
    end: Annotated[Date | None, date_filter("--to", "Last year to show.", "YEAR")] = None,
    check: Annotated[bool, typer.Option("--check", help="Exit with code 1 if a past year has a shortfall.")] = False,
    as_of: options.AsOf = None,
    output: render.Output,
) -> View | None:
    """Compare meetings held with the agreed schedule."""
    if agreed and (year or start or end or check):
        raise UsageError(*conflict("--agreed", "--year", "--from", "--to", "--check"))
    if year and (start or end):
        raise UsageError(*conflict("--year", "--from", "--to"))
    options.require_order(start, end)
    rules = views.rules(registry.cadence, registry.meeting)
    if agreed:
        return rules
    day = options.day(as_of)
    years = {one.year for one in year or ()} or _years(cadence.years(registry.cadence, day), start, end)
    kept = cadence.evaluate(registry.cadence, registry.meeting, sorted(years), day)
    if output.chosen != "table" or output.columns or output.sort:
        # without this column, the row of a year would be empty
        shortfalls = "shortfall" in (output.columns or "shortfall").lower()
        render.write(views.cadence(kept, shortfalls=shortfalls), output)
    else:
        from c2c_cli.output import grid  # noqa: PLC0415  # only a table in a terminal needs it

        if year:
            render.write(grid.in_detail(kept, day), output)
        else:
            if registry.cadence:
                render.write(rules, output)
                streams.write("\n")
            render.write(grid.at_a_glance(kept, registry.cadence, day), output)
    if check and any(one.shortfall and one.over for one in kept):
        raise typer.Exit(1)
    return None


def _years(default: range, start: Date | None, end: Date | None) -> Iterable[int]:
    """Return the default years from `start` to `end`, or those if they are given."""
    first = start.year if start else default.start
    last = end.year if end else max(default.stop - 1, start.year if start else 0)
    return range(first, last + 1)
