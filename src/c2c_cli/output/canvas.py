"""In-memory Rich console for tables and excerpts."""

import io
import re
import sys
from functools import lru_cache

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from c2c_cli import streams
from c2c_cli.text import wrap

MAX_TEXT_WIDTH = 100  # running text is hard to read in longer lines


def escape(text: str, keep: str = "") -> str:
    """Escape control characters other than those in `keep`, and characters that standard output cannot encode."""
    return streams.safe(text, streams.encoding(sys.stdout), keep)


def width_of(text: str) -> int:
    """Return the width of the widest line."""
    return max(map(cell_len, text.split("\n")))


def styled(text: str, style: str = "") -> Text:
    """Return a text to draw, with its control characters escaped except line breaks."""
    return Text(escape(text, keep="\n"), style)


@lru_cache(maxsize=4096)  # columns are measured at several widths
def wrapped(cell: str, most: int) -> str:
    """Return the cell with its lines wrapped to fit a column."""
    return "\n".join(part for line in cell.split("\n") for part in wrap(line, most, cell_len))


class Canvas(Console):
    """A Rich console with fixed settings that draws into a string."""

    def __init__(self, natural: int, most: int | None = None) -> None:
        """Create a canvas as wide as standard output, up to `most` columns, or `natural` columns if it has no width."""
        width, colour = streams.width(sys.stdout), streams.colour(sys.stdout)
        self._drawn = io.StringIO()
        super().__init__(
            file=self._drawn,
            width=max(min(width, most or width) if width else natural, 8),
            color_system="standard" if colour else None,
            force_terminal=colour,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )

    def take(self) -> str:
        """Return the text drawn so far, without trailing spaces."""
        # without the lookbehind, a long run of spaces would take quadratic time
        return re.sub(r"(?<! ) +((?:\x1b\[0m)?)$", r"\1", self._drawn.getvalue(), flags=re.MULTILINE)


def draw_markdown(text: str) -> str:
    """Draw Markdown for the terminal."""
    from rich.markdown import Markdown  # noqa: PLC0415  # it imports a parser and Pygments

    canvas = Canvas(MAX_TEXT_WIDTH, MAX_TEXT_WIDTH)
    canvas.print(Markdown(escape(text, keep="\n")))
    return re.sub(r"\x1b\]8;.*?\x1b\\", "", canvas.take())  # links, of which only the text is safe
