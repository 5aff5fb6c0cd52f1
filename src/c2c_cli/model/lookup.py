"""Lookup of records by their ids."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from c2c_cli.errors import Diagnostic, unknown
from c2c_cli.text import did_you_mean, fold_id, listing

LISTED_BY = {
    "centre": "c2c list",
    "meeting": "c2c meetings",
    "organisation": "c2c organisations",
    "sector": "c2c sectors",
    "source": "c2c sources",
    "cadence": "c2c cadence --agreed",
    "obligation": "c2c obligations",
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


def beginning_with(start: str, ids: Iterable[str]) -> list[str]:
    """Return the ids that begin with a text that is not empty, ignoring case."""
    folded = fold_id(start)
    return [other for other in dict.fromkeys(ids) if start and fold_id(other).startswith(folded)]


def unknown_id(noun: str, record_id: str, ids: Sequence[str], listed_by: str) -> Diagnostic:
    """Return the diagnostic of an unknown id; the hint names the ids that begin with it, if any."""
    begun = beginning_with(record_id, ids)
    hint = did_you_mean(begun[0]) if len(begun) == 1 else listing(begun, listed_by if begun else "")
    return unknown(noun, record_id, ids, hint=hint, listed_by=listed_by)
