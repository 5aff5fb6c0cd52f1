"""A registry file with pending changes to its records; the changes to its text follow from them."""

import codecs
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from c2c_cli.errors import Diagnostic, InputError, Path, WriteError, dotted, refused, sentence
from c2c_cli.model.history import Event
from c2c_cli.model.records import SUBTABLES, label, phrase, table_of
from c2c_cli.model.registry import NAMED, REFERENCES, Registry, cross_record_problems
from c2c_cli.store import load
from c2c_cli.store.diff import count_same
from c2c_cli.text import all_of, fold_id, quoted
from c2c_cli.toml import convert
from c2c_cli.toml.edit import Editor

_ORDER: dict[str, Callable[[Any], Any]] = {
    "centre": lambda one: fold_id(one.id),
    "meeting": lambda one: one.start,
}
"""Sort key of the tables that may be sorted."""

_MAX_REFERENCES = 5
"""Maximum number of referring records to name in a message."""


@dataclass(slots=True, eq=False)
class _Entry:
    """A record of the draft and its place in the text."""

    record: Any
    old: Any = None
    """The record in the file, unless it is new."""
    number: int = -1
    """Index of its table in the text, unless it is new."""
    hash: int = 0
    """A 64-bit hash of its data in the file; 0 if the record is new.

    It takes less memory than the data.
    """
    written: str = ""
    """The TOML of a new record."""


class Draft:
    """The content of a registry file with the changes to be made to it."""

    def __init__(self, content: bytes, file: str) -> None:
        """Read the content of the file `file`; raise InvalidFileError if it is invalid."""
        self.registry, data = load.read(content, file)
        """The registry in the file, without the changes."""
        rows = _tables(data)
        self._file = file
        self._bom = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        self._editor = Editor(content.removeprefix(self._bom).decode())
        self._entries = {
            table: [
                _Entry(one, one, number, hash(repr(rows[table][number])))
                for number, one in enumerate(records)
            ]
            for table, records in self.registry.tables().items()
        }
        self._by_id = {
            id_key(table, entry.record.id): entry
            for table in (*NAMED, "sector", "source")
            for entry in self._entries[table]
        }
        self._order = {
            table: key
            for table, key in _ORDER.items()
            # a single record shows no order
            if len(keys := [key(record) for record in getattr(self.registry, table)]) > 1
            and keys == sorted(keys)
        }

    def verified(self) -> tuple[bytes, Registry]:
        """Return the new content of the file and its registry, and end the draft.

        Raises WriteError if the changed text does not match the changed records, or the changes
        break a rule.
        """
        text = self._edited()
        content = self._bom + text.encode()
        expected = Registry.of(
            {table: [one.record for one in entries] for table, entries in self._entries.items()}
        )
        del self._editor, self._by_id  # the rest takes as much memory again
        bad: dict[str, tuple[Diagnostic, str]] = {}
        for path, diagnostic, *_ in cross_record_problems(expected.tables()):
            table, number = str(path[0]), path[1] if isinstance(path[1], int) else 0
            subject = f"[{label(self._entries[table][number].record)}] {dotted(path[1:])}"
            bad.setdefault(diagnostic.message, (diagnostic, subject))
        if bad:
            *others, (diagnostic, subject) = bad.values()
            lines = [f"c2c: error: {sentence(*one[:2], where)}" for one, where in others]
            raise WriteError(*diagnostic, subject=subject, lines=lines)
        with suppress(ValueError, InputError):
            # values may be written differently from those that c2c writes, such as references in
            # another case
            if (
                self._is_expected(convert.parse(text))
                or load.read(content, self._file)[0] == expected
            ):
                return content, expected
        raise WriteError(
            "c2c cannot edit this file safely because of its layout", "edit it by hand"
        )

    def _is_expected(self, data: dict[str, Any]) -> bool:
        """Return whether `data` is that of the file with the changes.

        This takes half the time of reading all records.
        """
        tables = _tables(data)
        return tables.keys() <= self._entries.keys() and all(
            len(entries) == len(rows := tables.get(table, []))
            and all(
                hash(repr(row)) == one.hash
                if one.record is one.old
                else row == one.record.to_toml()
                for one, row in zip(entries, rows, strict=True)
            )
            for table, entries in self._entries.items()
        )

    def find(self, table: str, record_id: str) -> Any:
        """Return the record with an id in a table, or in those that share its ids, or None."""
        entry = self._by_id.get(id_key(table, record_id))
        return entry and entry.record

    def add(self, record: Any, written: str | None = None) -> None:
        """Add a record after the last of its table, or in order if the table is sorted.

        `written` is its TOML, if that is known. Raises WriteError if its id is in use.
        """
        table = table_of(record)
        entry = _Entry(record, written=written or convert.format_table(table, record.to_toml()))
        if hasattr(record, "id"):
            self._take_id(table, record.id, entry)
        entries = self._entries[table]
        if key := self._order.get(table):
            entries.insert(
                bisect_right(entries, key(record), key=lambda one: key(one.record)), entry
            )
        else:
            entries.append(entry)

    def edit(self, record: Any, new: Any) -> None:
        """Replace a record with `new`, and its id in all references to it."""
        table = table_of(record)
        entry = next(one for one in self._entries[table] if one.record is record)
        entry.record = new
        if hasattr(record, "id") and new.id != record.id:
            self._take_id(table, new.id, entry)
            for other, names in self._referring(table, record.id):
                changes = {
                    name: _renamed(getattr(other.record, name), record.id, new.id) for name in names
                }
                other.record = replace(other.record, **changes)

    def remove(self, record: Any) -> str:
        """Remove a record, and return its TOML; raise WriteError if another record refers to it."""
        table = table_of(record)
        entry = next(one for one in self._entries[table] if one.record is record)
        self._entries[table].remove(entry)
        found = [one.record for one, _ in self._referring(table, getattr(record, "id", ""))]
        if table == "cadence":
            known = {
                word for one in self._entries[table] for word in (one.record.kind, one.record.level)
            }
            gone = {record.kind, record.level} - known
            found = [one.record for one in self._entries["meeting"] if one.record.kind in gone]
        if found:
            referring = [phrase(one) for one in found]
            more = len(referring) - _MAX_REFERENCES
            names = all_of([*referring[:_MAX_REFERENCES], *([f"{more} more"] if more > 0 else [])])
            raise WriteError(
                *refused(f"remove {phrase(record)}", f"it is still referenced by {names}")
            )
        return self._editor.remove((table, entry.number))

    def _referring(self, table: str, record_id: str) -> Iterator[tuple[_Entry, list[str]]]:
        """Yield each entry that refers to a record of a table, and its fields that do."""
        for other, entries in self._entries.items():
            fields = [field for field, targets in REFERENCES[other] if table in targets]
            if (other, table) == ("centre", "source"):
                fields.append("event")
            for entry in entries if fields else ():
                if names := [
                    name for name in fields if _refers(getattr(entry.record, name), record_id)
                ]:
                    yield entry, names

    def _edited(self) -> str:
        """Return the text with the changed records.

        A new record follows the last old one before it.
        """
        for table, entries in self._entries.items():
            number = 0
            for entry in entries:
                if entry.old is None:
                    self._editor.insert((table,), number, entry.written)
                else:
                    self._edit_fields((table, entry.number), entry.old, entry.record)
                    number = entry.number + 1
        return self._editor.edited()

    def _edit_fields(self, path: Path, old: Any, new: Any) -> None:
        for key in new.__slots__ if new is not old else ():
            value, before = getattr(new, key), getattr(old, key)
            if value == before:
                continue
            if key in SUBTABLES:
                self._edit_subtables((*path, key), before, value)
            elif not value:
                self._editor.unset(path, key)
            elif type(value) is tuple and len(value) == len(before):
                for item, (one, other) in enumerate(zip(before, value, strict=True)):
                    if one != other:
                        self._editor.set(path, key, convert.format_value(other), item=(item,))
            else:
                self._editor.set(
                    path, key, convert.format_value(new.to_toml()[key], key), new.__slots__
                )

    def _edit_subtables(self, path: Path, old: Sequence[Any], new: Sequence[Any]) -> None:
        """Edit, remove and insert sub-tables of a centre.

        Unchanged ones at the start and the end are left alone.
        """
        first = count_same(old, new)
        last = count_same(old[first:][::-1], new[first:][::-1])
        before, after = old[first : len(old) - last], new[first : len(new) - last]
        for place, (one, other) in enumerate(zip(before, after, strict=False), start=first):
            self._edit_fields((*path, place), one, other)
        for place in range(first + len(after), first + len(before)):
            self._editor.remove((*path, place))
        for one in after[len(before) :]:
            self._editor.insert(
                path, first + len(before), convert.format_table(dotted(path), one.to_toml())
            )

    def _take_id(self, table: str, record_id: str, entry: _Entry) -> None:
        taken = self._by_id.setdefault(id_key(table, record_id), entry)
        if taken is not entry:
            raise id_in_use(taken.record)


def _tables(data: dict[str, Any]) -> dict[str, list[Any]]:
    return {
        table: [rows] if table == "network" else rows
        for table, rows in data.items()
        if table != "schema"
    }


def id_in_use(taken: Any) -> WriteError:
    """Return the error for a new id that the record `taken` already has."""
    # the id of a meeting may be a default
    hint = "pass another id with --id" if table_of(taken) == "meeting" else ""
    return WriteError(f"{table_of(taken)} {quoted(taken.id)} already exists", hint)


def id_key(table: str, record_id: str) -> tuple[str, str]:
    """Return the unique key of an id: centres, organisations and meetings share one namespace."""
    return "" if table in NAMED else table, fold_id(record_id)


def _refers(value: Any, record_id: str) -> bool:
    if isinstance(value, tuple):
        return any(_refers(one, record_id) for one in value)
    return record_id in value.sources if isinstance(value, Event) else value == record_id


def _renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, tuple):
        return tuple(_renamed(one, old, new) for one in value)
    if isinstance(value, Event):
        return replace(value, sources=_renamed(value.sources, old, new))
    return new if value == old else value
