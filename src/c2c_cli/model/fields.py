"""The keys of a registry file, with the type and description of their values."""

from typing import NamedTuple

from c2c_cli.model.string_tables import IDENTIFIERS, NAMES
from c2c_cli.model.value_types import (
    COUNTRY,
    DATE,
    ID,
    LINE,
    REFERENCE,
    REFERENCES,
    SOURCES,
    TEXT,
    TEXTS,
    URL,
    YEAR,
    ValueType,
    choice,
)


class Field(NamedTuple):
    """The definition of a key."""

    type: ValueType
    about: str
    """Description in the help, in prompts and in the JSON Schema."""


MEETING_MODES = ("in-person", "online", "hybrid")

MEETING_KIND = REFERENCE._replace()
"""The type of a meeting's kind, which may be a kind or a level of the cadence."""

MEMBERS = REFERENCES._replace(targets=("centre", "organisation"))

FIELDS = {
    "agenda": Field(TEXTS, "Agenda items of the meeting."),
    "agreed": Field(
        REFERENCE._replace(metavar="ID", targets=("meeting",)), "Id of the meeting at which the rule was agreed."
    ),
    "attendees": Field(MEMBERS, "Ids of the centres and organisations that attend the meeting."),
    "city": Field(LINE, "City."),
    "code": Field(LINE, "UNESCO's short code, such as CLT."),
    "country": Field(COUNTRY, "ISO 3166-1 alpha-2 country code, such as KR."),
    "date": Field(DATE, "Date of the event (YYYY, YYYY-MM or YYYY-MM-DD), if known."),
    "email": Field(LINE, "Email address."),
    "end": Field(DATE, "End date (YYYY, YYYY-MM or YYYY-MM-DD)."),
    "host": Field(LINE, "Institution that hosts the centre."),
    "id": Field(ID, "Acronym, such as ICDH."),
    "identifiers": Field(IDENTIFIERS, "Identifiers in other registries, by scheme, such as wikidata."),
    "kind": Field(MEETING_KIND, "Kind of meeting: a cadence kind or level, or other."),
    "level": Field(ID._replace(metavar="LEVEL"), "Broader level; a meeting recorded only at this level may count."),
    "link": Field(URL, "URL to join the meeting, or of a page about it."),
    "mode": Field(choice("mode", "unknown-mode", MEETING_MODES), "Mode: in-person, online or hybrid."),
    "name": Field(LINE, "Full name."),
    "names": Field(NAMES, "Names in other languages, by language tag, such as ko."),
    "note": Field(TEXT, "Free-text note."),
    "organisers": Field(MEMBERS, "Ids of the centres and organisations that organise the meeting."),
    "outcomes": Field(TEXTS, "Outcomes of the meeting."),
    "phone": Field(LINE, "Phone number."),
    "publisher": Field(LINE, "Publisher of the source."),
    "role": Field(LINE, "Role of the contact, such as Director."),
    "sector": Field(
        REFERENCE._replace(targets=("sector",)), "Id of the sector; commands also accept its code or name."
    ),
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
