"""The fields of records on the command line, one table: what `add` and `edit` take, ask for, and complete.

An option has its field's name; what a word of it means, and which words there are, stands here once.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter
from typing import Annotated, Any

import typer

from c2c_cli.cli.options import parameter
from c2c_cli.errors import IdInUseError, UsageError
from c2c_cli.model import lookup
from c2c_cli.model.dates import Date
from c2c_cli.model.fields import Field
from c2c_cli.model.history import EVENT_KINDS, Event
from c2c_cli.model.lookup import of_option
from c2c_cli.model.records import Centre, Meeting, Organisation, Sector
from c2c_cli.model.registry import NAMED, Registry
from c2c_cli.model.value_types import TEXT, language, reference, word_of
from c2c_cli.text import did_you_mean, fold, fold_id, quoted

Word = tuple[str, str]
"""A word and what it is about."""

RECORDS: dict[str, type[Any]] = {
    "centre": Centre,
    "meeting": Meeting,
    "event": Event,
    "organisation": Organisation,
    "sector": Sector,
}
"""What can be added, in the order of the help."""


def ids(registry: Registry, *tables: str) -> list[Word]:
    """Return the ids of the records of tables, each with its name or title."""
    found = [one for table in tables for one in getattr(registry, table)]
    return [(one.id, one.title if isinstance(one, Meeting) else one.name) for one in found]


CENTRE = Field(reference("centre"), "The centre's id.")
EVENT = Field(TEXT._replace(metavar="KIND[=DATE]", choices=EVENT_KINDS, many=True), f"{', '.join(EVENT_KINDS)}.")

ARGUMENTS = {(table, "id") for table in ("centre", "organisation", "sector")} | {("event", "centre"), ("event", "kind")}
"""The fields that are known by their place, and have no option."""

RECORD_ID = parameter("record_id", Annotated[str, typer.Argument(metavar="ID", help="The id that it has.")])


def names_of(table: str, *, required: bool = False) -> list[str]:
    """Return the fields of a table in their order, or those alone that a record cannot be without."""
    found = dataclasses.fields(RECORDS[table])
    names = [one.name for one in found if one.default is dataclasses.MISSING or not required]
    return ["centre", *names] if table == "event" else names


def field(table: str, name: str) -> Field:
    """Return a field of a table."""
    return {"centre": CENTRE, "event": EVENT}.get(name) or RECORDS[table].fields[name]


def label(table: str, name: str) -> str:
    """Return what a field is called in a sentence about its option."""
    return _metavar(table, name) if (table, name) in ARGUMENTS else f"--{name}"


def _metavar(table: str, name: str) -> str:
    return field(table, name).kind.metavar or name.upper()


def choices(registry: Registry, table: str, name: str) -> list[Word]:
    """Return the words to choose from for a field, where they are few."""
    kind = field(table, name).kind
    if (table, name) == ("meeting", "kind"):
        names = {rule.kind: rule.name for rule in registry.cadence}
        return [(word, names.get(word, "")) for word in registry.kinds()]
    return ids(registry, *kind.targets) if kind.targets else [(word, "") for word in kind.choices]


def _mean(registry: Registry, table: str, name: str, word: str) -> Any:
    """Return what one word of a field means."""
    kind = field(table, name).kind
    if (table, name) == ("meeting", "kind"):
        return word_of("kind", word, registry.kinds())
    if name == "event":
        what, dated, day = word.partition("=")
        return Event(kind=word_of("kind", what, EVENT_KINDS), date=Date.parse(day) if dated else None)
    if kind.targets == ("centre",):
        return lookup.record(registry.centre, "centre", word)
    if kind.targets == ("sector",):
        return lookup.sector_id(registry, word)
    return lookup.member(registry, word) if kind.targets else kind.parse(word)


def parameter_of(table: str, name: str, *, required: bool = False) -> Parameter:
    """Return the option of a field, or its argument."""
    (kind, about), metavar = field(table, name), _metavar(table, name)
    if required and (table, name) in ARGUMENTS:
        return parameter(name, Annotated[str, typer.Argument(metavar=metavar, help=about)])
    option = typer.Option(f"--{name}", metavar=metavar, help=f"{about} Again: more." if kind.many else about)
    form: Any = list[str] if kind.many else str
    if required:
        return parameter(name, Annotated[form, option])
    return parameter(name, Annotated[form | None, option], None)


def read(registry: Registry, table: str, name: str, given: Any, old: Any = None) -> Any:
    """Return the value of a field that the words of its option mean; `old` is the value that it changes, if any.

    Raises UsageError, with the option's name, for a word that means nothing.
    """
    kind = field(table, name).kind
    with of_option(label(table, name)):
        if name == "names":
            return _names(given, old)
        if not kind.many:
            return _mean(registry, table, name, given)
        if list(given) == [""] and old is not None:
            return ()
        signs = {word[:1] in {"+", "-"} for word in given} if old is not None else {False}
        if signs == {False}:
            return tuple(_mean(registry, table, name, word) for word in given)
        if False in signs:
            raise UsageError("either all items anew, or each with + or - before it")
        return _changed(old, given, lambda word: _mean(registry, table, name, word), ids=bool(kind.targets))


def _changed(old: Sequence[str], given: Sequence[str], mean: Callable[[str], str], *, ids: bool) -> tuple[str, ...]:
    """Return the items of a list with +ITEM and without -ITEM."""
    items = list(old)
    for word in given:
        item = word[1:]
        if word[0] == "+":
            items += [new] if (new := mean(item)) not in items else []
            continue
        same = next((one for one in items if (fold_id(one) == fold_id(item) if ids else one == item)), None)
        if same is None:
            raise UsageError(f"{quoted(item)} is not in the list{did_you_mean(item, items)}")
        items.remove(same)
    return tuple(items)


def _names(given: Sequence[str], old: Mapping[str, str] | None) -> dict[str, str] | None:
    """Return names by language, `ko=…` added to those there are.

    One without a name takes its language out, an empty word alone all of them.
    """
    if given == [""]:
        return None
    result = dict(old or {})
    for word in given:
        tag, equals, name = word.partition("=")
        if not equals or language(tag) is not None:
            raise UsageError(f"{quoted(word)} names no language; write ko=…")
        same = next((one for one in result if one.lower() == tag.lower()), tag)
        result.pop(same, None)
        if name:
            result[same] = name
    return result or None


def check(registry: Registry, table: str, name: str, given: Any, label: str) -> None:
    """Raise C2CError where words cannot be the value of a field of a new record, by its label."""
    if field(table, name).kind.many:
        read(registry, table, name, given)
        return
    with of_option(label):
        value = _mean(registry, table, name, given)
        rule = RECORDS[table].rules.get(name)
        if rule is not None and (wrong := rule(value)) is not None:
            raise UsageError(str(wrong))
    if name == "id":
        for other in NAMED if table in NAMED else (table,):
            for one in getattr(registry, other):
                if fold_id(one.id) == fold_id(given):
                    raise IdInUseError(f"the {'id' if table in NAMED else table} {quoted(one.id)} is there already")
    if table == "sector" and name in {"code", "name"}:
        for sector in registry.sector:
            if fold(given) in lookup.sector_words(sector):
                raise IdInUseError(f"{quoted(given)} is the sector {sector.id} already")
