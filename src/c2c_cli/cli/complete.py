"""Completions for the shell scripts that `c2c completion` prints: commands, options and values."""

import os
import shlex
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from c2c_cli import streams
from c2c_cli.cli import app, fields
from c2c_cli.cli.fields import Word
from c2c_cli.cli.group import BY_ID
from c2c_cli.errors import C2CError, InputError
from c2c_cli.model.history import CENTRE_STATUSES, EVENT_KINDS
from c2c_cli.model.records import RECORD_TYPES
from c2c_cli.model.registry import NAMED, Registry
from c2c_cli.model.value_types import identifier
from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import locate
from c2c_cli.text import cut, fold, visible

FILES = ":files"
"""The answer for a file name, which the shell completes itself."""


def answer(words: Sequence[str]) -> None:
    """Print the completions of the last word, one per line, each with a TAB and its description."""
    *before, last = words or [""]
    before = [part for word in before if word != "=" for part in _split(word)]  # bash passes = as a separate word
    *option, begun = _split(last)
    start = f"{option[0]}=" if option else ""
    for word, about in _words([*before, *option], begun.lstrip("=\"'")):  # the quote may still be open
        streams.write("\t".join(filter(None, (word if word == FILES else start + visible(word), cut(about)))) + "\n")


def _split(word: str) -> list[str]:
    """Split an option from its value, as bash does."""
    return word.split("=", 1) if word.startswith("--") else [word]


def _words(before: list[str], begun: str) -> Iterator[Word]:
    """Yield the words that can follow `before` and start with `begun`."""
    command: Any = app
    path = ""
    while before and before[0] in getattr(command, "commands", ()):
        command = command.get_command(None, before[0])
        path = f"{path} {before.pop(0)}".lstrip()
    if hasattr(command, "commands"):
        if not before:
            shown = [(name, one.get_short_help_str(80)) for name, one in command.commands.items() if not one.hidden]
            yield from _starting_with(begun, shown)
        command = command.commands.get(BY_ID, command)
    context = command.make_context(path, [*before], resilient_parsing=True, **app.context_settings)
    parameters = command.get_params(context)
    options = {word: one for one in parameters for word in (*one.opts, *one.secondary_opts) if word[0] == "-"}
    parameter = options.get(before[-1]) if before else None
    if parameter is None or parameter.is_flag:
        if begun.startswith("-"):
            yield from _starting_with(begun, [(word, one.help) for word, one in options.items() if word[1] == "-"])
            return
        arguments = {one.name: one for one in parameters if one.param_type_name == "argument"}
        given = [name for name in arguments if context.get_parameter_source(name).name == "COMMANDLINE"]
        parameter = next((one for name, one in arguments.items() if one.nargs == -1 or name not in given), None)
    if parameter:
        yield from _of_value(begun, path, parameter, context.params.get("data"))


def _of_value(begun: str, path: str, parameter: Any, data: str | None) -> Iterable[Word]:
    """Return the values of a parameter that start with `begun`, after a sign or the earlier items of a list."""
    several = getattr(parameter, "multiple", False)
    before = begun[: begun.rfind(",") + 1] if several or parameter.name == "columns" else ""
    if not before and begun[:1] in {"-", "+"} and (several or parameter.name == "sort"):
        before = begun[0]
    found = _starting_with(begun.removeprefix(before), _values(path, parameter, data))
    return ((before + word, about) for word, about in found if word not in before.lstrip("+-").split(","))


def _starting_with(begun: str, words: Iterable[Word]) -> Iterator[Word]:
    """Return the words that start with `begun`, ignoring case."""
    return (one for one in words if one[0] == FILES or fold(one[0]).startswith(fold(begun)))


def _values(path: str, parameter: Any, data: str | None) -> Iterable[Word]:
    """Return the values that an option or argument of a command accepts, if they are known."""
    name, table = parameter.name, path.rpartition(" ")[2].removesuffix("s")
    if words := getattr(getattr(parameter.type, "func", None), "words", ()):
        return _plain(words)
    if name in {"data", "file", "files", "output"}:
        return [(FILES, "")]
    if name in {"columns", "sort"}:
        return _plain(app.get_command(None, path).empty_view().columns)
    is_field = table in RECORD_TYPES and name in fields.names_of(table)
    with suppress(C2CError):  # the command reports it
        if is_field or name in _VALUES:
            registry = _load_registry(data)
            return fields.choices(registry, table, name) if is_field else _VALUES[name](registry, table)
    return ()


def _load_registry(data: str | None) -> Registry:
    """Load the registry in use; some shells pass the file name of `--data` as it was typed."""
    if data is not None:
        with suppress(ValueError):  # an open quote
            data = " ".join(shlex.split(data))
        data = os.path.expandvars(os.path.expanduser(data))  # noqa: PTH111  # Path.expanduser fails for an unknown user
    file = locate(data).file
    if not os.path.isfile(file):  # noqa: PTH113  # a name may contain a NUL, and reading a pipe would block
        raise InputError
    return load_registry(file)


def _plain(words: Iterable[str]) -> Iterable[Word]:
    return dict.fromkeys(words, "").items()


_VALUES: dict[str, Callable[[Registry, str], Iterable[Word]]] = {
    "sector": lambda registry, _: [
        *fields.ids(registry, "sector"),
        *((one.code, one.name) for one in registry.sector if identifier(one.code) is None),  # safe in a shell
    ],
    "status": lambda *_: _plain(CENTRE_STATUSES),
    "country": lambda registry, _: _plain(centre.country for centre in registry.centre),
    "kind": lambda registry, _: _plain((*EVENT_KINDS, *registry.kinds())),
    "centre": lambda registry, _: fields.ids(registry, "centre", "organisation"),
    "ids": lambda registry, _: fields.ids(registry, "centre", "organisation", "meeting"),
    "record_id": lambda registry, table: fields.ids(registry, *((*NAMED, "sector") if table == "remove" else [table])),
    "event_kind": lambda *_: _plain(EVENT_KINDS),
    "rule": lambda registry, _: [(rule.kind, rule.name) for rule in registry.cadence],
    "lang": lambda registry, _: _plain(tag for centre in registry.centre for tag in centre.names or ()),
}
"""The values of options and arguments that are not fields, by the name of the parameter."""
