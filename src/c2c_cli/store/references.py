"""References between records, as the values of their fields."""

from dataclasses import replace
from typing import Any

from c2c_cli.model.history import Event
from c2c_cli.model.registry import REFERENCES


def fields_with(table: str, target: str) -> list[str]:
    """Return the fields of a table that may refer to a record of the table `target`."""
    fields = [field for field, targets in REFERENCES[table] if target in targets]
    return [*fields, "event"] if (table, target) == ("centre", "source") else fields


def has(value: Any, record_id: str) -> bool:
    """Return whether the value of a field refers to an id."""
    if isinstance(value, tuple):
        return any(has(one, record_id) for one in value)
    return record_id in value.sources if isinstance(value, Event) else value == record_id


def renamed(value: Any, old: str, new: str) -> Any:
    """Return the value of a field with an id replaced."""
    if isinstance(value, tuple):
        return tuple(renamed(one, old, new) for one in value)
    if isinstance(value, Event):
        return replace(value, sources=renamed(value.sources, old, new))
    return new if value == old else value
