"""Split invalid TOML text into statements, valid and broken."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import tomli

from c2c_cli.toml.grammar import FOREIGN_COMMENT, Statement, statement_at

AT_END = 0
"""The column of an error at the end of the input, which more input might resolve."""

_MAX_LINES = 128
"""Maximum number of lines in a statement after one that is never closed."""

_STATEMENT_START = re.compile(
    r"""[ \t]*+(?:
        \[                                                     # a header
        | [^"'=\[\]{}\#\n]++= | "[^"\n]*"\s*= | '[^'\n]*'\s*=  # a key, valid or not
        | ["']?[\w.-]+["']?\s*:\s                             # a key of YAML or JSON
        | [\w.-]+[ \t]+(?:"[^"\n]*"|\d[\d-]*)[ \t,]*\r?$      # a key and its value without an equals sign
    )""",
    re.VERBOSE | re.MULTILINE,
)
"""The beginning of a line that most likely starts a statement."""

_FOREIGN_COMMENT = re.compile(rf"[ \t]*+{FOREIGN_COMMENT}")
_BLANK_LINE = re.compile(r"[ \t]*+(?:\r?\n|\Z)")


class Broken(NamedTuple):
    """A statement that failed to parse, with all lines up to the next statement."""

    start: int
    text: str
    message: str
    """The parser's message, or the name of an exception that is not the parser's own."""
    line: int
    """Line of the error, relative to the start of the statement; like the column, it counts from 1."""
    column: int


def split(text: str) -> Iterator[Statement | Broken]:
    """Yield each statement of a text."""
    at, max_lines = 0, len(text)
    while at < len(text):
        end = _line_end(text, at)
        if _BLANK_LINE.match(text, at):
            at = end + 1
            continue
        statement = statement_at(text, at)
        end = _line_end(text, statement.end) if statement else end
        broken = _parse(text, at, end)
        if broken is not None:
            if statement is None:
                broken = _read_on(text, broken, max_lines)
            elif broken.line > 1 and statement.text[statement.value] == "[":
                end = _unclosed_list_end(text, end, broken)
            if broken.column == AT_END or broken.message == "RecursionError":
                max_lines = _MAX_LINES  # reading to the end of the file for every line would take quadratic time
            end = _resume(text, end, broken)
            yield broken._replace(text=text[at:end])
        elif statement is not None:
            yield statement
        at = end + 1


def _parse(text: str, start: int, end: int) -> Broken | None:
    """Return the error in a part of a text, or None if it is valid."""
    part = text[start : end + 1]
    try:
        tomli.loads(part)
    except tomli.TOMLDecodeError as error:
        column = AT_END if error.pos >= len(error.doc) else error.colno
        return Broken(start, part, error.msg, error.lineno, column)
    except (ValueError, RecursionError) as error:
        return Broken(start, part, type(error).__name__, 1, 1)
    return None


def _unclosed_list_end(text: str, end: int, broken: Broken) -> int:
    """Return the end of a list: before the line of the error, if a statement starts there and the list is unclosed."""
    line = broken.start
    for _ in range(broken.line - 1):
        line = _line_end(text, line) + 1
    return end if statement_at(text, line) is None else line - 1


def _read_on(text: str, broken: Broken, max_lines: int) -> Broken:
    """Return the error in a statement after reading as many more lines as may complete it.

    Only an error at the end of the input can be resolved by more lines. Their number doubles with each attempt.
    """
    lines, end = 1, _line_end(text, broken.start)
    while broken.column == AT_END and lines < max_lines and end < len(text):
        for _ in range(lines):
            end = _line_end(text, min(end + 1, len(text)))
        lines *= 2
        broken = _parse(text, broken.start, end) or broken
    return broken


def _resume(text: str, end: int, broken: Broken) -> int:
    """Return the end of a broken statement, including all lines up to the next statement."""
    line = 1 + text.count("\n", broken.start, end)
    while end < len(text):
        statement = statement_at(text, end + 1)
        if broken.column == AT_END:  # every line up to the end may belong to it, but a header most likely does not
            if statement is not None and statement.text.startswith("["):
                break
        elif (line >= broken.line - 1 and (statement is not None or _STATEMENT_START.match(text, end + 1))) or (
            line >= broken.line and _FOREIGN_COMMENT.match(text, end + 1)  # on an earlier line, it is the error itself
        ):
            break
        end = _line_end(text, end + 1)
        line += 1
    return end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
