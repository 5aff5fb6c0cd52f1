"""Positions inside a value: the items of a list and the entries of an inline table."""

import re
from functools import cache

from c2c_cli.errors import Path
from c2c_cli.toml.grammar import BLANK, KEYS_AND_EQUALS, VALUE, keys

_VALUE = re.compile(VALUE, re.DOTALL)


def descend(text: str, start: int, path: Path, *, key: bool) -> tuple[int, int]:
    """Return the start and end of the part of a value that `path` leads to, as far as the path exists.

    Steps are numbers for lists and keys for inline tables. With `key`, return the last key instead of its value.
    """
    value = start, _end(text, start)
    for depth, step in enumerate(path, start=1):
        if (part := _parts(text, value[0]).get((step,))) is None:
            break
        head, value = part
        if key and depth == len(path):
            return head
    return value


@cache
def _parts(text: str, start: int) -> dict[Path, tuple[tuple[int, int], tuple[int, int]]]:
    """Return the start and end of each key, if any, and value of a list or inline table.

    List items are found by number, and entries by their keys: two keys for `names.ko = "…"`.
    """
    found: dict[Path, tuple[tuple[int, int], tuple[int, int]]] = {}
    at = _skip(text, start + 1)
    while text[start] in "[{" and text[at : at + 1] not in {"", "]", "}"}:
        path: Path = (len(found),)
        key_end = value = at
        if text[start] == "{" and (match := KEYS_AND_EQUALS.match(text, at)):
            path, key_end, value = keys(match[1]), at + len(match[1].rstrip()), _skip(text, match.end())
        end = _end(text, value)
        found[path] = (at, key_end), (value, end)
        at = _skip(text, end)
        if text[at : at + 1] != ",":
            break
        at = _skip(text, at + 1)
    return found


def _end(text: str, at: int) -> int:
    found = _VALUE.match(text, at)
    return found.end() if found else len(text.rstrip())


def _skip(text: str, at: int) -> int:
    """Return the offset of the first character after white space and comments."""
    return BLANK.match(text, at).end()  # type: ignore[union-attr]  # it always matches
