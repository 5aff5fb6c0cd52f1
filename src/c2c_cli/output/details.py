"""View of all values of records."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

from c2c_cli.model import attendance, extra, history, obligations, select
from c2c_cli.model.agreements import Agreement, agreement
from c2c_cli.model.dates import UNKNOWN_DATE, Date
from c2c_cli.model.history import AsOf, Event, Events
from c2c_cli.model.obligations import Period
from c2c_cli.model.record import Record, as_data
from c2c_cli.model.records import (
    TABLES,
    CadenceRule,
    Centre,
    Contact,
    Meeting,
    Network,
    Obligation,
    Organisation,
    Waiver,
    own_id,
    table_of,
)
from c2c_cli.model.registry import SCHEMA, Registry
from c2c_cli.output.agreements import AGREEMENTS
from c2c_cli.output.names import localize, unnamed
from c2c_cli.output.view import RULE_STATES, Line, Value, View, heading, of_tuples
from c2c_cli.text import all_of, one_of, plural

_OF_TODAY: dict[str, Any] = {
    "city": None,
    "location": None,
    "host": None,
    "website": None,
    "note": None,
    "sources": (),
    "extra": None,
}
"""Fields of a centre that have no date, so that they describe it today -> empty values."""

_RECORDED = {"met": "recorded", "missing": "none recorded"}
"""State of a period -> its words before the years, if they differ."""


_ROLES = ("organised", "attended", "expected", "invited")
"""Roles of a centre or an organisation at meetings, in the order of the fields."""

_AGREEMENT = ("state", "until", "review", "days", "computed")
"""Columns of agreements that a card shows; the others repeat the history."""

_Row = tuple[str, str, object, int]
"""The name of a record, a field and its value, and the number of the record."""

DETAILS = of_tuples("values", ("id", "field", "value"))._replace(
    meanings={
        "id": "Id of the record.",
        "field": "Name of the field, such as city or signed.until.",
        "value": "Value; each item of a list has a row of its own.",
    }
)
"""The view of all values of records, without rows."""


def details(
    registry: Registry,
    records: Sequence[Record],
    as_of: AsOf,
    language: str | None,
    *,
    is_past: bool = False,
) -> View:
    """Return the view of all values of the records: one row for each value or list item.

    The rows of a centre end with its agreement, its obligations and its meetings as of the day; if
    the day `is_past`, they contain only what was true then. A table shows a card for each record,
    and JSON an object.
    """
    names = localize(records, language)
    shown = [_as_then(record, as_of) if is_past else record for record in names]
    related = _Related(registry, records, as_of)
    documents = [_document(record, related) for record in shown]
    rows: list[_Row] = []
    for number, (record, document) in enumerate(zip(shown, documents, strict=True)):
        rows += [(_name(record), *value, number) for value in _values(document)]

    def objects(rows: Sequence[_Row]) -> list[dict[str, object]]:
        return [documents[number] for number in dict.fromkeys(row[-1] for row in rows)]

    def cards() -> list[list[Line]]:
        titles = {source.id: f"{source.title} ({source.id})" for source in registry.source}
        return [[*_card(record, related, titles)] for record in shown]

    caption = _not_shown(zip(names, shown, strict=True), as_of) if is_past else None
    note = unnamed(records, language, registry.network)
    return DETAILS._replace(rows=rows, objects=objects, cards=cards, caption=caption, note=note)


class _Related:
    """What the registry contains about records, apart from their own fields, as of a day."""

    def __init__(self, registry: Registry, records: Sequence[Record], as_of: AsOf) -> None:
        self.registry = registry
        self.as_of = as_of
        self._meetings: dict[str, list[tuple[str, Meeting]]] = {}
        """The meetings of each centre and organisation by start, each after its role."""
        for meeting in select.meetings(registry, select.Filters(known_by=as_of.day)):
            for member, role in attendance.roles(meeting).items():
                self._meetings.setdefault(member, []).append((role, meeting))
        self._periods: dict[str, list[Period]] = {}
        """The periods in which obligations bind each centre."""
        years = obligations.years(registry, as_of.day)
        centres = [record for record in records if isinstance(record, Centre)]
        for period in obligations.evaluate(registry, as_of, years, centres=centres):
            self._periods.setdefault(period.centre.id, []).append(period)

    def agreement(self, record: Record) -> Agreement | None:
        """Return the agreement of a centre that was in the registry; None for other records."""
        if not isinstance(record, Centre) or record.status(self.as_of) is None:
            return None
        return agreement(record, self.registry, self.as_of)

    def periods(self, record: Record) -> Sequence[Period]:
        """Return the periods in which obligations bind a centre; none for others."""
        return self._periods.get(record.id, []) if isinstance(record, Centre) else []

    def meetings(self, record: Record) -> Sequence[tuple[str, Meeting]]:
        """Return the meetings that concern a centre or an organisation, each after its role."""
        is_member = isinstance(record, Centre | Organisation)
        return self._meetings.get(own_id(record), []) if is_member else []

    def waivers(self, record: Record) -> list[Waiver]:
        """Return the waivers of a cadence rule or an obligation."""
        if not isinstance(record, CadenceRule | Obligation):
            return []
        return [waiver for waiver in self.registry.waiver if record.is_waived_by(waiver)]


def _document(record: Record, related: _Related) -> dict[str, object]:
    """Return the record as a JSON object: its type, its fields, and what is related to it."""
    derived: dict[str, object] = {}
    if isinstance(record, Centre):
        derived["status"] = record.status(related.as_of)
    own_agreement = related.agreement(record)
    if own_agreement is not None:
        derived["agreement"] = _agreement(own_agreement)
    states: dict[str, dict[str, str]] = {}
    for period in related.periods(record):
        states.setdefault(period.obligation.kind, {})[period.covers] = period.state
    derived["obligation"] = states
    meetings = related.meetings(record)
    for role in _ROLES:
        derived[role] = [meeting.id for found, meeting in meetings if found == role]
    waivers = [as_data(waiver) for waiver in related.waivers(record)]
    for waiver in waivers:
        del waiver["kind"]
    derived["waiver"] = waivers
    filled = {key: value for key, value in derived.items() if value}
    return {"type": table_of(record), **as_data(record), **filled}


def _agreement(agreement: Agreement) -> dict[str, object]:
    """Return the columns of an agreement, with those that a card shows first."""
    columns = dict.fromkeys((*_AGREEMENT, *AGREEMENTS.columns))
    del columns["id"]
    values = {name: as_data(AGREEMENTS.columns[name](agreement)) for name in columns}
    return {name: value for name, value in values.items() if value is not None}


def whole(registry: Registry) -> dict[str, object]:
    """Return the registry as one JSON object with the tables of a registry file."""
    document: dict[str, object] = {"schema": SCHEMA, "network": as_data(registry.network)}
    for table in TABLES:
        records = getattr(registry, table)
        if records:
            document[table] = [_exact(record) for record in records]
    return document


def _exact(record: Record) -> dict[str, object]:
    """Return a record as JSON data; a string in its extra keys that is a day is in quotes."""
    data = as_data(record)
    own = getattr(record, "extra", None)
    if own:
        data["extra"] = {key: as_data(extra.in_document(value)) for key, value in own.items()}
    return data


def _name(record: Record) -> str:
    """Return what names a record: its id, the kind of a rule, or `network`."""
    if isinstance(record, Network):
        return "network"
    _, first = next(record.filled_fields())
    return str(first)


def _as_then(record: Record, as_of: AsOf) -> Record:
    """Return a record with what was true on a day in the past.

    Its events are those that may have happened by the day, and its contacts those that may have had
    their role on the day, according to their dates.
    """
    if isinstance(record, Centre):
        events = tuple(
            event
            for event in record.event
            if history.days_of(event, record.event, as_of).first <= as_of.day
        )
        record = replace(record, event=events, **_OF_TODAY)
    if isinstance(record, Centre | Organisation):
        dated = _dated(record.contact)
        contacts = tuple(contact for contact in dated if contact.is_current(as_of.day))
        record = replace(record, contact=contacts)
    return record


def _dated(contacts: Iterable[Contact]) -> list[Contact]:
    """Return the contacts with a first or last date; the others are those of today."""
    return [contact for contact in contacts if contact.since or contact.until]


def _not_shown(then: Iterable[tuple[Record, Record]], as_of: AsOf) -> str | None:
    """Return a sentence about the values of records that are not shown as of a past day.

    `then` has pairs of a whole record and the same record with only what was true then.
    """
    fields: dict[str, None] = {}
    events = undated = contacts = 0
    for whole, record in then:
        if isinstance(whole, Centre) and isinstance(record, Centre):
            fields |= dict.fromkeys(field for field in _OF_TODAY if getattr(whole, field))
            events += len(whole.event) - len(record.event)
        if isinstance(whole, Centre | Organisation) and isinstance(record, Centre | Organisation):
            dated = _dated(whole.contact)
            undated += len(whole.contact) - len(dated)
            contacts += len(dated) - len(record.contact)
    parts = []
    names = [*fields, "contacts"] if undated else [*fields]
    if names:
        parts.append(f"{all_of(names)} (no date)")
    if events:
        parts.append(plural(events, "later event"))
    if contacts:
        parts.append(plural(contacts, "former or future contact"))
    return f"Not shown as of {as_of.day}: {'; '.join(parts)}" if parts else None


def _values(document: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, object]]:
    """Yield each field and value; an event becomes `signed` with its date, `signed.until` etc."""
    for field, value in document.items():
        for item in value if isinstance(value, list) else [value]:
            if not isinstance(item, dict):
                yield f"{prefix}{field}", item if isinstance(item, int) else str(item)
            elif field == "event":
                yield item["kind"], item.get("date", UNKNOWN_DATE)
                rest = {key: text for key, text in item.items() if key not in {"kind", "date"}}
                yield from _values(rest, f"{item['kind']}.")
            else:
                yield from _values(item, f"{prefix}{field}.")


def _card(record: Record, related: _Related, titles: Mapping[str, str]) -> Iterator[Line]:
    """Yield the lines of a card: title, fields and sections, sources last.

    `titles` has the title of each source that has an id.
    """
    registry = related.registry
    yield from _title(record, related.as_of)
    yield from _section("", _facts(registry, record))
    if isinstance(record, Obligation):
        yield Line("See", f"c2c obligations{registry.option} --kind {record.kind}")
    events: list[Event] = []
    if isinstance(record, Centre):
        events = _in_date_order(record.event)
    if isinstance(record, Centre | Organisation):
        yield from _section("Contacts", map(_contact, record.contact), is_fact=True)
    own_agreement = related.agreement(record)
    if own_agreement is not None:
        values = _agreement(own_agreement)
        found = [(heading(name), str(values[name])) for name in _AGREEMENT if name in values]
        yield from _section("Agreement", found)
    yield from _obligations(related.periods(record))
    dated = [(str(event.date or UNKNOWN_DATE), _event(event)) for event in events]
    yield from _section("History", dated, is_fact=True)
    met = [_meeting(role, meeting) for role, meeting in related.meetings(record)]
    yield from _section("Meetings", met, is_fact=True)
    waivers = related.waivers(record)
    yield from _section("Waivers", map(_waiver, waivers), is_fact=True)
    yield from _section("Sources", _sources(titles, record, events, waivers))


def _obligations(periods: Sequence[Period]) -> Iterator[Line]:
    """Yield the obligations of a centre: the rule, and the periods in each state."""
    obligations: dict[str, list[Period]] = {}
    for period in periods:
        obligations.setdefault(period.obligation.id, []).append(period)
    if obligations:
        yield Line("")
        yield Line("Obligations")
    for found in obligations.values():
        owed = found[0].obligation
        every = f", every {owed.years} years" if owed.years > 1 else ""
        yield Line(owed.kind, f"{owed.name}{every}, since {owed.since}")
        for state in RULE_STATES:
            of_state = [period for period in found if period.state == state]
            if of_state:
                word = _RECORDED.get(state, state)
                yield Line("", f"{word}: {', '.join(_in_words(of_state))}", state)


def _in_words(periods: Sequence[Period]) -> Iterator[str]:
    """Yield the years of periods, such as `2018` or `2014 to 2016` if they follow each other.

    The day follows if they are due, and the reason if they are waived.
    """
    runs: list[list[Period]] = []
    for period in periods:
        before = runs[-1][-1] if runs else period
        if before.last + 1 == period.first and _reason(before) == _reason(period):
            runs[-1].append(period)
        else:
            runs.append([period])
    for run in runs:
        first, last = run[0].first, run[-1].last
        if last - first == len(run) - 1 < 2:
            years = ", ".join(str(period.first) for period in run)
        else:
            years = f"{first} to {last}"
        yield years + _reason(run[-1])


def _reason(period: Period) -> str:
    """Return until when a period is due, or why it is waived, after a space; otherwise nothing."""
    if period.state == "due":
        return f" (by {period.due})"
    return f" ({period.waiver.reason})" if period.waiver else ""


def _title(record: Record, as_of: AsOf) -> Iterator[Line]:
    """Yield the id, or the first field, with the name in all languages, and the status."""
    title = getattr(record, "title", "") or getattr(record, "name", "")
    yield Line(_name(record), title, "bold")
    for name in (getattr(record, "names", None) or {}).values():
        if name != title:
            yield Line("", name)
    if isinstance(record, Meeting):
        yield Line("", record.status, record.status)
    if isinstance(record, Centre):
        statuses = history.possible_statuses(record.event, as_of)
        if statuses:
            text = one_of(statuses) + _uncertain(record.event, as_of)
            yield Line("", f"{text} as of {as_of.day}", statuses[0])


def _uncertain(events: Events, as_of: AsOf) -> str:
    """Return the steps that may have happened by the day, such as ` (opened: date unknown)`."""
    steps = history.uncertain_steps(events, as_of)
    texts = [f"{event.kind}: {event.date or 'date unknown'}" for event in steps]
    return f" ({'; '.join(texts)})" if texts else ""


def _facts(registry: Registry, record: Record) -> Iterator[tuple[str, Value]]:
    """Yield the fields that neither the title nor a section shows."""
    elsewhere = {"name", "title", "names", "status", "contact", "event", "sources"}
    for field, value in [*record.filled_fields()][1:]:
        if field not in elsewhere:
            yield heading(field), record.fields[field].type.shown(value, registry)


def _in_date_order(events: Iterable[Event]) -> list[Event]:
    """Return the events by date; an undated event keeps its place after the one before it."""
    dated, last = [], ""
    for event in events:
        last = str(event.date or last)
        dated.append((last, event))
    return [event for _, event in sorted(dated, key=itemgetter(0))]


def _sources(
    titles: Mapping[str, str], record: Record, events: Iterable[Event], waivers: Iterable[Waiver]
) -> Iterator[tuple[str, Value]]:
    """Yield the sources of the record, and those of its events and waivers with their labels."""
    for source in getattr(record, "sources", ()):
        yield "", titles.get(source, source)
    for event in events:
        label = f"{event.kind} {event.covers}" if event.covers else event.kind
        for source in event.sources:
            yield label, titles.get(source, source)
    for waiver in waivers:
        label = " ".join(filter(None, ("waived", str(waiver.year), waiver.centre)))
        for source in waiver.sources:
            yield label, titles.get(source, source)


def _section(
    name: str, lines: Iterable[tuple[str, Value]], *, is_fact: bool = False
) -> Iterator[Line]:
    """Yield a blank line, the name, and the lines without repeated labels, or nothing if empty.

    `is_fact` means that the labels are facts, such as dates.
    """
    before = None
    for label, text in lines:
        if before is None:
            yield Line("")
            if name:
                yield Line(name)
        state = str(text) if label == "State" else ""
        yield Line("" if label == before else label, text, state, is_fact)
        before = label


def _contact(contact: Contact) -> tuple[str, str]:
    texts = [contact.role, contact.name, contact.email, contact.phone]
    texts += [f"{word} {date}" for word, date in _term(contact)]
    filled = [text for text in (*texts, contact.note) if text]
    role = contact.role if contact.role and len(filled) > 1 else "Contact"
    return role, ", ".join(text for text in filled if text != role)


def _term(contact: Contact) -> Iterator[tuple[str, Date]]:
    """Yield the first and the last date of a contact, if they are known."""
    if contact.since:
        yield "since", contact.since
    if contact.until:
        yield "until", contact.until


def _meeting(role: str, meeting: Meeting) -> tuple[str, str]:
    if meeting.status != "held":
        role = f"{role}, {meeting.status}"
    return str(meeting.start), f"{meeting.title} ({role}, {meeting.id})"


def _waiver(waiver: Waiver) -> tuple[str, str]:
    return str(waiver.year), f"{waiver.centre}: {waiver.reason}" if waiver.centre else waiver.reason


def _event(event: Event) -> str:
    covers = f" for {event.covers}" if event.covers else ""
    until = f" until {event.until}" if event.until else ""
    term = f" for {plural(event.term, 'year')}" if event.term else ""
    note = f": {event.note}" if event.note else ""
    return f"{event.kind}{covers}{until}{term}{note}"
