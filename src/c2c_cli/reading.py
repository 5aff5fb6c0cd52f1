"""The text of a registry's file to the registry, or to all that is wrong with it. Knows text, not files."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from c2c_cli import document, records
from c2c_cli.errors import Fault
from c2c_cli.records import Examined
from c2c_cli.registry import Registry

if TYPE_CHECKING:  # a sound file needs no places
    from c2c_cli.document.parsed import Document
    from c2c_cli.problems import Problem


class Reading(NamedTuple):
    """What a text says, sound or not."""

    text: str
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

    def judged(self, more: Iterable[Fault]) -> "Reading":
        """Return what is wrong with it and what more somebody found; the records, which may be many, are let go."""
        return self._replace(examined=Examined(None, {}, [*self.examined.faults, *more]))

    def problems(self) -> "list[Problem]":
        """Return all that is wrong, in the order of the text."""
        faults = self.examined.faults
        if self.parsed is None and not faults:
            return []
        from c2c_cli.document.places import SoundPlaces  # noqa: PLC0415
        from c2c_cli.problems import found  # noqa: PLC0415

        if self.parsed is not None:
            return found(self.parsed, self.data, faults, self.parsed.faults)
        return found(SoundPlaces(self.text, self.data), self.data, faults)


def reading(text: str) -> Reading:
    """Read a text as far as it can be read."""
    try:
        data = document.parse(text)
    except ValueError:
        from c2c_cli.document.parsed import Document  # noqa: PLC0415

        parsed = Document(text)
        return Reading(text, parsed.data, records.examine(parsed.data, parsed.damaged, parsed.lost), parsed)
    return Reading(text, data, records.examine(data))


def read(text: str, file: str) -> Registry:
    """Read a registry from the text of its file; `file` is its name in the sentences about it.

    Raises InvalidFileError with every problem that the text has.
    """
    return read_with_data(text, file)[1]


def read_with_data(text: str, file: str) -> tuple[dict[str, Any], Registry]:
    """Read a registry, and return with it the data of its text."""
    found = reading(text)
    if found.registry is None:
        from c2c_cli.problems import InvalidFileError  # noqa: PLC0415

        raise InvalidFileError(file, found.problems())
    return found.data, found.registry
