"""A registry with changes to it: its text and its data are changed apart, and must agree in the end.

Knows records and their text, neither files nor options.
"""

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from c2c_cli.errors import IdInUseError, InvalidError, WriteError, dotted
from c2c_cli.model.dates import Date, to_toml
from c2c_cli.model.history import Event
from c2c_cli.model.reader import read_registry
from c2c_cli.model.record import as_data
from c2c_cli.model.records import TABLES, Centre
from c2c_cli.model.registry import NAMED, REFERENCES
from c2c_cli.store import load
from c2c_cli.store.order import Table
from c2c_cli.text import fold_id, quoted
from c2c_cli.toml import serialize
from c2c_cli.toml.edit import Editor
from c2c_cli.toml.parser import parse

_TABLE_OF = {record: table for table, record in TABLES.items()}


class Draft:
    """What a registry's file holds, and what it is to say once the changes are made."""

    def __init__(self, content: bytes, file: str) -> None:
        """Read what a file holds.

        Raises InvalidFileError where it has a problem: such a file is never written to.
        """
        self._data, self.registry = load.read_with_data(content, file)
        """The registry as the file has it, without the changes."""
        self.content = content
        self._bom = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
        self._editor = Editor(content.removeprefix(self._bom).decode())
        self._tables = {table: Table(table, getattr(self.registry, table)) for table in TABLES}
        self._ids = {
            _name(table, one.id): (table, one.id) for table in (*NAMED, "sector") for one in self._tables[table].records
        }

    def proved(self) -> bytes:
        """Return what the file is to hold: a text whose data are the old ones and exactly the changes.

        Raises WriteError where that cannot be proved, or where the changes would break a rule.
        """
        try:
            read_registry(self._data)
        except InvalidError as error:
            fault = error.faults[0]
            raise WriteError(f"{dotted(fault.path)}: {fault.diagnostic}; nothing was written") from None
        text = self._editor.edited()
        try:
            data = parse(text)
        except ValueError:
            data = {}
        if _filled(data) != _filled(self._data):
            raise WriteError(
                "the file is laid out in a way that c2c cannot change and prove that nothing else changes; "
                "make this change by hand; nothing was written"
            )
        return self._bom + text.encode()

    def add(self, record: Any, written: str | None = None) -> None:
        """Add a record at its place: behind the last of its kind, or in order where all stand in order.

        `written` is its TOML, where it is to stand as somebody wrote it.
        """
        name = _TABLE_OF[type(record)]
        self._take_id(name, record.id)
        index, anchor = self._tables[name].insert(record)
        row = parse(written)[name][0] if written else record.table()
        self._data.setdefault(name, []).insert(index, row)
        self._editor.insert(name, anchor, written or serialize.table(name, row))

    def in_order(self, new: Sequence[Any]) -> list[Any]:
        """Return new records of one table in the order in which they are to be added."""
        return self._tables[_TABLE_OF[type(new[0])]].in_order(new) if new else []

    def set_events(self, centre: Centre, events: Sequence[Event]) -> None:
        """Give a centre other events: those that it has, with what changed of them, and new ones behind them."""
        table = self._tables["centre"]
        index = table.index(centre.id)
        rows, number = self._data["centre"][index].setdefault("event", []), table.numbers[index]
        order = [field.name for field in fields(Event)]
        for place, (old, event) in enumerate(zip(centre.event, events, strict=False)):
            row = event.table()
            for key in order:
                if key in row and getattr(old, key) != getattr(event, key):
                    rows[place][key] = row[key]
                    self._editor.set(
                        "centre", number, key, serialize.value(row[key], key), order, below=("event", place)
                    )
        for event in events[len(centre.event) :]:
            rows.append(event.table())
            self._editor.append("centre", number, serialize.table("centre.event", rows[-1]))
        table.put(index, replace(table.records[index], event=tuple(events)))

    def edit(self, record: Any, changes: Mapping[str, Any]) -> list[str]:
        """Change fields of a record, None taking one out; return the names of those that are not as they were.

        Raises InvalidError where the record would break its rules.
        """
        name = _TABLE_OF[type(record)]
        table = self._tables[name]
        changes = {
            key: value for key, value in changes.items() if getattr(record, key) != (value or _nothing(record, key))
        }
        changed = replace(record, **{key: value or _nothing(record, key) for key, value in changes.items()})
        if "id" in changes:
            self._ids.pop(_name(name, record.id))
            self._take_id(name, changes["id"])
        index = table.index(record.id)
        row, number = self._data[name][index], table.numbers[index]
        order = [field.name for field in fields(record)]
        for key in order:
            if changes.get(key):
                row[key] = as_data(changes[key], to_toml)
                self._editor.set(name, number, key, serialize.value(row[key], key), order)
            elif key in changes:
                row.pop(key)
                self._editor.unset(name, number, key)
        table.put(index, changed)
        if "id" in changes:
            self._rename(name, record.id, changes["id"])
        return [key for key in order if key in changes]

    def remove(self, record: Any) -> str:
        """Take a record out, and return its TOML.

        Raises WriteError while something refers to it.
        """
        name = _TABLE_OF[type(record)]
        referring = dict.fromkeys(
            f"{other} {row['kind' if other == 'cadence' else 'id']}"
            for other, row, *_ in self._referring(name, record.id)
        )
        if referring:
            some = ", ".join([*referring][:5]) + (f" and {len(referring) - 5} more" if len(referring) > 5 else "")
            raise WriteError(f"{record.id} is still referred to by {some}; nothing was written")
        index = self._tables[name].index(record.id)
        self._data[name].pop(index)
        return self._editor.remove(name, self._tables[name].pop(index))

    def _rename(self, name: str, old: str, new: str) -> None:
        for referring, row, number, field, item in self._referring(name, old):
            if item is None:
                row[field] = new
            else:
                row[field][item] = new
            self._editor.set_item(referring, number, field, item, serialize.value(new))

    def _referring(self, name: str, record_id: str) -> list[tuple[str, Any, int, str, int | None]]:
        """Return each place that refers to a record: table, row, its number in the text, field, item of a list."""
        wanted = fold_id(record_id)
        found: list[tuple[str, Any, int, str, int | None]] = []
        fields_of: dict[str, list[str]] = {}
        for referring, field, _, targets in REFERENCES:
            if name in targets:
                fields_of.setdefault(referring, []).append(field)
        for referring, names in fields_of.items():
            for row, number in zip(self._data.get(referring, ()), self._tables[referring].numbers, strict=True):
                for field in names:
                    value = row.get(field, [])
                    items = enumerate(value) if isinstance(value, list) else [(None, value)]
                    found += [(referring, row, number, field, item) for item, one in items if fold_id(one) == wanted]
        return found

    def _take_id(self, name: str, record_id: str) -> None:
        other, taken = self._ids.setdefault(_name(name, record_id), (name, record_id))
        if taken is not record_id:
            raise IdInUseError(f"the id {quoted(taken)} is taken by {_a(other)}; nothing was written")


def _name(table: str, record_id: str) -> tuple[bool, str]:
    """Return what must be unique: the ids of sectors are so by themselves, those of all others together."""
    return table in NAMED, fold_id(record_id)


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeio" else f"a {noun}"


def _nothing(record: Any, name: str) -> Any:
    """Return what a field holds that is not set."""
    return () if isinstance(getattr(record, name), tuple) else None


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data without tables that have no record left."""
    return {name: value for name, value in data.items() if value != []}


def meeting_id(start: Date, city: str | None) -> str:
    """Return the id that a meeting has if nobody gives it another: `2018-06-27-jeju`."""
    words = "".join(c if c.isalnum() else " " for c in fold_id(city or "")).split()
    return "-".join([str(start), *words])
