"""Printing of views in the chosen format."""

import re
import sys
from collections.abc import Iterator, Sequence
from operator import itemgetter
from types import SimpleNamespace
from typing import Any, NamedTuple

from c2c_cli import streams
from c2c_cli.errors import UsageError, unknown
from c2c_cli.model.dates import UNKNOWN_DAY, Date
from c2c_cli.model.record import Record, as_data
from c2c_cli.output.view import View, cell
from c2c_cli.text import escape_controls, fold, visible

_Rows = Sequence[Sequence[str]]
"""Rows of cells; those of a header are one row, or none."""

FORMATS = ("table", "tsv", "csv", "json", "jsonl", "md", "excel", "xlsx")

_FORMULA = re.compile(r"""^('*[=+\-@\t\r\n＝＋－＠])|(?<=[;\r\n])(["']*[=+\-@\t＝＋－＠])""")
"""A cell, or part of one after a semicolon, that a spreadsheet might evaluate as a formula.

A semicolon may separate cells.
"""


class Output(NamedTuple):
    """Values of the output options; None is the default, which depends on stream and format."""

    format: str | None = None
    columns: str | None = None
    sort: str | None = None
    header: bool | None = None
    output: str | None = None

    @property
    def chosen(self) -> str:
        """The format; by default, a table in a terminal and TSV in a pipe."""
        return self.format or ("table" if streams.is_terminal(sys.stdout) else "tsv")


def write(view: View, output: Output) -> None:
    """Write the view to standard output, or raise UsageError if a column is unknown."""
    form = output.chosen
    header = form != "tsv" if output.header is None else output.header
    view = _arranged(view, output)
    if form == "table":
        from c2c_cli.output import table  # noqa: PLC0415  # Rich takes longer than everything else

        streams.write_drawing(table.draw(view, header=header) if view.rows else "")
    elif form == "xlsx":
        from c2c_cli.output.workbook import workbook  # noqa: PLC0415  # only this format needs it

        streams.write_raw(workbook(view, header=header))
    elif form in {"json", "jsonl"}:
        for piece in _json(view, whole=output.columns is None, lines=form == "jsonl"):
            streams.write(piece)
    else:
        rows = [[cell(view.columns[name](row)) for name in view.default] for row in view.rows]
        text_of = {"tsv": _tsv, "csv": _csv, "excel": _excel, "md": _md}[form]
        streams.write(text_of([view.default] if header else [], rows))
    if view.noun and not view.rows and streams.is_terminal(sys.stderr):
        streams.note(f"no matching {view.noun}")


def _arranged(view: View, output: Output) -> View:
    """Return the view with the columns and the order of the output options.

    If either option is given, the view has no sections.
    """
    if output.columns is not None:
        words = output.columns.split(",")
        names = tuple(_find_column(view, word.strip(), "--columns") for word in words)
        view = view._replace(default=names, shown=None, group=None)
    if output.sort is not None:
        view = view._replace(rows=_sort(view, output.sort), group=None)
    return view


def _find_column(view: View, word: str, option: str) -> str:
    if fold(word) not in view.columns:
        raise UsageError.of(
            unknown("column", word, view.columns, listed_by="this command with --help"),
            subject=option,
        )
    return fold(word)


def _sort(view: View, key: str) -> list[Any]:
    """Return the rows in order of a column; those without a value come last.

    Dates and numbers are compared as such, and text by its folded form.
    """
    column = view.columns[_find_column(view, key.removeprefix("-"), "--sort")]
    known, unknown = [], []
    for row in view.rows:
        value = column(row)
        if not isinstance(value, Date | int):
            value = fold(cell(value))
        if value in {"", UNKNOWN_DAY}:
            unknown.append(row)
        else:
            known.append((value, row))
    known.sort(key=itemgetter(0), reverse=key.startswith("-"))
    return [row for _, row in known] + unknown


def _tsv(header: _Rows, rows: _Rows) -> str:
    r"""Return TSV, one record per line; TAB, LF, CR and `\` are escaped as in jq and Miller."""
    escaped = [[escape_controls(text.replace("\\", "\\\\")) for text in row] for row in rows]
    return "".join("\t".join(line) + "\n" for line in [*header, *escaped])


def _csv(header: _Rows, rows: _Rows, end: str = "\n") -> str:
    """Return CSV as in RFC 4180; each line ends with `end`."""
    import csv  # noqa: PLC0415  # TSV, the format of a pipe, does not need it

    lines: list[str] = []
    # with this line terminator csv also quotes a cell that contains a CR or an LF alone
    csv.writer(SimpleNamespace(write=lines.append), lineterminator="\r\n").writerows(
        [*header, *rows]
    )
    return "".join(line.removesuffix("\r\n") + end for line in lines)


def _excel(header: _Rows, rows: _Rows) -> str:
    """Return CSV for Excel: with a byte-order mark, CRLF line ends, and `'` before formulas."""
    safe = [[_FORMULA.sub(r"'\g<0>", text) for text in row] for row in rows]
    return "\ufeff" + _csv(header, safe, "\r\n")


def _md(header: _Rows, rows: _Rows) -> str:
    """Return a Markdown table in GitHub's syntax, with all markup in cells escaped."""
    from c2c_cli.output.markdown import literal  # noqa: PLC0415  # TSV, the format of a pipe, does not need it

    rule = [["---"] * len(names) for names in header]
    lines = [*header, *rule, *([literal(text) for text in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _json(view: View, *, whole: bool, lines: bool) -> Iterator[str]:
    """Yield JSON in pieces: an array of records, or one line per record.

    `whole` adds what is not in a column.
    """
    import json  # noqa: PLC0415  # TSV, the format of a pipe, does not need it

    before = "["
    objects = view.objects(view.rows) if whole and view.objects else _of_columns(view, whole=whole)
    for item in objects:
        text = json.dumps(item, ensure_ascii=False, indent=None if lines else 2)
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
        values = (
            (name, data[name] if name in data else as_data(view.columns[name](row)))
            for name in names
        )
        yield {name: value for name, value in values if value not in (None, "", [])}
