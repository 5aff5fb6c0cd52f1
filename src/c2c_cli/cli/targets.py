"""The records that arguments name, and changes to the events and contacts of a centre."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from inspect import Parameter
from typing import Annotated, Any

import typer

from c2c_cli.cli.group import BY_ID
from c2c_cli.cli.options import parameter
from c2c_cli.errors import NotFoundError, UsageError, WriteError, unknown
from c2c_cli.model import records, select
from c2c_cli.model.dates import UNKNOWN_DAY
from c2c_cli.model.history import EVENT_KINDS, REPEATED_KINDS, Event
from c2c_cli.model.registry import Registry
from c2c_cli.store.draft import Draft
from c2c_cli.text import fold, nearest, one_of, quoted, shell


def phrase(record: Any, centre: Any) -> str:
    """Return a record as in messages.

    For example, `event signed (2018) of centre ICDH` or `cadence rule formal`.
    """
    if centre is None:
        return records.phrase(record)
    date = f" ({record.date})" if getattr(record, "date", None) else ""  # contacts have no date
    return f"{records.table_of(record)} {_names(record)[0]}{date} of centre {centre.id}"


def _argument(name: str, metavar: str, about: str) -> Parameter:
    return parameter(name, Annotated[str, typer.Argument(metavar=metavar, help=about)])


def _on(metavar: str, about: str, *names: str) -> Parameter:
    return parameter(
        "on", Annotated[str | None, typer.Option("--on", *names, metavar=metavar, help=about)], None
    )


def selectors(table: str, *, removed: bool = False) -> list[Parameter]:
    """Return the parameters that select a record of a table.

    With `removed`, `--since` is another name of `--on`.
    """
    centre = _argument("centre", "CENTRE", "Id of the centre.")
    match table:
        case "network":
            return []
        case "event":
            about = "Date of the event, if the centre has several of this kind; ? if unknown."
            return [
                centre,
                _argument("event_kind", "KIND", "Kind of the event."),
                _on("DATE", about),
            ]
        case "contact":
            return [centre, _argument("contact", "CONTACT", "Role or name of the contact.")]
        case "cadence":
            about = "First year of the rule, if there are several of this kind."
            on = _on("YEAR", about, *(["--since"] if removed else []))
            return [_argument("rule", "KIND", "Kind of the cadence rule."), on]
    return [_argument("record_id", "ID", f"Id of the {table}.")]


def find(registry: Registry, table: str, words: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the one record that `words` select, and the centre that contains it.

    Only events and contacts have such a centre; for other records it is None.
    """
    centre: Any = (
        select.record(registry.centre, "centre", words["centre"])
        if table in records.SUBTABLES
        else None
    )
    match table:
        case "network":
            return registry.network, None
        case "cadence":
            rules = _named(registry.cadence, "cadence rule", words["rule"])
            since = words.get("since") if len(rules) > 1 else None
            return _dated(rules, "since", words.get("on") or since), None
        case "event":
            events = _named(centre.event, "event", words["event_kind"])
            return _dated(events, "date", words.get("on")), centre
        case "contact":
            word = words["contact"]
            contacts = _named(centre.contact, "contact", word)
            if len(contacts) > 1:
                others = [
                    quoted(name)
                    for one in contacts
                    for name in _names(one)
                    if fold(name) != fold(word)
                ]
                raise UsageError(
                    f"ambiguous contact {quoted(word)}", f"use {one_of(others)}" if others else ""
                )
            return contacts[0], centre
    known = [*registry.named(), *registry.sector] if table == BY_ID else getattr(registry, table)
    return select.record(known, table, words["record_id"]), None


def _named(candidates: Sequence[Any], noun: str, word: str) -> list[Any]:
    """Return the events, rules or contacts that a word names, ignoring case."""
    found = [one for one in candidates if fold(word) in map(fold, _names(one))]
    if not found:
        known = [name for one in candidates for name in _names(one)]
        # a kind of event that the centre lacks is not a typing error for another kind
        lacking = noun == "event" and nearest(word, EVENT_KINDS) not in known
        hint = f"expected {one_of([*dict.fromkeys(known)])}" if lacking and known else ""
        raise NotFoundError(*unknown(noun, word, known, hint=hint))
    return found


def _names(record: Any) -> list[str]:
    """Return the kind of an event or rule, or the role and the name of a contact."""
    return [record.kind] if hasattr(record, "kind") else [*filter(None, (record.role, record.name))]


def _dated(found: Sequence[Any], field: str, on: str | None) -> Any:
    """Return the first record with the date `on`.

    It may be None if all records have the same date.
    """
    dates = [str(getattr(one, field) or UNKNOWN_DAY) for one in found]
    if on is None and len({*dates}) > 1:
        hint = f"use {one_of([f'--on {shell(date)}' for date in dict.fromkeys(dates)])}"
        raise UsageError(f"ambiguous kind {quoted(found[0].kind)}", hint)
    if on is not None and on not in dates:
        raise NotFoundError(*unknown("date", on, dates))
    return found[dates.index(on or dates[0])]


def change_below(draft: Draft, centre: Any, old: Any, new: Any) -> None:
    """Replace the event or contact `old` of a centre by `new`.

    Add `new` if `old` is None, and remove `old` if `new` is None. Raises WriteError if the centre
    has another event or contact like `new`.
    """
    table = records.table_of(new or old)
    before = getattr(centre, table)
    others = [one for one in before if one is not old]
    if new is not None and (old is None or _identity(new) != _identity(old)):
        _require_new(centre, new, others)
    place = _place(before, new) if old is None else before.index(old)
    others[place:place] = [] if new is None else [new]
    draft.edit(centre, replace(centre, **{table: tuple(others)}))


def _place(before: Sequence[Any], new: Any) -> int:
    """Return the place of a new event or contact among those of its centre.

    It is in date order if the dated ones are in order, and otherwise at the end.
    """
    *dates, own = [getattr(one, "date", None) for one in (*before, new)]  # contacts have no date
    known = [*filter(None, dates)]
    later = [place for place, date in enumerate(dates) if date and own and date > own]
    return later[0] if later and known == sorted(known) else len(before)


def _identity(record: Any) -> Any:
    """Return what no other event, or contact, of a centre has."""
    return (record.kind, record.date) if isinstance(record, Event) else [*map(fold, _names(record))]


def _require_new(centre: Any, new: Any, others: Sequence[Any]) -> None:
    """Raise WriteError if one of the others is like `new`, or the same event with another date."""
    same = [one for one in others if _identity(one) == _identity(new)]
    hint = ""
    if (
        not same
        and isinstance(new, Event)
        and new.date is not None
        and new.kind not in REPEATED_KINDS
    ):
        is_closed = any(one.kind == "closed" for one in others)
        same = [one for one in others if one.kind == new.kind and not is_closed]
        hint = f"use c2c edit event {centre.id} {new.kind} --date {new.date}"
    if same:
        raise WriteError(f"{phrase(same[0], centre)} already exists", hint)
