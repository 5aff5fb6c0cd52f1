"""Versions of registry files that writes replaced, for `c2c undo` and `c2c undo --redo`."""

import contextlib
import datetime
import json
import os
import re
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from c2c_cli import streams
from c2c_cli.errors import InputError, OutputError, WriteError, reason, refused
from c2c_cli.store import disk
from c2c_cli.store.locate import Location, state_directory
from c2c_cli.text import fold, quoted

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
    """When the write took place: a local time with its offset, in ISO 8601 form."""
    before: str
    """The digest of this version."""
    after: str
    """The digest of the version that replaced it."""

    @property
    def change(self) -> str:
        """What the write did, in quotes; quotes within it are single."""
        return quoted(self.done.replace('"', "'"))

    def content(self) -> bytes:
        """Return the registry file as it was."""
        return self.file.read_bytes().partition(b"\n")[2]


def keep(real: Path, old: bytes, new: bytes, done: str, restored: Version | None) -> bool:
    """Keep `old`, which a write is about to replace with `new`, for undo or redo.

    The registry file `real` is locked. `restored` is the version to go back to, if there is one.
    Warn and return False if the version cannot be kept, which does not prevent the write.
    """
    direction: Direction = "redo" if restored and restored.direction == "undo" else "undo"
    header = {
        "done": restored.done if restored else done,
        "time": _local(datetime.datetime.now(datetime.UTC)),
        "before": disk.digest(old),
        "after": disk.digest(new),
    }
    directory = _directory(real)
    if directory is None:
        streams.warn(f"this change cannot be {direction}ne: cannot determine your home directory")
        return False
    try:
        directory.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.mkdir(mode=0o700, exist_ok=True)
        kept = _files(directory, direction)
        number = _number(kept[-1]) + 1 if kept else 1
        # not flushed to the disk: an incomplete copy is skipped
        with disk.new_file(directory / f"{direction}-{number:08}", 0o600) as stream:
            stream.write(json.dumps(header).encode() + b"\n" + old)
        for oldest in kept[: 1 - MAX_VERSIONS]:
            disk.remove(oldest)
    except OSError as error:
        why = f"cannot write {directory.parent}: {reason(error)}"
        streams.warn(f"this change cannot be {direction}ne: {why}")
        return False
    return True


def discard(real: Path, restored: Version | None) -> None:
    """Delete the version that a write restored; after another write, all versions for redo.

    Versions that remain, as after a crash, do not match the content and are skipped.
    """
    directory = _directory(real)
    if restored:
        disk.remove(restored.file)
    elif directory is not None:
        for file in _files(directory, "redo"):
            disk.remove(file)


def forget(where: Location) -> int:
    """Delete all saved versions of a registry file, and return their number.

    Raises OutputError if some cannot be deleted; the others are.
    """
    kept = all_files(where)
    errors = []
    for file in kept:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            errors.append(refused(f"delete {file}", reason(error)))
    if errors:
        raise OutputError.of(errors[0])
    if kept:
        with contextlib.suppress(OSError):  # another program may have put a file there
            kept[0].parent.rmdir()
    return len(kept)


def all_files(where: Location) -> list[Path]:
    """Return the files of all saved versions in both directions, also of invalid ones.

    Raises InputError if their directory cannot be read.
    """
    directory = _directory(Path(os.path.realpath(where.file)))
    if where.bundled or directory is None:
        return []
    try:
        return [file for direction in get_args(Direction) for file in _files(directory, direction)]
    except OSError as error:
        raise InputError.of(refused(f"read {directory}", reason(error))) from None


def next_step(
    where: Location, direction: Direction, current: bytes, text: str | None = None
) -> Version:
    """Return the version to go back to from the content `current`.

    Raises WriteError if there is none, if it is not the one before `current`, or if what the write
    did does not contain `text`.
    """
    found = steps(where, direction, current)
    if found:
        version = found[0]
        if text is not None and fold(text) not in fold(version.done):
            which = "last" if direction == "undo" else "last undone"
            message = f"the {which} change ({version.change}) does not contain {quoted(text)}"
            hint = "replace --if with --list to see all changes"
            raise WriteError(message, hint, subject="--if")
        return version
    digest = disk.digest(current)
    others = [version for version in _versions(where, direction) if version.before != digest]
    if not others:
        if state_directory() is None:
            why = "cannot determine your home directory, which contains the saved versions"
            raise WriteError.of(refused(direction, why))
        raise WriteError(f"nothing to {direction} in {where.file}")
    action = f"{direction} {others[0].change}"
    why = f"{where.file} has since been edited or merged"
    raise WriteError.of(refused(action, why, "reverse that change first"))


def steps(where: Location, direction: Direction, current: bytes) -> list[Version]:
    """Return the versions that lead back from the content `current`, the newest first.

    `current` replaced the first version, and each version replaced the next one. Other versions are
    skipped: a crash prevented the write that they were kept for, or interrupted their restoration.
    """
    found = []
    digest = disk.digest(current)
    for version in _versions(where, direction):
        if version.after == digest:
            found.append(version)
            digest = version.before
    return found


def _versions(where: Location, direction: Direction) -> list[Version]:
    """Return the saved versions, the newest first, without incomplete and invalid ones.

    Raises InputError if their directory cannot be read.
    """
    directory = _directory(Path(os.path.realpath(where.file)))
    if where.bundled or directory is None:
        return []
    try:
        files = _files(directory, direction)
    except OSError as error:
        raise InputError.of(refused(f"read {directory}", reason(error))) from None
    versions = (_version(file, direction) for file in reversed(files))
    return [version for version in versions if version is not None]


def _version(file: Path, direction: Direction) -> Version | None:
    """Return the version in a file, or None if a crash or another program damaged the file."""
    with contextlib.suppress(OSError, ValueError, TypeError, RecursionError, OverflowError):
        if not file.is_file():  # a pipe would make undo wait
            return None
        header, _, content = file.read_bytes().partition(b"\n")
        version = Version(direction, file, **json.loads(header))
        is_text = all(isinstance(value, str) for value in version[2:])
        if is_text and version.before == disk.digest(content):
            # earlier releases recorded the local time without its offset
            time = _local(datetime.datetime.fromisoformat(version.time))
            return version._replace(time=time)
    return None


def _local(time: datetime.datetime) -> str:
    """Return a time as local time with its offset; a time without an offset is local."""
    return time.astimezone().isoformat(timespec="seconds")


def _files(directory: Path, direction: Direction) -> list[Path]:
    """Return the files of saved versions, the oldest first."""
    name = re.compile(rf"{direction}-\d{{8,}}", re.ASCII)
    try:
        found = [file for file in directory.iterdir() if name.fullmatch(file.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(found, key=_number)


def _number(file: Path) -> int:
    return int(file.name.rpartition("-")[2])


def _directory(real: Path) -> Path | None:
    """Return the directory for versions of a file; None without a home directory."""
    state = state_directory()
    return None if state is None else state / "undo" / disk.digest(os.fsencode(real))[:32]
