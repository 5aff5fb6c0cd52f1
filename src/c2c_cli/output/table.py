"""Tables for people: fitted to the width by wrapping, no fact cut off; blocks of lines where a table does not fit."""

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
"""Below so many columns each record is a block of lines."""

_GAP = 2
"""Columns between two cells."""

_PART = re.compile(r"\d{4}-\d\d(?:-\d\d)?-?|[^\s-]*-+|[^\s-]+")
"""Words, ending at their hyphens; a date has none to end at."""

_ASCII_HEAD = Box("    \n    \n -- \n" + "    \n" * 5, ascii=True)
"""A rule below the header and no other, where the encoding has no lines."""

_STYLES = {
    **dict.fromkeys(("operating", "held", "met", "valid"), "green"),
    **dict.fromkeys(("preparing", "planned", "due"), "cyan"),
    **dict.fromkeys(("proposed", "tentative", "unclear", "review due"), "yellow"),
    **dict.fromkeys(("closed", "cancelled", "unknown", "end unknown", "none"), QUIET),
    **dict.fromkeys(("missing", "expired"), "red"),
}
"""The colour of each state, which its word tells as well."""

Block = list[tuple[str, str]]
"""What is known of a record: names of fields, each with a cell."""


class _Column(NamedTuple):
    name: str
    cells: list[str]
    width: int
    """Columns of its widest line."""
    word: int
    """Columns of its longest word."""


def draw(view: View, asked: Sequence[str] | None, options: RenderOptions, *, header: bool = True) -> str:
    """Return the rows of a view as a table, or as blocks where a table would break words.

    `asked` has the columns that somebody wants; without it the table is as the view has it for people.
    """
    table = TableOptions() if asked else view.table
    marks = table.marks or {}
    shown = table.columns.items() if table.columns else [(name, view.columns[name]) for name in asked or view.default]
    columns = [
        _column(name, [_cell(value(row), marks, options) for row in view.rows], header=header) for name, value in shown
    ]
    needed = sum(column.width + _GAP for column in columns)
    canvas = Canvas(options, max(options.width or max(needed, NARROW), 8))
    room = canvas.width - _GAP * (len(columns) - 1)
    if sum(column.word for column in columns) > room:
        columns = [_hyphenate(column) for column in columns]
    if table.facts:
        _print_blocks(canvas, _blocks_by_id(columns), marks)
    elif canvas.width < NARROW or sum(column.word for column in columns) > room:
        _print_blocks(canvas, ([(c.name, c.cells[row]) for c in columns] for row in range(len(view.rows))), marks)
    else:
        box = SIMPLE_HEAD if options.has("─") else _ASCII_HEAD
        _print_table(canvas, columns, _widths(columns, room), Table(box=box, show_header=header), marks)
    if table.caption is not None:
        canvas.print(Text(f"\n{options.show(table.caption)}", QUIET))
    return canvas.take()


def _cell(value: Value, marks: Marks, options: RenderOptions) -> str:
    """Return what a person reads: short words beside each other, sentences below each other."""
    if isinstance(value, tuple):
        beside = all(len(item) <= 24 and " " not in item for item in value)
        value = (", " if beside else "\n").join(value)
    text = plain.cell(value)
    if text[:1] in marks and not options.has(text[0]):
        text = marks[text[0]][0] + text[1:]
    return options.show(text.replace("\r\n", "\n"), keep="\n")


def _column(name: str, cells: list[str], *, header: bool) -> _Column:
    lines = [line for cell in cells for line in cell.split("\n")] + ([name] if header else [])
    words = (cell_len(word) for line in lines for word in line.split())
    return _Column(name, cells, max(map(cell_len, lines), default=0), max(words, default=0))


def _hyphenate(column: _Column) -> _Column:
    """Return a column whose longest words may also end behind a hyphen, though not in a date."""
    parts = (cell_len(part) for cell in (column.name, *column.cells) for part in re.findall(_PART, cell))
    return column._replace(word=max(parts, default=0))


def _break_words(cell: str, width: int) -> str:
    """Return a cell with line breaks where words wider than its column may end."""
    for word in {word for word in cell.split() if cell_len(word) > width}:
        lines = [""]
        for part in re.findall(_PART, word):
            if lines[-1] and cell_len(lines[-1] + part) > width:
                lines.append("")
            lines[-1] += part
        cell = cell.replace(word, "\n".join(lines))
    return cell


def _widths(columns: list[_Column], room: int) -> list[int]:
    """Return a width for each column: its longest word at least, and of what is left a fair share of what it lacks."""
    widths = [column.word for column in columns]
    left = room - sum(widths)
    lacking = sorted((column.width - column.word, number) for number, column in enumerate(columns))
    for place, (lacks, number) in enumerate(lacking):
        share = min(lacks, left // (len(lacking) - place))
        widths[number] += share
        left -= share
    return widths


def _style(name: str, cell: str, marks: Marks) -> Text:
    """Return a cell in the colour of its state."""
    if name in {"status", "state"}:
        return Text(cell, _STYLES.get(cell, ""))
    for mark, (stand_in, state) in marks.items():
        if cell.startswith((f"{mark} ", f"{stand_in} ")):
            return Text(cell, _STYLES[state])
    return Text(cell, "bold" if name == "id" else "")


def _print_table(canvas: Canvas, columns: list[_Column], widths: list[int], table: Table, marks: Marks) -> None:
    table.show_edge = table.pad_edge = False
    table.padding = (0, 1, 0, 0)  # with the box's divider the gap
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
    """Yield the facts of each record; a field's name stands beside its first item, and above what belongs to it."""
    rows = zip(*(column.cells for column in columns), strict=True)
    for _, facts in groupby(rows, key=itemgetter(0)):
        block: Block = []
        before = above = ""
        for _, field, fact in facts:
            whole, _, part = field.partition(".")
            name = f"  {part}" if part and whole == above else field
            block.append(("" if field == before else name, fact))
            before, above = field, "" if part and whole != above else whole
        yield block


def _print_blocks(canvas: Canvas, blocks: Iterable[Block], marks: Marks) -> None:
    """Print each record as lines of field and value, what is not set left out."""
    blocks = [[(field, cell) for field, cell in block if cell] for block in blocks]
    width = min(max((cell_len(field) for block in blocks for field, _ in block), default=0), canvas.width // 3)
    for place, block in enumerate(blocks):
        if place:
            canvas.print()
        grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
        grid.add_column(width=width, overflow="fold", style=QUIET)
        grid.add_column(overflow="fold")
        for field, cell in block:
            grid.add_row(field, _style(field, cell, marks))
        canvas.print(grid)
