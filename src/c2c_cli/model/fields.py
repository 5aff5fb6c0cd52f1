"""The keys of a registry file, with the type and description of their values."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from c2c_cli.errors import Code, Diagnostic, unknown
from c2c_cli.model import values
from c2c_cli.model.dates import PATTERN, Date
from c2c_cli.text import one_of

MAX_PER_YEAR = 366
"""Maximum number of meetings that a rule can require per year."""

# JSON Schemas of values

_FILLED = r"[^\s\x1c-\x1f\x85]"
_LINE = {"type": "string", "pattern": rf"^[^\n\r]*{_FILLED}[^\n\r]*$"}
_TEXT = {"type": "string", "pattern": _FILLED}
_ID = {"type": "string", "pattern": r"^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]*$"}
_YEAR = {"type": "integer", "minimum": 1000, "maximum": 9999}
_DIGITS = {"type": "string", "pattern": "^[1-9][0-9]{3}$"}
_DATE = {"type": "string", "pattern": PATTERN}
_NUMBER = {"type": "integer", "minimum": 1, "maximum": MAX_PER_YEAR}
_LINES = {"type": "array", "items": _LINE}
_IDS = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
_NAMES = {
    "type": "object",
    "propertyNames": {"pattern": f"^{values.LANGUAGE}$"},
    "additionalProperties": _LINE,
}
_IDENTIFIERS = {"type": "object", "additionalProperties": {"type": "string", "pattern": r"\S"}}


class ValueType(NamedTuple):
    """The type of the value of a field."""

    read: Callable[[Any], Any]
    """Function that converts a TOML value, or raises InvalidError if it has the wrong type."""
    schema: Mapping[str, Any]
    rule: Callable[..., Diagnostic | None] | None = None
    """Function that returns what is wrong with a value, or None.

    It is called with each item of a list, and with each key and value of a table.
    """
    example: str = '"…"'
    metavar: str | None = None
    """The placeholder in the help, unless it is the name of the field."""
    parse: Callable[[str], Any] = str
    """Function that converts a command-line word, or raises UsageError or InvalidError."""
    choices: Sequence[str] = ()
    """All possible values, if they are known."""
    targets: tuple[str, ...] = ()
    """The tables that the value refers to."""
    many: bool = False
    """Whether the value is a list or table, and its option is repeatable."""


class Field(NamedTuple):
    """The definition of a key."""

    type: ValueType
    about: str
    """Description in the help, in prompts and in the JSON Schema."""


def choice(noun: str, code: Code, words: tuple[str, ...]) -> ValueType:
    """Return the type of a value that is one of the words."""
    return ValueType(
        values.text,
        {"enum": list(words)},
        lambda word: None if word in words else unknown(noun, word, words, code=code),
        one_of([f'"{word}"' for word in words]),
        parse=lambda word: values.word_of(noun, word, words),
        choices=words,
    )


_texts = values.strings(list, "a list of strings", 'use ["…"]')
_names = values.strings(dict, "a table of names by language", 'use { ko = "…" }')
_identifiers = values.strings(dict, "a table of identifiers by scheme", 'use { wikidata = "Q…" }')
_CODES = sorted(values.COUNTRIES)

LINE = ValueType(values.text, _LINE, values.line)
URL = LINE._replace(metavar="URL")
TEXT = ValueType(values.text, _TEXT, values.filled, metavar="TEXT")
ID = ValueType(values.text, _ID, values.identifier, metavar="ID")
COUNTRY = ValueType(
    values.text, {"enum": _CODES}, values.country_code, '"KR"', "CODE", values.country_of, _CODES
)
DATE = ValueType(values.date, {"anyOf": [_YEAR, _DATE]}, None, "2018-11-20", "DATE", Date.parse)
YEAR = ValueType(values.year, {"anyOf": [_YEAR, _DIGITS]}, None, "2018", "YEAR", values.year)
NUMBER = ValueType(values.number, _NUMBER, None, "1", "NUMBER", values.number_of)
MODE = choice("mode", "unknown-mode", ("in-person", "online", "hybrid"))
TEXTS = ValueType(
    _texts, {"type": "array", "items": _TEXT}, values.filled, metavar="TEXT", many=True
)
SOURCES = ValueType(_texts, _LINES, values.line, metavar="SOURCE", targets=("source",), many=True)
MEMBERS = ValueType(_texts, _IDS, metavar="ID", targets=("centre", "organisation"), many=True)
NAMES = ValueType(_names, _NAMES, values.name, metavar="TAG=NAME", many=True)
IDENTIFIERS = ValueType(
    _identifiers, _IDENTIFIERS, values.external_identifier, metavar="SCHEME=ID", many=True
)
STRING_TABLES = (NAMES, IDENTIFIERS)

REFERENCE = ValueType(values.text, _LINE)
"""The id of a record in one of the `targets`."""
MEETING = REFERENCE._replace(metavar="ID", targets=("meeting",))
SECTOR = REFERENCE._replace(targets=("sector",))
MEETING_KIND = REFERENCE._replace()  # a copy, so that `is` distinguishes it from other references
"""The type of a meeting's kind, which may be a kind or a level of the cadence."""

FIELDS = {
    "agenda": Field(TEXTS, "Agenda items of the meeting."),
    "agreed": Field(MEETING, "Id of the meeting at which the rule was agreed."),
    "attendees": Field(MEMBERS, "Ids of the centres and organisations that attend the meeting."),
    "city": Field(LINE, "City."),
    "code": Field(LINE, "UNESCO's short code, such as CLT."),
    "country": Field(COUNTRY, "ISO 3166-1 alpha-2 country code, such as KR."),
    "date": Field(DATE, "Date of the event (YYYY, YYYY-MM or YYYY-MM-DD), if known."),
    "email": Field(LINE, "Email address."),
    "end": Field(DATE, "End date (YYYY, YYYY-MM or YYYY-MM-DD)."),
    "host": Field(LINE, "Institution that hosts the centre."),
    "id": Field(ID, "Acronym, such as ICDH."),
    "identifiers": Field(
        IDENTIFIERS, "Identifiers in other registries, by scheme, such as wikidata."
    ),
    "kind": Field(MEETING_KIND, "Kind of meeting: a cadence kind or level, or other."),
    "level": Field(
        ID._replace(metavar="LEVEL"),
        "Broader level; a meeting recorded only at this level may count.",
    ),
    "link": Field(URL, "URL for joining the meeting, or of a page about it."),
    "mode": Field(MODE, "Mode: in-person, online or hybrid."),
    "name": Field(LINE, "Full name."),
    "names": Field(NAMES, "Names in other languages, by language tag, such as ko."),
    "note": Field(TEXT, "Free-text note."),
    "organisers": Field(MEMBERS, "Ids of the centres and organisations that organise the meeting."),
    "outcomes": Field(TEXTS, "Outcomes of the meeting."),
    "phone": Field(LINE, "Phone number."),
    "publisher": Field(LINE, "Publisher of the source."),
    "role": Field(LINE, "Role of the contact, such as Director."),
    "sector": Field(SECTOR, "Id of the sector; commands also accept its code or name."),
    "since": Field(YEAR, "First year in which the rule applies."),
    "sources": Field(SOURCES, "Sources of the information: URLs, or ids of sources."),
    "start": Field(DATE, "Start date (YYYY, YYYY-MM or YYYY-MM-DD)."),
    "title": Field(LINE, "Title of the meeting."),
    "until": Field(DATE, "Expiry date of the agreement, for signed and renewed events."),
    "url": Field(URL, "URL of the source."),
    "venue": Field(LINE, "Venue, such as a building."),
    "website": Field(URL, "Website of the centre."),
}
"""Definitions of keys in all tables, unless the record has its own."""
