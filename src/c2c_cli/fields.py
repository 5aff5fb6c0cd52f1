"""How the value of each key is read: TOML's types to those of the model. Knows keys, not tables."""

import datetime
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from c2c_cli.dates import Date, from_toml
from c2c_cli.errors import Fault, Wrong, WrongValueError
from c2c_cli.rules import language
from c2c_cli.text import quoted

_QUOTES = "write a text in quotes"


class WrongTypeError(ValueError):
    """A value, or parts of it, are of a type that the key does not take."""

    def __init__(self, *faults: Fault) -> None:
        """Take what is wrong with the value as a whole, or with its parts."""
        super().__init__(*faults)
        self.faults = faults


def _wrong_type(value: object, hint: str) -> WrongTypeError:
    return WrongTypeError(Fault((), Wrong("wrong-type", f"is {kind_of(value)}", hint)))


def kind_of(value: object) -> str:
    """Return what a TOML value is, in a hand editor's words."""
    kinds: dict[type, str] = {bool: "true or false", int: "a number", float: "a number", str: "a text"}
    kinds[type(None)] = "nothing"
    kinds |= {list: "a list", dict: "a table", datetime.date: "a date", datetime.time: "a time of day"}
    return kinds.get(type(value), "a date and time")


def text(value: object) -> str:
    """Read a text."""
    if type(value) is str:
        return value
    raise _wrong_type(value, _QUOTES)


def _texts(value: object) -> tuple[str, ...]:
    if type(value) is not list:
        raise _wrong_type(value, 'write a list of texts: ["…"]')
    if not set(map(type, value)) <= {str}:
        wrong = ((index, kind_of(item)) for index, item in enumerate(value) if type(item) is not str)
        faults = (Fault((index,), Wrong("wrong-type", f"holds {kind}", _QUOTES)) for index, kind in wrong)
        raise WrongTypeError(*faults)
    return tuple(value)


def _names(value: object) -> Mapping[str, str]:
    if type(value) is not dict:
        raise _wrong_type(value, 'write names by language: { ko = "…" }')
    wrong = [(tag, kind_of(name)) for tag, name in value.items() if type(name) is not str]
    if faults := [Fault((tag,), Wrong("wrong-type", f"{quoted(tag)} is {kind}", _QUOTES)) for tag, kind in wrong]:
        faults += [Fault((tag,), fault, at_key=True) for tag in value if (fault := language(tag)) is not None]
        raise WrongTypeError(*faults)
    return value


def _number(value: object) -> int:
    if type(value) is int:
        return value
    if type(value) is float:
        raise WrongTypeError(Fault((), Wrong("bad-number", "is no whole number", "write 1, 2, …")))
    raise _wrong_type(value, "write a number without quotes")


def year(value: object) -> int:
    """Read a year, written as a number or as a date of that precision."""
    try:
        date = from_toml(value)
    except WrongValueError:
        raise WrongTypeError(Fault((), Wrong("bad-year", "is no year", "write 2018"))) from None
    if len(str(date)) > 4:
        raise WrongTypeError(Fault((), Wrong("bad-year", f"{date} is no year", f"write {date.year}")))
    return date.year


_read_once = lru_cache(maxsize=1 << 14, typed=True)(from_toml)
"""Reads dates, each of which many records of a large registry have."""


def _date(value: object) -> Date:
    try:
        return _read_once(value) if type(value) in (str, int, datetime.date) else from_toml(value)
    except WrongValueError as error:
        raise WrongTypeError(Fault((), error.wrong)) from None


READERS: dict[str, Callable[[Any], Any]] = {
    "date": _date,
    "start": _date,
    "end": _date,
    "until": _date,
    "since": year,
    "per_year": _number,
    "names": _names,
    **dict.fromkeys(("organisers", "attendees", "agenda", "outcomes", "sources"), _texts),
}
"""How a key's value is read, whichever table it stands in; all others are texts."""

_EXAMPLES = {
    "country": '"KR"',
    "per_year": "1",
    "since": "2018",
    "start": "2018-11-20",
    "status": '"tentative", "planned", "held" or "cancelled"',
}


def example(key: str) -> str:
    """Return what a missing key's value may look like."""
    return _EXAMPLES.get(key, '"…"')
