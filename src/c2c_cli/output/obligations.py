"""Views of the obligations of each centre, period by period."""

import datetime
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from c2c_cli.model.dates import Date
from c2c_cli.model.obligations import Period, date_of
from c2c_cli.model.records import Centre, Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.output.view import RULE_STATES, Span, View, either, of_columns
from c2c_cli.text import all_of, plural, years_in_words

if TYPE_CHECKING:
    from c2c_cli.model.select import ObligationFilters

_MOST = 10  # maximum number of centres that a sentence names one by one
_FIRST = 5  # number of centres that it names if there are more

_COUNTED = {"met": "recorded", "missing": "not recorded"}
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
    data: str = "",
) -> View:
    """Return the view of the periods, drawn as a grid of centres and years for each obligation.

    `centres` are those that may be bound. `data` is the option that commands need for this
    registry, such as ` --data FILE`.
    """

    def drawing(width: int) -> Iterable[Sequence[Span]]:
        from c2c_cli.output import obligations_drawing  # noqa: PLC0415  # it imports Rich

        sectors = {sector.id: sector.name for sector in registry.sector}
        return obligations_drawing.lines(by_obligation, centres, sectors, pointer, width)

    groups = groupby(periods, key=lambda period: id(period.obligation))
    by_obligation = [[*owed] for _, owed in groups]
    kinds = dict.fromkeys(period.obligation.kind for period in periods)
    pointer = f"Rules: c2c show {' '.join(kinds)}{data}"
    return obligations(periods, title)._replace(
        lead="\n".join(_verdict(owed) for owed in by_obligation),
        caption=pointer,
        drawing=drawing,
    )


def _verdict(periods: Sequence[Period]) -> str:
    """Return in a sentence what is recorded of the periods of an obligation."""
    years = {year for period in periods for year in range(period.first, period.last + 1)}
    subject = f"{periods[0].obligation.name} for {years_in_words(sorted(years))}"
    by_state: dict[str, list[str]] = {}
    for period in periods:
        by_state.setdefault(period.state, []).append(period.centre.id)
    is_single = len({period.first for period in periods}) == 1
    parts = _names(by_state, periods[0].due) if is_single else _numbers(by_state)
    return f"{subject}: {'; '.join(parts)}."


def _names(by_state: dict[str, list[str]], due: datetime.date) -> list[str]:
    """Return which centres have each state in a period that is due on a day."""
    total = sum(map(len, by_state.values()))
    parts = []
    for state in ("met", "missing", *RULE_STATES):
        ids = by_state.pop(state, [])
        if not ids:
            continue
        words = f"due by {due}" if state == "due" else _STATED.get(state, state)
        parts.append(f"{words} for {_which(state, ids, total)}")
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


def _numbers(by_state: dict[str, list[str]]) -> list[str]:
    """Return how many periods have each state; those still due are counted apart."""
    numbers = {state: len(ids) for state, ids in by_state.items()}
    due = numbers.pop("due", 0)
    total = sum(numbers.values())
    parts = []
    if total:
        parts.append(_of_total(numbers, total))
    if due:
        parts.append(f"{due} still due")
    return parts


def _of_total(numbers: dict[str, int], total: int) -> str:
    """Return how many of the periods that are not due have each state."""
    if numbers.get("missing") == total > 1:
        return f"none of {total} recorded"
    recorded = numbers.get("met", 0)
    counts = [f"{recorded} of {total} recorded"]
    if recorded == total > 2:
        counts = [f"all {total} recorded"]
    others = [state for state in ("missing", "planned", "waived", "unclear") if state in numbers]
    counts += [f"{numbers[state]} {_COUNTED.get(state, state)}" for state in others]
    return ", ".join(counts)
