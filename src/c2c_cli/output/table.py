"""Tables that wrap to the terminal width, and blocks of lines if a table does not fit."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from rich.box import Box
from rich.cells import cell_len
from rich.rule import Rule
from rich.table import Table

from c2c_cli.model.dates import Date
from c2c_cli.output.canvas import MAX_TEXT_WIDTH, Canvas, escape, styled, width_of, wrapped
from c2c_cli.output.view import QUIET, Columns, Line, Value, View, cell, heading
from c2c_cli.text import parts, plural

_NARROW = 60  # minimum width of a table; in narrower terminals, each record is a block of lines
_STEP = 9  # number of characters by which columns are widened, enough for a space and a time
_MEASURED = 200
"""Maximum number of rows, and of characters of a cell, from which widths are determined."""
_GAP = 2  # number of spaces between two cells
_RULE = Box("    \n    \n ━━ \n" + "    \n" * 5)  # a single rule below the headings

_STYLES = {
    **dict.fromkeys(("operating", "held", "met", "valid", "reviewed"), "green"),
    **dict.fromkeys(("preparing", "planned", "due"), "cyan"),
    **dict.fromkeys(("proposed", "tentative", "unclear", "review due"), "yellow"),
    "reviewed, expires soon": "yellow",
    "outdated": "yellow",
    **dict.fromkeys(("closed", "cancelled", "unknown", "end unknown", "none", "waived"), QUIET),
    **dict.fromkeys(("missing", "expired"), "red"),
}
"""State or status -> its colour."""

_LEGEND = {"missing": "not recorded"}
"""State -> its name in a legend, if that differs."""


class _Column:
    """A heading, which may be empty, and the cells below it, with their greatest widths."""

    def __init__(
        self,
        name: str,
        texts: list[str],
        values: list[str],
        marks: Mapping[str, str],
        *,
        key: bool,
    ) -> None:
        """Measure the texts and style them by their values; `key` means that they name the rows."""
        self.texts = texts
        self.styles = [_style(name, value, marks) or ("bold" if key else "") for value in values]
        filled = [text for text in texts[1:] if text]
        self.right = name != "year" and filled != [] and all(map(_is_number, filled))
        self.width = max(map(width_of, texts))
        """The width of the widest line."""
        self.word = _longest(texts, str.split)
        """The width of the longest word."""


def _style(name: str, text: str, marks: Mapping[str, str]) -> str:
    """Return the style of a state, which is the value of a cell or the meaning of its mark."""
    state = text if name in {"status", "state"} else marks.get(_first_word(text), "")
    return _STYLES.get(state, "")


def _first_word(text: str) -> str:
    return text.partition(" ")[0]


def _is_number(text: str) -> bool:
    """Return whether a cell is a whole number."""
    return text.removeprefix("-").isdecimal()


def draw(view: View) -> str:
    """Return the view as its cards or its drawing, if it has one, or else as a table."""
    if view.cards is not None:
        return _draw_cards(view, view.cards)
    canvas = Canvas(MAX_TEXT_WIDTH)
    if view.drawing is None or not view.header or canvas.width < _NARROW:
        return _draw_rows(view)
    lines = view.drawing(canvas.width)
    if lines is None:
        return _draw_rows(view)
    _print_title(canvas, view)
    for spans in lines:
        canvas.print_line(spans)
    return canvas.take()


def _print_title(canvas: Canvas, view: View) -> None:
    """Print the title of the view, its lead if it has one, and an empty line."""
    canvas.print(styled(view.title or view.noun.capitalize(), "bold"))
    if view.lead:
        canvas.print(styled(wrapped(view.lead, canvas.width)))
    canvas.print()


def _draw_cards(view: View, cards: Sequence[Sequence[Line]]) -> str:
    canvas = Canvas(MAX_TEXT_WIDTH, MAX_TEXT_WIDTH)
    _print_blocks(canvas, cards, ruled=True)
    if view.caption:
        canvas.print(styled(f"\n{view.caption}", QUIET))
    return canvas.take()


def _draw_rows(view: View) -> str:
    """Return the rows of the view as a table, or as blocks if a table would break words."""
    marks = {escape(mark): state for state, mark in view.marks.items()}
    columns = _columns(view, {**(view.shown or {}), **view.once}, marks)
    canvas = Canvas(max(sum(column.width + _GAP for column in columns), _NARROW))
    available = canvas.width - _GAP * (len(columns) - 1)
    if _width_of_words(columns) > available:
        for column in columns:
            column.word = _longest(column.texts, parts)
    sections = _sections(view)
    if view.header:
        _print_title(canvas, view)
    if canvas.width < _NARROW or _width_of_words(columns) > available:
        if view.once:
            columns = _columns(view, view.shown or {}, marks)
        _print_blocks(canvas, _blocks(columns, sections))
    else:
        _fit(columns, available)
        _print_table(canvas, columns, sections, header=view.header)
    if view.header:
        _print_footer(canvas, view, columns, marks)
    return canvas.take()


def _columns(view: View, shown: Columns, marks: Mapping[str, str]) -> list[_Column]:
    """Return the columns to show, or the default columns if `shown` is empty.

    A column without values is omitted, unless the user chose it. The headings are empty if the view
    has no header.
    """
    shown = shown or {name: view.columns[name] for name in view.default}
    key = "id" if "id" in shown else next(iter(shown))
    columns = []
    for name, value in shown.items():
        title = heading(name) if view.header else ""
        values = [title, *(_cell(value(row)) for row in view.rows)]
        texts = values
        if name in view.in_words:
            texts = [title, *(_cell(view.in_words[name](row)) for row in view.rows)]
        if not (any(texts[1:]) or view.is_chosen or name == key):
            continue
        columns.append(_Column(name, texts, values, marks, key=name == key))
    return columns


def _width_of_words(columns: Sequence[_Column]) -> int:
    """Return the least width of a table that breaks no words, without gaps."""
    return sum(column.word for column in columns)


def _sections(view: View) -> dict[str, list[int]]:
    """Return the numbers of the rows of each section, from 1, by its heading."""
    sections: dict[str, list[int]] = {}
    for number, row in enumerate(view.rows, 1):
        name = view.group(row) if view.group else ""
        sections.setdefault(name, []).append(number)
    return sections


def _blocks(columns: Sequence[_Column], sections: Mapping[str, list[int]]) -> list[list[Line]]:
    """Return a block for each heading and each row, with a line for each cell that is filled."""
    blocks = []
    for name, rows in sections.items():
        if name:
            blocks.append([Line(name, "")])
        for row in rows:
            filled = [column for column in columns if column.texts[row]]
            blocks.append(
                [Line(column.texts[0], column.texts[row], column.styles[row]) for column in filled]
            )
    return blocks


def _print_footer(
    canvas: Canvas, view: View, columns: Sequence[_Column], marks: Mapping[str, str]
) -> None:
    """Print a legend of the marks in the table, the number of rows, and the caption."""
    used = {_first_word(text) for column in columns for text in column.texts}
    legend = [
        styled(f"{mark} {_LEGEND.get(state, state)}", _STYLES[state])
        for mark, state in marks.items()
        if mark in used
    ]
    canvas.print()
    if legend:
        canvas.print(styled("  ").join(legend))
    lines = [view.total or _count(view)]
    if view.caption:
        lines.append(view.caption)
    canvas.print(styled("\n".join(lines), QUIET))


def _count(view: View) -> str:
    """Return the number of rows, such as `7 centres: 6 operating, 1 closed`.

    The number with each status is included only if all rows have a status, which reads as it is.
    """
    number = plural(len(view.rows), view.noun.removesuffix("s"))
    column = view.columns.get("status") or view.columns.get("state")
    if column is None or view.in_words:
        return number
    states = Counter(map(column, view.rows))
    if not (states and all(states)):  # a row may have no status
        return number
    counts = ", ".join(f"{count} {state}" for state, count in states.items())
    return f"{number}: {counts}"


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
    if sum(column.width for column in columns) <= available:
        return
    widths = [column.word for column in columns]
    while left := available - sum(widths):
        wider = []
        for number, (column, width) in enumerate(zip(columns, widths, strict=True)):
            if step := min(column.width - width, left, _STEP):
                wider.append([*widths[:number], width + step, *widths[number + 1 :]])
        widths = min(wider, key=lambda tried: _height(columns, tried))
    for column, width in zip(columns, widths, strict=True):
        column.width = max(width_of(wrapped(text, width)) for text in column.texts)


def _height(columns: list[_Column], widths: list[int]) -> int:
    """Return the number of line breaks in the first rows of a table with these widths."""
    breaks = []
    for column, width in zip(columns, widths, strict=True):
        texts = [text[:_MEASURED] for text in column.texts[:_MEASURED]]
        breaks.append([wrapped(text, width).count("\n") for text in texts])
    return sum(map(max, zip(*breaks, strict=True)))


def _print_table(
    canvas: Canvas, columns: list[_Column], sections: Mapping[str, list[int]], *, header: bool
) -> None:
    """Print the header as a table without rows, then each section with its heading."""
    if header:
        canvas.print(_table(columns, []))
    width = sum(column.width + _GAP for column in columns) - _GAP
    for name, rows in sections.items():
        if name:
            canvas.print(Rule(styled(name, "bold"), style=QUIET, align="left"), width=width)
        canvas.print(_table(columns, rows))


def _table(columns: list[_Column], rows: list[int]) -> Table:
    """Return a table with the rows of these numbers; without any, it consists of the header."""
    table = Table(
        box=_RULE,
        border_style=QUIET,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),  # the box adds the second space of the gap
        show_header=not rows,
        header_style="bold",
    )
    for column in columns:
        table.add_column(
            wrapped(column.texts[0], column.width),
            width=column.width,
            no_wrap=True,
            justify="right" if column.right else "left",
        )
    for row in rows:
        cells = [
            (wrapped(column.texts[row], column.width), column.styles[row]) for column in columns
        ]
        table.add_row(*(styled(text, style) for text, style in cells))
    return table


def _print_blocks(canvas: Canvas, blocks: Sequence[Sequence[Line]], *, ruled: bool = False) -> None:
    """Print each block as lines of label and text, with a blank line or a rule between two."""
    labels = [cell_len(line.label) for block in blocks for line in block]
    width = min(max(labels, default=0), canvas.width // 3)
    between = f"\n{'─' * canvas.width}\n" if ruled else ""
    for index, block in enumerate(blocks):
        if index:
            canvas.print(styled(between, QUIET))
        grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
        grid.add_column(width=width, no_wrap=True)
        grid.add_column(no_wrap=True)
        for line in block:
            is_heading = not line.text or line.style == "bold"
            label = styled(wrapped(line.label, width), "bold" if is_heading else QUIET)
            text = wrapped(_cell(line.text), canvas.width - width - _GAP)
            grid.add_row(label, styled(text, _STYLES.get(line.style, line.style)))
        canvas.print(grid)
