"""Where the values of a TOML text stand in it. Knows text, not centres."""

import re
from array import array
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
        self._through: dict[Path, Statement] = {}
        """The first statement whose keys, as those of `a.b = 1` or `[centre.a.b]`, lead through a path."""

    def place(self, path: Path, *, key: bool = False) -> Span:
        """Return where a value stands, or its key; the nearest thing above, where it is missing."""
        for length in range(len(path), 0, -1):
            found = path[:length]
            statement = self._statement(found) or self._statement((*found, 0)) or self._through.get(found)
            if statement is None:
                continue
            if statement.kind != "key" or (key and length == len(path)):
                return head(statement)
            start = equals(statement.text) + 1
            return _span(statement, *descend(statement.text, start, path[length:], key=key))
        below = self._first_below(path)
        return Span(1, 1, 1, 1) if below is None else head(below)

    def _statement(self, path: Path) -> Statement | None:
        return self.statements.get(path)

    def _note_through(self, path: Path, keys: int, statement: Statement) -> None:
        """Note through what the last keys of a statement's path lead."""
        for length in range(len(path) - keys + 1, len(path)):
            self._through.setdefault(path[:length], statement)

    def _first_below(self, path: Path) -> Statement | None:
        """Return the first statement below a table that only its sub-tables name."""
        return next((found for known, found in self.statements.items() if known[: len(path)] == path), None)


class SoundPlaces(Places):
    """The places of a text that is sound: a table's keys are found when they are asked for."""

    def __init__(self, content: bytes, data: Mapping[str, Any]) -> None:
        """Take a text in UTF-8, for of a large one that is shorter, and its data."""
        super().__init__()
        self._content = content.replace(b"\r\n", b"\n")
        counts: dict[Path, int] = {}
        self._lines, self._offsets = array("q", (0,)), array("q", (0,))
        """Of each piece, the first before all headers and then one from each on, the line, from 0, and the byte."""
        self._tables: dict[Path, int] = {(): 0}
        """Each table with the number of its piece."""
        self._read: set[Path] = set()
        """The tables whose keys were asked for."""
        for number, header in enumerate(headers(self._content, data), start=1):
            self._lines.append(header.line)
            self._offsets.append(header.start)
            path: Path = ()
            for step in header.path:
                path = (*path, counts[path] - 1, step) if path in counts else (*path, step)
            if header.array:
                counts[path] = counts.get(path, 0) + 1
                path = (*path, counts[path] - 1)
            self._tables[path] = number
            if len(header.path) > 2:
                self._note_through(path, len(header.path) - 1 + header.array, self._header(path))

    def _statement(self, path: Path) -> Statement | None:
        if path and path in self._tables:
            return self._header(path)
        for length in range(len(path), -1, -1) if path not in self.statements else ():
            if path[:length] in self._tables and path[:length] not in self._read:
                self._read_keys(path[:length])
        return self.statements.get(path)

    def _first_below(self, path: Path) -> Statement | None:
        known = next((known for known in self._tables if known[: len(path)] == path and known), None)
        return super()._first_below(path) if known is None else self._header(known)

    def _header(self, table: Path) -> Statement:
        line, start = self._lines[self._tables[table]], self._offsets[self._tables[table]]
        end = self._content.find(b"\n", start)
        text = self._content[start : end if end >= 0 else None]
        return Statement(line + 1, text.decode(), "table", ())

    def _read_keys(self, table: Path) -> None:
        """Give the keys of a table their places."""
        self._read.add(table)
        number = self._tables[table]
        line = self._lines[number]
        piece = self._content[self._offsets[number] : (*self._offsets[number + 1 : number + 2], len(self._content))[0]]
        for statement in split(piece.decode().split("\n")):
            if isinstance(statement, Statement) and statement.kind == "key":
                shifted = Statement(statement.line + line, statement.text, statement.kind, statement.path)
                self.statements.setdefault((*table, *statement.path), shifted)
                self._note_through((*table, *statement.path), len(statement.path), shifted)


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
