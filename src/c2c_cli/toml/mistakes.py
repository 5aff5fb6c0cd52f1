"""Mistakes that people make in a line of TOML, found by how the line looks. Knows text, not centres."""

import calendar
import re
from collections.abc import Iterator
from typing import NamedTuple

from c2c_cli.errors import Code, Diagnostic
from c2c_cli.toml.grammar import FOREIGN_COMMENT

CURLY = "[\u201c-\u201f\u2018-\u201b\u00ab\u00bb\u300c\u300d\uff02]"
"""Quotes that are none of TOML's."""

QUOTED = "a text is written in quotes"

_NAME = r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*"
_MERGE = r"(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)"
_MEANT_AS_HEADER = re.compile(
    r"\s*+(?:\[|[({<［【]+\s*[\w\"']|[^\w\s\"'#]?\s?\w?\[{1,2}[\w. -]++\]*+\s*$|[\w.-]++\]++\s*$)"
)
"""A line that somebody meant as a header: a word in brackets, of which one may be missing, or a slip stands before."""

_UNSEEN = "[^\\S \t\r]|\r(?=.)|[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]"
"""Characters that TOML takes nowhere and that nobody sees, or that nobody meant to write outside of a text."""

_DATE = re.compile(r"(?:=|\[|,|\{)\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?\s*(?=[,\]#}]|$)")
_TEXTS = re.compile(r"""("(?:[^"\\]|\\.)*+"|'[^']*+')|(#.*)""")
_WORD = r"(?<![\w.-])(?P<key>[\w.-]++\s*+)=\s*(?!(?:true|false|inf|nan)\s*(?:[,}}#]|$))(?P<at>{})\s*(?=[,}}#]|$)"
_NO_VALUE = "(?i:null|none|nil|unknown|tba|tbd|na|undefined)"
_CURLY_QUOTE = Diagnostic("curly-quote", "{at} is no quote of TOML", 'write straight ones: "…"')

_FIRST, _HEADER, _ANY, _TEXT = "the first line alone", "what is no header", "any line", "any line, and texts in it"

_MISTAKES: tuple[tuple[str, str, Code, str, str], ...] = (
    # where it is looked for, the pattern, and what is said; `at` is what is wrong
    (_ANY, rf"^(?P<at>{_MERGE}.*?)\s*$", "merge-conflict",
     "git could not merge here", "keep one side, or both as whole records, and take its marks out"),
    (_FIRST, r"^\s*(?P<at>\"{3}|'{3})", "unclosed", "{at} ends a text that begins nowhere", "take it out"),
    (_ANY, r"=\s*(?!\d{3,4}-\d{1,2}-\d)(?P<at>\d{1,4}[./-]\d{1,2}[./-]\d{1,4})", "bad-date",
     "{at}: a date is written year, month, day: 2018-11-20", ""),
    (_ANY, r"=\s*(?P<at>(?P<year>\d{4})[./](?P<month>\d{1,2}))\s*(?=[,#}]|$)", "bad-date",
     '{at}: a month is written in quotes: "{year}-{month:0>2}"', ""),
    (_ANY, r"=\s*(?P<at>(?P<month>\d{1,2})/(?P<year>\d{4}))\s*(?=[,#}]|$)", "bad-date",
     '{at}: a month is written in quotes: "{year}-{month:0>2}"', ""),
    (_ANY, f"(?P<at>{CURLY})", *_CURLY_QUOTE),
    (_FIRST, rf"^\s*(?P<at>{FOREIGN_COMMENT})", "syntax", "{at} begins no comment", "write #"),
    (_FIRST, rf"^\s*(?P<at>\[\[\s*(?P<name>{_NAME})\s*\]?)\s*$", "bad-header",
     "this header is not closed", "write [[{name}]]"),
    (_FIRST, rf"^\s*(?P<at>\[\s*(?P<name>{_NAME}))\s*$", "bad-header", "this header is not closed", "write [{name}]"),
    (_FIRST, rf"^\s*(?P<at>\[\[\s*(?P<name>{_NAME})\s*\]\](?![.\]]).*?)\s*$", "bad-header",
     "there is more behind the header than belongs to it", "write [[{name}]] alone"),
    (_FIRST, rf"^\s*(?P<at>\[\s*(?P<name>{_NAME})\s*\](?![.\]]).*?)\s*$", "bad-header",
     "there is more behind the header than belongs to it", "write [{name}] alone"),
    (_HEADER, r"^(?=[^=]*$|\s*\[)\s*(?P<at>.*?)\s*$", "bad-header",
     "this is no header", "one is written [[centre]] or [[centre.event]]"),
    (_TEXT, r"^\s*(?P<key>[\w.-]++\s*+)=\s*(?P<at>(?P<link>https?://\S+?)[\"',;]*)(?=\s+#|\s*$)", "unquoted",
     QUOTED + ': {key}= "{link}"', ""),
    (_ANY, _WORD.format("(?i:true)"), "syntax", "true is written in lower case", ""),
    (_ANY, _WORD.format("(?i:false)"), "syntax", "false is written in lower case", ""),
    (_ANY, _WORD.format(_NO_VALUE), "syntax", "{at} is no value of TOML", "leave the key out where nothing is known"),
    (_ANY, _WORD.format(r"[^\W\d](?:[^\"'#,\[\]{}=]*[^\s\"'#,\[\]{}=])?"), "unquoted", QUOTED + ': {key}= "{at}"', ""),
)  # fmt: skip


class Mistake(NamedTuple):
    """A mistake in a line."""

    column: int
    end: int
    """The column behind it."""
    diagnostic: Diagnostic


def merge_mark(line: str) -> str:
    """Return the character of which a mark consists that git left where it could not merge; nothing for other lines."""
    return line[0] if re.match(_MERGE, line) else ""


def closes_text(line: str) -> bool:
    """Tell whether a broken line ends a text that began above, if anywhere."""
    return line.lstrip().startswith(('"""', "'''"))


def is_header(line: str) -> bool:
    """Tell whether a broken line was meant as a header."""
    bare = without_texts(line)
    return "=" not in bare and not re.match(rf"\s*{FOREIGN_COMMENT}", bare) and bool(_MEANT_AS_HEADER.match(bare))


def name_in_header(line: str) -> str:
    """Return the first key of a line that was meant as a header."""
    found = re.match(r"[^\[({<［【]*+[\[({<［【]\W*+([\w-]+)", line) or re.search(r"([\w-]+)", line)
    return found[1] if found else ""


def without_texts(line: str, quote: str = '"') -> str:
    """Return a line with blanks for what stands in its texts and comments."""
    return _TEXTS.sub(
        lambda found: f"{quote}{' ' * (len(found[0]) - 2)}{quote}" if found[1] else " " * len(found[0]), line
    )


def curly_quote(line: str, index: int) -> Mistake:
    """Return what is wrong with a quote in a line."""
    return Mistake(index + 1, index + 2, _CURLY_QUOTE._replace(message=_CURLY_QUOTE.message.format(at=line[index])))


def mistakes(line: str, column: int | None, *, first: bool) -> Iterator[Mistake]:
    """Yield the mistakes in a line, the likeliest first; the column is that where the parser stopped in it."""
    index = (column or 1) - 1
    if (unseen := re.match(_UNSEEN, line[index:])) is not None:
        hidden = Diagnostic("syntax", f"here stands U+{ord(unseen[0]):04X}, which is not seen", "take it out")
        yield Mistake(index + 1, index + 2, hidden)
    bare = without_texts(line)
    for date in _DATE.finditer(bare):
        at_it = column is not None and date.start(1) < column <= date.end() + 1
        if at_it and (wrong := _wrong_date(*date.groups())) is not None:
            yield Mistake(date.start(1) + 1, max(date.end(2), date.end(3)) + 1, wrong)
    for where, pattern, code, message, hint in _MISTAKES:
        if (where in {_FIRST, _HEADER} and not first) or (
            where == _HEADER and not (is_header(line) or line.lstrip().startswith("["))
        ):
            continue
        if (found := re.search(pattern, line if where == _TEXT else bare)) is not None:
            said = found.groupdict()
            wrong = Diagnostic(code, message.format(**said), hint.format(**said))
            yield Mistake(found.start("at") + 1, found.end("at") + 1, wrong)


def _wrong_date(year: str, month: str, day: str | None) -> Diagnostic | None:
    if not 1 <= int(month) <= 12:
        return Diagnostic("bad-date", f"{year}-{month}: there is no month {month}")
    if day is None:
        return Diagnostic("bad-date", f'a month is written in quotes: "{year}-{int(month):02d}"')
    last = calendar.monthrange(int(year), int(month))[1] if int(year) else 0
    if not 1 <= int(day) <= last:
        hint = f"{year}-{int(month):02d} has {last} days" if last else ""
        return Diagnostic("bad-date", f"{year}-{month}-{day}: there is no such day in the calendar", hint)
    if len(month) == len(day) == 2:
        return None
    return Diagnostic("bad-date", f"{year}-{month}-{day}: a day is written {year}-{int(month):02d}-{int(day):02d}")
