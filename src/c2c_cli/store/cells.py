"""Rows of spreadsheets: CSV in any dialect and encoding, TSV, and workbooks."""

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from string import ascii_uppercase
from typing import Protocol

from c2c_cli.errors import DataProblem, UsageError, missing, problem, unknown
from c2c_cli.model.history import EVENT_KINDS, EVENTS
from c2c_cli.model.records import TABLES
from c2c_cli.model.value_types import DATE, LINE
from c2c_cli.store import xlsx
from c2c_cli.store.disk import MAX_BYTES
from c2c_cli.store.rows import COLUMNS, Row, bad_rows, table_for
from c2c_cli.text import fold, one_of, plural, quoted

_TYPES = {name: field.type for table in COLUMNS for name, field in TABLES[table].fields.items()}
_TYPES |= {**dict.fromkeys(("until", *EVENT_KINDS), DATE), "event": EVENTS}
"""Types of columns; the others contain a line."""

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
        lines = enumerate(xlsx.cells(content, file, sheet), start=1)
        return _rows(lines, ";\n", table, order)  # an exported workbook has one item per line
    text = _decoded(content, file, encoding)
    has_mark = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    stream = io.StringIO(text, newline="")
    first = text.partition("\n")[0]
    clean: Callable[[str], str]
    if form == "tsv":
        reader = csv.reader(stream, strict=True, delimiter="\t", quoting=csv.QUOTE_NONE)
        clean = _unescaped
    else:
        delimiter = max(",;\t", key=first.count)
        reader = csv.reader(stream, strict=True, delimiter=delimiter)
        is_from_excel = has_mark or first.endswith("\r") or delimiter == ";"
        clean = partial(_KEPT.sub, "") if is_from_excel else str
    return _rows(_lines(reader, clean, file), ";", table, order)


def _decoded(content: bytes, file: str, encoding: str | None) -> str:
    """Return the text of a CSV file, whose encoding is UTF-8 by default."""
    try:
        return content.decode(encoding or "utf-8")
    except LookupError:
        hint = f"use an encoding such as {one_of(_ENCODINGS)}"
        unknown_encoding = unknown("encoding", str(encoding), hint=hint)
        raise UsageError.of(unknown_encoding, subject="--encoding") from None
    except UnicodeError as error:
        at = error.start if isinstance(error, UnicodeDecodeError) else 0
    line = content.count(b"\n", 0, at) + 1
    message = f"invalid {encoding or 'UTF-8'} byte 0x{content[at]:02x}"
    hint = f"use --encoding {' or '.join(_likely_encodings(content)) or 'NAME'}"
    raise bad_rows(file, [problem((line,), message, hint)])


def _likely_encodings(content: bytes) -> list[str]:
    """Return each likely encoding of a file, with a word that shows the user whether it is right.

    The word is the first one that is not ASCII.
    """
    if content[:2] in {BOM_UTF16_LE, BOM_UTF16_BE}:
        return ["utf-16"]
    likely = []
    for encoding in _ENCODINGS:
        text = content.decode(encoding, "replace")
        if "\ufffd" not in text:
            word = re.search(r"[^\W\d_]*[^\x00-\x7f]\w*", text)
            likely.append(f"{encoding} ({quoted(word[0][:20] if word else '')})")
    return likely


def _unescaped(cell: str) -> str:
    r"""Return a cell of TSV with the characters that its escapes, such as `\t`, stand for."""
    return re.sub(
        r"\\([\\tnr]|u[0-9a-f]{4})",
        lambda escape: escape[0].encode().decode("unicode_escape"),
        cell,
    )


class _Reader(Protocol):
    """A reader of the standard module `csv`, whose type has no public name."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


def _lines(
    reader: _Reader, clean: Callable[[str], str], file: str
) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the first line of each row of CSV, and its cells."""
    csv.field_size_limit(MAX_BYTES)
    line = 1
    try:
        for cells in reader:
            yield line, [*map(clean, cells)]
            line = reader.line_num + 1
    except csv.Error as error:
        raise bad_rows(file, [problem((line,), f"invalid CSV: {error}")]) from None


def _rows(
    lines: Iterable[tuple[int, list[str]]], separators: str, table: str | None, order: str
) -> Iterator[Row | DataProblem]:
    """Yield the rows after the header, or their errors; empty rows are skipped.

    `lines` has the number of the first line of each row, and its cells.
    """
    filled = ((line, number, cells) for number, (line, cells) in enumerate(lines, 1) if any(cells))
    line, number, header = next(filled, (1, 1, []))
    if not header:
        yield DataProblem((1,), missing("header row"))
        return
    names = [name.strip() for name in header]
    columns = [(fold(name), name, _letters(place)) for place, name in enumerate(names)]
    named = [(key, name, f"{letters}{number}") for key, name, letters in columns if key]
    table, errors = table_for(line, table, named)
    if errors and len(named) == 1:  # such as a title
        path, message = errors[0].path, errors[0].diagnostic.message
        errors = [problem(path, message, "delete the rows above the column names")]
    if errors:
        yield from errors
        return
    for line, number, cells in filled:
        if len(cells) != len(columns):
            count = plural(len(cells), "cell")
            yield problem((line,), f"row has {count}, but the header has {len(columns)}")
            continue
        yield from _row(line, number, table, columns, cells, separators, order)


def _row(
    line: int,
    number: int,
    table: str,
    columns: Iterable[tuple[str, str, str]],
    cells: Iterable[str],
    separators: str,
    order: str,
) -> Iterator[Row | DataProblem]:
    """Yield the row of a line, and an error for each value in a column without a header.

    Each column is a tuple of its key, its name in the header, and its letters.
    """
    values = {}
    places = {"": ""}
    for (key, name, letters), text in zip(columns, cells, strict=True):
        cell = f"{letters}{number}"
        if key:
            places[key] = f"{name} ({cell})"
        if key == "id":
            places[""] = cell  # of the row as a whole
        if not text.strip():
            continue
        if key:
            values[key] = _TYPES.get(key, LINE).of_cell(text, separators, order)
        else:
            message = f"value {quoted(text)} is in a column without a header"
            yield problem((line, cell), message)
    yield Row(line, table, values, cells=places)


def _letters(place: int) -> str:
    """Return the letters of a column: A, B, …, Z, AA."""
    if place < 26:
        return ascii_uppercase[place]
    return _letters(place // 26 - 1) + ascii_uppercase[place % 26]
