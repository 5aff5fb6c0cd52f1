"""Completions for the shell scripts that `c2c completion` prints: commands, options and values."""

import os
import shlex
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from c2c_cli import streams
from c2c_cli.cli import COMMANDS, fields, load_command
from c2c_cli.cli.fields import Word
from c2c_cli.cli.group import BY_ID
from c2c_cli.errors import C2CError, InputError
from c2c_cli.model.history import CENTRE_STATUSES, EVENT_KINDS
from c2c_cli.model.registry import NAMED, Registry
from c2c_cli.model.value_types import identifier
from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import locate
from c2c_cli.text import fold, visible

FILES = ":files"
"""The answer for a file name, which the shell completes itself."""

_OPTIONS = (("--help", "Show this message and exit."), ("--version", "Print the version."))

_MAX_LENGTH = 60
"""Maximum number of characters of a description."""


class Place(NamedTuple):
    """The position of the cursor."""

    command: str
    """The command as the user typed it: `list`, `add meeting`."""
    parameter: Any
    data: str | None
    """The value of `--data`, if it is before the cursor."""

    @property
    def table(self) -> str:
        """The table whose fields the command has as options."""
        return "meeting" if self.command == "meetings" else self.command.rpartition(" ")[2]

    @property
    def is_field(self) -> bool:
        """Whether the parameter is a field of the table."""
        return self.table in fields.RECORDS and self.parameter.name in fields.names_of(self.table)

    def registry(self) -> Registry:
        """Load the registry in use."""
        file = locate(None if self.data is None else _unquoted(self.data)).file
        if not os.path.isfile(file):  # noqa: PTH113  # a name may contain a NUL, and reading a pipe would block
            raise InputError
        return load_registry(file)


def answer(words: Sequence[str]) -> None:
    """Print the completions of the last word, one per line, each with a TAB and its description."""
    *before, last = words or [""]
    before = [part for word in before if word != "=" for part in _split(word)]  # bash passes = as a separate word
    *option, begun = _split(last)
    start = f"{option[0]}=" if option else ""
    for word, about in _words([*before, *option], begun.lstrip("=\"'")):  # the quote may still be open
        short = textwrap.shorten(visible(about), _MAX_LENGTH, placeholder=" …")
        streams.write("\t".join(filter(None, (word if word == FILES else start + visible(word), short))) + "\n")


def _split(word: str) -> list[str]:
    """Split an option from its value, as bash does."""
    return word.split("=", 1) if word.startswith("--") else [word]


def _unquoted(word: str) -> str:
    """Return the file name that the shell would pass for a word; some shells pass the word as typed."""
    with suppress(ValueError):  # an open quote
        word = " ".join(shlex.split(word))
    return os.path.expandvars(os.path.expanduser(word))  # noqa: PTH111  # Path.expanduser fails for an unknown user


def _words(before: list[str], begun: str) -> Iterable[Word]:
    """Return the words that can follow `before` and start with `begun`."""
    if before[:1] == ["help"]:
        before = before[1:]
    if not before:
        return _starting_with(begun, _OPTIONS if begun.startswith("-") else COMMANDS.items())
    name, *before = before
    command: Any = load_command(name) if name in COMMANDS else None
    if hasattr(command, "commands") and not (before or [begun])[0].startswith("-"):
        known = {one: sub for one, sub in command.commands.items() if not sub.hidden}
        by_id = command.commands.get(BY_ID)
        if not before:
            nouns = _starting_with(begun, [(one, sub.get_short_help_str(_MAX_LENGTH)) for one, sub in known.items()])
            return [*nouns, *(_of_command(by_id, name, before, begun) if by_id else ())]
        below, *rest = before
        if below in known or by_id is None:
            command, name, before = known.get(below), f"{name} {below}", rest
        else:
            command = by_id
    return _of_command(command, name, before, begun) if command else ()


def _of_command(command: Any, name: str, before: Sequence[str], begun: str) -> Iterable[Word]:
    """Return the words that can follow a command and `before`, and start with `begun`."""
    options = {word: one for one in command.params for word in (*one.opts, *one.secondary_opts) if word[:1] == "-"}
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    waiting, data = None, None
    for word in before:
        if waiting is not None:
            data = word if waiting.name == "data" else data
            waiting = None
        elif word in options:
            waiting = None if options[word].is_flag else options[word]
        elif not word.startswith("-") and arguments and arguments[0].nargs == 1:
            arguments.pop(0)
    if waiting is None and begun.startswith("-"):
        helps = {word: one.help or "" for word, one in options.items() if word.startswith("--")}
        return _starting_with(begun, (helps | {"--help": "Show this message and exit."}).items())
    parameter = waiting or next(iter(arguments), None)
    return _of_value(begun, Place(name, parameter, data)) if parameter else ()


def _of_value(begun: str, place: Place) -> Iterable[Word]:
    """Return the values that start with `begun`, after a sign or the earlier items of a list."""
    name, multiple = place.parameter.name, getattr(place.parameter, "multiple", False)
    filters = multiple and place.command in {"list", "meetings", "timeline"}
    several = name == "columns" or filters or (place.is_field and fields.takes_ids(place.table, name))
    before = "".join(begun.rpartition(",")[:2]) if several else ""
    if not before and (name == "sort" or (multiple and place.command == "edit meeting")):
        before = begun[:1] if begun[:1] in {"-", "+"} else ""
    found = _starting_with(begun.removeprefix(before), _values(place))
    return ((f"{before}{word}", about) for word, about in found if word not in before.lstrip("+-").split(","))


def _starting_with(begun: str, words: Iterable[Word]) -> Iterator[Word]:
    """Return the words that start with `begun`, ignoring case."""
    return (one for one in words if one[0] == FILES or fold(one[0]).startswith(fold(begun)))


def _values(place: Place) -> Iterable[Word]:
    """Return the values that an option or argument accepts, if they are known."""
    if words := getattr(getattr(place.parameter.type, "func", None), "words", ()):
        return _plain(words)
    name = place.parameter.name
    values = _VALUES.get(f"{place.command} {name}") or _VALUES.get(name)
    with suppress(C2CError):  # the command reports it
        if values is not None:
            return values(place)
        if place.is_field:
            return fields.choices(place.registry(), place.table, name)
    return ()


def _plain(words: Iterable[str]) -> list[Word]:
    return [(word, "") for word in dict.fromkeys(words)]


def _sectors(place: Place) -> list[Word]:
    """Return the ids of the sectors, and the codes that are safe in a shell."""
    registry = place.registry()
    codes = [(sector.code, sector.name) for sector in registry.sector if identifier(sector.code) is None]
    return [*fields.ids(registry, "sector"), *codes]


_VALUES: dict[str, Callable[[Place], Iterable[Word]]] = {
    "list sector": _sectors,
    "list status": lambda _: _plain(CENTRE_STATUSES),
    "list country": lambda place: _plain(centre.country for centre in place.registry().centre),
    "timeline kind": lambda place: _plain((*EVENT_KINDS, *place.registry().kinds())),
    **dict.fromkeys(
        ("meetings centre", "timeline centre"), lambda place: fields.ids(place.registry(), "centre", "organisation")
    ),
    "ids": lambda place: fields.ids(place.registry(), "centre", "organisation", "meeting"),
    "remove record_id": lambda place: fields.ids(place.registry(), *NAMED, "sector"),
    "record_id": lambda place: fields.ids(place.registry(), place.table),
    "event_kind": lambda _: _plain(EVENT_KINDS),
    "contact": lambda place: _plain(
        word
        for centre in place.registry().centre
        for one in centre.contact
        for word in (one.role, one.name)
        if word and identifier(word) is None  # safe in a shell
    ),
    "rule": lambda place: [(rule.kind, rule.name) for rule in place.registry().cadence],
    "lang": lambda place: _plain(tag for centre in place.registry().centre for tag in centre.names or ()),
    **dict.fromkeys(("columns", "sort"), lambda place: _plain(load_command(place.command).empty_view().columns)),
    **dict.fromkeys(("data", "file", "files", "output"), lambda _: [(FILES, "")]),
}
"""The values of options and arguments that are not fields.

The key is the parameter's name, with its command before it if other commands have a parameter of that name.
"""
