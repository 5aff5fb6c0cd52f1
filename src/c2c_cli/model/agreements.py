"""What runs out when: each centre's agreement with UNESCO, as of a day. Knows neither files nor output."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from c2c_cli.model import history
from c2c_cli.model.dates import months_later
from c2c_cli.model.history import Event
from c2c_cli.model.records import Centre

REVIEW_MONTHS = 6
"""So many calendar months before its end, at least, an agreement is reviewed (UNESCO, 37 C/18 Part I, A.3.2)."""


class Agreement(NamedTuple):
    """How it stands with a centre's agreement, as of a day."""

    centre: Centre
    event: Event | None
    """The signing or renewal with which it began, if there is one."""
    review: datetime.date | None
    """The day by which it is to be reviewed: before the first day on which it may end."""
    days: int | None
    """Days left to the last day on which it may end; less than 0 where that is past."""
    state: str
    """`valid`, `review due`, `expired`, `end unknown` or `none`."""


def agreements(centres: Iterable[Centre], day: datetime.date) -> list[Agreement]:
    """Return the agreements of the centres that were in the registry as of a day, in their order."""
    return [_agreement(centre, day) for centre in centres if centre.status(day) is not None]


def needs_attention(agreement: Agreement, day: datetime.date, months: int = 0) -> bool:
    """Tell whether an agreement ends, or is to be reviewed, within so many months of a day, or was before it."""
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
