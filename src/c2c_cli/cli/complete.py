"""Completions for the shell scripts that `c2c completion` prints: commands, options and values."""

import os
import shlex
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

from c2c_cli import streams
from c2c_cli.cli import fields, group
from c2c_cli.errors import C2CError
from c2c_cli.model.history import CENTRE_STATUSES, EVENT_KINDS
from c2c_cli.model.records import RECORD_TYPES
from c2c_cli.model.registry import NAMED, Registry
from c2c_cli.model.values import identifier
from c2c_cli.store import load, locate
from c2c_cli.text import cut, fold, visible

FILES = ":files"
"""The answer for a file name, which the shell completes itself."""


def answer(app: Any, words: Sequence[str]) -> None:
    """Print the completions of the last word of a command line, one per line.

    A description follows its word after a TAB.
    """
    *before, last = words or [""]
    # bash passes = as a separate word
    before = [part for word in before if word != "=" for part in _split(word)]
    *option, begun = _split(last)
    start = f"{option[0]}=" if option else ""
    begun = begun.lstrip("=\"'")  # the quote may still be open
    kept, known = _known_words(app, [*before, *option], begun)
    for word, about in known.items():
        if word == FILES:
            streams.write(f"{FILES}\n")
        elif fold(word).startswith(fold(begun.removeprefix(kept))) and word not in kept.lstrip(
            "+-"
        ).split(","):
            streams.write(
                "\t".join(filter(None, (start + visible(kept + word), cut(about)))) + "\n"
            )


def _split(word: str) -> list[str]:
    """Split an option from its value, as bash does."""
    return word.split("=", 1) if word.startswith("--") else [word]


def _known_words(app: Any, before: list[str], begun: str) -> tuple[str, dict[str, str]]:
    """Return the start of `begun` to keep, and the words that can follow it.

    The start is a sign or the earlier items of a list.
    """
    command: Any = app
    path = ""
    while before and before[0] in getattr(command, "commands", ()):
        command = command.get_command(None, before[0])
        path = f"{path} {before.pop(0)}".lstrip()
    known = {}
    if hasattr(command, "commands"):
        if not before:
            known = {
                name: one.get_short_help_str(80)
                for name, one in command.commands.items()
                if not one.hidden
            }
        command = command.commands.get(group.BY_ID, command)
    context = command.make_context(path, [*before], resilient_parsing=True, **app.context_settings)
    parameters = command.get_params(context)
    options = {
        word: one
        for one in parameters
        for word in (*one.opts, *one.secondary_opts)
        if word[0] == "-"
    }
    parameter = options.get(before[-1]) if before else None
    if parameter is None or parameter.is_flag:
        if begun.startswith("-"):
            return "", {word: one.help for word, one in options.items() if word[1] == "-"}
        arguments = [one for one in parameters if one.param_type_name == "argument"]
        given = [
            one for one in arguments if context.get_parameter_source(one.name).name == "COMMANDLINE"
        ]
        parameter = next((one for one in arguments if one.nargs == -1 or one not in given), None)
    if parameter is None:
        return "", known
    several = getattr(parameter, "multiple", False)
    kept = begun[: begun.rfind(",") + 1] if several or parameter.name == "columns" else ""
    if not kept and begun[:1] in {"-", "+"} and (several or parameter.name == "sort"):
        kept = begun[0]
    return kept, known | _values(app, path, parameter, context.params.get("data"))


def _values(app: Any, path: str, parameter: Any, data: str | None) -> dict[str, str]:
    """Return the known values of an option or argument of a command, with descriptions."""
    name, table = parameter.name, path.rpartition(" ")[2].removesuffix("s")
    if words := getattr(getattr(parameter.type, "func", None), "words", ()):
        return dict.fromkeys(words, "")
    if name in {"data", "file", "files", "output"}:
        return {FILES: ""}
    if name in {"columns", "sort"}:
        return dict.fromkeys(app.get_command(None, path).empty_view().columns, "")
    is_field = table in RECORD_TYPES and name in fields.names_of(table)
    with suppress(C2CError):  # the command reports it
        # a name may contain a NUL, and reading a pipe would block
        if (is_field or name in _VALUES) and os.path.isfile(  # noqa: PTH113
            file := locate.locate(_expanded(data)).file
        ):
            registry = load.load_registry(file)
            return dict(
                fields.choices(registry, table, name)
                if is_field
                else _VALUES[name](registry, table)
            )
    return {}


def _expanded(data: str | None) -> str | None:
    """Return the value of `--data` as the command would get it.

    Some shells pass it as it was typed.
    """
    if data is None:
        return None
    with suppress(ValueError):  # an open quote
        data = " ".join(shlex.split(data))
    # Path.expanduser fails for an unknown user
    return os.path.expandvars(os.path.expanduser(data))  # noqa: PTH111


_VALUES: dict[str, Callable[[Registry, str], Iterable[fields.Word] | dict[str, str]]] = {
    "sector": lambda registry, _: [
        *fields.ids(registry, "sector"),
        # safe in a shell
        *((one.code, one.name) for one in registry.sector if identifier(one.code) is None),
    ],
    "status": lambda *_: dict.fromkeys(CENTRE_STATUSES, ""),
    "country": lambda registry, _: dict.fromkeys(
        (centre.country for centre in registry.centre), ""
    ),
    "kind": lambda registry, _: dict.fromkeys((*EVENT_KINDS, *registry.kinds()), ""),
    "centre": lambda registry, _: fields.ids(registry, "centre", "organisation"),
    "ids": lambda registry, _: fields.ids(registry, "centre", "organisation", "meeting"),
    "record_id": lambda registry, noun: fields.ids(
        registry, *([noun] if noun in RECORD_TYPES else (*NAMED, "sector"))
    ),
    "event_kind": lambda *_: dict.fromkeys(EVENT_KINDS, ""),
    "rule": lambda registry, _: [(rule.kind, rule.name) for rule in registry.cadence],
    "lang": lambda registry, _: dict.fromkeys(
        (tag for centre in registry.centre for tag in centre.names or ()), ""
    ),
}
"""The values of options and arguments that are not fields, by the name of the parameter."""
