"""Minimal, layout-preserving edits to TOML text.

Edits are collected against the original text and applied together by `Editor.edited`. An edit that the layout of the
file does not allow is refused. The caller verifies the result.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from c2c_cli.errors import WriteError, refused
from c2c_cli.toml.grammar import STRING, Statement, statements
from c2c_cli.toml.layout import Layout, Table
from c2c_cli.toml.values import descend


class Editor(Layout):
    """Valid TOML text and the edits to apply to it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        first = text.find("\n")
        self._newline = "\r\n" if text[first - 1 : first] == "\r" else "\n"
        self._edits: list[tuple[int, int, str]] = []
        self._tables = cache(self._all_tables)
        self._subtables = cache(self._all_subtables)

    def edited(self) -> str:
        """Return the text with all edits applied."""
        parts, at, previous = [], 0, ""
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            if start == at and previous.endswith("\n\n"):
                new = new.removeprefix("\n")  # noqa: PLW2901  # one blank line between two insertions
            parts += [self.text[at:start], new.replace("\n", self._newline)]
            at, previous = end, new
        return "".join([*parts, self.text[at:]])

    def insert(self, name: str, index: int, table: str) -> None:
        """Insert the lines of a table so that it becomes number `index` of its array."""
        if not self.tables((name, 0)):
            self._insert_at(self._last_line(), table)
        elif index > 0:
            self._insert_at(self._lines_of(self._tables(name, index - 1)[-1])[1], table)
        else:
            start = self._start(self._lines_of(self._tables(name, 0)[0])[0])
            self._edits.append((start, start, f"{table}\n"))

    def remove(self, name: str, index: int) -> str:
        """Remove a table with its sub-tables and their comments, and return its lines."""
        for start, end in self._runs(name, index):
            self._delete_table(start, end)
        return self.text_of(name, index)

    def insert_below(self, name: str, index: int, key: str, place: int, table: str) -> None:
        """Insert the lines of a sub-table of a table so that it becomes number `place` of those with its key."""
        subtables = self._subtables(name, index, key)
        if place < len(subtables):
            start = self._start(self._lines_of(subtables[place])[0])
            self._edits.append((start, start, f"{table}\n"))
        else:
            self._insert_at(self._lines_of((subtables or self._tables(name, index))[-1])[1], table)

    def remove_below(self, name: str, index: int, key: str, place: int) -> None:
        """Remove a sub-table of a table and its comments."""
        self._delete_table(*self._lines_of(self._target(name, index, (key, place))))

    def _delete_table(self, start: int, end: int) -> None:
        above = start > 0 and not self._text(start - 1).strip()
        below = end >= self._last_line() or not self._text(end).strip()
        # also remove one blank line, unless a comment would then seem to belong to another record
        first = start - 1 if above and below else start
        last = end + 1 if below and start == 0 and end < self._last_line() else end
        self._delete_lines(first, last)

    def _all_subtables(self, name: str, index: int, key: str) -> list[Table]:
        return [one for one in self._tables(name, index) if one.header.path == (name, key)]

    def _target(self, name: str, index: int, below: tuple[str, int] | None) -> Table:
        """Return a table, or the sub-table of it with a name and number."""
        table = self._tables(name, index)[0]
        if below is None:
            return table
        subtables = self._subtables(name, index, below[0])
        if below[1] >= len(subtables):
            raise self._refusal(below[0], table)
        return subtables[below[1]]

    def text_of(self, name: str, index: int) -> str:
        """Return the lines of a table with its sub-tables and their comments."""
        return "\n".join(
            "".join(map(self._text, range(start, end))).replace("\r", "").removesuffix("\n") + "\n"
            for start, end in self._runs(name, index)
        )

    def part(self, name: str, index: int) -> tuple[int, int]:
        """Return the start and end of the lines of a table, its sub-tables and their comments, if together."""
        tables = self._tables(name, index)
        for table, below in pairwise(tables):
            if table.end != self._start(self._line(below.header.start)):
                line = self._line(below.header.start) + 1
                reason = f"its table on line {line} comes after another record"
                raise WriteError(*refused(f"edit the {name} alone", reason, "use c2c edit to edit the whole file"))
        return self._start(self._lines_of(tables[0])[0]), self._start(self._lines_of(tables[-1])[1])

    def set(
        self, name: str, index: int, key: str, value: str, order: Sequence[str], *, below: tuple[str, int] | None = None
    ) -> None:
        """Set a key of a table; `order` is the usual order of its keys, for inserting a new one.

        With `below`, the name and number of a sub-table, set a key of that sub-table.
        """
        table = self._target(name, index, below)
        if (statement := self._find(table, key)) is not None:
            self._check_comments(statement)
            self._replace(statement, self._value(statement), value)
            return
        if below is None:
            self._remove_key(name, index, key)
        earlier = [one for one in self._statements(table) if one.path[0] in order[: order.index(key)]]
        line = self._line((earlier[-1] if earlier else table.header).end) + 1
        start = self._start(line)
        self._edits.append((start, start, f"{key} = {value}\n" if line < len(self.starts) else f"\n{key} = {value}"))

    def unset(self, name: str, index: int, key: str, *, below: tuple[str, int] | None = None) -> None:
        """Remove a key and its value from a table, or from a sub-table of it."""
        if (statement := self._find(self._target(name, index, below), key)) is not None:
            self._check_comments(statement)
            if below is not None:
                self._delete_lines(self._line(statement.start), self._line(statement.end) + 1)
        if below is None:
            self._remove_key(name, index, key)

    def set_item(
        self, name: str, index: int, key: str, item: int | None, value: str, *, below: tuple[str, int] | None = None
    ) -> None:
        """Replace one item of a list and leave the others unchanged; if `item` is None, replace the whole value."""
        table = self._target(name, index, below)
        statement = self._find(table, key)
        if statement is None:
            raise self._refusal(key, table)
        self._replace(statement, self._value(statement, () if item is None else (item,)), value)

    def _remove_key(self, name: str, index: int, key: str) -> None:
        """Remove a key in every form: `names = …`, dotted keys `names.ko = …`, or a sub-table `[centre.names]`."""
        record, *subtables = self._tables(name, index)
        for statement in self._statements(record):
            if statement.path[0] == key:
                self._delete_lines(self._line(statement.start), self._line(statement.end) + 1)
        for table in subtables:
            if table.header.path == (name, key) and table.header.form != "array":
                start, end = self._lines_of(table)
                if any("#" in self._text(line) for line in range(start, end)):
                    raise self._refusal(f"[{name}.{key}]", table)
                self._delete_lines(start if self._text(start - 1).strip() else start - 1, end)

    def _delete_lines(self, first: int, end: int) -> None:
        """Delete the lines from `first` up to, but not including, `end`."""
        start = self._start(first) - (len(self._newline) if end == len(self.starts) and first else 0)
        self._edits.append((start, self._start(end), ""))

    def _replace(self, statement: Statement, part: tuple[int, int], value: str) -> None:
        """Replace the part of a statement between two offsets in its text."""
        self._edits.append((statement.start + part[0], statement.start + part[1], value))

    def _check_comments(self, statement: Statement) -> None:
        if "#" in re.sub(STRING, "", statement.text[slice(*self._value(statement))], flags=re.DOTALL):
            where = f"{statement.path[-1]} on line {self._line(statement.start) + 1}"
            raise WriteError(*refused(f"edit {where}", "the comments in its value would be lost", "edit it by hand"))

    def _refusal(self, key: str, table: Table) -> WriteError:
        line = self._line(table.header.start) + 1
        return WriteError(f"cannot edit {key} on line {line} in its current layout", "edit it by hand")

    def _all_tables(self, name: str, index: int) -> list[Table]:
        """Return the table of a record and its sub-tables."""
        tables = self.tables((name, index))
        if not tables or tables[0].header.path != (name,):
            raise WriteError(*refused("edit the file", f"it does not use [[{name}]] tables", "edit it by hand"))
        return tables

    def _lines_of(self, table: Table) -> tuple[int, int]:
        """Return the lines of a table and its comments, from 0: the first, and the one after the last."""
        start = self._line(table.header.start)
        while start > 0 and self._is_comment(start - 1):
            start -= 1
        next_table = len(self.starts) if table.end == len(self.text) else self._line(table.end)
        *_, last = table.header, *self._statements(table)
        end = comments = self._line(last.end) + 1
        while comments < next_table and self._is_comment(comments):
            comments += 1
        if comments < next_table or next_table == len(self.starts):
            end = comments  # otherwise the comments are directly before the next header and belong to it
        return start, end

    def _is_comment(self, line: int) -> bool:
        return self._text(line).lstrip().startswith("#")

    def _runs(self, name: str, index: int) -> Iterator[tuple[int, int]]:
        """Yield the start and end line of each run of tables of a record with only blank lines between them."""
        tables = [self._lines_of(table) for table in self._tables(name, index)]
        start = tables[0][0]
        for (_, end), (below, _) in pairwise(tables):
            if any(self._text(line).strip() for line in range(end, below)):
                yield start, end
                start = below
        yield start, tables[-1][1]

    def _statements(self, table: Table) -> Iterator[Statement]:
        return statements(self.text, table.header.end, table.end)

    def _find(self, table: Table, key: str) -> Statement | None:
        return next((one for one in self._statements(table) if one.path == (key,)), None)

    @staticmethod
    def _value(statement: Statement, item: tuple[int, ...] = ()) -> tuple[int, int]:
        """Return the start and end of a statement's value, or of an item in it, as offsets in its text."""
        return descend(statement.text, statement.value, item, key=False)

    def _line(self, offset: int) -> int:
        """Return the number of the line at an offset, from 0."""
        return self.span(offset, offset).line - 1

    def _start(self, line: int) -> int:
        """Return the offset of a line, or of the end of the text after the last line."""
        return self.starts[line] if line < len(self.starts) else len(self.text)

    def _text(self, line: int) -> str:
        """Return a line including its newline."""
        return self.text[self._start(line) : self._start(line + 1)]

    def _last_line(self) -> int:
        return len(self.starts) - (self.starts[-1] == len(self.text))

    def _insert_at(self, line: int, table: str) -> None:
        """Insert the lines of a table before line number `line`, separated by blank lines."""
        offset = self._start(line)
        if line == len(self.starts):  # the last line has no newline
            self._edits.append((offset, offset, "\n\n" + table.removesuffix("\n")))
            return
        above = "\n" if line and self._text(line - 1).strip() else ""
        below = "\n" if line < len(self.starts) - 1 and self._text(line).strip() else ""
        self._edits.append((offset, offset, f"{above}{table}{below}"))
