"""Errors and warnings with the lines of the file that they are about."""

from collections.abc import Sequence

from rich.cells import cell_len, chop_cells
from rich.text import Text

from c2c_cli.errors import TextProblem
from c2c_cli.output.canvas import Canvas, escape
from c2c_cli.output.view import QUIET

_STYLES = {"error": "bold red", "warning": "bold yellow"}

_FAR = 400
"""Maximum number of characters of a line to examine on either side of the marked part."""


def draw(file: str, lines: Sequence[str], problems: Sequence[TextProblem], summary: str) -> str:
    """Return each problem of the file, with its line and a caret with its code, and then the summary."""
    canvas = Canvas(80)
    digits = max((len(str(problem.line)) for problem in problems), default=0)

    def print_message(place: str, severity: str, text: str) -> None:
        parts = (escape(f"{place}: "), "bold"), (f"{severity}: ", _STYLES[severity]), escape(text)
        canvas.print(Text.assemble(*parts))

    for problem in problems:
        place, severity, text = str(problem).split(": ", 2)
        print_message(f"{file}:{place}", severity, text)
        line = lines[problem.line - 1] if problem.line <= len(lines) else ""
        available = max(canvas.width - digits - 3, 20)
        shown, before, length = _excerpt(line, problem, available, available - len(problem.code) - 1)
        canvas.print(Text.assemble((f"{problem.line:>{digits}} | ", QUIET), shown), wrap=False)
        caret = (f"{'':{before}}^{'~' * (length - 1)}", _STYLES[severity])
        canvas.print(Text.assemble((f"{'':{digits}} | ", QUIET), caret, (f" {problem.code}", QUIET)), wrap=False)
    if summary:
        print_message(file, "warning", summary)
    return canvas.take()


def _excerpt(line: str, problem: TextProblem, width: int, available: int) -> tuple[str, int, int]:
    """Return the part of a line that fits in `width`, and the offset and width of its marked part.

    The marked part ends within `available`, so that the code fits after the caret.
    """
    start = problem.column - 1
    end = problem.end_column - 1 if problem.end_line == problem.line else len(line)
    parts = line[max(0, start - _FAR) : start], line[start : min(end, start + _FAR)], line[end : end + _FAR]
    before, marked, after = (escape(part.removesuffix("\r").replace("\t", "    ")) for part in parts)
    most = min(width // 2, available - 1)
    if cell_len(before) > most and cell_len(before + marked) > available:
        before = f"...{_start(before[::-1], most - 3)[::-1]}"
    shown = f"{before}{marked}{after}"
    if cell_len(shown) > width:
        shown = f"{_start(shown, width - 3)}..."
    return shown, cell_len(before), max(min(cell_len(marked), available - cell_len(before)), 1)


def _start(text: str, width: int) -> str:
    """Return as much of the start of a text as fits in `width` columns."""
    return "".join(chop_cells(text, width)[:1])
