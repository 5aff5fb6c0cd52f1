"""Rows of a file to import, their errors, and the readers of JSON, JSON Lines and TOML."""

import json
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from functools import partial
from typing import NamedTuple, TypeVar

from c2c_cli.errors import (
    DataProblem,
    Diagnostic,
    InputError,
    WriteError,
    duplicate,
    problem,
    unknown,
)
from c2c_cli.model.history import EVENT_KINDS
from c2c_cli.model.lookup import LISTED_BY
from c2c_cli.model.records import TABLES, Centre, Meeting, Waiver
from c2c_cli.text import Number, one_of, plural, suggestion
from c2c_cli.toml.convert import parse
from c2c_cli.toml.document import Document
from c2c_cli.toml.edit import Editor

T = TypeVar("T")

FORMATS = ("csv", "tsv", "xlsx", "json", "jsonl", "toml")

MAX_ERRORS = 1000
"""Number of errors in a file after which reading stops."""

MAX_RECORDS = 100_000
"""Maximum number of records in a file to import."""

SKIPPED_TABLES = {"network": "[network]", "cadence": "[[cadence]]"}
"""Tables of a registry file that are not imported, and their headers in warnings."""

DERIVED = ("status", "until", *EVENT_KINDS)
"""Columns of a centre that are not fields of its record."""

COLUMNS = {
    "centre": (*(field.name for field in fields(Centre)), *DERIVED),
    "meeting": tuple(field.name for field in fields(Meeting)),
}
"""Columns of each table, which are also the keys of JSON objects.

A centre also has a date for each kind of event, and the expiry date of its agreement.
"""


_WAIVER = tuple(field.name for field in fields(Waiver))
"""Keys of the JSON object of a waiver, which cannot be imported from a spreadsheet."""


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

    def bad(self, column: str, message: str, hint: str = "") -> DataProblem:
        """Return an error of a column, or of the whole row if the column is an empty string."""
        return problem((self.line, self.cells.get(column, column)), message, hint)


def bad_rows(file: str, bad: Iterable[DataProblem], *, stopped: bool = False) -> InputError:
    """Return the error of a file with invalid rows.

    The path of each of the errors `bad` is the line and, if there is one, the column. `stopped`
    is whether reading stopped before the end of the file.
    """
    lines = [f"{file}:{error.path[0]}: error: {error}" for error in sorted({*bad})]
    message = f"found {plural(len(lines), 'error')} in {file}"
    if stopped:
        message = f"stopped reading {file} after {MAX_ERRORS} errors"
    return InputError(message, "no records were imported", lines=lines)


def valid(file: str, found: Iterable[T | DataProblem]) -> list[T]:
    """Return what was read from a file.

    Raises InputError with all errors if any were found, or after the first `MAX_ERRORS`, or if
    there are too many records.
    """
    read: list[T] = []
    bad: list[DataProblem] = []
    for item in found:
        if isinstance(item, DataProblem):
            bad.append(item)
            if len(bad) >= MAX_ERRORS:
                raise bad_rows(file, bad, stopped=True)
        elif len(read) >= MAX_RECORDS:
            raise InputError(f"{file} has more than {MAX_RECORDS:,} records", "import it in parts")
        else:
            read.append(item)
    if bad:
        raise bad_rows(file, bad)
    return read


def table_for(
    line: int, table: str | None, columns: Sequence[tuple[str, str, str]]
) -> tuple[str, list[DataProblem]]:
    """Return the table of rows with these columns, and the errors of the columns.

    It is `table`, unless that is None. Each column, or key without a cell, is a tuple of its name,
    its spelling in the file, and its cell.
    """
    names = [name for name, _, _ in columns]
    if table is None:
        fitting = [noun for noun in COLUMNS if not _own_columns(noun).isdisjoint(names)]
        if len(fitting) != 1:
            nouns = one_of([f"{noun}s" for noun in COLUMNS])
            options = one_of([f"--as {noun}" for noun in COLUMNS])
            message = f"cannot determine whether the rows are {nouns}"
            return "", [problem((line,), message, f"pass {options}")]
        (table,) = fitting
    known = COLUMNS.get(table, _WAIVER)
    errors: list[DataProblem] = []
    seen = set()
    for name, written, cell in columns:
        if len(errors) >= MAX_ERRORS:
            break
        part = "column" if cell else "key"
        if name not in known:
            rename = f"rename or remove it, or see {LISTED_BY.get(table)} --help"
            hint = suggestion(written, known) or rename
            errors.append(DataProblem((line, cell), unknown(part, written, hint=hint)))
        elif name in seen:
            errors.append(DataProblem((line, cell), duplicate(part, written)))
        seen.add(name)
    return table, errors


def _own_columns(table: str) -> set[str]:
    """Return the columns that no other table has."""
    others = (columns for other, columns in COLUMNS.items() if other != table)
    return {*COLUMNS[table]}.difference(*others)


def read_json(content: str, form: str, table: str | None) -> Iterator[Row | DataProblem]:
    """Yield a row for each object in `content`, and the errors of invalid ones.

    The objects are in an array, or one after another, as jq prints them. If `table` is None, it is
    derived from the keys. Only content in the format `jsonl` may be empty.
    """
    line, counted = 1, 0
    for at, value, wrong in _json_objects(content, form):
        line += content.count("\n", counted, at)
        counted = at
        if wrong:
            yield from (DataProblem((line,), diagnostic) for diagnostic in wrong)
            continue
        own_table = "waiver" if table is None and _is_waiver(value) else table
        own_table, errors = table_for(line, own_table, [(key, key, "") for key in value])
        if errors:
            yield from errors
            continue
        filled = {key: field for key, field in value.items() if field is not None and field != ""}
        yield Row(line, own_table, filled)


def _is_waiver(keys: Container[str]) -> bool:
    """Return whether an object with these keys is a waiver, and not a meeting."""
    return "kind" in keys and "year" in keys and "start" not in keys and "id" not in keys


def _json_objects(
    content: str, form: str
) -> Iterator[tuple[int, dict[str, object], list[Diagnostic]]]:
    """Yield the index and the value of each object in JSON text, and what is wrong with it.

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
            message = f"{error.msg[:1].lower()}{error.msg[1:]}"
            yield error.pos, {}, [Diagnostic(f"invalid JSON: {message}")]
            return
        except (RecursionError, ValueError):
            message = "number too long, or lists nested too deeply"
            yield at, {}, [Diagnostic(f"invalid JSON: {message}")]
            return
        items = [whole]
        if type(whole) is list:
            items = whole
            at += 1
        # each item is decoded again on its own, to find its index and what is wrong with it
        for _ in items:
            at = _skip(content, at, ", \t\r\n")
            wrong.clear()
            value, after = decoder.raw_decode(content, at)
            if type(value) is dict:
                yield at, value, [*wrong]
            else:
                yield at, {}, [Diagnostic("expected an object, { … }")]
            at = after


def _json_object(wrong: list[Diagnostic], pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the object that has these keys and values; add its duplicate keys to `wrong`."""
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        wrong += [duplicate("key", key) for key, count in counts.items() if count > 1]
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
    data.pop("schema", None)
    for name, rows in data.items():
        line = text.place((name,)).line
        if name in SKIPPED_TABLES:
            yield Row(line, name, {})
        elif name not in TABLES:
            yield DataProblem((line,), unknown("table", name, TABLES))
        elif type(rows) is not list or not all(type(row) is dict for row in rows):
            hint = f"write [[{name}]], with double brackets"
            yield problem((line, name), "expected an array of tables", hint)
        else:
            for number, row in enumerate(rows):
                written = ""
                with suppress(WriteError):  # the layout may not separate the record
                    written = text.text_of((name, number))
                yield Row(text.place((name, number)).line, name, row, written)
