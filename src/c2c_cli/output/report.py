"""The annual report in Markdown."""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from c2c_cli.model import agreements, cadence, history, select
from c2c_cli.model.agreements import Agreement
from c2c_cli.model.dates import Date
from c2c_cli.model.records import OTHER, CadenceRule, Centre, Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.output.markdown import list_item, literal, paragraphs
from c2c_cli.output.phrases import (
    describe_event,
    describe_source,
    describe_status,
    in_words,
    name_meeting,
    span,
    summarize,
    when,
)
from c2c_cli.text import all_of, one_of, plural

SOON = 12
"""Number of months within which agreements that expire or are due for review are listed."""

_STATUSES = {
    "operating": "operating",
    "preparing": "in preparation",
    "proposed": "proposed",
    "closed": "closed",
    "unknown": "of unknown status",
}
"""Status of a centre -> its wording, in the order of the report."""

_TIMES = {1: "once", 2: "twice"}


class Report:
    """The annual report for a year, as of a given day."""

    def __init__(self, registry: Registry, year: int, day: datetime.date) -> None:
        self._registry = registry
        self._year = Date.of_year(year)
        self._day = day
        self._meetings = select.meetings(registry, years=(self._year,), known_by=day)
        self._statuses = cadence.evaluate(registry.cadence, registry.meeting, (year,), day)
        self._sources: dict[str, int] = {}
        """Source -> its number, in the order of the first citation."""

    def text(self) -> str:
        """Return the report."""
        name, day = literal(self._registry.network.name), in_words(Date.of_day(self._day))
        parts: dict[str, Callable[[], Iterable[str]]] = {
            f"Centres on {day}": self._describe_centres,
            f"Meetings in {self._year}": self._describe_meetings,
            "Agreed and actual meetings": self._describe_cadence,
            "Agreements with UNESCO": self._describe_agreements,
            "Open questions": self._list_questions,
            "Sources": self._list_sources,
        }
        lines = [
            f"# {name}: report on {self._year}",
            "",
            f"This report reflects the network's registry as of {day}; remarks that mention a later year are omitted. "
            "Numbers in brackets refer to the sources at the end.",
            "",
        ]
        for title, part in parts.items():
            lines += [f"## {title}", "", *(list(part()) or ["None."]), ""]
        return "\n".join(lines)

    def _cite(self, sources: Sequence[str]) -> str:
        """Return the numbers of the sources in brackets, after a space."""
        numbers = sorted(self._sources.setdefault(source, len(self._sources) + 1) for source in sources)
        return f" \\[{', '.join(map(str, numbers))}\\]" if numbers else ""

    def _list_sources(self) -> Iterator[str]:
        records = {record.id: record for record in self._registry.source}
        for source, number in self._sources.items():
            yield f"{number}. {describe_source(records[source]) if source in records else literal(source)}"

    def _describe_centres(self) -> Iterator[str]:
        statuses = {centre.id: centre.status(self._day) for centre in self._registry.centre}
        counts = [(list(statuses.values()).count(status), word) for status, word in _STATUSES.items()]
        present = [centre for centre in self._registry.centre if statuses[centre.id] is not None]
        summary = ", ".join(f"{number} {word}" for number, word in counts if number)
        yield f"{plural(len(present), 'centre')}: {summary}." if present else "None."
        if present:
            yield from ("", "| Sector | Centre | City | Status |", "| --- | --- | --- | --- |")
        for sector in self._registry.sector:
            for centre in present:
                if centre.sector == sector.id:
                    name = f"{literal(centre.name)} ({literal(centre.id)})"
                    status = self._describe_centre(centre, str(statuses[centre.id]))
                    yield f"| {literal(sector.name)} | {name} | {literal(centre.city or '')} | {status} |"
        remarks = [(centre.id, note) for centre in present if (note := self._past(centre.note))]
        if remarks:
            yield from ("", *(f"- {literal(centre)}: {list_item(note)}" for centre, note in remarks))
        network = self._registry.network
        note = self._past(network.note)
        if note or network.sources:
            yield from ("", (paragraphs(note) if note else "Sources for the network:") + self._cite(network.sources))

    def _past(self, note: str | None) -> str | None:
        """Return the sentences of a note that mention no year that had not begun on the day of the report."""
        sentences = re.split(r"(?<=[.!?])(?=\s)", note or "")
        years = (re.findall(r"\b[12]\d{3}\b", one) for one in sentences)
        past = [
            one for one, its in zip(sentences, years, strict=True) if self._day.year >= max(map(int, its), default=0)
        ]
        return "".join(past).strip() or None

    def _describe_centre(self, centre: Centre, status: str) -> str:
        """Return the status of the centre with the event it follows from."""
        event = history.deciding_event(centre.event, self._day)
        if event is None:
            return _STATUSES[status]
        words = f"{_STATUSES[status]}: {describe_event(event)}"
        if event.kind == "opened":
            words = f"operating since {in_words(event.date)}" if event.date else "operating"
        elif event.kind == status:
            words = f"{status} {when(event.date)}" if event.date else status
        note = " ".join((self._past(event.note) or "").split()).rstrip(".")
        return words + (f" ({literal(note)})" if note else "") + self._cite(event.sources)

    def _describe_meetings(self) -> Iterator[str]:
        for index, meeting in enumerate(self._meetings):
            if index:
                yield ""
            yield from (f"### {span(meeting)}: {literal(meeting.title)}", "")
            at = ", ".join(literal(part) for part in (meeting.venue, meeting.city) if part)
            words = [meeting.status.capitalize() + (f" at {at}" if meeting.venue else f" in {at}" if at else "")]
            words += [f"organised by {self._list_names(meeting.organisers)}"] if meeting.organisers else []
            words += [f"attended by {self._list_names(meeting.attendees)}"] if meeting.attendees else []
            words += [self._describe_kind(meeting)] if meeting.status != "cancelled" else []
            yield "; ".join(words) + "." + self._cite(meeting.sources)
            for title, items in (("Agenda", meeting.agenda), ("Outcomes", meeting.outcomes)):
                if items:
                    yield from ("", f"{title}:", "", *(f"- {list_item(one)}" for one in items))
            if note := self._past(meeting.note):
                yield from ("", paragraphs(note))

    def _list_names(self, ids: Sequence[str]) -> str:
        """Return the ids as one phrase, those of organisations with their names."""
        names = {one.id: f"{literal(one.id)} ({literal(one.name)})" for one in self._registry.organisation}
        return all_of([names.get(one, literal(one)) for one in ids])

    def _describe_kind(self, meeting: Meeting) -> str:
        if meeting.kind is None:
            return "kind not recorded"
        if meeting.kind == OTHER:
            return "not one of the agreed meetings"
        rule = next((rule for rule in self._registry.cadence if rule.kind == meeting.kind), None)
        return (
            f"counts as “{literal(rule.name)}”" if rule else f"recorded only as a {literal(meeting.kind)}-level meeting"
        )

    def _describe_cadence(self) -> Iterator[str]:
        yield from self._list_rules()
        if not self._statuses:
            agreed = f"No meeting was agreed for {self._year}."
            yield agreed if self._registry.cadence else "No agreed meetings are recorded."
            return
        yield from (f"| Agreed meeting | In {self._year} |", "| --- | --- |")
        yield from (f"| {literal(one.rule.name)} | {describe_status(one)} |" for one in self._statuses)
        yield from ("", summarize(self._statuses, self._day))

    def _list_rules(self) -> Iterator[str]:
        """Yield the rules that apply in the year or were agreed in it, after the past meeting that agreed them."""
        held = {one.id: one for one in self._registry.meeting if one.status == "held" and one.days.last <= self._day}
        agreed_in_year = {meeting.id for meeting in self._meetings}
        together: dict[str | None, list[CadenceRule]] = {}
        for rule in self._registry.cadence:
            if rule.applies(self._year.year) or rule.agreed in agreed_in_year:
                together.setdefault(rule.agreed if rule.agreed in held else None, []).append(rule)
        for agreed, rules in together.items():
            words = "Agreed"
            if meeting := held.get(agreed or ""):
                city = f" in {literal(meeting.city)}" if meeting.city else ""
                by = f", organised by {self._list_names(meeting.organisers)}" if meeting.organisers else ""
                words += f" at {name_meeting(meeting)}{city}{by}{self._cite(meeting.sources)}"
            yield from (f"{words}:", "", *(f"- {self._describe_rule(rule)}" for rule in rules), "")

    def _describe_rule(self, rule: CadenceRule) -> str:
        years = f"since {rule.since}" if rule.until is None else f"from {rule.since} to {rule.until}"
        if rule.until == rule.since:
            years = f"in {rule.since}"
        words = f"{literal(rule.name)}: {_TIMES.get(rule.per_year, f'{rule.per_year} times')} a year, {years}."
        note = self._past(rule.note)
        return words + self._cite(rule.sources) + (f" {list_item(note)}" if note else "")

    def _describe_agreements(self) -> Iterator[str]:
        found = agreements.agreements(self._registry.centre, self._day)
        pressing = [one for one in found if agreements.needs_attention(one, self._day, SOON)]
        for one in pressing:
            yield f"- {self._describe_agreement(one)}"
        if not pressing:
            yield f"No recorded agreement expires or is due for review within {SOON} months."
        current = [one for one in found if one.centre.status(self._day) in {"preparing", "operating", "unknown"}]
        for state, sentence in (
            ("end unknown", "No expiry date is recorded for"),
            ("none", "No agreement is recorded for"),
        ):
            if ids := [literal(one.centre.id) for one in current if one.state == state]:
                yield from ("", f"{sentence} {all_of(ids)}.")

    def _describe_agreement(self, one: Agreement) -> str:
        if one.event is None or one.event.until is None or one.review is None:
            raise ValueError(one)  # an agreement needs attention only if its end is known
        until, review = when(one.event.until), in_words(Date.of_day(one.review))
        words = {
            "reviewed": f"expires {until}; the centre was {describe_event(one.evaluated)}" if one.evaluated else "",
            "valid": f"expires {until}; UNESCO's review is due by {review}, six months before",
            "review due": f"expires {until}; UNESCO's review was due by {review}, six months before",
            "expired": f"expired {until}; no renewal or closure is recorded",
        }[one.state]
        agreement = f"{literal(one.centre.id)}: the agreement {describe_event(one.event)} {words}."
        return agreement + self._cite(one.event.sources)

    def _list_questions(self) -> Iterator[str]:
        levels = {rule.level for rule in self._registry.cadence} - {rule.kind for rule in self._registry.cadence}
        for meeting in self._meetings:
            if meeting.status == "cancelled":
                continue
            if meeting.kind is None:
                yield f"- What kind of meeting is {name_meeting(meeting)}?"
            elif meeting.kind in levels:
                kinds = one_of([one.rule.kind for one in self._statuses if one.rule.level == meeting.kind])
                level = f"recorded only as {literal(meeting.kind)}-level"
                yield f"- Does {name_meeting(meeting)}, {level}, count as {kinds or 'one of the agreed meetings'}?"
            if meeting.status != "held" and meeting.days.last < self._day:
                yield f"- Was {name_meeting(meeting)} held?"
        for centre in self._registry.centre:
            if not centre.event:
                yield f"- What is the status of {literal(centre.id)}? No events are recorded."
        without = [
            f"{literal(centre.id)}, {describe_event(event)}"
            for centre in self._registry.centre
            for event in centre.event
            if not event.sources and (event.date is None or event.date.last <= self._day)
        ]
        without += [name_meeting(meeting) for meeting in self._meetings if not meeting.sources]
        without += [f"the rule “{literal(one.rule.name)}”" for one in self._statuses if not one.rule.sources]
        if without:
            yield f"- No source is recorded for: {'; '.join(without)}."
