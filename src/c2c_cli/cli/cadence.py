"""`c2c cadence`: the agreed rules, and year by year whether they were kept."""

import sys
from collections.abc import Iterable, Sequence
from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.errors import UsageError
from c2c_cli.model import cadence
from c2c_cli.model.dates import Date
from c2c_cli.output import meetings as views
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
@options.with_output()
def show_cadence(
    *,
    agreed: Annotated[bool, typer.Option("--agreed", help="The rules alone.")] = False,
    year: options.Year = None,
    start: Annotated[Date | None, options.date_option("--from", "From this year on.")] = None,
    end: Annotated[Date | None, options.date_option("--to", "Up to this year.")] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 1 where a year that is over lacks a meeting.")
    ] = False,
    next_: Annotated[bool, typer.Option("--next", help="What this year still owes and has not planned.")] = False,
    as_of: options.AsOf = None,
    data: options.Data = None,
    output: render.Output,
) -> None:
    """Tell whether the network met as often as it agreed to."""
    if agreed and (year or start or end or check or next_):
        raise UsageError("--agreed: the rules alone have no years; leave out --year, --from, --to, --next and --check")
    if next_ and (year or start or end or check):
        raise UsageError("--next is about this year; leave out --year, --from, --to and --check")
    registry = load_registry(data)
    rules = views.rules(registry.cadence, registry.meeting)
    if agreed:
        render.write(rules, output)
        return
    day = options.day(as_of)
    years = [day.year] if next_ else _years(cadence.years(registry.cadence, day), year or (), start, end)
    kept = cadence.evaluate(registry.cadence, registry.meeting, years, day)
    if output.chosen != "table" or output.columns or output.sort:
        render.write(views.cadence([one for one in kept if one.open or not next_]), output)
    else:
        from c2c_cli.output import grid  # noqa: PLC0415  # only for people

        found = grid.years(kept, registry.meeting, day)
        if year or next_:
            render.write(grid.in_detail(found, only_open=next_), output)
        else:
            if registry.cadence:
                render.write(rules, output)
                streams.write("\n", streams.encoding(sys.stdout))
            render.write(grid.at_a_glance(found, registry.cadence), output)
    if check and any(one.shortfall and one.over for one in kept):
        raise typer.Exit(1)


def _years(bound: range, named: Sequence[Date], start: Date | None, end: Date | None) -> Iterable[int]:
    """Return the years that are asked for, of those that are named or else of those in which rules bind."""
    first = start.year if start else bound.start
    last = end.year if end else max(bound.stop - 1, start.year if start else 0)
    if not named:
        return range(first, last + 1)
    years = sorted({one.year for one in named})
    return [one for one in years if (start is None or first <= one) and (end is None or one <= last)]
