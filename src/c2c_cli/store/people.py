"""Contacts of a centre or an organisation, into which imported ones are merged."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace

from c2c_cli.errors import DataProblem, InvalidError
from c2c_cli.model.records import Contact, Member, phrase
from c2c_cli.store.rows import Given, Row
from c2c_cli.text import cut, fold

_ANY = object()

_Key = tuple[object, object, object]
"""The role, the name and the first date of a contact; `_ANY` for a value that may differ."""


class People:
    """The contacts of a centre or an organisation, into which the contacts of rows are merged."""

    def __init__(self, member: Member, given: Sequence[Given[Contact]], day: datetime.date) -> None:
        """Create the contacts of `member`; a role means the contact that has it on a day."""
        self.member = member
        self.changed: dict[int, Contact] = {}
        """The contacts that rows update, by their place."""
        self.added: list[Contact] = []
        """The new contacts."""
        self.rows: dict[int, Row] = {}
        """The row of each contact of `changed` and `added`, by the identity of the contact."""
        self._given = given
        self._day = day
        self._taken: set[int] = set()
        self._places: dict[_Key, list[int]] = {}
        for place, contact in enumerate(member.contact):
            for key in _keys(contact):
                self._places.setdefault(key, []).append(place)

    @property
    def edit(self) -> tuple[Member, Member]:
        """The centre or organisation, and the same with the contacts of the rows."""
        recorded = [
            self.changed.get(place, contact) for place, contact in enumerate(self.member.contact)
        ]
        return self.member, replace(self.member, contact=(*recorded, *self.added))

    def merge(self, *, update: bool) -> Iterator[DataProblem]:
        """Merge the contacts of the rows; yield the errors of those that cannot be merged.

        A row with the role and name of a recorded contact is an error unless `update`. With
        `update`, a row is about the contact with the same name or, if either has no name, the same
        role.
        """
        seen: dict[object, Row] = {}
        others = []
        for given in self._given:
            row, contact = given.row, given.record
            first = seen.setdefault(_keys(contact)[0], row)
            places = self._equal(contact)
            if first is not row:
                message = f"duplicate {self._name(contact)}"
                yield row.bad("", message, row.see(first))
            elif places and not update:
                message = f"{self._name(contact)} already exists"
                yield row.bad("", message, "pass --update to update it")
            elif places:
                yield from self._update(given, places)
            else:
                others.append(given)
        # a row about another role of a person comes after the row about the recorded role
        for given in others:
            places = self._similar(given.record) if update else []
            if places:
                yield from self._update(given, places)
            else:
                self.added.append(given.record)
                self.rows[id(given.record)] = given.row

    def _update(self, given: Given[Contact], places: Sequence[int]) -> Iterator[DataProblem]:
        """Update the contact at one of some places with a row, or yield the errors."""
        if len(places) > 1:
            places = self._current(places) or places
        place, *more = places
        if more:
            hint = "use c2c edit contact to change one of them" if given.record.name else ""
            message = f"{self._name(given.record)} matches several recorded contacts"
            yield given.row.bad("", message, hint or "add the name")
            return
        self._taken.add(place)
        recorded = self.member.contact[place]
        try:
            contact = given.applied_to(recorded)
        except InvalidError as error:
            yield from map(given.row.bad_value, error.problems)
            return
        if contact != recorded:
            self.changed[place] = contact
            self.rows[id(contact)] = given.row

    def _equal(self, contact: Contact) -> list[int]:
        """Return the places of the contacts with the same role and name, and date if possible.

        Without a name, a former contact counts only if the row has the same last date.
        """
        with_since, of_both, _, _ = _keys(contact)
        found = self._left(contact, with_since) if contact.since else []
        found = found or self._left(contact, of_both)
        if contact.name:
            return found
        ended = [place for place in found if self.member.contact[place].until == contact.until]
        return ended or self._current(found)

    def _similar(self, contact: Contact) -> list[int]:
        """Return the places of the contacts that a row is about if none is equal.

        Only those who may have their role on the day count: a predecessor is not changed. A row
        with only a name may be about any contact, because a new one would have a term today.
        """
        _, _, of_name, of_role = _keys(contact)
        found = self._left(contact, of_name) if contact.name else []
        if not contact.role:
            return self._current(found) or found
        if contact.since:  # a person who took on another role keeps the recorded one
            found = [place for place in found if self._has_term(place, contact)]
        if not found:
            found = [
                place
                for place in self._left(contact, of_role)
                if not (contact.name and self.member.contact[place].name)
            ]
        return self._current(found)

    def _has_term(self, place: int, contact: Contact) -> bool:
        """Return whether a recorded contact has no role, or the same first date as `contact`."""
        recorded = self.member.contact[place]
        return recorded.role is None or recorded.since == contact.since

    def _current(self, places: Sequence[int]) -> list[int]:
        """Return those of some places whose contact may have its role on the day."""
        return [place for place in places if self.member.contact[place].is_current(self._day)]

    def _left(self, contact: Contact, key: _Key) -> list[int]:
        """Return the places of the contacts with a key that no row has changed.

        Predecessors of `contact` are omitted.
        """
        return [
            place
            for place in self._places.get(key, ())
            if place not in self._taken and not _is_before(self.member.contact[place], contact)
        ]

    def _name(self, contact: Contact) -> str:
        return f"contact {cut(contact.role or contact.name or '')} of {phrase(self.member)}"


def _keys(contact: Contact) -> tuple[_Key, _Key, _Key, _Key]:
    """Return the keys of a contact: role, name and date; role and name; name; role."""
    role, name = (fold(" ".join((word or "").split())) for word in (contact.role, contact.name))
    return (role, name, contact.since), (role, name, _ANY), (_ANY, name, _ANY), (role, _ANY, _ANY)


def _is_before(recorded: Contact, contact: Contact) -> bool:
    """Return whether a recorded contact is a predecessor of another one.

    It ended before the other began, or it began before and the two do not have the same name.
    """
    if contact.since is None:
        return False
    is_same = contact.name is not None and _keys(contact)[2] == _keys(recorded)[2]
    before = [recorded.until] if is_same else [recorded.until, recorded.since]
    return any(date.last < contact.since.first for date in before if date is not None)
