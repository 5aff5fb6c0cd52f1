"""The records that the arguments of `c2c edit` and `c2c remove` name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from inspect import Parameter
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

import typer

from c2c_cli.cli import fields
from c2c_cli.cli.group import BY_ID
from c2c_cli.cli.options import parameter, typed_date
from c2c_cli.errors import NotFoundError, UsageError, WriteError
from c2c_cli.model import lookup
from c2c_cli.model.dates import UNKNOWN_DAY
from c2c_cli.model.history import EVENT_KINDS, REPEATED_KINDS
from c2c_cli.model.lookup import of_option
from c2c_cli.model.records import SUBTABLES, Centre
from c2c_cli.model.registry import Registry
from c2c_cli.model.value_types import word_of
from c2c_cli.store.draft import Draft
from c2c_cli.text import fold, fold_id, one_of, quoted, suggestion


class Target(NamedTuple):
    """A record that the user named."""

    table: str
    record: Any
    centre: Any = None
    """The centre that contains it, if it is an event or a contact."""

    @property
    def own_name(self) -> str:
        """The noun and name of the record, such as `event signed (2018)` or `cadence rule formal`."""
        record = self.record
        match self.table:
            case "network":
                return "the network"
            case "event":
                return f"event {record.kind}{f' ({record.date})' if record.date else ''}"
            case "contact":
                return f"contact {record.role or record.name}"
            case "cadence":
                return f"cadence rule {record.kind}"
        return f"{self.table} {record.id}"

    @property
    def name(self) -> str:
        """The record as in messages, such as `event signed (2018) of centre ICDH`."""
        return f"{self.own_name} of centre {self.centre.id}" if self.centre else self.own_name


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
            return [centre, _argument("contact", "CONTACT", "Role or name of the contact, or both.")]
        case "cadence":
            on = _on("YEAR", "First year of the rule, if there are several of this kind.", *["--since"] * removed)
            return [_argument("rule", "KIND", "Kind of the cadence rule."), on]
    return [_argument("record_id", "ID", f"Id of the {table}.")]


def selecting(registry: Registry, table: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the given words that select the record to edit; `--since` can select one of several rules of a kind."""
    names = {one.name for one in selectors(table)}
    if table == "cadence" and "on" not in given and len(_rules(registry, given["rule"])) > 1:
        names.add("since")
    return {name: words for name, words in given.items() if name in names}


def find(registry: Registry, table: str, words: Mapping[str, Any]) -> Target:
    """Return the record that words select, which must be a single one."""
    if table == "network":
        return Target(table, registry.network)
    if table == BY_ID:
        record = lookup.record([*registry.named(), *registry.sector], table, words["record_id"])
        return Target(type(record).__name__.lower(), record)
    if table == "cadence":
        return Target(table, _rule(registry, words["rule"], words.get("on") or words.get("since")))
    if table not in SUBTABLES:
        return Target(table, lookup.record(getattr(registry, table), table, words["record_id"]))
    centre = lookup.record(registry.centre, "centre", words["centre"])
    if table == "contact":
        return Target(table, _contact(centre, words["contact"]), centre)
    return Target(table, _event(centre, words["event_kind"], words.get("on")), centre)


def _event(centre: Centre, word: str, on: str | None) -> Any:
    with of_option("KIND"):
        kind = word_of("kind", word, EVENT_KINDS)
    same = {one.date or UNKNOWN_DAY: one for one in reversed(centre.event) if one.kind == kind}
    if not same:
        known = one_of([*dict.fromkeys(one.kind for one in centre.event)])
        raise NotFoundError(f"centre {centre.id} has no {quoted(kind)} event", f"expected {known}" if known else "")
    with of_option("--on"):
        date = typed_date(on) if on and on != UNKNOWN_DAY else on
    several = f"centre {centre.id} has {sum(one.kind == kind for one in centre.event)} {quoted(kind)} events"
    return _one_of(same, date, several, f"centre {centre.id} has no {quoted(kind)} event with date {on}")


def _one_of(same: Mapping[Any, Any], date: Any, several: str, none: str) -> Any:
    """Return the record with a date, or the only record; `same` contains the first of each date, in reverse order."""
    candidates = one_of([f"--on {one}" for one in reversed(same)])
    if date is None and len(same) > 1:
        raise UsageError(several, f"use {candidates}")
    if date is not None and date not in same:
        raise NotFoundError(none, f"use {candidates}")
    return next(iter(same.values())) if date is None else same[date]


def _contact(centre: Centre, word: str) -> Any:
    """Return the contact with a role or name; an exact match of its role and name takes precedence."""
    same = [one for one in centre.contact if fold(word) in map(fold, (one.role or "", one.name or "", _full(one)))]
    exact = [one for one in same if fold(_full(one)) == fold(word)]
    if exact or len(same) == 1:
        return (exact or same)[0]
    if not same:
        known = [text for one in centre.contact for text in (one.role, one.name) if text]
        raise NotFoundError(f"centre {centre.id} has no contact {quoted(word)}", suggestion(word, known))
    hint = f"use {one_of([quoted(_full(one)) for one in same])}"
    raise UsageError(f"centre {centre.id} has {len(same)} {quoted(word)} contacts", hint)


def _full(contact: Any) -> str:
    return " ".join(filter(None, (contact.role, contact.name)))


def _rules(registry: Registry, word: str) -> dict[int, Any]:
    return {one.since: one for one in reversed(registry.cadence) if fold_id(one.kind) == fold_id(word)}


def _rule(registry: Registry, word: str, since: str | None) -> Any:
    same = _rules(registry, word)
    if not same:
        known = [one.kind for one in registry.cadence]
        raise NotFoundError(f"unknown cadence rule {quoted(word)}", suggestion(word, known))
    year = fields.read(registry, "cadence", "since", since, subject="--on") if since else None
    kind = quoted(next(iter(same.values())).kind)
    several, none = f"there are {len(same)} {kind} cadence rules", f"no {kind} cadence rule begins in {year}"
    return _one_of(same, year, several, none)


def replace_below(draft: Draft, target: Target, new: Sequence[Any]) -> None:
    """Replace an event or contact of a centre with `new`, or add `new` if the centre does not have the target."""
    before = getattr(target.centre, target.table)
    place = next((place for place, one in enumerate(before) if one is target.record), None)
    start, end = (place, place + 1) if place is not None else (_place(before, new[0]),) * 2
    draft.edit(target.centre, replace(target.centre, **{target.table: (*before[:start], *new, *before[end:])}))


def _place(before: Sequence[Any], new: Any) -> int:
    """Return the place of a new record: in date order if the dated ones are in order, otherwise at the end."""
    dates = [getattr(one, "date", None) for one in (*before, new)]  # contacts have no date
    *known, own = dates
    if own is None or any(one > other for one, other in pairwise(filter(None, known))):
        return len(before)
    return next((place for place, date in enumerate(known) if date is not None and date > own), len(before))


def require_new(target: Target, new: Any) -> None:
    """Raise WriteError if the centre has another event or contact like `new`, or the event with another date."""
    centre, table = target.centre, target.table
    others = [one for one in getattr(centre, table) if one is not target.record]
    hint = ""
    if table == "contact":
        same = [one for one in others if fold(_full(one)) == fold(_full(new))]
    else:
        same = [one for one in others if (one.kind, one.date) == (new.kind, new.date)]
        once = new.kind not in REPEATED_KINDS and all(one.kind != "closed" for one in others)
        if not same and once and new.date is not None:
            same = [one for one in others if one.kind == new.kind]
            hint = f"use c2c edit event {centre.id} {new.kind} --date {new.date}"
    if same:
        raise WriteError(f"{Target(table, same[0], centre).name} already exists", hint)
