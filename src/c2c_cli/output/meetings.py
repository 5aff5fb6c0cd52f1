"""Views of meetings, the timeline, cadence rules and the states of rules."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from c2c_cli.model.records import CadenceRule, Meeting
from c2c_cli.output.view import Columns, TableOptions, Value, View, field_columns

if TYPE_CHECKING:
    from c2c_cli.model.cadence import RuleStatus, Year
    from c2c_cli.model.select import Entry


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
