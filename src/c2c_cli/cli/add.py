"""`c2c add`: a new record from options."""

from collections.abc import Mapping
from dataclasses import replace
from inspect import Parameter
from typing import Any

import typer

from c2c_cli.cli import field_options, options, targets, writing
from c2c_cli.cli.group import Command, Group, new_command, with_parameters
from c2c_cli.cli.prompt import ANSWERED, IfMissing, NoInput, PromptingCommand
from c2c_cli.errors import UsageError, WriteError, missing
from c2c_cli.model.record import Record
from c2c_cli.model.records import (
    MEETING_STATUSES,
    RECORD_TYPES,
    SUBTABLES,
    CadenceRule,
    Contact,
    Meeting,
    Member,
    meeting_id,
    own_id,
    table_of,
)
from c2c_cli.output import legends
from c2c_cli.store import write
from c2c_cli.store.draft import Draft
from c2c_cli.text import fold_id, one_of, quoted, shell, some_of
from c2c_cli.toml import convert

_NOUNS = {
    "centre": (
        "Add a centre.",
        "c2c add centre CEX --name Examples --sector CLT --country KR",
        "c2c add centre CEY --name Y --sector ED --country KR --event approved=2017",
    ),
    "event": (
        "Add an event to the history of one or more centres.",
        "c2c add event ICHCAP renewed --date 2025-10 --until 2033",
        "c2c add event ICDH,ICM annual-report --covers 2025",
        "c2c add event GCIDA closed --dry-run",
    ),
    "contact": (
        "Add a contact to a centre or an organisation.",
        'c2c add contact ICDH --role Director --name "A. Kim"',
        'c2c add contact KNCU --role Liaison --since 2026-09 --name "B. Lee" --dry-run',
    ),
    "meeting": (
        "Add a meeting.",
        'c2c add meeting --title "Meeting of the heads" --start 2030-03 --kind heads',
        "c2c add meeting --title Talks --start 2018-12-03 --status held",
    ),
    "organisation": (
        "Add an organisation that is not a centre.",
        'c2c add organisation MOE --name "Ministry of Education"',
        'c2c add organisation KHS --name "Heritage Service" --names ko=국가유산청',
    ),
    "sector": (
        "Add a sector.",
        "c2c add sector ocean --code IOC --name Oceanography",
        "c2c add sector cross --code XX --name Cross-cutting --dry-run",
    ),
    "cadence": (
        "Add a cadence rule.",
        'c2c add cadence annual --name "Annual meeting" --per-year 1 --since 2030',
        "c2c add cadence youth --name Youth --per-year 2 --since 2030",
    ),
    "obligation": (
        "Add an obligation: what each centre owes in each period.",
        "c2c add obligation annual-report --name Report --since 2020 --due 03-31",
        "c2c add obligation audit --name Audit --since 2020 --every 2",
    ),
    "waiver": (
        "Add a waiver of a cadence rule or an obligation for a year.",
        "c2c add waiver heads --year 2020 --reason Pandemic",
        'c2c add waiver heads --year 2030 --reason "No budget"',
    ),
    "source": (
        "Add a source that records can cite by its id.",
        'c2c add source letter-2018 --title "Letter from the Ministry" --date 2018-07',
        "c2c add source moe --title Plan --url https://example.org/plan --dry-run",
    ),
}
"""The summary of each command, and the examples in its help."""

_MAX_KNOWN = 5
"""Maximum number of centres to name that already have an event."""


def _add(
    draft: Draft, table: str, typed: Mapping[str, field_options.Typed], *, if_missing: bool
) -> write.Change:
    """Add a record to a table, with the values that were typed for its fields.

    With `if_missing`, nothing is added if it already exists.
    """
    new, owners = _new_record(draft, table, typed)
    lacking = owners
    if if_missing:
        lacking = targets.lacking(owners, new)
        recorded = new if owners else _recorded(draft, new)
        if recorded is not None and not lacking:
            existing = f"{targets.describe(recorded, *owners)} already exists"
            return write.Change("", "", owners or [recorded], existing=existing)
    if isinstance(new, Meeting):
        _require_status(new, typed)
    targets.require_new_events(None, new, draft.registry.option)
    _require_other_years(draft, new)
    note = field_options.counted_from(table, typed, new)
    header = table
    if not owners:
        draft.add(new)
        targets.require_no_conflict(
            draft, new, typed, lambda name: field_options.typed_name(table, name)
        )
    for owner in lacking:
        header = f"{table_of(owner)}.{table}"
        targets.change_below(draft, owner, None, new)
        if isinstance(new, Contact):
            note = targets.end_of_former(owner, new, draft.registry.option)
    if len(lacking) < len(owners):
        known = [owner.id for owner in owners if owner not in lacking]
        existing = f"it already exists for {some_of(known, _MAX_KNOWN)}"
        note = f"{existing}; {note}" if note else existing
    done = f"added {targets.describe(new, *lacking)}"
    recap = convert.format_table(header, new.to_toml())
    return write.Change(done, "to", lacking or [new], note=note, recap=recap)


def _new_record(
    draft: Draft, table: str, typed: Mapping[str, field_options.Typed]
) -> tuple[Record, list[Member]]:
    """Return a record with the values that were typed, and what an event or contact belongs to."""
    if table == "centre":
        field_options.require_events(typed)
    if table == "contact" and typed.keys().isdisjoint({"role", "name"}):
        raise UsageError.of(missing("option --role", "pass --role or --name"))
    _require_filled(table, typed)
    values = {}
    for name, words in field_options.expand_until(table, typed).items():
        values[name] = field_options.read(draft.registry, table, name, words)
    sources = values.pop("event_sources", ())
    if sources:
        values["event"] = tuple(replace(event, sources=sources) for event in values["event"])
    owners: list[Member] = values.pop("centre") if table in SUBTABLES else []
    values = _defaults(table, values) | values
    with field_options.errors_by_option(lambda name: field_options.typed_name(table, name)):
        return RECORD_TYPES[table](**values), owners


def _recorded(draft: Draft, new: Record) -> Record | None:
    """Return the record of the same type that has the id of a new one, or None.

    A cadence rule has no id, but a kind and a first year.
    """
    if isinstance(new, CadenceRule):
        for rule in draft.registry.cadence:
            if fold_id(rule.kind) == fold_id(new.kind) and rule.since == new.since:
                return rule
        return None
    found = draft.find(table_of(new), own_id(new))
    return found if type(found) is type(new) else None


def _require_filled(table: str, typed: Mapping[str, field_options.Typed]) -> None:
    """Raise UsageError if the value of a required field without a default is empty."""
    for name in field_options.names_of(table, required=True):
        is_required = field_options.is_key(table, name) and name not in _DEFAULTED.get(table, ())
        if is_required and typed.get(name) == "":
            subject = field_options.typed_name(table, name)
            raise UsageError(f"{subject} is required and cannot be empty")


_ABOUT = {
    ("event", "centre"): "Id of the centre, or A,B to add the event to each.",
    ("meeting", "id"): "Id (default: the start date and city, such as 2018-06-27-jeju).",
    ("meeting", "status"): (
        f"Status: {one_of(MEETING_STATUSES)} (default: planned; required if the start has passed)."
    ),
    ("cadence", "level"): (
        "Level that rules can share; a meeting recorded only at this level may count (default: "
        "KIND)."
    ),
}
"""Descriptions of fields that differ from the usual ones, by table and name."""

_DEFAULTED = {"meeting": {"id", "status"}, "cadence": {"level"}}
"""The required fields that have a default, by table."""


def _defaults(table: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the defaults of required fields."""
    if table == "cadence":
        return {"level": values["kind"]}
    if table == "meeting":
        return {"id": meeting_id(values["start"], values.get("city")), "status": "planned"}
    return {}


def _require_status(meeting: Meeting, typed: Mapping[str, field_options.Typed]) -> None:
    """Raise UsageError if no status was typed for a new meeting whose start date has passed."""
    if "status" not in typed and meeting.start.last < options.day(None):
        message = f"--status is required because the start date ({meeting.start}) has passed"
        raise UsageError(message, "use held or cancelled")


def _require_other_years(draft: Draft, new: Record) -> None:
    """Raise WriteError, with the fix, if a new cadence rule applies in the years of another one."""
    if not isinstance(new, CadenceRule):
        return
    same_kind = [rule for rule in draft.registry.cadence if fold_id(rule.kind) == fold_id(new.kind)]
    for rule in same_kind:
        year = max(rule.since, new.since)
        if not (rule.applies(year) and new.applies(year)):
            continue
        on = f" --on {rule.since}" if len(same_kind) > 1 else ""
        command = f"c2c edit cadence {shell(rule.kind)}{on}{draft.registry.option}"
        hint = f"use {command}"
        if rule.since > new.since:
            hint = f"pass --until {rule.since - 1}"
        elif rule.since < new.since:
            hint = f"first run {command} --until {new.since - 1}"
        years = f"from {rule.since}" + (f" to {rule.until}" if rule.until else "")
        message = f"cadence rule {quoted(rule.kind)} already applies {years}"
        raise WriteError(message, hint, subject="KIND")


def _command(table: str, summary: str, *shown: str) -> Command:
    def add(
        context: typer.Context,
        data: str | None,
        dry_run: bool,
        exit_code: bool,
        format: str | None,  # noqa: A002  # the name of the option
        no_input: bool,  # noqa: ARG001  # the prompts have read it
        if_missing: bool,
        **given: field_options.Typed | None,
    ) -> int:
        manner = writing.manner(dry_run=dry_run, exit_code=exit_code, form=format)
        typed = {name: words for name, words in given.items() if words is not None}

        def edit(draft: Draft) -> write.Change:
            added = _add(draft, table, typed, if_missing=if_missing)
            # a user who passed all values as options has just typed them
            return added if context.meta.get(ANSWERED) else added._replace(recap="")

        return write.change(data, edit, day=options.day(None), manner=manner)

    required = {*field_options.names_of(table, required=True)} - _DEFAULTED.get(table, set())
    names = sorted(field_options.names_to_add(table), key=lambda name: name not in required)
    parameters = [
        field_options.parameter_of(
            table, name, required=name in required, about=_ABOUT.get((table, name), "")
        )
        for name in names
    ]
    parameters.append(Parameter("context", Parameter.KEYWORD_ONLY, annotation=typer.Context))
    parameters += [*writing.OPTIONS, options.parameter("if_missing", IfMissing, False)]
    parameters.append(options.parameter("no_input", NoInput, False))
    summary += " In a terminal, c2c prompts for missing values."
    run = with_parameters(add, parameters, summary)
    command = new_command(*shown, name=table, codes=writing.CODES, cls=PromptingCommand)(run)
    command.legend = legends.EVENT_KINDS if table == "event" else {}
    return command


command = Group(
    help="Add a centre, event, contact, meeting or other record.",
    commands={table: _command(table, *about) for table, about in _NOUNS.items()},
    subcommand_metavar="RECORD [ARGS]...",
    rich_markup_mode=None,
)
command.examples = (
    "c2c add event ICHCAP renewed --date 2025-10 --until 2033",
    'c2c add meeting --title "Meeting of the heads" --start 2030-03 --kind heads',
)
