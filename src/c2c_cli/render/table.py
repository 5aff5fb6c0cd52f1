"""Tables for people: fitted to the width by wrapping, no fact cut off; blocks of lines where a table does not fit."""

import io
from collections.abc import Sequence
from typing import NamedTuple

from rich.box import ASCII2, SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from c2c_cli.render import values
from c2c_cli.streams import encodable
from c2c_cli.text import plural, visible
from c2c_cli.views import Value, View

NARROW = 60
"""Below so many columns each record is a block of lines."""

_GAP = 2
"""Columns between two cells."""

_STYLES = {
    **dict.fromkeys(("operating", "held", "met"), "green"),
    **dict.fromkeys(("preparing", "planned", "due"), "cyan"),
    **dict.fromkeys(("proposed", "tentative", "unclear"), "yellow"),
    **dict.fromkeys(("closed", "cancelled", "unknown"), "bright_black"),
    "missing": "red",
}
"""The colour of each state, which its word tells as well."""


class Paper(NamedTuple):
    """What a table is drawn on."""

    width: int | None
    """Columns that a line has; None is as many as it needs."""
    encoding: str
    colour: bool


class _Column(NamedTuple):
    name: str
    cells: list[str]
    width: int
    """Cells of the widest line."""
    word: int
    """Cells of the longest word."""


def text(view: View, names: Sequence[str], paper: Paper, *, header: bool = True) -> str:
    """Return the rows of a view as a table, or as blocks where a table would break words."""
    shared = view.shared if view.shared is not None and view.shared in names and _same(view, view.shared) else None
    getters = {**view.columns, **(view.shorter or {})}
    columns = [
        _column(name, [_cell(getters[name](row), paper.encoding) for row in view.rows], header=header)
        for name in names
        if name != shared
    ]
    console = _console(paper, columns)
    room = console.width - _GAP * (len(columns) - 1)
    if paper.width is not None and (paper.width < NARROW or sum(column.word for column in columns) > room):
        _print_blocks(console, columns)
    else:
        _print_table(console, columns, _widths(columns, room), header=header, ascii_only=not _draws(paper.encoding))
    if shared is not None:
        value = values.text(view.columns[shared](view.rows[0]))
        caption = f"{plural(len(view.rows), view.noun.removesuffix('s'))}, {shared} {_cell(value, paper.encoding)}"
        console.print(Text(f"\n{caption}", "bright_black"))
    assert isinstance(console.file, io.StringIO)  # noqa: S101  # which _console gave it
    return "".join(line.rstrip() + "\n" for line in console.file.getvalue().splitlines())


def _same(view: View, name: str) -> bool:
    found = {view.columns[name](row) for row in view.rows}
    return len(found) == 1 and None not in found


def _cell(value: Value, encoding: str) -> str:
    """Return what a person reads: short words beside each other, sentences below each other."""
    if isinstance(value, tuple):
        beside = all(len(item) <= 24 and " " not in item for item in value)
        value = (", " if beside else "\n").join(value)
    return encodable(visible(values.text(value).replace("\r\n", "\n"), keep="\n"), encoding)


def _column(name: str, cells: list[str], *, header: bool) -> _Column:
    lines = [line for cell in cells for line in cell.split("\n")] + ([name] if header else [])
    return _Column(
        name,
        cells,
        max(map(cell_len, lines), default=0),
        max((cell_len(word) for line in lines for word in line.split()), default=0),
    )


def _console(paper: Paper, columns: list[_Column]) -> Console:
    needed = sum(column.width for column in columns) + _GAP * (len(columns) - 1)
    return Console(
        file=io.StringIO(),
        width=paper.width or max(needed, NARROW),
        color_system="standard" if paper.colour else None,
        force_terminal=paper.colour,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        legacy_windows=False,
        _environ={},
    )


def _draws(encoding: str) -> bool:
    return encodable("─", encoding) == "─"


def _widths(columns: list[_Column], room: int) -> list[int]:
    """Return a width for each column: its longest word at least, and of what is left a fair share of what it lacks."""
    widths = {column.name: column.word for column in columns}
    left = room - sum(widths.values())
    lacking = sorted(columns, key=lambda column: column.width - column.word)
    for place, column in enumerate(lacking):
        share = min(column.width - column.word, left // (len(lacking) - place))
        widths[column.name] += share
        left -= share
    return [widths[column.name] for column in columns]


def _style(name: str, cell: str) -> str:
    if name in {"status", "state"}:
        return _STYLES.get(cell, "")
    return "bold" if name == "id" else ""


def _print_table(
    console: Console, columns: list[_Column], widths: list[int], *, header: bool, ascii_only: bool
) -> None:
    wraps = any(column.width > width for column, width in zip(columns, widths, strict=True))
    table = Table(
        box=ASCII2 if ascii_only else SIMPLE_HEAD,
        show_edge=False,
        show_header=header,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="bright_black",
        border_style="bright_black",
        show_lines=wraps,
    )
    for column, width in zip(columns, widths, strict=True):
        numbers = all(cell.isdecimal() or not cell for cell in column.cells) and column.name != "year"
        table.add_column(column.name, width=width, overflow="fold", justify="right" if numbers else "left")
    for row in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*(Text(cell, _style(column.name, cell)) for column, cell in zip(columns, row, strict=True)))
    console.print(table)


def _print_blocks(console: Console, columns: list[_Column]) -> None:
    """Print each record as lines of field and value, what is not set left out."""
    names = max((cell_len(column.name) for column in columns), default=0)
    for place, row in enumerate(zip(*(column.cells for column in columns), strict=True)):
        block = Table.grid(padding=(0, 2, 0, 0), pad_edge=False)
        block.add_column(width=min(names, console.width // 3), overflow="fold", style="bright_black")
        block.add_column(overflow="fold")
        for column, cell in zip(columns, row, strict=True):
            if cell:
                block.add_row(column.name, Text(cell, _style(column.name, cell)))
        if place:
            console.print()
        console.print(block)
