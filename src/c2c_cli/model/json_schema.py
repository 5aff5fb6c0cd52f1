"""The JSON Schema of a registry file, from the same definitions as the reader."""

from c2c_cli.model.record import Record, required_keys
from c2c_cli.model.records import SUBTABLES, TABLES, Network
from c2c_cli.model.registry import SCHEMA


def schema() -> dict[str, object]:
    """Return the schema.

    It does not express the relations between records or fields, or every rule for dates.
    """
    tables = {name: {"type": "array", "items": _table(record)} for name, record in TABLES.items()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Registry of a network of UNESCO Category 2 Centres",
        "type": "object",
        "properties": {
            "schema": {"const": SCHEMA, "description": "Version of the format."},
            "network": _table(Network),
            **tables,
        },
        "required": ["schema", "network"],
        "additionalProperties": False,
    }


def _table(record: type[Record]) -> dict[str, object]:
    """Return the schema of a table, whose description is the first line of its docstring."""
    properties: dict[str, object] = {}
    for key in record.__slots__:
        if key in SUBTABLES:
            properties[key] = {"type": "array", "items": _table(SUBTABLES[key])}
        else:
            field = record.fields[key]
            properties[key] = {**field.type.schema, "description": field.about}
    return {
        "type": "object",
        "description": (record.__doc__ or "").partition("\n")[0],
        "properties": properties,
        "required": required_keys(record),
        "additionalProperties": False,
    }
