"""The keys of the file, each with the kind of its value and what the help and the schema say of it."""

from typing import NamedTuple

from c2c_cli.model.value_types import (
    COUNTRY,
    DATE,
    ID,
    LINE,
    LINES,
    NAMES,
    TEXT,
    TEXTS,
    URL,
    YEAR,
    Kind,
    reference,
    references,
)


class Field(NamedTuple):
    """A key."""

    kind: Kind
    about: str


MEMBERS = references("centre", "organisation")

FIELDS = {
    "agenda": Field(TEXTS, "An item of what was or is to be talked about."),
    "agreed": Field(reference("meeting"), "The id of the meeting that agreed it."),
    "attendees": Field(MEMBERS, "The id of a centre or organisation that attends."),
    "city": Field(LINE, "The city."),
    "code": Field(LINE, "UNESCO's short code, as CLT."),
    "country": Field(COUNTRY, "Two letters of ISO 3166-1, as KR."),
    "date": Field(DATE, "When it was: 2018, 2018-11 or 2018-11-20; left out where nobody knows."),
    "end": Field(DATE, "When it ends: 2018, 2018-11 or 2018-11-20."),
    "host": Field(LINE, "Who hosts the centre."),
    "id": Field(ID, "The acronym, as ICDH."),
    "kind": Field(reference(), "A kind of the cadence, its level where only that is known, or other."),
    "level": Field(ID, "What a meeting of this kind is known as where more is not known."),
    "name": Field(LINE, "What it is called."),
    "names": Field(NAMES, "What it is called in another language: ko=…."),
    "note": Field(TEXT, "Anything else."),
    "organisers": Field(MEMBERS, "The id of a centre or organisation that organises."),
    "outcomes": Field(TEXTS, "Something that came of it."),
    "sector": Field(reference("sector"), "A sector's id, code or name."),
    "since": Field(YEAR, "The first year that it binds."),
    "sources": Field(LINES, "Where it is known from."),
    "start": Field(DATE, "When it starts: 2018, 2018-11 or 2018-11-20."),
    "title": Field(LINE, "What the meeting is called."),
    "until": Field(DATE, "The agreement's end, a date, of signed and renewed."),
    "venue": Field(LINE, "Where in the city."),
    "website": Field(URL, "The centre's website."),
}
"""What a key is in whichever table it stands, but for those that a record has of its own."""
