"""Changes to a TOML text that touch the lines they must and no others. Knows text, not centres.

Nothing is changed in place: edits are noted against the text as it is, and made together by `Editor.edited`. An edit
that cannot be made where somebody laid the file out in a way of their own is refused; whoever edits proves the result.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from c2c_cli.errors import WriteError
from c2c_cli.toml.grammar import TEXT, Statement, statements
from c2c_cli.toml.layout import Layout, Table
from c2c_cli.toml.values import descend


class Editor(Layout):
    """A sound text and the edits that are to be made to it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        first = text.find("\n")
        self._newline = "\r\n" if text[first - 1 : first] == "\r" else "\n"
        self._edits: list[tuple[int, int, str]] = []

    def edited(self) -> str:
        """Return the text with all edits made."""
        parts, at, above = [], 0, ""
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            if start == at and above.endswith("\n\n"):
                new = new.removeprefix("\n")  # noqa: PLW2901  # one blank line does between two that are inserted
            parts += [self.text[at:start], new.replace("\n", self._newline)]
            at, above = end, new
        return "".join([*parts, self.text[at:]])

    def insert(self, name: str, index: int, table: str) -> None:
        """Insert a table's lines before the one of that number, as the text has them; behind the last one, else."""
        if not self.tables((name, 0)):
            self._insert_below(self._last_line(), table)
        elif index > 0:
            self.append(name, index - 1, table)
        else:
            start = self._start(self._lines_of(self._tables(name, 0)[0])[0])
            self._edits.append((start, start, f"{table}\n"))

    def append(self, name: str, index: int, table: str) -> None:
        """Insert a table's lines behind all that belongs to the table of that number."""
        self._insert_below(self._lines_of(self._tables(name, index)[-1])[1], table)

    def remove(self, name: str, index: int) -> str:
        """Take a table out, with its sub-tables and the comments that belong to them, and return its lines."""
        for start, end in self._runs(name, index):
            above = start > 0 and not self._text(start - 1).strip()
            below = end >= self._last_line() or not self._text(end).strip()
            # one blank line goes too, unless a comment would then stand right at another record
            first = start - 1 if above and below else start
            last = end + 1 if below and start == 0 and end < self._last_line() else end
            self._cut(first, last)
        return self.text_of(name, index)

    def text_of(self, name: str, index: int) -> str:
        """Return the lines of a table, with its sub-tables and the comments that belong to them."""
        return "\n".join(
            "".join(map(self._text, range(start, end))).replace("\r", "").removesuffix("\n") + "\n"
            for start, end in self._runs(name, index)
        )

    def set(
        self, name: str, index: int, key: str, value: str, order: Sequence[str], *, below: tuple[str, int] | None = None
    ) -> None:
        """Give a key of a table another value, or add it; `order` is that of the keys, where they are in order.

        `below` names a sub-table and its number, where the key is one of that.
        """
        tables = self._tables(name, index)
        table = tables[0]
        if below is not None:
            found = [one for one in tables if one.header.path == (name, below[0])]
            if below[1] >= len(found):
                raise self._by_hand(below[0], table)
            table = found[below[1]]
        if (statement := self._find(table, key)) is not None:
            self._keep_comments(statement)
            self._replace(statement, self._value(statement), value)
            return
        if below is None:
            self._gather(name, index, key)
        before = [one for one in self._statements(table) if one.path[0] in order[: order.index(key)]]
        line = self._line((before[-1] if before else table.header).end) + 1
        start = self._start(line)
        self._edits.append((start, start, f"{key} = {value}\n" if line < len(self.starts) else f"\n{key} = {value}"))

    def unset(self, name: str, index: int, key: str) -> None:
        """Take a key with its value out of a table."""
        if (statement := self._find(self._tables(name, index)[0], key)) is not None:
            self._keep_comments(statement)
        self._gather(name, index, key)

    def set_item(self, name: str, index: int, key: str, item: int | None, value: str) -> None:
        """Give one item of a list another value and leave the others as they stand; None is the whole value."""
        table = self._tables(name, index)[0]
        statement = self._find(table, key)
        if statement is None:
            raise self._by_hand(key, table)
        self._replace(statement, self._value(statement, () if item is None else (item,)), value)

    def _gather(self, name: str, index: int, key: str) -> None:
        """Take out a table that is written as dotted keys, `names.ko = …`, or as a sub-table, `[centre.names]`."""
        record, *below = self._tables(name, index)
        for statement in self._statements(record):
            if statement.path[0] == key:
                self._cut(self._line(statement.start), self._line(statement.end) + 1)
        for table in below:
            if table.header.path == (name, key) and key != "event":
                start, end = self._lines_of(table)
                if any("#" in self._text(line) for line in range(start, end)):
                    raise self._by_hand(f"[{name}.{key}]", table)
                above = not self._text(start - 1).strip()
                self._cut(start - 1 if above else start, end)

    def _cut(self, first: int, last: int) -> None:
        """Take lines out, from the first up to the last, which stays."""
        start = self._start(first) - (len(self._newline) if last == len(self.starts) and first else 0)
        self._edits.append((start, self._start(last), ""))

    def _replace(self, statement: Statement, part: tuple[int, int], value: str) -> None:
        """Replace a part of a statement, given by where it begins and ends in its text."""
        self._edits.append((statement.start + part[0], statement.start + part[1], value))

    def _keep_comments(self, statement: Statement) -> None:
        if "#" in re.sub(TEXT, "", statement.text[slice(*self._value(statement))], flags=re.DOTALL):
            raise WriteError(
                f"the value of {statement.path[-1]} on line {self._line(statement.start) + 1} holds comments that "
                "would be lost; change it by hand"
            )

    def _by_hand(self, key: str, table: Table) -> WriteError:
        line = self._line(table.header.start) + 1
        return WriteError(f"{key} on line {line} is laid out in a way that c2c does not change; change it by hand")

    def _tables(self, name: str, index: int) -> list[Table]:
        """Return the table of a record and those below it."""
        tables = self.tables((name, index))
        if not tables or tables[0].header.path != (name,):
            raise WriteError(f"the file does not write its records as [[{name}]]; change it by hand")
        return tables

    def _lines_of(self, table: Table) -> tuple[int, int]:
        """Return the first line of a table, from 0, and that behind its last, with the comments that belong to it."""
        start = self._line(table.header.start)
        while start > 0 and self._comment(start - 1):
            start -= 1
        below = len(self.starts) if table.end == len(self.text) else self._line(table.end)
        *_, last = table.header, *self._statements(table)
        end = comments = self._line(last.end) + 1
        while comments < below and self._comment(comments):
            comments += 1
        if comments < below or below == len(self.starts):
            end = comments  # else they stand right above the next header, and belong to that
        return start, end

    def _comment(self, line: int) -> bool:
        return self._text(line).lstrip().startswith("#")

    def _runs(self, name: str, index: int) -> Iterator[tuple[int, int]]:
        """Yield first and last line of each run of a record's tables that nothing but blank lines lies between."""
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
        """Return where the value of a statement, or an item of it, begins and ends in its text."""
        return descend(statement.text, statement.value, item, key=False)

    def _line(self, offset: int) -> int:
        """Return the line at an offset of the text, from 0."""
        return self.span(offset, offset).line - 1

    def _start(self, line: int) -> int:
        """Return where a line begins; behind the last line, the end of the text."""
        return self.starts[line] if line < len(self.starts) else len(self.text)

    def _text(self, line: int) -> str:
        """Return a line with its end."""
        return self.text[self._start(line) : self._start(line + 1)]

    def _last_line(self) -> int:
        return len(self.starts) - (self.starts[-1] == len(self.text))

    def _insert_below(self, line: int, table: str) -> None:
        """Insert a table's lines before a line, with a blank one above, and one below where there is none."""
        offset = self._start(line)
        if line == len(self.starts):  # the last line has no end
            last = table.removesuffix("\n")
            self._edits.append((offset, offset, f"\n\n{last}"))
            return
        above = "\n" if line and self._text(line - 1).strip() else ""
        below = "\n" if line < len(self.starts) - 1 and self._text(line).strip() else ""
        self._edits.append((offset, offset, f"{above}{table}{below}"))
