"""New registry files: empty, or copies of a bundled registry."""

import os
from pathlib import Path

from c2c_cli import read_text, streams
from c2c_cli.errors import WriteError, reason, refused
from c2c_cli.model.records import Network
from c2c_cli.store import disk
from c2c_cli.store.locate import Location
from c2c_cli.store.lock import locked
from c2c_cli.store.writable import copy_of_bundled
from c2c_cli.toml import convert

DEFAULT_NETWORK = "UNESCO Category 2 Centres"
"""The name of the network of a new registry, unless another one is given."""


def template(network: str) -> bytes:
    """Return the content of a new registry for a network.

    Raises InvalidError if the name of the network is invalid.
    """
    name = convert.format_value(Network(name=network).name)
    text = read_text("store/template.toml")
    return text.replace('"{name}"', name).encode()


def require_new(file: str) -> None:
    """Raise WriteError if `file` exists."""
    if os.path.lexists(file):
        raise WriteError(f"{file} already exists", "pass another FILE")


def create(file: str, content: bytes) -> None:
    """Create `file` atomically; raise WriteError if it exists or cannot be written."""
    path = Path(file)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WriteError.of(refused(f"create directory {path.parent}", reason(error))) from None
    with locked(Location(file, "")), disk.temporary_beside(path, content) as temporary:
        require_new(file)
        disk.replace(temporary, path)


def copy_bundled(where: Location) -> str:
    """Copy a bundled registry to the user registry, unless that exists, and return its path."""
    file = str(copy_of_bundled())
    try:
        create(file, disk.read_bytes(where.file))
        streams.note(f"copied the bundled registry to {file}")
    except WriteError:
        # another process may just have copied it; os.path.exists never raises an error
        if not os.path.exists(file):  # noqa: PTH110
            raise
    return file
