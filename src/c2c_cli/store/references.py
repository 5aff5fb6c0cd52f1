"""References between the records of a draft."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, NamedTuple

from c2c_cli.model.registry import REFERENCES, cited


@dataclass(slots=True, eq=False)
class Entry:
    """A record of the draft and its place in the text."""

    record: Any
    number: int = -1
    """Index of its table in the text, unless it is new."""
    written: str = ""
    """The TOML of a new record."""


class Reference(NamedTuple):
    """A field of a record, or of an event in it, that contains the id of another record."""

    table: str
    entry: Entry
    field: str
    item: int | None = None
    """The index in the list, if the field is a list."""
    event: int | None = None
    """The number of the event that contains the field."""


def rename(places: Iterable[Reference], new: str) -> None:
    """Replace the id in the given references, creating each record only once."""
    found: dict[Entry, list[Reference]] = {}
    for one in places:
        found.setdefault(one.entry, []).append(one)
    for entry, those in found.items():
        events = list(getattr(entry.record, "event", ()))
        for _, _, field, item, event in those:
            if event is None:
                entry.record = _replaced(entry.record, field, item, new)
            else:
                events[event] = _replaced(events[event], field, item, new)
        if events:
            entry.record = replace(entry.record, event=tuple(events))


def _replaced(record: Any, field: str, item: int | None, new: str) -> Any:
    value = getattr(record, field)
    return replace(record, **{field: new if item is None else (*value[:item], new, *value[item + 1 :])})


def references(entries: Mapping[str, Sequence[Entry]], table: str, record_id: str) -> Iterator[Reference]:
    """Yield each reference to the record of a table with the given id."""
    for other, others in entries.items():
        names = [field for name, field, _, targets in REFERENCES if name == other and table in targets]
        for entry, name in product(others, names):
            value = getattr(entry.record, name)
            if isinstance(value, tuple):
                yield from (Reference(other, entry, name, item) for item, one in enumerate(value) if one == record_id)
            elif value == record_id:
                yield Reference(other, entry, name)
    if table == "source":
        rows = {name: [entry.record.all_fields() for entry in found] for name, found in entries.items()}
        for (name, index, *below, item), one in cited(rows):
            if one == record_id:
                event = below[1] if below[0] == "event" else None
                yield Reference(str(name), entries[str(name)][int(index)], "sources", item, event)  # type: ignore[arg-type]
