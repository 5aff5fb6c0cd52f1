"""The fields of records on the command line: their options, values and choices."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from inspect import Parameter
from typing import Annotated, Any

import typer

from c2c_cli import streams
from c2c_cli.cli import lists
from c2c_cli.cli.group import FIELDS
from c2c_cli.cli.options import option, parameter, typed_date
from c2c_cli.errors import IdInUseError, InvalidError, UsageError, invalid, unknown
from c2c_cli.model import dates, lookup
from c2c_cli.model.fields import Field
from c2c_cli.model.history import EVENT_KINDS, Event
from c2c_cli.model.languages import NAMES
from c2c_cli.model.lookup import of_option
from c2c_cli.model.records import SUBTABLES, TABLES, Network
from c2c_cli.model.registry import NAMED, Registry
from c2c_cli.model.value_types import DATE, SOURCES, TEXT, YEAR, ValueType, reference, word_of
from c2c_cli.text import fold, fold_id, nearest, one_of, quoted

Word = tuple[str, str]
"""A word that can be typed, and its description."""

_NAMES = ("centre", "event", "contact", "meeting", "organisation", "sector", "cadence", "source", "network")

RECORDS: dict[str, type[Any]] = {name: {**TABLES, **SUBTABLES, "network": Network}[name] for name in _NAMES}
"""The types that `c2c add`, `edit` and `remove` know, in the order of their help; the network is only edited."""

NOUNS = {table: table for table in RECORDS} | {"cadence": "cadence rule"}
"""What a record of each table is called in messages."""


def ids(registry: Registry, *tables: str) -> list[Word]:
    """Return the ids of the records in `tables`, each with its name or title."""
    found = [one for table in tables for one in getattr(registry, table)]
    return [(one.id, one.name if hasattr(one, "name") else one.title) for one in found]


CENTRE = Field(reference("centre"), "Id of the centre.")
EVENT = Field(TEXT._replace(metavar="KIND[=DATE]", choices=EVENT_KINDS, many=True), f"Event: {one_of(EVENT_KINDS)}.")

ARGUMENTS = {(table, "id") for table in ("centre", "organisation", "sector", "source")} | {
    *(("event", "centre"), ("event", "kind"), ("contact", "centre"), ("cadence", "kind"))
}
"""The fields that are arguments of `c2c add`, not options."""

_UNTIL = "+6y or +18m counts from the date of the event."


def names_of(table: str, *, required: bool = False) -> list[str]:
    """Return the names of the fields, or of the required fields, of a table."""
    found = dataclasses.fields(RECORDS[table])
    names = [
        one.name for one in found if one.name != "contact" and (one.default is dataclasses.MISSING or not required)
    ]
    return ["centre", *names] if table in SUBTABLES else names


def field(table: str, name: str) -> Field:
    """Return the field of a table with a name."""
    return {"centre": CENTRE, "event": EVENT}.get(name) or RECORDS[table].fields[name]


def label(table: str, name: str) -> str:
    """Return the option or argument of a field, as the user types it."""
    return _metavar(table, name) if (table, name) in ARGUMENTS else flag(name)


def flag(name: str) -> str:
    """Return the option of a field, such as `--per-year`."""
    return f"--{name.replace('_', '-')}"


def _metavar(table: str, name: str) -> str:
    return field(table, name).type.metavar or name.upper()


@contextmanager
def errors_by_option(subject_of: Callable[[str], str]) -> Iterator[None]:
    """Raise the problems of an invalid record as usage errors; `subject_of` returns the option of a field."""
    try:
        yield
    except InvalidError as error:
        *others, last = [UsageError(*one.diagnostic, subject=subject_of(str(one.path[0]))) for one in error.problems]
        last.others = others
        raise last from None


def choices(registry: Registry, table: str, name: str) -> list[Word]:
    """Return the words that a field accepts, if they are known."""
    kind = field(table, name).type
    if (table, name) == ("meeting", "kind"):
        names = {rule.kind: rule.name for rule in registry.cadence}
        return [(word, names.get(word, "")) for word in registry.kinds()]
    targets = ("source",) if kind is SOURCES else kind.targets
    return ids(registry, *targets) if targets else [(word, "") for word in kind.choices]


def _parse(registry: Registry, table: str, name: str, word: str) -> Any:
    """Return the value that a word stands for as a field, or as an item of it."""
    kind = field(table, name).type
    if (table, name) == ("meeting", "kind"):
        return _meeting_kind(registry, word)
    if name == "event":
        what, dated, day = word.partition("=")
        return Event(kind=word_of("kind", what, EVENT_KINDS), date=typed_date(day) if dated else None)
    if kind is DATE:
        return typed_date(word)
    if kind.targets == ("centre",):
        return lookup.record(registry.centre, "centre", word)
    if kind.targets == ("sector",):
        return lookup.sector_id(registry, word)
    if kind is YEAR:
        return kind.read(word)
    if kind.schema.get("type") == "integer":
        if not (word.isascii() and word.isdigit()):
            raise UsageError(*invalid("number", word, "use 1, 2, …"))
        return int(word)
    if kind.targets == ("meeting",):
        return _id_of(registry, "meeting", word, lookup.LISTED_BY["meeting"])
    if kind is SOURCES:
        return word if "://" in word else _id_of(registry, "source", word, "")
    return lookup.member(registry, word) if kind.targets else kind.parse(word)


def _id_of(registry: Registry, table: str, word: str, listed_by: str) -> str:
    records = getattr(registry, table)
    if (found := lookup.find(records, word)) is not None:
        return str(found.id)
    message, hint, _ = unknown(table, word, [one.id for one in records], listed_by=listed_by)
    raise UsageError(message, hint or "use a URL, or add it with c2c add source")


def _meeting_kind(registry: Registry, word: str) -> str:
    *agreed, other = registry.kinds()
    if fold(word) in map(fold, (*agreed, other)) or nearest(word, (*agreed, other)):
        return word_of("kind", word, (*agreed, other))
    expected = f"expected {', '.join(agreed)}, or {other}" if agreed else f"use {other}"
    raise UsageError(*unknown("kind", word, hint=f"{expected} for a meeting that counts towards no rule"))


def parameter_of(table: str, name: str, *, required: bool = False) -> Parameter:
    """Return the option of a field, or its argument."""
    (kind, about), metavar = field(table, name), _metavar(table, name)
    about += f" {_UNTIL}" if (table, name) == ("event", "until") else ""
    if required and (table, name) in ARGUMENTS:
        return parameter(name, Annotated[str, typer.Argument(metavar=metavar, help=about)])
    many = f"; repeatable{', or A,B' if _is_ids(kind) else ''}." if kind.many else "."
    field_option = option(FIELDS, flag(name), f"{about[:-1]}{many}", metavar)
    form: Any = list[str] if kind.many else str
    if required:
        return parameter(name, Annotated[form, field_option])
    return parameter(name, Annotated[form | None, field_option], None)


def read(registry: Registry, table: str, name: str, given: Any, old: Any = None, *, subject: str = "") -> Any:
    """Return the value of a field from the words of its option; `old` is the current value, if there is one.

    Raises:
        UsageError: A word is invalid. Its subject is `subject`, or the option.
    """
    kind = field(table, name).type
    with of_option(subject or label(table, name)):
        if kind.problems is not None:
            return lists.changed_table(old, given, "name" if kind is NAMES else "identifier", kind)
        if not kind.many:
            return _parse(registry, table, name, given)
        if old is None:
            return tuple(_parse(registry, table, name, item) for item in lists.split(given, ids=_is_ids(kind)))
        return lists.changed(old, given, partial(_parse, registry, table, name), ids=_is_ids(kind))


def _is_ids(kind: ValueType) -> bool:
    return kind.many and bool(kind.targets)


def expand_until(given: Mapping[str, Any], date: dates.Date | None = None) -> dict[str, Any]:
    """Return the words of the options of an event with an `--until` such as `+6y` as a date.

    It counts from `--date`, or from `date` if that is not given.

    Raises:
        UsageError: The period is invalid, or the event has no date.
    """
    until, day = given.get("until") or "", given.get("date")
    if not until.startswith("+"):
        return dict(given)
    if day is not None:
        with of_option("--date"):
            date = typed_date(day) if day else None
    with of_option("--until"):
        dates.months_of(until)
        if date is None:
            raise UsageError(f"{until} counts from the date of the event, which is unknown", "add --date")
        return {**given, "until": str(dates.after(date, until))}


def warn_of_unfinished_dates(events: Iterable[tuple[str, Event]], today: datetime.date) -> None:
    """Print a warning about each event dated by a month or year that is not over; each has the id of its centre."""
    for centre_id, event in events:
        if event.date is not None and event.date.first < event.date.last > today:
            streams.warn(f"event {event.kind} ({event.date}) of centre {centre_id} counts from {event.date.last}")


def check(registry: Registry, table: str, name: str, given: Any, label: str) -> None:
    """Raise C2CError if the words cannot be the value of a field of a new record; `label` is the subject."""
    if field(table, name).type.many:
        read(registry, table, name, given, subject=label)
        return
    if (table, name) == ("event", "until") and given.startswith("+"):
        with of_option(label):
            dates.months_of(given)  # it may come before the date that it counts from
        return
    with of_option(label):
        value = _parse(registry, table, name, given)
        rule = RECORDS[table].rules.get(name)
        if rule is not None and (problem := rule(value)) is not None:
            raise UsageError(problem.message, problem.hint)
    if name == "id":
        for other in NAMED if table in NAMED else (table,):
            for one in getattr(registry, other):
                if fold_id(one.id) == fold_id(given):
                    article = "an" if other[0] in "aeio" else "a"
                    raise IdInUseError(f"id {quoted(one.id)} is already used by {article} {other}")
    if table == "sector" and name in {"code", "name"}:
        for sector in registry.sector:
            if fold(given) in lookup.sector_words(sector):
                raise IdInUseError(f"{quoted(given)} already identifies sector {sector.id}")
