"""`c2c help cheatsheet`: commands, dates, lists and marks on one screen."""

import sys
from collections.abc import Iterable, Iterator, Mapping

from c2c_cli import streams
from c2c_cli.output import legends
from c2c_cli.output.view import MARKS, Span
from c2c_cli.text import wrap

_WIDTH = 79
_LABEL = 14  # width of the column of labels

_DATES = {
    "Dates": "2018  2018-11  2018-11-20  today  yesterday  tomorrow",
    "  in TOML": '2018  "2018-11"  2018-11-20',
    "  of events": "2013..2018-10 (between)  ..2018-10 (by)  2013.. (in or after)",
    "  --until": "+6y  +18m (from the date of the event)",
}

_OPTIONS = {
    "Filter": "--sector culture,ED  --status closed  --centre ICM  --as-of 2018",
    "Show": "--columns id,name  --sort -name  --format json  --output F.csv",
    "Edit a list": "TEXT adds  -TEXT removes  =TEXT replaces all  +-TEXT adds -TEXT",
    "Edit a value": '"" clears  --dry-run only shows the change  c2c undo reverts it',
}

_CODES = {
    "Exit codes": "0 success  1 check failed  2 usage  3 file  4 not found  5 refused",
}

_LEGENDS = {
    "Centres": legends.CENTRE_STATUSES,
    "Meetings": legends.MEETING_STATUSES,
    "Rules": legends.RULE_STATES,
    "Agreements": legends.AGREEMENT_STATES,
}


def show(groups: Mapping[str, Iterable[str]]) -> None:
    """Print the sheet; `groups` are the names of the commands by the heading of their group."""
    spans = sheet(groups)
    if streams.colour(sys.stdout):
        streams.write_styled(spans)
    else:  # marks are written in ASCII if the terminal lacks them
        streams.write_drawing("".join(text for text, _ in spans))


def sheet(groups: Mapping[str, Iterable[str]]) -> list[Span]:
    """Return the sheet as texts with their styles."""
    return [span for line in _lines(groups) for span in (*line, ("\n", ""))]


def _lines(groups: Mapping[str, Iterable[str]]) -> Iterator[list[Span]]:
    """Yield the lines of the sheet, with a blank line between its parts."""
    for group, commands in groups.items():
        for number, line in enumerate(wrap("  ".join(commands), _WIDTH - _LABEL)):
            yield [_label("" if number else group.split()[0]), (line, "")]
    for part in (_DATES, _OPTIONS):
        yield []
        for label, text in part.items():
            yield [_label(label), (text, "")]
    yield []
    for label, legend in _LEGENDS.items():
        yield from _marked(label, [state for states in legend.values() for state in states])
    yield []
    for label, text in _CODES.items():
        yield [_label(label), (text, "")]


def _label(text: str) -> Span:
    return text.ljust(_LABEL), "bold" if text else ""


def _marked(label: str, states: Iterable[str]) -> Iterator[list[Span]]:
    """Yield the lines of states with their marks; no line ends within a state."""
    gap = "  "
    line = [_label(label)]
    for state in states:
        marked: list[Span] = [(MARKS[state].sign, MARKS[state].style), (f" {state}", "")]
        if _columns([*line, (gap, ""), *marked]) > _WIDTH:
            yield line
            line = [_label("")]
        line += [(gap, ""), *marked] if len(line) > 1 else marked
    yield line


def _columns(line: Iterable[Span]) -> int:
    return sum(len(text) for text, _ in line)
