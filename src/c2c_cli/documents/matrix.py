"""Who met when: the agreed meetings of some years, and who took part in each meeting."""

from collections.abc import Sequence
from typing import NamedTuple

from c2c_cli.documents.report_year import ReportYear
from c2c_cli.model import attendance, cadence, select
from c2c_cli.model.cadence import RuleStatus
from c2c_cli.model.records import CadenceRule, Centre, Meeting

_MAX_YEARS = 10
"""Maximum number of years, so that the columns fit on a page."""

_MAX_MEETINGS = 24
"""Maximum number of meetings in several years, for the same reason."""

_FEW = 20
"""Number of centres up to which each has a row, even if it took part in no meeting."""

_BEFORE_THE_MEETING = {"attended": "expected", "absent": "invited"}
"""Role at a meeting that was held -> the role at a meeting that has not been held."""


class Year(NamedTuple):
    """A year with its meetings, and the states of the rules in it."""

    year: int
    meetings: Sequence[Meeting]
    statuses: Sequence[RuleStatus]

    def status_of(self, rule: CadenceRule) -> RuleStatus | None:
        """Return the state of a rule in the year, or None if the rule does not apply."""
        return next((status for status in self.statuses if status.rule is rule), None)

    def states_of(self, rule: CadenceRule) -> list[str]:
        """Return the states of the meetings that a rule requires in the year, each once."""
        status = self.status_of(rule)
        return _states(status) if status else []


class Cell(NamedTuple):
    """What a participant did at a meeting."""

    meeting: Meeting
    role: str
    """A role of `attendance`, `expected` or `invited`; empty if nothing is recorded."""
    is_early: bool
    """Whether the centre was not certainly operating at the meeting."""


class Row(NamedTuple):
    """A participant, and what it did at the meetings of each year."""

    id: str
    cells: Sequence[Sequence[Cell]]


class Matrix(NamedTuple):
    """The agreed meetings of some years, and who took part in each meeting."""

    years: Sequence[Year]
    rules: Sequence[CadenceRule]
    rows: Sequence[Row]

    @property
    def roles(self) -> set[str]:
        """The roles in the matrix, and `early` if a centre was not certainly operating."""
        cells = [cell for row in self.rows for cells in row.cells for cell in cells]
        return {cell.role for cell in cells} | {"early" for cell in cells if cell.is_early}

    @property
    def states(self) -> set[str]:
        """The states of the required meetings in the matrix."""
        statuses = [status for year in self.years for status in year.statuses]
        return {state for status in statuses for state in _states(status)}


def _states(status: RuleStatus) -> list[str]:
    """Return the states of the meetings that a rule requires, each once."""
    counts = {
        "met": status.held,
        "planned": status.planned,
        "waived": status.waived,
        "unclear": status.unclear,
        "missing" if status.missing else "due": status.uncovered - status.unclear,
    }
    return [state for state, count in counts.items() if count]


def of_year(report: ReportYear) -> Matrix | None:
    """Return the matrix of the year of a report, or None if it would be empty."""
    return _matrix(report, [report.year.year])


def of_years(report: ReportYear) -> Matrix | None:
    """Return the matrix of the last years, or None if it would be empty.

    It begins with the first year of a rule, and has at most ten years and 24 meetings; the year of
    the report is always one of them.
    """
    last = report.year.year
    since = min((rule.since for rule in report.registry.cadence), default=last)
    years = range(max(last - _MAX_YEARS + 1, min(since, last)), last + 1)
    while len(years) > 1 and len(_meetings(report, years)) > _MAX_MEETINGS:
        years = years[1:]
    return _matrix(report, years)


def _meetings(report: ReportYear, years: Sequence[int]) -> list[Meeting]:
    """Return the meetings of the network that start in some years and were not cancelled."""
    owed = {obligation.kind for obligation in report.registry.obligation}
    known = select.meetings(report.registry, select.Filters(known_by=report.day))
    return [
        meeting
        for meeting in known
        if meeting.start.year in years
        and meeting.kind not in owed
        and meeting.status != "cancelled"
    ]


def _matrix(report: ReportYear, years: Sequence[int]) -> Matrix | None:
    """Return the matrix of some years, or None if it would have neither rules nor participants."""
    meetings = _meetings(report, years)
    evaluated = cadence.evaluate(report.registry, years, report.day)
    statuses = {year.year: year.rules for year in evaluated}
    columns = [
        Year(
            year,
            [meeting for meeting in meetings if meeting.start.year == year],
            statuses.get(year, ()),
        )
        for year in years
    ]
    found = attendance.matrix(report.registry, meetings)
    if not statuses and not found.members:
        return None
    applying = {id(status.rule) for year in columns for status in year.statuses}
    rules = [rule for rule in report.registry.cadence if id(rule) in applying]
    members = [*found.organisations, *_centres(report, found)] if found.members else []
    centres = {centre.id: centre for centre in report.centres}
    rows = [_row(report, found, columns, member, centres.get(member)) for member in members]
    return Matrix(columns, rules, rows)


def _centres(report: ReportYear, found: attendance.Matrix) -> list[str]:
    """Return the ids of the centres with a row: all, or if they are many, the participants."""
    ids = [centre.id for centre in report.centres]
    return ids if len(ids) <= _FEW else [member for member in ids if member in found.centres]


def _row(
    report: ReportYear,
    found: attendance.Matrix,
    columns: Sequence[Year],
    member: str,
    centre: Centre | None,
) -> Row:
    """Return what a member, which may be a centre, did at the meetings of each year."""
    cells = [
        [
            Cell(meeting, _role(found, meeting, member), _is_early(report, centre, meeting))
            for meeting in year.meetings
        ]
        for year in columns
    ]
    return Row(member, cells)


def _role(found: attendance.Matrix, meeting: Meeting, member: str) -> str:
    """Return what a member did at a meeting, or is expected to do."""
    role = found.role(meeting, member)
    return role if meeting.status == "held" else _BEFORE_THE_MEETING.get(role, role)


def _is_early(report: ReportYear, centre: Centre | None, meeting: Meeting) -> bool:
    """Return whether a centre was not certainly operating when a meeting began."""
    if centre is None:
        return False
    day = min(meeting.start.last, report.day)
    return centre.status(report.as_of._replace(day=day)) not in {"operating", "closed"}
