"""Agreements with UNESCO, whose states, ends and reviews were worked out by hand."""

import datetime
from typing import Any

import pytest

from c2c_cli.model.agreements import Agreement, agreement
from c2c_cli.model.dates import Date, end_of_period
from c2c_cli.model.history import AsOf, Event, begun
from c2c_cli.model.records import Centre, Network
from c2c_cli.model.registry import Registry

CHECKED = datetime.date(2026, 12, 1)


def events(text: str) -> tuple[Event, ...]:
    """Return the given events, each written as `KIND`, a date, an end and a term: `signed:2010::6`."""
    found = []
    for word in text.split():
        kind, date, until, term = (*word.split(":"), "", "", "")[:4]
        fields: dict[str, Any] = {}
        if date:
            fields["date"] = Date.parse_event(date)
        if until:
            fields["until"] = Date.parse(until)
        if term:
            fields["term"] = int(term)
        found.append(Event(kind=kind, **fields))
    return tuple(found)


def state(history: str, day: str, **network: Any) -> Agreement:
    """Return the agreement of a centre with the given events as of a day."""
    centre = Centre(id="A", name="A", sector="x", country="KR", event=events(history))
    registry = Registry(Network(name="x", **network), centre=(centre,))
    return agreement(centre, registry, AsOf(datetime.date.fromisoformat(day), CHECKED))


def written(event: Event | None) -> str:
    return f"{event.kind}:{event.date or '?'}" if event else "-"


@pytest.mark.parametrize(
    ("history", "day", "expected"),
    [
        ("signed:2010", "2010-12-30", ""),
        ("signed:2010", "2010-12-31", "signed:2010 -"),
        # an entry into force belongs to the latest agreement that began by its last day
        ("signed:2010 in-force:2011-05", "2011-05-30", "signed:2010 -"),
        ("signed:2010 in-force:2011-05", "2011-05-31", "signed:2010 in-force:2011-05"),
        ("in-force:2011-05 signed:2010", "2011-05-31", "signed:2010 in-force:2011-05"),
        (
            "signed:2010 in-force:2011 renewed:2016-02 in-force:2016-05-04",
            "2020-01-01",
            "signed:2010 in-force:2011, renewed:2016-02 in-force:2016-05-04",
        ),
        (
            "signed:2010 in-force:2011 renewed:2016-02",
            "2020-01-01",
            "signed:2010 in-force:2011, renewed:2016-02 -",
        ),
        ("renewed:2023-02-22 in-force:2023-02-22", "2024-01-01", "renewed:2023-02-22 in-force:2023-02-22"),
        ("renewed:2023-02-22 in-force:2023", "2023-12-30", "renewed:2023-02-22 -"),
        ("renewed:2023-02-22 in-force:2023", "2023-12-31", "renewed:2023-02-22 in-force:2023"),
        ("renewed:2023 in-force:2023-05-04", "2024-01-01", "in-force:2023-05-04 in-force:2023-05-04, renewed:2023 -"),
        # without an agreement, it begins one
        ("in-force:2005", "2005-12-31", "in-force:2005 in-force:2005"),
        ("in-force:2005 in-force:2011", "2012-01-01", "in-force:2005 in-force:2005, in-force:2011 in-force:2011"),
        ("in-force:2005 signed:2010", "2012-01-01", "in-force:2005 in-force:2005, signed:2010 -"),
        # without a date, from the day of the last check
        ("signed:2010 in-force", "2026-11-30", "signed:2010 -"),
        ("signed:2010 in-force", "2026-12-01", "signed:2010 in-force:?"),
        ("signed", "2026-11-30", ""),
        ("signed", "2026-12-01", "signed:? -"),
        ("signed opened:2010", "2010-12-31", "signed:? -"),
        # an agreement without a date may be older than one with a date
        ("signed:2006 renewed:2024 renewed", "2026-12-01", "signed:2006 -, renewed:? -, renewed:2024 -"),
        ("signed:2006 renewed:2013.. renewed:2024", "2026-12-01", "signed:2006 -, renewed:2013.. -, renewed:2024 -"),
        ("signed:2006.. renewed renewed:2024", "2026-12-01", "signed:2006.. -, renewed:? -, renewed:2024 -"),
        ("signed:..2014 renewed:2020", "2020-12-31", "signed:..2014 -, renewed:2020 -"),
        # other events begin none
        ("approved:2009 decided:2010 opened:2011 evaluated:2012", "2020-01-01", ""),
    ],
)  # fmt: skip
def test_each_agreement_has_its_entry_into_force(history: str, day: str, expected: str) -> None:
    pairs = begun(events(history), AsOf(datetime.date.fromisoformat(day), CHECKED))
    assert ", ".join(f"{written(event)} {written(force)}" for event, force in pairs) == expected


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ("signed:2020-01-15", "None"),
        # a recorded end counts before a term, and the entry into force before the signature
        ("signed:2020-01-15:2026:8", "2026"),
        ("signed:2020-01-15:2026 in-force:2021-03-01::8", "2026"),
        ("signed:2020-01-15:2026 in-force:2021-03-01:2027", "2027"),
        ("signed:2020-01-15::6 in-force:2021-03-01::8", "2029-02-28 computed"),
        ("signed:2020-01-15::6 in-force:2021-03-01", "2027-02-28 computed"),
        ("in-force:2021-03-01::6", "2027-02-28 computed"),
        ("signed:2020-01-15::6", "2026-01-14 computed"),
        # a term does not count from an unknown date
        ("signed:2020-01-15::6 in-force", "None"),
        ("signed:2020-01-15::6 in-force:2020..2022", "2026..2028 computed"),
        ("signed::2026:6", "2026"),
        ("signed:::6", "None"),
        # if the beginning is between bounds, so is the end
        ("signed:2013..2018::6", "2019..2024 computed"),
        ("signed:2020-03-05..2020-06::6", "2026-03-04..2026-06 computed"),
        ("signed:2020..2020-01-01::6", "2025-12-31..2026 computed"),
        ("signed:2020-02-29..2020-03-01::1", "2021-02-28 computed"),
        ("signed:2013..::6", "None"),
        ("signed:..2018::6", "None"),
        # a renewal without an end
        ("signed:2010:2016:6 renewed:2016", "None"),
        ("signed:2010:2016:6 renewed:2016::8", "2024 computed"),
    ],
)
def test_end_is_recorded_or_follows_from_the_term(history: str, expected: str) -> None:
    found = state(history, "2026-12-01")
    assert f"{found.until}{' computed' if found.is_computed else ''}" == expected


@pytest.mark.parametrize(
    ("start", "years", "expected"),
    [
        ("2023-05-04", 8, "2031-05-03"),
        ("2023-01-01", 6, "2028-12-31"),
        ("2023-03-01", 1, "2024-02-29"),
        ("2020-02-29", 6, "2026-02-28"),
        ("2020-02-29", 8, "2028-02-28"),
        ("2023-05-31", 6, "2029-05-30"),
        ("2023-05", 8, "2031-05"),
        ("2023", 8, "2031"),
        ("2020-02", 6, "2026-02"),
        ("9999", 8, "9999"),
        ("9995-05", 99, "9999-12"),
        ("9998-05-04", 6, "9999-12-31"),
    ],
)
def test_term_ends_on_the_day_before_the_anniversary(start: str, years: int, expected: str) -> None:
    assert str(end_of_period(Date.parse(start), 12 * years)) == expected


@pytest.mark.parametrize(
    ("history", "day", "expected"),
    [
        # 8 years after its last day, an agreement without an end is outdated
        ("signed:2005-06-01", "2013-06-01", "end unknown None"),
        ("signed:2005-06-01", "2013-06-02", "outdated 2013-05-31"),
        ("signed:2005", "2013-12-31", "end unknown None"),
        ("signed:2005", "2014-01-01", "outdated 2013"),
        ("signed:2005-06", "2013-06-30", "end unknown None"),
        ("signed:2005-06", "2013-07-01", "outdated 2013-06"),
        ("signed:2005 in-force:2007", "2015-12-31", "end unknown None"),
        ("signed:2005 in-force:2007", "2016-01-01", "outdated 2015"),
        ("signed:..2010", "2018-12-31", "end unknown None"),
        ("signed:..2010", "2019-01-01", "outdated 2018-12-31"),
        ("signed:2005..2010", "2019-01-01", "outdated 2018-12-31"),
        ("signed:2005..", "2026-12-01", "end unknown None"),
        ("signed:2005.. renewed", "2026-12-01", "end unknown None"),
        # without a date, it began by a later step, or by the last check
        ("signed opened:2010", "2019-01-01", "outdated 2018-12-31"),
        ("signed", "2026-12-01", "end unknown None"),
        ("signed", "2034-12-01", "end unknown None"),
        ("signed", "2034-12-02", "outdated 2034-12-01"),
        # a later renewal, an end or a closure
        ("signed:2005 renewed:2020", "2026-12-01", "end unknown None"),
        ("signed:2005:2011", "2026-12-01", "expired 2011"),
        ("signed:2005::6", "2026-12-01", "expired 2011"),
        ("signed:2005 closed:2010", "2026-12-01", "none None"),
    ],
)
def test_agreement_is_outdated_after_the_longest_term(
    history: str, day: str, expected: str
) -> None:
    found = state(history, day, longest_term=8)
    assert f"{found.state} {found.deadline}" == expected
    if found.state == "outdated":
        assert state(history, day).state == "end unknown"


@pytest.mark.parametrize(
    ("months", "review"),
    [
        ({}, "2030-07-01"),
        ({"review_months": 18}, "2029-07-01"),
        ({"review_months": 1}, "2030-12-01"),
    ],
)
def test_review_is_due_some_months_before_the_end(months: dict[str, int], review: str) -> None:
    found = state("signed:2025:2031", "2026-12-01", **months)
    assert str(found.review) == review
    before = datetime.date.fromisoformat(review) - datetime.timedelta(days=1)
    assert state("signed:2025:2031", str(before), **months).state == "valid"
    assert state("signed:2025:2031", review, **months).state == "review due"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-08-31", "valid 2025-09-01 303"),
        ("2025-09-01", "review due 2025-09-01 302"),
        ("2026-06-30", "review due 2025-09-01 0"),
        ("2026-07-01", "expired 2026-03..2026-06 -1"),
    ],
)
def test_end_between_bounds_is_reviewed_by_the_first_and_expires_after_the_last(
    day: str, expected: str
) -> None:
    found = state("signed:2020-03..2020-06::6", day)
    assert f"{found.state} {found.deadline} {found.days}" == expected


def test_review_before_the_first_year_is_the_first_day() -> None:
    assert str(state("signed:1000:1000", "2026-12-01", review_months=1188).review) == "0901-01-01"
