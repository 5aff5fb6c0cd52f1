"""A TOML text that may be faulty: what can be read of it, and what is wrong with it. Knows text, not centres."""

import re
from typing import Any, NamedTuple

import tomli

from c2c_cli.document import complaints, slips
from c2c_cli.document.places import Places, Span, head
from c2c_cli.document.statements import Broken, Statement, split
from c2c_cli.errors import Path, Wrong

MOST = 100_000
"""So many faults of a text are told; what has more is no registry."""


class TextFault(NamedTuple):
    """A place where the text is not TOML, and what would be."""

    span: Span
    wrong: Wrong


class Document(Places):
    """A text and its statements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        text = text.replace("\r\n", "\n")
        # a CR that is left is a fault, and must not become a line's end when a line is read by itself
        self.lines = re.sub(r"\r(?=\n|\Z)", "\r ", text).split("\n")
        self.faults: list[TextFault] = []
        self.damaged: set[Path] = set()
        """Tables of which a statement could not be read."""
        self.lost: set[str] = set()
        """Keys at the top under which a whole table could not be read."""
        self._sound = list(self.lines)
        self._conflict: Path | None = None
        """Where keys went above the last mark of a conflict."""
        self._twice = 0
        """The last line of a key that was there already."""
        self.data = self._read()
        """What can be read of the text once the faulty statements are left out."""

    def _read(self) -> dict[str, Any]:
        self._index(self._statements())
        while True:
            try:
                return tomli.loads("\n".join(self._sound))
            except tomli.TOMLDecodeError as error:
                # sound statements that contradict each other in one of TOML's rarer ways
                self._contradiction(error)
                self.lost.add("")
                if len(self.faults) > 100:
                    self.damaged.add(())
                    return {}

    def _statements(self) -> list[Statement | Broken]:
        found: list[Statement | Broken] = []
        broken = 0
        for statement in split(self.lines):
            found.append(statement)
            broken += isinstance(statement, Broken)
            if broken > MOST:
                break
        return found

    def _index(self, statements: list[Statement | Broken]) -> None:
        """Give each statement its place in the data; leave out those that cannot stand where they do."""
        arrays = {s.path for s in statements if isinstance(s, Statement) and s.kind == "array"}
        counts: dict[Path, int] = {}
        table: Path | None = ()
        """Where keys go; None below a header that is left out."""
        for statement in statements:
            if len(self.faults) == MOST:
                self._give_up(statement.line)
                return
            if isinstance(statement, Broken):
                table = self._broken(statement, table)
            elif statement.kind == "key":
                if table is None:
                    self._leave_out(statement)
                else:
                    self._taken(statement, (*table, *statement.path), ".".join(statement.path))
            elif len(statement.path) > 1 and table is None:
                self._leave_out(statement)
            else:
                table = self._header(statement, arrays, counts)

    def _give_up(self, line: int) -> None:
        """Leave out all from a line on."""
        wrong = Wrong("too-large", "so much is wrong above that nothing is read from here on", "put that right first")
        self.faults.append(TextFault(Span(line, 1, line, 1), wrong))
        self._sound[line - 1 :] = []
        self.lost.add("")
        self.damaged.add(())

    def _broken(self, statement: Broken, table: Path | None) -> Path | None:
        """Note what is wrong with a statement, and return where the keys below it go."""
        first = statement.text.partition("\n")[0]
        if mark := slips.merge_mark(first):
            table = self._merge_mark(mark, table)
            if mark in "|=>" and self._conflict is not None:
                self._leave_out(statement)
                return table
        line, slip = slips.explain(statement.text, statement.complaint)
        line += statement.line - 1
        self.faults.append(TextFault(Span(line, slip.column, line, slip.end), slip.wrong))
        self._leave_out(statement)
        if not mark and slips.is_header(first):
            self.lost.add(slips.name_in_header(first))
            return None
        if table is not None:
            self.damaged.add(table)
        return table

    def _merge_mark(self, mark: str, table: Path | None) -> Path | None:
        """Return where keys go behind a mark of git's: those of the other side nowhere."""
        if mark == "<":
            self._conflict = table
        elif mark in "|=":
            return None
        elif self._conflict is not None:
            return self._conflict
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
                self._refuse(header, _no_parent(parent))
                return None
        path = (*path, header.path[-1])
        name = ".".join(header.path)
        if header.kind == "array":
            if path in self.statements:
                self._refuse(header, Wrong("bad-header", f"[{name}] and [[{name}]] cannot both be there"))
                return None
            counts[path] = counts.get(path, 0) + 1
            path = (*path, counts[path] - 1)
            self.statements[path] = header
            self._note_through(path, len(header.path), header)
            return path
        if path in counts:
            wrong = f"[{name}] and [[{name}]] cannot both be there"
            self._refuse(header, Wrong("bad-header", wrong, f"write [[{name}]]"))
            return None
        return None if self._taken(header, path, f"[{name}]") else path

    def _taken(self, statement: Statement, path: Path, name: str) -> bool:
        """Give a statement its place; tell whether another stands there already."""
        first = self.statements.setdefault(path, statement)
        self._note_through(path, len(statement.path), statement)
        if first is not statement:
            self._refuse_twice(statement, name, first.line)
        return first is not statement

    def _refuse_twice(self, statement: Statement, name: str, first: int) -> None:
        """Note that something is there twice; of keys one below the other that are, a header above is what lacks."""
        end = statement.line + statement.text.count("\n")
        if statement.kind == "key" and self._twice == statement.line - 1:
            last = self.faults[-1]
            hint = f"{last.wrong.hint.partition(', or')[0]}, or write the header that is missing above"
            self.faults[-1] = last._replace(wrong=last.wrong._replace(hint=hint))
            self._leave_out(statement)
        else:
            wrong = Wrong("duplicate-key", f"{name} is there twice", f"keep this one or that of line {first}")
            self._refuse(statement, wrong)
        self._twice = end

    def _refuse(self, statement: Statement, wrong: Wrong) -> None:
        if statement.kind != "key":
            self.lost.add(statement.path[0])
        self.faults.append(TextFault(head(statement), wrong))
        self._leave_out(statement)

    def _leave_out(self, statement: Statement | Broken) -> None:
        for line in range(statement.line - 1, statement.line + statement.text.count("\n")):
            self._sound[line] = ""

    def _contradiction(self, error: tomli.TOMLDecodeError) -> None:
        """Note a sound statement that cannot stand beside another, and leave it out with what is below it."""
        at = [s for s in self.statements.values() if s.line <= error.lineno <= s.line + s.text.count("\n")]
        if not at:
            span = Span(error.lineno, error.colno, error.lineno, error.colno + 1)
            self.faults.append(TextFault(span, complaints.in_words(error.msg)))
            self._sound[error.lineno - 1] = ""
            return
        wrong = Wrong("duplicate-key", f"{'.'.join(at[0].path)} is there already, written in another way")
        self.faults.append(TextFault(head(at[0]), wrong))
        self._leave_out(at[0])
        if at[0].kind != "key":
            for statement in sorted(self.statements.values(), key=lambda s: s.line):
                if statement.line > at[0].line:
                    if statement.kind != "key":
                        break
                    self._leave_out(statement)


def _no_parent(parent: str) -> Wrong:
    wrong = f"there is no [[{parent}]] above that it could belong to"
    return Wrong("misplaced-table", wrong, f"write it below the [[{parent}]] whose it is")
