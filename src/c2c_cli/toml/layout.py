"""Positions of tables, keys and values in TOML text."""

import re
from bisect import bisect_right
from collections import Counter
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


class Table(NamedTuple):
    """A header and the statements that follow it."""

    header: Statement
    end: int
    """Offset of the line of the next header."""


class Layout:
    """The positions in valid TOML text; the keys of a record are located on first use."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._headers: list[int] = []
        """The offset of the line of each header, and of the end of the text."""
        self._numbers: dict[Path, list[int]] = {}
        """Indexes of the headers of each record, such as `("centre", 3)`: its own and those of its sub-tables."""
        self._defining: dict[Path, Statement] = {}
        """The first statement that defines a path or leads through it, such as `a.b = 1` through `a`."""
        counts: Counter[str] = Counter()
        for number, (start, name, begins) in enumerate(header_names(text)):
            counts[name] += begins
            record = (name, counts[name] - 1) if counts[name] else (name,)
            self._headers.append(start)
            self._numbers.setdefault(record, []).append(number)
        self._headers.append(len(text))
        for statement in statements(text, 0, self._headers[0]):
            self._add(statement.path, statement)

    def place(self, path: Path, *, key: bool = False) -> Span:
        """Return the span of a value or, with `key`, of its key; of the nearest enclosing part if it is missing."""
        for length in range(len(path), 0, -1):
            statement = self._statement((*path[:length], 0)) or self._statement(path[:length])
            if statement is None:
                continue
            if statement.form != "key" or (key and length == len(path)):
                return self.head(statement)
            start, end = descend(statement.text, statement.value, path[length:], key=key)
            return self.span(statement.start + start, statement.start + end)
        return Span(1, 1, 1, 1)

    def tables(self, record: Path) -> list[Table]:
        """Return the tables of a record, such as `("centre", 3)`: its own and its sub-tables."""
        numbers = self._numbers.get(record) or self._numbers.get(record[:1]) or ()  # the network has no number
        ranges = (self._headers[number : number + 2] for number in numbers)
        return [Table(next(statements(self.text, start, end)), end) for start, end in ranges]

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

    def _statement(self, path: Path) -> Statement | None:
        for record in (path[:1], path[:2]):
            if record in self._numbers and record not in self._defining:
                self._locate(record)
        return self._defining.get(path)

    def _locate(self, record: Path) -> None:
        counts: Counter[Path] = Counter()
        for header, end in self.tables(record):
            path = (*record, *header.path[1:])
            if header.form == "array" and len(header.path) > 1:
                counts[path] += 1
                path = (*path, counts[path] - 1)
            self._add(path, header)
            for statement in statements(self.text, header.end, end):
                self._add((*path, *statement.path), statement)

    def _add(self, path: Path, statement: Statement) -> None:
        for length in range(1, len(path) + 1):
            self._defining.setdefault(path[:length], statement)
