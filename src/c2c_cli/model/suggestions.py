"""Suggestions for unknown keys and tables."""

from collections.abc import Collection, Iterable
from typing import Any

from c2c_cli.errors import DataProblem, Diagnostic
from c2c_cli.model.history import Event
from c2c_cli.model.records import Centre
from c2c_cli.text import nearest, one_of, suggestion

_ELSEWHERE = {
    "schema": ("misplaced key", "move it before the first table header"),
    "contact": ("contacts belong to a centre", "write [[centre.contact]] after its [[centre]]"),
    "event": ("events belong to a centre", "write [[centre.event]] after its [[centre]]"),
    "id": ("misplaced key", "add the header of its record, such as [[centre]], before it"),
    "status": ("a centre's status is derived from its events", "add a [[centre.event]] instead"),
}
"""Messages and hints for keys that belong in another place."""

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
"""Common names of keys, with the keys they may stand for."""

_OF_CENTRES = Centre.fields.keys() - Event.fields.keys()
"""Keys of a centre that are not keys of its events; `name` is also a key of contacts."""


def known_key(word: str, keys: Collection[str]) -> str | None:
    """Return the key of a table that an unknown one most likely stands for, or None."""
    return next((one for one in _OTHER_WORDS.get(word, ()) if one in keys), None) or nearest(word, keys)


def unknown_key(word: str, record: str, keys: Collection[str]) -> Diagnostic:
    """Return the diagnostic for an unknown key in the table of a record."""
    if word in {"schema", "event", "contact"} or (record, word) in {
        ("Centre", "status"),
        ("Event", "id"),
        ("Contact", "id"),
    }:
        return Diagnostic(*_ELSEWHERE[word], "misplaced-key")
    if record in {"Event", "Contact"} and word in _OF_CENTRES:
        hint = f"move it before the first [[centre.{record.lower()}]]"
        return Diagnostic("misplaced key of the centre", hint, "misplaced-key")
    instead = known_key(word, keys)
    return Diagnostic("unknown key", suggestion(instead or word, [instead] if instead else keys), "unknown-key")


def unknown_table(name: str, value: Any, tables: Iterable[str]) -> DataProblem:
    """Return the problem of an unknown table or top-level key."""
    headers = {name: f"[[{name}]]" for name in tables} | {"network": "[network]"}
    near = nearest(name, headers)
    hint = f"did you mean {headers[near]}?" if near else f"expected {one_of([*headers.values()])}"
    wrong = Diagnostic("unknown table", hint, "unknown-table")
    if type(value) not in (list, dict):
        wrong = Diagnostic("unknown key", suggestion(name, ["schema"]), "unknown-key")
    elif name in _ELSEWHERE:
        wrong = Diagnostic(*_ELSEWHERE[name], "misplaced-key")
    return DataProblem((name,), wrong, at_key=True)
