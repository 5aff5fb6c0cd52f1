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
from c2c_cli.text import quoted

MAX_VERSIONS = 20
"""Maximum number of versions kept for each registry file, in each direction."""

Direction = Literal["undo", "redo"]


class Version(NamedTuple):
    """A version of a registry file that a write replaced."""

    direction: Direction
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

    def content(self) -> bytes:
        """Return the registry file as it was."""
        return self.file.read_bytes().partition(b"\n")[2]


def keep_and_replace(temporary: Path, real: Path, old: bytes, new: bytes, done: str, restored: Version | None) -> None:
    """Replace the registry file `real`, which contains `old` and is locked, and keep `old` for undo or redo.

    `restored` is the version to go back to, if there is one. A version that cannot be kept does not prevent the write,
    but causes a warning.
    """
    direction: Direction = "redo" if restored and restored.direction == "undo" else "undo"
    try:
        _keep(real, old, new, restored.done if restored else done, direction)
    except OSError as error:
        why = f"cannot write {_directory(real).parent}: {reason(error)}"
        streams.warn(f"this change cannot be {direction}ne: {why}")
    disk.replace(temporary, real)
    # last: after a crash before this line, the restored version equals the content and is skipped
    for file in [restored.file] if restored else _files(real, "redo"):
        disk.remove(file)


def list_steps(data: str | None, direction: Direction) -> list[Version]:
    """Return the changes to the registry that `data` (`--data`) selects, the next to undo or redo first."""
    where = locate_writable(data)
    return _steps(_versions(where, direction), read_bytes(where.file))


def next_step(where: Location, direction: Direction, current: bytes) -> Version:
    """Return the version of a registry file to go back to.

    Raises WriteError if there is none, or it is not the one before `current`.
    """
    kept = _versions(where, direction)
    if found := _steps(kept, current):
        return found[0]
    changed = [version for version in kept if version.before != _digest(current)]
    if not changed:
        raise WriteError(f"nothing to {direction} in {where.file}")
    raise WriteError(*refused(f"{direction} {quoted(changed[0].done)}", f"{where.file} has changed since"))


def _steps(kept: Sequence[Version], current: bytes) -> list[Version]:
    """Return the versions that lead back from `current`; each was replaced by the one before it in the list.

    Other versions are skipped: a crash prevented the write that they were kept for, or interrupted their restoration.
    """
    found = []
    digest = _digest(current)
    for version in kept:
        if version.after == digest:
            found.append(version)
            digest = version.before
    return found


def _versions(where: Location, direction: Direction) -> list[Version]:
    """Return the kept versions, the newest first, without those that a crash left incomplete."""
    found = []
    for file in [] if where.bundled else reversed(_files(Path(os.path.realpath(where.file)), direction)):
        with contextlib.suppress(OSError, ValueError, TypeError):
            header, _, content = file.read_bytes().partition(b"\n")
            version = Version(direction, file, **json.loads(header))
            if version.before == _digest(content):
                found.append(version)
    return found


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
    with disk.new_file(file, 0o600) as stream:  # not flushed to the disk: an incomplete copy is skipped
        stream.write(json.dumps(header).encode() + b"\n" + old)
    for oldest in kept[: 1 - MAX_VERSIONS]:
        disk.remove(oldest)


def _files(real: Path, direction: Direction) -> list[Path]:
    """Return the kept copies, the oldest first."""
    return sorted(_directory(real).glob(f"{direction}-{'[0-9]' * 8}"))


def _directory(real: Path) -> Path:
    return state_directory() / "undo" / disk.digest(str(real))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
