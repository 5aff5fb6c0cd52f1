"""Exceptions, diagnostics and the wording of errors."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, NamedTuple, Self

from c2c_cli.text import Number, cut, one_of, quoted, suggestion, visible

ErrorCode = Literal[
    # TOML syntax
    "not-utf8", "syntax", "unclosed", "unquoted", "curly-quote", "missing-equals", "missing-comma",
    "bad-header", "misplaced-table", "duplicate-key", "merge-conflict", "too-large",
    # tables and keys
    "wrong-schema", "unknown-table", "unknown-key", "misplaced-key", "missing-key", "wrong-type",
    # values
    "empty-string", "line-break", "bad-id", "bad-date", "bad-year", "bad-number", "bad-country",
    "bad-language", "unknown-kind", "unknown-status", "unknown-mode", "bad-identifier",
    "bad-location", "bad-key", "reserved-kind", "reversed-dates", "no-agreement", "no-delivery",
    "partial-period",
    # relations between records
    "dangling-id", "duplicate-id", "duplicate-item", "duplicate-rule", "kind-is-level",
    "duplicate-waiver", "no-rule", "kind-is-rule", "duplicate-obligation", "no-period",
]  # fmt: skip
"""Code of an error; docs/reference/check-codes.md has an example of each."""

WarningCode = Literal[
    "past-meeting", "future-meeting", "future-event", "future-check", "unlikely-year", "no-sources",
    "agreement-expired", "unlikely-term", "events-out-of-order", "no-approval",
    "control-character", "not-a-url", "not-an-email", "mixed-types", "no-year",
]  # fmt: skip
"""Code of a warning; docs/reference/check-codes.md has an example of each."""

Code = Literal[ErrorCode, WarningCode]

AnyCode = Code | Literal[""]

Severity = Literal["error", "warning"]

KeyPath = tuple[str | int, ...]
"""Path of a value in a file, such as `("centre", 3, "event", 0, "date")`; indexes start at 0."""


def sentence(message: str, hint: str = "", subject: str = "") -> str:
    """Return `SUBJECT: MESSAGE; HINT`, the layout of every error."""
    start = f"{subject}: " if subject else ""
    end = f"; {hint}" if hint else ""
    return f"{start}{message}{end}"


class Diagnostic(NamedTuple):
    """What is wrong and how to fix it, without its position."""

    message: str
    hint: str = ""
    code: AnyCode = ""
    """The code, if the diagnostic is about the content of a registry file."""


def unknown(
    noun: str,
    value: str,
    known: Iterable[str] = (),
    *,
    listed_by: str = "",
    hint: str = "",
    code: AnyCode = "",
) -> Diagnostic:
    """Return `unknown sector "cultre"` with a hint, by default that of `suggestion`.

    The hint is the nearest known value, all values if they are few, or the command that lists them.
    """
    return Diagnostic(
        f"unknown {noun} {quoted(value)}",
        hint or suggestion(value, known, listed_by=listed_by),
        code,
    )


def invalid(noun: str, value: str, hint: str = "", code: AnyCode = "") -> Diagnostic:
    """Return `invalid id "a b"`."""
    return Diagnostic(f"invalid {noun} {quoted(value)}", hint, code)


def duplicate(noun: str, value: str, hint: str = "", code: AnyCode = "") -> Diagnostic:
    """Return `duplicate id "ICM"`."""
    return Diagnostic(f"duplicate {noun} {quoted(value)}", hint, code)


def missing(noun: str, hint: str = "", code: AnyCode = "") -> Diagnostic:
    """Return `missing header row`."""
    return Diagnostic(f"missing {noun}", hint, code)


def conflict(option: str, *others: str) -> Diagnostic:
    """Return `--next cannot be used with --year, --from or --to`."""
    return Diagnostic(f"{option} cannot be used with {one_of(others)}")


def refused(action: str, reason: str, hint: str = "") -> Diagnostic:
    """Return `cannot write FILE: permission denied`."""
    return Diagnostic(f"cannot {action}: {reason}", hint)


MISSING_EXTRA = Diagnostic(
    "reading workbooks requires python-calamine, which is not installed",
    "install c2c-cli[xlsx]",
)


MISSING_DOCX = Diagnostic(
    "Word documents require python-docx, which is not installed",
    "install c2c-cli[docx]",
)


class DataProblem(NamedTuple):
    """A diagnostic with the path of the value it is about."""

    path: KeyPath
    diagnostic: Diagnostic
    first: KeyPath | None = None
    """The path of the first occurrence, if the value is a duplicate."""
    at_key: bool = False
    """Whether the diagnostic is about the key, not its value."""
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return `event.kind: unknown kind "open"; …`: the keys of the path, message and hint."""
        return sentence(*self.diagnostic[:2], dotted(self.path))

    def below(self, *path: str | int) -> "DataProblem":
        """Return a copy with `path` prepended to its paths."""
        first = (*path, *self.first) if self.first else self.first
        return DataProblem((*path, *self.path), self.diagnostic, first, self.at_key, self.severity)


def problem(
    path: KeyPath, message: str, hint: str = "", code: AnyCode = "", first: KeyPath | None = None
) -> DataProblem:
    """Return an error about the value at a path."""
    return DataProblem(path, Diagnostic(message, hint, code), first)


def wrong_type(
    expected: str, value: object, hint: str = "", code: Code = "wrong-type"
) -> DataProblem:
    """Return the problem of a TOML or JSON value of the wrong type."""
    kinds: dict[type, str] = {
        bool: "a boolean",
        int: "a number",
        float: "a decimal number",
        Number: "a decimal number",
        str: "a string",
        list: "a list",
        dict: "a table",
        datetime.date: "a date",
        type(None): "null",
    }
    found = kinds.get(type(value), "a time")
    return problem((), f"expected {expected}, not {found}", hint, code)


class TextProblem(NamedTuple):
    """A diagnostic with its position in the text of a file."""

    line: int
    """The first line; lines and columns start at 1, and columns count characters."""
    column: int
    end_line: int
    end_column: int
    """The column after the last character."""
    severity: Severity
    code: AnyCode
    record: str
    """The table and id of the record, such as `centre ICDH`; empty if there is none."""
    field: str
    """The key, with dots in nested tables: `event.date`."""
    message: str
    hint: str

    def __str__(self) -> str:
        """Return the diagnostic in the form that compilers use, without the name of the file."""
        return f"{self.line}:{self.column}: {self.severity}: {self.text}"

    @property
    def text(self) -> str:
        """The diagnostic without its position: `[centre ICDH] sector: unknown sector "x"`."""
        record = f"[{cut(self.record)}] " if self.record else ""
        field = f"{cut(self.field)}: " if self.field else ""
        message = visible(sentence(self.message, self.hint))
        return f"{record}{field}{message}"


class C2CError(Exception):
    """Base class for errors that the user can act on."""

    exit_code = 70

    def __init__(
        self,
        message: str = "",
        hint: str = "",
        *,
        subject: str = "",
        lines: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint
        self.subject = subject
        """The option, column or file that the message is about, as the user named it."""
        self.lines = lines
        """Lines that are printed before the message."""

    @classmethod
    def of(cls, diagnostic: Diagnostic, *, subject: str = "", lines: Sequence[str] = ()) -> Self:
        """Return the error that a diagnostic describes."""
        return cls(diagnostic.message, diagnostic.hint, subject=subject, lines=lines)

    def __str__(self) -> str:
        """Return the error as one sentence."""
        return sentence(self.message, self.hint, self.subject)


class UsageError(C2CError):
    """An option or argument is invalid."""

    exit_code = 2


class InputError(C2CError):
    """A file to be read is missing, unreadable or invalid."""

    exit_code = 3


class NotFoundError(C2CError):
    """A record named by the user is not in the registry."""

    exit_code = 4


class OutputError(C2CError):
    """Standard output, or a file other than the registry file, cannot be written or deleted."""

    exit_code = 5


class WriteError(C2CError):
    """A change was refused, or a file cannot be written."""

    exit_code = 5

    def __str__(self) -> str:
        """Return the error as one sentence that says that no changes were made."""
        message = f"{self.message}, so no changes were made" if self.hint else self.message
        return sentence(message, self.hint or "no changes were made", self.subject)


class OutputClosedError(C2CError):
    """The reader closed the output pipe; exit without a message."""

    exit_code = 141


class InvalidError(C2CError, ValueError):
    """A value or record is invalid; the paths of its problems are relative to it."""

    exit_code = 2

    def __init__(self, problems: Sequence[DataProblem]) -> None:
        self.problems = tuple(problems)
        path, diagnostic, *_ = self.problems[0]
        super().__init__(diagnostic.message, diagnostic.hint, subject=dotted(path))


def invalid_value(message: str, hint: str = "", code: AnyCode = "") -> InvalidError:
    """Return an error about a value as a whole."""
    return InvalidError([problem((), message, hint, code)])


@contextmanager
def of_option(option: str) -> Iterator[None]:
    """Name an option or argument as the subject of the errors of its value."""
    try:
        yield
    except (UsageError, InvalidError) as error:
        subject = f"{option}: {error.subject}" if error.subject else option
        raise UsageError(error.message, error.hint, subject=subject) from None


def reason(error: OSError | ValueError) -> str:
    """Return the reason of an OSError or a ValueError, as the end of a message."""
    text = error.strerror if isinstance(error, OSError) else None
    return (text or str(error)).lower()


def dotted(path: KeyPath) -> str:
    """Return the keys of a path as in TOML, without indexes: `event.date`."""
    return ".".join(step for step in path if isinstance(step, str))
