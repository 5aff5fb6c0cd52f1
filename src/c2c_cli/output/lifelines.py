"""Drawing of the history of each centre as a line, from its first event to today."""

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from c2c_cli.model import agreements, history
from c2c_cli.model.agreements import Agreement
from c2c_cli.model.dates import Date
from c2c_cli.model.history import AGREEMENT_KINDS, AsOf, Change
from c2c_cli.model.records import Centre
from c2c_cli.model.registry import Registry
from c2c_cli.model.select import Filters
from c2c_cli.output.canvas import escape
from c2c_cli.output.meetings import title
from c2c_cli.output.view import MARKS, QUIET, Columns, Span, View
from c2c_cli.text import plural, width, wrap

_SIGNS = {"proposed": "·", "preparing": "─", "operating": "━", "closed": "┤", "unknown": "?"}
_STROKES = {status: (sign, MARKS[status].style) for status, sign in _SIGNS.items()}
"""Status -> stroke of the cells in which a centre certainly has it."""

_BLANK = (" ", "")
_SOFT = ("╌", "")
_TICK = ("┿", "")
_BOUND = ("╎", "")
_ENDED = MARKS["expired"]
_COMPUTED = ("*", "")

_LEGEND = {
    **{stroke: status for status, stroke in _STROKES.items() if status != "unknown"},
    _SOFT: "status may have changed by then",
    _TICK: "signed or renewed",
    _BOUND: "earliest and latest date of a signature or renewal",
    _ENDED: "agreement expired, no renewal recorded",
    _STROKES["unknown"]: "status or end not recorded",
    _COMPUTED: "computed from the term",
}
"""Stroke or mark -> its meaning."""

_UNTIL = "Agreement until"
_LONG = 25  # number of centres above which they are grouped by sector
_SCREEN = 24  # number of lines above which the years are repeated after them
_LABEL = 6  # minimum distance between the starts of two labels
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
"""Numbers of years between two labels."""


class _Lifeline(NamedTuple):
    """A centre with the changes of its status, and its agreement."""

    centre: Centre
    changes: Sequence[Change]
    possible: Sequence[Date]
    """The days on which later steps may have happened."""
    ticks: Sequence[Date]
    """The days on which an agreement was signed or renewed."""
    agreement: Agreement
    until: Sequence[Span]
    """The end of the agreement in words."""

    @property
    def is_dated(self) -> bool:
        """Whether any event has a date."""
        return any(event.date for event in self.centre.event)


class _Axis(NamedTuple):
    """The days from `first` to `last`, in a number of cells."""

    first: datetime.date
    last: datetime.date
    cells: int

    def cell(self, day: datetime.date) -> int:
        """Return the number of the cell of a day, from 0; it may be outside the axis."""
        days = (self.last - self.first).days + 1
        return (day - self.first).days * self.cells // days


_COLUMNS: Columns = {
    "id": lambda line: line.centre.id,
    "status": lambda line: line.changes[-1].status if line.changes else None,
    "agreement until": lambda line: "".join(text for text, _ in line.until),
}


def lifelines(registry: Registry, chosen: Sequence[Centre], filters: Filters, as_of: AsOf) -> View:
    """Return the view of the lifelines of the chosen centres in the period of the filters.

    The states are those of the day of `as_of`.
    """
    last = min(filters.end.last, as_of.day) if filters.end else as_of.day
    first = filters.start.first if filters.start else None
    found = [_lifeline(centre, registry, as_of) for centre in chosen]
    is_period = filters.start is not None or filters.end is not None
    shown = [
        line
        for line in found
        if (_is_within(line, first, last) if line.is_dated else not is_period)
    ]
    dated = [line for line in shown if line.is_dated]
    if first is None:
        years = [history.first_year(line.centre.event) for line in dated]
        first = datetime.date(min([*years, last.year]), 1, 1)
    names = {sector.id: sector.name for sector in registry.sector}
    undated = [line.centre.id for line in shown if not line.is_dated]

    def drawing(columns: int) -> Iterator[Sequence[Span]]:
        return _draw(dated, undated, names, Date(first, last), columns)

    return View(
        "centres",
        shown,
        _COLUMNS,
        default=tuple(_COLUMNS),
        title=title("Lifelines", filters, as_of.day),
        drawing=drawing,
    )


def _lifeline(centre: Centre, registry: Registry, as_of: AsOf) -> _Lifeline:
    """Return the lifeline of a centre to a day."""
    events = centre.event
    changes = history.changes(events, as_of)
    since = changes[-1].days.last if changes else datetime.date.min
    possible = []
    for event in history.uncertain_steps(events, as_of):
        days = history.days_of(event, events, as_of)
        possible.append(Date(max(days.first, since), days.last))
    ticks = []
    for event in events:
        if event.kind in AGREEMENT_KINDS and event.date is not None:
            days = history.days_of(event, events, as_of)
            ticks.append(Date(days.first, days.last, event.date.bounds))
    agreement = agreements.agreement(centre, registry, as_of)
    is_closed = bool(changes) and changes[-1].status == "closed"
    return _Lifeline(centre, changes, possible, ticks, agreement, _until(agreement, is_closed))


def _until(agreement: Agreement, is_closed: bool) -> Sequence[Span]:
    """Return the end of the agreement of a centre in words."""
    if is_closed:
        return [("closed", "")]
    if agreement.event is None:
        return [("none recorded", "")]
    if agreement.until is None:
        return [_STROKES["unknown"]]
    spans = [(f"{agreement.until}", "")]
    if agreement.is_computed:
        spans.append(_COMPUTED)
    if agreement.state == "expired":
        spans += [(" ", ""), _ENDED, (" expired", "")]
    return spans


def _is_within(line: _Lifeline, first: datetime.date | None, last: datetime.date) -> bool:
    """Return whether any part of a lifeline is between two days."""
    if not line.changes or line.changes[0].days.first > last:
        return False
    if first is None:
        return True
    end = line.changes[-1]
    return first <= last and (end.status != "closed" or end.days.last >= first)


def _draw(
    lines: Sequence[_Lifeline],
    undated: Sequence[str],
    names: dict[str, str],
    period: Date,
    columns: int,
) -> Iterator[Sequence[Span]]:
    """Yield the lines of the drawing: years, centres, a legend, and the centres without a date."""
    widths = [width(escape(line.centre.id)) for line in lines]
    left = max((own for own in widths if own <= columns // 4), default=0)  # others have own lines
    right = max([len(_UNTIL), *(len(_text(line.until)) for line in lines)])
    axis = _Axis(period.first, period.last, max(columns - left - right - 4, 1))
    used = {span for line in lines for span in line.until}
    drawn: list[Sequence[Span]] = []
    for heading, group in _groups(lines, names):
        if heading:
            drawn.append(())
            drawn += [[(text, "bold")] for text in wrap(escape(heading), columns)]
        for line in group:
            cells = _cells(line, axis)
            used |= {*cells}
            drawn += _with_id(line, cells, left)
    if lines:
        years = [(f"{'':{left}}  {_years(axis):{axis.cells}}  ", QUIET), (_UNTIL, "bold")]
        yield years
        yield from drawn
        if len(drawn) > _SCREEN:
            yield ()
            yield years
        yield ()
        yield from _legend(used, columns)
        yield [(plural(len(lines), "centre"), QUIET)]
    if undated:
        number = f"{plural(len(undated), 'centre')} without a dated event: "
        for text in wrap(number + ", ".join(map(escape, undated)), columns):
            yield [(text, "")]


def _groups(
    lines: Sequence[_Lifeline], names: dict[str, str]
) -> Iterator[tuple[str, Sequence[_Lifeline]]]:
    """Yield the lines of each sector with a heading, or all lines without one if there are few."""
    by_sector: dict[str, list[_Lifeline]] = {sector: [] for sector in names}
    for line in lines:
        by_sector[line.centre.sector].append(line)
    filled = {sector: group for sector, group in by_sector.items() if group}
    if len(lines) <= _LONG or len(filled) == 1:
        yield "", lines
        return
    for sector, group in filled.items():
        yield f"{names[sector]} ({len(group)})", group


def _years(axis: _Axis) -> str:
    """Return the labels of the years, each of which begins at the first cell of its year."""
    first, last = axis.first.year, axis.last.year
    least = (last - first + 1) * _LABEL
    step = next(step for step in _STEPS if step * axis.cells >= least or step == _STEPS[-1])
    text = ""
    for year in range(first + -first % step, last + 1, step):
        place = max(axis.cell(datetime.date(year, 1, 1)), 0)
        if len(text) <= place <= axis.cells - 4:
            text = f"{text:{place}}{year}"
    return text


def _cells(line: _Lifeline, axis: _Axis) -> list[Span]:
    """Return the stroke of each cell of a lifeline."""
    cells = [_BLANK] * axis.cells

    def paint(start: int, stop: int, stroke: Span) -> None:
        for cell in range(max(start, 0), min(stop, axis.cells)):
            cells[cell] = stroke

    for change in line.changes:
        certain = axis.cell(change.days.last)
        paint(axis.cell(change.days.first), certain, _SOFT)
        paint(certain, axis.cells, _STROKES[change.status])
        if change.status in {"closed", "unknown"}:
            paint(certain + 1, axis.cells, _BLANK)
    for days in line.possible:
        paint(axis.cell(days.first), axis.cell(days.last) + 1, _SOFT)
    for days in line.ticks:
        start, stop = axis.cell(days.first), axis.cell(days.last)
        is_known = len(str(days)) > len("2018") and not days.bounds  # to the day or the month
        if is_known:
            paint(start, start + 1, _TICK)
            continue
        for cell in (start, stop):
            paint(cell, cell + 1, _BOUND)
    if line.agreement.state == "expired" and line.agreement.until is not None:
        ended = axis.cell(line.agreement.until.last)
        paint(ended, ended + 1, _ENDED)
    return cells


def _with_id(line: _Lifeline, cells: Sequence[Span], left: int) -> Iterator[Sequence[Span]]:
    """Yield the line of a centre, preceded by a line with its id if that is too wide."""
    name = escape(line.centre.id)
    if width(name) > left:
        yield [(name, "bold")]
        name = ""
    spans = [(f"{name}{'':{left - width(name)}}  ", "bold")]
    for style, run in groupby(cells, itemgetter(1)):
        spans.append((_text([*run]), style))
    yield [*spans, ("  ", ""), *line.until]


def _text(spans: Sequence[Span]) -> str:
    return "".join(text for text, _ in spans)


def _legend(used: set[Span], columns: int) -> Iterator[Sequence[Span]]:
    """Yield the meanings of the strokes and marks that are used, in lines of at most `columns`."""
    spans: list[Span] = []
    for mark, meaning in _LEGEND.items():
        if mark not in used:
            continue
        if spans and len(_text(spans)) + len(meaning) + 4 > columns:
            yield spans
            spans = []
        spans += [("  ", "")] * bool(spans) + [mark, (f" {meaning}", QUIET)]
    if spans:
        yield spans
