"""The records that the arguments of `c2c edit` and `c2c remove` name."""

from collections.abc import Mapping, Sequence
from inspect import Parameter
from itertools import pairwise
from typing import Annotated, Any, NamedTuple

import typer

from c2c_cli.cli import fields
from c2c_cli.cli.options import parameter, typed_date
from c2c_cli.errors import NotFoundError, UsageError, WriteError
from c2c_cli.model import lookup
from c2c_cli.model.dates import UNKNOWN_DAY
from c2c_cli.model.history import EVENT_KINDS, REPEATED_KINDS, Event
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
    def name(self) -> str:
        """The record as in messages, such as `event signed (2018) of centre ICDH`."""
        below = f" of centre {self.centre.id}" if self.centre else ""
        return f"{name_of(self.table, self.record)}{below}"

    def others(self) -> list[Any]:
        """Return the other records of its centre in the same table."""
        return [one for one in getattr(self.centre, self.table) if one is not self.record]


def name_of(table: str, record: Any) -> str:
    """Return the noun and name of a record, such as `event signed (2018)` or `cadence rule formal`."""
    if table == "network":
        return "the network"
    if table == "event":
        return f"event {record.kind}{f' ({record.date})' if record.date else ''}"
    if table == "contact":
        return f"contact {record.role or record.name}"
    return f"{fields.NOUNS[table]} {record.kind if table == 'cadence' else record.id}"


def _argument(name: str, metavar: str, about: str) -> Parameter:
    return parameter(name, Annotated[str, typer.Argument(metavar=metavar, help=about)])


def _on(metavar: str, about: str, *names: str) -> Parameter:
    return parameter("on", Annotated[str | None, typer.Option("--on", *names, metavar=metavar, help=about)], None)


_CENTRE = _argument("centre", "CENTRE", "Id of the centre.")
_RULE = _argument("rule", "KIND", "Kind of the rule.")
_FIRST_YEAR = "First year of the rule, if there are several of this kind."

_SELECTORS = {
    "event": [
        _CENTRE,
        _argument("event_kind", "KIND", "Kind of the event."),
        _on("DATE", "Date of the event, if the centre has several of this kind; ? if none."),
    ],
    "contact": [_CENTRE, _argument("contact", "CONTACT", "Role or name of the contact, or both.")],
    "cadence": [_RULE, _on("YEAR", _FIRST_YEAR)],
    "network": [],
}

REMOVED_RULE = [_RULE, _on("YEAR", _FIRST_YEAR, "--since")]
"""The parameters that select a rule to remove; of one to edit, `--since` is a field."""


def selectors(table: str) -> list[Parameter]:
    """Return the parameters that select a record of a table."""
    return _SELECTORS.get(table, [_argument("record_id", "ID", f"Id of the {table}.")])


def selecting(registry: Registry, table: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the given words that select the record to edit; of several rules of a kind, `--since` can select one."""
    names = {one.name for one in selectors(table)}
    if table == "cadence" and "on" not in given and len(_rules(registry, given["rule"])) > 1:
        names.add("since")
    return {name: words for name, words in given.items() if name in names}


def find(registry: Registry, table: str, words: Mapping[str, Any]) -> Target:
    """Return the record that words select.

    Raises:
        NotFoundError: No record matches.
        UsageError: Several records match.
    """
    if table == "network":
        return Target(table, registry.network)
    if table == "cadence":
        return Target(table, _rule(registry, words["rule"], words.get("on") or words.get("since")))
    if table not in SUBTABLES:
        return Target(table, lookup.record(getattr(registry, table), table, words["record_id"]))
    centre = lookup.record(registry.centre, "centre", words["centre"])
    if table == "contact":
        return Target(table, _contact(centre, words["contact"]), centre)
    return Target(table, _event(centre, words["event_kind"], words.get("on")), centre)


def _event(centre: Centre, word: str, on: str | None) -> Event:
    """Return the event of a kind, or the first of those of the same date."""
    with of_option("KIND"):
        kind = word_of("kind", word, EVENT_KINDS)
    same = [one for one in centre.event if one.kind == kind]
    if not same:
        known = one_of([*dict.fromkeys(one.kind for one in centre.event)])
        raise NotFoundError(f"centre {centre.id} has no {quoted(kind)} event", f"expected {known}" if known else "")
    by_date = {one.date: one for one in reversed(same)}
    candidates = one_of([f"--on {one.date or UNKNOWN_DAY}" for one in reversed(by_date.values())])
    if on is None and len(by_date) > 1:
        raise UsageError(f"{centre.id} has {len(same)} {quoted(kind)} events", f"pass {candidates}")
    with of_option("--on"):
        date = same[0].date if on is None else None if on == UNKNOWN_DAY else typed_date(on)
    if date not in by_date:
        raise NotFoundError(f"centre {centre.id} has no {quoted(kind)} event on {on}", f"use {candidates}")
    return by_date[date]


def _contact(centre: Centre, word: str) -> Any:
    """Return the contact with a role or name, or else the first that has nothing but this role, name, or both."""
    same = [one for one in centre.contact if fold(word) in map(fold, (one.role or "", one.name or "", _full(one)))]
    exact = [one for one in same if fold(_full(one)) == fold(word)]
    if exact or len(same) == 1:
        return (exact or same)[0]
    if not same:
        known = [text for one in centre.contact for text in (one.role, one.name) if text]
        raise NotFoundError(f"centre {centre.id} has no contact {quoted(word)}", suggestion(word, known))
    hint = f"use {one_of([quoted(_full(one)) for one in same])}"
    raise UsageError(f"{centre.id} has {len(same)} {quoted(word)} contacts", hint)


def _full(contact: Any) -> str:
    return " ".join(filter(None, (contact.role, contact.name)))


def _rules(registry: Registry, word: str) -> list[Any]:
    return [one for one in registry.cadence if fold_id(one.kind) == fold_id(word)]


def _rule(registry: Registry, word: str, since: str | None) -> Any:
    same = _rules(registry, word)
    if not same:
        known = [one.kind for one in registry.cadence]
        raise NotFoundError(f"unknown cadence rule {quoted(word)}", suggestion(word, known))
    candidates = one_of([f"--on {one.since}" for one in same])
    if since is not None:
        year = fields.read(registry, "cadence", "since", since, subject="--on")
        found = [one for one in same if one.since == year]
        if not found:
            raise NotFoundError(f"no cadence rule {quoted(same[0].kind)} applies since {year}", f"use {candidates}")
        return found[0]
    if len(same) == 1:
        return same[0]
    raise UsageError(f"there are {len(same)} {quoted(same[0].kind)} rules", f"pass {candidates}")


def replace_below(draft: Draft, centre: Centre, table: str, old: Any, new: Sequence[Any]) -> None:
    """Replace an event or contact of a centre by `new`, or add `new` if `old` is None."""
    before = getattr(centre, table)
    place = _place(before, new[0]) if old is None else next(i for i, one in enumerate(before) if one is old)
    draft.edit(centre, {table: (*before[:place], *new, *before[place + (old is not None) :])})


def _place(before: Sequence[Any], new: Any) -> int:
    """Return the place of a new record: that of its date if all dated ones are in order, otherwise the end."""
    dates = [getattr(one, "date", None) for one in (*before, new)]  # contacts have no date
    *known, own = dates
    if own is None or any(one > other for one, other in pairwise(filter(None, known))):
        return len(before)
    return next((place for place, date in enumerate(known) if date is not None and date > own), len(before))


def require_new(centre: Centre, table: str, others: Sequence[Any], new: Any) -> None:
    """Raise WriteError if a centre has the same event or contact already, or the event with another date."""
    if table == "contact":
        for one in others:
            if fold(_full(one)) == fold(_full(new)):
                raise WriteError(f"centre {centre.id} already has the {name_of(table, one)}")
        return
    dates = [one.date for one in others if one.kind == new.kind]
    if new.date in dates:
        raise WriteError(f"centre {centre.id} already has the {name_of(table, new)}")
    closed = any(one.kind == "closed" for one in others)
    if dates and new.date is not None and not closed and new.kind not in REPEATED_KINDS:
        which = f"the event {new.kind} ({dates[-1]})" if dates[-1] else f"an undated event {new.kind}"
        hint = f"use c2c edit event {centre.id} {new.kind} --date {new.date}"
        raise WriteError(f"centre {centre.id} already has {which}", hint)
