"""Versions of registry files that writes replaced, for `c2c undo` and `c2c undo --redo`."""

import contextlib
import datetime
import json
import os
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from c2c_cli import streams
from c2c_cli.errors import WriteError, reason, refused
from c2c_cli.store import disk
from c2c_cli.store.disk import read_bytes
from c2c_cli.store.locate import Location, locate_writable, state_directory
from c2c_cli.store.lock import locked
from c2c_cli.text import quoted

MAX_VERSIONS = 20
"""Maximum number of versions kept for each registry file, in each direction."""

Direction = Literal["undo", "redo"]

_PAST: dict[Direction, str] = {"undo": "undid", "redo": "redid"}
_PARTICIPLE: dict[Direction, str] = {"undo": "undone", "redo": "redone"}
_OPPOSITE: dict[Direction, Direction] = {"undo": "redo", "redo": "undo"}


class Version(NamedTuple):
    """A version of a registry file that a write replaced."""

    file: Path
    """The kept copy: a line of JSON with the fields below, and the content."""
    done: str
    """What the write did, in the past tense."""
    time: str
    """When it was written, in local time."""
    before: str
    """The digest of this version."""
    after: str
    """The digest of the version that replaced it."""


def replace(temporary: Path, real: Path, old: bytes, new: bytes, done: str, direction: Direction = "undo") -> None:
    """Replace the registry file `real`, which contains `old` and is locked, and keep `old` for undo or redo.

    A version that cannot be kept does not prevent the write, but causes a warning.
    """
    try:
        _keep(real, old, new, done, direction)
    except OSError as error:
        why = refused(f"write {_directory(real).parent}", reason(error))
        streams.warn(f"this change cannot be {_PARTICIPLE[direction]}: {why}")
    disk.replace(temporary, real)


def forget_redo(real: Path) -> None:
    """Delete the versions that could be redone, because a new write makes them obsolete."""
    for file in _files(real, "redo"):
        disk.remove(file)


def list_steps(data: str | None, direction: Direction) -> list[Version]:
    """Return the changes to the registry that `data` (`--data`) selects, the next to undo or redo first."""
    where = locate_writable(data)
    content = read_bytes(where.file)
    return [] if where.bundled else _steps(_versions(Path(os.path.realpath(where.file)), direction), content)


def step(data: str | None, direction: Direction, *, dry_run: bool) -> None:
    """Undo or redo one change to the registry that `data` selects; with `dry_run`, only print the difference.

    Raises WriteError if nothing was kept, or the file has changed since.
    """
    where = locate_writable(data)
    if dry_run:
        _preview(where, direction)
        return
    if where.bundled:
        raise _nothing(where.file, direction)
    with locked(where) as real:
        disk.require_writable(where.file)
        current = read_bytes(str(real))
        version = _next(real, where, direction, current)
        content = _content(version.file)
        with disk.temporary_beside(real, content, like=real) as temporary:
            if read_bytes(str(real)) != current:
                raise WriteError(f"{where.file} was changed by another program", "try again")
            for file in _files(real, direction):
                if file.name > version.file.name:  # kept for a write that a crash prevented, and therefore useless
                    disk.remove(file)
            replace(temporary, real, current, content, version.done, _OPPOSITE[direction])
        disk.remove(version.file)  # last: after a crash before this line, the version equals the content and is skipped
    streams.note(f"{_PAST[direction]} {quoted(version.done)} in {where.file}")


def _preview(where: Location, direction: Direction) -> None:
    from c2c_cli.store.diff import unified  # noqa: PLC0415  # only for a dry run

    current = read_bytes(where.file)
    version = _next(Path(os.path.realpath(where.file)), where, direction, current)
    streams.write(unified(current, _content(version.file), where.file))


def _next(real: Path, where: Location, direction: Direction, current: bytes) -> Version:
    """Return the version to restore.

    Raises WriteError if there is none, or it is not the one before `current`.
    """
    kept = [] if where.bundled else _versions(real, direction)
    if found := _steps(kept, current):
        return found[0]
    changed = [version for version in kept if version.before != _digest(current)]
    if not changed:
        raise _nothing(where.file, direction)
    raise WriteError(*refused(f"{direction} {quoted(changed[0].done)}", f"{where.file} has changed since"))


def _nothing(file: str, direction: Direction) -> WriteError:
    return WriteError(f"nothing to {direction} in {file}")


def _steps(kept: Sequence[Version], current: bytes) -> list[Version]:
    """Return the versions that lead back from `current`, each of which the one before it replaced.

    A version that equals the content at its place is skipped: a crash prevented the write that it was kept for, or
    interrupted the undo that restored it.
    """
    found = []
    digest = _digest(current)
    for version in kept:
        if version.after == digest:
            found.append(version)
            digest = version.before
        elif version.before != digest:
            break
    return found


def _versions(real: Path, direction: Direction) -> list[Version]:
    """Return the kept versions, the newest first, without those that a crash left incomplete."""
    found = []
    for file in reversed(_files(real, direction)):
        with contextlib.suppress(OSError, ValueError, TypeError):
            header, _, content = file.read_bytes().partition(b"\n")
            version = Version(file, **json.loads(header))
            if version.before == _digest(content):
                found.append(version)
    return found


def _content(file: Path) -> bytes:
    """Return the registry file as it was when the copy `file` was kept."""
    return file.read_bytes().partition(b"\n")[2]


def _keep(real: Path, old: bytes, new: bytes, done: str, direction: Direction) -> None:
    """Keep the content `old` that `new` is about to replace; the oldest versions over the limit are deleted."""
    directory = _directory(real)
    directory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.mkdir(mode=0o700, exist_ok=True)
    kept = _files(real, direction)
    number = int(kept[-1].name.rpartition("-")[2]) + 1 if kept else 1
    time = datetime.datetime.now().isoformat(" ", "seconds")  # noqa: DTZ005  # users expect the local time
    header = {"done": done, "time": time, "before": _digest(old), "after": _digest(new)}
    file = directory / f"{direction}-{number:08}"
    try:
        with disk.new_file(file, 0o600) as stream:  # not flushed to the disk: an incomplete copy is skipped
            stream.write(json.dumps(header).encode() + b"\n" + old)
    except OSError:
        disk.remove(file)
        raise
    for oldest in kept[: max(0, len(kept) + 1 - MAX_VERSIONS)]:
        disk.remove(oldest)


def _files(real: Path, direction: Direction) -> list[Path]:
    """Return the kept copies, the oldest first."""
    return sorted(_directory(real).glob(f"{direction}-{'[0-9]' * 8}"))


def _directory(real: Path) -> Path:
    return state_directory() / "undo" / disk.digest(str(real))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
