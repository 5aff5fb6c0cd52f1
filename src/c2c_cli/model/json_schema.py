"""The JSON Schema of a registry file, from the same definitions as the reader."""

from dataclasses import MISSING, fields
from typing import Any

from c2c_cli.model.history import AGREEMENT_KINDS, Event
from c2c_cli.model.records import OTHER, SUBTABLES, TABLES, CadenceRule, Contact, Network
from c2c_cli.model.registry import SCHEMA


def schema() -> dict[str, Any]:
    """Return the schema. It cannot express relations between records, or the order of dates."""
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


def _table(record: type[Any]) -> dict[str, Any]:
    table = {
        "type": "object",
        "description": (record.__doc__ or "").partition("\n")[0],
        "properties": {field.name: _key(record, field.name) for field in fields(record)},
        "required": [field.name for field in fields(record) if field.default is MISSING],
        "additionalProperties": False,
    }
    if record is Event:  # only a signing or renewal has an expiry date
        agreement = {"properties": {"kind": {"enum": list(AGREEMENT_KINDS)}}}
        table |= {"if": {"required": ["until"]}, "then": agreement}
    if record is Contact:
        table["anyOf"] = [{"required": ["role"]}, {"required": ["name"]}]
    return table


def _key(record: type[Any], key: str) -> dict[str, Any]:
    """Return the schema of the value of a key."""
    if key in SUBTABLES:
        return {"type": "array", "items": _table(SUBTABLES[key])}
    reserved = {"not": {"const": OTHER}} if record is CadenceRule and key in {"kind", "level"} else {}
    return {**record.fields[key].type.schema, **reserved, "description": record.fields[key].about}
