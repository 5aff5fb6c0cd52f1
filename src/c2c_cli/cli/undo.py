"""`c2c undo`: the registry file as it was before the last change."""

from typing import Annotated

import typer

from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.errors import UsageError, conflict
from c2c_cli.output import changes as views
from c2c_cli.output import render
from c2c_cli.store import undo

app = new_app()


@app.command(
    epilog=examples("c2c remove 2018-11 && c2c undo", "c2c undo --redo && c2c undo --dry-run", "c2c undo --list")
)
@options.with_output()
def undo_change(
    *,
    redo: Annotated[bool, typer.Option("--redo", help="Redo the last change that was undone.")] = False,
    list_: Annotated[
        bool, typer.Option("--list", help="List the changes that can be undone, or redone with --redo.")
    ] = False,
    data: options.WritableData = None,
    dry_run: options.DryRun = False,
    output: render.Output,
) -> None:
    """Undo the last change that c2c made, or redo it."""
    direction: undo.Direction = "redo" if redo else "undo"
    if list_:
        if dry_run:
            raise UsageError(*conflict("--list", "--dry-run"))
        found = undo.list_steps(data, direction)
        render.write(views.changes([(number, one.time, one.done) for number, one in enumerate(found, 1)]), output)
        return
    for name, value in output._asdict().items():
        if value is not None:
            raise UsageError(f"--list is required with --{name}")
    undo.step(data, direction, dry_run=dry_run)
