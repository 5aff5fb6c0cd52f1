"""Views to text, in the format that was asked for or that the reader of standard output needs."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from c2c_cli import streams
from c2c_cli.errors import UsageError
from c2c_cli.model.dates import UNKNOWN_DAY, Date
from c2c_cli.output import plain
from c2c_cli.output.view import Value, View
from c2c_cli.text import did_you_mean, fold, quoted, visible

if TYPE_CHECKING:
    from c2c_cli.errors import TextProblem
    from c2c_cli.output.canvas import RenderOptions

FORMATS = ("table", "tsv", "csv", "json", "jsonl", "md", "excel")

_MANY_ROWS = 1000
"""A table of more is not drawn in a blink."""


class Output(NamedTuple):
    """How rows are to be shown: what the options say."""

    format: str | None = None
    """One of FORMATS; None is a table at a terminal and TSV in a pipe."""
    columns: str | None = None
    """Column names with commas between them."""
    sort: str | None = None
    """A column, with `-` before it from last to first."""
    header: bool | None = None
    """Whether the columns' names come first; None is as the format has it."""

    @property
    def chosen(self) -> str:
        """The format."""
        return self.format or ("table" if streams.is_terminal(sys.stdout) else "tsv")


def write(view: View, output: Output) -> None:
    """Write a view to standard output.

    Raises UsageError for a column that there is not.
    """
    columns = None
    if output.columns is not None:
        columns = [_find_column(view, word.strip(), "--columns") for word in output.columns.split(",")]
    if output.sort is not None:
        view = view._replace(rows=_sort(view, output.sort))
    if output.chosen == "table":
        _write_table(view, columns, output)
    elif output.chosen in {"json", "jsonl"}:
        streams.write_texts(plain.json(view, columns, lines=output.chosen == "jsonl"))
    else:
        streams.write(_text(view, columns, output))
    if not view.rows and streams.is_terminal(sys.stderr):
        streams.note(f"no {view.noun} to show")


def _find_column(view: View, word: str, option: str) -> str:
    if fold(word) not in view.columns:
        raise UsageError(f"{option}: no column {quoted(word)}{did_you_mean(word, view.columns)}")
    return fold(word)


def _sort(view: View, key: str) -> list[Any]:
    if key.startswith("--"):
        raise UsageError("--sort needs a column after it")
    backwards = key.startswith("-")
    column = view.columns[_find_column(view, key.removeprefix("-"), "--sort")]
    keyed = [(row, column(row)) for row in view.rows]
    nothing = {None, UNKNOWN_DAY}
    valued = [(row, _sort_key(value)) for row, value in keyed if value not in nothing]
    valued.sort(key=lambda one: one[1], reverse=backwards)
    return [row for row, _ in valued] + [row for row, value in keyed if value in nothing]


def _sort_key(value: Value) -> tuple[int, Any]:
    """Return what orders dates and numbers by themselves, and texts folded."""
    if isinstance(value, Date | int):
        return 0, value
    return 1, fold(";".join(value) if isinstance(value, tuple) else value or "")


def _text(view: View, columns: Sequence[str] | None, output: Output) -> str:
    """Return the rows as text, exact in a pipe; at a terminal nothing in them may drive that."""
    names = columns or view.default
    rows = [[plain.cell(view.columns[name](row)) for name in names] for row in view.rows]
    if streams.is_terminal(sys.stdout):
        rows = [[visible(one, keep="\n\t") for one in row] for row in rows]
    header = output.chosen != "tsv" if output.header is None else output.header
    return plain.WRITERS[output.chosen](names if header else None, rows)


def _write_table(view: View, columns: Sequence[str] | None, output: Output) -> None:
    from c2c_cli.output import table  # noqa: PLC0415  # Rich takes longer than all the rest

    if len(view.rows) > _MANY_ROWS:
        narrow = "a filter makes it fewer, --format tsv is faster, Ctrl-C stops it"
        streams.note(f"a table of {len(view.rows)} {view.noun} takes a while; {narrow}")
    if view.rows:
        options = _render_options()
        streams.write(table.draw(view, columns, options, header=output.header is not False), options.encoding)


def _render_options() -> "RenderOptions":
    from c2c_cli.output.canvas import RenderOptions  # noqa: PLC0415

    return RenderOptions(streams.width(sys.stdout), streams.encoding(sys.stdout), streams.colour(sys.stdout))


def write_problems(file: str, text: str, problems: Sequence["TextProblem"]) -> None:
    """Write what is wrong with a file to a terminal, each problem with the line that it is about."""
    from c2c_cli.output import excerpts  # noqa: PLC0415

    options = _render_options()
    for excerpt in excerpts.draw(file, text.split("\n"), problems, options):
        streams.write(excerpt, options.encoding)
