"""A TOML text with where each value stands in it, and what is wrong with it. Knows text, not centres."""

import re
from functools import cached_property
from typing import Any, NamedTuple

import tomli

from c2c_cli.document import slips
from c2c_cli.document.statements import Broken, Statement, equals, margin, split
from c2c_cli.document.values import descend
from c2c_cli.errors import Path
from c2c_cli.text import nearest

_HEADER_SLIP = re.compile(r"[^\w\s\"'#]|[^#\"']*[\])}>]\s*(#.*)?$")
"""A line that somebody meant as a header: it begins or ends as no key does."""


class TextFault(NamedTuple):
    """A place where the text is not TOML, and what would be."""

    line: int
    column: int
    message: str


class Document:
    """A text and its statements."""

    def __init__(self, text: str) -> None:
        self.lines = text.replace("\r\n", "\n").split("\n")
        self.faults: list[TextFault] = []
        self.damaged: set[Path] = set()
        """Tables of which a statement could not be read."""
        self.lost: set[str] = set()
        """Keys at the top under which a whole table could not be read."""
        self._places: dict[Path, Statement] = {}
        self._sound = list(self.lines)

    @cached_property
    def data(self) -> dict[str, Any]:
        """What can be read of the text once the faulty statements are left out; `faults` has those."""
        self._index(list(split(self.lines)))
        while True:
            try:
                return tomli.loads("\n".join(self._sound))
            except tomli.TOMLDecodeError as error:
                # sound statements that contradict each other in one of TOML's rarer ways
                self._contradiction(error)
                self.lost.add("")
                if len(self.faults) > 100:
                    return {}

    def _index(self, statements: list[Statement | Broken]) -> None:
        """Give each statement its place in the data; leave out those that cannot stand where they do."""
        arrays = {s.path for s in statements if isinstance(s, Statement) and s.kind == "array"}
        counts: dict[Path, int] = {}
        table: Path | None = ()
        """Where keys go; None below a header that is left out."""
        above = ""
        """The first key of the last header at the top."""
        for statement in statements:
            if isinstance(statement, Broken):
                table = self._broken(statement, table)
            elif statement.kind == "key":
                if table is None:
                    self._leave_out(statement)
                else:
                    self._taken(statement, (*table, *statement.path), ".".join(statement.path))
            elif len(statement.path) > 1 and (table is None or _misspelt(above, statement.path[0])):
                table = None
                self._leave_out(statement)
            else:
                table = self._header(statement, arrays, counts)
                above = statement.path[0]

    def _broken(self, statement: Broken, table: Path | None) -> Path | None:
        """Note what is wrong with a statement, and return where the keys below it go."""
        line, column, message = slips.explain(statement.text, statement.complaint)
        self.faults.append(TextFault(statement.line + line - 1, column, message))
        self._leave_out(statement)
        first = statement.text.partition("\n")[0].strip()
        if "=" not in first and _HEADER_SLIP.match(first):
            self.lost.add(re.sub(r"\W*([\w-]*).*", r"\1", first))
            return None
        if table is not None:
            self.damaged.add(table)
        return table

    def _header(self, header: Statement, arrays: set[tuple[str, ...]], counts: dict[Path, int]) -> Path | None:
        """Return the path of the table that a header opens, or None where it cannot stand there."""
        path: Path = ()
        for depth, key in enumerate(header.path[:-1], start=1):
            path = (*path, key)
            if path in counts:
                path = (*path, counts[path] - 1)
            elif header.path[:depth] in arrays:
                parent = ".".join(header.path[:depth])
                self._refuse(header, f"there is no [[{parent}]] above that it could belong to")
                return None
        path = (*path, header.path[-1])
        name = ".".join(header.path)
        if header.kind == "array":
            if path in self._places:
                self._refuse(header, f"[{name}] and [[{name}]] cannot both be there")
                return None
            counts[path] = counts.get(path, 0) + 1
            path = (*path, counts[path] - 1)
            self._places[path] = header
            return path
        if path in counts:
            self._refuse(header, f"[{name}] and [[{name}]] cannot both be there; write [[{name}]]")
            return None
        return None if self._taken(header, path, f"[{name}]") else path

    def _taken(self, statement: Statement, path: Path, name: str) -> bool:
        """Give a statement its place; tell whether another stands there already."""
        first = self._places.setdefault(path, statement)
        if first is not statement:
            self._refuse(statement, f"{name} is there twice; see line {first.line}")
        return first is not statement

    def _refuse(self, statement: Statement, message: str) -> None:
        if statement.kind != "key":
            self.lost.add(statement.path[0])
        self.faults.append(TextFault(statement.line, margin(statement.text), message))
        self._leave_out(statement)

    def _leave_out(self, statement: Statement | Broken) -> None:
        for line in range(statement.line - 1, statement.line + statement.text.count("\n")):
            self._sound[line] = ""

    def _contradiction(self, error: tomli.TOMLDecodeError) -> None:
        """Note a sound statement that cannot stand beside another, and leave it out with what is below it."""
        at = [s for s in self._places.values() if s.line <= error.lineno <= s.line + s.text.count("\n")]
        if not at:
            self.faults.append(TextFault(error.lineno, error.colno, slips.in_words(error.msg)))
            self._sound[error.lineno - 1] = ""
            return
        message = f"{'.'.join(at[0].path)} is there already, written in another way"
        self.faults.append(TextFault(at[0].line, margin(at[0].text), message))
        self._leave_out(at[0])
        if at[0].kind != "key":
            for statement in sorted(self._places.values(), key=lambda s: s.line):
                if statement.line > at[0].line:
                    if statement.kind != "key":
                        break
                    self._leave_out(statement)

    def place(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Return line and column, from 1, of a value, or of its key; of the nearest thing above, where it has none."""
        _ = self.data
        for length in range(len(path), 0, -1):
            statement = self._places.get(path[:length]) or self._places.get((*path[:length], 0))
            if statement is None:
                continue
            if statement.kind != "key" or (key and length == len(path)):
                return statement.line, margin(statement.text)
            start = equals(statement.text) + 1
            at = descend(statement.text, start, path[length:], key=key)
            before = statement.text[:at]
            return statement.line + before.count("\n"), at - before.rfind("\n")
        for known, statement in self._places.items():
            if known[: len(path)] == path:  # a table that only its sub-tables name
                return statement.line, margin(statement.text)
        return 1, 1


def _misspelt(above: str, parent: str) -> bool:
    """Tell whether the header above was meant as the parent that a sub-table names."""
    return above != parent and nearest(above, [parent]) is not None
