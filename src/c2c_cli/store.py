"""Which file the registry is, and the bytes on the disk. Knows where, not what: the text goes to `records`."""

import codecs
import os
import sys
from pathlib import Path
from typing import NamedTuple

from c2c_cli import records
from c2c_cli.errors import NotWrittenError, UnreadableError, WrongUsageError
from c2c_cli.registry import Registry
from c2c_cli.text import visible

STDIN = "-"

_HERE = Path("data") / "centres.toml"
_PACKAGE = Path(__file__).parent


class Place(NamedTuple):
    """A registry's file, and why it is this one."""

    file: str
    """Its path as it is named to people; `-` for standard input."""
    why: str


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
    if (own := _own()) is not None and os.path.lexists(own):
        return Place(str(own), "your own registry")
    return Place(str(shipped()), "the registry that comes with c2c; read-only")


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


def _own() -> Path | None:
    from platformdirs import user_data_path  # noqa: PLC0415  # only where no nearer registry is found

    own = user_data_path("c2c", appauthor=False) / "centres.toml"
    return own if own.is_absolute() else None  # nobody's home is known


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
    return records.read(decode(read_bytes(file), name), name)


def read_bytes(file: str) -> bytes:
    """Return what a file holds: a regular one, a pipe, or standard input for `-`."""
    try:
        if file == STDIN:
            if sys.stdin is None:
                raise UnreadableError("standard input is closed; name a file with --data")
            return sys.stdin.buffer.read()
        return Path(file).read_bytes()
    except FileNotFoundError:
        raise UnreadableError(f"{visible(file)} is not there; name another file, or make one with c2c init") from None
    except IsADirectoryError:
        raise UnreadableError(f"{visible(file)} is a folder; name the file in it") from None
    except PermissionError:
        raise UnreadableError(f"{visible(file)} cannot be read: permission denied") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableError(f"{visible(file)} cannot be read: {reason.lower()}") from None


def decode(content: bytes, name: str) -> str:
    """Return a file's text. A byte-order mark is no part of it."""
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        from c2c_cli.problems import InvalidFileError, Problem  # noqa: PLC0415  # only where there are any

        before = content[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        wrong = f"the byte 0x{content[error.start]:02x} is no UTF-8; save the file in UTF-8"
        raise InvalidFileError(name, [Problem(line, column, "", "", wrong)]) from None


def create(file: Path, content: bytes) -> None:
    """Make a new file, whole or not at all.

    Raises NotWrittenError where it is there already or cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(file, error) from None
    if os.path.lexists(file):
        raise NotWrittenError(f"{visible(str(file))} is there already; nothing was written")
    draft = file.with_name(f".{file.name}.{os.getpid()}.c2c")
    try:
        with draft.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(draft, file)  # unlike a rename, it never replaces what came there meanwhile
    except FileExistsError:
        raise NotWrittenError(f"{visible(str(file))} is there already; nothing was written") from None
    except OSError as error:
        raise _not_written(file, error) from None
    finally:
        draft.unlink(missing_ok=True)


def _not_written(file: Path, error: OSError) -> NotWrittenError:
    reason = (error.strerror or str(error)).lower()
    return NotWrittenError(f"{visible(str(file))} cannot be written: {reason}; nothing was written")
