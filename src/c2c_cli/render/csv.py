"""Comma-separated values: RFC 4180's quoting, with LF, or as Excel opens them safely."""

import csv
import io
import re

from c2c_cli.render.values import Sheet

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
"""What a spreadsheet may run, and what looks as if it had been kept from running."""


def text(sheet: Sheet) -> str:
    """Return the rows as CSV whose lines end in LF."""
    return "".join(line + "\n" for line in _lines(sheet))


def excel(sheet: Sheet) -> str:
    """Return the rows as CSV that Excel opens as it is meant: a byte-order mark, CRLF, and `'` before a formula."""
    safe = [tuple(f"'{cell}" if _FORMULA.match(cell) else cell for cell in row) for row in sheet.rows]
    return "\ufeff" + "".join(line + "\r\n" for line in _lines(sheet._replace(rows=safe)))


def _lines(sheet: Sheet) -> list[str]:
    """Return each row without its line's end."""
    lines = []
    stream = io.StringIO()
    # with CRLF as the line's end the writer quotes both CR and LF inside a cell; with LF alone it would leave CR bare
    writer = csv.writer(stream, lineterminator="\r\n")
    for row in [*([sheet.columns] if sheet.header else []), *sheet.rows]:
        writer.writerow(row)
        lines.append(stream.getvalue().removesuffix("\r\n"))
        stream.seek(0)
        stream.truncate()
    return lines
