"""The state of each centre's agreement with UNESCO as of a day."""

import datetime
from typing import NamedTuple

from c2c_cli.model import history
from c2c_cli.model.dates import Date, end_of_period, months_later
from c2c_cli.model.history import AsOf, Event
from c2c_cli.model.records import Centre
from c2c_cli.model.registry import Registry

REVIEW_MONTHS = 6
"""Default number of months between the review of an agreement and its expiry.

Source: UNESCO, 37 C/18 Part I, A.3.2.
"""

DUE_MONTHS = 6
"""Default number of months within which the review or expiry of an agreement needs action."""

EVALUATION_MONTHS = 24
"""Number of months before expiry in which an evaluation of the centre counts as the review."""


class Agreement(NamedTuple):
    """The state of a centre's agreement as of a day."""

    centre: Centre
    state: str
    """`valid`, `review due`, `reviewed`, `expired`, `end unknown`, `outdated` or `none`."""
    event: Event | None = None
    """The signing, renewal or entry into force that began the agreement."""
    in_force: Event | None = None
    """The entry into force of the agreement, if it is recorded."""
    evaluated: Event | None = None
    until: Date | None = None
    """The expiry date of the agreement, if it is recorded or follows from its term."""
    is_computed: bool = False
    """Whether the expiry date follows from the term."""
    review: datetime.date | None = None
    """The day by which the review is due, counted from the first day of the expiry date."""
    days: int | None = None
    """Days until the last day on which the agreement may expire; negative if that has passed."""
    deadline: Date | None = None
    """The day by which the review is due; the expiry date if reviewed or expired.

    If the agreement is outdated, this is when the longest term after its beginning ended.
    """

    @property
    def began(self) -> Event | None:
        """The entry into force of the agreement if it is recorded, or else its beginning."""
        return self.in_force or self.event

    def expires_soon(self, day: datetime.date) -> bool:
        """Return whether an agreement may expire soon, but has not expired as of a day."""
        if self.until is None or self.state == "expired":
            return False
        return self.until.first <= months_later(day, DUE_MONTHS)


def agreements(registry: Registry, as_of: AsOf) -> list[Agreement]:
    """Return the agreements of the centres that were in the registry as of a day, in order."""
    return [
        agreement(centre, registry, as_of)
        for centre in registry.centre
        if centre.status(as_of) is not None
    ]


def agreement(centre: Centre, registry: Registry, as_of: AsOf) -> Agreement:
    """Return the agreement of a centre as of a day."""
    events = history.since_last_closure(centre.event, as_of)
    evaluated = history.latest(events, as_of, "evaluated")
    known = history.begun(events, as_of)
    if not known:
        return Agreement(centre, "none", evaluated=evaluated)
    event, in_force = known[-1]
    found = Agreement(centre, "end unknown", event, in_force, evaluated)
    known_end = end(event, in_force)
    if known_end is None:
        return _without_end(found, registry.network.longest_term, as_of)
    until = known_end.date
    found = found._replace(until=until, is_computed=known_end.field == "term")
    return _with_end(found, until, registry.network.review_months or REVIEW_MONTHS, as_of.day)


def needs_attention(agreement: Agreement, day: datetime.date, months: int = 0) -> bool:
    """Return whether an agreement has expired, or expires or is due for review within `months`.

    An outdated one does not: it may have been renewed long ago.
    """
    if agreement.deadline is None or agreement.state == "outdated":
        return False
    return agreement.deadline.first <= months_later(day, months)


class End(NamedTuple):
    """The end of an agreement."""

    date: Date
    event: Event
    """The event in which it is recorded, or the term from which it is computed."""
    field: str
    """`until` or `term`."""


def end(event: Event, in_force: Event | None) -> End | None:
    """Return the end of an agreement, or None if it is neither recorded nor known from its term.

    What is recorded with the entry into force counts before what is recorded with the signature,
    and a recorded end before a term.
    """
    events = [found for found in (in_force, event) if found is not None]
    for found in events:
        if found.until is not None:
            return End(found.until, found, "until")
    start = events[0].date
    for found in events:
        if found.term is not None and start is not None:
            date = _end_of_term(start, found.term)
            return End(date, found, "term") if date is not None else None
    return None


def _end_of_term(start: Date, years: int) -> Date | None:
    """Return the end of a term; it is between bounds if the start is, and None if one is unknown.

    The ends from two bounds may be the same: one year from 29 February ends as from 1 March.
    """
    if not start.bounds:
        return end_of_period(start, 12 * years)
    earliest, latest = start.sides
    if earliest is None or latest is None:
        return None
    ends = sorted({end_of_period(side, 12 * years) for side in (earliest, latest)})
    return Date.between(*ends) if len(ends) > 1 else ends[0]


def term(event: Event, in_force: Event | None) -> int | None:
    """Return the term of an agreement in years, if it is recorded."""
    return in_force.term if in_force and in_force.term else event.term


def _without_end(agreement: Agreement, longest_term: int | None, as_of: AsOf) -> Agreement:
    """Return an agreement whose end is unknown, with its state.

    It is outdated if it began longer ago than the longest term that is known.
    """
    began = agreement.began
    if began is None or longest_term is None:
        return agreement
    days = history.days_of(began, agreement.centre.event, as_of)
    last = months_later(days.last, 12 * longest_term)
    if last >= as_of.day:
        return agreement
    deadline = Date.of_day(last)
    if began.date is not None and not began.date.bounds:
        deadline = end_of_period(began.date, 12 * longest_term)
    return agreement._replace(state="outdated", deadline=deadline)


def _with_end(
    agreement: Agreement, until: Date, review_months: int, day: datetime.date
) -> Agreement:
    """Return an agreement whose end is known, with its state and its review."""
    review = months_later(until.first, -review_months)
    days = (until.last - day).days
    if days < 0:
        state = "expired"
    elif _is_review(agreement.evaluated, until):
        state = "reviewed"
    else:
        state = "review due" if review <= day else "valid"
    deadline = until if state in {"expired", "reviewed"} else Date.of_day(review)
    return agreement._replace(state=state, review=review, days=days, deadline=deadline)


def _is_review(evaluated: Event | None, until: Date) -> bool:
    """Return whether an evaluation is late enough to count as the review before an expiry date."""
    if evaluated is None or evaluated.date is None:
        return False
    return evaluated.date.last >= months_later(until.first, -EVALUATION_MONTHS)
