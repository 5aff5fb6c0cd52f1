"""Reading of a registry from the content of its file; every problem of a file is reported."""

import codecs
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Self

from c2c_cli.errors import C2CError, DataProblem, InputError, KeyPath, TextProblem, dotted
from c2c_cli.model.reader import examine
from c2c_cli.model.registry import Registry, Tables
from c2c_cli.store.disk import read_bytes
from c2c_cli.store.locate import data_option, display_name, locate
from c2c_cli.text import plural
from c2c_cli.toml.convert import parse

if TYPE_CHECKING:  # a valid file does not need them
    from c2c_cli.toml.document import Document
    from c2c_cli.toml.layout import Positions


class InvalidFileError(InputError):
    """A registry file has errors and was not read."""

    def __init__(self, file: str, problems: list[TextProblem]) -> None:
        lines = [f"{file}:{problem}" for problem in problems]
        super().__init__(f"found {plural(len(problems), 'error')} in {file}", lines=lines)
        self.problems = tuple(problems)

    def in_registry(self, option: str) -> Self:
        """Return the error with a hint to edit the file, which is the registry file.

        `option` is the option that the command needs for it, such as ` --data FILE`.
        """
        self.hint = f"run c2c edit{option}"
        return self


class Reading(NamedTuple):
    """What could be read of a valid or invalid file."""

    content: bytes
    """The bytes of the file; its text would take up to four times the memory."""
    data: Mapping[str, object]
    tables: Tables
    data_problems: list[DataProblem]
    parsed: "Document | None" = None
    """The text with its syntax errors, if it is not valid TOML."""

    @property
    def is_valid(self) -> bool:
        """Whether the file has no errors."""
        return not self.data_problems and self.parsed is None

    def problems(self, more: Iterable[DataProblem] = ()) -> list[TextProblem]:
        """Return all problems of the file, and those in `more`, sorted by position."""
        problems = [*self.data_problems, *more]
        if self.parsed is None and not problems:
            return []
        from c2c_cli.toml.layout import Layout  # noqa: PLC0415

        places = self.parsed or Layout(decoded(self.content, ""))
        syntax_errors = self.parsed.problems if self.parsed else []
        names = {table: _names(table, rows) for table, rows in self.data.items()}
        located = [_located(problem, places, self.data, names) for problem in problems]
        return sorted([*syntax_errors, *located])


def _located(
    problem: DataProblem,
    places: "Positions",
    data: Mapping[str, object],
    names: Mapping[str, Sequence[str]],
) -> TextProblem:
    """Return a problem of the data of a file with its position in the text.

    `names` are the names of the records in each table.
    """
    span = places.place(problem.path, key=problem.at_key)
    message, hint, code = problem.diagnostic
    if problem.first is not None:
        line = places.place(problem.first).line
        if line != span.line:
            hint = f"{hint} (see line {line})" if hint else f"see line {line}"
    record, field = _record_and_field(problem.path, data, names)
    return TextProblem(*span, problem.severity, code, record, field, message, hint)


def _record_and_field(
    path: KeyPath, data: Mapping[str, object], names: Mapping[str, Sequence[str]]
) -> tuple[str, str]:
    """Return the record and the field at a path, as in messages: `centre ICDH`, `event.date`."""
    if not path:  # of the file as a whole
        return "", ""
    table, *below = path
    rows = data.get(str(table))
    if not below and not isinstance(rows, dict | list):  # a key before all tables
        return "", str(table)
    record = str(table)
    if below and isinstance(rows, list):
        record = f"{table} {names[record][int(below[0])]}".rstrip()
    return record, dotted(path[1:])


def _names(table: str, rows: object) -> list[str]:
    """Return what names each record of a table in messages, an empty string if nothing does.

    That is its id, or its kind and the year of a waiver. If others have the same, the year in which
    a rule begins and the first centre that an obligation or a waiver names are added.
    """
    words = [_words(table, row) for row in rows] if isinstance(rows, list) else []
    counts = Counter(found[:length] for found in words for length in range(1, len(found) + 1))
    shortest = 2 if table == "waiver" else 1
    names = []
    for found in words:
        length = min(shortest, len(found))
        while length < len(found) and counts[found[:length]] > 1:
            length += 1
        names.append(" ".join(found[:length]))
    return names


def _words(table: str, row: object) -> tuple[str, ...]:
    """Return the values that name a record in messages, the most important first."""
    if not isinstance(row, dict):
        return ()
    year = row.get("year" if table == "waiver" else "since")
    centres = row.get("centres") or [row.get("centre")]
    values = [row.get("id")]
    if table in {"cadence", "obligation", "waiver"}:
        values = [row.get("kind"), year, *(centres[:1] if isinstance(centres, list) else ())]
    if type(values[0]) is not str:
        return ()
    return (*(str(value) for value in values if type(value) is str or _is_year(value)),)


def _is_year(value: object) -> bool:
    """Return whether a value has the form of a year; a longer number may take long to convert."""
    return type(value) is int and 0 < value < 10_000


def decoded(content: bytes, file: str) -> str:
    """Return the text of the file `file` without a byte-order mark.

    Raises InvalidFileError if it is not UTF-8.
    """
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        lines = error.object[: error.start].decode().split("\n")
        line, column = len(lines), len(lines[-1]) + 1
        message = f"invalid UTF-8 byte 0x{error.object[error.start]:02x}"
        where = (line, column, line, column + 1)
        problem = TextProblem(
            *where, "error", "not-utf8", "", "", message, "save the file in UTF-8"
        )
        raise InvalidFileError(file, [problem]) from None


def inspect(content: bytes, file: str) -> Reading:
    """Read as much of the content of the file `file` as possible.

    Raises InvalidFileError if it is not UTF-8.
    """
    try:
        data = parse(decoded(content, file))
    except ValueError:
        from c2c_cli.toml.document import Document  # noqa: PLC0415

        parsed = Document(decoded(content, file))
        return Reading(content, parsed.data, *examine(parsed.data, parsed.damaged), parsed)
    return Reading(content, data, *examine(data))


def read(content: bytes, file: str) -> tuple[Registry, Mapping[str, object]]:
    """Return the registry in the content of the file `file`, and its data.

    Raises InvalidFileError if it is invalid.
    """
    found = inspect(content, file)
    if not found.is_valid:
        raise InvalidFileError(file, found.problems())
    return Registry.of(found.tables), found.data


def find_registry(data: str | None) -> Registry | None:
    """Return the registry that `data` selects, or None if it cannot be read at once.

    A command without it reports the reason.
    """
    with suppress(C2CError):
        file = locate(data).file
        # a name may contain a NUL, and reading a pipe would block
        if os.path.isfile(file):  # noqa: PTH113
            return load_registry(data)
    return None


def load_registry(data: str | None) -> Registry:
    """Read the registry that `data`, the value of `--data`, selects.

    Raises InputError if that fails.
    """
    file = locate(data).file
    try:
        registry, _ = read(read_bytes(file), display_name(file))
    except InvalidFileError as error:
        from c2c_cli.store import writable  # noqa: PLC0415  # a valid file does not need it

        raise error if writable.why_not(data) else error.in_registry(data_option(data)) from None
    return registry._replace(option=data_option(data))
