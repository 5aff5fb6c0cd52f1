"""Dates of a year, a month or a day: parsing, order, overlap and invalid values."""

import datetime
import re
from itertools import combinations_with_replacement

import pytest
from hypothesis import given

from c2c_cli.errors import InvalidError
from c2c_cli.model.dates import (
    EVENT_PATTERN,
    Date,
    days_in,
    end_of_typed,
    event_from_toml,
    from_toml,
    months_later,
    parse_typed,
    parse_typed_event,
    to_toml,
)
from strategies import EVENT_DATES


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", "2018-01-01", "2018-12-31"),
        ("1000", "1000-01-01", "1000-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("2018-01", "2018-01-01", "2018-01-31"),
        ("2018-02", "2018-02-01", "2018-02-28"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2018-11", "2018-11-01", "2018-11-30"),
        ("2018-12", "2018-12-01", "2018-12-31"),
        ("2018-11-20", "2018-11-20", "2018-11-20"),
        ("2020-02-29", "2020-02-29", "2020-02-29"),
        ("2018-12-31", "2018-12-31", "2018-12-31"),
    ],
)
def test_a_date_is_a_range_of_days_and_prints_as_it_was_read(
    text: str, first: str, last: str
) -> None:
    date = Date.parse(text)
    assert (date.first, date.last) == (day(first), day(last))
    assert str(date) == text
    assert date.year == int(text[:4])


IN_ORDER = [
    *("2017", "2017-12", "2017-12-31", "2018-01-01", "2018-01", "2018", "2018-01-02", "2018-01-31"),
    *("2018-02-01", "2018-02", "2018-12", "2018-12-31", "2019-01-01", "2019"),
]
"""Dates sorted by first day, then last day."""


def test_dates_sort_by_first_day_then_last_day() -> None:
    dates = [Date.parse(text) for text in IN_ORDER]
    for one, two in combinations_with_replacement(range(len(dates)), 2):
        assert (dates[one] < dates[two]) is (one < two)
        assert (dates[two] < dates[one]) is False
        assert (dates[one] <= dates[two], dates[two] >= dates[one]) == (True, True)
        assert (dates[one] > dates[two]) is False
        assert (dates[one] == dates[two]) is (one == two)
    assert sorted([*dates[5:], *dates[:5]]) == dates


@pytest.mark.parametrize(
    ("one", "two", "overlap"),
    [
        ("2018", "2018", True),
        ("2018", "2018-11", True),
        ("2018", "2018-01-01", True),
        ("2018", "2018-12-31", True),
        ("2018", "2019", False),
        ("2018", "2019-01-01", False),
        ("2018-11", "2018-11-01", True),
        ("2018-11", "2018-11-30", True),
        ("2018-11", "2018-12-01", False),
        ("2018-11", "2018-12", False),
        ("2018-11-20", "2018-11-20", True),
        ("2018-11-20", "2018-11-21", False),
    ],
)
def test_dates_overlap_if_they_share_a_day(one: str, two: str, overlap: bool) -> None:
    assert Date.parse(one).overlaps(Date.parse(two)) is overlap
    assert Date.parse(two).overlaps(Date.parse(one)) is overlap


@pytest.mark.parametrize("year", [1900, 2000, 2018, 2020, 2100, 2400])
def test_days_in_a_month(year: int) -> None:
    for month in range(1, 13):
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        assert days_in(year, month) == (following - datetime.date(year, month, 1)).days


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2018-06-27", 0, "2018-06-27"),
        ("2018-06-27", 1, "2018-07-27"),
        ("2018-06-27", 12, "2019-06-27"),
        ("2018-12-31", 1, "2019-01-31"),
        ("2018-11-30", 1, "2018-12-30"),
        ("2018-01-31", 1, "2018-02-28"),
        ("2020-01-31", 1, "2020-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-08-31", -6, "2026-02-28"),
        ("2018-01-15", -1, "2017-12-15"),
        ("2018-12-15", -12, "2017-12-15"),
        ("9999-12-31", 1, "9999-12-31"),
        ("9999-11-30", 2, "9999-12-31"),
        ("0001-01-15", -1, "0001-01-01"),
        ("2018-01-01", 99_999, "9999-12-31"),
        ("2018-01-01", -99_999, "0001-01-01"),
    ],
)
def test_months_later_is_clamped_to_the_month_and_the_calendar(
    start: str, months: int, end: str
) -> None:
    assert months_later(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("today", "2024-03-01"),
        ("yesterday", "2024-02-29"),
        ("tomorrow", "2024-03-02"),
        ("TODAY", "2024-03-01"),
        ("2018-11", "2018-11"),
    ],
)
def test_a_typed_date_may_be_a_word(typed: str, found: str) -> None:
    assert str(parse_typed(typed, day("2024-03-01"))) == found


@pytest.mark.parametrize(
    ("date", "period", "found"),
    [
        ("2018", "+6y", "2024"),
        ("2018", "+12m", "2019"),
        ("2018-11", "+6y", "2024-11"),
        ("2018-11", "+3m", "2019-02"),
        ("2019-07-12", "+6y", "2025-07-11"),
        ("2019-07-12", "+18m", "2021-01-11"),
        ("2020-02-29", "+1y", "2021-02-28"),
        ("9900", "+999y", "9999"),
        ("9900-11", "+999y", "9999-12"),
    ],
)
def test_a_period_keeps_the_precision_of_the_date_from_which_it_counts(
    date: str, period: str, found: str
) -> None:
    assert str(end_of_typed(period, Date.parse(date))) == found


PERIOD = "use years or months, such as +6y or +18m"


@pytest.mark.parametrize(
    ("date", "period", "sentence"),
    [
        *(
            ("2018-11", text, f'invalid period "{text}"; {PERIOD}')
            for text in ("+6", "+0y", "+y", "+6d", "+6y3m", "+1000y")
        ),
        (
            "2013..2018",
            "+6y",
            "cannot count from 2013..2018: only its bounds are known; "
            "pass --term 6 or an expiry date",
        ),
        (
            "2013..2018",
            "+18m",
            "cannot count from 2013..2018: only its bounds are known; pass an expiry date",
        ),
        (
            "2018",
            "+18m",
            "2018 is a year, and +18m is not in whole years; use a period such as +6y",
        ),
    ],
)
def test_an_invalid_period_is_refused(date: str, period: str, sentence: str) -> None:
    with pytest.raises(InvalidError) as raised:
        end_of_typed(period, Date.parse_event(date))
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("5/7/2018", 'ambiguous date "5/7/2018"; use 2018-07-05 or 2018-05-07'),
        ("5.7.2018", 'ambiguous date "5.7.2018"; use 2018-07-05 or 2018-05-07'),
        ("05-07-2018", 'ambiguous date "05-07-2018"; use 2018-07-05 or 2018-05-07'),
        ("27/6/2018", 'invalid date "27/6/2018"; use 2018-06-27'),
        ("6/27/2018", 'invalid date "6/27/2018"; use 2018-06-27'),
        ("7.7.2018", 'invalid date "7.7.2018"; use 2018-07-07'),
        (
            "29/2/2018",
            'invalid date "29/2/2018"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
        ("5/7.2018", 'ambiguous date "5/7.2018"; use 2018-07-05 or 2018-05-07'),
        ("2026/05/20", 'invalid date "2026/05/20"; use 2026-05-20'),
        ("2026-5-2", 'invalid date "2026-5-2"; use 2026-05-02'),
        (
            "2026.13.1",
            'invalid date "2026.13.1"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
        ("20 May 2026", 'invalid date "20 May 2026"; use 2026-05-20'),
        ("20\xa0May\xa02026", 'invalid date "20\xa0May\xa02026"; use 2026-05-20'),
        ("2026–05–20", 'invalid date "2026–05–20"; use 2026-05-20'),
        ("7 may 2026", 'invalid date "7 may 2026"; use 2026-05-07'),
        ("September 7, 2026", 'invalid date "September 7, 2026"; use 2026-09-07'),
        ("May 2026", 'invalid date "May 2026"; use 2026-05'),
        ("5/2026", 'invalid date "5/2026"; use 2026-05'),
        ("2026/5", 'invalid date "2026/5"; use 2026-05'),
        (
            "٥/٧/٢٠١٨",
            'invalid date "٥/٧/٢٠١٨"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
        ("May", 'invalid date "May"; use a date such as 2018, 2018-11 or 2018-11-20'),
        ("5/7/18", 'invalid date "5/7/18"; use a date such as 2018, 2018-11 or 2018-11-20'),
    ],
)
def test_a_date_in_another_order_is_refused_with_its_readings(text: str, sentence: str) -> None:
    with pytest.raises(InvalidError) as raised:
        Date.parse(text)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("value", "text", "written"),
    [
        (2018, "2018", 2018),
        ("2018", "2018", 2018),
        ("2018-11", "2018-11", "2018-11"),
        (day("2018-11-20"), "2018-11-20", day("2018-11-20")),
        ("2018-11-20", "2018-11-20", day("2018-11-20")),
        (1000, "1000", 1000),
        (9999, "9999", 9999),
    ],
)
def test_toml_value_keeps_its_precision(value: object, text: str, written: object) -> None:
    date = from_toml(value)
    assert str(date) == text
    assert (to_toml(date), type(to_toml(date))) == (written, type(written))


INVALID = (
    *("", "x", "18", "0999", "20180", "-2018", "2018-", " 2018", "２０１８"),
    *("2018-11-20T09", "2018-11-20-1", "201811"),
)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        *(
            (text, f'invalid date "{text}"; use a date such as 2018, 2018-11 or 2018-11-20')
            for text in INVALID
        ),
        ("2018\n", 'invalid date "2018\\n"; use a date such as 2018, 2018-11 or 2018-11-20'),
        (
            "\x1b[31m",
            'invalid date "\\u001b[31m"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
        (
            "2018-00",
            'invalid date "2018-00"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
        (
            "2018-13",
            'invalid date "2018-13"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
        (
            "2018-13-01",
            'invalid date "2018-13-01"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
        (
            "2018-11-00",
            'invalid date "2018-11-00"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
        (
            "2018-11-31",
            'invalid date "2018-11-31"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
        (
            "2018-02-29",
            'invalid date "2018-02-29"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
        (
            "1900-02-29",
            'invalid date "1900-02-29"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
        (
            "2000-02-30",
            'invalid date "2000-02-30"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
        (
            "2018-12-32",
            'invalid date "2018-12-32"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
    ],
)
def test_an_invalid_string_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="invalid date"):
        Date.parse(text)
    with pytest.raises(ValueError, match="invalid date") as raised:
        from_toml(text)
    assert str(raised.value) == sentence


HOW = 'use a date such as 2018, "2018-11" or 2018-11-20'


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (999, f"invalid date 999; {HOW}"),
        (10_000, f"invalid date 10000; {HOW}"),
        (-2018, f"invalid date -2018; {HOW}"),
        (True, f"expected a date, not a boolean; {HOW}"),
        (None, f"expected a date, not null; {HOW}"),
        ([2018], f"expected a date, not a list; {HOW}"),
        (datetime.time(9), f"expected a date, not a time; {HOW}"),
        (2018.11, f"expected a date, not a decimal number; {HOW}"),
        (1000.5, f"expected a date, not a decimal number; {HOW}"),
        (18.11, f"expected a date, not a decimal number; {HOW}"),
        (float("nan"), f"expected a date, not a decimal number; {HOW}"),
        (day("0999-12-31"), f"invalid date 0999-12-31; {HOW}"),
        (datetime.datetime(2018, 11, 20, 9), f"expected a date, not a time; {HOW}"),  # noqa: DTZ001  # as TOML
    ],
)
def test_an_invalid_toml_value_is_refused(value: object, sentence: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011  # the whole sentence is compared
        from_toml(value)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2013..2018-10", "2013-01-01", "2018-10-31"),
        ("2013-05-02..2018", "2013-05-02", "2018-12-31"),
        ("..2018-10", "0001-01-01", "2018-10-31"),
        ("2013..", "2013-01-01", "9999-12-31"),
        ("2018-10..2018-11", "2018-10-01", "2018-11-30"),
        ("2018..2018-10", "2018-01-01", "2018-10-31"),
        ("2018-11-20", "2018-11-20", "2018-11-20"),
    ],
)
def test_date_of_an_event_may_be_known_only_between_bounds(
    text: str, first: str, last: str
) -> None:
    date = Date.parse_event(text)
    assert (date.first, date.last) == (day(first), day(last))
    assert str(date) == text
    assert event_from_toml(to_toml(date)) == date


@given(EVENT_DATES)
def test_date_of_an_event_is_written_as_it_is_read(text: str) -> None:
    date = Date.parse_event(text)
    assert str(date) == text
    assert Date.parse_event(str(date)) == date
    assert event_from_toml(to_toml(date)) == date
    assert re.fullmatch(EVENT_PATTERN, text)


EXAMPLES = "use 2013..2018-10, ..2018-10 or 2013.."
VALID = "use a date such as 2018, 2018-11 or 2018-11-20"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2018..2013", 'invalid date "2018..2013"; use 2013..2018'),
        ("2018-11-20..2018-10", 'invalid date "2018-11-20..2018-10"; use 2018-10..2018-11-20'),
        ("..", f'invalid date ".."; {EXAMPLES}'),
        ("2018..2018", 'invalid date "2018..2018"; use 2018'),
        ("2013...2018", 'invalid date "2013...2018"; use 2013..2018'),
        ("2013-2018", 'invalid date "2013-2018"; use 2013..2018'),
        ("2018-2013", 'invalid date "2018-2013"; use 2013..2018'),
        ("2013–2018", 'invalid date "2013–2018"; use 2013..2018'),
        ("2013/2018-10", 'invalid date "2013/2018-10"; use 2013..2018-10'),
        ("2013-", 'invalid date "2013-"; use 2013..'),
        ("2013 .. 2018", 'invalid date "2013 .. 2018"; use 2013..2018'),
        ("2013.. ", 'invalid date "2013.. "; use 2013..'),
        ("2013..2018..2020", f'invalid date "2013..2018..2020"; {EXAMPLES}'),
        ("..2018-13", f'invalid date "2018-13"; {VALID}'),
        ("5/7/2018..", 'ambiguous date "5/7/2018"; use 2018-07-05 or 2018-05-07'),
        ("5/7/2018", 'ambiguous date "5/7/2018"; use 2018-07-05 or 2018-05-07'),
        ("2013/10", 'invalid date "2013/10"; use 2013-10'),
    ],
)
def test_invalid_bounds_are_refused_with_the_fix(text: str, sentence: str) -> None:
    with pytest.raises(InvalidError) as raised:
        Date.parse_event(text)
    assert str(raised.value) == sentence
    fix = sentence.partition("; use ")[2]
    if " " not in fix:
        assert str(Date.parse_event(fix)) == fix


@pytest.mark.parametrize("text", ["2013..2018", "..2018", "2013..", "2013 .. 2018", "2018..2013"])
def test_bounds_are_refused_where_no_event_is_dated(text: str) -> None:
    with pytest.raises(InvalidError) as raised:
        Date.parse(text)
    assert str(raised.value) == (
        f'unexpected bounds "{text}"; use a single date, such as 2018, 2018-11 or 2018-11-20'
    )


def test_a_bound_may_be_a_word() -> None:
    assert str(parse_typed_event("2013..today", day("2024-03-01"))) == "2013..2024-03-01"


def test_open_first_day_sorts_first() -> None:
    texts = ["2013..", "2012", "..2018", "2013", "2013..2018", "..2010"]
    found = [str(date) for date in sorted(map(Date.parse_event, texts))]
    assert found == ["..2010", "..2018", "2012", "2013", "2013..2018", "2013.."]
