"""Who organised, attended or missed the meetings that were held."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from c2c_cli.model.records import Meeting

ROLES = ("organised", "attended", "absent")
"""What a member did at a meeting; `absent` only if it is recorded as invited, not as attending."""


class Participation(NamedTuple):
    """What a centre or an organisation did at a meeting."""

    meeting: Meeting
    id: str
    """The id of the centre or organisation."""
    role: str


def participations(meetings: Sequence[Meeting]) -> Iterator[Participation]:
    """Yield what each member did at each of the meetings, in the order in which it is recorded.

    A member that organised and attended a meeting is named once, as its organiser. Nobody is absent
    from a meeting whose attendees are not recorded.
    """
    for meeting in meetings:
        roles = dict.fromkeys(meeting.organisers, "organised")
        for member in meeting.attendees:
            roles.setdefault(member, "attended")
        for member in meeting.invited if meeting.attendees else ():
            roles.setdefault(member, "absent")
        for member, role in roles.items():
            yield Participation(meeting, member, role)
