"""The contacts of centres and organisations as of a day, and the members of a meeting."""

import datetime
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from c2c_cli.model.fields import Field
from c2c_cli.model.records import Centre, Contact, Meeting, Member
from c2c_cli.model.registry import Registry
from c2c_cli.model.select import Words, read_words
from c2c_cli.model.value_types import MEMBER, MEMBERS
from c2c_cli.model.values import word_of
from c2c_cli.text import fold

"""Hint for an unknown role, if there are many."""


OF = Field(MEMBER, "Id of the centre or organisation.")
"""The column of the member that a contact belongs to."""


class Person(NamedTuple):
    """A contact, and the centre or organisation that it belongs to."""

    of: Member
    contact: Contact


class Filters(NamedTuple):
    """Filters of contacts; one without values matches all contacts."""

    text: str = ""
    roles: Collection[str] = ()
    sectors: Collection[str] = ()
    """Ids of sectors; organisations have none."""
    members: Sequence[str] | None = None
    """Ids of the centres and organisations, in the order of the result; None means all."""


def members(registry: Registry) -> list[Member]:
    """Return the centres and the organisations, in the order of the file."""
    return [*registry.centre, *registry.organisation]


def members_of(meeting: Meeting) -> list[str]:
    """Return the ids of the invited or, if none are recorded, of the organisers and attendees."""
    ids = meeting.invited or (*meeting.organisers, *meeting.attendees)
    return list(dict.fromkeys(ids))


def filters(
    registry: Registry,
    *,
    text: str | None,
    roles: Words,
    sectors: Words,
    centres: Words,
    of: Sequence[str] | None = None,
) -> Filters:
    """Return the filters that the words of the options stand for.

    `of` are ids of centres and organisations, such as those of a meeting; None means all. Raises
    UsageError if a word is unknown.
    """
    everyone = members(registry)
    roles_by_key: dict[str, str] = {}
    for member in everyone:
        for contact in member.contact:
            if contact.role:
                roles_by_key.setdefault(fold(contact.role), contact.role)
    recorded = [*roles_by_key.values()]

    def recorded_role(word: str) -> str:
        # without contacts, no role is known, and the answer is that there are none
        hint = f"run c2c contacts --columns role{registry.option} for a full list"
        return word_of("role", word, recorded, hint) if recorded else word

    wanted = read_words("--centre", centres, lambda word: registry.id_of(MEMBERS.targets, word))
    chosen = of
    if wanted:
        ids = [member.id for member in everyone] if of is None else of
        chosen = [member_id for member_id in ids if member_id in wanted]
    return Filters(
        text or "",
        read_words("--role", roles, recorded_role, lambda word: fold(word) in roles_by_key),
        read_words("--sector", sectors, registry.sector_id, registry.is_sector_name),
        chosen,
    )


def contacts(registry: Registry, filters: Filters) -> list[Person]:
    """Return the matching contacts of any day."""
    found = members(registry)
    if filters.members is not None:
        by_id = {member.id: member for member in found}
        found = [by_id[member_id] for member_id in filters.members]
    if filters.sectors:
        found = [
            member
            for member in found
            if isinstance(member, Centre) and member.sector in filters.sectors
        ]
    roles = {fold(role) for role in filters.roles}
    needle = fold(filters.text)
    return [
        Person(member, contact)
        for member in found
        for contact in member.contact
        if (not roles or fold(contact.role or "") in roles) and _matches(needle, member, contact)
    ]


def current(people: Iterable[Person], day: datetime.date) -> list[Person]:
    """Return the contacts that may have their role on a day."""
    return [person for person in people if person.contact.is_current(day)]


def _matches(needle: str, member: Member, contact: Contact) -> bool:
    """Return whether a text is in the id or a name of a member, or in one of its contacts."""
    names = (member.id, member.name, *(member.names or {}).values())
    values = (contact.role, contact.name, contact.email, contact.phone, contact.note)
    return any(needle in fold(text) for text in (*names, *values) if text)
