"""Which file the registry is, and how it is read; `writing` writes it. Knows where, not what: that is `records`."""

import os
import sys
from pathlib import Path
from typing import BinaryIO, NamedTuple

from c2c_cli.errors import UnreadableError, WrongUsageError
from c2c_cli.model.registry import Registry
from c2c_cli.store import reading
from c2c_cli.text import visible

STDIN = "-"

LARGEST = 256 << 20
"""Bytes that a file may have: more than thirty times a registry of 10,000 centres and as many meetings."""

_HERE = Path("data") / "centres.toml"
_PACKAGE = Path(__file__).parents[1]


class Place(NamedTuple):
    """A registry's file, and why it is this one."""

    file: str
    """Its path as it is named to people; `-` for standard input."""
    why: str
    shipped: bool = False
    """Whether it is the one that comes with c2c, which is read-only."""


def place(data: str | None) -> Place:
    """Return the file of the registry in use; `data` is what `--data` says."""
    if data is not None:
        if not data:
            raise WrongUsageError("--data: the file has no name")
        return Place(data, "named by --data")
    if named := os.environ.get("C2C_DATA"):
        return Place(named, "named by C2C_DATA in the environment")
    if (near := _nearest()) is not None:
        return near
    if (mine := own()) is not None and os.path.lexists(mine):
        return Place(str(mine), "your own registry")
    return Place(str(shipped()), "the registry that comes with c2c; read-only", shipped=True)


def place_to_write(data: str | None) -> Place:
    """Return the file of the registry in use, to be written.

    Raises WrongUsageError for standard input.
    """
    found = place(data)
    if found.file == STDIN:
        raise WrongUsageError("--data: standard input cannot be written; name a file")
    return found


def _nearest() -> Place | None:
    try:
        here = Path.cwd()
    except OSError:  # the folder we stand in is gone
        return None
    if os.path.lexists(here / _HERE):
        return Place(str(_HERE), "the registry of this folder")
    for folder in here.parents:
        if os.path.lexists(folder / _HERE):
            return Place(str(folder / _HERE), f"the registry of the folder {folder}, the nearest above")
    return None


def own() -> Path | None:
    """Return where the user's own registry is kept, or would be; None where nobody's home is known."""
    from platformdirs import user_data_path  # noqa: PLC0415  # only where no nearer registry is found

    file = user_data_path("c2c", appauthor=False) / "centres.toml"
    return file if file.is_absolute() else None


def shipped() -> Path:
    """Return the registry that comes with c2c: beside the package, or in the checkout that it is installed from."""
    inside = _PACKAGE / "centres.toml"
    return inside if inside.exists() else _PACKAGE.parents[1] / _HERE


def load(data: str | None) -> Registry:
    """Read the registry in use.

    Raises UnreadableError where its file cannot be read, InvalidFileError where its text is no registry.
    """
    file = place(data).file
    name = "<stdin>" if file == STDIN else file
    return reading.read(read_bytes(file), name)


def read_bytes(file: str, missing: str = "name another file, or make one with c2c init") -> bytes:
    """Return what a file holds: a regular one, a pipe, or standard input for `-`.

    `missing` says what to do where it is not there.
    """
    if not file:
        raise UnreadableError("a file without a name cannot be read; name one")
    try:
        if file == STDIN:
            if sys.stdin is None:
                raise UnreadableError("standard input is closed; name a file with --data")
            return _all(sys.stdin.buffer, "<stdin>")
        with Path(file).open("rb") as stream:
            return _all(stream, file)
    except FileNotFoundError:
        raise UnreadableError(f"{visible(file)} is not there; {missing}") from None
    except IsADirectoryError:
        raise UnreadableError(f"{visible(file)} is a folder; name the file in it") from None
    except PermissionError:
        raise UnreadableError(f"{visible(file)} cannot be read: permission denied") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableError(f"{visible(file)} cannot be read: {reason.lower()}") from None


def _all(stream: BinaryIO, name: str) -> bytes:
    """Return all that a stream holds; one without an end is left before it has taken the memory."""
    parts, size = [], 0
    while part := stream.read(8 << 20):
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise UnreadableError(f"{visible(name)} is larger than {LARGEST >> 20} MB; a registry is not")
    return b"".join(parts)
