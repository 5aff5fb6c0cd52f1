"""Views of meetings, the timeline, cadence rules and their states, and what needs action."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from c2c_cli.model.dates import Date
from c2c_cli.model.records import OTHER, CadenceRule, Contact, Meeting
from c2c_cli.model.registry import Registry
from c2c_cli.output.view import Columns, Value, View, of_columns, of_tuples

if TYPE_CHECKING:
    from c2c_cli.model.cadence import RuleStatus, Year
    from c2c_cli.model.due import Action
    from c2c_cli.model.select import Entry

_MARKS = {
    "met": "✓",
    "planned": "◐",
    "waived": "–",
    "unclear": "?",
    "due": "·",
    "missing": "✗",
}
"""State of a rule -> the mark of its cells."""


_MEETING_COLUMNS: Columns = {name: attrgetter(name) for name in Meeting.__slots__}

MEETINGS = View(
    "meetings",
    (),
    _MEETING_COLUMNS,
    default=("id", "start", "end", "kind", "status", "city", "title"),
    shown={
        **{
            name: _MEETING_COLUMNS[name]
            for name in ("id", "start", "kind", "status", "city", "title")
        },
        "start": lambda meeting: (
            f"{meeting.start} to {meeting.end}" if meeting.end else meeting.start
        ),
    },
)
"""The view of meetings, without rows."""


def meetings(registry: Registry, chosen: Sequence[Meeting]) -> View:
    """Return the view of the chosen meetings."""

    def as_calendar() -> str:
        from c2c_cli.output import calendar  # noqa: PLC0415  # icalendar doubles the start-up time

        return calendar.meetings(registry, chosen)

    return MEETINGS._replace(rows=chosen, calendar=as_calendar)


def _of_record(name: str) -> Callable[["Entry"], Value]:
    return lambda entry: getattr(entry.record, name, None)


def _days(entry: "Entry") -> str:
    end = getattr(entry.record, "end", None)
    return " to ".join(str(date) for date in (entry.date, end) if date)


def _described(entry: "Entry") -> str:
    kind, status = entry.record.kind, getattr(entry.record, "status", None)
    meeting = f"meeting {status}" if status else None
    return " ".join(word for word in (kind, meeting) if word)


def _group(date: Date | None) -> str:
    """Return the heading of the entries of a year, or of those with certain bounds."""
    if date is None:
        return "Date unknown"
    return str(date) if date.bounds else str(date.year)


TIMELINE = View(
    "items",
    (),
    columns={
        "date": attrgetter("date"),
        "end": _of_record("end"),
        "kind": _of_record("kind"),
        "status": _of_record("status"),
        "id": attrgetter("id"),
        "title": attrgetter("title"),
        **{name: _of_record(name) for name in ("city", "until", "note", "sources")},
    },
    default=("date", "end", "kind", "status", "id", "title"),
    shown={
        "date": _days,
        "what": _described,
        "id": attrgetter("id"),
        "title": attrgetter("title"),
    },
    title="Timeline",
    group=lambda entry: _group(entry.date),
)
"""The view of events and meetings, which a table groups by year, without rows."""


def timeline(found: Sequence["Entry"]) -> View:
    """Return the view of events and meetings."""
    return TIMELINE._replace(rows=found)


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


_Contacts = Mapping[str, Sequence[Contact]]
"""Id of a centre -> its contacts."""


def _first_contact(action: "Action", contacts: _Contacts) -> str | None:
    """Return the first contact of the centres that an action concerns."""
    for centre in action.concerns:
        for person in contacts.get(centre, ()):
            return ", ".join(filter(None, (person.role, person.name, person.email or person.phone)))
    return None


def _group_of(action: "Action", day: datetime.date) -> str:
    """Return the heading of an action in a table."""
    if action.is_outdated:
        return "Outdated"
    return "Overdue" if action.date.last < day else "Upcoming"


def _action_columns(day: datetime.date, contacts: _Contacts) -> Columns:
    """Return the columns of actions as of a day."""
    return {
        "date": attrgetter("date"),
        "days": lambda action: (action.date.last - day).days,
        "what": attrgetter("what"),
        "id": attrgetter("ids"),
        "concerns": attrgetter("concerns"),
        "contact": lambda action: _first_contact(action, contacts),
        "command": attrgetter("command"),
    }


ACTIONS = of_columns("actions", _action_columns(datetime.date.max, {}))
"""The view of what needs action, without rows."""


def actions(registry: Registry, found: Sequence["Action"], day: datetime.date) -> View:
    """Return the view of what needs action as of a day, with the contacts in the registry."""
    columns = _action_columns(day, {centre.id: centre.contact for centre in registry.centre})

    def described(action: "Action") -> str:
        concerns = () if action.concerns == action.ids else action.concerns
        contact = columns["contact"](action)
        parts = filter(None, (action.what, ", ".join(concerns), contact))
        return f"{'; '.join(map(str, parts))}\n{action.command}"

    def as_calendar() -> str:
        from c2c_cli.output import calendar  # noqa: PLC0415  # icalendar doubles the start-up time

        return calendar.actions(registry, found)

    return ACTIONS._replace(
        rows=found,
        columns=columns,
        shown={
            "date": columns["date"],
            "days": columns["days"],
            "id": lambda action: "\n".join(action.ids),
            "what": described,
        },
        title=f"To do as of {day}",
        group=lambda action: _group_of(action, day),
        calendar=as_calendar,
    )
