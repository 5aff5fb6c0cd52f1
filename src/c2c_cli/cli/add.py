"""`c2c add`: one record, from options."""

from typing import Any

from c2c_cli.cli import fields, options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.cli.prompt import NO_INPUT, PromptingCommand
from c2c_cli.errors import UsageError, WriteError
from c2c_cli.model.history import AGREEMENT_KINDS, Event
from c2c_cli.model.records import Centre
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
    values = {name: fields.read(registry, table, name, words) for name, words in given.items() if words is not None}
    if table == "meeting":
        start, city = values["start"], values.get("city")
        if "status" not in values and start.last < options.day(None):
            raise UsageError(f"--status: {start} has passed; say whether the meeting was held or cancelled")
        values = {"id": meeting_id(start, city), "status": "planned"} | values
    return values


def _add_record(draft: Draft, table: str, given: dict[str, Any]) -> Change:
    new = fields.RECORDS[table](**_read(draft.registry, table, given))
    draft.add(new)
    return Change(f"added {table} {new.id} to")


def _add_event(draft: Draft, given: dict[str, Any]) -> Change:
    values = _read(draft.registry, "event", given)
    centre, event = values.pop("centre"), Event(**values)
    _refuse_twice(centre, event)
    draft.edit(centre, {"event": (*centre.event, event)})
    return Change(f"added {event.kind}{f' on {event.date}' if event.date else ''} to centre {centre.id} in")


def _refuse_twice(centre: Centre, event: Event) -> None:
    """Raise WriteError where a centre has the event already, or has it but for the date."""
    dates = [one.date for one in centre.event if one.kind == event.kind]
    if event.date in dates:
        when = f"on {event.date}" if event.date else "on a day unknown"
        raise WriteError(f"centre {centre.id} has {event.kind} {when} already")
    once = event.kind not in AGREEMENT_KINDS and not any(one.kind == "closed" for one in centre.event)
    if None in dates and once:
        hint = "give that its date by hand, in the file that c2c path prints"
        raise WriteError(f"centre {centre.id} has {event.kind} on a day unknown; {hint}")


def _make_command(table: str) -> None:
    """Make the command that adds a record of a table; its options are the fields, the needed ones first."""
    line, *commands = _ABOUT[table]

    def add(data: str | None, dry_run: bool, no_input: bool, **given: Any) -> None:  # noqa: ARG001
        def make(draft: Draft) -> Change:
            return _add_event(draft, given) if table == "event" else _add_record(draft, table, given)

        write.change(data, make, dry_run=dry_run)

    needed = {name for name in fields.names_of(table, required=True) if (table, name) not in _WORKED_OUT}
    names = sorted(fields.names_of(table), key=lambda name: name not in needed)
    parameters = [fields.parameter_of(table, name, required=name in needed) for name in names]
    parameters += [*options.WRITING, NO_INPUT]
    run = options.with_parameters(add, parameters, f"{line} At a terminal what is missing is asked for.")
    app.command(table, cls=PromptingCommand, epilog=examples(*commands))(run)


for _table in _ABOUT:
    _make_command(_table)
