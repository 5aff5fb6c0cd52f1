"""Meetings and actions as an iCalendar file (RFC 5545)."""

import datetime
import re
from collections.abc import Iterable, Iterator

from icalendar import Alarm, Calendar, Event, vDuration, vText

from c2c_cli import streams
from c2c_cli.model.dates import months_later
from c2c_cli.model.due import Action
from c2c_cli.model.records import Meeting, Source
from c2c_cli.model.registry import Registry
from c2c_cli.text import escape_controls

_CATEGORIES = {
    "centre": "Agreement",
    "meeting": "Meeting",
    "cadence": "Agreed meeting",
    "obligation": "Obligation",
}
"""Table of what an action is about -> its category."""

_REFRESH = datetime.timedelta(days=1)
"""How often a subscription should be read again: what is overdue depends on the day."""

_MORNING = datetime.timedelta(hours=9)
"""The local time of an alarm; without it, alarms of all-day entries are at midnight."""


def meetings(registry: Registry, chosen: Iterable[Meeting], day: datetime.date) -> str:
    """Return a calendar of the chosen meetings whose first day is known, as of a day."""
    return _calendar(registry, "meetings", _meetings(registry, chosen), day)


def actions(registry: Registry, found: Iterable[Action], day: datetime.date) -> str:
    """Return a calendar of actions as of a day."""
    return _calendar(registry, "due", _actions(found, day), day)


def _calendar(
    registry: Registry, about: str, entries: Iterable[tuple[str, Event]], day: datetime.date
) -> str:
    """Return a calendar that is named after the network and what it is about.

    The time stamp says which of two entries with the same id is newer (RFC 5545, 3.8.7.2), so that
    an export as of a later day replaces the entries of an earlier one. The ids do not depend on the
    name of the network: if it changed, an import would duplicate all entries.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//c2c//network registry//EN")
    calendar.add("version", "2.0")
    # icalendar escapes only values that it knows to be text
    name = escape_controls(f"{registry.network.name}: {about}")
    calendar.add("x-wr-calname", vText(name))
    # RFC 7986, and its older name in Microsoft's MS-OXCICAL
    calendar.add("refresh-interval", vDuration(_REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    stamp = datetime.datetime.combine(day, datetime.time(), datetime.UTC)
    for uid, entry in entries:
        entry.add("uid", f"{uid}@c2c")
        entry.add("dtstamp", stamp)
        calendar.add_component(entry)
    return str(calendar.to_ical(), "utf-8")


def _meetings(registry: Registry, chosen: Iterable[Meeting]) -> Iterator[tuple[str, Event]]:
    """Yield an entry for each meeting whose first day is known, and warn about the others."""
    names = {centre.id: f"{centre.id} ({centre.name})" for centre in registry.centre}
    for organisation in registry.organisation:
        names[organisation.id] = f"{organisation.id} ({organisation.name})"
    sources = {source.id: source for source in registry.source}
    statuses = {"tentative": "TENTATIVE", "cancelled": "CANCELLED"}
    for meeting in chosen:
        start, end = meeting.start, meeting.end
        if start.first != start.last:
            streams.warn(f"skipped meeting {meeting.id}: its start date ({start}) has no day")
            continue
        if end is None or end.first != end.last:  # an end without a day is treated as missing
            end = start
        description = _description(meeting, names, sources)
        entry = _all_day(meeting.title, start.first, end.last, description)
        entry.add("status", statuses.get(meeting.status, "CONFIRMED"))
        if place := ", ".join(filter(None, (meeting.venue, meeting.city))):
            entry.add("location", escape_controls(place))
        entry.add("categories", ["Meeting"])
        if meeting.status == "cancelled":
            entry.add("transp", "TRANSPARENT")
        urls = [sources[cited].url if cited in sources else cited for cited in meeting.sources]
        for link in (meeting.link, *urls):
            if link and re.fullmatch(r"https?://[!-~]+", link):
                entry.add("url", link)
                break
        yield meeting.id, entry


def _actions(found: Iterable[Action], today: datetime.date) -> Iterator[tuple[str, Event]]:
    """Yield an entry for each action on the last day of its date, or today if it is overdue.

    No entry makes its day look busy.
    """
    for action in found:
        is_overdue = action.date.last < today
        day = today if is_overdue else action.date.last
        concerns = f"Concerns: {', '.join(action.concerns)}\n" if action.concerns else ""
        command = f"Record the outcome with: {action.command}" if action.command else ""
        summary = f"{', '.join(action.ids)}: {action.what}"
        if is_overdue and not action.is_outdated:
            summary = f"overdue since {action.date}: {summary}"
        entry = _all_day(summary, day, day, f"{concerns}{command}".rstrip())
        entry.add("categories", [_CATEGORIES[action.table]])
        entry.add("transp", "TRANSPARENT")
        reminder = months_later(day, -1)
        if action.code == "review-due" and reminder >= today:
            entry.add_component(_alarm(summary, reminder - day))
        yield _uid(action), entry


def _alarm(summary: str, days: datetime.timedelta) -> Alarm:
    """Return an alarm in the morning, some days from the entry; negative days are before it."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", escape_controls(summary))
    alarm.add("trigger", days + _MORNING)
    return alarm


def _uid(action: Action) -> str:
    """Return the id of what an action is about, which it keeps when its date changes.

    No id of a record contains a colon, so different records have different ids.
    """
    period = action.period
    if period:
        return f"due-obligation:{period.obligation.kind}:{period.centre.id}:{period.covers}"
    year = [str(action.year)] if action.year else []
    # sorted, because the kinds of rules are in the order of the file
    return ":".join([f"due-{action.table}", *sorted(action.ids), *year])


def _all_day(summary: str, first: datetime.date, last: datetime.date, description: str) -> Event:
    entry = Event()
    entry.add("summary", escape_controls(summary))
    entry.add("dtstart", first)
    # DTEND is the day after the last one
    if last < datetime.date.max:
        entry.add("dtend", last + datetime.timedelta(days=1))
    if description:
        entry.add("description", escape_controls(description.replace("\r\n", "\n"), keep="\n"))
    return entry


def _description(meeting: Meeting, names: dict[str, str], sources: dict[str, Source]) -> str:
    """Return the values for which iCalendar has no property, or which few calendars show."""
    titles = [sources[cited].title if cited in sources else cited for cited in meeting.sources]
    values = (
        ("Kind: ", meeting.kind),
        ("Mode: ", meeting.mode),
        ("Organised by: ", ", ".join(names[member] for member in meeting.organisers)),
        ("Attended by: ", ", ".join(names[member] for member in meeting.attendees)),
        ("Invited: ", ", ".join(names[member] for member in meeting.invited)),
        ("Agenda:\n- ", "\n- ".join(meeting.agenda)),
        ("Outcomes:\n- ", "\n- ".join(meeting.outcomes)),
        ("", meeting.note),
        ("Link: ", meeting.link),
        ("Sources: ", ", ".join(titles)),
    )
    return "\n".join(f"{label}{text}" for label, text in values if text)
