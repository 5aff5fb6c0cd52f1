"""The records of a table in their order, and the number that each has in the text. Knows neither data nor text."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import islice, pairwise
from typing import Any

from c2c_cli.text import fold_id

_ORDER: dict[str, Callable[[Any], Any]] = {
    "centre": lambda centre: fold_id(centre.id),
    "meeting": lambda meeting: meeting.start,
}
"""By what the records of a table stand in order, where they do."""


class Table:
    """The records of a table, and for each its number in the text as it is, -1 for a new one."""

    def __init__(self, name: str, present: Sequence[Any]) -> None:
        self.records = list(present)
        self.numbers = list(range(len(present)))
        self._old = len(present)
        self._key = _ORDER.get(name)
        keys = [self._key(one) for one in present] if self._key else []
        # fewer than two records are in no order that anybody chose
        self._ordered = len(keys) > 1 and all(one <= other for one, other in pairwise(keys))
        self._index: dict[str, int] = {}

    def index(self, record_id: str) -> int:
        """Return where the record of an id stands now."""
        if not self._index:
            self._index = {one.id: index for index, one in enumerate(self.records)}
        return self._index[record_id]

    def insert(self, record: Any) -> tuple[int, int]:
        """Put a record at its place; return its index, and the number of the old record before which it stands."""
        index = len(self.records)
        if self._ordered and self._key is not None:
            index = bisect_right(self.records, self._key(record), key=self._key)
        anchor = next((number for number in islice(self.numbers, index, None) if number >= 0), self._old)
        self.records.insert(index, record)
        self.numbers.insert(index, -1)
        self._index = {}
        return index, anchor

    def in_order(self, new: Sequence[Any]) -> list[Any]:
        """Return new records as the table is in order, or as they are."""
        return sorted(new, key=self._key) if self._ordered and self._key else list(new)

    def put(self, index: int, record: Any) -> None:
        """Put a record in the place of another."""
        self.records[index] = record
        self._index = {}

    def pop(self, index: int) -> int:
        """Take a record out, and return its number."""
        del self.records[index]
        self._index = {}
        return self.numbers.pop(index)
