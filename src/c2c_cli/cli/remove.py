"""`c2c remove`: removal of a record, with its TOML on standard output."""

from typing import Annotated

import typer

from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.model import lookup
from c2c_cli.store import write
from c2c_cli.store.draft import Draft
from c2c_cli.store.write import Change

app = new_app()


@app.command(
    epilog=examples("c2c remove 2018-11 --dry-run", "c2c remove 2018-11 > 2018-11.toml && c2c import 2018-11.toml")
)
def remove_record(
    record_id: Annotated[str, typer.Argument(metavar="ID", help="Id of a centre, meeting, organisation or sector.")],
    data: options.WritableData = None,
    dry_run: options.DryRun = False,
) -> None:
    """Remove a record and print it, so that it can be restored."""

    def make(draft: Draft) -> Change:
        registry = draft.registry
        record = lookup.record([*registry.named(), *registry.sector], "record", record_id)
        return Change(f"removed {type(record).__name__.lower()} {record.id} from", draft.remove(record))

    write.change(data, make, day=options.day(None), dry_run=dry_run)
