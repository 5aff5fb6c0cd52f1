"""Dates that may be known only to the month or the year."""

import datetime
import re
from dataclasses import dataclass
from typing import Self

from c2c_cli.errors import Diagnostic, invalid, invalid_value
from c2c_cli.text import fold, quoted

TOML_HINT = 'use 2018, "2018-11" or 2018-11-20'
"""The forms of a date in TOML."""

UNKNOWN_DAY = "?"
"""Placeholder for the date of an event whose date is unknown."""

WORDS = {"yesterday": -1, "today": 0, "tomorrow": 1}
"""Days that can be typed as words, each with its distance from today."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

ORDERS = ("dmy", "mdy", "ymd")
"""Orders of day, month and year."""

_FORM = r"([1-9][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"

_DAYS = r"(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8])"
_LEAP_YEARS = r"[1-9]\d(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00"
PATTERN = rf"^([1-9]\d{{3}}(-(0[1-9]|1[0-2])|-({_DAYS}))?|({_LEAP_YEARS})-02-29)$"
"""Regular expression of a valid date, for the JSON Schema."""


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """An inclusive range of days: one day, one calendar month or one year.

    Dates are ordered by first day, then by last day.
    """

    first: datetime.date
    last: datetime.date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse `2018`, `2018-11` or `2018-11-20`; raise InvalidError if the string is not a valid date."""
        form = re.fullmatch(_FORM, text)
        if form is None:
            raise invalid_value(*_not_iso(text))
        year, month, day = int(form[1]), int(form[2] or 0), int(form[3] or 0)
        if form[2] is None:
            return cls.of_year(year)
        if not 1 <= month <= 12:
            raise invalid_value(*invalid("date", text, "use a month from 01 to 12", "bad-date"))
        last = days_in(year, month)
        if form[3] is None:
            return cls(datetime.date(year, month, 1), datetime.date(year, month, last))
        if not 1 <= day <= last:
            raise invalid_value(*invalid("date", text, f"use a day from 01 to {last}", "bad-date"))
        return cls.of_day(datetime.date(year, month, day))

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

    def overlaps(self, other: "Date") -> bool:
        """Return whether the dates have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        """Return the date in ISO 8601 at its known precision: `2018`, `2018-11` or `2018-11-20`."""
        day = self.first.isoformat()
        if self.first == self.last:
            return day
        return day[:7] if self.first.month == self.last.month else day[:4]


def readings(text: str) -> dict[str, str]:
    """Return the dates that a string such as `5/7/2018` may mean, in ISO 8601 form, by the order of their parts."""
    words = [word for word in re.split("[ ,./년월일-]+", text.lower().removesuffix(" 00:00:00")) if word]
    named = [place for place, word in enumerate(words) if word[:3] in _MONTHS]
    digits = [f"{_MONTHS.index(word[:3]) + 1}" if word[:3] in _MONTHS else word for word in words]
    found = {}
    for order in ORDERS:
        parts = order if len(words) == 3 else order.replace("d", "")
        places = [parts.index(part) for part in "ymd" if part in parts]
        if len(words) == len(parts) and named in ([], [places[1]]):
            found[order] = "-".join(digits[place].zfill(2) for place in places)
    return {order: date for order, date in found.items() if re.fullmatch(PATTERN, date, re.ASCII)}


def _not_iso(text: str) -> Diagnostic:
    """Return the error for a string that is not in ISO 8601 form; its hint lists the dates that it may mean."""
    if text == UNKNOWN_DAY:
        return invalid("date", text, "omit the date if it is unknown", "bad-date")
    match [*dict.fromkeys(readings(text).values())]:
        case [one, other]:
            return Diagnostic(f"ambiguous date {quoted(text)}", f"use {one} or {other}", "bad-date")
        case [one]:
            return invalid("date", text, f"use {one}", "bad-date")
    return invalid("date", text, "use 2018, 2018-11 or 2018-11-20", "bad-date")


def parse_typed(text: str, today: datetime.date) -> Date:
    """Return the date of a word such as `yesterday`, or of a string in one of the forms of `Date.parse`."""
    away = WORDS.get(fold(text))
    return Date.parse(text) if away is None else Date.of_day(today + datetime.timedelta(days=away))


def months_of(period: str) -> int:
    """Return the number of months in a period such as `+6y` or `+18m`; raise InvalidError if it is invalid."""
    form = re.fullmatch(r"\+([1-9][0-9]{0,2})([ym])", period)
    if form is None:
        raise invalid_value(*invalid("period", period, "use years or months, such as +6y or +18m", "bad-date"))
    return int(form[1]) * (12 if form[2] == "y" else 1)


def after(date: Date, period: str) -> Date:
    """Return the date that is a period such as `+6y` after `date`, at the precision of `date`.

    Raises InvalidError if the period is invalid, or if `date` is a year and the period is not in whole years.
    """
    months = months_of(period)
    first = months_later(date.first, months)
    if date.first == date.last:
        return Date.of_day(first)
    if date.first.month == date.last.month:
        return Date(first.replace(day=1), first.replace(day=days_in(first.year, first.month)))
    if months % 12:
        message = f"{date} is a year, and {period} is not in whole years"
        raise invalid_value(message, "use a period such as +6y", "bad-date")
    return Date.of_year(first.year)


def to_toml(date: Date) -> datetime.date | str | int:
    """Return a date as a TOML value: a local date, a string for a month, or an integer year."""
    if date.first == date.last:
        return date.first
    return str(date) if len(str(date)) > 4 else date.year


def days_in(year: int, month: int) -> int:
    """Return the number of days in a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def months_later(day: datetime.date, months: int) -> datetime.date:
    """Return the date `months` calendar months after `day`, clamped to the end of the month and of the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return datetime.date.max if months > 0 else datetime.date.min
    return datetime.date(year, month + 1, min(day.day, days_in(year, month + 1)))


def from_toml(value: object) -> Date:
    """Read a date from a TOML value as `to_toml` writes it; raise InvalidError if it is not a valid date."""
    if type(value) is datetime.date and value.year >= 1000:
        return Date.of_day(value)
    if type(value) is str:
        return Date.parse(value)
    if type(value) is int and 1000 <= value <= 9999:
        return Date.of_year(value)
    if type(value) is datetime.datetime:
        raise invalid_value("dates cannot include a time", f"use {value.date()}", "bad-date")
    if type(value) is float and 1000 <= value < 10000:
        raise invalid_value(f"{value} is a number", 'put months in quotes: "2018-11"', "bad-date")
    raise invalid_value("not a valid date", TOML_HINT, "bad-date")
