"""View of who organised, attended or was absent from meetings, as rows and as a matrix."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from operator import attrgetter
from typing import TYPE_CHECKING

from c2c_cli.model import attendance as model
from c2c_cli.model import contacts
from c2c_cli.model.attendance import Matrix, Participation
from c2c_cli.output.meetings import title
from c2c_cli.output.view import Span, View, of_columns
from c2c_cli.text import all_of, one_of, plural

if TYPE_CHECKING:
    from c2c_cli.model.history import AsOf
    from c2c_cli.model.records import Meeting
    from c2c_cli.model.registry import Registry
    from c2c_cli.model.select import Filters

SHOWN = 10
"""Number of meetings that a matrix shows by default."""

_RECENT = 3
"""Number of the last meetings that the lead of a matrix is about."""

_ABSENT = {1: "Absent from", 2: "Absent from both of", 3: "Absent from all of"}
_NOT_RECORDED = {1: "Not recorded at", 2: "Recorded at neither of", 3: "Recorded at none of"}
"""Number of meetings -> the beginning of the sentence on who is not recorded at them."""

_MAX_NAMES = 40  # number of ids above which a sentence counts them

ATTENDANCE = of_columns(
    "entries",
    {
        "meeting": attrgetter("meeting.id"),
        "start": attrgetter("meeting.start"),
        "id": attrgetter("id"),
        "role": attrgetter("role"),
    },
    {
        "meeting": "Id of the meeting.",
        "start": "Start of the meeting.",
        "id": contacts.OF.about,
        "role": f"Role: {one_of(model.ROLES)}.",
    },
)
"""The view of who did what at which meeting, without rows."""


def attendance(meetings: "Sequence[Meeting]", filters: "Filters") -> View:
    """Return the view of who did what at the meetings, which match the filters."""
    return ATTENDANCE._replace(
        rows=[*model.participations(meetings)],
        title=title("Attendance at held meetings", filters),
        nothing=_nothing(meetings),
    )


def _nothing(meetings: "Sequence[Meeting]") -> str:
    """Return the message for meetings of which nothing is recorded; without any, it is empty."""
    if not meetings:
        return ""
    found = plural(len(meetings), "matching meeting")
    return f"no organisers or attendees are recorded for {found}"


def matrix(
    registry: "Registry",
    earlier: "Sequence[Meeting]",
    meetings: "Sequence[Meeting]",
    filters: "Filters",
    as_of: "AsOf",
) -> View:
    """Return the view of the members and meetings as a matrix, and as rows if that does not fit.

    `earlier` are the meetings that match the filters, but are too many to show.
    """
    view = attendance(meetings, filters)
    found = model.matrix(registry, meetings)
    # a centre that is closed, or was not yet proposed, is not expected to attend
    expected = [
        centre.id for centre in registry.centre if centre.status(as_of) not in {None, "closed"}
    ]
    unexpected = {centre.id for centre in registry.centre}.difference(expected)
    others = [member for member in expected if member not in found.centres]

    def drawing(width: int) -> Iterable[Sequence[Span]] | None:
        from c2c_cli.output.attendance_drawing import lines  # noqa: PLC0415  # it imports Rich

        return lines(found, earlier, _command(filters, registry.option), others, width)

    columns = view.columns
    return view._replace(
        lead=_lead(found, unexpected),
        drawing=drawing,
        shown=columns,
        group=_section(meetings),
        group_column="meeting",
        brief=_brief,
    )


def _section(meetings: "Sequence[Meeting]") -> "Callable[[Participation], str]":
    """Return a function that names the meeting of a row by its start and city.

    The id of the meeting follows if several meetings share these.
    """

    def label(meeting: "Meeting") -> str:
        return " ".join(filter(None, (str(meeting.start), meeting.city)))

    shared = Counter(map(label, meetings))

    def section(row: Participation) -> str:
        name = label(row.meeting)
        return f"{name} ({row.meeting.id})" if shared[name] > 1 else name

    return section


def _brief(row: Participation, _columns: Set[str]) -> Sequence[str]:
    """Return what a member did at the meeting of the section."""
    return (f"{row.id}: {row.role}",)


def _command(filters: "Filters", option: str) -> str:
    """Return the command that shows meetings of the same kinds."""
    kinds = f" --kind {','.join(filters.kinds)}" if filters.kinds else ""
    return f"c2c attendance{kinds}{option}"


def _lead(found: Matrix, unexpected: Set[str]) -> str:
    """Return who is recorded at none of the last meetings whose attendees are recorded."""
    recent = [meeting for meeting in found.meetings if meeting.attendees][-_RECENT:]
    members = [member for member in found.members if member not in unexpected]
    if not recent or not members:
        return ""
    last = _last(recent, found.meetings)
    unseen = [member for member in members if not _was_present(found, recent, member)]
    if not unseen:
        at = last if len(recent) == 1 else f"one or more of {last}"
        return f"Every centre and organisation shown is recorded at {at}."
    return _unseen(found, recent, unseen, last)


def _last(recent: "Sequence[Meeting]", meetings: "Sequence[Meeting]") -> str:
    """Return the last of the meetings in words, if their attendees are recorded."""
    words = "the last meeting" if len(recent) == 1 else f"the last {len(recent)} meetings"
    are_last = recent == [*meetings[-len(recent) :]]
    return words if are_last else f"{words} whose attendees are recorded"


def _unseen(found: Matrix, recent: "Sequence[Meeting]", unseen: Sequence[str], last: str) -> str:
    """Return sentences on the `unseen` members: the absent ones, and those not recorded."""
    absent = [member for member in unseen if all(found.role(meeting, member) for meeting in recent)]
    rest = [member for member in unseen if member not in absent]
    parts = []
    if absent:
        parts.append(f"{_ABSENT[len(recent)]} {last}: {_named(absent)}.")
    if rest:
        parts.append(f"{_NOT_RECORDED[len(recent)]} {last}: {_named(rest)}.")
    return " ".join(parts)


def _was_present(found: Matrix, meetings: "Sequence[Meeting]", member: str) -> bool:
    """Return whether a member is recorded at one of the meetings."""
    return any(found.is_present(meeting, member) for meeting in meetings)


def _named(ids: Sequence[str]) -> str:
    """Return ids as `A, B and C`, or their number if there are many."""
    return all_of(ids) if len(ids) <= _MAX_NAMES else f"{len(ids)} centres and organisations"
