"""`c2c path`: the registry in use."""

import os
from typing import Annotated

from c2c_cli import streams
from c2c_cli.cli import group, options
from c2c_cli.errors import InputError
from c2c_cli.store.locate import DASH, locate

_DATA = "Registry file, - for standard input, or a bundled registry: korea or world."
Data = Annotated[str | None, options.option(group.REGISTRY, "--data", _DATA, "FILE")]


@group.new_command("c2c path", 'c2c list --data "$(c2c path)"')
def command(data: Data = None) -> None:
    """Print the path of the registry file, and why it was chosen."""
    place = locate(data)
    is_file = place.file == DASH or place.bundled  # which may be in a zip file
    if not is_file and not os.path.exists(place.file):  # noqa: PTH110  # a name may contain a NUL
        # most runs find it
        from c2c_cli.store import disk  # noqa: PLC0415

        try:
            disk.require_file(place.file)
        except InputError as error:
            error.message += f" ({place.why})"
            raise
    streams.write(f"{place.file}\n")
    streams.note(place.why)
