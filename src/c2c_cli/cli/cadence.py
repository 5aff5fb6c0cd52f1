"""`c2c cadence`: the agreed rules, and the meetings of each year."""

from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli import options, query
from c2c_cli.errors import UsageError, conflict
from c2c_cli.model import cadence
from c2c_cli.model.dates import Date
from c2c_cli.model.registry import Registry
from c2c_cli.output import meetings, render, view


@query.view(
    "c2c cadence --year 2018",
    'c2c cadence --year 2018 --check || echo "meetings missing"',
    codes={0: "success", 1: "with --check, a past year has a shortfall"},
)
def command(
    registry: Registry,
    *,
    agreed: Annotated[bool, options.filter_option("--agreed", "Only the agreed rules.")] = False,
    year: options.Year = None,
    start: Annotated[
        Date | None, options.date_filter("--from", "First year to show.", "YEAR")
    ] = None,
    end: Annotated[Date | None, options.date_filter("--to", "Last year to show.", "YEAR")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with code 1 if a past year has a shortfall.")
    ] = False,
    as_of: options.AsOf = None,
    output: render.Output,
) -> view.View:
    """Compare held meetings with the agreed schedule."""
    if year and (start or end):
        raise UsageError(*conflict("--year", "--from", "--to"))
    day = options.day(as_of)
    default = cadence.years(registry.cadence, day)
    span = range(start.year if start else default.start, end.year + 1 if end else default.stop)
    years = sorted({one.year for one in year or ()}) or span
    evaluated = cadence.evaluate(registry.cadence, registry.meeting, years, day)
    rules = meetings.rules(registry.cadence, registry.meeting)
    if agreed:
        shown = rules
    elif output.chosen != "table" or output.columns or output.sort:
        # without this column, the row of a year would be empty
        shortfalls = "shortfall" in (output.columns or "shortfall").lower()
        shown = meetings.cadence(evaluated, shortfalls=shortfalls)
    else:
        if registry.cadence:
            render.write(rules, output)
            streams.write("\n")
        shown = meetings.cadence_grid(evaluated, registry.cadence, day)
        if year and (listed := [one for one in registry.meeting if one.start.year in years]):
            render.write(shown, output)
            streams.write("\n")
            shown = meetings.meetings(listed)
    return shown._replace(failed=check and any(one.shortfall and one.over for one in evaluated))
