"""`c2c init`: a new registry file."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli.group import examples, new_app
from c2c_cli.errors import InvalidError, UsageError, conflict
from c2c_cli.store import write
from c2c_cli.store.disk import read_bytes
from c2c_cli.store.locate import STDIN, bundled_registry

app = new_app()


@app.command(epilog=examples('c2c init mine.toml --network "Centres of the Lake"', "c2c init copy.toml --copy"))
def make_registry(
    file: Annotated[
        Path, typer.Argument(metavar="[FILE]", help="File to create (default: data/centres.toml).", show_default=False)
    ] = Path("data/centres.toml"),
    network: Annotated[str | None, typer.Option("--network", metavar="NAME", help="Name of the network.")] = None,
    copy: Annotated[bool, typer.Option("--copy", help="Copy the bundled registry.")] = False,
) -> None:
    """Create a registry, empty or copied from the bundled one."""
    if copy and network is not None:
        raise UsageError(*conflict("--network", "--copy"))
    if str(file) == STDIN:
        raise UsageError("cannot create -", "pass a file name", subject="FILE")
    if copy:
        content = read_bytes(str(bundled_registry()))
    else:
        try:
            content = write.template("UNESCO Category 2 Centres" if network is None else network)
        except InvalidError as error:
            raise UsageError(error.message, error.hint, subject="--network") from None
    write.create(file, content)
    beside = shlex.quote(str(file.parent / "centres.schema.json"))
    streams.note(f"created {file}; for editor support, run: c2c schema > {beside}")
