"""Files of records to rows: CSV, JSON, JSON lines or TOML. Knows formats and columns, not the registry they go to."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

from c2c_cli.errors import InputError, WriteError
from c2c_cli.model.history import EVENT_KINDS
from c2c_cli.model.records import TABLES, Centre, Meeting
from c2c_cli.text import did_you_mean, plural, quoted, visible
from c2c_cli.toml.document import Document
from c2c_cli.toml.edit import Editor
from c2c_cli.toml.parser import parse

FORMATS = ("csv", "json", "jsonl", "toml")

PASSED_OVER = ("schema", "network", "cadence")
"""Tables of a registry that are written by hand."""

COLUMNS = {
    "centre": (*(field.name for field in fields(Centre)), "status", "until", *EVENT_KINDS),
    "meeting": tuple(field.name for field in fields(Meeting)),
}
"""What a row of each table may have; of a centre also each kind of event, with its date, and the agreement's end."""

_LISTS = frozenset(("organisers", "attendees", "agenda", "outcomes", "sources", "names", "event"))

_KEPT = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
"""What Excel's CSV keeps from running by an apostrophe."""

_ITEM = re.compile(r"(?:[^;\\]|\\.|\\$)+", re.DOTALL)
"""An item of a list in a cell."""

_BETWEEN = re.compile(r"[ \t\r\n,]*+")
"""What stands between the items of a JSON array."""


class Row(NamedTuple):
    """What a file says of one record."""

    line: int
    """Where it stands, from 1."""
    table: str
    values: dict[str, Any]
    """Column -> value, as TOML has it; what is empty is not there."""
    written: str | None = None
    """The record's own TOML, comments and all, where it comes from such."""


class BadRow(NamedTuple):
    """Why a row cannot be imported."""

    line: int
    message: str


class BadRowsError(InputError):
    """A file to be imported has rows that cannot be; nothing was."""

    def __init__(self, file: str, bad: Sequence[BadRow]) -> None:
        shown = visible(file)
        lines = [f"{shown}:{row.line}: error: {visible(row.message)}" for row in sorted(set(bad))]
        super().__init__(f"{shown} has {plural(len(lines), 'error')}; no records were imported", lines=lines)


def read(content: str, file: str, form: str, table: str | None, *, excel: bool) -> list[Row]:
    """Return the rows of a file; `table` says what they are where their columns do not.

    `excel` says that CSV begins with a byte-order mark, as that for Excel does.
    Raises BadRowsError with all that is wrong with them as rows.
    """
    if form == "csv":
        found = [*_csv(content, table, excel=excel)]
    elif form == "toml":
        found = [*_toml(content)]
    elif form == "json":
        found = [*_json(content, table)]
    else:
        lines = enumerate(content.split("\n"), start=1)
        found = [row for number, line in lines if line.strip() for row in _json(line, table, number)]
    if bad := [one for one in found if isinstance(one, BadRow)]:
        raise BadRowsError(file, bad)
    return [one for one in found if isinstance(one, Row)]


def _csv(content: str, table: str | None, *, excel: bool) -> Iterator[Row | BadRow]:
    first, _, rest = content.partition("\n")
    above = 0
    if first.startswith("sep="):  # what Excel is told in a first line of its own
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
                if wrong := [*_wrong_columns(line, table, columns)]:
                    yield from wrong
                    return
            elif any(cells):
                yield from _of_cells(line, str(table), header, cells, excel=excel)
            line = above + reader.line_num + 1
    except csv.Error as error:
        yield BadRow(line, f"this is not CSV: {error}")
    if not header:
        yield BadRow(1, "there is no header that names the columns")


def _of_cells(
    line: int, table: str, header: Sequence[str], cells: Sequence[str], *, excel: bool
) -> Iterator[Row | BadRow]:
    if len(cells) != len(header):
        yield BadRow(line, f"{plural(len(cells), 'cell')} where the header has {len(header)}")
        return
    filled = {name: cell for name, cell in zip(header, cells, strict=True) if cell}
    if "" in filled:
        yield BadRow(line, f"{quoted(filled.pop(''))} stands in a column without a name")
    if excel:
        filled = {name: cell[1:] if _KEPT.match(cell) else cell for name, cell in filled.items()}
    yield Row(line, table, {name: _items(name, cell) if name in _LISTS else cell for name, cell in filled.items()})


def _items(name: str, cell: str) -> Any:
    """Return the list, or the table, that a cell stands for."""
    items = [re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in _ITEM.findall(cell)]
    pairs = [item.partition("=")[::2] for item in items]
    if name == "names":
        return dict(pairs)
    if name == "event":
        return [{"kind": kind, "date": date} if date not in {"", "?"} else {"kind": kind} for kind, date in pairs]
    return items


def _table_of(columns: Sequence[str]) -> str | None:
    """Return the table of which alone some of the columns are."""
    others = {"centre": "meeting", "meeting": "centre"}
    found = [one for one, other in others.items() if {*COLUMNS[one]}.difference(COLUMNS[other]).intersection(columns)]
    return found[0] if len(found) == 1 else None


def _wrong_columns(line: int, table: str | None, columns: Sequence[str]) -> Iterator[BadRow]:
    if table is None:
        yield BadRow(line, "the columns do not say what these are; say it with --as centre or --as meeting")
        return
    allowed = COLUMNS[table]
    for name in columns:
        if name not in allowed:
            yield BadRow(line, f"a {table} has no column {quoted(name)}{did_you_mean(name, allowed)}")
    if len(set(columns)) < len(columns):
        yield BadRow(line, "a column is there twice")


def _json(content: str, table: str | None, first: int = 1) -> Iterator[Row | BadRow]:
    """Yield the row of each object of an array, or of one alone; `first` is the number of the text's first line."""
    try:
        whole = json.loads(content)
    except json.JSONDecodeError as error:
        yield BadRow(first + error.lineno - 1, f"this is not JSON: {_json_error(content, error)}")
    except RecursionError:
        yield BadRow(first, "this is not JSON that can be read: it is nested too deeply")
    except ValueError:
        yield BadRow(first, "this is not JSON that can be read: it has a number that is too long")
    else:
        for line, value in _with_lines(content, whole) if type(whole) is list else [(1, whole)]:
            yield from _of_object(first + line - 1, table, value)


def _json_error(content: str, error: json.JSONDecodeError) -> str:
    if not content.strip():
        return "there is nothing in it"
    if error.pos >= len(content.rstrip()):
        return "it ends before it is complete"
    if error.msg == "Extra data":
        array = content.lstrip().startswith("[")
        return f"there is more behind the {'array' if array else 'record; several stand in [ ]'}"
    return f"{error.msg[:1].lower()}{error.msg[1:]}"


def _with_lines(content: str, whole: list[Any]) -> Iterator[tuple[int, Any]]:
    """Yield each item of a sound array with the line that it begins on."""
    decoder = json.JSONDecoder()
    line, counted, at = 1, 0, content.index("[") + 1
    for value in whole:
        if (between := _BETWEEN.match(content, at)) is not None:
            at = between.end()
        line, counted = line + content.count("\n", counted, at), at
        yield line, value
        _, at = decoder.raw_decode(content, at)


def _of_object(line: int, table: str | None, value: Any) -> Iterator[Row | BadRow]:
    if type(value) is not dict:
        yield BadRow(line, "a record is an object, { … }")
        return
    table = table or _table_of([*value])
    if wrong := [*_wrong_columns(line, table, [*value])]:
        yield from wrong
        return
    yield Row(line, str(table), {name: one for name, one in value.items() if one is not None and one != ""})


def _toml(content: str) -> Iterator[Row | BadRow]:
    try:
        data = parse(content)
    except ValueError:
        yield from (BadRow(problem.line, problem.sentence) for problem in Document(content).problems)
        return
    text = Editor(content)
    for name, value in data.items():
        if name in PASSED_OVER:
            yield Row(1, name, {})
        elif name not in TABLES:
            yield BadRow(text.place((name,)).line, f"there is no such table, {quoted(name)}")
        elif type(value) is not list or not all(type(row) is dict for row in value):
            yield BadRow(text.place((name,)).line, f"write [[{name}]], with two brackets")
        else:
            for number, row in enumerate(value):
                yield Row(text.place((name, number)).line, name, row, _own_text(text, name, number))


def _own_text(text: Editor, name: str, number: int) -> str | None:
    try:
        return text.text_of(name, number)
    except WriteError:  # it is laid out in another way
        return None
