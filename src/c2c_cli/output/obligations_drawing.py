"""Drawing of the obligations: for each, a line for each centre, with a mark for each period."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from c2c_cli.model.obligations import Period, date_of
from c2c_cli.model.records import Centre, Obligation
from c2c_cli.output.canvas import escape, width_of, wrapped
from c2c_cli.output.view import MARKS, QUIET, RULE_STATES, Span
from c2c_cli.text import plural

_WORDS = {"met": "recorded", "missing": "none recorded"}
"""State -> its name in the legend, if that differs."""

_BINDS = (
    "A centre is bound from the first period after the year in which it is first known to operate, "
    "until it closes."
)
_COUNT = "Recorded"
"""Heading of the numbers of recorded periods."""

_GAP = 2  # number of spaces before and after the marks
_LONG = 25  # number of centres above which they are grouped by sector
_NAMED = 5  # maximum number of centres to name that are not bound
_SCREEN = 24  # number of lines above which the years are repeated after them

_Line = list[Span]

_Row = dict[int, Period]
"""First year of a period -> the period of a centre."""


class _Block(NamedTuple):
    """The periods that are side by side, and the widths of their columns."""

    firsts: Sequence[int]
    """The first year of each period."""
    labels: Sequence[str]
    widths: Sequence[int]
    gap: int
    """Number of spaces between two columns."""
    left: int
    """Width of the column of ids."""
    counts: Mapping[str, str] = {}
    """Id of a centre -> how many of its periods are recorded, if a column shows that."""


def lines(
    by_obligation: Sequence[Sequence[Period]],
    centres: Sequence[Centre],
    sectors: Mapping[str, str],
    day: datetime.date,
    pointer: str,
    width: int,
) -> Iterator[_Line]:
    """Yield a grid for each obligation as of a day, a legend, and `pointer`.

    `by_obligation` are the periods of each obligation. `centres` are those that may be bound, and
    `sectors` the names of the sectors by their ids.
    """
    for owed in by_obligation:
        yield from _of_obligation(owed, centres, sectors, day, width)
    yield from _legend({period.state for owed in by_obligation for period in owed}, width)
    if any(map(_has_blank, by_obligation)):
        yield from _text(f"Blank: not bound. {_BINDS}", width, QUIET)
    elif any(_unbound(owed, centres) for owed in by_obligation):
        yield from _text(_BINDS, width, QUIET)
    yield from _text(pointer, width, QUIET)


def _of_obligation(
    owed: Sequence[Period],
    centres: Sequence[Centre],
    sectors: Mapping[str, str],
    day: datetime.date,
    width: int,
) -> Iterator[_Line]:
    """Yield the name and rule of an obligation, its grid, and the centres without a period."""
    obligation = owed[0].obligation
    yield from _text(f"{obligation.name} ({obligation.kind})", width, "bold")
    yield from _text(_rule(obligation), width)
    if obligation.note:
        yield from _text(obligation.note, width)
    yield []
    rows: dict[str, _Row] = {}
    for period in owed:
        rows.setdefault(period.centre.id, {})[period.first] = period
    groups = _groups([centre for centre in centres if centre.id in rows], sectors)
    counts = {centre_id: _count(row.values(), day) for centre_id, row in rows.items()}
    for block in _blocks(_firsts(owed), rows, counts, width):
        yield from _grid(block, rows, groups, width)
        yield []
    others = _unbound(owed, centres)
    if others:
        named = ", ".join(others) if len(others) <= _NAMED else plural(len(others), "centre")
        firsts = _firsts(owed)
        years = _label(firsts[0], obligation.years) if len(firsts) == 1 else "these years"
        yield from _text(f"Not bound in {years}: {named}", width)
        yield []


def _firsts(owed: Iterable[Period]) -> list[int]:
    """Return the first year of each period, in order."""
    return sorted({period.first for period in owed})


def _has_blank(owed: Sequence[Period]) -> bool:
    """Return whether a centre is bound in some periods of an obligation only."""
    bound = {period.centre.id for period in owed}
    return len(owed) < len(bound) * len(_firsts(owed))


def _unbound(owed: Sequence[Period], centres: Iterable[Centre]) -> list[str]:
    """Return the ids of the centres to which an obligation applies, but in no period shown."""
    bound = {period.centre.id for period in owed}
    ids = [centre.id for centre in centres if centre.id not in bound]
    return [centre_id for centre_id in ids if owed[0].obligation.binds(centre_id)]


def _text(text: str, width: int, style: str = "") -> Iterator[_Line]:
    """Yield the lines of a text in one style."""
    for line in wrapped(escape(text, keep="\n"), width).split("\n"):
        yield [(line, style)]


def _rule(obligation: Obligation) -> str:
    """Return since when an obligation applies, to which centres, and by when it is due."""
    every = "" if obligation.years == 1 else f"every {obligation.years} years "
    years = f"since {obligation.since}"
    if obligation.until:
        years = f"from {obligation.since} to {obligation.until}"
    number = len(obligation.centres)
    bound = f"for {plural(number, 'centre')}" if number else "for every centre"
    due = f", due by {_day(obligation.due)} the year after" if obligation.due else ""
    text = f"{every}{years}, {bound}{due}"
    return text[:1].upper() + text[1:]


def _day(due: str) -> str:
    """Return a day of the year in words: `31 March` for `03-31`."""
    day = datetime.date.fromisoformat(f"2001-{due}")
    return f"{day.day} {day:%B}"


def _groups(
    centres: Sequence[Centre], sectors: Mapping[str, str]
) -> Sequence[tuple[str, Sequence[Centre]]]:
    """Return the centres of each sector with a heading, or all without one if they are few."""
    by_sector: dict[str, list[Centre]] = {sector: [] for sector in sectors}
    for centre in centres:
        by_sector[centre.sector].append(centre)
    filled = {sector: group for sector, group in by_sector.items() if group}
    if len(centres) <= _LONG or len(filled) == 1:
        return [("", centres)]
    return [(sectors[sector], group) for sector, group in filled.items()]


def _blocks(
    firsts: Sequence[int], rows: Mapping[str, _Row], counts: Mapping[str, str], width: int
) -> Iterator[_Block]:
    """Yield the columns of the periods, in as few blocks as fit in a width.

    The years have four digits if they fit, or else two.
    """
    length = next(iter(next(iter(rows.values())).values())).obligation.years
    ids = [width_of(escape(centre_id)) for centre_id in rows]
    # others have own lines; the first year needs two columns
    left = max([2, *(own for own in ids if own <= width // 3)])
    if len(firsts) == 1:
        cells = [width_of(_as_text(_cell(row[firsts[0]], dated=True))) for row in rows.values()]
        label = _label(firsts[0], length)
        yield _Block(firsts, [label], [max([len(label), *cells])], 0, left)
        return
    room = width - left - _GAP
    for short, gap in ((False, 2), (False, 1), (True, 2), (True, 1)):
        block = _block(firsts, length, left, gap, short=short)
        block = block._replace(counts=counts)
        if _marks_width(block) + _counts_width(block) <= room:
            yield block
            return
    size = len(firsts)
    while size > 1 and _marks_width(block._replace(widths=block.widths[:size])) > room:
        size -= 1
    number = -(-len(firsts) // size)
    ends = [len(firsts) * part // number for part in range(number + 1)]
    for start, stop in pairwise(ends):
        yield _block(firsts[start:stop], length, left, 1, short=True)


def _block(firsts: Sequence[int], length: int, left: int, gap: int, *, short: bool) -> _Block:
    """Return the columns of periods of a length, whose labels may be short except the first."""
    labels = [_label(first, length) for first in firsts]
    if short:
        labels[1:] = [_short_label(first, length) for first in firsts[1:]]
        widths = [len(_short_label(first, length)) for first in firsts]
    else:
        widths = [len(label) for label in labels]
    return _Block(firsts, labels, widths, gap, left)


def _label(first: int, length: int) -> str:
    """Return the years of a period, such as `2022` or `2022–2023`."""
    return f"{first}" if length == 1 else f"{first}–{first + length - 1}"


def _short_label(first: int, length: int) -> str:
    """Return the years of a period without their century, such as `22` or `22–23`."""
    return "–".join(year[2:] for year in _label(first, length).split("–"))


def _counts_width(block: _Block) -> int:
    """Return the width of the column of counts and the gap before it, or 0 without one."""
    if not block.counts:
        return 0
    return _GAP + max(len(_COUNT), *map(len, block.counts.values()))


def _marks_width(block: _Block) -> int:
    return sum(block.widths) + block.gap * (len(block.widths) - 1)


def _grid(
    block: _Block,
    rows: Mapping[str, _Row],
    groups: Sequence[tuple[str, Sequence[Centre]]],
    width: int,
) -> Iterator[_Line]:
    """Yield the years, and the lines of the centres that are bound in any of them."""
    years = _years(block)
    drawn: list[_Line] = []
    for heading, centres in groups:
        bound = [
            centre for centre in centres if any(first in rows[centre.id] for first in block.firsts)
        ]
        if heading and bound:
            if drawn:
                drawn.append([])
            drawn += _text(f"{heading} ({len(bound)})", width, "bold")
        for centre in bound:
            drawn += _of_centre(centre.id, rows[centre.id], block)
    yield years
    yield [("━" * (block.left + _GAP + _marks_width(block) + _counts_width(block)), QUIET)]
    yield from drawn
    if len(drawn) > _SCREEN:
        yield []
        yield years


def _years(block: _Block) -> _Line:
    """Return the labels of the periods; the first one may begin in the column of ids."""
    first, *others = block.labels
    start = block.left + _GAP + block.widths[0] - len(first)
    if len(block.firsts) == 1:
        start = block.left + _GAP
    text = " " * start + f"{first}"
    for label in others:
        text += " " * block.gap + label
    if block.counts:
        text += " " * _GAP + _COUNT
    return [(text, "bold")]


def _of_centre(centre_id: str, row: _Row, block: _Block) -> Iterator[_Line]:
    """Yield the line of a centre, preceded by a line with its id if that is too wide."""
    name = escape(centre_id)
    if width_of(name) > block.left:
        yield [(name, "bold")]
        name = ""
    line = [(name + " " * (block.left - width_of(name)), "bold")]
    gap = _GAP
    for first, width in zip(block.firsts, block.widths, strict=True):
        is_single = len(block.firsts) == 1
        cell = _cell(row[first], dated=is_single) if first in row else []
        before = 0 if is_single else (width - 1) // 2
        after = width - before - width_of(_as_text(cell))
        line += [(" " * (gap + before), ""), *cell, (" " * after, "")]
        gap = block.gap
    if block.counts:
        line.append((" " * _GAP + block.counts[centre_id], ""))
    yield line


def _cell(period: Period, *, dated: bool) -> _Line:
    """Return the mark of a period, with the date of what is recorded if `dated`."""
    mark = MARKS[period.state]
    date = date_of(period.deliveries[0]) if period.deliveries else None
    return [(mark.sign, mark.style), (f" {date}" if dated and date else "", "")]


def _as_text(spans: Iterable[Span]) -> str:
    return "".join(text for text, _ in spans)


def _count(periods: Iterable[Period], day: datetime.date) -> str:
    """Return the number of recorded periods and of all that count, such as `2 of 3`.

    A period counts if it is met, or its deadline is over at the end of the day.
    """
    states = [period.state for period in periods if period.is_counted(day)]
    return f"{states.count('met')} of {len(states)}" if states else ""


def _legend(used: set[str], width: int) -> Iterator[_Line]:
    """Yield the meanings of the marks of the states in use, in lines of at most `width`."""
    line: _Line = []
    for state in RULE_STATES:
        if state not in used:
            continue
        mark = MARKS[state]
        meaning = f" {_WORDS.get(state, state)}"
        if line and len(_as_text(line)) + _GAP + 1 + len(meaning) > width:
            yield line
            line = []
        line += [(" " * _GAP if line else "", ""), (mark.sign, mark.style), (meaning, QUIET)]
    yield line
