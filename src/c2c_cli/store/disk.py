"""Reading of files, and atomic writing under a lock."""

import contextlib
import errno
import os
import platform
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from c2c_cli.errors import InputError, OutputError, UsageError, WriteError, refused
from c2c_cli.store.locate import STDIN, locate

MAX_BYTES = 256 << 20
"""Maximum size of a file: more than thirty times that of a registry of 10,000 centres and as many meetings."""

LOCK_SECONDS = 30
"""Maximum time to wait for another writer."""


def read_bytes(file: str, missing: str = "pass another file, or create one with c2c init") -> bytes:
    """Return the content of `file`: a regular file, a pipe, or standard input for `-`.

    `missing` is the hint if the file does not exist.
    """
    if not file:
        raise InputError("file name is empty", "pass a file")
    try:
        if file == STDIN:
            if sys.stdin is None:
                raise InputError("standard input is closed", "pass a file")
            return _read_all(sys.stdin.buffer, "<stdin>")
        with Path(file).open("rb") as stream:
            return _read_all(stream, file)
    except FileNotFoundError:
        raise InputError(f"{file} not found", missing) from None
    except IsADirectoryError:
        raise InputError(f"{file} is a directory", "pass a file") from None
    except (OSError, ValueError) as error:
        raise InputError(*refused(f"read {file}", reason(error))) from None


def _read_all(stream: BinaryIO, name: str) -> bytes:
    """Return the content of `stream`, which may be endless."""
    parts, size = [], 0
    while part := stream.read(8 << 20):
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            raise InputError(f"{name} is larger than the {MAX_BYTES >> 20} MB limit")
    return b"".join(parts)


def state_directory() -> Path:
    """Return the directory for locks and replaced versions, which may not exist."""
    from platformdirs import user_state_path  # noqa: PLC0415  # slow to import, and readers do not need it

    return user_state_path("c2c", appauthor=False)


@contextlib.contextmanager
def locked(real: Path, file: str) -> Iterator[None]:
    """Lock a file against other writers of this user on this machine; `file` is the name of `real` in messages.

    An OSError while the file is locked becomes a WriteError.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  # slow to import, and readers do not need it

    directory = state_directory()
    lock = FileLock(directory / f"{digest(str(real))}.lock", timeout=LOCK_SECONDS)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        held = f"another c2c process has held its lock for {LOCK_SECONDS} seconds"
        raise WriteError(*refused(f"write {file}", held, "try again later")) from None
    except OSError as error:
        hint = "set XDG_STATE_HOME to a writable directory"
        raise WriteError(*refused(f"create a lock in {directory}", reason(error), hint)) from None
    try:
        yield
    except OSError as error:
        raise WriteError(*refused(f"write {file}", reason(error))) from None
    finally:
        lock.release()


def require_writable(real: Path, file: str) -> None:
    """Raise InputError or WriteError if `real` cannot be replaced; `file` is its name in messages."""
    try:
        mode = real.stat().st_mode
    except OSError:
        mode = 0
    if not mode or stat.S_ISDIR(mode):
        read_bytes(file)  # raises the error for a missing file or a directory
    if not stat.S_ISREG(mode):
        raise WriteError(f"{file} is not a regular file")
    if not mode & 0o222 or not os.access(real, os.W_OK):
        raise WriteError(f"{file} is read-only")


@contextlib.contextmanager
def temporary_beside(file: Path, content: bytes, like: os.stat_result | None = None) -> Iterator[Path]:
    """Write `content` to a temporary file next to `file`, which is locked; delete it afterwards unless it was moved.

    `like` is the file status with the mode and owner to use.
    """
    for left in file.parent.glob(temporary_name(file, "*")):  # by crashed processes: the caller has the lock
        _remove(left)
    temporary = file.parent / temporary_name(file, str(os.getpid()))
    try:
        write_synced(temporary, content, like)
        yield temporary
    finally:
        _remove(temporary)


def temporary_name(file: Path, process: str) -> str:
    """Return a name for a temporary file that other users and machines do not use."""
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    return f".{digest(f'{file.name}/{platform.node()}/{user}')[:24]}-{process}.c2c"


def digest(text: str) -> str:
    """Return a short name for a path."""
    from hashlib import sha256  # noqa: PLC0415  # readers do not need it

    return sha256(os.fsencode(text)).hexdigest()[:32]


def write_synced(file: Path, content: bytes, like: os.stat_result | None) -> None:
    """Create `file` with the mode and owner of `like`, and flush it to the disk."""
    with file.open("xb") as stream:
        if like is not None and hasattr(os, "fchmod"):
            os.fchmod(stream.fileno(), stat.S_IMODE(like.st_mode))
            if (like.st_uid, like.st_gid) != (os.getuid(), os.getgid()):
                with contextlib.suppress(OSError):  # only root may change the owner
                    os.fchown(stream.fileno(), like.st_uid, like.st_gid)
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def replace(temporary: Path, file: Path) -> None:
    """Replace `file` with `temporary`, and flush the directory to the disk."""
    temporary.replace(file)
    sync_directory(file.parent)


def sync_directory(directory: Path) -> None:
    """Flush the names of the files in a directory to the disk."""
    with contextlib.suppress(OSError):  # not every platform can open directories
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def link(temporary: Path, file: Path) -> None:
    """Give `temporary` the name `file` without replacing an existing file.

    Raises FileExistsError if `file` exists.
    """
    try:
        os.link(temporary, file)  # unlike a rename, never replaces a file
    except FileExistsError:
        raise
    except OSError:  # a file system without links, such as FAT; here a file created since the last check is lost
        temporary.rename(file)


def require_no_registry(file: str, data: str | None) -> None:
    """Raise UsageError if the file of `--output` is unnamed, or the registry file that `data`, of `--data`, selects."""
    if not file:
        raise UsageError("file name is empty", subject="--output")
    with contextlib.suppress(OSError, ValueError):
        if Path(file).samefile(locate(data).file):
            raise UsageError(f"{file} is the registry file", "pass another file", subject="--output")


def save(file: str, content: bytes) -> None:
    """Replace a file that is not a registry, or write to it if it is a pipe or a device.

    Raises OutputError if the file cannot be written; a regular file is then unchanged.
    """
    try:
        if Path(file).exists() and not Path(file).is_file():
            Path(file).write_bytes(content)
            return
        real = Path(os.path.realpath(file))
        like = real.stat() if real.exists() else None
        if like is not None and not os.access(real, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        with temporary_beside(real, content, like) as temporary:
            replace(temporary, real)
    except (OSError, ValueError) as error:
        raise OutputError(*refused(f"write {file}", reason(error))) from None


def _remove(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink()


def reason(error: Exception) -> str:
    """Return the reason of an error as the end of a message."""
    return ((error.strerror if isinstance(error, OSError) else None) or str(error)).lower()
