"""What is wrong with a file, each thing with its place in the text, in the form of the compilers."""

from typing import Any, NamedTuple

from c2c_cli.document.parsed import Document
from c2c_cli.errors import Fault, Path, UnreadableError, dotted
from c2c_cli.text import plural, visible


class Problem(NamedTuple):
    """One thing that is wrong with a file, as the compilers tell it."""

    line: int
    column: int
    record: str
    """The record, as `centre ICDH`; empty where it is none."""
    field: str
    """The key, dotted below a record: `event.date`."""
    message: str

    def __str__(self) -> str:
        """Return the line without the file's name."""
        record = f"[{visible(self.record)}] " if self.record else ""
        field = f"{visible(self.field)}: " if self.field else ""
        return f"{self.line}:{self.column}: error: {record}{field}{visible(self.message)}"


class InvalidFileError(UnreadableError):
    """A registry file has problems; nothing was read."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        shown = visible(file)
        lines = tuple(f"{shown}:{problem}" for problem in problems)
        super().__init__(f"{shown} has {plural(len(problems), 'error')}; nothing was read", lines)
        self.problems = tuple(problems)


def found(file: str, parsed: Document, faults: list[Fault]) -> InvalidFileError:
    """Return the error that a file's faults are: those of its text and those of its records, in its order."""
    problems = [Problem(fault.line, fault.column, "", "", fault.message) for fault in parsed.faults]
    return InvalidFileError(file, sorted([*problems, *(_placed(fault, parsed) for fault in faults)]))


def _placed(fault: Fault, parsed: Document) -> Problem:
    """Return the problem that a fault is in a text."""
    line, column = parsed.place(fault.path, key=fault.at_key)
    message = fault.message
    if fault.first is not None:
        message += f"; see line {parsed.place(fault.first)[0]}"
    table, *below = fault.path
    if not below and not isinstance(parsed.data.get(str(table)), dict | list):
        return Problem(line, column, "", str(table), message)
    field = dotted(tuple(below))
    return Problem(line, column, f"{table}{_label(parsed.data[str(table)], fault.path)}", field, message)


def _label(rows: Any, path: Path) -> str:
    """Return what tells a record from the others of its table: its id, or its kind."""
    index = path[1] if len(path) > 1 else None
    row = rows[index] if isinstance(rows, list) and isinstance(index, int) else None
    label = row.get("kind" if path[0] == "cadence" else "id") if isinstance(row, dict) else None
    return f" {label}" if type(label) is str else ""
