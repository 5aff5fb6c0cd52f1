"""The annual report as one HTML page that loads no other files."""

import datetime
import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from string import Template

from markdown_it import MarkdownIt
from markdown_it.token import Token

from c2c_cli.model.dates import Date
from c2c_cli.model.registry import Registry
from c2c_cli.output import figures
from c2c_cli.output.phrases import in_words
from c2c_cli.output.report import sections
from c2c_cli.output.report_year import ReportYear
from c2c_cli.text import escape as escape_character
from c2c_cli.text import visible

_TEMPLATE = Path(__file__).with_name("report.html")
_NONCHARACTERS = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]"
)
"""Code points that HTML does not allow, even as references."""

_FIGURES = {"centres": figures.timeline, "agreed": figures.grid}
"""First word of the title of a section -> the figure after its text."""


class _Parser(MarkdownIt):
    def normalizeLinkText(self, link: str) -> str:  # noqa: N802  # the name that markdown-it calls
        """Return the text of a link without decoding it: `%E2%80%AE` would become an invisible character."""
        return link


def page(registry: Registry, year: int, day: datetime.date, *, questions: bool = True) -> str:
    """Return the report on a year as of a day, as an HTML page."""
    found = ReportYear(registry, year, day, lambda number: f"[{number}](#source-{number})")
    parser = _Parser("commonmark", {"html": False}).enable("table")
    parts = [_section(found, parser, *section) for section in sections(found, questions=questions).items()]
    network = escape(visible(registry.network.name))
    text = Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=f"{network}: report on {year}",
        network=network,
        year=year,
        day=in_words(Date.of_day(day)),
        sections="".join(parts),
    )
    return _NONCHARACTERS.sub(lambda found: escape_character(found[0]), text)


def _section(found: ReportYear, parser: MarkdownIt, title: str, text: str) -> str:
    name = title.split(maxsplit=1)[0].lower()
    tokens = parser.parse(text)
    _label_cells(tokens)
    if name == "sources":
        items = (token for token in tokens if token.type == "list_item_open")
        for number, token in enumerate(items, 1):
            token.attrSet("id", f"source-{number}")
    content = parser.renderer.render(tokens, parser.options, {}) + (_FIGURES[name](found) if name in _FIGURES else "")
    heading = f'<h2 id="{name}">{escape(title)}</h2>'
    return f'<section class="{name}" aria-labelledby="{name}">\n{heading}\n{content}</section>\n'


def _label_cells(tokens: Sequence[Token]) -> None:
    """Make the first cell of each row its header, and give each other cell the text of its column's header."""
    headers: list[str] = []
    column = 0
    for token, content in pairwise(tokens):
        if token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            token.attrSet("scope", "col")
            headers.append(content.content)
        elif token.type == "td_open" and column == 0:
            token.tag = "th"
            token.attrSet("scope", "row")
        elif token.type == "td_close":
            token.tag = "td" if column else "th"
            column += 1
        elif token.type == "td_open":
            token.attrSet("data-label", headers[column])
