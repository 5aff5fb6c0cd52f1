"""Dates, events and meetings in English words, as Markdown has them. Knows the model, not what is told of it."""

from collections.abc import Sequence

from c2c_cli.dates import Date
from c2c_cli.life import Event
from c2c_cli.markdown import literal
from c2c_cli.model import Meeting


def in_words(date: Date) -> str:
    """Return a date as precisely as it is known, in English words: `27 June 2018`, `June 2018`, `2018`."""
    text = str(date)
    form = {4: "{0.year}", 7: "{0:%B} {0.year}", 10: "{0.day} {0:%B} {0.year}"}[len(text)]
    return form.format(date.first)


def when(date: Date | None) -> str:
    """Return when something was: `on 27 June 2018`, `in June 2018`; nothing where that is not known."""
    if date is None:
        return ""
    return f"on {in_words(date)}" if date.first == date.last else f"in {in_words(date)}"


def happened(event: Event) -> str:
    """Return what happened to a centre, and when: `signed on 12 July 2019`."""
    return f"{event.kind} {when(event.date) or 'on a day not recorded'}"


def span(meeting: Meeting) -> str:
    """Return from when to when a meeting is."""
    if meeting.end is None or meeting.end == meeting.start:
        return in_words(meeting.start)
    start = str(meeting.start.first.day) if str(meeting.start)[:8] == str(meeting.end)[:8] else in_words(meeting.start)
    return f"{start} to {in_words(meeting.end)}"


def meeting_named(meeting: Meeting) -> str:
    """Return how a meeting is named in a sentence."""
    status = "" if meeting.status == "held" else f" ({meeting.status})"
    return f"“{literal(meeting.title)}” of {span(meeting)}{status}"


def all_of(words: Sequence[str]) -> str:
    """Return words as `A, B and C`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def one_of(words: Sequence[str]) -> str:
    """Return words as `A or B`."""
    return " or ".join(words) or "one of the agreed ones"
