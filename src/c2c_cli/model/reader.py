"""Conversion of TOML data to records, with all problems of the data."""

from collections.abc import Callable, Collection
from dataclasses import MISSING, fields, replace
from itertools import islice
from typing import Any, NamedTuple

from c2c_cli.errors import MAX_ERRORS, DataProblem, InvalidError, Path, problem
from c2c_cli.model import suggestions
from c2c_cli.model.record import field_problems
from c2c_cli.model.records import SUBTABLES, TABLES, Network
from c2c_cli.model.registry import SCHEMA, Registry, cross_record_problems, exact_references, known_ids
from c2c_cli.model.unreadable import Unreadable
from c2c_cli.model.value_types import text, wrong_type
from c2c_cli.text import nearest


def read_record(name: str, row: dict[str, Any]) -> Any:
    """Read one record from the data of its table.

    Raises:
        InvalidError: The record has problems.
    """
    reader = _Reader(Unreadable())
    _, record = reader.read(_NETWORK if name == "network" else _SHAPES[name], row, ())
    if record is None:
        raise InvalidError(reader.problems)
    return record


class RecordData(NamedTuple):
    """The content of one table of a file."""

    values: dict[str, Any]
    """The values by key; None for a value that could not be read."""
    record: Any = None
    """The record, if it has no problems."""


class Examined(NamedTuple):
    """The content of a file, with or without problems."""

    registry: Registry | None
    """The registry, if the file has no problems."""
    tables: dict[str, list[RecordData]]
    """The rows of each table in the order of the file."""
    problems: list[DataProblem]
    unreadable: Unreadable


def examine(data: dict[str, Any], damaged: Collection[Path] = (), lost: Collection[str] = ()) -> Examined:
    """Read as much of the data of a file as possible.

    If the file has syntax errors, `damaged` contains the tables with keys that could not be read, and `lost` the names
    of tables that could not be read at all.
    """
    reader = _Reader(Unreadable(damaged, lost))
    registry = reader.registry(data)
    return Examined(registry, reader.tables, reader.problems, reader.unreadable)


class _Shape(NamedTuple):
    """The keys of a table and how to read them."""

    record: type[Any]
    readers: dict[str, Callable[[Any], Any]]
    required: frozenset[str]


def _shape(record: type[Any]) -> _Shape:
    readers = {
        field.name: record.fields[field.name].type.read if field.name in record.fields else text
        for field in fields(record)
    }
    return _Shape(record, readers, frozenset(field.name for field in fields(record) if field.default is MISSING))


_NETWORK = _shape(Network)
_SHAPES = {table: _shape(record) for table, record in TABLES.items()}

_SUBSHAPES = {name: _shape(record) for name, record in SUBTABLES.items()}

_KEYS = {name: (shape.required, frozenset(shape.readers)) for name, shape in _SHAPES.items()}
"""The required keys and all keys of each table."""

_TOP = frozenset(("schema", "network", *TABLES))
"""The top-level keys of a file."""


class _Reader:
    """Reads the tables of one file and collects their problems."""

    def __init__(self, unreadable: Unreadable) -> None:
        self.problems: list[DataProblem] = []
        self.tables: dict[str, list[RecordData]] = {}
        self.unreadable = unreadable

    def registry(self, data: dict[str, Any]) -> Registry | None:
        """Return the registry, or None if there are problems."""
        version = data.get("schema", SCHEMA)
        if type(version) is not int or version != SCHEMA:
            hint = f"use schema = {SCHEMA}, or a newer version of c2c"
            self.problems.append(problem(("schema",), "unsupported format version", hint, "wrong-schema"))
            return None
        unknown = dict(islice(((name, value) for name, value in data.items() if name not in _TOP), MAX_ERRORS + 1))
        for name, value in unknown.items():
            if type(value) in (list, dict):
                self.unreadable.add_table(name)
            else:
                self.unreadable.add_key(nearest(name, ("schema", "network")) or name)
        tables = {"network": [self._network(data)]}
        for name, shape in _SHAPES.items():
            rows = self._rows(data.get(name, []), (name,), f"[[{name}]]")
            tables[name] = [RecordData(*self.read(shape, row, (name, index))) for index, row in enumerate(rows)]
            if type(data.get(name, [])) is not list:
                self.unreadable.add_table(name)
        self.problems += [suggestions.unknown_table(name, value, TABLES) for name, value in unknown.items()]
        if "schema" not in data and not self.unreadable.may_contain_key("schema"):
            self.problems.append(_missing("schema", f"add schema = {SCHEMA} at the top of the file"))
        if len(self.problems) > MAX_ERRORS:
            self.problems.append(problem((), "too many errors to list", "fix these first", "too-large"))
            return None
        values = {name: [row.values for row in rows] for name, rows in tables.items()}
        ids = known_ids(values)
        for name, index, exact in exact_references(values, ids):
            row = tables[name][index]
            row.values.update(exact)
            tables[name][index] = row._replace(record=row.record and replace(row.record, **exact))
        self.problems.extend(cross_record_problems(values, ids, self.unreadable))
        self.tables = tables
        if self.problems or self.unreadable:
            return None
        return Registry.of({name: (row.record for row in rows) for name, rows in tables.items()})

    def _network(self, data: dict[str, Any]) -> RecordData:
        if type(data.get("network")) is dict:
            return RecordData(*self.read(_NETWORK, data["network"], ("network",)))
        if "network" in data:
            hint = "write [network], with single brackets"
            self.problems.append(wrong_type("a table", data["network"], hint, ("network",)))
        elif not (self.unreadable.may_contain_table("network") or self.unreadable.may_contain_key("network")):
            self.problems.append(_missing("network", 'add a [network] table with name = "…"'))
        return RecordData({})

    def _rows(self, value: Any, path: Path, header: str) -> list[Any]:
        if type(value) is list:
            return value
        if type(value) is not dict:
            self.problems.append(wrong_type("an array of tables", value, f"use {header} tables", path))
        elif path != ("centre",) or not value or value.keys() - SUBTABLES.keys():
            message, hint = "expected an array of tables, not a table", f"write {header}, with double brackets"
            self.problems.append(problem(path, message, hint, "single-table"))
        elif not self.unreadable.may_contain_table("centre"):  # the header of its centre may only be misspelt
            message, hint = "missing [[centre]] before this table", "move the table after the [[centre]] it belongs to"
            self.problems.append(problem(path, message, hint, "misplaced-table"))
        return []

    def read(self, shape: _Shape, row: Any, path: Path) -> tuple[dict[str, Any], Any]:
        """Return the values and the record of a table as for RecordData, and collect its problems."""
        if type(row) is not dict:
            self.problems.append(wrong_type("a table", row, path=path))
            return {}, None
        values: dict[str, Any] = {}
        before = len(self.problems)
        if before > MAX_ERRORS:
            return values, None
        readers = shape.readers
        for key, value in row.items():
            if (read := readers.get(key)) is None:
                continue
            if (subshape := _SUBSHAPES.get(key)) is not None:
                subtables = self._rows(value, (*path, key), f"[[centre.{key}]]")
                read_below = [self.read(subshape, subtable, (*path, key, i)) for i, subtable in enumerate(subtables)]
                values[key] = tuple(record or values for values, record in read_below)
            else:
                try:
                    values[key] = value if read is text and type(value) is str else read(value)
                except InvalidError as error:
                    values[key] = None
                    self.problems.extend(one.below(*path, key) for one in error.problems)
        if len(values) < len(row):
            unknown = islice((key for key in row if key not in readers), MAX_ERRORS + 1)
            values |= self._unknown([*unknown], shape, row, path)
        complete = shape.required <= values.keys()
        if not complete:
            missing = [key for key in readers if key in shape.required and key not in values]
            self.problems.extend(
                _missing(key, f"add {key} = {shape.record.fields[key].type.example}", path)
                for key in missing
                if not self.unreadable.may_contain_key(key, path)
            )
        if complete and len(self.problems) == before:
            try:
                return values, shape.record(**values)
            except InvalidError as error:
                found = error.problems
        else:
            found = tuple(field_problems(shape.record.rules, values))
        self.problems.extend(one.below(*path) for one in found)
        return values, None

    def _unknown(self, keys: list[str], shape: _Shape, row: dict[str, Any], path: Path) -> dict[str, None]:
        """Report unknown keys, and return None for each known key that one of them probably stands for."""
        found = {key: suggestions.unknown_key(key, shape.record.__name__, shape.readers) for key in keys}
        other = suggestions.table_of(keys, shape.readers, _KEYS) if len(row) > 3 else None
        if other is not None:  # report a missing header once, not each key after it
            self.unreadable.add_table(other)
            found = {keys[0]: suggestions.missing_header(other, len(keys))}
        for key, wrong in found.items():
            self.problems.append(DataProblem((*path, key), wrong, at_key=True))
            self.unreadable.add_key(key)
        meant = [suggestions.known_key(key, shape.readers) for key in found]
        return {key: None for key in meant if key is not None and key not in row}


def _missing(key: str, hint: str, path: Path = ()) -> DataProblem:
    return problem((*path, key), "missing", hint, "missing-key")
