"""Conversion of TOML data to records, with all problems of the data."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from types import SimpleNamespace
from typing import Any

from c2c_cli.errors import DataProblem, Diagnostic, InvalidError, Path, problem
from c2c_cli.model.record import Record, field_problems
from c2c_cli.model.records import RECORD_TYPES, SUBTABLES, TABLES, Centre, Network
from c2c_cli.model.registry import REFERENCES, SCHEMA, TARGETS, Tables, cross_record_problems
from c2c_cli.model.values import text, wrong_type
from c2c_cli.text import fold_id, nearest, one_of, suggestion


def read_record(name: str, row: dict[str, Any]) -> Any:
    """Read one record from the data of its table; raise InvalidError if it has problems."""
    reader = _Reader()
    record = reader.read(name, row, ())
    if reader.problems:
        raise InvalidError(reader.problems)
    return record


def examine(data: dict[str, Any], damaged: Iterable[Path] = ()) -> tuple[Tables, list[DataProblem]]:
    """Return the records in the data of a file, and the problems of the data.

    Records with problems are incomplete. If the file has syntax errors, `damaged` contains the
    paths of tables with keys that could not be read, and the empty path if whole tables could not
    be read. Nothing is reported as missing from these.
    """
    reader = _Reader(damaged)
    return reader.tables(data), reader.problems


_READERS = {
    name: {
        key: record.fields[key].type.read if key in record.fields else text
        for key in record.__slots__
    }
    for name, record in RECORD_TYPES.items()
}
_REQUIRED = {
    name: frozenset(field.name for field in fields(record) if field.default is MISSING)
    for name, record in RECORD_TYPES.items()
}

_ELSEWHERE = {
    "schema": ("misplaced key", "move it before the first table header"),
    "contact": ("contacts belong to a centre", "write [[centre.contact]] after its [[centre]]"),
    "event": ("events belong to a centre", "write [[centre.event]] after its [[centre]]"),
    "status": ("a centre's status is derived from its events", "add a [[centre.event]] instead"),
}
"""Messages and hints for keys that belong in another place."""


class _Reader:
    """Reader of the tables of one file, which collects their problems."""

    def __init__(self, damaged: Iterable[Path] = ()) -> None:
        self.problems: list[DataProblem] = []
        self._damaged = {path[:length] for path in damaged for length in (2, 4)}
        """The paths of records and sub-tables that can be read only in part.

        The empty path is included if whole tables may be missing.
        """
        self._complete = True
        """Whether all tables are arrays of tables."""
        self._ids: dict[tuple[str, ...], dict[str, str]] = {targets: {} for targets in TARGETS}
        """The ids that each kind of reference may contain, by themselves and their folded form."""

    def tables(self, data: dict[str, Any]) -> dict[str, list[Any]]:
        """Return the records of each table."""
        version = data.get("schema", SCHEMA)
        if type(version) is not int or version != SCHEMA:
            hint = f"use schema = {SCHEMA}, or a newer version of c2c"
            self.problems.append(
                problem(("schema",), "unsupported format version", hint, "wrong-schema")
            )
            return {}
        for name in data.keys() - {"schema", "network", *TABLES}:
            self.problems.append(_unknown_table(name, data[name]))
            self._damaged.add(())  # a known table or key may only be misspelt
        tables = {}
        for name in TABLES:  # in this order, references are to earlier tables
            rows = self._rows(data.get(name, []), (name,), f"[[{name}]]")
            tables[name] = [self.read(name, row, (name, index)) for index, row in enumerate(rows)]
            for targets, ids in self._ids.items():
                if name in targets:
                    found = [one.id for one in tables[name] if one.id]
                    ids.update({fold_id(one): one for one in found} | {one: one for one in found})
        network = (
            self.read("network", data["network"], ("network",))
            if "network" in data
            else _incomplete(Network)
        )
        tables["network"] = [network]
        if () not in self._damaged:
            hints = {
                "network": 'add a [network] table with name = "…"',
                "schema": f"add schema = {SCHEMA} at the top of the file",
            }
            missing = [key for key in hints if key not in data]
            self.problems += [
                problem((key,), "missing", hints[key], "missing-key") for key in missing
            ]
        self.problems.extend(
            cross_record_problems(tables, complete=self._complete and () not in self._damaged)
        )
        return tables

    def _rows(self, value: Any, path: Path, header: str) -> list[Any]:
        if type(value) is list:
            return value
        self._complete = False
        # otherwise, the header of the table that it belongs to may only be misspelt
        if () not in self._damaged:
            wrong = wrong_type("an array of tables", value, f"write {header}, with double brackets")
            self.problems.append(wrong.below(*path))
        return []

    def read(self, table: str, row: Any, path: Path) -> Any:
        """Return the record in a row of a table; it is incomplete if it has problems."""
        record, readers = RECORD_TYPES[table], _READERS[table]
        if type(row) is not dict:
            hint = "write [network], with single brackets" if table == "network" else ""
            self.problems.append(wrong_type("a table", row, hint).below(*path))
            return _incomplete(record)
        before = len(self.problems)
        values: dict[str, Any] = {}
        for key, value in row.items():
            if (read := readers.get(key)) is None:
                wrong = _unknown_key(key, table, readers)
                self.problems.append(DataProblem((*path, key), wrong, at_key=True))
                if meant := nearest(key, readers):
                    values.setdefault(meant, None)  # it is not missing
            elif key in SUBTABLES:
                rows = self._rows(value, (*path, key), f"[[centre.{key}]]")
                values[key] = tuple(
                    self.read(key, one, (*path, key, index)) for index, one in enumerate(rows)
                )
            else:
                try:
                    values[key] = value if read is text and type(value) is str else read(value)
                except InvalidError as error:
                    values[key] = None
                    self.problems.extend(one.below(*path, key) for one in error.problems)
        for key, targets in REFERENCES[table]:
            if (ids := self._ids[targets]) and (found := values.get(key)):
                values[key] = (
                    _exact(found, ids)
                    if type(found) is str
                    else tuple([_exact(one, ids) for one in found])
                )
        damaged = path in self._damaged
        if not (damaged or _REQUIRED[table] <= values.keys()):
            for key in [key for key in readers if key in _REQUIRED[table] - values.keys()]:
                hint = f"add {key} = {record.fields[key].type.example}"
                self.problems.append(problem((*path, key), "missing", hint, "missing-key"))
        if damaged or len(self.problems) > before:
            incomplete = _incomplete(record, values)
            self.problems.extend(one.below(*path) for one in field_problems(record, incomplete))
            return incomplete
        try:
            return record(**values)
        except InvalidError as error:
            self.problems.extend(one.below(*path) for one in error.problems)
            return _incomplete(record, values)


def _incomplete(record: type[Record], values: Mapping[str, Any] = {}) -> SimpleNamespace:
    """Return the fields of a record that could be read; the others are None."""
    return SimpleNamespace(**{**dict.fromkeys(record.__slots__), **values})


def _exact(word: str, ids: Mapping[str, str]) -> str:
    """Return an id as in its record, whose case may differ."""
    return ids.get(word) or ids.get(fold_id(word), word)


def _unknown_key(word: str, table: str, keys: Iterable[str]) -> Diagnostic:
    if word in {"schema", "event", "contact"} or (table, word) == ("centre", "status"):
        return Diagnostic(*_ELSEWHERE[word], "misplaced-key")
    if table in SUBTABLES and word in Centre.fields:
        hint = f"move it before the first [[centre.{table}]]"
        return Diagnostic("misplaced key of the centre", hint, "misplaced-key")
    return Diagnostic("unknown key", suggestion(word, keys), "unknown-key")


def _unknown_table(name: str, value: Any) -> DataProblem:
    if type(value) not in (list, dict):
        wrong = Diagnostic("unknown key", suggestion(name, ["schema"]), "unknown-key")
    elif name in _ELSEWHERE:
        wrong = Diagnostic(*_ELSEWHERE[name], "misplaced-key")
    else:
        headers = {name: f"[[{name}]]" for name in TABLES} | {"network": "[network]"}
        near = nearest(name, headers)
        hint = (
            f"did you mean {headers[near]}?" if near else f"expected {one_of([*headers.values()])}"
        )
        wrong = Diagnostic("unknown table", hint, "unknown-table")
    return DataProblem((name,), wrong, at_key=True)
