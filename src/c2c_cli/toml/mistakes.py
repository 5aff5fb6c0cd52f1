"""Recognise common mistakes in a line of TOML and suggest fixes."""

import calendar
import re
from collections.abc import Iterator
from typing import NamedTuple

from c2c_cli.errors import Code, Diagnostic, invalid
from c2c_cli.toml.grammar import FOREIGN_COMMENT

CURLY = "[\u201c-\u201f\u2018-\u201b\u00ab\u00bb\u300c\u300d\uff02]"
"""Quotation marks that TOML does not know."""

_NAME = r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*"
_MERGE_MARKER = r"(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)"
_HEADER_LIKE = re.compile(
    r"\s*+(?:\[|[({<［【]+\s*[\w\"']|[^\w\s\"'#]?\s?\w?\[{1,2}[\w. -]++\]*+\s*$|[\w.-]++\]++\s*$)"
)
"""A line that is meant as a header: a word in brackets, possibly without one of them or after a stray character."""

_INVISIBLE = "[^\\S \t\r]|\r(?=.)|[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]"
"""Invisible characters that TOML does not allow, or that are never intended outside strings."""

_DATE = re.compile(r"(?:=|\[|,|\{)\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?\s*(?=[,\]#}]|$)")
_STRINGS = re.compile(r"""("(?:[^"\\]|\\.)*+"|'[^']*+')|(#.*)""")
_WORD = r"(?<![\w.-])(?P<key>[\w.-]++\s*+)=\s*(?!(?:true|false|inf|nan)\s*(?:[,}}#]|$))(?P<at>{})\s*(?=[,}}#]|$)"
_NO_VALUE = "(?i:null|none|nil|unknown|tba|tbd|na|undefined)"
_CURLY_QUOTE = Diagnostic("unexpected quotation mark {at}", 'use straight quotes: "…"', "curly-quote")

_FIRST, _HEADER, _ANY, _RAW = "first line", "broken header", "any line", "any line, with its strings"

_MISTAKES: tuple[tuple[str, str, Code, str, str], ...] = (
    # where to search, pattern, code, message and hint; the group `at` is the part to mark
    (_ANY, rf"^(?P<at>{_MERGE_MARKER}.*?)\s*$", "merge-conflict",
     "unresolved Git merge conflict", "keep one side, or both as complete records, and delete the conflict markers"),
    (_FIRST, r"^\s*(?P<at>\"{3}|'{3})", "unclosed", "unexpected {at}", "remove it"),
    (_ANY, r"=\s*(?!\d{3,4}-\d{1,2}-\d)(?P<at>\d{1,4}[./-]\d{1,2}[./-]\d{1,4})", "bad-date",
     'invalid date "{at}"', "write dates as YYYY-MM-DD, such as 2018-11-20"),
    (_ANY, r"=\s*(?P<at>(?P<year>\d{4})[./](?P<month>\d{1,2}))\s*(?=[,#}]|$)", "bad-date",
     'invalid date "{at}"', 'write "{year}-{month:0>2}"'),
    (_ANY, r"=\s*(?P<at>(?P<month>\d{1,2})/(?P<year>\d{4}))\s*(?=[,#}]|$)", "bad-date",
     'invalid date "{at}"', 'write "{year}-{month:0>2}"'),
    (_ANY, f"(?P<at>{CURLY})", "curly-quote", *_CURLY_QUOTE[:2]),
    (_FIRST, rf"^\s*(?P<at>{FOREIGN_COMMENT})", "syntax", 'unexpected "{at}"', "start comments with #"),
    (_FIRST, rf"^\s*(?P<at>\[\[\s*(?P<name>{_NAME})\s*\]?)\s*$", "bad-header",
     "unclosed header", "write [[{name}]]"),
    (_FIRST, rf"^\s*(?P<at>\[\s*(?P<name>{_NAME}))\s*$", "bad-header", "unclosed header", "write [{name}]"),
    (_FIRST, rf"^\s*(?P<at>\[\[\s*(?P<name>{_NAME})\s*\]\](?![.\]]).*?)\s*$", "bad-header",
     "unexpected text after the header", "write only [[{name}]]"),
    (_FIRST, rf"^\s*(?P<at>\[\s*(?P<name>{_NAME})\s*\](?![.\]]).*?)\s*$", "bad-header",
     "unexpected text after the header", "write only [{name}]"),
    (_HEADER, r"^(?=[^=]*$|\s*\[)\s*(?P<at>.*?)\s*$", "bad-header",
     "invalid header", "write [[centre]] or [[centre.event]]"),
    (_RAW, r"^\s*(?P<key>[\w.-]++\s*+)=\s*(?P<at>(?P<link>https?://\S+?)[\"',;]*)(?=\s+#|\s*$)", "unquoted",
     "unquoted string", 'write {key}= "{link}"'),
    (_ANY, _WORD.format("(?i:true)"), "syntax", 'invalid value "{at}"', "write true"),
    (_ANY, _WORD.format("(?i:false)"), "syntax", 'invalid value "{at}"', "write false"),
    (_ANY, _WORD.format(_NO_VALUE), "syntax", 'invalid value "{at}"', "omit the key if the value is unknown"),
    (_ANY, _WORD.format(r"[^\W\d](?:[^\"'#,\[\]{}=]*[^\s\"'#,\[\]{}=])?"), "unquoted",
     "unquoted string", 'write {key}= "{at}"'),
)  # fmt: skip


class Mistake(NamedTuple):
    """A mistake in a line."""

    column: int
    end: int
    """The column after it."""
    diagnostic: Diagnostic


def merge_marker(line: str) -> str:
    """Return the character of a Git conflict marker, or an empty string for any other line."""
    return line[0] if re.match(_MERGE_MARKER, line) else ""


def closes_string(line: str) -> bool:
    """Return whether a broken line starts with the closing quotes of a multi-line string."""
    return line.lstrip().startswith(('"""', "'''"))


def is_header(line: str) -> bool:
    """Return whether a broken line is meant as a header."""
    bare = blank_strings(line)
    return "=" not in bare and not re.match(rf"\s*{FOREIGN_COMMENT}", bare) and bool(_HEADER_LIKE.match(bare))


def name_in_header(line: str) -> str:
    """Return the first key in a line that is meant as a header."""
    found = re.match(r"[^\[({<［【]*+[\[({<［【]\W*+([\w-]+)", line) or re.search(r"([\w-]+)", line)
    return found[1] if found else ""


def blank_strings(line: str, quote: str = '"') -> str:
    """Return a line with the content of its strings and comments replaced by spaces."""
    return _STRINGS.sub(
        lambda found: f"{quote}{' ' * (len(found[0]) - 2)}{quote}" if found[1] else " " * len(found[0]), line
    )


def curly_quote(line: str, index: int) -> Mistake:
    """Return the mistake of a curly quote at an index of a line."""
    return Mistake(index + 1, index + 2, _CURLY_QUOTE._replace(message=_CURLY_QUOTE.message.format(at=line[index])))


def mistakes(line: str, column: int | None, *, first: bool) -> Iterator[Mistake]:
    """Yield the mistakes in a line, the likeliest first; `column` is the position of the parser's error, if known."""
    index = (column or 1) - 1
    if (invisible := re.match(_INVISIBLE, line[index:])) is not None:
        message = f"unexpected invisible character U+{ord(invisible[0]):04X}"
        yield Mistake(index + 1, index + 2, Diagnostic(message, "remove it", "syntax"))
    bare = blank_strings(line)
    for date in _DATE.finditer(bare):
        at_column = column is not None and date.start(1) < column <= date.end() + 1
        if at_column and (wrong := _invalid_date(*date.groups())) is not None:
            yield Mistake(date.start(1) + 1, max(date.end(2), date.end(3)) + 1, wrong)
    for where, pattern, code, message, hint in _MISTAKES:
        if (where in {_FIRST, _HEADER} and not first) or (
            where == _HEADER and not (is_header(line) or line.lstrip().startswith("["))
        ):
            continue
        if (found := re.search(pattern, line if where == _RAW else bare)) is not None:
            groups = found.groupdict()
            diagnostic = Diagnostic(message.format(**groups), hint.format(**groups), code)
            yield Mistake(found.start("at") + 1, found.end("at") + 1, diagnostic)


def _invalid_date(year: str, month: str, day: str | None) -> Diagnostic | None:
    if not 1 <= int(month) <= 12:
        return invalid("date", "-".join(filter(None, (year, month, day))), "use a month from 01 to 12", "bad-date")
    if day is None:
        return Diagnostic("unquoted month", f'write "{year}-{int(month):02d}"', "bad-date")
    last = calendar.monthrange(int(year), int(month))[1] if int(year) else 0
    if not 1 <= int(day) <= last:
        return invalid("date", f"{year}-{month}-{day}", f"use a day from 01 to {last}" if last else "", "bad-date")
    if len(month) == len(day) == 2:
        return None
    return invalid("date", f"{year}-{month}-{day}", f"use {year}-{int(month):02d}-{int(day):02d}", "bad-date")
