"""Drawing of contacts as blocks of lines, for terminals in which a table would break values."""

from collections.abc import Callable, Sequence

from c2c_cli.model.contacts import Person
from c2c_cli.output.canvas import escape, width_of, wrapped
from c2c_cli.output.view import QUIET, Columns, Span, cell, heading
from c2c_cli.text import plural

_GAP = 2  # number of spaces between two columns, and before each line after the first
_NOTE = 20  # minimum width of the notes in a table, where they are wrapped

_Line = list[Span]


def lines(
    rows: Sequence[Person],
    columns: Columns,
    in_lines: Callable[[Person], Sequence[str]],
    caption: Sequence[str],
    width: int,
) -> list[_Line] | None:
    """Return a block of lines for each contact, their number and the lines of the caption.

    Return None if a table fits in `width` without a line break, except in notes.
    """
    if _width_of_table(rows, columns) <= width:
        return None
    drawn: list[_Line] = []
    for person in rows:
        first, *others = in_lines(person)
        drawn += [[(line, "bold")] for line in _wrapped(first, width)]
        for other in others:
            drawn += [[(" " * _GAP + line, "")] for line in _wrapped(other, width - _GAP)]
    drawn += [[], [(plural(len(rows), "contact"), QUIET)]]
    return drawn + [[(line, "")] for note in caption for line in _wrapped(note, width)]


def _wrapped(text: str, width: int) -> list[str]:
    return wrapped(escape(text.replace("\r\n", "\n"), keep="\n"), width).split("\n")


def _width_of_table(rows: Sequence[Person], columns: Columns) -> int:
    """Return the least width of a table of the columns that have values."""
    total = 0
    for name, column in columns.items():
        texts = [escape(cell(column(person)), keep="\n") for person in rows]
        if not any(texts):
            continue
        column_width = max(map(width_of, (heading(name), *texts)))
        if name == "note":
            column_width = min(column_width, _NOTE)
        total += column_width + _GAP
    return total - _GAP
