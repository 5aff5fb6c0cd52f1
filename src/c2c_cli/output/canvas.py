"""In-memory Rich console, and drawings of errors with their lines."""

import io
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from c2c_cli import streams
from c2c_cli.errors import TextProblem, sentence
from c2c_cli.output.view import QUIET, Mark, Span
from c2c_cli.text import all_of, plural, wrap

SEVERITY_STYLES = {"error": "bold red", "warning": "bold yellow"}
"""Style of the word in a message."""

_INDENT = "    "
"""Space before each further line of a message."""

MAX_TEXT_WIDTH = 100  # running text is hard to read in longer lines


def escape(text: str, keep: str = "") -> str:
    """Escape control characters except those in `keep`, and what stdout cannot encode."""
    return streams.safe(text, sys.stdout, keep)


def width_of(text: str) -> int:
    """Return the width of the widest line."""
    return max(map(cell_len, text.split("\n")))


def styled(text: str, style: str = "") -> Text:
    """Return `text` as Rich text, with control characters except line breaks escaped."""
    return Text(escape(text, keep="\n"), style)


def marked(text: str, mark: Mark | None, style: str = "") -> Text:
    """Return `text` as Rich text, with its first character replaced by `mark`, if any."""
    if mark is None:
        return styled(text, style)
    return Text.assemble(styled(mark.sign, mark.style), styled(text[1:], style))


@lru_cache(maxsize=4096)  # columns are measured at several widths
def wrapped(cell: str, most: int) -> str:
    """Return the cell with its lines wrapped to fit a column, each with its indentation."""
    lines = []
    for line in cell.split("\n"):
        text = line.lstrip(" ")
        indent = line[: len(line) - len(text)] if cell_len(line) > most else ""
        if len(indent) > most // 2:
            indent = ""
        available = most - len(indent)
        lines += [
            f"{indent}{part}" for part in wrap(line.removeprefix(indent), available, cell_len)
        ]
    return "\n".join(lines)


def wrapped_note(note: str, most: int) -> list[str]:
    """Return the lines of a note; a command after a colon, which may be copied, is not wrapped."""
    lines = []
    for line in note.split("\n"):
        hint = re.fullmatch("(.+:) (c2c .+)", line) if cell_len(line) > most else None
        lines += wrapped(hint[1] if hint else line, most).split("\n")
        if hint:
            lines.append(hint[2])
    return lines


def width_for(natural: int, most: int | None = None) -> int:
    """Return the width of stdout, at most `most` columns, or `natural` if stdout has no width."""
    width = streams.width(sys.stdout)
    return max(min(width, most or width) if width else natural, 8)


class Canvas(Console):
    """A Rich console with fixed settings that draws into a string."""

    def __init__(self, natural: int, most: int | None = None) -> None:
        """Create a canvas of the width that `width_for` returns."""
        colour = streams.colour(sys.stdout)
        self._drawn = io.StringIO()
        super().__init__(
            file=self._drawn,
            width=width_for(natural, most),
            color_system="standard" if colour else None,
            force_terminal=colour,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )

    def print_line(self, spans: Iterable[Span]) -> None:
        """Print a line, each part of which has a style; it is not wrapped."""
        self.print(Text.assemble(*[styled(*span) for span in spans]), soft_wrap=True)

    def take(self) -> str:
        """Return the text drawn so far, without trailing spaces."""
        # without the lookbehind, a long run of spaces would take quadratic time
        return re.sub(
            r"(?<! ) +((?:\x1b\[0m)?)$", r"\1", self._drawn.getvalue(), flags=re.MULTILINE
        )


def draw_problems(
    file: str, lines: Sequence[str], problems: Sequence[TextProblem], *, every: bool
) -> str:
    """Return each problem with its line and a caret.

    Without `every`, several warnings about missing sources are replaced by their number.
    """
    canvas = Canvas(80)
    sourceless = [problem for problem in problems if problem.code == "no-sources"]
    is_summary = len(sourceless) > 1 and not every
    if is_summary:
        problems = [problem for problem in problems if problem.code != "no-sources"]
    digits = max((len(str(problem.line)) for problem in problems), default=0)
    for problem in problems:
        place = f"{file}:{problem.line}:{problem.column}"
        _print_message(canvas, place, problem.severity, problem.text)
        line = lines[problem.line - 1] if problem.line <= len(lines) else ""
        _print_line(canvas, line, problem, digits)
        canvas.print()
    if is_summary:
        message = f"{_counted(sourceless)} have no sources"
        _print_message(canvas, file, "warning", sentence(message, "pass --all to list them"))
        canvas.print()
    return canvas.take()


def _print_message(canvas: Canvas, place: str, severity: str, text: str) -> None:
    where = (escape(f"{place}: "), "bold")
    label = (f"{severity}: ", SEVERITY_STYLES[severity])
    message = Text.assemble(where, label, escape(text))
    first, *others = message.wrap(canvas, canvas.width - len(_INDENT))
    canvas.print(first)
    for line in others:
        canvas.print(Text.assemble(_INDENT, line))


def _print_line(canvas: Canvas, line: str, problem: TextProblem, digits: int) -> None:
    """Print a line with its number, and below it a caret and the code of a problem."""
    available = max(canvas.width - digits - 3, 20)
    marked = available - len(problem.code) - 1
    shown, offset, length = _excerpt(line, problem, available, marked)
    number = (f"{problem.line:>{digits}} | ", QUIET)
    canvas.print(Text.assemble(number, shown), soft_wrap=True)
    margin = (f"{'':{digits}} | ", QUIET)
    caret = (f"{'':{offset}}^{'~' * (length - 1)}", SEVERITY_STYLES[problem.severity])
    code = f" {problem.code}"
    canvas.print(Text.assemble(margin, caret, code), soft_wrap=True)


def _counted(problems: Iterable[TextProblem]) -> str:
    """Return how many records or fields of each kind the problems are about."""
    nouns = Counter(problem.field or problem.record.partition(" ")[0] for problem in problems)
    counts = []
    for noun, count in nouns.items():
        counts.append(plural(count, "cadence rule" if noun == "cadence" else noun))
    return all_of(counts)


def _excerpt(line: str, problem: TextProblem, width: int, available: int) -> tuple[str, int, int]:
    """Return an excerpt of a line, and the offset and width of its marked part, in columns.

    The excerpt fits in `width`. The marked part, which the problem is about, fits in `available`.
    """
    start = problem.column - 1
    end = problem.end_column - 1 if problem.end_line == problem.line else len(line)
    before = _as_shown(line[max(0, start - width) : start])
    marked = _as_shown(line[start : min(end, start + width)])
    after = _as_shown(line[end : end + width])
    if len(before) > width // 4 and cell_len(before + marked) > available:
        before = f"...{before[-width // 4 :]}"
    shown = f"{before}{marked}{after}"
    if cell_len(shown) > width:
        shown = f"{set_cell_size(shown, width - 3)}..."
    offset = cell_len(before)
    return shown, offset, max(min(cell_len(marked), available - offset), 1)


def _as_shown(part: str) -> str:
    """Return a part of a line with its tabs as spaces and its control characters escaped."""
    return escape(part.removesuffix("\r").replace("\t", "    "))
