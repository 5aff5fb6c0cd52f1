"""Where the values of a TOML text stand in it. Knows text, not centres."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from c2c_cli.document.headers import headers
from c2c_cli.document.statements import Statement, equals, margin, split
from c2c_cli.document.values import descend, header_end
from c2c_cli.errors import Path


class Span(NamedTuple):
    """A piece of the text: lines and columns from 1, columns in characters, the end behind its last one."""

    line: int
    column: int
    end_line: int
    end_column: int


class Places:
    """Statements by the path of what they write."""

    def __init__(self) -> None:
        self.statements: dict[Path, Statement] = {}

    def place(self, path: Path, *, key: bool = False) -> Span:
        """Return where a value stands, or its key; the nearest thing above, where it is missing."""
        for length in range(len(path), 0, -1):
            statement = self._statement(path[:length]) or self._statement((*path[:length], 0))
            if statement is None:
                continue
            if statement.kind != "key" or (key and length == len(path)):
                return head(statement)
            start = equals(statement.text) + 1
            return _span(statement, *descend(statement.text, start, path[length:], key=key))
        for known, statement in self.statements.items():
            if known[: len(path)] == path:  # a table that only its sub-tables name
                return head(statement)
        return Span(1, 1, 1, 1)

    def _statement(self, path: Path) -> Statement | None:
        return self.statements.get(path)


class SoundPlaces(Places):
    """The places of a text that is sound: a table's keys are found when they are asked for."""

    def __init__(self, text: str, data: Mapping[str, Any]) -> None:
        """Take a text and its data."""
        super().__init__()
        self._lines = text.replace("\r\n", "\n").split("\n")
        found = headers(self._lines, data)
        counts: dict[Path, int] = {}
        self._unread: dict[Path, tuple[int, int]] = {(): (0, found[0].line if found else len(self._lines))}
        """The lines of each table whose keys nobody asked for yet."""
        for place, header in enumerate(found):
            path: Path = ()
            for step in header.path:
                path = (*path, counts[path] - 1, step) if path in counts else (*path, step)
            if header.array:
                counts[path] = counts.get(path, 0) + 1
                path = (*path, counts[path] - 1)
            text = self._lines[header.line]
            self.statements[path] = Statement(header.line + 1, text, "array" if header.array else "table", header.path)
            end = found[place + 1].line if place + 1 < len(found) else len(self._lines)
            self._unread[path] = header.line + 1, end

    def _statement(self, path: Path) -> Statement | None:
        for length in range(len(path), -1, -1) if path not in self.statements else ():
            lines = self._unread.pop(path[:length], None)
            if lines is not None:
                for statement in split(self._lines[slice(*lines)]):
                    if isinstance(statement, Statement):
                        shifted = Statement(statement.line + lines[0], statement.text, statement.kind, statement.path)
                        self.statements.setdefault((*path[:length], *statement.path), shifted)
        return self.statements.get(path)


def head(statement: Statement) -> Span:
    """Return where a header, or the key of a value, stands."""
    text = statement.text
    end = len(text[: equals(text)].rstrip()) if statement.kind == "key" else header_end(text)
    return _span(statement, margin(text) - 1, end)


def _span(statement: Statement, start: int, end: int) -> Span:
    """Return a piece of a statement, given by where it begins and ends in its text."""
    ends = _line_ends(statement.text)
    first, last = bisect_left(ends, start), bisect_left(ends, end)
    return Span(
        statement.line + first,
        start - (ends[first - 1] if first else -1),
        statement.line + last,
        end - (ends[last - 1] if last else -1),
    )


@lru_cache(maxsize=8)
def _line_ends(text: str) -> list[int]:
    return [found.start() for found in re.finditer("\n", text)]
