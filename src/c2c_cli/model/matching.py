"""Matching of the records of two versions of a registry."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

from c2c_cli.model.history import Event
from c2c_cli.model.record import Record
from c2c_cli.model.records import Contact, Rule, id_or_kind, own_id
from c2c_cli.text import fold, fold_id

T = TypeVar("T", bound=Record)

_Key = Callable[[Record], Hashable]
"""A function whose value two versions of a record share; None matches nothing."""


def places(before: Sequence[T], after: Sequence[T]) -> dict[int, int]:
    """Return the places of matching records: in `before` -> in `after`.

    Events match if all fields are equal, or else by kind and date; the other events of a kind are
    matched in order. Contacts match by role and name. Rules of a kind match by first year and
    centres, or else by first year; the other rules are matched in order. All other records match by
    id.
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    for key in _keys(next(iter([*before, *after]), None)):
        left: dict[Hashable, list[int]] = {}
        for place in reversed(range(len(after))):
            if place not in taken:
                left.setdefault(key(after[place]), []).append(place)
        for number, record in enumerate(before):
            value = key(record)
            if number not in found and value is not None and left.get(value):
                found[number] = left[value].pop()
                taken.add(found[number])
    return found


def pairs(before: Sequence[T], after: Sequence[T]) -> Iterator[tuple[T | None, T | None]]:
    """Yield each record of `before` with its match in `after`, or with None.

    Then yield None with each new record of `after`.
    """
    became = places(before, after)
    for number, record in enumerate(before):
        yield record, after[became[number]] if number in became else None
    old = {*became.values()}
    for place, record in enumerate(after):
        if place not in old:
            yield None, record


def has_same_key(record: Record, other: Record) -> bool:
    """Return whether two events share kind and date, or two contacts share role and name."""
    return _kind_and_date(record) == _kind_and_date(other) and _who(record) == _who(other)


def _keys(record: Record | None) -> Sequence[_Key]:
    """Return the functions that match records of the type of `record`, the strictest first."""
    if isinstance(record, Event):
        return _all_fields, _kind_and_date, _kind
    if isinstance(record, Contact):
        return _all_fields, _who
    return _id_and_kind, _kind_and_first_year, _id


def _all_fields(record: Record) -> Hashable:
    return tuple(getattr(record, field) for field in record.__slots__)


def _kind_and_date(record: Record) -> Hashable:
    return (record.kind, record.date, record.covers) if isinstance(record, Event) else None


def _kind(record: Record) -> Hashable:
    return record.kind if isinstance(record, Event) else None


def _who(record: Record) -> Hashable:
    if not isinstance(record, Contact):
        return None
    return fold(record.role or ""), fold(record.name or "")


def _id(record: Record) -> Hashable:
    """Return the id of a record, or the kind of a rule."""
    return fold_id(id_or_kind(record))


def _kind_and_first_year(record: Record) -> Hashable:
    return (_id(record), record.since) if isinstance(record, Rule) else None


def _id_and_kind(record: Record) -> Hashable:
    """Return the key of a rule among those of its kind: kind, first year and whole id."""
    return _kind_and_first_year(record), fold_id(own_id(record)), _id(record)
