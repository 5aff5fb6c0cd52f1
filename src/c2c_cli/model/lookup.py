"""Lookup of records by their ids."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from c2c_cli.errors import NotFoundError, unknown
from c2c_cli.text import fold_id

LISTED_BY = {
    "centre": "c2c list",
    "centre or organisation": "c2c list or c2c organisations",
    "meeting": "c2c meetings",
    "organisation": "c2c organisations",
    "record": "c2c list or c2c meetings",
    "sector": "c2c sectors",
}
"""The commands that list the records of a table."""


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


T = TypeVar("T", bound=_Identified)


def find(records: Iterable[T], record_id: str) -> T | None:
    """Return the record with an id, ignoring case, or None."""
    folded = fold_id(record_id)
    return next((record for record in records if fold_id(record.id) == folded), None)


def get(records: Sequence[T], noun: str, record_id: str) -> T:
    """Return the record with an id, ignoring case; raise NotFoundError if the id is unknown."""
    found = find(records, record_id)
    if found is not None:
        return found
    ids = [record.id for record in records]
    raise NotFoundError.of(unknown(noun, record_id, ids, listed_by=LISTED_BY.get(noun, "")))
