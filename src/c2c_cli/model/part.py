"""A part of a registry: some of its centres, and the records that they need."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from c2c_cli.model.record import Record
from c2c_cli.model.records import (
    OTHER,
    Centre,
    Meeting,
    Member,
    Network,
    Obligation,
    Organisation,
    Waiver,
)
from c2c_cli.model.registry import REFERENCES, Registry, Tables, each_record


class Part(NamedTuple):
    """A part of a registry, which is a registry of its own."""

    registry: Registry
    originals: Mapping[str, Sequence[Record]]
    """Table -> the original of each record of the table in `registry`, in the same order.

    The original of an organisation may be a centre.
    """

    def changed_kinds(self, kind: str | None) -> int:
        """Return the number of meetings whose kind was replaced by `kind`, which may be None."""
        pairs = zip(self.originals["meeting"], self.registry.meeting, strict=True)
        return sum(original is not meeting and meeting.kind == kind for original, meeting in pairs)


def centres_of(
    registry: Registry, countries: Collection[str], sectors: Collection[str]
) -> list[Centre]:
    """Return the centres in any of the countries and any of the sectors.

    Without countries, or without sectors, those of all centres match.
    """
    return [
        centre
        for centre in registry.centre
        if (not countries or centre.country in countries)
        and (not sectors or centre.sector in sectors)
    ]


def part_of(registry: Registry, centres: Sequence[Centre], network: Network) -> Part:
    """Return the part of a registry that consists of some centres and the records that they need.

    These are their meetings and obligations, what all of them refer to, and all sectors, one of
    which a new centre needs. `network` is the network of the part. The cadence rules are omitted:
    they apply to the whole network, so the meetings of a part of it would seem too few.
    """
    ids = {centre.id for centre in centres}
    meetings = [meeting for meeting in registry.meeting if not ids.isdisjoint(_members(meeting))]
    obligations = [
        obligation
        for obligation in registry.obligation
        if any(obligation.binds(centre.id) for centre in centres)
    ]
    tables: dict[str, Sequence[Any]] = {
        "network": [network],
        "sector": registry.sector,
        "centre": centres,
        "meeting": [_with_known_kind(meeting, registry, obligations) for meeting in meetings],
        "cadence": [],
        "obligation": [_binding_only(obligation, ids) for obligation in obligations],
    }
    tables["waiver"] = [*_waivers(registry, tables["obligation"], ids)]
    referred = _referred(tables, "organisation") - ids
    members: list[Member] = [*registry.organisation, *registry.centre]
    members = [member for member in members if member.id in referred]
    tables["organisation"] = [_as_organisation(member) for member in members]
    referred = _referred(tables, "source")
    tables["source"] = [source for source in registry.source if source.id in referred]
    originals = {
        **tables,
        "meeting": meetings,
        "obligation": obligations,
        "organisation": members,
    }
    return Part(Registry.of(tables), originals)


def _members(meeting: Meeting) -> tuple[str, ...]:
    return *meeting.organisers, *meeting.attendees, *meeting.invited


def _with_known_kind(
    meeting: Meeting, registry: Registry, obligations: Sequence[Obligation]
) -> Meeting:
    """Return a meeting whose kind exists in a part with `obligations`.

    The kind of a cadence rule is removed, and the kind of any other obligation becomes `other`.
    """
    if meeting.kind in {None, OTHER, *(obligation.kind for obligation in obligations)}:
        return meeting
    is_owed = meeting.kind in {obligation.kind for obligation in registry.obligation}
    return replace(meeting, kind=OTHER if is_owed else None)


def _binding_only(obligation: Obligation, ids: Collection[str]) -> Obligation:
    """Return an obligation that names only the centres with these ids, if it names any."""
    centres = tuple(centre for centre in obligation.centres if centre in ids)
    return obligation if centres == obligation.centres else replace(obligation, centres=centres)


def _waivers(
    registry: Registry, obligations: Sequence[Obligation], ids: Collection[str]
) -> Iterator[Waiver]:
    """Yield the waivers of obligations that name no centre, or one of those with these ids."""
    for waiver in registry.waiver:
        is_of_part = waiver.centre is None or waiver.centre in ids
        if is_of_part and any(obligation.is_waived_by(waiver) for obligation in obligations):
            yield waiver


def _as_organisation(member: Member) -> Organisation:
    """Return an organisation or a centre as an organisation."""
    if isinstance(member, Organisation):
        return member
    return Organisation(id=member.id, name=member.name, names=member.names)


def _referred(tables: Tables, target: str) -> set[str]:
    """Return the ids in all fields that can refer to a record of the table `target`."""
    ids: set[str] = set()
    for _, table, record in each_record(tables):
        for field, targets in REFERENCES[table]:
            value = getattr(record, field)
            if target in targets and value is not None:
                ids |= {*value} if isinstance(value, tuple) else {value}
    return ids
