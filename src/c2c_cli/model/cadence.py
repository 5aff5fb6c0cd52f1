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
    open: int
    """Number of required meetings that no meeting of exactly the rule's kind covers."""
    held: int
    planned: int
    """Number of required meetings that are tentative or planned."""
    unclear: int
    """Number of open meetings that unclear meetings may cover."""
    missing: int
    """Number of open meetings that no meeting could cover; 0 until the year has ended."""
    state: str
    """`met`, `planned`, `unclear`, `due` or `missing`."""
    meetings: tuple[str, ...]
    """Ids of the meetings that count or may count."""
    filling: Sequence[Meeting]
    """The meetings that count, up to the required number, with those held first."""
    candidates: Sequence[Meeting]
    """The meetings that may count; empty if `open` is 0."""


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
        if meeting.status != "cancelled" and meeting.is_known(day):
            recorded.setdefault(meeting.start.year, []).append(meeting)
    return [
        _evaluate_year(year, applying, recorded.get(year, []), day)
        for year in years
        if (applying := [one for one in rules if one.applies(year)])
    ]


def years(rules: Sequence[CadenceRule], day: datetime.date) -> range:
    """Return the years from the first in which any rule applies to the year of the day."""
    return range(min((rule.since for rule in rules), default=day.year + 1), day.year + 1)


def _evaluate_year(
    year: int, rules: list[CadenceRule], meetings: list[Meeting], day: datetime.date
) -> Year:
    """Return the year with the state of each rule, given its meetings sorted by start."""
    over = datetime.date(year, 12, 31) <= day
    exact = {
        rule.kind: [meeting for meeting in meetings if meeting.kind == rule.kind] for rule in rules
    }
    uncovered = {rule.kind: max(0, rule.per_year - len(exact[rule.kind])) for rule in rules}
    inexact = [meeting for meeting in meetings if meeting.kind not in exact]
    result = []
    for rule in rules:
        needed = uncovered[rule.kind]
        candidates = [one for one in inexact if needed and one.kind in {rule.level, None}]
        filling = sorted(exact[rule.kind], key=lambda meeting: meeting.status != "held")[
            : rule.per_year
        ]
        held = sum(meeting.status == "held" for meeting in filling)
        planned = len(filling) - held
        unclear = min(needed, len(candidates))
        missing = needed - unclear if over else 0
        if not needed:
            state = "met" if held == rule.per_year else "planned"
        elif candidates:
            state = "unclear"
        else:
            state = "missing" if over else "due"
        ids = tuple(
            one.id
            for one in sorted([*exact[rule.kind], *candidates], key=lambda meeting: meeting.start)
        )
        numbers = (needed, held, planned, unclear, missing)
        result.append(RuleStatus(year, rule, *numbers, state, ids, filling, candidates))
    used = {meeting.id for one in result for meeting in (*one.filling, *one.candidates)}
    other = [meeting for meeting in meetings if meeting.id not in used]
    return Year(year, result, _shortfall(rules, uncovered, inexact), over, other)


def _shortfall(rules: list[CadenceRule], uncovered: dict[str, int], inexact: list[Meeting]) -> int:
    """Return the number of meetings neither held nor planned, at best.

    Each of the `inexact` meetings, which are recorded at a level or without a kind, counts where
    it reduces the number.
    """
    shortfall = 0
    for level in {rule.level for rule in rules}:
        of_level = sum(uncovered[rule.kind] for rule in rules if rule.level == level)
        shortfall += max(0, of_level - sum(meeting.kind == level for meeting in inexact))
    return max(0, shortfall - sum(meeting.kind is None for meeting in inexact))
