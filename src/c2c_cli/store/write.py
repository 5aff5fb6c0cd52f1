"""The way of a change into the file: load, draft, change, verify, replace."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from c2c_cli import streams
from c2c_cli.errors import WriteError
from c2c_cli.model.records import Network
from c2c_cli.store import disk
from c2c_cli.store.disk import read_bytes
from c2c_cli.store.draft import Draft
from c2c_cli.store.locate import Location, locate_writable, user_registry
from c2c_cli.text import visible
from c2c_cli.toml import serialize

TRIES = 3
"""So often a change is worked out anew where somebody else writes meanwhile."""

_TEMPLATE = Path(__file__).with_name("template.toml")


class Change(NamedTuple):
    """What was done to a draft."""

    sentence: str
    """What was done, in words that a file's name follows; empty where there was nothing to do."""
    output: str = ""
    """What goes to standard output before the file is replaced."""


Make = Callable[[Draft], Change]
"""Makes a change to a draft. It is a function because it is called again if the file changed meanwhile."""


def change(data: str | None, make: Make, *, dry_run: bool) -> None:
    """Change the registry in use, or print the difference alone; `data` is what `--data` says.

    Raises WriteError where nothing was written.
    """
    where = locate_writable(data)
    if dry_run:
        _preview(where.file, make)
        return
    if where.bundled:
        _worked_out(read_bytes(where.file), where.file, make)  # nothing is copied for a change that cannot be made
    file = _copied(where) if where.bundled else where.file
    real = Path(os.path.realpath(file))
    disk.require_writable(real, file)
    with disk.locked(real, file), disk.write_errors(file):
        done = _replaced(real, file, make)
    streams.note(f"{done} {visible(file)}" if done else f"nothing to change in {visible(file)}")


def _worked_out(content: bytes, file: str, make: Make) -> tuple[bytes, Change]:
    """Return what a file of this content is to hold after a change, verified, and what was done."""
    draft = Draft(content, file)
    done = make(draft)
    return draft.verified(), done


def _preview(file: str, make: Make) -> None:
    from c2c_cli.store.diff import unified  # noqa: PLC0415  # only here

    old = read_bytes(file)
    new, _ = _worked_out(old, file, make)
    streams.write_text(unified(old, new, file))
    if new == old:
        streams.note(f"nothing to change in {visible(file)}")


def _replaced(real: Path, file: str, make: Make) -> str:
    """Replace the file, and return what was done; work that out anew where the file changes meanwhile."""
    for _ in range(TRIES):
        old = read_bytes(str(real))
        new, done = _worked_out(old, file, make)
        if new == old:
            return ""
        with disk.temporary_beside(real, new, like=real.stat()) as temporary:
            if read_bytes(str(real)) != old:
                continue
            if done.output:
                streams.write(done.output)
                if read_bytes(str(real)) != old:  # who reads the output may have kept us waiting
                    break
            disk.replace(temporary, real)
        return done.sentence
    raise WriteError(f"{visible(file)} is being changed by somebody else; try again")


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
        streams.note(f"copied the registry that comes with c2c to {visible(str(file))}")
    return str(file)


def template(network: str) -> bytes:
    """Return what a new registry of a network of that name holds.

    Raises InvalidError for what can be no name.
    """
    name = serialize.value(Network(name=network).name)
    return _TEMPLATE.read_text("utf-8").replace('"{name}"', name).encode()


def create(file: Path, content: bytes) -> None:
    """Make a new file, whole or not at all.

    Raises WriteError where it is there already or cannot be written.
    """
    name, folder = visible(str(file)), visible(str(file.parent))
    with disk.locked(Path(os.path.realpath(file)), str(file)), disk.write_errors(str(file)):
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise WriteError(f"{name} cannot be written: {folder} is no folder") from None
        try:
            if os.path.lexists(file):
                raise FileExistsError
            with disk.temporary_beside(file, content) as temporary:
                disk.link(temporary, file)
        except FileExistsError:
            raise WriteError(f"{name} is there already") from None
