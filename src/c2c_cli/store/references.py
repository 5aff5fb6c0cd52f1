"""References between the records of a draft."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from c2c_cli.model.history import Event
from c2c_cli.model.registry import REFERENCES, cited


@dataclass(slots=True, eq=False)
class Entry:
    """A record of the draft and its place in the text."""

    record: Any
    number: int = -1
    """Index of its table in the text, unless it is new."""
    written: str = ""
    """The TOML of a new record."""


def references(
    entries: Mapping[str, Sequence[Entry]], table: str, record_id: str
) -> Iterator[tuple[str, Entry, tuple[Any, ...]]]:
    """Yield each reference to a record of a table: the table and the record that contain it, and its path there."""
    for other, others in entries.items():
        names = [field for name, field, _, targets in REFERENCES if name == other and table in targets]
        for entry, name in product(others, names):
            value = getattr(entry.record, name)
            if isinstance(value, tuple):
                yield from ((other, entry, (name, item)) for item, one in enumerate(value) if one == record_id)
            elif value == record_id:
                yield other, entry, (name,)
    if table == "source":
        rows = {name: [entry.record.all_fields() for entry in others] for name, others in entries.items()}
        for (name, index, *path), one in cited(rows):
            if one == record_id:
                yield str(name), entries[str(name)][int(index)], tuple(path)


def renamed(value: Any, old: str, new: str) -> Any:
    """Return the value of a field with an id replaced."""
    if isinstance(value, tuple):
        return tuple(renamed(one, old, new) for one in value)
    if isinstance(value, Event):
        return replace(value, sources=renamed(value.sources, old, new))
    return new if value == old else value
