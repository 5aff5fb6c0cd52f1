"""The fields of records on the command line: their options, values and choices."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from inspect import Parameter
from typing import Annotated, Any

import typer

from c2c_cli.cli.group import FIELDS
from c2c_cli.cli.options import option, parameter, typed_date
from c2c_cli.errors import InvalidError, UsageError, invalid, of_option
from c2c_cli.model import dates, select
from c2c_cli.model.fields import (
    DATE,
    MEETING_KIND,
    MEMBERS,
    REFERENCE,
    STRING_TABLES,
    TEXT,
    Field,
    ValueType,
)
from c2c_cli.model.history import EVENT_KINDS, Event
from c2c_cli.model.records import RECORD_TYPES, SUBTABLES
from c2c_cli.model.registry import Registry
from c2c_cli.model.values import word_of
from c2c_cli.text import fold_id, one_of, quoted, suggestion

Word = tuple[str, str]
"""A word that can be typed, and its description."""


def ids(registry: Registry, *tables: str) -> list[Word]:
    """Return the ids of the records in `tables`, each with its name or title."""
    words: list[Word] = []
    for table in tables:
        records = getattr(registry, table)
        words += [(record.id, getattr(record, "name", "") or record.title) for record in records]
    return words


def _event(word: str) -> Event:
    kind, dated, date = word.partition("=")
    return Event(kind=word_of("kind", kind, EVENT_KINDS), date=typed_date(date) if dated else None)


_EVENT = TEXT._replace(metavar="KIND[=DATE]", parse=_event, choices=EVENT_KINDS, many=True)
_NOT_KEYS = {
    "centre": Field(REFERENCE._replace(targets=("centre",)), "Id of the centre."),
    "event": Field(_EVENT, f"Event: {one_of(EVENT_KINDS)}."),
}
"""Fields of the command line that are not keys of the file."""


def names_of(table: str, *, required: bool = False) -> list[str]:
    """Return the names of the fields, or of the required fields, of a table."""
    names = ["centre"] if table in SUBTABLES else []
    for declared in dataclasses.fields(RECORD_TYPES[table]):
        is_required = declared.default is dataclasses.MISSING
        if declared.name != "contact" and (is_required or not required):
            names.append(declared.name)
    return names


def field(table: str, name: str) -> Field:
    """Return the field `name` of a table.

    It is a key of its records, or a field of the command line alone.
    """
    return RECORD_TYPES[table].fields.get(name) or _NOT_KEYS[name]


def is_key(table: str, name: str) -> bool:
    """Return whether a field is a key of the records of a table.

    The centre of an event or a contact is not.
    """
    return name in RECORD_TYPES[table].fields


def _is_argument(table: str, name: str) -> bool:
    """Return whether a required field is an argument of `c2c add`; the others are options."""
    if name == "centre":
        return not is_key(table, name)
    return name in {"id", "kind"} and table != "meeting"


def label(table: str, name: str) -> str:
    """Return the option or argument of a field, as the user types it."""
    if _is_argument(table, name):
        return field(table, name).type.metavar or name.upper()
    return flag(name)


def flag(name: str) -> str:
    """Return the option of a field, such as `--per-year`."""
    return f"--{name.replace('_', '-')}"


@contextmanager
def errors_by_option(subject_of: Callable[[str], str]) -> Iterator[None]:
    """Raise the problems of an invalid record as usage errors.

    `subject_of` returns the option of a field.
    """
    try:
        yield
    except InvalidError as error:
        *others, last = [
            UsageError.of(problem.diagnostic, subject=subject_of(str(problem.path[0])))
            for problem in error.problems
        ]
        last.lines = [f"c2c: error: {other}" for other in others]
        raise last from None


def choices(registry: Registry, table: str, name: str) -> list[Word]:
    """Return the words that a field accepts, if they are known."""
    value_type = field(table, name).type
    if value_type.targets:
        return ids(registry, *value_type.targets)
    words = registry.kinds() if value_type is MEETING_KIND else value_type.choices
    return [(word, "") for word in words]


def parameter_of(table: str, name: str, *, required: bool = False, about: str = "") -> Parameter:
    """Return the option of a field, or its argument.

    `about` replaces the description of the field.
    """
    value_type, usual = field(table, name)
    metavar = value_type.metavar or name.upper()
    about = about or usual
    if (table, name) == ("event", "until"):
        about += " A period such as +6y or +18m counts from the date of the event."
    if required and _is_argument(table, name):
        return parameter(name, Annotated[str, typer.Argument(metavar=metavar, help=about)])
    form: Any = str
    if value_type.many:
        form = list[str]
        separated = ", or A,B" if value_type is MEMBERS else ""
        about = f"{about.removesuffix('.')}; repeatable{separated}."
    annotation: Any = Annotated[form | None, option(FIELDS, flag(name), about, metavar)]
    return parameter(name, annotation, Parameter.empty if required else None)


def read(
    registry: Registry, table: str, name: str, given: Any, old: Any = None, *, subject: str = ""
) -> Any:
    """Return the value of a field from typed words.

    `old` is its current value, and `subject` its name in errors.
    """
    value_type = field(table, name).type
    if name == "centre" and not is_key(table, name):
        return select.record(registry.centre, "centre", given)
    with of_option(subject or label(table, name)):
        if value_type in STRING_TABLES:
            return _table(old, given, value_type)
        if value_type.many:
            return _list(registry, value_type, old, given)
        if value_type is DATE:
            return typed_date(given)
        return select.value(registry, value_type, given)


def _list(
    registry: Registry, value_type: ValueType, old: Sequence[str] | None, given: list[str]
) -> tuple[str, ...]:
    """Return `old` with each ITEM or +ITEM added and each -ITEM removed.

    =ITEM or an empty word clears the list first.
    """
    parse = partial(select.value, registry, value_type)
    if old is None:  # in a new list, a sign belongs to the item
        return tuple(parse(item) for word in given for item in _items(word, value_type))
    is_cleared = any(word == "" or word.startswith("=") for word in given)
    items = [] if is_cleared else [*old]
    for word in given:
        sign = word[0] if word.startswith(("+", "-", "=")) else ""
        rest = word.removeprefix(sign)
        if not rest:
            continue
        for item in _items(rest, value_type):
            if sign == "-":
                _remove(items, item)
            else:
                _add(items, parse(item))
    return tuple(items)


def _add(items: list[str], item: str) -> None:
    """Add an item at the end, unless it is in the list."""
    if item not in items:
        items.append(item)


def _remove(items: list[str], item: str) -> None:
    """Remove an item, ignoring case; raise UsageError if it is not in the list."""
    for other in items:
        if fold_id(other) == fold_id(item):
            items.remove(other)
            return
    raise UsageError(f"{quoted(item)} is not in the list", suggestion(item, items))


def _items(word: str, value_type: ValueType) -> list[str]:
    """Return the items in a word; a list of ids may be `A,B`, but a URL may contain commas."""
    items = word.split(",") if value_type.targets and "://" not in word else [word]
    return [item.strip() for item in items]


def _table(
    old: Mapping[str, str] | None, given: Sequence[str], value_type: ValueType
) -> dict[str, str] | None:
    """Return `old` with each KEY=VALUE set.

    An empty VALUE removes the entry, and a single empty word all entries.
    """
    if given == [""]:
        return None
    result = dict(old or {})
    for word in given:
        key, equals, value = word.partition("=")
        if not key or not equals:
            raise UsageError.of(invalid("item", word, f"use {value_type.metavar}"))
        result[key] = value
    return {key: value for key, value in result.items() if value} or None


def expand_until(
    table: str, given: Mapping[str, Any], date: dates.Date | None = None
) -> dict[str, Any]:
    """Return typed words with the period in the `--until` of an event replaced by a date.

    A period, such as `+6y`, counts from `--date`, or else from `date`.
    """
    until = given.get("until") or ""
    if table != "event" or not until.startswith("+"):
        return dict(given)
    typed = given.get("date")
    if typed is not None:
        with of_option("--date"):
            date = typed_date(typed) if typed else None
    with of_option("--until"):
        if date is None:
            message = f"{until} counts from the date of the event, which is unknown"
            raise UsageError(message, "pass --date")
        return {**given, "until": str(dates.after(date, until))}
