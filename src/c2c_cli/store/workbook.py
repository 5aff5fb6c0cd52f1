"""Cells of a workbook (XLSX)."""

import io
import re
import zipfile
from functools import reduce

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
        raise UsageError(*MISSING_EXTRA) from None
    try:
        _require_size(content, file)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
        if sheet is None and len(names) > 1:
            raise UsageError(
                f"{file} has {len(names)} sheets", f"use --sheet {one_of([*map(quoted, names)])}"
            )
        if sheet is not None and sheet not in names:
            with of_option("--sheet"):
                sheet = word_of("sheet", sheet, names)
        rows = book.get_sheet_by_name(sheet or names[0]).to_python(skip_empty_area=False)
        return [
            [
                str(int(one)) if isinstance(one, float) and one.is_integer() else str(one)
                for one in row
            ]
            for row in rows
        ]
    except C2CError:
        raise
    except Exception:  # noqa: BLE001  # a damaged file raises errors of many types
        raise InputError(
            f"{file} is not a workbook", "save the file as XLSX, without a password"
        ) from None


def _require_size(content: bytes, file: str) -> None:
    """Raise InputError if the workbook is too large for calamine to read safely."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        parts.getinfo("xl/workbook.xml")
        unpacked = sum(part.file_size for part in parts.infolist())
        # reading verifies the sizes
        found = [parts.read(part) for part in parts.infolist()] if unpacked <= MAX_BYTES else []
    lengths = [len(text) for xml in found for text in _END_OF_TEXT.split(xml)[:-1]]
    texts = (int(number) for xml in found for number in _TEXT_NUMBER.findall(xml))
    if unpacked + sum(lengths[number] for number in texts if number < len(lengths)) > MAX_BYTES:
        raise InputError(f"{file} unpacks to more than the {MAX_BYTES >> 20} MB limit")
    if any(max(_size(xml), *map(int, _COUNT.findall(xml)), 0) > MAX_CELLS for xml in found):
        raise InputError(f"{file} has more than {MAX_CELLS // 10**6} million cells")


def _size(xml: bytes) -> int:
    """Return the number of cells between the first and the last one of a sheet."""
    height = width = 0
    for kind, attributes in _FILLED.findall(xml):
        places = _PLACE.findall(attributes)
        for letters, number in places:
            height = max(height, int(number[:9]))
            # the last five bits of a letter are its number in the alphabet
            width = max(
                width, reduce(lambda column, letter: column * 26 + letter % 32, letters[:9], 0)
            )
        if not places:  # it follows the one before
            height, width = height + (kind == b"row"), width + (kind == b"c")
    return height * width
