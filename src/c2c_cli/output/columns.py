"""Columns and JSON objects shared by several views."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar

from c2c_cli.model.records import Centre, Organisation, Sector
from c2c_cli.output.view import Value

Named = TypeVar("Named", bound=Centre | Organisation | Sector)


def field_columns(record: type[Any], **own: Callable[[Any], Value]) -> dict[str, Callable[[Any], Value]]:
    """Return a column for each field of a record; `own` contains the columns that are not simply a field's value."""
    return {one.name: own.get(one.name) or field_column(one.name) for one in fields(record)}


def field_column(name: str) -> Callable[[Any], Value]:
    """Return a function that returns the named field of a record."""
    return lambda record: getattr(record, name) or None


def localize(records: Iterable[Named], language: str | None) -> list[Named]:
    """Return the records with their names in `language`; `ko-KR` falls back to `ko`, then to the default name."""
    if language is None:
        return list(records)
    return [replace(record, name=_name(record, language.lower())) for record in records]


def _name(record: Centre | Organisation | Sector, tag: str) -> str:
    names = {language.lower(): name for language, name in (record.names or {}).items()}
    while tag and tag not in names:
        tag = tag.rpartition("-")[0]
    return names.get(tag, record.name)


def centre_object(centre: Centre, day: datetime.date) -> dict[str, Any]:
    """Return the centre as a JSON object with its status as of the given day."""
    status = centre.status(day)
    return centre.to_json() | ({"status": status} if status else {})
