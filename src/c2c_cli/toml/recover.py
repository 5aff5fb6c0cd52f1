"""The valid statements of invalid TOML text, and the broken parts between them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

import tomli

from c2c_cli.toml.grammar import Statement, statement_at

_MAX_READ = 1 << 16
"""Maximum number of characters to search for the end of a value or a merge conflict.

Reading all for every line would be quadratic.
"""

FOREIGN_COMMENT = r"(?://|--(?!-)|/\*|;|%|<!--|\*/)"
"""Beginnings of comments in other languages."""

_START = r"""[ \t]*+(?:
    \[                                                     # a header
    | [^"'=\[\]{}\#\n]++= | "[^"\n]*"\s*= | '[^'\n]*'\s*=  # a key, valid or not
    | ["']?[\w.-]+["']?\s*:\s                              # a key of YAML or JSON
    | [\w.-]+[ \t]+(?:"[^"\n]*"|\d[\d-]*)[ \t,]*$          # a key and a value without "="
    """
_STATEMENT_START = re.compile(_START + ")", re.VERBOSE | re.MULTILINE)
"""The beginning of a line that most likely starts a statement."""

_NEXT = re.compile(rf"{_START} | {FOREIGN_COMMENT})", re.VERBOSE | re.MULTILINE)
_HEADER = re.compile(r"^[ \t]*+\[\[?[ \t]*+[\w.\"'-][^\[\]\n]*+\]\]?[ \t]*+(?:#.*)?$", re.MULTILINE)
_BLANK_LINES = re.compile(r"(?:[ \t]*+\n)*+(?:[ \t]*+\Z)?")


class Broken(NamedTuple):
    """A part of a text that the parser rejects: all lines up to the next statement."""

    start: int
    text: str
    message: str
    """The parser's message, or the name of an exception that is not the parser's own."""
    at: int
    """Offset of the error in `text`; at its end or later if more text might resolve the error."""


def split(text: str) -> Iterator[Statement | Broken]:
    """Yield each statement and each broken part of a text, whose lines end with a newline alone."""
    headers = [*(found.start() for found in _HEADER.finditer(text)), len(text)]
    at = _skip_blank_lines(text, 0)
    while at < len(text):
        statement = statement_at(text, at)
        end = _line_end(text, statement.end if statement else at)
        broken = _parse(text, at, end)
        if broken is not None:
            # the value may continue, but not past a header
            if statement is None and broken.at >= len(broken.text):
                limit = _line_end(text, min(at + _MAX_READ, len(text)))
                end = min(headers[bisect_right(headers, at)] - 1, limit)
                broken = _parse(text, at, end) or broken
            if broken.at < len(broken.text):
                end = _end(text, broken, end if statement else at)
            yield broken._replace(text=text[at:end])
        elif statement is not None:
            yield statement
        at = _skip_blank_lines(text, end + 1)


def _skip_blank_lines(text: str, at: int) -> int:
    return _BLANK_LINES.match(text, at).end()  # type: ignore[union-attr]  # it always matches


def _parse(text: str, start: int, end: int) -> Broken | None:
    """Return the error in a part of a text, or None if it is valid."""
    part = text[start : end + 1]
    try:
        # a carriage return must not become part of a line end
        tomli.loads(part.replace("\r", "\r "))
    except tomli.TOMLDecodeError as error:
        return Broken(start, part, error.msg, error.pos)
    except (ValueError, RecursionError) as error:
        return Broken(start, part, type(error).__name__, 0)
    return None


def _end(text: str, broken: Broken, least: int) -> int:
    """Return the end of a broken part.

    It is before the first line at or after the error that starts a statement.
    """
    if text.startswith("<<<<<<<", broken.start):
        marker = text.find("\n>>>>>>>", broken.start, broken.start + _MAX_READ)
        if marker >= 0:
            return _line_end(text, marker + 1)
    error = broken.start + broken.at
    end = text.rfind("\n", broken.start, error)  # of the line before the error, if there is one
    is_string = re.match("[^\n]*(?:\"{3}|'{3})", broken.text)  # its lines may look like statements
    if end < 0 or is_string or not _STATEMENT_START.match(text, end + 1):
        end = _line_end(text, error)
    end = max(end, least)
    while end < len(text) and not _NEXT.match(text, end + 1):
        end = _line_end(text, end + 1)
    return end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
