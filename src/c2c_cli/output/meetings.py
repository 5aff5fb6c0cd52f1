"""The views of meetings and of the rules that they are held by."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from c2c_cli.model.record import Record
from c2c_cli.model.records import CadenceRule, Meeting
from c2c_cli.output.columns import columns_of, set_of
from c2c_cli.output.view import Value, View

if TYPE_CHECKING:
    from c2c_cli.model.cadence import RuleStatus


def meetings(chosen: Sequence[Meeting]) -> View:
    """Return the view of meetings."""
    return View(
        noun="meetings",
        rows=chosen,
        columns=columns_of(Meeting),
        default=("id", "start", "end", "kind", "status", "city", "title"),
        brief=("id", "start", "kind", "status", "city", "title"),
        shorter={"start": lambda meeting: f"{meeting.start} to {meeting.end}" if meeting.end else meeting.start},
        objects=lambda rows: map(Record.object, rows),
    )


def rules(chosen: Sequence[CadenceRule], meetings: Sequence[Meeting] = ()) -> View:
    """Return the view of what was agreed; of the meetings that agreed it a table tells when and where they were."""
    by_id = {meeting.id: meeting for meeting in meetings}

    def agreed(rule: CadenceRule) -> Value:
        meeting = by_id.get(rule.agreed or "")
        if meeting is None:
            return rule.agreed
        return ", ".join(filter(None, (f"{meeting.start}", meeting.city)))

    default = ("kind", "name", "level", "per_year", "since", "until", "agreed")
    return View(
        noun="rules",
        rows=chosen,
        columns=columns_of(CadenceRule),
        default=default,
        brief=default if any(rule.until for rule in chosen) else tuple(name for name in default if name != "until"),
        shorter={"agreed": agreed},
        objects=lambda rows: map(Record.object, rows),
    )


def cadence(kept: Sequence["RuleStatus"]) -> View:
    """Return the view of how the rules were kept, year by year."""
    columns: dict[str, Callable[[Any], Value]] = {
        "year": lambda one: one.year,
        "kind": lambda one: one.rule.kind,
        "per_year": lambda one: one.rule.per_year,
        "held": lambda one: one.held,
        "planned": lambda one: one.planned,
        "unclear": lambda one: one.unclear,
        "missing": lambda one: one.missing,
        "state": lambda one: one.state,
        "meetings": lambda one: one.meetings or None,
        "short": lambda one: one.short,
    }
    return View(
        noun="years",
        rows=kept,
        columns=columns,
        default=tuple(columns),
        brief=("year", "kind", "state", "meetings", "short"),
        objects=lambda rows: (set_of(row, columns, columns) for row in rows),
    )
