"""The annual report as one HTML page that loads no other files."""

import datetime
from html import escape
from itertools import pairwise
from pathlib import Path
from string import Template

from markdown_it import MarkdownIt

from c2c_cli.model.dates import Date
from c2c_cli.model.registry import Registry
from c2c_cli.output import figures
from c2c_cli.output.markdown import in_words
from c2c_cli.output.report import sections
from c2c_cli.output.report_year import ReportYear
from c2c_cli.text import visible


def page(registry: Registry, year: int, day: datetime.date, *, questions: bool = True) -> str:
    """Return the report on a year as of a day, as an HTML page."""
    report = ReportYear(registry, year, day, lambda number: f"[{number}](#source-{number})")
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    # links are shown as they are: decoded, `%E2%80%AE` would become an invisible character
    parser.normalizeLinkText = str  # type: ignore[assignment]
    parts = [_section(report, parser, *section) for section in sections(report, questions=questions).items()]
    template = Template(Path(__file__).with_name("report.html").read_text(encoding="utf-8"))
    network, date = escape(visible(registry.network.name)), in_words(Date.of_day(day))
    return template.substitute(network=network, year=year, day=date, sections="".join(parts))


def _section(report: ReportYear, parser: MarkdownIt, title: str, text: str) -> str:
    name = title.split(maxsplit=1)[0].lower()
    tokens, headers = parser.parse(text), []
    for token, content in pairwise(tokens):
        if token.type == "th_open":
            token.attrSet("scope", "col")
            headers.append(content.content)
    # the first cell of a row is its header, and narrow screens show the header of the column before each other cell
    cells = [token for token in tokens if token.type in {"td_open", "td_close"}]
    for number, (start, end) in enumerate(zip(cells[::2], cells[1::2], strict=True)):
        if column := number % len(headers):
            start.attrSet("data-label", headers[column])
        else:
            start.tag = end.tag = "th"
            start.attrSet("scope", "row")
    if name == "sources":
        for number, token in enumerate((token for token in tokens if token.type == "list_item_open"), 1):
            token.attrSet("id", f"source-{number}")
    content = parser.renderer.render(tokens, parser.options, {})
    if figure := {"centres": figures.timeline, "agreed": figures.grid}.get(name):
        content += figure(report)
    heading = f'<h2 id="{name}">{escape(title)}</h2>'
    return f'<section class="{name}" aria-labelledby="{name}">\n{heading}\n{content}</section>\n'
