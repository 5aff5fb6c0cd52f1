"""Lock files beside registry files, which keep other writers out."""

import contextlib
import datetime
import errno
import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from c2c_cli import streams
from c2c_cli.errors import Diagnostic, WriteError, reason, refused
from c2c_cli.store.disk import (
    delete_leftovers,
    digest,
    new_file,
    once_closed,
    read_bytes,
    remove,
)
from c2c_cli.store.locate import Location
from c2c_cli.store.process import boot, has_ended, namespace

LOCK_SECONDS = 30
"""Maximum time to wait for another writer."""

_MAX_RECORD = 4096
"""Maximum number of bytes to read from a lock file."""


class Holder(NamedTuple):
    """A process that holds a lock, as its lock file names it."""

    process: int
    boot: str
    """The name of its host, which changes each time the host starts."""
    namespace: str
    """The namespace of its process id, such as that of a container."""
    device: int
    """The device of the directory."""
    kept: str
    """The name of a file in the directory that it keeps locked with flock; `-` if it has none."""
    since: str
    """The time at which it took the lock, in UTC; the microseconds make the record unique."""
    host: str

    @classmethod
    def this_process(cls, directory: Path, kept: str = "-") -> Self:
        """Return this process as the holder of a lock in a directory that it takes now."""
        now = datetime.datetime.now(datetime.UTC)
        since = f"{now:%Y-%m-%dT%H:%M:%S.%fZ}"
        host = platform.node()
        return cls(os.getpid(), boot(), namespace(), _device(directory), kept, since, host)

    @classmethod
    def of(cls, record: str) -> Self | None:
        """Return the holder that the content of a lock file names, or None if it is unreadable."""
        try:
            process, boot, namespace, device, kept, since, host = record.split(" ", 6)
            return cls(int(process), boot, namespace, int(device), kept, since, host)
        except ValueError:
            return None

    def record(self) -> str:
        """Return the content of the lock file of this holder."""
        return " ".join(map(str, self))

    def kept_file(self, directory: Path) -> Path | None:
        """Return the file that the holder keeps locked, or None if it is not visible here.

        It is not visible on another host, or through a FUSE mount, which is a device of its own.
        """
        is_visible = self.boot == boot() and self.device == _device(directory)
        return directory / self.kept if is_visible and self.kept.startswith(".") else None

    def has_same_ids(self) -> bool:
        """Return whether a process id means the same process to the holder and to this process."""
        return os.name == "posix" and (self.boot, self.namespace) == (boot(), namespace())

    def is_here(self, directory: Path) -> bool:
        """Return whether this process can find out whether the holder has ended."""
        return self.has_same_ids() or self.kept_file(directory) is not None

    def has_ended(self, directory: Path) -> bool:
        """Return whether the holder, which is not this run, has certainly ended."""
        kept = self.kept_file(directory)
        if kept is not None and kept.is_file():
            return _is_free(kept)
        if kept is not None and os.name == "nt":  # which never deletes an open file
            return True
        # in containers, each run may have the same process id
        is_earlier_run = self.process == os.getpid()
        return self.has_same_ids() and (is_earlier_run or has_ended(self.process))


class HeldError(Exception):
    """Another process has not released its lock."""

    def __init__(self, file: Path, record: str) -> None:
        super().__init__()
        self.file = file
        self.holder = Holder.of(record)

    def diagnostic(self, registry: str) -> Diagnostic:
        """Return what is wrong, and what to do, for the file `registry`."""
        if self.holder is None:
            why = f"lock file {self.file} still exists after {LOCK_SECONDS} seconds"
            hint = "delete the lock file if no other c2c process is running"
        elif self.holder.is_here(self.file.parent):
            why = f"process {self.holder.process} still holds the lock after {LOCK_SECONDS} seconds"
            hint = f"try again later, or delete {self.file} if that process is not c2c"
        else:
            process = f"process {self.holder.process} on {self.holder.host}"
            minute = self.holder.since[:16].replace("T", " ")
            why = f"{process} has held the lock since {minute} UTC"
            hint = f"delete {self.file} if that process has ended"
        return refused(f"write {registry}", why, hint)


class Lock:
    """A lock on a registry file."""

    def __init__(self, real: Path) -> None:
        self.real = real
        """The real path of the registry file."""
        self._file = real.with_name(f".{real.name[:50]}.lock")
        self._kept = real.with_name(f"{self._file.name}-{os.urandom(6).hex()}")
        """A file that this process keeps locked with flock, so that others see that it is alive."""
        self._stream: BinaryIO | None = None
        self._record = ""

    def take(self) -> None:
        """Take the lock; raise HeldError if another process still holds it after LOCK_SECONDS."""
        self._stream = new_file(self._kept, 0o644)
        kept = self._kept.name if _flock(self._stream, exclusive=True) else "-"
        self._record = Holder.this_process(self._kept.parent, kept).record()
        _take(self._file, self._record, time.monotonic() + LOCK_SECONDS)

    def read(self, name: str) -> bytes:
        """Return the content of the registry file; `name` is its name in messages."""
        return read_bytes(str(self.real), name=name)

    def is_held(self) -> bool:
        """Return whether this process still holds the lock; a user may have deleted its file."""
        return _read(self._file) == self._record

    def release(self) -> None:
        """Delete the lock file, unless it is that of another process."""
        _release(self._file, self._record)
        if self._stream is not None:
            with contextlib.suppress(OSError):  # the write may be complete
                self._stream.close()
        remove(self._kept)  # last, because Windows cannot delete open files

    def delete_leftovers(self) -> None:
        """Delete what killed writers left beside the registry file."""
        delete_leftovers(self.real, all_dead=True)
        with contextlib.suppress(OSError):  # as in a directory that cannot be listed
            for left in self.real.parent.iterdir():
                is_lock = left.name.startswith(f"{self._file.name}-")
                if is_lock and (left.is_symlink() or _is_free(left)):
                    remove(left)


@contextlib.contextmanager
def locked(where: Location) -> Iterator[Lock]:
    """Lock a registry file against other writers, and delete what killed ones left.

    Warn about a file of another user. An OSError while the file is locked becomes a WriteError.
    """
    if where.foreign:
        streams.warn(
            f"{where.file} in a parent directory belongs to another user; "
            "use --data to select a file"
        )
    try:
        lock = Lock(Path(os.path.realpath(where.file)))
        try:  # a signal may arrive as soon as the lock is taken
            lock.take()
            lock.delete_leftovers()
            yield lock
        finally:
            lock.release()
    except HeldError as error:
        raise WriteError.of(error.diagnostic(where.file)) from None
    except OSError as error:
        why, hint = reason(error), ""
        if error.errno == errno.EBUSY:
            why = "it is a mount point"
            hint = "mount its directory instead"
        raise WriteError.of(refused(f"write {where.file}", why, hint)) from None


def _take(file: Path, record: str, deadline: float) -> None:
    """Create a lock file as soon as no other process has one.

    Raises HeldError at the deadline, a time of the monotonic clock.
    """
    while not _created(file, record):
        found = _read(file)
        if found == record:  # NFS may send a request twice and report the second result
            return
        if time.monotonic() > deadline:
            raise HeldError(file, found)
        holder = Holder.of(found)
        if holder is not None and holder.has_ended(file.parent):
            _delete_dead(file, found, record, deadline)
        else:
            time.sleep(0.02)


def _delete_dead(file: Path, dead: str, record: str, deadline: float) -> None:
    """Delete a lock file that contains `dead`, the record of a process that has ended.

    If several processes find it, only one may delete it: a slower one would delete the lock that a
    faster one has taken since. Therefore, each locks the record and then reads the file again.
    """
    guard = file.with_name(f"{file.name}-{digest(dead.encode())[:16]}")
    try:
        _take(guard, record, deadline)
        if _read(file) == dead:
            once_closed(lambda: file.unlink(missing_ok=True))
    except OSError as error:  # as in /tmp, if the lock is another user's
        raise WriteError.of(refused(f"delete {file}", reason(error))) from None
    finally:
        _release(guard, record)


def _release(file: Path, record: str) -> None:
    """Delete a lock file if it contains `record`."""
    if _read(file) == record:
        remove(file)


def _created(file: Path, record: str) -> bool:
    """Create a lock file, and return False if it exists.

    A symbolic link has its content from the beginning, so a kill never leaves an empty lock. If
    links are not supported, the lock is a regular file. On Windows, it always is, because only some
    users may create links.
    """
    try:
        if os.name == "nt":
            raise NotImplementedError
        file.symlink_to(record)
    except FileExistsError:
        return False
    except (OSError, NotImplementedError):
        try:
            stream = new_file(file, 0o644)
        except FileExistsError:
            return False
        try:
            with stream:
                stream.write(record.encode())
        except BaseException:
            remove(file)  # no other writer could determine that an incomplete lock is not held
            raise
    return True


def _read(file: Path) -> str:
    """Return the content of a lock file, or an empty string if c2c did not create the file."""
    try:
        return str(file.readlink())
    except OSError:  # it is not a link
        with contextlib.suppress(OSError, ValueError):
            if file.is_file():  # a pipe would make the writer wait
                with file.open("rb") as stream:
                    return stream.read(_MAX_RECORD).decode()
    return ""


def _device(directory: Path) -> int:
    """Return the number of the device that a directory is on; -1 if that is unknown."""
    try:
        return directory.stat().st_dev
    except OSError:
        return -1


def _flock(stream: BinaryIO, *, exclusive: bool) -> bool:
    """Lock an open file against other processes of this host, and return whether that worked."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  # only there

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock  # noqa: PLC0415  # only here

            flock(stream, (LOCK_EX if exclusive else LOCK_SH) | LOCK_NB)
    except OSError:  # as for another process's file
        return False
    return True


def _is_free(file: Path) -> bool:
    """Return whether no process keeps a file locked with flock."""
    with contextlib.suppress(OSError), file.open("rb") as stream:
        return _flock(stream, exclusive=False)
    return False
