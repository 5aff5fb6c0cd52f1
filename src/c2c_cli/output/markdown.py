"""Strings escaped for the Markdown of CommonMark, GitHub and pandoc, and dates, events and meetings as phrases."""

import re

from c2c_cli.model.dates import Date
from c2c_cli.model.history import Event
from c2c_cli.model.records import Meeting
from c2c_cli.text import visible

_MEANING = re.compile(
    r"[\\`*_\[\]<>{}|~#&!$^@]"
    r"|(?<=-)-|\.(?=\.\.)"  # pandoc's dashes and ellipses
    r"|:(?=//|(?!\d\d:)[\w+-]+:)|(?<=\bwww)\.",  # GitHub's links and emoji, but not the colons of a time
    re.IGNORECASE,
)
_BEGINS = re.compile(r"^(\(?(?:\d+|[a-z]|[ivxlcdm]+)(?=[.)])|table(?=:)|(?=[-+=:%]))", re.IGNORECASE)
"""The start of a list, a definition, a caption or a heading; `_MEANING` covers other such starts."""

_LINK = re.compile(r"https?://[\w.-]+(:\d+)?([/?#](?!\S*&#?\w+;)[\w.~:/?#@!$&'()*+,;=%-]*)?", re.IGNORECASE)
"""A URL as in RFC 3986, with letters of any script, that has no character reference."""


def paragraphs(text: str) -> str:
    """Return `text` as Markdown paragraphs: line breaks are kept, and all other markup is escaped."""
    parts = re.split(r"\n\s*\n", text.strip().replace("\r\n", "\n"))
    lines = ([re.sub(_BEGINS, r"\1\\", literal(line.strip())) for line in part.split("\n")] for part in parts)
    return "\n\n".join(map("\\\n".join, lines))


def list_item(text: str) -> str:
    """Return `text` as a list item, with its later lines indented."""
    return paragraphs(text).replace("\n", "\n  ")


def literal(text: str) -> str:
    """Return `text` with markup escaped and line breaks as `<br>`, or as a link if the whole string is a URL."""
    shown = visible(text.replace("\r\n", "\n"), keep="\n")
    if _LINK.fullmatch(shown):
        return f"<{shown}>"
    return re.sub(_MEANING, r"\\\g<0>", shown).replace("\n", "<br>")


def in_words(date: Date) -> str:
    """Return the date in English at its known precision: `27 June 2018`, `June 2018` or `2018`."""
    form = {4: "{0.year}", 7: "{0:%B} {0.year}", 10: "{0.day} {0:%B} {0.year}"}[len(str(date))]
    return form.format(date.first)


def when(date: Date) -> str:
    """Return the date with its preposition: `on 27 June 2018`, `in June 2018`."""
    return f"{'on' if date.first == date.last else 'in'} {in_words(date)}"


def describe_event(event: Event) -> str:
    """Return the event and its date: `signed on 12 July 2019`."""
    return f"{event.kind} {when(event.date) if event.date else 'on an unknown date'}"


def span(meeting: Meeting) -> str:
    """Return the dates of the meeting: `19 to 20 December 2017`."""
    start, end = meeting.start, meeting.end or meeting.start
    if start == end:
        return in_words(start)
    same_month = len(str(start)) == len(str(end)) == 10 and str(start)[:7] == str(end)[:7]
    return f"{start.first.day if same_month else in_words(start)} to {in_words(end)}"


def name_meeting(meeting: Meeting) -> str:
    """Return the title of the meeting with its dates, and with its status unless it was held."""
    status = "" if meeting.status == "held" else f", {meeting.status}"
    return f"“{literal(meeting.title)}” ({span(meeting)}{status})"
