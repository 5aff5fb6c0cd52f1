"""`c2c remove`: removal of a record, with its TOML on standard output."""

from collections.abc import Mapping

from c2c_cli.cli import options, targets
from c2c_cli.cli.group import BY_ID, Command, Context, Group, examples, new_command, with_parameters
from c2c_cli.model.records import table_of
from c2c_cli.store import write
from c2c_cli.store.draft import Draft
from c2c_cli.toml import convert


class _NounOrId(Group):
    """The commands for each noun; an id without a noun runs a hidden command."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the arguments, which are those of the hidden command if they begin with no noun."""
        if args and args[0].removesuffix("s") not in {*self.commands, "--help", "-h"}:
            args = [BY_ID, *args]
        return super().parse_args(ctx, args)


_NOUNS = {
    "centre": (
        "Remove a centre with its events and contacts.",
        "c2c remove centre CEX --dry-run",
        "c2c remove centre CEX > removed.toml",
    ),
    "event": (
        "Remove an event from a centre.",
        "c2c remove event ICHCAP renewed --on 2019-10-11 --dry-run",
        "c2c remove event ICHCAP renewed --on 2019-10-11 > removed.toml",
    ),
    "contact": (
        "Remove a contact from a centre or an organisation.",
        "c2c remove contact ICDH Director --dry-run",
        "c2c remove contact ICDH Director > removed.toml",
    ),
    "meeting": (
        "Remove a meeting.",
        "c2c remove meeting 2018-11 --dry-run",
        "c2c remove meeting 2018-11 > removed.toml",
    ),
    "organisation": (
        "Remove an organisation with its contacts.",
        "c2c remove organisation MOE --dry-run",
        "c2c remove organisation MOE > removed.toml",
    ),
    "sector": (
        "Remove a sector.",
        "c2c remove sector ocean --dry-run",
        "c2c remove sector ocean > removed.toml",
    ),
    "cadence": (
        "Remove a cadence rule.",
        "c2c remove cadence youth --on 2030 --dry-run",
        "c2c remove cadence youth --on 2030 > removed.toml",
    ),
    "obligation": (
        "Remove an obligation that no event or meeting fulfils.",
        "c2c remove obligation audit --dry-run",
        "c2c remove obligation audit > removed.toml",
    ),
    "waiver": (
        "Remove a waiver.",
        "c2c remove waiver heads --on 2030 --dry-run",
        "c2c remove waiver heads --on 2030 > removed.toml",
    ),
    "source": (
        "Remove a source that no record cites.",
        "c2c remove source letter-2018 --dry-run",
        "c2c remove source letter-2018 > removed.toml",
    ),
    BY_ID: (
        "Remove a record by its id, or a cadence rule or an obligation by its kind.",
        "c2c remove record 2018-11 --dry-run",
        "c2c remove record 2018-11 > removed.toml",
    ),
}
"""The summary of each command, and the examples in its help."""


def _remove(draft: Draft, table: str, given: Mapping[str, object]) -> write.Change:
    """Remove the record of a table that the arguments `given` select."""
    record, owner = targets.find(draft.registry, table, given, option=draft.option)
    if owner is None:
        output = draft.remove(record)
    else:
        output = convert.format_table(f"{table_of(owner)}.{table}", record.to_toml())
        targets.change_below(draft, owner, record, None)
    return write.Change(f"removed {targets.describe(record, owner)}", "from", output=output)


def _command(table: str, summary: str, *shown: str) -> Command:
    def remove(data: str | None, dry_run: bool, **given: object) -> None:
        today = options.day(None)
        write.change(data, lambda draft: _remove(draft, table, given), day=today, dry_run=dry_run)

    parameters = [*targets.selectors(table), *options.WRITING]
    run = with_parameters(remove, parameters, summary)
    return new_command(*shown, name=table)(run)


command = _NounOrId(
    help="Remove a record and print it, so that it can be restored.\n\n"
    "The id of a record, or the kind of a cadence rule or an obligation, is enough, as in "
    "c2c remove 2018-11.",
    epilog=examples(
        "c2c remove 2018-11 --dry-run",
        "c2c remove 2018-11 > 2018-11.toml && c2c import 2018-11.toml",
    ),
    commands={table: _command(table, *about) for table, about in _NOUNS.items()},
    rich_markup_mode=None,
)
command.commands[BY_ID].hidden = True
