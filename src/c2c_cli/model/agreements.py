"""The state of each centre's agreement with UNESCO as of a day."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from c2c_cli.model import history
from c2c_cli.model.dates import Date, months_later
from c2c_cli.model.history import AGREEMENT_KINDS, Event
from c2c_cli.model.records import Centre

REVIEW_MONTHS = 6
"""Minimum number of months between the review of an agreement and its expiry.

Source: UNESCO, 37 C/18 Part I, A.3.2.
"""

EVALUATION_MONTHS = 24
"""Number of months before expiry in which an evaluation of the centre counts as the review."""


class Agreement(NamedTuple):
    """The state of a centre's agreement as of a day."""

    centre: Centre
    event: Event | None
    """The signing or renewal that began the agreement."""
    review: datetime.date | None
    """The day by which the review is due, counted from the first day of the expiry date."""
    days: int | None
    """Days until the last day on which the agreement may expire; negative if that has passed."""
    state: str
    """`valid`, `review due`, `reviewed`, `expired`, `end unknown` or `none`."""
    evaluated: Event | None = None
    deadline: Date | None = None
    """The day by which the review is due; the expiry date if reviewed or expired."""

    @property
    def until(self) -> Date | None:
        """The expiry date of the agreement, if it is known."""
        return self.event.until if self.event else None


def agreements(centres: Iterable[Centre], day: datetime.date) -> list[Agreement]:
    """Return the agreements of the centres that were in the registry as of a day, in order."""
    return [_agreement(centre, day) for centre in centres if centre.status(day) is not None]


def needs_attention(agreement: Agreement, day: datetime.date, months: int = 0) -> bool:
    """Return whether an agreement has expired, or expires or is due for review within `months`."""
    return agreement.deadline is not None and agreement.deadline.first <= months_later(day, months)


def _agreement(centre: Centre, day: datetime.date) -> Agreement:
    events = history.since_last_closure(centre.event, day)
    event = history.latest(events, day, *AGREEMENT_KINDS)
    evaluated = history.latest(events, day, "evaluated")
    if event is None or event.until is None:
        state = "none" if event is None else "end unknown"
        return Agreement(centre, event, None, None, state, evaluated)
    review = months_later(event.until.first, -REVIEW_MONTHS)
    days = (event.until.last - day).days
    if days < 0:
        state = "expired"
    elif _is_review(evaluated, event.until):
        state = "reviewed"
    else:
        state = "review due" if review <= day else "valid"
    deadline = event.until if state in {"expired", "reviewed"} else Date.of_day(review)
    return Agreement(centre, event, review, days, state, evaluated, deadline)


def _is_review(evaluated: Event | None, until: Date) -> bool:
    """Return whether an evaluation is late enough to count as the review before an expiry date."""
    if evaluated is None or evaluated.date is None:
        return False
    return evaluated.date.last >= months_later(until.first, -EVALUATION_MONTHS)
