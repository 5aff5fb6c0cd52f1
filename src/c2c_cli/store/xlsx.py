"""Cells of a workbook (XLSX)."""

import io
import re
import zipfile

from c2c_cli.errors import MISSING_EXTRA, C2CError, InputError, UsageError, of_option
from c2c_cli.model.values import word_of
from c2c_cli.store.disk import MAX_BYTES
from c2c_cli.text import one_of, quoted

MAX_CELLS = 10_000_000
"""Maximum number of cells of a sheet, including empty ones.

That is more than forty times the number for 10,000 centres.
"""

# Parts of the XML, in the order in which they are used
_END_OF_TEXT = re.compile(rb"</(?:\w+:)?si\s*>")
"""The end of a text that many cells may share."""

_TEXT_NUMBER = re.compile(rb"""\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d{1,9})\s*<""")
"""The number of such a text, in a cell."""

_COUNT = re.compile(rb"""ount\s*=\s*["']\+?(\d{1,30})""")
"""The number of texts or formats, for which calamine allocates memory."""

_FILLED = re.compile(rb"""<(?:\w+:)?(c|row)\b((?:[^>"'/]|"[^"]*"|'[^']*')*+)>""")
"""A cell or row that is not empty, and its attributes."""

_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d+)""")
"""The letters of its column, and the number of its row."""


def cells(content: bytes, file: str, sheet: str | None) -> list[list[str]]:
    """Return the rows of a sheet, with each cell as text.

    `sheet` may be None if the workbook has only one. Raises InputError if the file is not a
    workbook or is too large, and UsageError if the sheet is unknown.
    """
    try:
        from python_calamine import CalamineWorkbook  # noqa: PLC0415  # an extra
    except ImportError:
        raise UsageError.of(MISSING_EXTRA) from None
    try:
        _require_size(content, file)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        name = _selected(sheet, book.sheet_names, file)
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        return [[*map(_text, row)] for row in rows]
    except C2CError:
        raise
    except Exception:  # noqa: BLE001  # a damaged file raises errors of many types
        hint = "save the file as XLSX, without a password"
        raise InputError(f"{file} is not a workbook", hint) from None


def _selected(sheet: str | None, names: list[str], file: str) -> str:
    """Return the name of the sheet that `sheet` selects, or of the only sheet if it is None."""
    if sheet in names:
        return sheet
    if sheet is not None:
        with of_option("--sheet"):
            return word_of("sheet", sheet, names)
    if len(names) > 1:
        hint = f"use --sheet {one_of([*map(quoted, names)])}"
        raise UsageError(f"{file} has {len(names)} sheets", hint)
    return names[0]


def _text(value: object) -> str:
    """Return the value of a cell as text; whole numbers have no decimal point."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _require_size(content: bytes, file: str) -> None:
    """Raise InputError if the workbook is too large for calamine to read safely."""
    too_large = InputError(f"{file} unpacks to more than the {MAX_BYTES >> 20} MB limit")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        parts.getinfo("xl/workbook.xml")
        unpacked = sum(part.file_size for part in parts.infolist())
        if unpacked > MAX_BYTES:
            raise too_large
        found = [parts.read(part) for part in parts.infolist()]  # verifies the sizes
    lengths = [len(text) for xml in found for text in _END_OF_TEXT.split(xml)[:-1]]
    for xml in found:
        for number in map(int, _TEXT_NUMBER.findall(xml)):
            if number < len(lengths):
                unpacked += lengths[number]
    if unpacked > MAX_BYTES:
        raise too_large
    for xml in found:
        counts = map(int, _COUNT.findall(xml))
        if max([_size(xml), *counts]) > MAX_CELLS:
            raise InputError(f"{file} has more than {MAX_CELLS // 10**6} million cells")


def _size(xml: bytes) -> int:
    """Return the number of cells between the first and the last one of a sheet."""
    height = width = 0
    for kind, attributes in _FILLED.findall(xml):
        places = _PLACE.findall(attributes)
        for letters, number in places:
            height = max(height, int(number[:9]))
            width = max(width, _column(letters[:9]))
        if not places:  # it follows the one before
            height += kind == b"row"
            width += kind == b"c"
    return height * width


def _column(letters: bytes) -> int:
    """Return the number of a column from its letters; that of A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter % 32  # the last five bits are its number in the alphabet
    return number
