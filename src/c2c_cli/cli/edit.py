"""`c2c edit`: new values for fields of a record, or the record or the file in an editor."""

from typing import Any

import typer

from c2c_cli.cli import fields, lists, options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.errors import UsageError
from c2c_cli.model.lookup import record
from c2c_cli.model.registry import Registry
from c2c_cli.store import write
from c2c_cli.store.draft import Draft
from c2c_cli.store.write import Change
from c2c_cli.text import one_of

app = new_app(
    "Edit the fields of a record, or open it in your editor.\n\n"
    "Without fields, edit the record in $VISUAL or $EDITOR; without a command, edit the whole file.",
    examples(
        "c2c edit meeting 2018-11 --status held --kind informal",
        "c2c edit centre ICDH --id ICDH2 --dry-run",
    ),
)

_ABOUT = {
    "centre": (
        "Edit a centre. An empty value clears a field. To add events, use c2c add event.",
        'c2c edit centre ICDH --city Cheongju --host "National Archives of Korea"',
        'c2c edit centre ICDH --note "" --dry-run',
    ),
    "meeting": (
        "Edit a meeting. An empty value clears a field. Lists are added to; -ITEM removes, =ITEM replaces.",
        "c2c edit meeting 2018-11 --status held --start 2018-11-20",
        "c2c edit meeting 2018-06-27-jeju --attendees WHIPIC,ICM --attendees -ICDH",
    ),
    "organisation": (
        "Edit an organisation. An empty --names clears all names.",
        "c2c edit organisation KNCU --names ko=유네스코한국위원회",
        "c2c edit organisation KNCU --id KNC",
    ),
    "sector": (
        "Edit a sector. An empty --names clears all names.",
        "c2c edit sector culture --names ko=문화",
        "c2c edit sector culture --id heritage --dry-run",
    ),
}
"""The help text and the examples of each command."""


@app.callback(invoke_without_command=True, subcommand_metavar="[COMMAND] [ARGS]...")
def edit_file(ctx: typer.Context, data: options.WritableData = None, dry_run: options.DryRun = False) -> None:
    """Edit the registry file in an editor if no command is given."""
    if ctx.invoked_subcommand is None:
        _open_editor(UsageError("missing command", f"expected {one_of([*_ABOUT])}"), data, dry_run=dry_run)
    elif data is not None or dry_run:
        option = "--data" if data is not None else "--dry-run"
        raise UsageError(f"unexpected {option} before {ctx.invoked_subcommand}", "move it to the end")


def _open_editor(
    otherwise: UsageError, data: str | None, record: tuple[str, str] | None = None, *, dry_run: bool
) -> None:
    """Edit the registry file, or a record of it, in an editor; raise `otherwise` without a terminal or $EDITOR."""
    from c2c_cli.cli import editor  # noqa: PLC0415  # slow to import, and options do not need it

    if not editor.available():
        raise otherwise
    editor.edit(data, record, dry_run=dry_run)


def _new_value(registry: Registry, table: str, old: Any, name: str, given: Any) -> Any:
    """Return the new value of a field, or None if it is cleared."""
    if given == "":
        if name in fields.names_of(table, required=True):
            raise UsageError(f"--{name} is required for every {table} and cannot be empty")
        return None
    return fields.read(registry, table, name, given, getattr(old, name))


def _make_command(table: str) -> None:
    line, *commands = _ABOUT[table]

    def edit_record(record_id: str, data: str | None, dry_run: bool, **given: Any) -> None:
        given = {name: words for name, words in given.items() if words is not None}
        if not given:
            nothing = UsageError("no fields given", f"see c2c edit {table} --help")
            _open_editor(nothing, data, (table, record_id), dry_run=dry_run)
            return

        def make(draft: Draft) -> Change:
            old = record(getattr(draft.registry, table), table, record_id)
            new = {name: _new_value(draft.registry, table, old, name, words) for name, words in given.items()}
            with fields.errors_by_option("--{}".format):
                changed = draft.edit(old, new)
            return Change(f"{lists.summary(f'{table} {old.id}', old, new, changed, given)} in")

        write.change(data, make, day=options.day(None), dry_run=dry_run)

    names = [name for name in fields.names_of(table) if name != "event"]
    parameters = [fields.RECORD_ID, *(fields.parameter_of(table, name) for name in names), *options.WRITING]
    app.command(table, epilog=examples(*commands))(options.with_parameters(edit_record, parameters, line))


for _table in _ABOUT:
    _make_command(_table)
