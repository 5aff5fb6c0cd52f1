"""Rows of spreadsheets: CSV in any dialect and encoding, TSV, and workbooks."""

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from typing import Any

from c2c_cli.errors import DataProblem, UsageError, missing, problem, unknown
from c2c_cli.model.dates import UNKNOWN_DAY, readings
from c2c_cli.model.history import EVENT_KINDS
from c2c_cli.model.records import TABLES
from c2c_cli.model.string_tables import NAMES, STRING_TABLES
from c2c_cli.model.value_types import DATE, TEXT
from c2c_cli.store import workbook
from c2c_cli.store.disk import MAX_BYTES
from c2c_cli.store.rows import COLUMNS, BadRowsError, Row, column_errors, good_rows, table_of
from c2c_cli.text import fold, plural, quoted

_TYPES = {name: field.type for table in COLUMNS for name, field in TABLES[table].fields.items()} | {
    **dict.fromkeys(("until", *EVENT_KINDS), DATE),
    "event": NAMES,
}
"""Types of columns; events are written like names, as `KIND=DATE`."""

_ITEM = {"csv": re.compile(r"(?:[^;\\]|\\.|\\$)+", re.DOTALL), "xlsx": re.compile(r"(?:[^;\n\\]|\\.|\\$)+", re.DOTALL)}
"""One item of a list in a cell; an exported workbook has one item per line."""

_KEPT = re.compile(r"""^'(?='*[=+\-@\t\r\n＝＋－＠])|(?<=[;\r\n])'(?=["']*[=+\-@\t＝＋－＠])""")
"""An apostrophe that prevents Excel from evaluating a formula."""

_ESCAPED = re.compile(r"\\(?:[\\tnr]|u[0-9a-f]{4})")
"""An escape sequence in TSV."""

_ENCODINGS = ("utf-16", "cp949", "windows-1252")
"""The likeliest encodings of a file that is not in UTF-8."""


def read_rows(
    content: bytes, file: str, form: str, table: str | None, *, sheet: str | None, encoding: str | None, order: str
) -> list[Row]:
    """Return the rows of a spreadsheet in the format `form`; if `table` is None, it is derived from the columns.

    `sheet` names the sheet of a workbook, `encoding` is the encoding of CSV, and `order` is the order of day, month
    and year in dates, or empty.

    Raises BadRowsError if the file cannot be read as rows.
    """
    if form == "xlsx":
        sheet_rows = enumerate(workbook.cells(content, file, sheet), start=1)
        return good_rows(file, _rows(sheet_rows, form, table, order, excel=False))
    text = _decoded(content, file, encoding)
    marked, text = text.startswith("\ufeff"), text.removeprefix("\ufeff")
    if form == "tsv":
        split = (line.split("\t") for line in text.replace("\r\n", "\n").split("\n"))
        found = enumerate(([_ESCAPED.sub(_unescape, cell) for cell in row] for row in split), start=1)
        return good_rows(file, _rows(found, "csv", table, order, excel=False))
    above = text.startswith("sep=")  # an instruction to Excel, before the header
    text = text.partition("\n")[2] if above else text
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    excel = marked or first.endswith("\r") or delimiter == ";"
    csv.field_size_limit(MAX_BYTES)
    lines = _lines(text, delimiter, file, int(above))
    return good_rows(file, _rows(lines, form, table, order, excel=excel))


def _unescape(found: re.Match[str]) -> str:
    return found[0].encode().decode("unicode_escape")


def _decoded(content: bytes, file: str, encoding: str | None) -> str:
    """Return the text of a CSV file, whose encoding is UTF-8 by default."""
    try:
        return content.decode(encoding or "utf-8")
    except LookupError:
        raise UsageError(*unknown("encoding", str(encoding), _ENCODINGS), subject="--encoding") from None
    except UnicodeError as error:
        at = error.start if isinstance(error, UnicodeDecodeError) else 0
    samples = {}
    for other in _ENCODINGS[:1] if content[:2] in {BOM_UTF16_LE, BOM_UTF16_BE} else _ENCODINGS[1:]:
        try:
            found = re.search(r"[^\W\d_]*[^\x00-\x7f]\w*", content.decode(other))
        except UnicodeDecodeError:
            continue
        samples[other] = f"{other} ({quoted(found[0][:20])})" if found else other
    hint = f"use --encoding {' or '.join(samples.values()) or 'NAME'}"
    line = content.count(b"\n", 0, at) + 1
    raise BadRowsError(file, [problem((line,), f"invalid {encoding or 'UTF-8'} byte 0x{content[at]:02x}", hint)])


def _lines(text: str, delimiter: str, file: str, above: int) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line number and the cells of each row; `above` is the number of lines before `text`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = above + 1
    try:
        for cells in reader:
            yield line, cells
            line = above + reader.line_num + 1
    except csv.Error as error:
        raise BadRowsError(file, [problem((line,), f"invalid CSV: {error}")]) from None


def _rows(
    lines: Iterable[tuple[int, list[str]]], form: str, table: str | None, order: str, *, excel: bool
) -> Iterator[Row | DataProblem]:
    """Yield the rows after a header; with `excel`, remove apostrophes that prevent Excel from evaluating a cell."""
    header: list[str] = []
    for number, (line, cells) in enumerate(lines, start=1):
        at = [f"{_letters(place)}{number}" for place in range(len(cells))]
        if not any(cells):
            continue
        if not header:
            header = [cell.strip() for cell in cells]
            keys = [fold(name) for name in header]
            table = table or table_of(keys)
            named = [one for one in zip(keys, header, at, strict=True) if one[0]]
            if errors := [*column_errors(line, table, named, "column")]:
                hint = "delete the rows above the column names"  # such as a title
                for one in errors:
                    yield one._replace(diagnostic=one.diagnostic._replace(hint=hint)) if len(named) == 1 else one
                return
        elif len(cells) != len(header):
            yield problem((line,), f"row has {plural(len(cells), 'cell')}, but the header has {len(header)}")
        else:
            values = {}
            for key, cell, value in zip(keys, at, cells, strict=True):
                if key and value.strip():
                    values[key] = _value(key, _KEPT.sub("", value) if excel else value, form, order)
                elif value.strip():
                    yield problem((line, cell), f"value {quoted(value)} is in a column without a header")
            places = {key: f"{name} ({cell})" for key, name, cell in zip(keys, header, at, strict=True)}
            places[""] = at[keys.index("id")] if "id" in keys else ""
            yield Row(line, form, str(table), values, cells=places)
    if not header:
        yield DataProblem((1,), missing("header row"))


def _letters(place: int) -> str:
    """Return the letters of a column: A, B, …, Z, AA."""
    return (_letters(place // 26 - 1) if place > 25 else "") + chr(ord("A") + place % 26)


def _value(name: str, cell: str, form: str, order: str) -> Any:
    """Return the string, list or table that a cell contains, with dates in ISO 8601 form if their order is known."""
    kind = _TYPES.get(name, TEXT)
    if kind is DATE:
        return _date(cell.strip(), order)
    if kind.many and kind.targets:  # ids contain no separator
        return [one.strip() for one in re.split(r"[;,\n]", cell) if one.strip()]
    if not kind.many:
        return cell if name == "note" else cell.strip()
    items = [re.sub(r"\\(.)", r"\1", item, flags=re.DOTALL) for item in _ITEM[form].findall(cell)]
    pairs = [item.partition("=")[::2] for item in items]
    if name != "event":
        return dict(pairs) if kind in STRING_TABLES else items
    return [
        {"kind": kind} | ({"date": _date(date, order)} if date not in {"", UNKNOWN_DAY} else {}) for kind, date in pairs
    ]


def _date(text: str, order: str) -> str:
    """Return a date in ISO 8601 form if its parts are in the given order; otherwise return the text unchanged."""
    return readings(text).get(order, text) if order else text
