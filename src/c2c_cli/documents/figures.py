"""Figures of the HTML report, as data that its template draws."""

import datetime
import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from c2c_cli.documents.report_year import ReportYear
from c2c_cli.model import cadence, history
from c2c_cli.model.history import AsOf, Event
from c2c_cli.model.records import CadenceRule, Centre
from c2c_cli.text import visible

_MAX_CENTRES = 20
"""Maximum number of centres in a figure, so that it fits on a page."""

_MAX_YEARS = 10
"""Maximum number of years of the cadence, so that it fits on a phone."""

_MAX_INTERVALS = 7
"""Maximum number of intervals between the years that label a timeline."""


class Label(NamedTuple):
    """A year below or above a figure, and its position in per cent of the width."""

    year: int
    x: float


class Span(NamedTuple):
    """A status of a centre with the event that it follows from; its place and width in per cent."""

    status: str
    event: Event | None
    x: float
    width: float


class Lifeline(NamedTuple):
    """The statuses of a centre over time."""

    centre: Centre
    spans: list[Span]


class Timeline(NamedTuple):
    """A figure of the statuses of centres over time."""

    name: str
    lifelines: list[Lifeline]
    labels: list[Label]

    @property
    def marks(self) -> set[str]:
        """The statuses in the figure."""
        return {span.status for lifeline in self.lifelines for span in lifeline.spans}


class RuleState(NamedTuple):
    """The state of a rule in a year, and its position in per cent of the width."""

    year: int
    state: str
    x: float


class RuleRow(NamedTuple):
    """A cadence rule with its states; heights are in pixels from the top of the figure."""

    rule: CadenceRule
    lines: list[tuple[int, str]]
    """The height and the text of each line of its name."""
    states: list[RuleState]
    y: int
    """The height of the states."""


class Grid(NamedTuple):
    """A figure of whether each agreed meeting was held, by year."""

    rows: list[RuleRow]
    labels: list[Label]
    column: float
    """The width of a year in per cent."""
    height: int

    @property
    def marks(self) -> set[str]:
        """The states in the figure."""
        return {state.state for row in self.rows for state in row.states}


def timelines(report: ReportYear) -> Iterator[Timeline]:
    """Yield timelines of the centres in the order of the sectors, up to 20 centres in each."""
    changes = [
        (centre, found) for centre in report.centres if (found := _changes(centre, report.as_of))
    ]
    first_year = min((found[0][0].year for _, found in changes), default=report.day.year)
    first = datetime.date(first_year, 1, 1)
    days = max(1, (report.day - first).days)

    def x(day: datetime.date) -> float:
        return 100 * (day - first).days / days

    lifelines = []
    for centre, found in changes:
        ends = [*(start for start, *_ in found[1:]), report.day]
        spans = [
            Span(status, event, x(start), x(end) - x(start))
            for (start, status, event), end in zip(found, ends, strict=True)
        ]
        lifelines.append(Lifeline(centre, spans))
    years = _labelled_years(first_year, report.day.year)
    labels = [Label(year, x(datetime.date(year, 1, 1))) for year in years]
    for number, start in enumerate(range(0, len(lifelines), _MAX_CENTRES), 1):
        yield Timeline(f"timeline-{number}", lifelines[start : start + _MAX_CENTRES], labels)


def _changes(centre: Centre, as_of: AsOf) -> list[tuple[datetime.date, str, Event | None]]:
    """Return each day on which the status of a centre changed, with the status and its event."""
    days = sorted(
        {event.date.last for event in centre.event if event.date and event.date.last <= as_of.day}
    )
    found: list[tuple[datetime.date, str, Event | None]] = []
    for changed in days:
        then = as_of._replace(day=changed)
        status = centre.status(then)
        if status and (not found or found[-1][1] != status):
            found.append((changed, status, history.deciding_event(centre.event, then)))
    return found


def _labelled_years(first: int, last: int) -> range:
    """Return the years that label an axis: multiples of a round number, at most eight of them."""
    steps = (1, 2, 5, 10, 20, 50, 200, 1000, 2000)
    step = next(step for step in steps if (last - first) / step <= _MAX_INTERVALS)
    return range(first + -first % step, last + 1, step)


def grid(report: ReportYear) -> Grid | None:
    """Return a figure of the agreed meetings of up to ten years, or None if none were agreed."""
    rules = report.registry.cadence
    last = report.year.year
    since = min((rule.since for rule in rules), default=last)
    years = range(max(last - _MAX_YEARS + 1, since), last + 1)
    column = 100 / _MAX_YEARS
    x = {year: number * column for number, year in enumerate(years)}
    evaluated = cadence.evaluate(report.registry, years, report.day)
    rows, y = [], 20
    for rule in rules:
        states = [
            RuleState(status.year, status.state, x[status.year])
            for year in evaluated
            for status in year.rules
            if status.rule is rule
        ]
        if not states:
            continue
        lines = []
        characters = 46 if rule.name.isascii() else 24  # Korean is wider
        for line in textwrap.wrap(visible(rule.name), characters):
            y += 18
            lines.append((y, line))
        rows.append(RuleRow(rule, lines, states, y + 7))
        y += 32
    labels = [Label(year, place) for year, place in x.items()]
    return Grid(rows, labels, column, y) if rows else None
