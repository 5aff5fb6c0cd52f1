"""Obligations: their states in a table of cases, and in random registries against a naive count."""

import datetime
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c2c_cli.model import cadence, obligations
from c2c_cli.model.dates import Date
from c2c_cli.model.history import AsOf, Event
from c2c_cli.model.records import CadenceRule, Centre, Meeting, Network, Obligation, Waiver
from c2c_cli.model.registry import Registry
from c2c_cli.store.load import read
from samples import SMALL, centre, event, meeting, record

OPENED = centre("A", "opened:2013-05-01")
"""A centre that is bound from 2014 on."""


def owed(kind: str = "report", since: int = 2014, **fields: object) -> str:
    return record("obligation", kind=kind, name="x", since=since, **fields)


def report(covers: int | None = None, date: str | int = "", kind: str = "report") -> str:
    return event(kind, date, covers=covers)


def board(start: str | int, status: str = "held", **fields: object) -> str:
    fields = {"organisers": ["A"], "kind": "report"} | fields
    return meeting(f"m{start}", start=start, status=status, **fields)


def waiver(year: int, centre_id: str | None = None, kind: str = "report") -> str:
    return record("waiver", kind=kind, year=year, centre=centre_id, reason="x")


def states(text: str, day: str = "2017-06-30", years: range = range(2010, 2018)) -> str:
    """Return the state of each period as of a day: `A 2014 met, A 2015 due`."""
    checked = SMALL.replace('name = "A network"', 'name = "A network"\nchecked = 2017-06-30')
    registry, _ = read((checked + text).encode(), "f.toml")
    as_of = registry.network.as_of(
        datetime.date.fromisoformat(day), datetime.date.fromisoformat("2026-12-01")
    )
    periods = obligations.evaluate(registry, as_of, years)
    return ", ".join(f"{period.centre.id} {period.covers} {period.state}" for period in periods)


NONE = "A 2014 missing, A 2015 missing, A 2016 missing, A 2017 due"
"""The states of a centre that is bound from 2014 on, and of which nothing is recorded."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # from the period after the year in which the centre certainly began to operate
        (centre("A") + owed(), ""),
        (centre("A", "approved:2010", "signed:2011") + owed(), ""),
        (OPENED + owed(), NONE),
        (centre("A", "opened:2013") + owed(), NONE),
        (centre("A", "opened:2013-12-31") + owed(), NONE),
        (centre("A", "renewed:2013") + owed(), NONE),
        (centre("A", "opened:2014-01-01") + owed(), NONE.removeprefix("A 2014 missing, ")),
        (centre("A", "opened:2015..2016-03") + owed(), "A 2017 due"),
        (centre("A", "opened", "renewed:2016") + owed(), "A 2017 due"),
        (centre("A", "opened:2018") + owed(), ""),
        (centre("A", "opened") + owed(), ""),
        (OPENED + owed(since=2016), "A 2016 missing, A 2017 due"),
        (OPENED + owed(until=2015), "A 2014 missing, A 2015 missing"),
        (OPENED + owed(centres=["A"]) + centre("B", "opened:2013"), NONE),
        (
            OPENED + centre("B", "opened:2015") + owed(since=2016),
            "A 2016 missing, A 2017 due, B 2016 missing, B 2017 due",
        ),
        # to the last period that ends before the centre may have closed
        (centre("A", "opened:2013", "closed:2016-12-31") + owed(), "A 2014 missing, A 2015 missing"),
        (centre("A", "opened:2013", "closed:2016") + owed(), "A 2014 missing, A 2015 missing"),
        (
            centre("A", "opened:2013", "closed:2017-01-01") + owed(),
            "A 2014 missing, A 2015 missing, A 2016 missing",
        ),
        (centre("A", "opened:2013", "closed:2014-03..2016") + owed(), ""),
        (centre("A", "opened:2013", "closed:2018") + owed(), NONE),
        (centre("A", "opened:2013", "closed") + owed(), ""),
        (
            centre("A", "opened:2013", "closed:2015-02", "opened:2016-02") + owed(),
            "A 2014 missing, A 2017 due",
        ),
        (centre("A", "opened:2013", "closed:2013", "opened:2016-02") + owed(), "A 2017 due"),
        (centre("A", "opened:2013", "closed:2014", "closed:2014-03", "opened:2014-06") + owed(), ""),
        # periods of several years
        (OPENED + owed(every=2), "A 2014..2015 missing, A 2016..2017 due"),
        (OPENED + owed(every=2, since=2013), "A 2015..2016 missing, A 2017..2018 due"),
        (centre("A", "opened:2014") + owed(every=2), "A 2016..2017 due"),
        (centre("A", "opened:2013", "closed:2017-03") + owed(every=2), "A 2014..2015 missing"),
        (OPENED + report(2015) + owed(every=2), "A 2014..2015 met, A 2016..2017 due"),
        (OPENED + report(date=2016) + owed(every=2), "A 2014..2015 missing, A 2016..2017 met"),
        (OPENED + board(2015) + owed(every=2), "A 2014..2015 met, A 2016..2017 due"),
        (OPENED + owed(every=2) + waiver(2015), "A 2014..2015 waived, A 2016..2017 due"),
        # the day by which it is due
        (OPENED + owed(due="06-30"), NONE),
        (OPENED + owed(due="07-01"), NONE.replace("2016 missing", "2016 due")),
        # events: the covered year, or that of the date, however late
        (OPENED + report(2014) + owed(), NONE.replace("2014 missing", "2014 met")),
        (OPENED + report(2014, 2017) + owed(), NONE.replace("2014 missing", "2014 unclear")),
        (OPENED + report(2014, "2017-06-30") + owed(), NONE.replace("2014 missing", "2014 met")),
        (OPENED + report(2014, "2017-07-01") + owed(), NONE),
        (OPENED + report(2017, "2016-11") + owed(), NONE.replace("due", "met")),
        (OPENED + report(date="2014-02-03") + owed(), NONE.replace("2014 missing", "2014 met")),
        (OPENED + report(date=2014) + owed(), NONE.replace("2014 missing", "2014 met")),
        (
            OPENED + report(date="2014..2015-03") + owed(),
            "A 2014 unclear, A 2015 unclear, A 2016 missing, A 2017 due",
        ),
        (
            OPENED + report(2015, "2014..2015-03") + owed(),
            "A 2014 missing, A 2015 met, A 2016 missing, A 2017 due",
        ),
        (
            OPENED + report(date="..2014-03") + owed(),
            "A 2014 unclear, A 2015 missing, A 2016 missing, A 2017 due",
        ),
        (OPENED + report(date="2017..") + owed(), NONE.replace("due", "met")),
        (OPENED + report() + owed(), NONE.replace("missing", "unclear").replace("due", "unclear")),
        (
            OPENED + report() + report(2014) + owed(),
            "A 2014 met, A 2015 unclear, A 2016 unclear, A 2017 unclear",
        ),
        (centre("B") + OPENED + report(2014) + owed(), NONE.replace("2014 missing", "2014 met")),
        (OPENED + report(2014, kind="evaluated") + owed(), NONE),
        (OPENED + report(2014, kind="work-plan") + owed(), NONE),
        (
            OPENED + report(2014, kind="work-plan") + owed("work-plan"),
            NONE.replace("2014 missing", "2014 met"),
        ),
        # meetings: those that the centre organised
        (OPENED + board(2014) + owed(), NONE.replace("2014 missing", "2014 met")),
        (OPENED + board(2014, "planned") + owed(), NONE.replace("2014 missing", "2014 planned")),
        (OPENED + board(2014, "tentative") + owed(), NONE.replace("2014 missing", "2014 planned")),
        (OPENED + board(2014, "cancelled") + owed(), NONE),
        (OPENED + board(2014, organisers=["NATCOM"]) + owed(), NONE),
        (OPENED + board(2014, organisers=[], attendees=["A"]) + owed(), NONE),
        (OPENED + board(2014, organisers=["NATCOM", "A"]) + owed(), NONE.replace("2014 missing", "2014 met")),
        (OPENED + board(2014, kind="other") + owed(), NONE),
        (OPENED + board(2017) + owed(), NONE.replace("due", "unclear")),
        (OPENED + board("2017-06-30") + owed(), NONE.replace("due", "met")),
        (OPENED + board("2017-07") + owed(), NONE),
        (OPENED + board("2017-07", "planned") + owed(), NONE.replace("due", "planned")),
        (
            OPENED + report(2014, 2014) + board(2014, "planned") + owed(),
            NONE.replace("2014 missing", "2014 met"),
        ),
        # waivers: of all centres, or of one
        (OPENED + owed() + waiver(2014), NONE.replace("2014 missing", "2014 waived")),
        (OPENED + owed() + waiver(2014, "A"), NONE.replace("2014 missing", "2014 waived")),
        (OPENED + owed() + waiver(2017, "A"), NONE.replace("due", "waived")),
        (OPENED + owed() + centre("B") + waiver(2014, "B"), NONE),
        (OPENED + owed() + owed("plan", 2017) + waiver(2017, kind="plan"), f"{NONE}, A 2017 waived"),
        (OPENED + report(2014) + owed() + waiver(2014), NONE.replace("2014 missing", "2014 met")),
        (
            OPENED + board(2014, "planned") + owed() + waiver(2014),
            NONE.replace("2014 missing", "2014 planned"),
        ),
        (
            OPENED + report(date="2014..2015") + owed() + waiver(2014),
            "A 2014 waived, A 2015 unclear, A 2016 missing, A 2017 due",
        ),
        # two obligations of one kind
        (
            OPENED + report(2016) + owed(until=2015, due="03-31") + owed(since=2016, every=2),
            "A 2014 missing, A 2015 missing, A 2016..2017 met",
        ),
    ],
)  # fmt: skip
def test_states(text: str, expected: str) -> None:
    assert states(text) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2013-04-30", ""),
        ("2013-05-01", "A 2014 due"),
        ("2014-12-31", "A 2014 due"),
        ("2015-03-30", "A 2014 due"),
        ("2015-03-31", "A 2014 missing"),
        ("2015-05-31", "A 2014 missing"),
        ("2015-06-01", "A 2014 met"),
    ],
)
def test_states_as_of_a_day(day: str, expected: str) -> None:
    text = OPENED + report(2014, "2015-06-01") + owed(due="03-31")
    assert states(text, day, range(2014, 2015)) == expected


@pytest.mark.parametrize(("day", "state"), [("2015-12-31", "unclear"), ("2016-01-01", "met")])
def test_an_undated_delivery_is_certain_from_the_last_check(day: str, state: str) -> None:
    text = OPENED + report(2014) + owed()
    checked = SMALL.replace('name = "A network"', 'name = "A network"\nchecked = 2016-01-01')
    registry, _ = read((checked + text).encode(), "f.toml")
    moment = datetime.date.fromisoformat(day)
    as_of = registry.network.as_of(moment, datetime.date.fromisoformat("2026-12-01"))
    (period,) = obligations.evaluate(registry, as_of, [2014])
    assert period.state == state


@pytest.mark.parametrize(
    ("start", "end", "day", "state"),
    [
        ("2015", None, "2014-12-31", None),
        ("2015", None, "2015-01-01", "unclear"),
        ("2015", None, "2015-12-31", "met"),
        ("2026", None, "2026-11-30", "unclear"),
        ("2026", None, "2026-12-01", "met"),  # what is recorded today has happened
        ("2015-06-01", "2015-06-03", "2015-06-02", None),
        ("2015-06-01", "2015-06", "2015-06-02", "unclear"),
    ],
)
def test_a_meeting_held_on_an_inexact_day_counts_once_it_may_have_ended(
    start: str, end: str | None, day: str, state: str | None
) -> None:
    year = int(start[:4])
    found = states(OPENED + owed() + board(start, end=end), day, range(year, year + 1))
    assert found == f"A {year} {state or 'due'}"


@pytest.mark.parametrize(
    ("day", "state"), [("2015-05-31", "unclear"), ("2015-06-01", "met"), ("2016-01-01", "met")]
)
@pytest.mark.parametrize("date", [2015, "2014-12..2015-10"])
def test_what_is_recorded_today_has_happened(date: str | int, day: str, state: str) -> None:
    registry, _ = read((SMALL + OPENED + report(2014, date) + owed()).encode(), "f.toml")
    moment = datetime.date.fromisoformat(day)
    as_of = registry.network.as_of(moment, datetime.date.fromisoformat("2015-06-01"))
    (period,) = obligations.evaluate(registry, as_of, [2014])
    assert period.state == state


def test_kinds_centres_and_years_limit_the_periods() -> None:
    text = OPENED + centre("B", "opened:2010") + owed() + owed("plan", 2016, centres=["B"])
    registry, _ = read((SMALL + text).encode(), "f.toml")
    day = datetime.date.fromisoformat("2017-06-30")
    as_of = AsOf(day, day)

    def found(years: range, **limits: object) -> list[str]:
        periods = obligations.evaluate(registry, as_of, years, **limits)  # type: ignore[arg-type]  # keyword arguments of several types
        return [f"{period.obligation.kind} {period.centre.id} {period.first}" for period in periods]

    assert obligations.years(registry, day) == range(2014, 2018)
    assert found(range(2015, 2017)) == [
        *("report A 2015", "report A 2016", "report B 2015", "report B 2016"),
        "plan B 2016",
    ]
    assert found(range(2015, 2017), kinds=["plan"]) == ["plan B 2016"]
    assert found(range(2016, 2017), centres=registry.centre[1:]) == ["report B 2016", "plan B 2016"]
    assert found(range(2018, 2019), kinds=["plan"]) == ["plan B 2018"]
    assert found(range(2018, 2018)) == []


def test_a_period_has_its_day_deliveries_and_waiver() -> None:
    text = (
        OPENED
        + report(2014, "2015-03")
        + report(2014, "2015-02")
        + report(2014)
        + owed(due="03-31", every=2)
        + board("2014-05-01")
        + board("2014-08-01", "planned")
        + waiver(2016, "A")
    )
    registry, _ = read((SMALL + text).encode(), "f.toml")
    day = datetime.date.fromisoformat("2017-06-30")
    met, waived = obligations.evaluate(registry, AsOf(day, day), range(2014, 2018))
    dates = [str(obligations.date_of(delivery) or "?") for delivery in met.deliveries]
    assert dates == ["2014-05-01", "2015-02", "2015-03", "?"]
    assert (met.first, met.last, met.waiver) == (2014, 2015, None)
    assert met.due == datetime.date.fromisoformat("2016-03-31")
    assert (waived.deliveries, waived.waiver) == ((), registry.waiver[0])


# Random registries, against a count that follows the words of the definition

YEARS = range(2010, 2021)
CHECKED = datetime.date(2018, 3, 1)
TODAY = datetime.date(2019, 6, 1)
KINDS = ("report", "board")
DAYS = st.dates(datetime.date(2010, 1, 1), datetime.date(2021, 12, 31))
KNOWN = st.one_of(
    DAYS.map(Date.of_day),
    DAYS.map(lambda day: Date.of_year(day.year)),
    DAYS.map(lambda day: Date.parse(f"{day:%Y-%m}")),
)
"""Dates of steps and meetings."""
PERIODS = st.tuples(KNOWN, KNOWN).map(
    lambda dates: Date.between(*sorted(dates)) if dates[0] != dates[1] else dates[0]
)
STEPS = st.builds(
    Event, kind=st.sampled_from(("approved", "opened", "renewed", "closed")), date=KNOWN
)
DELIVERIES = st.builds(
    Event,
    kind=st.sampled_from(KINDS),
    covers=st.none() | st.sampled_from(YEARS),
    date=st.none() | KNOWN | PERIODS,
)
CENTRES = st.tuples(*(
    st.builds(
        lambda name, steps, events: Centre(
            id=name, name=name, sector="s", country="KR", event=(*steps, *events)
        ),
        st.just(name),
        st.lists(STEPS, max_size=3),
        st.lists(DELIVERIES, max_size=3),
    )
    for name in "ABC"
))  # fmt: skip


@st.composite
def owing(draw: st.DrawFn) -> tuple[Obligation, ...]:
    """Return two obligations of different kinds."""
    found = []
    for kind in KINDS:
        since, every = draw(st.sampled_from(YEARS)), draw(st.integers(1, 3))
        periods = draw(st.none() | st.integers(1, 4))
        found.append(
            Obligation(
                kind=kind,
                name="x",
                every=every,
                due=draw(st.sampled_from((None, "01-01", "03-31", "12-31"))),
                since=since,
                until=since + periods * every - 1 if periods else None,
                centres=draw(st.sampled_from(((), ("A",), ("B", "C")))),
            )
        )
    return tuple(found)


@st.composite
def registries(draw: st.DrawFn) -> Registry:
    owed = draw(owing())
    meetings = [
        Meeting(
            id=f"m{number}",
            title="x",
            start=draw(KNOWN),
            kind=draw(st.sampled_from((*KINDS, "formal", None))),
            status=draw(st.sampled_from(("held", "held", "planned", "tentative", "cancelled"))),
            organisers=draw(st.sampled_from((("A",), ("B", "C"), ("N",), ()))),
        )
        for number in range(draw(st.integers(0, 5)))
    ]
    waivers = [
        Waiver(
            kind=obligation.kind,
            year=draw(st.integers(obligation.since, obligation.until or 2025)),
            centre=draw(st.sampled_from((None, *(obligation.centres or ("A", "B", "C"))))),
            reason="x",
        )
        for obligation in draw(st.lists(st.sampled_from(owed), max_size=3))
    ]
    return Registry(
        Network(name="N", checked=Date.of_day(CHECKED)),
        centre=draw(CENTRES),
        meeting=tuple(meetings),
        obligation=owed,
        waiver=tuple(waivers),
    )


def periods_of(owed: Obligation) -> Iterator[tuple[int, int]]:
    """Yield the first and the last year of each period that has a year in YEARS."""
    first, length = owed.since, owed.every or 1
    while first <= YEARS[-1] and (owed.until is None or first + length - 1 <= owed.until):
        yield first, first + length - 1
        first += length


def is_bound(centre: Centre, first: int, last: int, day: datetime.date) -> bool:
    """Return whether the centre certainly operated in the year before a period, and to its end."""
    end = datetime.date(last, 12, 31)
    openings, closures = [], []
    for step in centre.event:
        if step.kind in {"opened", "renewed"} and step.date and step.date.last <= day:
            openings.append(step.date)
        if step.kind == "closed" and step.date and step.date.first <= day:
            closures.append(step.date)
    return any(
        opening.last.year < first
        and all(closure.last < opening.first or closure.first > end for closure in closures)
        for opening in openings
    )


def about(delivery: Event, first: int, last: int, day: datetime.date) -> str:
    """Return `yes`, `no` or `maybe`: whether a delivery is about a period, as of a day."""
    date = delivery.date or Date(datetime.date(1945, 1, 1), CHECKED)
    if date.first > day:
        return "no"
    years = [delivery.covers] if delivery.covers else range(date.first.year, date.last.year + 1)
    inside = [first <= year <= last for year in years]
    has_happened = date.last <= day or date.first <= TODAY <= day
    if all(inside) and has_happened:
        return "yes"
    return "maybe" if any(inside) else "no"


def state(
    registry: Registry, owed: Obligation, centre: Centre, first: int, day: datetime.date
) -> str:
    """Return the state of a period, from the words of the definition."""
    last = first + (owed.every or 1) - 1
    planned = False
    answers = {about(event, first, last, day) for event in centre.event if event.kind == owed.kind}
    for each in registry.meeting:
        counts = each.kind == owed.kind and centre.id in each.organisers
        if counts and first <= each.start.first.year <= last:
            planned |= each.status in {"planned", "tentative"}
            if each.status == "held":
                answers.add(about(Event(kind="board", date=each.start), first, last, day))
    if "yes" in answers:
        return "met"
    if planned:
        return "planned"
    for waiver in registry.waiver:
        is_meant = waiver.kind == owed.kind and waiver.centre in {None, centre.id}
        if is_meant and first <= waiver.year <= last:
            return "waived"
    if "maybe" in answers:
        return "unclear"
    month, number = map(int, (owed.due or "12-31").split("-"))
    due = datetime.date(last + (owed.due is not None), month, number)
    return "missing" if due <= day else "due"


@given(registries(), DAYS)
def test_states_are_those_of_a_naive_count(registry: Registry, day: datetime.date) -> None:
    expected = {
        (owed.kind, centre.id, first): state(registry, owed, centre, first, day)
        for owed in registry.obligation
        for centre in registry.centre
        for first, last in periods_of(owed)
        if (not owed.centres or centre.id in owed.centres) and is_bound(centre, first, last, day)
        if last >= YEARS[0]
    }
    periods = obligations.evaluate(registry, registry.network.as_of(day, TODAY), YEARS)
    found = {
        (period.obligation.kind, period.centre.id, period.first): period.state for period in periods
    }
    assert found == expected
    assert len(found) == len(periods)
    assert Counter(found.values()) == Counter(expected.values())


@given(registries(), DAYS)
def test_meetings_of_an_obligation_change_nothing_in_the_cadence(
    registry: Registry, day: datetime.date
) -> None:
    rules = [
        CadenceRule(kind=kind, name="x", level="working", per_year=2, since=2010)
        for kind in ("formal", "informal")
    ]
    network = registry._replace(cadence=tuple(rules))
    others = [meeting for meeting in network.meeting if meeting.kind not in KINDS]
    without = network._replace(meeting=tuple(others))
    assert cadence.evaluate(network, YEARS, day) == cadence.evaluate(without, YEARS, day)


@given(registries(), DAYS)
def test_a_waiver_changes_only_what_is_not_recorded(registry: Registry, day: datetime.date) -> None:
    as_of = registry.network.as_of(day, TODAY)
    before = obligations.evaluate(registry._replace(waiver=()), as_of, YEARS)
    after = obligations.evaluate(registry, as_of, YEARS)
    for old, new in zip(before, after, strict=True):
        assert new == old or (new.state == "waived" and old.state in {"unclear", "due", "missing"})
