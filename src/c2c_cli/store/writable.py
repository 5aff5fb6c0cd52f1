"""Whether commands can change a registry, decided as a write decides it."""

import os
from pathlib import Path

from c2c_cli.errors import C2CError, WriteError, reason, refused, sentence
from c2c_cli.store import disk
from c2c_cli.store.locate import Location, locate_writable, user_registry


def require(data: str | None) -> Location:
    """Return the registry file that a command changes if `data` is the value of `--data`.

    The bundled registry can be changed unless it was named, because a write copies it first.
    Raises the error of a command that cannot change the registry.
    """
    where = locate_writable(data)
    if where.bundled:
        _require_creatable(copy_of_bundled().parent)
    else:
        disk.require_writable(where.file)
    return where


def copy_of_bundled() -> Path:
    """Return the user registry, to which the first write copies the bundled registry.

    Raises WriteError if the user has no home directory.
    """
    file = user_registry()
    if file is None:
        message = "cannot determine your home directory for a user registry"
        raise WriteError(message, "pass a file with --data")
    return file


def _require_creatable(directory: Path) -> None:
    """Raise WriteError if a directory that may not exist, or a file in it, cannot be created."""
    existing = directory
    while not os.path.lexists(existing):
        existing = existing.parent
    try:
        disk.require_writable_directory(existing)
    except OSError as error:
        hint = "create a registry elsewhere with c2c init FILE --copy, and pass it with --data"
        raise WriteError.of(refused(f"create {directory}", reason(error), hint)) from None


def why_not(data: str | None) -> str:
    """Return why no command can change a registry, and what to do; an empty string if one can.

    `data` is the value of `--data` that selects the registry. Output that would contain commands
    to change it has this sentence instead.
    """
    try:
        require(data)
    except C2CError as error:
        hint = error.hint or "pass a copy of it with --data"
        return sentence(error.message, hint)
    return ""
