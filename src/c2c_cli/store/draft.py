"""A registry file with pending changes to its records; the changes to its text follow from them."""

import codecs
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from c2c_cli.errors import (
    DataProblem,
    Diagnostic,
    InputError,
    KeyPath,
    WriteError,
    dotted,
    refused,
    sentence,
)
from c2c_cli.model import naming
from c2c_cli.model.dates import Date
from c2c_cli.model.history import Event
from c2c_cli.model.record import Record
from c2c_cli.model.records import (
    SUBTABLES,
    TABLES,
    WITH_IDS,
    CadenceRule,
    Centre,
    Meeting,
    Obligation,
    Rule,
    Waiver,
    label,
    noun_of,
    own_id,
    phrase,
    table_of,
)
from c2c_cli.model.registry import NAMED, REFERENCES, Registry, cross_record_problems
from c2c_cli.store import load
from c2c_cli.text import fold_id, quoted, some_of
from c2c_cli.toml import convert
from c2c_cli.toml.edit import Editor

ORDER: dict[str, Callable[[Any], str | Date]] = {
    "centre": lambda centre: fold_id(centre.id),
    "meeting": lambda meeting: meeting.start,
}
"""Sort key of the tables that may be sorted."""

_MAX_REFERENCES = 5
"""Maximum number of referring records to name in a message."""


@dataclass(slots=True, eq=False)
class _Entry:
    """A record of the draft and its place in the text."""

    record: Record
    old: Record | None = None
    """The record in the file, unless it is new."""
    number: int = -1
    """Index of its table in the text, unless it is new."""
    data_hash: int = 0
    """A 64-bit hash of its data in the file; 0 if the record is new.

    It takes less memory than the data.
    """
    written: str = ""
    """The TOML of a new record."""

    def is_in(self, row: object) -> bool:
        """Return whether a table of the changed text contains the data of the record."""
        if self.record is self.old:
            return hash(repr(row)) == self.data_hash
        return bool(row == self.record.to_toml())


class Draft:
    """The content of a registry file with the changes to be made to it."""

    def __init__(self, content: bytes, file: str, option: str = "") -> None:
        """Read the content of the file `file`; raise InvalidFileError if it is invalid.

        `option` is the option that commands in hints need for it, such as ` --data FILE`.
        """
        try:
            registry, data = load.read(content, file)
        except load.InvalidFileError as error:
            raise error.in_registry(option) from None
        self.registry = registry._replace(option=option)
        """The registry in the file, without the changes."""
        rows = _tables(data)
        self._file = file
        self._bom = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        self._editor = Editor(content.removeprefix(self._bom).decode())
        self._entries = {
            table: _entries(records, rows.get(table, []))
            for table, records in self.registry.tables().items()
        }
        self._by_record = {
            id(entry.record): entry for entries in self._entries.values() for entry in entries
        }
        self._by_id = {
            id_key(table, _identity(entry.record)): entry
            for table in TABLES
            for entry in self._entries[table]
        }
        self._order = {
            table: key
            for table, key in ORDER.items()
            if are_sorted([key(record) for record in getattr(self.registry, table)])
        }
        self._valid: dict[str, list[Record]] = {}
        """The records that were last found to be without problems."""

    def verified(self) -> tuple[bytes, Registry]:
        """Return the new content of the file and its registry, and end the draft.

        Raises WriteError if the changed text does not match the changed records, or the changes
        break a rule.
        """
        text = self._edited()
        content = self._bom + text.encode()
        records = self._records()
        expected = Registry.of(records)
        # verifying the result takes as much memory again
        del self._editor, self._by_id, self._by_record
        if records != self._valid:
            _require_valid(expected)
        with suppress(ValueError, InputError):
            if self._is_expected(convert.parse(text)):
                return content, expected
            # values may be written differently from those that c2c writes, such as references in
            # another case
            if load.read(content, self._file)[0] == expected:
                return content, expected
        message = "cannot edit a file with this layout safely"
        raise WriteError(message, "edit the file by hand", subject=self._file)

    def problems(self) -> list[tuple[Record, DataProblem]]:
        """Return each problem between records with the changes, and the record that has it."""
        tables = self._records()
        problems = list(cross_record_problems(tables))
        if not problems:
            self._valid = tables
        found = []
        for problem in problems:
            table, number, *path = problem.path
            if isinstance(number, int):  # [network] has no number, and is not changed
                found.append((tables[str(table)][number], problem._replace(path=tuple(path))))
        return found

    def _records(self) -> dict[str, list[Record]]:
        """Return the records of each table, with the changes."""
        return {
            table: [entry.record for entry in entries] for table, entries in self._entries.items()
        }

    def _is_expected(self, data: Mapping[str, object]) -> bool:
        """Return whether `data` is that of the file with the changes.

        This takes half the time of reading all records.
        """
        tables = _tables(data)
        if not tables.keys() <= self._entries.keys():
            return False
        for table, entries in self._entries.items():
            rows = tables.get(table, [])
            if len(rows) != len(entries):
                return False
            if not all(map(_Entry.is_in, entries, rows)):
                return False
        return True

    def find(self, table: str, record_id: str) -> Record | None:
        """Return the record of a table with an id, or None.

        Centres, organisations and meetings share their ids, so the record may be in another of
        these tables.
        """
        entry = self._by_id.get(id_key(table, record_id))
        return entry.record if entry is not None else None

    def add(self, record: Record, written: str | None = None) -> None:
        """Add a record after the last of its table, or in order if the table is sorted.

        `written` is its TOML, if that is known. Raises WriteError if its id is in use.
        """
        table = table_of(record)
        entry = _Entry(record, written=written or convert.format_table(table, record.to_toml()))
        if own_id(record):
            self._take_id(table, own_id(record), entry, added=True)
        self._by_record[id(record)] = entry
        entries = self._entries[table]
        key = self._order.get(table)
        if key is None:
            entries.append(entry)
        else:
            place = bisect_right(entries, key(record), key=lambda other: key(other.record))
            entries.insert(place, entry)

    def edit(self, record: Record, new: Record) -> None:
        """Replace a record with `new`, and its id in all references to it.

        The waivers of a rule or an obligation whose kind changes become those of the new kind.
        Raises WriteError if events or meetings fulfil an obligation whose kind changes.
        """
        table = table_of(record)
        if isinstance(record, Obligation) and isinstance(new, Obligation):
            self._require_same_kind(record, new)
        entry = self._by_record[id(record)]
        self._set_record(entry, new)
        if isinstance(record, Rule) and isinstance(new, Rule):
            self._rename_waivers(record, new.kind)
        old_id, new_id = own_id(record), own_id(new)
        if new_id != old_id:
            self._take_id(table, new_id, entry, added=False)
            for _, other, fields in self._referring(table, {old_id}):
                changes = {
                    field: _renamed(getattr(other.record, field), old_id, new_id)
                    for field in fields
                }
                self._set_record(other, replace(other.record, **changes))

    def remove(self, found: Sequence[Record]) -> str:
        """Remove records, and return their TOML in the order of the file.

        Raises WriteError if a record that remains refers to one of them, or if the layout of the
        file prevents the removal.
        """
        removed = {id(record): self._by_record.pop(id(record)) for record in found}
        gone = {id(entry) for entry in removed.values()}
        for table in {table_of(record) for record in found}:
            self._entries[table] = [
                entry for entry in self._entries[table] if id(entry) not in gone
            ]
        self._require_unreferenced(found)
        paths = [(table_of(entry.record), entry.number) for entry in removed.values()]
        with self._in_file():
            return "\n".join(self._editor.remove(path) for path in self._editor.in_order(paths))

    def _require_unreferenced(self, found: Sequence[Record]) -> None:
        """Raise WriteError, with a line for each, if remaining records refer to removed ones."""
        ids: dict[str, set[str]] = {}
        for record in found:
            ids.setdefault(table_of(record), set()).add(own_id(record))
        referring: dict[tuple[str, str], list[_Entry]] = {}
        for table, own_ids in ids.items():
            for own, entry, _ in self._referring(table, own_ids):
                referring.setdefault((table, own), []).append(entry)
        errors = []
        for record in found:
            if isinstance(record, CadenceRule):
                entries = self._without_rule(record)
            elif isinstance(record, Obligation):
                entries = self._without_obligation(record)
            else:
                entries = referring.get((table_of(record), own_id(record)), [])
            if entries:
                hint = self._hint_to_edit(entries)
                if isinstance(record, Obligation) and record.until is None:
                    arguments = naming.arguments_of(self.registry, record)
                    hint = f"use c2c edit {arguments}{self.registry.option} --until YEAR"
                errors.append(_still_referenced(f"remove {phrase(record)}", entries, hint))
        if errors:
            *others, error = errors
            error.lines = [f"c2c: error: {sentence(other.message, other.hint)}" for other in others]
            raise error

    def _hint_to_edit(self, entries: Sequence[_Entry]) -> str:
        """Return a hint to the command that edits one record, or all, or removes a waiver."""
        if len(entries) > 1:
            return f"use c2c edit{self.registry.option} to change them all"
        (entry,) = entries
        verb = "remove" if isinstance(entry.record, Waiver) else "edit"
        arguments = naming.arguments_of(self.registry, entry.record)
        return f"use c2c {verb} {arguments}{self.registry.option}"

    def _set_record(self, entry: _Entry, record: Record) -> None:
        del self._by_record[id(entry.record)]
        entry.record = record
        self._by_record[id(record)] = entry

    def _referring(self, table: str, ids: Set[str]) -> Iterator[tuple[str, _Entry, Sequence[str]]]:
        """Yield the id, the referring entry and its fields for each reference to one of `ids`.

        The ids are those of records of `table`.
        """
        for other, entries in self._entries.items():
            possible = [field for field, targets in REFERENCES[other] if table in targets]
            if (other, table) == ("centre", "source"):
                possible.append("event")
            if not possible:
                continue
            for entry in entries:
                fields: dict[str, dict[str, None]] = {}
                for field in possible:
                    for own in _referred(getattr(entry.record, field)):
                        if own in ids:
                            fields.setdefault(own, {})[field] = None
                for own, names in fields.items():
                    yield own, entry, [*names]

    def _without_rule(self, rule: CadenceRule) -> list[_Entry]:
        """Return the waivers of a removed rule, and the meetings whose kind no longer exists.

        The kind of a meeting is the kind or the level of a cadence rule.
        """
        gone = {rule.kind, rule.level}
        for entry in self._entries["cadence"]:
            if isinstance(entry.record, CadenceRule):
                gone -= {entry.record.kind, entry.record.level}
        meetings = [
            entry
            for entry in self._entries["meeting"]
            if isinstance(entry.record, Meeting) and entry.record.kind in gone
        ]
        return [*meetings, *(entry for entry, _ in self._waivers(rule))]

    def _without_obligation(self, obligation: Obligation) -> list[_Entry]:
        """Return the waivers of a removed obligation, and the centres and meetings that fulfil it.

        There are none of these if another obligation has the same kind.
        """
        others = [
            entry.record
            for entry in self._entries["obligation"]
            if isinstance(entry.record, Obligation) and entry.record.kind == obligation.kind
        ]
        waivers = [
            entry
            for entry, waiver in self._waivers(obligation)
            if not any(other.is_waived_by(waiver) for other in others)
        ]
        return waivers if others else [*self._fulfilling(obligation), *waivers]

    def _require_same_kind(self, obligation: Obligation, new: Obligation) -> None:
        """Raise WriteError if a new kind of an obligation leaves events or meetings behind."""
        kinds = [getattr(entry.record, "kind", "") for entry in self._entries["obligation"]]
        if new.kind == obligation.kind or kinds.count(obligation.kind) > 1:
            return
        found = self._fulfilling(obligation)
        if found:
            hint = f"use c2c edit{self.registry.option} to change them all"
            raise _still_referenced(f"change the kind of {phrase(obligation)}", found, hint)

    def _fulfilling(self, obligation: Obligation) -> list[_Entry]:
        """Return the centres with events, and the meetings, that have the kind of an obligation."""
        found = []
        for entry in (*self._entries["centre"], *self._entries["meeting"]):
            record = entry.record
            fulfilling = record.event if isinstance(record, Centre) else (record,)
            if any(getattr(item, "kind", None) == obligation.kind for item in fulfilling):
                found.append(entry)
        return found

    def _waivers(self, rule: Rule) -> Iterator[tuple[_Entry, Waiver]]:
        """Yield each waiver of a rule or an obligation, with its entry."""
        for entry in self._entries["waiver"]:
            waiver = entry.record
            if isinstance(waiver, Waiver) and rule.is_waived_by(waiver):
                yield entry, waiver

    def _rename_waivers(self, rule: Rule, kind: str) -> None:
        """Give the waivers of a rule or an obligation its new kind."""
        if kind != rule.kind:
            for entry, waiver in self._waivers(rule):
                self._set_record(entry, replace(waiver, kind=kind))

    def _edited(self) -> str:
        """Return the text with the changed records.

        A new record follows the last old one before it. Raises WriteError if the layout of the file
        prevents a change.
        """
        with self._in_file():
            self._edit_text()
            return self._editor.edited()

    @contextmanager
    def _in_file(self) -> Iterator[None]:
        """Name the file in the error for a layout that prevents a change."""
        try:
            yield
        except WriteError as error:
            error.subject = self._file
            raise

    def _edit_text(self) -> None:
        """Write all changes into the text."""
        for table, entries in self._entries.items():
            number = 0
            for entry in entries:
                if entry.old is None:
                    self._editor.insert((table,), number, entry.written)
                else:
                    edit_fields(self._editor, (table, entry.number), entry.old, entry.record)
                    number = entry.number + 1

    def _take_id(self, table: str, record_id: str, entry: _Entry, *, added: bool) -> None:
        """Give an id to an entry, which may be `added`; raise WriteError if it is in use."""
        taken = self._by_id.setdefault(id_key(table, record_id), entry)
        if taken is not entry:
            error = id_in_use(taken.record)
            if added and table_of(taken.record) == table != "meeting":
                arguments = naming.arguments_of(self.registry, taken.record)
                error.hint = f"use c2c edit {arguments}{self.registry.option}"
            raise error


def _changed_entries(old: object, new: object) -> Mapping[str, object] | None:
    """Return the entries of a table that differ, with None for removed ones; or None if it is new.

    A value of another type or form differs: `true` is not 1, and `1.0` is not `1.00`.
    """
    if not isinstance(old, dict) or not isinstance(new, dict):
        return None
    changed = {key: value for key, value in new.items() if repr(value) != repr(old.get(key))}
    return {key: None for key in old if key not in new} | changed


def edit_fields(editor: Editor, path: KeyPath, old: Record, new: Record) -> None:
    """Edit the fields of a table whose values differ between the records `old` and `new`."""
    if new is old:
        return
    # a new key at the end of the table comes before a new sub-table
    for key in sorted(new.__slots__, key=SUBTABLES.__contains__):
        before, value = getattr(old, key), getattr(new, key)
        if value == before:
            continue
        if key in SUBTABLES:
            _edit_subtables(editor, (*path, key), before, value)
        elif not value:
            editor.unset(path, key)
        elif type(value) is tuple and len(value) == len(before):
            for index, item in enumerate(value):
                if item != before[index]:
                    editor.set(path, key, convert.format_value(item), item=(index,))
        else:
            data = new.to_toml()[key]
            changed = _changed_entries(old.to_toml().get(key), data)
            if changed is None or not editor.set_entries(path, key, changed):
                editor.set(path, key, convert.format_value(data, key), new.__slots__)


def _edit_subtables(
    editor: Editor, path: KeyPath, old: Sequence[Record], new: Sequence[Record]
) -> None:
    """Edit, remove and insert sub-tables of a record.

    Unchanged ones at the start and the end are left alone.
    """
    first = _count_same(old, new)
    last = _count_same(old[first:][::-1], new[first:][::-1])
    number, end = first, len(old) - last
    spare = len(new) - len(old)
    added: dict[int, list[str]] = {}  # by the place before which they are inserted
    for record in new[first : len(new) - last]:
        if number == end or (spare > 0 and not _continues(old[number], record)):
            written = convert.format_table(dotted(path), record.to_toml())
            added.setdefault(number, []).append(written)
            spare -= 1
        else:
            edit_fields(editor, (*path, number), old[number], record)
            number += 1
    for place, tables in added.items():
        editor.insert(path, place, "\n".join(tables))
    for removed in range(number, end):
        editor.remove((*path, removed))


def _tables(data: Mapping[str, object]) -> dict[str, list[object]]:
    """Return the rows of each table in the data of a file; the table `network` has one row."""
    return {
        table: rows if isinstance(rows, list) else [rows]
        for table, rows in data.items()
        if table != "schema"
    }


def _entries(records: Sequence[Record], rows: Sequence[object]) -> list[_Entry]:
    """Return the entries of a table, from its records and their data in the file."""
    return [
        _Entry(record, record, number, hash(repr(row)))
        for number, (record, row) in enumerate(zip(records, rows, strict=True))
    ]


def _count_same(items: Iterable[object], others: Iterable[object]) -> int:
    """Return the number of common items at the beginning."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(items, others, strict=False))
    )


def _continues(old: Record, new: Record) -> bool:
    """Return whether the sub-table `new` may be a changed version of `old`, not a new one."""
    if isinstance(old, Event) and isinstance(new, Event) and old.kind == new.kind:
        return old.date == new.date or (old.covers is not None and old.covers == new.covers)
    return not isinstance(new, Event)


def are_sorted(keys: list[str | Date]) -> bool:
    """Return whether several sort keys are in order; one key proves nothing."""
    return len(keys) > 1 and keys == sorted(keys)


def _require_valid(registry: Registry) -> None:
    """Raise WriteError if records break a rule.

    Of several problems with the same message, only the first is named.
    """
    tables = registry.tables()
    found: dict[str, tuple[Diagnostic, str]] = {}
    for path, diagnostic, *_ in cross_record_problems(tables):
        table, number = str(path[0]), path[1]
        record = tables[table][number if isinstance(number, int) else 0]  # [network] has no number
        subject = f"[{label(record)}] {dotted(path[1:])}"
        found.setdefault(diagnostic.message, (diagnostic, subject))
    if found:
        *others, (diagnostic, subject) = found.values()
        lines = [
            f"c2c: error: {sentence(other.message, other.hint, other_subject)}"
            for other, other_subject in others
        ]
        raise WriteError.of(diagnostic, subject=subject, lines=lines)


def id_in_use(taken: Record) -> WriteError:
    """Return the error for a new id that the record `taken` already has."""
    table = table_of(taken)
    hint = "pass another id" if table in WITH_IDS else ""
    if table == "meeting":  # its id may be a default
        hint += " with --id"
    return WriteError(f"{noun_of(taken)} {quoted(_identity(taken))} already exists", hint)


def _identity(record: Record) -> str:
    """Return what identifies a record in its table: its id, or the kind and year of a rule."""
    return f"{record.kind} {record.since}" if isinstance(record, CadenceRule) else own_id(record)


def id_key(table: str, record_id: str) -> tuple[str, str]:
    """Return the unique key of an id: centres, organisations and meetings share one namespace."""
    namespace = "" if table in NAMED else table
    return namespace, fold_id(record_id)


def _still_referenced(action: str, entries: Sequence[_Entry], hint: str) -> WriteError:
    """Return the error for an action after which `entries` would refer to a missing record."""
    names = [phrase(entry.record) for entry in entries]
    reason = f"it is still referenced by {some_of(names, _MAX_REFERENCES)}"
    return WriteError.of(refused(action, reason, hint))


def _referred(value: Any) -> Iterable[Any]:
    """Return the ids in the value of a field that refers to records, or in the sources of events.

    A source may also be a URL.
    """
    if not isinstance(value, tuple):
        return (value,)
    if value and isinstance(value[0], Event):
        return [source for event in value for source in event.sources]
    return value


def _renamed(value: object, old: str, new: str) -> object:
    if isinstance(value, tuple):
        return tuple(_renamed(item, old, new) for item in value)
    if isinstance(value, Event):
        sources = [new if source == old else source for source in value.sources]
        return replace(value, sources=tuple(sources))
    return new if value == old else value
