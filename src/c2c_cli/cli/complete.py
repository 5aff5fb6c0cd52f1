"""What may stand where the cursor is: commands, options, and the words of the registry in use.

A shell's script, which `c2c completion` prints, asks for it on every TAB.
"""

import datetime
import os
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from typer.main import get_command

from c2c_cli import streams
from c2c_cli.cli import fields
from c2c_cli.cli.fields import Word
from c2c_cli.errors import C2CError, InputError
from c2c_cli.model.history import CENTRE_STATUSES
from c2c_cli.model.records import MEETING_STATUSES, Network
from c2c_cli.model.registry import NAMED, Registry
from c2c_cli.model.value_types import identifier
from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import locate
from c2c_cli.text import fold, visible

FILES = ":files"
"""Said instead of words where a file's name belongs, which the shell knows better."""

_ABOUT = 60
"""So many characters of what a word is about are told."""


class Place(NamedTuple):
    """Where the cursor is."""

    command: str
    """As it was typed: `list`, `add meeting`."""
    parameter: Any
    given: dict[str, str]
    """The values of the options before it."""

    def registry(self) -> Registry:
        """Read the registry in use.

        Raises InputError where that cannot be done.
        """
        named = self.given.get("data")
        file = locate(None if named is None else _as_passed_on(named)).file
        if not os.path.isfile(file):  # noqa: PTH113  # a name may hold a NUL; a pipe would be waited for, and emptied
            raise InputError
        return load_registry(file)


def answer(words: Sequence[str], commands: dict[str, str], file_of: Callable[[str], str]) -> None:
    """Print the words that may stand in place of the last one, a line each, with what they are about behind a TAB."""
    lines = [f"{visible(word)}\t{_short(visible(about))}\n" for word, about in _words(list(words), commands, file_of)]
    streams.write("".join(lines).replace(f"{FILES}\t\n", f"{FILES}\n"))


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


def _words(words: list[str], commands: dict[str, str], file_of: Callable[[str], str]) -> Iterable[Word]:
    *before, begun = words or [""]
    before = [word for word in before if word != "="]  # bash gives it by itself
    begun = "" if begun == "=" else begun.lstrip("\"'")  # a quote that is not closed yet
    if not before:
        options = (("--help", "Show the help."), ("--version", "Print the version."))
        return _beginning(begun, options if begun.startswith("-") else commands.items())
    name, *before = before
    if name not in commands:
        return ()
    command: Any = get_command(import_module(f"c2c_cli.cli.{file_of(name)}").app)
    if hasattr(command, "commands"):
        if not before:
            below = [(one, sub.get_short_help_str(_ABOUT)) for one, sub in command.commands.items()]
            return _beginning(begun, below)
        command, name, before = command.commands.get(before[0]), f"{name} {before[0]}", before[1:]
        if command is None:
            return ()
    return _of_command(command, name, before, begun)


def _of_command(command: Any, name: str, before: Sequence[str], begun: str) -> Iterable[Word]:
    options = {word: one for one in command.params for word in (*one.opts, *one.secondary_opts) if word[:1] == "-"}
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    given: dict[str, str] = {}
    waiting, positional = None, 0
    for word in before:
        option, equals, value = word.partition("=")
        if waiting is not None:
            given[waiting.name] = word
            waiting = None
        elif option in options and not options[option].is_flag:
            if equals:
                given[options[option].name] = value
            else:
                waiting = options[option]
        elif not word.startswith("-"):
            positional += 1
    if waiting is not None:
        return _of_value(begun, Place(name, waiting, given))
    option, equals, value = begun.partition("=")
    if equals and option in options:
        found = _of_value(value, Place(name, options[option], given))
        return ((f"{option}={word}" if word != FILES else word, about) for word, about in found)
    if begun.startswith("-"):
        helps = {word: one.help or "" for word, one in options.items() if word.startswith("--")}
        return _beginning(begun, (helps | {"--help": "Show the help."}).items())
    if not arguments or (positional >= len(arguments) and arguments[-1].nargs != -1):
        return ()
    return _beginning(begun, _values(Place(name, arguments[min(positional, len(arguments) - 1)], given)))


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
    name, (verb, _, table) = place.parameter.name, place.command.partition(" ")
    try:
        if verb in {"add", "edit"} and name not in {"record_id", "data", "dry_run"}:
            return fields.choices(place.registry(), table, name)
        return list(_VALUES[name](place)) if name in _VALUES else ()
    except C2CError:  # the command will tell what is wrong with the file
        return ()


def _of_field(name: str) -> Callable[[Place], Iterable[Word]]:
    return lambda place: fields.choices(place.registry(), "meeting", name)


def _plain(words: Iterable[str]) -> list[Word]:
    return [(word, "") for word in words]


def _sectors(place: Place) -> list[Word]:
    """Return the ids of the sectors, and the codes; not one that a shell might take for something else."""
    codes = [(sector.code, sector.name) for sector in place.registry().sector if identifier(sector.code) is None]
    return [*fields.ids("sector")(place.registry()), *codes]


def _record(place: Place) -> list[Word]:
    """Return the ids that `edit centre` takes, or `remove`, which takes all."""
    table = place.command.removeprefix("edit ")
    tables = (*NAMED, "sector") if table == "remove" else (table,)
    return fields.ids(*tables)(place.registry())


def _languages(place: Place) -> list[Word]:
    registry = place.registry()
    found = [one.names for one in registry.centre] + [one.names for one in registry.sector]
    return _plain(dict.fromkeys(tag for names in found for tag in names or ()))


def _formats(place: Place) -> list[Word]:
    rooms = {"meetings": "cli.meetings", "check": "cli.check", "import": "store.rows"}
    return _plain(import_module(f"c2c_cli.{rooms.get(place.command, 'output.render')}").FORMATS)


def _columns(place: Place) -> list[Word]:
    """Return the columns of what a command shows, which are the same whatever the registry holds."""
    nothing, day = Registry(network=Network(name="-")), datetime.date.min
    module = {"list": "centres", "sectors": "centres", "cadence": "meetings"}.get(place.command, place.command)
    views = import_module(f"c2c_cli.output.{module}")
    if place.command == "list":
        return _plain(views.centres(nothing, (), day).columns)
    if place.command == "sectors":
        return _plain(views.sectors(nothing, day).columns)
    return _plain(getattr(views, place.command)(()).columns)


_VALUES: dict[str, Callable[[Place], Iterable[Word]]] = {
    "sector": _sectors,
    "status": lambda place: _plain(CENTRE_STATUSES if place.command == "list" else MEETING_STATUSES),
    "kind": _of_field("kind"),
    "country": lambda place: _plain(dict.fromkeys(centre.country for centre in place.registry().centre)),
    "centre": _of_field("attendees"),
    "ids": lambda place: fields.ids("centre", "organisation", "meeting")(place.registry()),
    "record_id": _record,
    "lang": _languages,
    "format": _formats,
    "form": _formats,
    "columns": _columns,
    "sort": _columns,
    "table": lambda _: _plain(("centre", "meeting")),
    "shell": lambda _: _plain(import_module("c2c_cli.cli.completion").SCRIPTS),
    **dict.fromkeys(("data", "file", "files"), lambda _: [(FILES, "")]),
}
"""The name of an option or argument, as its command calls it -> the values that it takes."""
