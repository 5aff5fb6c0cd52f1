"""Views of the obligations of each centre, period by period."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from c2c_cli.model.dates import Date
from c2c_cli.model.obligations import Period, date_of
from c2c_cli.model.records import Centre, Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.output.view import Span, View, either, of_columns
from c2c_cli.text import all_of, plural, years_in_words

if TYPE_CHECKING:
    from c2c_cli.model.select import ObligationFilters

_MOST = 10  # maximum number of centres that a sentence names one by one
_FIRST = 5  # number of centres that it names if there are more

_ORDER = ("met", "missing", "planned", "waived", "unclear", "due")
"""The states, in the order of sentences."""

_COUNTED = {"missing": "not recorded", "due": "still due"}
"""State -> its word after a number of periods, if that differs."""

_STATED = {"met": "recorded", "missing": "none recorded"}
"""State -> its words before the names of centres, if they differ."""


def _date(period: Period) -> Date | None:
    """Return the first date of what fulfils a period, is planned, or may fulfil it."""
    return date_of(period.deliveries[0]) if period.deliveries else None


def _title(period: Period) -> str | None:
    """Return the title of the meeting, the note of the event, or the reason of the waiver."""
    if period.waiver:
        return period.waiver.reason
    if not period.deliveries:
        return None
    delivery = period.deliveries[0]
    return delivery.title if isinstance(delivery, Meeting) else delivery.note


def _sources(period: Period) -> tuple[str, ...]:
    """Return the sources of all that is recorded of a period, each once."""
    if period.waiver:
        return period.waiver.sources
    if not period.deliveries:  # most periods of a large registry
        return ()
    found = [source for delivery in period.deliveries for source in delivery.sources]
    return tuple(dict.fromkeys(found))


OBLIGATIONS = of_columns(
    "obligations",
    {
        "centre": attrgetter("centre.id"),
        "kind": attrgetter("obligation.kind"),
        "covers": attrgetter("covers"),
        "due": lambda period: str(period.due),
        "state": attrgetter("state"),
        "date": _date,
        "title": _title,
        "sources": _sources,
    },
    {
        "centre": "Id of the centre.",
        "kind": "Kind of the obligation.",
        "covers": "Years of the period, such as 2022 or 2022..2023.",
        "due": "Day by which it is due: the deadline.",
        "state": "State of the period as of the given day.",
        "date": "Date of the event or meeting that fulfils it or may fulfil it.",
        "title": "Title of the meeting, note of the event, or reason of the waiver.",
        "sources": "Sources of the event, meeting or waiver.",
    },
)
"""The view of the periods of obligations, without rows."""


def title(
    registry: Registry, filters: "ObligationFilters", years: Sequence[int], day: datetime.date
) -> str:
    """Return a title that names the filters and the chosen years, if any."""
    sectors = [sector.name for sector in registry.sector if sector.id in filters.sectors]
    words = [
        either([*filters.kinds], "kinds"),
        either([*filters.centres], "centres"),
        either(sectors, "sectors"),
        years_in_words(years),
    ]
    named = ", ".join(filter(None, words))
    return f"Obligations: {named}, as of {day}" if named else f"Obligations as of {day}"


def obligations(periods: Sequence[Period], title: str) -> View:
    """Return the view of the periods: one row for each centre and period."""

    def in_words(period: Period) -> str:
        return _STATED.get(period.state, period.state)

    shown = ("centre", "kind", "covers", "due", "state", "date", "title")
    return OBLIGATIONS._replace(
        rows=periods,
        shown={name: OBLIGATIONS.columns[name] for name in shown},
        title=title,
        total=plural(len(periods), "period"),
        in_words={"state": in_words},
    )


def obligations_grid(
    registry: Registry,
    periods: Sequence[Period],
    centres: Sequence[Centre],
    title: str,
    day: datetime.date,
) -> View:
    """Return the view of the periods, drawn as a grid of centres and years for each obligation.

    `centres` are those that may be bound. The states are those of `day`.
    """

    def drawing(width: int) -> Iterable[Sequence[Span]]:
        from c2c_cli.output import obligations_drawing  # noqa: PLC0415  # it imports Rich

        sectors = {sector.id: sector.name for sector in registry.sector}
        return obligations_drawing.lines(by_obligation, centres, sectors, day, pointer, width)

    groups = groupby(periods, key=lambda period: id(period.obligation))
    by_obligation = [[*owed] for _, owed in groups]
    kinds = dict.fromkeys(period.obligation.kind for period in periods)
    pointer = f"Rules: c2c show {' '.join(kinds)}{registry.option}"
    return obligations(periods, title)._replace(
        lead="\n".join(_verdict(owed, day) for owed in by_obligation),
        caption=pointer,
        drawing=drawing,
    )


def _verdict(periods: Sequence[Period], day: datetime.date) -> str:
    """Return in a sentence what is recorded of the periods of an obligation as of a day."""
    years = {year for period in periods for year in range(period.first, period.last + 1)}
    subject = f"{periods[0].obligation.name} for {years_in_words(sorted(years))}"
    is_single = len({period.first for period in periods}) == 1
    parts = _names(periods) if is_single else _numbers(periods, day)
    return f"{subject}: {'; '.join(parts)}."


def _names(periods: Sequence[Period]) -> list[str]:
    """Return which centres have each state, given the same period of each centre."""
    parts = []
    for state in _ORDER:
        ids = [period.centre.id for period in periods if period.state == state]
        if ids:
            due = f"due by {periods[0].due}"
            words = due if state == "due" else _STATED.get(state, state)
            parts.append(f"{words} for {_which(state, ids, len(periods))}")
    return parts


def _which(state: str, ids: Sequence[str], total: int) -> str:
    """Return the centres that have a state, of a total; some have no names in the answer."""
    if len(ids) == total == 2:
        return "either centre" if state == "missing" else "both centres"
    if len(ids) == total > 1:
        return f"any of the {total} centres" if state == "missing" else f"all {total} centres"
    if state == "met" and total > 1:
        return f"{len(ids)} of {total} centres"
    if len(ids) <= _MOST:
        return all_of(ids)
    some = f", among them {all_of(ids[:_FIRST])}" if state == "missing" else ""
    return f"{len(ids)} centres{some}"


def _numbers(periods: Sequence[Period], day: datetime.date) -> list[str]:
    """Return how many periods have each state; those not due by the day are counted apart."""
    counted = Counter(period.state for period in periods if period.is_counted(day))
    others = Counter(period.state for period in periods if not period.is_counted(day))
    rest = [f"{others[state]} {_COUNTED.get(state, state)}" for state in _ORDER if others[state]]
    return [*filter(None, (_of_total(counted), ", ".join(rest)))]


def _of_total(numbers: Counter[str]) -> str:
    """Return how many of the periods have each state; an empty string without periods."""
    total = numbers.total()
    if numbers["missing"] == total > 1:
        return f"none of {total} recorded"
    if numbers["met"] == total > 2:
        return f"all {total} recorded"
    others = [state for state in _ORDER if state != "met" and numbers[state]]
    counts = [f"{numbers[state]} {_COUNTED.get(state, state)}" for state in others]
    return ", ".join([f"{numbers['met']} of {total} recorded", *counts]) if total else ""
