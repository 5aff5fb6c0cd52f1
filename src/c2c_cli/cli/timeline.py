"""`c2c timeline`: events and meetings by date."""

from contextlib import suppress
from typing import Annotated

from c2c_cli.cli import group, options, query
from c2c_cli.errors import InvalidError, UsageError, conflict
from c2c_cli.model import select
from c2c_cli.model.dates import Date
from c2c_cli.output import legends, meetings, render, view
from c2c_cli.output import timeline as views

_ITEMS = "events and meetings"
_TEXT = "ids, names, titles, cities, hosts, venues, starts of meetings and dates of events"
_CHART = "Draw the history of each centre as a line."


@query.command(
    "c2c timeline --year 2019",
    "c2c timeline --kind signed,renewed --from 2018",
    "c2c timeline --chart",
    empty=views.TIMELINE,
    legend=legends.MEETING_STATUSES,
)
def command(
    request: query.Request,
    *,
    text: Annotated[str | None, options.text_argument(_TEXT, "Text or date")] = None,
    year: options.Year = None,
    start: Annotated[Date | None, options.from_option(_ITEMS)] = None,
    end: Annotated[Date | None, options.to_option(_ITEMS)] = None,
    kind: Annotated[options.Words, options.words_filter("kind", "kind of event or meeting")] = None,
    centre: options.Member = None,
    chart: Annotated[bool, options.option(group.OUTPUT, "--chart", _CHART)] = False,
) -> view.View | None:
    """List events and meetings in date order."""
    options.check_period(start, end)
    if chart:
        _check_chart(request.output, text, year, kind)
    filters = select.Filters(
        text=text, years=year, start=start, end=end, kinds=kind, centres=centre
    )
    registry, as_of = request.registry, request.as_of(None)
    filters = select.of_timeline(registry, filters)
    if chart:
        # the drawing imports Rich, which takes longer than all other steps
        from c2c_cli.output.lifelines import lifelines  # noqa: PLC0415

        drawn = lifelines(registry, select.members(registry, filters), filters, as_of)
        render.write(drawn, render.TABLE, request.output)
        query.report_no_rows(drawn, request)
        return None
    found = select.timeline(registry, filters, as_of)
    return views.timeline(found, meetings.title("Timeline", filters, within="for"))


def _check_chart(
    output: render.Output, text: str | None, year: list[Date] | None, kind: options.Words
) -> None:
    """Raise UsageError if an argument or option cannot be used with `--chart`."""
    if text and _is_date(text):
        raise UsageError("--chart cannot be used with a date as TEXT", "use --from and --to")
    if year or kind:
        raise UsageError.of(conflict("--chart", "--year", "--kind"))
    if (output.columns, output.sort, output.header) != (None, None, None):
        raise UsageError.of(conflict("--chart", "--columns", "--sort", "--header"))
    if output.format not in {None, render.TABLE}:
        raise UsageError.of(conflict("--chart", f"--format {output.format.name}"))


def _is_date(text: str) -> bool:
    """Return whether a text is a date."""
    with suppress(InvalidError):
        return bool(Date.parse(text))
    return False
