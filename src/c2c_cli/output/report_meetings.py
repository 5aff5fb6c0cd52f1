"""The meetings of a year, the agreed meetings and the open questions in the annual report."""

from collections.abc import Iterator

from c2c_cli.model.records import OTHER, CadenceRule, Meeting
from c2c_cli.output.markdown import list_item, literal, paragraphs
from c2c_cli.output.phrases import describe_event, describe_status, name_meeting, span, summarize
from c2c_cli.output.report_year import ReportYear
from c2c_cli.text import one_of

_TIMES = {1: "once", 2: "twice"}


def describe_meetings(found: ReportYear) -> Iterator[str]:
    """Yield the meetings of the year, with their agendas and outcomes."""
    for index, meeting in enumerate(found.meetings):
        if index:
            yield ""
        yield from (f"### {span(meeting)}: {literal(meeting.title)}", "")
        at = ", ".join(literal(part) for part in (meeting.venue, meeting.city) if part)
        words = [meeting.status.capitalize() + (f" at {at}" if meeting.venue else f" in {at}" if at else "")]
        words += [f"organised by {found.names(meeting.organisers)}"] if meeting.organisers else []
        attended = "attended by" if meeting.status == "held" else "expected:"
        words += [f"{attended} {found.names(meeting.attendees)}"] if meeting.attendees else []
        words += [_describe_kind(found, meeting)] if meeting.status != "cancelled" else []
        yield "; ".join(words) + "." + found.cite(meeting.sources)
        for title, items in (("Agenda", meeting.agenda), ("Outcomes", meeting.outcomes)):
            if items:
                yield from ("", f"{title}:", "", *(f"- {list_item(one)}" for one in items))
        if note := found.past(meeting.note):
            yield from ("", paragraphs(note))


def _describe_kind(found: ReportYear, meeting: Meeting) -> str:
    if meeting.kind is None:
        return "kind not recorded"
    if meeting.kind == OTHER:
        return "not one of the agreed meetings"
    rule = next((rule for rule in found.registry.cadence if rule.kind == meeting.kind), None)
    return f"counts as “{literal(rule.name)}”" if rule else f"recorded only as a {literal(meeting.kind)}-level meeting"


def describe_cadence(found: ReportYear) -> Iterator[str]:
    """Yield the agreed meetings, and whether each was held."""
    yield from _list_rules(found)
    if found.agreed:
        yield from (f"| Agreed meeting | In {found.year} |", "| --- | --- |")
        yield from (f"| {literal(one.rule.name)} | {describe_status(one)} |" for one in found.statuses)
        yield from ("", summarize(found.agreed, found.day))
    elif found.registry.cadence:
        yield f"No meeting was agreed for {found.year}."


def _list_rules(found: ReportYear) -> Iterator[str]:
    """Yield the rules that apply in the year or were agreed in it, after the past meeting at which they were agreed."""
    held = {one.id: one for one in found.registry.meeting if one.status == "held" and one.days.last <= found.day}
    agreed_in_year = {meeting.id for meeting in found.meetings}
    together: dict[str | None, list[CadenceRule]] = {}
    for rule in found.registry.cadence:
        if rule.applies(found.year.year) or rule.agreed in agreed_in_year:
            together.setdefault(rule.agreed if rule.agreed in held else None, []).append(rule)
    for agreed, rules in together.items():
        words = "Agreed"
        if meeting := held.get(agreed or ""):
            city = f" in {literal(meeting.city)}" if meeting.city else ""
            by = f", organised by {found.names(meeting.organisers)}" if meeting.organisers else ""
            words += f" at {name_meeting(meeting)}{city}{by}{found.cite(meeting.sources)}"
        yield from (f"{words}:", "", *(f"- {_describe_rule(found, rule)}" for rule in rules), "")


def _describe_rule(found: ReportYear, rule: CadenceRule) -> str:
    years = f"since {rule.since}" if rule.until is None else f"from {rule.since} to {rule.until}"
    if rule.until == rule.since:
        years = f"in {rule.since}"
    words = f"{literal(rule.name)}: {_TIMES.get(rule.per_year, f'{rule.per_year} times')} a year, {years}."
    return words + found.cite(rule.sources)


def open_questions(found: ReportYear) -> list[str]:
    """Return the questions that the registry leaves open about the meetings and cadence of a year and the centres."""
    registry, meetings, statuses, day = found.registry, found.meetings, found.statuses, found.day
    questions = []
    levels = {rule.level for rule in registry.cadence} - {rule.kind for rule in registry.cadence}
    for meeting in meetings:
        if meeting.status == "cancelled":
            continue
        if meeting.kind is None:
            questions.append(f"What kind of meeting is {name_meeting(meeting)}?")
        elif meeting.kind in levels:
            kinds = one_of([one.rule.kind for one in statuses if one.rule.level == meeting.kind])
            level = f"recorded only as {literal(meeting.kind)}-level"
            questions.append(
                f"Does {name_meeting(meeting)}, {level}, count as {kinds or 'one of the agreed meetings'}?"
            )
        if meeting.status != "held" and meeting.days.last < day:
            questions.append(f"Was {name_meeting(meeting)} held?")
    questions += [
        f"What is the status of {literal(one.id)}? No events are recorded." for one in registry.centre if not one.event
    ]
    without = [
        f"{literal(centre.id)}, {describe_event(event)}"
        for centre in registry.centre
        for event in centre.event
        if not event.sources and (event.date is None or event.date.last <= day)
    ]
    without += [name_meeting(meeting) for meeting in meetings if not meeting.sources]
    without += [f"the rule “{literal(one.rule.name)}”" for one in statuses if not one.rule.sources]
    return [*questions, *([f"No source is recorded for: {'; '.join(without)}."] if without else [])]
