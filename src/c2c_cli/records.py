"""TOML tables to records, by one door, with all that is wrong with a file."""

from collections.abc import Callable, Collection
from dataclasses import MISSING, fields
from typing import Any, NamedTuple

from c2c_cli import document
from c2c_cli.errors import Fault, InvalidError, Path
from c2c_cli.fields import DOORS, WrongTypeError, example, kind_of, text, year
from c2c_cli.life import Event
from c2c_cli.model import CadenceRule, Centre, Meeting, Network, Organisation, Sector
from c2c_cli.registry import SCHEMA, Registry, faults_between, give_exact_ids
from c2c_cli.rules import faults_within
from c2c_cli.text import did_you_mean, nearest

TABLES = {
    "sector": Sector,
    "organisation": Organisation,
    "centre": Centre,
    "meeting": Meeting,
    "cadence": CadenceRule,
}
"""The tables of a file that repeat, `[[centre]]`, and what each becomes."""


def read(toml: str, file: str) -> Registry:
    """Read a registry from the text of its file; `file` is its name in the sentences about it.

    Raises InvalidFileError with every problem that the text has.
    """
    return read_with_data(toml, file)[1]


def read_with_data(toml: str, file: str) -> tuple[dict[str, Any], Registry]:
    """Read a registry, and return with it the data of its text."""
    try:
        data = document.parse(toml)
    except ValueError:
        data = None
    if data is not None and (registry := _Reader().registry(data)) is not None:
        return data, registry
    from c2c_cli.document.parsed import Document  # noqa: PLC0415  # a sound file needs no places
    from c2c_cli.problems import found  # noqa: PLC0415

    parsed = Document(toml)
    data = parsed.data
    reader = _Reader(parsed.damaged, parsed.lost)
    reader.registry(data)
    raise found(file, parsed, reader.faults)


def of_data(data: dict[str, Any]) -> Registry:
    """Read a registry from the data of a text.

    Raises InvalidError with every fault that the data has.
    """
    reader = _Reader()
    registry = reader.registry(data)
    if registry is None:
        raise InvalidError(reader.faults)
    return registry


def of_table(name: str, row: dict[str, Any]) -> Any:
    """Read one record from the data of its table.

    Raises InvalidError with every fault that it has by itself.
    """
    reader = _Reader()
    record = reader.record(name, row)
    if isinstance(record, dict):
        raise InvalidError(reader.faults)
    return record


class _Shape(NamedTuple):
    """What the tables of a kind are made of."""

    record: type[Any]
    doors: dict[str, Callable[[Any], Any]]
    required: frozenset[str]


def _shape(record: type[Any], **own: Callable[[Any], Any]) -> _Shape:
    doors = {field.name: own.get(field.name) or DOORS.get(field.name, text) for field in fields(record)}
    return _Shape(record, doors, frozenset(field.name for field in fields(record) if field.default is MISSING))


_EVENT = _shape(Event)
_NETWORK = _shape(Network)
_SHAPES = {table: _shape(record) for table, record in TABLES.items()}
_SHAPES["cadence"] = _shape(CadenceRule, until=year)

_TOP = frozenset(("schema", "network", *TABLES))
"""The keys at the top of a file."""

_ELSEWHERE = {
    "schema": "it belongs to the top of the file, above the first header",
    "event": "an event belongs to a centre; write [[centre.event]] below it",
    "status": "a centre's status is not written but follows from its events; write [[centre.event]]",
}
"""What belongs to another place than people look for it in."""


class _Reader:
    """Reads the tables of one file, and collects what is wrong."""

    def __init__(self, damaged: Collection[Path] = (), lost: Collection[str] = ()) -> None:
        """Expect that tables lack something, or are not there, which stands in the text but could not be read."""
        self.faults: list[Fault] = []
        self._damaged = damaged
        self._lost = set(lost)
        self._elsewhere: set[str | None] = set()
        """Keys that stand where they do not belong, or for which another is meant."""

    def registry(self, data: dict[str, Any]) -> Registry | None:
        """Return the registry, or None where there are faults."""
        if not self._known_schema(data):
            return None
        self._elsewhere |= {nearest(name, ("schema", "network")) for name in data if name not in _TOP}
        network = self._network(data)
        tables: dict[str, list[Any]] = {}
        ids: dict[str, list[str | None]] = {}
        for name, shape in _SHAPES.items():
            rows = self._rows(data.get(name, []), (name,), f"[[{name}]]")
            tables[name] = [self._record(shape, row, (name, index)) for index, row in enumerate(rows)]
            ids[name] = [_id(row) for row in rows]
            if type(data.get(name, [])) is not list:
                self._lost.add(name)
        for name, value in data.items():
            if name not in _TOP:
                self.faults.append(_unknown_table(name, value))
                if type(value) in (list, dict):
                    self._lost.add(name)
        if not {"schema"} & (data.keys() | self._elsewhere) and () not in self._damaged:
            self.faults.append(Fault(("schema",), f"is missing; write schema = {SCHEMA} at the top of the file"))
        for name in self._lost:
            meant = nearest(name, TABLES)
            for table in TABLES if meant is None else (meant,):
                ids[table].append(None)
                tables[table].append({})
        give_exact_ids(tables, ids)
        if network is not None and not (self.faults or self._lost or self._damaged):
            try:
                return Registry(network=network, **{name: tuple(records) for name, records in tables.items()})
            except InvalidError as error:
                self.faults.extend(error.faults)
        else:
            self.faults.extend(faults_between(tables, ids))
        return None

    def record(self, name: str, row: dict[str, Any]) -> Any:
        """Return the record that a table of that name holds, or a dict where there are faults."""
        return self._record(_SHAPES[name], row, ())

    def _known_schema(self, data: dict[str, Any]) -> bool:
        if "schema" in data and (type(data["schema"]) is not int or data["schema"] != SCHEMA):
            wrong = f"is not a version of the format that this program reads; it reads schema = {SCHEMA}"
            self.faults.append(Fault(("schema",), wrong))
            return False
        return True

    def _network(self, data: dict[str, Any]) -> Network | None:
        if type(data.get("network")) is dict:
            network = self._record(_NETWORK, data["network"], ("network",))
            return network if isinstance(network, Network) else None
        if "network" in data:
            self.faults.append(Fault(("network",), "is not one table; write [network], with one bracket"))
        elif not self._lost and () not in self._damaged and "network" not in self._elsewhere:
            self.faults.append(Fault(("network",), 'is missing; write [network] and below it name = "…"'))
        return None

    def _rows(self, value: Any, path: Path, header: str) -> list[Any]:
        if type(value) is list:
            return value
        wrong = f"is {kind_of(value)}"
        if type(value) is dict:
            wrong = f"is one table, and there may be several; write {header}, with two brackets"
            if path == ("centre",) and value.keys() == {"event"}:
                wrong = "there is no [[centre]] above that the event could belong to"
        self.faults.append(Fault(path, wrong))
        return []

    def _record(self, shape: _Shape, row: Any, path: Path) -> Any:
        """Return the record that a table holds, or where there are faults a dict of what could be read of it."""
        if type(row) is not dict:
            self.faults.append(Fault(path, f"is {kind_of(row)}; write a table"))
            return {}
        values: dict[str, Any] = {}
        before = len(self.faults)
        for key, value in row.items():
            if (door := shape.doors.get(key)) is None:
                self.faults.append(Fault((*path, key), _unknown_key(key, shape), at_key=True))
                self._elsewhere.add(key)
            elif key == "event":
                events = self._rows(value, (*path, key), "[[centre.event]]")
                values[key] = tuple(self._record(_EVENT, event, (*path, key, i)) for i, event in enumerate(events))
            else:
                try:
                    values[key] = door(value)
                except WrongTypeError as error:
                    self.faults.extend(fault._replace(path=(*path, key, *fault.path)) for fault in error.faults)
        if not shape.required <= row.keys() and path not in self._damaged:
            meant = {nearest(key, shape.doors) for key in row if key not in shape.doors}
            missing = [key for key in shape.doors if key in shape.required and key not in row and key not in meant]
            self.faults.extend(Fault((*path, key), f"is missing; write {key} = {example(key)}") for key in missing)
        if len(self.faults) == before and shape.required <= values.keys():
            try:
                return shape.record(**values)
            except InvalidError as error:
                wrong: tuple[Fault, ...] = error.faults
        else:
            wrong = tuple(faults_within(shape.record.rules, values))
        self.faults.extend(fault._replace(path=(*path, *fault.path)) for fault in wrong)
        return values


def _id(row: Any) -> str | None:
    record_id = row.get("id") if type(row) is dict else None
    return record_id if type(record_id) is str else None


def _unknown_table(name: str, value: Any) -> Fault:
    if name in _ELSEWHERE and type(value) in (list, dict):
        return Fault((name,), _ELSEWHERE[name], at_key=True)
    if type(value) not in (list, dict):
        return Fault((name,), f"there is no such key{did_you_mean(name, ['schema'])}", at_key=True)
    headers = {name: f"[[{name}]]" for name in TABLES} | {"network": "[network]"}
    meant = nearest(name, headers)
    hint = f"did you mean {headers[meant]}?" if meant else f"use {', '.join(headers.values())}"
    return Fault((name,), f"there is no such table; {hint}", at_key=True)


def _unknown_key(key: str, shape: _Shape) -> str:
    if key == "schema" or (shape.record is Centre and key in _ELSEWHERE):
        return _ELSEWHERE[key]
    return f"there is no such key{did_you_mean(key, shape.doors)}"
