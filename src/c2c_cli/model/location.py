"""Locations: latitude and longitude."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from c2c_cli.errors import InvalidError, UsageError, invalid, invalid_value, wrong_type
from c2c_cli.text import Number

_DEGREES = r"-?(0|[1-9][0-9]{0,2})([.][0-9]+)?"
"""A number of degrees, as people and TOML write it."""


class Location(NamedTuple):
    """The location of a centre in degrees (WGS 84), north and east being positive."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        """Return the numbers as they were written, such as `36.64,127.49`."""
        return f"{self.latitude},{self.longitude}"


def read(value: object) -> Location:
    """Read a location from a list of two numbers."""
    if not isinstance(value, list):
        raise InvalidError([wrong_type("a list of two numbers", value, "use [36.64, 127.49]")])
    if len(value) != 2 or any(type(item) not in (int, float, Number) for item in value):
        hint = "use the latitude and the longitude, such as 36.64 and 127.49"
        raise invalid_value("expected two numbers", hint, "bad-location")
    latitude, longitude = value
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        hint = "write the latitude (-90 to 90) before the longitude (-180 to 180)"
        raise invalid_value("out of range", hint, "bad-location")
    return Location(latitude, longitude)


def parse(word: str) -> Location:
    """Return the location that a word such as `36.64,127.49` stands for."""
    degrees = numbers(word)
    if len(degrees) != 2 or any(type(item) is str for item in degrees):
        hint = "use the latitude and the longitude in degrees, such as 36.64,127.49"
        raise UsageError.of(invalid("location", word, hint))
    return read(degrees)


def numbers(text: str) -> Sequence[int | Number | str]:
    """Return the numbers in a text, which are separated by commas; any other part is a string."""
    parts = [part.strip() for part in text.split(",")]
    return [_number(part) if re.fullmatch(_DEGREES, part) else part for part in parts]


def _number(text: str) -> int | Number:
    """Return a number, which is an integer only if it is written as one."""
    return Number(text) if "." in text else int(text)
