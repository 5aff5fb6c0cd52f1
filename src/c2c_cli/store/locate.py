"""Which file the registry is."""

import os
from pathlib import Path
from typing import NamedTuple

from c2c_cli.errors import UsageError

STDIN = "-"

_HERE = Path("data") / "centres.toml"
_PACKAGE = Path(__file__).parents[1]


class Location(NamedTuple):
    """A registry's file, and why it is this one."""

    file: str
    """Its path as it is named to people; `-` for standard input."""
    why: str
    bundled: bool = False
    """Whether it is the one that comes with c2c, which is read-only."""


def locate(data: str | None) -> Location:
    """Return the file of the registry in use; `data` is what `--data` says."""
    if data is not None:
        if not data:
            raise UsageError("--data: the file has no name")
        return Location(data, "named by --data")
    if named := os.environ.get("C2C_DATA"):
        return Location(named, "named by C2C_DATA in the environment")
    if (near := _nearest()) is not None:
        return near
    if (mine := user_registry()) is not None and os.path.lexists(mine):
        return Location(str(mine), "your own registry")
    return Location(str(bundled_registry()), "the registry that comes with c2c; read-only", bundled=True)


def locate_writable(data: str | None) -> Location:
    """Return the file of the registry in use, to be written.

    Raises UsageError for standard input.
    """
    found = locate(data)
    if found.file == STDIN:
        raise UsageError("--data: standard input cannot be written; name a file")
    return found


def _nearest() -> Location | None:
    try:
        here = Path.cwd()
    except OSError:  # the folder we stand in is gone
        return None
    if os.path.lexists(here / _HERE):
        return Location(str(_HERE), "the registry of this folder")
    for folder in here.parents:
        if os.path.lexists(folder / _HERE):
            return Location(str(folder / _HERE), f"the registry of the folder {folder}, the nearest above")
    return None


def user_registry() -> Path | None:
    """Return where the user's own registry is kept, or would be; None where nobody's home is known."""
    from platformdirs import user_data_path  # noqa: PLC0415  # only where no nearer registry is found

    file = user_data_path("c2c", appauthor=False) / "centres.toml"
    return file if file.is_absolute() else None


def bundled_registry() -> Path:
    """Return the registry that comes with c2c: beside the package, or in the checkout that it is installed from."""
    inside = _PACKAGE / "centres.toml"
    return inside if inside.exists() else _PACKAGE.parents[1] / _HERE
