"""Reading of files, and their atomic replacement."""

import contextlib
import errno
import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from c2c_cli import is_in_zip_file, read_file
from c2c_cli.errors import InputError, WriteError, reason, refused
from c2c_cli.store.locate import BUNDLED, DASH, display_name
from c2c_cli.text import did_you_mean, nearest, one_of, quoted, shell

MAX_BYTES = 64 << 20
"""Maximum size of a file: about nine times that of 10,000 centres and as many meetings."""

MAX_LINES = 4_000_000
"""Maximum number of lines of a file.

Explaining the errors of a longer one takes too much time and memory.
"""


LEFTOVER_SECONDS = 86_400
"""Age from which a temporary file of any process is deleted."""

_IN_PATH = r"[./\\]"
"""A character in the path of a file that the name of a bundled registry does not contain."""

ANOTHER_FILE = "pass another file"
"""The hint for a missing file that must have a content: an empty registry would not help."""

IN_USE_SECONDS = 1
"""Maximum time to wait, on Windows, until other programs close a file."""

_IN_USE = {5, 32}
"""Errors of Windows for a file that another program has open: access denied, sharing violation."""


def read_bytes(file: str, missing: str = "", name: str = "") -> bytes:
    """Return the content of a file, a pipe or, for `-`, standard input.

    `missing` is the hint for a missing file, by default for a registry file, and `name` the name of
    the file in messages. Raises InputError if the file cannot be read, or exceeds a limit.
    """
    if not file:
        raise InputError("file name is empty", "pass a file")
    if file == DASH and sys.stdin is None:
        raise InputError("standard input is closed", "pass a file")
    name = name or display_name(file)
    size = MAX_BYTES + 1  # a device may be endless
    try:
        if file == DASH:
            content = sys.stdin.buffer.read(size)
        elif is_in_zip_file(file):
            content = read_file(file)
        else:
            with Path(file).open("rb") as stream:
                content = stream.read(size)
    except FileNotFoundError:
        raise not_found(file, name, missing) from None
    except (OSError, ValueError) as error:
        why = reason(error)
        # Windows reports that permission is denied; os.path.isdir never raises an error
        if isinstance(error, PermissionError) and os.path.isdir(file):  # noqa: PTH112
            why = os.strerror(errno.EISDIR).lower()
        raise InputError.of(refused(f"read {name}", why)) from None
    limit = exceeded_limit(content)
    if limit:
        raise InputError(f"{name} is {limit}")
    return content


def require_file(file: str, hint: str = "") -> None:
    """Raise InputError if a file does not exist, or this user cannot reach it.

    The `hint` for a missing file is by default that for a registry file.
    """
    name = display_name(file)
    try:
        os.stat(file)  # noqa: PTH116  # a name may contain a NUL
    except FileNotFoundError:
        raise not_found(file, name, hint) from None
    except (OSError, ValueError) as error:
        raise InputError.of(refused(f"read {name}", reason(error))) from None


def not_found(file: str, name: str, hint: str = "") -> InputError:
    """Return the error for a file, called `name` in messages, that does not exist.

    The `hint` is by default that for a registry file. A symbolic link whose target is missing does
    exist, so it is reported as such.
    """
    if Path(file).is_symlink():
        return InputError(f"{name} is a broken symbolic link", "remove it, or change its target")
    shown = name if re.search(_IN_PATH, name) and " " not in name else quoted(name)
    return InputError(f"{shown} not found", hint or hint_if_missing(file))


def hint_if_missing(file: str) -> str:
    """Return the hint for a missing registry file, whose name may be meant for a bundled one."""
    if file.startswith("~/"):  # no shell expands --data=~/FILE
        return "replace ~ with the path of your home directory"
    if re.search(_IN_PATH, file):  # the name of a file
        return f"pass another file, or create it with c2c init {shell(file)}"
    if file in BUNDLED:  # an argument of c2c check is always a file
        return f"use --data {file}"
    near = nearest(file, BUNDLED)
    if near is not None:
        return did_you_mean(near)
    return f"pass a file, {one_of([*BUNDLED])}, or create one with c2c init FILE"


def exceeded_limit(content: bytes) -> str:
    """Return how `content` exceeds a limit, such as `larger than 64 MB`, or an empty string."""
    if len(content) > MAX_BYTES:
        return f"larger than {MAX_BYTES >> 20} MB"
    if content.count(b"\n") > MAX_LINES:
        return f"longer than {MAX_LINES:,} lines"
    return ""


def require_writable(file: str) -> None:
    """Raise InputError or WriteError if `file` cannot be replaced."""
    try:
        found = Path(file).stat()
    except OSError:
        read_bytes(file)  # raises the error
        raise
    if not stat.S_ISREG(found.st_mode):
        raise WriteError(f"{file} is not a regular file")
    if not found.st_mode & 0o222 or not os.access(file, os.W_OK):
        raise WriteError(f"{file} is read-only", "make it writable, or use a copy")
    if found.st_nlink > 1:
        why = "it has another hard link, which would keep the old content"
        raise WriteError.of(refused(f"write {file}", why, "use a symbolic link instead"))
    try:
        require_writable_directory(Path(os.path.realpath(file)).parent, owner=found.st_uid)
    except OSError as error:
        raise WriteError.of(refused(f"write {file}", reason(error))) from None


def require_writable_directory(directory: Path, owner: int | None = None) -> None:
    """Raise OSError if no file can be created in a directory, as a write would.

    `owner` is the owner of the file to replace, if there is one. In a directory such as `/tmp`,
    only this user and the owner of the directory may replace it.
    """
    found = directory.stat()
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    if not os.access(directory, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    is_sticky = found.st_mode & stat.S_ISVTX and hasattr(os, "geteuid")
    if owner is not None and is_sticky and os.geteuid() not in {0, owner, found.st_uid}:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))


@contextlib.contextmanager
def temporary_beside(file: Path, content: bytes, like: Path | None = None) -> Iterator[Path]:
    """Write `content` to a temporary file next to `file`, flushed to the disk, and yield its path.

    Afterwards the temporary file is deleted, unless it was moved. `like` is the file whose owner,
    group, mode and extended attributes to use.
    """
    temporary = file.parent / temporary_name(file, f"{os.getpid()}-{os.urandom(6).hex()}")
    try:
        with new_file(temporary, 0o600 if like else 0o666) as stream:
            stream.write(content)
            stream.flush()
            # last, because a write clears some attributes
            if like is not None and hasattr(os, "fchown"):
                _keep_access(stream.fileno(), like)
            os.fsync(stream.fileno())
        yield temporary
    finally:
        remove(temporary)


def temporary_name(file: Path, part: str) -> str:
    """Return a name that contains `part`, for a temporary file next to `file`.

    All names for `file` begin alike, up to `part`, until this host restarts.
    """
    from c2c_cli.store.process import boot, namespace  # noqa: PLC0415  # readers do not need it

    system = digest(f"{boot()}/{namespace()}".encode())[:8]
    return f".{digest(os.fsencode(file.name))[:16]}-{system}-{part}.c2c"


def delete_leftovers(file: Path, *, all_dead: bool = False) -> None:
    """Delete temporary files for `file` whose process has ended, or that are a day old.

    With `all_dead`, all are deleted, because no process that wrote one can be alive.
    """
    from c2c_cli.store.process import has_ended  # noqa: PLC0415  # readers do not need it

    of_this_system = temporary_name(file, "").removesuffix(".c2c")
    of_file = of_this_system.partition("-")[0]
    oldest = time.time() - LEFTOVER_SECONDS
    with contextlib.suppress(OSError):  # the directory need not be readable
        for left in file.parent.iterdir():
            name = left.name
            if not (name.startswith(f"{of_file}-") and name.endswith(".c2c")):
                continue
            # a process of another system may have the same id
            process = name.removeprefix(of_this_system).partition("-")[0]
            is_dead = all_dead or (process.isdecimal() and has_ended(int(process)))
            if is_dead or left.stat().st_mtime < oldest:
                remove(left)


def digest(content: bytes) -> str:
    """Return the SHA-256 digest of `content`."""
    from hashlib import sha256  # noqa: PLC0415  # readers do not need it

    return sha256(content).hexdigest()


def new_file(file: Path, mode: int) -> BinaryIO:
    """Open a new file for writing; raise FileExistsError if it exists."""
    return open(file, "xb", opener=partial(os.open, mode=mode))


def _keep_access(descriptor: int, like: Path) -> None:
    """Give an open file the owner, group, mode and extended attributes of the file `like`.

    Owner and group are kept if that is possible. Raises PermissionError if the group cannot be kept
    and others would lose access.
    """
    old, new = like.stat(), os.fstat(descriptor)
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        for owner in (old.st_uid, -1):  # only root may change the owner
            with contextlib.suppress(OSError):
                os.fchown(descriptor, owner, old.st_gid)
                break
        else:
            # what its owner or group may do, but others may not
            restricted = (old.st_mode >> 6 | old.st_mode >> 3) & ~old.st_mode & 0o7
            if restricted:
                why = f"others would lose access, because you are not in its group ({old.st_gid})"
                raise PermissionError(errno.EPERM, why)
    names: list[str] = []
    acl = "system.posix_acl_access"
    # not every platform and file system has extended attributes
    with contextlib.suppress(AttributeError, OSError):
        names = os.listxattr(like)
        os.removexattr(descriptor, acl)  # the list that it inherited from the directory
    for name in names:
        try:
            os.setxattr(descriptor, name, os.getxattr(like, name))
        except OSError:  # some attributes belong to the system
            if name == acl:
                raise
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


def replace(temporary: Path, file: Path) -> None:
    """Replace `file` with `temporary`, and flush the directory to the disk."""
    once_closed(lambda: temporary.replace(file))
    with contextlib.suppress(OSError):  # not every platform can open directories
        descriptor = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove(file: Path) -> None:
    """Delete a file, if possible; a leftover file does no harm."""
    with contextlib.suppress(OSError):
        once_closed(file.unlink)


def once_closed(action: Callable[[], object]) -> None:
    """Replace or delete a file, as soon as no other program has it open.

    Only Windows refuses that for an open file, such as one that a virus scanner reads.
    """
    deadline = time.monotonic() + IN_USE_SECONDS
    while True:
        try:
            action()
        except OSError as error:
            if getattr(error, "winerror", None) not in _IN_USE or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
