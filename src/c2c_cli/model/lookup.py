"""Lookup of records and sectors by what a user types."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from c2c_cli.errors import NotFoundError, UsageError, of_option, unknown
from c2c_cli.model.fields import MEETING_KIND, SECTOR, SOURCES, ValueType
from c2c_cli.model.registry import Registry
from c2c_cli.model.values import word_of
from c2c_cli.text import fold, fold_id, nearest

LISTED_BY = {
    "centre": "c2c list",
    "meeting": "c2c meetings",
    "organisation": "c2c organisations",
    "record": "c2c list or c2c meetings",
    "sector": "c2c sectors",
}
"""The commands that list the records of a table."""


def read_words(
    option: str, words: Iterable[str] | None, read: Callable[[str], str], whole: Collection[str] = ()
) -> set[str]:
    """Return the values that the words of an option stand for; `A,B` are two words, unless they are in `whole`."""
    with of_option(option):
        items = [[word] if fold(word) in whole else word.split(",") for word in words or ()]
        return {read(one.strip()) for item in items for one in item}


def find(records: Iterable[Any], record_id: str) -> Any:
    """Return the record with an id, ignoring case, or None."""
    folded = fold_id(record_id)
    return next((one for one in records if fold_id(one.id) == folded), None)


def record(records: Sequence[Any], noun: str, record_id: str) -> Any:
    """Return the record with an id, ignoring case; raise NotFoundError if the id is unknown."""
    if (found := find(records, record_id)) is not None:
        return found
    raise NotFoundError(*unknown(noun, record_id, [one.id for one in records], listed_by=LISTED_BY.get(noun, "")))


def sector_id(registry: Registry, word: str) -> str:
    """Return the id of the sector that has a word as its id, code or name."""
    for sector in registry.sector:
        if fold(word) in map(fold, (sector.id, sector.code, sector.name)):
            return sector.id
    ids = [sector.id for sector in registry.sector]
    near = nearest(word, [*(word for sector in registry.sector for word in (sector.code, sector.name)), *ids])
    raise UsageError(*unknown("sector", word, [near] if near else ids, listed_by=LISTED_BY["sector"]))


def id_of(registry: Registry, tables: Sequence[str], word: str, hint: str = "") -> str:
    """Return the id of a record in one of the tables, ignoring case."""
    known = [one for table in tables for one in getattr(registry, table)]
    if (found := find(known, word)) is not None:
        return str(found.id)
    noun = " or ".join(tables)
    message, expected, _ = unknown(noun, word, [one.id for one in known], listed_by=LISTED_BY.get(noun, ""))
    raise UsageError(message, expected or hint)


def value(registry: Registry, value_type: ValueType, word: str) -> Any:
    """Return the value, or list item, that a word stands for; the word may be an id, code or name in any case.

    Raises UsageError or InvalidError if the word is unknown or invalid.
    """
    if value_type is MEETING_KIND:
        return word_of("kind", word, registry.kinds())
    if value_type is SOURCES:
        hint = "use a URL, or add the source with c2c add source"
        return word if "://" in word else id_of(registry, ("source",), word, hint)
    if value_type is SECTOR:
        return sector_id(registry, word)
    return id_of(registry, value_type.targets, word) if value_type.targets else value_type.parse(word)
