"""Rows of a file to import, their errors, and the readers of JSON, JSON Lines and TOML."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any, Generic, NamedTuple, TypeVar

from c2c_cli.errors import (
    AnyCode,
    DataProblem,
    Diagnostic,
    InputError,
    InvalidError,
    WriteError,
    dotted,
    duplicate,
    invalid,
    missing,
    problem,
    unknown,
)
from c2c_cli.model import extra
from c2c_cli.model.contacts import OF
from c2c_cli.model.dates import TOML_HINT, readings
from c2c_cli.model.fields import Field
from c2c_cli.model.history import CENTRE_STATUSES, EVENT_KINDS
from c2c_cli.model.lookup import LISTED_BY
from c2c_cli.model.record import Record, required_keys
from c2c_cli.model.records import (
    RECORD_TYPES,
    SUBTABLES,
    TABLES,
    Meeting,
    Network,
    Waiver,
)
from c2c_cli.model.registry import SCHEMA
from c2c_cli.model.values import WHOLE_NUMBER_HINT
from c2c_cli.text import Number, did_you_mean, expected, nearest, one_of, plural, quoted
from c2c_cli.toml.convert import parse
from c2c_cli.toml.document import Document
from c2c_cli.toml.edit import Editor

T = TypeVar("T")
R = TypeVar("R", bound=Record)

NAMES_OF_FORMATS = {
    "csv": "CSV",
    "tsv": "TSV",
    "xlsx": "XLSX",
    "json": "JSON",
    "jsonl": "JSON Lines",
    "toml": "TOML",
}

FORMATS = tuple(NAMES_OF_FORMATS)

SPREADSHEETS = FORMATS[:3]
"""The formats whose rows have cells."""

MAX_ERRORS = 1000
"""Number of errors in a file after which reading stops."""

MAX_RECORDS = 100_000
"""Maximum number of records in a file to import."""

NETWORK = "network"
"""The table of which every registry has exactly one record."""

DERIVED = ("status", "until", *EVENT_KINDS)
"""Columns of a centre that are not fields of its record."""

IGNORED: dict[str, Sequence[str]] = {
    "organisation": ("organised", "attended"),
    "sector": CENTRE_STATUSES,
    "source": ("cited_by",),
}
"""Columns that c2c prints for the records of a table, but derives from other records."""

_ROLES = ("organised", "attended", "expected", "invited")

IGNORED_IN_JSON: dict[str, Sequence[str]] = {
    "centre": ("agreement", "obligation", "source", *_ROLES),
    "organisation": _ROLES,
    "cadence": ("waiver",),
    "obligation": ("waiver",),
}
"""Keys that c2c prints in JSON for the records of a table, but derives from other records."""

TYPE = "type"
"""The key of JSON objects that names the table of the record."""

TYPES = (NETWORK, *TABLES)
"""The values of `TYPE`."""

PARENTS = {
    "event": {"centre": Waiver.fields["centre"]},
    "contact": {"of": OF},
}
"""The column of the record that an event or a contact belongs to, and its description."""

COLUMNS: dict[str, Sequence[str]] = {
    table: (
        *PARENTS.get(table, ()),
        *RECORD_TYPES[table].__slots__,
        *(DERIVED if table == "centre" else IGNORED.get(table, ())),
    )
    for table in dict.fromkeys(("centre", "meeting", *SUBTABLES, *TABLES))
}
"""Columns of each table, which are also the keys of JSON objects.

A centre also has a date for each kind of event, and the expiry date of its agreement. An event also
has the id of its centre, and a contact that of its centre or organisation.
"""

NOT_IN_SPREADSHEETS = ("obligation", "waiver", "cadence")
"""Tables that can be imported from TOML and JSON only."""

_SIGNS = {
    "event": {"centre", "kind"},
    "obligation": {"kind", "since"},
    "waiver": {"kind", "year"},
}
"""Table whose records have no id -> the columns by which its rows are recognised."""

_OF_CONTACTS = {"of", "role", "email", "phone"}
"""The columns that only contacts have."""

_OWN = {
    "organisation": {"organised", "attended"},
    "sector": {"code", "preparing", "operating"},
    "source": {"publisher", "url", "cited_by"},
}
"""Table -> the columns that only its records have, unless a column of `_OTHERS` is present."""

_OTHERS = {"start", "sector", "country", "centre", "of", "kind"}
"""The columns that prevent rows from belonging to the tables of `_OWN`."""

_SHARED = {
    "centre": ("organisation", {"id", "name", "names", "contact"}),
    "meeting": ("source", {"id", "title", "note"}),
}
"""Table -> another table to which rows may belong if they have only these columns."""

_NO_SIGNS = {"id", "start", "per_year"}
"""The columns of records that may have the columns in `_SIGNS` without being recognised by them."""


def fields_of(table: str) -> Mapping[str, Field]:
    """Return the columns of a table that are fields of its records, or what they belong to."""
    return {**RECORD_TYPES[table].fields, **PARENTS.get(table, {})}


class Row(NamedTuple):
    """One record of a file."""

    line: int
    """Number of its first line, from 1."""
    table: str
    values: Mapping[str, object]
    """Column -> value, as in TOML, without empty values."""
    written: str | None = None
    """The record's TOML with its comments, if the file is TOML.

    Empty if the layout does not separate the record.
    """
    cells: Mapping[str, str] = {}
    """Column -> its name and cell, such as `Approved (E7)`, if the file is a spreadsheet."""
    other_table: str = ""
    """Another table that the record may belong to, if its columns fit both."""
    of_registry: bool = False
    """Whether the file is a whole registry, which may repeat records as they are."""

    @property
    def ignored(self) -> Sequence[str]:
        """The columns of the row that c2c derives from other records."""
        columns = [*IGNORED.get(self.table, ())] if self.written is None else []
        if self.written is None and not self.cells:
            columns += IGNORED_IN_JSON.get(self.table, ())
        return [column for column in dict.fromkeys(columns) if column in self.values]

    def see(self, first: "Row") -> str:
        """Return the hint to an earlier row for the same record; JSON may be on one line."""
        return "keep one of them" if first.line == self.line else f"see line {first.line}"

    def bad(self, column: str, message: str, hint: str = "") -> DataProblem:
        """Return an error of a column, or of the whole row if the column is an empty string."""
        return problem((self.line, self.cells.get(column, column)), message, hint)

    def bad_value(self, found: DataProblem) -> DataProblem:
        """Return a problem of the record as an error of the row.

        The error names the column, and its hint suits the format of the file.
        """
        path, (message, hint, code) = found.path, found.diagnostic
        if self.written is not None:
            return self.bad(dotted(path), message, hint)
        column = dotted(path) if dotted(path) in self.cells else str(path[0])
        meant = {}
        if self.cells and code == "bad-date":
            meant = readings(str(self.values.get(column)))
        if meant:
            hint = f"use --date-order {one_of(_distinct(meant))}"
        elif hint == TOML_HINT:
            hint = "use YYYY, YYYY-MM or YYYY-MM-DD"
        elif code == "missing-key" and self.table != "contact":
            hint = "enter a value" if self.cells else _as_json_key(hint)
        elif code in {"wrong-type", "misplaced-key"} and self.table != "contact":
            hint = ""  # it is about TOML
        if self.cells:
            value = self.values.get(str(path[0]))
            if code == "wrong-type" and isinstance(value, str):  # a number is expected
                message, hint, _ = invalid("number", value, WHOLE_NUMBER_HINT)
            return self.bad(column, message, hint)
        message = _as_json(message, code, of_item=isinstance(path[-1], int))
        return self.bad(dotted(path), message, hint)


def _distinct(meant: Mapping[str, str]) -> list[str]:
    """Return `ORDER (DATE)` for each date in `meant`, with the first order that results in it."""
    orders: dict[str, str] = {}
    for order, date in meant.items():
        orders.setdefault(date, order)
    return [f"{order} ({date})" for date, order in orders.items()]


def _as_json(message: str, code: AnyCode, *, of_item: bool) -> str:
    """Return a message about a type of TOML values in terms of JSON.

    `of_item` is whether the value is an item of a list, while the error names the list. A message
    with another code is returned unchanged.
    """
    if code not in {"wrong-type", "bad-date"}:
        return message
    for toml, json_type in (
        ("an array of tables", "a list of objects"),
        ("a table", "an object"),
    ):
        message = message.replace(toml, json_type)
    return message.replace(", not", " in the list, not") if of_item else message


def _as_json_key(hint: str) -> str:
    """Return a hint to add a key of a TOML table, such as `add name = "…"`, in terms of JSON."""
    key, _, example = hint.removeprefix("add ").partition(" = ")
    example = re.sub(r"\d{4}-\d\d-\d\d", r'"\g<0>"', example)  # JSON has no dates
    return f"add {quoted(key)}: {example}"


class Given(NamedTuple, Generic[R]):
    """An event or a contact in a row."""

    row: Row
    columns: Collection[str]
    """The fields that the row contains."""
    record: R

    def applied_to(self, recorded: R) -> R:
        """Return the recorded event or contact with the fields of the row.

        Raises InvalidError if they do not fit its other fields.
        """
        values = {name: getattr(self.record, name) for name in self.columns}
        fields: dict[str, Any] = {**with_spaces(self.row, values, recorded)}
        return replace(recorded, **fields)


def with_spaces(row: Row, values: Mapping[str, object], old: Record | None) -> Mapping[str, object]:
    """Return the values of a row, or of `old` where only spaces around a value differ.

    Reading a spreadsheet removes the spaces around a single-line value.
    """
    if not row.cells or old is None:
        return values
    result = {**values}
    for name, field in old.fields.items():
        known = getattr(old, name)
        if (
            isinstance(known, str)
            and not field.type.multiline
            and known.strip() == values.get(name)
        ):
            result[name] = known
    return result


def with_extra(
    row: Row, values: Mapping[str, object], known: Mapping[str, extra.Scalar]
) -> dict[str, object]:
    """Return the values of a row with its columns of extra keys in one table.

    `known` are the extra keys of the recorded centre or meeting. Raises InvalidError if a cell
    contains a number with separators.
    """
    problems: list[DataProblem] = []
    result = {name: value for name, value in values.items() if not name.startswith(extra.COLUMN)}
    entries = result.get("extra")
    found = {**entries} if isinstance(entries, dict) else {}
    for name, value in values.items():
        key = name.removeprefix(extra.COLUMN)
        if key == name:
            continue
        try:
            found[key] = _of_cell(value, known.get(key)) if row.cells else value
        except InvalidError as error:
            problems += [problem.below("extra", key) for problem in error.problems]
    if problems:
        raise InvalidError(problems)
    if row.written is None:
        for key, value in found.items():
            found[key] = _as_recorded(value, known.get(key), row)
    return {**result, "extra": found} if found else result


def _of_cell(cell: object, known: extra.Scalar | None) -> extra.Scalar:
    """Return the value of an extra key in a cell; `known` is the recorded one.

    Long numbers and days before 1901 are exported to a workbook as text, so a text that shows the
    recorded value leaves it as it is.
    """
    if not isinstance(cell, TextCell):
        return extra.of_cell(str(cell), known)
    return known if known is not None and extra.shown(known) == cell else str(cell)


def _as_recorded(value: object, known: extra.Scalar | None, row: Row) -> object:
    """Return a value of an extra key in a row, or the recorded one if only its form differs.

    JSON has no dates, so a string that is a day is a date, unless the recorded one is a string. In
    the JSON of a whole registry, a string that is a day is in quotes.
    """
    if row.of_registry:
        value = extra.of_document(value)
    elif not row.cells and isinstance(value, str) and not isinstance(known, str):
        value = extra.day_of(value)
    is_same = known is not None and type(value) is not bool and value == known
    return known if is_same else value


class TextCell(str):
    """A cell of a workbook that contains text, which may look like a number."""

    __slots__ = ()


def bad_rows(file: str, bad: Iterable[DataProblem], *, stopped: bool = False) -> InputError:
    """Return the error of a file with invalid rows.

    The path of each of the errors `bad` is the line and, if there is one, the column. `stopped`
    is whether reading stopped before the end of the file.
    """
    lines = [f"{file}:{error.path[0]}: error: {error}" for error in sorted({*bad})]
    message = f"found {plural(len(lines), 'error')} in {file}"
    if stopped:
        message = f"stopped reading {file} after {MAX_ERRORS:,} errors"
    return InputError(message, "no records were imported", lines=lines)


def separated(file: str, found: Iterable[T | DataProblem]) -> tuple[list[T], list[DataProblem]]:
    """Return what was read from a file, and the errors, of which there are at most `MAX_ERRORS`.

    Raises InputError if there are too many records.
    """
    read: list[T] = []
    errors: list[DataProblem] = []
    for item in found:
        if isinstance(item, DataProblem):
            errors.append(item)
            if len(errors) >= MAX_ERRORS:
                break
        elif len(read) >= MAX_RECORDS:
            raise InputError(f"{file} has more than {MAX_RECORDS:,} records", "import it in parts")
        else:
            read.append(item)
    return read, errors


def require_none(file: str, errors: Iterable[DataProblem]) -> None:
    """Raise InputError with the first `MAX_ERRORS` errors of a file, if there are any."""
    first = [*islice(errors, MAX_ERRORS)]
    if first:
        raise bad_rows(file, first, stopped=len(first) >= MAX_ERRORS)


def table_for(
    line: int, table: str | None, columns: Sequence[tuple[str, str, str]]
) -> tuple[str, list[DataProblem]]:
    """Return the table of rows with these columns, and the errors of the columns.

    It is `table`, unless that is None. Each column, or key without a cell, is a tuple of its name,
    its spelling in the file, and its cell.
    """
    names = {name for name, _, _ in columns}
    is_sheet = any(cell for _, _, cell in columns)
    if table is None:
        table, wrong = _derived(names, is_sheet=is_sheet)
        if wrong is not None:
            return "", [DataProblem((line,), wrong)]
    known = _known_columns(table, is_sheet=is_sheet)
    with_extra = table in extra.TABLES
    errors: list[DataProblem] = []
    seen = set()
    for name, written, cell in columns:
        if len(errors) >= MAX_ERRORS:
            break
        part = "column" if cell else "key"
        is_extra = with_extra and extra.is_column(name)
        if name not in known and not is_extra:
            hint = _column_hint(table, name, written)
            errors.append(DataProblem((line, cell), unknown(part, written, hint=hint)))
        elif name in seen:
            errors.append(
                DataProblem((line, cell), duplicate(part, written, "rename or remove it"))
            )
        seen.add(name)
    return table, errors


def _known_columns(table: str, *, is_sheet: bool) -> Collection[str]:
    """Return the columns of a spreadsheet with records of a table, or the keys of JSON objects."""
    if table == NETWORK:
        return Network.__slots__
    return COLUMNS[table] if is_sheet else {*COLUMNS[table], *IGNORED_IN_JSON.get(table, ())}


def _column_hint(table: str, name: str, written: str) -> str:
    """Return a hint for an unknown column of a table; `written` is its spelling in the file."""
    if table == "contact" and name in {"id", "centre", "organisation"}:
        return 'rename it to "of"'
    if table == "centre" and name in _OF_CONTACTS - {"of"}:
        return 'to import contacts, rename "id" to "of" and use --as contact'
    if name.startswith("contact."):
        return CONTACTS_IN_A_SHEET.hint
    columns = COLUMNS.get(table, Network.__slots__)
    near = nearest(written, columns)
    if near is not None:
        return did_you_mean(near)
    if table not in extra.TABLES:
        ignored = IGNORED.get(table, ())
        return expected(tuple(column for column in columns if column not in ignored))
    meant = f"a column in {LISTED_BY[table]} --help"
    key = "_".join(written.removeprefix(extra.COLUMN).split())
    if extra.is_key(key):
        meant += f" or to {extra.COLUMN}{key}"
    return f"rename it to {meant}, or remove it"


CONTACTS_IN_A_SHEET = Diagnostic(
    "contacts cannot be imported together with other records",
    "move contacts to a file of their own, with the columns of c2c contacts",
)

NEEDED = {
    "event": {"centre": "id of the centre", "kind": "kind"},
    "contact": {"of": "id of the centre or organisation"},
}
"""The columns that every sheet of a table needs, and what they contain."""


def missing_columns(
    table: str, names: Set[str], other: str, *, update: bool
) -> Iterator[Diagnostic]:
    """Yield the error for each column that every sheet of a table needs and this one lacks.

    To update records, their ids are enough. `other` is another table to which the rows may belong.
    """
    needed = NEEDED.get(table)
    if needed is None:
        keys = ["id"] if update else required_keys(RECORD_TYPES[table])
        has_default = table == "meeting"
        needed = {key: key for key in keys if not (key == "id" and has_default)}
    for name, about in needed.items():
        if name not in names:
            hint = f"add a column with the {about} of each {table}"
            if other:
                hint += f", or pass --as {other}"
            yield missing(f"column {quoted(name)}", hint)


def _derived(names: Set[str], *, is_sheet: bool) -> tuple[str, Diagnostic | None]:
    """Return the table of rows with some columns, or what is wrong if it is ambiguous."""
    possible = [table for table in COLUMNS if not is_sheet or table not in NOT_IN_SPREADSHEETS]
    fitting = _fitting(names)
    if len(fitting) == 1 and fitting[0] not in possible:
        return "", not_in_spreadsheets(fitting[0])
    found = [table for table in fitting if table in possible]
    if len(found) == 1:
        return found[0], None
    found = found or [*_possible(names, possible)]
    nouns = one_of([plural_of(table) for table in found])
    options = one_of([f"--as {table}" for table in found])
    return "", Diagnostic(f"cannot determine whether the rows are {nouns}", f"pass {options}")


def _possible(names: Set[str], tables: Sequence[str]) -> Sequence[str]:
    """Return the tables that have all columns; without any, all tables.

    If a column is that of an extra key, only tables with extra keys are returned.
    """
    own = {name for name in names if extra.is_column(name)}
    if own:
        tables = extra.TABLES
    return [table for table in tables if names - own <= {*COLUMNS[table]}] or tables


def not_in_spreadsheets(table: str) -> Diagnostic:
    """Return the error for rows of a table that can be imported from TOML and JSON only."""
    message = f"{plural_of(table)} cannot be imported from a spreadsheet"
    return Diagnostic(message, "use JSON, JSON Lines or TOML")


def plural_of(table: str) -> str:
    """Return the plural of what the records of a table are called."""
    return "cadence rules" if table == "cadence" else f"{table}s"


def _fitting(names: Set[str]) -> list[str]:
    """Return the tables that rows with some columns may belong to."""
    found = ["cadence"] if "per_year" in names else _with_own_columns(names)
    if found:
        return found
    if names.isdisjoint(_NO_SIGNS):
        if "covers" in names:  # without the centre, the error says that it is missing
            return ["event"]
        found = [table for table, signs in _SIGNS.items() if signs <= names]
        if found:
            # a waiver may have a centre
            return ["waiver"] if "waiver" in found and "reason" in names else found
        if names & _OF_CONTACTS:
            return ["contact"]
    own = {"centre": {*COLUMNS["centre"]} - {*Meeting.__slots__}}
    own["meeting"] = {*Meeting.__slots__} - {*COLUMNS["centre"]}
    return [table for table, columns in own.items() if not columns.isdisjoint(names)]


def _with_own_columns(names: Set[str]) -> list[str]:
    """Return the tables that the columns `names` identify, because no other table has them."""
    if names & _OTHERS:
        return []
    if {"title", "date"} <= names:
        return ["source"]
    return [table for table, columns in _OWN.items() if not columns.isdisjoint(names)]


def other_table(table: str, names: Set[str]) -> str:
    """Return the table that records with some columns may belong to instead; empty for none.

    `table` is the one that was derived from the columns.
    """
    other, columns = _SHARED.get(table, ("", set[str]()))
    return other if names <= columns else ""


def read_json(content: str, form: str, table: str | None) -> Iterator[Row | DataProblem]:
    """Yield a row for each object in `content`, and the errors of invalid ones.

    The objects are in an array, or one after another, as jq prints them. If `table` is None, it is
    derived from the keys. Only content in the format `jsonl` may be empty.
    """
    line, counted = 1, 0
    for at, value, wrong, of_registry in _json_objects(content, form):
        line += content.count("\n", counted, at)
        counted = at
        if wrong:
            yield from (DataProblem((line,), diagnostic) for diagnostic in wrong)
            continue
        yield from _json_rows(line, value, table, of_registry=of_registry)


def _json_rows(
    line: int, value: Mapping[str, object], table: str | None, *, of_registry: bool
) -> Iterator[Row | DataProblem]:
    """Yield the row of an object, or its errors; `table` is as for `read_json`."""
    wrong_table = _table_in(value)
    if wrong_table:
        message = f"unexpected table {quoted(wrong_table)}"
        yield problem((line,), message, "use a list of its records, [{ … }]")
        return
    own_type, wrong_type = _type_of(value, table)
    if wrong_type is not None:
        yield DataProblem((line,), wrong_type)
        return
    fields = {key: field for key, field in value.items() if not own_type or key != TYPE}
    columns = [(key, key, "") for key in fields]
    own_table, errors = table_for(line, own_type or table, columns)
    if errors:
        yield from errors
        return
    filled = {key: field for key, field in fields.items() if field is not None and field != ""}
    other = "" if own_type or table else other_table(own_table, fields.keys())
    yield Row(line, own_table, filled, other_table=other, of_registry=of_registry)


def _type_of(value: Mapping[str, object], table: str | None) -> tuple[str, Diagnostic | None]:
    """Return the table that the type of an object names, or what is wrong with the type.

    The table is empty if the object has no type. `table` is the value of `--as`, if any.
    """
    if TYPE not in value or table in PARENTS:
        return "", None
    word = value[TYPE]
    if word not in TYPES:
        return "", unknown(TYPE, word if isinstance(word, str) else str(word), TYPES)
    if table not in {None, word}:
        return "", Diagnostic(f"type is {quoted(str(word))}, not {quoted(str(table))}", "omit --as")
    return str(word), None


def _table_in(value: Mapping[str, object]) -> str:
    """Return the table that an object contains as in TOML, instead of a record; or an empty string.

    The key `event` of a centre is a list as well, but not its only key.
    """
    lists = {key for key, records in value.items() if type(records) is list}
    return next(iter(value)) if value and lists == value.keys() <= RECORD_TYPES.keys() else ""


_JSON_ERRORS = {
    "expecting ',' delimiter": 'expected "," or a closing bracket',
    "expecting ':' delimiter": 'expected ":" after a key',
    "expecting value": "expected a value",
    "expecting property name": "expected a key in double quotes",
    "illegal trailing comma": 'unexpected "," after the last value',
    "invalid \\": "invalid escape after a backslash",
    "invalid control character": "unexpected line break or control character in a string",
    "unterminated string": "string without a closing quote",
}
"""Start of a message of the module `json`, which begins with a lower-case letter -> its wording."""

_Object = tuple[int, dict[str, object], Sequence[Diagnostic], bool]
"""The index and the value of an object, what is wrong with it, and `Row.of_registry`."""


def _json_objects(content: str, form: str) -> Iterator[_Object]:
    """Yield each object in JSON text, and each record of a registry in it.

    Any other value is wrong, and yielded as an empty object. Nothing follows invalid JSON.
    """
    wrong: list[Diagnostic] = []
    decoder = json.JSONDecoder(
        object_pairs_hook=partial(_json_object, wrong),
        parse_constant=partial(_reject, wrong),
        parse_float=Number,
    )
    end = 0
    while True:
        at = _skip(content, end, " \t\r\n")
        may_end = form == "jsonl" or end > 0
        if at == len(content) and may_end:
            return
        try:
            whole, end = decoder.raw_decode(content, at)
        except json.JSONDecodeError as error:
            message = error.msg[:1].lower() + error.msg[1:]
            for start, wording in _JSON_ERRORS.items():
                if message.startswith(start):
                    message = wording
            yield error.pos, {}, [Diagnostic(f"invalid JSON: {message}")], False
            return
        except (RecursionError, ValueError):
            message = "number too long, or lists nested too deeply"
            yield at, {}, [Diagnostic(f"invalid JSON: {message}")], False
            return
        if type(whole) is dict and "schema" in whole:
            yield from _of_registry(content, at, decoder, wrong)
        elif type(whole) is list:
            yield from _items(content, at, decoder, wrong)
        else:
            yield _item(content, at, decoder, wrong)[0]


def _item(
    content: str, at: int, decoder: json.JSONDecoder, wrong: list[Diagnostic]
) -> tuple[_Object, int]:
    """Return the object at an index, and the index after it.

    It is decoded again on its own, to find what is wrong with it.
    """
    wrong.clear()
    value, after = decoder.raw_decode(content, at)
    if type(value) is dict:
        return (at, value, [*wrong], False), after
    return (at, {}, [Diagnostic("expected an object, { … }")], False), after


def _items(
    content: str, at: int, decoder: json.JSONDecoder, wrong: list[Diagnostic]
) -> Iterator[_Object]:
    """Yield each object of the array at an index."""
    at = _skip(content, at + 1, ", \t\r\n")
    while content[at] != "]":
        found, after = _item(content, at, decoder, wrong)
        yield found
        at = _skip(content, after, ", \t\r\n")


def _of_registry(
    content: str, at: int, decoder: json.JSONDecoder, wrong: list[Diagnostic]
) -> Iterator[_Object]:
    """Yield each record of the registry at an index, with its table as its type."""
    seen: set[str] = set()
    at = _skip(content, at + 1, ", \t\r\n")
    while content[at] != "}":
        table, after = decoder.raw_decode(content, at)
        start = _skip(content, after, ": \t\r\n")
        records, end = decoder.raw_decode(content, start)
        bad_table = _bad_table(table, records)
        if table in seen:
            bad_table = duplicate("key", table, "use one list for all its records")
        seen.add(table)
        if bad_table is not None:
            yield at, {}, [bad_table], True
        elif table != "schema":
            found = _items(content, start, decoder, wrong)
            if table == NETWORK:
                found = iter([_item(content, start, decoder, wrong)[0]])
            for place, value, bad, _ in found:
                yield place, {**value, TYPE: table}, bad, True
        at = _skip(content, end, ", \t\r\n")


def _bad_table(table: str, records: object) -> Diagnostic | None:
    """Return what is wrong with a table of a registry in JSON, or None."""
    if table == "schema":
        if type(records) is int and records == SCHEMA:
            return None
        hint = f"use {SCHEMA}, or a newer version of c2c"
        return Diagnostic("schema: unsupported format version", hint)
    if table not in TYPES:
        return unknown("table", table, TYPES)
    if table != NETWORK and type(records) is not list:
        return Diagnostic(f"{table}: expected a list of objects")
    return None


def _json_object(wrong: list[Diagnostic], pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the object that has these keys and values; add its duplicate keys to `wrong`."""
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        wrong += [
            duplicate("key", key, "keep one of them") for key, count in counts.items() if count > 1
        ]
    return found


def _reject(wrong: list[Diagnostic], constant: str) -> None:
    """Add a constant that is not JSON, such as `NaN`, to `wrong`."""
    wrong.append(Diagnostic(f"invalid JSON: unexpected {constant}", "use a number or null"))


def _skip(content: str, at: int, characters: str) -> int:
    """Return the index of the first character that is not one of `characters`, from `at` on."""
    found = re.compile(f"[{characters}]*").match(content, at)
    return found.end() if found else at


def read_toml(content: str) -> Iterator[Row | DataProblem]:
    """Yield a row for each record in a registry file, or in a part of one."""
    try:
        data = parse(content)
    except ValueError:
        for error in Document(content).problems:
            yield problem((error.line,), error.message, error.hint)
        return
    text = Editor(content)
    is_whole = "schema" in data
    for name, rows in data.items():
        line = text.place((name,)).line
        wrong = _bad_toml_table(name, rows)
        if wrong is not None:
            yield DataProblem((line,), wrong)
        elif type(rows) is dict:  # the network
            yield Row(line, name, rows, "", of_registry=is_whole)
        elif type(rows) is list:
            for number, row in enumerate(rows):
                written = ""
                with suppress(WriteError):  # the layout may not separate the record
                    written = text.text_of((name, number))
                place = text.place((name, number))
                yield Row(place.line, name, row, written, of_registry=is_whole)


def _bad_toml_table(name: str, rows: object) -> Diagnostic | None:
    """Return what is wrong with a top-level key or table in TOML, or None."""
    if name == "schema":
        return _bad_table(name, rows)
    if name == NETWORK:
        if type(rows) is dict:
            return None
        return Diagnostic(f"{name}: expected a table", "write [network], with single brackets")
    if name not in TABLES:
        return unknown("table", name, TABLES)
    if type(rows) is list and all(type(row) is dict for row in rows):
        return None
    if type(rows) is dict and all(type(value) is list for value in rows.values()):
        message = f"{name}: missing [[{name}]] before this table"
        return Diagnostic(message, f"add the [[{name}]] to which it belongs")
    message = f"{name}: expected an array of tables"
    return Diagnostic(message, f"write [[{name}]], with double brackets")
