"""Rows of a file to import, their errors, and the readers of JSON, JSON Lines and TOML."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from typing import Any, NamedTuple

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
from c2c_cli.model.records import TABLES, Centre, Meeting
from c2c_cli.model.select import LISTED_BY
from c2c_cli.text import one_of, plural, suggestion
from c2c_cli.toml.convert import parse
from c2c_cli.toml.document import Document
from c2c_cli.toml.edit import Editor

FORMATS = ("csv", "tsv", "xlsx", "json", "jsonl", "toml")

SKIPPED_TABLES = {"network": "[network]", "cadence": "[[cadence]]"}
"""Tables of a registry file that are not imported, and their headers in warnings."""

DERIVED = ("status", "until", *EVENT_KINDS)
"""Columns of a centre that are not fields of its record."""

COLUMNS = {
    "centre": (*(field.name for field in fields(Centre)), *DERIVED),
    "meeting": tuple(field.name for field in fields(Meeting)),
}
"""Columns of each table.

A centre also has a date for each kind of event, and the expiry date of its agreement.
"""


class Row(NamedTuple):
    """One record of a file."""

    line: int
    """Number of its first line, from 1."""
    table: str
    values: dict[str, Any]
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


def bad_rows(file: str, bad: Iterable[DataProblem]) -> InputError:
    """Return the error of a file with invalid rows.

    The path of each of the errors `bad` is the line and, if there is one, the column.
    """
    lines = [f"{file}:{one.path[0]}: error: {one}" for one in sorted({*bad})]
    return InputError(
        f"found {plural(len(lines), 'error')} in {file}", "no records were imported", lines=lines
    )


def valid(file: str, found: Iterable[Any]) -> list[Any]:
    """Return what was read from a file; raise InputError with all errors if any were found."""
    found = [*found]
    if bad := [one for one in found if isinstance(one, DataProblem)]:
        raise bad_rows(file, bad)
    return found


def table_for(
    line: int, table: str | None, columns: Sequence[tuple[str, str, str]]
) -> tuple[str, list[DataProblem]]:
    """Return the table of rows with these columns, and the errors of the columns.

    It is `table`, unless that is None. Each column, or key without a cell, is a tuple of its name,
    its spelling in the file, and its cell.
    """
    names = [name for name, _, _ in columns]
    if table is None:
        fitting = [one for one in COLUMNS if not _own_columns(one).isdisjoint(names)]
        if len(fitting) != 1:
            message = (
                f"cannot determine whether the rows are {one_of([f'{one}s' for one in COLUMNS])}"
            )
            return "", [
                problem((line,), message, f"pass {one_of([f'--as {one}' for one in COLUMNS])}")
            ]
        (table,) = fitting
    errors = []
    for place, (name, written, cell) in enumerate(columns):
        noun = "column" if cell else "key"
        if name not in COLUMNS[table]:
            hint = (
                suggestion(written, COLUMNS[table])
                or f"rename or remove it, or see {LISTED_BY[table]} --help"
            )
            errors.append(DataProblem((line, cell), unknown(noun, written, hint=hint)))
        elif name in names[:place]:
            errors.append(DataProblem((line, cell), duplicate(noun, written)))
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
    wrong: list[Diagnostic] = []

    def read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            wrong.extend(
                duplicate("key", key)
                for key, times in Counter(key for key, _ in pairs).items()
                if times > 1
            )
        return found

    def reject(constant: str) -> None:
        wrong.append(Diagnostic(f"invalid JSON: unexpected {constant}", "use a number or null"))

    decoder = json.JSONDecoder(object_pairs_hook=read_object, parse_constant=reject)
    line, counted, end = 1, 0, 0
    while (at := _skip(content, end, " \t\r\n")) < len(content) or (form == "json" and end == 0):
        try:
            whole, end = decoder.raw_decode(content, at)
        except (RecursionError, ValueError) as error:
            line, message = (
                line + content.count("\n", counted, at),
                "number too long, or lists nested too deeply",
            )
            if isinstance(error, json.JSONDecodeError):
                line, message = error.lineno, f"{error.msg[:1].lower()}{error.msg[1:]}"
            yield problem((line,), f"invalid JSON: {message}")
            return
        # each item is decoded again on its own, to find its line and its errors
        items, at = (whole, at + 1) if type(whole) is list else ([whole], at)
        for _ in items:
            at = _skip(content, at, ", \t\r\n")
            line, counted = line + content.count("\n", counted, at), at
            wrong.clear()
            value, at = decoder.raw_decode(content, at)
            if type(value) is not dict:
                yield problem((line,), "expected an object, { … }")
                continue
            own, errors = table_for(line, table, [(key, key, "") for key in value])
            values = {key: one for key, one in value.items() if one is not None and one != ""}
            yield from (
                [DataProblem((line,), one) for one in wrong] or errors or (Row(line, own, values),)
            )


def _skip(content: str, at: int, characters: str) -> int:
    while content[at : at + 1] in {*characters}:
        at += 1
    return at


def read_toml(content: str) -> Iterator[Row | DataProblem]:
    """Yield a row for each record in a registry file, or in a part of one."""
    try:
        data = parse(content)
    except ValueError:
        yield from (
            problem((one.line,), one.message, one.hint) for one in Document(content).problems
        )
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
            yield problem(
                (line, name),
                "expected an array of tables",
                f"write [[{name}]], with double brackets",
            )
        else:
            for number, row in enumerate(rows):
                written = ""
                with suppress(WriteError):  # the layout may not separate the record
                    written = text.text_of((name, number))
                yield Row(text.place((name, number)).line, name, row, written)
