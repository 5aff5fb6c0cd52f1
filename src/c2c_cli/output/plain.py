"""Machine-readable formats: TSV, CSV, CSV for Excel, Markdown tables, JSON and JSON Lines."""

import re
from collections.abc import Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from c2c_cli.model.record import Record, as_data
from c2c_cli.output.view import Value, View
from c2c_cli.text import escape_controls, visible

Rows = Sequence[Sequence[str]]

_FORMULA = re.compile(r"""^('*[=+\-@\t\r\n＝＋－＠])|(?<=[;\r\n])(["']*[=+\-@\t＝＋－＠])""")
"""A cell that a spreadsheet might evaluate as a formula, or part of one after a semicolon, which may separate cells."""


def cell(value: Value) -> str:
    r"""Return the text of a cell; list items are joined by `;`, with `;` and `\` escaped as `\;` and `\\`."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in value)
    return str(value)


def tsv(header: Sequence[str] | None, rows: Rows) -> str:
    r"""Return TSV: one record per line, with TAB, LF, CR and `\` escaped as jq and Miller read them."""
    escaped = [[escape_controls(one.replace("\\", "\\\\")) for one in row] for row in rows]
    return "".join("\t".join(line) + "\n" for line in ([header] if header else []) + escaped)


def csv(header: Sequence[str] | None, rows: Rows, end: str = "\n") -> str:
    """Return CSV as in RFC 4180; each line ends with `end`."""
    import csv  # noqa: PLC0415  # TSV, the format of a pipe, does not need it

    lines: list[str] = []
    # with this line terminator csv also quotes a cell that contains a CR or an LF alone
    writer = csv.writer(SimpleNamespace(write=lines.append), lineterminator="\r\n")
    writer.writerows([*([header] if header else []), *rows])
    return "".join(line.removesuffix("\r\n") + end for line in lines)


def excel(header: Sequence[str] | None, rows: Rows) -> str:
    """Return CSV that Excel opens safely: with a byte-order mark, CRLF line endings, and `'` before formulas."""
    safe = [[_FORMULA.sub(r"'\g<0>", one) for one in row] for row in rows]
    return "\ufeff" + csv(header, safe, "\r\n")


def md(header: Sequence[str] | None, rows: Rows) -> str:
    """Return a Markdown table in GitHub's syntax, with all markup in cells escaped."""
    from c2c_cli.output.markdown import literal  # noqa: PLC0415  # TSV, the format of a pipe, does not need it

    lines = [header, ["---"] * len(header)] if header else []
    return "".join(f"| {' | '.join(line)} |\n" for line in [*lines, *([literal(one) for one in row] for row in rows)])


WRITERS: dict[str, Callable[[Sequence[str] | None, Rows], str]] = {"tsv": tsv, "csv": csv, "excel": excel, "md": md}


def json(view: View, *, whole: bool, lines: bool) -> Iterator[str]:
    """Yield JSON in pieces: an array of records, or one line per record; `whole` adds what is not in a column."""
    import json  # noqa: PLC0415  # TSV, the format of a pipe, does not need it

    before = "["
    for one in view.objects(view.rows) if whole and view.objects else _of_columns(view, whole=whole):
        text = json.dumps(one, ensure_ascii=False, indent=None if lines else 2)
        # such characters are always inside strings, except for the line endings of the indentation
        text = visible(text, "\n", escape=lambda character: json.dumps(character)[1:-1])
        indented = text.replace("\n", "\n  ")
        yield f"{text}\n" if lines else f"{before}\n  {indented}"
        before = ","
    if not lines:
        yield "[]\n" if before == "[" else "\n]\n"


def _of_columns(view: View, *, whole: bool) -> Iterator[dict[str, Any]]:
    """Yield all fields and columns of each row, or the columns shown, as JSON objects."""
    for row in view.rows:
        data = as_data(row) if isinstance(row, Record) else {}
        names = [*data, *view.columns] if whole else view.default
        values = ((name, data[name] if name in data else as_data(view.columns[name](row))) for name in names)
        yield {name: value for name, value in values if value not in (None, "", [])}
