"""Tables of the cadence: a grid of all years, or single years in detail."""

import datetime
from collections.abc import Callable, Iterator, Sequence

from c2c_cli.model.cadence import RuleStatus, Year
from c2c_cli.model.records import OTHER, CadenceRule, Meeting
from c2c_cli.output.view import Columns, Line, TableOptions, Value, View, heading
from c2c_cli.text import plural

_MARKS = {"met": "✓", "planned": "◐", "unclear": "?", "due": "·", "missing": "✗"}


def at_a_glance(found: Sequence[Year], rules: Sequence[CadenceRule], day: datetime.date) -> View:
    """Return the grid: a row for each year, a column for each rule, and a column for other meetings."""

    def cell(kind: str) -> Callable[[Year], Value]:
        return lambda year: next((_describe(one) for one in year.rules if one.rule.kind == kind), None)

    columns: Columns = {
        "year": lambda year: year.year,
        **{"kind year" if rule.kind == "year" else rule.kind: cell(rule.kind) for rule in rules},
        OTHER: lambda year: ", ".join(map(_date, year.other)) or None,
    }
    caption = _shortfall([year for year in found if year.over])
    table = TableOptions(title=f"Cadence as of {day}", caption=caption, marks=_MARKS)
    return View("years", found, columns, tuple(columns), table=table)


def in_detail(found: Sequence[Year], day: datetime.date) -> View:
    """Return the years in detail: each rule with its meetings, and how many are neither held nor planned."""
    blocks = [block for year in found for block in _blocks(year)]
    table = TableOptions(title=f"Cadence as of {day}", caption=_shortfall(found), blocks=blocks)
    return View("rules for that year", blocks, {}, (), table=table)


def _shortfall(found: Sequence[Year]) -> str | None:
    """Return the shortfalls of the years in a sentence, or None if there are none."""
    short = ", ".join(f"{year.shortfall} in {year.year}" for year in found if year.shortfall)
    return f"Missing even if every unclear meeting counts: {short}" if short else None


def _describe(status: RuleStatus) -> str:
    """Return the cell of a rule: a mark, the dates of its meetings, and the number missing or due."""
    parts = [*map(_date, status.filling), *([_unclear(status)] if status.candidates else [])]
    if remaining := status.open - status.unclear:
        state = "missing" if status.over else "due"
        parts.append(state if status.rule.per_year == 1 else f"{remaining} {state}")
    return f"{_MARKS[status.state]} {', '.join(parts)}"


def _date(meeting: Meeting) -> str:
    return f"{meeting.start}" if meeting.status == "held" else f"{meeting.status} {meeting.start}"


def _unclear(status: RuleStatus) -> str:
    """Return the meetings that may count towards the rule: the date of a single one, otherwise their number."""
    if len(status.candidates) == 1:
        return f"possibly {_date(status.candidates[0])}"
    of_level = all(meeting.kind is not None for meeting in status.candidates)
    kind = f"{status.rule.level}-level" if of_level else "of unknown kind"
    return f"{status.unclear} of {len(status.candidates)} {kind}"


def _blocks(year: Year) -> Iterator[list[Line]]:
    """Yield a block for each rule of the year, and one for its other meetings."""
    for status in year.rules:
        lines = [Line(f"{year.year}", f"{heading(status.rule.kind)}: {status.rule.name}", "bold")]
        lines.append(Line("State", status.state, status.state))
        lines += [Line("Meetings", _describe_meeting(meeting)) for meeting in status.filling]
        lines += [Line("Candidate", _describe_meeting(meeting)) for meeting in status.candidates]
        if status.open:
            lines.append(Line("Open", f"{status.open} of {plural(status.rule.per_year, 'meeting')}"))
        yield lines
    if year.other:
        yield [Line(f"{year.year}", "Other", "bold"), *(Line("", _describe_meeting(one)) for one in year.other)]


def _describe_meeting(meeting: Meeting) -> str:
    city = f", {meeting.city}" if meeting.city else ""
    status = f"{meeting.status}, {meeting.kind or 'kind unknown'}, {meeting.id}"
    return f"{meeting.start}{city}: {meeting.title} ({status})"
