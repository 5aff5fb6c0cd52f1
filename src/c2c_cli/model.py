"""The nouns of a registry: network, sector, organisation, centre, event, meeting, cadence rule.

A record breaks none of its rules, wherever it comes from; to change one is to make another. A record does not know
the others: what must hold between records stands in `registry`.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from c2c_cli.dates import Date
from c2c_cli.errors import Fault
from c2c_cli.rules import Record, country_code, filled, identifier, line, one_of
from c2c_cli.text import quoted

EVENT_KINDS = ("proposed", "approved", "signed", "opened", "renewed", "closed")
"""The steps of a centre's life, in their order."""

AGREEMENT_KINDS = ("signed", "renewed")
"""The events at which an agreement begins, so that its end may be known."""

CENTRE_STATUSES = ("proposed", "preparing", "operating", "closed", "unknown")
MEETING_STATUSES = ("tentative", "planned", "held", "cancelled")

OTHER = "other"
"""The kind of a meeting that is certainly none of the agreed ones."""

_STATUS_OF = dict(
    zip(EVENT_KINDS, ("proposed", "preparing", "preparing", "operating", "operating", "closed"), strict=True)
)
_STEP = {kind: step for step, kind in enumerate(EVENT_KINDS)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Network(Record):
    """Whose centres these are."""

    name: str
    note: str | None = None
    sources: tuple[str, ...] = ()

    rules: ClassVar = {"name": line, "note": filled, "sources": line}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Sector(Record):
    """A programme sector of UNESCO, or what a registry keeps beside them."""

    id: str
    code: str
    name: str
    names: Mapping[str, str] | None = None
    """Language tag -> name."""

    rules: ClassVar = {"id": identifier, "code": line, "name": line, "names": line}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Organisation(Record):
    """Who organises or attends meetings and is no centre: a National Commission, a ministry."""

    id: str
    name: str
    names: Mapping[str, str] | None = None

    rules: ClassVar = {"id": identifier, "name": line, "names": line}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Event(Record):
    """One fact of a centre's life. UNESCO keeps approval, agreement and opening apart, and so does the registry."""

    kind: str
    date: Date | None = None
    until: Date | None = None
    """The agreement's end; it is data, never computed, for terms differ."""
    note: str | None = None
    sources: tuple[str, ...] = ()

    rules: ClassVar = {"kind": one_of("kind", EVENT_KINDS), "note": filled, "sources": line}

    def between_fields(self) -> Iterator[Fault]:
        """Yield what is wrong with the agreement's end."""
        if self.until is None:
            return
        if self.kind not in AGREEMENT_KINDS:
            yield Fault(("until",), "only signed and renewed have an end of the agreement")
        elif self.date is not None and self.until.last < self.date.first:
            yield Fault(("until",), f"{self.until} lies before the date, {self.date}")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Centre(Record):
    """A Category 2 Centre: what it is called, where it is, and its life so far."""

    id: str
    """The acronym."""
    name: str
    names: Mapping[str, str] | None = None
    sector: str
    """A sector's id."""
    country: str
    """ISO 3166-1 alpha-2."""
    city: str | None = None
    host: str | None = None
    website: str | None = None
    note: str | None = None
    event: tuple[Event, ...] = ()

    rules: ClassVar = {
        "id": identifier,
        "name": line,
        "names": line,
        "country": country_code,
        "city": line,
        "host": line,
        "website": line,
        "note": filled,
    }

    def status(self, day: datetime.date) -> str | None:
        """Return the status as of a day, or None where the centre was not in the registry yet.

        It is the furthest step that is certain by then. An event that begins after a closing starts anew.
        """
        if not self.event:
            return "unknown"
        certain = self._certain(day)
        if not certain or (not any(event.date for _, event in certain) and any(event.date for event in self.event)):
            return None
        closings = [since for since, event in certain if event.kind == "closed" and since is not None]
        if closings:
            closing = max(closings).last
            anew = [event.kind for since, event in certain if since is not None and since.first > closing]
            kinds = anew or ["closed"]
        else:
            kinds = [event.kind for _, event in certain]
        return _STATUS_OF[max(kinds, key=_STEP.__getitem__)]

    def latest(self, kinds: tuple[str, ...], day: datetime.date) -> Event | None:
        """Return the latest event of these kinds that is certain by a day: a dated one, else one without a date."""
        certain = [event for _, event in self._certain(day) if event.kind in kinds]
        dated = [(event.date, place, event) for place, event in enumerate(certain) if event.date is not None]
        if dated:
            return max(dated, key=lambda one: one[:2])[2]
        return certain[-1] if certain else None

    def _certain(self, day: datetime.date) -> list[tuple[Date | None, Event]]:
        """Return the events that are certain by a day, each with the date since when.

        An event without a date counts from the last day of the latest earlier step; None, where there is none, is
        always.
        """
        certain: list[tuple[Date | None, Event]] = []
        for event in self.event:
            since = event.date
            if since is None:
                earlier = [e.date.last for e in self.event if e.date is not None and _STEP[e.kind] < _STEP[event.kind]]
                since = Date.of_day(max(earlier)) if earlier else None
            if since is None or since.last <= day:
                certain.append((since, event))
        return certain


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Meeting(Record):
    """A meeting of the network, planned, held or cancelled."""

    id: str
    title: str
    start: Date
    end: Date | None = None
    kind: str | None = None
    """A cadence kind, a cadence level or `other`; None where nobody said."""
    status: str
    city: str | None = None
    venue: str | None = None
    organisers: tuple[str, ...] = ()
    """Ids of organisations and centres."""
    attendees: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    note: str | None = None
    sources: tuple[str, ...] = ()

    rules: ClassVar = {
        "id": identifier,
        "title": line,
        "status": one_of("status", MEETING_STATUSES),
        "city": line,
        "venue": line,
        "agenda": filled,
        "outcomes": filled,
        "note": filled,
        "sources": line,
    }

    def between_fields(self) -> Iterator[Fault]:
        """Yield what is wrong with the meeting's end."""
        if self.end is not None and self.end.last < self.start.first:
            yield Fault(("end",), f"{self.end} lies before the start, {self.start}")
        for field, ids in (("organisers", self.organisers), ("attendees", self.attendees)):
            if len(set(ids)) < len(ids):
                twice = next(index for index, one in enumerate(ids) if one in ids[:index])
                yield Fault((field, twice), f"{quoted(ids[twice])} is there twice")

    @property
    def days(self) -> Date:
        """All days on which it may take place."""
        end = self.end or self.start
        return Date(self.start.first, max(end.last, self.start.first))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class CadenceRule(Record):
    """A kind of meeting that the network agreed to hold so many times a year."""

    kind: str
    name: str
    level: str
    """A meeting known only to be of this level may be of this kind, or of another of the level."""
    per_year: int
    since: int
    """First year it binds."""
    until: int | None = None
    """Last year it binds."""
    agreed: str | None = None
    """Id of the meeting that agreed it."""
    note: str | None = None
    sources: tuple[str, ...] = ()

    rules: ClassVar = {"kind": identifier, "name": line, "level": identifier, "note": filled, "sources": line}

    def between_fields(self) -> Iterator[Fault]:
        """Yield what is wrong with words and numbers."""
        for field in ("kind", "level"):
            if getattr(self, field) == OTHER:
                yield Fault((field,), '"other" is for meetings that are none of the agreed ones; use another word')
        if self.per_year < 1:
            yield Fault(("per_year",), f"{self.per_year} is not a number of meetings; write 1 or more")
        if self.until is not None and self.until < self.since:
            yield Fault(("until",), f"{self.until} lies before since, {self.since}")

    def binds(self, year: int) -> bool:
        """Tell whether the rule binds in a year."""
        return self.since <= year and (self.until is None or year <= self.until)
