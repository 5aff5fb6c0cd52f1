"""Waivers: their problems, and what they change in the cadence of random years."""

import datetime

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from c2c_cli.model import cadence, due
from c2c_cli.model.dates import Date
from c2c_cli.model.history import AsOf
from c2c_cli.model.reader import examine
from c2c_cli.model.records import CadenceRule, Meeting, Network, Waiver
from c2c_cli.model.registry import Registry
from samples import SMALL, record, rule

YEARS = range(2018, 2021)
DAY = datetime.date(2020, 6, 30)
KINDS = ("a", "b", "c", "d")

RULES = st.lists(
    st.builds(
        lambda kind, level, per_year, since: CadenceRule(
            kind=kind, name=kind, level=level, per_year=per_year, since=since
        ),
        st.sampled_from(KINDS),
        st.sampled_from(("d", "e", "f")),
        st.integers(1, 3),
        st.sampled_from(YEARS),
    ),
    max_size=4,
    unique_by=lambda rule: rule.kind,
)
MEETINGS = st.lists(
    st.builds(
        lambda number, kind, status, year, month: Meeting(
            id=f"m{number}",
            title="x",
            kind=kind,
            status=status,
            start=Date.parse(f"{year}-{month:02}-15"),
        ),
        st.integers(0, 999),
        st.sampled_from((*KINDS, "e", "f", "other", None)),
        st.sampled_from(("held", "held", "planned", "tentative", "cancelled")),
        st.sampled_from(YEARS),
        st.integers(1, 12),
    ),
    max_size=12,
    unique_by=lambda meeting: meeting.id,
)
WAIVERS = st.lists(
    st.builds(
        lambda kind, year: Waiver(kind=kind, year=year, reason="x"),
        st.sampled_from(KINDS),
        st.sampled_from(YEARS),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda waiver: waiver.id,
)


def registry(rules: list[CadenceRule], meetings: list[Meeting], waivers: list[Waiver]) -> Registry:
    return Registry(
        Network(name="N"),
        meeting=tuple(meetings),
        cadence=tuple(rules),
        waiver=tuple(waivers),
    )


def evaluated(found: Registry) -> list[cadence.Year]:
    return cadence.evaluate(found, YEARS, DAY)


@given(RULES, MEETINGS, WAIVERS)
def test_a_waiver_never_raises_a_shortfall(
    rules: list[CadenceRule], meetings: list[Meeting], waivers: list[Waiver]
) -> None:
    *fewer, waiver = waivers
    before = evaluated(registry(rules, meetings, fewer))
    after = evaluated(registry(rules, meetings, waivers))
    for old, new in zip(before, after, strict=True):
        assert new.shortfall <= old.shortfall
        assert (new.held, new.planned, new.other) == (old.held, old.planned, old.other)
        for one, other in zip(old.rules, new.rules, strict=True):
            is_waived = other.rule.kind == waiver.kind and other.year == waiver.year
            if is_waived and one.state not in {"met", "planned"}:
                assert (other.state, other.waiver) == ("waived", waiver)
                assert (other.held, other.planned) == (one.held, one.planned)
                assert other.meetings == one.meetings
            else:
                assert other == one


@given(RULES, MEETINGS, WAIVERS)
def test_a_waiver_adds_nothing_to_do(
    rules: list[CadenceRule], meetings: list[Meeting], waivers: list[Waiver]
) -> None:
    def required(found: Registry) -> int:
        actions = due.due(found, AsOf(DAY, DAY))
        return sum(int(action.what[0]) for action in actions if action.what[0].isdecimal())

    before = registry(rules, meetings, waivers[1:])
    after = registry(rules, meetings, waivers)
    assert required(after) <= required(before)
    assert required(after) == sum(year.shortfall for year in evaluated(after))


@given(RULES, MEETINGS, WAIVERS)
def test_the_numbers_of_a_year_add_up(
    rules: list[CadenceRule], meetings: list[Meeting], waivers: list[Waiver]
) -> None:
    for year in evaluated(registry(rules, meetings, waivers)):
        counts = (year.held, year.planned, year.unclear, year.waived, year.shortfall)
        assert min(counts) >= 0
        assert sum(counts) == year.required
        states = {status.state for status in year.rules}
        is_unclear = "unclear" in states and not year.shortfall
        assert (year.state == "unclear") == is_unclear
        assert (year.state == "met") == (states == {"met"})
        for status in year.rules:
            parts = (status.held, status.planned, status.waived, status.uncovered)
            assert sum(parts) == status.rule.per_year
            assert (status.waiver is None) == (status.state != "waived")


def problems(text: str) -> list[str]:
    """Return the problems of a registry that are about waivers."""
    _, found = examine(tomli.loads(SMALL + text))
    return [f"{problem.path[1]} {problem}" for problem in found if problem.path[0] == "waiver"]


def waiver(kind: object = "formal", year: object = 2020, reason: object = "x") -> str:
    return record("waiver", kind=kind, year=year, reason=reason)


NO_RULE = 'no rule of kind "formal" applies in'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rule() + waiver(year=2018) + waiver(year="9999") + waiver(year=2019), []),
        (
            rule() + waiver(year=2017),
            [f"0 waiver.year: {NO_RULE} 2017; use a year from 2018 on"],
        ),
        (
            rule(until=2019) + waiver(year=2020),
            [f"0 waiver.year: {NO_RULE} 2020; use a year from 2018 to 2019"],
        ),
        (
            rule(since=2021) + rule(until=2019) + waiver() + waiver(year=2019) + waiver(year=2021),
            [f"0 waiver.year: {NO_RULE} 2020; use a year from 2018 to 2019, or from 2021 on"],
        ),
        (
            "".join(rule(since=year, until=year) for year in (2000, 2002, 2004, 2006)) + waiver(),
            [f"0 waiver.year: {NO_RULE} 2020"],
        ),
        (
            rule() + waiver() + waiver(year=2021) + waiver(year="2020"),
            ['2 waiver.year: duplicate waiver of "formal" in 2020'],
        ),
        (rule() + rule("heads") + waiver() + waiver("heads"), []),
        (
            waiver(),
            [
                '0 waiver.kind: unknown cadence rule or obligation "formal"; add a [[cadence]] or an [[obligation]] of this kind'
            ],
        ),
        (
            rule() + waiver("working") + waiver("other"),
            [
                '0 waiver.kind: unknown cadence rule or obligation "working"; expected formal',
                '1 waiver.kind: unknown cadence rule or obligation "other"; expected formal',
            ],
        ),
        (
            rule() + waiver("Formal"),
            ['0 waiver.kind: unknown cadence rule or obligation "Formal"; did you mean "formal"?'],
        ),
        # the rule may apply in any year, or have any kind
        (rule(since="soon") + waiver(year=1999), []),
        (rule().replace('kind = "formal"', 'kind = ""') + waiver(), []),
        (rule() + waiver(kind=1), ["0 waiver.kind: expected a string, not a number"]),
        (
            rule() + waiver(year="soon") + waiver(year="soon"),
            [
                '0 waiver.year: invalid year "soon"; use four digits, such as 2018',
                '1 waiver.year: invalid year "soon"; use four digits, such as 2018',
            ],
        ),
        (
            rule() + waiver(reason=""),
            ["0 waiver.reason: empty string; enter a value, or omit it if unknown"],
        ),
        (
            rule() + record("waiver", kind="formal", year=2020),
            ['0 waiver.reason: missing; add reason = "…"'],
        ),
    ],
)
def test_problems_of_waivers(text: str, expected: list[str]) -> None:
    assert problems(text) == expected
