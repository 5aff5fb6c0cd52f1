"""Tables that wrap to the terminal width, and blocks of lines if a table does not fit."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from rich.box import Box
from rich.cells import cell_len
from rich.rule import Rule
from rich.table import Table

from c2c_cli.model.dates import Date
from c2c_cli.output.canvas import MAX_TEXT_WIDTH, Canvas, escape, styled, width_of, wrapped
from c2c_cli.output.view import QUIET, Line, Value, View, cell, heading
from c2c_cli.text import parts, plural

_NARROW = 60  # minimum width of a table; in narrower terminals, each record is a block of lines
_STEP = 9  # number of characters by which columns are widened, enough for a space and a time
_MEASURED = (
    200  # maximum number of rows, and of characters of a cell, from which widths are determined
)
_GAP = 2  # number of spaces between two cells
_RULE = Box("    \n    \n ━━ \n" + "    \n" * 5)  # a single rule below the headings

_STYLES = {
    **dict.fromkeys(("operating", "held", "met", "valid", "reviewed"), "green"),
    **dict.fromkeys(("preparing", "planned", "due"), "cyan"),
    **dict.fromkeys(("proposed", "tentative", "unclear", "review due"), "yellow"),
    **dict.fromkeys(("closed", "cancelled", "unknown", "end unknown", "none"), QUIET),
    **dict.fromkeys(("missing", "expired"), "red"),
}
"""State or status -> its colour."""


class _Column:
    """A heading, which may be empty, and the cells below it, with their greatest widths."""

    def __init__(self, name: str, texts: list[str], marks: Mapping[str, str], *, key: bool) -> None:
        """Measure and style the texts; `key` is whether they name the rows."""
        is_state = name in {
            "status",
            "state",
        }  # in other columns, a mark at the beginning gives the state
        states = texts if is_state else [marks.get(text.partition(" ")[0], "") for text in texts]
        self.texts, self.styles = (
            texts,
            [_STYLES.get(state, "bold" if key else "") for state in states],
        )
        self.right = name != "year" and all(
            cell.removeprefix("-").isdecimal() or not cell for cell in texts[1:]
        )
        self.width, self.word = max(map(width_of, texts)), _longest(texts, str.split)


def draw(view: View, *, header: bool = True) -> str:
    """Return the rows of the view as a table, or as blocks if a table would break words."""
    if view.cards is not None:
        canvas = Canvas(MAX_TEXT_WIDTH, MAX_TEXT_WIDTH)
        _print_blocks(canvas, view.cards, ruled=True)
        return canvas.take()
    marks = {escape(mark): state for state, mark in view.marks.items()}
    shown = view.shown or {name: view.columns[name] for name in view.default}
    key = "id" if "id" in shown else next(iter(shown))
    columns = []
    for name, value in shown.items():
        texts = [heading(name) if header else "", *(_cell(value(row)) for row in view.rows)]
        columns.append(_Column(name, texts, marks, key=name == key))
    canvas = Canvas(max(sum(column.width + _GAP for column in columns), _NARROW))
    available = canvas.width - _GAP * (len(columns) - 1)
    if sum(column.word for column in columns) > available:
        for column in columns:
            column.word = _longest(column.texts, parts)
    sections: dict[str, list[int]] = {}
    for number, row in enumerate(view.rows, 1):
        sections.setdefault(view.group(row) if view.group else "", []).append(number)
    if header:
        canvas.print(styled(f"{view.title or view.noun.capitalize()}\n", "bold"))
    if canvas.width < _NARROW or sum(column.word for column in columns) > available:
        blocks: list[list[Line]] = []
        for name, rows in sections.items():
            blocks += [[Line(name, "")]] if name else []
            blocks += [
                [
                    Line(one.texts[0], one.texts[row], one.styles[row])
                    for one in columns
                    if one.texts[row]
                ]
                for row in rows
            ]
        _print_blocks(canvas, blocks)
    else:
        _fit(columns, available)
        _print_table(canvas, columns, sections, header=header)
    if header:
        starts = {text.partition(" ")[0] for column in columns for text in column.texts}
        legend = [
            styled(f"{mark} {state}", _STYLES[state])
            for mark, state in marks.items()
            if mark in starts
        ]
        canvas.print()
        if legend:
            canvas.print(styled("  ").join(legend))
        canvas.print(styled("\n".join(filter(None, (_count(view), view.caption))), QUIET))
    return canvas.take()


def _count(view: View) -> str:
    """Return the number of rows, and of each status: `7 centres: 6 operating, 1 closed`."""
    number = plural(len(view.rows), view.noun.removesuffix("s"))
    column = view.columns.get("status") or view.columns.get("state")
    states = Counter(map(column, view.rows)) if column else {}
    counts = ", ".join(f"{count} {state}" for state, count in states.items() if all(states))
    return f"{number}: {counts}" if counts else number


def _cell(value: Value) -> str:
    """Return the text of a cell; commas join short list items, and others have a line each."""
    if isinstance(value, tuple) and not isinstance(value, Date):
        inline = all(len(item) <= 24 and " " not in item for item in value)
        value = (", " if inline else "\n").join(value)
    return escape(cell(value).replace("\r\n", "\n"), keep="\n")


def _longest(texts: Sequence[str], split: Callable[[str], Sequence[str]]) -> int:
    return max((cell_len(part) for text in texts for part in split(text)), default=0)


def _fit(columns: list[_Column], available: int) -> None:
    """Widen the columns from their longest words, by the steps that give the fewest lines."""
    if sum(one.width for one in columns) <= available:
        return

    def height(widths: list[int]) -> int:
        lines = [
            [wrapped(text[:_MEASURED], width).count("\n") for text in one.texts[:_MEASURED]]
            for one, width in zip(columns, widths, strict=True)
        ]
        return sum(map(max, zip(*lines, strict=True)))

    widths = [one.word for one in columns]
    while left := available - sum(widths):
        steps = [
            min(one.width - width, left, _STEP) for one, width in zip(columns, widths, strict=True)
        ]
        wider = [
            [*widths[:n], widths[n] + step, *widths[n + 1 :]]
            for n, step in enumerate(steps)
            if step
        ]
        widths = min(wider, key=height)
    for one, width in zip(columns, widths, strict=True):
        one.width = max(width_of(wrapped(text, width)) for text in one.texts)


def _print_table(
    canvas: Canvas, columns: list[_Column], sections: Mapping[str, list[int]], *, header: bool
) -> None:
    """Print the header as a table without rows, then each section with its heading."""
    for name, rows in [*([("", [])] if header else []), *sections.items()]:
        if name:
            width = sum(column.width + _GAP for column in columns) - _GAP
            canvas.print(Rule(styled(name, "bold"), style=QUIET, align="left"), width=width)
        # the box adds the second space of the gap
        table = Table(
            box=_RULE, border_style=QUIET, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0)
        )
        table.show_header, table.header_style = not rows, "bold"
        for one in columns:
            title = wrapped(one.texts[0], one.width)
            table.add_column(
                title, width=one.width, no_wrap=True, justify="right" if one.right else "left"
            )
        for row in rows:
            table.add_row(
                *(styled(wrapped(one.texts[row], one.width), one.styles[row]) for one in columns)
            )
        canvas.print(table)


def _print_blocks(canvas: Canvas, blocks: Sequence[Sequence[Line]], *, ruled: bool = False) -> None:
    """Print each block as lines of label and text, with a blank line or a rule between two."""
    width = min(
        max((cell_len(line.label) for block in blocks for line in block), default=0),
        canvas.width // 3,
    )
    for index, block in enumerate(blocks):
        if index:
            canvas.print(styled(f"\n{'─' * canvas.width}\n" if ruled else "", QUIET))
        grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
        grid.add_column(width=width, no_wrap=True)
        grid.add_column(no_wrap=True)
        for line in block:
            label = styled(
                wrapped(line.label, width), QUIET if line.text and line.style != "bold" else "bold"
            )
            text = wrapped(_cell(line.text), canvas.width - width - _GAP)
            grid.add_row(label, styled(text, _STYLES.get(line.style, line.style)))
        canvas.print(grid)
