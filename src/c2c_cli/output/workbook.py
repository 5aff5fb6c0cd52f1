"""Workbooks: views and other rows as an XLSX file."""

import datetime
import html
import io
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from c2c_cli.errors import OutputError, refused
from c2c_cli.model.dates import Date
from c2c_cli.output.view import MARKS, Columns, Value, View, cell, list_item
from c2c_cli.text import width

_MAX_WIDTH = 60
"""Maximum width of a column, in digits; longer text is wrapped."""

_MAX_DIGITS = 15
"""Maximum number of digits of a number; a spreadsheet would change the others."""

_COLOURS = {"green": "#DDF0DD", "cyan": "#DCEBF7", "yellow": "#FFF2CC", "bold red": "#F8D7DA"}
"""Colour of a mark -> the colour behind the state."""

_LINK = re.compile(r"https?://[!-~]{1,2000}")
"""An address that a cell can link to; Excel limits it to 2079 characters."""

_MAX_LINKS = 10_000
"""Maximum number of rows with links; Excel limits the links of a sheet to 65,530."""

_MAX_FOOTER = 100
"""Maximum length of a title at the foot of a page; Excel limits the footer to 255 characters."""

_MAX_CELL = 32767
"""Maximum length of a cell, in UTF-16 units."""


class Sheet(NamedTuple):
    """A sheet of a workbook: the rows, and a function for the value of each column."""

    name: str
    rows: Sequence[Any]
    columns: Columns
    """Heading of each column -> function that returns its value for a row."""
    header: bool = True
    states: Sequence[str] = ()
    """Headings of the columns whose states are coloured."""
    links: Sequence[str] = ()
    """Headings of the columns whose addresses are links."""


def workbook(view: View) -> bytes:
    """Return a workbook with the rows of a view on one sheet.

    Raises OutputError if a value does not fit.
    """
    columns = {name: view.columns[name] for name in view.default}
    return of_sheets([Sheet(view.noun, view.rows, columns, view.header)])


def of_sheets(sheets: Iterable[Sheet], properties: Mapping[str, str] = {}) -> bytes:
    """Return a workbook of several sheets with the properties of the document.

    A property `title` is also printed at the foot of each page. Raises OutputError if a value does
    not fit.
    """
    title = properties.get("title", "")[:_MAX_FOOTER].replace("&", "&&")
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": _created(), **properties})
        formats = _Formats(book)
        for sheet in sheets:
            worksheet = book.add_worksheet(sheet.name)
            _write(worksheet, sheet, formats)
            if title:
                worksheet.set_footer(f"&L{title}&C&A&R&P / &N")
    return content.getvalue()


class _Formats:
    """The formats of cells."""

    def __init__(self, book: Workbook) -> None:
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        # number format 49 keeps text as typed; in other cells, Excel changes 2018-11 to a day
        # without the indent, a number touches the text in the next column
        self.number = book.add_format({"valign": "top", "align": "right", "indent": 1})
        self.link = book.add_format({"font_color": "#0563C1", "text_wrap": True, "valign": "top"})
        self.typed = book.add_format({"num_format": 49, "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"num_format": 49, "bold": True, "bottom": 1, "valign": "top"})
        self.states = {
            style: book.add_format({"valign": "top", "bg_color": colour})
            for style, colour in _COLOURS.items()
        }


def _write(sheet: Worksheet, content: Sheet, formats: _Formats) -> None:
    """Write a sheet with a filter on each column, for printing on A4."""
    sheet.xls_strmax = sys.maxsize  # _cell limits the text; its XML may be longer
    for place, (name, value_of) in enumerate(content.columns.items()):
        values = [value_of(row) for row in content.rows]
        style = formats.typed if any(isinstance(value, Date) for value in values) else formats.text
        has_links = name in content.links and len(values) <= _MAX_LINKS
        # the button that filters the column covers three digits
        needed = len(name) + 3 if content.header else 1
        for number, value in enumerate(values, start=1 if content.header else 0):
            written = _cell(value, name)
            if isinstance(written, str):
                found = formats.states.get(_style(written)) if name in content.states else None
                if has_links and _LINK.fullmatch(written):
                    sheet.write_url(number, place, written, formats.link, written)
                else:
                    sheet.write_string(number, place, _exact(written), found or style)  # no formula
            elif isinstance(written, int | float):
                sheet.write(number, place, written, formats.number)
            elif written is not None:
                sheet.write(number, place, written, formats.day)
            lines = str(written or "").split("\n")
            needed = max(needed, 1 + max(map(width, lines)))
        sheet.set_column(place, place, min(needed, _MAX_WIDTH), style)
    if content.header:
        sheet.write_row(0, 0, content.columns, formats.title)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(content.rows), len(content.columns) - 1)
        sheet.repeat_rows(0)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _created() -> datetime.datetime:
    """Return the time of creation in a workbook.

    It is SOURCE_DATE_EPOCH, or else a fixed time, so that the same registry always gives the same
    bytes.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if seconds.isdecimal():
        with suppress(ValueError, OverflowError, OSError):
            return datetime.datetime.fromtimestamp(int(seconds), datetime.UTC)
    return datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def _style(state: str) -> str:
    """Return the colour of the mark of a state, or an empty string."""
    return MARKS[state].style if state in MARKS else ""


def _cell(value: Value, column: str) -> str | int | float | datetime.date | None:
    """Return the content of a cell: an exact date as a day, and a list with one item per line."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value)
    # spreadsheets store days before 1901 in different ways
    if isinstance(value, Date) and value.first == value.last and value.year > 1900:
        return value.first
    if isinstance(value, tuple) and not isinstance(value, Date):
        text = "\n".join(list_item(item, ";\n") for item in value)
    else:
        text = cell(value)
    is_too_long = len(text.encode("utf-16-le", "surrogatepass")) > 2 * _MAX_CELL
    if is_too_long or "\ufffe" in text or "\uffff" in text:
        limits = f"more than {_MAX_CELL} characters, or contains U+FFFE or U+FFFF"
        reason = f"a value in column {column} has {limits}"
        raise OutputError.of(refused("write a workbook", reason, "use --format csv"))
    return text or None


def _number(value: float) -> int | float | str:
    """Return a number, or its text if a spreadsheet would change its digits."""
    if sum(map(str.isdigit, str(value))) > _MAX_DIGITS:
        return str(value)
    return value if isinstance(value, int) else float(value)


def _exact(text: str) -> str:
    """Return the string with which XlsxWriter writes a text exactly.

    `_x0041_` in a workbook is an escape. XlsxWriter does not escape all of these correctly, and
    writes a text in `<r>` as XML. Therefore, such texts are passed as XML.
    """
    if "_x" not in text and not text.startswith("<r>"):
        return text
    xml = html.escape(text, quote=False).replace("_x", "&#95;x005F&#95;x")
    return f'<r><t xml:space="preserve">{xml}</t></r>'
