"""View of all values of records."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from c2c_cli.model import select
from c2c_cli.model.agreements import agreements
from c2c_cli.model.dates import UNKNOWN_DAY
from c2c_cli.model.record import Record, as_data
from c2c_cli.model.records import Centre, Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.output.view import QUIET, Line, Value, View, heading, localize, of_tuples


def details(
    registry: Registry,
    records: Sequence[Record],
    day: datetime.date,
    language: str | None,
    *,
    contacts: bool = True,
) -> View:
    """Return the view of all values of the records: one row for each value or list item.

    The rows of a centre end with its agreement and its meetings as of the day. A table shows a card
    for each record. Without `contacts`, the contacts, which are personal data, are omitted.
    """
    known = select.meetings(registry, select.Filters(known_by=day))
    rows, cards, documents = [], [], []
    for record in localize(records, language):
        document = as_data(record)
        if not contacts:
            document.pop("contact", None)
        if isinstance(record, Centre) and (status := record.status(day)):
            document["status"] = status
        documents.append(document)
        full = document | {"agreement": _agreement(record, day)}
        meetings = _meetings_of(document.get("id"), known)
        values = [*_values(full), *((role, meeting.id) for role, meeting in meetings)]
        first = next(iter(document.values()))
        rows += [(first, *value) for value in values]
        cards.append([*_card(registry, full, day, meetings)])
    view = of_tuples("values", ("id", "field", "value"), rows)
    return view._replace(objects=lambda _: documents, cards=cards)


def _meetings_of(own: str | None, meetings: Iterable[Meeting]) -> list[tuple[str, Meeting]]:
    """Return the meetings that the record `own` organised or attended, each after its role."""
    found = []
    for meeting in meetings:
        if own in meeting.organisers:
            found.append(("organised", meeting))
        elif own in meeting.attendees:
            found.append(("attended", meeting))
    return found


def _agreement(record: Record, day: datetime.date) -> dict[str, str]:
    """Return the agreement of a centre as of the day; nothing for other records."""
    found = agreements([record], day) if isinstance(record, Centre) else []
    if not found:
        return {}
    (agreement,) = found
    values = {
        "state": agreement.state,
        "until": agreement.event and agreement.event.until,
        "review": agreement.review,
        "days": agreement.days,
    }
    return {name: str(value) for name, value in values.items() if value is not None}


def _values(document: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield each field and value; an event becomes `signed` with its date, `signed.until` etc."""
    for field, value in document.items():
        for item in value if isinstance(value, list) else [value]:
            if field == "event":
                yield item["kind"], item.get("date", UNKNOWN_DAY)
                rest = {key: text for key, text in item.items() if key not in {"kind", "date"}}
                yield from _values(rest, f"{item['kind']}.")
            elif isinstance(item, dict):
                yield from _values(item, f"{field}.")
            else:
                yield f"{prefix}{field}", item


def _card(
    registry: Registry,
    document: Mapping[str, Any],
    day: datetime.date,
    meetings: Sequence[tuple[str, Meeting]],
) -> Iterator[Line]:
    """Yield the record as a card: name and status, other fields, and sections, sources last."""
    history = _in_date_order(document.get("event", []))
    yield from _title(document, day)
    yield from _section("", _facts(registry, document))
    yield from _section("Contacts", map(_contact, document.get("contact", [])))
    agreement = [(heading(name), text) for name, text in document["agreement"].items()]
    yield from _section("Agreement", agreement)
    events = [(event.get("date", UNKNOWN_DAY), _event(event)) for event in history]
    yield from _section("History", events)
    yield from _section("Meetings", [_meeting(role, meeting) for role, meeting in meetings])
    yield from _section("Sources", _sources(registry, document, history), QUIET)


def _title(document: Mapping[str, Any], day: datetime.date) -> Iterator[Line]:
    """Yield the id, or the first field, with the name in all languages, and the status."""
    first, *_ = document.values()
    title = document.get("title") or document["name"]
    yield Line(first, title, "bold")
    for name in document.get("names", {}).values():
        if name != title:
            yield Line("", name)
    if status := document.get("status"):
        is_centre = "sector" in document
        yield Line("", f"{status} as of {day}" if is_centre else status, status)


def _facts(registry: Registry, document: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    """Yield the fields that neither the title nor a section shows."""
    first, *_ = document
    elsewhere = {"name", "title", "names", "status", "contact", "event", "sources", "agreement"}
    sectors = {sector.id: f"{sector.name} ({sector.code})" for sector in registry.sector}
    for field, value in document.items():
        if field != first and field not in elsewhere:
            yield heading(field), _fact(field, value, sectors)


def _in_date_order(events: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the events by date; an undated event keeps its place after the one before it."""
    dated, last = [], ""
    for event in events:
        last = event.get("date", last)
        dated.append((last, event))
    return [event for _, event in sorted(dated, key=itemgetter(0))]


def _sources(
    registry: Registry, document: Mapping[str, Any], history: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, Value]]:
    """Yield the sources of the record, and those of its events labelled with the event's kind."""
    titles = {source.id: f"{source.title} ({source.id})" for source in registry.source}
    for source in document.get("sources", []):
        yield "", titles.get(source, source)
    for event in history:
        for source in event.get("sources", []):
            yield event["kind"], titles.get(source, source)


def _section(name: str, lines: Iterable[tuple[str, Value]], style: str = "") -> Iterator[Line]:
    """Yield a blank line, the name, and the lines without repeated labels, or nothing if empty."""
    before = None
    for label, text in lines:
        if before is None:
            yield from map(Line, ["", name] if name else [""])
        own_style = str(text) if label == "State" else style  # a state is the name of its style
        yield Line("" if label == before else label, text, own_style)
        before = label


def _fact(field: str, value: Any, sectors: Mapping[str, str]) -> Value:
    if isinstance(value, dict):
        return tuple(f"{key}: {text}" for key, text in value.items())
    if isinstance(value, list):
        return tuple(value)
    return sectors[value] if field == "sector" else value


def _contact(contact: Mapping[str, str]) -> tuple[str, str]:
    role = contact.get("role", "Contact") if len(contact) > 1 else "Contact"
    return role, ", ".join(text for text in contact.values() if text != role)


def _meeting(role: str, meeting: Meeting) -> tuple[str, str]:
    if meeting.status != "held":
        role = f"{role}, {meeting.status}"
    return str(meeting.start), f"{meeting.title} ({role}, {meeting.id})"


def _event(event: Mapping[str, Any]) -> str:
    until = f" until {event['until']}" if "until" in event else ""
    return f"{event['kind']}{until}{': ' if 'note' in event else ''}{event.get('note', '')}"
