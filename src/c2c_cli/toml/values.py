"""Where the parts of a value stand in its text: the items of a list, the entries of an inline table."""

import re
from functools import cache
from typing import NamedTuple

from c2c_cli.errors import Path
from c2c_cli.toml.grammar import BLANK, KEYS_AND_EQUALS, VALUE, keys

_VALUE = re.compile(VALUE, re.DOTALL)


class _Part(NamedTuple):
    """An item of a list, or an entry of an inline table."""

    start: int
    key_end: int
    value: int
    end: int


def descend(text: str, start: int, path: Path, *, key: bool) -> tuple[int, int]:
    """Return where the part of a value begins and ends that a path leads to.

    It leads into lists by number, into inline tables by key; with `key` to the key of the last one, not to its value.
    """
    at, end = _skip(text, start), None
    for depth, step in enumerate(path, start=1):
        part = _parts(text, at).get((step,))
        if part is None:
            break
        if key and depth == len(path):
            return part.start, part.key_end
        at, end = part.value, part.end
    return at, end or _end(text, at)


@cache
def _parts(text: str, start: int) -> dict[Path, _Part]:
    """Return the items of a list by number, or the entries of an inline table by keys: two for `names.ko = "…"`."""
    closing = {"[": "]", "{": "}"}.get(text[start : start + 1], "")
    found: dict[Path, _Part] = {}
    at = _skip(text, start + 1)
    while closing and at < len(text) and text[at] != closing:
        path: Path = (len(found),)
        key_end = value = at
        if closing == "}":
            sign = KEYS_AND_EQUALS.match(text, at)
            if sign is None:
                break
            path, key_end, value = keys(sign[1]), at + len(sign[1].rstrip()), _skip(text, sign.end())
        found[path] = _Part(at, key_end, value, _end(text, value))
        at = _skip(text, found[path].end)
        if text[at : at + 1] != ",":
            break
        at = _skip(text, at + 1)
    return found


def _end(text: str, at: int) -> int:
    found = _VALUE.match(text, at)
    return found.end() if found else len(text.rstrip())


def _skip(text: str, at: int) -> int:
    """Return where the next thing stands behind white space and comments."""
    return BLANK.match(text, at).end()  # type: ignore[union-attr]  # it always matches
