"""Views of meetings, the timeline, cadence rules and their states, and what needs action."""

import datetime
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from c2c_cli.model.records import OTHER, CadenceRule, Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.output.view import Columns, Value, View, of_tuples

if TYPE_CHECKING:
    from c2c_cli.model.cadence import RuleStatus, Year
    from c2c_cli.model.due import Action
    from c2c_cli.model.select import Entry

_MARKS = {
    "met": "✓",
    "planned": "◐",
    "unclear": "?",
    "due": "·",
    "missing": "✗",
}
"""State of a rule -> the mark of its cells."""


def meetings(chosen: Sequence[Meeting]) -> View:
    """Return the view of the chosen meetings."""
    columns: Columns = {name: attrgetter(name) for name in Meeting.__slots__}
    shown = {name: columns[name] for name in ("id", "start", "kind", "status", "city", "title")}
    shown["start"] = lambda meeting: (
        f"{meeting.start} to {meeting.end}" if meeting.end else meeting.start
    )
    return View(
        "meetings",
        chosen,
        columns,
        ("id", "start", "end", "kind", "status", "city", "title"),
        shown=shown,
    )


def timeline(found: Sequence["Entry"]) -> View:
    """Return the view of events and meetings, which a table groups by year."""

    def of_record(name: str) -> Callable[["Entry"], Value]:
        return lambda entry: getattr(entry.record, name, None)

    def days(entry: "Entry") -> str:
        end = getattr(entry.record, "end", None)
        return " to ".join(str(date) for date in (entry.date, end) if date)

    def described(entry: "Entry") -> str:
        kind, status = entry.record.kind, getattr(entry.record, "status", None)
        meeting = f"meeting {status}" if status else None
        return " ".join(word for word in (kind, meeting) if word)

    columns: Columns = {
        "date": attrgetter("date"),
        "end": of_record("end"),
        "kind": of_record("kind"),
        "status": of_record("status"),
        "id": attrgetter("id"),
        "title": attrgetter("title"),
    }
    default = tuple(columns)
    columns |= {name: of_record(name) for name in ("city", "until", "note", "sources")}
    shown: Columns = {
        "date": days,
        "what": described,
        "id": columns["id"],
        "title": columns["title"],
    }
    view = View("items", found, columns, default, shown=shown, title="Timeline")
    return view._replace(group=lambda entry: str(entry.date.year) if entry.date else "Date unknown")


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
    return View("rules", chosen, columns, default, shown=shown, title="Agreed meetings")


def cadence(years: Sequence["Year"], *, shortfalls: bool = True) -> View:
    """Return the view of the states of the rules; `shortfalls` adds a row for each year."""
    names = ("held", "planned", "unclear", "missing", "state", "meetings")
    values = attrgetter(*names)
    rows: list[tuple[Value, ...]] = []
    for year in years:
        for status in year.rules:
            rule = status.rule
            rows.append((year.year, rule.kind, rule.per_year, *values(status), None))
        if shortfalls:
            rows.append((year.year, *[None] * (len(names) + 2), year.shortfall))
    view = of_tuples("rows", ("year", "kind", "per_year", *names, "shortfall"), rows)
    shown = {
        name: view.columns[name] for name in ("year", "kind", "state", "meetings", "shortfall")
    }
    return view._replace(shown=shown, title="Cadence")


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
    caption = f"Missing even if every unclear meeting counts: {short}" if short else None
    return view._replace(title=f"Cadence as of {day}", caption=caption, marks=_MARKS)


def _describe(status: "RuleStatus") -> str:
    """Return the cell of a rule: a mark, the dates of its meetings, and what is missing or due."""
    parts = [_start(meeting) for meeting in status.filling]
    unclear = status.candidates
    if len(unclear) == 1:
        parts.append(f"possibly {_start(unclear[0])}")
    elif unclear:
        is_unknown = any(meeting.kind is None for meeting in unclear)
        kind = "of unknown kind" if is_unknown else f"{status.rule.level}-level"
        parts.append(f"{status.unclear} of {len(unclear)} {kind}")
    if remaining := status.open - status.unclear:
        state = "missing" if status.missing else "due"
        parts.append(state if status.rule.per_year == 1 else f"{remaining} {state}")
    return f"{_MARKS[status.state]} {', '.join(parts)}"


def _start(meeting: Meeting) -> str:
    return f"{meeting.start}" if meeting.status == "held" else f"{meeting.status} {meeting.start}"


def actions(
    registry: Registry, found: Sequence["Action"], day: datetime.date, *, contacts: bool = True
) -> View:
    """Return the view of what needs action as of a day, by default with contacts.

    Contacts are personal data.
    """
    people = {centre.id: centre.contact for centre in registry.centre if contacts}

    def contact(action: "Action") -> str | None:
        found = [person for centre in action.concerns for person in people.get(centre, ())]
        if not found:
            return None
        first = found[0]
        return ", ".join(filter(None, (first.role, first.name, first.email or first.phone)))

    def described(action: "Action") -> str:
        concerns = () if action.concerns == action.ids else action.concerns
        parts = (action.what, ", ".join(concerns), contact(action))
        return "; ".join(filter(None, parts)) + f"\n{action.command}"

    columns: Columns = {
        "date": attrgetter("date"),
        "days": lambda action: (action.date.last - day).days,
        "what": attrgetter("what"),
        "id": attrgetter("ids"),
        "concerns": attrgetter("concerns"),
        "contact": contact,
        "command": attrgetter("command"),
    }
    shown = {name: columns[name] for name in ("date", "days")}
    shown |= {"id": lambda action: "\n".join(action.ids), "what": described}
    view = View(
        "actions", found, columns, default=tuple(columns), shown=shown, title=f"Due as of {day}"
    )
    return view._replace(group=lambda action: "Overdue" if action.date.last < day else "To do")
