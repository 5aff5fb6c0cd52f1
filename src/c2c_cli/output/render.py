"""Output of views in the chosen format."""

import sys
from typing import Any, NamedTuple

from c2c_cli import streams
from c2c_cli.errors import UsageError, unknown
from c2c_cli.model.dates import UNKNOWN_DAY, Date
from c2c_cli.output import plain
from c2c_cli.output.view import View
from c2c_cli.text import fold

FORMATS = ("table", "tsv", "csv", "json", "jsonl", "md", "excel", "xlsx")


class Output(NamedTuple):
    """Values of the output options; None means the default, which depends on the stream and the format."""

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
    if output.columns is not None:
        names = tuple(_find_column(view, word.strip(), "--columns") for word in output.columns.split(","))
        view = view._replace(default=names, shown=None, group=None)
    if output.sort is not None:
        view = view._replace(rows=_sort(view, output.sort), group=None)
    if form == "table":
        from c2c_cli.output import table  # noqa: PLC0415  # importing Rich takes longer than everything else

        streams.write_drawing(table.draw(view, header=header) if view.rows else "")
    elif form == "xlsx":
        from c2c_cli.output.workbook import workbook  # noqa: PLC0415  # only this format needs it

        streams.write_raw(workbook(view, header=header))
    elif form in {"json", "jsonl"}:
        for piece in plain.json(view, whole=output.columns is None, lines=form == "jsonl"):
            streams.write(piece)
    else:
        rows = [[plain.cell(view.columns[name](row)) for name in view.default] for row in view.rows]
        streams.write(plain.WRITERS[form](view.default if header else None, rows))
    if not view.rows and streams.is_terminal(sys.stderr):
        streams.note(f"no matching {view.noun}")


def _find_column(view: View, word: str, option: str) -> str:
    if fold(word) not in view.columns:
        raise UsageError(*unknown("column", word, view.columns, listed_by="this command with --help"), subject=option)
    return fold(word)


def _sort(view: View, key: str) -> list[Any]:
    """Return the rows in order of a column: dates and numbers, or text by its folded form; those without one last."""
    column = view.columns[_find_column(view, key.removeprefix("-"), "--sort")]
    keyed = [
        (value if isinstance(value := column(row), Date | int) else fold(plain.cell(value)), row) for row in view.rows
    ]
    known = [one for one in keyed if one[0] not in {"", UNKNOWN_DAY}]
    known.sort(key=lambda one: one[0], reverse=key.startswith("-"))
    return [row for _, row in known] + [row for value, row in keyed if value in {"", UNKNOWN_DAY}]
