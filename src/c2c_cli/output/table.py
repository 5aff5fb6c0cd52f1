"""Tables that wrap to the terminal width, and blocks of lines if a table does not fit."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from rich.box import SIMPLE_HEAD, Box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from c2c_cli.output import plain
from c2c_cli.output.canvas import QUIET, Canvas, RenderOptions
from c2c_cli.output.view import Marks, TableOptions, Value, View

NARROW = 60
"""Minimum width of a table; in narrower terminals, each record is a block of lines."""

_GAP = 2
"""Number of spaces between two cells."""

_PART = re.compile(r"\d{4}-\d\d(?:-\d\d)?-?|[^\s-]*-+|[^\s-]+")
"""Words, split after their hyphens except in dates."""

_ASCII_HEAD = Box("    \n    \n -- \n" + "    \n" * 5, ascii=True)
"""Single rule below the header, for encodings without box-drawing characters."""

_STYLES = {
    **dict.fromkeys(("operating", "held", "met", "valid"), "green"),
    **dict.fromkeys(("preparing", "planned", "due"), "cyan"),
    **dict.fromkeys(("proposed", "tentative", "unclear", "review due"), "yellow"),
    **dict.fromkeys(("closed", "cancelled", "unknown", "end unknown", "none"), QUIET),
    **dict.fromkeys(("missing", "expired"), "red"),
}
"""State or status -> its colour."""

Block = list[tuple[str, str]]
"""Field names and cells of one record."""


class _Column(NamedTuple):
    name: str
    cells: list[str]
    width: int
    """Width of the widest line."""
    word: int
    """Width of the longest word."""


def draw(view: View, asked: Sequence[str] | None, options: RenderOptions, *, header: bool = True) -> str:
    """Return the rows of the view as a table, or as blocks if a table would break words.

    `asked` are the columns of `--columns`; without them, the view decides.
    """
    table = TableOptions() if asked else view.table
    marks = table.marks or {}
    shown = table.columns.items() if table.columns else [(name, view.columns[name]) for name in asked or view.default]
    columns = [
        _column(name, [_cell(value(row), marks, options) for row in view.rows], header=header) for name, value in shown
    ]
    needed = sum(column.width + _GAP for column in columns)
    canvas = Canvas(options, max(options.width or max(needed, NARROW), 8))
    available = canvas.width - _GAP * (len(columns) - 1)
    if sum(column.word for column in columns) > available:
        columns = [_hyphenate(column) for column in columns]
    if table.by_id:
        _print_blocks(canvas, _blocks_by_id(columns), marks)
    elif canvas.width < NARROW or sum(column.word for column in columns) > available:
        _print_blocks(canvas, ([(c.name, c.cells[row]) for c in columns] for row in range(len(view.rows))), marks)
    else:
        box = SIMPLE_HEAD if options.supports("─") else _ASCII_HEAD
        _print_table(canvas, columns, _widths(columns, available), Table(box=box, show_header=header), marks)
    if table.caption is not None:
        canvas.print(Text(f"\n{options.escape(table.caption)}", QUIET))
    return canvas.take()


def _cell(value: Value, marks: Marks, options: RenderOptions) -> str:
    """Return the text of a cell; short list items are joined by commas, others are on lines of their own."""
    if isinstance(value, tuple):
        inline = all(len(item) <= 24 and " " not in item for item in value)
        value = (", " if inline else "\n").join(value)
    text = plain.cell(value)
    if text[:1] in marks and not options.supports(text[0]):
        text = marks[text[0]][0] + text[1:]
    return options.escape(text.replace("\r\n", "\n"), keep="\n")


def _column(name: str, cells: list[str], *, header: bool) -> _Column:
    lines = [line for cell in cells for line in cell.split("\n")] + ([name] if header else [])
    words = (cell_len(word) for line in lines for word in line.split())
    return _Column(name, cells, max(map(cell_len, lines), default=0), max(words, default=0))


def _hyphenate(column: _Column) -> _Column:
    """Return the column with the width that its longest word needs if words are split after hyphens."""
    parts = (cell_len(part) for cell in (column.name, *column.cells) for part in re.findall(_PART, cell))
    return column._replace(word=max(parts, default=0))


def _break_words(cell: str, width: int) -> str:
    """Return the cell with line breaks after the hyphens of words that are wider than the column."""
    for word in {word for word in cell.split() if cell_len(word) > width}:
        lines = [""]
        for part in re.findall(_PART, word):
            if lines[-1] and cell_len(lines[-1] + part) > width:
                lines.append("")
            lines[-1] += part
        cell = cell.replace(word, "\n".join(lines))
    return cell


def _widths(columns: list[_Column], available: int) -> list[int]:
    """Return a width for each column: at least its longest word, plus a fair share of the remaining width."""
    widths = [column.word for column in columns]
    left = available - sum(widths)
    wanted = sorted((column.width - column.word, number) for number, column in enumerate(columns))
    for index, (extra, number) in enumerate(wanted):
        share = min(extra, left // (len(wanted) - index))
        widths[number] += share
        left -= share
    return widths


def _style(name: str, cell: str, marks: Marks) -> Text:
    """Return the cell in the colour of its state."""
    if name in {"status", "state"}:
        return Text(cell, _STYLES.get(cell, ""))
    for mark, (ascii_mark, state) in marks.items():
        if cell.startswith((f"{mark} ", f"{ascii_mark} ")):
            return Text(cell, _STYLES[state])
    return Text(cell, "bold" if name == "id" else "")


def _print_table(canvas: Canvas, columns: list[_Column], widths: list[int], table: Table, marks: Marks) -> None:
    table.show_edge = table.pad_edge = False
    table.padding = (0, 1, 0, 0)  # the divider of the box adds the second space of the gap
    table.header_style = table.border_style = QUIET
    table.show_lines = any(column.width > width for column, width in zip(columns, widths, strict=True))
    for column, width in zip(columns, widths, strict=True):
        numbers = all(cell.removeprefix("-").isdecimal() or not cell for cell in column.cells) and column.name != "year"
        table.add_column(column.name, width=width, overflow="fold", justify="right" if numbers else "left")
    for row in zip(*(column.cells for column in columns), strict=True):
        cells = zip(columns, widths, row, strict=True)
        table.add_row(*(_style(column.name, _break_words(cell, width), marks) for column, width, cell in cells))
    canvas.print(table)


def _blocks_by_id(columns: list[_Column]) -> Iterator[Block]:
    """Yield a block for each id; a field is named once, with parts such as `signed.until` indented below it."""
    rows = zip(*(column.cells for column in columns), strict=True)
    for _, rows_of_id in groupby(rows, key=itemgetter(0)):
        block: Block = []
        before = above = ""
        for _, field, cell in rows_of_id:
            whole, _, part = field.partition(".")
            name = f"  {part}" if part and whole == above else field
            block.append(("" if field == before else name, cell))
            before, above = field, "" if part and whole != above else whole
        yield block


def _print_blocks(canvas: Canvas, blocks: Iterable[Block], marks: Marks) -> None:
    """Print each record as lines of field and value, without empty values."""
    blocks = [[(field, cell) for field, cell in block if cell] for block in blocks]
    width = min(max((cell_len(field) for block in blocks for field, _ in block), default=0), canvas.width // 3)
    for index, block in enumerate(blocks):
        if index:
            canvas.print()
        grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
        grid.add_column(width=width, overflow="fold", style=QUIET)
        grid.add_column(overflow="fold")
        for field, cell in block:
            grid.add_row(field, _style(field, cell, marks))
        canvas.print(grid)
