"""Completions for the shell scripts that `c2c completion` prints: commands, options and values."""

import os
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress

from c2c_cli import streams
from c2c_cli.cli import field_options, group
from c2c_cli.cli.group import Command, Context, Group, Parameter
from c2c_cli.cli.options import day
from c2c_cli.model import extra, lookup
from c2c_cli.model.history import CENTRE_STATUSES
from c2c_cli.model.records import RECORD_TYPES, Centre, Meeting, Member, table_of
from c2c_cli.model.registry import Registry
from c2c_cli.model.value_types import Word
from c2c_cli.model.values import identifier
from c2c_cli.store import load
from c2c_cli.text import cut, fold, visible

FILES = ":files"
"""The answer for a file name, which the shell completes itself."""


def answer(app: Group, words: Sequence[str]) -> None:
    """Print the completions of the last word of a command line, one per line.

    A description follows its word after a TAB.
    """
    *before, last = words or [""]
    # bash passes = as a separate word
    before = [part for word in before if word != "=" for part in _split(word)]
    *option, begun = _split(last)
    start = f"{option[0]}=" if option else ""
    begun = begun.lstrip("=\"'")  # the quote may still be open
    if before and before[0] not in app.commands and before[0] in app.extensions():
        streams.write(f"{FILES}\n")  # the program takes any words
        return
    if before[:1] == ["help"]:
        kept, known = "", _topics(app, before[1:])
    else:
        kept, known = _known_words(app, [*before, *option], begun)
    rest = fold(begun.removeprefix(kept))
    listed = kept.lstrip("+-").split(",")
    for word, about in known.items():
        if word == FILES:
            streams.write(f"{FILES}\n")
        elif fold(word).startswith(rest) and word not in listed:
            description = f"\t{cut(about)}" if about else ""
            streams.write(f"{start}{visible(kept + word)}{description}\n")


def _split(word: str) -> list[str]:
    """Split an option from its value, as bash does."""
    return word.split("=", 1) if word.startswith("--") else [word]


def _topics(app: Group, words: Sequence[str]) -> dict[str, str]:
    """Return what `c2c help` accepts after these words, with descriptions."""
    path, command = group.find_command(app, words)
    if path != words:
        return {}
    return group.summaries(command) | ({} if path else group.TOPICS)


def _known_words(app: Group, before: list[str], begun: str) -> tuple[str, dict[str, str]]:
    """Return the start of `begun` to keep, and the words that can follow it, with descriptions.

    `before` are the words before `begun`, with options split from their values.
    """
    path, command = group.find_command(app, before)
    given = before[len(path) :]
    subcommands = {} if given else group.summaries(command)
    context = group.parse(app, command, path, given)
    options = group.options_of(context)
    option = options.get(given[-1]) if given else None
    needs_value = option is not None and not option.is_flag
    if begun.startswith("-") and not needs_value:
        names = [name for name in options if name.startswith("--")]
        return "", {name: options[name].help or "" for name in names}
    if needs_value:  # an option without its value would hide the arguments
        context = group.parse(app, command, path, given[:-1])
    parameter = option if needs_value else group.next_argument(context)
    if parameter is None:
        return "", subcommands
    noun = path[-1].removesuffix("s") if path else ""
    return _kept(path, parameter, begun), subcommands | _values(context, noun, parameter)


def _kept(path: Sequence[str], parameter: Parameter, begun: str) -> str:
    """Return the start of a value to keep: the earlier items of a list, or else a sign.

    `path` are the words that name the command.
    """
    is_list = parameter.multiple or parameter.name == "columns"
    if [*path, parameter.name] == ["add", "event", "centre"]:
        is_list = True
    if is_list and "," in begun:
        return begun[: begun.rindex(",") + 1]
    if (parameter.multiple or parameter.name == "sort") and begun.startswith(("-", "+")):
        return begun[0]
    return ""


def _values(context: Context, noun: str, parameter: Parameter) -> dict[str, str]:
    """Return the known values of an option or argument of a command, with descriptions.

    `noun` is the last word of the name of the command, in the singular.
    """
    words = group.words_of(parameter)
    if words:
        return dict(words) if isinstance(words, Mapping) else dict.fromkeys(words, "")
    name = str(parameter.name)
    if name in {"data", "file", "files", "base", "ours", "theirs", "stdin_name", "directory"}:
        return {FILES: ""}
    command = context.command
    if name in {"columns", "sort"} and isinstance(command, Command) and command.empty_view:
        return dict.fromkeys([*command.empty_view.columns, *_extra_columns(context, noun)], "")
    is_field = _is_field(command, noun, parameter)
    of_context = _OF_CONTEXT.get((noun, name))
    if not is_field and of_context is None and name not in _VALUES:
        return {}
    # c2c init has no --data, and copies the registry that --copy names
    registry = load.find_registry(
        _expanded(context.params.get("data") or context.params.get("copy"))
    )
    if registry is None:
        return {}
    if is_field:
        return dict(field_options.choices(registry, noun, name))
    if of_context is not None:
        return of_context(registry, context)
    return dict(_VALUES[name](registry, noun))


def _extra_columns(context: Context, noun: str) -> list[str]:
    """Return the columns of the extra keys that the records of a listing have."""
    registry = load.find_registry(_expanded(context.params.get("data")))
    records: Sequence[Centre | Meeting] = ()
    if registry is not None and noun == "list":
        records = registry.centre
    elif registry is not None and noun == "meeting":
        records = registry.meeting
    return [f"{extra.COLUMN}{key}" for key in extra.keys(record.extra for record in records)]


def _is_field(command: object, noun: str, parameter: Parameter) -> bool:
    """Return whether a parameter of a command is a field of the records that it adds or edits."""
    name = str(parameter.name)
    if noun not in RECORD_TYPES or name == "year" or name not in field_options.names_of(noun):
        return False
    if (noun, name) == ("obligation", "kind"):
        return not isinstance(command, Command) or command.empty_view is None
    # as an argument, the centre belongs to the record; --centre also accepts organisations
    return name != "centre" or not parameter.multiple


def _expanded(data: str | None) -> str | None:
    """Return the value of `--data`, unquoted and expanded.

    Some shells pass it as it was typed.
    """
    if data is None:
        return None
    with suppress(ValueError):  # an open quote
        # backslashes separate directories on Windows
        data = " ".join(shlex.split(data, posix=os.name != "nt")).strip("\"'")
    # Path.expanduser fails for an unknown user
    return os.path.expandvars(os.path.expanduser(data))  # noqa: PTH111


def _sector_codes(registry: Registry) -> list[Word]:
    """Return the codes of the sectors that are safe in a shell."""
    return [
        (sector.code, sector.name) for sector in registry.sector if identifier(sector.code) is None
    ]


def _rules(registry: Registry, noun: str) -> list[Word]:
    """Return the kinds of the rules, obligations or waivers that `noun` means, with names."""
    if noun == "waiver":
        waived = {waiver.kind for waiver in registry.waiver}
        return [word for word in registry.described_kinds() if word[0] in waived]
    return [(rule.kind, rule.name) for rule in registry.rules() if table_of(rule) == noun]


def _years(registry: Registry, noun: str) -> list[Word]:
    """Return the years by which `--on` selects one of several rules or waivers."""
    if noun == "waiver":
        return [(str(waiver.year), waiver.kind) for waiver in registry.waiver]
    return [(str(rule.since), rule.kind) for rule in registry.rules() if table_of(rule) == noun]


def _words_of_events(registry: Registry, context: Context) -> dict[str, str]:
    """Return the words by which `--on` selects the events of the typed centre and kind.

    Words that a shell would not leave alone, such as `?`, are omitted.
    """
    from c2c_cli.cli import targets  # noqa: PLC0415  # no other completion needs it

    typed = context.params
    centre = lookup.find(registry.centre, str(typed.get("centre")))
    if centre is None:
        return {}
    kind = fold(str(typed.get("event_kind")))
    words = targets.words_of([event for event in centre.event if fold(event.kind) == kind])
    return {word: "" for word in words if identifier(word) is None}


def _roles_of_contacts(registry: Registry, context: Context) -> dict[str, str]:
    """Return the roles of the contacts of the centre or organisation that was typed.

    Their names are personal data, which are shown only where they are asked for. Words that a shell
    would not leave alone, such as those with spaces, are omitted.
    """
    members: list[Member] = [*registry.centre, *registry.organisation]
    member = lookup.find(members, str(context.params.get("centre")))
    roles = [contact.role for contact in member.contact if contact.role] if member else []
    return {role: "" for role in roles if identifier(role) is None}


def _years_of_rules(registry: Registry, noun: str) -> list[Word]:
    """Return the years in which a rule applies, up to this year."""
    if noun not in {"cadence", "obligation", "waiver"}:
        return []
    from c2c_cli.model import cadence  # noqa: PLC0415  # no other completion needs it

    rules = [rule for rule in registry.rules() if noun in {"waiver", table_of(rule)}]
    return [(str(year), "") for year in cadence.years(rules, day(None))]


def _ids(registry: Registry, noun: str) -> Iterable[Word] | dict[str, str]:
    """Return the ids of a table, or the words that select a record without a noun."""
    if noun in RECORD_TYPES:
        return registry.described_ids(noun)
    from c2c_cli.model import naming  # noqa: PLC0415  # no other completion needs it

    words = dict(naming.words(registry))
    if noun == "show":
        words.setdefault(naming.NETWORK, registry.network.name)
    return words


def _kinds(registry: Registry, noun: str) -> Iterable[Word]:
    """Return the kinds of obligations for `c2c obligations`, or of all events and meetings.

    `c2c attendance` is about meetings only.
    """
    if noun == "attendance":
        return [(kind, "") for kind in registry.kinds()]
    if noun == "obligation":
        return _rules(registry, noun)
    return [(kind, "") for kind in dict.fromkeys((*registry.event_kinds(), *registry.kinds()))]


_OF_CONTEXT = {
    ("event", "on"): _words_of_events,
    ("contact", "contact"): _roles_of_contacts,
}
"""The values of arguments and options that depend on the arguments before them.

They are by the noun of the command and the name of the parameter.
"""

_VALUES: dict[str, Callable[[Registry, str], Iterable[Word] | dict[str, str]]] = {
    "sector": lambda registry, _: [
        *registry.described_ids("sector"),
        *_sector_codes(registry),
    ],
    "status": lambda *_: dict.fromkeys(CENTRE_STATUSES, ""),
    "country": lambda registry, _: dict.fromkeys(
        (centre.country for centre in registry.centre), ""
    ),
    "kind": _kinds,
    "centre": lambda registry, noun: registry.described_ids(
        "centre", *([] if noun == "obligation" else ["organisation"])
    ),
    "meeting": lambda registry, _: registry.described_ids("meeting"),
    "ids": _ids,
    "record_id": lambda registry, noun: registry.described_ids(noun),
    "event_sources": lambda registry, _: registry.described_ids("source"),
    "event_kind": lambda registry, _: dict.fromkeys(registry.event_kinds(), ""),
    "rule": _rules,
    "on": _years,
    "year": _years_of_rules,
    "lang": lambda registry, _: dict.fromkeys(
        (tag for centre in registry.centre for tag in centre.names or ()), ""
    ),
}
"""The values of options and arguments that are not fields, by the name of the parameter."""
