"""Reading of a registry from the content of its file; an invalid file is reported with every problem."""

import codecs
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from c2c_cli.errors import DataProblem, Diagnostic, InputError, TextProblem
from c2c_cli.model.reader import Examined, examine
from c2c_cli.model.registry import Registry
from c2c_cli.store.disk import read_bytes
from c2c_cli.store.locate import STDIN, locate
from c2c_cli.text import plural
from c2c_cli.toml.parser import parse

if TYPE_CHECKING:  # a valid file does not need it
    from c2c_cli.toml.document import Document


class InvalidFileError(InputError):
    """A registry file has errors and was not read."""

    def __init__(self, file: str, problems: list[TextProblem]) -> None:
        lines = [f"{file}:{problem}" for problem in problems]
        super().__init__(f"found {plural(len(problems), 'error')} in {file}", lines=lines)
        self.problems = tuple(problems)


class Reading(NamedTuple):
    """The content of a valid or invalid file, as far as it can be read."""

    content: bytes
    """The bytes of the file; its text would take up to four times the memory."""
    data: dict[str, Any]
    """The TOML data."""
    examined: Examined
    """The records in the data."""
    parsed: "Document | None" = None
    """The text with its syntax errors, if it is not valid TOML."""

    @property
    def registry(self) -> Registry | None:
        """The registry, if the file is valid."""
        return self.examined.registry if self.parsed is None else None

    def problems(self, more: Iterable[DataProblem] = ()) -> list[TextProblem]:
        """Return every problem, and `more`, by position."""
        problems = [*self.examined.problems, *more]
        if self.parsed is None and not problems:
            return []
        from c2c_cli.store.problems import located  # noqa: PLC0415
        from c2c_cli.toml.layout import Layout  # noqa: PLC0415

        places = self.parsed or Layout(_text(self.content))
        return located(places, self.data, problems, self.parsed.problems if self.parsed else ())


def decoded(content: bytes, file: str) -> str:
    """Return the text of the file `file` without a byte-order mark.

    Raises InvalidFileError if `content` is not UTF-8.
    """
    try:
        return _text(content)
    except UnicodeDecodeError as error:
        from c2c_cli.toml.layout import Span, problem_at  # noqa: PLC0415

        before = error.object[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = f"invalid UTF-8 byte 0x{error.object[error.start]:02x}"
        invalid = Diagnostic(message, "save the file in UTF-8", "not-utf8")
        raise InvalidFileError(file, [problem_at(Span(line, column, line, column + 1), invalid)]) from None


def _text(content: bytes) -> str:
    return content.removeprefix(codecs.BOM_UTF8).decode()


def reading(content: bytes, file: str) -> Reading:
    """Read as much of the content of the file `file` as possible.

    Raises InvalidFileError if `content` is not UTF-8.
    """
    try:
        data = parse(decoded(content, file))
    except ValueError:
        from c2c_cli.toml.document import Document  # noqa: PLC0415

        parsed = Document(_text(content))
        return Reading(content, parsed.data, examine(parsed.data, parsed.damaged), parsed)
    return Reading(content, data, examine(data))


def read(content: bytes, file: str) -> tuple[Registry, dict[str, Any]]:
    """Return the registry in the content of the file `file`, and its TOML data.

    Raises InvalidFileError if the file is invalid; the error lists every problem.
    """
    found = reading(content, file)
    if found.registry is None:
        raise InvalidFileError(file, found.problems())
    return found.registry, found.data


def load_registry(data: str | None) -> Registry:
    """Read the registry that `data`, the value of `--data`, selects.

    Raises InputError if the file cannot be read, and InvalidFileError if the file is invalid.
    """
    file = locate(data).file
    name = "<stdin>" if file == STDIN else file
    return read(read_bytes(file), name)[0]
