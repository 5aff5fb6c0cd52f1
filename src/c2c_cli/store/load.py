"""What a registry's file holds to the registry, or to all that is wrong with it. Knows bytes, not files."""

import codecs
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from c2c_cli.errors import DataProblem, Diagnostic
from c2c_cli.model.reader import Examined, examine
from c2c_cli.model.registry import Registry
from c2c_cli.store.disk import read_bytes
from c2c_cli.store.locate import STDIN, locate
from c2c_cli.toml.parser import parse

if TYPE_CHECKING:  # a sound file needs no places
    from c2c_cli.errors import TextProblem
    from c2c_cli.toml.document import Document


class Reading(NamedTuple):
    """What the bytes of a file say, sound or not."""

    content: bytes
    """The bytes: the text takes up to four times the room, and is not kept."""
    data: dict[str, Any]
    """What can be read of it as TOML."""
    examined: Examined
    """What can be read of that as records."""
    parsed: "Document | None" = None
    """The text with its places, where it is not sound TOML."""

    @property
    def registry(self) -> Registry | None:
        """The registry, where nothing is wrong."""
        return self.examined.registry if self.parsed is None else None

    def with_problems(self, more: Iterable[DataProblem]) -> "Reading":
        """Return what is wrong with it and what more somebody found; the records, which may be many, are let go."""
        return self._replace(
            examined=self.examined._replace(registry=None, tables={}, faults=[*self.examined.faults, *more])
        )

    def problems(self) -> "list[TextProblem]":
        """Return all that is wrong, in the order of the text."""
        faults = self.examined.faults
        if self.parsed is None and not faults:
            return []
        from c2c_cli.store.problems import found  # noqa: PLC0415
        from c2c_cli.toml.layout import Layout  # noqa: PLC0415

        if self.parsed is not None:
            return found(self.parsed, self.data, faults, self.parsed.problems)
        return found(Layout(_text(self.content)), self.data, faults)


def decoded(content: bytes, file: str) -> str:
    """Return the text that a file of this name holds. A byte-order mark is no part of it.

    Raises InvalidFileError where it is not UTF-8.
    """
    try:
        return _text(content)
    except UnicodeDecodeError as error:
        from c2c_cli.store.problems import InvalidFileError  # noqa: PLC0415
        from c2c_cli.toml.layout import Span, problem_at  # noqa: PLC0415

        before = error.object[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        wrong = Diagnostic(
            "not-utf8", f"the byte 0x{error.object[error.start]:02x} is no UTF-8", "save the file in UTF-8"
        )
        raise InvalidFileError(file, [problem_at(Span(line, column, line, column + 1), wrong)]) from None


def _text(content: bytes) -> str:
    return content.removeprefix(codecs.BOM_UTF8).decode()


def reading(content: bytes, file: str) -> Reading:
    """Read what a file of this name holds, as far as it can be read.

    Raises InvalidFileError where it is not UTF-8.
    """
    try:
        data = parse(decoded(content, file))
    except ValueError:
        from c2c_cli.toml.document import Document  # noqa: PLC0415

        parsed = Document(_text(content))
        return Reading(content, parsed.data, examine(parsed.data, parsed.damaged, parsed.lost), parsed)
    return Reading(content, data, examine(data))


def read(content: bytes, file: str) -> tuple[Registry, dict[str, Any]]:
    """Return the registry that a file contains, and its data; `file` is its name in the sentences about it.

    Raises InvalidFileError with every problem that it has.
    """
    found = reading(content, file)
    if found.registry is None:
        from c2c_cli.store.problems import InvalidFileError  # noqa: PLC0415

        raise InvalidFileError(file, found.problems())
    return found.registry, found.data


def load_registry(data: str | None) -> Registry:
    """Read the registry in use.

    Raises InputError where its file cannot be read, InvalidFileError where its text is no registry.
    """
    file = locate(data).file
    name = "<stdin>" if file == STDIN else file
    return read(read_bytes(file), name)[0]
