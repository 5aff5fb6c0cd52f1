"""What people meant who wrote a key or a table that there is not. Knows words, not records."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from c2c_cli.errors import DataProblem, Diagnostic
from c2c_cli.text import nearest, suggestion

_ELSEWHERE = {
    "schema": ("it belongs to the top of the file, above the first header",),
    "event": ("an event belongs to a centre", "write [[centre.event]] below it"),
    "status": ("a centre's status is not written but follows from its events", "write [[centre.event]]"),
}
"""What belongs to another place than people look for it in."""

_OTHER_WORDS = {
    "date": ("start",),
    "day": ("start", "date"),
    "name": ("title",),
    "title": ("name",),
    "url": ("website", "sources"),
    "link": ("website", "sources"),
    "source": ("sources",),
    "type": ("kind",),
    "acronym": ("id",),
    "place": ("city",),
}
"""What people write for a key, and the keys that it may stand for."""

_OF_CENTRES = frozenset(("id", "name", "names", "sector", "country", "city", "host", "website"))
"""Keys of a centre that an event has not."""


def known_key(word: str, keys: Collection[str]) -> str | None:
    """Return that of a table's keys which an unknown one most likely stands for."""
    return next((one for one in _OTHER_WORDS.get(word, ()) if one in keys), None) or nearest(word, keys)


def unknown_key(word: str, record: str, keys: Collection[str]) -> Diagnostic:
    """Return what is wrong with a key that the table of a record has not."""
    if word in {"schema", "event"} or (record, word) == ("Centre", "status"):
        return Diagnostic("misplaced-key", *_ELSEWHERE[word])
    if record == "Event" and word in _OF_CENTRES:
        return Diagnostic("misplaced-key", "it belongs to the centre", "write it above the first [[centre.event]]")
    instead = known_key(word, keys)
    return Diagnostic(
        "unknown-key", "there is no such key", suggestion(instead or word, [instead] if instead else keys)
    )


def table_of(
    unknown: Collection[str], own: Collection[str], tables: Mapping[str, tuple[frozenset[str], frozenset[str]]]
) -> str | None:
    """Return the table of which the unknown keys of another make a record: all keys that it must have, and no others.

    `own` has the keys that the other has, and `tables` for each table the keys that it must have and may.
    """
    for name, (required, keys) in tables.items():
        must = required.difference(own)
        if len(must) > 1 and must <= set(unknown) <= keys:
            return name
    return None


def missing_header(table: str, keys: int) -> Diagnostic:
    """Return what is wrong with so many keys of another table that stand in one, of which this is the first."""
    wrong = f"this and {keys - 1} keys below belong to a record of their own"
    return Diagnostic("misplaced-key", wrong, f"write the header that is missing above, [[{table}]]")


def unknown_table(name: str, value: Any, tables: Iterable[str]) -> DataProblem:
    """Return what is wrong with a table, or a key at the top, that a file has not."""
    headers = {name: f"[[{name}]]" for name in tables} | {"network": "[network]"}
    near = nearest(name, headers)
    hint = f"did you mean {headers[near]}?" if near else f"use {', '.join(headers.values())}"
    wrong = Diagnostic("unknown-table", "there is no such table", hint)
    if type(value) not in (list, dict):
        wrong = Diagnostic("unknown-key", "there is no such key", suggestion(name, ["schema"]))
    elif name in _ELSEWHERE:
        wrong = Diagnostic("misplaced-key", *_ELSEWHERE[name])
    return DataProblem((name,), wrong, at_key=True)
