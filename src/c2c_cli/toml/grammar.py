"""The statements of TOML text, found with one pattern. The parser may reject what the pattern accepts."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import tomli

_BASIC = r'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"'
_LITERAL = r"'[^'\n]*+'"
STRING = (
    rf'(?:"""[^"\\]*+(?:(?:\\.|""?(?!"))[^"\\]*+)*+"{{3,5}}'
    rf"|'''[^']*+(?:''?(?!')[^']*+)*+'{{3,5}}|{_BASIC}|{_LITERAL})"
)
_KEY = rf"(?:{_BASIC}|{_LITERAL}|[A-Za-z0-9_-]++)"
_KEYS = rf"[ \t]*+{_KEY}[ \t]*+(?:\.[ \t]*+{_KEY}[ \t]*+)*+"

_INSIDE = rf"(?:[^\[\]{{}}\"'#]++|#[^\n]*+|{STRING})"
for _ in range(6):  # maximum nesting of lists and inline tables
    _INSIDE = rf"(?:[^\[\]{{}}\"'#]++|#[^\n]*+|{STRING}|[\[{{]{_INSIDE}*+[\]}}])"

VALUE = rf"(?:{STRING}|[\[{{]{_INSIDE}*+[\]}}]|[^\s\"'\[\]{{}}#,]++(?: \d\d:[\d:.+Z-]++)?)"
KEYS_AND_EQUALS = re.compile(rf"({_KEYS})=")

BLANK = re.compile(r"(?:\s|#[^\n]*\n)*+")

_STATEMENT = re.compile(
    rf"^[ \t]*+(?:(?P<header>(?P<open>\[\[?)(?P<path>{_KEYS})\]\]?)|(?P<keys>{_KEYS})=[ \t]*+(?P<value>{VALUE}))"
    r"[ \t]*+(?:#[^\n]*+)?(?=\r?\n|\Z)",
    re.MULTILINE | re.DOTALL,
)


class Statement(NamedTuple):
    """A table header, or a key and its value."""

    start: int
    """Offset of its first line in the file."""
    text: str
    form: str
    """`array` for `[[centre]]`, `table` for `[network]`, `key` for `city = "Jeju"`."""
    path: tuple[str, ...]
    """Its keys, relative to its table."""
    head: tuple[int, int]
    """Start and end of the header or key, as offsets in `text`."""
    value: int
    """Start of the value, as an offset in `text`."""

    @property
    def end(self) -> int:
        """Offset of its end in the file, before the newline."""
        return self.start + len(self.text)


def statements(text: str, start: int = 0, end: int | None = None) -> Iterator[Statement]:
    """Yield the statements of valid TOML text, or of the whole lines from `start` to `end`."""
    return map(_statement, _STATEMENT.finditer(text, start, len(text) if end is None else end))


def header_names(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield each header of valid TOML text: its start, its first key, and whether it begins a record."""
    for found in _STATEMENT.finditer(text):
        if (path := found["path"]) is not None:
            names = keys(path)
            yield found.start(), names[0], len(names) == 1 and found["open"] == "[["


def statement_at(text: str, start: int) -> Statement | None:
    """Return the statement that starts at `start`, the beginning of a line, or None if nothing matches."""
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
    """Return the parts of a dotted key: three for `a.b.c`."""
    if (plain := text.strip(" \t")).replace("-", "").replace("_", "").isalnum() and plain.isascii():
        return (plain,)
    value: Any = tomli.loads(f"{text}= 0")
    found: list[str] = []
    while isinstance(value, dict):
        found.extend(value)
        value = next(iter(value.values()))
    return tuple(found)
