"""Lock files beside registry files, which keep other writers out."""

import contextlib
import datetime
import errno
import os
import platform
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from c2c_cli import streams
from c2c_cli.errors import Diagnostic, WriteError, reason, refused
from c2c_cli.store.disk import delete_leftovers, digest, new_file, read_bytes, remove
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
    """A name for its host since the last start."""
    namespace: str
    """The namespace of its id, such as that of a container."""
    device: int
    """The device of the directory if the process keeps the lock file locked with flock, else 0."""
    since: str
    """The time at which it took the lock, in UTC; the microseconds make the record unique."""
    host: str

    @classmethod
    def this_process(cls, device: int) -> Self:
        """Return this process as the holder of a lock that it takes now."""
        now = datetime.datetime.now(datetime.UTC)
        since = f"{now:%Y-%m-%dT%H:%M:%S.%fZ}"
        return cls(os.getpid(), boot(), namespace(), device, since, platform.node())

    @classmethod
    def of(cls, record: str) -> Self | None:
        """Return the holder that the content of a lock file names, or None if it is unreadable."""
        try:
            process, boot, namespace, device, since, host = record.split(" ", 5)
            return cls(int(process), boot, namespace, int(device), since, host)
        except ValueError:
            return None

    def record(self) -> str:
        """Return the content of the lock file of this holder."""
        return " ".join(map(str, self))

    def keeps_flock(self, directory: Path) -> bool:
        """Return whether this process can see the flock that the holder keeps.

        It cannot on another host, nor through a FUSE mount, which is a device of its own.
        """
        return self.boot == boot() and self.device == _device(directory)

    def is_here(self, directory: Path) -> bool:
        """Return whether this process can find out whether the holder has ended."""
        has_same_ids = (self.boot, self.namespace) == (boot(), namespace())
        return self.keeps_flock(directory) or (has_same_ids and os.name == "posix")

    def has_ended(self, file: Path) -> bool:
        """Return whether the holder of a lock file, which is not this run, has certainly ended."""
        if self.keeps_flock(file.parent):
            return _is_free(file)
        # in containers, each run may have the same process id
        is_earlier_run = self.process == os.getpid()
        return self.is_here(file.parent) and (is_earlier_run or has_ended(self.process))


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


class LockFile:
    """A file that at most one process has, until it deletes it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream: BinaryIO | None = None
        self._record = ""

    def take(self, deadline: float) -> None:
        """Create the file as soon as no other process has it.

        Raises HeldError at the deadline, a time of the monotonic clock.
        """
        while not self._create():
            found = _read(self._path)
            if time.monotonic() > deadline:
                raise HeldError(self._path, found)
            holder = Holder.of(found)
            if holder is not None and holder.has_ended(self._path):
                self._delete_dead(found, deadline)
            else:
                time.sleep(0.02)

    def is_held(self) -> bool:
        """Return whether this process still has the file; a user may have deleted it."""
        return self._record != "" and _read(self._path) == self._record

    def release(self) -> None:
        """Delete the file, unless it is that of another process."""
        if self.is_held():
            remove(self._path)
        self._close()

    def _close(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            with contextlib.suppress(OSError):  # the write may be complete
                stream.close()

    def _create(self) -> bool:
        """Create the file, and return False if another process has it."""
        try:
            try:
                self._create_with_content()
            except FileExistsError:
                raise
            except (OSError, NotImplementedError):  # the file system has no hard links
                self._create_in_place()
        except FileExistsError:
            pass
        if not self.is_held():  # over NFS, a link may be made although an error is reported
            self._close()
        return self._stream is not None

    def _create_with_content(self) -> None:
        """Create the file under another name first, so that a kill never leaves it without content.

        It is locked with flock, if possible.
        """
        temporary = self._path.with_name(f"{self._path.name}-{os.urandom(6).hex()}")
        try:
            self._stream = stream = new_file(temporary, 0o644)
            device = _device(self._path.parent) if _flock(stream, exclusive=True) else 0
            self._write(device)
            self._path.hardlink_to(temporary)
        finally:
            remove(temporary)

    def _create_in_place(self) -> None:
        """Create the file, and delete it if its content cannot be written."""
        self._close()
        self._stream = new_file(self._path, 0o644)
        try:
            self._write(0)
        except BaseException:
            remove(self._path)  # an incomplete lock would keep all writers out
            raise

    def _write(self, device: int) -> None:
        """Write a record of this process; `device` is as in the record."""
        if self._stream is not None:
            self._record = Holder.this_process(device).record()
            self._stream.write(self._record.encode())
            self._stream.flush()

    def _delete_dead(self, dead: str, deadline: float) -> None:
        """Delete the file, which contains `dead`, the record of a process that has ended.

        If several processes find it, only one may delete it: a slower one would delete the lock
        that a faster one has taken since. Therefore, each locks the record and then reads the file
        again.
        """
        guard = LockFile(self._path.with_name(f"{self._path.name}-{digest(dead.encode())[:16]}"))
        try:
            guard.take(deadline)
            if _read(self._path) == dead:
                self._path.unlink(missing_ok=True)
        except OSError as error:  # as in /tmp, if the lock is another user's
            raise WriteError.of(refused(f"delete {self._path}", reason(error))) from None
        finally:
            guard.release()


class Lock:
    """The lock of a registry file."""

    def __init__(self, real: Path) -> None:
        self.real = real
        """The real path of the registry file."""
        self._name = f".{real.name[:50]}.lock"
        self._file = LockFile(real.with_name(self._name))
        self.is_held = self._file.is_held
        self.release = self._file.release

    def take(self) -> None:
        """Take the lock; raise HeldError if another process still holds it after LOCK_SECONDS."""
        self._file.take(time.monotonic() + LOCK_SECONDS)

    def read(self, name: str) -> bytes:
        """Return the content of the registry file; `name` is its name in messages."""
        return read_bytes(str(self.real), name=name)

    def delete_leftovers(self) -> None:
        """Delete what killed writers left beside the registry file."""
        delete_leftovers(self.real, all_dead=True)
        with contextlib.suppress(OSError):  # as in a directory that cannot be listed
            for left in self.real.parent.iterdir():
                if left.name.startswith(f"{self._name}-"):
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


def _device(directory: Path) -> int:
    """Return the number of the device that a directory is on; -1 if that is unknown."""
    try:
        return directory.stat().st_dev
    except OSError:
        return -1


def _flock(stream: BinaryIO, *, exclusive: bool) -> bool:
    """Lock an open file against other processes of this host, and return whether that worked."""
    try:
        from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock  # noqa: PLC0415  # not on every platform

        flock(stream, (LOCK_EX if exclusive else LOCK_SH) | LOCK_NB)
    except (ImportError, OSError):  # as on Windows, and as for another process's file
        return False
    return True


def _is_free(file: Path) -> bool:
    """Return whether no process keeps a file locked with flock."""
    with contextlib.suppress(OSError), file.open("rb") as stream:
        return _flock(stream, exclusive=False)
    return False


def _read(file: Path) -> str:
    """Return the content of a lock file, or an empty string if there is none that c2c created."""
    with contextlib.suppress(OSError, ValueError):
        if file.is_file():  # a pipe would make the writer wait
            with file.open("rb") as stream:
                return stream.read(_MAX_RECORD).decode()
    return ""
