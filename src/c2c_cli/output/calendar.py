"""Meetings and actions as an iCalendar file (RFC 5545)."""

import datetime
import re
from collections.abc import Iterable, Iterator

from icalendar import Calendar, Event

from c2c_cli import streams
from c2c_cli.errors import UsageError, conflict
from c2c_cli.model.due import Action
from c2c_cli.model.records import Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.output.render import Output
from c2c_cli.text import escape_controls, fold

_STATUS = {"tentative": "TENTATIVE", "planned": "CONFIRMED", "held": "CONFIRMED", "cancelled": "CANCELLED"}

_STAMP = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
"""Creation time of each entry, fixed so that the same registry always gives the same bytes."""


def write(network: str, entries: Iterable[tuple[str, Event]], output: Output) -> None:
    """Write a calendar with the entries of a network, each with its id; `output` must name no other options."""
    if output != Output("ics", output=output.output):
        raise UsageError(*conflict("--format ics", "--columns", "--sort", "--header"))
    found = Calendar()
    found.add("prodid", "-//c2c//network registry//EN")
    found.add("version", "2.0")
    found.add("x-wr-calname", escape_controls(network))
    domain = re.sub("[^a-z0-9]+", "-", fold(network)).strip("-") or "network"
    begin, end, _ = str(found.to_ical(), "utf-8").partition("END:VCALENDAR\r\n")
    texts = [begin]
    # entries are converted one by one because the objects take far more memory than their text
    for uid, entry in entries:
        entry.add("uid", f"{uid}@{domain}")
        texts.append(str(entry.to_ical(), "utf-8"))
    streams.write("".join([*texts, end]))


def meetings(registry: Registry, chosen: Iterable[Meeting]) -> Iterator[tuple[str, Event]]:
    """Yield an entry for each meeting whose first day is known, and warn about the others."""
    names = {centre.id: centre.name for centre in registry.centre}
    names |= {organisation.id: organisation.name for organisation in registry.organisation}
    titles = {source.id: source.title for source in registry.source}
    for meeting in chosen:
        if meeting.start.first == meeting.start.last:
            yield meeting.id, _meeting(meeting, names, titles)
        else:
            streams.warn(f"skipped meeting {meeting.id}: its start date ({meeting.start}) has no day")


def actions(found: Iterable[Action]) -> Iterator[tuple[str, Event]]:
    """Yield an entry for each action on the last day of its date, without contacts, which are personal data."""
    for one in found:
        entry = _all_day(f"{', '.join(one.ids)}: {one.what}", one.date.last, one.date.last)
        concerns = [f"Concerns: {', '.join(one.concerns)}"] if one.concerns else []
        entry.add("description", _exact("\n".join([*concerns, f"Record the outcome with: {one.command}"])))
        yield f"due-{'-'.join(one.ids)}-{one.date}", entry


def _all_day(summary: str, first: datetime.date, last: datetime.date) -> Event:
    entry = Event()
    entry.add("dtstamp", _STAMP)
    entry.add("summary", escape_controls(summary))
    entry.add("dtstart", first)
    # DTEND is the day after the last one
    if last < datetime.date.max:
        entry.add("dtend", last + datetime.timedelta(days=1))
    return entry


def _meeting(meeting: Meeting, names: dict[str, str], titles: dict[str, str]) -> Event:
    # an end without a day is treated as missing
    last = meeting.end if meeting.end and meeting.end.first == meeting.end.last else meeting.start
    event = _all_day(meeting.title, meeting.start.first, last.last)
    event.add("status", _STATUS[meeting.status])
    if place := ", ".join(filter(None, (meeting.venue, meeting.city))):
        event.add("location", escape_controls(place))
    urls = (link for link in (meeting.link, *meeting.sources) if link and re.fullmatch(r"https?://[!-~]+", link))
    if url := next(urls, None):
        event.add("url", url)
    if description := "\n".join(_description(meeting, names, titles, url)):
        event.add("description", _exact(description))
    return event


def _description(meeting: Meeting, names: dict[str, str], titles: dict[str, str], url: str | None) -> Iterator[str]:
    """Yield the lines of the description: the values for which iCalendar has no property."""
    if meeting.kind is not None:
        yield f"Kind: {meeting.kind}"
    for noun, ids in (("Organised by", meeting.organisers), ("Attended by", meeting.attendees)):
        if ids:
            yield f"{noun}: {', '.join(f'{one} ({names[one]})' for one in ids)}"
    for noun, items in (("Agenda", meeting.agenda), ("Outcomes", meeting.outcomes)):
        if items:
            yield "\n- ".join((f"{noun}:", *items))
    if meeting.note is not None:
        yield meeting.note
    if meeting.end is not None and meeting.end.first != meeting.end.last:
        yield f"Ends: {meeting.end}"
    if meeting.link not in {None, url}:
        yield f"Link: {meeting.link}"
    if others := [titles.get(source, source) for source in meeting.sources if source != url]:
        yield f"Sources: {', '.join(others)}"


def _exact(text: str) -> str:
    """Escape control characters, which iCalendar does not allow, but keep the lines of `text`."""
    return "\n".join(map(escape_controls, text.replace("\r\n", "\n").split("\n")))
