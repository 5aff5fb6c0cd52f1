"""What can be read of a TOML text that is broken, and what is wrong with it. Knows text, not centres."""

from itertools import accumulate
from typing import Any

import tomli

from c2c_cli.errors import Diagnostic, Path, TextProblem
from c2c_cli.toml import mistakes
from c2c_cli.toml.grammar import Statement, headers
from c2c_cli.toml.layout import Places, Span, problem_at
from c2c_cli.toml.parser_errors import explain
from c2c_cli.toml.recover import Broken, split

MAX_SYNTAX_ERRORS = 100_000
"""So many are told; what has more is no registry."""

_MAX_CONTRADICTIONS = 100
"""So many times a text is read again without a statement that cannot stand beside another."""


class Document(Places):
    """A broken text and its statements."""

    def __init__(self, text: str) -> None:
        if text.endswith("\r"):
            text += " "  # or the line's end, which may be missing, would hide it
        super().__init__(text if text.endswith("\n") else f"{text}\n")
        self.problems: list[TextProblem] = []
        self.damaged: set[Path] = set()
        """Tables of which a statement could not be read."""
        self.lost: set[str] = set()
        """Keys at the top under which a whole table could not be read."""
        self._sound: list[Statement] = []
        self._counts: dict[Path, int] = {}
        """How many tables each array has so far."""
        self._arrays = {header.path for header in headers(self.text) if header.form == "array"}
        self._conflict: Path | None = None
        """Where keys went above the last conflict that git left."""
        self._below_duplicate = 0
        """The line below the last key that was there already."""
        self._index()
        self.data = self._read()
        """What can be read of the text once the broken statements are left out."""

    def _read(self) -> dict[str, Any]:
        for _ in range(_MAX_CONTRADICTIONS):
            try:
                return tomli.loads("".join(f"{statement.text}\n" for statement in self._sound))
            except tomli.TOMLDecodeError as error:
                self._leave_out(error)
                self.lost.add("")
        self.damaged.add(())
        return {}

    def _index(self) -> None:
        """Give each statement its place in the data; leave out those that cannot stand where they do."""
        table: Path | None = ()
        """Where keys go; None below a header that is left out."""
        for one in split(self.text):
            if len(self.problems) == MAX_SYNTAX_ERRORS:
                wrong = "so much is wrong above that nothing is read from here on"
                self._tell(self.span(one.start, one.start), Diagnostic("too-large", wrong, "put that right first"))
                self.lost.add("")
                self.damaged.add(())
                return
            if isinstance(one, Broken):
                table = self._broken(one, table)
            elif one.form == "key":
                if table is not None and not self._is_duplicate(one, (*table, *one.path), ".".join(one.path)):
                    self._sound.append(one)
            elif len(one.path) == 1 or table is not None:
                table = self._header(one)
                if table is not None:
                    self._sound.append(one)

    def _broken(self, one: Broken, table: Path | None) -> Path | None:
        """Note what is wrong with a statement, and return where the keys below it go."""
        first = one.text.partition("\n")[0]
        mark = mistakes.merge_mark(first)
        if mark == "<":
            self._conflict = table
        elif mark and self._conflict is not None:
            return self._conflict if mark == ">" else None  # the keys of the other side go nowhere
        if mistakes.closes_text(first) and (table is None or table in self.damaged):
            return table  # the text that it closes is what is broken
        self.problems.append(explain(one, self.span(one.start, one.start).line))
        if not mark and mistakes.is_header(first):
            self.lost.add(mistakes.name_in_header(first))
            return None
        if table is not None:
            self.damaged.add(table)
        return table

    def _header(self, header: Statement) -> Path | None:
        """Return the path of the table that a header opens, or None where it cannot stand there."""
        path: Path = ()
        name = ".".join(header.path)
        both = Diagnostic("bad-header", f"[{name}] and [[{name}]] cannot both be there")
        for depth, key in enumerate(header.path[:-1], start=1):
            path = (*path, key)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
            elif header.path[:depth] in self._arrays:
                parent = ".".join(header.path[:depth])
                wrong = f"there is no [[{parent}]] above that it could belong to"
                hint = f"write it below the [[{parent}]] whose it is"
                self._refuse(header, Diagnostic("misplaced-table", wrong, hint))
                return None
        path = (*path, header.path[-1])
        if header.form == "table":
            if path in self._counts:
                self._refuse(header, both._replace(hint=f"write [[{name}]]"))
                return None
            return None if self._is_duplicate(header, path, f"[{name}]") else path
        if path in self.statements:
            self._refuse(header, both)
            return None
        self._counts[path] = self._counts.get(path, 0) + 1
        path = (*path, self._counts[path] - 1)
        self.note(path, header)
        return path

    def _is_duplicate(self, statement: Statement, path: Path, name: str) -> bool:
        """Give a statement its place; tell whether another stands there already.

        Of keys one below the other that are there twice, a header above is what lacks.
        """
        first = self.note(path, statement)
        if first is statement:
            return False
        span = self.span(statement.start, statement.end)
        if statement.form == "key" and self._below_duplicate == span.line:
            last = self.problems[-1]
            hint = f"{last.hint.partition(', or')[0]}, or write the header that is missing above"
            self.problems[-1] = last._replace(hint=hint)
        else:
            hint = f"keep this one or that of line {self.span(first.start, first.start).line}"
            self._refuse(statement, Diagnostic("duplicate-key", f"{name} is there twice", hint))
        self._below_duplicate = span.end_line + 1
        return True

    def _refuse(self, statement: Statement, wrong: Diagnostic) -> None:
        if statement.form != "key":
            self.lost.add(statement.path[0])
        self._tell(self.head(statement), wrong)

    def _tell(self, span: Span, wrong: Diagnostic) -> None:
        self.problems.append(problem_at(span, wrong))

    def _leave_out(self, error: tomli.TOMLDecodeError) -> None:
        """Leave out a statement that contradicts one above in a rarer way of TOML, with what is below it."""
        ends = accumulate(one.text.count("\n") + 1 for one in self._sound)
        first = next(index for index, end in enumerate(ends) if end >= error.lineno)
        one = self._sound[first]
        wrong = f"{'.'.join(one.path)} is there already, written in another way"
        self._tell(self.head(one), Diagnostic("duplicate-key", wrong))
        last = first + 1
        while one.form != "key" and last < len(self._sound) and self._sound[last].form == "key":
            last += 1
        del self._sound[first:last]
