"""The records that arguments name, and changes to the events and contacts of a centre."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from inspect import Parameter
from typing import Annotated, Any, TypeVar

import typer

from c2c_cli.cli import group
from c2c_cli.cli.options import parameter
from c2c_cli.errors import NotFoundError, UsageError, WriteError, unknown
from c2c_cli.model import lookup, records
from c2c_cli.model.dates import UNKNOWN_DATE
from c2c_cli.model.history import EVENT_KINDS, SINGLE_KINDS, Event, overlapping
from c2c_cli.model.record import Record
from c2c_cli.model.records import CadenceRule, Centre, Contact, Waiver
from c2c_cli.model.registry import Registry
from c2c_cli.store.draft import Draft
from c2c_cli.text import fold, fold_id, nearest, one_of, quoted, shell

T = TypeVar("T", bound=Record)
Dated = TypeVar("Dated", Event, CadenceRule, Waiver)


def describe(record: Record, centre: Centre | None) -> str:
    """Return a record as in messages.

    For example, `event signed (2018) of centre ICDH` or `cadence rule formal`.
    """
    if centre is None:
        return records.phrase(record)
    name = f"{records.table_of(record)} {_names(record)[0]}"
    date = getattr(record, "date", None)  # contacts have no date
    if date:
        name += f" ({date})"
    return f"{name} of centre {centre.id}"


def _argument(name: str, metavar: str, about: str) -> Parameter:
    return parameter(name, Annotated[str, typer.Argument(metavar=metavar, help=about)])


def _on(metavar: str, about: str) -> Parameter:
    option = typer.Option("--on", metavar=metavar, help=about)
    return parameter("on", Annotated[str | None, option], None)


def selectors(table: str) -> list[Parameter]:
    """Return the parameters that select a record of a table."""
    centre = _argument("centre", "CENTRE", "Id of the centre.")
    match table:
        case "network":
            return []
        case "event":
            kind = _argument("event_kind", "KIND", "Kind of the event.")
            about = "Date of the event, if the centre has several of this kind; ? if unknown."
            return [centre, kind, _on("DATE", about)]
        case "contact":
            return [centre, _argument("contact", "CONTACT", "Role or name of the contact.")]
        case "cadence":
            kind = _argument("rule", "KIND", "Kind of the cadence rule.")
            about = "First year of the rule, if there are several of this kind."
            return [kind, _on("YEAR", about)]
        case "waiver":
            kind = _argument("rule", "KIND", "Kind of the cadence rule.")
            about = "Year of the waiver, if there are several of this kind."
            return [kind, _on("YEAR", about)]
    return [_argument("record_id", "ID", f"Id of the {table}.")]


def find(
    registry: Registry,
    table: str,
    words: Mapping[str, Any],
    typed: Mapping[str, str | list[str]] | None = None,
    *,
    option: str = "",
) -> tuple[Record, Centre | None]:
    """Return the one record that `words` select, and the centre that contains it.

    Only events and contacts have such a centre; for other records it is None. If an event that is
    to be edited is not recorded, the error says how to add it; `typed` is what was typed for its
    fields. `option` is the option that commands in hints need for the registry.
    """
    if table in records.SUBTABLES:
        centre = lookup.get(registry.centre, "centre", words["centre"])
        if typed is not None and table == "event":
            _require_recorded(centre, fold(words["event_kind"]), typed, option)
        return _find_below(centre, table, words), centre
    match table:
        case "network":
            return registry.network, None
        case "cadence":
            rules = _named(registry.cadence, "cadence rule", words["rule"])
            return _dated(rules, "since", words.get("on")), None
        case "waiver":
            waivers = _named(registry.waiver, "waiver", words["rule"])
            return _dated(waivers, "year", words.get("on")), None
        case group.BY_ID:
            return _by_id(registry, words["record_id"], option), None
    record: Record = lookup.get(getattr(registry, table), table, words["record_id"])
    return record, None


def _by_id(registry: Registry, word: str, option: str) -> Record:
    """Return the one record with an id, or the one cadence rule of a kind.

    Raises NotFoundError if there is none, and UsageError if there are several.
    """
    named = lookup.find(registry.named(), word)
    if named is not None:
        return named
    others = (*registry.sector, *registry.source, *registry.cadence)
    found = [record for record in others if fold_id(_id_or_kind(record)) == fold_id(word)]
    if not found:
        ids = [_id_or_kind(record) for record in (*registry.named(), *others)]
        raise NotFoundError.of(unknown("record", word, ids, listed_by=lookup.LISTED_BY["record"]))
    if len(found) > 1:
        commands = [f"c2c remove {_selecting(record)}{option}" for record in found]
        raise UsageError(f"ambiguous id {quoted(word)}", f"use {one_of(commands)}")
    return found[0]


def _id_or_kind(record: Record) -> str:
    return record.kind if isinstance(record, CadenceRule) else records.own_id(record)


def _selecting(record: Record) -> str:
    """Return the arguments that select a record, such as `cadence formal --on 2018`."""
    arguments = f"{records.table_of(record)} {_id_or_kind(record)}"
    return f"{arguments} --on {record.since}" if isinstance(record, CadenceRule) else arguments


def _require_recorded(
    centre: Centre, kind: str, typed: Mapping[str, str | list[str]], option: str
) -> None:
    """Raise NotFoundError, with the command to add it, if no event of a kind is recorded."""
    if kind not in EVENT_KINDS or kind in {event.kind for event in centre.event}:
        return
    date = _word(typed, "date") or "DATE"
    command = f"c2c add event {centre.id} {kind}{option} --date {date}"
    until = _word(typed, "until")
    if until:
        command += f" --until {until}"
    raise NotFoundError(f"unknown event {quoted(kind)}", f"add it with {command}")


def _word(typed: Mapping[str, str | list[str]], name: str) -> str:
    """Return what was typed for a field, for a shell, or an empty string."""
    word = typed.get(name)
    return shell(word) if isinstance(word, str) and word else ""


def _find_below(centre: Centre, table: str, words: Mapping[str, Any]) -> Record:
    """Return the event or contact of a centre that `words` select."""
    if table == "event":
        events = _named(centre.event, "event", words["event_kind"])
        return _dated(events, "date", words.get("on"))
    contacts = _named(centre.contact, "contact", words["contact"])
    if len(contacts) > 1:
        raise _ambiguous_contact(words["contact"], contacts)
    return contacts[0]


def _ambiguous_contact(word: str, contacts: Sequence[Contact]) -> UsageError:
    """Return the error for a word that names several contacts, with their other names."""
    others: list[str] = []
    for contact in contacts:
        others += [quoted(name) for name in _names(contact) if fold(name) != fold(word)]
    hint = f"use {one_of(others)}" if others else ""
    return UsageError(f"ambiguous contact {quoted(word)}", hint)


def _named(candidates: Sequence[T], noun: str, word: str) -> list[T]:
    """Return the events, rules, waivers or contacts that a word names, ignoring case."""
    found = [record for record in candidates if fold(word) in map(fold, _names(record))]
    if found:
        return found
    known = [name for record in candidates for name in _names(record)]
    hint = ""
    if noun == "event" and known and nearest(word, EVENT_KINDS) not in known:
        # a kind of event that the centre lacks is not a typing error for another kind
        hint = f"expected {one_of([*dict.fromkeys(known)])}"
    raise NotFoundError.of(unknown(noun, word, known, hint=hint))


def _names(record: Record) -> list[str]:
    """Return the kind of an event, rule or waiver, or the role and the name of a contact."""
    if isinstance(record, Contact):
        return [name for name in (record.role, record.name) if name]
    return [record.kind] if isinstance(record, Event | CadenceRule | Waiver) else []


def _dated(found: Sequence[Dated], field: str, on: str | None) -> Dated:
    """Return the first record with the date `on`.

    `on` may be None if all records have the same date.
    """
    dates: list[str] = [str(getattr(record, field) or UNKNOWN_DATE) for record in found]
    different: list[str] = [*dict.fromkeys(dates)]
    if on is None and len(different) > 1:
        options = [f"--on {shell(date)}" for date in different]
        raise UsageError(f"ambiguous kind {quoted(found[0].kind)}", f"use {one_of(options)}")
    if on is not None and on not in dates:
        if field == "date":
            raise NotFoundError.of(unknown("date", on, dates))
        # a year that is near is probably not the one that was meant
        hint = f"expected {one_of(different)}"
        raise NotFoundError.of(unknown("year", on, hint=hint))
    return found[dates.index(on or dates[0])]


def change_below(draft: Draft, centre: Centre, old: Record | None, new: Record | None) -> None:
    """Replace the event or contact `old` of a centre with `new`.

    Add `new` if `old` is None, and remove `old` if `new` is None. Raises WriteError if the centre
    has another event or contact like `new`.
    """
    table = records.table_of(new or old)
    before: tuple[Record, ...] = getattr(centre, table)
    others = [record for record in before if record is not old]
    if new is not None and (old is None or _identity(new) != _identity(old)):
        _require_new(centre, new, others, added=old is None, option=draft.option)
    if new is not None:
        place = _place(before, new) if old is None else before.index(old)
        others.insert(place, new)
    changes: dict[str, Any] = {table: tuple(others)}
    draft.edit(centre, replace(centre, **changes))


def _place(before: Sequence[Record], new: Record) -> int:
    """Return the place of a new event or contact among those of its centre.

    It is in date order if the dated ones are in order, and otherwise at the end.
    """
    own = getattr(new, "date", None)  # contacts have no date
    dates = [getattr(record, "date", None) for record in before]
    known = [date for date in dates if date]
    if own and known == sorted(known):
        for place, date in enumerate(dates):
            if date and date > own:
                return place
    return len(before)


def _identity(record: Record) -> object:
    """Return what no other event, or contact, of a centre has."""
    if isinstance(record, Event):
        return record.kind, record.date
    return [fold(name) for name in _names(record)]


def _require_new(
    centre: Centre, new: Record, others: Sequence[Record], *, added: bool, option: str
) -> None:
    """Raise WriteError if one of the others is like `new`, or may be the same event.

    `option` is the option that commands in hints need for the registry.
    """
    for other in others:
        if _identity(other) == _identity(new):
            raise WriteError(f"{describe(other, centre)} already exists")
    if not isinstance(new, Event):
        return
    events = tuple(other for other in others if isinstance(other, Event))
    same = _same_event(new, events)
    if same is not None:
        hint = _correction(centre, new, same, events) + option if added else ""
        raise WriteError(f"{describe(same, centre)} already exists", hint)


def _same_event(new: Event, events: Sequence[Event]) -> Event | None:
    """Return the recorded event that a new one may duplicate, or None.

    It has the same kind, and either may have happened at the same time or happens only once. A
    centre that closed may be approved and open again.
    """
    same = overlapping(new, tuple(events))
    if same is not None or new.kind not in SINGLE_KINDS:
        return same
    by_kind = {event.kind: event for event in reversed(events)}
    return None if "closed" in by_kind else by_kind.get(new.kind)


def _correction(centre: Centre, new: Event, recorded: Event, events: Sequence[Event]) -> str:
    """Return a hint to change a recorded event instead of adding a new one."""
    command = f"c2c edit event {centre.id} {new.kind}"
    if [event.kind for event in events].count(new.kind) > 1:
        command += f" --on {recorded.date or shell(UNKNOWN_DATE)}"
    if new.date is None or (recorded.date and new.date.covers(recorded.date)):
        return f"use {command}"  # the new date adds nothing to the recorded one
    return f"use {command} --date {new.date}"
