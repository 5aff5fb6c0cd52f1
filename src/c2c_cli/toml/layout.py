"""Positions of tables, keys and values in TOML text."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from c2c_cli.errors import KeyPath
from c2c_cli.toml.grammar import Statement, descend, header_names, statements


class Span(NamedTuple):
    """A range of text. Lines and columns start at 1; columns count characters.

    The end is exclusive.
    """

    line: int
    column: int
    end_line: int
    end_column: int


class Positions:
    """The positions of statements that are added one by one, by the path that each defines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._defining: dict[KeyPath, Statement] = {}
        """Path -> the first statement that defines it or a path below it: `a.b = 1` for `a`."""

    def place(self, path: KeyPath, *, key: bool = False) -> Span:
        """Return the span of a value or, with `key`, of its key.

        If it is missing, return the span of the nearest enclosing part.
        """
        for length in range(len(path), 0, -1):
            # a list of tables is found by its first table
            first_table = self._defining.get((*path[:length], 0))
            statement = first_table or self._defining.get(path[:length])
            if statement is None:
                continue
            if statement.form != "key" or (key and length == len(path)):
                return self.span(*statement.head)
            return self.span(*descend(self.text, statement.value, path[length:], key=key))
        return Span(1, 1, 1, 1)

    def span(self, start: int, end: int) -> Span:
        """Return the span between two offsets."""
        line = bisect_right(self.starts, start)
        end_line = bisect_right(self.starts, max(end - 1, start))
        column = start - self.starts[line - 1] + 1
        end_column = end - self.starts[end_line - 1] + 1
        return Span(line, column, end_line, end_column)

    @cached_property
    def starts(self) -> list[int]:
        """The offset of each line."""
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def _add(self, path: KeyPath, statement: Statement) -> None:
        for length in range(1, len(path) + 1):
            self._defining.setdefault(path[:length], statement)


class Layout(Positions):
    """The positions in valid TOML text; the keys of a record are located on first use."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._headers: dict[KeyPath, list[int]] = {}
        """The offsets of the headers of each record, such as `("centre", 3)`.

        They are its own header and those of its sub-tables.
        """
        counts: Counter[str] = Counter()
        for start, name, begins in header_names(text):
            counts[name] += begins
            record = (name, counts[name] - 1) if counts[name] else (name,)
            self._headers.setdefault(record, []).append(start)
        for statement in self.keys_after(0):
            self._add(statement.path, statement)

    def place(self, path: KeyPath, *, key: bool = False) -> Span:
        """Return the span of a value or, with `key`, of its key, as `Positions` does."""
        self._locate((*path, 0))
        return super().place(path, key=key)

    def headers(self, record: KeyPath) -> list[Statement]:
        """Return the headers of a record, such as `("centre", 3)`, and of its sub-tables."""
        # the network has no number
        starts = self._headers.get(record) or self._headers.get(record[:1]) or ()
        return [next(statements(self.text, start)) for start in starts]

    def keys_after(self, offset: int) -> Iterator[Statement]:
        """Yield the keys between the end of a header, or the start of the text, and the next."""
        return takewhile(lambda statement: statement.form == "key", statements(self.text, offset))

    def statement(self, path: KeyPath) -> Statement | None:
        """Return the first statement that defines the value or table at a path, or a part of it."""
        self._locate(path)
        return self._defining.get(path)

    def _locate(self, path: KeyPath) -> None:
        """Add the statements of the record that contains a path, if it is not located yet."""
        for record in (path[:1], path[:2]):
            if record in self._headers and record not in self._defining:
                self._add_record(record)

    def _add_record(self, record: KeyPath) -> None:
        counts: Counter[KeyPath] = Counter()
        for header in self.headers(record):
            path = (*record, *header.path[1:])
            if header.form == "array" and len(header.path) > 1:
                counts[path] += 1
                path = (*path, counts[path] - 1)
            self._add(path, header)
            for statement in self.keys_after(header.end):
                self._add((*path, *statement.path), statement)
