"""Comma-separated values: RFC 4180's quoting, lines that end in LF."""

import csv
import io

from c2c_cli.render import values
from c2c_cli.render.values import Sheet


def text(sheet: Sheet) -> str:
    """Return the rows as CSV."""
    lines = []
    stream = io.StringIO()
    # with CRLF as the line's end the writer quotes both CR and LF inside a cell; with LF alone it would leave CR bare
    writer = csv.writer(stream, lineterminator="\r\n")
    rows = [sheet.columns] if sheet.header else []
    for row in [*rows, *sheet.rows]:
        writer.writerow([values.text(value) for value in row])
        lines.append(stream.getvalue()[:-2] + "\n")
        stream.seek(0)
        stream.truncate()
    return "".join(lines)
