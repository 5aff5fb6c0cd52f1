"""`c2c merge`: a merge driver for Git."""

from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli import group
from c2c_cli.errors import InputError, UsageError
from c2c_cli.model.records import phrase
from c2c_cli.store import disk
from c2c_cli.store import merge as merging
from c2c_cli.store.locate import DASH
from c2c_cli.text import plural, some_of

_BASE = "Common ancestor of the two versions (%O in Git)."
_OURS = "Current version, which the result replaces (%A in Git)."
_THEIRS = "Version of the other branch (%B in Git)."
_PATH = "Name of the file in messages (%P in Git; default: OURS)."
_MAX_CONFLICTS = 5
"""Maximum number of records in conflict to name in the message."""


@group.new_command(
    "c2c merge base.toml ours.toml theirs.toml",
    "c2c merge base.toml ours.toml theirs.toml && c2c check ours.toml",
    codes={
        0: "merged without conflicts",
        1: "merged, with conflicts",
        3: "a file is missing, or the files cannot be merged by record",
    },
)
def command(
    base: Annotated[str, typer.Argument(metavar="BASE", help=_BASE)],
    ours: Annotated[str, typer.Argument(metavar="OURS", help=_OURS)],
    theirs: Annotated[str, typer.Argument(metavar="THEIRS", help=_THEIRS)],
    path: Annotated[str | None, typer.Option("--path", metavar="PATH", help=_PATH)] = None,
) -> int:
    """Merge two versions of a registry, as a merge driver for Git."""
    files = (base, ours, theirs)
    for argument, file in zip(("BASE", "OURS", "THEIRS"), files, strict=True):
        if file == DASH:
            raise UsageError("cannot merge standard input", "pass a file", subject=argument)
    name = path or ours
    names = [f"{path} ({side})" for side in ("base", "ours", "theirs")] if path else files
    contents = [
        disk.read_bytes(file, disk.ANOTHER_FILE, shown)
        for file, shown in zip(files, names, strict=True)
    ]
    try:
        result = merging.merge(contents, names)
    except InputError as error:
        if merging.merge_lines(files):
            error.hint = f"merged {name} line by line, so check the result before you commit it"
        raise
    has_changed = result.content != contents[1]
    if has_changed:
        merging.replace(ours, result.content)
    _report(result, name, has_changed=has_changed)
    return int(bool(result.conflicts))


def _report(result: merging.Merge, name: str, *, has_changed: bool) -> None:
    """Report in one line what was merged, and the records in conflict."""
    done = f"merged {plural(result.merged, 'record')} into {name}"
    if not result.merged and not result.conflicts:
        done = f"merged comments into {name}" if has_changed else f"no changes to {name}"
    if result.conflicts:
        records = [phrase(record) for record in result.conflicts]
        named = some_of(records, _MAX_CONFLICTS)
        done += f" with {plural(len(records), 'conflict')} ({named})"
        done += f"; edit {name} and remove the conflict markers"
    streams.note(done)
