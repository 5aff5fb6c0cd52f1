"""Tables that wrap to the terminal width, and blocks of lines if a table does not fit."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from rich.box import Box
from rich.cells import cell_len
from rich.rule import Rule
from rich.table import Table

from c2c_cli.model.dates import Date
from c2c_cli.output.canvas import (
    MAX_TEXT_WIDTH,
    Canvas,
    escape,
    marked,
    styled,
    width_for,
    width_of,
    wrapped,
    wrapped_note,
)
from c2c_cli.output.view import MARKS, QUIET, Columns, Line, Span, Value, View, cell, heading
from c2c_cli.text import parts, plural

_NARROW = 60  # minimum width of a table; in narrower terminals, each record is a block of lines
_WIDE = 120  # minimum width of a table with the columns for a wide terminal
_STEP = 9  # number of characters by which columns are widened, enough for a space and a time
_MEASURED = 200
"""Maximum number of rows, and of characters of a cell, from which widths are determined."""
_GAP = 2  # number of spaces between two cells
_RULE = Box("    \n    \n ━━ \n" + "    \n" * 5)  # a single rule below the headings

_MARGIN = "  "
"""Space before each line of a cell that begins with a mark, which replaces its first character."""

_LEGEND = {"missing": "not recorded"}
"""State -> its name in a legend, if that differs."""


class _Column:
    """A heading, which may be empty, and the cells below it, with their greatest widths."""

    def __init__(self, name: str, texts: list[str], states: list[str], *, key: bool) -> None:
        """Measure the cells of a column; the first of `texts` is the heading.

        The state of a cell, which may be empty, gives it a mark. `key` means that the cells name
        the rows.
        """
        self.name = name
        self.texts = texts
        self.states = states
        self.style = "bold" if key else ""
        filled = [text for text in texts[1:] if text]
        self.right = name != "year" and filled != [] and all(map(_is_number, filled))
        self.right = self.right and not any(states)
        self.width = max(map(width_of, self.wrapped()))
        """The width of the widest line."""
        self.word = self.longest(parts if name == "id" else str.split)
        """The width of the longest word, or of the longest part of an id, which may break."""

    def wrapped(self, width: int | None = None, most: int | None = None) -> list[str]:
        """Return the cells, wrapped to a width if any; with `most`, only the start of the first."""
        cells = zip(self.texts[:most], self.states[:most], strict=True)
        return [_wrapped(text[:most], state, width) for text, state in cells]

    def longest(self, split: Callable[[str], Sequence[str]]) -> int:
        """Return the width of the longest part of a cell, after its mark."""
        cells = zip(self.texts, self.states, strict=True)
        return max(
            len(_MARGIN) * bool(state) + max(map(cell_len, split(text)), default=0)
            for text, state in cells
        )


def _wrapped(text: str, state: str, width: int | None) -> str:
    """Return the text of a cell, wrapped to a width if any, with room for the mark of its state."""
    margin = _MARGIN if state else ""
    if width is not None:
        text = wrapped(text, width - len(margin))
    return margin + text.replace("\n", f"\n{margin}")


def _state(name: str, value: str, text: str, marks: Mapping[str, str]) -> tuple[str, str]:
    """Return the state of a cell, which is its value or the meaning of its mark, and its text."""
    if name in {"status", "state"}:
        return (value if value in MARKS else ""), text
    first, _, rest = text.partition(" ")
    return (marks[first], rest) if first in marks else ("", text)


def _is_number(text: str) -> bool:
    """Return whether a cell is a number."""
    return text.removeprefix("-").replace(".", "", 1).isdecimal()


def draw(view: View) -> str:
    """Return the view as its cards or its drawing, if it has one, or else as a table."""
    if view.cards is not None:
        return _draw_cards(view, view.cards())
    width = width_for(MAX_TEXT_WIDTH)
    lines = None
    if view.drawing is not None and view.header and width >= _NARROW:
        lines = view.drawing(width)
    if lines is None:
        return _draw_rows(view)
    canvas = Canvas(MAX_TEXT_WIDTH)
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
        canvas.print(styled(f"\n{view.caption}"))
    return canvas.take()


def _draw_rows(view: View) -> str:
    """Return the rows of the view as a table, or as blocks if a table would break words."""
    marks = {escape(mark): state for state, mark in view.marks.items()}
    shown = _shown(view)
    columns = _columns(view, {**shown, **view.once}, marks)
    canvas = Canvas(max(sum(column.width + _GAP for column in columns), _WIDE))
    available = canvas.width - _GAP * (len(columns) - 1)
    if _width_of_words(columns) > available:
        for column in columns:
            column.word = column.longest(parts)
    sections = _sections(view)
    if view.header:
        _print_title(canvas, view)
    fits = canvas.width >= _NARROW and _width_of_words(columns) <= available
    if view.brief and view.shown and (not fits or canvas.width == _NARROW):
        _print_briefly(canvas, view, columns, sections)
    elif not fits:
        if view.once:
            columns = _columns(view, shown, marks)
        _print_blocks(canvas, _blocks(columns, sections))
    else:
        _fit(columns, available)
        _print_table(canvas, columns, sections, header=view.header)
    if view.header:
        _print_footer(canvas, view, columns)
    return canvas.take()


def _shown(view: View) -> Columns:
    """Return the columns to show, which depend on the width and on the sections."""
    if not view.shown:
        return {name: view.columns[name] for name in view.default}
    shown = dict(view.shown)
    if width_for(_WIDE) >= _WIDE:
        shown |= view.wide
    if view.group:
        shown.pop(view.group_column, None)
    return shown


def _columns(view: View, shown: Columns, marks: Mapping[str, str]) -> list[_Column]:
    """Return the columns to show; their headings are empty if the view has no header.

    A column without values is omitted unless the user chose it.
    """
    key = next((name for name in ("title", "id") if name in shown), next(iter(shown)))
    columns = []
    for name, value in shown.items():
        title = escape(heading(name)) if view.header else ""
        values = [title, *(_cell(value(row)) for row in view.rows)]
        texts = values
        if name in view.in_words:
            texts = [title, *(_cell(view.in_words[name](row)) for row in view.rows)]
        if not (any(texts[1:]) or view.is_chosen or name == key):
            continue
        cells = zip(values, texts, strict=True)
        split = [_state(name, value, text, marks) for value, text in cells]
        states = [state for state, _ in split]
        columns.append(_Column(name, [text for _, text in split], states, key=name == key))
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
            block = []
            for column in columns:
                text, state = column.texts[row], column.states[row]
                if text or state:
                    block.append(Line(column.texts[0], text, state or column.style))
            blocks.append(block)
    return blocks


def _print_footer(canvas: Canvas, view: View, columns: Sequence[_Column]) -> None:
    """Print a legend of the marks in the table, the number of rows, and the caption."""
    used = {state for column in columns for state in column.states}
    legend = [
        marked(f"{_MARGIN}{_LEGEND.get(state, state)}", MARKS[state], QUIET)
        for state in view.marks
        if state in used
    ]
    canvas.print()
    if legend:
        canvas.print(styled("  ").join(legend))
    canvas.print(styled(view.total or _count(view), QUIET))
    for line in wrapped_note(view.caption or "", canvas.width):
        if line:
            canvas.print(styled(line), soft_wrap=True)


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
        column.width = max(map(width_of, column.wrapped(width)))


def _height(columns: list[_Column], widths: list[int]) -> int:
    """Return the number of line breaks in the first rows of a table with these widths."""
    breaks = []
    for column, width in zip(columns, widths, strict=True):
        breaks.append([cell.count("\n") for cell in column.wrapped(width, _MEASURED)])
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
            canvas.print(_section_rule(name), width=width)
        canvas.print(_table(columns, rows))


def _section_rule(name: str) -> Rule:
    return Rule(styled(name, "bold"), style=QUIET, align="left")


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
        cells = []
        for column in columns:
            state = column.states[row]
            text = _wrapped(column.texts[row], state, column.width)
            cells.append(marked(text, MARKS.get(state), column.style))
        table.add_row(*cells)
    return table


def tables_of(texts: Sequence[list[str]], width: int) -> list[Table]:
    """Return the header and the rows of a table of columns, each of which begins with its heading.

    If its words do not fit, the columns have the same width.
    """
    columns = [_Column("", column, [""] * len(column), key=False) for column in texts]
    available = width - _GAP * (len(columns) - 1)
    if _width_of_words(columns) <= available:
        _fit(columns, available)
    else:
        for column in columns:
            column.width = min(column.width, max(available // len(columns), 1))
    return [_table(columns, []), _table(columns, [*range(1, len(texts[0]))])]


def _print_briefly(
    canvas: Canvas, view: View, columns: Sequence[_Column], sections: Mapping[str, list[int]]
) -> None:
    """Print the lines of each row, the first one in bold and the others indented."""
    names = {column.name for column in columns}
    for index, (section, rows) in enumerate(sections.items()):
        if section:
            canvas.print("\n" * bool(index), end="")
            canvas.print(_section_rule(section))
        for row in rows:
            states = [column.states[row] for column in columns if column.states[row]]
            first, *others = view.brief(view.rows[row - 1], names) if view.brief else ()
            for line in wrapped(_cell(first), canvas.width).split("\n"):
                canvas.print_line([(line, "bold")])
            for other in others:
                for line in wrapped(_cell(other), canvas.width - _GAP).split("\n"):
                    canvas.print_line([(" " * _GAP, ""), *_with_mark(line, states)])


def _with_mark(line: str, states: Sequence[str]) -> list[Span]:
    """Return a line with the colour of the mark, if it ends with one of the states."""
    for state in states:
        sign, style = MARKS[state]
        ending = f"{escape(sign)} {state}"
        if line.endswith(ending):
            return [(line.removesuffix(ending), ""), (sign, style), (f" {state}", "")]
    return [(line, "")]


def _print_blocks(canvas: Canvas, blocks: Sequence[Sequence[Line]], *, ruled: bool = False) -> None:
    """Print each block as lines of label and text, with a blank line or a rule between two."""
    labels = [cell_len(line.label) for block in blocks for line in block if line.text]
    width = min(max(labels, default=0), canvas.width // 3)
    between = f"\n{'─' * canvas.width}\n" if ruled else ""
    for index, block in enumerate(blocks):
        if index:
            canvas.print(styled(between, QUIET))
        for is_heading, lines in groupby(block, key=lambda line: not line.text):
            if is_heading:
                for line in lines:
                    canvas.print(styled(wrapped(line.label, canvas.width), "bold"))
            else:
                canvas.print(_grid(lines, width, canvas.width - width - _GAP))


def _grid(lines: Iterable[Line], label_width: int, text_width: int) -> Table:
    """Return the lines of a block as a grid of their labels and texts."""
    grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    grid.add_column(width=label_width, no_wrap=True)
    grid.add_column(no_wrap=True)
    for line in lines:
        label_style = "bold" if line.style == "bold" else "" if line.is_fact else QUIET
        label = styled(wrapped(line.label, label_width), label_style)
        state = line.style if line.style in MARKS else ""
        text = _wrapped(_cell(line.text), state, text_width)
        grid.add_row(label, marked(text, MARKS.get(state), "" if state else line.style))
    return grid
