"""`c2c add`: one record, from options."""

from collections.abc import Callable
from typing import Any

from c2c_cli.cli import fields, options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.cli.prompt import PromptingCommand
from c2c_cli.errors import UsageError, WriteError
from c2c_cli.model.history import AGREEMENT_KINDS, Event
from c2c_cli.model.lookup import record
from c2c_cli.model.registry import Registry
from c2c_cli.store import write
from c2c_cli.store.draft import Draft, meeting_id
from c2c_cli.store.write import Change

app = new_app(
    "Add a centre, meeting, event, organisation or sector.",
    examples(
        "c2c add event ICHCAP renewed --date 2025-10 --until 2033",
        'c2c add meeting --title "Meeting of the heads" --start 2030-03 --kind heads',
    ),
)

_ABOUT = {
    "centre": (
        "Add a centre.",
        "c2c add centre CEX --name Examples --sector CLT --country KR",
        "c2c add centre CEY --name Y --sector ED --country KR --event approved=2017",
    ),
    "meeting": (
        "Add a meeting.",
        'c2c add meeting --title "Meeting of the heads" --start 2030-03 --kind heads',
        "c2c add meeting --title Talks --start 2018-12-03 --status held",
    ),
    "event": (
        "Add an event to a centre's life.",
        "c2c add event ICHCAP renewed --date 2025-10 --until 2033",
        "c2c add event GCIDA closed --dry-run",
    ),
    "organisation": (
        "Add who organises or attends meetings and is no centre.",
        'c2c add organisation MOE --name "Ministry of Education"',
        'c2c add organisation CHA --name "Heritage Service" --names ko=국가유산청',
    ),
    "sector": (
        "Add a sector.",
        "c2c add sector ocean --code IOC --name Oceanography",
        "c2c add sector cross --code XX --name Cross-cutting --dry-run",
    ),
}
"""What the help says of each, and its examples."""

_WORKED_OUT = {("meeting", "id"), ("meeting", "status")}
"""What a record cannot be without, but an option can."""


def _read(registry: Registry, table: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return the values of the fields of a new record."""
    values = {name: fields.read(registry, table, name, word) for name, word in given.items() if word is not None}
    if table == "meeting":
        start, city = values["start"], values.get("city")
        if "status" not in values and start.last < options.day(None):
            raise UsageError(f"--status: {start} has passed; say whether the meeting was held or cancelled")
        values = {"id": meeting_id(start, city), "status": "planned"} | values
    return values


def _adding(table: str) -> Callable[..., None]:
    """Return the command that adds a record of a table."""

    def add(data: str | None, dry_run: bool, **given: Any) -> None:
        def make(draft: Draft) -> Change:
            new = fields.RECORDS[table](**_read(draft.registry, table, given))
            draft.add(new)
            return Change(f"added {table} {new.id} to")

        write.change(data, make, dry_run=dry_run)

    return add


def _add_event(data: str | None, dry_run: bool, centre: str, **given: Any) -> None:
    def make(draft: Draft) -> Change:
        event = Event(**_read(draft.registry, "event", given))
        found = record(draft.registry.centre, "centre", centre)
        when = f" on {event.date}" if event.date else " on a day unknown"
        if any((one.kind, one.date) == (event.kind, event.date) for one in found.event):
            raise WriteError(f"centre {found.id} has {event.kind}{when} already; nothing was written")
        undated = any((one.kind, one.date) == (event.kind, None) for one in found.event)
        once = event.kind not in AGREEMENT_KINDS and not any(one.kind == "closed" for one in found.event)
        if event.date and undated and once:
            hint = "give that its date by hand, in the file that c2c path prints"
            raise WriteError(f"centre {found.id} has {event.kind} on a day unknown; {hint}; nothing was written")
        draft.set_events(found, (*found.event, event))
        return Change(f"added {event.kind}{f' on {event.date}' if event.date else ''} to centre {found.id} in")

    write.change(data, make, dry_run=dry_run)


def _make_command(table: str, line: str, *commands: str) -> None:
    names = ["centre"] * (table == "event") + fields.names_of(table)
    needed = {one for one in (*names[:1], *fields.names_of(table, required=True)) if (table, one) not in _WORKED_OUT}
    parameters = [fields.parameter(table, one, required=True) for one in names if one in needed]
    parameters += [fields.parameter(table, one) for one in names if one not in needed]
    run = _add_event if table == "event" else _adding(table)
    line = f"{line} At a terminal what is missing is asked for."
    app.command(table, cls=PromptingCommand, epilog=examples(*commands))(fields.with_parameters(run, parameters, line))


for about in _ABOUT.items():
    _make_command(about[0], *about[1])
