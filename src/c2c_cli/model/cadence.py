"""Comparison of required and recorded meetings, for each year and cadence rule."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from c2c_cli.model.records import CadenceRule, Meeting, Rule, Waiver
from c2c_cli.model.registry import Registry


class RuleStatus(NamedTuple):
    """The state of one rule in one year as of a day.

    A meeting of exactly the rule's kind counts towards the rule. A meeting recorded only at the
    rule's level, or without a kind, may count.
    """

    year: int
    rule: CadenceRule
    uncovered: int
    """Number of required meetings that are not waived, and that no meeting of exactly the rule's
    kind covers."""
    held: int
    """Number of required meetings that were held."""
    planned: int
    """Number of required meetings that are tentative or planned."""
    waived: int
    """Number of required meetings that are neither held nor planned, and waived.

    `uncovered`, `held`, `planned` and `waived` add up to the number that the rule requires.
    """
    unclear: int
    """Number of the `uncovered` meetings that the candidates may cover."""
    missing: int
    """Number of `uncovered` meetings that no meeting could cover; 0 until the year has ended."""
    state: str
    """`met`, `planned`, `waived`, `unclear`, `due` or `missing`."""
    waiver: Waiver | None
    """The waiver that excuses `waived` meetings; None if it excuses none."""
    meetings: tuple[str, ...]
    """Ids of the meetings that count or may count."""
    filling: Sequence[Meeting]
    """The meetings that count, up to the required number, with those held first."""
    candidates: Sequence[Meeting]
    """The meetings that may count; empty if all required meetings are held or planned."""


class Year(NamedTuple):
    """A year in which rules apply, as of a day."""

    year: int
    rules: Sequence[RuleStatus]
    shortfall: int
    """Number of required meetings neither held, planned nor waived, even if all unclear ones
    count."""
    over: bool
    """Whether the year has ended by the day."""
    other: Sequence[Meeting]
    """The meetings that neither count nor may count towards a rule, by start."""

    @property
    def required(self) -> int:
        """Number of required meetings."""
        return sum(status.rule.per_year for status in self.rules)

    @property
    def held(self) -> int:
        """Number of required meetings that were held."""
        return sum(status.held for status in self.rules)

    @property
    def planned(self) -> int:
        """Number of required meetings that are tentative or planned."""
        return sum(status.planned for status in self.rules)

    @property
    def waived(self) -> int:
        """Number of required meetings that are waived."""
        return sum(status.waived for status in self.rules)

    @property
    def unclear(self) -> int:
        """Number of required meetings that unclear meetings may cover.

        `held`, `planned`, `unclear`, `waived` and `shortfall` add up to `required`.
        """
        return sum(status.uncovered for status in self.rules) - self.shortfall

    @property
    def state(self) -> str:
        """State of the worst of the required meetings."""
        if self.shortfall:
            return "missing" if self.over else "due"
        for state, number in (
            ("unclear", self.unclear),
            ("planned", self.planned),
            ("waived", self.waived),
        ):
            if number:
                return state
        return "met"


def evaluate(registry: Registry, years: Iterable[int], day: datetime.date) -> list[Year]:
    """Return the years in which rules apply, with the state of each rule as of a day."""
    recorded: dict[int, list[Meeting]] = {}
    owed = {obligation.kind for obligation in registry.obligation}
    for meeting in sorted(registry.meeting, key=lambda meeting: meeting.start):
        if meeting.kind in owed:  # it is a meeting of one centre
            continue
        if meeting.status != "cancelled" and meeting.is_recorded_as_of(day):
            recorded.setdefault(meeting.start.year, []).append(meeting)
    waivers: dict[int, dict[str, Waiver]] = {}
    for waiver in registry.waiver:
        waivers.setdefault(waiver.year, {})[waiver.kind] = waiver
    result = []
    for year in years:
        applying = [rule for rule in registry.cadence if rule.applies(year)]
        if applying:
            meetings = recorded.get(year, [])
            result.append(_evaluate_year(year, applying, meetings, waivers.get(year, {}), day))
    return result


def years(rules: Sequence[Rule], day: datetime.date) -> range:
    """Return the years from the first in which any rule or obligation applies to that of a day."""
    return range(min((rule.since for rule in rules), default=day.year + 1), day.year + 1)


def _evaluate_year(
    year: int,
    rules: list[CadenceRule],
    meetings: list[Meeting],
    waivers: Mapping[str, Waiver],
    day: datetime.date,
) -> Year:
    """Return the year with the state of each rule, given its meetings sorted by start.

    `waivers` are those of the year, by the kinds of their rules.
    """
    over = datetime.date(year, 12, 31) <= day
    kinds = {rule.kind for rule in rules}
    inexact = [meeting for meeting in meetings if meeting.kind not in kinds]
    statuses = []
    for rule in rules:
        exact = [meeting for meeting in meetings if meeting.kind == rule.kind]
        waiver = waivers.get(rule.kind)
        statuses.append(_evaluate_rule(year, rule, exact, inexact, waiver, over=over))
    used: set[str] = set()
    for status in statuses:
        used.update(meeting.id for meeting in (*status.filling, *status.candidates))
    other = [meeting for meeting in meetings if meeting.id not in used]
    return Year(year, statuses, _shortfall(statuses, inexact), over, other)


def _evaluate_rule(
    year: int,
    rule: CadenceRule,
    exact: list[Meeting],
    inexact: list[Meeting],
    waiver: Waiver | None,
    *,
    over: bool,
) -> RuleStatus:
    """Return the state of a rule in a year.

    `exact` are the meetings of its kind, and `inexact` those of no rule's kind; `over` is whether
    the year has ended.
    """
    filling = sorted(exact, key=lambda meeting: meeting.status != "held")[: rule.per_year]
    held = sum(meeting.status == "held" for meeting in filling)
    open_places = rule.per_year - len(filling)
    candidates = []
    if open_places:
        candidates = [meeting for meeting in inexact if meeting.kind in {rule.level, None}]
    waived = open_places if waiver else 0
    uncovered = open_places - waived
    unclear = min(uncovered, len(candidates))
    if not open_places:
        state = "met" if held == rule.per_year else "planned"
    elif waived:
        state = "waived"
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
        waived=waived,
        unclear=unclear,
        missing=uncovered - unclear if over else 0,
        state=state,
        waiver=waiver if waived else None,
        meetings=tuple(meeting.id for meeting in by_start),
        filling=filling,
        candidates=candidates,
    )


def _shortfall(statuses: list[RuleStatus], inexact: list[Meeting]) -> int:
    """Return the minimum number of required meetings neither held, planned nor waived.

    The `inexact` meetings, which are recorded at a level or without a kind, are assigned so that
    the number is as low as possible.
    """
    shortfall = 0
    for level in {status.rule.level for status in statuses}:
        uncovered = sum(status.uncovered for status in statuses if status.rule.level == level)
        shortfall += max(0, uncovered - sum(meeting.kind == level for meeting in inexact))
    return max(0, shortfall - sum(meeting.kind is None for meeting in inexact))
