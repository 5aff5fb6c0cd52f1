"""The cadence for people: all years at a glance, or one in detail. Knows the model, not the formats."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from c2c_cli.model.cadence import RuleStatus, other_meetings
from c2c_cli.model.records import CadenceRule, Meeting
from c2c_cli.output.details import facts_view
from c2c_cli.output.view import Columns, Marks, TableOptions, Value, View
from c2c_cli.text import plural

_MARKS: Marks = {
    "✓": ("+", "met"),
    "◐": ("~", "planned"),
    "?": ("?", "unclear"),
    "·": (".", "due"),
    "✗": ("x", "missing"),
}
_MARK_OF = {state: mark for mark, (_, state) in _MARKS.items()}


class Year(NamedTuple):
    """A year with how each rule that binds in it was kept."""

    year: int
    kept: Sequence[RuleStatus]
    beyond: Sequence[Meeting]
    """The meetings that fill no place of a rule."""


def years(kept: Sequence[RuleStatus], meetings: Sequence[Meeting], day: datetime.date) -> list[Year]:
    """Return the years in which rules bind, each as a whole."""
    grouped = ((year, list(rules)) for year, rules in groupby(kept, key=attrgetter("year")))
    return [Year(year, rules, other_meetings(meetings, rules, day)) for year, rules in grouped]


def at_a_glance(found: Sequence[Year], rules: Sequence[CadenceRule]) -> View:
    """Return the view of all years: a row for each, a column for each rule, and what was held beyond the rules."""

    def cell(kind: str) -> Callable[[Year], Value]:
        return lambda year: next((_describe(one) for one in year.kept if one.rule.kind == kind), None)

    columns: Columns = {
        "year": lambda year: year.year,
        **{f"kind {r.kind}" if r.kind in {"year", "beyond"} else r.kind: cell(r.kind) for r in rules},
        "beyond": lambda year: ", ".join(map(_date, year.beyond)) or None,
    }
    caption = _short([year for year in found if year.kept[0].over])
    return View("years with rules", found, columns, tuple(columns), table=TableOptions(caption=caption, marks=_MARKS))


def in_detail(found: Sequence[Year], *, only_open: bool = False) -> View:
    """Return the view of years in detail: each rule with its meetings and what is open.

    `only_open` leaves out all but the rules with places open.
    """
    caption = _short(found)
    if only_open:
        found = [year._replace(kept=[kept for kept in year.kept if kept.open], beyond=()) for year in found]
    facts = [(f"{year.year} {label}", *fact) for year in found for label, block in _blocks(year) for fact in block]
    return facts_view("open places" if only_open else "rules of that year", facts, caption=caption)


def _short(found: Sequence[Year]) -> str | None:
    """Return how many meetings are lacking in years, where any are."""
    lacking = ", ".join(f"{year.kept[0].short} in {year.year}" for year in found if year.kept[0].short)
    return f"short, however the unclear are read: {lacking}" if lacking else None


def _describe(kept: RuleStatus) -> str:
    """Return how a rule was kept in a year: a mark, the dates of its meetings, and what is open."""
    parts = list(map(_date, kept.filling))
    if kept.candidates:
        parts.append(_unclear(kept))
    if lacking := kept.open - kept.unclear:
        state = "missing" if kept.over else "due"
        parts.append(state if kept.rule.per_year == 1 else f"{lacking} {state}")
    return f"{_MARK_OF[kept.state]} {', '.join(parts)}"


def _date(meeting: Meeting) -> str:
    return f"{meeting.start}" if meeting.status == "held" else f"{meeting.status} {meeting.start}"


def _unclear(kept: RuleStatus) -> str:
    """Return what may fill the open places of a rule."""
    if len(kept.candidates) == 1:
        return f"perhaps {_date(kept.candidates[0])}"
    of_level = all(meeting.kind is not None for meeting in kept.candidates)
    return f"{kept.unclear} of {len(kept.candidates)} {f'{kept.rule.level}-level' if of_level else 'of a kind not known'}"


def _blocks(year: Year) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the facts of each rule of a year, and of what was held beyond them, each block with what it is about."""
    for kept in year.kept:
        rows = [("year", str(year.year)), ("kind", kept.rule.kind), ("name", kept.rule.name), ("state", kept.state)]
        rows += [("meetings", _describe_meeting(meeting)) for meeting in kept.filling]
        rows += [("perhaps", _describe_meeting(meeting)) for meeting in kept.candidates]
        if kept.open:
            rows.append(("open", f"{kept.open} of {plural(kept.rule.per_year, 'meeting')}"))
        yield kept.rule.kind, rows
    if year.beyond:
        rows = [("year", str(year.year)), *(("beyond", _describe_meeting(meeting)) for meeting in year.beyond)]
        yield "beyond the rules", rows  # no kind is called so


def _describe_meeting(meeting: Meeting) -> str:
    place = f", {meeting.city}" if meeting.city else ""
    status = f"{meeting.status}, {meeting.kind or 'kind not known'}, {meeting.id}"
    return f"{meeting.start}{place}: {meeting.title} ({status})"
