"""What changed: the events that happened last, and the anchors of events."""

import datetime
from typing import NamedTuple

from c2c_cli.model import history
from c2c_cli.model.dates import Date
from c2c_cli.model.history import AsOf, Event
from c2c_cli.model.records import Centre
from c2c_cli.model.registry import Registry

MOST = 100
"""Number of events on the page of what changed, and in the feed."""


class Happening(NamedTuple):
    """An event that certainly happened."""

    centre: Centre
    event: Event
    days: Date
    """The days on which it may have happened."""

    @property
    def anchor(self) -> str:
        """The id of the event on the page of its centre."""
        return anchor_of(self.centre, self.event)


def latest(registry: Registry, as_of: AsOf, most: int = MOST) -> list[Happening]:
    """Return the last `most` events that certainly happened by a day, the newest first.

    They are in the order of the last days on which they may have happened, and those of the same
    day in the order of the file. An event whose year is not certain is not among them: under the
    last year in which it may have happened, it would seem to be news.
    """
    found = [
        Happening(centre, event, days)
        for centre in registry.centre
        if centre.status(as_of) is not None
        for event, days in history.with_days(centre.event, as_of)
        if _has_year(event, days) and days.last <= as_of.day
    ]
    # a stable sort keeps the order of the file also in reverse
    return sorted(found, key=lambda happening: happening.days.last, reverse=True)[:most]


def _has_year(event: Event, days: Date) -> bool:
    """Return whether an event certainly happened in one year; an open end is only a guess."""
    is_closed = event.date is not None and event.date.last < datetime.date.max
    return is_closed and days.first.year == days.last.year


def anchor_of(centre: Centre, event: Event) -> str:
    """Return the id of an event of a centre on its page: kind and number, such as `renewed-2`.

    Events of a kind are counted in the order of the file.
    """
    of_kind = [id(other) for other in centre.event if other.kind == event.kind]
    return f"{event.kind}-{of_kind.index(id(event)) + 1}"
