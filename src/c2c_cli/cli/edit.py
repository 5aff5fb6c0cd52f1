"""`c2c edit`: other values for fields of one record; only what is named changes."""

from typing import Any

from c2c_cli.cli import fields, options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.errors import UsageError
from c2c_cli.model.lookup import record
from c2c_cli.model.registry import Registry
from c2c_cli.store import write
from c2c_cli.store.draft import Draft
from c2c_cli.store.write import Change

app = new_app(
    "Change fields of a record, or rename it.",
    examples(
        "c2c edit meeting 2018-11 --status held --kind informal",
        "c2c edit centre ICDH --id ICDH2 --dry-run",
    ),
)

_ABOUT = {
    "centre": (
        "Change fields of a centre. An empty value takes a field out; events are added with c2c add event.",
        'c2c edit centre ICDH --city Cheongju --host "National Archives of Korea"',
        'c2c edit centre ICDH --note "" --dry-run',
    ),
    "meeting": (
        "Change fields of a meeting. An empty value takes one out; a list is replaced, or +ITEM and -ITEM change it.",
        "c2c edit meeting 2018-11 --status held --start 2018-11-20",
        "c2c edit meeting 2018-06-27-jeju --attendees -ICDH --attendees +WHIPIC",
    ),
    "organisation": (
        "Change fields of an organisation. An empty value of --names takes them out.",
        "c2c edit organisation KNCU --names ko=유네스코한국위원회",
        "c2c edit organisation KNCU --id KNC",
    ),
    "sector": (
        "Change fields of a sector. An empty value of --names takes them out.",
        "c2c edit sector culture --names ko=문화",
        "c2c edit sector culture --id heritage --dry-run",
    ),
}
"""What the help says of each, and its examples."""


def _new_value(registry: Registry, table: str, old: Any, name: str, given: Any) -> Any:
    """Return the value that a field is to have; an empty one takes it out."""
    if given == "":
        if name in fields.names_of(table, required=True):
            raise UsageError(f"--{name}: every {table} has one; it cannot be taken out")
        return None
    return fields.read(registry, table, name, given, getattr(old, name))


def _make_command(table: str) -> None:
    line, *commands = _ABOUT[table]

    def edit_record(record_id: str, data: str | None, dry_run: bool, **given: Any) -> None:
        given = {name: words for name, words in given.items() if words is not None}
        if not given:
            raise UsageError(f"nothing to change; name a field, as --name; see c2c edit {table} --help")

        def make(draft: Draft) -> Change:
            old = record(getattr(draft.registry, table), table, record_id)
            new = {name: _new_value(draft.registry, table, old, name, words) for name, words in given.items()}
            return Change(f"changed {', '.join(draft.edit(old, new))} of {table} {old.id} in")

        write.change(data, make, dry_run=dry_run)

    names = [name for name in fields.names_of(table) if name != "event"]
    parameters = [fields.RECORD_ID, *(fields.parameter_of(table, name) for name in names), *options.WRITING]
    app.command(table, epilog=examples(*commands))(options.with_parameters(edit_record, parameters, line))


for _table in _ABOUT:
    _make_command(_table)
