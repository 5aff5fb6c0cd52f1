"""`c2c remove`: removal of a record, with its TOML on standard output."""

from typing import Annotated, Any

import typer

from c2c_cli.cli import options, targets
from c2c_cli.cli.group import BY_ID, Group, examples, help_by_noun, new_app
from c2c_cli.cli.targets import Target
from c2c_cli.errors import WriteError, refused
from c2c_cli.model import lookup
from c2c_cli.model.records import CadenceRule
from c2c_cli.store import write
from c2c_cli.store.draft import Draft, still_referenced_by
from c2c_cli.store.write import Change
from c2c_cli.toml import serialize


class _NounOrId(Group):
    """The commands for each noun; an id without a noun runs a hidden command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, which begin with a noun or are those of the hidden command."""
        if args and args[0] not in {*self.commands, "--help", "-h"}:
            args = [BY_ID, *args]
        return super().parse_args(ctx, args)


app = new_app(
    "Remove a record and print it, so that it can be restored.\n\n"
    "The id alone, as in c2c remove 2018-11, names a centre, meeting, organisation or sector.",
    examples("c2c remove 2018-11 --dry-run", "c2c remove 2018-11 > 2018-11.toml && c2c import 2018-11.toml"),
    cls=_NounOrId,
)

_HELP = help_by_noun("""
Remove a centre with its events and contacts.
c2c remove centre CEX --dry-run
c2c remove centre CEX > cex.toml && c2c import cex.toml

Remove an event of a centre.
c2c remove event ICDH renewed
c2c remove event ICHCAP renewed --on 2019-10-11 --dry-run

Remove a contact of a centre.
c2c remove contact ICDH Director --dry-run
c2c remove contact ICDH "B. Lee"

Remove a meeting.
c2c remove meeting 2018-11 --dry-run
c2c remove meeting 2018-11 > 2018-11.toml && c2c import 2018-11.toml

Remove an organisation.
c2c remove organisation MOE --dry-run
c2c remove organisation MOE > moe.toml && c2c import moe.toml

Remove a sector.
c2c remove sector ocean --dry-run
c2c remove sector ocean > ocean.toml && c2c import ocean.toml

Remove a cadence rule.
c2c remove cadence youth --dry-run
c2c remove cadence youth --since 2030 > youth.toml

Remove a source that no record cites.
c2c remove source letter-2018 --dry-run
c2c remove source letter-2018 > letter.toml && c2c import letter.toml
""")


def _remove(draft: Draft, target: Target) -> Change:
    if target.centre is not None:
        output = serialize.table(f"centre.{target.table}", target.record.to_toml())
        targets.replace_below(draft, target, [])
    else:
        if target.table == "cadence":
            _require_unused(draft, target.record)
        output = draft.remove(target.record)
    return Change(f"removed {target.name} from", output)


def _require_unused(draft: Draft, rule: CadenceRule) -> None:
    """Raise WriteError if a meeting has a kind that only this rule defines."""
    rest = {word for one in draft.registry.cadence if one is not rule for word in (one.kind, one.level)}
    used = [f"meeting {one.id}" for one in draft.registry.meeting if one.kind in {rule.kind, rule.level} - rest]
    if used:
        raise WriteError(*refused(f"remove cadence rule {rule.kind}", still_referenced_by(used)))


def _make_command(table: str) -> None:
    line, epilog = _HELP[table]

    def remove_one(data: str | None, dry_run: bool, **given: Any) -> None:
        def make(draft: Draft) -> Change:
            return _remove(draft, targets.find(draft.registry, table, given))

        write.change(data, make, day=options.day(None), dry_run=dry_run)

    parameters = [*targets.selectors(table, removed=True), *options.WRITING]
    app.command(table, epilog=epilog)(options.with_parameters(remove_one, parameters, line))


for _table in _HELP:
    _make_command(_table)


@app.command(BY_ID, hidden=True)
def remove_by_id(
    record_id: Annotated[str, typer.Argument(metavar="ID", help="Id of a centre, meeting, organisation or sector.")],
    data: options.WritableData = None,
    dry_run: options.DryRun = False,
) -> None:
    """Remove a record that its id alone identifies."""

    def make(draft: Draft) -> Change:
        registry = draft.registry
        record = lookup.record([*registry.named(), *registry.sector], "record", record_id)
        return _remove(draft, Target(type(record).__name__.lower(), record))

    write.change(data, make, day=options.day(None), dry_run=dry_run)
