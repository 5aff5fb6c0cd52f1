"""Dates, events, meetings and the cadence in English words, as Markdown has them. Knows no pages."""

import datetime
from collections.abc import Sequence

from c2c_cli.model.cadence import RuleStatus
from c2c_cli.model.dates import Date
from c2c_cli.model.history import Event
from c2c_cli.model.records import Meeting
from c2c_cli.output.markdown import literal
from c2c_cli.text import plural


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
    start, end = meeting.start, meeting.end or meeting.start
    if start == end:
        return in_words(start)
    days_of_a_month = len(str(start)) == len(str(end)) == 10 and str(start)[:7] == str(end)[:7]
    return f"{start.first.day if days_of_a_month else in_words(start)} to {in_words(end)}"


def name_meeting(meeting: Meeting) -> str:
    """Return how a meeting is named in a sentence."""
    status = "" if meeting.status == "held" else f" ({meeting.status})"
    return f"“{literal(meeting.title)}” of {span(meeting)}{status}"


def all_of(words: Sequence[str]) -> str:
    """Return words as `A, B and C`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def one_of(words: Sequence[str]) -> str:
    """Return words as `A or B`."""
    return " or ".join(words) or "one of the agreed ones"


def how_kept(kept: RuleStatus) -> str:
    """Return how a rule was kept in a year."""
    parts = [name_meeting(meeting) for meeting in kept.filling]
    if kept.candidates:
        parts.append(f"not clear: perhaps {one_of([name_meeting(one) for one in kept.candidates])}")
    lacking = kept.open - kept.unclear
    if lacking == kept.rule.per_year:
        parts.append("none is recorded" if kept.over else "still due; none is planned")
    elif lacking:
        parts.append(f"{lacking} not recorded" if kept.over else f"{lacking} still due, not planned")
    return "; ".join(parts)


def whether_met(kept: Sequence[RuleStatus], day: datetime.date) -> str:
    """Return whether the network met as often in a year as it agreed to, as of a day; `kept` has the year's rules."""
    states = {one.state for one in kept}
    year, short, over = Date.of_year(kept[0].year), kept[0].short, kept[0].over
    if short:
        lacking = f"{plural(short, 'agreed meeting')} {'is' if short == 1 else 'are'}"
        if over:
            sentence = f"the network met less often than it agreed to: {lacking} not recorded."
        else:
            left = f"with {plural((year.last - day).days, 'day')} of the year left"
            left = "and the year has not begun" if day < year.first else left
            sentence = f"{lacking} neither held nor planned, {left}."
        if "unclear" in states:
            return f"However the unclear ones are read, {sentence}"
        return sentence[0].upper() + sentence[1:]
    if states == {"met"}:
        return "The network met as often as it agreed to."
    if "unclear" in states:
        return "The network may have met as often as it agreed to: that depends on what is unclear."
    if over:
        return "The network met as often as it agreed to, if all was held that is recorded as planned."
    return "All that was agreed is held or planned."
