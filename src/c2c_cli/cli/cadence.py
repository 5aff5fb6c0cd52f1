"""`c2c cadence`: the cadence rules, and the meetings of each year."""

from collections.abc import Sequence
from typing import Annotated

import typer

from c2c_cli.cli import options, query
from c2c_cli.errors import UsageError, conflict
from c2c_cli.model import cadence
from c2c_cli.model.dates import Date
from c2c_cli.output import cadence as views
from c2c_cli.output import render, view
from c2c_cli.store.locate import data_option

_AGREED = "Only the cadence rules."
_YEARS = (
    "One row for each year, with the columns year, required, held, planned, unclear, waived, "
    "shortfall and state."
)
_FROM = "First year to show."
_TO = "Last year to show."
_CHECK = "Exit with code 1 if a past year has a shortfall."


@query.command(
    "c2c cadence --year 2018",
    "c2c cadence --years --format csv",
    'c2c cadence --year 2018 --check || echo "shortfall"',
    empty=views.CADENCE,
    codes={0: "success", 1: "with --check, a past year has a shortfall"},
)
def command(
    request: query.Request,
    *,
    agreed: Annotated[bool, options.filter_option("--agreed", _AGREED)] = False,
    by_year: Annotated[bool, options.filter_option("--years", _YEARS)] = False,
    year: options.Year = None,
    start: Annotated[Date | None, options.date_filter("--from", _FROM, "YEAR")] = None,
    end: Annotated[Date | None, options.date_filter("--to", _TO, "YEAR")] = None,
    check: Annotated[bool, typer.Option("--check", help=_CHECK)] = False,
    as_of: options.AsOf = None,
) -> view.View:
    """Compare recorded meetings with the cadence rules."""
    if agreed and by_year:
        raise UsageError.of(conflict("--agreed", "--years"))
    registry = request.registry
    output = request.output
    day = options.day(as_of)
    years = _chosen_years(year, start, end, cadence.years(registry.cadence, day))
    evaluated = cadence.evaluate(registry, years, day)
    if agreed:
        shown = views.rules(registry.cadence, registry.meeting)
    elif by_year:
        shown = views.cadence_years(evaluated, day)
    elif request.format != render.TABLE or output.columns or output.sort:
        shown = views.cadence(evaluated, day)
    else:
        data = data_option(request.data)
        shown = views.cadence_grid(evaluated, registry.cadence, day, data)
    return shown._replace(failed=check and _has_shortfall(evaluated))


def _chosen_years(
    chosen: Sequence[Date] | None, start: Date | None, end: Date | None, default: range
) -> Sequence[int]:
    """Return the chosen years, or those from `start` to `end`.

    Without a start or an end, the years begin or end as those of `default` do. Raises UsageError if
    years are chosen in both ways.
    """
    options.check_period(start, end)
    if chosen and (start or end):
        raise UsageError.of(conflict("--year", "--from", "--to"))
    if chosen:
        return sorted({date.year for date in chosen})
    first = start.year if start else default.start
    stop = end.year + 1 if end else default.stop
    return range(first, stop)


def _has_shortfall(years: Sequence[cadence.Year]) -> bool:
    """Return whether a year that has ended has a shortfall."""
    return any(year.over and year.shortfall for year in years)
