"""What can go wrong, and the exit code that it ends with. Knows nothing of centres."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from c2c_cli.text import visible

Code = Literal[
    # the text, as TOML
    "not-utf8",
    "syntax",
    "unclosed",
    "unquoted",
    "curly-quote",
    "missing-equals",
    "missing-comma",
    "bad-header",
    "misplaced-table",
    "duplicate-key",
    "merge-conflict",
    "too-large",
    # what may stand where
    "wrong-schema",
    "unknown-table",
    "unknown-key",
    "misplaced-key",
    "missing-key",
    "wrong-type",
    "single-table",
    # values
    "empty-text",
    "line-break",
    "bad-id",
    "bad-date",
    "bad-year",
    "bad-number",
    "bad-country",
    "bad-language",
    "unknown-kind",
    "unknown-status",
    "reserved-kind",
    "reversed-dates",
    "no-agreement",
    # between records
    "dangling-id",
    "duplicate-id",
    "duplicate-item",
    "duplicate-name",
    "duplicate-rule",
    "kind-is-level",
    # worth a look
    "past-meeting",
    "future-meeting",
    "no-sources",
    "agreement-ended",
    "events-out-of-order",
    "same-name",
    "control-character",
]
"""What each thing that can be wrong with a registry is called; docs/check.md has an example of each."""

Severity = Literal["error", "warning"]

Path = tuple[str | int, ...]
"""Where a value stands in the file: `("centre", 3, "event", 0, "date")`, counted from 0."""


class Diagnostic(NamedTuple):
    """What is wrong, and what would be right; as a text one sentence."""

    code: Code
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return the sentence."""
        return f"{self.message}; {self.hint}" if self.hint else self.message


class DataProblem(NamedTuple):
    """One thing that is wrong with a record."""

    path: Path
    diagnostic: Diagnostic
    first: Path | None = None
    """Of a duplicate: where the thing stood first."""
    at_key: bool = False
    """Whether the key is wrong, not its value."""
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return the sentence with the keys before it: `event.date: is no date; write …`."""
        keys = dotted(self.path)
        return f"{keys}: {self.diagnostic}" if keys else str(self.diagnostic)

    def below(self, *path: str | int) -> "DataProblem":
        """Return the fault as it is of a larger whole, in which its record or value stands at a path."""
        first = None if self.first is None else (*path, *self.first)
        return self._replace(path=(*path, *self.path), first=first)


_MAX_LENGTH = 300
"""Characters of each part of a sentence."""


class TextProblem(NamedTuple):
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

    @property
    def sentence(self) -> str:
        """Return what is wrong, and what would be right."""
        return f"{self.message}; {self.hint}" if self.hint else self.message

    def __str__(self) -> str:
        """Return the line without the file's name."""
        record = f"[{visible(cut(self.record))}] " if self.record else ""
        field = f"{visible(cut(self.field))}: " if self.field else ""
        return f"{self.line}:{self.column}: {self.severity}: {record}{field}{visible(self.sentence)}"


def cut(text: str) -> str:
    """Return a text that is short enough to be read: a sentence may repeat what stands in the file."""
    return text if len(text) <= _MAX_LENGTH else f"{text[: _MAX_LENGTH - 1]}…"


class C2CError(Exception):
    """An ending that a person can do something about; its text is one sentence."""

    exit_code = 70

    def __init__(self, sentence: str = "", lines: Sequence[str] = ()) -> None:
        super().__init__(sentence)
        self.lines = tuple(lines)
        """What is told before the sentence, a line each."""


class UsageError(C2CError):
    """An option or argument says something that cannot be."""

    exit_code = 2


class InputError(C2CError):
    """A file to be read is missing, unreadable or invalid."""

    exit_code = 3


class NotFoundError(C2CError):
    """A record that was named is not in the registry."""

    exit_code = 4


class WriteError(C2CError):
    """Something could not be written: refused, read-only, disk full, output closed."""

    exit_code = 5


class IdInUseError(WriteError):
    """A new record's id is another's already."""


class OutputClosedError(C2CError):
    """Whoever read our output has closed the pipe; there is nobody to tell."""

    exit_code = 141


class InvalidError(C2CError, ValueError):
    """A value or a record breaks its rules; `faults` has all that is wrong, with paths that begin there."""

    exit_code = 2

    def __init__(self, faults: Sequence[DataProblem]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


def invalid(code: Code, message: str, hint: str = "") -> InvalidError:
    """Return the error for a value that is wrong as a whole."""
    return InvalidError([DataProblem((), Diagnostic(code, message, hint))])


def dotted(path: Path) -> str:
    """Return the keys of a path in TOML's way of writing: `event.date`."""
    return ".".join(step for step in path if isinstance(step, str))
