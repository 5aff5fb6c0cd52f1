"""The data and errors of invalid TOML text."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import tomli

from c2c_cli.errors import Diagnostic, KeyPath, TextProblem, duplicate, missing
from c2c_cli.text import quoted
from c2c_cli.toml.explain import explain, is_header
from c2c_cli.toml.grammar import Statement, header_names
from c2c_cli.toml.layout import Positions
from c2c_cli.toml.recover import Broken, split

MAX_ERRORS = 10_000
"""Maximum number of errors to report; a file with more is unlikely to be a registry."""


class Document(Positions):
    """Invalid TOML text: its errors, and the data and positions of its valid statements."""

    def __init__(self, text: str) -> None:
        super().__init__(text.replace("\r\n", "\n").removesuffix("\n") + "\n")
        self.problems: list[TextProblem] = []
        self.damaged: set[KeyPath] = set()
        """Paths of tables with a statement that could not be read.

        The empty path is included if a table could not be read.
        """
        self._first: dict[KeyPath, Statement] = {}  # the first statement that defines each path
        self._counts: Counter[KeyPath] = Counter()  # the number of tables in each array so far
        self._arrays = {name for _, name, begins in header_names(self.text) if begins}
        self._after_duplicate = 0  # the line after the last duplicate key
        self.data = self._load([*self._valid_statements()])
        """The data of all valid statements."""

    def _valid_statements(self) -> Iterator[Statement]:
        """Yield the valid statements, and report the others."""
        table: KeyPath | None = ()  # of the next keys; None after an invalid header
        for statement in split(self.text):
            if len(self.problems) == MAX_ERRORS:
                too_many = Diagnostic(
                    "too many errors to read the rest of the file", "fix these first", "too-large"
                )
                self._report(statement.start, statement.start, too_many)
                self.damaged.add(())
                return
            if isinstance(statement, Broken):
                table = self._add_broken(statement, table)
            elif statement.form != "key" and (len(statement.path) == 1 or table is not None):
                table = self._add_header(statement)
                if table is not None:
                    self._add(table, statement)
                    yield statement
            elif table is not None:
                path = (*table, *statement.path)
                if self._is_first(statement, path):
                    self._add(path, statement)
                    yield statement

    def _add_broken(self, broken: Broken, table: KeyPath | None) -> KeyPath | None:
        """Report a statement that could not be read, and return the table of the keys after it."""
        # quotes at the start probably close a string whose beginning is already reported
        if not self.problems or not broken.text.lstrip().startswith(('"""', "'''")):
            start, length, wrong = explain(broken)
            self._report(broken.start + start, broken.start + start + max(length, 1), wrong)
        lines = broken.text.split("\n")
        is_conflict = lines[0].startswith("<<<<<<<")
        if any(is_header(line) for line in (lines if is_conflict else lines[:1])):
            table = None
        self.damaged.add(table or ())
        return table

    def _add_header(self, header: Statement) -> KeyPath | None:
        """Return the path of the table that a header opens, or None if it is not valid here."""
        name, record = ".".join(header.path), header.path[0]
        path: KeyPath = ()
        for key in header.path:
            if path in self._counts:  # the table is in the last of an array
                path = (*path, self._counts[path] - 1)
            path = (*path, key)
        first = self._first.get(path, header)
        if len(header.path) > 1 and record in self._arrays and (record,) not in self._first:
            hint = f"move the table after the [[{record}]] it belongs to"
            wrong = missing(f"[[{record}]] before this table", hint, "misplaced-table")
        elif {first.form, header.form} == {"array", "table"}:
            # all other records are in arrays
            hint = "write [network]" if name == "network" else f"write [[{name}]]"
            wrong = Diagnostic(f"both [{name}] and [[{name}]] are used", hint, "bad-header")
        elif header.form == "table":
            return path if self._is_first(header, path) else None
        else:
            self._first[path] = header
            self._counts[path] += 1
            return (*path, self._counts[path] - 1)
        self._reject(header, wrong)
        return None

    def _is_first(self, statement: Statement, path: KeyPath) -> bool:
        """Return whether a statement is the first with its path, and report it otherwise.

        Duplicate keys on consecutive lines most likely belong to another record, whose header is
        missing.
        """
        first = self._first.setdefault(path, statement)
        if first is statement or first.form != statement.form:
            return True
        span = self.span(statement.start, statement.end)
        if statement.form == "key" and self._after_duplicate == span.line:
            hint = "add the missing header before it, or remove the duplicate keys"
            self.problems[-1] = self.problems[-1]._replace(hint=hint)
        else:
            hint = f"keep this one or the one on line {self.span(first.start, first.start).line}"
            name = ".".join(statement.path)
            wrong = duplicate(_noun(statement), name, hint, "duplicate-key")
            self._reject(statement, wrong)
        self._after_duplicate = span.end_line + 1
        return False

    def _reject(self, statement: Statement, diagnostic: Diagnostic) -> None:
        if statement.form != "key":
            self.damaged.add(())
        self._report(*statement.head, diagnostic)

    def _report(self, start: int, end: int, wrong: Diagnostic) -> None:
        position = self.span(start, end)
        self.problems.append(
            TextProblem(*position, "error", wrong.code, "", "", wrong.message, wrong.hint)
        )

    def _load(self, valid: list[Statement]) -> dict[str, Any]:
        """Return the data of the valid statements.

        If one of them redefines another in another form, report it and return no data.
        """
        texts = [self.text[statement.start : statement.end] for statement in valid]
        try:
            return tomli.loads("\n".join(texts))
        except tomli.TOMLDecodeError as error:
            ends = accumulate(text.count("\n") + 1 for text in texts)
            found = valid[bisect_left([*ends], error.lineno)]
            name = quoted(".".join(found.path))
            message = f"{_noun(found)} {name} already exists in another form"
            self._reject(found, Diagnostic(message, "keep one of the two", "duplicate-key"))
            self.damaged.add(())
            return {}


def _noun(statement: Statement) -> str:
    return "key" if statement.form == "key" else "table"
