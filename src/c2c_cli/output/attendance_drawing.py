"""Drawing of attendance: a line for each centre and organisation, with a mark for each meeting."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from c2c_cli.model.attendance import Matrix
from c2c_cli.model.dates import Date
from c2c_cli.model.records import Meeting
from c2c_cli.output.canvas import escape, width_of, wrapped
from c2c_cli.output.view import QUIET, Mark, Span
from c2c_cli.text import all_of, plural

MARKS = {
    "organised": Mark("●", "cyan"),
    "attended": Mark("✓", "green"),
    "absent": Mark("–"),
}
"""Role -> its mark."""

_OPEN = Mark("·", QUIET)
"""Mark of a member without a role, if the attendees of the meeting are not recorded."""

_CELL = len("06-27")  # width of the column of a meeting
_GAP = 2  # usual number of spaces between two columns
_REPEATED = 30
"""Number of lines above which the dates are repeated after them."""
_MAX_NAMES = 12  # number of centres without a line above which they are counted

_BLANK = Mark(" ")
"""Mark of a member without a role, if the attendees of the meeting are recorded."""

_COUNTS = "Recorded"
"""Heading of the numbers of meetings at which members are recorded."""

_Line = list[Span]


class _Layout(NamedTuple):
    """How a matrix is drawn in a certain width."""

    names: int
    """Width of the ids."""
    gap: int
    """Number of spaces before the column of a meeting."""
    meetings: int
    """Number of meetings, of which the last are shown."""
    counts: bool
    """Whether there is a column with the number of meetings at which a member is recorded."""


def lines(
    found: Matrix, earlier: Sequence[Meeting], command: str, others: Sequence[str], width: int
) -> list[_Line] | None:
    """Return a line for each member, with the dates of the meetings above, and the legend.

    `earlier` are meetings to mention as not shown, and `command` shows such meetings. `others` are
    the ids of centres without a line. Return None if the lines do not fit in `width`.
    """
    layout = _layout(found, width)
    if layout is None:
        return None
    hidden = found.meetings[: len(found.meetings) - layout.meetings]
    shown = found._replace(meetings=found.meetings[len(hidden) :])
    header = [*_header(shown, layout)]
    rule = [("━" * max(map(_width, header)), QUIET)]
    centres = [_member(shown, member, layout) for member in shown.centres]
    organisations = [_member(shown, member, layout) for member in shown.organisations]
    between: list[_Line] = [[]] if centres and organisations else []
    rows = [*centres, *between, *organisations]
    again = [[], *header] if len(rows) > _REPEATED else []
    unseen = [*earlier, *hidden]
    footer = [*_legend(shown, width), *_notes(shown, unseen, others, width)]
    if unseen:
        footer.append(_hint(unseen, command, layout, width))
    return [*header, rule, *rows, *again, [], *footer]


def _width(line: _Line) -> int:
    return width_of("".join(text for text, _ in line))


def _layout(found: Matrix, width: int) -> _Layout | None:
    """Return the layout that shows most, or None if not even one meeting fits."""
    names = max(width_of(escape(member)) for member in found.members)
    number = len(found.meetings)
    counts = _GAP + len(_COUNTS)
    for with_counts in (True, False):
        for gap in (_GAP, 1):
            needed = names + number * (gap + _CELL) + counts * with_counts
            if needed <= width:
                return _Layout(names, gap, number, with_counts)
    fitting = _fitting(names, width)
    return _Layout(names, 1, fitting, counts=False) if fitting > 0 else None


def _fitting(names: int, width: int) -> int:
    """Return the number of meetings that fit beside ids of a width."""
    return (width - names) // (1 + _CELL)


def _header(shown: Matrix, layout: _Layout) -> Iterator[_Line]:
    """Yield the line of the years, each once, and the line of the days or months."""
    years = days = " " * layout.names
    previous = 0
    for meeting in shown.meetings:
        gap = " " * layout.gap
        year = meeting.start.year
        years += gap + (f"{year:<{_CELL}}" if year != previous else " " * _CELL)
        days += gap + f"{_day(meeting.start):^{_CELL}}"
        previous = year
    if layout.counts:
        days += " " * _GAP + _COUNTS
    yield [(years.rstrip(), "bold")]
    yield [(days.rstrip(), "bold")]


def _day(start: Date) -> str:
    """Return a date without its year, which is above it, unless only the year is known."""
    text = str(start)
    return text[5:] or text


def _member(shown: Matrix, member: str, layout: _Layout) -> _Line:
    """Return the line of a member."""
    name = escape(member)
    line: _Line = [(name, "bold"), (" " * (layout.names - width_of(name)), "")]
    before = " " * (layout.gap + _CELL // 2)
    after = " " * (_CELL // 2)
    for meeting in shown.meetings:
        line += [(before, ""), _mark(shown, meeting, member), (after, "")]
    if layout.counts:
        number = sum(shown.is_present(meeting, member) for meeting in shown.meetings)
        line.append((f"{number:>{_GAP + len(_COUNTS)}}", ""))
    return line


def _mark(shown: Matrix, meeting: Meeting, member: str) -> Mark:
    """Return the mark of a member at a meeting, which is a space if nothing is recorded."""
    role = shown.role(meeting, member)
    if role:
        return MARKS[role]
    return _BLANK if meeting.attendees else _OPEN


def _legend(shown: Matrix, width: int) -> Iterator[_Line]:
    """Yield the marks in use with their meanings, on as many lines as they need."""
    used = {*shown.roles.values()}
    entries = [(mark, role) for role, mark in MARKS.items() if role in used]
    if not all(meeting.attendees for meeting in shown.meetings):
        entries.append((_OPEN, "attendees not recorded"))
    if any(_mark(shown, *pair) == _BLANK for pair in product(shown.meetings, shown.members)):
        entries.append((Mark("blank:", QUIET), "not recorded"))
    line: _Line = []
    for mark, meaning in entries:
        words: _Line = [mark, (f" {meaning}", QUIET)]
        if line and _width(line) + _GAP + _width(words) > width:
            yield line
            line = []
        line += [(" " * _GAP, ""), *words] if line else words
    yield line


def _notes(
    shown: Matrix, unseen: Sequence[Meeting], others: Sequence[str], width: int
) -> Iterator[_Line]:
    """Yield the lines on what the matrix covers, and on the centres that it does not contain."""
    counts = ((len(shown.centres), "centre"), (len(shown.organisations), "organisation"))
    members = all_of([plural(number, noun) for number, noun in counts if number])
    number = len(shown.meetings)
    total = number + len(unseen)
    of_all = f"{number} of {total} held meetings" if unseen else plural(number, "held meeting")
    notes = [f"{members}, {of_all}"]
    if others:
        unseen_centres = all_of(others) if len(others) <= _MAX_NAMES else f"{len(others)} centres"
        notes.append(f"Not recorded at any of these meetings: {unseen_centres}")
    for note in notes:
        for line in wrapped(escape(note), width).split("\n"):
            yield [(line, QUIET)]


def _hint(unseen: Sequence[Meeting], command: str, layout: _Layout, width: int) -> _Line:
    """Return the line with the command that shows more; it is not wrapped, so as to be copied."""
    total = layout.meetings + len(unseen)
    option = f"--year {unseen[-1].start.year}"
    if total <= _fitting(layout.names, width):
        option = f"--last {total}"
    return [(f"Earlier meetings: {command} {option}", QUIET)]
