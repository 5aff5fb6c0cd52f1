"""Drawing of the cadence: a line for each year, with a mark for each rule."""

import datetime
from collections.abc import Iterable, Iterator, Sequence

from c2c_cli.model.cadence import RuleStatus, Year
from c2c_cli.model.dates import Date
from c2c_cli.model.records import Meeting
from c2c_cli.output.canvas import escape, width_of, wrapped
from c2c_cli.output.view import MARKS, QUIET, RULE_STATES, Span, heading
from c2c_cli.text import NUMBERS, one_of, plural

_WORDS = {"met": "held", "missing": "not recorded"}
"""State of a rule -> its name in the legend, if that differs."""

_GAP = 2  # number of spaces between two columns
_LEAST = 14  # minimum width of the column of unclear meetings

_Cell = list[Span]
_Column = list[_Cell]
"""A heading, and a cell for each year."""


def lines(
    years: Sequence[Year], day: datetime.date, pointer: str, width: int
) -> list[_Cell] | None:
    """Return a line for each year as of a day, a legend, and `pointer`.

    Return None if they do not fit in `width`.
    """
    kinds = list(dict.fromkeys(status.rule.kind for year in years for status in year.rules))
    columns = [
        _column("Year", [[(f"{year.year}", "bold")] for year in years]),
        *(_rule_column(kind, years) for kind in kinds),
        _column("Shortfall", [_plain(_shortfall(year)) for year in years]),
    ]
    rest = width - sum(_width(column) + _GAP for column in columns)
    remarks = _remarks(years, day, len(kinds), rest)
    if remarks is None:
        return None
    if _width(remarks):
        columns.append(remarks)
    fitting, note = _others(years, remarks, rest)
    header, *rows = _joined([*columns, *fitting])
    total = max(map(_cell_width, (header, *rows)))
    rule = [("━" * total, QUIET)]
    return [header, rule, *rows, [], *_footer(years, pointer, total), *note]


def _others(
    years: Sequence[Year], remarks: _Column, width: int
) -> tuple[list[_Column], list[_Cell]]:
    """Return the column of the meetings that count towards no rule, if any, and no line.

    If the column does not fit in `width` beside the remarks, return a line about it instead.
    """
    count = sum(len(year.other) for year in years)
    column = _column("Other", [_plain(", ".join(map(_short, year.other))) for year in years])
    is_wrapped = any("\n" in text for cell in remarks for text, _ in cell)
    if not count:
        return [], []
    if not is_wrapped and _width(remarks) + _GAP + _width(column) <= width:
        return [column], []
    verb = "counts" if count == 1 else "count"
    return [], [[(f"Not shown: {plural(count, 'meeting')} that {verb} towards no rule", QUIET)]]


def _remarks(years: Sequence[Year], day: datetime.date, rules: int, width: int) -> _Column | None:
    """Return the column of unclear meetings, wrapped to `width`; None if that is too narrow."""
    texts = [_remark(year, day, rules) for year in years]
    if width < min(_LEAST, max(map(width_of, texts))):
        return None
    title = "Unclear" if any(map(_candidates, years)) else ""
    return _column(title, [_plain(wrapped(text, max(width, 1))) for text in texts])


def _column(title: str, cells: Iterable[_Cell]) -> _Column:
    return [[(escape(title), "bold")], *cells]


def _plain(text: str) -> _Cell:
    return [(text, "")]


def _cell_width(cell: _Cell) -> int:
    return width_of("".join(text for text, _ in cell))


def _width(column: _Column) -> int:
    return max(map(_cell_width, column))


def _joined(columns: Sequence[_Column]) -> Iterator[_Cell]:
    """Yield the lines of the columns side by side; only the last column may be wrapped."""
    widths = [_width(column) for column in columns]
    for row in zip(*columns, strict=True):
        line: _Cell = []
        start = 0
        for cell, width in zip(row, widths, strict=True):
            padding = start - _cell_width(line)
            line += [(" " * padding, ""), *cell]
            start += width + _GAP
        text, style = line.pop()
        first, *more = text.split("\n")
        yield [*line, (first, style)]
        indent = " " * _cell_width(line)
        for part in more:
            yield [(indent + part, style)]


def _rule_column(kind: str, years: Iterable[Year]) -> _Column:
    """Return the states of the rule of a kind in each year; a cell is empty if none applies."""
    cells: list[_Cell] = []
    for year in years:
        applying = [status for status in year.rules if status.rule.kind == kind]
        cells.append(_state(applying[0]) if applying else _plain(""))
    return _column(heading("kind year" if kind == "year" else kind), cells)


def _state(status: RuleStatus) -> _Cell:
    """Return the cell of a rule in a year, such as `✓ 05-20 ✗ 1`; a single mark has no number."""
    cell: _Cell = []
    for state, text in _parts(status).items():
        mark, style = MARKS[state]
        number = "" if text == "1" and status.rule.per_year == 1 else f" {text}"
        cell += [(" " if cell else "", ""), (mark, style), (number, "")]
    return cell


def _parts(status: RuleStatus) -> dict[str, str]:
    """Return the required meetings by their states: the dates if they are known, or a number."""
    parts: dict[str, list[str]] = {}
    for meeting in status.filling:
        state = "met" if meeting.status == "held" else "planned"
        suffix = " (tentative)" if meeting.status == "tentative" else ""
        parts.setdefault(state, []).append(_day(meeting) + suffix)
    found = {state: ", ".join(dates) for state, dates in parts.items()}
    remaining = status.uncovered - status.unclear
    rest = "missing" if status.missing else "due"
    numbers = {"waived": status.waived, "unclear": status.unclear, rest: remaining}
    return found | {state: str(number) for state, number in numbers.items() if number}


def _short(meeting: Meeting) -> str:
    """Return the start of a meeting without its year, and its status unless it was held."""
    day = _day(meeting)
    return day if meeting.status == "held" else f"{day} ({meeting.status})"


def _day(meeting: Meeting) -> str:
    """Return a day without its year, which the row has; a month alone looks like a number."""
    start = str(meeting.start)
    return start[5:] if len(start) == len("2018-11-20") else start


def _shortfall(year: Year) -> str:
    if not year.shortfall:
        return ""
    return f"{year.shortfall} of {year.required}" if year.over else f"{year.shortfall} due"


def _remark(year: Year, day: datetime.date, rules: int) -> str:
    """Return the meetings that may count, and the days left in the current year."""
    parts = []
    by_kind: dict[str | None, list[Meeting]] = {}
    for meeting in _candidates(year):
        by_kind.setdefault(meeting.kind, []).append(meeting)
    for kind, meetings in by_kind.items():
        dates = ", ".join(map(_short, meetings))
        parts.append(f"{dates}: {_level(year, kind, rules)}")
    if year.year == day.year and year.shortfall and not year.over:
        left = (Date.of_year(year.year).last - day).days
        parts.append(f"{plural(left, 'day')} left")
    return escape("; ".join(parts))


def _candidates(year: Year) -> list[Meeting]:
    """Return the meetings of a year that may count towards a rule, by start."""
    found = {meeting.id: meeting for status in year.rules for meeting in status.candidates}
    return sorted(found.values(), key=lambda meeting: meeting.start)


def _level(year: Year, kind: str | None, rules: int) -> str:
    """Return the level of meetings that may count, or the rules towards which they may count."""
    if kind is not None:
        return f"{kind}-level"
    unclear = [status for status in year.rules if None in _kinds(status.candidates)]
    if len(unclear) == rules and 2 < rules < len(NUMBERS):
        return f"any one of the {NUMBERS[rules]}"
    return one_of([status.rule.kind for status in unclear])


def _kinds(meetings: Iterable[Meeting]) -> set[str | None]:
    return {meeting.kind for meeting in meetings}


def _footer(years: Sequence[Year], pointer: str, width: int) -> list[_Cell]:
    """Return the legend of the marks in use, and `pointer`, on one line if they fit."""
    used = {state for year in years for status in year.rules for state in _parts(status)}
    legend: _Cell = []
    for state in RULE_STATES:
        mark, style = MARKS[state]
        if state in used:
            legend += [
                (" " * _GAP if legend else "", ""),
                (mark, style),
                (f" {_WORDS.get(state, state)}", QUIET),
            ]
    gap = width - _cell_width(legend) - width_of(pointer)
    if gap < _GAP:
        return [legend, [(pointer, QUIET)]]
    return [[*legend, (" " * gap + pointer, QUIET)]]
