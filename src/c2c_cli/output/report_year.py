"""Content of the annual report: the records of a year as of a day, and the sources cited so far."""

import datetime
import re
from collections.abc import Callable, Sequence
from operator import itemgetter

from c2c_cli.model import agreements, cadence, select
from c2c_cli.model.dates import Date
from c2c_cli.model.registry import Registry
from c2c_cli.output.markdown import literal
from c2c_cli.text import all_of

SOON = 12  # number of months within which agreements that expire or are due for review are listed

STATUSES = {
    "operating": "operating",
    "preparing": "in preparation",
    "proposed": "proposed",
    "closed": "closed",
    "unknown": "of unknown status",
}
"""Status of a centre -> its wording, in the order of the report."""


class ReportYear:
    """The records of a year as of a day."""

    def __init__(self, registry: Registry, year: int, day: datetime.date, link: Callable[[int], str] = str) -> None:
        """Select the records; `link` is a function that returns the number of a source in Markdown."""
        self.registry, self.day, self._link = registry, day, link
        self.year = Date.of_year(year)
        self.status_of = {one.id: status for one in registry.centre if (status := one.status(day)) is not None}
        sectors = [sector.id for sector in registry.sector]
        centres = (centre for centre in registry.centre if centre.id in self.status_of)
        self.centres = sorted(centres, key=lambda centre: sectors.index(centre.sector))
        """The centres that were in the registry by the day, by sector."""
        self.meetings = select.meetings(registry, select.Filters(years=(self.year,), known_by=day))
        self.agreed = next(iter(cadence.evaluate(registry.cadence, registry.meeting, (year,), day)), None)
        self.rule_statuses = self.agreed.rules if self.agreed else ()
        self.agreements = agreements.agreements(registry.centre, day)
        self.pressing = [one for one in self.agreements if agreements.needs_attention(one, day, SOON)]
        events = (
            (event.date, centre, event)
            for centre in registry.centre
            for event in centre.event
            if event.date is not None and event.date.year == year and event.date.last <= day
        )
        self.events = sorted(events, key=itemgetter(0))
        """The events of the year that happened by the day, by date."""
        self._names = {one.id: f"{literal(one.id)} ({literal(one.name)})" for one in registry.organisation}
        self.sources: dict[str, int] = {}
        """Source -> its number, in the order of the first citation."""

    def cite(self, sources: Sequence[str]) -> str:
        """Return the numbers of the sources in brackets, after a space."""
        numbers = sorted(self.sources.setdefault(source, len(self.sources) + 1) for source in sources)
        return f" \\[{', '.join(map(self._link, numbers))}\\]" if numbers else ""

    def past(self, note: str | None) -> str:
        """Return the sentences of a note, except those that mention a year after that of the day."""
        sentences = re.split(r"(?<=[.!?])(?=\s)", note or "")
        years = re.compile(r"\b[12]\d{3}\b")
        past = (one for one in sentences if all(int(year) <= self.day.year for year in years.findall(one)))
        return "".join(past).strip()

    def names(self, ids: Sequence[str]) -> str:
        """Return the ids as a phrase, with the names of organisations."""
        return all_of([self._names.get(one, literal(one)) for one in ids])
