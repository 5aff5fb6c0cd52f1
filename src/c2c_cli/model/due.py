"""What needs action as of a day: agreements, past meetings still planned, agreed ones not held."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from c2c_cli.model import agreements, cadence
from c2c_cli.model.dates import Date, months_later
from c2c_cli.model.registry import Registry
from c2c_cli.text import plural

MONTHS = 6
"""Default number of months within which the review or expiry of an agreement needs action."""


class Action(NamedTuple):
    """Something that needs action."""

    date: Date
    """The date by which action is needed, or since which it is overdue."""
    what: str
    ids: tuple[str, ...]
    """The id of the centre or meeting, or the kinds of the cadence rules."""
    concerns: tuple[str, ...]
    """Ids of the centres and organisations concerned; empty for the whole network."""
    command: str
    """The command that records the outcome; words in capitals stand for values."""


def due(
    registry: Registry, day: datetime.date, months: int = MONTHS, data: str = ""
) -> list[Action]:
    """Return what needs action as of a day, the most overdue first.

    This includes agreements that expire or are due for review within `months`. `data` is the
    option that commands need for this registry, such as ` --data FILE`.
    """
    found = [
        *_agreements(registry, day, months, data),
        *_meetings(registry, day, data),
        *_cadence(registry, day, data),
    ]
    return sorted(found, key=lambda one: one.date.last)


def _agreements(registry: Registry, day: datetime.date, months: int, data: str) -> Iterator[Action]:
    for one in agreements.agreements(registry.centre, day):
        if one.deadline is not None and agreements.needs_attention(one, day, months):
            needed = {
                "expired": ("agreement expired", "renewed"),
                "reviewed": ("agreement expires", "renewed"),
            }
            what, kind = needed.get(one.state, ("review due", "evaluated"))
            until = one.event and one.event.until
            if kind == "evaluated" and until and until.first <= months_later(day, months):
                what += f"; agreement expires {'on' if until.first == until.last else 'in'} {until}"
            options = "--date DATE --until DATE" if kind == "renewed" else "--date DATE"
            command = f"c2c add event {one.centre.id} {kind}{data} {options}"
            yield Action(one.deadline, what, (one.centre.id,), (one.centre.id,), command)


def _meetings(registry: Registry, day: datetime.date, data: str) -> Iterator[Action]:
    for one in registry.meeting:
        if one.is_open and one.days.last < day:
            concerns, command = (
                one.organisers or one.attendees,
                f"c2c edit meeting {one.id}{data} --status held",
            )
            yield Action(
                one.end or one.start, f"meeting still {one.status}", (one.id,), concerns, command
            )


def _cadence(registry: Registry, day: datetime.date, data: str) -> Iterator[Action]:
    """Yield the agreed meetings neither held nor planned, up to the shortfall of each year."""
    for year in cadence.evaluate(
        registry.cadence, registry.meeting, cadence.years(registry.cadence, day), day
    ):
        needed: dict[tuple[str, ...], int] = {
            (one.rule.kind,): one.open - one.unclear for one in year.rules
        }
        # if there are unclear meetings, some of the shortfall belongs to no particular rule
        shared = tuple(one.rule.kind for one in year.rules if one.unclear)
        needed[shared] = needed.get(shared, 0) + year.shortfall - sum(needed.values())
        for kinds, number in needed.items():
            if number:
                state, status = ("missing", "held") if year.over else ("due", "planned")
                kind = kinds[0] if len(kinds) == 1 else "KIND"
                options = f"--kind {kind} --status {status} --start DATE --title TITLE"
                command = f"c2c add meeting{data} {options}"
                yield Action(
                    Date.of_year(year.year),
                    f"{plural(number, 'meeting')} {state}",
                    kinds,
                    (),
                    command,
                )
