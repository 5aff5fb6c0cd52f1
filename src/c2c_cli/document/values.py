"""Where the parts of a value stand in its text: the items of a list, the entries of an inline table."""

import re
from functools import cache
from typing import NamedTuple

from c2c_cli.document.statements import KEYS, equals, keys, value_length
from c2c_cli.errors import Path

_BLANK = re.compile(r"(?:\s|#[^\n]*\n)*+")

_HEADER = re.compile(rf"\s*+(?:\[\[{KEYS}\]\]|\[{KEYS}\])")

_AHEAD = 256
"""So many characters are read on from where a value begins, then twice as many, until it ends well before their end."""


def value_end(text: str, at: int = 0) -> int:
    """Return where the value ends that begins at a place in a text."""
    ahead = _AHEAD
    while True:
        length = value_length(text[at : at + ahead])
        if at + ahead >= len(text):
            return at + (length if length is not None else len(text[at:].rstrip()))
        if length is not None and length < ahead // 2:
            return at + length
        ahead *= 2


def header_end(text: str) -> int:
    """Return where a header ends, before a comment."""
    found = _HEADER.match(text)
    return found.end() if found else len(text.rstrip())


def has_comments(text: str) -> bool:
    """Tell whether a list of strings has comments among its items."""
    if not text.startswith("[") or "#" not in text:
        return False
    between, at = [], 0
    for part in _parts(text, 0).values():
        between.append(text[at : part.start])
        at = part.end
    return any("#" in part for part in (*between, text[at:]))


def descend(text: str, start: int, path: Path, *, key: bool) -> tuple[int, int]:
    """Return where the part of a value begins and ends that a path leads to.

    It leads into lists by number, into inline tables by key; with `key` to the key of the last one, not to its value.
    """
    at, part = _skip(text, start), None
    while path:
        parts = _parts(text, at)
        length = next((length for length in range(1, len(path) + 1) if path[:length] in parts), 0)
        if not length:
            break
        part = parts[path[:length]]
        path = path[length:]
        if key and not path:
            return part.start, part.start + len(text[part.start : part.sign].rstrip())
        at = part.value
    return at, part.end if part is not None else value_end(text, at)


class _Part(NamedTuple):
    """An item of a list, or an entry of an inline table."""

    start: int
    sign: int
    """Where the equals sign of an entry stands."""
    value: int
    end: int


@cache
def _parts(text: str, start: int) -> dict[Path, _Part]:
    """Return the items of a list by number, or the entries of an inline table by keys: two for `names.ko = "…"`."""
    closing = {"[": "]", "{": "}"}.get(text[start : start + 1], "")
    found: dict[Path, _Part] = {}
    at = _skip(text, start + 1)
    while closing and at < len(text) and text[at] != closing:
        path: Path = (len(found),)
        sign = value = at
        if closing == "}":
            sign = at + (equals(text[at : at + _AHEAD]) or equals(text[at:]))
            path = keys(text[at:sign])
            value = _skip(text, sign + 1)
        end = value_end(text, value)
        found[path] = _Part(at, sign, value, end)
        at = _skip(text, end)
        if text[at : at + 1] != ",":
            break
        at = _skip(text, at + 1)
    return found


def _skip(text: str, at: int) -> int:
    """Return where the next thing stands behind white space and comments."""
    found = _BLANK.match(text, at)
    return found.end() if found else at
