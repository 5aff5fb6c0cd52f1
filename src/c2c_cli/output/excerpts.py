"""Problems for people: each with the line of the file that it is about, and a caret below what is wrong."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from c2c_cli.errors import TextProblem
from c2c_cli.output.canvas import QUIET, Canvas, RenderOptions
from c2c_cli.streams import encodable
from c2c_cli.text import visible

_STYLES = {"error": "bold red", "warning": "bold yellow"}

_FAR = 400
"""So many characters of a line are looked at on either side of what is wrong."""


def texts(file: str, lines: Sequence[str], problems: Sequence[TextProblem], paper: RenderOptions) -> Iterator[str]:
    """Yield the problems of a file, each above its line and the name of its kind."""
    drawing = Canvas(paper, paper.width or 80)
    digits = max((len(str(problem.line)) for problem in problems), default=0)
    for problem in problems:
        style = _STYLES[problem.severity]
        place, severity, what = str(problem).split(" ", 2)
        place, what = (encodable(part, paper.encoding) for part in (f"{visible(file)}:{place} ", what))
        drawing.print(Text.assemble((place, "bold"), (f"{severity} ", style), what), wrap=False)
        line = lines[problem.line - 1] if problem.line <= len(lines) else ""
        room = max(drawing.width - digits - 3, 20)
        shown, before, wide = _excerpt(line, problem, room, paper)
        drawing.print(Text.assemble((f"{problem.line:>{digits}} | ", QUIET), shown), wrap=False)
        below = Text(f"{'':{digits}} | ", QUIET)
        code = len(problem.code) + 1
        if before + wide + code > room and before >= code:  # where there is no room behind the caret, before it
            below.append(f"{'':{before - code}}{problem.code} ", QUIET)
        else:
            below.append(" " * before)
            wide = max(min(wide, room - before - code), 1)
        below.append(f"^{'~' * (wide - 1)}", style)
        if before + wide + code <= room:
            below.append(f" {problem.code}", QUIET)
        drawing.print(below, wrap=False)
        yield drawing.take()


def _excerpt(line: str, problem: TextProblem, width: int, paper: RenderOptions) -> tuple[str, int, int]:
    """Return so much of a line as fits, with the columns before what is wrong with it and those of that."""
    start = problem.column - 1
    end = problem.end_column - 1 if problem.end_line == problem.line else len(line)
    first = max(0, start - _FAR)
    before, wrong, behind = (
        _shown(part, paper)
        for part in (line[first:start], line[start : min(end, start + _FAR)], line[end : end + _FAR])
    )
    if cell_len(before) > width // 2 and cell_len(before + wrong) > width:
        before = f"...{_fitting(before[::-1], width // 2 - 3)[::-1]}"
    shown = f"{before}{wrong}{behind}"
    if cell_len(shown) > width:
        shown = f"{_fitting(shown, width - 3)}..."
    room = max(width - cell_len(before), 1)
    return shown, cell_len(before), min(max(cell_len(wrong), 1), room)


def _fitting(text: str, width: int) -> str:
    """Return so much of the beginning of a text as fits into a width."""
    for place, character in enumerate(text):
        width -= cell_len(character)
        if width < 0:
            return text[:place]
    return text


def _shown(part: str, paper: RenderOptions) -> str:
    return encodable(visible(part.removesuffix("\r").replace("\t", "    ")), paper.encoding)
