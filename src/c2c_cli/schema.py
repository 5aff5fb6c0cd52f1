"""The JSON Schema of a registry's file, from the same rules as the reader's. Knows keys and types, not files."""

from dataclasses import MISSING, fields
from typing import Any

from c2c_cli.life import AGREEMENT_KINDS, Event
from c2c_cli.model import (
    OTHER,
    CadenceRule,
    Centre,
    Meeting,
    Network,
    Organisation,
    Sector,
)
from c2c_cli.records import TABLES
from c2c_cli.registry import SCHEMA

_ABOUT = {
    "agenda": "What was or is to be talked about, an item each.",
    "agreed": "The id of the meeting that agreed it.",
    "attendees": "Ids of centres and organisations.",
    "city": "The city.",
    "code": "UNESCO's short code: CLT.",
    "country": "ISO 3166-1 alpha-2: KR.",
    "date": 'As precise as it is known: 2018, "2018-11" or 2018-11-20.',
    "end": "The last day, where it is not the first.",
    "event": "The centre's life, one fact each, never overwritten.",
    "host": "Who hosts the centre.",
    "level": "What a meeting of this kind is known as where more is not known.",
    "name": "What it is called.",
    "names": "What it is called in other languages: language tag -> name.",
    "note": "Anything else.",
    "organisers": "Ids of organisations and centres.",
    "outcomes": "What came of it, an item each.",
    "per_year": "How many such meetings were agreed for each year.",
    "sector": "The id of a sector.",
    "since": "The first year that it binds.",
    "sources": "Where it is known from.",
    "start": 'The first day, or the month or year in which it is: 2018-11-20, "2018-11", 2018.',
    "status": "tentative, planned, held or cancelled.",
    "title": "What the meeting is called.",
    "until": "The agreement's end; of a rule the last year that it binds.",
    "venue": "Where in the city.",
    "website": "The centre's website.",
}


_ABOUT_OF = {
    (Sector, "id"): "The id by which centres name it: culture.",
    (Organisation, "id"): "The acronym: KNCU. Unique among centres, organisations and meetings.",
    (Centre, "id"): "The acronym: ICDH. Unique among centres, organisations and meetings.",
    (Meeting, "id"): "As 2018-06-27-jeju. Unique among centres, organisations and meetings.",
    (
        Meeting,
        "kind",
    ): "A kind of the cadence, its level where only that is known, or other; left out, nobody has said.",
    (Event, "kind"): "proposed, approved, signed, opened, renewed or closed.",
    (CadenceRule, "kind"): "What a meeting of this rule has as its kind: formal.",
}
"""What is to be said of a key of one table alone."""


def schema() -> dict[str, Any]:
    """Return the schema. It cannot say what one record has to do with another, nor which date comes first."""
    tables = {name: {"type": "array", "items": _table(record)} for name, record in TABLES.items()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Registry of a network of UNESCO Category 2 Centres",
        "type": "object",
        "properties": {
            "schema": {"const": SCHEMA, "description": "The version of the format."},
            "network": _table(Network),
            **tables,
        },
        "required": ["schema", "network"],
        "additionalProperties": False,
    }


def _table(record: type[Any]) -> dict[str, Any]:
    names = [field.name for field in fields(record)]
    about = {name: _ABOUT_OF.get((record, name)) or _ABOUT[name] for name in names}
    keys = {name: _key(record, name) | {"description": about[name]} for name in names}
    table = {
        "type": "object",
        "description": (record.__doc__ or "").partition("\n")[0],
        "properties": keys,
        "required": [field.name for field in fields(record) if field.default is MISSING],
        "additionalProperties": False,
    }
    if record is Event:  # only what begins an agreement has an end of it
        begins = {"properties": {"kind": {"enum": list(AGREEMENT_KINDS)}}}
        table |= {"if": {"required": ["until"]}, "then": begins}
    return table


def _key(record: type[Any], key: str) -> dict[str, Any]:
    """Return what a key's value must be."""
    if key == "event":
        return {"type": "array", "items": _table(Event)}
    reserved = {"not": {"const": OTHER}} if record is CadenceRule and key in {"kind", "level"} else {}
    return {**record.kinds[key].schema, **reserved}
