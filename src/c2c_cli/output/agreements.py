"""View of agreements."""

import datetime
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from c2c_cli.model.dates import UNKNOWN_DATE, Date
from c2c_cli.model.history import AsOf, Event
from c2c_cli.output.view import View, of_columns
from c2c_cli.text import plural

if TYPE_CHECKING:
    from c2c_cli.model.agreements import Agreement


def _date(event: Event | None) -> Date | str | None:
    """Return the date of the event, `?` if its date is unknown, or None without an event."""
    return (event.date or UNKNOWN_DATE) if event else None


AGREEMENTS = of_columns(
    "agreements",
    {
        "id": lambda agreement: agreement.centre.id,
        "kind": lambda agreement: agreement.event.kind if agreement.event else None,
        "date": lambda agreement: _date(agreement.event),
        "until": attrgetter("until"),
        "review": lambda agreement: Date.of_day(agreement.review) if agreement.review else None,
        "days": lambda agreement: agreement.days,
        "state": lambda agreement: agreement.state,
        "evaluated": lambda agreement: _date(agreement.evaluated),
        "in-force": lambda agreement: _date(agreement.in_force),
        "computed": lambda agreement: "yes" if agreement.is_computed else None,
    },
)
"""The view of agreements, without rows."""


def agreements(found: Sequence["Agreement"], as_of: AsOf) -> View:
    """Return the view of agreements and their states as of the given day."""
    shown = dict(AGREEMENTS.columns)
    shown["state"] = lambda agreement: _state(agreement, as_of.day)
    for name in ("evaluated", "in-force", "computed"):
        if not any(shown[name](agreement) for agreement in found):
            del shown[name]
    title = f"Agreements as of {as_of.day}"
    return AGREEMENTS._replace(rows=found, shown=shown, title=title, total=_counts(found))


def _state(agreement: "Agreement", day: datetime.date) -> str:
    """Return the state of an agreement, which is different in a table if it expires soon."""
    if agreement.state == "reviewed" and agreement.expires_soon(day):
        return "reviewed, expires soon"
    return agreement.state


def _counts(found: Sequence["Agreement"]) -> str:
    """Return the number of agreements in each state, and of centres without an agreement."""
    states = Counter(agreement.state for agreement in found)
    without = states.pop("none", 0)
    number = plural(states.total(), "agreement")
    if states:
        number += ": " + ", ".join(f"{count} {state}" for state, count in states.items())
    if without:
        number += f"; {plural(without, 'centre')} without one"
    return number
