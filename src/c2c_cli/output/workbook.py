"""Workbooks: views and other rows as an XLSX file."""

import datetime
import html
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from c2c_cli.errors import OutputError, refused
from c2c_cli.model.dates import Date
from c2c_cli.output.view import MARKS, Columns, Value, View, cell, list_item
from c2c_cli.text import quoted, width

_MAX_WIDTH = 50
"""Maximum width of a column, in digits; longer text is wrapped."""

_PAGE_WIDTH = 220
"""Maximum width of the columns on a page, in digits; it is printed at two thirds of its size."""

_MAX_ROWS = 1_048_576
"""Maximum number of rows of a sheet in Excel, with the header."""

_MAX_CELL = 32767
"""Maximum length of a cell, in UTF-16 units."""

_MAX_DIGITS = 15
"""Maximum number of digits of a number; a spreadsheet would change the others."""

_COLOURS = {
    "green": "#DDF0DD",
    "cyan": "#DCEBF7",
    "yellow": "#FFF2CC",
    "bold red": "#F8D7DA",
    "": "#EDEDED",
}
"""Colour of the mark of a state -> background colour of the cells with the state."""

_LINK = re.compile(
    r"https?://[A-Za-z0-9.-]+(:[0-9]+)?"
    r"([/?]([A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
    r"(#([A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
)
"""An address that Excel accepts as that of a link."""

_MAX_LINK = 2079
"""Maximum length of the address of a link in Excel."""

_MAX_LINKS = 20_000
"""Maximum number of rows with links; Excel limits the links of a sheet to 65,530."""

_MAX_PROPERTY = 255
"""Maximum length of a property of a document in Excel."""

_OF_DAY = 20
"""Minimum number of characters of the title to reserve for the day."""

_MAX_FOOTER = 80
"""Maximum length of a name at the foot of a page, in UTF-16 units; Excel limits the foot to 255."""

_NO_CHARACTER = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
"""A character that XML or a single line cannot contain."""

_Written = str | int | float | datetime.date
"""Content of a cell."""


class Sheet(NamedTuple):
    """A sheet of a workbook: the rows, and a function for the value of each column."""

    name: str
    rows: Sequence[Any]
    columns: Columns
    """Heading of each column -> function that returns its value for a row."""
    header: bool = True
    states: Sequence[str] = ()
    """Headings of the columns whose states are coloured."""
    words: Mapping[str, str] = {}
    """State -> the word for it, if that differs."""
    links: Sequence[str] = ()
    """Headings of the columns whose addresses are links."""
    otherwise: str = "use --format csv"
    """Hint if the rows do not fit on the sheet."""


class About(NamedTuple):
    """What a workbook is about, in the properties of the document and at the foot of each page."""

    name: str
    author: str
    day: datetime.date
    form: str
    """The title, with `{network}` and `{date}` for the name and the day."""
    is_right_to_left: bool = False

    def title(self, most: int) -> str:
        """Return the title, with at most `most` UTF-16 units of the name."""
        return self.form.format(network=_line(self.name, most), date=self.day)


def workbook(view: View) -> bytes:
    """Return a workbook with the rows of a view on one sheet.

    Raises OutputError if they do not fit.
    """
    columns = {name: view.columns[name] for name in view.default}
    return of_sheets([Sheet(view.noun, view.rows, columns, view.header)])


def of_sheets(sheets: Iterable[Sheet], about: About | None = None) -> bytes:
    """Return a workbook of several sheets; raise OutputError if the rows of one do not fit."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": _created(), **_properties(about)})
        formats = _Formats(book)
        for sheet in sheets:
            worksheet = book.add_worksheet(sheet.name)
            _write(worksheet, sheet, formats)
            if about is not None:
                worksheet.set_footer(_footer(about))
                if about.is_right_to_left:
                    worksheet.right_to_left()
    return content.getvalue()


def _properties(about: About | None) -> dict[str, str]:
    """Return the title and the author of the document."""
    if about is None:
        return {}
    of_day = len(about.form.format(network="", date=about.day))
    title = about.title(_MAX_PROPERTY - max(_OF_DAY, of_day))
    return {"title": title, "author": _line(about.author, _MAX_PROPERTY)}


def _footer(about: About) -> str:
    """Return the foot of a page: the name, the sheet, and the number of the page.

    A word joiner separates `&` from what XlsxWriter would read as the place of a picture.
    """
    title = re.sub(r"&(?=[G\[])", "&\u2060", about.title(_MAX_FOOTER)).replace("&", "&&")
    return f"&L{title}&C&A&R&P / &N"


def _line(text: str, most: int) -> str:
    """Return a text without the characters that a single line cannot contain.

    If it has more than `most` UTF-16 units, it ends with an ellipsis.
    """
    clean = _NO_CHARACTER.sub(" ", text)
    units = clean.encode("utf-16-le")
    if len(units) <= 2 * most:
        return clean
    return units[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…"


class _Formats:
    """The formats of cells."""

    def __init__(self, book: Workbook) -> None:
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        # number format 49 keeps text as typed; in other cells, Excel changes 2018-11 to a day
        self.typed = book.add_format({"num_format": 49, "text_wrap": True, "valign": "top"})
        # without the indent, a number touches the text in the next column
        self.number = book.add_format({"valign": "top", "align": "right", "indent": 1})
        self.link = book.add_format({"font_color": "#0563C1", "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"num_format": 49, "text_wrap": True, "bold": True})
        self.title.set_bottom()
        self.line = book.add_format({"bottom": 1, "bottom_color": "#D0D0D0"})
        self.states = {
            style: book.add_format({"text_wrap": True, "valign": "top", "bg_color": colour})
            for style, colour in _COLOURS.items()
        }


def _write(sheet: Worksheet, content: Sheet, formats: _Formats) -> None:
    """Write a sheet with a filter on each column, for printing on A4.

    If the columns do not fit on a page, the first one is repeated on the others.
    """
    first = 1 if content.header else 0
    if len(content.rows) + first > _MAX_ROWS:
        reason = f"sheet {content.name} has more than {_MAX_ROWS} rows"
        raise OutputError.of(refused("write a workbook", reason, content.otherwise))
    sheet.xls_strmax = sys.maxsize  # _cell limits the text; its XML may be longer
    total = 0
    for place, name in enumerate(content.columns):
        total += _write_column(sheet, content, place, name, formats)
    if content.header:
        for place, name in enumerate(content.columns):
            sheet.write_string(0, place, _exact(name), formats.title)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(content.rows), len(content.columns) - 1)
        sheet.repeat_rows(0)
    if content.rows:
        cells = (first, 0, len(content.rows) + first - 1, len(content.columns) - 1)
        sheet.conditional_format(*cells, {"type": "no_errors", "format": formats.line})
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    sheet.repeat_columns(0)
    sheet.print_across()
    sheet.fit_to_pages(-(-total // _PAGE_WIDTH), 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _write_column(
    sheet: Worksheet, content: Sheet, place: int, name: str, formats: _Formats
) -> int:
    """Write a column without its heading, and return its width in digits."""
    values = [content.columns[name](row) for row in content.rows]
    style = formats.typed if any(isinstance(value, Date) for value in values) else formats.text
    has_states = name in content.states
    has_links = name in content.links and len(values) <= _MAX_LINKS
    texts: set[str] = set()
    for number, written in enumerate(_contents(content, name, values), start=int(content.header)):
        if written is None:
            continue
        form = style
        if has_states and written in MARKS:
            form = formats.states[MARKS[str(written)].style]
            written = content.words.get(str(written), written)  # noqa: PLW2901  # as it is shown
        elif has_links and _is_link(written):
            form = formats.link
        _write_cell(sheet, (number, place), written, form, formats)
        texts.add(str(written))
    needed = _width(name if content.header else "", texts)
    sheet.set_column(place, place, needed, style)
    return needed


def _contents(content: Sheet, name: str, values: Iterable[Value]) -> Iterator[_Written | None]:
    """Yield the contents of the cells of a column; raise OutputError if a value does not fit."""
    for row, value in zip(content.rows, values, strict=True):
        try:
            yield _cell(value)
        except ValueError:
            raise _unfit(content, name, row) from None


def _width(name: str, texts: Iterable[str]) -> int:
    """Return the width of a column in digits.

    The button that filters the column covers three digits. A heading is wrapped between words.
    """
    words = [width(word) + 3 for word in name.split()]
    lines = [1 + width(line) for text in texts for line in text.split("\n")]
    return min(max([1, *words, *lines]), _MAX_WIDTH)


def _write_cell(
    sheet: Worksheet,
    place: tuple[int, int],
    written: _Written,
    form: object,
    formats: _Formats,
) -> None:
    """Write a cell, whose text is never a formula, in the row and column `place`."""
    if isinstance(written, str):
        if form is formats.link:
            sheet.write_url(*place, written)  # the text is written below, exactly
        sheet.write_string(*place, _exact(written), form)
    elif isinstance(written, datetime.date):
        sheet.write_datetime(*place, written, formats.day)
    else:
        sheet.write(*place, written, formats.number)


def _is_link(written: _Written) -> bool:
    """Return whether the content of a cell is an address to which it can link."""
    is_text = isinstance(written, str) and len(written) <= _MAX_LINK
    return is_text and _LINK.fullmatch(str(written)) is not None


def _unfit(content: Sheet, column: str, row: object) -> OutputError:
    """Return the error for a value of a row that no cell can contain."""
    first, value_of = next(iter(content.columns.items()))
    whose = f"the value of {quoted(cell(value_of(row)))}" if first != column else "a value"
    limits = f"more than {_MAX_CELL} characters, or contains U+FFFE or U+FFFF"
    reason = f"{whose} in column {column} of sheet {content.name} has {limits}"
    return OutputError.of(refused("write a workbook", reason, content.otherwise))


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


def _cell(value: Value) -> _Written | None:
    """Return the content of a cell: an exact date as a day, and a list with one item per line.

    Raises ValueError if no cell can contain it.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Date) and _is_day(value):
        return value.first
    if isinstance(value, tuple) and not isinstance(value, Date):
        text = "\n".join(list_item(item, ";\n") for item in value)
    else:
        text = cell(value)
    if "\ufffe" in text or "\uffff" in text:
        raise ValueError(text)
    if len(text.encode("utf-16-le", "surrogatepass")) > 2 * _MAX_CELL:
        raise ValueError(text)
    return text or None


def _is_day(date: Date) -> bool:
    """Return whether a date is a day that all spreadsheets store in the same way."""
    return date.first == date.last and not date.bounds and date.year > 1900


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
