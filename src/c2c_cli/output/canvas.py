"""In-memory Rich console for tables and excerpts."""

import io
import re
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

from c2c_cli.streams import encodable, safe
from c2c_cli.text import wrap

MAX_TEXT_WIDTH = 100
"""Maximum width of running text, which is hard to read in longer lines."""


class RenderOptions(NamedTuple):
    """Width, encoding and colour support of the output stream."""

    width: int | None
    """Width in columns; None means unlimited."""
    encoding: str
    colour: bool

    def supports(self, text: str) -> bool:
        """Return whether the encoding supports every character of `text`."""
        return encodable(text, self.encoding) == text

    def escape(self, text: str, keep: str = "") -> str:
        """Escape control characters other than those in `keep`, and characters that the encoding lacks."""
        return safe(text, self.encoding, keep)


def width_of(text: str) -> int:
    """Return the width of the widest line."""
    return max(map(cell_len, text.split("\n")))


@lru_cache(maxsize=4096)  # columns are measured at several widths
def wrapped(cell: str, most: int) -> str:
    """Return the cell with its lines divided so that they fit a column."""
    return "\n".join(part for line in cell.split("\n") for part in wrap(line, most, cell_len))


class Canvas:
    """A Rich console with fixed settings, independent of the environment and terminal."""

    def __init__(self, options: RenderOptions, natural: int, most: int | None = None) -> None:
        """Take the width to use if that of the stream is unlimited, and the maximum width otherwise."""
        self.options = options
        self.width = max(min(options.width, most or options.width) if options.width else natural, 8)
        self._file = io.StringIO()
        self._console = Console(
            file=self._file,
            width=self.width,
            color_system="standard" if options.colour else None,
            force_terminal=options.colour,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )

    def text(self, text: str, style: str = "") -> Text:
        """Return a text to draw, with everything escaped but its line breaks."""
        return Text(self.options.escape(text, keep="\n"), style)

    def print(self, renderable: RenderableType = "", *, wrap: bool = True, width: int | None = None) -> None:
        """Draw `renderable` and end the line."""
        self._console.print(renderable, soft_wrap=not wrap, width=width)

    def take(self) -> str:
        """Return and clear the text drawn so far, without trailing spaces."""
        text = self._file.getvalue()
        self._file.seek(0)
        self._file.truncate()
        # without the lookbehind, the time grows with the square of a run of spaces
        return re.sub(r"(?<! ) +((?:\x1b\[0m)?)$", r"\1", text, flags=re.MULTILINE)


def draw_markdown(text: str, options: RenderOptions) -> str:
    """Return Markdown drawn for the terminal."""
    from rich.markdown import Markdown  # noqa: PLC0415  # it imports a parser and Pygments

    canvas = Canvas(options, MAX_TEXT_WIDTH, MAX_TEXT_WIDTH)
    canvas.print(Markdown(options.escape(text, keep="\n")))
    return canvas.take()
