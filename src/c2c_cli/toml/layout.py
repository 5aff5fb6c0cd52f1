"""Positions of tables, keys and values in TOML text."""

import re
from bisect import bisect_right
from functools import cached_property
from operator import methodcaller
from typing import NamedTuple

from c2c_cli.errors import Diagnostic, Path, TextProblem
from c2c_cli.toml.grammar import Statement, header_names, statements
from c2c_cli.toml.values import descend


class Span(NamedTuple):
    """A range of text: lines and columns count from 1; columns count characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def problem_at(span: Span, diagnostic: Diagnostic) -> TextProblem:
    """Return an error at `span` that belongs to no record."""
    return TextProblem(*span, "error", diagnostic.code, "", "", diagnostic.message, diagnostic.hint)


class Places:
    """The statements of a text by the path of the value or table that they define."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.statements: dict[Path, Statement] = {}
        self._through: dict[Path, Statement] = {}
        """The first statement whose keys lead through a path, such as `a.b = 1` or `[centre.a.b]` through `a`."""

    def place(self, path: Path, *, key: bool = False) -> Span:
        """Return the span of a value or, with `key`, of its key; of the nearest enclosing part if it is missing."""
        for length in range(len(path), 0, -1):
            found = path[:length]
            statement = self.statement(found) or self.statement((*found, 0)) or self._through.get(found)
            if statement is None:
                continue
            if statement.form != "key" or (key and length == len(path)):
                return self.head(statement)
            start, end = descend(statement.text, statement.value, path[length:], key=key)
            return self.span(statement.start + start, statement.start + end)
        inside = next((found for known, found in self.statements.items() if known[: len(path)] == path), None)
        return Span(1, 1, 1, 1) if inside is None else self.head(inside)

    def statement(self, path: Path) -> Statement | None:
        """Return the statement that defines the value or table at `path`."""
        return self.statements.get(path)

    def add(self, path: Path, statement: Statement) -> Statement:
        """Add a statement unless its path already has one; return the statement of the path."""
        for length in range(len(path) - len(statement.path) + 1, len(path)):
            self._through.setdefault(path[:length], statement)
        return self.statements.setdefault(path, statement)

    def head(self, statement: Statement) -> Span:
        """Return the span of the header or key of a statement."""
        return self.span(*(statement.start + offset for offset in statement.head))

    def span(self, start: int, end: int) -> Span:
        """Return the span between two offsets."""
        first, last = bisect_right(self.starts, start), bisect_right(self.starts, max(end - 1, start))
        return Span(first, start - self.starts[first - 1] + 1, last, end - self.starts[last - 1] + 1)

    @cached_property
    def starts(self) -> list[int]:
        """The offset of each line."""
        return [0, *map(methodcaller("end"), re.finditer("\n", self.text))]


class Table(NamedTuple):
    """A header and the statements that follow it."""

    header: Statement
    end: int
    """Offset of the line of the next header."""


class Layout(Places):
    """The positions in valid TOML text; the keys of a record are located on first use."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._headers: list[int] = []
        """The offset of the line of each header, and of the end of the text."""
        self._numbers: dict[Path, list[int]] = {}
        """Indexes of the headers of each record, such as `("centre", 3)`: its own and those of its sub-tables."""
        self._located: set[Path] = set()
        """The records whose keys are already located."""
        counts: dict[str, int] = {}
        for number, (start, name, begins) in enumerate(header_names(text)):
            if begins:
                counts[name] = counts.get(name, 0) + 1
            record = (name, counts[name] - 1) if name in counts else (name,)
            self._headers.append(start)
            self._numbers.setdefault(record, []).append(number)
        self._headers.append(len(text))
        for statement in statements(text, 0, self._headers[0]):
            self.add(statement.path, statement)

    def tables(self, record: Path) -> list[Table]:
        """Return the tables of a record, such as `("centre", 3)`: its own and its sub-tables."""
        numbers = self._numbers.get(record) or self._numbers.get(record[:1]) or ()  # the network has no number
        ranges = (self._headers[number : number + 2] for number in numbers)
        return [Table(next(statements(self.text, start, end)), end) for start, end in ranges]

    def statement(self, path: Path) -> Statement | None:
        """Return the statement that defines the value or table at `path`."""
        for record in (path[:1], path[:2]):
            if record in self._numbers and record not in self._located:
                self._located.add(record)
                self._locate(record)
        return self.statements.get(path)

    def _locate(self, record: Path) -> None:
        counts: dict[Path, int] = {}
        for header, end in self.tables(record):
            path = record
            for step in header.path[1:]:
                path = (*path, counts[path] - 1, step) if path in counts else (*path, step)
            if header.form == "array" and len(header.path) > 1:
                counts[path] = counts.get(path, 0) + 1
                path = (*path, counts[path] - 1)
            self.add(path, header)
            for statement in statements(self.text, header.end, end):
                self.add((*path, *statement.path), statement)
