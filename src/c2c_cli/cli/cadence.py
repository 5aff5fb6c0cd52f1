"""`c2c cadence`: the cadence rules, and the meetings of each year."""

from collections.abc import Sequence
from typing import Annotated

from c2c_cli.cli import group, options, query
from c2c_cli.errors import UsageError, conflict
from c2c_cli.model import cadence
from c2c_cli.model.dates import Date
from c2c_cli.output import cadence as views
from c2c_cli.output import legends, render, view

_AGREED = "List the cadence rules instead of their states in each year."
_YEARS = "List the years, with their shortfalls, instead of the rules of each year."
_CHECK = "Exit with code 1 if a past year that is listed has a shortfall."


@query.command(
    "c2c cadence --year 2018",
    "c2c cadence --years --format csv",
    'c2c cadence --year 2018 --check || echo "shortfall"',
    empty=views.CADENCE,
    others={"--years": views.YEARS, "--agreed": views.RULES},
    legend=legends.RULE_STATES,
    check=_CHECK,
    codes={0: "success", 1: "with --check, a past year has a shortfall"},
)
def command(
    request: query.Request,
    *,
    agreed: Annotated[bool, options.option(group.OUTPUT, "--agreed", _AGREED)] = False,
    by_year: Annotated[bool, options.option(group.OUTPUT, "--years", _YEARS)] = False,
    year: options.Year = None,
    start: Annotated[Date | None, options.first_year("a rule")] = None,
    end: options.LastYear = None,
    as_of: options.AsOf = None,
) -> view.View:
    """Compare recorded meetings with the cadence rules.

    A meeting is unclear if no kind is recorded for it, or only the level of a rule.
    """
    if agreed and by_year:
        raise UsageError.of(conflict("--agreed", "--years"))
    registry = request.registry
    output = request.output
    day = options.day(as_of)
    years = options.chosen_years(year, start, end, cadence.years(registry.cadence, day))
    evaluated = cadence.evaluate(registry, years, day)
    if agreed:
        shown = views.rules(registry.cadence, registry.meeting)
    elif by_year:
        shown = views.cadence_years(evaluated, day)
    elif request.format != render.TABLE or output.columns or output.sort:
        shown = views.cadence(evaluated, day)
    else:
        shown = views.cadence_grid(registry, evaluated, day)
    return shown._replace(failed=_has_shortfall(evaluated))


def _has_shortfall(years: Sequence[cadence.Year]) -> bool:
    """Return whether a year that has ended has a shortfall."""
    return any(year.over and year.shortfall for year in years)
