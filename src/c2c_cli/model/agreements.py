"""The state of each centre's agreement with UNESCO as of a day."""

import datetime
from typing import NamedTuple

from c2c_cli.model import history
from c2c_cli.model.dates import Date, months_later
from c2c_cli.model.history import AGREEMENT_KINDS, AsOf, Event, Events
from c2c_cli.model.records import Centre
from c2c_cli.model.registry import Registry

REVIEW_MONTHS = 6
"""Default number of months between the review of an agreement and its expiry.

Source: UNESCO, 37 C/18 Part I, A.3.2.
"""

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
    event, in_force = _latest(events, as_of)
    evaluated = history.latest(events, as_of, "evaluated")
    if event is None:
        return Agreement(centre, "none", evaluated=evaluated)
    until, is_computed = _end(event, in_force)
    found = Agreement(centre, "end unknown", event, in_force, evaluated, until, is_computed)
    if until is None:
        return _without_end(found, registry.network.longest_term, as_of)
    return _with_end(found, until, registry.network.review_months or REVIEW_MONTHS, as_of.day)


def needs_attention(agreement: Agreement, day: datetime.date, months: int = 0) -> bool:
    """Return whether an agreement has expired, or expires or is due for review within `months`.

    An outdated one does not: it may have been renewed long ago.
    """
    if agreement.deadline is None or agreement.state == "outdated":
        return False
    return agreement.deadline.first <= months_later(day, months)


def _latest(events: Events, as_of: AsOf) -> tuple[Event | None, Event | None]:
    """Return the event that began the latest agreement, and its entry into force, if recorded.

    An entry into force belongs to the latest agreement that began by its last day. Without one, it
    begins an agreement itself.
    """
    begun = history.in_order(events, as_of, *AGREEMENT_KINDS)
    in_force = history.in_order(events, as_of, "in-force")
    if not begun:
        return (in_force[-1][1], in_force[-1][1]) if in_force else (None, None)
    days, event = begun[-1]
    own = [found for since, found in in_force if since.last >= days.last]
    return event, own[-1] if own else None


def _end(event: Event, in_force: Event | None) -> tuple[Date | None, bool]:
    """Return the end of an agreement, and whether it is computed from its term.

    What is recorded with the entry into force counts before what is recorded with the signature.
    """
    events = [found for found in (in_force, event) if found is not None]
    for found in events:
        if found.until is not None:
            return found.until, False
    terms = [found.term for found in events if found.term is not None]
    dates = [found.date for found in events if found.date is not None]
    if terms and dates and not dates[0].bounds:
        return end_of_term(dates[0], terms[0]), True
    return None, False


def end_of_term(start: Date, years: int) -> Date:
    """Return the end of a term: the day before the anniversary, or a month or a year."""
    if start.first != start.last:
        anniversary = Date.of_year(start.year + years)
        if len(str(start)) == len("2018"):
            return anniversary
        return Date.parse(f"{anniversary}-{start.first.month:02}")
    day = months_later(start.first, 12 * years)
    if day.day == start.first.day:  # otherwise the start is 29 February, and the day is the 28th
        day -= datetime.timedelta(days=1)
    return Date.of_day(day)


def _without_end(agreement: Agreement, longest_term: int | None, as_of: AsOf) -> Agreement:
    """Return an agreement whose end is unknown, with its state.

    It is outdated if it began longer ago than the longest term that is known.
    """
    began = agreement.in_force or agreement.event
    if began is None or longest_term is None:
        return agreement
    days = history.days_of(began, agreement.centre.event, as_of.checked)
    last = months_later(days.last, 12 * longest_term)
    if last >= as_of.day:
        return agreement
    deadline = Date.of_day(last)
    if began.date is not None and not began.date.bounds:
        deadline = end_of_term(began.date, longest_term)
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
