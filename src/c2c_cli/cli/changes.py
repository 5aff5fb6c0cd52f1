"""`c2c changes`: what changed between two days, or between two files."""

import datetime
from typing import Annotated

import typer

from c2c_cli.cli import options, query
from c2c_cli.errors import UsageError, conflict
from c2c_cli.model import changes
from c2c_cli.model.dates import Date
from c2c_cli.output import changes as views
from c2c_cli.output import view
from c2c_cli.store import load
from c2c_cli.store.locate import DASH, display_name, locate

_OLD = "Earlier version of a registry file; - for standard input."
_NEW = "Later version; - for standard input (default: the registry in use)."
_FROM = "First day of the changes to list."
_TO = "Last day of the changes to list (default: today)."
_CHECK = "Exit with code 1 if anything changed."


@query.command(
    "c2c changes --from 2018 --to 2019",
    "c2c changes old.toml",
    "c2c changes old.toml new.toml --format md",
    empty=views.CHANGES,
    usage="OLD [NEW] | --from DATE",
    codes={0: "success", 1: "with --check, something changed"},
    check=_CHECK,
)
def command(
    request: query.Request,
    *,
    old: Annotated[str | None, typer.Argument(metavar="OLD", help=_OLD)] = None,
    new: Annotated[str | None, typer.Argument(metavar="[NEW]", help=_NEW)] = None,
    start: Annotated[Date | None, options.date_filter("--from", _FROM)] = None,
    end: Annotated[Date | None, options.date_filter("--to", _TO)] = None,
) -> view.View:
    """List what changed between two days, or between two files."""
    if old is not None:
        result = _between_files(request, old, new, start or end)
    elif start is None:
        hint = "pass --from DATE, or an earlier version of the file as OLD"
        raise UsageError("nothing to compare with", hint)
    else:
        result = _between_days(request, start, end)
    return result._replace(failed=bool(result.rows))


def _between_files(
    request: query.Request, old: str, new: str | None, date: Date | None
) -> view.View:
    """Return the changes between two files."""
    if date is not None:
        raise UsageError.of(conflict("OLD", "--from", "--to"))
    if request.data is not None:
        raise UsageError("--data cannot be used with OLD", "pass the later version as NEW")
    for name, file in (("OLD", old), ("NEW", new)):
        if file == "":
            raise UsageError("file name is empty", "pass a file", subject=name)
    if old == new == DASH:
        raise UsageError("standard input cannot be both OLD and NEW", "pass a file")
    if new is None:
        request.report_unnamed()
    if request.output.file not in {None, DASH}:
        for file in (old, new):
            query.require_no_registry(str(request.output.file), file)
    # the registry of a request omits contacts, whose changes are listed
    registries = [load.load_registry(file) for file in (old, new)]
    title = f"Changes from {_name(old)} to {_name(new)}"
    if old == DASH:  # most likely an earlier version of the same file
        title = f"Changes in {_name(new)}"
    found = changes.between_versions(*registries)
    return views.changes(found, changes.names(*registries), title)


def _name(file: str | None) -> str:
    """Return the name of a file in a title."""
    if file == DASH:
        return "standard input"
    return display_name(locate(None).file if file is None else file)


def _between_days(request: query.Request, start: Date, end: Date | None) -> view.View:
    """Return the changes between two days in one registry."""
    options.check_period(start, end)
    first = start.first
    before = first - datetime.timedelta(days=first > datetime.date.min)
    moment = request.as_of(end)
    if first > moment.day:
        raise UsageError(f"{start} is in the future", "pass --to as well", subject="--from")
    found = changes.between_days(request.registry, moment._replace(day=before), moment)
    title = f"Changes from {start} to {end or moment.day}"
    command = f"c2c timeline{request.registry.option} --from {start} --to {end or moment.day}"
    uncertain = nothing = ""
    if found.uncertain:
        nouns = "event or meeting" if found.uncertain == 1 else "events or meetings"
        others = "may have happened in this period"
        uncertain = f"{found.uncertain} other {nouns} {others}"
        nothing = f"no certain changes; {found.uncertain} {nouns} {others}: {command}"
    result = views.changes(
        found.changes,
        changes.names(request.registry),
        title,
        is_period=True,
        uncertain=uncertain,
        command=command,
    )
    return result._replace(nothing=nothing) if nothing else result
