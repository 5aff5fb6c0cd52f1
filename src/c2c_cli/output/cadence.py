"""Views of the cadence rules and of their states in each year."""

import datetime
from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from c2c_cli.model.records import OTHER, CadenceRule, Meeting
from c2c_cli.output.view import Columns, View, of_columns, of_tuples

if TYPE_CHECKING:
    from c2c_cli.model.cadence import RuleStatus, Year

_MARKS = {
    "met": "✓",
    "planned": "◐",
    "waived": "–",
    "unclear": "?",
    "due": "·",
    "missing": "✗",
}
"""State of a rule -> the mark of its cells."""


def rules(chosen: Sequence[CadenceRule], meetings: Sequence[Meeting] = ()) -> View:
    """Return the view of the rules; in a table, `agreed` is the date and city of the meeting."""
    agreed = {}
    for meeting in meetings:
        agreed[meeting.id] = ", ".join(filter(None, (str(meeting.start), meeting.city)))
    columns: Columns = {name: attrgetter(name) for name in CadenceRule.__slots__}
    default = ("kind", "name", "level", "per_year", "since", "until", "agreed")
    shown = {name: columns[name] for name in default} | {
        "agreed": lambda rule: agreed.get(rule.agreed, rule.agreed)
    }
    if not any(rule.until for rule in chosen):
        del shown["until"]
    return View("rules", chosen, columns, default, shown=shown, title="Cadence rules")


CADENCE = of_columns(
    "rows",
    {
        "year": attrgetter("year"),
        "kind": attrgetter("rule.kind"),
        "per_year": attrgetter("rule.per_year"),
        **{
            name: attrgetter(name)
            for name in ("held", "planned", "unclear", "waived", "state", "meetings")
        },
    },
)
"""The view of the states of the rules in each year, without rows."""

_YEARS = of_columns(
    "years",
    {
        name: attrgetter(name)
        for name in (
            *("year", "required", "held", "planned", "unclear", "waived"),
            *("shortfall", "state"),
        )
    },
)
"""The view of years with their shortfalls, without rows."""


def cadence(years: Sequence["Year"], day: datetime.date) -> View:
    """Return the view of the states of the rules as of a day."""

    def in_words(status: "RuleStatus") -> str:
        return _not_recorded(status) if status.state == "missing" else status.state

    return CADENCE._replace(
        rows=[status for year in years for status in year.rules],
        shown={name: CADENCE.columns[name] for name in ("year", "kind", "state", "meetings")},
        title=f"Cadence as of {day}",
        in_words={"state": in_words},
    )


def cadence_years(years: Sequence["Year"], day: datetime.date) -> View:
    """Return the view of years with their shortfalls as of a day."""

    def in_words(year: "Year") -> str:
        if year.state != "missing":
            return year.state
        return _in_words(year.shortfall, year.required)

    return _YEARS._replace(
        rows=years, title=f"Cadence as of {day}, by year", in_words={"state": in_words}
    )


def cadence_grid(found: Sequence["Year"], rules: Sequence[CadenceRule], day: datetime.date) -> View:
    """Return the cadence as a grid of years and rules, with a column of the other meetings."""
    rows = []
    for year in found:
        cells = {status.rule.kind: _describe(status) for status in year.rules}
        rows.append(
            (
                year.year,
                *(cells.get(rule.kind) for rule in rules),
                ", ".join(map(_start, year.other)),
            )
        )
    kinds = ("kind year" if rule.kind == "year" else rule.kind for rule in rules)
    view = of_tuples("years", ("year", *kinds, OTHER), rows)
    short = ", ".join(
        f"{year.shortfall} in {year.year}" for year in found if year.over and year.shortfall
    )
    caption = f"Shortfall: {short}" if short else None
    return view._replace(title=f"Cadence as of {day}", caption=caption, marks=_MARKS)


def _describe(status: "RuleStatus") -> str:
    """Return the cell of a rule: a mark, the dates of its meetings, and what is not recorded."""
    parts = [_start(meeting) for meeting in status.filling]
    if status.waived:
        parts.append("waived")
    candidates = status.candidates
    if len(candidates) == 1:
        parts.append(f"possibly {_start(candidates[0])}")
    elif candidates:
        is_unknown = any(meeting.kind is None for meeting in candidates)
        kind = "of unknown kind" if is_unknown else f"{status.rule.level}-level"
        number = "possibly any" if status.waived else status.unclear
        parts.append(f"{number} of {len(candidates)} {kind}")
    remaining = status.uncovered - status.unclear
    if status.missing:
        parts.append(_not_recorded(status))
    elif remaining:
        parts.append("due" if status.rule.per_year == 1 else f"{remaining} due")
    return f"{_MARKS[status.state]} {', '.join(parts)}"


def _not_recorded(status: "RuleStatus") -> str:
    return _in_words(status.missing, status.rule.per_year)


def _in_words(missing: int, required: int) -> str:
    """Return how many of the required meetings are not recorded."""
    return "none recorded" if missing == required else f"{missing} more not recorded"


def _start(meeting: Meeting) -> str:
    return f"{meeting.start}" if meeting.status == "held" else f"{meeting.status} {meeting.start}"
