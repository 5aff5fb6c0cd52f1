"""Comparison of agreed and recorded meetings, for each year and cadence rule."""

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from c2c_cli.model.records import CadenceRule, Meeting


class RuleStatus(NamedTuple):
    """The state of one rule in one year as of a day.

    A meeting of exactly the rule's kind counts towards the rule. A meeting recorded only at the
    rule's level, or without a kind, may count.
    """

    year: int
    rule: CadenceRule
    uncovered: int
    """Number of required meetings that no meeting of exactly the rule's kind covers."""
    held: int
    """Number of required meetings that were held."""
    planned: int
    """Number of required meetings that are tentative or planned.

    `uncovered`, `held` and `planned` add up to the number that the rule requires.
    """
    unclear: int
    """Number of the `uncovered` meetings that the candidates may cover."""
    missing: int
    """Number of `uncovered` meetings that no meeting could cover; 0 until the year has ended."""
    state: str
    """`met`, `planned`, `unclear`, `due` or `missing`."""
    meetings: tuple[str, ...]
    """Ids of the meetings that count or may count."""
    filling: Sequence[Meeting]
    """The meetings that count, up to the required number, with those held first."""
    candidates: Sequence[Meeting]
    """The meetings that may count; empty if `uncovered` is 0."""


class Year(NamedTuple):
    """A year in which rules apply, as of a day."""

    year: int
    rules: Sequence[RuleStatus]
    shortfall: int
    """Number of required meetings neither held nor planned, even if all unclear ones count."""
    over: bool
    """Whether the year has ended by the day."""
    other: Sequence[Meeting]
    """The meetings that neither count nor may count towards a rule, by start."""


def evaluate(
    rules: Sequence[CadenceRule],
    meetings: Iterable[Meeting],
    years: Iterable[int],
    day: datetime.date,
) -> list[Year]:
    """Return the years in which rules apply, with the state of each rule as of a day."""
    recorded: dict[int, list[Meeting]] = {}
    for meeting in sorted(meetings, key=lambda meeting: meeting.start):
        if meeting.status != "cancelled" and meeting.is_recorded_as_of(day):
            recorded.setdefault(meeting.start.year, []).append(meeting)
    result = []
    for year in years:
        applying = [rule for rule in rules if rule.applies(year)]
        if applying:
            result.append(_evaluate_year(year, applying, recorded.get(year, []), day))
    return result


def years(rules: Sequence[CadenceRule], day: datetime.date) -> range:
    """Return the years from the first in which any rule applies to the year of the day."""
    return range(min((rule.since for rule in rules), default=day.year + 1), day.year + 1)


def _evaluate_year(
    year: int, rules: list[CadenceRule], meetings: list[Meeting], day: datetime.date
) -> Year:
    """Return the year with the state of each rule, given its meetings sorted by start."""
    over = datetime.date(year, 12, 31) <= day
    kinds = {rule.kind for rule in rules}
    inexact = [meeting for meeting in meetings if meeting.kind not in kinds]
    statuses = []
    for rule in rules:
        exact = [meeting for meeting in meetings if meeting.kind == rule.kind]
        statuses.append(_evaluate_rule(year, rule, exact, inexact, over=over))
    used: set[str] = set()
    for status in statuses:
        used.update(meeting.id for meeting in (*status.filling, *status.candidates))
    other = [meeting for meeting in meetings if meeting.id not in used]
    return Year(year, statuses, _shortfall(statuses, inexact), over, other)


def _evaluate_rule(
    year: int, rule: CadenceRule, exact: list[Meeting], inexact: list[Meeting], *, over: bool
) -> RuleStatus:
    """Return the state of a rule in a year.

    `exact` are the meetings of its kind, and `inexact` those of no rule's kind; `over` is whether
    the year has ended.
    """
    filling = sorted(exact, key=lambda meeting: meeting.status != "held")[: rule.per_year]
    held = sum(meeting.status == "held" for meeting in filling)
    uncovered = rule.per_year - len(filling)
    candidates = []
    if uncovered:
        candidates = [meeting for meeting in inexact if meeting.kind in {rule.level, None}]
    unclear = min(uncovered, len(candidates))
    if not uncovered:
        state = "met" if held == rule.per_year else "planned"
    elif candidates:
        state = "unclear"
    else:
        state = "missing" if over else "due"
    by_start = sorted([*exact, *candidates], key=lambda meeting: meeting.start)
    return RuleStatus(
        year,
        rule,
        uncovered=uncovered,
        held=held,
        planned=len(filling) - held,
        unclear=unclear,
        missing=uncovered - unclear if over else 0,
        state=state,
        meetings=tuple(meeting.id for meeting in by_start),
        filling=filling,
        candidates=candidates,
    )


def _shortfall(statuses: list[RuleStatus], inexact: list[Meeting]) -> int:
    """Return the number of meetings neither held nor planned, at best.

    Each of the `inexact` meetings, which are recorded at a level or without a kind, counts where
    it reduces the number.
    """
    shortfall = 0
    for level in {status.rule.level for status in statuses}:
        uncovered = sum(status.uncovered for status in statuses if status.rule.level == level)
        shortfall += max(0, uncovered - sum(meeting.kind == level for meeting in inexact))
    return max(0, shortfall - sum(meeting.kind is None for meeting in inexact))
