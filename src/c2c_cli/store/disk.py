"""Bytes on the disk: reading them, and writing them so that the old file or the new is there, whatever happens."""

import contextlib
import os
import platform
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from c2c_cli.errors import InputError, WriteError
from c2c_cli.store.locate import STDIN
from c2c_cli.text import visible

LARGEST = 256 << 20
"""Bytes that a file may have: more than thirty times a registry of 10,000 centres and as many meetings."""

LOCK_SECONDS = 30
"""So long a writer waits for another."""


def read_bytes(file: str, missing: str = "name another file, or make one with c2c init") -> bytes:
    """Return what a file holds: a regular one, a pipe, or standard input for `-`.

    `missing` says what to do where it is not there.
    """
    if not file:
        raise InputError("a file without a name cannot be read; name one")
    try:
        if file == STDIN:
            if sys.stdin is None:
                raise InputError("standard input is closed; name a file with --data")
            return _all(sys.stdin.buffer, "<stdin>")
        with Path(file).open("rb") as stream:
            return _all(stream, file)
    except FileNotFoundError:
        raise InputError(f"{visible(file)} is not there; {missing}") from None
    except IsADirectoryError:
        raise InputError(f"{visible(file)} is a folder; name the file in it") from None
    except PermissionError:
        raise InputError(f"{visible(file)} cannot be read: permission denied") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{visible(file)} cannot be read: {_reason(error)}") from None


def _all(stream: BinaryIO, name: str) -> bytes:
    """Return all that a stream holds; one without an end is left before it has taken the memory."""
    parts, size = [], 0
    while part := stream.read(8 << 20):
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise InputError(f"{visible(name)} is larger than {LARGEST >> 20} MB; a registry is not")
    return b"".join(parts)


@contextlib.contextmanager
def locked(real: Path, file: str) -> Iterator[None]:
    """Wait for other writers of this user on this machine, and keep them out; `file` is the name in sentences."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  # neither a dry run nor TAB locks, and it takes a while
    from platformdirs import user_state_path  # noqa: PLC0415

    folder = user_state_path("c2c", appauthor=False)
    lock = FileLock(folder / f"{_digest(str(real))}.lock", timeout=LOCK_SECONDS)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise WriteError(
            f"{visible(file)} is being written by another c2c for {LOCK_SECONDS} seconds now; try again"
        ) from None
    except OSError as error:
        raise WriteError(
            f"no lock can be kept in {visible(str(folder))}: {_reason(error)}; name another folder with XDG_STATE_HOME"
        ) from None
    try:
        yield
    finally:
        lock.release()


def require_writable(real: Path, file: str) -> None:
    """Raise InputError or WriteError where a file cannot be replaced; `file` is the name in sentences."""
    try:
        mode = real.stat().st_mode
    except OSError:
        mode = 0
    if not mode or stat.S_ISDIR(mode):
        read_bytes(file)  # raises, and tells what is wrong
    if not stat.S_ISREG(mode):
        raise WriteError(f"{visible(file)} is no regular file")
    if not mode & 0o222 or not os.access(real, os.W_OK):
        raise WriteError(f"{visible(file)} is read-only")


@contextlib.contextmanager
def write_errors(file: str) -> Iterator[None]:
    """Turn what the system refuses into a WriteError."""
    try:
        yield
    except OSError as error:
        raise WriteError(f"{visible(file)} cannot be written: {_reason(error)}") from None


@contextlib.contextmanager
def temporary_beside(file: Path, content: bytes, like: os.stat_result | None = None) -> Iterator[Path]:
    """Write a temporary file beside another that is locked, and take it away in the end unless it was moved.

    `like` gives its mode and owner.
    """
    for dead in file.parent.glob(temporary_name(file, "*")):  # of writers that live no more: we are alone
        _remove(dead)
    temporary = file.parent / temporary_name(file, str(os.getpid()))
    try:
        write_synced(temporary, content, like)
        yield temporary
    finally:
        _remove(temporary)


def temporary_name(file: Path, process: str) -> str:
    """Return the name of a temporary file of one user on one machine; others' are left alone."""
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    return f".{_digest(f'{file.name}/{platform.node()}/{user}')[:24]}-{process}.c2c"


def _digest(text: str) -> str:
    from hashlib import sha256  # noqa: PLC0415  # readers need none

    return sha256(os.fsencode(text)).hexdigest()[:32]


def write_synced(file: Path, content: bytes, like: os.stat_result | None) -> None:
    """Write a new file to the disk itself, with the mode and owner of another."""
    with file.open("xb") as stream:
        if like is not None and hasattr(os, "fchmod"):
            os.fchmod(stream.fileno(), stat.S_IMODE(like.st_mode))
            if (like.st_uid, like.st_gid) != (os.getuid(), os.getgid()):
                with contextlib.suppress(OSError):  # only root may give away
                    os.fchown(stream.fileno(), like.st_uid, like.st_gid)
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def replace(temporary: Path, file: Path) -> None:
    """Put a temporary file in the place of a file, and see to it that the disk knows."""
    temporary.replace(file)
    with contextlib.suppress(OSError):  # not every platform opens folders
        descriptor = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def link(temporary: Path, file: Path) -> None:
    """Give a temporary file its name, and never replace what came there meanwhile: a link does not, unlike a rename.

    Raises FileExistsError where something came there.
    """
    try:
        os.link(temporary, file)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, as those of memory sticks: what comes in this very moment is lost
        temporary.rename(file)


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink()


def _reason(error: Exception) -> str:
    return ((error.strerror if isinstance(error, OSError) else None) or str(error)).lower()
