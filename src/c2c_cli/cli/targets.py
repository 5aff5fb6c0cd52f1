"""The records that the arguments of `c2c edit` and `c2c remove` name."""

from collections.abc import Sequence
from dataclasses import replace
from inspect import Parameter
from typing import Annotated, Any, NamedTuple

import typer

from c2c_cli.cli.group import BY_ID
from c2c_cli.cli.options import parameter
from c2c_cli.errors import NotFoundError, UsageError, WriteError, unknown
from c2c_cli.model import select
from c2c_cli.model.dates import UNKNOWN_DAY
from c2c_cli.model.history import EVENT_KINDS, REPEATED_KINDS, Event
from c2c_cli.model.records import SUBTABLES, Centre, phrase, table_of
from c2c_cli.model.registry import Registry
from c2c_cli.store.draft import Draft
from c2c_cli.text import fold, nearest, one_of, quoted, shell


class Target(NamedTuple):
    """A record that the user named."""

    table: str
    record: Any
    centre: Any = None
    """The centre that contains it, if it is an event or a contact."""

    @property
    def name(self) -> str:
        """The record as in messages, such as `event signed (2018) of centre ICDH` or `cadence rule formal`."""
        record = self.record
        match self.table:
            case "event":
                return f"event {record.kind}{f' ({record.date})' if record.date else ''} of centre {self.centre.id}"
            case "contact":
                return f"contact {record.role or record.name} of centre {self.centre.id}"
        return phrase(record)


def _argument(name: str, metavar: str, about: str) -> Parameter:
    return parameter(name, Annotated[str, typer.Argument(metavar=metavar, help=about)])


def _on(metavar: str, about: str, *names: str) -> Parameter:
    return parameter("on", Annotated[str | None, typer.Option("--on", *names, metavar=metavar, help=about)], None)


def selectors(table: str, *, removed: bool = False) -> list[Parameter]:
    """Return the parameters that select a record of a table; for a rule to be edited, `--since` is a field."""
    centre = _argument("centre", "CENTRE", "Id of the centre.")
    match table:
        case "network":
            return []
        case "event":
            about = "Date of the event, if the centre has several of this kind; ? if unknown."
            return [centre, _argument("event_kind", "KIND", "Kind of the event."), _on("DATE", about)]
        case "contact":
            return [centre, _argument("contact", "CONTACT", "Role or name of the contact.")]
        case "cadence":
            names = ["--since"] if removed else []
            on = _on("YEAR", "First year of the rule, if there are several of this kind.", *names)
            return [_argument("rule", "KIND", "Kind of the cadence rule."), on]
    return [_argument("record_id", "ID", f"Id of the {table}.")]


def find(registry: Registry, table: str, words: dict[str, Any]) -> Target:
    """Return the one record that `words` select, and remove the words that select it."""
    if table == "network":
        return Target(table, registry.network)
    if table == BY_ID:
        record = select.record([*registry.named(), *registry.sector], table, words.pop("record_id"))
        return Target(table_of(record), record)
    if table == "cadence":
        rules = _named(registry.cadence, "cadence rule", words.pop("rule"))
        on = words.pop("on", None) or (words.pop("since", None) if len(rules) > 1 else None)
        return Target(table, _dated(rules, "since", on))
    if table not in SUBTABLES:
        return Target(table, select.record(getattr(registry, table), table, words.pop("record_id")))
    centre = select.record(registry.centre, "centre", words.pop("centre"))
    if table == "event":
        events = _named(centre.event, "event", words.pop("event_kind"))
        return Target(table, _dated(events, "date", words.pop("on", None)), centre)
    return Target(table, _contact(centre, words.pop("contact")), centre)


def _named(records: Sequence[Any], noun: str, word: str) -> list[Any]:
    """Return the events, rules or contacts that a word names, ignoring case."""
    found = [one for one in records if fold(word) in map(fold, _names(one))]
    if not found:
        known = [name for one in records for name in _names(one)]
        # a kind of event that the centre lacks is not a typing error for another kind
        lacking = noun == "event" and nearest(word, EVENT_KINDS) not in known
        hint = f"expected {one_of([*dict.fromkeys(known)])}" if lacking and known else ""
        raise NotFoundError(*unknown(noun, word, known, hint=hint))
    return found


def _names(record: Any) -> list[str]:
    return [record.kind] if hasattr(record, "kind") else [*filter(None, (record.role, record.name))]


def _dated(found: Sequence[Any], field: str, on: str | None) -> Any:
    """Return the first record with the date `on`, which may be None if all records have the same date."""
    dates = [str(getattr(one, field) or UNKNOWN_DAY) for one in found]
    if on is None and len({*dates}) > 1:
        hint = f"use {one_of([f'--on {shell(date)}' for date in dict.fromkeys(dates)])}"
        raise UsageError(f"ambiguous kind {quoted(found[0].kind)}", hint)
    if on is not None and on not in dates:
        raise NotFoundError(*unknown("date", on, dates), subject="--on")
    return found[dates.index(on or dates[0])]


def _contact(centre: Centre, word: str) -> Any:
    """Return the contact with a role or name."""
    found = _named(centre.contact, "contact", word)
    if len(found) > 1:
        others = [quoted(name) for one in found for name in _names(one) if fold(name) != fold(word)]
        raise UsageError(f"ambiguous contact {quoted(word)}", f"use {one_of(others)}" if others else "")
    return found[0]


def change_below(draft: Draft, target: Target, new: Any) -> None:
    """Replace an event or contact with `new`, remove it if `new` is None, or add it if the centre does not have it yet.

    Raises WriteError if the centre has another event or contact like `new`.
    """
    before = getattr(target.centre, target.table)
    others = [one for one in before if one is not target.record]
    if new is target.record:
        place = _place(before, new)
    else:
        place = next(place for place, one in enumerate(before) if one is target.record)
    if new is target.record or (new is not None and _identity(new) != _identity(target.record)):
        _require_new(target, new, others)
    others[place:place] = [] if new is None else [new]
    draft.edit(target.centre, replace(target.centre, **{target.table: tuple(others)}))


def _place(before: Sequence[Any], new: Any) -> int:
    """Return the place of a new record: in date order if the dated ones are in order, otherwise at the end."""
    *dates, own = [getattr(one, "date", None) for one in (*before, new)]  # contacts have no date
    known = [*filter(None, dates)]
    later = [place for place, date in enumerate(dates) if date and own and date > own]
    return later[0] if later and known == sorted(known) else len(before)


def _identity(record: Any) -> Any:
    return (record.kind, record.date) if isinstance(record, Event) else [*map(fold, _names(record))]


def _require_new(target: Target, new: Any, others: Sequence[Any]) -> None:
    """Raise WriteError if one of the others is like `new`, or the same event with another date."""
    same, hint = [one for one in others if _identity(one) == _identity(new)], ""
    if not same and isinstance(new, Event) and new.date is not None and new.kind not in REPEATED_KINDS:
        same = [one for one in others if one.kind == new.kind and all(event.kind != "closed" for event in others)]
        hint = f"use c2c edit event {target.centre.id} {new.kind} --date {new.date}"
    if same:
        raise WriteError(f"{target._replace(record=same[0]).name} already exists", hint)
