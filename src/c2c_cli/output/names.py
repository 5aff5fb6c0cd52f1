"""Names of records in the language of `--lang`, and a note on the records without one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from c2c_cli.model.language_tags import lookup
from c2c_cli.model.record import Record
from c2c_cli.model.records import Network, table_of
from c2c_cli.text import quoted, some_of

R = TypeVar("R", bound=Record)

_NOUNS = {"cadence": "cadence rule"}
"""Table -> the noun for its records, if it differs."""

_MAX_TAGS = 6
"""Maximum number of languages that a note lists."""


def localize(records: Iterable[R], language: str | None) -> list[R]:
    """Return the records with their names in `language`; `ko-KR` falls back to `ko`.

    A record without such a name keeps its main name.
    """
    localized = []
    for record in records:
        names = getattr(record, "names", None) or {}
        tag = lookup(language, names)
        localized.append(replace(record, name=names[tag]) if tag else record)
    return localized


def unnamed(records: Iterable[Record], language: str | None, network: Network) -> str:
    """Return how many of the records have no name in `language`, or an empty string.

    Records that have a title instead of a name do not count. If all of them lack such a name, the
    text lists the languages in which they have one.
    """
    if language is None:
        return ""
    main = network.main_language
    named = [record for record in records if hasattr(record, "names")]
    tags = [tuple(record.names or ()) for record in named]
    lacking = [each for each in tags if lookup(language, (*each, main)) is None]
    if not lacking:
        return ""
    them = _counted(len(lacking), len(named), _noun(named))
    others = sorted({tag for each in lacking for tag in each})
    if others and len(lacking) == len(named):
        shown = f"other names are recorded in {some_of(others, _MAX_TAGS)}"
    else:
        shown = "its main name is shown" if len(lacking) == 1 else "their main names are shown"
    return f"{them} in {quoted(language)}; {shown}"


def _noun(records: Iterable[Record]) -> str:
    """Return the noun for records, which is "record" if they are of several types."""
    tables = {table_of(record) for record in records}
    noun = tables.pop() if len(tables) == 1 else "record"
    return _NOUNS.get(noun, noun)


def _counted(lacking: int, number: int, noun: str) -> str:
    """Return how many of a number of records have no name, as the beginning of a sentence."""
    if number == 1:
        return f"the {noun} has no name"
    if lacking == number:
        return f"none of the {number} {noun}s has a name"
    return f"{lacking} of {number} {noun}s {'has' if lacking == 1 else 'have'} no name"
