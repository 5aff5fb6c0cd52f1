"""Open questions of the annual report."""

from c2c_cli.output.markdown import literal
from c2c_cli.output.phrases import describe_event, name_meeting
from c2c_cli.output.report_year import ReportYear
from c2c_cli.text import one_of


def open_questions(found: ReportYear) -> list[str]:
    """Return what the registry does not answer about the meetings and cadence of a year, and about the centres."""
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
