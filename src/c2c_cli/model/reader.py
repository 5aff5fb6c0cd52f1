"""TOML tables to records, in one place, with all that is wrong with them. Knows data, not text."""

from collections.abc import Callable, Collection
from dataclasses import MISSING, fields, replace
from typing import Any, NamedTuple

from c2c_cli.errors import DataProblem, Diagnostic, InvalidError, Path
from c2c_cli.model import suggestions
from c2c_cli.model.history import Event
from c2c_cli.model.record import faults_within
from c2c_cli.model.records import CadenceRule, Centre, Meeting, Network, Organisation, Sector
from c2c_cli.model.registry import SCHEMA, Registry, faults_between, inexact_ids
from c2c_cli.model.value_types import identifier, text, type_of
from c2c_cli.text import nearest

TABLES = {
    "sector": Sector,
    "organisation": Organisation,
    "centre": Centre,
    "meeting": Meeting,
    "cadence": CadenceRule,
}
"""The tables of a file that repeat, `[[centre]]`, and what each becomes."""


def of_data(data: dict[str, Any]) -> Registry:
    """Read a registry from the data of a text.

    Raises InvalidError with every fault that the data has.
    """
    found = examine(data)
    if found.registry is None:
        raise InvalidError(found.faults)
    return found.registry


def of_table(name: str, row: dict[str, Any]) -> Any:
    """Read one record from the data of its table.

    Raises InvalidError with every fault that it has by itself.
    """
    reader = _Reader()
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


def examine(data: dict[str, Any], damaged: Collection[Path] = (), lost: Collection[str] = ()) -> Examined:
    """Read what can be read of the data of a text.

    Of a faulty text, `damaged` has the tables that lack something, and `lost` the keys under which a whole table lacks:
    what stands in the text and could not be read is not missed.
    """
    reader = _Reader(damaged, lost)
    registry = reader.registry(data)
    return Examined(registry, reader.tables, reader.faults)


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

_MANY = 40
"""Keys that no two records have together."""

MOST = 100_000
"""So many faults of records are told."""

_TOP = frozenset(("schema", "network", *TABLES))
"""The keys at the top of a file."""


class _Reader:
    """Reads the tables of one file, and collects what is wrong."""

    def __init__(self, damaged: Collection[Path] = (), lost: Collection[str] = ()) -> None:
        self.faults: list[DataProblem] = []
        self.tables: dict[str, list[Row]] = {}
        self._damaged = damaged
        self._lost = set(lost)
        self._elsewhere: set[str | None] = set()
        """Keys that stand where they do not belong, or for which another is meant."""

    def registry(self, data: dict[str, Any]) -> Registry | None:
        """Return the registry, or None where there are faults."""
        if not self._known_schema(data):
            return None
        self._elsewhere |= {nearest(name, ("schema", "network", "centre")) for name in data if name not in _TOP}
        network = self._network(data)
        tables: dict[str, list[Row]] = {}
        ids: dict[str, list[str | None]] = {}
        for name, shape in _SHAPES.items():
            rows = self._rows(data.get(name, []), (name,), f"[[{name}]]")
            tables[name] = [self.row(shape, row, (name, index)) for index, row in enumerate(rows)]
            ids[name] = [_id(row) for row in rows]
            if type(data.get(name, [])) is not list:
                self._lost.add(name)
        for name, value in data.items():
            if name not in _TOP:
                self.faults.append(suggestions.unknown_table(name, value, TABLES))
                if type(value) in (list, dict):
                    self._lost.add(name)
        if not {"schema"} & (data.keys() | self._elsewhere) and () not in self._damaged:
            self.faults.append(_missing("schema", f"write schema = {SCHEMA} at the top of the file"))
        if len(self.faults) > MOST:
            wrong = Diagnostic("too-large", "so much is wrong that not all of it is told", "put that right first")
            self.faults.append(DataProblem((), wrong))
            return None
        for name in self._lost:
            near = nearest(name, TABLES)
            for table in TABLES if near is None else (near,):
                ids[table].append(None)
                tables[table].append(Row({}))
        for name, index, exact in inexact_ids(
            {name: [row.values for row in rows] for name, rows in tables.items()}, ids
        ):
            values, record = tables[name][index]
            tables[name][index] = Row({**values, **exact}, record and replace(record, **exact))
        self.faults.extend(faults_between({name: [row.values for row in rows] for name, rows in tables.items()}, ids))
        self.tables = {"network": [network], **tables}
        if self.faults or self._lost or self._damaged:
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
        elif not self._lost and () not in self._damaged and "network" not in self._elsewhere:
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
                if "centre" in self._elsewhere:  # below a misspelt header
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
        if before > MOST:  # what has more is no registry
            return Row(values)
        readers = shape.readers
        for key, value in row.items():
            if (read := readers.get(key)) is None:
                values |= self._unknown(key, shape, row, path)
            elif key == "event":
                events = self._rows(value, (*path, key), "[[centre.event]]")
                lived = [self.row(_EVENT, event, (*path, key, i)) for i, event in enumerate(events)]
                values[key] = tuple(one.record or one.values for one in lived)
            else:
                try:
                    values[key] = value if read is text and type(value) is str else read(value)
                except InvalidError as error:
                    values[key] = None
                    self.faults.extend(fault.below(*path, key) for fault in error.faults)
        complete = shape.required <= values.keys()
        if not complete and path not in self._damaged:
            missing = [key for key in readers if key in shape.required and key not in values]
            self.faults.extend(
                _missing(key, f"write {key} = {shape.record.fields[key].kind.example}", path) for key in missing
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

    def _unknown(self, key: str, shape: _Shape, row: dict[str, Any], path: Path) -> dict[str, None]:
        """Note a key that a table has not; return the key that it stands for, with None, for that cannot be read."""
        wrong = suggestions.unknown_key(key, shape.record.__name__, shape.readers)
        if 3 < len(row) <= _MANY:  # most keys of another table are a record of it whose header is missing
            keys = [one for one in row if one not in shape.readers]
            other = suggestions.header_of(keys, shape.readers, _KEYS)
            if other is not None:
                self._lost.add(other)
                if key != keys[0]:
                    return {}
                wrong = suggestions.missing_header(other, len(keys))
        self.faults.append(DataProblem((*path, key), wrong, at_key=True))
        self._elsewhere.add(key)
        instead = suggestions.key(key, shape.readers)
        return {} if instead is None or instead in row else {instead: None}


def _id(row: Any) -> str | None:
    """Return a row's id, or None where it has none that can be one."""
    record_id = row.get("id") if type(row) is dict else None
    return record_id if type(record_id) is str and identifier(record_id) is None else None


def _missing(key: str, hint: str, path: Path = ()) -> DataProblem:
    return DataProblem((*path, key), Diagnostic("missing-key", "is missing", hint))
