"""Recover data and errors from invalid TOML text."""

from itertools import accumulate
from typing import Any

import tomli

from c2c_cli.errors import Diagnostic, Path, TextProblem, conflict, duplicate, missing
from c2c_cli.text import quoted
from c2c_cli.toml.explain import explain, header_name, merge_marker
from c2c_cli.toml.grammar import Statement, statements
from c2c_cli.toml.layout import Places, problem_at
from c2c_cli.toml.recover import Broken, split

MAX_ERRORS = 10_000
"""Maximum number of errors to report; a file with more is unlikely to be a registry."""

_MAX_CONFLICTS = 100
"""Maximum number of statements to remove because they conflict with an earlier one."""


class Document(Places):
    """Invalid TOML text: its errors, and the data of its valid statements."""

    def __init__(self, text: str) -> None:
        if text.endswith("\r"):
            text += " "  # otherwise the added newline would make the stray carriage return part of a valid line end
        super().__init__(text if text.endswith("\n") else f"{text}\n")
        self.problems: list[TextProblem] = []
        self.damaged: set[Path] = set()
        """Paths of tables with a statement that could not be read; the empty path if a table could not be read."""
        self._valid: list[Statement] = []
        self._counts: dict[Path, int] = {}
        """The number of tables in each array so far."""
        self._arrays = {one.path for one in statements(self.text) if one.form == "array"}
        self._conflict_table: Path | None = None
        """The table that was open before the last merge conflict."""
        self._after_duplicate = 0
        """The line after the last duplicate key."""
        self._read_statements()
        self.data = self._load()
        """The data of all valid statements."""

    def _load(self) -> dict[str, Any]:
        for _ in range(_MAX_CONFLICTS):
            try:
                return tomli.loads("".join(f"{statement.text}\n" for statement in self._valid))
            except tomli.TOMLDecodeError as error:
                self._remove_conflicting(error)
                self.damaged.add(())
        return {}

    def _read_statements(self) -> None:
        """Assign each statement to its path, and report and skip invalid ones."""
        table: Path | None = ()
        """The table of the next keys; None after an invalid header."""
        for statement in split(self.text):
            if len(self.problems) == MAX_ERRORS:
                span = self.span(statement.start, statement.start)
                too_many = Diagnostic("too many errors to read the rest of the file", "fix these first", "too-large")
                self.problems.append(problem_at(span, too_many))
                self.damaged.add(())
                return
            if isinstance(statement, Broken):
                table = self._add_broken(statement, table)
            elif statement.form == "key":
                if table is not None and not self._is_duplicate(statement, (*table, *statement.path)):
                    self._valid.append(statement)
            elif len(statement.path) == 1 or table is not None:
                table = self._add_header(statement)
                if table is not None:
                    self._valid.append(statement)

    def _add_broken(self, broken: Broken, table: Path | None) -> Path | None:
        """Report a statement that could not be read, and return the table of the keys after it."""
        first = broken.text.partition("\n")[0]
        marker = merge_marker(first)
        if marker == "<":
            self._conflict_table = table
        elif marker and self._conflict_table is not None:
            return self._conflict_table if marker == ">" else None  # skip the keys of the other side
        if first.lstrip().startswith(('"""', "'''")) and (table is None or table in self.damaged):
            return table  # these quotes close a string whose beginning is already reported
        self.problems.append(explain(broken, self.span(broken.start, broken.start).line))
        if not marker and header_name(first) is not None:
            self.damaged.add(())
            return None
        if table is not None:
            self.damaged.add(table)
        return table

    def _add_header(self, header: Statement) -> Path | None:
        """Return the path of the table that a header opens, or None if the header is not valid here."""
        path: Path = ()
        name = ".".join(header.path)
        for depth, key in enumerate(header.path[:-1], start=1):
            path = (*path, key)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
            elif header.path[:depth] in self._arrays:
                parent = f"[[{'.'.join(header.path[:depth])}]]"
                hint = f"move the table after the {parent} it belongs to"
                self._reject(header, missing(f"{parent} before this table", hint, "misplaced-table"))
                return None
        path = (*path, header.path[-1])
        if header.form == "table":
            if path in self._counts:
                wrong = conflict(f"[{name}]", f"[[{name}]]", code="bad-header")
                self._reject(header, wrong._replace(hint=f"write [[{name}]]"))
                return None
            return None if self._is_duplicate(header, path) else path
        if path in self.statements:
            self._reject(header, conflict(f"[[{name}]]", f"[{name}]", code="bad-header"))
            return None
        self._counts[path] = self._counts.get(path, 0) + 1
        path = (*path, self._counts[path] - 1)
        self.add(path, header)
        return path

    def _is_duplicate(self, statement: Statement, path: Path) -> bool:
        """Add a statement at a path; report it and return True if the path already has one.

        Duplicate keys on consecutive lines most likely belong to another record, whose header is missing.
        """
        first = self.add(path, statement)
        if first is statement:
            return False
        span = self.span(statement.start, statement.end)
        if statement.form == "key" and self._after_duplicate == span.line:
            hint = "add the missing header before it, or remove the duplicate keys"
            self.problems[-1] = self.problems[-1]._replace(hint=hint)
        else:
            hint = f"keep this one or the one on line {self.span(first.start, first.start).line}"
            self._reject(statement, duplicate(_noun(statement), ".".join(statement.path), hint, "duplicate-key"))
        self._after_duplicate = span.end_line + 1
        return True

    def _reject(self, statement: Statement, diagnostic: Diagnostic) -> None:
        if statement.form != "key":
            self.damaged.add(())
        self.problems.append(problem_at(self.head(statement), diagnostic))

    def _remove_conflicting(self, error: tomli.TOMLDecodeError) -> None:
        """Remove the statement that defines an earlier key or table in another form; if a header, with its keys."""
        ends = accumulate(statement.text.count("\n") + 1 for statement in self._valid)
        first = next(index for index, end in enumerate(ends) if end >= error.lineno)
        statement = self._valid[first]
        message = f"{_noun(statement)} {quoted('.'.join(statement.path))} already exists in another form"
        diagnostic = Diagnostic(message, "keep one of the two", "duplicate-key")
        self.problems.append(problem_at(self.head(statement), diagnostic))
        last = first + 1
        while statement.form != "key" and last < len(self._valid) and self._valid[last].form == "key":
            last += 1
        del self._valid[first:last]


def _noun(statement: Statement) -> str:
    return "key" if statement.form == "key" else "table"
