"""Hints that name the command to use for a record."""

from collections.abc import Callable, Sequence

from c2c_cli.errors import NotFoundError
from c2c_cli.model import lookup, naming
from c2c_cli.model.countries import CODES, code_of
from c2c_cli.model.history import CENTRE_STATUSES
from c2c_cli.model.record import Record
from c2c_cli.model.records import MEETING_STATUSES
from c2c_cli.model.registry import Registry
from c2c_cli.store import load, writable
from c2c_cli.store.locate import data_option
from c2c_cli.text import one_of, shell


def of_edit(word: str, args: Sequence[str], data: str | None) -> str:
    """Return `use c2c edit meeting 2018-11` for the id of a record, or an empty string.

    `data` is the value of `--data` before the id; `args` are the id and what follows it, which may
    also contain `--data`. The hint is empty if no command can change the registry.
    """
    data = data or _data_in(args)
    registry = None if writable.why_not(data) else load.find_registry(data)
    if registry is None:
        return ""
    found = [naming.arguments_of(registry, record) for record in _records(registry, word)]
    commands = [f"c2c edit {arguments}{data_option(data)}" for arguments in found]
    return f"use {one_of(commands)}" if commands else ""


def of_query(word: str, data: str | None) -> str:
    """Return `use c2c show ICM` for a word that means a record, or an empty string.

    `data` is the value of `--data`.
    """
    registry = load.find_registry(data)
    if registry is None or not _records(registry, word):
        return ""
    return f"use c2c show {shell(word)}{data_option(data)}"


def are_values(option: str, words: Sequence[str], data: str | None) -> bool:
    """Return whether an option of a command that lists records accepts all of some words."""
    registry = load.find_registry(data)
    if registry is None:
        return False
    accepts: dict[str, Callable[[str], object]] = {
        "sector": registry.sectors_called,
        "status": {*CENTRE_STATUSES, *MEETING_STATUSES}.__contains__,
        "country": lambda word: code_of(word) or word.upper() in CODES,
        "kind": {*registry.event_kinds(), *registry.kinds()}.__contains__,
        "centre": lambda word: (
            lookup.find(registry.centre, word) or lookup.find(registry.organisation, word)
        ),
    }
    return option in accepts and all(map(accepts[option], words))


def _records(registry: Registry, word: str) -> list[Record]:
    """Return the records that a word means, or none."""
    try:
        return naming.find(registry, [word])[0]
    except NotFoundError:
        return []


def _data_in(args: Sequence[str]) -> str | None:
    """Return the value of `--data` in arguments, or None."""
    for number, word in enumerate(args):
        if word.startswith("--data="):
            return word.removeprefix("--data=")
        if word == "--data":
            return next(iter(args[number + 1 :]), None)
    return None
