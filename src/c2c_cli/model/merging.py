"""Three-way merge of a record: two versions of it, and their common earlier one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from c2c_cli.errors import InvalidError
from c2c_cli.model.history import Event, same_event, with_new
from c2c_cli.model.matching import has_same_key, places
from c2c_cli.model.record import Record
from c2c_cli.model.records import Contact


class OverlapError(Exception):
    """Two versions changed the same value differently."""


def merged(base: Record | None, ours: Record, theirs: Record) -> Record:
    """Return a record with the changes of two versions since `base`, which is None if both are new.

    Raises OverlapError if both changed a value differently, or the changes together are invalid.
    """
    values = {}
    for key in ours.__slots__:
        mine, other = getattr(ours, key), getattr(theirs, key)
        before = getattr(base, key, () if type(mine) is tuple else None)
        values[key] = _value(before, mine, other)
        is_mixed = values[key] not in (mine, other)
        # an obligation without centres applies to all of them
        if key == "centres" and is_mixed and not (before and mine and other):
            raise OverlapError
    try:
        return type(ours)(**values)
    except InvalidError as error:
        raise OverlapError from error


def _value(before: Any, mine: Any, other: Any) -> Any:
    """Return the merged value of a field, a list or a table."""
    if _is_same(other, before) or _is_same(other, mine):
        return mine
    if _is_same(mine, before):
        return other
    if type(mine) is tuple:  # a date is an instance of a subclass
        kinds = {type(item) for item in (*before, *mine, *other)}
        if kinds == {Event}:
            return _history(before, mine, other)
        if kinds == {Contact}:
            return _contacts(before, mine, other)
        return _items(before, mine, other)
    if isinstance(mine or before, Mapping) and isinstance(other or before, Mapping):
        return _table(before or {}, mine or {}, other or {})
    raise OverlapError


def _is_same(value: object, other: object) -> bool:
    """Return whether two values are equal; in an extra key, 1 is not the same as true."""
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        return repr(value) == repr(other)
    return value == other


def _items(before: Sequence[str], mine: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """Return the items of a list in its order, without those removed and then those added."""
    kept = [item for item in mine if item in other or item not in before]
    added = [item for item in other if item not in before and item not in mine]
    return (*kept, *added)


def _table(
    before: Mapping[str, object], mine: Mapping[str, object], other: Mapping[str, object]
) -> dict[str, object] | None:
    """Return the merged values of a table, each by its key."""
    found = {}
    for key in dict.fromkeys((*mine, *other)):
        value = _entry(before.get(key), mine.get(key), other.get(key))
        if value is not None:
            found[key] = value
    return found or None


def _entry(before: object, mine: object, other: object) -> object:
    """Return the merged value of a key of a table; 1 is not the same as true, nor 1.0 as 1.00."""
    versions = [repr(value) for value in (before, mine, other)]
    if versions[2] in versions[:2]:
        return mine
    if versions[1] == versions[0]:
        return other
    raise OverlapError


def _history(
    before: Sequence[Event], mine: Sequence[Event], other: Sequence[Event]
) -> tuple[Event, ...]:
    """Return the merged events of a centre.

    Raises OverlapError if both versions may have added the same event, but differently.
    """
    parts = _SubRecords(before, mine, other)
    kept = [*parts.kept()]
    has_closed = any(event.kind == "closed" for event in kept)
    added = parts.added()
    for event in added:
        if same_event(event, parts.new_in_mine(), has_closed=has_closed):
            raise OverlapError
    return with_new(tuple(kept), added)


def _contacts(
    before: Sequence[Contact], mine: Sequence[Contact], other: Sequence[Contact]
) -> tuple[Contact, ...]:
    """Return the merged contacts of a centre or an organisation."""
    parts = _SubRecords(before, mine, other)
    return (*parts.kept(), *parts.added())


class _SubRecords:
    """The events or the contacts of a record in three versions, matched with each other."""

    def __init__(self, before: Sequence[Any], mine: Sequence[Any], other: Sequence[Any]) -> None:
        self._before, self._mine, self._other = before, mine, other
        self._places = places(before, mine)
        self._other_places = places(before, other)
        self._number_of = {place: number for number, place in self._places.items()}

    def new_in_mine(self) -> list[Any]:
        """Return the events or contacts that `mine` added."""
        return [item for place, item in enumerate(self._mine) if place not in self._number_of]

    def _new_in_other(self) -> list[Any]:
        known = {*self._other_places.values()}
        return [item for place, item in enumerate(self._other) if place not in known]

    def kept(self) -> Iterator[Any]:
        """Yield the events or contacts of `mine` with the changes of `other`.

        Raises OverlapError if one version changed what the other removed.
        """
        added = self._new_in_other()
        for place, item in enumerate(self._mine):
            number = self._number_of.get(place)
            if number is None:
                same = next((new for new in added if has_same_key(item, new)), item)
                yield merged(None, item, same)
            elif number in self._other_places:
                yield merged(self._before[number], item, self._other[self._other_places[number]])
            elif item != self._before[number]:
                raise OverlapError
        for number, place in self._other_places.items():
            if number not in self._places and self._other[place] != self._before[number]:
                raise OverlapError

    def added(self) -> list[Any]:
        """Return the events or contacts that only `other` added."""
        mine = self.new_in_mine()
        return [
            new for new in self._new_in_other() if not any(has_same_key(item, new) for item in mine)
        ]
