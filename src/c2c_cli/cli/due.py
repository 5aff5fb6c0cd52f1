"""`c2c due`: what needs action."""

from typing import Annotated

from c2c_cli.cli import group, options, query
from c2c_cli.model import due
from c2c_cli.model.dates import Date
from c2c_cli.model.values import number_of
from c2c_cli.output import due as views
from c2c_cli.output import render, view
from c2c_cli.store import writable

_WITHIN = (
    "Include what is due within MONTHS months: obligations, the expiry and review of agreements "
    f"and, in a terminal, meetings (default: {due.MONTHS})."
)

_FROM = "Only actions due on or after this date."
_CHECK = "Exit with code 1 if anything that is listed needs action."
_ALL = (
    "In a terminal, list each obligation and each outdated agreement in a row of its own, with the "
    "contact."
)


@query.command(
    "c2c due",
    'c2c due --within 12 --check || echo "action needed"',
    "c2c due --format ics > due.ics",
    check=_CHECK,
    codes={0: "success", 1: "with --check, something needs action"},
    empty=views.ACTIONS,
    formats=render.CALENDAR_FORMATS,
    contacts=True,
)
def command(
    request: query.Request,
    *,
    within: Annotated[
        int | None, options.filter_option("--within", _WITHIN, "MONTHS", number_of)
    ] = None,
    start: Annotated[Date | None, options.date_filter("--from", _FROM)] = None,
    every: Annotated[bool, options.option(group.OUTPUT, "--all", _ALL)] = False,
    as_of: options.AsOf = None,
) -> view.View:
    """List what needs action, and how to record the outcome."""
    registry = request.registry
    moment = request.as_of(as_of)
    months = due.MONTHS if within is None else within
    actions = due.due(registry, moment, months)
    why_not = writable.why_not(request.data) if actions else ""
    if why_not:
        actions = [action.without_command() for action in actions]
    planned = due.planned(registry, moment.day, months)
    if start is not None:
        actions = [action for action in actions if action.date.last >= start.first]
        planned = [meeting for meeting in planned if meeting.date.last >= start.first]
    output = request.output
    if request.format == render.TABLE and not (output.columns or output.sort):
        shown = views.todo(
            registry,
            actions,
            planned,
            moment.day,
            months,
            every=every,
            why_not=why_not,
        )
    else:
        shown = views.actions(registry, actions, moment.day, why_not)
    nothing = f"nothing is due on or after {start}" if start else "nothing is due"
    return shown._replace(nothing=nothing, failed=bool(actions))
