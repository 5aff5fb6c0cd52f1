"""`c2c obligations`: what each centre owes, and whether it is recorded."""

from typing import Annotated

from c2c_cli.cli import options, query
from c2c_cli.model import obligations, select
from c2c_cli.model.dates import Date
from c2c_cli.output import legends, render, view
from c2c_cli.output import obligations as views
from c2c_cli.store import writable

_KIND = "kind of obligation, such as annual-report"
_SECTOR = "sector: id, code or name"
_CHECK = "Exit with code 1 if a period that is listed is missing."


@query.command(
    "c2c obligations --kind board --year 2022",
    "c2c obligations --centre ICDH,ICM --from 2020 --format csv",
    'c2c obligations --year 2025 --check || echo "not all recorded"',
    empty=views.OBLIGATIONS,
    legend=legends.OBLIGATION_STATES,
    check=_CHECK,
    codes={0: "success", 1: "with --check, a period is missing"},
)
def command(
    request: query.Request,
    *,
    kind: Annotated[options.Words, options.words_filter("kind", _KIND)] = None,
    centre: Annotated[options.Words, options.words_filter("centre", "centre", "ID")] = None,
    sector: Annotated[options.Words, options.words_filter("sector", _SECTOR)] = None,
    year: options.Year = None,
    start: Annotated[Date | None, options.first_year("an obligation")] = None,
    end: options.LastYear = None,
    as_of: options.AsOf = None,
) -> view.View:
    """List what each centre owes, and whether it is recorded."""
    registry = request.registry
    output = request.output
    moment = request.as_of(as_of)
    filters = select.obligation_filters(
        registry,
        kinds=kind,
        centres=centre,
        sectors=sector,
        option=None if writable.why_not(request.data) else registry.option,
    )
    every = obligations.years(registry, moment.day)
    years = options.chosen_years(year, start, end, every)
    centres = select.owing(registry, filters)
    periods = obligations.evaluate(registry, moment, years, kinds=filters.kinds, centres=centres)
    is_limited = bool(year or start or end)
    title = views.title(registry, filters, years if is_limited else (), moment.day)
    if request.format != render.TABLE or output.columns or output.sort:
        shown = views.obligations(periods, title)
    else:
        shown = views.obligations_grid(registry, periods, centres, title, moment.day)
    if registry.obligation and not (every or periods):
        shown = shown._replace(nothing=f"no obligation applies before {every.start}")
    return shown._replace(failed=any(period.state == "missing" for period in periods))
