"""Conversion of TOML data to records, with all problems of the data."""

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import TypeVar

from c2c_cli.errors import DataProblem, Diagnostic, InvalidError, KeyPath, problem, wrong_type
from c2c_cli.model import extra
from c2c_cli.model.record import Record, field_problems, required_keys
from c2c_cli.model.records import (
    RECORD_TYPES,
    SUBTABLES,
    SUBTABLES_OF,
    TABLE_OF,
    TABLES,
    Network,
)
from c2c_cli.model.registry import (
    REFERENCES,
    SCHEMA,
    TARGETS,
    Examined,
    Tables,
    cross_record_problems,
)
from c2c_cli.model.values import text
from c2c_cli.text import fold_id, nearest, one_of, suggestion

R = TypeVar("R", bound=Record)


def read_record(record_type: type[R], row: Mapping[str, object]) -> R:
    """Read a record of a type from the data of its table; raise InvalidError if it has problems."""
    reader = _Reader()
    record = reader.read(TABLE_OF[record_type], row, ())
    if reader.problems or not isinstance(record, record_type):
        raise InvalidError(reader.problems)
    return record


def examine(
    data: Mapping[str, object], damaged: Iterable[KeyPath] = ()
) -> tuple[Tables, list[DataProblem]]:
    """Return the records in the data of a file, and the problems of the data.

    Records with problems are incomplete. If the file has syntax errors, `damaged` contains the
    paths of tables with keys that could not be read, and the empty path if whole tables could not
    be read. Keys and records that are missing there are not reported.
    """
    reader = _Reader(damaged)
    return reader.tables(data), reader.problems


_READERS = {
    table: {key: field.type.read for key, field in record.fields.items()}
    for table, record in RECORD_TYPES.items()
}
"""The function that reads the value of each key of each table; sub-tables have none."""

_REQUIRED = {table: frozenset(required_keys(record)) for table, record in RECORD_TYPES.items()}
"""The keys that each table must have."""

_ELSEWHERE = {
    "schema": ("misplaced key", "move it before the first table header"),
    "contact": (
        "contacts belong to a centre or an organisation",
        "write [[centre.contact]] after its [[centre]], or [[organisation.contact]] after its "
        "[[organisation]]",
    ),
    "event": ("events belong to a centre", "write [[centre.event]] after its [[centre]]"),
    "status": ("a centre's status is derived from its events", "add a [[centre.event]] instead"),
}
"""Messages and hints for keys that belong in another place."""


class _Reader:
    """Reader of the tables of one file, which collects their problems."""

    def __init__(self, damaged: Iterable[KeyPath] = ()) -> None:
        self.problems: list[DataProblem] = []
        self._damaged: set[KeyPath] = set()
        """The paths of records and sub-tables that can be read only in part.

        The empty path is included if whole tables may be missing.
        """
        for path in damaged:
            self._damaged |= {path[:2], path[:4]}  # the record, and the sub-table if it is in one
        self._complete = True
        """Whether all tables are arrays of tables."""
        self._ids: dict[tuple[str, ...], dict[str, str]] = {targets: {} for targets in TARGETS}
        """Tables that a reference may mean -> their ids, by the id itself and its folded form."""

    def tables(self, data: Mapping[str, object]) -> dict[str, list[Examined]]:
        """Return the records of each table."""
        version = data.get("schema", SCHEMA)
        if type(version) is not int or version != SCHEMA:
            message, hint = "unsupported format version", f"use schema = {SCHEMA}"
            if type(version) is int and SCHEMA < version < 10**9:
                message, hint = f"unsupported version {version}", "use a newer version of c2c"
            wrong = problem(("schema",), message, hint, "wrong-schema")
            self.problems.append(wrong)
            return {}
        for name, value in data.items():
            if name not in {"schema", "network", *TABLES}:
                self.problems.append(_unknown_table(name, value))
                self._damaged.add(())  # a known table or key may only be misspelt
        tables = {}
        for name in TABLES:  # in this order, references are to earlier tables
            tables[name] = self._records(name, data.get(name, []), (name,), f"[[{name}]]")
            self._add_ids(name, tables[name])
        tables["network"] = [_incomplete(Network)]
        if "network" in data:
            tables["network"] = [self.read("network", data["network"], ("network",))]
        if () not in self._damaged:
            self._report_missing_tables(data)
        complete = self._complete and () not in self._damaged
        self.problems.extend(cross_record_problems(tables, complete=complete))
        return tables

    def _add_ids(self, table: str, records: Iterable[Examined]) -> None:
        """Add the ids of a table to the ids that references to the table may contain."""
        found = [getattr(record, "id", None) for record in records]
        ids = [record_id for record_id in found if record_id]
        spelt = {fold_id(record_id): record_id for record_id in ids}
        spelt |= {record_id: record_id for record_id in ids}
        for targets, known in self._ids.items():
            if table in targets:
                known.update(spelt)

    def _report_missing_tables(self, data: Mapping[str, object]) -> None:
        hints = {
            "network": 'add a [network] table with name = "…"',
            "schema": f"add schema = {SCHEMA} at the top of the file",
        }
        for key, hint in hints.items():
            if key not in data:
                self.problems.append(problem((key,), "missing", hint, "missing-key"))

    def _records(self, table: str, rows: object, path: KeyPath, header: str) -> list[Examined]:
        """Return the records of a table or sub-table, which should be an array of tables."""
        if type(rows) is list:
            return [self.read(table, row, (*path, index)) for index, row in enumerate(rows)]
        self._complete = False
        # if a table is unknown, the header of the parent table may only be misspelt
        if () not in self._damaged:
            hint = f"write {header}, with double brackets"
            self._collect([wrong_type("an array of tables", rows, hint)], path)
        return []

    def read(self, table: str, row: object, path: KeyPath) -> Examined:
        """Return the record in a row of a table; it is incomplete if it has problems."""
        record = RECORD_TYPES[table]
        if type(row) is not dict:
            hint = "write [network], with single brackets" if table == "network" else ""
            self._collect([wrong_type("a table", row, hint)], path)
            return _incomplete(record)
        before = len(self.problems)
        values = self._values(table, row, path)
        self._correct_ids(table, values)
        damaged = path in self._damaged
        if not damaged and not _REQUIRED[table] <= values.keys():
            self._report_missing_keys(table, values, path)
        if damaged or len(self.problems) > before:
            incomplete = _incomplete(record, values)
            self._collect(field_problems(record, incomplete), path)
            return incomplete
        try:
            complete: Record = record(**values)
        except InvalidError as error:
            self._collect(error.problems, path)
            return _incomplete(record, values)
        return complete

    def _values(self, table: str, row: Mapping[str, object], path: KeyPath) -> dict[str, object]:
        """Return the values in a row, with None for those that could not be read."""
        readers = _READERS[table]
        values: dict[str, object] = {}
        for key, value in row.items():
            read = readers.get(key)
            if read is text and type(value) is str:
                values[key] = value  # most values; a call for each would take time
            elif read is not None:
                try:
                    values[key] = read(value)
                except InvalidError as error:
                    values[key] = None
                    self._collect(error.problems, (*path, key))
            elif key in SUBTABLES_OF.get(table, ()):
                records = self._records(key, value, (*path, key), f"[[{table}.{key}]]")
                values[key] = tuple(records)
            else:
                keys = RECORD_TYPES[table].__slots__
                wrong = _unknown_key(key, table, keys, str(path[0]) if path else "centre")
                self.problems.append(DataProblem((*path, key), wrong, at_key=True))
                meant = nearest(key, keys)
                if meant is not None:
                    values.setdefault(meant, None)  # it is not missing
        return values

    def _correct_ids(self, table: str, values: dict[str, object]) -> None:
        """Replace each reference with the id as its record spells it, ignoring case."""
        for key, targets in REFERENCES[table]:
            ids, value = self._ids[targets], values.get(key)
            if not ids or not value:
                continue
            if type(value) is str:
                values[key] = _exact(value, ids)
            elif type(value) is tuple:
                values[key] = tuple([_exact(word, ids) for word in value])

    def _report_missing_keys(self, table: str, values: dict[str, object], path: KeyPath) -> None:
        for key, field in RECORD_TYPES[table].fields.items():
            if key in _REQUIRED[table] and key not in values:
                hint = f"add {key} = {field.type.example}"
                self.problems.append(problem((*path, key), "missing", hint, "missing-key"))

    def _collect(self, problems: Iterable[DataProblem], path: KeyPath) -> None:
        """Collect problems whose paths are relative to `path`."""
        self.problems.extend(wrong.below(*path) for wrong in problems)


def _incomplete(record: type[Record], values: Mapping[str, object] = {}) -> SimpleNamespace:
    """Return the fields of a record that could be read; the others are None."""
    return SimpleNamespace(**{**dict.fromkeys(record.__slots__), **values})


def _exact(word: str, ids: Mapping[str, str]) -> str:
    """Return the id that `word` means, as its record spells it, or an unknown word unchanged."""
    return ids.get(word) or ids.get(fold_id(word), word)


def _unknown_key(word: str, table: str, keys: Iterable[str], owner: str) -> Diagnostic:
    """Return the diagnostic of an unknown key, which may belong in another place.

    `owner` is the table that contains `table`, if that is a sub-table.
    """
    if word in _ELSEWHERE and (word != "status" or table == "centre"):
        return Diagnostic(*_ELSEWHERE[word], "misplaced-key")
    if table in SUBTABLES and word in RECORD_TYPES[owner].fields:
        hint = f"move it before the first [[{owner}.{table}]]"
        return Diagnostic(f"misplaced key of the {owner}", hint, "misplaced-key")
    hint = suggestion(word, keys)
    if not hint and table in extra.TABLES:
        hint = "move it to extra, or remove it"
    return Diagnostic("unknown key", hint, "unknown-key")


def _unknown_table(name: str, value: object) -> DataProblem:
    if type(value) not in (list, dict):
        wrong = Diagnostic("unknown key", suggestion(name, ["schema"]), "unknown-key")
    elif name in _ELSEWHERE:
        wrong = Diagnostic(*_ELSEWHERE[name], "misplaced-key")
    else:
        headers = {table: f"[[{table}]]" for table in TABLES} | {"network": "[network]"}
        near = nearest(name, headers)
        hint = f"expected {one_of([*headers.values()])}"
        if near is not None:
            hint = f"did you mean {headers[near]}?"
        wrong = Diagnostic("unknown table", hint, "unknown-table")
    return DataProblem((name,), wrong, at_key=True)
