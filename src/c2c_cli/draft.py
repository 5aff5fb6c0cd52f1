"""A registry with changes to it: its text and its data are changed apart, and must agree in the end.

Knows records and their text, neither files nor options.
"""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from itertools import pairwise
from typing import Any

from c2c_cli import document, records
from c2c_cli.document import writing
from c2c_cli.document.editing import Editor
from c2c_cli.errors import InvalidError, NotWrittenError, dotted
from c2c_cli.life import Event
from c2c_cli.model import Centre, Meeting
from c2c_cli.registry import NAMED, REFERENCES, Registry
from c2c_cli.text import fold_id, quoted

_ORDER: dict[str, Callable[[Any], Any]] = {
    "centre": lambda centre: fold_id(centre.id),
    "meeting": lambda meeting: meeting.start,
}
"""By what the records of a table stand in order, where they do."""

_TABLE_OF = {record: table for table, record in records.TABLES.items()}


class Draft:
    """The text of a registry's file, and what it is to say once the changes are made."""

    def __init__(self, text: str, file: str) -> None:
        """Read the text of a file.

        Raises InvalidFileError where it has a problem: such a file is never written to.
        """
        self.text = text
        self._data, self.registry = records.read_with_data(text, file)
        self._editor = Editor(text, self._data)
        self._old = {table: list(range(len(self._data.get(table, ())))) for table in records.TABLES}
        """For each record of a table its number in the text, or -1 for a new one."""

    def proved(self) -> str:
        """Return the changed text, whose data are the old ones and exactly the changes.

        Raises NotWrittenError where that cannot be proved, or where the changes would break a rule.
        """
        try:
            records.of_data(self._data)
        except InvalidError as error:
            fault = error.faults[0]
            raise NotWrittenError(f"{dotted(fault.path)}: {fault.message}; nothing was written") from None
        text = self._editor.text()
        try:
            data = document.parse(text)
        except ValueError:
            data = {}
        if _filled(data) != _filled(self._data):
            raise NotWrittenError(
                "the file is laid out in a way that c2c cannot change and prove that nothing else changes; "
                "make this change by hand; nothing was written"
            )
        return text

    def add(self, record: Any) -> None:
        """Add a record at its place: behind the last of its kind, or in order where all stand in order."""
        table = _TABLE_OF[type(record)]
        self._must_be_free(table, record.id)
        rows, old = self._data.setdefault(table, []), self._old[table]
        present = getattr(self.registry, table)
        index = len(rows)
        if (key := _ORDER.get(table)) is not None:
            keys = [key(one) for one in present]
            if all(one <= other for one, other in pairwise(keys)):
                index = bisect_right(keys, key(record))
        anchor = next((number for number in old[index:] if number >= 0), sum(number >= 0 for number in old))
        row = records.table(record)
        rows.insert(index, row)
        old.insert(index, -1)
        self.registry = _replaced(self.registry, table, (*present[:index], record, *present[index:]))
        self._editor.insert(table, anchor, writing.table(table, row))

    def add_event(self, centre: Centre, event: Event) -> None:
        """Add an event behind all that belongs to a centre."""
        index = self._index("centre", centre)
        row = records.table(event)
        self._data["centre"][index].setdefault("event", []).append(row)
        self._put("centre", index, replace(centre, event=(*centre.event, event)))
        self._editor.append("centre", self._old["centre"][index], writing.table("centre.event", row))

    def edit(self, record: Any, changes: Mapping[str, Any]) -> list[str]:
        """Change fields of a record, None taking one out; return the names of those that are not as they were.

        Raises InvalidError where the record would break its rules.
        """
        table = _TABLE_OF[type(record)]
        index = self._index(table, record)
        changes = {
            name: value for name, value in changes.items() if getattr(record, name) != (value or _nothing(record, name))
        }
        if not changes:
            return []
        if "id" in changes and fold_id(changes["id"]) != fold_id(record.id):
            self._must_be_free(table, changes["id"])
        changed = replace(record, **{name: value or _nothing(record, name) for name, value in changes.items()})
        row, number = self._data[table][index], self._old[table][index]
        order = [field.name for field in fields(record)]
        for name in order:
            if name not in changes:
                continue
            if changes[name]:
                row[name] = records.toml_value(changes[name])
                self._editor.set(table, number, name, writing.value(row[name]), order)
            else:
                row.pop(name)
                self._editor.unset(table, number, name)
        self._put(table, index, changed)
        if "id" in changes:
            self._rename(table, record.id, changes["id"])
        return list(changes)

    def remove(self, record: Any) -> str:
        """Take a record out, and return its TOML.

        Raises NotWrittenError while something refers to it.
        """
        table = _TABLE_OF[type(record)]
        if referring := list(self._referring(table, record.id)):
            named = ", ".join(f"{one} {row['id' if one != 'cadence' else 'kind']}" for one, row, *_ in referring[:5])
            more = f" and {len(referring) - 5} more" if len(referring) > 5 else ""
            raise NotWrittenError(f"{record.id} is still referred to by {named}{more}; nothing was written")
        index = self._index(table, record)
        self._data[table].pop(index)
        present = getattr(self.registry, table)
        self.registry = _replaced(self.registry, table, (*present[:index], *present[index + 1 :]))
        return self._editor.remove(table, self._old[table].pop(index))

    def _rename(self, table: str, old: str, new: str) -> None:
        for referring, row, number, field, item in self._referring(table, old):
            if item is None:
                row[field] = new
            else:
                row[field][item] = new
            self._editor.set_item(referring, number, field, item, writing.value(new))

    def _referring(self, table: str, record_id: str) -> list[tuple[str, Any, int, str, int | None]]:
        """Return each place that refers to a record: table, row, its number in the text, field, item of a list."""
        wanted = fold_id(record_id)
        found: list[tuple[str, Any, int, str, int | None]] = []
        for referring, field, _, targets in REFERENCES:
            if table not in targets:
                continue
            for row, number in zip(self._data.get(referring, ()), self._old[referring], strict=True):
                value = row.get(field, [])
                items = enumerate(value) if isinstance(value, list) else [(None, value)]
                found += [(referring, row, number, field, item) for item, one in items if fold_id(one) == wanted]
        return found

    def _must_be_free(self, table: str, record_id: str) -> None:
        for other in NAMED if table in NAMED else (table,):
            for record in getattr(self.registry, other):
                if fold_id(record.id) == fold_id(record_id):
                    raise NotWrittenError(f"the id {quoted(record.id)} is taken by a {other}; nothing was written")

    def _index(self, table: str, record: Any) -> int:
        return next(i for i, one in enumerate(getattr(self.registry, table)) if one.id == record.id)

    def _put(self, table: str, index: int, record: Any) -> None:
        present = getattr(self.registry, table)
        self.registry = _replaced(self.registry, table, (*present[:index], record, *present[index + 1 :]))


def _replaced(registry: Registry, table: str, present: tuple[Any, ...]) -> Registry:
    """Return a registry with other records in a table, unchecked: `Draft.proved` checks all at once."""
    changed = object.__new__(Registry)
    for field in fields(registry):
        object.__setattr__(changed, field.name, present if field.name == table else getattr(registry, field.name))
    return changed


def _nothing(record: Any, name: str) -> Any:
    """Return what a field holds that is not set."""
    return () if isinstance(getattr(record, name), tuple) else None


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data without tables that have no record left."""
    return {name: value for name, value in data.items() if value != []}


def meeting_id(meeting: Meeting) -> str:
    """Return the id that a meeting has if nobody gives it another: `2018-06-27-jeju`."""
    words = "".join(c if c.isalnum() else " " for c in fold_id(meeting.city or "")).split()
    return "-".join([str(meeting.start), *words])
