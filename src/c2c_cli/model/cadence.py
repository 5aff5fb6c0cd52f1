"""What was agreed against what is recorded: year by year, rule by rule. Knows neither files nor output."""

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from c2c_cli.model.records import CadenceRule, Meeting


class RuleStatus(NamedTuple):
    """How one rule was kept in one year, as of a day. Places: the meetings that the rule asks for."""

    year: int
    rule: CadenceRule
    held: int
    """Places filled by meetings of exactly this kind that are over."""
    planned: int
    """Places filled by meetings of exactly this kind that are tentative or planned."""
    unclear: int
    """Open places that meetings of a kind less well known may fill."""
    missing: int
    """Open places that nothing can fill: none may, and the year is over."""
    state: str
    """`met`, `planned`, `unclear`, `due` or `missing`."""
    meetings: tuple[str, ...]
    """Ids of the meetings of this kind and, where places are open, of those that may be."""
    short: int
    """Of the whole year: how many agreed meetings are lacking, however the unclear ones are read."""
    over: bool
    """Whether the year is over on the day."""
    filling: tuple[Meeting, ...]
    """The meetings of exactly this kind that fill its places, those held first."""
    candidates: tuple[Meeting, ...]
    """The meetings of a kind less well known that may fill its open places."""

    @property
    def open(self) -> int:
        """Places that no meeting of exactly this kind fills."""
        return self.rule.per_year - len(self.filling)


def evaluate(
    rules: Sequence[CadenceRule], meetings: Iterable[Meeting], years: Iterable[int], day: datetime.date
) -> list[RuleStatus]:
    """Return how each rule that binds was kept in each of the years, as of a day."""
    recorded: dict[int, list[Meeting]] = {}
    for meeting in sorted(meetings, key=lambda meeting: meeting.start):
        if _counts(meeting, day):
            recorded.setdefault(meeting.start.year, []).append(meeting)
    return [
        one
        for year in years
        for one in _evaluate_year(year, [rule for rule in rules if rule.binds(year)], recorded.get(year, []), day)
    ]


def years(rules: Sequence[CadenceRule], day: datetime.date) -> range:
    """Return the years from the first that any rule binds to that of the day."""
    return range(min((rule.since for rule in rules), default=day.year + 1), day.year + 1)


def other_meetings(meetings: Iterable[Meeting], rules: Sequence[RuleStatus], day: datetime.date) -> list[Meeting]:
    """Return the meetings, in their order, that neither fill nor may fill a place of the rules of one year."""
    used = {meeting.id for one in rules for meeting in (*one.filling, *one.candidates)}
    return [
        meeting
        for meeting in sorted(meetings, key=lambda meeting: meeting.start)
        if meeting.start.year == rules[0].year and meeting.id not in used and _counts(meeting, day)
    ]


def _counts(meeting: Meeting, day: datetime.date) -> bool:
    """Leave out the cancelled, and what is written down as held on a later day."""
    if meeting.status == "held":
        return meeting.days.last <= day
    return meeting.status != "cancelled"


def _evaluate_year(
    year: int, rules: list[CadenceRule], meetings: list[Meeting], day: datetime.date
) -> list[RuleStatus]:
    """Return how each rule was kept; the meetings are those of the year that count, by start."""
    over = datetime.date(year, 12, 31) <= day
    exact = {rule.kind: [meeting for meeting in meetings if meeting.kind == rule.kind] for rule in rules}
    open_places = {rule.kind: max(0, rule.per_year - len(exact[rule.kind])) for rule in rules}
    less_known = [meeting for meeting in meetings if meeting.kind not in exact]
    short = _shortfall(rules, open_places, less_known)
    result = []
    for rule in rules:
        vacant = open_places[rule.kind]
        may_fill = [one for one in less_known if vacant and one.kind in {rule.level, None}]
        filling = sorted(exact[rule.kind], key=lambda meeting: meeting.status != "held")[: rule.per_year]
        held = sum(meeting.status == "held" for meeting in filling)
        unclear = min(vacant, len(may_fill))
        if not vacant:
            state = "met" if held == rule.per_year else "planned"
        elif may_fill:
            state = "unclear"
        else:
            state = "missing" if over else "due"
        concerned = sorted([*exact[rule.kind], *may_fill], key=lambda meeting: meeting.start)
        result.append(
            RuleStatus(
                year=year,
                rule=rule,
                held=held,
                planned=len(filling) - held,
                unclear=unclear,
                missing=vacant - unclear if over else 0,
                state=state,
                meetings=tuple(meeting.id for meeting in concerned),
                short=short,
                over=over,
                filling=tuple(filling),
                candidates=tuple(may_fill),
            )
        )
    return result


def _shortfall(rules: list[CadenceRule], open_places: dict[str, int], less_known: list[Meeting]) -> int:
    """Return how many places stay open however meetings of a kind less well known are assigned."""
    lacking = 0
    for level in {rule.level for rule in rules}:
        places = sum(open_places[rule.kind] for rule in rules if rule.level == level)
        lacking += max(0, places - sum(meeting.kind == level for meeting in less_known))
    return max(0, lacking - sum(meeting.kind is None for meeting in less_known))
