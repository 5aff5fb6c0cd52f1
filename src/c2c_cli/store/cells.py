"""Rows of spreadsheets: CSV in any dialect and encoding, TSV, and workbooks."""

import csv
import io
import re
import unicodedata
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from string import ascii_uppercase
from typing import Literal

from c2c_cli.errors import (
    DataProblem,
    Diagnostic,
    InputError,
    UsageError,
    missing,
    problem,
    unknown,
)
from c2c_cli.model import extra
from c2c_cli.model.history import EVENT_KINDS, EVENTS
from c2c_cli.model.value_types import DATE, EVENT_DATE, LINE
from c2c_cli.store import xlsx
from c2c_cli.store.disk import MAX_LINES
from c2c_cli.store.rows import (
    COLUMNS,
    CONTACTS_IN_A_SHEET,
    NOT_IN_SPREADSHEETS,
    Row,
    bad_rows,
    fields_of,
    missing_columns,
    other_table,
    table_for,
)
from c2c_cli.text import fold, one_of, plural, quoted

_TYPES = {
    name: field.type
    for table in COLUMNS
    if table not in NOT_IN_SPREADSHEETS
    for name, field in fields_of(table).items()
}
_TYPES |= {"until": DATE, **dict.fromkeys(EVENT_KINDS, EVENT_DATE), "event": EVENTS}
"""Types of columns; the others contain a line."""

_KEPT = re.compile(r"""^'(?='*[=+\-@\t\r\n＝＋－＠])|(?<=[;\r\n])'(?=["']*[=+\-@\t＝＋－＠])""")
"""An apostrophe that prevents Excel from evaluating a formula."""

MAX_COLUMNS = 16_384
"""Maximum number of columns of CSV or TSV, as in Excel."""

MAX_CELLS = 10_000_000
"""Maximum number of cells of CSV or TSV: fifty times the number for 10,000 centres."""

MAX_CHARACTERS = 1_000_000
"""Maximum number of characters in a cell: thirty times the maximum of Excel."""

_CSV_ERRORS = {
    "field larger than": Diagnostic(f"cell has more than {MAX_CHARACTERS:,} characters"),
    "unexpected end of data": Diagnostic("invalid CSV: unclosed quote", "add the closing quote"),
    "expected after": Diagnostic(
        "invalid CSV: unexpected text after a closing quote", 'write "" for a quote in a cell'
    ),
}
"""Part of a message of the module `csv` -> the diagnostic."""

MAX_ITEMS = 10_000
"""Maximum number of items of a list in a cell."""

_ENCODINGS = ("cp949", "windows-1252", "windows-1256", "windows-1251")
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
    update: bool,
) -> Iterator[Row | DataProblem]:
    """Yield the rows of a spreadsheet in the format `form`, and the errors of invalid ones.

    If `table` is None, it is derived from the columns. `sheet` names the sheet of a workbook,
    `encoding` is the encoding of CSV, and `order` is the order of day, month and year in dates,
    or empty. With `update`, the rows may contain only some fields. Raises InputError if the file
    cannot be read as rows.
    """
    if form == "xlsx":
        rows = enumerate(xlsx.cells(content, file, sheet), start=1)
        # an exported workbook has one item per line
        return _without_contacts(_rows(rows, ";\n", table, order, update=update))
    text = _decoded(content, file, encoding)
    has_mark = text.startswith("\ufeff")
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    clean: Callable[[str], str]
    if form == "tsv":
        lines = _Lines(text, "\t", csv.QUOTE_NONE)
        clean = _unescaped
    else:
        delimiter = max(",;\t", key=first.count)
        lines = _Lines(text, delimiter)
        is_from_excel = has_mark or first.endswith("\r") or delimiter == ";"
        clean = partial(_KEPT.sub, "") if is_from_excel else str
    return _without_contacts(_rows(lines.rows(clean, file), ";", table, order, update=update))


def _decoded(content: bytes, file: str, encoding: str | None) -> str:
    """Return the text of a CSV file, whose encoding is UTF-8 by default."""
    try:
        text = content.decode(encoding or "utf-8")
    except LookupError:
        hint = f"use an encoding such as {one_of(_ENCODINGS)}"
        unknown_encoding = unknown("encoding", str(encoding), hint=hint)
        raise UsageError.of(unknown_encoding, subject="--encoding") from None
    except UnicodeError as error:
        at = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = content.count(b"\n", 0, at) + 1
        message = f"invalid {encoding or 'UTF-8'} byte 0x{content[at]:02x}"
    else:
        if encoding or not _utf_16(content):
            if text.count("\r") > MAX_LINES:  # a carriage return alone also ends a line
                raise InputError(f"{file} is longer than {MAX_LINES:,} lines", "split the file")
            return text
        line, message = 1, "unexpected NUL characters"
    raise bad_rows(file, [problem((line,), message, _encoding_hint(content, encoding))])


def _encoding_hint(content: bytes, encoding: str | None) -> str:
    """Return a hint that names the likely encodings of a file, other than `encoding`.

    For each, the first word that is not ASCII shows the user whether the encoding fits.
    """
    utf_16 = _utf_16(content)
    if utf_16:
        likely = {utf_16: ""}
    elif encoding and _is_in(content, "utf-8"):
        return "omit --encoding"
    else:
        likely = _likely_encodings(content)
    if encoding:
        likely.pop(encoding.lower().replace("_", "-"), None)
    if not likely:
        return "" if encoding else "use --encoding NAME"
    names = [f"{name} ({quoted(word)})" if word else name for name, word in likely.items()]
    return f"use --encoding {one_of(names)}"


def _likely_encodings(content: bytes) -> dict[str, str]:
    """Return the encodings in which the first word that is not ASCII has letters of one script.

    If there are none, return all encodings in which the file can be decoded.
    """
    words = {name: _first_word(content, name) for name in _ENCODINGS if _is_in(content, name)}
    likely: dict[str, str] = {}
    for name, word in words.items():
        scripts = {unicodedata.name(letter, "").partition(" ")[0] for letter in word}
        if word.isalpha() and len(scripts) == 1:
            likely[name] = word
    return likely or words


def _utf_16(content: bytes) -> str:
    """Return the name of UTF-16 in the byte order of a file; empty for another encoding."""
    if content[:2] in {BOM_UTF16_LE, BOM_UTF16_BE}:
        return "utf-16"
    # in UTF-16, the names of columns have a zero byte before or after each character
    even, odd = content[:64:2], content[1:64:2]
    for name, zeros, characters in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if zeros.count(0) * 2 > len(zeros) and 0 not in characters:
            return name
    return ""


def _is_in(content: bytes, encoding: str) -> bool:
    """Return whether a file can be decoded with `encoding`."""
    try:
        content.decode(encoding)
    except UnicodeError:
        return False
    return True


def _first_word(content: bytes, encoding: str) -> str:
    """Return the first word of a file that is not ASCII, or an empty string."""
    text = content.decode(encoding)
    first = re.search(r"[^\x00-\x7f]", text)
    if first is None:
        return ""
    text = text[max(0, first.start() - 20) : first.start() + 20]
    word = re.search(r"[^\W\d_]*[^\x00-\x7f]\w*", text)
    return word[0][:20] if word else ""


def _unescaped(cell: str) -> str:
    r"""Return a cell of TSV with the characters that its escapes, such as `\t`, stand for."""
    return re.sub(
        r"\\([\\tnr]|u[0-9a-f]{4})",
        lambda escape: escape[0].encode().decode("unicode_escape"),
        cell,
    )


class _Lines:
    """Lines of CSV or TSV, and the rows that they contain."""

    def __init__(
        self, text: str, delimiter: str, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL
    ) -> None:
        """Create the lines of a text; `quoting` is a constant of the standard module `csv`."""
        quotes = r'(?:"[^"]*+(?:""[^"]*+)*+"?+)?+' if quoting == csv.QUOTE_MINIMAL else ""
        self._lines = io.StringIO(text, newline="")
        self._delimiter = delimiter
        self._quoting = quoting
        self._cell = re.compile(rf"{quotes}[^{delimiter}]*+({delimiter}|\Z)")
        self._cells = 0
        """Number of complete cells in the current row; those of short lines are not counted."""
        self._is_open = False
        """Whether the next line begins within a cell."""

    def rows(self, clean: Callable[[str], str], file: str) -> Iterator[tuple[int, list[str]]]:
        """Yield the number of the first line of each row, and its cells."""
        csv.field_size_limit(MAX_CHARACTERS)
        reader = csv.reader(
            self._counted(), strict=True, delimiter=self._delimiter, quoting=self._quoting
        )
        line = 1
        count = 0
        try:
            for cells in reader:
                count += len(cells)
                if count > MAX_CELLS:
                    limit = f"{MAX_CELLS // 10**6} million"
                    raise InputError(f"{file} has more than {limit} cells", "split the file")
                yield line, [*map(clean, cells)]
                line = reader.line_num + 1
                self._cells, self._is_open = 0, False
        except csv.Error as error:
            raise bad_rows(file, [problem((line,), *_explained(error))]) from None

    def _counted(self) -> Iterator[str]:
        """Yield each line; raise csv.Error before a row of too many cells is in memory."""
        for line in self._lines:
            if self._is_open or line.count(self._delimiter) > 1000:
                for cell in self._cell.finditer(f'"{line}' if self._is_open else line):
                    self._cells += bool(cell[1])
                    if self._cells >= MAX_COLUMNS:
                        raise csv.Error(f"row has more than {MAX_COLUMNS:,} cells")
            self._is_open = True  # until the row ends
            yield line


def _explained(error: csv.Error) -> Diagnostic:
    """Return what is wrong with CSV, from a message of the module `csv`."""
    for part, diagnostic in _CSV_ERRORS.items():
        if part in str(error):
            return diagnostic
    return Diagnostic(f"invalid CSV: {error}")


def _rows(
    lines: Iterable[tuple[int, list[str]]],
    separators: str,
    given_table: str | None,
    order: str,
    *,
    update: bool,
) -> Iterator[Row | DataProblem]:
    """Yield the rows after the header, or their errors; empty rows are skipped.

    `lines` has the number of the first line of each row, and its cells.
    """
    filled = ((line, number, cells) for number, (line, cells) in enumerate(lines, 1) if any(cells))
    line, number, header = next(filled, (1, 1, []))
    if not header:
        yield DataProblem((1,), missing("header row", "add a row of column names"))
        return
    names = [name.strip() for name in header]
    columns = [(_key(name), name, _letters(place)) for place, name in enumerate(names)]
    named = [(key, name, f"{letters}{number}") for key, name, letters in columns if key]
    table, errors = _table_of(line, given_table, named, update=update)
    if errors:
        yield from errors
        return
    other = "" if given_table else other_table(table, {key for key, _, _ in named})
    for line, number, cells in filled:
        if len(cells) != len(columns):
            count = plural(len(cells), "cell")
            which = "missing" if len(cells) < len(columns) else "extra"
            verb = "add" if which == "missing" else "remove"
            message = f"row has {count}, but the header has {len(columns)}"
            yield problem((line,), message, f"{verb} the {which} cells")
            continue
        yield from _row(line, number, table, columns, cells, separators, order, other)


def _table_of(
    line: int, given: str | None, columns: Sequence[tuple[str, str, str]], *, update: bool
) -> tuple[str, list[DataProblem]]:
    """Return the table of rows with the columns of a header, and the errors of the header.

    It is the `given` one, unless that is None. Each column is a tuple of its key, its name and its
    cell.
    """
    table, errors = table_for(line, given, columns)
    if errors and len(columns) == 1:  # the first row is probably a title above the header
        path, message = errors[0].path, errors[0].diagnostic.message
        return table, [problem(path, message, "delete the rows above the column names")]
    if errors:
        return table, errors
    keys = {key for key, _, _ in columns}
    other = "" if given else other_table(table, keys)
    lacking = missing_columns(table, keys, other, update=update)
    return table, [DataProblem((line,), diagnostic) for diagnostic in lacking]


def _without_contacts(found: Iterable[Row | DataProblem]) -> Iterator[Row | DataProblem]:
    """Yield the rows of a spreadsheet without contacts, and one error if any cell contains some."""
    is_reported = False
    for row in found:
        if isinstance(row, DataProblem) or "contact" not in row.values:
            yield row
            continue
        if not is_reported:
            yield row.bad("contact", *CONTACTS_IN_A_SHEET[:2])
        is_reported = True
        values = {column: value for column, value in row.values.items() if column != "contact"}
        yield row._replace(values=values)


def _row(
    line: int,
    number: int,
    table: str,
    columns: Iterable[tuple[str, str, str]],
    cells: Iterable[str],
    separators: str,
    order: str,
    other: str,
) -> Iterator[Row | DataProblem]:
    """Yield the row of a line, and an error for each value in a column without a header.

    Each column is a tuple of its key, its name in the header, and its letters. `other` is another
    table to which the row may belong.
    """
    values = {}
    places = {"": ""}
    for (key, name, letters), text in zip(columns, cells, strict=True):
        if not key and not text:
            continue
        cell = f"{letters}{number}"
        if key:
            places[key] = f"{name} ({cell})"
        if key == "id":
            places[""] = cell  # of the row as a whole
        if not text.strip():
            continue
        if len(text) > MAX_CHARACTERS:
            yield problem((line, cell), f"cell has more than {MAX_CHARACTERS:,} characters")
        elif key:
            value: object = text
            if not key.startswith(extra.COLUMN):
                value = _TYPES.get(key, LINE).of_cell(str(text), separators, order)
            values[key] = value
            if isinstance(value, list | dict) and len(value) > MAX_ITEMS:
                yield problem((line, places[key]), f"list has more than {MAX_ITEMS:,} items")
        else:
            message = f"value {quoted(text)} is in a column without a header"
            yield problem((line, cell), message, "add a header, or remove the value")
    yield Row(line, table, values, cells=places, other_table=other)


def _key(name: str) -> str:
    """Return the column that a header names, ignoring case; an extra key keeps its case."""
    if fold(name).startswith(extra.COLUMN):
        return extra.COLUMN + name[len(extra.COLUMN) :]
    return fold(name)


def _letters(place: int) -> str:
    """Return the letters of a column: A, B, …, Z, AA."""
    if place < 26:
        return ascii_uppercase[place]
    return _letters(place // 26 - 1) + ascii_uppercase[place % 26]
