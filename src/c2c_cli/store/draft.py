"""A registry file with pending changes. Its records and its text are changed separately, and must agree."""

import codecs
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from typing import Any

from c2c_cli.errors import IdInUseError, WriteError, dotted, refused
from c2c_cli.model.dates import to_toml
from c2c_cli.model.record import as_data
from c2c_cli.model.records import SUBTABLES, TABLES, Network, label
from c2c_cli.model.registry import NAMED, Registry, registry_problems
from c2c_cli.store import load
from c2c_cli.store.diff import count_same
from c2c_cli.store.references import Entry, references, renamed
from c2c_cli.text import all_of, fold_id, quoted
from c2c_cli.toml import serialize
from c2c_cli.toml.edit import Editor
from c2c_cli.toml.parser import parse

_TABLE_OF = {record: table for table, record in TABLES.items()} | {Network: "network"}

_ORDER: dict[str, Callable[[Any], Any]] = {
    "centre": lambda centre: fold_id(centre.id),
    "meeting": lambda meeting: meeting.start,
}
"""Sort key of the tables that may be sorted."""

_MAX_REFERENCES = 5
"""Maximum number of referring records to name in a message."""


class Draft:
    """The content of a registry file with the changes to be made to it."""

    def __init__(self, content: bytes, file: str) -> None:
        """Read the content of the file `file`.

        Raises InvalidFileError if the file is invalid; an invalid file is never changed.
        """
        self.registry, self._data = load.read(content, file)
        """The registry in the file, without the changes."""
        self._file = file
        self._bom = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        self._editor = Editor(content.removeprefix(self._bom).decode())
        self._records = self.registry.tables()
        self._entries = {
            table: [Entry(record, number) for number, record in enumerate(records)]
            for table, records in self._records.items()
        }
        self._by_id = {
            _key(table, entry.record.id): entry
            for table in (*NAMED, "sector", "source")
            for entry in self._entries[table]
        }
        self._ordered = {
            table
            for table, key in _ORDER.items()
            # a single record shows no order
            if len(records := getattr(self.registry, table)) > 1
            and all(one <= other for one, other in pairwise(map(key, records)))
        }

    def verified(self) -> bytes:
        """Return the new content of the file, and end the draft.

        Raises WriteError if the changed text does not match the changed records, or the changes break a rule.
        """
        self._write_new()
        text = self._editor.edited()
        content = self._bom + text.encode()
        expected = Registry.of({table: [one.record for one in entries] for table, entries in self._entries.items()})
        del self._editor, self._by_id  # the rest takes as much memory again
        for problem in registry_problems(expected):
            raise WriteError(problem.diagnostic.message, problem.diagnostic.hint, subject=dotted(problem.path))
        with suppress(ValueError):
            if parse(text) == self._expected_data():
                return content
        # values may be written differently from those that c2c writes, such as references in another case
        if load.reading(content, self._file).registry != expected:
            raise WriteError("c2c cannot edit this file safely because of its layout", "edit it by hand")
        return content

    def _expected_data(self) -> dict[str, Any]:
        """Return the data of the file with the changes; comparing it takes half the time of reading all records."""
        old = {**self._data, "network": [self._data["network"]]}
        data = {"schema": self._data["schema"]}
        for table, entries in self._entries.items():
            same = {id(record): row for record, row in zip(self._records[table], old.get(table, ()), strict=True)}
            if entries:
                data[table] = [same.get(id(one.record)) or one.record.to_toml() for one in entries]
        return {**data, "network": data["network"][0]}

    def add(self, record: Any, written: str | None = None) -> None:
        """Add a record after the last of its table, or in order if the table is sorted.

        `written` is the TOML to use for it.
        """
        table = _TABLE_OF[type(record)]
        entry = Entry(record, written=written or serialize.table(table, record.to_toml()))
        if hasattr(record, "id"):
            self._take_id(table, record.id, entry)
        entries = self._entries[table]
        if table in self._ordered:
            key = _ORDER[table]
            entries.insert(bisect_right(entries, key(record), key=lambda one: key(one.record)), entry)
        else:
            entries.append(entry)

    def edit(self, record: Any, changes: Mapping[str, Any]) -> None:
        """Change fields of a record; None clears a field.

        Raises InvalidError if the changed record is invalid.
        """
        table = _TABLE_OF[type(record)]
        empty = {key: () if isinstance(getattr(record, key), tuple) else None for key in changes}
        new = replace(record, **{key: value or empty[key] for key, value in changes.items()})
        entry = self._entry_of(table, record)
        new_id = hasattr(record, "id") and new.id != record.id
        if new_id:
            self._take_id(table, new.id, entry)
        self._edit_fields(table, entry.number, record, new)
        entry.record = new
        if new_id:
            self._rename(table, record.id, new.id)

    def remove(self, record: Any) -> str:
        """Remove a record, and return its TOML.

        Raises WriteError if another record refers to it.
        """
        table = _TABLE_OF[type(record)]
        referring = dict.fromkeys(
            label(name, entry.record) for name, entry, _ in references(self._entries, table, getattr(record, "id", ""))
        )
        if referring:
            raise WriteError(*refused(f"remove {table} {record.id}", still_referenced_by([*referring])))
        entry = self._entry_of(table, record)
        self._entries[table].remove(entry)
        return self._editor.remove(table, entry.number)

    def records(self) -> Iterator[tuple[str, Any, Any]]:
        """Yield each record as its table, the record in the file or None, and the record with the changes."""
        for table, entries in self._entries.items():
            old = dict(enumerate(self._records[table]))
            yield from ((table, old.get(entry.number), entry.record) for entry in entries)

    def _edit_fields(self, table: str, number: int, old: Any, new: Any, below: tuple[str, int] | None = None) -> None:
        """Edit the fields that differ in a table, or in a sub-table `below` it."""
        order = new.__slots__
        for key in order:
            value, before = getattr(new, key), getattr(old, key)
            if value == before:
                continue
            if key in SUBTABLES:
                self._edit_subtables(number, key, before, value)
            elif value:
                written = serialize.value(as_data(value, to_toml), key)
                self._editor.set(table, number, key, written, order, below=below)
            else:
                self._editor.unset(table, number, key, below=below)

    def _edit_subtables(self, centre: int, name: str, old: Sequence[Any], new: Sequence[Any]) -> None:
        """Edit, remove and insert sub-tables of a centre, except unchanged ones at the start and the end."""
        first = count_same(old, new)
        last = count_same(old[first:][::-1], new[first:][::-1])
        before, after = old[first : len(old) - last], new[first : len(new) - last]
        for place, (one, other) in enumerate(zip(before, after, strict=False), start=first):
            self._edit_fields("centre", centre, one, other, below=(name, place))
        for place in range(first + len(after), first + len(before)):
            self._editor.remove_below("centre", centre, name, place)
        for one in after[len(before) :]:
            written = serialize.table(f"centre.{name}", one.to_toml())
            self._editor.insert_below("centre", centre, name, first + len(before), written)

    def _write_new(self) -> None:
        """Insert the TOML of each new record after the last old one before it."""
        for table, entries in self._entries.items():
            number = 0
            for entry in entries:
                if entry.written:
                    self._editor.insert(table, number, entry.written)
                else:
                    number = entry.number + 1

    def _rename(self, table: str, old: str, new: str) -> None:
        """Replace the id of a record in all references to it."""
        fields: dict[Entry, set[str]] = {}
        for name, entry, path in references(self._entries, table, old):
            fields.setdefault(entry, set()).add(path[0])
            below, (key, *item) = (path[:2], path[2:]) if path[0] == "event" else (None, path)
            place = item[0] if item else None
            self._editor.set_item(name, entry.number, key, place, serialize.value(new), below=below)
        for entry, names in fields.items():
            changes = {name: renamed(getattr(entry.record, name), old, new) for name in names}
            entry.record = replace(entry.record, **changes)

    def _entry_of(self, table: str, record: Any) -> Entry:
        return next(entry for entry in self._entries[table] if entry.record is record)

    def _take_id(self, table: str, record_id: str, entry: Entry) -> None:
        taken = self._by_id.setdefault(_key(table, record_id), entry)
        if taken is not entry:
            raise id_in_use(taken.record.id, _TABLE_OF[type(taken.record)])


def id_in_use(record_id: str, table: str) -> IdInUseError:
    """Return the error for a new id that a record of a table already has."""
    return IdInUseError(f"{table} {quoted(record_id)} already exists")


def still_referenced_by(names: Sequence[str]) -> str:
    """Return why a record cannot be removed: `it is still referenced by meeting 2018-11`."""
    more = [f"{len(names) - _MAX_REFERENCES} more"] if len(names) > _MAX_REFERENCES else []
    return f"it is still referenced by {all_of([*names[:_MAX_REFERENCES], *more])}"


def _key(table: str, record_id: str) -> tuple[str, str]:
    """Return the unique key of an id: centres, organisations and meetings share one namespace."""
    return "" if table in NAMED else table, fold_id(record_id)
