"""The tables of the SQL database: their names, their columns with their meanings, their rows."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from c2c_cli.model import agreements, cadence, extra, obligations, records
from c2c_cli.model.dates import Date
from c2c_cli.model.history import EVENT_KINDS, AsOf
from c2c_cli.model.record import Record
from c2c_cli.model.registry import Registry
from c2c_cli.model.value_types import DATE, EVENT_DATE, LOCATION, NUMBER, YEAR
from c2c_cli.output.agreements import AGREEMENTS
from c2c_cli.output.cadence import CADENCE
from c2c_cli.output.centres import CENTRES, columns_as_of
from c2c_cli.output.obligations import OBLIGATIONS
from c2c_cli.output.view import Value, View, extra_columns, of_columns

MAX_EXTRA = 1_000
"""Maximum number of extra keys of a table that have a column; SQLite limits the columns."""

TEXT, INTEGER, REAL, ANY = "TEXT", "INTEGER", "REAL", ""
"""Declared types of columns; SQLite converts no value of a column without one."""


class Column(NamedTuple):
    """A column of a table."""

    name: str
    meaning: str
    value: Callable[[Any], Value]
    """Function that returns the value for a row."""
    type: str = TEXT
    target: str = ""
    """The table whose ids it contains, if its values are always ids of that table or empty."""
    is_id: bool = False
    """Whether it contains ids of several tables, by which queries join them."""


class Table(NamedTuple):
    """A table of the database."""

    name: str
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Any]]
    """Function that returns the rows; it is called only if a query reads the table."""
    key: tuple[str, ...] = ()
    """The columns that identify a row, if no other row can have the same values."""


_ID = ("id",)

_ID_OR_KIND = "Id of the record, or kind of the cadence rule; null for the network."


def tables(registry: Registry, as_of: AsOf) -> list[Table]:
    """Return the tables of a registry, with what depends on the day as of that day."""
    of_record = {table: [_record(table, registry)] for table in ("network", *records.TABLES)}
    (centre,), (meeting,) = of_record["centre"], of_record["meeting"]
    of_record["centre"] = [
        centre._replace(
            columns=[*centre.columns, *_derived(as_of), *_extra_columns(registry.centre)]
        ),
        _events(registry),
        _names(registry),
        _identifiers(registry),
    ]
    of_record["meeting"] = [
        meeting._replace(columns=[*meeting.columns, *_extra_columns(registry.meeting)]),
        _members(registry, "organiser", "organisers", "organises the meeting"),
        _members(registry, "attendee", "attendees", "attends the meeting"),
        _members(registry, "invited", "invited", "is invited to the meeting"),
        _texts(registry, "agenda", "agenda", "Agenda item."),
        _texts(registry, "outcome", "outcomes", "Outcome."),
    ]
    of_record["obligation"] = [_obligations(registry), _centres_of_obligations(registry)]
    of_record["waiver"] = [_waivers(registry)]
    return [*chain(*of_record.values()), _citations(registry), *_states(registry, as_of)]


def _record(table: str, registry: Registry) -> Table:
    """Return the table of a type of records, with a column for each field with a single value."""
    columns = _fields(records.RECORD_TYPES[table])
    key = _ID if table in records.WITH_IDS else ()
    return Table(table, columns, lambda: registry.tables()[table], key)


def _fields(record: type[Record], row: Callable[[Any], Any] | None = None) -> list[Column]:
    """Return the columns of the fields of a record that have a single value.

    `row` returns the record of a row, if the row is not the record itself.
    """
    found: list[Column] = []
    for name in record.__slots__:
        field = record.fields.get(name)
        if field is None or field.type.many:
            continue
        value = _of(row, attrgetter(name)) if row else attrgetter(name)
        about = re.sub(r" \(default: (.*)\)", r"; null means \1", field.about)
        if field.type in (DATE, EVENT_DATE):
            found += _dated(name, about, value)
        elif field.type is LOCATION:
            found += _located(name, about, value)
        else:
            type_ = INTEGER if field.type in (NUMBER, YEAR) else TEXT
            target = field.type.targets[0] if len(field.type.targets) == 1 else ""
            found.append(Column(name, about, value, type_, target))
    return found


def _of(row: Callable[[Any], Any], value: Callable[[Any], Value]) -> Callable[[Any], Value]:
    """Return a function that applies `value` to the result of `row`."""
    return lambda item: value(row(item))


def _dated(name: str, meaning: str, value: Callable[[Any], Value]) -> list[Column]:
    """Return a column of dates, and those of their first and last days."""
    date = _once(value)
    return [
        Column(name, meaning, date),
        Column(f"{name}_first", f"First day of {name}, if known.", _day(date, "first", "min")),
        Column(f"{name}_last", f"Last day of {name}, if known.", _day(date, "last", "max")),
    ]


def _once(value: Callable[[Any], Value]) -> Callable[[Any], Value]:
    """Return `value` with a cache for the current row, whose columns share the result."""
    known: tuple[object, Value] = None, None

    def remembered(row: object) -> Value:
        nonlocal known
        if known[0] is not row:
            known = row, value(row)
        return known[1]

    return remembered


def _day(value: Callable[[Any], Value], side: str, unknown: str) -> Callable[[Any], Value]:
    """Return a column of the first or last day of each date, empty if that is unknown.

    `side` is `first` or `last`. `unknown` is the attribute of `datetime.date`, `min` or `max`, for
    an unknown day.
    """
    day_of = attrgetter(side)

    def day(row: object) -> str | None:
        date = value(row)
        if not isinstance(date, Date):
            return None
        found = day_of(date)
        return None if found == getattr(type(found), unknown) else str(found)

    return day


def _located(name: str, meaning: str, value: Callable[[Any], Value]) -> list[Column]:
    """Return a column of locations, and those of their two numbers."""

    def number(place: int) -> Callable[[Any], Value]:
        def degrees(row: object) -> float | None:
            location: Any = value(row)
            return float(location[place]) if location else None

        return degrees

    def text(row: object) -> str | None:
        location = value(row)
        return str(location) if location else None

    return [
        Column(name, meaning, text),
        Column("latitude", "Latitude in degrees; north is positive.", number(0), REAL),
        Column("longitude", "Longitude in degrees; east is positive.", number(1), REAL),
    ]


def _derived(as_of: AsOf) -> Iterator[Column]:
    """Yield the columns of centres that depend on the day, as `c2c list` shows them."""
    for name, value in columns_as_of(as_of).items():
        if name == "status":
            yield Column(
                name, "Status as of the given day; null if not in the registry yet.", value
            )
        elif name in {"until", *EVENT_KINDS}:
            yield from _dated(_identifier(name), CENTRES.meanings[name], value)


def _identifier(name: str) -> str:
    """Return the name of a column as an identifier of SQL, which needs no quotes."""
    return name.replace("-", "_")


def _extra_columns(found: Sequence[Any]) -> Iterator[Column]:
    """Yield a column for each extra key of the records."""
    columns = [*extra_columns(found).items()][:MAX_EXTRA]
    keys = [name.removeprefix(extra.COLUMN) for name, _ in columns]
    names = distinct([f"extra_{key}" for key in keys])
    for name, key, (_, value) in zip(names, keys, columns, strict=True):
        yield Column(name, f"Extra key {key}.", value, ANY)


def distinct(names: Iterable[str]) -> list[str]:
    """Return names that SQLite tells apart: one that occurs again becomes `id:1`, as in SQLite.

    SQLite ignores the case of ASCII letters only.
    """
    taken: set[bytes] = set()
    found = []
    for name in names:
        unique, number = name, 0
        while folded(unique) in taken:
            number += 1
            unique = f"{name}:{number}"
        taken.add(folded(unique))
        found.append(unique)
    return found


def folded(name: str) -> bytes:
    """Return a key for comparing names as SQLite does."""
    return name.encode("utf-8", "surrogatepass").lower()


def _events(registry: Registry) -> Table:
    def rows() -> Iterator[tuple[object, ...]]:
        for centre in registry.centre:
            for number, event in enumerate(centre.event, 1):
                yield centre.id, number, event

    columns = [
        Column("centre", "Id of the centre.", itemgetter(0), target="centre"),
        Column("number", "Place in the history of the centre, from 1.", itemgetter(1), INTEGER),
        *_fields(records.SUBTABLES["event"], itemgetter(2)),
    ]
    return Table("event", columns, rows, ("centre", "number"))


def _id_or_kind(record: Record) -> str | None:
    """Return the id of a record, or the kind of a cadence rule; None for the network."""
    return records.own_id(record) or getattr(record, "kind", None)


def _names(registry: Registry) -> Table:
    def rows() -> Iterator[tuple[str | None, ...]]:
        for table, found in registry.tables().items():
            for record in found:
                names: Mapping[str, str] = getattr(record, "names", None) or {}
                for language, name in names.items():
                    yield table, _id_or_kind(record), language, name

    columns = [
        Column("type", "Table of the record that has the name.", itemgetter(0)),
        Column("id", _ID_OR_KIND, itemgetter(1), is_id=True),
        Column("language", "Language tag, such as ko.", itemgetter(2)),
        Column("name", "Name in this language.", itemgetter(3)),
    ]
    return Table("name", columns, rows)


def _identifiers(registry: Registry) -> Table:
    def rows() -> Iterator[tuple[str, ...]]:
        for centre in registry.centre:
            for scheme, identifier in (centre.identifiers or {}).items():
                yield centre.id, scheme, identifier

    columns = [
        Column("centre", "Id of the centre.", itemgetter(0), target="centre"),
        Column("scheme", "Scheme of the identifier, such as ror.", itemgetter(1)),
        Column("identifier", "Identifier in the other registry.", itemgetter(2)),
    ]
    return Table("identifier", columns, rows)


def _members(registry: Registry, name: str, field: str, does: str) -> Table:
    """Return the table of those that organise or attend meetings, or are invited."""
    members = attrgetter(field)

    def rows() -> Iterator[tuple[str, str]]:
        for meeting in registry.meeting:
            for member in members(meeting):
                yield meeting.id, member

    columns = [
        Column("meeting", "Id of the meeting.", itemgetter(0), target="meeting"),
        Column("id", f"Id of a centre or organisation that {does}.", itemgetter(1), is_id=True),
    ]
    return Table(name, columns, rows)


def _texts(registry: Registry, name: str, field: str, meaning: str) -> Table:
    """Return the table of the items of a list of meetings."""
    texts = attrgetter(field)

    def rows() -> Iterator[tuple[object, ...]]:
        for meeting in registry.meeting:
            for number, text in enumerate(texts(meeting), 1):
                yield meeting.id, number, text

    columns = [
        Column("meeting", "Id of the meeting.", itemgetter(0), target="meeting"),
        Column("number", "Place in the list, from 1.", itemgetter(1), INTEGER),
        Column("text", meaning, itemgetter(2)),
    ]
    return Table(name, columns, rows, ("meeting", "number"))


def _obligations(registry: Registry) -> Table:
    table = _record("obligation", registry)
    about = "Kind, first year and centres, if any, such as board 2015."
    columns = [Column("id", about, attrgetter("id")), *table.columns]
    return table._replace(columns=columns, key=_ID)


def _centres_of_obligations(registry: Registry) -> Table:
    def rows() -> Iterator[tuple[str, str]]:
        for obligation in registry.obligation:
            for centre in obligation.centres:
                yield obligation.id, centre

    columns = [
        Column("obligation", "Id of the obligation.", itemgetter(0), target="obligation"),
        Column("centre", "Id of a centre that owes it.", itemgetter(1), target="centre"),
    ]
    return Table("obligation_centre", columns, rows)


def _waivers(registry: Registry) -> Table:
    table = _record("waiver", registry)
    about = "Kind, year and centre, if any, such as board 2020."
    return table._replace(columns=[Column("id", about, attrgetter("id")), *table.columns])


def _citations(registry: Registry) -> Table:
    def rows() -> Iterator[tuple[object, ...]]:
        for table, found in registry.tables().items():
            for record in found:
                own_id = _id_or_kind(record)
                for source in getattr(record, "sources", ()):
                    yield table, own_id, None, source
                for number, event in enumerate(getattr(record, "event", ()), 1):
                    for source in event.sources:
                        yield table, own_id, number, source

    columns = [
        Column("type", "Table of the record that cites the source.", itemgetter(0)),
        Column("id", _ID_OR_KIND, itemgetter(1), is_id=True),
        Column(
            "event", "Number of the event, if an event cites the source.", itemgetter(2), INTEGER
        ),
        Column("source", "URL, or id of the source.", itemgetter(3), is_id=True),
    ]
    return Table("citation", columns, rows)


_DATES = {"date", "until", "evaluated", "in-force"}
"""Columns of the tables of states with dates, which need not be days."""

_NUMBERS = {"days", "year", "per_year", "held", "planned", "unclear", "waived"}


def _states(registry: Registry, as_of: AsOf) -> Iterator[Table]:
    """Yield the tables of states as of the day, with the columns of the commands that list them."""

    def in_years() -> Iterator[cadence.RuleStatus]:
        years = cadence.years(registry.cadence, as_of.day)
        for year in cadence.evaluate(registry, years, as_of.day):
            yield from year.rules

    def in_periods() -> list[obligations.Period]:
        years = obligations.years(registry, as_of.day)
        return obligations.evaluate(registry, as_of, years)

    agreed = _of_view(AGREEMENTS, "id")
    yield Table("agreement", agreed, lambda: agreements.agreements(registry, as_of), _ID)
    yield Table("cadence_state", _of_view(CADENCE), in_years)
    owed = _of_view(OBLIGATIONS, "centre")
    yield Table("obligation_state", owed, in_periods)


def _of_view(view: View, centre: str = "") -> list[Column]:
    """Return the columns of a view with their meanings.

    `centre` is the name of the column with ids of centres.
    """
    found: list[Column] = []
    for name, value in view.columns.items():
        if name in _DATES:
            found += _dated(_identifier(name), view.meanings[name], value)
        else:
            type_ = INTEGER if name in _NUMBERS else TEXT
            target = "centre" if name == centre else ""
            found.append(Column(_identifier(name), view.meanings[name], value, type_, target))
    return found


TABLES = of_columns(
    "columns",
    {"table": itemgetter(0), "column": itemgetter(1), "meaning": itemgetter(2)},
)
"""The view of the columns of all tables, without rows."""


def view(found: Iterable[Table]) -> View:
    """Return the view of the columns of tables, with a section for each table in a terminal."""
    rows = [
        (table.name, column.name, column.meaning) for table in found for column in table.columns
    ]
    return TABLES._replace(
        rows=rows,
        shown=TABLES.columns,
        title="Tables for c2c sql",
        group=itemgetter(0),
        group_column="table",
    )
