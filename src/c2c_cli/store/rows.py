"""Rows of a file to import, their errors, and the readers of JSON, JSON Lines and TOML."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

from c2c_cli.errors import Diagnostic, InputError, WriteError, duplicate, sentence, unknown
from c2c_cli.model.history import EVENT_KINDS
from c2c_cli.model.records import TABLES, Centre, Meeting
from c2c_cli.text import plural, suggestion
from c2c_cli.toml.document import Document
from c2c_cli.toml.edit import Editor
from c2c_cli.toml.parser import parse

SPREADSHEETS = ("csv", "tsv", "xlsx")
FORMATS = (*SPREADSHEETS, "json", "jsonl", "toml")

SKIPPED_TABLES = ("schema", "network", "cadence")
"""Top-level keys of a registry file that are not imported."""

COLUMNS = {
    "centre": (*(field.name for field in fields(Centre)), "status", "until", *EVENT_KINDS),
    "meeting": tuple(field.name for field in fields(Meeting)),
}
"""Columns of each table; those of a centre include the date of each kind of event and the end of its agreement."""

_LISTED_BY = {"centre": "c2c list --help", "meeting": "c2c meetings --help"}
"""The commands that list the columns of each table."""

_BETWEEN = re.compile(r"[ \t\r\n,]*+")
"""The characters between two items of a JSON array."""

_TOKEN = re.compile(r'("(?:[^"\\]|\\.)*+")(\s*+:)?|[{}]|-?Infinity|NaN')
"""A JSON string, which may be a key, the start or end of an object, or a number that JSON does not allow."""


class Row(NamedTuple):
    """One record of a file."""

    line: int
    """Number of its first line, from 1."""
    form: str
    """The format of the file, one of FORMATS."""
    table: str
    values: dict[str, Any]
    """Column -> value, as in TOML, without empty values."""
    written: str | None = None
    """The record's own TOML with its comments, if the file is TOML."""
    cells: Mapping[str, str] = {}
    """Column -> its name in the file and its cell, such as `Approved (E7)`, if the file is a spreadsheet."""
    derived: bool = False
    """Whether its id is built from its start and city; such an id never matches an existing record."""

    def bad(self, column: str, message: str, hint: str = "", code: str = "") -> "BadRow":
        """Return an error of a column, or of the whole row if the column is an empty string."""
        return BadRow(self.line, self.cells.get(column, column), message, hint, code)


class BadRow(NamedTuple):
    """An error in a row."""

    line: int
    column: str
    """The column or key of the invalid value as the file names it, or an empty string."""
    message: str
    hint: str = ""
    code: str = ""


class BadRowsError(InputError):
    """A file has invalid rows, and no row was imported."""

    def __init__(self, file: str, bad: Sequence[BadRow]) -> None:
        lines = [f"{file}:{row.line}: error: {sentence(row.message, row.hint, row.column)}" for row in sorted({*bad})]
        super().__init__(f"found {plural(len(lines), 'error')} in {file}", "no records were imported", lines=lines)


def read_rows(content: str, file: str, form: str, table: str | None) -> list[Row]:
    """Return the rows of a file in the format `form`; if `table` is None, it is derived from the keys.

    Raises BadRowsError if the file cannot be read as rows.
    """
    if form == "toml":
        return good_rows(file, _read_toml(content))
    if form == "json":
        return good_rows(file, _read_json(content, form, table))
    lines = enumerate(content.split("\n"), start=1)
    return good_rows(file, (row for n, line in lines if line.strip() for row in _read_json(line, form, table, n)))


def good_rows(file: str, found: Iterable[Row | BadRow]) -> list[Row]:
    """Return the rows of a file, or raise BadRowsError if there is an error."""
    found = [*found]
    if bad := [one for one in found if isinstance(one, BadRow)]:
        raise BadRowsError(file, bad)
    return [one for one in found if isinstance(one, Row)]


def table_of(columns: Sequence[str]) -> str | None:
    """Return the only table with some of `columns`, or None."""
    others = {"centre": "meeting", "meeting": "centre"}
    found = [one for one, other in others.items() if {*COLUMNS[one]}.difference(COLUMNS[other]).intersection(columns)]
    return found[0] if len(found) == 1 else None


def column_errors(line: int, table: str | None, columns: Sequence[tuple[str, str, str]], noun: str) -> list[BadRow]:
    """Return the errors of the columns, or keys, of rows: tuples of a name, its spelling in the file, and a cell."""
    if table is None:
        message = "cannot determine whether the rows are centres or meetings"
        return [BadRow(line, "", message, "pass --as centre or --as meeting")]
    bad = []
    names = [name for name, _, _ in columns]
    for place, (name, written, cell) in enumerate(columns):
        if name not in COLUMNS[table]:
            hint = suggestion(written, COLUMNS[table]) or f"rename or remove it, or see {_LISTED_BY[table]}"
            bad.append(BadRow(line, cell, *unknown(noun, written, hint=hint)))
        elif name in names[:place]:
            bad.append(BadRow(line, cell, *duplicate(noun, written)))
    return bad


def _read_json(content: str, form: str, table: str | None, first: int = 1) -> Iterator[Row | BadRow]:
    """Yield a row for each object in an array, or for a single object; `first` is the number of the first line."""
    odd: list[object] = []

    def read_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        odd.extend([pairs] * (len(found) < len(pairs)))
        return found

    try:
        whole = json.loads(content, object_pairs_hook=read_object, parse_constant=odd.append)
    except json.JSONDecodeError as error:
        yield BadRow(first + error.lineno - 1, "", *_json_error(content, error))
    except RecursionError:
        yield BadRow(first, "", "invalid JSON: nested too deeply")
    except ValueError:
        yield BadRow(first, "", "invalid JSON: number too long")
    else:
        if odd:
            yield from _odd_tokens(content, first)
            return
        for line, value in _with_lines(content, whole) if type(whole) is list else [(1, whole)]:
            yield from _read_object(first + line - 1, form, table, value)


def _odd_tokens(content: str, first: int) -> Iterator[BadRow]:
    """Yield an error for each duplicate key, NaN or Infinity in otherwise valid JSON."""
    keys: list[set[str]] = []
    for token in _TOKEN.finditer(content):
        line = first + content.count("\n", 0, token.start())
        if token[0] == "{":
            keys.append(set())
        elif token[0] == "}":
            keys.pop()
        elif token[1] is None:
            yield BadRow(line, "", f"invalid JSON: unexpected {token[0]}", "use a number or null")
        elif token[2]:
            if (key := json.loads(token[1])) in keys[-1]:
                yield BadRow(line, "", *duplicate("key", key))
            keys[-1].add(key)


def _json_error(content: str, error: json.JSONDecodeError) -> Diagnostic:
    if not content.strip():
        return Diagnostic("invalid JSON: the file is empty")
    if error.pos >= len(content.rstrip()):
        return Diagnostic("invalid JSON: unexpected end of file")
    if error.msg == "Extra data":
        if content.lstrip().startswith("["):
            return Diagnostic("invalid JSON: extra data after the array")
        return Diagnostic("invalid JSON: extra data after the record", "put several records in [ ]")
    return Diagnostic(f"invalid JSON: {error.msg[:1].lower()}{error.msg[1:]}")


def _with_lines(content: str, whole: list[Any]) -> Iterator[tuple[int, Any]]:
    """Yield each item of an array with the number of its first line."""
    decoder = json.JSONDecoder()
    line, counted, at = 1, 0, content.index("[") + 1
    for value in whole:
        if (between := _BETWEEN.match(content, at)) is not None:
            at = between.end()
        line, counted = line + content.count("\n", counted, at), at
        yield line, value
        _, at = decoder.raw_decode(content, at)


def _read_object(line: int, form: str, table: str | None, value: Any) -> Iterator[Row | BadRow]:
    if type(value) is not dict:
        yield BadRow(line, "", "expected an object, { … }")
        return
    table = table or table_of([*value])
    if errors := column_errors(line, table, [(key, key, "") for key in value], "key"):
        yield from errors
        return
    yield Row(line, form, str(table), {name: one for name, one in value.items() if one is not None and one != ""})


def _read_toml(content: str) -> Iterator[Row | BadRow]:
    try:
        data = parse(content)
    except ValueError:
        yield from (BadRow(one.line, "", one.message, one.hint) for one in Document(content).problems)
        return
    text = Editor(content)
    for name, value in data.items():
        if name in SKIPPED_TABLES:
            yield Row(1, "toml", name, {})
        elif name not in TABLES:
            yield BadRow(text.place((name,)).line, "", *unknown("table", name, TABLES))
        elif type(value) is not list or not all(type(row) is dict for row in value):
            hint = f"write [[{name}]], with double brackets"
            yield BadRow(text.place((name,)).line, name, "expected an array of tables", hint)
        else:
            for number, row in enumerate(value):
                yield Row(text.place((name, number)).line, "toml", name, row, _own_text(text, name, number))


def _own_text(text: Editor, name: str, number: int) -> str | None:
    try:
        return text.text_of(name, number)
    except WriteError:  # the layout does not separate the record
        return None
