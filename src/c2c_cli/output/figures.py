"""Figures of the HTML report, drawn as SVG."""

import datetime
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby, pairwise
from operator import itemgetter

from c2c_cli.model import cadence
from c2c_cli.model.dates import Date
from c2c_cli.model.records import Centre
from c2c_cli.output.markdown import in_words
from c2c_cli.output.report_year import STATUSES, ReportYear
from c2c_cli.text import visible

_STATES = {
    "met": "held",
    "planned": "planned",
    "unclear": "unclear",
    "due": "not yet held or planned",
    "missing": "none recorded",
}
"""State of a rule in a year -> its wording; also the ids of the marks in the template."""

_MAX_CENTRES = 20  # maximum number of centres in a figure, so that it fits on a page
_MAX_YEARS = 10  # maximum number of years of the cadence, so that it fits on a phone
_ROW_HEIGHT = 40  # in pixels; horizontal positions are percentages, so that figures fit any screen

_Spans = list[tuple[datetime.date, datetime.date, str]]  # the statuses of a centre, each from one day to another


def timeline(report: ReportYear) -> str:
    """Return the statuses of the centres over time, by sector, as figures."""
    rows = [(centre, spans) for centre in report.centres if (spans := _spans(centre, report.day))]
    first = datetime.date(min((spans[0][0].year for _, spans in rows), default=report.day.year), 1, 1)
    parts = (rows[start : start + _MAX_CENTRES] for start in range(0, len(rows), _MAX_CENTRES))
    return "".join(_draw_timeline(f"timeline-{index}", part, first, report.day) for index, part in enumerate(parts, 1))


def _spans(centre: Centre, day: datetime.date) -> _Spans:
    days = sorted({event.date.last for event in centre.event if event.date and event.date.last <= day})
    statuses = ((one, centre.status(one)) for one in days)
    changes = [next(same) for _, same in groupby(statuses, itemgetter(1))]
    return [(start, end, status) for (start, status), (end, _) in pairwise([*changes, (day, None)]) if status]


def _draw_timeline(name: str, rows: Sequence[tuple[Centre, _Spans]], first: datetime.date, day: datetime.date) -> str:
    def place(one: datetime.date) -> float:
        return 100 * (one - first).days / max(1, (day - first).days)

    drawn, described, height = [], [], _ROW_HEIGHT * len(rows)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 200, 1000, 2000) if (day.year - first.year) / step <= 7)
    for year in range(first.year + -first.year % step, day.year + 1, step):
        x = place(datetime.date(year, 1, 1))
        drawn.append(f'<line x1="{x:.2f}%" x2="{x:.2f}%" y1="0" y2="{height}"/>')
        drawn.append(_label(year, x, height + 14, "start" if x < 4 else "end" if x > 96 else "middle"))
    for y, (centre, spans) in zip(range(0, height, _ROW_HEIGHT), rows, strict=True):
        drawn += [f'<text y="{y + 13}">{escape(centre.id)}</text>', _label(STATUSES[spans[-1][2]], 100, y + 13, "end")]
        for start, end, status in spans:
            x, width = place(start), place(end) - place(start)
            drawn.append(f'<rect class="{status}" x="{x:.2f}%" y="{y + 20}" width="{width:.2f}%" height="10"/>')
        words = ", ".join(f"{STATUSES[status]} from {in_words(Date.of_day(start))}" for start, _, status in spans)
        described.append(f"{centre.id}: {words}.")
    return _figure(name, "Timeline of the centres", " ".join(described), height + 20, drawn, STATUSES)


def grid(report: ReportYear) -> str:
    """Return a figure of whether each agreed meeting was held, by year, or an empty string if none was agreed."""
    rules, last, column = report.registry.cadence, report.year.year, 100 / _MAX_YEARS
    years = range(max(last - _MAX_YEARS + 1, min((rule.since for rule in rules), default=last)), last + 1)
    evaluated = cadence.evaluate(rules, report.registry.meeting, years, report.day)
    statuses = [one for year in evaluated for one in year.rules]
    places = {year: number * column for number, year in enumerate(years)}
    drawn = [_label(year, x + column / 2, 13, "middle") for year, x in places.items()]
    described, y = [], 20
    for rule in rules:
        if not (own := {one.year: one.state for one in statuses if one.rule is rule}):
            continue
        for line in textwrap.wrap(visible(rule.name), 46 if rule.name.isascii() else 24):  # Korean is wider
            y += 18
            drawn.append(f'<text y="{y}">{escape(line)}</text>')
        for year, state in own.items():
            drawn.append(f'<use href="#{state}" x="{places[year]}%" y="{y + 7}" width="{column}%" height="20"/>')
        described.append(f"{rule.name}: {', '.join(f'{_STATES[state]} in {year}' for year, state in own.items())}.")
        y += 32
    return _figure("cadence", "Agreed meetings by year", " ".join(described), y, drawn, _STATES) if statuses else ""


def _label(text: object, x: float, y: int, anchor: str) -> str:
    return f'<text class="quiet" x="{x:.2f}%" y="{y}" text-anchor="{anchor}">{text}</text>'


def _figure(name: str, title: str, text: str, height: int, drawn: Iterable[str], words: Mapping[str, str]) -> str:
    """Return a figure with a text that describes it, and a legend of the marks that it contains."""
    shapes = "\n".join(drawn)
    key = '<span class="key"><svg width="20" height="18" aria-hidden="true"><use href="#{}"/></svg> {}</span>'
    legend = [key.format(mark, word) for mark, word in words.items() if re.search(f'"#?{mark}"', shapes)]
    return (
        f'<figure>\n<svg role="img" aria-labelledby="{name}-title {name}-text" width="100%" height="{height}">\n'
        f'<title id="{name}-title">{title}</title>\n<desc id="{name}-text">{escape(visible(text))}</desc>\n'
        f"{shapes}\n</svg>\n<figcaption><b>{title}.</b> {' '.join(legend)}</figcaption>\n</figure>\n"
    )
