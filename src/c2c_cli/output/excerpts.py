"""Errors and warnings with the lines of the file that they are about."""

from collections import Counter
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from c2c_cli.errors import TextProblem, sentence
from c2c_cli.output.canvas import Canvas, escape
from c2c_cli.output.view import QUIET
from c2c_cli.text import all_of, plural

_STYLES = {"error": "bold red", "warning": "bold yellow"}


def draw(file: str, lines: Sequence[str], problems: Sequence[TextProblem], *, every: bool) -> str:
    """Return each problem with its line and a caret; without `every`, several missing sources are only counted."""
    canvas = Canvas(80)
    sourceless = [] if every else [problem for problem in problems if problem.code == "no-sources"]
    if len(sourceless) > 1:
        problems = [problem for problem in problems if problem.code != "no-sources"]
    digits = max((len(str(problem.line)) for problem in problems), default=0)

    def print_message(place: str, severity: str, text: str) -> None:
        canvas.print(Text.assemble((escape(f"{place}: "), "bold"), (f"{severity}: ", _STYLES[severity]), escape(text)))

    for problem in problems:
        place, severity, text = str(problem).split(": ", 2)
        print_message(f"{file}:{place}", severity, text)
        line = lines[problem.line - 1] if problem.line <= len(lines) else ""
        available = max(canvas.width - digits - 3, 20)
        shown, before, length = _excerpt(line, problem, available, available - len(problem.code) - 1)
        canvas.print(Text.assemble((f"{problem.line:>{digits}} | ", QUIET), shown), soft_wrap=True)
        caret = (f"{'':{before}}^{'~' * (length - 1)}", _STYLES[severity])
        canvas.print(Text.assemble((f"{'':{digits}} | ", QUIET), caret, (f" {problem.code}", QUIET)), soft_wrap=True)
    if len(sourceless) > 1:
        nouns = Counter(problem.field or problem.record.partition(" ")[0] for problem in sourceless)
        counts = [plural(count, "cadence rule" if noun == "cadence" else noun) for noun, count in nouns.items()]
        print_message(file, "warning", sentence(f"{all_of(counts)} have no sources", "pass --all to list them"))
    return canvas.take()


def _excerpt(line: str, problem: TextProblem, width: int, available: int) -> tuple[str, int, int]:
    """Return the part of a line that fits in `width`, and the offset and width of its marked part in `available`."""
    start = problem.column - 1
    end = problem.end_column - 1 if problem.end_line == problem.line else len(line)
    parts = line[max(0, start - width) : start], line[start : min(end, start + width)], line[end : end + width]
    before, marked, after = (escape(part.removesuffix("\r").replace("\t", "    ")) for part in parts)
    if len(before) > width // 4 and cell_len(before + marked) > available:
        before = f"...{before[-width // 4 :]}"
    shown = f"{before}{marked}{after}"
    if cell_len(shown) > width:
        shown = f"{set_cell_size(shown, width - 3)}..."
    return shown, cell_len(before), max(min(cell_len(marked), available - cell_len(before)), 1)
