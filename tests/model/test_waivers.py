"""The cadence of random years: what a waiver changes, and what adds up."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from c2c_cli.model import cadence, due
from c2c_cli.model.dates import Date
from c2c_cli.model.history import AsOf
from c2c_cli.model.records import CadenceRule, Meeting, Network, Waiver
from c2c_cli.model.registry import Registry

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
