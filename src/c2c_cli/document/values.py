"""Where the parts of a value stand in its text: the items of a list, the entries of an inline table."""

import re
from functools import cache
from typing import Any

from c2c_cli.document.statements import equals, keys_before_equals, parsed
from c2c_cli.errors import Path

_BLANK = re.compile(r"(\s|#[^\n]*\n)*")


def value_end(text: str) -> int:
    """Return where the value ends that a text begins with, before a comment and the line's end."""
    at = text.find("#", text.rfind("\n") + 1)
    while at >= 0:
        if parsed(f"x={text[:at]}") is not None:
            return len(text[:at].rstrip())
        at = text.find("#", at + 1)
    return len(text.rstrip())


def text_end(text: str) -> int:
    """Return where the string ends that a text begins with."""
    quote = text[:3] if text[:3] in {'"""', "'''"} else text[:1]
    end = len(quote)
    while True:
        end = text.index(quote, end) + len(quote)
        if parsed(f"x={text[:end]}"):
            return end


def has_comments(text: str) -> bool:
    """Tell whether a list of strings has comments among its items."""
    if not text.startswith("[") or "#" not in text:
        return False
    between, at = [], 0
    for _, place in _parts(text, 0):
        between.append(text[at:place])
        at = place + text_end(text[place:])
    return any("#" in part for part in (*between, text[at:]))


def descend(text: str, start: int, path: Path, *, key: bool) -> int:
    """Return where the part of a value stands that a path leads to: into lists by number, into inline tables by key."""
    at = _skip(text, start)
    while path:
        for part, place in _parts(text, at):
            if path[: len(part)] == part:
                path = path[len(part) :]
                entry = isinstance(part[0], str) and not (key and not path)
                at = _skip(text, place + equals(text[place:]) + 1) if entry else place
                break
        else:
            break
    return at


@cache
def _parts(text: str, start: int) -> tuple[tuple[Path, int], ...]:
    """Return the items of a list by number, or the entries of an inline table by keys, each with where it stands."""
    opening, closing = {"[": ("x=[", "]"), "{": ("x={", "}")}.get(text[start : start + 1], ("", ""))
    found: list[tuple[Path, int]] = []
    at = _skip(text, start + 1)
    while opening and at < len(text) and text[at] != closing:
        end = at
        while True:
            comma, close = text.find(",", end + 1), text.find(closing, end + 1)
            end = min((place for place in (comma, close) if place >= 0), default=-1)
            if end < 0:
                return tuple(found)
            data = parsed(f"{opening}{text[at:end]}\n{closing}")
            # what may be followed by anything ends in a comment
            if data is not None and parsed(f"{opening}{text[at:end]} ?\n{closing}") is None:
                break
        found.append(((len(found),) if closing == "]" else _keys(data["x"], text[at:end]), at))
        at = _skip(text, end + 1)
    return tuple(found)


def _keys(entry: Any, text: str) -> Path:
    """Return the keys that an entry of an inline table names: two for `names.ko = "…"`."""
    keys: list[str] = []
    for _ in range(keys_before_equals(text)):
        keys.extend(entry)
        entry = next(iter(entry.values()))
    return tuple(keys)


def _skip(text: str, at: int) -> int:
    """Return where the next thing stands behind white space and comments."""
    found = _BLANK.match(text, at)
    return found.end() if found else at
