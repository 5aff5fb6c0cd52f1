"""Columns and JSON objects shared by several views."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any, TypeVar

from c2c_cli.model.record import Record
from c2c_cli.model.records import Centre
from c2c_cli.output.view import Value

Some = TypeVar("Some", bound=Record)


def field_columns(record: type[Any], **own: Callable[[Any], Value]) -> dict[str, Callable[[Any], Value]]:
    """Return a column for each field of a record; `own` contains the columns that are not simply a field's value."""
    return {one.name: own.get(one.name) or field_column(one.name) for one in fields(record)}


def field_column(name: str) -> Callable[[Any], Value]:
    """Return a function that returns the named field of a record."""
    return lambda record: getattr(record, name) or None


def localize(records: Iterable[Some], language: str | None) -> list[Some]:
    """Return the records with their names in `language`; `ko-KR` falls back to `ko`, then to the default name."""

    def translated(record: Any) -> Any:
        names = {tag.lower(): name for tag, name in (getattr(record, "names", None) or {}).items()}
        tag = (language or "").lower()
        while tag and tag not in names:
            tag = tag.rpartition("-")[0]
        return replace(record, name=names[tag]) if tag else record

    return [translated(record) for record in records]


def as_object(record: Record, day: datetime.date) -> dict[str, Any]:
    """Return the record as a JSON object; that of a centre has its status as of the given day."""
    status = record.status(day) if isinstance(record, Centre) else None
    return record.to_json() | ({"status": status} if status else {})
