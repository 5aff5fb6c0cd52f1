"""TOML tables to records, in one place, with all that is wrong with them. Knows data, not text."""

from collections.abc import Callable, Collection
from dataclasses import MISSING, fields, replace
from typing import Any, NamedTuple

from c2c_cli.errors import DataProblem, Diagnostic, InvalidError, Path
from c2c_cli.model import suggestions
from c2c_cli.model.history import Event
from c2c_cli.model.record import faults_within
from c2c_cli.model.records import TABLES, Network
from c2c_cli.model.registry import SCHEMA, Registry, Unreadable, exact_references, faults_between, known_ids
from c2c_cli.model.value_types import text, type_of
from c2c_cli.text import nearest


def read_registry(data: dict[str, Any]) -> Registry:
    """Read a registry from the data of a text.

    Raises InvalidError with every fault that the data has.
    """
    found = examine(data)
    if found.registry is None:
        raise InvalidError(found.faults)
    return found.registry


def read_record(name: str, row: dict[str, Any]) -> Any:
    """Read one record from the data of its table.

    Raises InvalidError with every fault that it has by itself.
    """
    reader = _Reader(Unreadable())
    record = reader.row(_SHAPES[name], row, ()).record
    if record is None:
        raise InvalidError(reader.faults)
    return record


class Row(NamedTuple):
    """What one table of a file says."""

    values: dict[str, Any]
    """What could be read, by its key, None for what could not."""
    record: Any = None
    """The record, where nothing is wrong with it."""


class Examined(NamedTuple):
    """What data says, sound or not."""

    registry: Registry | None
    """The registry, where nothing is wrong."""
    tables: dict[str, list[Row]]
    """The rows of each table in the order of the file."""
    faults: list[DataProblem]
    unreadable: Unreadable


def examine(data: dict[str, Any], damaged: Collection[Path] = (), lost: Collection[str] = ()) -> Examined:
    """Read what can be read of the data of a text.

    Of a faulty text, `damaged` has the tables with keys that could not be read, and `lost` the names of tables that
    could not be read at all.
    """
    reader = _Reader(Unreadable(damaged, lost))
    registry = reader.registry(data)
    return Examined(registry, reader.tables, reader.faults, reader.unreadable)


class _Shape(NamedTuple):
    """What the tables of a kind are made of."""

    record: type[Any]
    readers: dict[str, Callable[[Any], Any]]
    required: frozenset[str]


def _shape(record: type[Any]) -> _Shape:
    readers = {
        field.name: record.fields[field.name].kind.read if field.name != "event" else text for field in fields(record)
    }
    return _Shape(record, readers, frozenset(field.name for field in fields(record) if field.default is MISSING))


_EVENT = _shape(Event)
_NETWORK = _shape(Network)
_SHAPES = {table: _shape(record) for table, record in TABLES.items()}

_KEYS = {name: (shape.required, frozenset(shape.readers)) for name, shape in _SHAPES.items()}
"""Table -> the keys that its records must have, and all that they may."""

MAX_PROBLEMS = 100_000
"""Problems of records that are reported; a file with more is no registry."""

_TOP = frozenset(("schema", "network", *TABLES))
"""The keys at the top of a file."""


class _Reader:
    """Reads the tables of one file, and collects what is wrong."""

    def __init__(self, unreadable: Unreadable) -> None:
        self.faults: list[DataProblem] = []
        self.tables: dict[str, list[Row]] = {}
        self.unreadable = unreadable

    def registry(self, data: dict[str, Any]) -> Registry | None:
        """Return the registry, or None where there are faults."""
        if not self._known_schema(data):
            return None
        unknown = {name: value for name, value in data.items() if name not in _TOP}
        for name, value in unknown.items():
            if type(value) in (list, dict):
                self.unreadable.add_table(name)
            else:
                self.unreadable.add_key(nearest(name, ("schema", "network")) or name)
        network = self._network(data)
        tables: dict[str, list[Row]] = {}
        for name, shape in _SHAPES.items():
            rows = self._rows(data.get(name, []), (name,), f"[[{name}]]")
            tables[name] = [self.row(shape, row, (name, index)) for index, row in enumerate(rows)]
            if type(data.get(name, [])) is not list:
                self.unreadable.add_table(name)
        self.faults += [suggestions.unknown_table(name, value, TABLES) for name, value in unknown.items()]
        if "schema" not in data and not self.unreadable.may_hold_key("schema"):
            self.faults.append(_missing("schema", f"write schema = {SCHEMA} at the top of the file"))
        if len(self.faults) > MAX_PROBLEMS:
            wrong = Diagnostic("too-large", "so much is wrong that not all of it is told", "put that right first")
            self.faults.append(DataProblem((), wrong))
            return None
        values = {name: [row.values for row in rows] for name, rows in tables.items()}
        ids = known_ids(values)
        for name, index, exact in exact_references(values, ids):
            row = tables[name][index]
            row.values.update(exact)
            tables[name][index] = row._replace(record=row.record and replace(row.record, **exact))
        self.faults.extend(faults_between(values, ids, self.unreadable))
        self.tables = {"network": [network], **tables}
        if self.faults or self.unreadable:
            return None
        return Registry(
            network=network.record, **{name: tuple(row.record for row in rows) for name, rows in tables.items()}
        )

    def _known_schema(self, data: dict[str, Any]) -> bool:
        if "schema" in data and (type(data["schema"]) is not int or data["schema"] != SCHEMA):
            wrong = "is not a version of the format that this program reads"
            self.faults.append(
                DataProblem(("schema",), Diagnostic("wrong-schema", wrong, f"it reads schema = {SCHEMA}"))
            )
            return False
        return True

    def _network(self, data: dict[str, Any]) -> Row:
        if type(data.get("network")) is dict:
            return self.row(_NETWORK, data["network"], ("network",))
        if "network" in data:
            wrong = Diagnostic("wrong-type", "is not one table", "write [network], with one bracket")
            self.faults.append(DataProblem(("network",), wrong))
        elif not (self.unreadable.may_hold_table("network") or self.unreadable.may_hold_key("network")):
            self.faults.append(_missing("network", 'write [network] and below it name = "…"'))
        return Row({})

    def _rows(self, value: Any, path: Path, header: str) -> list[Any]:
        if type(value) is list:
            return value
        wrong = Diagnostic("wrong-type", f"is {type_of(value)}", f"write {header} for each")
        if type(value) is dict:
            hint = f"write {header}, with two brackets"
            wrong = Diagnostic("single-table", "is one table, and there may be several", hint)
            if path == ("centre",) and value.keys() == {"event"}:
                if self.unreadable.may_hold_table("centre"):  # below a misspelt header
                    return []
                no_centre = "there is no [[centre]] above that it could belong to"
                wrong = Diagnostic("misplaced-table", no_centre, "write it below the [[centre]] whose it is")
        self.faults.append(DataProblem(path, wrong))
        return []

    def row(self, shape: _Shape, row: Any, path: Path) -> Row:
        """Read what a table holds, and note what is wrong with it."""
        if type(row) is not dict:
            self.faults.append(DataProblem(path, Diagnostic("wrong-type", f"is {type_of(row)}", "write a table")))
            return Row({})
        values: dict[str, Any] = {}
        before = len(self.faults)
        if before > MAX_PROBLEMS:
            return Row(values)
        readers = shape.readers
        for key, value in row.items():
            if (read := readers.get(key)) is None:
                continue
            if key == "event":
                events = self._rows(value, (*path, key), "[[centre.event]]")
                lived = [self.row(_EVENT, event, (*path, key, i)) for i, event in enumerate(events)]
                values[key] = tuple(one.record or one.values for one in lived)
            else:
                try:
                    values[key] = value if read is text and type(value) is str else read(value)
                except InvalidError as error:
                    values[key] = None
                    self.faults.extend(fault.below(*path, key) for fault in error.faults)
        if len(values) < len(row):
            values |= self._unknown([key for key in row if key not in readers], shape, row, path)
        complete = shape.required <= values.keys()
        if not complete:
            missing = [key for key in readers if key in shape.required and key not in values]
            self.faults.extend(
                _missing(key, f"write {key} = {shape.record.fields[key].kind.example}", path)
                for key in missing
                if not self.unreadable.may_hold_key(key, path)
            )
        if complete and len(self.faults) == before:
            try:
                return Row(values, shape.record(**values))
            except InvalidError as error:
                wrong: tuple[DataProblem, ...] = error.faults
        else:
            wrong = tuple(faults_within(shape.record.rules, values))
        self.faults.extend(fault.below(*path) for fault in wrong)
        return Row(values)

    def _unknown(self, keys: list[str], shape: _Shape, row: dict[str, Any], path: Path) -> dict[str, None]:
        """Report unknown keys; return the keys that they probably stand for, with None, for those cannot be read."""
        found = {key: suggestions.unknown_key(key, shape.record.__name__, shape.readers) for key in keys}
        other = suggestions.table_of(keys, shape.readers, _KEYS) if len(row) > 3 else None
        if other is not None:  # they are a record of another table whose header is missing: one error for all
            self.unreadable.add_table(other)
            found = {keys[0]: suggestions.missing_header(other, len(keys))}
        for key, wrong in found.items():
            self.faults.append(DataProblem((*path, key), wrong, at_key=True))
            self.unreadable.add_key(key)
        meant = [suggestions.known_key(key, shape.readers) for key in found]
        return {key: None for key in meant if key is not None and key not in row}


def _missing(key: str, hint: str, path: Path = ()) -> DataProblem:
    return DataProblem((*path, key), Diagnostic("missing-key", "is missing", hint))
