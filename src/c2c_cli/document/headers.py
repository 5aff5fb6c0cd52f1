"""Where the headers of a sound TOML text stand. Knows text, not centres."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from c2c_cli.document.statements import Statement, parsed, split


class Header(NamedTuple):
    """A line `[[centre]]` or `[network]`."""

    line: int
    """From 0."""
    path: tuple[str, ...]
    array: bool


def headers(lines: list[str], data: Mapping[str, Any]) -> list[Header]:
    """Return the headers of a text, given as its lines, that has this data."""
    found = _headers(lines)
    counted = all(_count(found, name) == len(value) for name, value in data.items() if isinstance(value, list))
    if not counted or has_long_texts(lines):
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
    """Yield the headers alone, by reading every statement."""
    for statement in split(lines):
        if isinstance(statement, Statement) and statement.kind != "key":
            yield Header(statement.line - 1, statement.path, statement.kind == "array")


def _count(headers: list[Header], name: str) -> int:
    return sum(header.path == (name,) and header.array for header in headers)
