"""The valid statements of invalid TOML text, and the broken parts between them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

import tomli

from c2c_cli.toml.grammar import Statement, statement_at

AT_END = 0
"""The column of an error at the end of the input, which more input might resolve."""

_MAX_READ = 1 << 16
"""Maximum number of characters to read for the end of a value; reading all for every line would be quadratic."""

FOREIGN_COMMENT = r"(?://|--(?!-)|/\*|;|%|<!--|\*/)"
"""Beginnings of comments in other languages."""

_START = r"""[ \t]*+(?:
    \[                                                     # a header
    | [^"'=\[\]{}\#\n]++= | "[^"\n]*"\s*= | '[^'\n]*'\s*=  # a key, valid or not
    | ["']?[\w.-]+["']?\s*:\s                              # a key of YAML or JSON
    | [\w.-]+[ \t]+(?:"[^"\n]*"|\d[\d-]*)[ \t,]*\r?$       # a key and its value without an equals sign
    """
_STATEMENT_START = re.compile(_START + ")", re.VERBOSE | re.MULTILINE)
"""The beginning of a line that most likely starts a statement."""

_NEXT = re.compile(rf"{_START} | {FOREIGN_COMMENT})", re.VERBOSE | re.MULTILINE)
_HEADER = re.compile(r"^[ \t]*+\[\[?[ \t]*+[\w.\"'-][^\[\]\n]*+\]\]?[ \t]*+(?:#.*)?\r?$", re.MULTILINE)
_QUOTES = re.compile("\"{3}|'{3}")
_CONFLICT = re.compile(r"^<{7}\s.*?^>{7}[^\n]*", re.MULTILINE | re.DOTALL)
_BLANK_LINES = re.compile(r"(?:[ \t]*+\r?\n)*+(?:[ \t]*+\Z)?")


class Broken(NamedTuple):
    """A part of a text that the parser rejects: all lines up to the next statement."""

    start: int
    text: str
    message: str
    """The parser's message, or the name of an exception that is not the parser's own."""
    line: int
    """Line of the error, relative to the start of the part; like the column, it counts from 1."""
    column: int


def split(text: str) -> Iterator[Statement | Broken]:
    """Yield each statement and each broken part of a text."""
    headers = [*(found.start() for found in _HEADER.finditer(text)), len(text) + 1]
    at = 0
    while (at := _BLANK_LINES.match(text, at).end()) < len(text):  # type: ignore[union-attr]  # it always matches
        statement = statement_at(text, at)
        end = _line_end(text, statement.end if statement else at)
        broken = _parse(text, at, end)
        if broken is not None:
            if statement is None and broken.column == AT_END:  # the value may continue, but not past a header
                limit = _line_end(text, min(at + _MAX_READ, len(text)))
                end = min(headers[bisect_right(headers, at)] - 1, limit)
                broken = _parse(text, at, end) or broken
            if broken.column != AT_END:
                end = _end(text, broken, end if statement else at)
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


def _end(text: str, broken: Broken, least: int) -> int:
    """Return the end of a broken part, before the first line at or after the error that starts a statement."""
    if conflict := _CONFLICT.match(text, broken.start):
        return conflict.end()
    end = _line_end(text, broken.start)
    string = _QUOTES.search(text, broken.start, end)  # the lines of a multi-line string may look like statements
    for line in range(2, broken.line + 1):
        if line == broken.line and not string and _STATEMENT_START.match(text, end + 1):
            break
        end = _line_end(text, end + 1)
    end = max(end, least)
    while end < len(text) and not _NEXT.match(text, end + 1):
        end = _line_end(text, end + 1)
    return end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
