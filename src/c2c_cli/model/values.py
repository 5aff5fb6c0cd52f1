"""Values of fields: their rules, and how to read them from TOML and from command-line words."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from c2c_cli.errors import (
    Diagnostic,
    InvalidError,
    UsageError,
    invalid,
    invalid_value,
    unknown,
    wrong_type,
)
from c2c_cli.model import countries
from c2c_cli.model.dates import Date, event_from_toml, from_toml
from c2c_cli.text import expected, first_invisible, fold, suggestion

LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
"""Regular expression of a BCP 47 language tag."""

WHOLE_NUMBER_HINT = "use a whole number, such as 6"

_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


# Readers of TOML values


def text(value: object) -> str:
    """Read a string."""
    if type(value) is str:
        return value
    raise InvalidError([wrong_type("a string", value)])


def strings(value: object) -> tuple[str, ...]:
    """Read a list of strings."""
    if not isinstance(value, list):
        raise InvalidError([wrong_type("a list of strings", value, 'use ["…"]')])
    try:
        "".join(value)  # the fastest way to check that all are strings
    except TypeError:
        raise _wrong_items(enumerate(value)) from None
    return tuple(value)


def string_table(expected: str, hint: str) -> Callable[[object], dict[str, str]]:
    """Return a function that reads a table of strings; its errors contain `expected` and `hint`."""

    def read(value: object) -> dict[str, str]:
        if not isinstance(value, dict):
            raise InvalidError([wrong_type(expected, value, hint)])
        try:
            "".join(value.values())
        except TypeError:
            raise _wrong_items(value.items()) from None
        return value

    return read


def _wrong_items(items: Iterable[tuple[str | int, object]]) -> InvalidError:
    """Return the error for the items that are not strings, each with its key or index."""
    wrong = [(key, item) for key, item in items if type(item) is not str]
    return InvalidError([wrong_type("a string", item).below(key) for key, item in wrong])


def number(value: object) -> int:
    """Read a whole number."""
    if type(value) is int:
        return value
    raise InvalidError([wrong_type("a whole number", value)])


def out_of_range(value: int, most: int) -> Diagnostic:
    """Return the diagnostic of a number that is not from 1 to `most`."""
    shown = f" {value}" if abs(value) < 10**9 else ""  # Python cannot print one of 5,000 digits
    return Diagnostic(f"invalid number{shown}", f"use 1 to {most}", "bad-number")


def day_of_year(text: str) -> Diagnostic | None:
    """Reject a text that is not the month and the day of a date in every year, as `03-31` is."""
    try:
        datetime.datetime.strptime(f"2001-{text}", "%Y-%m-%d")  # noqa: DTZ007  # a local date
    except ValueError:
        is_day = False
    else:
        is_day = len(text) == len("03-31")
    if is_day:
        return None
    return invalid("day of the year", text, "use month and day, such as 03-31", "bad-date")


def text_of_day(value: object) -> str:
    """Read the month and the day of a date, such as `03-31`."""
    if type(value) is str:
        return value
    raise InvalidError([wrong_type("a month and a day", value, 'use "03-31"')])


def year(value: object) -> int:
    """Read a year, which may be a string."""
    hint = "use four digits, such as 2018"
    if type(value) is int and abs(value) > 9999:  # Python cannot print one of 5,000 digits
        raise invalid_value("invalid year", hint, "bad-year")
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if re.fullmatch("[1-9][0-9]{3}", text) is None:
        raise invalid_value(*invalid("year", text, hint, "bad-year"))
    return int(text)


_read_once = lru_cache(maxsize=1 << 14, typed=True)(from_toml)
"""`from_toml` with a cache, because many records of a large registry share a date."""

_read_event_date_once = lru_cache(maxsize=1 << 14, typed=True)(event_from_toml)


def date(value: object) -> Date:
    """Read a date."""
    return _read_once(value) if type(value) in (str, int, datetime.date) else from_toml(value)


def event_date(value: object) -> Date:
    """Read the date of an event, which may be known only between bounds."""
    if type(value) in (str, int, datetime.date):
        return _read_event_date_once(value)
    return from_toml(value)


# Rules, each of which returns what is wrong with a value


def filled(text: str) -> Diagnostic | None:
    """Reject a string that is empty or not valid UTF-8; unknown values are omitted instead."""
    if not text or text.isspace():
        return Diagnostic("empty string", "enter a value, or omit it if unknown", "empty-string")
    if not text.isprintable() and re.search("[\ud800-\udfff]", text):
        return Diagnostic("invalid UTF-8", "retype the value", "not-utf8")
    return None


def line(text: str) -> Diagnostic | None:
    """Reject a string that has several lines, is empty or is not valid UTF-8."""
    if text.isprintable() and text and text[0] != " ":
        return None  # fast path for nearly all strings
    if "\n" in text or "\r" in text:
        return Diagnostic("unexpected line break", "use a single line", "line-break")
    return filled(text)


def identifier(text: str) -> Diagnostic | None:
    """Reject an invalid id."""
    if _PLAIN_ID.fullmatch(text):
        return None
    if text[:1].isalnum() and all(map(can_be_in_id, text)):
        return None
    hint = 'use letters, digits, ".", "_" and "-", starting with a letter or digit'
    return invalid("id", text, hint, "bad-id")


def can_be_in_id(character: str) -> bool:
    """Return whether an id may contain a character."""
    if first_invisible(character) is not None:  # some of them count as letters
        return False
    is_mark = unicodedata.category(character).startswith("M")
    return is_mark or character.isalnum() or character in "._-"


def country_code(text: str) -> Diagnostic | None:
    """Reject a code that is not in ISO 3166-1."""
    if text in countries.CODES:
        return None
    return unknown("country code", text, hint=countries.hint_for(text), code="bad-country")


def name(tag: str, value: str) -> Diagnostic | None:
    """Reject a name in another language if its language tag or the name itself is invalid."""
    return language(tag) or line(value)


def language(tag: str) -> Diagnostic | None:
    """Reject a language tag that is not in the form of BCP 47."""
    if re.fullmatch(LANGUAGE, tag):
        return None
    from c2c_cli.model import language_tags  # noqa: PLC0415  # most tags are valid

    meant = language_tags.of_locale(tag)
    hint = (
        f"use {meant}" if re.fullmatch(LANGUAGE, meant) else "use a tag such as ko, fr or zh-Hant"
    )
    return invalid("language tag", tag, hint, "bad-language")


def _is_ror(value: str) -> bool:
    found = re.fullmatch(r"(?:https://ror\.org/)?(0[0-9a-hj-km-np-tv-z]{6})([0-9]{2})", value)
    if found is None:
        return False
    # base-32 digits of ROR -> those of Python
    digits = str.maketrans("jkmnpqrstvwxyz", "ijklmnopqrstuv")
    number = int(found[1].translate(digits), 32)
    return 98 - number * 100 % 97 == int(found[2])


def _is_isni(value: str) -> bool:
    """Return whether a value is an ISNI, with or without spaces.

    The checksum is that of ISO 7064 MOD 11-2.
    """
    digits = value.replace(" ", "")
    if re.fullmatch("[0-9]{15}[0-9X]", digits) is None:
        return False
    total = 0
    for digit in digits:
        total = total * 2 + "0123456789X".index(digit)
    return total % 11 == 1


_SCHEMES: Mapping[str, tuple[str, Callable[[str], object], str]] = {
    "ror": ("ROR id", _is_ror, "copy it from ror.org, such as https://ror.org/02zhqgq86"),
    "wikidata": (
        "Wikidata id",
        lambda value: re.fullmatch("Q[1-9][0-9]*", value),
        "use Q and digits, such as Q7809",
    ),
    "isni": ("ISNI", _is_isni, "use 15 digits and a check character (0 to 9 or X)"),
}
"""Schemes that are validated: noun, test and hint. Identifiers of other schemes are not checked."""


def external_identifier(scheme: str, value: str) -> Diagnostic | None:
    """Reject an identifier that is invalid in its scheme."""
    wrong = line(value)
    if wrong is not None or scheme not in _SCHEMES:
        return wrong
    noun, is_valid, hint = _SCHEMES[scheme]
    return None if is_valid(value) else invalid(noun, value, hint, "bad-identifier")


# Readers of words on the command line


def country_of(word: str) -> str:
    """Return the country code that a word stands for.

    The word is the code, or a name in a language of the country or of the UN.
    """
    if word.upper() in countries.CODES:
        return word.upper()
    code = countries.code_of(word)
    if code is None:
        hint = countries.hint_for(word, "use a name or a two-letter ISO 3166-1 code")
        raise UsageError.of(unknown("country", word, hint=hint))
    return code


def number_of(word: str) -> int:
    """Return the number that a word of digits stands for."""
    if not re.fullmatch("[0-9]{1,9}", word):
        raise UsageError.of(invalid("number", word, WHOLE_NUMBER_HINT))
    return int(word)


def word_of(noun: str, word: str, allowed: Sequence[str], choices: str = "") -> str:
    """Return the `allowed` value that equals `word`, ignoring case.

    Raises UsageError if no value does. Its hint is a near match or a short list of values, or else
    `choices`, or else the list of all values.
    """
    for value in allowed:
        if fold(value) == fold(word):
            return value
    hint = suggestion(word, allowed) or choices or expected(tuple(allowed))
    raise UsageError.of(unknown(noun, word, hint=hint))
