"""Output of views in the chosen format."""

import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

from c2c_cli import streams
from c2c_cli.errors import TextProblem, UsageError, unknown
from c2c_cli.model.dates import UNKNOWN_DAY, Date
from c2c_cli.output import plain
from c2c_cli.output.view import Value, View
from c2c_cli.text import fold

FORMATS = ("table", "tsv", "csv", "json", "jsonl", "md", "excel", "xlsx")

_MANY_ROWS = 1000
"""Number of rows above which drawing a table is noticeably slow."""


class Output(NamedTuple):
    """Values of the output options."""

    format: str | None = None
    """One of FORMATS; None means a table in a terminal and TSV in a pipe."""
    columns: str | None = None
    """Comma-separated column names."""
    sort: str | None = None
    """Column to sort by, with `-` before it for descending order."""
    header: bool | None = None
    """Whether to write a header; None means the default of the format."""
    output: str | None = None
    """File to write instead of standard output."""

    @property
    def chosen(self) -> str:
        """The format, with the default of the stream applied."""
        return self.format or ("table" if streams.is_terminal(sys.stdout) else "tsv")


def write(view: View, output: Output) -> None:
    """Write the view to standard output, or raise UsageError if a column is unknown."""
    columns = None
    if output.columns is not None:
        columns = [_find_column(view, word.strip(), "--columns") for word in output.columns.split(",")]
    if output.sort is not None:
        view = view._replace(rows=_sort(view, output.sort), table=view.table._replace(group=None, blocks=None))
    if output.chosen == "table":
        _write_table(view, columns, output)
    elif output.chosen == "xlsx":
        from c2c_cli.output.workbook import workbook  # noqa: PLC0415  # only this format needs it

        if streams.is_terminal(sys.stdout):
            raise UsageError("cannot write a workbook to a terminal", "use --output FILE", subject="--format xlsx")
        streams.write_raw(workbook(view, columns or view.default, header=output.header is not False))
    elif output.chosen in {"json", "jsonl"}:
        for piece in plain.json(view, columns, lines=output.chosen == "jsonl"):
            streams.write(piece)
    else:
        names = columns or view.default
        rows = [[plain.cell(view.columns[name](row)) for name in names] for row in view.rows]
        header = output.chosen != "tsv" if output.header is None else output.header
        streams.write(plain.WRITERS[output.chosen](names if header else None, rows))
    if not view.rows and streams.is_terminal(sys.stderr):
        streams.note(f"no matching {view.noun}")


def _find_column(view: View, word: str, option: str) -> str:
    if fold(word) not in view.columns:
        raise UsageError(*unknown("column", word, view.columns, listed_by="this command with --help"), subject=option)
    return fold(word)


def _sort(view: View, key: str) -> list[Any]:
    if key.startswith("--"):
        raise UsageError("--sort requires a column name")
    backwards = key.startswith("-")
    column = view.columns[_find_column(view, key.removeprefix("-"), "--sort")]
    keyed = [(row, column(row)) for row in view.rows]
    nothing = {None, UNKNOWN_DAY}
    valued = [(row, _sort_key(value)) for row, value in keyed if value not in nothing]
    valued.sort(key=lambda one: one[1], reverse=backwards)
    return [row for row, _ in valued] + [row for row, value in keyed if value in nothing]


def _sort_key(value: Value) -> tuple[int, Any]:
    """Return a sort key: dates and numbers themselves, and strings ignoring case and accents."""
    if isinstance(value, Date | int):
        return 0, value
    return 1, fold(";".join(value) if isinstance(value, tuple) else value or "")


def _write_table(view: View, columns: Sequence[str] | None, output: Output) -> None:
    from c2c_cli.output import table  # noqa: PLC0415  # importing Rich takes longer than everything else

    if len(view.rows) > _MANY_ROWS:
        narrow = "filter the list, use --format tsv, or press Ctrl-C to stop"
        streams.note(f"drawing a table of {len(view.rows)} {view.noun} may take a while; {narrow}")
    if view.rows:
        streams.write_drawing(table.draw(view, columns, header=output.header is not False))


def write_problems(file: str, lines: Sequence[str], problems: Sequence[TextProblem], summary: str) -> None:
    """Write each problem of a file, drawn for the terminal, and the summary."""
    from c2c_cli.output import excerpts  # noqa: PLC0415  # it imports Rich

    streams.write_drawing(excerpts.draw(file, lines, problems, summary))


def write_document(text: str, *, drawn: bool) -> None:
    """Write Markdown or HTML, or draw Markdown if standard output is a terminal and `drawn` is set."""
    if drawn and streams.is_terminal(sys.stdout):
        from c2c_cli.output import canvas  # noqa: PLC0415

        streams.write_drawing(canvas.draw_markdown(text))
    else:
        streams.write(text)
