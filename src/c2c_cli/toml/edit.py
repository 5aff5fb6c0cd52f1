"""Minimal, layout-preserving edits to TOML text.

Edits are collected against the original text and applied together by `Editor.edited`. An edit
that the layout of the file does not allow is refused. The caller verifies the result.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from c2c_cli.errors import KeyPath, WriteError, refused
from c2c_cli.toml import convert
from c2c_cli.toml.grammar import STRING, Statement, descend, statements
from c2c_cli.toml.layout import Layout

_BY_HAND = "edit the file by hand"


class Editor(Layout):
    """Valid TOML text and the edits to apply to it.

    The path of a table is that of a record, `("centre", 3)`, or of a sub-table of one,
    `("centre", 3, "event", 0)`.
    """

    def __init__(self, text: str) -> None:
        self._newline = "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"
        self._added = "" if text.endswith("\n") else self._newline
        super().__init__(text + self._added)
        self._edits: list[tuple[int, int, str]] = []
        self._headers_of = cache(self._all_headers)

    def edited(self) -> str:
        """Return the text with all edits applied."""
        parts, at = [], 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            parts += [self.text[at:start], new.replace("\n", self._newline)]
            at = end
        return "".join([*parts, self.text[at:]]).removesuffix(self._added)

    def records(self) -> list[KeyPath]:
        """Return the paths of all records that have a header."""
        return [path for path in self._headers if len(path) == 2 or path == ("network",)]

    def insert(self, array: KeyPath, number: int, table: str) -> None:
        """Insert the lines of a table, so that it becomes number `number` of an array.

        Blank lines separate it from the tables around it.
        """
        line = self._line_of_new(array, number)
        above = "\n" if self._stripped(line - 1) else ""
        below = "\n" if self._stripped(line) else ""
        self._edits.append((self.starts[line], self.starts[line], f"{above}{table}{below}"))

    def _line_of_new(self, array: KeyPath, number: int) -> int:
        """Return the number of the line before which to insert a table."""
        if number > 0:
            return self._end(self._headers_of((*array, number - 1))[-1])
        first = self.statement((*array, 0))
        if first is not None:
            return self._first(first)
        if len(array) > 1:
            return self._end(self._headers_of(array[:2])[-1])
        return len(self.starts) - 1

    def remove(self, path: KeyPath) -> str:
        """Remove a table with its sub-tables and their comments, and return its lines."""
        start, end = self.part(path)
        line = self._line(start) - 1
        # also remove one blank line, unless a comment would then seem to belong to another record
        if not self._stripped(line) and not self._stripped(self._line(end)):
            start = self.starts[line]
        self._edits.append((start, end, ""))
        return self.text_of(path)

    def in_order(self, paths: Iterable[KeyPath]) -> list[KeyPath]:
        """Return the paths of tables in the order of the text."""
        return sorted(paths, key=lambda path: self._headers_of(path)[0].start)

    def text_of(self, path: KeyPath) -> str:
        """Return the lines of a table with its sub-tables and their comments."""
        return self.text[slice(*self.part(path))].replace("\r", "")

    def part(self, path: KeyPath) -> tuple[int, int]:
        """Return the start and end of a table with its sub-tables and comments.

        Raises WriteError if another record is between them.
        """
        headers = self._headers_of(path)
        for header, below in pairwise(headers):
            later = statements(self.text, header.end)
            next_header = next(statement for statement in later if statement.form != "key")
            if next_header != below:
                line = self._line(below.start) + 1
                reason = f"its sub-table on line {line} comes after another record"
                hint = "use c2c edit to edit the whole file"
                raise WriteError.of(refused(f"edit the {path[0]} alone", reason, hint))
        return self.starts[self._first(headers[0])], self.starts[self._end(headers[-1])]

    def set(
        self, path: KeyPath, key: str, value: str, order: Sequence[str] = (), item: KeyPath = ()
    ) -> None:
        """Set a key of a table, or only the item of its list at `item`.

        A new key is placed by `order`, the order of all keys.
        """
        for statement in self._keys(path):
            if statement.path == (key,):
                start, end = descend(self.text, statement.value, item)
                self._check_comments(statement, start, end)
                self._edits.append((start, end, value))
                return
        self.unset(path, key)
        before = self._headers_of(path)[0]
        for statement in self._keys(path):
            if statement.path[0] in order[: order.index(key)]:
                before = statement
        start = self.text.index("\n", before.end) + 1
        self._edits.append((start, start, f"{key} = {value}\n"))

    def set_entries(self, path: KeyPath, key: str, entries: Mapping[str, object]) -> bool:
        """Set entries of a table, or remove those that are None; return whether this is possible.

        It is if each entry has its own line: `names.ko = …`, or in `[centre.names]`.
        """
        header = self.statement((*path, key))
        if header is None or header.path == (key,):
            return False
        if header.form == "table":
            prefix, lines = "", [header, *self.keys_after(header.end)]
        else:
            prefix = f"{key}."
            lines = [statement for statement in self._keys(path) if statement.path[0] == key]
        recorded = {line.path[-1]: line for line in lines if line.form == "key"}
        end = self.text.index("\n", lines[-1].end) + 1
        for name, value in entries.items():
            line = recorded.get(name)
            if line is None:
                self._edits.append((end, end, f"{prefix}{convert.format_entry(name, value)}\n"))
            elif value is None:
                self._edits.append((line.start, self.text.index("\n", line.end) + 1, ""))
            else:
                span = descend(self.text, line.value, ())
                self._edits.append((*span, convert.format_value(value)))
        return True

    def unset(self, path: KeyPath, key: str) -> None:
        """Remove a key and its value from a table.

        The key can have any form: `names = …`, `names.ko = …` or `[centre.names]`.
        """
        for statement in self._keys(path):
            if statement.path[0] == key:
                self._check_comments(statement, *descend(self.text, statement.value, ()))
                self._edits.append((statement.start, self.text.index("\n", statement.end) + 1, ""))
        header = self.statement((*path, key))
        if header is not None and header.form == "table":
            self._check_comments(header, *self.part((*path, key)))
            self.remove((*path, key))

    def _check_comments(self, statement: Statement, start: int, end: int) -> None:
        if "#" in re.sub(STRING, "", self.text[start:end], flags=re.DOTALL):
            where = f"{statement.path[-1]} on line {self._line(statement.start) + 1}"
            reason = "the comments in its value would be lost"
            raise WriteError.of(refused(f"edit {where}", reason, _BY_HAND))

    def _all_headers(self, path: KeyPath) -> list[Statement]:
        """Return the headers of a record and its sub-tables, or that of one sub-table."""
        if len(path) > 2:
            header = self.statement(path)
            if header is not None:
                return [header]
            line = self._line(self._headers_of(path[:2])[0].start) + 1
            message = f"cannot edit {path[2]} on line {line} in its current layout"
            raise WriteError(message, _BY_HAND)
        headers = self.headers(path)
        if not headers or headers[0].path != path[:1]:
            tables = "a [network] table" if path[0] == "network" else f"[[{path[0]}]] tables"
            raise WriteError(f"cannot edit a file that does not use {tables}", _BY_HAND)
        return headers

    def _keys(self, path: KeyPath) -> Iterator[Statement]:
        return self.keys_after(self._headers_of(path)[0].end)

    def _first(self, header: Statement) -> int:
        """Return the number of the first line of a table and the comments directly above it."""
        line = self._line(header.start)
        while self._stripped(line - 1).startswith("#"):
            line -= 1
        return line

    def _end(self, header: Statement) -> int:
        """Return the number of the line after a table and the comments directly below it."""
        *_, last = header, *self.keys_after(header.end)
        end = self._line(last.end) + 1
        after_comments = end
        while self._stripped(after_comments).startswith("#"):
            after_comments += 1
        if self._stripped(after_comments).startswith("["):
            return end  # comments directly above a header belong to it
        return after_comments

    def _line(self, offset: int) -> int:
        """Return the number of the line at an offset, from 0."""
        return self.span(offset, offset).line - 1

    def _stripped(self, line: int) -> str:
        """Return a line without surrounding white space.

        This is an empty string before the first line and after the last.
        """
        start = self.starts[line]
        return self.text[start : self.text.find("\n", start)].strip()
