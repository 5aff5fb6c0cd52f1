"""Where the parts of a value stand in its text: the items of a list, the entries of an inline table."""

import re
from collections.abc import Iterator

import tomli

from c2c_cli.document.statements import equals, parsed
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


def descend(text: str, start: int, path: Path, *, key: bool) -> int:
    """Return where the part of a value stands that a path leads to: into lists by number, into inline tables by key."""
    at = _skip(text, start)
    for depth, step in enumerate(path):
        for part, place in _parts(text, at):
            if isinstance(step, int) and part == step:
                at = place
                break
            if part == step:
                last = depth == len(path) - 1
                at = place if key and last else _skip(text, place + equals(text[place:]) + 1)
                break
        else:
            break
    return at


def _parts(text: str, start: int) -> Iterator[tuple[str | int, int]]:
    """Yield the items of a list by number, or the entries of an inline table by key, each with where it stands."""
    opening, closing = {"[": ("x=[", "]"), "{": ("x={", "}")}.get(text[start : start + 1], ("", ""))
    at, number = _skip(text, start + 1), 0
    while opening and at < len(text) and text[at] != closing:
        end = at
        while True:
            comma, close = text.find(",", end + 1), text.find(closing, end + 1)
            end = min((place for place in (comma, close) if place >= 0), default=-1)
            if end < 0:
                return
            try:
                value = tomli.loads(f"{opening}{text[at:end]}\n{closing}")["x"]
            except (ValueError, RecursionError):
                continue
            break
        yield (number if closing == "]" else next(iter(value))), at
        number += 1
        at = _skip(text, end + 1)


def _skip(text: str, at: int) -> int:
    """Return where the next thing stands behind white space and comments."""
    found = _BLANK.match(text, at)
    return found.end() if found else at
