"""What is wrong with a file, each thing with its place in the text, in the form of the compilers."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from c2c_cli.codes import Code, Severity
from c2c_cli.document.faulty import TextFault
from c2c_cli.document.layout import Places, Span
from c2c_cli.errors import Fault, Path, UnreadableError, Wrong, dotted
from c2c_cli.text import plural, visible

_MOST = 300
"""Characters of each part of a sentence."""


class Problem(NamedTuple):
    """One thing that is wrong with a file, as the compilers tell it."""

    line: int
    """Where it begins; lines and columns from 1, columns in characters."""
    column: int
    end_line: int
    """Where it ends: the column is the one behind the last character."""
    end_column: int
    severity: Severity
    code: Code
    record: str
    """The record, as `centre ICDH`; empty where it is none."""
    field: str
    """The key, dotted below a record: `event.date`."""
    message: str
    hint: str

    def __str__(self) -> str:
        """Return the line without the file's name."""
        record = f"[{visible(_cut(self.record))}] " if self.record else ""
        field = f"{visible(_cut(self.field))}: " if self.field else ""
        sentence = visible(f"{self.message}; {self.hint}" if self.hint else self.message)
        return f"{self.line}:{self.column}: {self.severity}: {record}{field}{sentence}"


class InvalidFileError(UnreadableError):
    """A registry file has problems; nothing was read."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        shown = visible(file)
        lines = tuple(f"{shown}:{problem}" for problem in problems)
        super().__init__(f"{shown} has {plural(len(problems), 'error')}; nothing was read", lines)
        self.problems = tuple(problems)


def found(
    places: Places, data: Mapping[str, Any], faults: Iterable[Fault], text_faults: Iterable[TextFault] = ()
) -> list[Problem]:
    """Return what is wrong with a text of this data and with its records, in its order."""
    problems = [of_text(fault.span, fault.wrong) for fault in text_faults]
    return sorted([*problems, *(_placed(fault, places, data) for fault in faults)])


def of_text(span: Span, wrong: Wrong) -> Problem:
    """Return what is wrong with a text, not with a record, as a problem."""
    return Problem(*span, "error", wrong.code, "", "", _cut(wrong.message), _cut(wrong.hint))


def _cut(text: str) -> str:
    """Return a text that is short enough to be read: a sentence may repeat what stands in the file."""
    return text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"


def _placed(fault: Fault, places: Places, data: Mapping[str, Any]) -> Problem:
    """Return a fault of a record as a problem at its place in the text."""
    span = places.place(fault.path, key=fault.at_key)
    code, message, hint = fault.wrong
    if fault.first is not None and (line := places.place(fault.first).line) != span.line:
        hint = f"{hint}; see line {line}" if hint else f"see line {line}"
    table, *below = fault.path or ("",)  # what is wrong with the file as a whole
    record, field = "", str(table)
    if below or isinstance(data.get(str(table)), dict | list):
        record, field = f"{table}{_label(data[str(table)], fault.path)}", dotted(tuple(below))
    return Problem(*span, fault.severity, code, record, field, message, hint)


def _label(rows: Any, path: Path) -> str:
    """Return what tells a record from the others of its table: its id, or its kind."""
    index = path[1] if len(path) > 1 else None
    row = rows[index] if isinstance(rows, list) and isinstance(index, int) else None
    label = row.get("kind" if path[0] == "cadence" else "id") if isinstance(row, dict) else None
    return f" {label}" if type(label) is str else ""
