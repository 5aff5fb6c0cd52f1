"""Dates, events, meetings and the state of the cadence in English, escaped for Markdown."""

import datetime

from c2c_cli.model.cadence import RuleStatus, Year
from c2c_cli.model.dates import Date
from c2c_cli.model.history import Event
from c2c_cli.model.records import Meeting, Source
from c2c_cli.output.markdown import literal
from c2c_cli.text import one_of, plural


def in_words(date: Date) -> str:
    """Return the date in English at its known precision: `27 June 2018`, `June 2018` or `2018`."""
    form = {4: "{0.year}", 7: "{0:%B} {0.year}", 10: "{0.day} {0:%B} {0.year}"}[len(str(date))]
    return form.format(date.first)


def when(date: Date) -> str:
    """Return the date with its preposition: `on 27 June 2018`, `in June 2018`."""
    return f"on {in_words(date)}" if date.first == date.last else f"in {in_words(date)}"


def describe_event(event: Event) -> str:
    """Return the event and its date: `signed on 12 July 2019`."""
    return f"{event.kind} {when(event.date) if event.date else 'on an unknown date'}"


def describe_source(source: Source) -> str:
    """Return the title of the source with its publisher, date and URL."""
    date = in_words(source.date) if source.date else None
    parts = (f"“{literal(source.title)}”", source.publisher and literal(source.publisher), date)
    return ", ".join(filter(None, (*parts, source.url and literal(source.url))))


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


def describe_status(status: RuleStatus) -> str:
    """Return the meetings that count towards a rule, and how many are missing or due."""
    parts = [name_meeting(meeting) for meeting in status.filling]
    if status.candidates:
        parts.append(f"unclear: {one_of([name_meeting(one) for one in status.candidates])} may count")
    remaining = status.open - status.unclear
    if remaining == status.rule.per_year:
        parts.append("none recorded" if status.missing else "not yet held or planned")
    elif remaining:
        parts.append(f"{remaining} more not {'recorded' if status.missing else 'yet held or planned'}")
    return "; ".join(parts)


def summarize(of_year: Year, day: datetime.date) -> str:
    """Return whether the network met as often as agreed in a year, in a sentence."""
    year, over = Date.of_year(of_year.year), of_year.over
    states = {one.state for one in of_year.rules}
    if of_year.shortfall:
        subject = f"{plural(of_year.shortfall, 'agreed meeting')} {'is' if of_year.shortfall == 1 else 'are'}"
        even = ", even if every unclear meeting counts" if "unclear" in states else ""
        if over:
            return f"The network met less often than agreed{even}: {subject} not recorded."
        left = f", with {plural((year.last - day).days, 'day')} of the year left"
        left = "; the year has not begun" if day < year.first else left
        return f"{subject} neither held nor planned{even}{left}."
    if states == {"met"}:
        return "The network met as often as agreed."
    if "unclear" in states:
        return "The network may have met as often as agreed; this depends on the unclear meetings."
    if over:
        return "The network met as often as agreed, provided that the meetings recorded as planned were held."
    return "All agreed meetings have been held or are planned."
