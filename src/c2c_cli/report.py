"""The report of a year in Markdown, to hand to a ministry. Knows the model, neither files nor terminals."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence

from c2c_cli import agreements, cadence, choice, life
from c2c_cli.agreements import Agreement
from c2c_cli.cadence import Kept
from c2c_cli.dates import Date
from c2c_cli.markdown import flowing, literal
from c2c_cli.model import Centre
from c2c_cli.registry import Registry
from c2c_cli.text import plural
from c2c_cli.wording import all_of, happened, in_words, meeting_named, one_of, span, when

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


class Report:
    """What there is to say of a year, as of a day."""

    def __init__(self, registry: Registry, year: int, day: datetime.date) -> None:
        self._registry = registry
        self._year = Date.of_year(year)
        self._day = day
        self._meetings = choice.meetings(registry, years=(self._year,), known_by=day)
        self._kept = cadence.kept(registry.cadence, registry.meeting, (year,), day)
        self._sources: dict[str, int] = {}
        """Each source with its number, in the order in which they are cited."""

    def text(self) -> str:
        """Return the report."""
        network = self._registry.network
        parts: dict[str, Callable[[], Iterable[str]]] = {
            "Centres": self._centres,
            f"Meetings of {self._year}": self._told_meetings,
            "What was agreed, and what was held": self._cadence,
            "Agreements with UNESCO": self._agreements,
            "Open questions": self._questions,
            "Sources": lambda: (f"{number}. {_link(source)}" for source, number in self._sources.items()),
        }
        lines = [
            f"# {literal(network.name)}: report on {self._year}",
            "",
            f"As of {in_words(Date.of_day(self._day))}, from the registry of the network. "
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
        network = self._registry.network
        if network.note is not None:
            yield from ("", flowing(network.note) + self._cited(network.sources))

    def _told_status(self, centre: Centre, status: str) -> str:
        kinds = {"operating": ("opened", "renewed"), "preparing": ("signed", "approved")}.get(status, (status,))
        now = life.current(centre.event, self._day)
        events = (life.latest(now, kind, self._day) for kind in kinds)
        event = next((event for event in events if event is not None), None)
        if event is None:
            return _STATUSES[status]
        told, cited = _STATUSES[status], self._cited(event.sources)
        if status == "operating" and event.kind == "opened":
            return f"{told} since {in_words(event.date)}{cited}" if event.date else f"{told}{cited}"
        note = f" ({literal(' '.join(event.note.split()).rstrip('.'))})" if event.note else ""
        if event.kind == status:
            return f"{told} {when(event.date)}".rstrip() + note + cited
        return f"{told}: {happened(event)}{note}{cited}"

    def _told_meetings(self) -> Iterator[str]:
        for place, meeting in enumerate(self._meetings):
            if place:
                yield ""
            yield f"### {span(meeting)}: {literal(meeting.title)}"
            yield ""
            at = ", ".join(literal(part) for part in (meeting.venue, meeting.city) if part)
            told = [meeting.status.capitalize() + (f" at {at}" if meeting.venue else f" in {at}" if at else "")]
            told += [f"organised by {self._listed(meeting.organisers)}"] if meeting.organisers else []
            told += [f"attended by {self._listed(meeting.attendees)}"] if meeting.attendees else []
            yield "; ".join(told) + "." + self._cited(meeting.sources)
            for title, items in (("Agenda", meeting.agenda), ("Outcomes", meeting.outcomes)):
                if items:
                    yield from ("", f"{title}:", "", *(f"- {_item(item)}" for item in items))
            if meeting.note is not None:
                yield from ("", flowing(meeting.note))

    def _listed(self, ids: Sequence[str]) -> str:
        """Return who organised or attended: centres by their ids, which stand above, others by their names."""
        names = {one.id: f"{literal(one.id)} ({literal(one.name)})" for one in self._registry.organisation}
        return all_of([names.get(one, literal(one)) for one in ids])

    def _cadence(self) -> Iterator[str]:
        yield from self._told_agreed()
        if not self._kept:
            yield f"No rule binds {self._year}." if self._registry.cadence else "No rule is recorded."
            return
        yield f"| Agreed | A year | In {self._year} |"
        yield "| --- | --- | --- |"
        for one in self._kept:
            rule = one.rule
            cited = self._cited(rule.sources)
            yield f"| {literal(rule.name)}{cited} | {rule.per_year} | {self._told_kept(one)} |"
        notes: dict[str, list[str]] = {}
        for one in self._kept:
            if one.rule.note is not None:
                notes.setdefault(flowing(one.rule.note), []).append(literal(one.rule.name))
        for note, names in notes.items():
            yield from ("", f"{'; '.join(names)}: {note}")
        yield from ("", self._told_short())

    def _told_agreed(self) -> Iterator[str]:
        """Yield which rules that bind the year, or were agreed in it, were agreed where, as far as that is past."""
        together: dict[tuple[str, int], list[str]] = {}
        agreed_in_year = {meeting.id for meeting in self._meetings}
        for rule in self._registry.cadence:
            if rule.binds(self._year.year) or rule.agreed in agreed_in_year:
                together.setdefault((rule.agreed or "", rule.since), []).append(literal(rule.name))
        for (agreed, since), names in together.items():
            for meeting in self._registry.meeting:
                if meeting.id == agreed and meeting.status == "held" and meeting.days.last <= self._day:
                    city = f" in {literal(meeting.city)}" if meeting.city else ""
                    by = f", organised by {self._listed(meeting.organisers)}" if meeting.organisers else ""
                    told = f"“{literal(meeting.title)}”, {span(meeting)}{city}{by}{self._cited(meeting.sources)}"
                    yield from (f"Agreed at {told}, to be held each year from {since} on: {'; '.join(names)}.", "")

    def _told_kept(self, kept: Kept) -> str:
        parts = [meeting_named(meeting) for meeting in kept.filling]
        if kept.candidates:
            parts.append(f"not clear: perhaps {one_of([meeting_named(one) for one in kept.candidates])}")
        lacking = kept.open - min(kept.open, len(kept.candidates))
        if lacking == kept.rule.per_year:
            parts.append("none is recorded" if kept.over else "still due; none is planned")
        elif lacking:
            parts.append(f"{lacking} not recorded" if kept.over else f"{lacking} still due, not planned")
        return "; ".join(parts)

    def _told_short(self) -> str:
        short, over = self._kept[0].short, self._kept[0].over
        if short:
            lacking = f"{plural(short, 'agreed meeting')} {'is' if short == 1 else 'are'}"
            left = f"with {plural((self._year.last - self._day).days, 'day')} of the year left"
            if self._day < self._year.first:
                left = "and the year has not begun"
            state = "not recorded" if over else f"neither held nor planned, {left}"
            unclear = "However the unclear ones are read, " if any(one.candidates for one in self._kept) else ""
            return f"{unclear}{lacking} {state}."
        if all(one.state == "met" for one in self._kept):
            return "The network met as often as it agreed to."
        if any(one.state == "unclear" for one in self._kept):
            return "The network may have met as often as it agreed to: that depends on what is unclear."
        if over:
            return "The network met as often as it agreed to, if all was held that is recorded as planned."
        return "All that was agreed is held or planned."

    def _agreements(self) -> Iterator[str]:
        found = agreements.agreements(self._registry.centre, self._day)
        pressing = [one for one in found if agreements.want_action(one, self._day, SOON)]
        for one in pressing:
            yield f"- {self._told_agreement(one)}"
        if not pressing:
            yield f"No agreement is known to end, or to want review, within {SOON} months."
        for state, sentence in (
            ("end unknown", "The end of the agreement is not recorded for"),
            ("none", "No agreement is recorded for"),
        ):
            here = [one for one in found if one.centre.status(self._day) in {"preparing", "operating"}]
            ids = [literal(one.centre.id) for one in here if one.state == state]
            if ids:
                yield from ("", f"{sentence} {all_of(ids)}.")

    def _told_agreement(self, one: Agreement) -> str:
        if one.event is None or one.event.until is None or one.review is None:
            raise ValueError(one)  # what wants action has an end
        until = in_words(one.event.until)
        review = in_words(Date.of_day(one.review))
        told = f"runs until {until}; UNESCO reviews it six months before, by {review}"
        if one.state == "review due":
            told = f"runs until {until}; its review, six months before, was due by {review}"
        if one.state == "expired":
            told = f"ran until {until}; neither a renewal nor a closing is recorded"
        agreement = f"{literal(one.centre.id)}: the agreement {happened(one.event)} {told}."
        return agreement + self._cited(one.event.sources)

    def _questions(self) -> Iterator[str]:
        levels = {rule.level for rule in self._registry.cadence} - {rule.kind for rule in self._registry.cadence}
        for meeting in self._meetings:
            if meeting.kind is None and meeting.status != "cancelled":
                yield f"- Of which kind is {meeting_named(meeting)}?"
            elif meeting.kind in levels and meeting.status != "cancelled":
                kinds = [rule.rule.kind for rule in self._kept if rule.rule.level == meeting.kind]
                level = literal(str(meeting.kind))
                yield f"- Is {meeting_named(meeting)}, of which the level is known ({level}), {one_of(kinds)}?"
            if meeting.status in {"tentative", "planned"} and meeting.days.last < self._day:
                yield f"- Was {meeting_named(meeting)} held?"
        lacking = [
            f"{literal(centre.id)}, {happened(event)}"
            for centre in self._registry.centre
            for event in centre.event
            if not event.sources and (event.date is None or event.date.last <= self._day)
        ]
        lacking += [meeting_named(meeting) for meeting in self._meetings if not meeting.sources]
        lacking += [f"the rule “{literal(one.rule.name)}”" for one in self._kept if not one.rule.sources]
        if lacking:
            yield f"- Where is it known from? Without a source: {'; '.join(lacking)}."


def _item(text: str) -> str:
    """Return a text as an item of a list, its further lines below its first."""
    return flowing(text).replace("\n", "\n  ")


def _link(source: str) -> str:
    shown = literal(source)
    return f"<{shown}>" if shown == source and source.startswith("http") else shown
