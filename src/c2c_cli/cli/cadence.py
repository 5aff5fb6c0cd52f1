"""`c2c cadence`: the cadence rules, and the meetings of each year."""

import datetime
from collections.abc import Container, Sequence
from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli import options, query
from c2c_cli.errors import UsageError, conflict
from c2c_cli.model import cadence
from c2c_cli.model.dates import Date
from c2c_cli.model.registry import Registry
from c2c_cli.output import cadence as views
from c2c_cli.output import meetings, render, view

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
        listed = {*years} if year else set()
        *earlier, shown = _tables(registry, evaluated, day, listed)
        for table in earlier:
            render.write(table, request.format, output)
            streams.write("\n")
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


def _tables(
    registry: Registry,
    evaluated: Sequence[cadence.Year],
    day: datetime.date,
    listed: Container[int],
) -> list[view.View]:
    """Return the tables for a terminal: the rules, their states in each year, and the meetings.

    The meetings are those of the years `listed`. A table without rows is omitted, except that of
    the states.
    """
    chosen = [meeting for meeting in registry.meeting if meeting.start.year in listed]
    tables = [views.cadence_grid(evaluated, registry.cadence, day)]
    if registry.cadence:
        tables.insert(0, views.rules(registry.cadence, registry.meeting))
    if chosen:
        tables.append(meetings.meetings(registry, chosen))
    return tables


def _has_shortfall(years: Sequence[cadence.Year]) -> bool:
    """Return whether a year that has ended has a shortfall."""
    return any(year.over and year.shortfall for year in years)
