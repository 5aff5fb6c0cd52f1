"""Types of values: how to read them from TOML and the command line, their rules and their JSON Schema."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from c2c_cli.errors import (
    Code,
    DataProblem,
    Diagnostic,
    InvalidError,
    Path,
    UsageError,
    invalid,
    invalid_value,
    problem,
    unknown,
)
from c2c_cli.model import countries
from c2c_cli.model.dates import PATTERN, Date, from_toml
from c2c_cli.text import first_invisible, fold, one_of

Rule = Callable[..., Diagnostic | None]
"""Function that returns the diagnostic of a value, an item of a list, or a key and its value; None if it is valid."""

_FILLED = r"[^\s\x1c-\x1f\x85]"
LINE_SCHEMA = {"type": "string", "pattern": rf"^[^\n\r]*{_FILLED}[^\n\r]*$"}
_TEXT = {"type": "string", "pattern": _FILLED}
_FOUR_DIGITS = {"type": "integer", "minimum": 1000, "maximum": 9999}


MAX_PER_YEAR = 366
"""Maximum number of meetings that a rule can require per year."""


class ValueType(NamedTuple):
    """The type of the value of a field."""

    read: Callable[[Any], Any]
    """Function that converts a TOML value, or raises InvalidError if it has the wrong type."""
    schema: Mapping[str, Any]
    rule: Rule | None = None
    """Rule for the value, or for each of its items or entries."""
    example: str = '"…"'
    metavar: str | None = None
    """The placeholder in the help, unless it is the name of the field."""
    parse: Callable[[str], Any] = str
    """Function that converts a command-line word, or raises UsageError or InvalidError if it is invalid."""
    choices: Sequence[str] = ()
    """All possible values, if there are few."""
    targets: tuple[str, ...] = ()
    """The tables that the value refers to."""
    many: bool = False
    """Whether the value is a list or table, and its option is repeatable."""


# Reading TOML values


def wrong_type(expected: str, value: object, hint: str = "", path: Path = ()) -> DataProblem:
    """Return the problem of a TOML or JSON value of the wrong type."""
    kinds: dict[type, str] = {bool: "true or false", int: "a number", float: "a decimal number", str: "a string"}
    kinds |= {list: "a list", dict: "a table", datetime.date: "a date", type(None): "null"}
    found = kinds.get(type(value), "a time")
    return problem(path, f"expected {expected}, not {found}", hint, "wrong-type")


def text(value: object) -> str:
    """Read a string."""
    if type(value) is str:
        return value
    raise InvalidError([wrong_type("a string", value)])


def strings(kind: type[Any], expected: str, hint: str) -> Callable[[Any], Any]:
    """Return a function that reads a list or table of strings; `expected` and `hint` describe it in errors."""

    def read(value: Any) -> Any:
        if not isinstance(value, kind):
            raise InvalidError([wrong_type(expected, value, hint)])
        items = value.items() if kind is dict else enumerate(value)
        if wrong := [wrong_type("a string", one, path=(key,)) for key, one in items if type(one) is not str]:
            raise InvalidError(wrong)
        return value if kind is dict else tuple(value)

    return read


_texts = strings(list, "a list of strings", 'use ["…"]')


def _number(value: object) -> int:
    if type(value) is int:
        return value
    raise InvalidError([wrong_type("a whole number", value)])


def _year(value: object) -> int:
    if re.fullmatch("[1-9][0-9]{3}", str(value)) is None:
        raise invalid_value("not a valid year", "use four digits, such as 2018", "bad-year")
    return int(str(value))


_read_once = lru_cache(maxsize=1 << 14, typed=True)(from_toml)
"""`from_toml` with a cache, because many records of a large registry share a date."""


def _date(value: object) -> Date:
    return _read_once(value) if type(value) in (str, int, datetime.date) else from_toml(value)


# Rules


def filled(text: str) -> Diagnostic | None:
    """Reject an empty string; unknown values are omitted instead."""
    if not text or text.isspace():
        return Diagnostic("empty string", "enter a value, or omit it if unknown", "empty-string")
    if not text.isprintable() and re.search("[\ud800-\udfff]", text):
        return Diagnostic("invalid UTF-8", "retype it", "not-utf8")
    return None


def line(text: str) -> Diagnostic | None:
    """Reject a string of several lines."""
    if text.isprintable() and text and text[0] != " ":
        return None  # fast path for nearly all strings
    if "\n" in text or "\r" in text:
        return Diagnostic("unexpected line break", "use a single line", "line-break")
    return filled(text)


_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def identifier(text: str) -> Diagnostic | None:
    """Reject an invalid id."""
    if _PLAIN_ID.fullmatch(text):
        return None
    # some invisible characters count as letters
    if text[:1].isalnum() and all(
        (c.isalnum() or c in "._-" or unicodedata.category(c)[0] == "M") and first_invisible(c) is None for c in text
    ):
        return None
    hint = 'use letters, digits, ".", "_" and "-", starting with a letter or digit'
    return invalid("id", text, hint, "bad-id")


def _country_code(text: str) -> Diagnostic | None:
    if text in countries.CODES:
        return None
    meant = countries.COMMON_MISTAKES.get(text.upper(), text.upper())
    hint = f'did you mean "{meant}"?' if meant in countries.CODES else "use a two-letter ISO 3166-1 code"
    return unknown("country code", text, hint=hint, code="bad-country")


# Reading command-line words


def country_of(word: str) -> str:
    """Return the country code of a word, which may be the name of the country."""
    if (wrong := _country_code(word.upper())) is None:
        return word.upper()
    if (code := countries.code_of(word)) is not None:
        return code
    raise UsageError(*unknown("country code", word, hint=wrong.hint))


def number_of(word: str) -> int:
    """Return the number of a word of digits."""
    if not re.fullmatch("[0-9]{1,9}", word):
        raise UsageError(*invalid("number", word, "use 1, 2, …"))
    return int(word)


def word_of(noun: str, word: str, allowed: Sequence[str]) -> str:
    """Return the allowed value of a word, ignoring case."""
    for one in allowed:
        if fold(one) == fold(word):
            return one
    raise UsageError(*unknown(noun, word, allowed))


LINE = ValueType(text, LINE_SCHEMA, line)
URL = LINE._replace(metavar="URL")
TEXT = ValueType(text, _TEXT, filled, metavar="TEXT")
ID = ValueType(text, {"type": "string", "pattern": r"^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]*$"}, identifier, metavar="ID")
COUNTRY = ValueType(
    text, {"enum": sorted(countries.CODES)}, _country_code, '"KR"', "CODE", country_of, sorted(countries.CODES)
)
DATE = ValueType(
    _date,
    {"anyOf": [_FOUR_DIGITS, {"type": "string", "pattern": PATTERN}]},
    example="2018-11-20",
    metavar="DATE",
    parse=Date.parse,
)
YEAR = ValueType(
    _year,
    {"anyOf": [_FOUR_DIGITS, {"type": "string", "pattern": "^[1-9][0-9]{3}$"}]},
    example="2018",
    metavar="YEAR",
    parse=_year,
)
NUMBER = ValueType(_number, {"type": "integer", "minimum": 1, "maximum": MAX_PER_YEAR}, None, "1", "NUMBER", number_of)
SOURCES = ValueType(
    _texts, {"type": "array", "items": LINE_SCHEMA}, line, metavar="SOURCE", targets=("source",), many=True
)
TEXTS = ValueType(_texts, {"type": "array", "items": _TEXT}, filled, metavar="TEXT", many=True)


REFERENCE = ValueType(text, LINE_SCHEMA)
"""The id of a record in one of the `targets`."""
REFERENCES = ValueType(
    _texts, {"type": "array", "items": {"type": "string"}, "uniqueItems": True}, metavar="ID", many=True
)


def choice(noun: str, code: Code, words: tuple[str, ...]) -> ValueType:
    """Return the type of a value that is one of the words."""

    def known(word: str) -> Diagnostic | None:
        return None if word in words else unknown(noun, word, words, code=code)

    example = one_of([f'"{word}"' for word in words])
    return ValueType(
        text, {"enum": list(words)}, known, example, parse=lambda one: word_of(noun, one, words), choices=words
    )
