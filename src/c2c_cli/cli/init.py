"""`c2c init`: a new registry file."""

from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli import field_options, group, options
from c2c_cli.errors import UsageError, conflict
from c2c_cli.store import disk
from c2c_cli.store.create import create, template
from c2c_cli.store.locate import BUNDLED, DASH, bundled_registry
from c2c_cli.text import fold, shell

_FILE = "File to create (default: data/centres.toml)."
_DEFAULT = Path("data/centres.toml")
_NETWORK = "Name of the network."
_COPY = options.other_option(
    "--copy",
    "Copy a bundled registry; --copy alone copies korea.",
    "[korea|world]",
    words=BUNDLED,
    noun="bundled registry",
)


class _Init(group.Command):
    """A command with an option `--copy` whose value may be omitted."""

    def parse_args(self, ctx: group.Context, args: list[str]) -> list[str]:
        """Parse the arguments; `--copy` without the name of a bundled registry copies korea."""
        for place, (word, following) in enumerate(pairwise([*args, ""])):
            if word == "--copy" and fold(following) not in BUNDLED:
                args[place] = "--copy=korea"
        return super().parse_args(ctx, args)


@group.new_command(
    'c2c init mine.toml --network "Centres of the Lake"',
    "c2c init copy.toml --copy",
    "c2c init world.toml --copy world",
    cls=_Init,
)
def command(
    file: Annotated[
        Path, typer.Argument(metavar="[FILE]", help=_FILE, show_default=False)
    ] = _DEFAULT,
    network: Annotated[str | None, typer.Option("--network", metavar="NAME", help=_NETWORK)] = None,
    copy: Annotated[str | None, _COPY] = None,
) -> None:
    """Create a registry, empty or copied from a bundled one."""
    if str(file) == DASH:
        raise UsageError("cannot write to standard output", "pass a file", subject="FILE")
    if copy is None:
        with field_options.errors_by_option(lambda _: "--network"):
            content = template("UNESCO Category 2 Centres" if network is None else network)
    elif network is not None:
        raise UsageError.of(conflict("--network", "--copy"))
    else:
        content = disk.read_bytes(str(bundled_registry(copy)))
    create(file, content)
    beside = shell(str(file.parent / "centres.schema.json"))
    streams.note(f"created {file}; for editor support, run: c2c schema > {beside}")
