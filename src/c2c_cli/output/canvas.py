"""What people's formats are drawn on: a console of a width, an encoding and colours, which writes to memory."""

import io
import re
from typing import NamedTuple

from rich.console import Console, RenderableType

from c2c_cli.streams import encodable
from c2c_cli.text import visible

QUIET = "bright_black"
"""The colour of all that is no fact: headers, rules, field names, captions."""


class RenderOptions(NamedTuple):
    """What the stream can show that something is drawn for."""

    width: int | None
    """Columns that a line has; None is as many as it needs."""
    encoding: str
    colour: bool

    def has(self, text: str) -> bool:
        """Tell whether the encoding has all characters of a text."""
        return encodable(text, self.encoding) == text

    def show(self, text: str, keep: str = "") -> str:
        """Escape what drives a terminal, except for the characters in `keep`, and what the encoding lacks."""
        return encodable(visible(text, keep), self.encoding)


class Canvas:
    """A console that asks neither the environment nor the terminal."""

    def __init__(self, options: RenderOptions, width: int) -> None:
        self.width = width
        self._file = io.StringIO()
        self._console = Console(
            file=self._file,
            width=width,
            color_system="standard" if options.colour else None,
            force_terminal=options.colour,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
            _environ={},
        )

    def print(self, renderable: RenderableType = "", *, wrap: bool = True) -> None:
        """Draw something, and end the line."""
        self._console.print(renderable, soft_wrap=not wrap)

    def take(self) -> str:
        """Return what was drawn since the last time, without blanks at the ends of lines."""
        text = self._file.getvalue()
        self._file.seek(0)
        self._file.truncate()
        return re.sub(r" +((?:\x1b\[0m)?)$", r"\1", text, flags=re.MULTILINE)
