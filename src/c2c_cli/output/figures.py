"""Figures of the report in HTML, drawn as SVG from the records."""

import datetime
import textwrap
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby, pairwise

from c2c_cli.model import cadence
from c2c_cli.model.dates import Date
from c2c_cli.model.records import Centre
from c2c_cli.output.phrases import in_words
from c2c_cli.output.report_year import STATUSES, ReportYear
from c2c_cli.text import visible

STATES = {
    "met": "held",
    "planned": "planned",
    "unclear": "not certain",
    "due": "not yet held or planned",
    "missing": "none recorded",
}
"""State of a rule in a year -> its wording."""

MAX_ROWS = 30
"""Maximum number of centres in a figure, so that it fits on a page."""

MAX_YEARS = 10
"""Maximum number of years in a figure, so that it fits on a phone."""

_ROW = 40
_BAR = '<rect class="{}" x="{:.2f}%" y="{}" width="{:.2f}%" height="10"/>'

Span = tuple[datetime.date, datetime.date, str]
"""A status of a centre, from one day to another."""


def timeline(found: ReportYear) -> str:
    """Return the statuses of the centres over time, by sector, as figures."""
    sectors = [sector.id for sector in found.registry.sector]
    centres = sorted(found.centres, key=lambda centre: sectors.index(centre.sector))
    rows = [(centre, spans) for centre in centres if (spans := _spans(centre, found.day))]
    parts = (rows[start : start + MAX_ROWS] for start in range(0, len(rows), MAX_ROWS))
    return "".join(_timeline(part, f"timeline-{number}", found.day) for number, part in enumerate(parts, 1))


def _spans(centre: Centre, day: datetime.date) -> list[Span]:
    """Return the statuses of the centre until a day, one after the other."""
    days = sorted({event.date.last for event in centre.event if event.date and event.date.last <= day})
    changes = [next(same) for _, same in groupby(((one, centre.status(one)) for one in days), lambda change: change[1])]
    return [(start, end, status) for (start, status), (end, _) in pairwise([*changes, (day, None)]) if status]


def _timeline(rows: Sequence[tuple[Centre, list[Span]]], name: str, day: datetime.date) -> str:
    first = datetime.date(min(spans[0][0].year for _, spans in rows), 1, 1)

    def place(one: datetime.date) -> float:
        return 100 * (one - first).days / max(1, (day - first).days)

    height = _ROW * len(rows)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 1000) if (day.year - first.year) / step <= 7)
    drawn = []
    for year in range(first.year + -first.year % step, day.year + 1, step):
        x = place(datetime.date(year, 1, 1))
        anchor = "start" if x < 4 else "end" if x > 96 else "middle"
        drawn.append(f'<line class="grid" x1="{x:.2f}%" x2="{x:.2f}%" y1="0" y2="{height}"/>')
        drawn.append(f'<text class="quiet" x="{x:.2f}%" y="{height + 14}" text-anchor="{anchor}">{year}</text>')
    described = []
    for number, (centre, spans) in enumerate(rows):
        y, last = _ROW * number, STATUSES[spans[-1][2]]
        drawn.append(f'<text y="{y + 13}">{_text(centre.id)}</text>')
        drawn.append(f'<text class="quiet" x="100%" y="{y + 13}" text-anchor="end">{last}</text>')
        drawn += [_BAR.format(kind, place(a), y + 20, place(b) - place(a)) for a, b, kind in spans]
        words = ", ".join(f"{STATUSES[kind]} from {in_words(Date.of_day(start))}" for start, _, kind in spans)
        described.append(f"{_text(centre.id)}: {words}.")
    keys = {
        status: words for status, words in STATUSES.items() if any(one[2] == status for _, its in rows for one in its)
    }
    legend = [
        (f'<svg width="22" height="10" aria-hidden="true"><rect class="{kind}" width="22" height="10"/></svg>', words)
        for kind, words in keys.items()
    ]
    return _figure(name, "Timeline of the centres", described, height + 20, drawn, legend)


def grid(found: ReportYear) -> str:
    """Return whether each agreed meeting was held, year by year, as a figure; nothing if none was agreed."""
    last = found.year.year
    years = range(
        max(last - MAX_YEARS + 1, min((rule.since for rule in found.registry.cadence), default=last)), last + 1
    )
    evaluated = cadence.evaluate(found.registry.cadence, found.registry.meeting, years, found.day)
    statuses = [one for year in evaluated for one in year.rules]
    if not statuses:
        return ""
    column = 100 / MAX_YEARS
    places = {year: number * column for number, year in enumerate(years)}
    drawn = [
        f'<text class="quiet" x="{x + column / 2}%" y="13" text-anchor="middle">{year}</text>'
        for year, x in places.items()
    ]
    described, y = [], 20
    for rule in {one.rule.kind: one.rule for one in statuses}.values():
        for line in textwrap.wrap(visible(rule.name), 46 if rule.name.isascii() else 24):
            y += 18
            drawn.append(f'<text y="{y}">{escape(line)}</text>')
        own = {one.year: one.state for one in statuses if one.rule is rule}
        drawn += [
            f'<use href="#{state}" x="{places[year]}%" y="{y + 7}" width="{column}%" height="20"/>'
            for year, state in own.items()
        ]
        y += 32
        described.append(
            f"{_text(rule.name)}: {', '.join(f'{STATES[state]} in {year}' for year, state in own.items())}."
        )
    present = {one.state for one in statuses}
    legend = [
        (f'<svg width="18" height="18" aria-hidden="true"><use href="#{state}" width="18" height="18"/></svg>', words)
        for state, words in STATES.items()
        if state in present
    ]
    return _figure("cadence", "Agreed meetings by year", described, y, drawn, legend)


def _figure(
    name: str,
    title: str,
    described: Iterable[str],
    height: int,
    drawn: Iterable[str],
    legend: Iterable[tuple[str, str]],
) -> str:
    keys = " ".join(f'<span class="key">{swatch} {words}</span>' for swatch, words in legend)
    return (
        f'<figure>\n<svg role="img" aria-labelledby="{name}-title {name}-text" width="100%" height="{height}">\n'
        f'<title id="{name}-title">{title}</title>\n<desc id="{name}-text">{" ".join(described)}</desc>\n'
        f"{chr(10).join(drawn)}\n</svg>\n<figcaption><b>{title}.</b> {keys}</figcaption>\n</figure>\n"
    )


def _text(text: str) -> str:
    return escape(visible(text))
