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
    if table == "event":
        return f"event {record.kind}{f' ({record.date})' if record.date else ''}"
    if table == "contact":
        return f"contact {record.role or record.name}"
    return f"{fields.NOUNS[table]} {record.kind if table == 'cadence' else record.id}"


def _argument(name: str, metavar: str, about: str) -> Parameter:
    return parameter(name, Annotated[str, typer.Argument(metavar=metavar, help=about)])


_CENTRE = _argument("centre", "CENTRE", "Id of the centre.")
_ON = Annotated[
    str | None,
    typer.Option("--on", metavar="DATE", help="Date of the event, if the centre has several of this kind; ? if none."),
]
_SINCE = Annotated[
    str | None,
    typer.Option("--since", metavar="YEAR", help="First year of the rule, if there are several of this kind."),
]

_SELECTORS = {
    "event": [_CENTRE, _argument("event_kind", "KIND", "Kind of the event."), parameter("on", _ON, None)],
    "contact": [_CENTRE, _argument("contact", "CONTACT", "Role or name of the contact.")],
    "cadence": [_argument("rule", "KIND", "Kind of the rule.")],
}


def selectors(table: str) -> list[Parameter]:
    """Return the parameters that select a record of a table."""
    return _SELECTORS.get(table) or [_argument("record_id", "ID", f"Id of the {table}.")]


SINCE = parameter("since", _SINCE, None)
"""The option that selects one of several rules of a kind to be removed; to be edited, the field does."""


def selecting(registry: Registry, table: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the given words that select the record to edit; `--since` does so if there are several rules of a kind."""
    names = {one.name for one in selectors(table)}
    if table == "cadence" and len(_rules(registry, given["rule"])) > 1:
        names.add("since")
    return {name: words for name, words in given.items() if name in names}


def find(registry: Registry, table: str, words: Mapping[str, Any]) -> Target:
    """Return the record that words select.

    Raises:
        NotFoundError: No record matches.
        UsageError: Several records match.
    """
    if table == "cadence":
        return Target(table, _rule(registry, words["rule"], words.get("since")))
    if table not in SUBTABLES:
        return Target(table, lookup.record(getattr(registry, table), table, words["record_id"]))
    centre = lookup.record(registry.centre, "centre", words["centre"])
    if table == "contact":
        return Target(table, _contact(centre, words["contact"]), centre)
    return Target(table, _event(centre, words["event_kind"], words.get("on")), centre)


def _event(centre: Centre, word: str, on: str | None) -> Event:
    with of_option("KIND"):
        kind = word_of("kind", word, EVENT_KINDS)
    same = [one for one in centre.event if one.kind == kind]
    if not same:
        known = one_of([*dict.fromkeys(one.kind for one in centre.event)])
        raise NotFoundError(f"centre {centre.id} has no {quoted(kind)} event", f"expected {known}" if known else "")
    candidates = one_of([f"--on {date}" for date in dict.fromkeys(str(one.date or UNKNOWN_DAY) for one in same)])
    found = same
    if on is not None:
        with of_option("--on"):
            date = None if on == UNKNOWN_DAY else typed_date(on)
        found = [one for one in same if one.date == date]
        if not found:
            raise NotFoundError(f"centre {centre.id} has no {quoted(kind)} event on {on}", f"use {candidates}")
    if len(found) == 1:
        return found[0]
    # events of one kind and date can only be told apart in the file
    hint = f"pass {candidates}" if on is None and " or " in candidates else f"use c2c edit centre {centre.id}"
    raise UsageError(f"{centre.id} has {len(found)} {quoted(kind)} events", hint)


def _contact(centre: Centre, word: str) -> Any:
    named = [one for one in centre.contact if fold(word) in {fold(one.role or ""), fold(one.name or "")} - {""}]
    if len(named) == 1:
        return named[0]
    if not named:
        known = [text for one in centre.contact for text in (one.role, one.name) if text]
        raise NotFoundError(f"centre {centre.id} has no contact {quoted(word)}", suggestion(word, known))
    others = [quoted(text) for one in named for text in (one.name, one.role) if text and fold(text) != fold(word)]
    hint = f"use {one_of(others)}" if others else f"use c2c edit centre {centre.id}"
    raise UsageError(f"{centre.id} has {len(named)} {quoted(word)} contacts", hint)


def _rules(registry: Registry, word: str) -> list[Any]:
    return [one for one in registry.cadence if fold_id(one.kind) == fold_id(word)]


def _rule(registry: Registry, word: str, since: str | None) -> Any:
    same = _rules(registry, word)
    if not same:
        known = [one.kind for one in registry.cadence]
        raise NotFoundError(f"unknown cadence rule {quoted(word)}", suggestion(word, known))
    candidates = one_of([f"--since {one.since}" for one in same])
    if since is not None:
        year = fields.read(registry, "cadence", "since", since)
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
        named = [one for one in others if _key(one) == _key(new)]
        if named:
            raise WriteError(f"centre {centre.id} already has the {name_of(table, new)}")
        return
    dates = [one.date for one in others if one.kind == new.kind]
    if new.date in dates:
        raise WriteError(f"centre {centre.id} already has the {name_of(table, new)}")
    closed = any(one.kind == "closed" for one in others)
    if dates and new.date is not None and not closed and new.kind not in REPEATED_KINDS:
        which = f"the event {new.kind} ({dates[-1]})" if dates[-1] else f"an undated event {new.kind}"
        hint = f"use c2c edit event {centre.id} {new.kind} --date {new.date}"
        raise WriteError(f"centre {centre.id} already has {which}", hint)


def _key(contact: Any) -> tuple[str, str]:
    return fold(contact.role or ""), fold(contact.name or "")
