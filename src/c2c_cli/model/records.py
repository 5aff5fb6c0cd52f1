"""Types of records, which check only themselves; `registry` checks their relations."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

from c2c_cli.errors import DataProblem, duplicate, problem
from c2c_cli.model import history
from c2c_cli.model.dates import Date
from c2c_cli.model.extra import Extra
from c2c_cli.model.fields import Field
from c2c_cli.model.history import AsOf, Event
from c2c_cli.model.location import Location
from c2c_cli.model.record import Record, record_type
from c2c_cli.model.value_types import (
    CENTRE,
    CENTRES,
    DATE,
    DAY_OF_YEAR,
    ID,
    LINE,
    MAX_PER_YEAR,
    MEMBERS,
    NUMBER,
    RULE_KIND,
    YEAR,
    choice,
    id_type,
)
from c2c_cli.model.values import out_of_range
from c2c_cli.text import fold, fold_id, one_of, quoted


def _duplicate_items(field: str, ids: Iterable[str]) -> Iterator[DataProblem]:
    """Yield the problems of the ids that a list contains more than once."""
    first: dict[str, int] = {}
    for index, item in enumerate(ids):
        first_index = first.setdefault(item, index)
        if first_index < index:
            wrong = duplicate("id", item, code="duplicate-item")
            yield DataProblem((field, index), wrong, first=(field, first_index))


MEETING_STATUSES = ("tentative", "planned", "held", "cancelled")
_MEETING_STATUS = choice("status", "unknown-status", MEETING_STATUSES)

OTHER = "other"
"""The kind of a meeting that counts towards no cadence rule or obligation."""

MAX_EVERY = 99
"""Maximum length of a period of an obligation, in years."""

_KIND = id_type("KIND")


@record_type
class Network(Record):
    """The network that the registry describes."""

    name: str
    names: Mapping[str, str] | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()
    checked: Annotated[
        Date | None,
        Field(
            DATE,
            "Date of the last check of the registry; events without a date happened by then.",
        ),
    ] = None
    longest_term: Annotated[
        int | None, Field(NUMBER, "Longest known term of an agreement, in years.")
    ] = None
    review_months: Annotated[
        int | None,
        Field(
            NUMBER,
            "Number of months between the due date of a review and the end of the agreement.",
        ),
    ] = None
    publisher: Annotated[
        str | None,
        Field(LINE, "Who issues the report and the site, such as a National Commission."),
    ] = None
    corrections: Annotated[
        str | None,
        Field(
            LINE,
            "Where to propose corrections: the URL of a page, or mailto: and an email address.",
        ),
    ] = None
    licence: Annotated[str | None, Field(LINE, "Licence of the data: its URL, or its name.")] = None
    language: str | None = None

    @property
    def main_language(self) -> str:
        """The tag of the language in which the registry is written, by default English."""
        return self.language or "en"

    def as_of(self, day: datetime.date, today: datetime.date) -> AsOf:
        """Return `day` as an AsOf; a registry without `checked` counts as checked on `today`."""
        return AsOf(day, self.checked.last if self.checked else today, today)

    def cross_field_problems(self) -> Iterator[DataProblem]:
        """Yield the problems of the numbers of years and months."""
        for field, most in (
            ("longest_term", history.MAX_TERM),
            ("review_months", 12 * history.MAX_TERM),
        ):
            value = getattr(self, field)
            if value is not None and not 1 <= value <= most:
                yield problem((field,), *out_of_range(value, most))


@record_type
class Sector(Record):
    """A programme sector of UNESCO, or another group of centres."""

    id: Annotated[str, Field(ID, "Id, such as culture.")]
    code: str
    name: str
    names: Mapping[str, str] | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """The name in every language."""
        return self.name, *(self.names or {}).values()


@record_type
class Contact(Record):
    """A contact of a centre or an organisation. Contacts are personal data."""

    role: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    note: str | None = None
    since: Annotated[
        Date | None, Field(DATE, "Date from which the contact has the role, if known.")
    ] = None
    until: Annotated[
        Date | None, Field(DATE, "Last date on which the contact has the role, if known.")
    ] = None

    def cross_field_problems(self) -> Iterator[DataProblem]:
        """Yield the problems of a contact with neither a role nor a name, and of its dates."""
        if self.role is None and self.name is None:
            yield problem(("role",), "missing", "add a role or a name", "missing-key")
        if self.since and self.until and self.until.last < self.since.first:
            message = f"{self.until} is before the first date ({self.since})"
            yield problem(("until",), message, code="reversed-dates")

    @property
    def in_short(self) -> str:
        """The role, the name, and the email address or else the phone number."""
        return ", ".join(filter(None, (self.role, self.name, self.email or self.phone)))

    def is_other_than(self, other: "Contact") -> bool:
        """Return whether the role or the name differs, or one may follow the other in time."""
        names = [
            {fold(name) for name in (contact.role, contact.name) if name}
            for contact in (self, other)
        ]
        return names[0] != names[1] or self.may_precede(other) or other.may_precede(self)

    def may_precede(self, other: "Contact") -> bool:
        """Return whether the last date may be before the first date of another contact."""
        if self.until is None or other.since is None:
            return False
        return self.until.first < other.since.last

    def is_current(self, day: datetime.date) -> bool:
        """Return whether the contact may have the role on a day."""
        has_begun = self.since is None or self.since.first <= day
        return has_begun and (self.until is None or day <= self.until.last)


@record_type
class Organisation(Record):
    """An organisation that organises or attends meetings but is not a centre, such as a National Commission."""  # noqa: E501  # a description in the JSON Schema

    id: Annotated[str, Field(ID, "Acronym, such as KNCU.")]
    name: str
    names: Mapping[str, str] | None = None
    contact: tuple[Contact, ...] = ()


@record_type
class Source(Record):
    """A source that records cite by its id instead of its URL."""

    id: Annotated[str, Field(ID, "Id, such as ichcap-2018-07-05.")]
    title: Annotated[str, Field(LINE, "Title of the source.")]
    publisher: str | None = None
    date: Annotated[
        Date | None, Field(DATE, "Date of the source (YYYY, YYYY-MM or YYYY-MM-DD).")
    ] = None
    url: str | None = None
    note: str | None = None


@record_type
class Centre(Record):
    """A Category 2 Centre and its history."""

    id: str
    name: str
    names: Mapping[str, str] | None = None
    sector: str
    country: str
    city: str | None = None
    location: Location | None = None
    host: str | None = None
    website: str | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()
    event: tuple[Event, ...] = ()
    identifiers: Mapping[str, str] | None = None
    contact: tuple[Contact, ...] = ()
    extra: Extra | None = None

    def status(self, as_of: AsOf) -> str | None:
        """Return the status as of a day, or None if the centre was not in the registry yet."""
        return history.status(self.event, as_of)


Member = Centre | Organisation
"""What has contacts, and takes part in meetings."""


@record_type
class Meeting(Record):
    """A meeting of the network."""

    id: Annotated[str, Field(ID, "Id, such as 2018-06-27-jeju.")]
    title: str
    start: Date
    end: Date | None = None
    kind: str | None = None
    status: Annotated[str, Field(_MEETING_STATUS, "Status: tentative, planned, held or cancelled.")]
    city: str | None = None
    venue: str | None = None
    organisers: tuple[str, ...] = ()
    attendees: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    note: str | None = None
    sources: tuple[str, ...] = ()
    mode: str | None = None
    link: str | None = None
    invited: Annotated[
        tuple[str, ...], Field(MEMBERS, "Ids of the centres and organisations that are invited.")
    ] = ()
    extra: Extra | None = None

    def cross_field_problems(self) -> Iterator[DataProblem]:
        """Yield the problems of the end date and of duplicate participants."""
        if self.end is not None and self.end.last < self.start.first:
            message = f"{self.end} is before the start date ({self.start})"
            yield problem(("end",), message, code="reversed-dates")
        yield from _duplicate_items("organisers", self.organisers)
        yield from _duplicate_items("attendees", self.attendees)
        yield from _duplicate_items("invited", self.invited)

    @property
    def is_open(self) -> bool:
        """Whether the meeting is recorded neither as held nor as cancelled."""
        return self.status in {"tentative", "planned"}

    def is_recorded_as_of(self, day: datetime.date) -> bool:
        """Return whether the meeting is open, or ended by a day."""
        return self.is_open or self.days.last <= day

    @property
    def days(self) -> Date:
        """The range of days on which the meeting may take place."""
        end = self.end or self.start
        return Date(self.start.first, max(end.last, self.start.first))


@record_type
class CadenceRule(Record):
    """A cadence rule: a kind of meeting and the number required per year."""

    kind: Annotated[
        str, Field(_KIND, "Kind of the meetings that count towards the rule, such as formal.")
    ]
    name: str
    names: Mapping[str, str] | None = None
    level: str
    per_year: Annotated[int, Field(NUMBER, "Number of required meetings of this kind per year.")]
    since: int
    until: Annotated[int | None, Field(YEAR, "Last year in which the rule applies.")] = None
    agreed: str | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()

    def cross_field_problems(self) -> Iterator[DataProblem]:
        """Yield the problems of reserved words, the number of meetings and the years."""
        for field in ("kind", "level"):
            if getattr(self, field) == OTHER:
                if field == "level" and self.kind == OTHER:
                    continue  # the level may be the default, which is the kind
                message = '"other" is reserved for meetings that count towards no rule'
                yield problem((field,), message, "use another word", "reserved-kind")
        if not 1 <= self.per_year <= MAX_PER_YEAR:
            yield problem(("per_year",), *out_of_range(self.per_year, MAX_PER_YEAR))
        if self.until is not None and self.until < self.since:
            message = f"{self.until} is before the first year ({self.since})"
            yield problem(("until",), message, code="reversed-dates")

    def applies(self, year: int) -> bool:
        """Return whether the rule applies in a year."""
        return self.since <= year and (self.until is None or year <= self.until)

    def is_waived_by(self, waiver: "Waiver") -> bool:
        """Return whether a waiver is about this rule, in a year in which it applies."""
        return waiver.kind == self.kind and self.applies(waiver.year)


@record_type
class Obligation(Record):
    """An obligation: what each centre owes in each period, such as an annual report."""

    kind: Annotated[
        str,
        Field(_KIND, "Kind of the events or meetings that fulfil it, such as annual-report."),
    ]
    name: str
    names: Mapping[str, str] | None = None
    every: Annotated[int | None, Field(NUMBER, "Length of a period in years (default: 1).")] = None
    due: Annotated[
        str | None,
        Field(
            DAY_OF_YEAR,
            "Day by which it is due, in the year after the period, such as 03-31 (default: the "
            "last day of the period).",
        ),
    ] = None
    since: Annotated[int, Field(YEAR, "First year of the first period.")]
    until: Annotated[int | None, Field(YEAR, "Last year of the last period.")] = None
    centres: Annotated[
        tuple[str, ...], Field(CENTRES, "Ids of the centres that owe it (default: all).")
    ] = ()
    note: str | None = None
    sources: tuple[str, ...] = ()

    def cross_field_problems(self) -> Iterator[DataProblem]:
        """Yield the problems of reserved words, of the periods and of duplicate centres."""
        kind = fold(self.kind)  # on the command line, case does not tell kinds apart
        if kind in {*history.STEPS, history.DECIDED, OTHER}:
            message = f"{quoted(self.kind)} is a built-in kind of event or meeting"
            yield problem(("kind",), message, "use another kind", "reserved-kind")
        elif kind in history.EVENT_KINDS and self.kind != kind:
            message = f"{quoted(self.kind)} is the kind {quoted(kind)} in another spelling"
            yield problem(("kind",), message, f"use {quoted(kind)}", "reserved-kind")
        if not 1 <= self.years <= MAX_EVERY:
            yield problem(("every",), *out_of_range(self.years, MAX_EVERY))
        elif self.until is not None:
            yield from self._partial_period(self.until)
        yield from _duplicate_items("centres", self.centres)

    def _partial_period(self, until: int) -> Iterator[DataProblem]:
        """Yield the problem of a last year in which no period ends."""
        if until < self.since:
            message = f"{until} is before the first year ({self.since})"
            yield problem(("until",), message, code="reversed-dates")
            return
        beyond = (until + 1 - self.since) % self.years
        if beyond:
            ends = [until - beyond, until - beyond + self.years]
            hint = f"use {one_of([str(year) for year in ends if year >= self.since])}"
            message = f"no period of {self.years} years ends in {until}"
            yield problem(("until",), message, hint, "partial-period")

    @property
    def years(self) -> int:
        """Length of a period in years."""
        return 1 if self.every is None else self.every

    @property
    def id(self) -> str:
        """The kind, the first year and the centres, which no other obligation shares."""
        return " ".join(filter(None, (self.kind, str(self.since), ",".join(self.centres))))

    def binds(self, centre_id: str) -> bool:
        """Return whether it binds a centre, if that operates."""
        return not self.centres or centre_id in self.centres

    def applies(self, year: int) -> bool:
        """Return whether a year is in one of the periods."""
        return self.since <= year and (self.until is None or year <= self.until)

    def is_waived_by(self, waiver: "Waiver") -> bool:
        """Return whether a waiver is about this obligation, in a year in which it applies."""
        is_meant = waiver.centre is None or self.binds(waiver.centre)
        return waiver.kind == self.kind and is_meant and self.applies(waiver.year)


@record_type
class Waiver(Record):
    """A waiver: a year in which a cadence rule or an obligation need not be met."""

    kind: Annotated[str, Field(RULE_KIND, "Kind of the cadence rule or obligation, such as heads.")]
    year: int
    centre: Annotated[
        str | None, Field(CENTRE, "Id of the centre, for an obligation (default: all centres).")
    ] = None
    reason: str
    sources: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The kind, the year and the centre, which no other waiver shares."""
        return " ".join(filter(None, (self.kind, str(self.year), self.centre)))


Rule = CadenceRule | Obligation
"""What applies in some years, and may be waived."""


TABLES: dict[str, type[Record]] = {
    "sector": Sector,
    "organisation": Organisation,
    "source": Source,
    "centre": Centre,
    "meeting": Meeting,
    "cadence": CadenceRule,
    "obligation": Obligation,
    "waiver": Waiver,
}
"""Record types by the name of their table."""

WITH_IDS = tuple(table for table, record in TABLES.items() if "id" in record.fields)
"""The tables whose records have the key `id`."""

SUBTABLES: dict[str, type[Record]] = {"event": Event, "contact": Contact}
"""Types of the records in other records, by the name of their sub-table and field."""

SUBTABLES_OF = {"centre": ("event", "contact"), "organisation": ("contact",)}
"""The sub-tables of the records of each table."""

RECORD_TYPES: dict[str, type[Any]] = {"network": Network, **TABLES, **SUBTABLES}

TABLE_OF: dict[type[Record], str] = {record: table for table, record in RECORD_TYPES.items()}
"""The table of each type of records."""


def cited_by(record: Record) -> list[str]:
    """Return the URLs and the ids of sources that a record, or one of its events, cites, once."""
    events = record.event if isinstance(record, Centre) else ()
    sources = [source for event in events for source in event.sources]
    return [*dict.fromkeys((*getattr(record, "sources", ()), *sources))]


def own_id(record: object) -> str:
    """Return the id of a record, or an empty string if records of its type have none.

    That of an obligation or a waiver is its kind and year, and its centres if it names any.
    """
    return str(getattr(record, "id", ""))


def id_or_kind(record: Record) -> str:
    """Return what identifies a record in commands: its id, or the kind of a rule or obligation."""
    return record.kind if isinstance(record, CadenceRule | Obligation) else own_id(record)


def title_of(record: Record) -> str:
    """Return the name or title of a record; an empty string if it has none."""
    return str(getattr(record, "name", "") or getattr(record, "title", ""))


def table_of(record: Record | None) -> str:
    """Return the table of a record, or an empty string for None."""
    return TABLE_OF[type(record)] if record is not None else ""


def label(record: Record) -> str:
    """Return a record as `c2c check` does: `centre ICDH`, `cadence formal` or `network`."""
    return f"{table_of(record)} {id_or_kind(record)}".rstrip()


def noun_of(record: Record) -> str:
    """Return the type of a record as in sentences: `centre`, `cadence rule` or `the network`."""
    words = {"cadence": "cadence rule", "network": "the network"}
    return words.get(table_of(record), table_of(record))


def phrase(record: Record) -> str:
    """Return a record as in sentences: `centre ICDH`, `cadence rule formal` or `the network`."""
    return f"{noun_of(record)} {id_or_kind(record)}".rstrip()


def meeting_id(start: Date, city: str | None) -> str:
    """Return the default id of a meeting, such as `2018-06-27-jeju`."""
    spaced = "".join(c if c.isalnum() else " " for c in fold_id(city or ""))
    return "-".join([str(start), *spaced.split()])
