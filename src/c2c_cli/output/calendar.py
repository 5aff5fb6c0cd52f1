"""Meetings as an iCalendar file (RFC 5545)."""

import datetime
import re
from collections.abc import Iterable, Iterator

from icalendar import Calendar, Event

from c2c_cli.model.records import Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.text import escape_controls, fold

_STATUS = {"tentative": "TENTATIVE", "planned": "CONFIRMED", "held": "CONFIRMED", "cancelled": "CANCELLED"}

_STAMP = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
"""Creation time of each entry, fixed so that the same registry always gives the same bytes."""


def has_day(meeting: Meeting) -> bool:
    """Return whether the first day of the meeting is known, so that a calendar can contain it."""
    return meeting.start.first == meeting.start.last


def calendar(registry: Registry, meetings: Iterable[Meeting]) -> str:
    """Return a calendar, with CRLF line endings, of the meetings whose first day is known."""
    found = Calendar()
    found.add("prodid", "-//c2c//network registry//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", escape_controls(registry.network.name))
    domain = re.sub("[^a-z0-9]+", "-", fold(registry.network.name)).strip("-") or "network"
    names = {centre.id: centre.name for centre in registry.centre}
    names |= {organisation.id: organisation.name for organisation in registry.organisation}
    titles = {source.id: source.title for source in registry.source}
    begin, end, _ = str(found.to_ical(), "utf-8").partition("END:VCALENDAR\r\n")
    # entries are converted one by one because the objects take far more memory than their text
    entries = (_event(meeting, domain, names, titles).to_ical() for meeting in meetings if has_day(meeting))
    return "".join([begin, *(str(entry, "utf-8") for entry in entries), end])


def _event(meeting: Meeting, domain: str, names: dict[str, str], titles: dict[str, str]) -> Event:
    event = Event()
    event.add("uid", f"{meeting.id}@{domain}")
    event.add("dtstamp", _STAMP)
    event.add("summary", escape_controls(meeting.title))
    event.add("dtstart", meeting.start.first)
    # DTEND is the day after the last one; an end without a day is treated as missing
    last = meeting.end.last if meeting.end is not None and meeting.end.first == meeting.end.last else meeting.start.last
    if last < datetime.date.max:
        event.add("dtend", last + datetime.timedelta(days=1))
    event.add("status", _STATUS[meeting.status])
    if place := ", ".join(filter(None, (meeting.venue, meeting.city))):
        event.add("location", escape_controls(place))
    if description := "\n".join(_description(meeting, names, titles)):
        event.add("description", description)
    if url := _url(meeting):
        event.add("url", url)
    return event


def _description(meeting: Meeting, names: dict[str, str], titles: dict[str, str]) -> Iterator[str]:
    """Yield the lines of the description: the values for which iCalendar has no property."""
    if meeting.kind is not None:
        yield f"Kind: {meeting.kind}"
    for noun, ids in (("Organised by", meeting.organisers), ("Attended by", meeting.attendees)):
        if ids:
            yield f"{noun}: {', '.join(f'{one} ({names[one]})' for one in ids)}"
    for noun, items in (("Agenda", meeting.agenda), ("Outcomes", meeting.outcomes)):
        if items:
            yield f"{noun}:"
            yield from (f"- {_exact(item)}" for item in items)
    if meeting.note is not None:
        yield _exact(meeting.note)
    if meeting.end is not None and meeting.end.first != meeting.end.last:
        yield f"Ends: {meeting.end}"
    if others := [titles.get(source, source) for source in meeting.sources if source != _url(meeting)]:
        yield f"Sources: {', '.join(map(escape_controls, others))}"


def _url(meeting: Meeting) -> str | None:
    """Return the first source of the meeting that is a web address."""
    return next((source for source in meeting.sources if re.fullmatch(r"https?://[!-~]+", source)), None)


def _exact(text: str) -> str:
    """Return `text` with its lines kept and its control characters escaped, as iCalendar does not allow them."""
    return "\n".join(map(escape_controls, text.replace("\r\n", "\n").split("\n")))
