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

_LISTS = frozenset(("organisers", "attendees", "agenda", "outcomes", "sources", "names", "event"))
COLUMNS = {
    "centre": (*(field.name for field in fields(Centre)), "status", "until", *EVENT_KINDS),
    "meeting": tuple(field.name for field in fields(Meeting)),
}
"""What a row of each table may have; of a centre also each kind of event, with its date, and the agreement's end."""

_KEPT = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
"""What Excel's CSV keeps from running by an apostrophe."""


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
        super().__init__(f"{shown} has {plural(len(lines), 'error')}; nothing was imported", lines)


def read(content: str, file: str, form: str, table: str | None, *, excel: bool) -> list[Row]:
    """Return the rows of a file; `table` says what they are where their columns do not.

    `excel` says that CSV begins with a byte-order mark, as that for Excel does.
    Raises BadRowsError with all that is wrong with them as rows.
    """
    bad: list[BadRow] = []
    if form == "csv":
        rows = list(_csv(content, excel, table, bad))
    elif form == "toml":
        rows = list(_toml(content, bad))
    else:
        objects = list(_json_lines(content, bad) if form == "jsonl" else _json(content, bad))
        rows = [row for line, value in objects if (row := _object(line, value, table, bad)) is not None]
    if bad:
        raise BadRowsError(file, bad)
    return rows


def _csv(content: str, excel: bool, table: str | None, bad: list[BadRow]) -> Iterator[Row]:
    head, _, rest = content.partition("\n")
    line = 1
    if head.startswith("sep="):  # what Excel is told in a first line of its own
        content, line = rest, 2
        head = content.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    excel = excel or head.endswith("\r") or delimiter == ";"
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    before = line - 1
    try:
        for cells in reader:
            if not header:
                header = [cell.strip().casefold() for cell in cells]
                table = _table(line, [name for name in header if name], table, bad)
                if table is None or bad:
                    return
            elif cells and any(cells):
                if len(cells) != len(header):
                    bad.append(BadRow(line, f"{plural(len(cells), 'cell')} where the header has {len(header)}"))
                else:
                    known = {name: cell for name, cell in zip(header, cells, strict=True) if cell}
                    if "" in known:
                        bad.append(BadRow(line, f"{quoted(known.pop(''))} stands in a column without a name"))
                    yield Row(line, str(table), {name: _cell(name, cell, excel=excel) for name, cell in known.items()})
            line = before + reader.line_num + 1
    except csv.Error as error:
        bad.append(BadRow(line, f"this is not CSV: {error}"))
    if not header:
        bad.append(BadRow(1, "there is no header that names the columns"))


def _cell(name: str, cell: str, *, excel: bool) -> Any:
    if excel and _KEPT.match(cell):
        cell = cell[1:]
    if name not in _LISTS:
        return cell
    items = [
        re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in re.findall(r"(?:[^;\\]|\\.|\\$)+", cell, re.DOTALL)
    ]
    if name == "names":
        return {tag: text for tag, _, text in (item.partition("=") for item in items)}
    if name == "event":
        return [_event(*item.partition("=")[::2]) for item in items]
    return items


def _event(kind: str, date: str) -> dict[str, Any]:
    return {"kind": kind, "date": date} if date not in {"", "?"} else {"kind": kind}


def _table(line: int, columns: Sequence[str], table: str | None, bad: list[BadRow]) -> str | None:
    """Return what rows of these columns are, and note columns that such rows have not."""
    if table is None:
        centre, meeting = (set(COLUMNS[name]) for name in ("centre", "meeting"))
        telling = {"centre": centre - meeting, "meeting": meeting - centre}
        found = [name for name, own in telling.items() if own.intersection(columns)]
        if len(found) != 1:
            bad.append(BadRow(line, "the columns do not say what these are; say it with --as centre or --as meeting"))
            return None
        table = found[0]
    allowed = COLUMNS[table]
    wrong = [name for name in columns if name not in allowed]
    bad.extend(BadRow(line, f"a {table} has no column {quoted(name)}{did_you_mean(name, allowed)}") for name in wrong)
    if len(set(columns)) < len(columns):
        bad.append(BadRow(line, "a column is there twice"))
    return table


def _json(content: str, bad: list[BadRow]) -> Iterator[tuple[int, Any]]:
    """Yield each value of an array with its line; or one alone."""
    try:
        whole = json.loads(content)
    except json.JSONDecodeError as error:
        message = f"{error.msg[:1].lower()}{error.msg[1:]}"
        if not content.strip():
            message = "there is nothing in it"
        elif error.pos >= len(content.rstrip()):
            message = "it ends before it is complete"
        elif error.msg == "Extra data":
            array = content.lstrip().startswith("[")
            message = f"there is more behind the {'array' if array else 'record; several stand in [ ]'}"
        bad.append(BadRow(error.lineno, f"this is not JSON: {message}"))
    except RecursionError:
        bad.append(BadRow(1, "this is not JSON that can be read: it is nested too deeply"))
    except ValueError:
        bad.append(BadRow(1, "this is not JSON that can be read: it has a number that is too long"))
    else:
        yield from _with_lines(content, whole) if type(whole) is list else [(1, whole)]


def _with_lines(content: str, whole: list[Any]) -> Iterator[tuple[int, Any]]:
    """Yield each item of a sound array with the line that it begins on."""
    decoder = json.JSONDecoder()
    line, counted, at = 1, 0, content.index("[") + 1
    for value in whole:
        at = re.compile(r"[ \t\r\n,]*").match(content, at).end()  # type: ignore[union-attr]  # it always matches
        line, counted = line + content.count("\n", counted, at), at
        yield line, value
        _, at = decoder.raw_decode(content, at)


def _json_lines(content: str, bad: list[BadRow]) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            found: list[BadRow] = []
            yield from ((number, value) for _, value in _json(line, found))
            bad.extend(BadRow(number, row.message) for row in found)


def _object(line: int, value: Any, table: str | None, bad: list[BadRow]) -> Row | None:
    if type(value) is not dict:
        bad.append(BadRow(line, "a record is an object, { … }"))
        return None
    known = {name: one for name, one in value.items() if one is not None and one != ""}
    table = _table(line, list(value), table, bad)
    return None if table is None else Row(line, table, known)


def _toml(content: str, bad: list[BadRow]) -> Iterator[Row]:
    try:
        data = parse(content)
    except ValueError:
        bad.extend(BadRow(problem.line, problem.sentence) for problem in Document(content).problems)
        return
    text = Editor(content)
    for name, value in data.items():
        if name in PASSED_OVER:
            yield Row(1, name, {})
        elif name not in TABLES:
            bad.append(BadRow(text.place((name,)).line, f"there is no such table, {quoted(name)}"))
        elif type(value) is not list or not all(type(row) is dict for row in value):
            bad.append(BadRow(text.place((name,)).line, f"write [[{name}]], with two brackets"))
        else:
            for number, row in enumerate(value):
                yield Row(text.place((name, number)).line, name, row, _own_text(text, name, number))


def _own_text(text: Editor, name: str, number: int) -> str | None:
    try:
        return text.text_of(name, number)
    except WriteError:  # it is laid out in another way
        return None
