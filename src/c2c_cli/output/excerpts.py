"""Problems for people: each with the line of the file that it is about, and a caret below what is wrong."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from c2c_cli.errors import TextProblem
from c2c_cli.output.canvas import QUIET, Canvas, RenderOptions

_STYLES = {"error": "bold red", "warning": "bold yellow"}

_FAR = 400
"""So many characters of a line are looked at on either side of what is wrong."""


def draw(file: str, lines: Sequence[str], problems: Sequence[TextProblem], options: RenderOptions) -> Iterator[str]:
    """Yield the problems of a file, each above its line and the name of its kind."""
    canvas = Canvas(options, options.width or 80)
    digits = max((len(str(problem.line)) for problem in problems), default=0)
    for problem in problems:
        style = _STYLES[problem.severity]
        place, severity, what = str(problem).split(" ", 2)
        place, what = options.show(f"{file}:{place} "), options.show(what)
        canvas.print(Text.assemble((place, "bold"), (f"{severity} ", style), what), wrap=False)
        line = lines[problem.line - 1] if problem.line <= len(lines) else ""
        room = max(canvas.width - digits - 3, 20)
        shown, before, wide = _excerpt(line, problem, room, room - len(problem.code) - 1, options)
        canvas.print(Text.assemble((f"{problem.line:>{digits}} | ", QUIET), shown), wrap=False)
        caret = (f"{'':{before}}^{'~' * (wide - 1)}", style)
        canvas.print(Text.assemble((f"{'':{digits}} | ", QUIET), caret, (f" {problem.code}", QUIET)), wrap=False)
        yield canvas.take()


def _excerpt(line: str, problem: TextProblem, width: int, room: int, options: RenderOptions) -> tuple[str, int, int]:
    """Return so much of a line as fits, with the columns before what is wrong with it and those of that.

    What is wrong ends within `room`, so that the name of its kind fits behind the caret.
    """
    start = problem.column - 1
    end = problem.end_column - 1 if problem.end_line == problem.line else len(line)
    parts = line[max(0, start - _FAR) : start], line[start : min(end, start + _FAR)], line[end : end + _FAR]
    before, wrong, behind = (options.show(part.removesuffix("\r").replace("\t", "    ")) for part in parts)
    most = min(width // 2, room - 1)
    if cell_len(before) > most and cell_len(before + wrong) > room:
        before = f"...{_fit(before[::-1], most - 3)[::-1]}"
    shown = f"{before}{wrong}{behind}"
    if cell_len(shown) > width:
        shown = f"{_fit(shown, width - 3)}..."
    return shown, cell_len(before), max(min(cell_len(wrong), room - cell_len(before)), 1)


def _fit(text: str, width: int) -> str:
    """Return so much of the beginning of a text as fits into a width."""
    for place, character in enumerate(text):
        width -= cell_len(character)
        if width < 0:
            return text[:place]
    return text
