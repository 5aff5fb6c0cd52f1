"""The statements of TOML text and the parts of their values.

The parser may reject what the patterns accept.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import tomli

from c2c_cli.errors import KeyPath

_BASIC = r'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"'
_LITERAL = r"'[^'\n]*+'"
STRING = (
    rf'(?:"""[^"\\]*+(?:(?:\\.|""?(?!"))[^"\\]*+)*+"{{3,5}}'
    rf"|'''[^']*+(?:''?(?!')[^']*+)*+'{{3,5}}|{_BASIC}|{_LITERAL})"
)
_KEY = rf"(?:{_BASIC}|{_LITERAL}|[A-Za-z0-9_-]++)"
_KEYS = rf"{_KEY}(?:[ \t]*+\.[ \t]*+{_KEY}){{0,999}}+"  # tomli accepts 1,000 parts

_INSIDE = rf"(?:[^\[\]{{}}\"'#]++|#[^\n]*+|{STRING})"
for _ in range(6):  # maximum nesting of lists and inline tables
    _INSIDE = rf"(?:[^\[\]{{}}\"'#]++|#[^\n]*+|{STRING}|[\[{{]{_INSIDE}*+[\]}}])"
_VALUE = rf"(?:{STRING}|[\[{{]{_INSIDE}*+[\]}}]|[^\s\"'\[\]{{}}#,]++(?: \d\d:[\d:.+Z-]++)?)"

_ONE_BARE_KEY = re.compile("[A-Za-z0-9_-]+")
_ONE_QUOTED_KEY = re.compile(r""""[^"\\\n]*"|'[^'\n]*'""")  # without escape sequences
_ONE_VALUE = re.compile(_VALUE, re.DOTALL)
_ENTRY_KEYS = re.compile(rf"({_KEYS})[ \t]*+=[ \t]*+")
_BLANK = r"(?:\s|#[^\n]*\n)*+"
_OPENING = re.compile(rf"[\[{{]{_BLANK}")
_SEPARATOR = re.compile(rf"{_BLANK},?+{_BLANK}")
_STATEMENT = re.compile(
    rf"^[ \t]*+(?:(?P<header>(?P<open>\[\[?)[ \t]*+(?P<path>{_KEYS})[ \t]*+\]\]?)"
    rf"|(?P<keys>{_KEYS})[ \t]*+=[ \t]*+(?P<value>{_VALUE}))[ \t]*+(?:#[^\n]*+)?(?=\r?\n|\Z)",
    re.MULTILINE | re.DOTALL,
)


class Statement(NamedTuple):
    """A table header, or a key and its value, by their offsets in the text."""

    start: int
    """The start of its first line."""
    end: int
    """Its end, before the newline."""
    form: str
    """`array` for `[[centre]]`, `table` for `[network]`, `key` for `city = "Jeju"`."""
    path: tuple[str, ...]
    """Its keys, relative to its table."""
    head: tuple[int, int]
    """The start and end of the header or key."""
    value: int
    """The start of the value; -1 for a header."""


def statements(text: str, start: int = 0) -> Iterator[Statement]:
    """Yield the statements of valid TOML text after `start`."""
    return map(_statement, _STATEMENT.finditer(text, start))


def header_names(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield the start and first key of each header of valid TOML text.

    The third item is whether the header begins a record of an array.
    """
    for found in _STATEMENT.finditer(text):
        if found["path"] is not None:
            names = _keys(found["path"])
            yield found.start(), names[0], len(names) == 1 and found["open"] == "[["


def statement_at(text: str, start: int) -> Statement | None:
    """Return the statement that starts at `start`, the beginning of a line, or None."""
    found = _STATEMENT.match(text, start)
    return _statement(found) if found else None


def _statement(found: re.Match[str]) -> Statement:
    form = {"[[": "array", "[": "table", None: "key"}[found["open"]]
    head = found.span("keys" if form == "key" else "header")
    return Statement(
        *found.span(), form, _keys(found["path"] or found["keys"]), head, found.start("value")
    )


@cache
def _keys(text: str) -> tuple[str, ...]:
    """Return the parts of a dotted key: three for `a.b.c`.

    A key with an invalid escape sequence counts as one part; the parser reports the error.
    """
    if _ONE_BARE_KEY.fullmatch(text):
        return (text,)
    if _ONE_QUOTED_KEY.fullmatch(text):
        return (text[1:-1],)
    try:
        value: Any = tomli.loads(f"{text} = 0")
    except tomli.TOMLDecodeError:
        return (text,)
    found: list[str] = []
    while isinstance(value, dict):
        found.extend(value)
        value = next(iter(value.values()))
    return tuple(found)


def descend(text: str, start: int, path: KeyPath, *, key: bool = False) -> tuple[int, int]:
    """Return the start and end of the part at `path` in the value at `start`.

    The path is followed as far as it exists. Steps are numbers for lists and keys for inline
    tables. With `key`, return the last key instead of its value.
    """
    head = value = start, _value_end(text, start)
    for step in path:
        part = _parts(text, value[0]).get((step,))
        if part is None:
            return value
        head, value = part
    return head if key else value


@cache
def _value_end(text: str, start: int) -> int:
    """Return the end of a value; cached, because a list can have a problem in each of its items."""
    return _end(_ONE_VALUE, text, start)


@cache
def _parts(text: str, start: int) -> dict[KeyPath, tuple[tuple[int, int], tuple[int, int]]]:
    """Return the start and end of each key, if any, and value of a list or inline table.

    List items are found by number, and entries by their keys: two keys for `names.ko = "…"`.
    """
    found: dict[KeyPath, tuple[tuple[int, int], tuple[int, int]]] = {}
    opening = _OPENING.match(text, start)
    if opening is None:
        return found
    at = opening.end()
    while text[at] not in "]}":
        path: KeyPath = (len(found),)
        head, value = (at, at), at
        if text[start] == "{" and (keys := _ENTRY_KEYS.match(text, at)):
            path, head, value = _keys(keys[1]), keys.span(1), keys.end()
        end = _end(_ONE_VALUE, text, value)
        found[path] = head, (value, end)
        at = _end(_SEPARATOR, text, end)
    return found


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    return pattern.match(text, start).end()  # type: ignore[union-attr]  # it always matches
