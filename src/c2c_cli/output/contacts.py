"""View of contacts, which are personal data."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from c2c_cli.model import contacts as people
from c2c_cli.model.records import Contact
from c2c_cli.output.view import Columns, Span, View, descriptions, either, of_columns
from c2c_cli.text import all_of, plural, quoted

if TYPE_CHECKING:
    from c2c_cli.model.contacts import Filters, Person
    from c2c_cli.model.records import Meeting
    from c2c_cli.model.registry import Registry

_FIELDS = ("role", "name", "email", "phone", "since", "until", "note")

_COLUMNS: Columns = {
    "of": attrgetter("of.id"),
    **{field: attrgetter(f"contact.{field}") for field in _FIELDS},
}

CONTACTS = of_columns(
    "contacts", _COLUMNS, {"of": people.OF.about, **descriptions(Contact, _FIELDS)}
)
"""The view of contacts, without rows."""


def contacts(
    registry: "Registry",
    filters: "Filters",
    day: datetime.date,
    meeting: "Meeting | None" = None,
) -> View:
    """Return the view of the matching contacts that may have their role on a day.

    `meeting` is the meeting whose members the filters select, if any.
    """
    found = people.contacts(registry, filters)
    rows = people.current(found, day)
    others = _others(found, day)
    notes = unlisted(registry, filters, day, meeting) if meeting else []
    if others:
        notes.append(f"not shown as of {day}: {others}")
    caption = [f"{note[:1].upper()}{note[1:]}" for note in notes]

    def drawing(width: int) -> Iterable[Sequence[Span]] | None:
        from c2c_cli.output.contacts_drawing import lines  # noqa: PLC0415  # it imports Rich

        return lines(rows, _COLUMNS, _in_lines, caption, width)

    nothing = f"no matching contacts as of {day} ({others})" if others else ""
    return CONTACTS._replace(
        rows=rows,
        shown=_COLUMNS,
        once={"of": _once(rows)},
        title=_title(registry, filters, day, meeting),
        caption="\n".join(caption) or None,
        brief=lambda person, _columns: _in_lines(person),
        drawing=drawing,
        nothing=nothing,
    )


def _once(rows: "Sequence[Person]") -> "Callable[[Person], str]":
    """Return a column of the ids of the members, each only in the first of its rows."""
    shown = {}
    previous = ""
    for person in rows:
        shown[id(person)] = "" if person.of.id == previous else person.of.id
        previous = person.of.id
    return lambda person: shown[id(person)]


def _others(found: "Iterable[Person]", day: datetime.date) -> str:
    """Return the numbers of former and future contacts, such as `2 former contacts`."""
    former = future = 0
    for person in found:
        if person.contact.is_current(day):
            continue
        until = person.contact.until
        if until is not None and until.last < day:
            former += 1
        else:
            future += 1
    counts = ((former, "former contact"), (future, "future contact"))
    return ", ".join(plural(number, noun) for number, noun in counts if number)


def _title(
    registry: "Registry", filters: "Filters", day: datetime.date, meeting: "Meeting | None"
) -> str:
    """Return a title that names the filters."""
    words = ["Contacts"]
    if meeting:
        words.append(f"of {_roles(meeting)} {meeting.id}")
    if filters.text:
        words.append(f"matching {quoted(filters.text)}")
    title = " ".join(words)
    sectors = [sector.name for sector in registry.sector if sector.id in filters.sectors]
    members = () if meeting else filters.members or ()
    named = [
        either([*filters.roles], "roles"),
        either(sectors, "sectors"),
        either(members, "centres and organisations"),
    ]
    listed = ", ".join(filter(None, named))
    return f"{title}: {listed}, as of {day}" if listed else f"{title} as of {day}"


def _roles(meeting: "Meeting") -> str:
    """Return the words for the members of a meeting, such as `those invited to`."""
    return "those invited to" if meeting.invited else "the organisers and attendees of"


def _in_lines(person: "Person") -> Sequence[str]:
    """Return the member, role and name, and a line each for the address, the dates and the note."""
    contact = person.contact
    described = ", ".join(filter(None, (contact.role, contact.name)))
    addresses = " · ".join(filter(None, (contact.email, contact.phone)))
    since = f"since {contact.since}" if contact.since else ""
    until = f"until {contact.until}" if contact.until else ""
    dates = " ".join(filter(None, (since, until)))
    return f"{person.of.id}: {described}", *filter(None, (addresses, dates, contact.note))


def unlisted(
    registry: "Registry", filters: "Filters", day: datetime.date, meeting: "Meeting"
) -> list[str]:
    """Return sentences that name the members of a meeting without a contact in the view."""
    ids = _selected(registry, filters)
    if not people.members_of(meeting):
        return [f"no organisers, attendees or invitations are recorded for meeting {meeting.id}"]
    recorded = people.contacts(registry, people.Filters(members=ids))
    matching = people.contacts(registry, filters)
    has_any = _ids(recorded)
    has_current = _ids(people.current(recorded, day))
    is_listed = _ids(people.current(matching, day))
    has_others = has_any - has_current
    is_unmatched = has_current - is_listed
    without = [member_id for member_id in ids if member_id not in has_any]
    outdated = [member_id for member_id in ids if member_id in has_others]
    others = [member_id for member_id in ids if member_id in is_unmatched]
    lines = []
    if without:
        lines.append(f"no contact is recorded for {all_of(without)}")
    if outdated:
        lines.append(f"no contact as of {day} is recorded for {all_of(outdated)}")
    if others:
        lines.append(f"no matching contact is recorded for {all_of(others)}")
    return lines


def _selected(registry: "Registry", filters: "Filters") -> list[str]:
    """Return the ids of the members that the filters select, whether they have contacts or not."""
    sectors = {centre.id: centre.sector for centre in registry.centre}
    return [
        member_id
        for member_id in filters.members or ()
        if not filters.sectors or sectors.get(member_id) in filters.sectors
    ]


def _ids(found: "Iterable[Person]") -> set[str]:
    return {person.of.id for person in found}
