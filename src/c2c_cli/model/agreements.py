"""The state of each centre's agreement with UNESCO as of a day."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from c2c_cli.model import history
from c2c_cli.model.dates import months_later
from c2c_cli.model.history import Event
from c2c_cli.model.records import Centre

REVIEW_MONTHS = 6
"""Minimum number of months between the review of an agreement and its expiry (UNESCO, 37 C/18 Part I, A.3.2)."""


class Agreement(NamedTuple):
    """The state of a centre's agreement as of a day."""

    centre: Centre
    event: Event | None
    """The signing or renewal that began the agreement."""
    review: datetime.date | None
    """The day by which the review is due, counted from the first day on which the agreement may expire."""
    days: int | None
    """Days until the last day on which the agreement may expire; negative if that has passed."""
    state: str
    """`valid`, `review due`, `expired`, `end unknown` or `none`."""


def agreements(centres: Iterable[Centre], day: datetime.date) -> list[Agreement]:
    """Return the agreements, in order, of the centres that were in the registry as of a day."""
    return [_agreement(centre, day) for centre in centres if centre.status(day) is not None]


def needs_attention(agreement: Agreement, day: datetime.date, months: int = 0) -> bool:
    """Return whether an agreement has expired or is due for review, or will be within `months` of a day."""
    return agreement.review is not None and agreement.review <= months_later(day, months)


def _agreement(centre: Centre, day: datetime.date) -> Agreement:
    event = history.agreement(history.current(centre.event, day), day)
    if event is None:
        return Agreement(centre, None, None, None, "none")
    if event.until is None:
        return Agreement(centre, event, None, None, "end unknown")
    review = months_later(event.until.first, -REVIEW_MONTHS)
    days = (event.until.last - day).days
    state = "expired" if days < 0 else "review due" if review <= day else "valid"
    return Agreement(centre, event, review, days, state)
