"""Random histories: what is known less exactly is never more certain, and filters keep their word."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from c2c_cli.model import history, select
from c2c_cli.model.dates import Date
from c2c_cli.model.history import CENTRE_STATUSES, STEPS, AsOf, Event, Events
from c2c_cli.model.records import Centre, Network
from c2c_cli.model.registry import Registry

DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2026, 12, 1))
CHECKED = datetime.date(2027, 1, 1)
"""A day after all dates of the events."""


@st.composite
def intervals(draw: st.DrawFn) -> Date:
    """Return a day, a year or a date between bounds."""
    one, two = sorted((draw(DAYS), draw(DAYS)))
    between = Date(one, two, f"{one}..{two}")
    return draw(st.sampled_from([Date.of_day(one), Date.of_year(one.year), between]))


def histories(kinds: tuple[str, ...]) -> st.SearchStrategy[Events]:
    event = st.builds(Event, kind=st.sampled_from(kinds), date=st.none() | intervals())
    return st.lists(event, min_size=1, max_size=5).map(tuple)


def wider(date: Date, before: int, after: int) -> Date:
    """Return a date between bounds that are some days further apart, or open for 0 days."""
    first = date.first - datetime.timedelta(before) if before else datetime.date.min
    last = date.last + datetime.timedelta(after) if after else datetime.date.max
    start = first if before else ""
    end = last if after else ""
    return Date(first, min(last, CHECKED) if after else last, f"{start}..{end}")


WIDER = st.tuples(st.integers(0, 900), st.integers(0, 900)).filter(any)


@given(histories(STEPS[:-1]), st.integers(0, 4), WIDER | st.none(), DAYS)
def test_a_wider_interval_never_makes_a_status_more_certain(
    events: Events, place: int, days: tuple[int, int] | None, day: datetime.date
) -> None:
    event = events[place % len(events)]
    if event.date is None:
        return
    date = wider(event.date, *days) if days else None
    less = tuple(Event(kind=event.kind, date=date) if other is event else other for other in events)
    as_of = AsOf(day, CHECKED)
    assert _rank(history.status(less, as_of)) <= _rank(history.status(events, as_of))


def _rank(status: str | None) -> int:
    return -1 if status in {None, "unknown"} else CENTRE_STATUSES.index(str(status))


@given(histories((*STEPS, "evaluated")), DAYS, DAYS)
def test_a_status_without_a_closure_only_advances(
    events: Events, one: datetime.date, two: datetime.date
) -> None:
    earlier, later = (AsOf(day, CHECKED) for day in sorted((one, two)))
    certain = history.since_last_closure(events, later)
    if not any(event.kind == "closed" for event in events):
        assert {*map(id, history.since_last_closure(events, earlier))} <= {*map(id, certain)}


@given(histories((*STEPS, "decided")), DAYS, DAYS)
def test_a_filter_never_shows_what_cannot_match(
    events: Events, one: datetime.date, two: datetime.date
) -> None:
    start, end = sorted((one, two))
    centre = Centre(id="A", name="A", sector="x", country="KR", event=events)
    registry = Registry(Network(name="x"), centre=(centre,))
    filters = select.Filters(start=Date.of_day(start), end=Date.of_day(end))
    shown = [entry.record for entry in select.timeline(registry, filters, AsOf(CHECKED, CHECKED))]
    wanted = Date(start, end)
    for event in events:
        if event.date is None or not event.date.overlaps(wanted):
            assert not any(event is other for other in shown)
        elif not event.date.bounds:
            assert any(event is other for other in shown)
