"""Where the headers of a sound TOML text stand. Knows text, not centres."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

from c2c_cli.document.statements import Statement, parsed, split


class Header(NamedTuple):
    """A line `[[centre]]` or `[network]`."""

    line: int
    """From 0."""
    path: tuple[str, ...]
    array: bool


_LOOKS = re.compile(rb"^[ \t]*\[.*$", re.MULTILINE)
"""A line that looks like a header."""


def headers_with_offsets(content: bytes, data: Mapping[str, Any]) -> Iterator[tuple[Header, int]]:
    """Yield the headers of a text that has this data, given in UTF-8, each with the byte where its line begins."""
    if b'"""' in content or b"'''" in content:
        lines = content.decode().split("\n")
        starts = [0, *accumulate(len(line.encode()) + 1 for line in lines)]
        yield from ((header, starts[header.line]) for header in headers(lines, data))
        return
    line = last = 0
    for match in _LOOKS.finditer(content):
        line += content.count(b"\n", last, match.start())
        last = match.start()
        if (header := _header(match[0].decode().strip())) is not None:
            yield Header(line, *header), last


def headers(lines: list[str], data: Mapping[str, Any]) -> list[Header]:
    """Return the headers of a text, given as its lines, that has this data."""
    found = _headers(lines)
    counts = Counter(header.path[0] for header in found if header.array and len(header.path) == 1)
    known = all(header.path[0] in data for header in found)
    counted = all(counts[name] == len(value) for name, value in data.items() if isinstance(value, list))
    if not (known and counted) or has_long_texts(lines):
        return list(_headers_outside_texts(lines))
    return found


def has_long_texts(lines: list[str]) -> bool:
    """Tell whether there may be a text of several lines, in which a line may look like anything."""
    return any('"""' in line or "'''" in line for line in lines)


@cache
def _header(line: str) -> tuple[tuple[str, ...], bool] | None:
    data = parsed(line)
    if not data or "=" in line.partition("#")[0].replace('"', ""):
        return None
    path: list[str] = []
    value: Any = data
    while isinstance(value, dict) and value:
        path.extend(value)
        value = next(iter(value.values()))
    return tuple(path), isinstance(value, list)


def _headers(lines: list[str]) -> list[Header]:
    """Return all lines that look like headers; one in a text of several lines looks so too."""
    found = ((number, _header(line.strip())) for number, line in enumerate(lines) if line.lstrip()[:1] == "[")
    return [Header(number, *header) for number, header in found if header is not None]


def _headers_outside_texts(lines: list[str]) -> Iterator[Header]:
    """Yield the headers alone: a piece from one line that looks like one to the next stands, if the parser accepts it.

    If it does not, the next one lies within a value, and the statements are read one by one up to a true header.
    """
    seem = [number for number, line in enumerate(lines) if line.lstrip()[:1] == "["]
    place, at = 0, 0
    while at < len(lines):
        if (header := _header(lines[at].strip())) is not None and lines[at].lstrip()[:1] == "[":
            yield Header(at, *header)
        while place < len(seem) and seem[place] <= at:
            place += 1
        end = seem[place] if place < len(seem) else len(lines)
        if parsed("\n".join(lines[at:end])) is None:
            later = (s for s in split(lines[at:]) if isinstance(s, Statement) and s.kind != "key" and s.line > 1)
            end = at + next((statement.line - 1 for statement in later), len(lines) - at)
        at = end
