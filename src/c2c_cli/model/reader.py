"""Conversion of TOML data to records, with all problems of the data."""

from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields, replace
from typing import Any, NamedTuple

from c2c_cli.errors import DataProblem, InvalidError, Path, problem
from c2c_cli.model import suggestions
from c2c_cli.model.record import field_problems
from c2c_cli.model.records import SUBTABLES, TABLES, Network
from c2c_cli.model.registry import SCHEMA, Registry, cross_record_problems, exact_references, known_ids
from c2c_cli.model.value_types import text, wrong_type


def read_record(name: str, row: dict[str, Any]) -> Any:
    """Read one record from the data of its table; raise InvalidError if it has problems."""
    reader = _Reader()
    _, record = reader.read(_SHAPES[name], row, ())
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
    damaged: frozenset[Path] = frozenset()
    """The paths of records that could be read only in part."""


def examine(data: dict[str, Any], damaged: Iterable[Path] = ()) -> Examined:
    """Read as much of the data of a file as possible.

    If the file has syntax errors, `damaged` contains the paths of tables with keys that could not be read, and the
    empty path if whole tables could not be read. Nothing is reported as missing from these.
    """
    reader = _Reader(damaged)
    registry = reader.registry(data)
    return Examined(registry, reader.tables, reader.problems, frozenset(path[:2] for path in reader.damaged))


class _Shape(NamedTuple):
    """The keys of a table and how to read them."""

    record: type[Any]
    readers: dict[str, Callable[[Any], Any]]
    required: frozenset[str]


def _shape(record: type[Any]) -> _Shape:
    readers = {name: record.fields[name].type.read if name in record.fields else text for name in record.__slots__}
    return _Shape(record, readers, frozenset(field.name for field in fields(record) if field.default is MISSING))


_SHAPES = {"network": _shape(Network)} | {table: _shape(record) for table, record in TABLES.items()}
_SUBSHAPES = {name: _shape(record) for name, record in SUBTABLES.items()}


class _Reader:
    """Reads the tables of one file and collects their problems."""

    def __init__(self, damaged: Iterable[Path] = ()) -> None:
        self.problems: list[DataProblem] = []
        self.tables: dict[str, list[RecordData]] = {}
        self.damaged = set(damaged)

    def registry(self, data: dict[str, Any]) -> Registry | None:
        """Return the registry, or None if there are problems."""
        version = data.get("schema", SCHEMA)
        if type(version) is not int or version != SCHEMA:
            hint = f"use schema = {SCHEMA}, or a newer version of c2c"
            self.problems.append(problem(("schema",), "unsupported format version", hint, "wrong-schema"))
            return None
        unknown = data.keys() - {"schema", "network", *TABLES}
        if unknown:
            self.damaged.add(())  # a known table or key may only be misspelt
        tables = {"network": [self._network(data)]}
        for name in TABLES:
            rows = self._rows(data.get(name, []), (name,), f"[[{name}]]")
            tables[name] = [RecordData(*self.read(_SHAPES[name], row, (name, index))) for index, row in enumerate(rows)]
        self.problems += [suggestions.unknown_table(name, data[name], TABLES) for name in data if name in unknown]
        if "schema" not in data and () not in self.damaged:
            self.problems.append(_missing("schema", f"add schema = {SCHEMA} at the top of the file"))
        values = {name: [row.values for row in rows] for name, rows in tables.items()}
        ids = known_ids(values)
        for name, index, exact in exact_references(values, ids):
            row = tables[name][index]
            row.values.update(exact)
            tables[name][index] = row._replace(record=row.record and replace(row.record, **exact))
        self.problems.extend(cross_record_problems(values, ids, complete=() not in self.damaged))
        self.tables = tables
        if self.problems or self.damaged:
            return None
        return Registry.of({name: (row.record for row in rows) for name, rows in tables.items()})

    def _network(self, data: dict[str, Any]) -> RecordData:
        if type(data.get("network")) is dict:
            return RecordData(*self.read(_SHAPES["network"], data["network"], ("network",)))
        if "network" in data:
            hint = "write [network], with single brackets"
            self.problems.append(wrong_type("a table", data["network"], hint, ("network",)))
        elif () not in self.damaged:
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
        elif () not in self.damaged:  # the header of its centre may only be misspelt
            message, hint = "missing [[centre]] before this table", "move the table after the [[centre]] it belongs to"
            self.problems.append(problem(path, message, hint, "misplaced-table"))
        if len(path) == 1:
            self.damaged.add(())
        return []

    def read(self, shape: _Shape, row: Any, path: Path) -> tuple[dict[str, Any], Any]:
        """Return the values and the record of a table as for RecordData, and collect its problems."""
        if type(row) is not dict:
            self.problems.append(wrong_type("a table", row, path=path))
            return {}, None
        values: dict[str, Any] = {}
        before = len(self.problems)
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
            values |= self._unknown(shape, row, path)
        complete = shape.required <= values.keys()
        if not complete:
            missing = [key for key in readers if key in shape.required and key not in values]
            self.problems.extend(
                _missing(key, f"add {key} = {shape.record.fields[key].type.example}", path)
                for key in missing
                if path not in self.damaged
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

    def _unknown(self, shape: _Shape, row: dict[str, Any], path: Path) -> dict[str, None]:
        """Report unknown keys, and return None for each known key that one of them probably stands for."""
        unknown = [key for key in row if key not in shape.readers]
        for key in unknown:
            wrong = suggestions.unknown_key(key, shape.record.__name__, shape.readers)
            self.problems.append(DataProblem((*path, key), wrong, at_key=True))
            if wrong.code == "misplaced-key":
                self.damaged.add(())  # the key, or its table, is not missing
        meant = [suggestions.known_key(key, shape.readers) for key in unknown]
        return {key: None for key in meant if key is not None and key not in row}


def _missing(key: str, hint: str, path: Path = ()) -> DataProblem:
    return problem((*path, key), "missing", hint, "missing-key")
