"""Content of the annual report: the records of a year as of a day, and the sources cited so far."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from c2c_cli.documents.registry_as_of import Citations, RegistryAsOf
from c2c_cli.model import agreements, cadence, obligations, select
from c2c_cli.model.agreements import Agreement
from c2c_cli.model.cadence import RuleStatus
from c2c_cli.model.dates import Date
from c2c_cli.model.history import AsOf, Event
from c2c_cli.model.obligations import Period
from c2c_cli.model.records import CadenceRule, Centre, Meeting, Obligation
from c2c_cli.model.registry import Registry

SOON = 12
"""Number of months within which an agreement needs action; sentences of the report contain it."""


class Subject(NamedTuple):
    """The subject of a note, or what lacks a source.

    It is a centre, an event, a meeting, a rule or an obligation.
    """

    centre: Centre | None = None
    event: Event | None = None
    meeting: Meeting | None = None
    rule: CadenceRule | None = None
    obligation: Obligation | None = None

    @property
    def note(self) -> str | None:
        """The note on the subject itself: on the event, not on its centre."""
        noted = self.event or self.meeting or self.rule or self.centre
        return noted.note if noted else None

    @property
    def words(self) -> tuple[object, ...]:
        """The values that make up the name of a centre, event or rule in the report."""
        if self.rule:
            return (self.rule.name,)
        centre_id = self.centre.id if self.centre else ""
        if self.event:
            return (centre_id, self.event.kind, self.event.covers, self.event.date)
        return (centre_id,)


class Question(NamedTuple):
    """A question that the registry leaves open."""

    about: Literal["kind", "rule", "outcome", "status", "covers"]
    meeting: Meeting | None = None
    centre: Centre | None = None
    event: Event | None = None
    rules: Sequence[CadenceRule] = ()
    """The rules of which a meeting may be an occurrence, for a question about the rule."""


class Owed(NamedTuple):
    """An obligation, and what is recorded of it for each centre that it binds in the year."""

    periods: Sequence[Period]
    """One period of each centre; all have the same years."""

    @property
    def period(self) -> Period:
        """One of the periods, for the years and for the day on which they are due."""
        return self.periods[0]

    @property
    def obligation(self) -> Obligation:
        """The obligation."""
        return self.period.obligation

    @property
    def counts(self) -> Counter[str]:
        """Number of centres in each state."""
        return Counter(period.state for period in self.periods)


class ReportYear(RegistryAsOf):
    """The records of a year as of a day."""

    def __init__(self, registry: Registry, year: int, as_of: AsOf) -> None:
        super().__init__(registry, as_of)
        self.year = Date.of_year(year)
        self.citations = Citations()
        self._add_events()
        self._add_meetings()
        self._add_obligations()
        self._add_agreements()
        self.questions = [*self._questions()]
        self.without_source = [*self._without_source()]
        self.network_note = self.past(self.network.note)
        self.notes = self._notes()
        self.question_count = len(self.questions) + bool(self.without_source)

    def _add_events(self) -> None:
        dated: list[tuple[Date, Centre, Event]] = []
        self.possible_events = 0
        """Number of events that may have happened in the year by the day, but not certainly."""
        for centre in self.registry.centre:
            for event in centre.event:
                if event.date is None:
                    continue
                days = self.days_of(event, centre)
                if days.last <= self.day and self.year.covers(days):
                    dated.append((days, centre, event))
                elif event.date.bounds and days.first <= self.day and self.year.overlaps(days):
                    self.possible_events += 1
        dated.sort(key=lambda entry: entry[0])
        self.events = [(centre, event) for _, centre, event in dated]
        """The events that certainly happened in the year and by the day, by date."""
        self.centres_by_event: dict[str, dict[str, None]] = {}
        """Kind of the events -> the ids of their centres, each once, by date."""
        for centre, event in self.events:
            self.centres_by_event.setdefault(event.kind, {})[centre.id] = None

    def _add_meetings(self) -> None:
        year = self.year.year
        filters = select.Filters(years=(self.year,), known_by=self.day)
        self.all_meetings = select.meetings(self.registry, filters)
        owed = {obligation.kind for obligation in self.registry.obligation}
        self.meetings = [meeting for meeting in self.all_meetings if meeting.kind not in owed]
        """The meetings of the network, by start."""
        self.centre_meetings = [meeting for meeting in self.all_meetings if meeting.kind in owed]
        """The meetings of individual centres, such as those of governing boards, by start."""
        self.meeting_counts = Counter(meeting.status for meeting in self.meetings)
        self.centre_meeting_counts = Counter(meeting.status for meeting in self.centre_meetings)
        years = cadence.evaluate(self.registry, (year,), self.day)
        self.cadence_year = years[0] if years else None
        """The states of the cadence rules in the year; None if no rule applies."""
        self.rule_statuses = self.cadence_year.rules if self.cadence_year else ()
        self.required = sum(status.rule.per_year for status in self.rule_statuses)
        self.has_unclear_meetings = any(status.candidates for status in self.rule_statuses)
        self.rules_by_meeting = self._rules_by_meeting()

    def _rules_by_meeting(self) -> list[tuple[Meeting | None, list[CadenceRule]]]:
        """Return the rules that apply in the year or were agreed in it.

        They are grouped by the meeting that agreed them, or None if no such meeting is past.
        """
        past = {
            meeting.id: meeting
            for meeting in self.registry.meeting
            if meeting.status == "held" and meeting.days.last <= self.day
        }
        in_year = {meeting.id for meeting in self.all_meetings}
        together: dict[str, list[CadenceRule]] = {}
        for rule in self.registry.cadence:
            if rule.applies(self.year.year) or rule.agreed in in_year:
                agreed = rule.agreed if rule.agreed in past else ""
                together.setdefault(agreed, []).append(rule)
        return [(past.get(agreed), rules) for agreed, rules in together.items()]

    def _add_obligations(self) -> None:
        periods = obligations.evaluate(
            self.registry, self.as_of, (self.year.year,), centres=self.centres
        )
        groups = groupby(periods, key=lambda period: id(period.obligation))
        self.owed = [Owed([*group]) for _, group in groups]
        """The obligations that bind a centre in the year, in the order of the file."""
        self.has_unclear_deliveries = any(period.state == "unclear" for period in periods)

    def _add_agreements(self) -> None:
        self.pressing: list[Agreement] = []
        """The agreements that have expired, and those that expire or are due for review soon."""
        self.outdated: list[Agreement] = []
        """The agreements that began longer ago than the longest term that is known."""
        self.without_expiry: list[Agreement] = []
        """The other agreements whose end is unknown."""
        self.without_agreement: list[Agreement] = []
        self.agreement_count = 0
        for agreement in self.agreement_of.values():
            is_pressing = agreements.needs_attention(agreement, self.day, SOON)
            if not is_pressing and self.status_of[agreement.centre.id] in {"proposed", "closed"}:
                continue
            if agreement.state == "none":
                self.without_agreement.append(agreement)
                continue
            self.agreement_count += 1
            if is_pressing:
                self.pressing.append(agreement)
            elif agreement.state == "outdated":
                self.outdated.append(agreement)
            elif agreement.state == "end unknown":
                self.without_expiry.append(agreement)
        self.outdated.sort(key=lambda agreement: agreement.deadline or Date.of_day(self.day))
        self.without_end = [*self.outdated, *self.without_expiry]

    def _questions(self) -> Iterator[Question]:
        kinds = {rule.kind for rule in self.registry.cadence}
        levels = {rule.level for rule in self.registry.cadence} - kinds
        for meeting in self.all_meetings:
            applying = [
                status.rule for status in self.rule_statuses if status.rule.level == meeting.kind
            ]
            is_inexact = meeting.kind is None or meeting.kind in levels
            if is_inexact and meeting.status != "cancelled":
                yield Question("rule" if applying else "kind", meeting=meeting, rules=applying)
            if meeting.is_open and meeting.days.last < self.day:
                yield Question("outcome", meeting=meeting)
        yield from self._questions_on_deliveries()
        for centre in self.registry.centre:
            if not centre.event:
                yield Question("status", centre=centre)

    def _questions_on_deliveries(self) -> Iterator[Question]:
        """Yield a question on each delivery whose covered year is unclear."""
        for centre, event in self._deliveries("unclear"):
            days = self.days_of(event, centre)
            if event.covers is None and days.first.year != days.last.year:
                yield Question("covers", centre=centre, event=event)

    def _deliveries(self, *states: str) -> Iterator[tuple[Centre, Event]]:
        """Yield the events in the periods that have one of `states`, each after its centre."""
        for owed in self.owed:
            for period in owed.periods:
                for delivery in period.deliveries if period.state in states else ():
                    if isinstance(delivery, Event):
                        yield period.centre, delivery

    def _without_source(self) -> Iterator[Subject]:
        """Yield the events, meetings, rules and obligations for which no source is recorded."""
        for centre in self.registry.centre:
            for event in centre.event:
                is_later = bool(event.date) and self.days_of(event, centre).last > self.day
                if not event.sources and not is_later:
                    yield Subject(centre=centre, event=event)
        for meeting in self.all_meetings:
            if not meeting.sources:
                yield Subject(meeting=meeting)
        for status in self.rule_statuses:
            if not status.rule.sources:
                yield Subject(rule=status.rule)
        for owed in self.owed:
            if not owed.obligation.sources:
                yield Subject(obligation=owed.obligation)

    def _notes(self) -> list[tuple[str, Sequence[Subject]]]:
        """Return the notes on centres, events and rules, each with all its subjects."""
        subjects: dict[str, dict[tuple[object, ...], Subject]] = {}
        for subject in self._noted():
            subjects.setdefault(self.past(subject.note), {}).setdefault(subject.words, subject)
        return [(note, [*found.values()]) for note, found in subjects.items() if note]

    def _noted(self) -> Iterator[Subject]:
        """Yield the centres, the events that the report mentions, and the rules."""
        events_of: dict[str, list[Event]] = {}
        for centre, event in (*self.events, *self._deliveries("met", "unclear")):
            events_of.setdefault(centre.id, []).append(event)
        for centre in self.centres:
            yield Subject(centre=centre)
            for event in self.deciding_events(centre):
                yield Subject(centre=centre, event=event)
            for event in events_of.get(centre.id, ()):
                yield Subject(centre=centre, event=event)
        for status in self.rule_statuses:
            yield Subject(rule=status.rule)

    def sources_of_note(self, subjects: Sequence[Subject]) -> list[str]:
        """Return the sources of a note on centres; events and rules are cited elsewhere."""
        centres = [subject.centre for subject in subjects if subject.event is None]
        return [source for centre in centres if centre for source in centre.sources]

    @property
    def expired(self) -> list[Agreement]:
        """The agreements that have expired."""
        return [agreement for agreement in self.pressing if agreement.state == "expired"]

    @property
    def to_review(self) -> list[Agreement]:
        """The agreements that expire or are due for review soon."""
        return [agreement for agreement in self.pressing if agreement.state != "expired"]

    @property
    def has_ends(self) -> bool:
        """Whether the end of an agreement is known."""
        return any(agreement.until for agreement in self.agreement_of.values())

    @property
    def waived(self) -> list[RuleStatus]:
        """The rules of which a meeting was waived in the year."""
        return [status for status in self.rule_statuses if status.waiver]

    @property
    def centres_by_sector(self) -> list[tuple[str, list[Centre]]]:
        """The name of each sector with centres, and its centres."""
        groups = groupby(self.centres, key=lambda centre: centre.sector)
        return [(self.sectors[sector], [*group]) for sector, group in groups]

    def counts(self, meeting: Meeting) -> bool:
        """Return whether a meeting counts towards a rule."""
        return any(
            meeting is filling for status in self.rule_statuses for filling in status.filling
        )
