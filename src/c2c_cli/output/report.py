"""The report of a year in Markdown, to hand to a ministry. Knows the model, neither files nor terminals."""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from c2c_cli.model import agreements, cadence, history, select
from c2c_cli.model.agreements import Agreement
from c2c_cli.model.dates import Date
from c2c_cli.model.records import OTHER, CadenceRule, Centre, Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.output.markdown import LINK, flowing, item, literal
from c2c_cli.output.phrases import all_of, happened, how_kept, in_words, name_meeting, one_of, span, when, whether_met
from c2c_cli.text import plural

SOON = 12
"""An agreement that ends, or wants review, within so many months is told."""

_STATUSES = {
    "operating": "operating",
    "preparing": "in preparation",
    "proposed": "proposed",
    "closed": "closed",
    "unknown": "of unknown status",
}
"""A centre's status in the words of a report, in their order."""

_TIMES = {1: "once", 2: "twice"}


class Report:
    """What there is to say of a year, as of a day."""

    def __init__(self, registry: Registry, year: int, day: datetime.date) -> None:
        self._registry = registry
        self._year = Date.of_year(year)
        self._day = day
        self._meetings = select.meetings(registry, years=(self._year,), known_by=day)
        self._kept = cadence.evaluate(registry.cadence, registry.meeting, (year,), day)
        self._sources: dict[str, int] = {}
        """Each source with its number, in the order in which they are cited."""

    def text(self) -> str:
        """Return the report."""
        network, day = self._registry.network, in_words(Date.of_day(self._day))
        parts: dict[str, Callable[[], Iterable[str]]] = {
            f"Centres on {day}": self._centres,
            f"Meetings of {self._year}": self._told_meetings,
            "What was agreed, and what was held": self._cadence,
            "Agreements with UNESCO": self._agreements,
            "Open questions": self._questions,
            "Sources": lambda: (f"{number}. {_link(source)}" for source, number in self._sources.items()),
        }
        lines = [
            f"# {literal(network.name)}: report on {self._year}",
            "",
            f"As of {day}, from the registry of the network; remarks that name a later year are left out. "
            "Numbers in brackets are those of the sources at the end.",
            "",
        ]
        if network.sources and network.note is None:
            lines += [f"The network is told of in{self._cited(network.sources)}.", ""]
        for title, part in parts.items():
            lines += [f"## {title}", "", *(list(part()) or ["None."]), ""]
        return "\n".join(lines)

    def _cited(self, sources: Sequence[str]) -> str:
        """Return the numbers of sources, as they stand behind what is known from them."""
        numbers = sorted(self._sources.setdefault(source, len(self._sources) + 1) for source in sources)
        return f" \\[{', '.join(map(str, numbers))}\\]" if numbers else ""

    def _centres(self) -> Iterator[str]:
        statuses = {centre.id: centre.status(self._day) for centre in self._registry.centre}
        counts = [(list(statuses.values()).count(status), word) for status, word in _STATUSES.items()]
        present = [centre for centre in self._registry.centre if statuses[centre.id] is not None]
        told = ", ".join(f"{number} {word}" for number, word in counts if number)
        yield f"{plural(len(present), 'centre')}: {told}." if present else "None."
        if present:
            yield from ("", "| Sector | Centre | City | Status |", "| --- | --- | --- | --- |")
        for sector in self._registry.sector:
            for centre in present:
                if centre.sector == sector.id:
                    name = f"{literal(centre.name)} ({literal(centre.id)})"
                    status = self._told_status(centre, str(statuses[centre.id]))
                    yield f"| {literal(sector.name)} | {name} | {literal(centre.city or '')} | {status} |"
        remarks = [(centre.id, note) for centre in present if (note := self._known(centre.note))]
        if remarks:
            yield from ("", *(f"- {literal(centre)}: {item(note)}" for centre, note in remarks))
        network = self._registry.network
        if note := self._known(network.note):
            yield from ("", flowing(note) + self._cited(network.sources))

    def _known(self, note: str | None) -> str | None:
        """Return a remark, unless it names a year that had not begun on the day."""
        later = note is not None and any(int(year) > self._day.year for year in re.findall(r"\b[12]\d{3}\b", note))
        return None if later else note

    def _told_status(self, centre: Centre, status: str) -> str:
        kinds = {"operating": ("opened", "renewed"), "preparing": ("signed", "approved")}.get(status, (status,))
        now = history.current(centre.event, self._day)
        events = (history.latest(now, kind, self._day) for kind in kinds)
        event = next((event for event in events if event is not None), None)
        if event is None:
            return _STATUSES[status]
        told = f"{_STATUSES[status]}: {happened(event)}"
        if event.kind == "opened":
            told = f"operating since {in_words(event.date)}" if event.date else "operating"
        elif event.kind == status:
            told = f"{status} {when(event.date)}".rstrip()
        note = " ".join((self._known(event.note) or "").split()).rstrip(".")
        return told + (f" ({literal(note)})" if note else "") + self._cited(event.sources)

    def _told_meetings(self) -> Iterator[str]:
        for place, meeting in enumerate(self._meetings):
            if place:
                yield ""
            yield from (f"### {span(meeting)}: {literal(meeting.title)}", "")
            at = ", ".join(literal(part) for part in (meeting.venue, meeting.city) if part)
            told = [meeting.status.capitalize() + (f" at {at}" if meeting.venue else f" in {at}" if at else "")]
            told += [f"organised by {self._listed(meeting.organisers)}"] if meeting.organisers else []
            told += [f"attended by {self._listed(meeting.attendees)}"] if meeting.attendees else []
            told += [self._told_kind(meeting)] if meeting.status != "cancelled" else []
            yield "; ".join(told) + "." + self._cited(meeting.sources)
            for title, items in (("Agenda", meeting.agenda), ("Outcomes", meeting.outcomes)):
                if items:
                    yield from ("", f"{title}:", "", *(f"- {item(one)}" for one in items))
            if note := self._known(meeting.note):
                yield from ("", flowing(note))

    def _listed(self, ids: Sequence[str]) -> str:
        """Return who organised or attended: centres by their ids, which stand above, others by their names."""
        names = {one.id: f"{literal(one.id)} ({literal(one.name)})" for one in self._registry.organisation}
        return all_of([names.get(one, literal(one)) for one in ids])

    def _told_kind(self, meeting: Meeting) -> str:
        """Return as what a meeting counts."""
        if meeting.kind is None:
            return "of which kind is not recorded"
        if meeting.kind == OTHER:
            return "none of the agreed meetings"
        rule = next((rule for rule in self._registry.cadence if rule.kind == meeting.kind), None)
        return f"counts as “{literal(rule.name)}”" if rule else f"known only as a {literal(meeting.kind)}-level meeting"

    def _cadence(self) -> Iterator[str]:
        yield from self._told_agreed()
        if not self._kept:
            yield f"No meeting was agreed for {self._year}." if self._registry.cadence else "No rule is recorded."
            return
        yield from (f"| Agreed | In {self._year} |", "| --- | --- |")
        yield from (f"| {literal(one.rule.name)} | {how_kept(one)} |" for one in self._kept)
        yield from ("", whether_met(self._kept, self._day))

    def _told_agreed(self) -> Iterator[str]:
        """Yield what was agreed, and where as far as that is past: what binds the year, and what was agreed in it."""
        held = {one.id: one for one in self._registry.meeting if one.status == "held" and one.days.last <= self._day}
        agreed_in_year = {meeting.id for meeting in self._meetings}
        together: dict[str | None, list[CadenceRule]] = {}
        for rule in self._registry.cadence:
            if rule.binds(self._year.year) or rule.agreed in agreed_in_year:
                together.setdefault(rule.agreed if rule.agreed in held else None, []).append(rule)
        for agreed, rules in together.items():
            told = "Agreed"
            if meeting := held.get(agreed or ""):
                city = f" in {literal(meeting.city)}" if meeting.city else ""
                by = f", organised by {self._listed(meeting.organisers)}" if meeting.organisers else ""
                told += f" at “{literal(meeting.title)}”, {span(meeting)}{city}{by}{self._cited(meeting.sources)}"
            yield from (f"{told}:", "", *(f"- {self._told_rule(rule)}" for rule in rules), "")

    def _told_rule(self, rule: CadenceRule) -> str:
        years = f"from {rule.since} on" if rule.until is None else f"from {rule.since} to {rule.until}"
        if rule.until == rule.since:
            years = f"in {rule.since}"
        told = f"{literal(rule.name)}: {_TIMES.get(rule.per_year, f'{rule.per_year} times')} a year, {years}."
        note = self._known(rule.note)
        return told + self._cited(rule.sources) + (f" {item(note)}" if note else "")

    def _agreements(self) -> Iterator[str]:
        found = agreements.agreements(self._registry.centre, self._day)
        pressing = [one for one in found if agreements.needs_attention(one, self._day, SOON)]
        for one in pressing:
            yield f"- {self._told_agreement(one)}"
        if not pressing:
            yield f"No agreement is known to end, or to want review, within {SOON} months."
        current = [one for one in found if one.centre.status(self._day) in {"preparing", "operating", "unknown"}]
        for state, sentence in (
            ("end unknown", "The end of the agreement is not recorded for"),
            ("none", "No agreement is recorded for"),
        ):
            if ids := [literal(one.centre.id) for one in current if one.state == state]:
                yield from ("", f"{sentence} {all_of(ids)}.")

    def _told_agreement(self, one: Agreement) -> str:
        if one.event is None or one.event.until is None or one.review is None:
            raise ValueError(one)  # what wants action has an end
        until, review = in_words(one.event.until), in_words(Date.of_day(one.review))
        told = {
            "valid": f"runs until {until}; UNESCO reviews it six months before, by {review}",
            "review due": f"runs until {until}; its review, six months before, was due by {review}",
            "expired": f"ran until {until}; neither a renewal nor a closing is recorded",
        }[one.state]
        agreement = f"{literal(one.centre.id)}: the agreement {happened(one.event)} {told}."
        return agreement + self._cited(one.event.sources)

    def _questions(self) -> Iterator[str]:
        levels = {rule.level for rule in self._registry.cadence} - {rule.kind for rule in self._registry.cadence}
        for meeting in self._meetings:
            if meeting.status == "cancelled":
                continue
            if meeting.kind is None:
                yield f"- Of which kind is {name_meeting(meeting)}?"
            elif meeting.kind in levels:
                kinds = [rule.rule.kind for rule in self._kept if rule.rule.level == meeting.kind]
                level = literal(str(meeting.kind))
                yield f"- Is {name_meeting(meeting)}, of which the level is known ({level}), {one_of(kinds)}?"
            if meeting.status != "held" and meeting.days.last < self._day:
                yield f"- Was {name_meeting(meeting)} held?"
        for centre in self._registry.centre:
            if not centre.event:
                yield f"- How does it stand with {literal(centre.id)}? No event of it is recorded."
        lacking = [
            f"{literal(centre.id)}, {happened(event)}"
            for centre in self._registry.centre
            for event in centre.event
            if not event.sources and (event.date is None or event.date.last <= self._day)
        ]
        lacking += [name_meeting(meeting) for meeting in self._meetings if not meeting.sources]
        lacking += [f"the rule “{literal(one.rule.name)}”" for one in self._kept if not one.rule.sources]
        if lacking:
            yield f"- Where is it known from? Without a source: {'; '.join(lacking)}."


def _link(source: str) -> str:
    return f"<{source}>" if LINK.fullmatch(source) else item(source)
