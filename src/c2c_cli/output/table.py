"""Tables for people: fitted to the width by wrapping, no fact cut off; blocks of lines where a table does not fit."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from rich.box import SIMPLE_HEAD, Box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from c2c_cli.output import plain
from c2c_cli.output.canvas import QUIET, Canvas, RenderOptions
from c2c_cli.output.view import Marks, Value, View
from c2c_cli.streams import encodable
from c2c_cli.text import plural, visible

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


class _Column(NamedTuple):
    name: str
    cells: list[str]
    width: int
    """Columns of its widest line."""
    word: int
    """Columns of its longest word."""


def text(view: View, asked: Sequence[str] | None, paper: RenderOptions, *, header: bool = True) -> str:
    """Return the rows of a view as a table, or as blocks where a table would break words.

    `asked` has the columns that somebody wants; without it a table leaves to its caption what all rows share.
    """
    names = asked or view.brief or view.default
    shared = view.shared if view.shared is not None and asked is None and _same(view, view.shared) else None
    getters = {**view.columns, **(view.shorter or {} if asked is None else {})}
    marks = view.marks or {}
    columns = [
        _column(
            name, [_cell(_marked(getters[name](row), marks, paper), paper.encoding) for row in view.rows], header=header
        )
        for name in names
        if name != shared
    ]
    needed = sum(column.width + _GAP for column in columns)
    drawing = Canvas(paper, max(paper.width or max(needed, NARROW), 8))
    room = drawing.width - _GAP * (len(columns) - 1)
    if sum(column.word for column in columns) > room:
        columns = [_hyphenated(column) for column in columns]
    if view.facts:
        _print_blocks(drawing, _by_id(columns), marks, view.unwrapped)
    elif drawing.width < NARROW or sum(column.word for column in columns) > room:
        rows = zip(*(column.cells for column in columns), strict=True)
        _print_blocks(drawing, ([(c.name, cell) for c, cell in zip(columns, row, strict=True)] for row in rows), marks)
    else:
        box = SIMPLE_HEAD if encodable("─", paper.encoding) == "─" else _ASCII_HEAD
        _print_table(drawing, columns, _widths(columns, room), Table(box=box, show_header=header), marks)
    if shared is not None:
        value = _cell(view.columns[shared](view.rows[0]), paper.encoding)
        drawing.print(Text(f"\n{plural(len(view.rows), view.noun.removesuffix('s'))}, {shared} {value}", QUIET))
    if view.caption is not None:
        drawing.print(Text(f"\n{encodable(visible(view.caption), paper.encoding)}", QUIET))
    return drawing.take()


def _marked(value: Value, marks: Marks, paper: RenderOptions) -> Value:
    """Return a value with its mark as the encoding has it."""
    if isinstance(value, str) and value[:1] in marks and encodable(value[0], paper.encoding) != value[0]:
        return marks[value[0]][0] + value[1:]
    return value


def _same(view: View, name: str) -> bool:
    found = {view.columns[name](row) for row in view.rows}
    return len(found) == 1 and None not in found


def _cell(value: Value, encoding: str) -> str:
    """Return what a person reads: short words beside each other, sentences below each other."""
    if isinstance(value, tuple):
        beside = all(len(item) <= 24 and " " not in item for item in value)
        value = (", " if beside else "\n").join(value)
    return encodable(visible(plain.cell(value).replace("\r\n", "\n"), keep="\n"), encoding)


def _column(name: str, cells: list[str], *, header: bool) -> _Column:
    lines = [line for cell in cells for line in cell.split("\n")] + ([name] if header else [])
    words = (cell_len(word) for line in lines for word in line.split())
    return _Column(name, cells, max(map(cell_len, lines), default=0), max(words, default=0))


def _hyphenated(column: _Column) -> _Column:
    """Return a column whose longest words may also end behind a hyphen, though not in a date."""
    parts = (cell_len(part) for cell in (column.name, *column.cells) for part in re.findall(_PART, cell))
    return column._replace(word=max(parts, default=0))


def _broken(cell: str, width: int) -> str:
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


def _styled(name: str, cell: str, marks: Marks) -> Text:
    if name in {"status", "state"}:
        return Text(cell, _STYLES.get(cell, ""))
    for mark, (stand_in, state) in marks.items():
        if cell.startswith((f"{mark} ", f"{stand_in} ")):
            return Text(cell, _STYLES[state])
    return Text(cell, "bold" if name == "id" else "")


def _print_table(drawing: Canvas, columns: list[_Column], widths: list[int], table: Table, marks: Marks) -> None:
    table.show_edge = table.pad_edge = False
    table.padding = (0, 1, 0, 0)  # with the box's divider the gap
    table.header_style = table.border_style = QUIET
    table.show_lines = any(column.width > width for column, width in zip(columns, widths, strict=True))
    for column, width in zip(columns, widths, strict=True):
        numbers = all(cell.removeprefix("-").isdecimal() or not cell for cell in column.cells) and column.name != "year"
        table.add_column(column.name, width=width, overflow="fold", justify="right" if numbers else "left")
    for row in zip(*(column.cells for column in columns), strict=True):
        cells = zip(columns, widths, row, strict=True)
        table.add_row(*(_styled(column.name, _broken(cell, width), marks) for column, width, cell in cells))
    drawing.print(table)


def _by_id(columns: list[_Column]) -> Iterable[list[tuple[str, str]]]:
    """Yield the facts of each record; a field's name stands beside its first item, and above what belongs to it."""
    rows = zip(*(column.cells for column in columns), strict=True)
    for _, facts in groupby(rows, key=itemgetter(0)):
        block: list[tuple[str, str]] = []
        before = above = ""
        for _, field, fact in facts:
            whole, _, part = field.partition(".")
            name = f"  {part}" if part and whole == above else field
            block.append(("" if field == before else name, fact))
            before, above = field, "" if part and whole != above else whole
        yield block


def _print_blocks(
    drawing: Canvas, blocks: Iterable[list[tuple[str, str]]], marks: Marks, unwrapped: Sequence[str] = ()
) -> None:
    """Print each record as lines of field and value, what is not set left out."""
    blocks = [[(field, cell) for field, cell in block if cell] for block in blocks]
    width = min(max((cell_len(field) for block in blocks for field, _ in block), default=0), drawing.width // 3)
    for place, block in enumerate(blocks):
        if place:
            drawing.print()
        grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
        grid.add_column(width=width, overflow="fold", style=QUIET)
        grid.add_column(overflow="fold")
        before = ""
        apart = []
        for field, cell in block:
            before = field or before
            if before in unwrapped:
                apart.append(Text.assemble((field.ljust(width + _GAP), QUIET), cell))
            else:
                grid.add_row(field, _styled(before, cell, marks))
        drawing.print(grid)
        for line in apart:
            drawing.print(line, wrap=False)
