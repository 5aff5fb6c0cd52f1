"""`c2c remove`: removal of records, with their TOML on standard output."""

from collections import Counter
from collections.abc import Mapping, Sequence
from inspect import Parameter
from typing import Annotated, Any

import typer

from c2c_cli.cli import options, targets, writing
from c2c_cli.cli.group import BY_ID, Command, Context, Group, new_command, with_parameters
from c2c_cli.errors import UsageError, WriteError, refused
from c2c_cli.model import naming
from c2c_cli.model.record import Record
from c2c_cli.model.records import WITH_IDS, Network, noun_of, phrase, table_of
from c2c_cli.model.registry import Registry
from c2c_cli.store import write
from c2c_cli.store.draft import Draft
from c2c_cli.text import all_of, one_of, plural, quoted
from c2c_cli.toml import convert

_MAX_NAMED = 5
"""Maximum number of removed records to name in a message."""


class _NounOrId(Group):
    """The commands for each noun; an id without a noun runs a hidden command."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the arguments, which are those of the hidden command if they begin with no noun."""
        if args and args[0].removesuffix("s") not in {*self.commands, "--help", "-h"}:
            args = [BY_ID, *args]
        return super().parse_args(ctx, args)


_NOUNS = {
    "centre": (
        "Remove centres, with their events and contacts, unless a record refers to one.",
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
        "Remove meetings, unless a record refers to one.",
        "c2c remove meeting 2018-11 --dry-run",
        "c2c remove meeting 2018-11 > removed.toml",
    ),
    "organisation": (
        "Remove organisations, with their contacts, unless a record refers to one.",
        "c2c remove organisation MOE --dry-run",
        "c2c remove organisation MOE > removed.toml",
    ),
    "sector": (
        "Remove sectors, unless a record refers to one.",
        "c2c remove sector ocean --dry-run",
        "c2c remove sector ocean > removed.toml",
    ),
    "cadence": (
        "Remove a cadence rule, unless a record refers to it.",
        "c2c remove cadence youth --on 2030 --dry-run",
        "c2c remove cadence youth --on 2030 > removed.toml",
    ),
    "obligation": (
        "Remove an obligation, unless a record refers to it.",
        "c2c remove obligation audit --dry-run",
        "c2c remove obligation audit > removed.toml",
    ),
    "waiver": (
        "Remove a waiver.",
        "c2c remove waiver heads --on 2030 --dry-run",
        "c2c remove waiver heads --on 2030 > removed.toml",
    ),
    "source": (
        "Remove sources, unless a record cites one.",
        "c2c remove source letter-2018 --dry-run",
        "c2c remove source letter-2018 > removed.toml",
    ),
    BY_ID: (
        "Remove records by their ids, or cadence rules or obligations by their kinds.",
        "c2c remove record 2018-11 --dry-run",
        "c2c remove record 2018-11 > removed.toml",
    ),
}
"""The summary of each command, and the examples in its help."""


_WITH_IDS = (*WITH_IDS, BY_ID)
"""The commands that remove several records at once."""


def _remove(draft: Draft, table: str, given: Mapping[str, Any]) -> write.Change:
    """Remove the records of a table that the arguments `given` select."""
    if table in _WITH_IDS:
        found = _records(draft.registry, table, given["ids"])
        output = draft.remove(found)
        return write.Change(f"removed {_summary(found)}", "from", found, output=output)
    record, owner = targets.find(draft.registry, table, given)
    if owner is None:
        output = draft.remove([record])
    else:
        output = convert.format_table(f"{table_of(owner)}.{table}", record.to_toml())
        targets.change_below(draft, owner, record, None)
    done = f"removed {targets.describe(record, owner)}"
    return write.Change(done, "from", [owner or record], output=output)


def _records(registry: Registry, table: str, words: Sequence[str]) -> list[Record]:
    """Return the record that each word selects, each once.

    Raises NotFoundError if there is none, and UsageError if there are several.
    """
    if table == BY_ID:
        together = naming.find(registry, words)
        found = [
            _only(registry, word, records) for word, records in zip(words, together, strict=True)
        ]
    else:
        found = [targets.by_id(registry, table, word, "remove") for word in words]
    return [*{id(record): record for record in found}.values()]


def _only(registry: Registry, word: str, found: Sequence[Record]) -> Record:
    """Return the one record that a word means.

    Raises UsageError if there are several, and WriteError if it is the network.
    """
    if len(found) > 1:
        selected = [naming.arguments_of(registry, record) for record in found]
        commands = [f"c2c remove {arguments}{registry.option}" for arguments in selected]
        raise UsageError(f"ambiguous id {quoted(word)}", f"use {one_of(commands)}")
    if isinstance(found[0], Network):
        raise WriteError.of(refused("remove the network", "every registry has one"))
    return found[0]


def _summary(found: Sequence[Record]) -> str:
    """Return the removed records as in messages; many are only counted."""
    if len(found) <= _MAX_NAMED:
        return all_of([phrase(record) for record in found])
    counts = Counter(noun_of(record) for record in found)
    return all_of([plural(number, noun) for noun, number in counts.items()])


def _ids(table: str) -> Parameter:
    """Return the argument that selects records of a table, or of any table, by their ids."""
    about = f"Ids of {table}s."
    if table == "sector":
        about = "Ids, codes or names of sectors."
    if table == BY_ID:
        about = "Ids of records, codes of sectors, or kinds of cadence rules and obligations."
    return options.parameter(
        "ids", Annotated[list[str], typer.Argument(metavar="ID...", help=about)]
    )


def _command(table: str, summary: str, *shown: str) -> Command:
    def remove(
        data: str | None,
        dry_run: bool,
        exit_code: bool,
        format: str | None,  # noqa: A002  # the name of the option
        **given: object,
    ) -> int:
        manner = writing.manner(dry_run=dry_run, exit_code=exit_code, form=format)
        today = options.day(None)
        return write.change(
            data, lambda draft: _remove(draft, table, given), day=today, manner=manner
        )

    selectors = [_ids(table)] if table in _WITH_IDS else targets.selectors(table)
    run = with_parameters(remove, [*selectors, *writing.OPTIONS], summary)
    return new_command(*shown, name=table, codes=writing.CODES)(run)


command = _NounOrId(
    help="Remove records and print them.\n\n"
    "Either all of the records are removed, or none. c2c undo restores them; c2c import also "
    "restores printed records that are neither events nor contacts.",
    commands={table: _command(table, *about) for table, about in _NOUNS.items()},
    options_metavar=None,
    subcommand_metavar="ID... | RECORD [ARGS]... [OPTIONS]",
    rich_markup_mode=None,
)
command.examples = (
    "c2c remove 2018-11 --dry-run",
    "c2c remove MOE letter-2018 --dry-run",
    "c2c remove 2018-11 > 2018-11.toml && c2c import 2018-11.toml",
)
command.codes = writing.CODES
command.commands[BY_ID].hidden = True
