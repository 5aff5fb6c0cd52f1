"""What can go wrong, and the exit code that it ends with. Knows nothing of centres."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from c2c_cli.text import one_of, quoted, suggestion, visible

Code = Literal[
    # the text, as TOML
    "not-utf8", "syntax", "unclosed", "unquoted", "curly-quote", "missing-equals", "missing-comma",
    "bad-header", "misplaced-table", "duplicate-key", "merge-conflict", "too-large",
    # what may stand where
    "wrong-schema", "unknown-table", "unknown-key", "misplaced-key", "missing-key", "wrong-type",
    "single-table",
    # values
    "empty-text", "line-break", "bad-id", "bad-date", "bad-year", "bad-number", "bad-country", "bad-language",
    "unknown-kind", "unknown-status", "reserved-kind", "reversed-dates", "no-agreement",
    # between records
    "dangling-id", "duplicate-id", "duplicate-item", "duplicate-name", "duplicate-rule", "kind-is-level",
    # worth a look
    "past-meeting", "future-meeting", "no-sources", "agreement-ended", "events-out-of-order", "same-name",
    "control-character",
]  # fmt: skip
"""What each thing that can be wrong with a registry is called; docs/check.md has an example of each."""

Severity = Literal["error", "warning"]

Path = tuple[str | int, ...]
"""Where a value stands in the file: `("centre", 3, "event", 0, "date")`, counted from 0."""


def sentence(message: str, hint: str = "", subject: str = "") -> str:
    """Return an error in the layout of all errors: `SUBJECT: MESSAGE; HINT`."""
    return f"{f'{subject}: ' if subject else ''}{message}{f'; {hint}' if hint else ''}"


class Wording(NamedTuple):
    """The message and hint of an error."""

    message: str
    hint: str = ""


def unknown(noun: str, value: str, known: Iterable[str] = (), *, listed_by: str = "") -> Wording:
    """Return `unknown sector "cultre"`, with the nearest known value, all of them if they are few, or their command."""
    return Wording(f"unknown {noun} {quoted(value)}", suggestion(value, known, listed_by=listed_by))


def invalid(noun: str, value: str, hint: str = "") -> Wording:
    """Return `invalid id "a b"`."""
    return Wording(f"invalid {noun} {quoted(value)}", hint)


def duplicate(noun: str, value: str, hint: str = "") -> Wording:
    """Return `duplicate id "ICM"`."""
    return Wording(f"duplicate {noun} {quoted(value)}", hint)


def missing(noun: str, hint: str = "") -> Wording:
    """Return `missing header row`."""
    return Wording(f"missing {noun}", hint)


def conflict(option: str, *others: str) -> Wording:
    """Return `--next cannot be used with --year, --from or --to`."""
    return Wording(f"{option} cannot be used with {one_of(others)}")


def refused(action: str, reason: str, hint: str = "") -> Wording:
    """Return `cannot write FILE: permission denied`."""
    return Wording(f"cannot {action}: {reason}", hint)


class Diagnostic(NamedTuple):
    """What is wrong, and what would be right; as a text one sentence."""

    code: Code
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Return the sentence."""
        return sentence(self.message, self.hint)


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
        return sentence(self.message, self.hint)

    def __str__(self) -> str:
        """Return the line without the file's name."""
        record = f"[{visible(cut(self.record))}] " if self.record else ""
        field = f"{visible(cut(self.field))}: " if self.field else ""
        return f"{self.line}:{self.column}: {self.severity}: {record}{field}{visible(self.sentence)}"


def cut(text: str) -> str:
    """Return a text that is short enough to be read: a sentence may repeat what stands in the file."""
    return text if len(text) <= _MAX_LENGTH else f"{text[: _MAX_LENGTH - 1]}…"


class C2CError(Exception):
    """Base class for errors that the user can act on."""

    exit_code = 70

    def __init__(self, message: str = "", hint: str = "", *, subject: str = "", lines: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.subject = subject
        """The option, column or file that the message is about, as the user named it."""
        self.lines = tuple(lines)
        """Lines that are printed before the message."""

    def __str__(self) -> str:
        """Return the error as one sentence."""
        return sentence(self.message, self.hint, self.subject)


class UsageError(C2CError):
    """An option or argument says something that cannot be."""

    exit_code = 2


class InputError(C2CError):
    """A file to be read is missing, unreadable or invalid."""

    exit_code = 3


class NotFoundError(C2CError):
    """A record that was named is not in the registry."""

    exit_code = 4


class OutputError(C2CError):
    """Standard output cannot be written."""

    exit_code = 5


class WriteError(C2CError):
    """A change was refused, or a file cannot be written."""

    exit_code = 5

    def __str__(self) -> str:
        """Return the error as one sentence, which ends by saying that the file is as it was."""
        return f"{super().__str__()}; no changes were made"


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


def invalid_value(code: Code, message: str, hint: str = "") -> InvalidError:
    """Return the error for a value that is invalid as a whole."""
    return InvalidError([DataProblem((), Diagnostic(code, message, hint))])


def dotted(path: Path) -> str:
    """Return the keys of a path in TOML's way of writing: `event.date`."""
    return ".".join(step for step in path if isinstance(step, str))
