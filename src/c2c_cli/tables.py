"""Records to TOML tables, the way back of `records`. Knows data, not text."""

from typing import Any

from c2c_cli.dates import Date, to_toml
from c2c_cli.life import Event
from c2c_cli.rules import Record


def table(record: Record) -> dict[str, Any]:
    """Return the TOML table that a record is written as: what is set, in the order of its fields."""
    return {name: toml_value(value) for name, value in record.stated()}


def toml_value(value: Any) -> Any:
    """Return a field's value as TOML has it."""
    if isinstance(value, Date):
        return to_toml(value)
    if isinstance(value, tuple):
        return [table(item) if isinstance(item, Event) else item for item in value]
    return value
