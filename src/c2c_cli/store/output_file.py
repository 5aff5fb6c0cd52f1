"""The file of `--output`, which is not a registry."""

import errno
import os
from pathlib import Path

from c2c_cli import streams
from c2c_cli.errors import OutputClosedError, OutputError, reason, refused
from c2c_cli.store import disk

MAX_LINKS = 40
"""Maximum number of symbolic links to follow, as on Linux."""


def save(file: str, content: bytes) -> None:
    """Replace a file, or write to it if it is a pipe, a device or a file that is already open.

    Raises OutputClosedError if the reader of a pipe has closed it, and OutputError if the file
    cannot be written; a regular file is then unchanged.
    """
    try:
        number = descriptor(file)
        if number is not None:
            _write(os.dup(number), content)
        elif Path(file).exists() and not Path(file).is_file():
            _write(os.open(file, os.O_WRONLY), content)
        else:
            _replace(Path(os.path.realpath(file)), content)
    except BrokenPipeError:
        raise OutputClosedError from None
    except (OSError, ValueError) as error:
        raise OutputError.of(refused(f"write {file}", reason(error))) from None


def descriptor(file: str) -> int | None:
    """Return the number of the open file that a path names, such as 3 for `/dev/fd/3`.

    Opening the path again would lose the position in the file. Return None for any other path.
    """
    directories = {os.path.realpath("/dev/fd"), os.path.realpath("/proc/self/fd")}
    path = Path(file)
    for _ in range(MAX_LINKS):
        is_open_file = path.name.isdecimal() and os.path.realpath(path.parent) in directories
        if is_open_file and os.path.lexists(path):
            return int(path.name)
        if not os.path.islink(path):  # noqa: PTH114  # never raises an error, as for a long name
            return None
        path = path.parent / path.readlink()
    return None


def _write(descriptor: int, content: bytes) -> None:
    """Write to an open file, escaped if it is a terminal, and close it."""
    with open(descriptor, "wb") as stream:
        if stream.isatty():
            text = streams.for_terminal(content.decode(errors="backslashreplace"))
            content = text.encode(errors="backslashreplace")
        stream.write(content)


def _replace(file: Path, content: bytes) -> None:
    """Replace a regular file, or create it."""
    like = file if file.exists() else None
    if like is not None and not os.access(file, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    disk.delete_leftovers(file)
    with disk.temporary_beside(file, content, like) as temporary:
        disk.replace(temporary, file)
