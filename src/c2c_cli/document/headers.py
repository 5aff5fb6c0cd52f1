"""Where the headers of a sound TOML text stand. Knows text, not centres."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from c2c_cli.document.lines import Lines
from c2c_cli.document.statements import Statement, parsed, split


class Header(NamedTuple):
    """A line `[[centre]]` or `[network]`."""

    line: int
    """From 0."""
    start: int
    """The byte at which the line begins."""
    path: tuple[str, ...]
    array: bool


_BRACKET = re.compile(rb"^[ \t]*\[.*$", re.MULTILINE)
"""A line that looks like a header."""


def headers(content: bytes, data: Mapping[str, Any]) -> list[Header]:
    """Return the headers of a text, given in UTF-8, that has this data."""
    found = [header for header in _seeming(content) if header.path]
    counts = Counter(header.path[0] for header in found if header.array and len(header.path) == 1)
    known = all(header.path[0] in data for header in found)
    counted = all(counts[name] == len(value) for name, value in data.items() if isinstance(value, list))
    if known and counted and not has_long_texts(content):
        return found
    return list(_outside_texts(Lines(content), sure=known and counted))


def has_long_texts(content: bytes) -> bool:
    """Tell whether there may be a text of several lines, in which a line may look like anything."""
    return b'"""' in content or b"'''" in content


def _seeming(content: bytes) -> Iterator[Header]:
    """Yield the lines that look like headers; of one that is none the path is empty."""
    line = last = 0
    for match in _BRACKET.finditer(content):
        line += content.count(b"\n", last, match.start())
        last = match.start()
        yield Header(line, last, *_header(match[0]))


@cache
def _header(line: bytes) -> tuple[tuple[str, ...], bool]:
    data = parsed(line.decode().strip())
    if not data or b"=" in line.partition(b"#")[0].replace(b'"', b""):
        return (), False
    path: list[str] = []
    value: Any = data
    while isinstance(value, dict) and value:
        path.extend(value)
        value = next(iter(value.values()))
    return tuple(path), isinstance(value, list)


def _outside_texts(lines: Lines, *, sure: bool) -> Iterator[Header]:
    """Yield the headers alone: a piece from one line that looks like one to the next stands, if the parser accepts it.

    If it does not, the next one lies within a value, and the statements are read one by one up to a true header. Where
    it is `sure` that there are no others than those in texts of several lines, pieces without such are not parsed.
    """
    seeming = [*_seeming(lines.content)]
    at = place = 0
    while at < len(lines):
        if place < len(seeming) and seeming[place].line == at:
            if seeming[place].path:
                yield seeming[place]
            place += 1
        end = seeming[place].line if place < len(seeming) else len(lines)
        piece = lines.piece(at, end)
        if (has_long_texts(piece) or not sure) and parsed(piece.decode()) is None:
            found = (s for s in split(lines, at) if isinstance(s, Statement) and s.kind != "key" and s.line > at + 1)
            end = next((statement.line - 1 for statement in found), len(lines))
            while place < len(seeming) and seeming[place].line < end:
                place += 1
        at = end
