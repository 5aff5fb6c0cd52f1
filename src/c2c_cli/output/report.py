"""The annual report in Markdown."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from c2c_cli.model import history
from c2c_cli.model.dates import Date
from c2c_cli.model.registry import Registry
from c2c_cli.output.markdown import describe_event, in_words, list_item, literal, paragraphs, when
from c2c_cli.output.report_meetings import describe_cadence, describe_meetings, open_questions, summarize
from c2c_cli.output.report_year import SOON, STATUSES, ReportYear
from c2c_cli.text import all_of, one_of

_EVENTS = {
    "proposed": "{} was proposed",
    "approved": "{} was approved",
    "signed": "the agreement on {} was signed",
    "opened": "{} opened",
    "evaluated": "{} was evaluated",
    "renewed": "the agreement on {} was renewed",
    "closed": "{} closed",
}
"""Kind of an event -> what happened to a centre."""


def sections(report: ReportYear, *, questions: bool = True) -> dict[str, str]:
    """Return the title and text of each section that is not empty; `questions` includes the open questions."""
    asked = [*open_questions(report)] if questions else []
    parts = {
        "Summary": _summarize(report, len(asked)),
        f"Centres on {in_words(Date.of_day(report.day))}": _describe_centres(report),
        f"Events in {report.year}": _list_events(report),
        f"Meetings in {report.year}": describe_meetings(report),
        "Agreed and actual meetings": describe_cadence(report),
        "Agreements with UNESCO": _describe_agreements(report),
        "Notes": _list_notes(report),
        "Open questions": (f"- {question}" for question in asked),
        "Sources": _list_sources(report),
        "About this report": _about(report),
    }
    texts = {title: "\n".join(lines).strip() for title, lines in parts.items()}
    return {title: text for title, text in texts.items() if text}


def markdown(registry: Registry, year: int, day: datetime.date, *, questions: bool = True) -> str:
    """Return the report on a year as of a day, in Markdown."""
    texts = sections(ReportYear(registry, year, day), questions=questions)
    title = f"# {literal(registry.network.name)}: report on {year}\n"
    return "\n".join((title, *(f"## {title}\n\n{text}\n" for title, text in texts.items())))


def _summarize(report: ReportYear, questions: int) -> Iterator[str]:
    statuses = _count(report.status_of.values(), STATUSES, STATUSES)
    total = f"{len(report.centres)} in total: {statuses}" if report.centres else "none"
    yield f"- **Centres:** {total}."
    if events := _count((event.kind for *_, event in report.events), _EVENTS):
        yield f"- **Events in {report.year}:** {events}."
    meetings = _count((one.status for one in report.meetings), ("held", "planned", "tentative", "cancelled"))
    agreed = f" {summarize(report.agreed, report.day)}" if report.agreed else ""
    required = sum(one.rule.per_year for one in report.rule_statuses)
    yield f"- **Meetings in {report.year}:** {meetings or 'none recorded'}; {required or 'none'} agreed.{agreed}"
    pressing = [literal(one.centre.id) for one in report.pressing]
    due = f"{len(pressing)} need{'s' if len(pressing) == 1 else ''} action within {SOON} months: {all_of(pressing)}"
    none = f"no recorded agreement expires or is due for review within {SOON} months"
    yield f"- **Agreements with UNESCO:** {due if pressing else none}."
    if questions:
        yield f"- **Open questions:** {questions}, listed below."


def _count(found: Iterable[str], order: Iterable[str], words: Mapping[str, str] = {}) -> str:
    """Return how many of each kind or status were found, with their wording if it differs: `4 operating, 1 closed`."""
    counts = Counter(found)
    return ", ".join(f"{counts[one]} {words.get(one, one)}" for one in order if counts[one])


def _describe_centres(report: ReportYear) -> Iterator[str]:
    several = len({centre.country for centre in report.centres}) > 1
    if report.centres:
        yield from (f"| Centre | Sector | {'Place' if several else 'City'} | Status |", "| --- | --- | --- | --- |")
    sectors = {sector.id: literal(sector.name) for sector in report.registry.sector}
    for centre in report.centres:
        name = f"{literal(centre.name)} ({literal(centre.id)})"
        city = ", ".join(filter(None, (centre.city, centre.country if several else None)))
        status, event = report.status_of[centre.id], history.deciding_event(centre.event, report.day)
        words = STATUSES[status]
        if event and event.kind == "opened":
            words += f" since {in_words(event.date)}" if event.date else ""
        elif event and event.kind == status:
            words += f" {when(event.date)}" if event.date else ""
        elif event:
            words += f": {describe_event(event)}"
        cited = report.cite(event.sources) if event else ""
        yield f"| {name} | {sectors[centre.sector]} | {literal(city)} | {words}{cited} |"


def _list_events(report: ReportYear) -> Iterator[str]:
    for date, centre, event in report.events:
        words = _EVENTS[event.kind].format(literal(centre.id))
        until = f", expiring {when(event.until)}" if event.until else ""
        yield f"- {in_words(date)}: {words}{until}.{report.cite(event.sources)}"


def _describe_agreements(report: ReportYear) -> Iterator[str]:
    for one in report.pressing:
        event = one.event
        if event is None or event.until is None or one.review is None:
            continue  # never so, because only the expiry date makes an agreement pressing
        until = when(event.until)
        if one.state == "expired":
            words = f"expired {until}; no renewal or closure is recorded"
        elif one.state == "reviewed" and one.evaluated:
            words = f"expires {until}; the centre was {describe_event(one.evaluated)}"
        else:
            due = f"{'was' if one.state == 'review due' else 'is'} due by {in_words(Date.of_day(one.review))}"
            words = f"expires {until}; UNESCO's review {due}, six months earlier"
        yield f"- {literal(one.centre.id)}: the agreement {describe_event(event)} {words}.{report.cite(event.sources)}"
    current = [one for one in report.agreements if report.status_of[one.centre.id] not in {"proposed", "closed"}]
    for state, lacking in (("end unknown", "expiry date"), ("none", "agreement")):
        if ids := [literal(one.centre.id) for one in current if one.state == state]:
            yield from ("", f"No {lacking} is recorded for {one_of(ids)}.")


def _list_notes(report: ReportYear) -> Iterator[str]:
    """Yield the note on the network, and those on centres and rules, each with its subject."""
    network = report.registry.network
    subjects: dict[str | None, dict[str, None]] = {}
    for centre in report.centres:
        name, deciding = literal(centre.id), history.deciding_event(centre.event, report.day)
        subjects.setdefault(report.past(centre.note), {})[name] = None
        events = (event for _, owner, event in report.events if owner is centre)
        for event in filter(None, (deciding, *events)):
            subjects.setdefault(report.past(event.note), {})[f"{name} ({describe_event(event)})"] = None
    for rule in (one.rule for one in report.rule_statuses):
        subjects.setdefault(report.past(rule.note), {})[f"“{literal(rule.name)}”"] = None
    note = report.past(network.note)
    if note or network.sources:
        yield (paragraphs(note) if note else "Sources for the network:") + report.cite(network.sources)
        yield ""
    yield from (f"- {all_of([*names])}: {list_item(note)}" for note, names in subjects.items() if note)


def _list_sources(report: ReportYear) -> Iterator[str]:
    records = {record.id: record for record in report.registry.source}
    for source, number in report.sources.items():
        words = literal(source)
        if record := records.get(source):
            date = in_words(record.date) if record.date else ""
            publisher, url = literal(record.publisher or ""), literal(record.url or "")
            words = ", ".join(filter(None, (f"“{literal(record.title)}”", publisher, date, url)))
        yield f"{number}. {words}"


def _about(report: ReportYear) -> Iterator[str]:
    end = f", the last day of {report.year}" if report.day == report.year.last else ""
    yield f"This report shows the registry of the network as of {in_words(Date.of_day(report.day))}{end}."
    yield "Sentences in notes that mention later years are omitted. Numbers in brackets refer to the sources."
    if any(one.candidates for one in report.rule_statuses):
        yield "An unclear meeting is one whose exact kind is not recorded; it may count as an agreed meeting."
