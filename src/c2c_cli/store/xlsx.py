"""Cells of a workbook (XLSX)."""

import io
import math
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from xml.parsers import expat

from c2c_cli.errors import MISSING_EXTRA, C2CError, InputError, UsageError, of_option
from c2c_cli.model.values import word_of
from c2c_cli.store.rows import TextCell
from c2c_cli.text import one_of, quoted, some_of

MAX_BYTES = 32 << 20
"""Maximum size of all XML parts when unpacked, and of the copies of texts that cells share.

That is four times the size for 10,000 centres.
"""

MAX_PARTS = 10_000
"""Maximum number of parts of a workbook, each of which is a file in a ZIP archive."""

MAX_ELEMENTS = 2_000_000
"""Maximum number of XML elements in all parts: six times the number for 10,000 centres."""

MAX_CELLS = 2_000_000
"""Maximum number of cells of a sheet, including empty ones: ten times that for 10,000 centres."""

_MAX_NAMES = 8
"""Maximum number of names of sheets in an error."""

_ENTRY = b"PK\1\2"
"""The beginning of the entry of a part in the directory of a ZIP archive."""

_XML = (".xml", ".rels")
"""The ends of the names of the parts that are XML; others are pictures and the like."""

_AS_CSV = "save the sheet as CSV to import it"

_PLACE = re.compile("([A-Za-z]{0,3})([0-9]{1,7})")
"""The letters of the column and the number of the row of a cell; a row may omit the letters."""

_SHARED = re.compile(rb"<[^>]*>(0|[1-9][0-9]{0,8})")
"""The beginning of a cell value that is the number of a shared text."""

_ERROR = re.compile(rb"""(<(?:\w+:)?c\s[^<>]*\bt=)(?:"e"|'e')""")
"""The beginning of a cell that contains an error such as `#N/A`."""


def cells(content: bytes, file: str, sheet: str | None) -> Iterator[list[str]]:
    """Return the rows of a sheet, with each cell as text.

    `sheet` may be None if the workbook has only one. Raises InputError if the file is not a
    workbook or is too large, and UsageError if the sheet is unknown.
    """
    try:
        from python_calamine import CalamineWorkbook  # noqa: PLC0415  # an extra
    except ImportError:
        raise UsageError.of(MISSING_EXTRA) from None
    try:
        book = CalamineWorkbook.from_filelike(_checked(content, file))
        name = _selected(sheet, book.sheet_names, file)
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except C2CError:
        raise
    except Exception:  # noqa: BLE001  # a damaged file raises errors of many types
        hint = "save the file as XLSX, without a password"
        raise InputError(f"{file} is not a workbook", hint) from None
    return ([*map(_text, row)] for row in rows)


def _selected(sheet: str | None, names: list[str], file: str) -> str:
    """Return the name of the sheet that `sheet` selects, or of the only sheet if it is None."""
    if sheet in names:
        return sheet
    shown = [*map(quoted, names)]
    choices = one_of(shown) if len(names) <= _MAX_NAMES else some_of(shown, _MAX_NAMES)
    if sheet is not None:
        with of_option("--sheet"):
            return word_of("sheet", sheet, names, f"expected {choices}")
    if len(names) > 1:
        pick = "use --sheet" if len(names) <= _MAX_NAMES else "use --sheet with one of"
        raise UsageError(f"{file} has {len(names)} sheets", f"{pick} {choices}")
    return names[0]


def _text(value: object) -> str:
    """Return the value of a cell as text; logical values and errors are as Excel shows them."""
    if isinstance(value, str):
        return TextCell(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        if not math.isfinite(value):
            return "#NUM!"
        if value.is_integer():
            return str(int(value))
    return str(value)


def _checked(content: bytes, file: str) -> io.BytesIO:
    """Return a workbook with the parts that are XML and that calamine can read safely.

    calamine gets no other parts, so it reads only what has been checked. Raises InputError if
    the workbook is too large.
    """
    if content.count(_ENTRY) > MAX_PARTS:
        raise InputError(f"{file} has more than {MAX_PARTS:,} parts")
    counts = _Counts(file)
    checked = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(checked, "w") as copy:
        used = [part for part in parts.infolist() if part.filename.lower().endswith(_XML)]
        names = {part.filename for part in used}
        unpacked = sum(part.file_size for part in used)
        counts.require_bytes(unpacked)
        for name in names:
            xml = _ERROR.sub(rb'\1"str"', parts.read(name))  # verifies the size
            if counts.add(xml):
                copy.writestr(name, xml)
    counts.require_bytes(unpacked + counts.shared_bytes())
    checked.seek(0)
    return checked


class _Counts:
    """Counts of what calamine allocates memory for, from the XML of the parts of a workbook.

    If calamine could read a number differently, the largest possible one is counted.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._elements = 0
        self._lengths: list[int] = []
        """Length of each text in the part of the texts that cells share."""
        self._uses: list[int] = []
        """The number of such a text for each cell that uses one; -1 if it is not certain."""

    def add(self, xml: bytes) -> bool:
        """Count the elements of a part; return whether calamine can read it safely."""
        self._xml = xml
        self._path: list[str] = []
        self._in_rows = False
        self._height = self._width = 0
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        # calamine might read what follows these differently
        parser.StartDoctypeDeclHandler = parser.ProcessingInstructionHandler = _refuse
        try:
            parser.Parse(xml, True)
        except (expat.ExpatError, ValueError):
            return False
        return True

    def require_bytes(self, size: int) -> None:
        """Raise InputError if a workbook of `size` bytes is too large."""
        if size > MAX_BYTES:
            limit = f"{MAX_BYTES >> 20} MB"
            raise InputError(f"{self._file} is larger than {limit} when unpacked", _AS_CSV)

    def shared_bytes(self) -> int:
        """Return the number of bytes of all copies of the texts that cells share."""
        lengths = [*self._lengths, max(self._lengths, default=0)]  # the last one is number -1
        return sum(lengths[number] for number in self._uses if number < len(lengths))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        """Count an element; raise ValueError if it is in an unexpected place."""
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            limit = f"{MAX_ELEMENTS // 10**6} million XML elements"
            raise InputError(f"{self._file} has more than {limit}", _AS_CSV)
        name = tag.rpartition(":")[2]
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if self._in_rows:
            self._start_in_rows(name, parent, attributes)
            return
        for count in (attributes.get("count"), attributes.get("uniqueCount")):
            self._require_cells(int(count or 0))
        if name == "sheetData":
            _require(len(self._path) == 2)
            self._in_rows = True
            self._row = self._column = 1
        elif name == "sst":
            _require(not parent and not self._lengths)
        elif name == "si" and self._path[0] == "sst":
            _require(parent == "sst")
            self._begin = self._parser.CurrentByteIndex

    def _start_in_rows(self, name: str, parent: str, attributes: dict[str, str]) -> None:
        """Count a row, a cell or its value."""
        place = attributes.get("r")
        if name == "c":
            _require(parent == "row")
            self._cell_row = self._row
            if place is not None:
                self._column, self._cell_row = self._place(place)
            self._is_shared = attributes.get("t") == "s"
        elif name == "row":
            _require(parent == "sheetData")
            if place is not None:
                self._row = self._place(place)[1]
        elif parent == "c" and name != "f":  # calamine omits a cell without a value
            if self._cell_row > self._height or self._column > self._width:
                self._height = max(self._height, self._cell_row)
                self._width = max(self._width, self._column)
                self._require_cells(self._height * self._width)
            self._begin = self._parser.CurrentByteIndex

    def _end(self, _: str) -> None:
        """Count what is known only at the end of an element."""
        name = self._path.pop()
        if self._in_rows:
            if name == "c":
                self._column += 1
            elif name == "v" and self._path[-1] == "c" and self._is_shared:
                value = self._xml[self._begin : self._parser.CurrentByteIndex]
                number = _SHARED.fullmatch(value)
                self._uses.append(int(number[1]) if number else -1)
            elif name == "row":
                self._row += 1
                self._column = 1
            elif name == "sheetData":
                self._in_rows = False
        elif name == "si" and self._path == ["sst"]:
            self._lengths.append(self._parser.CurrentByteIndex - self._begin)

    def _place(self, place: str) -> tuple[int, int]:
        """Return the numbers of a column and a row, from 1; a missing column is 0."""
        found = _PLACE.fullmatch(place)
        if found is None:
            raise ValueError
        letters, row = found.groups()
        return _column(letters), int(row)

    def _require_cells(self, count: int) -> None:
        """Raise InputError if `count` cells, or texts that cells share, are too many."""
        if count > MAX_CELLS:
            limit = f"{MAX_CELLS // 10**6} million cells"
            raise InputError(f"{self._file} has more than {limit}", _AS_CSV)


def _require(condition: bool) -> None:
    """Raise ValueError unless a condition is met."""
    if not condition:
        raise ValueError


def _refuse(*_: object) -> None:
    """Raise ValueError."""
    raise ValueError


@cache
def _column(letters: str) -> int:
    """Return the number of a column from its letters; that of A is 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) % 32  # the last five bits: its place in the alphabet
    return number
