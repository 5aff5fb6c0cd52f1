"""`c2c attendance`: who organised, attended or was absent from the meetings that were held."""

import re
from typing import Annotated

from c2c_cli.cli import options, query
from c2c_cli.cli.options import Words
from c2c_cli.errors import UsageError
from c2c_cli.model import select
from c2c_cli.model.values import number_of
from c2c_cli.output import attendance as views
from c2c_cli.output import render, view
from c2c_cli.text import cut

_KIND = "kind: kind or level of a cadence rule, kind of an obligation, or other"


def _positive(word: str) -> int:
    """Return the number of meetings that a word stands for; raise UsageError if it is not one."""
    number = 0 if re.fullmatch("-[0-9]+", word) else number_of(word)
    if number == 0:
        raise UsageError(f"invalid number {cut(word)}", "use 1 or more")
    return number


_LAST = f"Only the last N meetings that match (default: {views.SHOWN} in a matrix, otherwise all)."


@query.command(
    "c2c attendance",
    "c2c attendance --kind working --last 3",
    "c2c attendance --year 2018 --format csv",
    empty=views.ATTENDANCE,
)
def command(
    request: query.Request,
    *,
    kind: Annotated[Words, options.words_filter("kind", _KIND)] = None,
    year: options.Year = None,
    last: Annotated[int | None, options.filter_option("--last", _LAST, "N", _positive)] = None,
) -> view.View:
    """Show who organised and who attended each held meeting.

    In a terminal, a matrix shows the latest meetings. If attendees are recorded, a centre or
    organisation is absent if it was invited, but is neither an organiser nor an attendee. Meetings
    whose kind is that of an obligation, such as board meetings, are omitted unless --kind names it.
    """
    registry = request.registry
    filters = select.of_meetings(registry, select.Filters(kinds=kind, years=year))
    found = select.meetings(registry, filters._replace(statuses=("held",)))
    if not filters.kinds:
        # they are meetings of single centres, not of the network
        owed = {obligation.kind for obligation in registry.obligation}
        found = [meeting for meeting in found if meeting.kind not in owed]
    if last is not None:
        found = found[-last:]
    output = request.output
    if request.format != render.TABLE or output.columns or output.sort:
        return views.attendance(found, filters)
    shown = found if last is not None else found[-views.SHOWN :]
    earlier = found[: len(found) - len(shown)]
    return views.matrix(registry, earlier, shown, filters, request.as_of(None))
