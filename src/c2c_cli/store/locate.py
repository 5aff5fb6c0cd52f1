"""Location of the registry file."""

import contextlib
import os
import stat
from pathlib import Path
from typing import NamedTuple

from c2c_cli import PACKAGE, is_in_zip_file
from c2c_cli.errors import UsageError, WriteError
from c2c_cli.text import shell

DASH = "-"

BUNDLED = {"korea": "centres.toml", "world": "world.toml"}
"""The bundled registries: the name that `--data` accepts, and the file."""

_HERE = Path("data") / "centres.toml"


def display_name(file: str) -> str:
    """Return the name of a file in messages: `<stdin>` for `-`."""
    return "<stdin>" if file == DASH else file


class Location(NamedTuple):
    """A registry file and the reason for choosing it."""

    file: str
    """The path for messages; `-` for standard input."""
    why: str
    bundled: bool = False
    """Whether it is a bundled registry, which is read-only."""
    foreign: bool = False
    """Whether it was found in a parent directory and belongs to another user."""
    named: bool = False
    """Whether `--data` or the environment variable named it."""


def data_option(data: str | None) -> str:
    """Return the `--data` option that a command in a hint needs.

    `data` is the value of `--data` that selected the registry.
    """
    if data is None:
        return ""
    file = "FILE" if data == DASH else shell(data)
    return f" --data {file}"


def locate(data: str | None) -> Location:
    """Return the registry file in use; `data` is the value of `--data`."""
    if data == "":
        raise UsageError("file name is empty", subject="--data")
    name, why = data, "specified by --data"
    if data is None:
        name, why = os.environ.get("C2C_DATA"), "specified by the environment variable C2C_DATA"
    word = _bundled_word(name)
    if word is not None:
        why = f"the bundled registry {word} (read-only), {why}"
        return Location(str(bundled_registry(word)), why, bundled=True, named=True)
    if name:
        return Location(name, why, named=True)
    near = _nearest()
    if near is not None:
        return near
    user = user_registry()
    if user is not None and os.path.lexists(user):
        return Location(str(user), "your user registry")
    return Location(str(bundled_registry()), "the bundled registry (read-only)", bundled=True)


def locate_writable(data: str | None) -> Location:
    """Return the registry file to change; `data` is the value of `--data`.

    Raises UsageError for standard input, and WriteError for a bundled registry that was named.
    """
    found = locate(data)
    if found.bundled and found.named:
        name = data or os.environ["C2C_DATA"]
        hint = f"copy it with c2c init mine.toml --copy {_bundled_word(name)}"
        raise WriteError(f"{name} is read-only", hint)
    if found.file == DASH:
        option, hint = "--data", "pass a file"
        if not data:
            option, hint = "C2C_DATA", "set C2C_DATA to a file, or pass --data FILE"
        raise UsageError("cannot write to standard input", hint, subject=option)
    return found


def _bundled_word(name: str | None) -> str | None:
    """Return the word for the bundled registry that `name` means, or None.

    `name` is the word itself, or the path of the registry in the package.
    """
    if name in BUNDLED:
        return name
    for word, file in BUNDLED.items():
        if name == str(PACKAGE / file):
            return word
    return None


def _nearest() -> Location | None:
    """Return the registry file in this directory or the nearest parent directory that has one."""
    try:
        here = Path.cwd()
    except OSError:  # the working directory was deleted
        return None
    # a directory that cannot be searched may contain the file
    is_closed = not os.access(os.curdir, os.X_OK) or (
        os.path.isdir(_HERE.parent) and not os.access(_HERE.parent, os.X_OK)  # noqa: PTH112  # never an error
    )
    if is_closed or os.path.lexists(_HERE):
        return Location(_HERE.as_posix(), "found in this directory")
    for parent in here.parents:
        file = parent / _HERE
        if os.path.lexists(file):
            fifo = foreign = False
            with contextlib.suppress(OSError, AttributeError):  # a dangling link, or Windows
                found = file.stat()
                fifo, foreign = stat.S_ISFIFO(found.st_mode), found.st_uid != os.geteuid()
            if not fifo:  # a pipe would make every command wait
                why = f"found in the parent directory {parent}"
                return Location(str(file), why, foreign=foreign)
    return None


def user_registry() -> Path | None:
    """Return the path of the user registry, which need not exist; None without a home directory."""
    # slow to import, and a nearer registry does not need it
    from platformdirs import user_data_path  # noqa: PLC0415

    with contextlib.suppress(RuntimeError):  # the user has no home directory
        file = user_data_path("c2c", appauthor=False) / "centres.toml"
        return file if file.is_absolute() else None
    return None


def state_directory() -> Path | None:
    """Return the directory for versions, which may not exist; None without a home directory."""
    # slow to import, and readers do not need it
    from platformdirs import user_state_path  # noqa: PLC0415

    with contextlib.suppress(RuntimeError):  # the user has no home directory
        return user_state_path("c2c", appauthor=False)
    return None


def bundled_registry(name: str = "korea") -> Path:
    """Return the path of a bundled registry."""
    return bundled(BUNDLED[name], "data")


def bundled(name: str, folder: str) -> Path:
    """Return the path of a file in the package.

    In an editable installation, that is a file in the directory `folder` of the checkout.
    """
    inside = PACKAGE / name
    if inside.exists() or is_in_zip_file(str(inside)):
        return inside
    return PACKAGE.parents[1] / folder / name
