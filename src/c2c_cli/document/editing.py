"""Changes to a TOML text that touch the lines they must and no others. Knows text, not centres.

Nothing is changed in place: edits are noted against the text as it is, and made together by `Editor.text`. An edit that
cannot be made where somebody laid the file out in a way of their own is refused; whoever edits proves the result.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from c2c_cli.document.headers import has_long_texts, headers
from c2c_cli.document.lines import Lines
from c2c_cli.document.statements import Broken, Statement, equals, split
from c2c_cli.document.values import descend, has_comments
from c2c_cli.errors import NotWrittenError


class Piece(NamedTuple):
    """A header with its statements, and the comments that belong to them."""

    start: int
    """First line, from 0: of the comment right above the header."""
    header: int
    """The header's line."""
    end: int
    """The line behind the last statement, and behind the comments right below that."""
    path: tuple[str, ...]


class Editor:
    """A text and the edits that are to be made to it."""

    def __init__(self, content: bytes, data: Mapping[str, Any]) -> None:
        """Take a text in UTF-8, and its data."""
        self._lines = Lines(content)
        self._newline = "\r\n" if self._lines[0].endswith("\r") else "\n"
        self._edits: list[tuple[int, int, str]] = []
        self._parted: dict[int, int] = {}
        """For each place before a line that says something, the last edit that puts a blank line before that."""
        self._headers = headers(content, data)
        self._tables = self._grouped()

    def content(self) -> bytes:
        """Return the text with all edits made."""
        content = self._lines.content
        parts, at = [], 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            parts += [content[at:start], new.replace("\n", self._newline).encode()]
            at = end
        return b"".join([*parts, content[at:]])

    def insert(self, name: str, index: int, table: str) -> None:
        """Insert a table's lines before the one of that number, as the text has them; behind the last one, else."""
        tables = self._tables.get(name, [])
        if not tables:
            self._insert_below(self._last_line(), table)
        elif index > 0:
            self._insert_below(self._pieces(name, index - 1)[-1].end, table)
        else:
            start = self._lines.start(self._pieces(name, 0)[0].start)
            self._edits.append((start, start, f"{table}\n"))

    def append(self, name: str, index: int, table: str) -> None:
        """Insert a sub-table's lines behind all that belongs to the table of that number."""
        self._insert_below(self._pieces(name, index)[-1].end, table)

    def remove(self, name: str, index: int) -> str:
        """Take a table out, with its sub-tables and the comments that belong to them, and return its lines."""
        for start, end in self._runs(self._pieces(name, index)):
            above = start > 0 and not self._lines[start - 1].strip()
            below = end >= self._last_line() or not self._lines[end].strip()
            # one blank line goes too, unless a comment would then stand right at another record
            first = start - 1 if above and below else start
            last = end + 1 if below and start == 0 and end < self._last_line() else end
            self._cut(first, last)
        return self.text_of(name, index)

    def text_of(self, name: str, index: int) -> str:
        """Return the lines of a table, with its sub-tables and the comments that belong to them."""
        runs = self._runs(self._pieces(name, index))
        return "\n".join("\n".join(self._lines[start:end]).replace("\r", "") + "\n" for start, end in runs)

    def set(
        self, name: str, index: int, key: str, value: str, order: Sequence[str], *, below: tuple[str, int] | None = None
    ) -> None:
        """Give a key of a table another value, or add it; `order` is that of the keys, where they are in order.

        `below` names a sub-table and its number, where the key is one of that.
        """
        piece = self._pieces(name, index)[0]
        if below is not None:
            found = [piece for piece in self._pieces(name, index) if piece.path == (name, below[0])]
            if below[1] >= len(found):
                raise _by_hand(below[0], piece.header + 1)
            piece = found[below[1]]
        if (statement := self._find(piece, key)) is not None:
            self._keep_comments(statement)
            self._replace(statement, self._value(statement), value)
            return
        if below is None:
            self._gather(name, index, key)
        before = [s for s in self._statements(piece) if s.path[0] in order[: order.index(key)]]
        last = before[-1].line + before[-1].text.count("\n") if before else piece.header + 1
        self._insert_line(last, f"{key} = {value}")

    def unset(self, name: str, index: int, key: str) -> None:
        """Take a key with its value out of a table."""
        if (statement := self._find(self._pieces(name, index)[0], key)) is not None:
            self._keep_comments(statement)
        self._gather(name, index, key)

    def _gather(self, name: str, index: int, key: str) -> None:
        """Take out a table that is written as dotted keys, `names.ko = …`, or as a sub-table, `[centre.names]`."""
        pieces = self._pieces(name, index)
        for statement in self._statements(pieces[0]):
            if statement.path[0] == key:
                self._cut(statement.line - 1, statement.line + statement.text.count("\n"))
        for piece in pieces[1:]:
            if piece.path == (name, key) and key != "event":
                if any("#" in line for line in self._lines[piece.start : piece.end]):
                    raise _by_hand(f"[{name}.{key}]", piece.header + 1)
                above = not self._lines[piece.start - 1].strip()
                self._cut(piece.start - 1 if above else piece.start, piece.end)

    def _cut(self, first: int, last: int) -> None:
        """Take lines out, from the first up to the last, which stays."""
        start = self._lines.start(first) - (len(self._newline) if last == len(self._lines) and first else 0)
        self._edits.append((start, self._lines.start(last), ""))

    def _replace(self, statement: Statement, part: tuple[int, int], value: str) -> None:
        """Replace a part of a statement, given by where it begins and ends in its text."""
        at, end = part
        start = self._lines.start(statement.line - 1) + len(statement.text[:at].encode())
        self._edits.append((start, start + len(statement.text[at:end].encode()), value))

    def _keep_comments(self, statement: Statement) -> None:
        if has_comments(statement.text[slice(*self._value(statement))]):
            raise NotWrittenError(
                f"the value of {statement.path[-1]} on line {statement.line} holds comments that would be lost; "
                "change it by hand; nothing was written"
            )

    def set_item(self, name: str, index: int, key: str, item: int | None, value: str) -> None:
        """Give one item of a list another value and leave the others as they stand; None is the whole value."""
        piece = self._pieces(name, index)[0]
        statement = self._find(piece, key)
        if statement is None:
            raise _by_hand(key, piece.header + 1)
        self._replace(statement, self._value(statement, () if item is None else (item,)), value)

    def _pieces(self, name: str, index: int) -> list[Piece]:
        tables = self._tables.get(name, [])
        if index >= len(tables):
            raise NotWrittenError(
                f"the file does not write its records as [[{name}]]; change it by hand; nothing was written"
            )
        return [self._piece(number) for number in tables[index]]

    def _runs(self, pieces: list[Piece]) -> Iterator[tuple[int, int]]:
        """Yield first and last line of each run of pieces that nothing but blank lines lies between."""
        start, end = pieces[0].start, pieces[0].end
        for before, piece in pairwise(pieces):
            if any(line.strip() for line in self._lines[before.end : piece.start]):
                yield start, end
                start = piece.start
            end = piece.end
        yield start, end

    def _statements(self, piece: Piece) -> Iterator[Statement]:
        for statement in split(self._lines[piece.header + 1 : piece.end]):
            if isinstance(statement, Broken):
                raise _by_hand("something", piece.header + 1 + statement.line)
            yield Statement(statement.line + piece.header + 1, statement.text, statement.kind, statement.path)

    def _find(self, piece: Piece, key: str) -> Statement | None:
        return next((one for one in self._statements(piece) if one.path == (key,)), None)

    @staticmethod
    def _value(statement: Statement, item: tuple[int, ...] = ()) -> tuple[int, int]:
        """Return where the value of a statement, or an item of it, begins and ends in its text."""
        return descend(statement.text, equals(statement.text) + 1, item, key=False)

    def _last_line(self) -> int:
        return len(self._lines) - (self._lines[-1] == "")

    def _insert_below(self, line: int, table: str) -> None:
        """Insert a table's lines before a line, with a blank one above, and one below where there is none."""
        offset = self._lines.start(line)
        if line == len(self._lines):  # the last line has no end
            last = table.removesuffix("\n")
            self._edits.append((offset, offset, f"\n\n{last}"))
            return
        above = "\n" if line and self._lines[line - 1].strip() else ""
        below = "\n" if line < len(self._lines) - 1 and self._lines[line].strip() else ""
        if below and offset in self._parted:  # the blank line above does for both
            place = self._parted[offset]
            self._edits[place] = (offset, offset, self._edits[place][2].removesuffix("\n"))
        if below:
            self._parted[offset] = len(self._edits)
        self._edits.append((offset, offset, f"{above}{table}{below}"))

    def _insert_line(self, line: int, text: str) -> None:
        offset = self._lines.start(line)
        self._edits.append((offset, offset, f"\n{text}" if line == len(self._lines) else f"{text}\n"))

    def _grouped(self) -> dict[str, list[list[int]]]:
        """Return the numbers of the headers of each table that repeats; a sub-table belongs to the last one above."""
        tables: dict[str, list[list[int]]] = {}
        for number, header in enumerate(self._headers):
            if len(header.path) == 1 and header.array:
                tables.setdefault(header.path[0], []).append([number])
            elif len(header.path) > 1 and header.path[0] in tables:
                tables[header.path[0]][-1].append(number)
        return tables

    def _piece(self, number: int) -> Piece:
        header = self._headers[number]
        below = self._headers[number + 1].line if number + 1 < len(self._headers) else len(self._lines)
        start = header.line
        while start > 0 and self._lines[start - 1].lstrip().startswith("#"):
            start -= 1
        end = below
        if has_long_texts(self._lines.piece(header.line, below)):
            ends = [s.line + s.text.count("\n") for s in split(self._lines[header.line : below])]
            end = header.line + ends[-1]
        else:
            while end > header.line + 1 and not _says(self._lines[end - 1]):
                end -= 1
        comments = end
        while comments < below and self._lines[comments].lstrip().startswith("#"):
            comments += 1
        if comments < below or below == len(self._lines):
            end = comments  # else they stand right above the next header, and belong to that
        return Piece(start, header.line, end, header.path)


def _says(line: str) -> bool:
    """Tell whether a line is neither blank nor a comment alone. A statement, however long, ends in one that is not."""
    return not (not line.strip() or line.lstrip().startswith("#"))


def _by_hand(key: str, line: int) -> NotWrittenError:
    return NotWrittenError(
        f"{key} on line {line} is laid out in a way that c2c does not change; change it by hand; nothing was written"
    )
