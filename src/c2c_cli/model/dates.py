"""Dates that may be known only to the month or the year, or between bounds."""

import datetime
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, Self

from c2c_cli.errors import InvalidError, invalid, invalid_value, wrong_type
from c2c_cli.text import fold, one_of, plural, quoted

TOML_HINT = 'use a date such as 2018, "2018-11" or 2018-11-20'
"""The forms of a date in TOML."""

UNKNOWN_DATE = "?"
"""Placeholder for the date of an event whose date is unknown."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

ORDERS = ("dmy", "mdy", "ymd")
"""Orders of day, month and year."""

_DAY = "([1-9][0-9]{3})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?"
PATTERN = f"^{_DAY}$"
"""Regular expression of a date, also for the JSON Schema; it accepts days such as 2018-02-31."""

EVENT_PATTERN = rf"^(?:{_DAY}|\.\.{_DAY}|{_DAY}\.\.(?:{_DAY})?)$"
"""Regular expression of the date of an event, which may be known only between bounds."""

_FIRST_YEAR = 1000

_MOST_DAYS = 60
_MOST_MONTHS = 24
"""A period of at least this many days or months is counted in the next larger unit."""

_BETWEEN = ".."
"""What separates the bounds of a date."""

_EXAMPLES = ("2018", "2018-11", "2018-11-20")
_EVENT_EXAMPLES = (*_EXAMPLES, "2015..2017")
_BOUNDS_EXAMPLES = "2013..2018-10, ..2018-10 or 2013.."

_MISTYPED_BOUNDS = r"([\d-]*?)\s*(?:\.{2,}|[-–/…])\s*([\d-]*)"
"""Two dates, either of which may be missing, around what may be meant as the separator."""


class Date(NamedTuple):
    """An inclusive range of days, usually a day, a month or a year.

    Dates are ordered by first day, then by last day.
    """

    first: datetime.date
    """`datetime.date.min` if no first bound is known."""
    last: datetime.date
    """`datetime.date.max` if no last bound is known."""
    bounds: str = ""
    """The bounds as written, such as `2013..2018-10`, of a date that is known only between them."""

    @classmethod
    def parse(cls, text: str, examples: Sequence[str] = _EXAMPLES) -> Self:
        """Parse `2018`, `2018-11` or `2018-11-20`; raise InvalidError if it is not a valid date.

        `examples` are the words that the hint of the error names.
        """
        days = _days(text)
        if days is not None:
            return cls(*days)
        if _BETWEEN in text and _bounds_meant(text):
            hint = f"use a single date, such as {one_of(_EXAMPLES)}"
            raise invalid_value(f"unexpected bounds {quoted(text)}", hint, "bad-date")
        meant = [*dict.fromkeys(readings(text).values())]
        problem = "ambiguous" if len(meant) > 1 else "invalid"
        hint = f"use {one_of(meant) or f'a date such as {one_of(examples)}'}"
        raise invalid_value(f"{problem} date {quoted(text)}", hint, "bad-date")

    @classmethod
    def parse_event(cls, text: str, side: "Callable[..., Date] | None" = None) -> "Date":
        """Parse the date of an event, which may be known only between bounds.

        The forms are those of `parse`, `2013..2018-10`, `..2018-10` (by) and `2013..` (in or
        after). `side` parses each bound, by default as `parse` does. Raises InvalidError if the
        date is invalid.
        """
        if text == UNKNOWN_DATE:
            hint = "omit the date if it is unknown"
            raise invalid_value(*invalid("date", text, hint, "bad-date"))
        try:
            return cls._parse_event(text, side or cls.parse)
        except InvalidError:
            meant = _bounds_meant(text)
            if meant in {"", text}:
                raise
            raise invalid_value(*invalid("date", text, f"use {meant}", "bad-date")) from None

    @classmethod
    def _parse_event(cls, text: str, parse: "Callable[..., Date]") -> "Date":
        start, between, end = text.partition(_BETWEEN)
        if not between:
            return parse(text, examples=_EVENT_EXAMPLES)
        if _BETWEEN in end:
            raise invalid_value(*invalid("date", text, f"use {_BOUNDS_EXAMPLES}", "bad-date"))
        return cls.between(parse(start) if start else None, parse(end) if end else None)

    @classmethod
    def between(cls, earliest: "Date | None", latest: "Date | None") -> Self:
        """Return a date between two others, one of which may be unknown.

        Raises InvalidError if both are unknown, or the dates are equal or in the wrong order.
        """
        text = f"{earliest or ''}{_BETWEEN}{latest or ''}"
        first = earliest.first if earliest else datetime.date.min
        last = latest.last if latest else datetime.date.max
        hint = ""
        if earliest is None and latest is None:
            hint = f"use {_BOUNDS_EXAMPLES}"
        elif earliest == latest:
            hint = f"use {earliest}"
        elif last < first:
            hint = f"use {latest}{_BETWEEN}{earliest}"
        if hint:
            raise invalid_value(*invalid("date", text, hint, "bad-date"))
        return cls(first, last, text)

    @classmethod
    def of_year(cls, year: int) -> Self:
        """Return the date of a whole year."""
        return cls(datetime.date(year, 1, 1), datetime.date(year, 12, 31))

    @classmethod
    def of_day(cls, day: datetime.date) -> Self:
        """Return the date of one day."""
        return cls(day, day)

    @property
    def year(self) -> int:
        """The calendar year of the date."""
        return self.first.year

    @property
    def sides(self) -> "tuple[Date | None, Date | None]":
        """The bounds of a date that is known only between them; one of them may be unknown."""
        earliest, _, latest = self.bounds.partition(_BETWEEN)
        return (
            Date.parse(earliest) if earliest else None,
            Date.parse(latest) if latest else None,
        )

    def overlaps(self, other: "Date") -> bool:
        """Return whether the dates have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def covers(self, other: "Date") -> bool:
        """Return whether the date includes all days of another."""
        return self.first <= other.first and other.last <= self.last

    def __str__(self) -> str:
        """Return the date as written, at its known precision, such as `2018-11`."""
        if self.bounds:
            return self.bounds
        day = self.first.isoformat()
        if self.first == self.last:
            return day
        return day[:7] if self.first.month == self.last.month else day[:4]


def _bounds_meant(text: str) -> str:
    """Return the bounds that a string such as `2013-2018` may mean, or an empty string."""
    form = re.fullmatch(_MISTYPED_BOUNDS, text.strip())
    if form is None or _days(text) is not None:
        return ""
    start, end = form.groups()
    known = [_days(side) for side in (start, end) if side]
    if not known or None in known:
        return ""
    if start and end and Date.parse(end).last < Date.parse(start).first:
        start, end = end, start
    return f"{start}{_BETWEEN}{end}"


def _days(text: str) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and last day of a date in ISO 8601 form, or None if it is invalid."""
    form = re.fullmatch(PATTERN, text)
    if form is None:
        return None
    year, month, day = (int(part or 0) for part in form.groups())
    last = days_in(year, month or 12)
    if day > last:
        return None
    return datetime.date(year, month or 1, day or 1), datetime.date(year, month or 12, day or last)


def readings(text: str) -> dict[str, str]:
    """Return the dates that a string such as `5/7/2018` may mean, in ISO 8601 form.

    The keys are the orders of its parts, such as `dmy`.
    """
    words = re.split(r"[\s,./년월일–-]+", text.lower().removesuffix(" 00:00:00"))
    words = [word for word in words if word]
    found = {}
    for order in ORDERS:
        parts = order if len(words) == 3 else order.replace("d", "")
        date = _iso_date(words, parts)
        if _days(date) is not None:
            found[order] = date
    return found


def in_order(text: str, order: str) -> str:
    """Return a date in ISO 8601 form, or `text` unchanged if its parts are not in `order`."""
    return readings(text).get(order, text) if order else text


def _iso_date(words: list[str], order: str) -> str:
    """Return a date in words such as `5`, `july` and `2018` in ISO form; it may be invalid.

    Return an empty string if the number of words does not fit the order, or a day or year is a
    name.
    """
    if len(words) != len(order):
        return ""
    parts = {}
    for part, word in zip(order, words, strict=True):
        is_name = word[:3] in _MONTHS
        if is_name and part != "m":
            return ""
        parts[part] = str(_MONTHS.index(word[:3]) + 1) if is_name else word
    return "-".join(parts[part].zfill(2) for part in "ymd" if part in parts)


def parse_typed(text: str, today: datetime.date, examples: Sequence[str] = _EXAMPLES) -> Date:
    """Return the date of a word such as `yesterday`, or of a string as for `Date.parse`."""
    days = {"yesterday": -1, "today": 0, "tomorrow": 1}.get(fold(text))
    if days is None:
        return Date.parse(text, [*examples, "today"])
    return Date.of_day(today + datetime.timedelta(days=days))


def parse_typed_event(text: str, today: datetime.date) -> Date:
    """Return the date of an event as for `Date.parse_event`; a bound may be a word."""
    return Date.parse_event(text, partial(parse_typed, today=today))


def end_of_period(start: Date, months: int) -> Date:
    """Return the last day of a period that begins on a day, or its last month or year."""
    later = months_later(start.first, months)
    if start.first != start.last:
        return Date.parse(str(later)[: len(str(start))])
    if later.day == start.first.day:  # otherwise the month is shorter, and this is its last day
        later -= datetime.timedelta(days=1)
    return Date.of_day(later)


def end_of_typed(period: str, start: Date) -> Date:
    """Return the end of a period such as `+6y` or `+18m`, at the precision of its start.

    Raises InvalidError if the period is invalid, or if the start is a year and the period is not in
    whole years.
    """
    form = re.fullmatch(r"\+([1-9][0-9]{0,2})([ym])", period)
    if form is None:
        raise invalid_value(
            *invalid("period", period, "use years or months, such as +6y or +18m", "bad-date")
        )
    months = int(form[1]) * (12 if form[2] == "y" else 1)
    if start.bounds:
        message = f"cannot count from {start}: only its bounds are known"
        term = "" if months % 12 else f"--term {months // 12} or "
        raise invalid_value(message, f"pass {term}an expiry date", "bad-date")
    if len(str(start)) == 4 and months % 12:
        message = f"{start} is a year, and {period} is not in whole years"
        raise invalid_value(message, "use a period such as +6y", "bad-date")
    return end_of_period(start, months)


def preceding(date: Date) -> Date | None:
    """Return the date before `date` at its precision: `2024-02` before `2024-03`.

    It is None before the year 1000, which no date precedes.
    """
    before = date.first - datetime.timedelta(days=1)
    return Date.parse(str(before)[: len(str(date))]) if before.year >= _FIRST_YEAR else None


def to_toml(date: Date) -> datetime.date | str | int:
    """Return a date as a TOML value: a local date, a string for a month, or an integer year."""
    if date.first == date.last and not date.bounds:
        return date.first
    return str(date) if len(str(date)) > 4 else date.year


def from_toml(value: object) -> Date:
    """Read a date from a TOML value as `to_toml` writes it; raise InvalidError if it is invalid."""
    if type(value) is datetime.date and value.year >= 1000:
        return Date.of_day(value)
    if type(value) is str:
        return Date.parse(value)
    if type(value) is int and 1000 <= value <= 9999:
        return Date.of_year(value)
    if type(value) not in (datetime.date, int):
        raise InvalidError([wrong_type("a date", value, TOML_HINT, "bad-date")])
    is_long = type(value) is int and abs(value) >= 10**9  # Python cannot print 5,000 digits
    message = "invalid date" if is_long else f"invalid date {value}"
    raise invalid_value(message, TOML_HINT, "bad-date")


def event_from_toml(value: object) -> Date:
    """Read the date of an event, which may be a string of bounds; raise InvalidError if invalid."""
    return Date.parse_event(value) if type(value) is str else from_toml(value)


def duration(first: datetime.date, last: datetime.date) -> str:
    """Return the time between two days in words: `59 days`, `23 months` or `2 years`.

    Only complete months and years are counted.
    """
    days = (last - first).days
    if days < _MOST_DAYS:
        return plural(days, "day")
    months = 12 * (last.year - first.year) + last.month - first.month
    months -= last.day < first.day
    if months < _MOST_MONTHS:
        return plural(months, "month")
    return plural(months // 12, "year")


def days_in(year: int, month: int) -> int:
    """Return the number of days in a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def months_later(day: datetime.date, months: int) -> datetime.date:
    """Return the day `months` calendar months after `day`.

    It is clamped to the end of the month and of the calendar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return datetime.date.max if months > 0 else datetime.date.min
    return datetime.date(year, month + 1, min(day.day, days_in(year, month + 1)))
