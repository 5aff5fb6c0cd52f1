"""View of agreements."""

import datetime
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from operator import attrgetter
from typing import TYPE_CHECKING

from c2c_cli import streams
from c2c_cli.model.countries import name_of
from c2c_cli.model.dates import UNKNOWN_DATE, Date, duration
from c2c_cli.model.history import AsOf, Event
from c2c_cli.output.view import MARKS, QUIET, Span, View, of_columns
from c2c_cli.text import plural, wrap
from c2c_cli.text import width as text_width

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
    {
        "id": "Id of the centre.",
        "kind": "Kind of the event that began the agreement.",
        "date": "Date of that event; ? if unknown.",
        "until": "End of the agreement, if it is recorded or follows from its term.",
        "review": "Day by which the review is due.",
        "days": "Days until the last possible day of the end; negative after it.",
        "state": "State of the agreement as of the given day.",
        "evaluated": "Date of the latest evaluation; ? if unknown.",
        "in-force": "Date of the entry into force; ? if unknown.",
        "computed": "yes if the end follows from the term.",
    },
)
"""The view of agreements, without rows."""


HEADINGS = {
    "expired": "Expired",
    "review due": "Review due",
    "reviewed": "Reviewed",
    "valid": "Valid",
    "outdated": "Outdated",
    "end unknown": "End not recorded",
    "none": "No agreement recorded",
}
"""State -> heading of its agreements in a drawing, in the order of the sections."""

_MARGIN = 4  # columns before a line, for its mark
_GAP = "  "
_WIDE = 160  # minimum width for the names of countries instead of their codes
_NAME = 30  # minimum width of the names of centres
_MOST = 100  # maximum width of a paragraph of ids
_COMPUTED = "*"  # suffix of a computed end


def agreements(found: Sequence["Agreement"], as_of: AsOf) -> View:
    """Return the view of agreements and their states as of the given day."""
    shown = dict(AGREEMENTS.columns)
    shown["state"] = lambda agreement: _state(agreement, as_of.day)
    for name in ("evaluated", "in-force", "computed"):
        if not any(shown[name](agreement) for agreement in found):
            del shown[name]
    return AGREEMENTS._replace(
        rows=found,
        shown=shown,
        title=_title(found, as_of.day),
        total=_counts(found),
        drawing=lambda width: _draw(found, as_of.day, width),
    )


def _title(found: Sequence["Agreement"], day: datetime.date) -> str:
    """Return a title that names the country if it is the only one."""
    countries = _countries(found)
    if len(countries) != 1:
        return f"Agreements as of {day}"
    return f"Agreements: {name_of(*countries)}, as of {day}"


def _countries(found: Sequence["Agreement"]) -> set[str]:
    return {agreement.centre.country for agreement in found}


def _draw(found: Sequence["Agreement"], day: datetime.date, width: int) -> Iterator[list[Span]]:
    """Yield the lines of a section for each state, and the number of agreements.

    Each agreement with an end has a line, the earliest end first. The others are a paragraph of
    ids.
    """
    dated = [agreement for agreement in found if agreement.until is not None]
    dated.sort(key=attrgetter("until"))
    has_countries = len(_countries(found)) > 1
    rows = [*zip(dated, _rows(dated, day, width, has_countries=has_countries), strict=True)]
    widths = [text_width(line) for _, lines in rows for line in lines]
    total = max([min(width, _MOST), *(_MARGIN + most for most in widths)])
    for state, heading in HEADINGS.items():
        members = [agreement for agreement in found if agreement.state == state]
        if not members:
            continue
        number = str(len(members))
        yield [(heading.ljust(total - len(number)), "bold"), (number, "")]
        for agreement, lines in rows:
            if agreement.state == state:
                yield from _with_mark(lines, agreement, day)
        yield from _paragraph(members, total)
    yield []
    for line in wrap(_counts(found), width):
        yield [(line, QUIET)]
    if any(agreement.is_computed for agreement in found):
        yield [(f"{_COMPUTED} computed from the term", QUIET)]


def _paragraph(members: Sequence["Agreement"], width: int) -> Iterator[list[Span]]:
    """Yield the ids of the centres whose agreement has no recorded end, as wrapped lines."""
    ids = [_safe(agreement.centre.id) for agreement in members if agreement.until is None]
    if ids:
        for line in wrap(" ".join(ids), width - len(_GAP)):
            yield [(f"{_GAP}{line}", "")]


def _with_mark(
    lines: Sequence[str], agreement: "Agreement", day: datetime.date
) -> Iterator[list[Span]]:
    """Yield the lines of an agreement with its mark, and with its id in bold."""
    mark = MARKS[_state(agreement, day)]
    own_id = _safe(agreement.centre.id)
    first, *others = lines
    key = own_id if first.startswith(own_id) else ""
    yield [(_GAP, ""), (mark.sign, mark.style), (" ", ""), (key, "bold"), (first[len(key) :], "")]
    for line in others:
        yield [(" " * _MARGIN + line, "")]


def _rows(
    dated: Sequence["Agreement"], day: datetime.date, width: int, *, has_countries: bool
) -> list[list[str]]:
    """Return the lines of each agreement in columns; cells that do not fit follow them.

    There is a column of countries if there are several, and one of names of centres if it fits.
    """
    room = width - _MARGIN
    rows = [_cells(agreement, day, is_wide=width >= _WIDE) for agreement in dated]
    if not has_countries:
        rows = [[own_id, *others] for own_id, _, *others in rows]
    widths = [max(map(text_width, column)) for column in zip(*rows, strict=True)]
    names = [_safe(agreement.centre.name) for agreement in dated]
    left = room - sum(widths) - len(_GAP) * len(widths)
    if left >= _NAME:
        place = 1 + has_countries
        widths.insert(place, min(left, max(map(text_width, names), default=0)))
        rows = [[*row[:place], name, *row[place:]] for row, name in zip(rows, names, strict=True)]
    return [_in_columns(row, widths, room) for row in rows]


def _cells(agreement: "Agreement", day: datetime.date, *, is_wide: bool) -> list[str]:
    """Return the cells of the line of an agreement with an end."""
    centre, began = agreement.centre, agreement.began
    until = f"until {agreement.until}{_COMPUTED if agreement.is_computed else ''}"
    beginning = f"{began.kind.replace('-', ' ')} {_date(began)}" if began else ""
    country = name_of(centre.country) if is_wide else centre.country
    return [_safe(text) for text in (centre.id, country, until, _when(agreement, day), beginning)]


def _when(agreement: "Agreement", day: datetime.date) -> str:
    """Return how long ago an agreement expired, how soon it expires, or when its review is due."""
    until = agreement.until
    if until is not None and agreement.state == "expired":
        return f"{duration(until.last, day)} ago"
    if agreement.state != "reviewed":
        return f"review {agreement.review}"
    if until is not None and agreement.expires_soon(day):
        return f"expires in {duration(day, until.first)}" if until.first > day else "expires soon"
    return f"evaluated {_date(agreement.evaluated)}"


def _in_columns(cells: Sequence[str], widths: Sequence[int], room: int) -> list[str]:
    """Return the lines of the cells that fit in columns, and then those of the other cells."""
    fitting = len(cells)
    while sum(widths[:fitting]) + len(_GAP) * (fitting - 1) > room:
        fitting -= 1
    columns = [wrap(text, most) for text, most in zip(cells[:fitting], widths, strict=False)]
    lines = []
    for parts in zip_longest(*columns, fillvalue=""):
        padded = [
            part + " " * (most - text_width(part))
            for part, most in zip(parts, widths, strict=False)
        ]
        lines.append(_GAP.join(padded).rstrip())
    others = _GAP.join(filter(None, cells[fitting:]))
    return [*lines, *(wrap(others, room) if others else ())]


def _safe(text: str) -> str:
    """Return a text as the terminal shows it, so that it can be measured."""
    return streams.safe(text, sys.stdout)


def _state(agreement: "Agreement", day: datetime.date) -> str:
    """Return the state of an agreement, with words added if it expires soon."""
    if agreement.state == "reviewed" and agreement.expires_soon(day):
        return "reviewed, expires soon"
    return agreement.state


def _counts(found: Sequence["Agreement"]) -> str:
    """Return the number of agreements in each state, and of centres without an agreement."""
    states = Counter(agreement.state for agreement in found)
    without = states.pop("none", 0)
    number = plural(states.total(), "agreement")
    if states:
        counts = [f"{states[state]} {state}" for state in HEADINGS if states[state]]
        number += f": {', '.join(counts)}"
    if without:
        number += f"; {plural(without, 'centre')} without one"
    return number
