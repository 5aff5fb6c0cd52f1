"""What may stand where the cursor is: commands, options, and the words of the registry in use.

A shell's script, which `c2c completion` prints, asks for it on every TAB.
"""

import datetime
import os
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from c2c_cli import streams
from c2c_cli.cli import COMMANDS, fields, load_command
from c2c_cli.cli.fields import Word
from c2c_cli.cli.options import Choice
from c2c_cli.errors import C2CError, InputError
from c2c_cli.model.history import CENTRE_STATUSES
from c2c_cli.model.records import Network
from c2c_cli.model.registry import NAMED, Registry
from c2c_cli.model.value_types import identifier
from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import locate
from c2c_cli.text import fold, visible

FILES = ":files"
"""Said instead of words where a file's name belongs, which the shell knows better."""

_OPTIONS = (("--help", "Show the help."), ("--version", "Print the version."))

_ABOUT = 60
"""So many characters of what a word is about are told."""


class Place(NamedTuple):
    """Where the cursor is."""

    command: str
    """As it was typed: `list`, `add meeting`."""
    parameter: Any
    data: str | None
    """The value of `--data`, where that stands before it."""

    @property
    def table(self) -> str:
        """The table whose fields are the options of the command."""
        return "meeting" if self.command == "meetings" else self.command.rpartition(" ")[2]

    def registry(self) -> Registry:
        """Read the registry in use.

        Raises InputError where that cannot be done.
        """
        file = locate(None if self.data is None else _as_passed_on(self.data)).file
        if not os.path.isfile(file):  # noqa: PTH113  # a name may hold a NUL; a pipe would be waited for, and emptied
            raise InputError
        return load_registry(file)


def answer(words: Sequence[str]) -> None:
    """Print the words that may stand in place of the last one, a line each, with what they are about behind a TAB."""
    *before, last = words or [""]
    before = [part for word in before if word != "=" for part in _apart(word)]  # bash gives the = by itself
    *option, begun = _apart(last)
    found = _words([*before, *option], begun.lstrip("=\"'"))  # a quote is not closed yet
    start = f"{option[0]}=" if option else ""
    shown = [(word if word == FILES else start + visible(word), _short(visible(about))) for word, about in found]
    streams.write("".join(f"{word}\t{about}\n" if about else f"{word}\n" for word, about in shown))


def _apart(word: str) -> list[str]:
    """Return an option and its value apart, as bash gives them."""
    return word.split("=", 1) if word.startswith("--") else [word]


def _short(about: str) -> str:
    """Return so much of what a word is about as is told."""
    return about if len(about) <= _ABOUT else about[: _ABOUT - 1].rpartition(" ")[0] + " …"


def _as_passed_on(word: str) -> str:
    """Return the name of a file as the shell would pass on what was typed; some shells tell us that alone."""
    try:
        parts = shlex.split(word)
    except ValueError:  # a quote that is not closed
        parts = []
    name = parts[0] if len(parts) == 1 else word
    return os.path.expandvars(os.path.expanduser(name))  # noqa: PTH111  # Path's fails where nobody has that name


def _words(before: list[str], begun: str) -> Iterable[Word]:
    """Return the words that may stand behind others and begin as one was begun."""
    if not before:
        return _beginning(begun, _OPTIONS if begun.startswith("-") else COMMANDS.items())
    name, *before = before
    command: Any = load_command(name) if name in COMMANDS else None
    if hasattr(command, "commands"):
        if not before:
            return _beginning(begun, [(one, sub.get_short_help_str(_ABOUT)) for one, sub in command.commands.items()])
        below, *before = before
        command, name = command.commands.get(below), f"{name} {below}"
    return _of_command(command, name, before, begun) if command else ()


def _of_command(command: Any, name: str, before: Sequence[str], begun: str) -> Iterable[Word]:
    """Return the words that may stand behind a command and the words before."""
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
        return _beginning(begun, (helps | {"--help": "Show the help."}).items())
    parameter = waiting or next(iter(arguments), None)
    return _of_value(begun, Place(name, parameter, data)) if parameter else ()


def _of_value(begun: str, place: Place) -> Iterable[Word]:
    """Return the values that begin as one was begun, behind what may stand before them.

    That is the sign which says backwards, more or less, or the items of a list that are there already.
    """
    before = ""
    if place.parameter.name == "columns":
        before = "".join(begun.rpartition(",")[:2])
    elif place.parameter.name == "sort" or (place.command == "edit meeting" and place.parameter.multiple):
        before = begun[:1] if begun[:1] in {"-", "+"} else ""
    found = _beginning(begun.removeprefix(before), _values(place))
    return ((f"{before}{word}", about) for word, about in found if word not in before.split(","))


def _beginning(begun: str, words: Iterable[Word]) -> Iterator[Word]:
    """Yield the words that begin as one was begun, in any case."""
    return (one for one in words if one[0] == FILES or fold(one[0]).startswith(fold(begun)))


def _values(place: Place) -> Iterable[Word]:
    """Return the values that an option or an argument takes, where they can be told."""
    parser = getattr(place.parameter.type, "func", None)
    if isinstance(parser, Choice):
        return _plain(parser.words)
    name = place.parameter.name
    values = _VALUES.get(f"{place.command} {name}") or _VALUES.get(name)
    try:
        if values is not None:
            return values(place)
        if place.table in fields.RECORDS and name in fields.names_of(place.table):
            return fields.choices(place.registry(), place.table, name)
    except C2CError:  # the command will tell what is wrong with the file
        pass
    return ()


def _plain(words: Iterable[str]) -> list[Word]:
    return [(word, "") for word in dict.fromkeys(words)]


def _sectors(place: Place) -> list[Word]:
    """Return the ids of the sectors, and the codes; not one that a shell might take for something else."""
    registry = place.registry()
    codes = [(sector.code, sector.name) for sector in registry.sector if identifier(sector.code) is None]
    return [*fields.ids(registry, "sector"), *codes]


def _columns(place: Place) -> list[Word]:
    """Return the columns of what a command shows, which are the same whatever the registry holds."""
    module, view = _VIEWS[place.command]
    return _plain(view(import_module(f"c2c_cli.output.{module}")).columns)


_NOTHING = Registry(network=Network(name="-"))

_VIEWS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "list": ("centres", lambda views: views.centres(_NOTHING, (), datetime.date.min)),
    "sectors": ("centres", lambda views: views.sectors(_NOTHING, datetime.date.min)),
    "meetings": ("meetings", lambda views: views.meetings(())),
    "cadence": ("meetings", lambda views: views.cadence(())),
    "agreements": ("centres", lambda views: views.agreements(())),
}
"""The view of each command that has columns, without any rows, and the module in `output` that makes it."""

_VALUES: dict[str, Callable[[Place], Iterable[Word]]] = {
    "list sector": _sectors,
    "list status": lambda _: _plain(CENTRE_STATUSES),
    "list country": lambda place: _plain(centre.country for centre in place.registry().centre),
    "meetings centre": lambda place: fields.ids(place.registry(), "centre", "organisation"),
    "ids": lambda place: fields.ids(place.registry(), "centre", "organisation", "meeting"),
    "remove record_id": lambda place: fields.ids(place.registry(), *NAMED, "sector"),
    "record_id": lambda place: fields.ids(place.registry(), place.table),
    "lang": lambda place: _plain(tag for centre in place.registry().centre for tag in centre.names or ()),
    **dict.fromkeys(("columns", "sort"), _columns),
    **dict.fromkeys(("data", "file", "files"), lambda _: [(FILES, "")]),
}
"""The values of an option or argument that is no field of a record.

Its name is the key; behind that of a command where others have an option of that name.
"""
