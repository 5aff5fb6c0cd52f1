"""Drawing of what needs action, with what is due next first, and each command once."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from c2c_cli.model.dates import Date, duration
from c2c_cli.model.due import Action
from c2c_cli.model.registry import Registry
from c2c_cli.output.canvas import MAX_TEXT_WIDTH, escape, width_of, wrapped, wrapped_note
from c2c_cli.output.meetings import interval
from c2c_cli.output.view import MARKS, QUIET, Span
from c2c_cli.text import NUMBERS, all_of, one_of, plural

_GAP = 2  # number of spaces between two columns, and before each line of a section
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MARGIN = " " * _GAP
_TAIL = 4  # width of a letter and of the space before it
_LEAST = 16  # minimum width of the text of a row
_LISTED = 5
"""Maximum number of outdated agreements with a line each, and of centres named in a line."""

_Line = list[Span]


class _Row(NamedTuple):
    """A line of a section; its text may take several lines."""

    mark: Span
    date: str
    text: str
    when: str
    command: str
    """The general form of the command that records the outcome, if any."""


class _Section(NamedTuple):
    """Rows after a heading, which has a note on the right."""

    heading: str
    note: str
    rows: Sequence[_Row]


class Todo:
    """What needs action as of a day, and the commands that record the outcome, by letter.

    Actions about the same obligation and period share a line. So do those about all periods of an
    obligation that are not recorded.
    """

    def __init__(
        self,
        registry: Registry,
        actions: Sequence[Action],
        contact: Callable[[Action], str | None],
        day: datetime.date,
        months: int,
        *,
        every: bool,
    ) -> None:
        """Sort the actions and planned meetings; `contact` returns the contact for an action.

        `every` means that each action has a line of its own.
        """
        self._registry = registry
        self._contact = contact
        self._day = day
        self._months = months
        self._every = every
        self._meetings = {meeting.id: meeting for meeting in registry.meeting}
        commands: dict[str, set[str]] = {}
        for action in actions:
            commands.setdefault(action.general, set()).add(action.command)
        self._commands = {general: _shared(general, own) for general, own in commands.items()}
        """General form of a command -> the command to show for all its actions."""
        self._letters: dict[str, str] = {}
        """General form of a command -> its letter, in order of first use."""
        self._is_shared = False
        """Whether a line is about several centres or periods, so that contacts are not shown."""
        sections: dict[str, list[Action]] = {}
        for action in actions:
            sections.setdefault(_section_of(action, day, every=every), []).append(action)
        self._coming = sorted(sections.get("coming", []), key=self._start)
        self._required = sections.get("required", [])
        self._overdue = sections.get("overdue", [])
        self._not_recorded = sections.get("not recorded", [])
        self._unmet = sections.get("unmet", [])
        self._outdated = sections.get("outdated", [])

    def _start(self, action: Action) -> Date:
        """Return the date of an action, which is the start of a meeting."""
        is_meeting = action.table == "meeting"
        return self._meetings[action.ids[0]].start if is_meeting else action.date

    def lines(self, width: int, caption: str | None = None) -> Iterator[_Line]:
        """Yield the lines of all sections, of the commands, and of the caption."""
        width = min(width, MAX_TEXT_WIDTH)
        sections = [*self._next_sections()]
        if self._overdue:
            sections.append(_Section("Overdue", "", self._rows(self._overdue)))
        rows = [row for section in sections for row in section.rows]
        dates = max((width_of(row.date) for row in rows), default=0)
        times = max((width_of(row.when) for row in rows), default=0)
        for section in sections:
            yield _ends([(section.heading, "bold")], section.note, width)
            for row in section.rows:
                yield from self._lines_of(row, dates, times, width)
        if self._not_recorded:
            yield from self._lines_of_years(width)
        if self._unmet:
            yield from self._lines_of_obligations(width)
        if self._outdated:
            yield from self._lines_of_outdated(width)
        if self._letters:
            yield from self._lines_of_commands(width)
        if caption:
            yield []
            yield from _quiet_lines(caption, width)
        if self._is_shared:
            hint = "Pass --all to list each centre, year and contact; see also: c2c obligations"
            yield from _quiet_lines(hint + self._registry.option, width)

    def _lines_of_commands(self, width: int) -> Iterator[_Line]:
        """Yield each command once, after its letter."""
        yield []
        yield [("Commands", "bold")]
        for general, letter in self._letters.items():
            start = f"{_MARGIN}{letter}{_MARGIN}"
            for line in _command_lines(self._commands[general], width - len(start)):
                yield [(f"{start}{line}", "")]
                start = " " * len(start)

    def _letter(self, general: str) -> str:
        """Return the letter of a command by its general form; without a command, it is empty."""
        if not general:
            return ""
        more, last = divmod(len(self._letters), len(_LETTERS))
        letter = (_LETTERS[more - 1] if more else "") + _LETTERS[last]
        return self._letters.setdefault(general, letter)

    def _next_sections(self) -> list[_Section]:
        """Return the sections of what is due or planned next, sorted by their first date."""
        dated = []
        if self._coming:
            heading = f"Within {plural(self._months, 'month')}" if self._months else "Today"
            rows = self._rows(self._coming)
            dated.append((self._coming[0].date.last, _Section(heading, "", rows)))
        if self._required:
            last = self._required[0].date.last
            rows = [*self._rows_of_rules(), *self._rows_of_obligations()]
            note = f"{duration(self._day, last)} left"
            dated.append((last, _Section("By 31 December", note, rows)))
        dated.sort(key=lambda pair: pair[0])
        return [section for _, section in dated]

    def _rows_of_rules(self) -> Iterator[_Row]:
        """Yield a row for all rules with a shortfall, and one for each group that shares one."""
        of_rules = [action for action in self._required if action.period is None]
        single = [action for action in of_rules if len(action.ids) == 1]
        groups = [[action] for action in of_rules if len(action.ids) > 1]
        for group in [single, *groups]:
            if not group:
                continue
            first = group[0]
            kinds = all_of([*map(_kind, group)]) if len(group) > 1 else one_of(first.ids)
            number = plural(sum(action.number for action in group), "meeting")
            yield _Row(
                MARKS["due"], str(first.date), f"{kinds}: {number} to plan", "", first.general
            )

    def _rows_of_obligations(self) -> Iterator[_Row]:
        """Yield the rows of the obligations that are due by the end of the year, without days."""
        for group in self._together(action for action in self._required if action.period):
            what = group[0].what.removesuffix(" due")
            if group[0].period and group[0].period.covers == str(self._day.year):
                what = group[0].period.obligation.name
            row = self._row_of_obligation(group, what)
            yield row._replace(date=str(self._day.year), when="")

    def _rows(self, actions: Sequence[Action]) -> list[_Row]:
        """Return the rows of a section."""
        return [self._row(group) for group in self._together(actions)]

    def _together(self, actions: Iterable[Action]) -> list[list[Action]]:
        """Return the actions, with those about the same obligation and period in one list."""
        groups: dict[object, list[Action]] = {}
        for number, action in enumerate(actions):
            key: object = number
            if action.period is not None and not self._every:
                key = (action.period.obligation.kind, action.what)
            groups.setdefault(key, []).append(action)
        return [*groups.values()]

    def _row(self, group: Sequence[Action]) -> _Row:
        """Return the row of an agreement, a meeting, or an obligation of several centres."""
        action = group[0]
        if action.table == "meeting":
            return self._row_of_meeting(action)
        if action.period:
            return self._row_of_obligation(group, action.what)
        mark = MARKS["expired" if action.code == "agreement-expired" else "review due"]
        text = self._described(action, f"{action.ids[0]}: {action.what}")
        return _Row(mark, str(action.date), text, _when(action.date, self._day), action.general)

    def _row_of_obligation(self, group: Sequence[Action], what: str) -> _Row:
        """Return the row of an obligation in a period, with the contact if it is of one centre."""
        action = group[0]
        if len(group) == 1:
            text = self._described(action, f"{action.ids[0]}: {what}")
        else:
            self._is_shared = True
            text = f"{what}: {self._centres(group)}"
        mark = MARKS["missing" if action.date.last < self._day else "due"]
        return _Row(mark, str(action.date), text, _when(action.date, self._day), action.general)

    def _centres(self, actions: Sequence[Action]) -> str:
        """Return the centres that actions are about, or their number if they are many."""
        if len(actions) > _LISTED:
            return plural(len(actions), "centre")
        return ", ".join(action.ids[0] for action in actions)

    def _lines_of_obligations(self, width: int) -> Iterator[_Line]:
        """Yield a line for each obligation that is not recorded as met, whatever the periods."""
        obligations: dict[tuple[str, str], list[Action]] = {}
        years = set()
        for action in self._unmet:
            if action.period:
                owed = action.period.obligation
                obligations.setdefault((owed.kind, owed.name), []).append(action)
                years.add(action.period.first)
        note = f"{len(self._unmet)} {'since' if len(years) > 1 else 'in'} {min(years)}"
        yield _ends([("Obligations not recorded as met", "bold")], note, width)
        for actions in obligations.values():
            row = _Row(MARKS["missing"], "", self._unmet_text(actions), "", actions[0].general)
            yield from self._lines_of(row, 0, 0, width)

    def _unmet_text(self, actions: Sequence[Action]) -> str:
        """Return the last unmet period of an obligation, its centres, and how many are earlier.

        For a single action, its contact replaces the number.
        """
        last = [action for action in actions if action.what == actions[-1].what]
        what = last[0].what.removesuffix(" not recorded")
        if len(actions) == 1:
            return self._described(last[0], f"{last[0].ids[0]}: {what}")
        self._is_shared = True
        earlier = len(actions) - len(last)
        return f"{what}: {self._centres(last)}" + (f"; {earlier} earlier" if earlier else "")

    def _row_of_meeting(self, action: Action) -> _Row:
        """Return the row of a meeting, with its id if the command does not contain it."""
        meeting = self._meetings[action.ids[0]]
        name = meeting.title
        if action.command != self._commands[action.general]:
            name += f" ({meeting.id})"
        if meeting.city:
            name += f", {meeting.city}"
        text = self._described(action, f"{name}: {action.what.removeprefix('meeting ')}")
        mark = MARKS["planned" if action.what == "meeting planned" else "tentative"]
        is_past = action.date.last < self._day
        when = _when(action.date, self._day) if is_past else _until(meeting.start, self._day)
        days = interval(meeting.start, meeting.end)
        return _Row(mark, days, text, when, action.general)

    def _described(self, action: Action, what: str) -> str:
        """Return what needs action, whom else it concerns, and the first contact."""
        return action.in_full(what, self._contact(action))

    def _lines_of(self, row: _Row, dates: int, times: int, width: int) -> Iterator[_Line]:
        """Yield the lines of a row; its text is wrapped between its date and its time."""
        date = f"{row.date:{dates}}{_MARGIN}" if row.date else ""
        start = width_of(f"{_MARGIN}{row.mark[0]} {date}")
        end = f"{row.when:>{times}}{self._letter(row.command):>{_TAIL}}"
        available = max(width - start - len(end) - _GAP, _LEAST)
        first, *more = wrapped(escape(row.text), available).split("\n")
        yield _ends([(_MARGIN, ""), row.mark, (f" {date}{first}", "")], end, width)
        for line in more:
            yield [(" " * start + line, "")]

    def _lines_of_years(self, width: int) -> Iterator[_Line]:
        """Yield the unrecorded agreed meetings of each year, in two columns if they fit."""
        years: dict[int, list[Action]] = {}
        for action in self._not_recorded:
            years.setdefault(action.date.year, []).append(action)
        numbers = [sum(action.number for action in actions) for actions in years.values()]
        note = f"{sum(numbers)} {'since' if len(years) > 1 else 'in'} {min(years)}"
        yield _ends([("Agreed meetings not recorded", "bold")], note, width)
        digits = len(str(max(numbers)))
        general = self._not_recorded[0].general
        rows = []
        for year, number in zip(years, numbers, strict=True):
            text = f"{number:>{digits}}{_MARGIN}{self._kinds_of_year(years[year])}"
            rows.append(_Row(MARKS["missing"], f"{year}", text, "", general))
        cell_width = max(width_of(row.text) for row in rows) + len(f"✗ 2018{_MARGIN}{_MARGIN}")
        if len(rows) > 1 and _GAP + 2 * cell_width + _TAIL <= width:
            yield from self._in_two_columns(rows, cell_width, width)
            return
        for row in rows:
            yield from self._lines_of(row, 0, 0, width)

    def _in_two_columns(self, rows: Sequence[_Row], column: int, width: int) -> Iterator[_Line]:
        """Yield the lines of rows that share a command, with the first half on the left."""
        half = -(-len(rows) // 2)
        for left, right in zip_longest(rows[:half], rows[half:]):
            text = f" {left.date}{_MARGIN}{left.text}"
            line = [(_MARGIN, ""), left.mark, (text, "")]
            if right is not None:
                gap = " " * (column - width_of(text) - 1)
                line += [(gap, ""), right.mark, (f" {right.date}{_MARGIN}{right.text}", "")]
            yield _ends(line, self._letter(left.command), width)

    def _kinds_of_year(self, actions: Sequence[Action]) -> str:
        """Return the kinds of the rules whose meetings are not recorded in a year."""
        kinds = {rule.kind for rule in self._registry.cadence if rule.applies(actions[0].date.year)}
        parts = [", ".join(_kind(action) for action in actions if len(action.ids) == 1)]
        for action in actions:
            if len(action.ids) > 1:
                is_any = kinds == {*action.ids} and 2 < len(kinds) < len(NUMBERS)
                parts.append(f"of the {NUMBERS[len(kinds)]}" if is_any else one_of(action.ids))
        return escape("; ".join(filter(None, parts)))

    def _lines_of_outdated(self, width: int) -> Iterator[_Line]:
        """Yield the outdated agreements: a line each if they are few, otherwise their ids.

        An agreement with a contact always has a line.
        """
        yield _ends([("Outdated agreements", "bold")], str(len(self._outdated)), width)
        most = plural(self._registry.network.longest_term or 0, "year")
        which = "it" if len(self._outdated) == 1 else "each"
        hint = f"A term is at most {most}: find out whether {which} was renewed or ended."
        for line in wrapped(hint, width - _GAP).split("\n"):
            yield [(_MARGIN + line, "")]
        general = self._outdated[0].general
        are_few = self._every or len(self._outdated) <= _LISTED
        ids = []
        for action in self._outdated:
            if are_few or self._contact(action):
                what, _, _ = action.what.partition(";")
                text = self._described(action, f"{action.ids[0]}: {what}")
                yield from self._lines_of(
                    _Row(MARKS["outdated"], "", text, "", general), 0, 0, width
                )
            else:
                ids.append(action.ids[0])
        if ids:
            row = _Row(MARKS["outdated"], "", " ".join(ids), "", general)
            yield from self._lines_of(row, 0, 0, width)


def _shared(general: str, commands: Iterable[str]) -> str:
    """Return a command with the words that all `commands` share, and else those of `general`.

    All commands have the same number of words.
    """
    words = []
    split = [command.split(" ") for command in commands]
    for word, *own in zip(general.split(" "), *split, strict=True):
        words.append(own[0] if len({*own}) == 1 else word)
    return " ".join(words)


def _section_of(action: Action, day: datetime.date, *, every: bool) -> str:
    """Return the name of the section of an action.

    `required` is due by the end of the year, `not recorded` is about rules, and `unmet` is about
    obligations. If `every` action has a line of its own, `overdue` replaces `unmet`.
    """
    if action.is_outdated:
        return "outdated"
    if action.period and action.date.last < day:
        return "overdue" if every else "unmet"
    if action.number or action.period:
        is_by_end = day < action.date.last == datetime.date(day.year, 12, 31)
        if is_by_end:
            return "required"
    if action.number:
        return "not recorded"
    return "coming" if action.date.last >= day else "overdue"


def _quiet_lines(text: str, width: int) -> Iterator[_Line]:
    """Yield the lines of a hint or a caption."""
    for line in wrapped_note(text, width):
        yield [(line, QUIET)]


def _ends(begin: _Line, end: str, width: int) -> _Line:
    """Return a line with a text at its right end."""
    gap = width - width_of("".join(text for text, _ in begin)) - width_of(end)
    return [*begin, (" " * max(gap, 1) + end, "")]


def _kind(action: Action) -> str:
    """Return the kind of a rule, with the number of its meetings unless it is one."""
    return action.ids[0] if action.number == 1 else f"{action.ids[0]} ({action.number})"


def _when(date: Date, day: datetime.date) -> str:
    """Return how long ago a date was, or how much time is left, if that is certain."""
    if date.last < day:
        return f"{duration(date.last, day)} ago"
    if date.first > day:
        return f"{duration(day, date.first)} left"
    return "today" if date.first == date.last else ""


def _until(start: Date, day: datetime.date) -> str:
    """Return the time until a meeting begins, if at least its month is known and it is later."""
    if start.first == start.last == day:
        return "today"
    is_month = start.first.month == start.last.month
    return f"in {duration(day, start.first)}" if is_month and start.first > day else ""


def _command_lines(command: str, width: int) -> list[str]:
    """Return the lines of a command, broken before options as a shell continues them."""
    first, *options = command.split(" --")
    lines = [first]
    for option in options:
        longer = f"{lines[-1]} --{option}"
        if width_of(longer) + len(" \\") <= width:
            lines[-1] = longer
        else:
            lines[-1] += " \\"
            lines.append(f"{_MARGIN}--{option}")
    return lines
