"""Content of documents: what the registry says as of a day, and the sources cited so far."""

import re
from collections import Counter
from collections.abc import Sequence

from c2c_cli.documents.language import Foreign
from c2c_cli.model import agreements, history
from c2c_cli.model.agreements import Agreement
from c2c_cli.model.dates import Date
from c2c_cli.model.history import EVENT_KINDS, AsOf, Event
from c2c_cli.model.obligations import Period
from c2c_cli.model.records import Centre, Meeting, Rule
from c2c_cli.model.registry import Registry


class Citations:
    """The sources that a document cites, numbered in the order of the first citation."""

    def __init__(self) -> None:
        self.sources: dict[str, int] = {}
        """Source -> its number."""

    def cite(self, sources: Sequence[str]) -> list[int]:
        """Return the sorted numbers of the sources; a newly cited one gets the next number."""
        numbers = {self.sources.setdefault(source, len(self.sources) + 1) for source in sources}
        return sorted(numbers)


class RegistryAsOf:
    """The centres and agreements of a registry as of a day."""

    def __init__(self, registry: Registry, as_of: AsOf) -> None:
        self.registry, self.network = registry, registry.network
        self.as_of, self.day = as_of, as_of.day
        self.sectors = {sector.id: sector.name for sector in registry.sector}
        self.organisations = {record.id: record.name for record in registry.organisation}
        self.source_records = {record.id: record for record in registry.source}
        self.kind_names = {
            obligation.kind: obligation.name
            for obligation in reversed(registry.obligation)
            if obligation.kind not in EVENT_KINDS
        }
        """Kind of events that only obligations have -> the name of the first such obligation."""
        self._add_centres()
        self.agreement_of = {
            agreement.centre.id: agreement for agreement in agreements.agreements(registry, as_of)
        }
        """Id of a centre -> its agreement."""

    def _add_centres(self) -> None:
        statuses = ((centre, centre.status(self.as_of)) for centre in self.registry.centre)
        known = {centre.id: (centre, status) for centre, status in statuses if status is not None}
        self.status_of = {centre_id: status for centre_id, (_, status) in known.items()}
        """Id of a centre -> its certain status."""
        order = [*self.sectors]
        centres = [centre for centre, _ in known.values()]
        self.centres = sorted(centres, key=lambda centre: order.index(centre.sector))
        """The centres that were in the registry by the day, by sector."""
        self.has_several_countries = len({centre.country for centre in centres}) > 1
        self.status_counts: Counter[str] = Counter()
        self.uncertain_counts: Counter[tuple[str, ...]] = Counter()
        """The statuses that a centre may have, if uncertain -> number of such centres."""
        for centre in centres:
            possible = self.possible_statuses(centre)
            if len(possible) == 1:
                self.status_counts[possible[0]] += 1
            else:
                self.uncertain_counts[tuple(possible)] += 1

    def days_of(self, event: Event, centre: Centre) -> Date:
        """Return the days on which an event with a date may have happened."""
        return history.days_of(event, centre.event, self.as_of)

    def possible_statuses(self, centre: Centre) -> list[str]:
        """Return the certain status of a centre, and those that it may have instead."""
        return history.possible_statuses(centre.event, self.as_of)

    def deciding_events(self, centre: Centre) -> list[Event]:
        """Return the event that decides the status of a centre, or those that may change it."""
        uncertain = history.uncertain_steps(centre.event, self.as_of)
        if uncertain:
            return uncertain
        event = history.deciding_event(centre.event, self.as_of)
        return [event] if event else []

    def sources_of_status(self, centre: Centre) -> list[str]:
        """Return the sources of the events that decide the status of a centre, or may change it."""
        deciding = history.deciding_event(centre.event, self.as_of)
        uncertain = history.uncertain_steps(centre.event, self.as_of)
        events = [deciding, *uncertain] if deciding else uncertain
        return [source for event in events for source in event.sources]

    def sources_of_agreement(self, agreement: Agreement) -> list[str]:
        """Return the sources of the events that an agreement began with."""
        events = [event for event in (agreement.event, agreement.in_force) if event is not None]
        return [source for event in events for source in event.sources]

    def sources_of_period(self, period: Period) -> list[str]:
        """Return the sources of the waiver or the deliveries that cause the state of a period."""
        if period.waiver is not None:
            return [*period.waiver.sources]
        return [source for delivery in period.deliveries for source in delivery.sources]

    def steps(self, centre: Centre) -> list[Event]:
        """Return the events of a centre that may have happened by the day."""
        return history.possible(centre.event, self.as_of)

    def rule_of(self, meeting: Meeting) -> Rule | None:
        """Return the first rule or obligation of exactly the kind of a meeting."""
        return next((rule for rule in self.registry.rules() if rule.kind == meeting.kind), None)

    def past(self, note: str | None) -> str:
        """Return the sentences of a note that mention no year after that of the day."""
        sentences = re.split(r"(?<=[.!?])(?=\s)", note or "")
        years = re.compile(r"\b[12]\d{3}\b")
        past = [
            sentence
            for sentence in sentences
            if all(int(year) <= self.day.year for year in years.findall(sentence))
        ]
        text = "".join(past).strip()
        return Foreign(text, note.language) if isinstance(note, Foreign) else text
