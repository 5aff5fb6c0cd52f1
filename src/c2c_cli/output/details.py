"""View of all values of records."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
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
        document = {
            name: value for name, value in as_data(record).items() if contacts or name != "contact"
        }
        if isinstance(record, Centre) and (status := record.status(day)):
            document["status"] = status
        documents.append(document)
        full = document | {"agreement": _agreement(record, day)}
        own = document.get("id")
        involved = [one for one in known if own in one.organisers or own in one.attendees]
        meetings = [("organised" if own in one.organisers else "attended", one) for one in involved]
        values = [*_values(full), *((role, meeting.id) for role, meeting in meetings)]
        rows += [(next(iter(document.values())), *value) for value in values]
        cards.append([*_card(registry, full, day, meetings)])
    view = of_tuples("values", ("id", "field", "value"), rows)
    return view._replace(objects=lambda _: documents, cards=cards)


def _agreement(record: Record, day: datetime.date) -> dict[str, str]:
    """Return the agreement of a centre as of the day; nothing for other records."""
    if not isinstance(record, Centre) or not (found := agreements([record], day)):
        return {}
    (one,) = found
    values = {
        "state": one.state,
        "until": one.event and one.event.until,
        "review": one.review,
        "days": one.days,
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
    key, *_ = document
    title = document.get("title") or document["name"]
    yield Line(document[key], title, "bold")
    yield from (Line("", name) for name in document.get("names", {}).values() if name != title)
    if status := document.get("status"):
        yield Line("", f"{status} as of {day}" if "sector" in document else status, status)
    sectors = {sector.id: f"{sector.name} ({sector.code})" for sector in registry.sector}
    elsewhere = {
        key,
        "name",
        "title",
        "names",
        "status",
        "contact",
        "event",
        "sources",
        "agreement",
    }
    facts = {field: value for field, value in document.items() if field not in elsewhere}
    yield from _section(
        "", ((heading(field), _fact(field, value, sectors)) for field, value in facts.items())
    )
    yield from _section("Contacts", map(_contact, document.get("contact", [])))
    yield from _section(
        "Agreement", ((heading(name), text) for name, text in document["agreement"].items())
    )
    events = document.get("event", [])
    # an undated event keeps its place after the one before it
    dates = [*accumulate(events, lambda last, event: event.get("date", last), initial="")][1:]
    history = [event for _, event in sorted(zip(dates, events, strict=True), key=itemgetter(0))]
    yield from _section(
        "History", ((event.get("date", UNKNOWN_DAY), _event(event)) for event in history)
    )
    notes = [
        (one, role if one.status == "held" else f"{role}, {one.status}") for role, one in meetings
    ]
    yield from _section(
        "Meetings", ((str(one.start), f"{one.title} ({note}, {one.id})") for one, note in notes)
    )
    titles = {source.id: f"{source.title} ({source.id})" for source in registry.source}
    cited = [("", source) for source in document.get("sources", [])]
    cited += [(event["kind"], source) for event in history for source in event.get("sources", [])]
    yield from _section(
        "Sources", ((label, titles.get(source, source)) for label, source in cited), QUIET
    )


def _section(name: str, lines: Iterable[tuple[str, Value]], style: str = "") -> Iterator[Line]:
    """Yield a blank line, the name, and the lines without repeated labels, if there are any."""
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


def _event(event: Mapping[str, Any]) -> str:
    until = f" until {event['until']}" if "until" in event else ""
    return f"{event['kind']}{until}{': ' if 'note' in event else ''}{event.get('note', '')}"
