"""`c2c cadence`: the agreed rules, and year by year whether they were kept."""

import sys
from collections.abc import Iterable
from datetime import MAXYEAR, MINYEAR
from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.errors import UsageError
from c2c_cli.model import cadence as cadence_model
from c2c_cli.model.dates import Date
from c2c_cli.output import meetings as meetings_view
from c2c_cli.output import render
from c2c_cli.store.load import load_registry

app = new_app()


@app.command(
    epilog=examples(
        "c2c cadence --year 2018",
        "c2c cadence --next",
        "c2c cadence --year 2018 --check || echo short",
        codes="with --check 1 where a year that is over is short, else 0.",
    )
)
def cadence(
    agreed: Annotated[bool, typer.Option("--agreed", help="The rules alone.", show_default=False)] = False,
    year: options.Year = None,
    start: Annotated[
        Date | None,
        typer.Option("--from", metavar="DATE", parser=options.date("--from"), help="From this year on."),
    ] = None,
    end: Annotated[
        Date | None, typer.Option("--to", metavar="DATE", parser=options.date("--to"), help="Up to this year.")
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Exit with 1 where a year that is over lacks a meeting.", show_default=False),
    ] = False,
    next_: Annotated[
        bool,
        typer.Option("--next", help="What this year still owes and has not planned.", show_default=False),
    ] = False,
    as_of: options.AsOf = None,
    data: options.Data = None,
    format: options.Format = None,  # noqa: A002  # the option's name
    columns: options.Columns = None,
    sort: options.Sort = None,
    header: options.Header = None,
) -> None:
    """Tell whether the network met as often as it agreed to."""
    if agreed and (year or start or end or check or next_):
        raise UsageError("--agreed: the rules alone have no years; leave out --year, --from, --to, --next and --check")
    if next_ and (year or start or end or check):
        raise UsageError("--next is about this year; leave out --year, --from, --to and --check")
    registry = load_registry(data)
    output = render.Output(format, columns, sort, header)
    if agreed:
        render.write(meetings_view.rules(registry.cadence, registry.meeting), output)
        return
    day = options.day(as_of)
    years = cadence_model.years(registry.cadence, day)
    first = start.year if start else years.start
    last = end.year if end else max(years.stop - 1, first if start else 0)
    asked: Iterable[int] = range(first, last + 1)
    if year:
        within = (start.year if start else MINYEAR), (end.year if end else MAXYEAR)
        asked = [one for one in sorted({one.year for one in year}) if within[0] <= one <= within[1]]
    kept = cadence_model.kept(registry.cadence, registry.meeting, [day.year] if next_ else asked, day)
    if output.chosen != "table" or columns or sort:
        render.write(meetings_view.cadence([one for one in kept if one.open or not next_]), output)
    else:
        from c2c_cli.output import grid  # noqa: PLC0415  # only for people

        found = grid.years(kept, registry.meeting, day)
        if year or next_:
            render.write(grid.in_detail(found, only_open=next_, data=options.naming(data)), output)
        else:
            if registry.cadence:
                render.write(meetings_view.rules(registry.cadence, registry.meeting), output)
                streams.write("\n", streams.encoding(sys.stdout))
            render.write(grid.at_a_glance(found, registry.cadence), output)
    if check and any(one.short and one.over for one in kept):
        raise typer.Exit(1)
