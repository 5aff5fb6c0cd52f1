"""`c2c undo`: the version of the registry file before the last change."""

from pathlib import Path
from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli import options, query
from c2c_cli.cli.prompt import read_line
from c2c_cli.errors import UsageError, conflict
from c2c_cli.output import render, view
from c2c_cli.store import disk, versions, write
from c2c_cli.store.locate import locate_writable
from c2c_cli.text import plural

_COLUMNS = ("number", "time", "change")
_REDO = "Redo the last change that was undone."
_FORGET = "Delete all versions of the file that are kept for undo and redo."
_LIST = "List the changes that can be undone, or redone with --redo."


@query.command(
    "c2c remove 2018-11 && c2c undo",
    "c2c undo --redo",
    "c2c undo --list",
    empty=view.of_tuples("changes", _COLUMNS),
    registry_options=options.WRITING,
)
def command(
    request: query.Request,
    *,
    redo: Annotated[bool, typer.Option("--redo", help=_REDO)] = False,
    list_: Annotated[bool, typer.Option("--list", help=_LIST)] = False,
    forget: Annotated[bool, typer.Option("--forget", help=_FORGET)] = False,
) -> view.View | None:
    """Undo the last change that c2c made, or redo it."""
    if forget:
        _forget(request, redo=redo, list_=list_)
        return None
    direction: versions.Direction = "redo" if redo else "undo"
    if list_:
        where = locate_writable(request.data)
        found = versions.steps(where, direction, disk.read_bytes(where.file))
        rows = [(number, version.time, version.done) for number, version in enumerate(found, 1)]
        listed = view.of_tuples("changes", _COLUMNS, rows)
        return listed._replace(nothing=f"no changes to {direction}")
    given = _output_options(request.output)
    if given:
        raise UsageError(f"--list is required with {given[0]}")
    write.undo_or_redo(request.data, direction, dry_run=request.dry_run)
    return None


def _output_options(output: render.Output) -> list[str]:
    """Return the options about the output of `--list` that were given."""
    options_ = {
        "--output": output.file,
        "--format": output.format,
        "--columns": output.columns,
        "--sort": output.sort,
        "--header" if output.header else "--no-header": output.header,
    }
    return [option for option, value in options_.items() if value is not None]


def _forget(request: query.Request, *, redo: bool, list_: bool) -> None:
    """Delete the kept versions of a registry file, once the user has agreed at a terminal."""
    others = {"--redo": redo, "--list": list_, "--dry-run": request.dry_run}
    given = [option for option, is_given in others.items() if is_given]
    given += _output_options(request.output)
    if given:
        raise UsageError.of(conflict("--forget", *given))
    where = locate_writable(request.data)
    number = len(versions.all_files(where))
    if not number:
        disk.delete_leftovers(Path(where.file).resolve())  # the first write may have been killed
        streams.note(f"no versions of {where.file} are kept")
        return
    if streams.can_prompt():
        kept = f"{plural(number, 'kept version')} of {where.file}"
        streams.write_line(f"Delete {kept}? This cannot be undone. (y)es or (n)o")
        if read_line().lower() not in {"y", "yes"}:
            streams.note("no versions were deleted")
            return
    write.forget(request.data)
