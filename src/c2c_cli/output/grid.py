"""The cadence for people: all years at a glance, or one in detail. Knows the model, not the formats."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from c2c_cli.model.cadence import RuleStatus, beyond
from c2c_cli.model.records import CadenceRule, Meeting
from c2c_cli.output.view import Marks, Value, View
from c2c_cli.text import plural

MARKS: Marks = {
    "✓": ("+", "met"),
    "◐": ("~", "planned"),
    "?": ("?", "unclear"),
    "·": (".", "due"),
    "✗": ("x", "missing"),
}
_MARK = {state: mark for mark, (_, state) in MARKS.items()}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six")


class Year(NamedTuple):
    """A year with how each rule that binds in it was kept."""

    year: int
    kept: Sequence[RuleStatus]
    beyond: Sequence[Meeting]
    """The meetings that fill no place of a rule."""
    day: datetime.date
    """The day as of which it is told."""


def years(kept: Sequence[RuleStatus], meetings: Sequence[Meeting], day: datetime.date) -> list[Year]:
    """Return the years in which rules bind, each as a whole."""
    grouped = ((year, list(rules)) for year, rules in groupby(kept, key=attrgetter("year")))
    return [Year(year, rules, beyond(meetings, rules, day), day) for year, rules in grouped]


def at_a_glance(found: Sequence[Year], rules: Sequence[CadenceRule]) -> View:
    """Return the view of all years: a row for each, a column for each rule, and what was held beyond the rules."""

    def cell(kind: str) -> Callable[[Year], Value]:
        return lambda year: next((words(one) for one in year.kept if one.rule.kind == kind), None)

    columns: dict[str, Callable[[Any], Value]] = {"year": lambda year: year.year}
    columns |= {_header(rule.kind): cell(rule.kind) for rule in rules}
    columns["beyond"] = lambda year: ", ".join(map(_date, year.beyond)) or None
    return View(
        noun="years with rules",
        rows=found,
        columns=columns,
        default=tuple(columns),
        objects=lambda _: (),  # a grid is for people alone
        marks=MARKS,
        caption=_short([year for year in found if year.kept[0].over]),
    )


def _short(found: Sequence[Year]) -> str | None:
    """Return how many meetings are lacking in years, where any are."""
    lacking = ", ".join(f"{year.kept[0].short} in {year.year}" for year in found if year.kept[0].short)
    return f"short, however the unclear are read: {lacking}" if lacking else None


def _header(kind: str) -> str:
    """Return what a rule's column is called."""
    return f"kind {kind}" if kind in {"year", "beyond"} else kind


def words(kept: RuleStatus) -> str:
    """Return how a rule was kept in a year: a mark, the dates of its meetings, and what is open."""
    parts = list(map(_date, kept.filling))
    if kept.candidates:
        parts.append(_unclear(kept))
    if lacking := kept.open - kept.unclear:
        state = "missing" if kept.over else "due"
        parts.append(state if kept.rule.per_year == 1 else f"{lacking} {state}")
    return f"{_MARK[kept.state]} {', '.join(parts)}"


def _date(meeting: Meeting) -> str:
    return f"{meeting.start}" if meeting.status == "held" else f"{meeting.status} {meeting.start}"


def _unclear(kept: RuleStatus) -> str:
    """Return what may fill the open places of a rule."""
    if len(kept.candidates) == 1:
        return f"perhaps {_date(kept.candidates[0])}"
    number = _NUMBERS[kept.unclear] if kept.unclear < len(_NUMBERS) else str(kept.unclear)
    of_level = all(meeting.kind is not None for meeting in kept.candidates)
    return f"{number} of {len(kept.candidates)} {f'{kept.rule.level}-level' if of_level else 'of a kind not known'}"


def in_detail(found: Sequence[Year], *, only_open: bool = False, data: str = "") -> View:
    """Return the view of years in detail: each rule with its meetings, what is open, and what to type to record it.

    `only_open` leaves out all but the rules with places open. `data` is what a command about this registry says
    besides, as ` --data FILE`.
    """
    caption = _short(found)
    if only_open:
        found = [year._replace(kept=[kept for kept in year.kept if kept.open], beyond=()) for year in found]
    facts = [(f"{year.year} {label}", *fact) for year in found for label, rows in _blocks(year, data) for fact in rows]
    return View(
        noun="open places" if only_open else "rules of that year",
        rows=facts,
        columns={"id": itemgetter(0), "field": itemgetter(1), "value": itemgetter(2)},
        default=("id", "field", "value"),
        facts=True,
        unwrapped=("record it", "if so", "if not"),
        objects=lambda _: (),
        marks=MARKS,
        caption=caption,
    )


def _blocks(year: Year, data: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for kept in year.kept:
        rows = [("year", str(year.year)), ("kind", kept.rule.kind), ("name", kept.rule.name), ("state", kept.state)]
        rows += [("meetings", _told(meeting)) for meeting in kept.filling]
        rows += [("perhaps", _told(meeting)) for meeting in kept.candidates]
        if kept.open:
            rows.append(("open", f"{kept.open} of {plural(kept.rule.per_year, 'meeting')}"))
        rows += _commands(kept, year.day, data)
        yield kept.rule.kind, rows
    if year.beyond:
        rows = [("year", str(year.year)), *(("beyond", _told(meeting)) for meeting in year.beyond)]
        yield "beyond the rules", rows  # no kind is called so


def _told(meeting: Meeting) -> str:
    place = f", {meeting.city}" if meeting.city else ""
    return (
        f"{meeting.start}{place}: {meeting.title} ({meeting.status}, {meeting.kind or 'kind not known'}, {meeting.id})"
    )


def _commands(kept: RuleStatus, day: datetime.date, data: str) -> Iterator[tuple[str, str]]:
    """Yield what to type to record what is known of a rule's meetings, behind what it is for."""
    for meeting in kept.filling:
        if _is_past(meeting, day):
            yield "record it", f"c2c edit meeting {meeting.id}{data} --status held"
    for meeting in kept.candidates:
        held = " --status held" if _is_past(meeting, day) else ""
        yield "if so", f"c2c edit meeting {meeting.id}{data} --kind {kept.rule.kind}{held}"
    if kept.open:
        status = "held" if kept.over else "planned"
        command = f"c2c add meeting{data} --title TITLE --start DATE --kind {kept.rule.kind} --status {status}"
        yield "if not" if kept.open == kept.unclear else "record it", command


def _is_past(meeting: Meeting, day: datetime.date) -> bool:
    """Tell whether a meeting was to be, and nobody has said what became of it."""
    return meeting.status != "held" and meeting.days.last < day
