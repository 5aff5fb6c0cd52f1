"""Lifelines of the centres in the HTML report and on the site, as data that templates draw."""

import datetime
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from c2c_cli.documents.registry_as_of import RegistryAsOf
from c2c_cli.model import history
from c2c_cli.model.agreements import Agreement
from c2c_cli.model.dates import Date
from c2c_cli.model.history import AsOf, Event
from c2c_cli.model.records import Centre

_MAX_INTERVALS = 5
"""Maximum number of intervals between the years that label the lifelines."""

_DENSITIES = 4
"""Number of parts of the time in which a status may have begun, each drawn denser than the last."""


class Label(NamedTuple):
    """A year above the lifelines, and its position in per cent of the width."""

    year: int
    x: float


class Span(NamedTuple):
    """What is certain about the status of a centre for some time; places in per cent."""

    status: str
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


class End(NamedTuple):
    """The end of an agreement, and its position in per cent of the width."""

    x: float
    is_past: bool


class Lifeline(NamedTuple):
    """The statuses of a centre over time, with what is recorded of each change."""

    spans: list[Span]
    edges: list[Edge]
    steps: list[Step]
    end: End | None

    @property
    def marks(self) -> set[str]:
        """The statuses and other marks in the lifeline."""
        found = {span.status for span in self.spans if span.width}
        found |= {edge.status for edge in self.edges}
        found |= {"step" if step.is_dated else "undated" for step in self.steps}
        if self.edges:
            found.add("edge")
        if self.end:
            found.add("ended" if self.end.is_past else "ends")
        return found


class Lifelines(NamedTuple):
    """The lifelines of all centres, drawn to the same scale."""

    of: Mapping[str, Lifeline]
    """Id of a centre -> its lifeline."""
    labels: list[Label]
    today: float | None
    """The place of the day of the document, if the lifelines are longer."""

    @property
    def marks(self) -> set[str]:
        """The statuses and other marks in the lifelines."""
        return {mark for lifeline in self.of.values() for mark in lifeline.marks}


def lifelines(known: RegistryAsOf) -> Lifelines:
    """Return the lifelines of the centres from the first known event to the last known end."""
    years = [
        history.first_year(centre.event)
        for centre in known.centres
        if any(event.date and event.date.first <= known.day for event in centre.event)
    ]
    ends = [found.until.last for found in known.agreement_of.values() if found.until]
    last = max([known.day, *ends])
    scale = _Scale(min(years, default=known.day.year), last)
    labels = [
        Label(year, scale.x(datetime.date(year, 1, 1)))
        for year in labelled_years(scale.first.year, last.year)
    ]
    drawn = {
        centre.id: _lifeline(centre, known.agreement_of[centre.id], known.as_of, scale)
        for centre in known.centres
    }
    return Lifelines(drawn, labels, scale.x(known.day) if last > known.day else None)


class _Scale:
    """The places of days in the lifelines."""

    def __init__(self, first_year: int, last: datetime.date) -> None:
        self.first = datetime.date(first_year, 1, 1)
        self._days = max(1, (last - self.first).days)

    def x(self, day: datetime.date) -> float:
        """Return the place of a day in per cent; a day beyond either end is at that end."""
        return self.place((max(day, self.first) - self.first).days)

    def place(self, days: float) -> float:
        """Return the place of a number of days after the first one, at most 100 per cent."""
        return 100 * min(days / self._days, 1)


def _lifeline(centre: Centre, agreement: Agreement, as_of: AsOf, scale: _Scale) -> Lifeline:
    """Return the lifeline of a centre to a day."""
    changes = history.changes(centre.event, as_of)
    spans: list[Span] = []
    edges: list[Edge] = []
    for number, change in enumerate(changes):
        is_last = number == len(changes) - 1
        start = scale.x(change.days.last)
        end = scale.x(as_of.day if is_last else changes[number + 1].days.last)
        spans.append(Span(change.status, start, end - start))
        edges += _edges(change.status, change.days, as_of.day, scale)
    for event in history.uncertain_steps(centre.event, as_of):
        days = history.days_of(event, centre.event, as_of)
        if changes:
            days = Date(max(days.first, changes[-1].days.last), days.last)
        edges += _edges(history.status_of(event.kind), days, as_of.day, scale)
    until = agreement.until
    end_mark = End(scale.x(until.last), agreement.state == "expired") if until else None
    return Lifeline(spans, edges, [*_steps(centre, as_of, scale)], end_mark)


def _steps(centre: Centre, as_of: AsOf, scale: _Scale) -> Iterator[Step]:
    """Yield the events of a centre that may have happened by a day."""
    for event, days in history.with_days(centre.event, as_of):
        if days.first <= as_of.day:
            yield Step(event, scale.x(days.first), scale.x(min(days.last, as_of.day)))


def _edges(status: str, days: Date, day: datetime.date, scale: _Scale) -> Iterator[Edge]:
    """Yield the parts of the time in which a status may have begun, to a day."""
    first = max(days.first, scale.first)
    before = (first - scale.first).days
    length = (days.last - first).days / _DENSITIES
    most = scale.x(day)
    for density in range(1, _DENSITIES + 1):
        x1 = min(scale.place(before + (density - 1) * length), most)
        x2 = min(scale.place(before + density * length), most)
        if x1 < x2:
            yield Edge(status, density, x1, x2)


def labelled_years(first: int, last: int) -> range:
    """Return the years that label an axis: multiples of a round number, at most six of them."""
    steps = (1, 2, 5, 10, 20, 50, 200, 1000, 2000)
    step = next(step for step in steps if (last - first) / step <= _MAX_INTERVALS)
    return range(first + -first % step, last + 1, step)
