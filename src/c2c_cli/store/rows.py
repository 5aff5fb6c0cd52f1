"""Readers of the formats that can be imported: CSV, JSON, JSON Lines and TOML."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

from c2c_cli.errors import Diagnostic, InputError, WriteError, duplicate, missing, sentence, unknown
from c2c_cli.model.history import EVENT_KINDS
from c2c_cli.model.records import TABLES, Centre, Meeting
from c2c_cli.text import plural, quoted
from c2c_cli.toml.document import Document
from c2c_cli.toml.edit import Editor
from c2c_cli.toml.parser import parse

FORMATS = ("csv", "json", "jsonl", "toml")

SKIPPED_TABLES = ("schema", "network", "cadence")
"""Top-level keys of a registry file that are not imported."""

COLUMNS = {
    "centre": (*(field.name for field in fields(Centre)), "status", "until", *EVENT_KINDS),
    "meeting": tuple(field.name for field in fields(Meeting)),
}
"""Columns of each table; those of a centre include the date of each kind of event and the end of its agreement."""

LISTS = frozenset(("organisers", "attendees", "agenda", "outcomes", "sources", "names", "identifiers", "event"))
"""Columns with several items in a cell."""

_KEPT = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
"""A cell in which an apostrophe prevents Excel from evaluating a formula."""

_ITEM = re.compile(r"(?:[^;\\]|\\.|\\$)+", re.DOTALL)
"""One item of a list in a cell."""

_BETWEEN = re.compile(r"[ \t\r\n,]*+")
"""The characters between two items of a JSON array."""


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


def read_rows(content: str, file: str, form: str, table: str | None, *, excel: bool) -> list[Row]:
    """Return the rows of a file in the format `form`.

    `table` is the table of the rows; None derives it from their columns. `excel` is whether CSV was saved by Excel,
    with a byte-order mark.

    Raises BadRowsError if the file cannot be read as rows.
    """
    if form == "csv":
        found = [*_read_csv(content, table, excel=excel)]
    elif form == "toml":
        found = [*_read_toml(content)]
    elif form == "json":
        found = [*_read_json(content, form, table)]
    else:
        lines = enumerate(content.split("\n"), start=1)
        found = [row for number, line in lines if line.strip() for row in _read_json(line, form, table, number)]
    if bad := [one for one in found if isinstance(one, BadRow)]:
        raise BadRowsError(file, bad)
    return [one for one in found if isinstance(one, Row)]


def _read_csv(content: str, table: str | None, *, excel: bool) -> Iterator[Row | BadRow]:
    first, _, rest = content.partition("\n")
    above = 0
    if first.startswith("sep="):  # an instruction to Excel, before the header
        content, above = rest, 1
        first = content.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    excel = excel or first.endswith("\r") or delimiter == ";"
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    line = above + 1
    try:
        for cells in reader:
            if header is None:
                header = [cell.strip().casefold() for cell in cells]
                columns = [name for name in header if name]
                table = table or _table_of(columns)
                if errors := _column_errors(line, table, columns, "column"):
                    yield from errors
                    return
            elif any(cells):
                yield from _read_cells(line, str(table), header, cells, excel=excel)
            line = above + reader.line_num + 1
    except csv.Error as error:
        yield BadRow(line, "", f"invalid CSV: {error}")
    if not header:
        yield BadRow(1, "", *missing("header row"))


def _read_cells(
    line: int, table: str, header: Sequence[str], cells: Sequence[str], *, excel: bool
) -> Iterator[Row | BadRow]:
    if len(cells) != len(header):
        yield BadRow(line, "", f"row has {plural(len(cells), 'cell')}, but the header has {len(header)}")
        return
    filled = {name: cell for name, cell in zip(header, cells, strict=True) if cell}
    if "" in filled:
        yield BadRow(line, "", f"value {quoted(filled.pop(''))} is in a column without a header")
    if excel:
        filled = {name: cell[1:] if _KEPT.match(cell) else cell for name, cell in filled.items()}
    values = {name: _items(name, cell) if name in LISTS else cell for name, cell in filled.items()}
    yield Row(line, "csv", table, values)


def _items(name: str, cell: str) -> Any:
    """Return the list or table that `cell` contains."""
    items = [re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in _ITEM.findall(cell)]
    pairs = [item.partition("=")[::2] for item in items]
    if name in {"names", "identifiers"}:
        return dict(pairs)
    if name == "event":
        return [{"kind": kind, "date": date} if date not in {"", "?"} else {"kind": kind} for kind, date in pairs]
    return items


def _table_of(columns: Sequence[str]) -> str | None:
    """Return the only table with some of `columns`, or None."""
    others = {"centre": "meeting", "meeting": "centre"}
    found = [one for one, other in others.items() if {*COLUMNS[one]}.difference(COLUMNS[other]).intersection(columns)]
    return found[0] if len(found) == 1 else None


def _column_errors(line: int, table: str | None, columns: Sequence[str], noun: str) -> list[BadRow]:
    if table is None:
        message = "cannot determine whether the rows are centres or meetings"
        return [BadRow(line, "", message, "pass --as centre or --as meeting")]
    allowed = COLUMNS[table]
    errors = [unknown(noun, name, allowed) for name in columns if name not in allowed]
    errors += [duplicate(noun, name) for place, name in enumerate(columns) if name in columns[:place]]
    return [BadRow(line, "", *error) for error in errors]


def _read_json(content: str, form: str, table: str | None, first: int = 1) -> Iterator[Row | BadRow]:
    """Yield a row for each object in an array, or for a single object; `first` is the number of the first line."""
    try:
        whole = json.loads(content)
    except json.JSONDecodeError as error:
        yield BadRow(first + error.lineno - 1, "", *_json_error(content, error))
    except RecursionError:
        yield BadRow(first, "", "invalid JSON: nested too deeply")
    except ValueError:
        yield BadRow(first, "", "invalid JSON: number too long")
    else:
        for line, value in _with_lines(content, whole) if type(whole) is list else [(1, whole)]:
            yield from _read_object(first + line - 1, form, table, value)


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
    table = table or _table_of([*value])
    if errors := _column_errors(line, table, [*value], "key"):
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
