"""Markdown drawn for a terminal, with the typography of the tables."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rich import markdown
from rich.console import JustifyMethod
from rich.padding import Padding
from rich.table import Table
from rich.theme import Theme

from c2c_cli.output.canvas import MAX_TEXT_WIDTH, SEVERITY_STYLES, Canvas, escape
from c2c_cli.output.table import tables_of

_THEME = Theme(
    {
        **{f"markdown.h{level}": "bold" for level in range(1, 7)},
        **dict.fromkeys(("markdown.item.bullet", "markdown.item.number"), "none"),
        **dict.fromkeys(("markdown.link", "markdown.link_url"), "none"),
        "markdown.code": "cyan",
    }
)

_ISOLATES = "[\u2066-\u2069]"
"""Characters that isolate the direction of a text in a document.

A terminal would show them as escape sequences. Those of the registry have been escaped before.
"""


class _Heading(markdown.Heading):
    """A heading that is never centred."""

    LEVEL_ALIGN: ClassVar[dict[str, JustifyMethod]] = {}


class _Table(markdown.TableElement):
    """A table whose columns are as wide as it takes for the fewest lines."""

    def on_enter(self, context: markdown.MarkdownContext) -> None:
        """Note the width of the text; Rich calls this."""
        self.width = context.options.max_width

    def __rich_console__(self, *_: object) -> Iterator[Table]:
        """Yield the header and the rows; Rich calls this."""
        header = self.header.row.cells if self.header and self.header.row else []
        columns = [[name.content.plain] for name in header]
        for row in self.body.rows if self.body else ():
            for column, found in zip(columns, row.cells, strict=True):
                column.append(found.content.plain)
        yield from tables_of(columns, self.width)


class _Code(markdown.CodeBlock):
    """A block of code or of messages, which is indented."""

    def __rich_console__(self, *_: object) -> Iterator[Padding]:
        """Yield the lines; Rich calls this."""
        text = self.text.blank_copy(self.text.plain.rstrip())  # without the background of Rich
        text.stylize("cyan" if self.lexer_name == "toml" else "")
        text.highlight_regex(r"(?m)^\$ .*", "cyan")
        text.highlight_regex(r"(?m)^\S+:\d+:\d+:", "bold")
        for severity, style in SEVERITY_STYLES.items():
            text.highlight_regex(rf"(?<=: ){severity}: ", style)
        yield Padding(text, (0, 0, 0, 4))


class _Markdown(markdown.Markdown):
    elements: ClassVar[dict[str, type[markdown.MarkdownElement]]] = {
        **markdown.Markdown.elements,
        "fence": _Code,
        "heading_open": _Heading,
        "table_open": _Table,
    }


def draw_markdown(text: str) -> str:
    """Draw Markdown for the terminal."""
    canvas = Canvas(MAX_TEXT_WIDTH, MAX_TEXT_WIDTH)
    canvas.push_theme(_THEME)
    text = re.sub(_ISOLATES, "", text)
    canvas.print(_Markdown(escape(text, keep="\n")))
    drawn = re.sub(r"\x1b\]8;.*?\x1b\\", "", canvas.take())  # links, of which only the text is safe
    return re.sub(r"\n{3,}", "\n\n", drawn)
