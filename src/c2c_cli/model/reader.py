"""Conversion of TOML data to records, with all problems of the data."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from types import SimpleNamespace
from typing import Any, NamedTuple

from c2c_cli.errors import DataProblem, InvalidError, Path, problem
from c2c_cli.model import suggestions
from c2c_cli.model.record import Record, field_problems
from c2c_cli.model.records import RECORD_TYPES, SUBTABLES, TABLES, Network
from c2c_cli.model.registry import REFERENCES, SCHEMA, TARGETS, Tables, cross_record_problems
from c2c_cli.model.value_types import text, wrong_type
from c2c_cli.text import fold_id


def read_record(name: str, row: dict[str, Any]) -> Any:
    """Read one record from the data of its table; raise InvalidError if it has problems."""
    reader = _Reader()
    record = reader.read(name, row, ())
    if reader.problems:
        raise InvalidError(reader.problems)
    return record


class Examined(NamedTuple):
    """The content of a file, with or without problems."""

    tables: Tables
    """The records of each table in the order of the file, some of them incomplete if there are problems."""
    problems: list[DataProblem]


def examine(data: dict[str, Any], damaged: Iterable[Path] = ()) -> Examined:
    """Read as much of the data of a file as possible.

    If the file has syntax errors, `damaged` contains the paths of tables with keys that could not be read, and the
    empty path if whole tables could not be read. Nothing is reported as missing from these.
    """
    reader = _Reader(damaged)
    return Examined(reader.tables(data), reader.problems)


class Incomplete(SimpleNamespace):
    """The fields of a record that could be read; the others are None."""


class _Shape(NamedTuple):
    """The keys of a table and how to read them."""

    record: type[Any]
    readers: dict[str, Callable[[Any], Any]]
    required: frozenset[str]


def _shape(record: type[Any]) -> _Shape:
    readers = {name: record.fields[name].type.read if name in record.fields else text for name in record.__slots__}
    return _Shape(record, readers, frozenset(field.name for field in fields(record) if field.default is MISSING))


_SHAPES = {name: _shape(record) for name, record in RECORD_TYPES.items()}


class _Reader:
    """Reads the tables of one file and collects their problems."""

    def __init__(self, damaged: Iterable[Path] = ()) -> None:
        self.problems: list[DataProblem] = []
        self._damaged = {path[:2] for path in damaged}
        """The paths of records that can be read only in part; the empty path if a table may be missing."""
        self._ids: dict[tuple[str, ...], dict[str, str]] = {targets: {} for targets in TARGETS}
        """The ids that each kind of reference may contain, by themselves and by their folded form."""

    def tables(self, data: dict[str, Any]) -> dict[str, list[Any]]:
        """Return the records of each table."""
        version = data.get("schema", SCHEMA)
        if type(version) is not int or version != SCHEMA:
            hint = f"use schema = {SCHEMA}, or a newer version of c2c"
            self.problems.append(problem(("schema",), "unsupported format version", hint, "wrong-schema"))
            return {}
        for name in data.keys() - {"schema", "network", *TABLES}:
            self.problems.append(suggestions.unknown_table(name, data[name], TABLES))
            self._damaged.add(())  # a known table or key may only be misspelt
        tables = {}
        for name in TABLES:  # in this order, references are to earlier tables
            rows = self._rows(data.get(name, []), (name,), f"[[{name}]]")
            tables[name] = [self.read(name, row, (name, index)) for index, row in enumerate(rows)]
            for targets, ids in self._ids.items():
                if name in targets:
                    found = [one.id for one in tables[name] if one.id]
                    ids.update({fold_id(one): one for one in found} | {one: one for one in found})
        tables["network"] = [self._network(data)]
        if "schema" not in data and () not in self._damaged:
            self.problems.append(_missing("schema", f"add schema = {SCHEMA} at the top of the file"))
        self.problems.extend(cross_record_problems(tables, complete=() not in self._damaged))
        return tables

    def _network(self, data: dict[str, Any]) -> Any:
        if "network" in data:
            return self.read("network", data["network"], ("network",))
        if () not in self._damaged:
            self.problems.append(_missing("network", 'add a [network] table with name = "…"'))
        return _incomplete(Network)

    def _rows(self, value: Any, path: Path, header: str) -> list[Any]:
        if type(value) is list:
            return value
        if type(value) is not dict:
            self.problems.append(wrong_type("an array of tables", value, f"use {header} tables", path))
        elif path != ("centre",) or not value or value.keys() - SUBTABLES.keys():
            message, hint = "expected an array of tables, not a table", f"write {header}, with double brackets"
            self.problems.append(problem(path, message, hint, "single-table"))
        elif () not in self._damaged:  # the header of its centre may only be misspelt
            message, hint = "missing [[centre]] before this table", "move the table after the [[centre]] it belongs to"
            self.problems.append(problem(path, message, hint, "misplaced-table"))
        if len(path) == 1:
            self._damaged.add(())
        return []

    def read(self, table: str, row: Any, path: Path) -> Any:
        """Return the record in a row of a table, or an incomplete one after collecting its problems."""
        record, readers, required = _SHAPES[table]
        if type(row) is not dict:
            hint = "write [network], with single brackets" if table == "network" else ""
            self.problems.append(wrong_type("a table", row, hint, path))
            return _incomplete(record)
        before = len(self.problems)
        values: dict[str, Any] = {}
        unknown = False
        for key, value in row.items():
            if (read := readers.get(key)) is None:
                wrong = suggestions.unknown_key(key, record.__name__, readers)
                self.problems.append(DataProblem((*path, key), wrong, at_key=True))
                unknown = True
            elif key in SUBTABLES:
                rows = self._rows(value, (*path, key), f"[[centre.{key}]]")
                values[key] = tuple(self.read(key, one, (*path, key, index)) for index, one in enumerate(rows))
            else:
                try:
                    values[key] = value if read is text and type(value) is str else read(value)
                except InvalidError as error:
                    values[key] = None
                    self.problems.extend(one.below(*path, key) for one in error.problems)
        for key, targets in REFERENCES[table]:
            if (ids := self._ids[targets]) and (found := values.get(key)):
                values[key] = _exact(found, ids) if type(found) is str else tuple([_exact(one, ids) for one in found])
        damaged = unknown or path[:2] in self._damaged  # a key that is missing may only be misspelt
        if not (damaged or required <= values.keys()):
            self.problems.extend(
                _missing(key, f"add {key} = {record.fields[key].type.example}", path)
                for key in readers
                if key in required and key not in values
            )
        if damaged or len(self.problems) > before:
            incomplete = _incomplete(record, values)
            self.problems.extend(one.below(*path) for one in field_problems(record, incomplete))
            return incomplete
        try:
            return record(**values)
        except InvalidError as error:
            self.problems.extend(one.below(*path) for one in error.problems)
            return _incomplete(record, values)


def _exact(word: str, ids: Mapping[str, str]) -> str:
    """Return an id as in its record, whose case may differ."""
    return ids.get(word) or ids.get(fold_id(word), word)


def _incomplete(record: type[Record], values: dict[str, Any] | None = None) -> Incomplete:
    return Incomplete(**{**dict.fromkeys(record.__slots__), **(values or {})})


def _missing(key: str, hint: str, path: Path = ()) -> DataProblem:
    return problem((*path, key), "missing", hint, "missing-key")
