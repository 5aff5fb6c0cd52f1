"""The fields of records on the command line: their options, values and choices."""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from inspect import Parameter
from typing import Annotated, Any

import typer

from c2c_cli.cli.group import FIELDS_SECTION
from c2c_cli.cli.options import day, option, parameter
from c2c_cli.errors import (
    Diagnostic,
    InvalidError,
    NotFoundError,
    UsageError,
    invalid,
    of_option,
    unknown,
)
from c2c_cli.model import dates, lookup, records
from c2c_cli.model.fields import Field
from c2c_cli.model.history import AGREEMENT_KINDS, EVENT_KINDS, EVENTS, Event
from c2c_cli.model.record import Record, required_keys
from c2c_cli.model.records import RECORD_TYPES, SUBTABLES, Member
from c2c_cli.model.registry import Registry
from c2c_cli.model.value_types import MEMBERS, SOURCES, Reference, Word
from c2c_cli.text import listing, quoted, with_article

Typed = str | list[str]
"""The word that is typed for a field, or the words for a list or table."""


_NOT_KEYS = {
    ("event", "centre"): Field(Reference("centre"), "Id of the centre."),
    ("contact", "centre"): Field(
        Reference(*MEMBERS.targets), "Id of the centre or the organisation."
    ),
    ("centre", "event"): Field(
        EVENTS, f"Event: {', '.join(EVENT_KINDS)}, or the kind of an obligation."
    ),
    ("centre", "event_sources"): Field(
        SOURCES, "Sources of each event given with --event: URLs, or ids of sources."
    ),
}
"""Fields of the command line that are not keys of the file, by table and name."""


_TYPED = {
    "sector": "Sector: id, code or name.",
    "country": "Country: name or ISO 3166-1 code, such as KR.",
}
"""Descriptions of fields for which commands also accept words that the file does not."""


def names_of(table: str, *, required: bool = False) -> list[str]:
    """Return the names of the fields, or of the required fields, of a table."""
    record = RECORD_TYPES[table]
    keys = required_keys(record) if required else record.__slots__
    selector = ["centre"] if table in SUBTABLES else []
    return selector + [key for key in keys if key != "contact"]


def names_to_add(table: str) -> list[str]:
    """Return the names of the fields that `c2c add` accepts for a new record of a table."""
    names = names_of(table)
    if table == "centre":
        names.insert(names.index("event") + 1, "event_sources")
    return names


def require_events(typed: Mapping[str, Typed]) -> None:
    """Raise UsageError if sources of events, but no events, were typed for a new centre."""
    if "event_sources" in typed and "event" not in typed:
        raise UsageError("--event is required with --event-sources", "add --event")


def field(table: str, name: str) -> Field:
    """Return the field `name` of a table.

    It is a key of its records, or a field of the command line alone.
    """
    return RECORD_TYPES[table].fields.get(name) or _NOT_KEYS[table, name]


def is_key(table: str, name: str) -> bool:
    """Return whether a field is a key of the records of a table.

    The centre of an event, or what a contact belongs to, is not.
    """
    return name in RECORD_TYPES[table].fields


def _is_argument(table: str, name: str) -> bool:
    """Return whether a required field is an argument of `c2c add`; the others are options."""
    if name == "centre":
        return not is_key(table, name)
    return name in {"id", "kind"} and table != "meeting"


def owner(registry: Registry, table: str, word: str) -> Member:
    """Return the centre or, for a contact, the centre or organisation that has an id.

    Raises NotFoundError if the id is unknown.
    """
    tables = field(table, "centre").type.targets
    candidates: list[Member] = [record for name in tables for record in getattr(registry, name)]
    found = lookup.find(candidates, word)
    if found is None:
        raise unknown_owner(registry, tables, word)
    return found


def unknown_owner(registry: Registry, tables: Sequence[str], word: str) -> NotFoundError:
    """Return the error for an unknown id; another record than those of `tables` may have it."""
    noun = " or ".join(tables)
    if "," in word:
        return NotFoundError.of(unknown(noun, word, hint="pass a single id"))
    ids = [record.id for table in tables for record in getattr(registry, table)]
    listed_by = registry.listed_by(*tables)
    other = lookup.find(registry.named(), word)
    if other is None:
        return NotFoundError.of(lookup.unknown_id(noun, word, ids, listed_by))
    what = with_article(records.table_of(other))
    message = f"{quoted(word)} is {what}, not {with_article(noun)}"
    return NotFoundError(message, listing(ids, listed_by))


def typed_name(table: str, name: str) -> str:
    """Return the option or argument of a field, as the user types it."""
    if _is_argument(table, name):
        return field(table, name).type.metavar or name.upper()
    return option_of(name)


def option_of(name: str) -> str:
    """Return the option of a field, such as `--per-year`."""
    return f"--{name.replace('_', '-')}"


def of_typed(diagnostic: Diagnostic, option: str, *, is_typed: bool = True) -> Diagnostic:
    """Return what is wrong with a value, with a hint for the command line.

    A hint to remove the value from the file is one to omit its option or, unless it was typed, to
    clear it.
    """
    if not diagnostic.hint.startswith("remove "):
        return diagnostic
    return diagnostic._replace(hint=f"omit {option}" if is_typed else f'pass {option} ""')


@contextmanager
def errors_by_option(
    subject_of: Callable[[str], str], typed: Container[str] | None = None
) -> Iterator[None]:
    """Raise the problems of an invalid record as usage errors.

    `subject_of` returns the option of a field. `typed` are the fields that were typed; by default,
    all were.
    """
    try:
        yield
    except InvalidError as error:
        errors = []
        for problem in error.problems:
            field, subject = str(problem.path[0]), subject_of(str(problem.path[0]))
            is_typed = typed is None or field in typed
            diagnostic = of_typed(problem.diagnostic, subject, is_typed=is_typed)
            errors.append(UsageError.of(diagnostic, subject=subject))
        *others, last = errors
        last.lines = [f"c2c: error: {other}" for other in others]
        raise last from None


def choices(registry: Registry, table: str, name: str) -> list[Word]:
    """Return the words that a field accepts, if they are known."""
    return field(table, name).type.choices(registry)


def parameter_of(
    table: str,
    name: str,
    *,
    required: bool = False,
    about: str = "",
    is_new: bool = True,
) -> Parameter:
    """Return the option of a field, or its argument.

    `about` replaces the description of the field. Its default is omitted unless the record is new.
    """
    value_type, usual = field(table, name)
    metavar = value_type.metavar or name.upper()
    about = about or _TYPED.get(name, usual)
    if not is_new:
        about = re.sub(r" \(default: .*?\)", "", about)
    if (table, name) == ("event", "until"):
        about += " A period such as +6y or +18m begins on the date of the event."
    if required and _is_argument(table, name):
        return parameter(name, Annotated[str, typer.Argument(metavar=metavar, help=about)])
    form: Any = str
    if value_type.many:
        form = list[str]
        separated = ", or A,B" if value_type.separated_by_commas else ""
        about = f"{about.removesuffix('.')}; repeatable{separated}."
    annotation: Any = Annotated[
        form | None, option(FIELDS_SECTION, option_of(name), about, metavar)
    ]
    return parameter(name, annotation, Parameter.empty if required else None)


def read(
    registry: Registry,
    table: str,
    name: str,
    given: Typed,
    old: object = None,
    *,
    subject: str = "",
) -> Any:
    """Return the value of a field from typed words.

    `old` is its current value, and `subject` its name in errors. The centres of an event, and what
    a contact belongs to, are records.
    """
    words = [given] if isinstance(given, str) else given
    if name == "centre" and not is_key(table, name):
        ids = words[0].split(",") if table == "event" else words
        owners = [owner(registry, table, word.strip()) for word in ids]
        return [*{found.id: found for found in owners}.values()]
    with of_option(subject or typed_name(table, name)):
        return field(table, name).type.changed(old, words, registry, day(None))


def expand_until(
    table: str, given: Mapping[str, Typed], date: dates.Date | None = None
) -> dict[str, Typed]:
    """Return typed words with the period in the `--until` of an event replaced by a date.

    A period, such as `+6y`, counts from `--date`, or else from `date`.
    """
    until = given.get("until")
    if table == "event" and isinstance(until, str) and re.fullmatch("[1-9][0-9]*[my]", until):
        raise UsageError.of(invalid("date", until, f"use +{until}"), subject="--until")
    if table != "event" or not isinstance(until, str) or not until.startswith("+"):
        return dict(given)
    typed = given.get("date")
    if isinstance(typed, str):
        with of_option("--date"):
            date = dates.parse_typed_event(typed.strip(), day(None)) if typed else None
    with of_option("--until"):
        if date is None:
            message = f"{until} counts from the date of the event, which is unknown"
            raise UsageError(message, "pass --date")
        return {**given, "until": str(dates.end_of_typed(until, date))}


def counted_from(table: str, given: Mapping[str, Typed], new: Record) -> str:
    """Return the event from which the period in `--until` was counted, if it is not `in-force`.

    UNESCO counts the term of an agreement from its entry into force.
    """
    if expand_until(table, given, getattr(new, "date", None)) == dict(given):
        return ""
    if not isinstance(new, Event) or new.kind not in AGREEMENT_KINDS:
        return ""
    begun = "signature" if new.kind == "signed" else "renewal"
    return f"expiry date {new.until} is counted from the {begun} ({new.date})"
