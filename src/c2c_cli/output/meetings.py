"""Views of meetings, the timeline, cadence rules and the states of rules."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from c2c_cli.model.dates import UNKNOWN_DAY
from c2c_cli.model.record import Record, as_data
from c2c_cli.model.records import CadenceRule, Meeting
from c2c_cli.model.select import Entry
from c2c_cli.output.columns import field_column, field_columns
from c2c_cli.output.view import Columns, TableOptions, Value, View

if TYPE_CHECKING:
    from c2c_cli.model.cadence import RuleStatus


def meetings(chosen: Sequence[Meeting]) -> View:
    """Return the view of the chosen meetings."""
    columns = field_columns(Meeting)
    shown = {name: columns[name] for name in ("id", "start", "kind", "status", "city", "title")}
    shown["start"] = lambda meeting: f"{meeting.start} to {meeting.end}" if meeting.end else meeting.start
    default = ("id", "start", "end", "kind", "status", "city", "title")
    return View("meetings", chosen, columns, default, _objects, TableOptions(shown))


def timeline(found: Sequence[Entry]) -> View:
    """Return the view of events and meetings, which a table groups by year."""
    columns: Columns = {name: field_column(name) for name in Entry._fields} | {
        "date": lambda one: one.date or UNKNOWN_DAY
    }
    default = ("date", "end", "kind", "status", "id", "title")
    shown: Columns = {
        "date": lambda one: f"{one.date} to {one.end}" if one.end else columns["date"](one),
        "what": lambda one: " ".join(filter(None, (one.kind, one.status and f"meeting {one.status}"))),
        **{name: columns[name] for name in ("id", "title")},
    }
    table = TableOptions(shown, "Timeline", group=lambda one: str(one.date.year) if one.date else "Date unknown")
    return View("items", found, columns, default, _dated, table)


def _dated(found: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    return ({name: as_data(value) for name, value in one._asdict().items() if value} for one in found)


def rules(chosen: Sequence[CadenceRule], meetings: Sequence[Meeting] = ()) -> View:
    """Return the view of the chosen rules; in a table, `agreed` is the date and city of the meeting."""
    by_id = {meeting.id: meeting for meeting in meetings}

    def agreed(rule: CadenceRule) -> Value:
        meeting = by_id.get(rule.agreed or "")
        if meeting is None:
            return rule.agreed
        return ", ".join(filter(None, (f"{meeting.start}", meeting.city)))

    columns = field_columns(CadenceRule)
    default = ("kind", "name", "level", "per_year", "since", "until", "agreed")
    shown = {name: columns[name] for name in default} | {"agreed": agreed}
    if not any(rule.until for rule in chosen):
        del shown["until"]
    return View("rules", chosen, columns, default, _objects, TableOptions(shown))


def _objects(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    return (record.to_json() for record in records)


def cadence(statuses: Sequence["RuleStatus"], *, shortfalls: bool = True) -> View:
    """Return the view of the states of the rules, and with `shortfalls` a row for each year after its rules."""
    rows: list[tuple[int, RuleStatus | None, int | None]] = []
    for year, of_year in groupby(statuses, attrgetter("year")):
        rules = list(of_year)
        rows += [(year, one, None) for one in rules]
        rows += [(year, None, rules[0].shortfall)] if shortfalls else []

    def of_rule(name: str) -> Callable[[Any], Value]:
        return lambda row: attrgetter(name)(row[1]) if row[1] else None

    columns: Columns = {
        "year": itemgetter(0),
        "kind": of_rule("rule.kind"),
        "per_year": of_rule("rule.per_year"),
        **{name: of_rule(name) for name in ("held", "planned", "unclear", "missing", "state")},
        "meetings": lambda row: (row[1] and row[1].meetings) or None,
        "shortfall": itemgetter(2),
    }
    shown = {name: columns[name] for name in ("year", "kind", "state", "meetings", "shortfall")}
    return View("rows", rows, columns, default=tuple(columns), table=TableOptions(shown, "Cadence"))
