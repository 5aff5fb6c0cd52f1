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
from c2c_cli.output.view import View
from c2c_cli.text import escape_controls, fold


def write(registry: Registry, view: View, output: Output) -> None:
    """Write a calendar with the meetings or actions of a view.

    Raises UsageError if `output` contains options that do not apply.
    """
    if output != Output("ics", output=output.output):
        raise UsageError(*conflict("--format ics", "--columns", "--sort", "--header"))
    calendar = Calendar()
    calendar.add("prodid", "-//c2c//network registry//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", escape_controls(registry.network.name))
    domain = re.sub("[^a-z0-9]+", "-", fold(registry.network.name)).strip("-") or "network"
    for uid, entry in (
        _actions(view.rows) if view.noun == "actions" else _meetings(registry, view.rows)
    ):
        entry.add("uid", f"{uid}@{domain}")
        calendar.add_component(entry)
    streams.write(str(calendar.to_ical(), "utf-8"))


def _meetings(registry: Registry, chosen: Iterable[Meeting]) -> Iterator[tuple[str, Event]]:
    """Yield an entry for each meeting whose first day is known, and warn about the others."""
    names = {one.id: f"{one.id} ({one.name})" for one in registry.centre}
    names |= {one.id: f"{one.id} ({one.name})" for one in registry.organisation}
    titles = {source.id: source.title for source in registry.source}
    for one in chosen:
        if one.start.first != one.start.last:
            streams.warn(f"skipped meeting {one.id}: its start date ({one.start}) has no day")
            continue
        # an end without a day is treated as missing
        end = one.end if one.end and one.end.first == one.end.last else one.start
        entry = _all_day(one.title, one.start.first, end.last, _description(one, names, titles))
        entry.add(
            "status",
            {"tentative": "TENTATIVE", "cancelled": "CANCELLED"}.get(one.status, "CONFIRMED"),
        )
        if place := ", ".join(filter(None, (one.venue, one.city))):
            entry.add("location", escape_controls(place))
        urls = (
            link
            for link in (one.link, *one.sources)
            if link and re.fullmatch(r"https?://[!-~]+", link)
        )
        if url := next(urls, None):
            entry.add("url", url)
        yield one.id, entry


def _actions(found: Iterable[Action]) -> Iterator[tuple[str, Event]]:
    """Yield an entry for each action on the last day of its date, without contacts."""
    for one in found:
        concerns = f"Concerns: {', '.join(one.concerns)}\n" if one.concerns else ""
        description = f"{concerns}Record the outcome with: {one.command}"
        summary, day = f"{', '.join(one.ids)}: {one.what}", one.date.last
        yield f"due-{'-'.join(one.ids)}-{one.date}", _all_day(summary, day, day, description)


def _all_day(summary: str, first: datetime.date, last: datetime.date, description: str) -> Event:
    entry = Event()
    # a fixed creation time, so that the same registry always gives the same bytes
    entry.add("dtstamp", datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC))
    entry.add("summary", escape_controls(summary))
    entry.add("dtstart", first)
    # DTEND is the day after the last one
    if last < datetime.date.max:
        entry.add("dtend", last + datetime.timedelta(days=1))
    if description:
        entry.add("description", escape_controls(description.replace("\r\n", "\n"), keep="\n"))
    return entry


def _description(meeting: Meeting, names: dict[str, str], titles: dict[str, str]) -> str:
    """Return the values for which iCalendar has no property, or which few calendars show."""
    values = (
        ("Kind: ", meeting.kind),
        ("Organised by: ", ", ".join(names[one] for one in meeting.organisers)),
        ("Attended by: ", ", ".join(names[one] for one in meeting.attendees)),
        ("Agenda:\n- ", "\n- ".join(meeting.agenda)),
        ("Outcomes:\n- ", "\n- ".join(meeting.outcomes)),
        ("", meeting.note),
        ("Link: ", meeting.link),
        ("Sources: ", ", ".join(titles.get(one, one) for one in meeting.sources)),
    )
    return "\n".join(f"{label}{text}" for label, text in values if text)
