"""A broken text cut into its statements, those that can be read and those that cannot. Knows text, not centres."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import tomli

from c2c_cli.toml.grammar import FOREIGN_COMMENT, Statement, statement_at

AT_END = 0
"""The column of an error at the end of what was read: more of it may be what is missing."""

_MAX_LINES = 128
"""So many lines a statement may have below one that is never closed."""

_BEGINS = re.compile(
    r"""[ \t]*+(?:
        \[                                                     # a header
        | [^"'=\[\]{}\#\n]++= | "[^"\n]*"\s*= | '[^'\n]*'\s*=  # a key, be it one of TOML or not
        | ["']?[\w.-]+["']?\s*:\s                             # a key of YAML or JSON
        | [\w.-]+[ \t]+(?:"[^"\n]*"|\d[\d-]*)[ \t,]*\r?$      # a key and its value without an equals sign
    )""",
    re.VERBOSE | re.MULTILINE,
)
"""How a line begins that most likely begins a statement."""

_FOREIGN_COMMENT = re.compile(rf"[ \t]*+{FOREIGN_COMMENT}")
_BLANK_LINE = re.compile(r"[ \t]*+(?:\r?\n|\Z)")


class Broken(NamedTuple):
    """A statement that the parser refuses, with the lines behind it up to the next that begins one."""

    start: int
    text: str
    message: str
    """The parser's words, or the name of an error that is not the parser's."""
    line: int
    """Where it stopped, counted from the statement's own first line and column."""
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
        broken = _try(text, at, end)
        if broken is not None:
            if statement is None:
                broken = _read_on(text, broken, max_lines)
            elif broken.line > 1 and statement.text[statement.value] == "[":
                end = _unclosed_list_end(text, end, broken)
            if broken.column == AT_END or broken.message == "RecursionError":
                max_lines = _MAX_LINES  # what is never closed was read to the end, which is not done for each line
            end = _resume(text, end, broken)
            yield broken._replace(text=text[at:end])
        elif statement is not None:
            yield statement
        at = end + 1


def _try(text: str, start: int, end: int) -> Broken | None:
    """Return how the parser refuses a piece of a text, None if it takes it."""
    piece = text[start : end + 1]
    try:
        tomli.loads(piece)
    except tomli.TOMLDecodeError as error:
        column = AT_END if error.pos >= len(error.doc) else error.colno
        return Broken(start, piece, error.msg, error.lineno, column)
    except (ValueError, RecursionError) as error:
        return Broken(start, piece, type(error).__name__, 1, 1)
    return None


def _unclosed_list_end(text: str, end: int, broken: Broken) -> int:
    """Return where a list that is never closed ends, though a later bracket may seem to close it: at a statement."""
    line = broken.start
    for _ in range(broken.line - 1):
        line = _line_end(text, line) + 1
    return end if statement_at(text, line) is None else line - 1


def _read_on(text: str, broken: Broken, max_lines: int) -> Broken:
    """Return how the parser refuses a statement that the pattern does not take, read as far as that may mend it.

    Reading on mends nothing but an error at the end of what was read. Then the run grows, twice as long each time.
    """
    lines, end = 1, _line_end(text, broken.start)
    while broken.column == AT_END and lines < max_lines and end < len(text):
        for _ in range(lines):
            end = _line_end(text, min(end + 1, len(text)))
        lines *= 2
        broken = _try(text, broken.start, end) or broken
    return broken


def _resume(text: str, end: int, broken: Broken) -> int:
    """Return where a broken statement ends, with the lines behind it up to the next that begins one."""
    line = 1 + text.count("\n", broken.start, end)
    while end < len(text):
        begins = statement_at(text, end + 1)
        if broken.column == AT_END:  # all up to the end may belong to it; a header most likely does not
            if begins is not None and begins.text.startswith("["):
                break
        elif (line >= broken.line - 1 and (begins is not None or _BEGINS.match(text, end + 1))) or (
            line >= broken.line and _FOREIGN_COMMENT.match(text, end + 1)  # before, it is what the parser refuses
        ):
            break
        end = _line_end(text, end + 1)
        line += 1
    return end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
