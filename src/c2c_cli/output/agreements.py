"""The view of the centres' agreements."""

from collections.abc import Callable, Sequence
from typing import Any

from c2c_cli.model.agreements import Agreement
from c2c_cli.model.dates import Date
from c2c_cli.output.columns import event_date, set_of
from c2c_cli.output.view import Value, View


def agreements(found: Sequence[Agreement]) -> View:
    """Return the view of how it stands with the centres' agreements."""
    columns: dict[str, Callable[[Any], Value]] = {
        "id": lambda one: one.centre.id,
        "kind": lambda one: one.event.kind if one.event else None,
        "date": lambda one: event_date(one.event),
        "until": lambda one: one.event.until if one.event else None,
        "review": lambda one: Date.of_day(one.review) if one.review else None,
        "days": lambda one: one.days,
        "state": lambda one: one.state,
    }
    return View(
        noun="agreements",
        rows=found,
        columns=columns,
        default=tuple(columns),
        objects=lambda rows: (set_of(row, columns, columns) for row in rows),
    )
