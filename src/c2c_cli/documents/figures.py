"""Figures of the HTML report, as data that its template draws."""

import datetime
import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from c2c_cli.documents.report_year import ReportYear
from c2c_cli.model import cadence, history
from c2c_cli.model.cadence import RuleStatus
from c2c_cli.model.dates import Date
from c2c_cli.model.history import AsOf, Event
from c2c_cli.model.records import CadenceRule, Centre
from c2c_cli.text import visible

_MAX_CENTRES = 20
"""Maximum number of centres in a figure, so that it fits on a page."""

_MAX_YEARS = 10
"""Maximum number of years of the cadence, so that it fits on a phone."""

_MAX_INTERVALS = 7
"""Maximum number of intervals between the years that label a timeline."""


_DENSITIES = 4
"""Number of parts of the time in which a status may have begun, each drawn denser than the last."""


class Label(NamedTuple):
    """A year below or above a figure, and its position in per cent of the width."""

    year: int
    x: float


class Span(NamedTuple):
    """What is certain about the status of a centre in a part of its timeline; places in per cent.

    There are several statuses if the centre may have had any of them.
    """

    statuses: list[str]
    events: list[Event]
    """The events that the statuses follow from, or may follow from."""
    x: float
    width: float


class Edge(NamedTuple):
    """A part of the time in which a status may have begun; places in per cent."""

    status: str
    density: int
    """From 1, where it has probably not begun, to 4, where it probably has."""
    x1: float
    x2: float


class Step(NamedTuple):
    """An event of a centre, drawn over the days on which it may have happened, in per cent."""

    event: Event
    x1: float
    x2: float

    @property
    def is_dated(self) -> bool:
        """Whether its date is recorded, and not only its bounds."""
        date = self.event.date
        return date is not None and not date.bounds


class Lifeline(NamedTuple):
    """The statuses of a centre over time, with what is recorded of each change."""

    centre: Centre
    spans: list[Span]
    edges: list[Edge]
    steps: list[Step]


class Timeline(NamedTuple):
    """A figure of the statuses of centres over time."""

    name: str
    lifelines: list[Lifeline]
    labels: list[Label]
    undrawn: Sequence[Centre]
    """The centres without a dated event, in the last figure."""

    @property
    def marks(self) -> set[str]:
        """The statuses and other marks in the figure."""
        found = {span.statuses[0] for line in self.lifelines for span in line.spans}
        found |= {edge.status for line in self.lifelines for edge in line.edges}
        if any(line.edges for line in self.lifelines):
            found.add("edge")
        for line in self.lifelines:
            found |= {"step" if step.is_dated else "undated" for step in line.steps}
        return found


class RuleState(NamedTuple):
    """The state of a rule in a year, and its position in per cent of the width."""

    status: RuleStatus
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
        return {state.status.state for row in self.rows for state in row.states}


def timelines(report: ReportYear) -> Iterator[Timeline]:
    """Yield timelines of the centres in the order of the sectors, up to 20 centres in each."""
    drawn: list[Centre] = []
    undrawn: list[Centre] = []
    for centre in report.centres:
        has_date = any(event.date and event.date.first <= report.day for event in centre.event)
        (drawn if has_date else undrawn).append(centre)
    years = [history.first_year(centre.event) for centre in drawn]
    scale = _Scale(min(years, default=report.day.year), report.day)
    lifelines = [_lifeline(centre, report.as_of, scale) for centre in drawn]
    labels = [
        Label(year, scale.x(datetime.date(year, 1, 1)))
        for year in _labelled_years(scale.first.year, report.day.year)
    ]
    starts = range(0, len(lifelines), _MAX_CENTRES)
    for number, start in enumerate(starts, 1):
        part = lifelines[start : start + _MAX_CENTRES]
        yield Timeline(f"timeline-{number}", part, labels, undrawn if number == len(starts) else ())


class _Scale:
    """The places of days in a timeline."""

    def __init__(self, first_year: int, day: datetime.date) -> None:
        self.first = datetime.date(first_year, 1, 1)
        self._days = max(1, (day - self.first).days)

    def x(self, day: datetime.date) -> float:
        """Return the place of a day in per cent; a day beyond either end is at that end."""
        return self.place((max(day, self.first) - self.first).days)

    def place(self, days: float) -> float:
        """Return the place of a number of days after the first one, at most 100 per cent."""
        return 100 * min(days / self._days, 1)


def _lifeline(centre: Centre, as_of: AsOf, scale: _Scale) -> Lifeline:
    """Return the lifeline of a centre to a day."""
    days_of = {id(event): history.days_of(event, centre.event, as_of) for event in centre.event}
    changes = history.changes(centre.event, as_of)
    spans: list[Span] = []
    edges: list[Edge] = []
    for number, change in enumerate(changes):
        start = change.days.last
        is_last = number == len(changes) - 1
        end = as_of.day if is_last else changes[number + 1].days.last
        events = [change.event] if change.event else []
        spans.append(Span([change.status], events, scale.x(start), scale.x(end) - scale.x(start)))
        edges += _edges(change.status, change.days, scale)
    if not spans:  # no step is recorded, and the other events may be later
        spans.append(Span(["unknown"], [], scale.x(as_of.day), 0))
    uncertain = history.uncertain_steps(centre.event, as_of)
    if uncertain:
        statuses = history.possible_statuses(centre.event, as_of)
        spans.append(Span(statuses, uncertain, scale.x(as_of.day), 0))
        since = changes[-1].days.last
        for event in uncertain:
            days = days_of[id(event)]
            days = Date(max(days.first, since), days.last)
            edges += _edges(history.status_of(event.kind), days, scale)
    steps = [
        Step(event, scale.x(days.first), scale.x(days.last))
        for event in centre.event
        if (days := days_of[id(event)]).first <= as_of.day
    ]
    return Lifeline(centre, spans, edges, steps)


def _edges(status: str, days: Date, scale: _Scale) -> Iterator[Edge]:
    """Yield the parts of the time in which a status may have begun, within the scale."""
    first = max(days.first, scale.first)
    before = (first - scale.first).days
    length = (days.last - first).days / _DENSITIES
    for density in range(1, _DENSITIES + 1):
        x1 = scale.place(before + (density - 1) * length)
        x2 = scale.place(before + density * length)
        if x1 < x2:
            yield Edge(status, density, x1, x2)


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
            RuleState(status, x[status.year])
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
