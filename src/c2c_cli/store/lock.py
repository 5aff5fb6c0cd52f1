"""Locks on registry files, against other writers."""

import contextlib
import errno
import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from c2c_cli import streams
from c2c_cli.errors import WriteError, reason, refused
from c2c_cli.store.disk import digest, temporary_name
from c2c_cli.store.locate import Location, state_directory

LOCK_SECONDS = 30
"""Maximum time to wait for another writer."""

LEFTOVER_SECONDS = 86_400
"""Age from which a temporary file of any process is deleted."""


@contextlib.contextmanager
def locked(where: Location) -> Iterator[Path]:
    """Lock a registry file against other writers, and yield its real path.

    Delete the temporary files of crashed writers, and warn about a file of another user. An OSError
    while the file is locked becomes a WriteError.
    """
    if where.foreign:
        streams.warn(
            f"{where.file} in a parent directory belongs to another user; "
            "use --data to select a file"
        )
    try:
        real = Path(os.path.realpath(where.file))
        shared = _lock_directory(real.parent)
        release = shared or _lock_state(real)
        try:
            _delete_leftovers(real, all_dead=shared is not None)
            yield real
        finally:
            with contextlib.suppress(OSError):  # the write is already complete
                release()
    except OSError as error:
        why, hint = reason(error), ""
        if isinstance(error, TimeoutError):
            why = f"another process has held its lock for {LOCK_SECONDS} seconds"
            hint = "try again later"
        elif error.errno == errno.EBUSY:
            why = "it is a mount point"
            hint = "mount its directory instead"
        raise WriteError.of(refused(f"write {where.file}", why, hint)) from None


def _lock_directory(directory: Path) -> Callable[[], None] | None:
    """Lock a directory against all writers on this host, and return the release function.

    Return None if that is impossible. Raises TimeoutError if another writer keeps its lock.
    """
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock  # noqa: PLC0415  # not on every platform

        descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    except (ImportError, OSError):  # as on Windows
        return None
    end = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            flock(descriptor, LOCK_EX | LOCK_NB)
            return partial(os.close, descriptor)
        except BlockingIOError:
            if time.monotonic() > end:
                raise TimeoutError from None
            time.sleep(0.02)
        except OSError:  # as on NFS
            os.close(descriptor)
            return None


def _lock_state(real: Path) -> Callable[[], None]:
    """Lock a file against writers with the same state directory, and return the release function.

    Without a writable state directory, the file is not locked. Raises TimeoutError if another
    writer keeps its lock.
    """
    from filelock import FileLock  # noqa: PLC0415  # slow to import, and rarely needed

    name = f"{digest(os.fsencode(real))[:32]}.lock"
    lock = FileLock(state_directory() / name, timeout=LOCK_SECONDS)
    try:
        state_directory().mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except TimeoutError:
        raise
    except (OSError, NotImplementedError):
        pass
    return lock.release


def _delete_leftovers(file: Path, *, all_dead: bool) -> None:
    """Delete temporary files for `file` that no writer can need.

    These are old ones and, if all writers on this host are dead, those from this host.
    """
    of_this_host = temporary_name(file, "").removesuffix(".c2c")
    of_any_host = of_this_host.partition("-")[0]
    oldest = time.time() - LEFTOVER_SECONDS
    for left in file.parent.glob(f"{of_any_host}-*.c2c"):
        with contextlib.suppress(OSError):
            is_dead = all_dead and left.name.startswith(of_this_host)
            if is_dead or left.stat().st_mtime < oldest:
                left.unlink()
