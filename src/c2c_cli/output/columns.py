"""What is shown: which columns, in which order. Knows the model, not the formats.

Here stands what several views share.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any

from c2c_cli.model.dates import UNKNOWN_DAY, Date
from c2c_cli.model.history import Event
from c2c_cli.model.record import as_data
from c2c_cli.model.records import Centre
from c2c_cli.output.view import Value


def columns_of(record: type[Any], **own: Callable[[Any], Value]) -> dict[str, Callable[[Any], Value]]:
    """Return a column for each field of a record; `own` has those that are not simply its value."""
    return {one.name: own.get(one.name) or field(one.name) for one in fields(record)}


def field(name: str) -> Callable[[Any], Value]:
    """Return what finds a record's value of a field."""
    return lambda record: getattr(record, name) or None


def name_in(language: str | None) -> Callable[[Any], str]:
    """Return what finds a record's name in a language; `ko-KR` falls back to `ko`, and that to the name itself."""
    if language is None:
        return lambda record: str(record.name)
    wanted = language.lower()

    def name(record: Any) -> str:
        names = {tag.lower(): text for tag, text in (record.names or {}).items()}
        tag = wanted
        while tag and tag not in names:
            tag = tag.rpartition("-")[0]
        return str(names.get(tag, record.name))

    return name


def event_date(event: Event | None) -> Date | str | None:
    """Return what tells when an event was: its date, that its day is not known, or nothing where it was not."""
    return (event.date or UNKNOWN_DAY) if event else None


def named(record: Any, name: Callable[[Any], str]) -> dict[str, Any]:
    """Return a record as a JSON object, with its name in a language."""
    whole: dict[str, Any] = record.object()
    return whole | {"name": name(record)}


def with_status(centre: Centre, name: Callable[[Any], str], day: datetime.date) -> dict[str, Any]:
    """Return a centre as a JSON object, with its name in a language and its status as of a day."""
    status = centre.status(day)
    return named(centre, name) | ({"status": status} if status else {})


def set_of(row: Any, columns: Mapping[str, Callable[[Any], Value]], names: Iterable[str]) -> dict[str, Any]:
    """Return those of the columns that have a value."""
    return {name: as_data(value) for name in names if (value := columns[name](row)) is not None}
