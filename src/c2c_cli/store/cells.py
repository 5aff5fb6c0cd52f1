"""Rows of spreadsheets: CSV in any dialect and encoding, TSV, and workbooks."""

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from c2c_cli.errors import DataProblem, UsageError, missing, problem, unknown
from c2c_cli.model.dates import UNKNOWN_DAY, readings
from c2c_cli.model.fields import DATE, NAMES, SOURCES, STRING_TABLES, TEXT
from c2c_cli.model.history import EVENT_KINDS
from c2c_cli.model.records import TABLES
from c2c_cli.store import workbook
from c2c_cli.store.disk import MAX_BYTES
from c2c_cli.store.rows import COLUMNS, Row, bad_rows, table_for
from c2c_cli.text import fold, one_of, plural, quoted

_TYPES = {name: field.type for table in COLUMNS for name, field in TABLES[table].fields.items()}
_TYPES |= {**dict.fromkeys(("until", *EVENT_KINDS), DATE), "event": NAMES}
"""Types of columns; events are written like names, as `KIND=DATE`."""

_KEPT = re.compile(r"""^'(?='*[=+\-@\t\r\n＝＋－＠])|(?<=[;\r\n])'(?=["']*[=+\-@\t＝＋－＠])""")
"""An apostrophe that prevents Excel from evaluating a formula."""

_ENCODINGS = ("cp949", "windows-1252")
"""The likeliest encodings of a file that is not in UTF-8."""


def read_rows(
    content: bytes,
    file: str,
    form: str,
    table: str | None,
    *,
    sheet: str | None,
    encoding: str | None,
    order: str,
) -> Iterator[Row | DataProblem]:
    """Yield the rows of a spreadsheet in the format `form`, and the errors of invalid ones.

    If `table` is None, it is derived from the columns. `sheet` names the sheet of a workbook,
    `encoding` is the encoding of CSV, and `order` is the order of day, month and year in dates,
    or empty. Raises InputError if the file cannot be read as rows.
    """
    if form == "xlsx":
        numbered = enumerate(workbook.cells(content, file, sheet), start=1)
        return _rows(numbered, ";\n", table, order)  # an exported workbook has one item per line
    text = _decoded(content, file, encoding)
    marked, text = text.startswith("\ufeff"), text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    clean: Callable[[str], str] = str
    settings: Any = {"delimiter": max(",;\t", key=first.count)}
    if form == "tsv":
        clean = partial(
            re.sub,
            r"\\([\\tnr]|u[0-9a-f]{4})",
            lambda found: found[0].encode().decode("unicode_escape"),
        )
        settings = {"delimiter": "\t", "quoting": csv.QUOTE_NONE}
    elif marked or first.endswith("\r") or settings["delimiter"] == ";":
        clean = partial(_KEPT.sub, "")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, **settings)
    return _rows(
        ((line, [*map(clean, cells)]) for line, cells in _numbered(reader, file)), ";", table, order
    )


def _decoded(content: bytes, file: str, encoding: str | None) -> str:
    """Return the text of a CSV file, whose encoding is UTF-8 by default."""
    try:
        return content.decode(encoding or "utf-8")
    except LookupError:
        hint = f"use an encoding such as {one_of(_ENCODINGS)}"
        raise UsageError(
            *unknown("encoding", str(encoding), hint=hint), subject="--encoding"
        ) from None
    except UnicodeError as error:
        at = error.start if isinstance(error, UnicodeDecodeError) else 0
    samples = ["utf-16"]
    if content[:2] not in {BOM_UTF16_LE, BOM_UTF16_BE}:
        # the first word that is not ASCII shows the user which encoding is right
        texts = {name: content.decode(name, "replace") for name in _ENCODINGS}
        words = {
            name: "".join(re.findall(r"[^\W\d_]*[^\x00-\x7f]\w*", text)[:1])
            for name, text in texts.items()
        }
        samples = [
            f"{name} ({quoted(word[:20])})"
            for name, word in words.items()
            if "\ufffd" not in texts[name]
        ]
    line = content.count(b"\n", 0, at) + 1
    message = f"invalid {encoding or 'UTF-8'} byte 0x{content[at]:02x}"
    raise bad_rows(
        file, [problem((line,), message, f"use --encoding {' or '.join(samples) or 'NAME'}")]
    )


def _numbered(reader: Any, file: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line number and the cells of each row."""
    csv.field_size_limit(MAX_BYTES)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise bad_rows(file, [problem((line,), f"invalid CSV: {error}")]) from None


def _rows(
    lines: Iterable[tuple[int, list[str]]], separators: str, table: str | None, order: str
) -> Iterator[Row | DataProblem]:
    """Yield the rows after the header, or their errors."""
    header: list[str] = []
    for number, (line, cells) in enumerate(lines, start=1):
        at = [f"{_letters(place)}{number}" for place in range(len(cells))]
        if not any(cells):
            continue
        if not header:
            header = [cell.strip() for cell in cells]
            keys = [fold(name) for name in header]
            named = [one for one in zip(keys, header, at, strict=True) if one[0]]
            table, errors = table_for(line, table, named)
            if errors and len(named) == 1:  # such as a title
                path, message = errors[0].path, errors[0].diagnostic.message
                errors = [problem(path, message, "delete the rows above the column names")]
            yield from errors
            if errors:
                return
        elif len(cells) != len(header):
            yield problem(
                (line,), f"row has {plural(len(cells), 'cell')}, but the header has {len(header)}"
            )
        else:
            values = {}
            for key, cell, value in zip(keys, at, cells, strict=True):
                if key and value.strip():
                    values[key] = _value(key, value, separators, order)
                elif value.strip():
                    yield problem(
                        (line, cell), f"value {quoted(value)} is in a column without a header"
                    )
            places = {
                key: f"{name} ({cell})" for key, name, cell in zip(keys, header, at, strict=True)
            }
            places[""] = at[keys.index("id")] if "id" in keys else ""
            yield Row(line, table or "", values, cells=places)
    if not header:
        yield DataProblem((1,), missing("header row"))


def _letters(place: int) -> str:
    """Return the letters of a column: A, B, …, Z, AA."""
    return (_letters(place // 26 - 1) if place > 25 else "") + chr(ord("A") + place % 26)


def _value(name: str, cell: str, separators: str, order: str) -> Any:
    """Return the string, list or table that a cell contains.

    Dates are in ISO 8601 form if their order is known.
    """
    value_type = _TYPES.get(name, TEXT)
    if value_type is DATE:
        return _date(cell.strip(), order)
    if not value_type.many:
        return cell if name == "note" else cell.strip()
    if value_type.targets and value_type is not SOURCES:  # ids contain no separator
        return [one.strip() for one in re.split(r"[;,\n]", cell) if one.strip()]
    escaped = re.findall(rf"(?:[^{separators}\\]|\\.|\\$)+", cell, re.DOTALL)
    items = [re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in escaped]
    pairs = [item.partition("=")[::2] for item in items]
    if name == "event":
        dated = [
            (kind, {"date": _date(date, order)} if date not in {"", UNKNOWN_DAY} else {})
            for kind, date in pairs
        ]
        return [{"kind": kind} | date for kind, date in dated]
    return dict(pairs) if value_type in STRING_TABLES else items


def _date(text: str, order: str) -> str:
    """Return a date in ISO 8601 form, or the text unchanged if its parts are not in the order."""
    return readings(text).get(order, text) if order else text
