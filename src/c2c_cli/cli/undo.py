"""`c2c undo`: the version of the registry file before the last change."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli import query, writing
from c2c_cli.cli.prompt import read_line
from c2c_cli.errors import UsageError, conflict
from c2c_cli.output import render, view
from c2c_cli.store import disk, versions, write
from c2c_cli.store.locate import locate_writable
from c2c_cli.text import fold, plural

_MEANINGS = {
    "number": "Number of the change; the last one is 1.",
    "time": "Time of the change.",
    "change": "What was done, as in the message of the command.",
}
_CHANGES = view.of_tuples("changes", [*_MEANINGS])._replace(meanings=_MEANINGS)
_REDO = "Redo the last change that was undone."
_FORGET = "Delete all saved versions of the file; no change can then be undone or redone."
_LIST = "List the changes that can be undone or, with --redo, redone."
_IF = "Undo or redo only if the change contains this text, ignoring case and accents."


@query.command(
    "c2c remove 2018-11 && c2c undo",
    "c2c undo --redo",
    "c2c undo --list",
    empty=_CHANGES,
    codes=writing.CODES,
    registry_options=writing.REGISTRY_OPTIONS,
)
def command(
    request: query.Request,
    *,
    redo: Annotated[bool, typer.Option("--redo", help=_REDO)] = False,
    list_: Annotated[bool, typer.Option("--list", help=_LIST)] = False,
    forget: Annotated[bool, typer.Option("--forget", help=_FORGET)] = False,
    containing: Annotated[str | None, typer.Option("--if", metavar="TEXT", help=_IF)] = None,
) -> view.View | int | None:
    """Undo the last change that c2c made, or redo it.

    The output options are for --list. Without it, only --format json can be used.
    """
    if forget:
        _require_alone(
            "--forget",
            {
                "--redo": redo,
                "--list": list_,
                "--if": containing is not None,
                "--dry-run": request.dry_run,
                "--exit-code": request.exit_code,
                **_output_options(request.output),
            },
        )
        _forget(request.data)
        return None
    direction: versions.Direction = "redo" if redo else "undo"
    where = locate_writable(request.data)
    disk.require_file(where.file, disk.ANOTHER_FILE)
    if list_:
        _require_alone("--list", {"--if": containing is not None, "--exit-code": request.exit_code})
        found = versions.steps(where, direction, disk.read_bytes(where.file))
        rows = [(number, version.time, version.done) for number, version in enumerate(found, 1)]
        return _CHANGES._replace(rows=rows, nothing=f"no changes to {direction}")
    if containing is not None and not fold(containing).strip():
        raise UsageError(
            "TEXT is empty", "pass part of the description of a change", subject="--if"
        )
    form = request.output.format.name if request.output.format else None
    is_result = form is None or form in writing.RESULT_FORMATS
    given = _output_options(request.output) | {"--format": False, f"--format {form}": not is_result}
    for option, is_given in given.items():
        if is_given:
            raise UsageError(f"--list is required with {option}", "add --list")
    manner = writing.manner(dry_run=request.dry_run, exit_code=request.exit_code, form=form)
    return write.undo_or_redo(request.data, direction, containing, manner)


def _output_options(output: render.Output) -> dict[str, bool]:
    """Return each option about the output of `--list`, and whether it was given."""
    return {
        "--output": output.file is not None,
        "--format": output.format is not None,
        "--columns": output.columns is not None,
        "--sort": output.sort is not None,
        "--header" if output.header else "--no-header": output.header is not None,
    }


def _require_alone(option: str, others: Mapping[str, bool]) -> None:
    """Raise UsageError if options were given that cannot be used with another one."""
    given = [other for other, is_given in others.items() if is_given]
    if given:
        raise UsageError.of(conflict(option, *given))


def _forget(data: str | None) -> None:
    """Delete the saved versions of a registry file, once the user has agreed at a terminal."""
    where = locate_writable(data)
    number = len(versions.all_files(where))
    if not number:
        disk.delete_leftovers(Path(where.file).resolve())  # the first write may have been killed
        streams.note(f"no saved versions of {where.file}")
        return
    if streams.can_prompt():
        kept = f"{plural(number, 'saved version')} of {where.file}"
        streams.write_line(f"Delete {kept}? This cannot be undone. (y)es or (n)o")
        nothing = "no versions were deleted"
        if read_line(nothing).lower() not in {"y", "yes"}:
            streams.note(nothing)
            return
    write.forget(data)
