"""The fields of records on the command line: their options, values and choices."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from inspect import Parameter
from typing import Annotated, Any

import typer

from c2c_cli.cli import lists
from c2c_cli.cli.group import FIELDS
from c2c_cli.cli.options import option, parameter, typed_date
from c2c_cli.errors import InvalidError, UsageError, of_option
from c2c_cli.model import dates, select
from c2c_cli.model.fields import DATE, MEETING_KIND, REFERENCE, SOURCES, STRING_TABLES, TEXT, Field
from c2c_cli.model.history import EVENT_KINDS, Event
from c2c_cli.model.records import RECORD_TYPES, SUBTABLES
from c2c_cli.model.registry import Registry
from c2c_cli.model.values import word_of
from c2c_cli.text import one_of

Word = tuple[str, str]
"""A word that can be typed, and its description."""


def ids(registry: Registry, *tables: str) -> list[Word]:
    """Return the ids of the records in `tables`, each with its name or title."""
    found = [one for table in tables for one in getattr(registry, table)]
    return [(one.id, one.name if hasattr(one, "name") else one.title) for one in found]


def _event(word: str) -> Event:
    kind, dated, date = word.partition("=")
    return Event(kind=word_of("kind", kind, EVENT_KINDS), date=typed_date(date) if dated else None)


CENTRE = Field(REFERENCE._replace(targets=("centre",)), "Id of the centre.")
EVENT = Field(
    TEXT._replace(metavar="KIND[=DATE]", parse=_event, choices=EVENT_KINDS, many=True), f"Event: {one_of(EVENT_KINDS)}."
)

ARGUMENTS = {(table, "id") for table in ("centre", "organisation", "sector", "source")} | {
    *(("event", "centre"), ("event", "kind"), ("contact", "centre"), ("cadence", "kind"))
}
"""The fields that are arguments of `c2c add`, not options."""


def names_of(table: str, *, required: bool = False) -> list[str]:
    """Return the names of the fields, or of the required fields, of a table."""
    found = [one for one in dataclasses.fields(RECORD_TYPES[table]) if one.name != "contact"]
    names = [one.name for one in found if not required or one.default is dataclasses.MISSING]
    return ["centre", *names] if table in SUBTABLES else names


def field(table: str, name: str) -> Field:
    """Return the field of a table with a name."""
    return {"centre": CENTRE, "event": EVENT}.get(name) or RECORD_TYPES[table].fields[name]


def label(table: str, name: str) -> str:
    """Return the option or argument of a field, as the user types it."""
    return field(table, name).type.metavar or name.upper() if (table, name) in ARGUMENTS else flag(name)


def flag(name: str) -> str:
    """Return the option of a field, such as `--per-year`."""
    return f"--{name.replace('_', '-')}"


@contextmanager
def errors_by_option(subject_of: Callable[[str], str]) -> Iterator[None]:
    """Raise the problems of an invalid record as usage errors; `subject_of` returns the option of a field."""
    try:
        yield
    except InvalidError as error:
        *others, last = [UsageError(*one.diagnostic, subject=subject_of(str(one.path[0]))) for one in error.problems]
        last.lines = [f"c2c: error: {one}" for one in others]
        raise last from None


def choices(registry: Registry, table: str, name: str) -> list[Word]:
    """Return the words that a field accepts, if they are known."""
    value_type = field(table, name).type
    if value_type.targets:
        return ids(registry, *value_type.targets)
    return [(word, "") for word in (registry.kinds() if value_type is MEETING_KIND else value_type.choices)]


def parameter_of(table: str, name: str, *, required: bool = False, about: str = "") -> Parameter:
    """Return the option of a field, or its argument; `about` replaces the description of the field."""
    value_type = field(table, name).type
    metavar, about = value_type.metavar or name.upper(), about or field(table, name).about
    if (table, name) == ("event", "until"):
        about += " A period such as +6y or +18m counts from the date of the event."
    if required and (table, name) in ARGUMENTS:
        return parameter(name, Annotated[str, typer.Argument(metavar=metavar, help=about)])
    many = f"; repeatable{', or A,B' if takes_ids(table, name) else ''}." if value_type.many else "."
    field_option = option(FIELDS, flag(name), f"{about[:-1]}{many}", metavar)
    form: Any = list[str] if value_type.many else str
    return parameter(name, Annotated[form | None, field_option], Parameter.empty if required else None)


def read(registry: Registry, table: str, name: str, given: Any, old: Any = None, *, subject: str = "") -> Any:
    """Return the value of a field from the words of its option; `old` is the current value, if there is one.

    An error is about `subject`, or the option.
    """
    value_type = field(table, name).type
    parse: Callable[[str], Any] = typed_date if value_type is DATE else partial(select.value, registry, value_type)
    if name == "centre":
        return select.record(registry.centre, "centre", given)
    with of_option(subject or label(table, name)):
        if value_type in STRING_TABLES:
            return lists.changed_table(old, given, value_type)
        if not value_type.many:
            return parse(given)
        if old is None:
            return tuple(map(parse, lists.split(given, ids=bool(value_type.targets))))
        return lists.changed(old, given, parse, ids=bool(value_type.targets))


def takes_ids(table: str, name: str) -> bool:
    """Return whether a field is a list of ids only, whose option accepts `A,B`; sources may be URLs with commas."""
    value_type = field(table, name).type
    return value_type.many and value_type.targets != () and value_type is not SOURCES


def expand_until(given: Mapping[str, Any], date: dates.Date | None = None) -> dict[str, Any]:
    """Return the words of the options of an event, with an `--until` such as `+6y` converted to a date.

    The period counts from `--date`, or from `date` if `--date` is not given.
    """
    until, words = given.get("until") or "", given.get("date")
    if not until.startswith("+"):
        return dict(given)
    if words is not None:
        with of_option("--date"):
            date = typed_date(words) if words else None
    if date is None:
        raise UsageError(
            f"{until} counts from the date of the event, which is unknown", "pass --date", subject="--until"
        )
    with of_option("--until"):
        return {**given, "until": str(dates.after(date, until))}
