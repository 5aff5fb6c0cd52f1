"""The nouns of a registry: network, sector, organisation, centre, meeting, cadence rule.

A record breaks none of its rules, wherever it comes from; to change one is to make another. A record does not know
the others: what must hold between records stands in `registry`.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from c2c_cli.errors import DataProblem, Diagnostic
from c2c_cli.model import history
from c2c_cli.model.dates import Date
from c2c_cli.model.fields import Field
from c2c_cli.model.history import Event
from c2c_cli.model.record import Record
from c2c_cli.model.value_types import ID, YEAR, number, one_of
from c2c_cli.text import fold_id, quoted

MEETING_STATUSES = ("tentative", "planned", "held", "cancelled")

OTHER = "other"
"""The kind of a meeting that is certainly none of the agreed ones."""

MOST_A_YEAR = 366
"""So many meetings a year can be agreed: one each day."""

_SHOWN = 1_000_000
"""Larger numbers are not repeated in a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Network(Record):
    """Whose centres these are."""

    name: str
    note: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Sector(Record):
    """A programme sector of UNESCO, or what a registry keeps beside them."""

    id: str
    code: str
    name: str
    names: Mapping[str, str] | None = None
    """Language tag -> name."""

    own: ClassVar = {"id": Field(ID, "The id, as culture.")}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Organisation(Record):
    """Who organises or attends meetings and is no centre: a National Commission, a ministry."""

    id: str
    name: str
    names: Mapping[str, str] | None = None

    own: ClassVar = {"id": Field(ID, "The acronym, as KNCU.")}


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

    def status(self, day: datetime.date) -> str | None:
        """Return the status as of a day, or None where the centre was not in the registry yet."""
        return history.status(self.event, day)


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

    own: ClassVar = {
        "id": Field(ID, "Its id; else start and city: 2018-06-27-jeju."),
        "status": Field(one_of("status", "unknown-status", MEETING_STATUSES), "tentative, planned, held or cancelled."),
    }

    def between_fields(self) -> Iterator[DataProblem]:
        """Yield what is wrong with the meeting's end, and who is named twice."""
        if self.end is not None and self.end.last < self.start.first:
            yield DataProblem(("end",), Diagnostic("reversed-dates", f"{self.end} lies before the start, {self.start}"))
        for field, ids in (("organisers", self.organisers), ("attendees", self.attendees)):
            if len(ids) > 1 and len({*map(fold_id, ids)}) < len(ids):
                first: dict[str, int] = {}
                for index, one in enumerate(ids):
                    if (place := first.setdefault(fold_id(one), index)) < index:
                        wrong = Diagnostic("duplicate-item", f"{quoted(one)} is there twice")
                        yield DataProblem((field, index), wrong, (field, place))

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

    own: ClassVar = {
        "kind": Field(ID, "What a meeting of this rule has as its kind: formal."),
        "per_year": Field(number(MOST_A_YEAR), "How many such meetings were agreed for each year."),
        "until": Field(YEAR, "The last year that it binds."),
    }

    def between_fields(self) -> Iterator[DataProblem]:
        """Yield what is wrong with words and numbers."""
        for field in ("kind", "level"):
            if getattr(self, field) == OTHER:
                wrong = Diagnostic(
                    "reserved-kind", '"other" is for meetings that are none of the agreed ones', "use another word"
                )
                yield DataProblem((field,), wrong)
        if not 1 <= self.per_year <= MOST_A_YEAR:
            shown = self.per_year if abs(self.per_year) < _SHOWN else "this"
            wrong = Diagnostic("bad-number", f"{shown} is not a number of meetings a year", f"write 1 to {MOST_A_YEAR}")
            yield DataProblem(("per_year",), wrong)
        if self.until is not None and self.until < self.since:
            yield DataProblem(("until",), Diagnostic("reversed-dates", f"{self.until} lies before since, {self.since}"))

    def binds(self, year: int) -> bool:
        """Tell whether the rule binds in a year."""
        return self.since <= year and (self.until is None or year <= self.until)


TABLES: dict[str, type[Any]] = {
    "sector": Sector,
    "organisation": Organisation,
    "centre": Centre,
    "meeting": Meeting,
    "cadence": CadenceRule,
}
"""The tables of a file that repeat, `[[centre]]`, and what each becomes."""
