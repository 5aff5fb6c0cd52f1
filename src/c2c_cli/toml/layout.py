"""Where everything stands in a TOML text: its tables, and the values in them. Knows text, not centres."""

import re
from bisect import bisect_right
from functools import cached_property
from operator import methodcaller
from typing import NamedTuple

from c2c_cli.errors import Diagnostic, Path, TextProblem, cut
from c2c_cli.toml.grammar import Statement, header_names, statements
from c2c_cli.toml.values import descend


class Span(NamedTuple):
    """A piece of the text: lines and columns from 1, columns in characters, the end behind its last one."""

    line: int
    column: int
    end_line: int
    end_column: int


def problem_at(span: Span, wrong: Diagnostic) -> TextProblem:
    """Return what is wrong with a piece of the text."""
    return TextProblem(*span, "error", wrong.code, "", "", cut(wrong.message), cut(wrong.hint))


class Places:
    """Statements by the path of what they write."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.statements: dict[Path, Statement] = {}
        self._through: dict[Path, Statement] = {}
        """The first statement whose keys, as those of `a.b = 1` or `[centre.a.b]`, lead through a path."""

    def place(self, path: Path, *, key: bool = False) -> Span:
        """Return where a value stands, or its key; the nearest thing above, where it is missing."""
        for length in range(len(path), 0, -1):
            found = path[:length]
            statement = self.statement(found) or self.statement((*found, 0)) or self._through.get(found)
            if statement is None:
                continue
            if statement.form != "key" or (key and length == len(path)):
                return self.head(statement)
            start, end = descend(statement.text, statement.value, path[length:], key=key)
            return self.span(statement.start + start, statement.start + end)
        below = next((found for known, found in self.statements.items() if known[: len(path)] == path), None)
        return Span(1, 1, 1, 1) if below is None else self.head(below)

    def statement(self, path: Path) -> Statement | None:
        """Return the statement that writes what a path leads to."""
        return self.statements.get(path)

    def note(self, path: Path, statement: Statement) -> Statement:
        """Give a statement its place, unless another has it; return the one that has."""
        for length in range(len(path) - len(statement.path) + 1, len(path)):
            self._through.setdefault(path[:length], statement)
        return self.statements.setdefault(path, statement)

    def head(self, statement: Statement) -> Span:
        """Return where a header, or the key of a value, stands."""
        return self.span(*(statement.start + offset for offset in statement.head))

    def span(self, start: int, end: int) -> Span:
        """Return a piece of the text, given by where it begins and ends."""
        first, last = bisect_right(self.starts, start), bisect_right(self.starts, max(end - 1, start))
        return Span(first, start - self.starts[first - 1] + 1, last, end - self.starts[last - 1] + 1)

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *map(methodcaller("end"), re.finditer("\n", self.text))]


class Table(NamedTuple):
    """A header with the statements below it."""

    header: Statement
    end: int
    """Where the next header's line begins."""


class Layout(Places):
    """The places of a text that is sound: a table's keys are found when they are asked for."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._headers: list[int] = []
        """Where each header's line begins, and where the text ends."""
        self._numbers: dict[Path, list[int]] = {}
        """The numbers of the headers of each record, `("centre", 3)`: its own and those of its events."""
        self._read: set[Path] = set()
        """The records whose keys were asked for."""
        counts: dict[str, int] = {}
        for number, (start, name, begins) in enumerate(header_names(text)):
            if begins:
                counts[name] = counts.get(name, 0) + 1
            record = (name, counts[name] - 1) if name in counts else (name,)
            self._headers.append(start)
            self._numbers.setdefault(record, []).append(number)
        self._headers.append(len(text))
        for statement in statements(text, 0, self._headers[0]):
            self.note(statement.path, statement)

    def tables(self, record: Path) -> list[Table]:
        """Return the tables of a record, `("centre", 3)`: its own and those of its events."""
        return [self._table(number) for number in self._numbers.get(record, ())]

    def _table(self, number: int) -> Table:
        start, end = self._headers[number : number + 2]
        return Table(next(statements(self.text, start, end)), end)

    def statement(self, path: Path) -> Statement | None:
        """Return the statement that writes what a path leads to."""
        for record in (path[:1], path[:2]):
            if record in self._numbers and record not in self._read:
                self._read.add(record)
                self._note_record(record)
        return self.statements.get(path)

    def _note_record(self, record: Path) -> None:
        counts: dict[Path, int] = {}
        for header, end in self.tables(record):
            path = record
            for step in header.path[1:]:
                path = (*path, counts[path] - 1, step) if path in counts else (*path, step)
            if header.form == "array" and len(header.path) > 1:
                counts[path] = counts.get(path, 0) + 1
                path = (*path, counts[path] - 1)
            self.note(path, header)
            for statement in statements(self.text, header.end, end):
                self.note((*path, *statement.path), statement)
