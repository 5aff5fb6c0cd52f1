"""`c2c path`: the registry in use."""

from typing import Annotated

from c2c_cli import streams
from c2c_cli.cli import group, options
from c2c_cli.errors import InputError
from c2c_cli.store import disk
from c2c_cli.store.locate import DASH, locate

_DATA = "Registry file, - for standard input, or a bundled registry: korea or world."
Data = Annotated[str | None, options.option(group.REGISTRY, "--data", _DATA, "FILE")]


@group.new_command("c2c path", 'c2c list --data "$(c2c path)"')
def command(data: Data = None) -> None:
    """Print the path of the registry file, and why it was chosen."""
    place = locate(data)
    if place.file != DASH and not place.bundled:  # which may be in a zip file
        try:
            disk.require_file(place.file)
        except InputError as error:
            error.message += f" ({place.why})"
            raise
    streams.write(f"{place.file}\n")
    streams.note(place.why)
