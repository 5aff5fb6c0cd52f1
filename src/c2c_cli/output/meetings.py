"""Views of meetings, the timeline, cadence rules and the states of rules by year."""

import datetime
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from c2c_cli.model.records import OTHER, CadenceRule, Meeting
from c2c_cli.output.view import Columns, TableOptions, Value, View, field_columns

if TYPE_CHECKING:
    from c2c_cli.model.cadence import RuleStatus, Year
    from c2c_cli.model.select import Entry

_MARKS = {"met": "✓", "planned": "◐", "unclear": "?", "due": "·", "missing": "✗"}
"""State of a rule in a year -> its mark in a table."""


def meetings(chosen: Sequence[Meeting]) -> View:
    """Return the view of the chosen meetings."""
    columns = field_columns(Meeting.__slots__)
    shown = {name: columns[name] for name in ("id", "start", "kind", "status", "city", "title")}
    shown["start"] = lambda meeting: f"{meeting.start} to {meeting.end}" if meeting.end else meeting.start
    default = ("id", "start", "end", "kind", "status", "city", "title")
    return View("meetings", chosen, columns, default, table=TableOptions(shown))


def timeline(found: Sequence["Entry"]) -> View:
    """Return the view of events and meetings, which a table groups by year."""

    def of_record(name: str) -> Callable[["Entry"], Value]:
        return lambda one: getattr(one.record, name, None) or None

    def described(one: "Entry") -> Value:
        status = columns["status"](one)
        return " ".join(filter(None, (one.record.kind, f"meeting {status}" if status else None)))

    columns: Columns = {
        "date": attrgetter("date"),
        **{name: of_record(name) for name in ("end", "kind", "status")},
        **{name: attrgetter(name) for name in ("id", "title")},
        **{name: of_record(name) for name in ("city", "until", "note", "sources")},
    }
    shown: Columns = {
        "date": lambda one: " to ".join(map(str, filter(None, (one.date, columns["end"](one))))),
        "what": described,
        **{name: columns[name] for name in ("id", "title")},
    }
    table = TableOptions(shown, "Timeline", group=lambda one: str(one.date.year) if one.date else "Date unknown")
    return View("items", found, columns, ("date", "end", "kind", "status", "id", "title"), table=table)


def rules(chosen: Sequence[CadenceRule], meetings: Sequence[Meeting] = ()) -> View:
    """Return the view of the chosen rules; in a table, `agreed` is the date and city of the meeting."""
    by_id = {meeting.id: meeting for meeting in meetings}

    def agreed(rule: CadenceRule) -> Value:
        meeting = by_id.get(rule.agreed or "")
        if meeting is None:
            return rule.agreed
        return ", ".join(filter(None, (f"{meeting.start}", meeting.city)))

    columns = field_columns(CadenceRule.__slots__)
    default = ("kind", "name", "level", "per_year", "since", "until", "agreed")
    shown = {name: columns[name] for name in default} | {"agreed": agreed}
    if not any(rule.until for rule in chosen):
        del shown["until"]
    return View("rules", chosen, columns, default, table=TableOptions(shown, "Agreed meetings"))


def cadence(years: Sequence["Year"], *, shortfalls: bool = True) -> View:
    """Return the view of the states of the rules; with `shortfalls`, each year also has a row after its rules."""
    rows: list[RuleStatus | Year] = []
    for year in years:
        rows += [*year.rules, year] if shortfalls else year.rules

    def of_rule(name: str) -> Callable[[Any], Value]:
        return lambda row: attrgetter(name)(row) if hasattr(row, "rule") else None

    columns: Columns = {
        "year": attrgetter("year"),
        "kind": of_rule("rule.kind"),
        "per_year": of_rule("rule.per_year"),
        **{name: of_rule(name) for name in ("held", "planned", "unclear", "missing", "state")},
        "meetings": lambda row: getattr(row, "meetings", None) or None,
        "shortfall": lambda row: getattr(row, "shortfall", None),
    }
    shown = {name: columns[name] for name in ("year", "kind", "state", "meetings", "shortfall")}
    return View("rows", rows, columns, default=tuple(columns), table=TableOptions(shown, "Cadence"))


def cadence_grid(found: Sequence["Year"], rules: Sequence[CadenceRule], day: datetime.date) -> View:
    """Return the cadence as a grid: a row for each year, a column for each rule, and a column for other meetings."""

    def cell(kind: str) -> Callable[["Year"], Value]:
        return lambda year: next((_describe(one) for one in year.rules if one.rule.kind == kind), None)

    columns: Columns = {
        "year": lambda year: year.year,
        **{"kind year" if rule.kind == "year" else rule.kind: cell(rule.kind) for rule in rules},
        OTHER: lambda year: ", ".join(map(_start, year.other)) or None,
    }
    short = ", ".join(f"{year.shortfall} in {year.year}" for year in found if year.over and year.shortfall)
    caption = f"Missing even if every unclear meeting counts: {short}" if short else None
    table = TableOptions(title=f"Cadence as of {day}", caption=caption, marks=_MARKS)
    return View("years", found, columns, tuple(columns), table=table)


def _describe(status: "RuleStatus") -> str:
    """Return the cell of a rule: a mark, the dates of its meetings, and the number missing or due."""
    parts = [*map(_start, status.filling), *([_unclear(status)] if status.candidates else [])]
    if remaining := status.open - status.unclear:
        state = "missing" if status.missing else "due"
        parts.append(state if status.rule.per_year == 1 else f"{remaining} {state}")
    return f"{_MARKS[status.state]} {', '.join(parts)}"


def _start(meeting: Meeting) -> str:
    return f"{meeting.start}" if meeting.status == "held" else f"{meeting.status} {meeting.start}"


def _unclear(status: "RuleStatus") -> str:
    """Return the meetings that may count towards the rule: the date of a single one, otherwise their number."""
    if len(status.candidates) == 1:
        return f"possibly {_start(status.candidates[0])}"
    of_level = all(meeting.kind is not None for meeting in status.candidates)
    kind = f"{status.rule.level}-level" if of_level else "of unknown kind"
    return f"{status.unclear} of {len(status.candidates)} {kind}"
