"""Who organised, attended or was absent from the meetings that were held."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from c2c_cli.model.records import Meeting
from c2c_cli.model.registry import Registry

ROLES = ("organised", "attended", "absent")
"""What a member did at a meeting; `absent` only if recorded as invited, but not as attending."""


class Participation(NamedTuple):
    """What a centre or an organisation did at a meeting."""

    meeting: Meeting
    id: str
    """The id of the centre or organisation."""
    role: str


def participations(meetings: Sequence[Meeting]) -> Iterator[Participation]:
    """Yield what each member did at each of the meetings, in the order in which it is recorded.

    A member that organised and attended a meeting is named once, as its organiser. No member
    is absent from a meeting whose attendees are not recorded.
    """
    for meeting in meetings:
        roles = dict.fromkeys(meeting.organisers, "organised")
        for member in meeting.attendees:
            roles.setdefault(member, "attended")
        for member in meeting.invited if meeting.attendees else ():
            roles.setdefault(member, "absent")
        for member, role in roles.items():
            yield Participation(meeting, member, role)


def roles(meeting: Meeting) -> dict[str, str]:
    """Return the role of each member of a meeting.

    It organised or attended the meeting, is expected to attend it, or is only invited.
    """
    found = dict.fromkeys(meeting.invited, "invited")
    attended = "attended" if meeting.status == "held" else "expected"
    found |= dict.fromkeys(meeting.attendees, attended)
    return found | dict.fromkeys(meeting.organisers, "organised")


class Matrix(NamedTuple):
    """What the centres and organisations did at some meetings."""

    meetings: Sequence[Meeting]
    centres: Sequence[str]
    """Ids of the centres that took part in one of the meetings, or were invited."""
    organisations: Sequence[str]
    """Ids of the organisations that took part in one of the meetings, or were invited."""
    roles: Mapping[tuple[str, str], str]
    """Id of a meeting and of a member -> what the member did, if anything is recorded."""

    @property
    def members(self) -> list[str]:
        """The ids of the centres and the organisations."""
        return [*self.centres, *self.organisations]

    def role(self, meeting: Meeting, member: str) -> str:
        """Return what a member did at a meeting, or an empty string if nothing is recorded."""
        return self.roles.get((meeting.id, member), "")

    def is_present(self, meeting: Meeting, member: str) -> bool:
        """Return whether a member is recorded as having organised or attended a meeting."""
        return self.role(meeting, member) in {"organised", "attended"}


def matrix(registry: Registry, meetings: Sequence[Meeting]) -> Matrix:
    """Return what the centres and organisations, in the order of the file, did at the meetings."""
    members: set[str] = set()
    for meeting in meetings:
        members.update((*meeting.organisers, *meeting.attendees, *meeting.invited))
    return Matrix(
        meetings,
        [centre.id for centre in registry.centre if centre.id in members],
        [organisation.id for organisation in registry.organisation if organisation.id in members],
        {(found.meeting.id, found.id): found.role for found in participations(meetings)},
    )
