"""Location of the registry file."""

import os
from pathlib import Path
from typing import NamedTuple

from c2c_cli.errors import UsageError

STDIN = "-"

_HERE = Path("data") / "centres.toml"
_PACKAGE = Path(__file__).parents[1]


class Location(NamedTuple):
    """A registry file and the reason for choosing it."""

    file: str
    """The path for messages; `-` for standard input."""
    why: str
    bundled: bool = False
    """Whether it is the bundled registry, which is read-only."""


def locate(data: str | None) -> Location:
    """Return the registry file in use; `data` is the value of `--data`."""
    if data is not None:
        if not data:
            raise UsageError("file name is empty", subject="--data")
        return Location(data, "specified by --data")
    if named := os.environ.get("C2C_DATA"):
        return Location(named, "specified by the environment variable C2C_DATA")
    if (near := _nearest()) is not None:
        return near
    if (mine := user_registry()) is not None and os.path.lexists(mine):
        return Location(str(mine), "your user registry")
    return Location(str(bundled_registry()), "the bundled registry (read-only)", bundled=True)


def locate_writable(data: str | None) -> Location:
    """Return the registry file in use, for a command that changes it.

    Raises UsageError if `data` is standard input.
    """
    found = locate(data)
    if found.file == STDIN:
        raise UsageError("cannot write to standard input", "pass a file", subject="--data")
    return found


def _nearest() -> Location | None:
    try:
        here = Path.cwd()
    except OSError:  # the working directory was deleted
        return None
    if os.path.lexists(here / _HERE):
        return Location(str(_HERE), "found in this directory")
    for parent in here.parents:
        if os.path.lexists(parent / _HERE):
            return Location(str(parent / _HERE), f"found in the parent directory {parent}")
    return None


def user_registry() -> Path | None:
    """Return the path of the user registry, which need not exist, or None without a home directory."""
    from platformdirs import user_data_path  # noqa: PLC0415  # slow to import, and a nearer registry does not need it

    file = user_data_path("c2c", appauthor=False) / "centres.toml"
    return file if file.is_absolute() else None


def bundled_registry() -> Path:
    """Return the bundled registry, in the package or in the checkout that it is installed from."""
    inside = _PACKAGE / "centres.toml"
    return inside if inside.exists() else _PACKAGE.parents[1] / _HERE
