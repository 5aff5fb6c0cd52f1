"""What a slip in a TOML text is called in plain words, and what to write instead. Knows text, not centres.

Two tables say it: `_SLIPS`, found by how a line looks, and `_SAID`, by what the parser says and what stands there.
"""

import calendar
import re
from collections.abc import Iterator
from typing import NamedTuple

from c2c_cli.errors import Code, Diagnostic

AT_END = 0
"""The column of a complaint about the end of the text: more of it may be what is missing."""


class Complaint(NamedTuple):
    """What the parser says of a statement, lines and columns counted from its own first."""

    message: str
    """The parser's words, or the name of an error that is not the parser's."""
    line: int
    column: int


class Slip(NamedTuple):
    """A slip in a line."""

    column: int
    end: int
    """The column behind it."""
    diagnostic: Diagnostic


_NAME = r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*"
_CURLY = "[\u201c-\u201f\u2018-\u201b\u00ab\u00bb\u300c\u300d\uff02]"
_CURLY_END = re.compile("[\u201c\u201d\u2018\u2019\u00bb](?=\\s*[,\\]])")
_MERGE = re.compile(r"(<{7}|={7}|>{7}|\|{7})(\s|$)")
_COMMENT = re.compile(r"\s*(//|--(?!-)|/\*|;|%|<!--|\*/)")
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
_QUOTED = "a text is written in quotes"

_FIRST, _ANY, _TEXT = "the first line alone", "any line", "any line, and texts in it"

_SLIPS: tuple[tuple[str, str, Code, str, str], ...] = (
    # where it is looked for, the pattern, and what is said; `at` is what is wrong
    (_ANY, r"=\s*(?!\d{3,4}-\d{1,2}-\d)(?P<at>\d{1,4}[./-]\d{1,2}[./-]\d{1,4})", "bad-date",
     "{at}: a date is written year, month, day: 2018-11-20", ""),
    (_ANY, r"=\s*(?P<at>(?P<year>\d{4})[./](?P<month>\d{1,2}))\s*(?=[,#}]|$)", "bad-date",
     '{at}: a month is written in quotes: "{year}-{month:0>2}"', ""),
    (_ANY, r"=\s*(?P<at>(?P<month>\d{1,2})/(?P<year>\d{4}))\s*(?=[,#}]|$)", "bad-date",
     '{at}: a month is written in quotes: "{year}-{month:0>2}"', ""),
    (_ANY, f"(?P<at>{_CURLY})", "curly-quote", "{at} is no quote of TOML", 'write straight ones: "…"'),
    (_FIRST, r"^\s*(?P<at>//|--(?!-)|/\*|;|%|<!--|\*/)", "syntax", "{at} begins no comment", "write #"),
    (_FIRST, rf"^\s*(?P<at>\[\[\s*(?P<name>{_NAME})\s*\]?)\s*$", "bad-header",
     "this header is not closed", "write [[{name}]]"),
    (_FIRST, rf"^\s*(?P<at>\[\s*(?P<name>{_NAME}))\s*$", "bad-header", "this header is not closed", "write [{name}]"),
    (_FIRST, rf"^\s*(?P<at>\[\[\s*(?P<name>{_NAME})\s*\]\](?![.\]]).*?)\s*$", "bad-header",
     "there is more behind the header than belongs to it", "write [[{name}]] alone"),
    (_FIRST, rf"^\s*(?P<at>\[\s*(?P<name>{_NAME})\s*\](?![.\]]).*?)\s*$", "bad-header",
     "there is more behind the header than belongs to it", "write [{name}] alone"),
    (_FIRST, r"^(?=[^=]*$|\s*\[)\s*(?P<at>(?P<header>).*?)\s*$", "bad-header",
     "this is no header", "one is written [[centre]] or [[centre.event]]"),
    (_TEXT, r"^\s*(?P<key>[\w.-]++\s*+)=\s*(?P<at>(?P<link>https?://\S+?)[\"',;]*)(?=\s+#|\s*$)", "unquoted",
     _QUOTED + ': {key}= "{link}"', ""),
    (_ANY, _WORD.format("(?i:true)"), "syntax", "true is written in lower case", ""),
    (_ANY, _WORD.format("(?i:false)"), "syntax", "false is written in lower case", ""),
    (_ANY, _WORD.format(_NO_VALUE), "syntax", "{at} is no value of TOML", "leave the key out where nothing is known"),
    (_ANY, _WORD.format(r"[^\W\d](?:[^\"'#,\[\]{}=]*[^\s\"'#,\[\]{}=])?"), "unquoted", _QUOTED + ': {key}= "{at}"', ""),
)  # fmt: skip

_EQUALS, _BEHIND, _KEY = "Expected '='", "Expected newline", "Invalid initial character for a key part"
_OF_KEYS = f"{_EQUALS}|Invalid statement|{_KEY}"
_MORE = "there is more behind the value than belongs to it"
_NO_KEY = "a key is made of letters a to z, digits, _ and -"
_NO_EQUALS = 'there is no "=" between key and value'
_NO_VALUE_OF_TOML = "a value is missing or is none that TOML knows"
_NOTHING_KNOWN = "this is neither a key with its value nor a header"
_BACKSLASH = r'a backslash in a text is written "\\"'

_SAID: tuple[tuple[str, str, Code, str, str], ...] = (
    # what the parser says, what stands before ‸ and behind it where it stopped, and what is said instead
    ("Unclosed array", r"‸\w", "unclosed", "a quote is missing before this", "each text stands between two"),
    ("Unclosed array", "", "missing-comma",
     'a comma between two items or the closing "]" is missing before this', ""),
    ("Unclosed inline table", "", "missing-comma",
     'a comma between two entries or the closing "}}" is missing before this', ""),
    (_OF_KEYS, r"^(?P<mark>[-*•])\s", "syntax", "a line begins with its key, not with {mark}", "take the {mark} out"),
    (_OF_KEYS, r"^(?!names)[^‸]*\{[^={‸]*‸\s*[,}]", "syntax", "a list stands in brackets", 'write ["…", "…"]'),
    (_OF_KEYS, r"^[\w-]+\s*‸\s*[\w-]+\s*=", "syntax", "a key is one word", "take the blank out"),
    (rf"Invalid statement|{_KEY}", r"^(?=.*=)[^{‸]*‸", "syntax", _NO_KEY, "{word}"),
    (_EQUALS, r"^(?=.*=)[^{‸]*\S‸[^\W\d_]", "syntax", _NO_KEY, "{word}"),
    (_EQUALS, r"\S‸[^\W\d_]", "syntax", _NO_KEY, ""),
    (_EQUALS, r"(?:^|[{,])\s*(?P<key>[^{,‸]*?)\s*‸", "missing-equals", _NO_EQUALS, "write {key} = …"),
    (_KEY, "", "syntax", _NO_KEY, ""),
    ("Invalid statement", "", "syntax", _NOTHING_KNOWN, ""),
    (_BEHIND, r"‸\s*[,;]?\s*[\w.-]+\s*=", "syntax", _MORE, "each key stands on a line of its own"),
    (_BEHIND, r"‸\s*[,;.]\s*$", "syntax", _MORE, "take it out"),
    (_BEHIND, r"[\"']\s*‸\s*[,;]\s*[\"']", "syntax", _MORE, 'several texts stand in brackets: ["…", "…"]'),
    (_BEHIND, r"'\s*‸\s*[^\W_]", "syntax", _MORE, "write the text in double quotes"),
    (_BEHIND, r'"\s*‸\s*[^\W_]', "syntax", _MORE, r"put all of the text between its quotes, a quote inside it as \""),
    (_BEHIND, r"‸\s*(?://|--|;|%)", "syntax", _MORE, "a comment begins with #"),
    (_BEHIND, r"\d\s*‸\s*,\d", "syntax", _MORE, "a number has no comma"),
    (_BEHIND, r"^(?:date|start|end|until|since)\b[^‸]*\d\s*‸", "syntax", _MORE,
     'a date is written 2018, "2018-11" or 2018-11-20'),
    (_BEHIND, r"[\"'\]}]\s*‸", "syntax", _MORE, "take it out"),
    (_BEHIND, "", "syntax", _MORE, _QUOTED),
    ("Invalid value", r"‸\s*(?:$|[#,\]}])", "syntax", _NO_VALUE_OF_TOML,
     "write one, or leave the key out where nothing is known"),
    ("Invalid value", r"‸\s*\(", "syntax", _NO_VALUE_OF_TOML, 'a list stands in brackets: ["…"]'),
    ("Invalid value", r"‸\s*=", "syntax", _NO_VALUE_OF_TOML, "one equals sign is enough"),
    ("Invalid value", "", "syntax", _NO_VALUE_OF_TOML, _QUOTED),
    (r"Unescaped '\\'|Invalid hex value", "", "syntax", _BACKSLASH, ""),
    ("Escaped character is not", "", "syntax", "there is no such character to be escaped", ""),
    ("Invalid date", "", "bad-date", "there is no such day in the calendar", ""),
    ("Cannot overwrite", "", "duplicate-key", "this is there already", ""),
    (r"Duplicate inline table key ['\"]?(?P<twice>.*?)['\"]?$", "", "duplicate-key",
     "{twice} is there twice", "keep one of the two"),
)  # fmt: skip

_UNCLOSED = Diagnostic("unclosed", "the text that begins here is not closed", "a quote is missing at its end")
_WHOLE = {
    "Illegal character '\\n'": _UNCLOSED,
    "Found invalid character '\\n'": _UNCLOSED,
    "RecursionError": Diagnostic("too-large", "lists or tables are nested too deeply"),
    "ValueError": Diagnostic("too-large", "the number is too long"),
}
"""What is wrong with a value as a whole, not at a place in it."""

_CLOSING = {'"""': '"""', "'''": "'''", "[": '"]"', "{": '"}"'}
"""What ends that which may be longer than a line, as it stands in a sentence."""


def merge_mark(line: str) -> str:
    """Return the character of which a mark consists that git left where it could not merge; nothing for other lines."""
    return line[0] if _MERGE.match(line) else ""


def is_header(line: str) -> bool:
    """Tell whether a broken line was meant as a header."""
    bare = _bare(line)
    return "=" not in bare and _COMMENT.match(bare) is None and _MEANT_AS_HEADER.match(bare) is not None


def name_in_header(line: str) -> str:
    """Return the first key of a line that was meant as a header."""
    found = re.match(r"[^\[({<［【]*+[\[({<［【]\W*+([\w-]+)", line) or re.search(r"([\w-]+)", line)
    return found[1] if found else ""


def _bare(line: str, quote: str = '"') -> str:
    """Return a line with blanks for what stands in its texts and comments."""
    return _TEXTS.sub(
        lambda found: f"{quote}{' ' * (len(found[0]) - 2)}{quote}" if found[1] else " " * len(found[0]), line
    )


def explain(text: str, complaint: Complaint) -> tuple[int, Slip]:
    """Return what is wrong with a statement, and in which of its lines; 1 is the first."""
    lines = text.split("\n")
    value = re.match(r"[^=]*=[ \t]*", lines[0])
    start = value.end() if value else 0
    if complaint.column == AT_END or (complaint.line > len(lines) and lines[0][start : start + 1] in {"[", "{"}):
        opening = next((one for one in _CLOSING if lines[0].startswith(one, start)), lines[0][start : start + 1])
        hint = f"write {_CLOSING[opening]} where it ends" if opening in _CLOSING else ""
        wrong = Diagnostic("unclosed", "what begins here is never closed", hint)
        return 1, Slip(start + 1, start + 1 + len(opening), _UNCLOSED if opening in {'"', "'"} else wrong)
    if _WHOLE.get(complaint.message) is _UNCLOSED and complaint.line <= len(lines):
        line = lines[complaint.line - 1]
        end = len(line.rstrip(" ,\t"))
        if re.match(_CURLY, line[end - 1 : end]):
            return complaint.line, Slip(end, end + 1, _curly(line[end - 1]))
        quote = next((place for place, c in enumerate(_bare(line, " ")) if c in "\"'"), start)
        return complaint.line, Slip(quote + 1, len(line.rstrip()) + 1, _UNCLOSED)
    if complaint.message in _WHOLE:
        return 1, Slip(start + 1, len(lines[0].rstrip()) + 1, _WHOLE[complaint.message])
    for number in dict.fromkeys((min(max(complaint.line, 1), len(lines)), 1)):
        column = complaint.column if number == complaint.line else None
        for slip in _slips(lines[number - 1], column, first=number == 1):
            return number, slip
    return complaint.line, _told(lines[complaint.line - 1] if complaint.line <= len(lines) else "", complaint)


def _slips(line: str, column: int | None, *, first: bool) -> Iterator[Slip]:
    """Yield the slips that hand editors make which a line has, the likeliest first."""
    if _MERGE.match(line):
        hint = "keep one side, or both as whole records, and take its marks out"
        yield Slip(1, len(line.rstrip()) + 1, Diagnostic("merge-conflict", "git could not merge here", hint))
    place = (column or 1) - 1
    if (unseen := re.match(_UNSEEN, line[place:])) is not None:
        hidden = Diagnostic("syntax", f"here stands U+{ord(unseen[0]):04X}, which is not seen", "take it out")
        yield Slip(place + 1, place + 2, hidden)
    bare = _bare(line)
    for date in _DATE.finditer(bare):
        at_it = column is not None and date.start(1) < column <= date.end() + 1
        if at_it and (wrong := _wrong_date(*date.groups())) is not None:
            yield Slip(date.start(1) + 1, max(date.end(2), date.end(3)) + 1, wrong)
    for where, pattern, code, message, hint in _SLIPS:
        found = re.search(pattern, line if where == _TEXT else bare) if first or where != _FIRST else None
        if found is not None and ("header" not in found.groupdict() or is_header(line) or line.lstrip()[:1] == "["):
            said = found.groupdict()
            wrong = Diagnostic(code, message.format(**said), hint.format(**said))
            yield Slip(found.start("at") + 1, found.end("at") + 1, wrong)


def _told(line: str, complaint: Complaint) -> Slip:
    """Return what the parser says of a line that has none of the slips that are known, in plain words."""
    column, message = complaint.column, complaint.message
    if message == "Unclosed array" and (curly := [*re.finditer(_CURLY_END, line[: column - 1])]):
        return Slip(curly[-1].start() + 1, curly[-1].end() + 1, _curly(curly[-1][0]))
    wrong, twice = in_words(message, f"{line[: column - 1].lstrip()}‸{line[column - 1 :].rstrip()}")
    if twice:
        column = (line.rfind(twice, 0, column - 1) + 1) or column
        return Slip(column, column + len(twice), wrong)
    return Slip(column, max(min(column, len(line.rstrip())) + 1, column), wrong)


def in_words(message: str, stopped: str = "‸") -> tuple[Diagnostic, str]:
    """Return what the parser says in plain words, and the key that it says is there twice, if it does."""
    word = re.match(r"[^\w=]*([A-Za-z][A-Za-z0-9_-]*)", stopped.replace("‸", ""))
    for says, pattern, code, sentence, hint in _SAID:
        heard, found = re.match(says, message), re.search(pattern, stopped)
        if heard is not None and found is not None:
            said = {**heard.groupdict(), **found.groupdict()}
            said["word"] = f"write {word[1]} = …" if word else "write one before the ="
            return Diagnostic(code, sentence.format(**said), hint.format(**said)), said.get("twice", "")
    return Diagnostic("syntax", f"this is not TOML: {message[:1].lower()}{message[1:]}"), ""


def _curly(quote: str) -> Diagnostic:
    return Diagnostic("curly-quote", f"{quote} is no quote of TOML", 'write straight ones: "…"')


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
