"""Bytes to the disk: prove, then replace; the old file or the new, whatever happens. Knows files, not centres."""

import contextlib
import os
import platform
import stat
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from platformdirs import user_state_path

from c2c_cli import streams
from c2c_cli.errors import WriteError
from c2c_cli.store.disk import read_bytes
from c2c_cli.store.draft import Draft
from c2c_cli.store.locate import Location, locate_writable, user_registry
from c2c_cli.text import visible

LOCK_SECONDS = 30
"""So long a writer waits for another."""

TRIES = 3
"""So often a change is worked out anew where somebody else writes meanwhile."""


class Change(NamedTuple):
    """What was done to a draft."""

    sentence: str
    """What was done, in words that a file's name follows; empty where there was nothing to do."""
    output: str = ""
    """What goes to standard output before the file is replaced."""


def change(data: str | None, make: Callable[[Draft], Change], *, dry_run: bool) -> None:
    """Change the registry in use, or print the difference alone; `data` is what `--data` says.

    Raises WriteError where nothing was written.
    """
    where = locate_writable(data)
    if dry_run or where.bundled:  # nothing is copied for a change that cannot be made
        draft = Draft(read_bytes(where.file), where.file)
        make(draft)
        new = draft.proved()
    if dry_run:
        from c2c_cli.store.diff import unified  # noqa: PLC0415  # only here

        streams.write_text(unified(draft.content, new, where.file))
        if new == draft.content:
            streams.say(f"c2c: nothing to change in {visible(where.file)}")
        return
    file = _copied(where) if where.bundled else where.file
    real = Path(os.path.realpath(file))
    _must_be_writable(real, file)
    with _alone(real, file):
        done = _replaced(real, file, make)
    streams.say(f"c2c: {done} {visible(file)}" if done else f"c2c: nothing to change in {visible(file)}")


def create(file: Path, content: bytes) -> None:
    """Make a new file, whole or not at all.

    Raises WriteError where it is there already or cannot be written.
    """
    name = visible(str(file))
    with _alone(Path(os.path.realpath(file)), str(file)):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise WriteError(f"{name} cannot be written: {file.parent} is no folder; nothing was written") from None
        except OSError as error:
            raise _not_written(str(file), error) from None
        _clear_dead(file)
        draft = _draft(file)
        try:
            if os.path.lexists(file):
                raise FileExistsError
            _write(draft, content, None)
            _link(draft, file)
        except FileExistsError:
            raise WriteError(f"{name} is there already; nothing was written") from None
        except OSError as error:
            raise _not_written(str(file), error) from None
        finally:
            _clear(draft)


def _link(draft: Path, file: Path) -> None:
    """Give a draft its name, and never replace what came there meanwhile: a link does not, unlike a rename."""
    try:
        os.link(draft, file)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, as those of memory sticks: what comes in this very moment is lost
        draft.rename(file)


def _copied(where: Location) -> str:
    """Copy the registry that comes with c2c to the user's own place, and return that."""
    file = user_registry()
    if file is None:
        raise WriteError("nobody's home is known to keep a registry of your own in; name a file with --data")
    try:
        create(file, read_bytes(where.file))
    except WriteError:
        if not file.exists():
            raise
    else:
        streams.say(f"c2c: copied the registry that comes with c2c to {visible(str(file))}")
    return str(file)


def _replaced(real: Path, file: str, make: Callable[[Draft], Change]) -> str:
    _clear_dead(real)
    for _ in range(TRIES):
        content = read_bytes(str(real))
        draft = Draft(content, file)
        done = make(draft)
        new = draft.proved()
        if new == content:
            return ""
        temporary = _draft(real)
        try:
            _write(temporary, new, real.stat())
            if read_bytes(str(real)) != content:
                continue
            if done.output:
                streams.write(done.output)
                if read_bytes(str(real)) != content:  # who reads the output may have kept us waiting
                    break
            temporary.replace(real)
            _sync_folder(real.parent)
        except OSError as error:
            raise _not_written(file, error) from None
        finally:
            _clear(temporary)
        return done.sentence
    raise WriteError(f"{visible(file)} is being changed by somebody else; try again; nothing was written")


@contextlib.contextmanager
def _alone(real: Path, file: str) -> Iterator[None]:
    """Wait for other writers of this user on this machine."""
    from filelock import FileLock, Timeout  # noqa: PLC0415  # neither a dry run nor TAB locks, and it takes a while

    folder = user_state_path("c2c", appauthor=False)
    lock = FileLock(folder / f"{sha256(os.fsencode(real)).hexdigest()[:32]}.lock", timeout=LOCK_SECONDS)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise WriteError(
            f"{visible(file)} is being written by another c2c for {LOCK_SECONDS} seconds now; try again; "
            "nothing was written"
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise WriteError(
            f"no lock can be kept in {visible(str(folder))}: {reason}; name another folder with XDG_STATE_HOME; "
            "nothing was written"
        ) from None
    try:
        yield
    finally:
        lock.release()


def _must_be_writable(real: Path, file: str) -> None:
    try:
        mode = real.stat().st_mode
    except OSError:
        read_bytes(file)  # tells what is wrong
        raise
    if stat.S_ISDIR(mode):
        read_bytes(file)
    if not stat.S_ISREG(mode):
        raise WriteError(f"{visible(file)} is no regular file; nothing was written")
    if not mode & 0o222 or not os.access(real, os.W_OK):
        raise WriteError(f"{visible(file)} is read-only; nothing was written")


def _mark(file: Path) -> str:
    """Return how the temporary files of a file begin that the writers of one user on one machine make."""
    user = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    return f".{sha256(os.fsencode(f'{file.name}/{platform.node()}/{user}')).hexdigest()[:24]}-"


def _draft(file: Path) -> Path:
    return file.parent / f"{_mark(file)}{os.getpid()}.c2c"


def _clear_dead(file: Path) -> None:
    """Take away the drafts of writers that live no more: we are alone."""
    for dead in file.parent.glob(f"{_mark(file)}*.c2c"):
        _clear(dead)


def _clear(file: Path) -> None:
    with contextlib.suppress(OSError):
        file.unlink()


def _write(file: Path, content: bytes, like: os.stat_result | None) -> None:
    """Write a file to the disk itself, with the mode and owner of another."""
    with file.open("xb") as stream:
        if like is not None and hasattr(os, "fchmod"):
            os.fchmod(stream.fileno(), stat.S_IMODE(like.st_mode))
            if (like.st_uid, like.st_gid) != (os.getuid(), os.getgid()):
                with contextlib.suppress(OSError):  # only root may give away
                    os.fchown(stream.fileno(), like.st_uid, like.st_gid)
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not every platform opens folders
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _not_written(file: str, error: OSError) -> WriteError:
    reason = (error.strerror or str(error)).lower()
    return WriteError(f"{visible(file)} cannot be written: {reason}; nothing was written")
