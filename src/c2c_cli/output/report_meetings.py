"""The meetings of a year, the agreed meetings and the open questions in the annual report."""

import datetime
from collections.abc import Iterator

from c2c_cli.model.cadence import RuleStatus, Year
from c2c_cli.model.dates import Date
from c2c_cli.model.records import OTHER, CadenceRule, Meeting
from c2c_cli.output.markdown import describe_event, list_item, literal, name_meeting, paragraphs, span
from c2c_cli.output.report_year import ReportYear
from c2c_cli.text import one_of, plural


def describe_meetings(report: ReportYear) -> Iterator[str]:
    """Yield the meetings of the year, with their agendas and outcomes."""
    for meeting in report.meetings:
        yield from ("", f"### {span(meeting)}: {literal(meeting.title)}", "")
        at = ", ".join(literal(part) for part in (meeting.venue, meeting.city) if part)
        status = "cancelled; had been planned" if at and meeting.status == "cancelled" else meeting.status
        words = [status.capitalize() + (f" at {at}" if meeting.venue else f" in {at}" if at else "")]
        words += [f"organised by {report.names(meeting.organisers)}"] if meeting.organisers else []
        attended = "attended by" if meeting.status == "held" else "expected:"
        words += [f"{attended} {report.names(meeting.attendees)}"] if meeting.attendees else []
        words += [_describe_kind(report, meeting)] if meeting.status != "cancelled" else []
        yield "; ".join(words) + "." + report.cite(meeting.sources)
        for title, items in (("Agenda", meeting.agenda), ("Outcomes", meeting.outcomes)):
            if items:
                yield from ("", f"{title}:", "", *(f"- {list_item(one)}" for one in items))
        if note := report.past(meeting.note):
            yield from ("", paragraphs(note))


def _describe_kind(report: ReportYear, meeting: Meeting) -> str:
    if meeting.kind is None:
        return "kind not recorded"
    if meeting.kind == OTHER:
        return "not one of the agreed meetings"
    rule = next((rule for rule in report.registry.cadence if rule.kind == meeting.kind), None)
    verb = "counts" if any(meeting in one.filling for one in report.rule_statuses) else "recorded"
    return f"{verb} as “{literal(rule.name)}”" if rule else f"recorded only as {literal(meeting.kind)}-level"


def describe_cadence(report: ReportYear) -> Iterator[str]:
    """Yield the agreed meetings, and whether each was held."""
    yield from _list_rules(report)
    if report.agreed:
        yield from (f"| Agreed meeting | In {report.year} |", "| --- | --- |")
        yield from (f"| {literal(one.rule.name)} | {_describe_status(one)} |" for one in report.rule_statuses)
        yield from ("", summarize(report.agreed, report.day))
    elif report.registry.cadence:
        yield f"No meeting was agreed for {report.year}."


def _list_rules(report: ReportYear) -> Iterator[str]:
    """Yield the rules that apply in the year or were agreed in it, grouped by the meeting at which they were agreed."""
    held = {one.id: one for one in report.registry.meeting if one.status == "held" and one.days.last <= report.day}
    agreed_in_year = {meeting.id for meeting in report.meetings}
    together: dict[str, list[CadenceRule]] = {}
    for rule in report.registry.cadence:
        if rule.applies(report.year.year) or rule.agreed in agreed_in_year:
            together.setdefault(rule.agreed if rule.agreed in held else "", []).append(rule)
    for agreed, rules in together.items():
        words = "Agreed"
        if meeting := held.get(agreed):
            city = f" in {literal(meeting.city)}" if meeting.city else ""
            by = f", organised by {report.names(meeting.organisers)}" if meeting.organisers else ""
            words += f" at {name_meeting(meeting)}{city}{by}{report.cite(meeting.sources)}"
        yield from (f"{words}:", "")
        for rule in rules:
            years = f"from {rule.since} to {rule.until}" if rule.until else f"since {rule.since}"
            if rule.until == rule.since:
                years = f"in {rule.since}"
            times = {1: "once", 2: "twice"}.get(rule.per_year, f"{rule.per_year} times")
            yield f"- {literal(rule.name)}: {times} a year, {years}.{report.cite(rule.sources)}"
        yield ""


def _describe_status(status: RuleStatus) -> str:
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
    year, states = Date.of_year(of_year.year), {one.state for one in of_year.rules}
    if of_year.shortfall:
        subject = f"{plural(of_year.shortfall, 'agreed meeting')} {'is' if of_year.shortfall == 1 else 'are'}"
        even = ", even if every unclear meeting counts" if "unclear" in states else ""
        if of_year.over:
            return f"The network met less often than agreed{even}: {subject} not recorded."
        left = "; the year has not begun"
        if day >= year.first:
            left = f", with {plural((year.last - day).days, 'day')} of the year left"
        return f"{subject} neither held nor planned{even}{left}."
    if states == {"met"}:
        return "The network met as often as agreed."
    if "unclear" in states:
        return "The network may have met as often as agreed; this depends on the unclear meetings."
    if of_year.over:
        return "The network met as often as agreed, provided that the meetings recorded as planned were held."
    return "All agreed meetings have been held or are planned."


def open_questions(report: ReportYear) -> Iterator[str]:
    """Yield the questions that the registry leaves open about the meetings and cadence of a year and the centres."""
    rules = report.registry.cadence
    levels = {rule.level for rule in rules} - {rule.kind for rule in rules}
    for meeting in report.meetings:
        name = name_meeting(meeting)
        if meeting.kind is None and meeting.status != "cancelled":
            yield f"What kind of meeting is {name}?"
        elif meeting.kind in levels and meeting.status != "cancelled":
            kinds = one_of([one.rule.kind for one in report.rule_statuses if one.rule.level == meeting.kind])
            level = f"recorded only as {literal(str(meeting.kind))}-level"
            yield f"Does {name}, {level}, count as {kinds or 'one of the agreed meetings'}?"
        if meeting.is_open and meeting.days.last < report.day:
            yield f"Was {name} held?"
    for centre in report.registry.centre:
        if not centre.event:
            yield f"What is the status of {literal(centre.id)}? No events are recorded."
    without = [
        f"{literal(centre.id)} ({describe_event(event)})"
        for centre in report.registry.centre
        for event in centre.event
        if not event.sources and (event.date is None or event.date.last <= report.day)
    ]
    without += [name_meeting(meeting) for meeting in report.meetings if not meeting.sources]
    without += [f"the rule “{literal(one.rule.name)}”" for one in report.rule_statuses if not one.rule.sources]
    if without:
        yield f"No source is recorded for: {'; '.join(without)}."
