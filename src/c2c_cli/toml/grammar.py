"""TOML text cut into statements by one pattern; what it takes, the parser may yet refuse. Knows text, not centres."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import tomli

_BASIC = r'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"'
_LITERAL = r"'[^'\n]*+'"
TEXT = (
    rf'(?:"""[^"\\]*+(?:(?:\\.|""?(?!"))[^"\\]*+)*+"{{3,5}}'
    rf"|'''[^']*+(?:''?(?!')[^']*+)*+'{{3,5}}|{_BASIC}|{_LITERAL})"
)
_KEY = rf"(?:{_BASIC}|{_LITERAL}|[A-Za-z0-9_-]++)"
_KEYS = rf"[ \t]*+{_KEY}[ \t]*+(?:\.[ \t]*+{_KEY}[ \t]*+)*+"

_INSIDE = rf"(?:[^\[\]{{}}\"'#]++|#[^\n]*+|{TEXT})"
for _ in range(6):  # so deep may lists and inline tables stand in each other
    _INSIDE = rf"(?:[^\[\]{{}}\"'#]++|#[^\n]*+|{TEXT}|[\[{{]{_INSIDE}*+[\]}}])"

VALUE = rf"(?:{TEXT}|[\[{{]{_INSIDE}*+[\]}}]|[^\s\"'\[\]{{}}#,]++(?: \d\d:[\d:.+Z-]++)?)"
KEYS_AND_EQUALS = re.compile(rf"({_KEYS})=")
FOREIGN_COMMENT = r"(?://|--(?!-)|/\*|;|%|<!--|\*/)"
"""How a comment begins in other languages."""

BLANK = re.compile(r"(?:\s|#[^\n]*\n)*+")

_STATEMENT = re.compile(
    rf"^[ \t]*+(?:(?P<header>(?P<open>\[\[?)(?P<path>{_KEYS})\]\]?)|(?P<keys>{_KEYS})=[ \t]*+(?P<value>{VALUE}))"
    r"[ \t]*+(?:#[^\n]*+)?(?=\r?\n|\Z)",
    re.MULTILINE | re.DOTALL,
)


class Statement(NamedTuple):
    """A header, or a key and its value."""

    start: int
    """Where its first line begins in the text."""
    text: str
    form: str
    """`array` for `[[centre]]`, `table` for `[network]`, `key` for `city = "Jeju"`."""
    path: tuple[str, ...]
    """The keys that it names, from its table on."""
    head: tuple[int, int]
    """Where its header, or its key, begins and ends in its own text."""
    value: int
    """Where its value begins there."""

    @property
    def end(self) -> int:
        """Where it ends in the text, before its line's end."""
        return self.start + len(self.text)


def statements(text: str, start: int = 0, end: int | None = None) -> Iterator[Statement]:
    """Yield the statements of a sound text, or of a part of it that begins and ends with a line."""
    return map(_statement, _STATEMENT.finditer(text, start, len(text) if end is None else end))


def headers(text: str) -> Iterator[Statement]:
    """Yield the headers of a text, or of what in it looks like one."""
    return (_statement(found) for found in _STATEMENT.finditer(text) if found["header"])


def header_names(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield each header of a sound text: its start, its first key, and whether it begins a record, as `[[centre]]`."""
    for found in _STATEMENT.finditer(text):
        if (path := found["path"]) is not None:
            names = keys(path)
            yield found.start(), names[0], len(names) == 1 and found["open"] == "[["


def statement_at(text: str, start: int) -> Statement | None:
    """Return the statement that begins with a line, if the pattern takes it for one."""
    found = _STATEMENT.match(text, start)
    return _statement(found) if found else None


def _statement(found: re.Match[str]) -> Statement:
    start = found.start()
    group, form = ("header", "array" if found["open"] == "[[" else "table") if found["header"] else ("keys", "key")
    name = found["path"] or found["keys"]
    first = found.start(group)
    head = first - start, first - start + len(found[group].rstrip(" \t"))
    return Statement(start, found[0], form, keys(name), head, max(found.start("value") - start, 0))


@cache
def keys(text: str) -> tuple[str, ...]:
    """Return the keys that stand before an equals sign or in a header: three for `a.b.c`."""
    if (plain := text.strip(" \t")).replace("-", "").replace("_", "").isalnum() and plain.isascii():
        return (plain,)
    value: Any = tomli.loads(f"{text}= 0")
    found: list[str] = []
    while isinstance(value, dict):
        found.extend(value)
        value = next(iter(value.values()))
    return tuple(found)
