"""The keys of a registry file, with the type and description of their values."""

from typing import NamedTuple

from c2c_cli.model.value_types import (
    COUNTRY,
    DATE,
    EVENT_DATE,
    EXTRA,
    ID,
    IDENTIFIERS,
    LANGUAGE,
    LINE,
    LOCATION,
    MEETING,
    MEETING_KIND,
    MEMBERS,
    MODE,
    NAMES,
    SECTOR,
    SOURCES,
    TEXT,
    TEXTS,
    URL,
    YEAR,
    ValueType,
    id_type,
)


class Field(NamedTuple):
    """The definition of a key."""

    type: ValueType
    about: str
    """Description in the help, in prompts and in the JSON Schema."""


FIELDS = {
    "agenda": Field(TEXTS, "Agenda items of the meeting."),
    "agreed": Field(MEETING, "Id of the meeting at which the rule was agreed."),
    "attendees": Field(MEMBERS, "Ids of the centres and organisations that attend the meeting."),
    "city": Field(LINE, "City."),
    "code": Field(LINE, "UNESCO's short code, such as CLT."),
    "country": Field(COUNTRY, "ISO 3166-1 alpha-2 country code, such as KR."),
    "date": Field(EVENT_DATE, "Date of the event, or bounds such as 2013..2018-10, if known."),
    "email": Field(LINE, "Email address."),
    "end": Field(DATE, "End date (YYYY, YYYY-MM or YYYY-MM-DD)."),
    "extra": Field(EXTRA, "Extra keys of your own, such as budget_2026=1200000."),
    "host": Field(LINE, "Institution that hosts the centre."),
    "id": Field(ID, "Acronym, such as ICDH."),
    "identifiers": Field(
        IDENTIFIERS, "Identifiers in other registries, by scheme, such as wikidata."
    ),
    "kind": Field(
        MEETING_KIND,
        "Kind of meeting: kind or level of a cadence rule, kind of an obligation, or other.",
    ),
    "language": Field(LANGUAGE, "Language of names, titles and notes, such as fr (default: en)."),
    "level": Field(
        id_type("LEVEL"),
        "Level that rules can share; a meeting recorded only at this level may count.",
    ),
    "link": Field(URL, "URL for joining the meeting, or of a page about it."),
    "location": Field(LOCATION, "Latitude and longitude of the city, in degrees."),
    "mode": Field(MODE, "Mode: in-person, online or hybrid."),
    "name": Field(LINE, "Full name."),
    "names": Field(NAMES, "Names in other languages, by language tag, such as ko."),
    "note": Field(TEXT, "Free-text note."),
    "organisers": Field(MEMBERS, "Ids of the centres and organisations that organise the meeting."),
    "outcomes": Field(TEXTS, "Outcomes of the meeting."),
    "phone": Field(LINE, "Phone number."),
    "publisher": Field(LINE, "Publisher of the source."),
    "reason": Field(TEXT, "Reason for the waiver."),
    "role": Field(LINE, "Role of the contact, such as Director."),
    "sector": Field(SECTOR, "Id of the sector; commands also accept its code or name."),
    "since": Field(YEAR, "First year in which the rule applies."),
    "sources": Field(SOURCES, "Sources of the information: URLs, or ids of sources."),
    "start": Field(DATE, "Start date (YYYY, YYYY-MM or YYYY-MM-DD)."),
    "title": Field(LINE, "Title of the meeting."),
    "until": Field(DATE, "Expiry date of the agreement, for signed, in-force and renewed events."),
    "url": Field(URL, "URL of the source."),
    "venue": Field(LINE, "Venue, such as a building."),
    "website": Field(URL, "Website of the centre."),
    "year": Field(YEAR, "Year in which the rule or obligation need not be met."),
}
"""Definitions of keys in all tables, unless the record has its own."""
