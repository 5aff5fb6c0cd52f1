"""The kinds of values: how TOML writes each, what must hold of it, what a JSON Schema says. Knows no noun."""

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from c2c_cli.errors import DataProblem, Diagnostic, InvalidError, UsageError, invalid_value
from c2c_cli.model import countries
from c2c_cli.model.dates import PATTERN, Date, from_toml
from c2c_cli.text import did_you_mean, fold, quoted, suggestion

if TYPE_CHECKING:
    from c2c_cli.errors import Code

Rule = Callable[[Any], Diagnostic | None]
"""What is wrong with a value, in words that follow its name and a colon; None if nothing is."""

_LANGUAGE = r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*"
_FILLED = r"[^\s\x1c-\x1f\x85]"
_LINE = {"type": "string", "pattern": rf"^[^\n\r]*{_FILLED}[^\n\r]*$"}
_TEXT = {"type": "string", "pattern": _FILLED}
_FOUR_DIGITS = {"type": "integer", "minimum": 1000, "maximum": 9999}

_QUOTES = "write a text in quotes"


class Kind(NamedTuple):
    """What the value of a field is."""

    read: Callable[[Any], Any]
    """A value as TOML has it to one as the model has it; InvalidError for one of another type."""
    schema: Mapping[str, Any]
    rule: Rule | None = None
    """Of the value, or of each item of it."""
    example: str = '"…"'
    metavar: str | None = None
    """What stands for it in the help, where that is not the field's own name."""
    word: Callable[[str], Any] = str
    """What a word on the command line means; UsageError or InvalidError says what would be right."""
    words: Sequence[str] = ()
    """All words that it may be, where they are few."""
    to: tuple[str, ...] = ()
    """The tables of one of which it is an id."""
    many: bool = False


# How it is written.


def type_of(value: object) -> str:
    """Return what a TOML value is, in a hand editor's words."""
    kinds: dict[type, str] = {bool: "true or false", int: "a number", float: "a number", str: "a text"}
    kinds[type(None)] = "nothing"
    kinds |= {list: "a list", dict: "a table", datetime.date: "a date", datetime.time: "a time of day"}
    return kinds.get(type(value), "a date and time")


def _wrong_type(value: object, hint: str) -> InvalidError:
    return invalid_value("wrong-type", f"is {type_of(value)}", hint)


def text(value: object) -> str:
    """Read a text."""
    if type(value) is str:
        return value
    raise _wrong_type(value, _QUOTES)


def _texts(value: object) -> tuple[str, ...]:
    if type(value) is not list:
        raise _wrong_type(value, 'write a list of texts: ["…"]')
    if not set(map(type, value)) <= {str}:
        wrong = [(index, type_of(item)) for index, item in enumerate(value) if type(item) is not str]
        raise InvalidError(
            [DataProblem((index,), Diagnostic("wrong-type", f"holds {kind}", _QUOTES)) for index, kind in wrong]
        )
    return tuple(value)


def _names(value: object) -> Mapping[str, str]:
    if type(value) is not dict:
        raise _wrong_type(value, 'write names by language: { ko = "…" }')
    wrong = [(tag, type_of(name)) for tag, name in value.items() if type(name) is not str]
    if faults := [
        DataProblem((tag,), Diagnostic("wrong-type", f"{quoted(tag)} is {kind}", _QUOTES)) for tag, kind in wrong
    ]:
        faults += [DataProblem((tag,), fault, at_key=True) for tag in value if (fault := language(tag)) is not None]
        raise InvalidError(faults)
    return value


def _number(value: object) -> int:
    if type(value) is int:
        return value
    if type(value) is float:
        raise invalid_value("bad-number", "is no whole number", "write 1, 2, …")
    raise _wrong_type(value, "write a number without quotes")


def _year(value: object) -> int:
    try:
        date = from_toml(value)
    except InvalidError:
        raise invalid_value("bad-year", "is no year", "write 2018") from None
    if len(str(date)) > 4:
        raise invalid_value("bad-year", f"{date} is no year", f"write {date.year}")
    return date.year


_read_once = lru_cache(maxsize=1 << 14, typed=True)(from_toml)
"""Reads dates, each of which many records of a large registry have."""


def _date(value: object) -> Date:
    return _read_once(value) if type(value) in (str, int, datetime.date) else from_toml(value)


# What must hold.


def filled(text: str) -> Diagnostic | None:
    """Refuse an empty text: what is unstated stays out of the file."""
    if not text or text.isspace():
        return Diagnostic("empty-text", "is empty", "leave it out where nothing is known")
    if not text.isprintable() and re.search("[\ud800-\udfff]", text):
        return Diagnostic("not-utf8", "holds a byte that is no UTF-8", "write it anew")
    return None


def line(text: str) -> Diagnostic | None:
    """Refuse a text of several lines."""
    if text.isprintable() and text and text[0] != " ":
        return None  # as nearly all are
    if "\n" in text or "\r" in text:
        return Diagnostic("line-break", "holds a line break", "write it on one line")
    return filled(text)


_PLAIN_ID = re.compile(r"[^\W_][\w.-]*")


def identifier(text: str) -> Diagnostic | None:
    """Refuse what cannot be an id."""
    if _PLAIN_ID.fullmatch(text):
        return None
    # \w knows no combining marks, which letters of many scripts are written with
    if text[:1].isalnum() and all(c.isalnum() or c in "._-" or unicodedata.category(c)[0] == "M" for c in text):
        return None
    return Diagnostic(
        "bad-id", f"{quoted(text)} is no id", 'use letters, digits, ".", "_" and "-", a letter or digit first'
    )


def _country_code(text: str) -> Diagnostic | None:
    if text in countries.CODES:
        return None
    meant = countries.MEANT.get(text.upper(), text.upper())
    hint = f'did you mean "{meant}"?' if meant in countries.CODES else "use two capital letters of ISO 3166-1, as KR"
    return Diagnostic("bad-country", f"{quoted(text)} is no country code", hint)


def language(tag: str) -> Diagnostic | None:
    """Refuse what cannot be a language tag of BCP 47."""
    if re.fullmatch(_LANGUAGE, tag):
        return None
    return Diagnostic("bad-language", f"{quoted(tag)} is no language tag", "write ko, fr or zh-Hant")


# How it is written on the command line.


def country_of(word: str) -> str:
    """Return the country code that a word is, in any case."""
    code = word.upper()
    if code not in countries.CODES:
        raise UsageError(str(_country_code(word)))
    return code


def word_of(noun: str, word: str, allowed: Sequence[str]) -> str:
    """Return the allowed word that this is, in any case."""
    for one in allowed:
        if fold(one) == fold(word):
            return one
    raise UsageError(f"no {noun} {quoted(word)}{did_you_mean(word, allowed)}")


LINE = Kind(text, _LINE, line)
URL = LINE._replace(metavar="URL")
TEXT = Kind(text, _TEXT, filled, metavar="TEXT")
ID = Kind(text, {"type": "string", "pattern": r"^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]*$"}, identifier, metavar="ID")
COUNTRY = Kind(
    text, {"enum": sorted(countries.CODES)}, _country_code, '"KR"', "CODE", country_of, sorted(countries.CODES)
)
DATE = Kind(
    _date,
    {"anyOf": [_FOUR_DIGITS, {"type": "string", "pattern": PATTERN}]},
    example="2018-11-20",
    metavar="DATE",
    word=Date.parse,
)
YEAR = Kind(_year, {"anyOf": [_FOUR_DIGITS, {"type": "string", "pattern": "^[1-9][0-9]{3}$"}]}, example="2018")
LINES = Kind(_texts, {"type": "array", "items": _LINE}, line, metavar="URL", many=True)
TEXTS = Kind(_texts, {"type": "array", "items": _TEXT}, filled, metavar="TEXT", many=True)
NAMES = Kind(
    _names,
    {"type": "object", "propertyNames": {"pattern": f"^{_LANGUAGE}$"}, "additionalProperties": _LINE},
    line,
    metavar="TAG=NAME",
    many=True,
)


def reference(*tables: str) -> Kind:
    """Return the kind of the id of a record of one of these tables."""
    return Kind(text, _LINE, to=tables)


def references(*tables: str) -> Kind:
    """Return the kind of a list of such ids."""
    schema = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
    return Kind(_texts, schema, metavar="ID", to=tables, many=True)


def one_of(noun: str, code: "Code", words: tuple[str, ...]) -> Kind:
    """Return the kind of which these words are all the values."""

    def known(word: str) -> Diagnostic | None:
        return None if word in words else Diagnostic(code, f"no {noun} {quoted(word)}", suggestion(word, words))

    *most, last = (f'"{word}"' for word in words)
    example = f"{', '.join(most)} or {last}"
    return Kind(text, {"enum": list(words)}, known, example, word=lambda one: word_of(noun, one, words), words=words)


def number(most: int) -> Kind:
    """Return the kind of a number from 1 to the most."""
    return Kind(_number, {"type": "integer", "minimum": 1, "maximum": most}, example="1")
