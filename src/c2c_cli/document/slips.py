"""What a slip in a TOML text is called in plain words, and what to write instead. Knows text, not centres."""

import calendar
import re
from typing import NamedTuple

from c2c_cli.document.complaints import AT_END, Complaint, hint, in_words, key_of, of_key
from c2c_cli.errors import Wrong

_SOUND = re.compile(r"""("(?:[^"\\]|\\.)*+"|'[^']*+')|(#.*)""")
"""A text of one line, or a comment: nothing in them is a slip."""

_MEANT_AS_HEADER = re.compile(
    r"\s*+(?:\[|[({<［【]+\s*[\w\"']|[^\w\s\"'#]?\s?\w?\[{1,2}[\w. -]++\]*+\s*$|[\w.-]++\]++\s*$)"
)
"""A line that somebody meant as a header: a word in brackets, of which one may be missing, or a slip stands before."""

_MERGE = re.compile(r"(<{7}|={7}|>{7}|\|{7})(\s|$)")
_UNSEEN = "\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff"
"""Characters that TOML takes nowhere and that nobody sees, or that nobody meant to write outside of a text."""

_NOTHING = frozenset(("null", "none", "nil", "unknown", "tba", "tbd", "na", "undefined"))
"""What people write where nothing is known."""

_VALUE = re.compile(r"^[^=]*=[ \t]*")
_DATE = re.compile(r"(?:=|\[|,|\{)\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?\s*(?=[,\]#}]|$)")
_OTHER_DATE = re.compile(r"=\s*(\d{1,4}[./-]\d{1,2}[./-]\d{1,4})")
_OTHER_MONTH = re.compile(r"=\s*((\d{4})[./](\d{1,2})|(\d{1,2})/(\d{4}))\s*(?=[,#}]|$)")
_OTHER_COMMENT = re.compile(r"\s*(//|--(?!-)|/\*|;|%|<!--|\*/)")
_CURLY = re.compile("[\u201c-\u201f\u2018-\u201b\u00ab\u00bb\u300c\u300d\uff02]")
_CURLY_END = re.compile("[\u201c\u201d\u2018\u2019\u00bb](?=\\s*[,\\]])")
"""A curly quote where an item ends."""

_URL = re.compile(r"^\s*([\w.-]++\s*+)=\s*(https?://\S+)\s*(?=#|$)")
_WORD = re.compile(r"(?<![\w.-])([\w.-]++\s*+)=\s*([^\W\d][^\"'#,\[\]{}=]*)(?=[,}#]|$)")
_HEADER = re.compile(r"^\s*(\[{1,2})\s*([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)\s*(\]*)(.*)$")

_UNCLOSED = Wrong("unclosed", "the text that begins here is not closed", "a quote is missing at its end")

_WHOLE = {
    "Illegal character '\\n'": _UNCLOSED,
    "Found invalid character '\\n'": _UNCLOSED,
    "RecursionError": Wrong("too-large", "lists or tables are nested too deeply"),
    "ValueError": Wrong("too-large", "the number is too long"),
}
"""What is wrong with a value as a whole, not at a place in it."""

_CLOSING = {'"""': '"""', "'''": "'''", "[": '"]"', "{": '"}"'}
"""What ends that which may be longer than a line, as it stands in a sentence."""


class Slip(NamedTuple):
    """A slip in a line."""

    column: int
    end: int
    """The column behind it."""
    wrong: Wrong


def merge_mark(line: str) -> str:
    """Return the character of which a mark consists that git left where it could not merge; nothing for other lines."""
    return line[0] if _MERGE.match(line) else ""


def is_header(line: str) -> bool:
    """Tell whether a broken line was meant as a header."""
    bare = _bare(line)
    return "=" not in bare and _OTHER_COMMENT.match(bare) is None and _MEANT_AS_HEADER.match(bare) is not None


def name_in_header(line: str) -> str:
    """Return the first key of a line that was meant as a header."""
    found = re.match(r"[^\[({<［【]*+[\[({<［【]\W*+([\w-]+)", line) or re.search(r"([\w-]+)", line)
    return found[1] if found else ""


def _bare(line: str) -> str:
    """Return a line with blanks for what stands in its texts and comments."""
    return _SOUND.sub(lambda found: f'"{" " * (len(found[0]) - 2)}"' if found[1] else " " * len(found[0]), line)


def explain(text: str, complaint: Complaint) -> tuple[int, Slip]:
    """Return what is wrong with a statement, and in which of its lines; 1 is the first."""
    lines = text.split("\n")
    value = _VALUE.match(lines[0])
    start = value.end() if value else 0
    if complaint.column == AT_END or (complaint.line > len(lines) and lines[0][start : start + 1] in {"[", "{"}):
        opening = next((one for one in _CLOSING if lines[0].startswith(one, start)), lines[0][start : start + 1])
        hint = f"write {_CLOSING[opening]} where it ends" if opening in _CLOSING else ""
        wrong = Wrong("unclosed", "what begins here is never closed", hint)
        return 1, Slip(start + 1, start + 1 + len(opening), _UNCLOSED if opening in {'"', "'"} else wrong)
    if _WHOLE.get(complaint.message) is _UNCLOSED and complaint.line <= len(lines):
        line = lines[complaint.line - 1]
        quote = next((place for place, c in enumerate(_bare_of_whole_texts(line)) if c in "\"'"), start)
        if _CURLY.match(line.rstrip(" ,\t")[-1:]):
            end = len(line.rstrip(" ,\t"))
            return complaint.line, Slip(end, end + 1, _curly(line[end - 1]))
        return complaint.line, Slip(quote + 1, len(line.rstrip()) + 1, _UNCLOSED)
    if complaint.message in _WHOLE:
        return 1, Slip(start + 1, len(lines[0].rstrip()) + 1, _WHOLE[complaint.message])
    for number in dict.fromkeys((min(max(complaint.line, 1), len(lines)), 1)):
        column = complaint.column if number == complaint.line else None
        if (slip := _slip(lines[number - 1], column, first=number == 1)) is not None:
            return number, slip
    return complaint.line, _told(lines[complaint.line - 1] if complaint.line <= len(lines) else "", complaint)


def _told(line: str, complaint: Complaint) -> Slip:
    """Return what the parser says of a line that has none of the slips that are known."""
    column, wrong = complaint.column, in_words(complaint.message)
    behind = line[column - 1 :]
    if complaint.message.startswith("Duplicate inline table key"):
        key = key_of(complaint.message)
        column = (line.rfind(key, 0, column - 1) + 1) or column
        return Slip(column, column + len(key), wrong)
    if complaint.message == "Unclosed array" and (curly := [*re.finditer(_CURLY_END, line[: column - 1])]):
        quote = curly[-1]
        return Slip(quote.start() + 1, quote.end() + 1, _curly(quote[0]))
    if complaint.message == "Unclosed array" and re.match(r"\w", behind):
        wrong = Wrong("unclosed", "a quote is missing before this", "each text stands between two")
    if wrong.code == "missing-equals" and re.match(r"[^\W\d_]", behind) and line[column - 2 : column - 1].strip():
        wrong = in_words("Invalid initial character for a key part")
    wrong = of_key(wrong, line, column) or wrong
    wrong = wrong._replace(hint=wrong.hint or hint(wrong, complaint.message, line, column))
    return Slip(column, max(min(column, len(line.rstrip())) + 1, column), wrong)


def _bare_of_whole_texts(line: str) -> str:
    return _SOUND.sub(lambda found: " " * len(found[0]), line)


def _curly(quote: str) -> Wrong:
    return Wrong("curly-quote", f"{quote} is no quote of TOML", 'write straight ones: "…"')


def _slip(line: str, column: int | None, *, first: bool) -> Slip | None:
    """Return the slip that hand editors make which a line has."""
    if _MERGE.match(line):
        wrong = Wrong(
            "merge-conflict",
            "git could not merge here",
            "keep one side, or both as whole records, and take its marks out",
        )
        return Slip(1, len(line.rstrip()) + 1, wrong)
    place = (column or 1) - 1
    unseen = re.match(f"[^\\S \t\r]|\r(?=.)|[{_UNSEEN}]", line[place:])
    if unseen is not None:
        hidden = Wrong("syntax", f"here stands U+{ord(unseen[0]):04X}, which is not seen", "take it out")
        return Slip(place + 1, place + 2, hidden)
    whole, line = line, _bare(line)
    for date in _DATE.finditer(line):
        at_it = column is not None and date.start(1) < column <= date.end() + 1
        if at_it and (wrong_date := _wrong_date(*date.groups())) is not None:
            return Slip(date.start(1) + 1, max(date.end(2), date.end(3)) + 1, wrong_date)
    if (other := _OTHER_DATE.search(line)) is not None and (len(other[1].split("-")) != 3 or other[1].find("-") < 3):
        order = Wrong("bad-date", f"{other[1]}: a date is written year, month, day: 2018-11-20")
        return Slip(other.start(1) + 1, other.end(1) + 1, order)
    if (other := _OTHER_MONTH.search(line)) is not None:
        written = f"{other[2] or other[5]}-{int(other[3] or other[4]):02d}"
        month = Wrong("bad-date", f'{other[1]}: a month is written in quotes: "{written}"')
        return Slip(other.start(1) + 1, other.end(1) + 1, month)
    if (quote := _CURLY.search(line)) is not None:
        return Slip(quote.start() + 1, quote.end() + 1, _curly(quote[0]))
    if first and (mark := _OTHER_COMMENT.match(line)) is not None:
        return Slip(mark.start(1) + 1, mark.end(1) + 1, Wrong("syntax", f"{mark[1]} begins no comment", "write #"))
    if first and (is_header(line) or line.lstrip().startswith("[")):
        header = Wrong("bad-header", *_wrong_header(_HEADER.match(line)))
        return Slip(len(line) - len(line.lstrip()) + 1, len(line.rstrip()) + 1, header)
    if (url := _URL.search(whole)) is not None:
        link = url[2].rstrip("\"',;")
        unquoted = Wrong("unquoted", f'a text is written in quotes: {url[1]}= "{link}"')
        return Slip(url.start(2) + 1, url.end(2) + 1, unquoted)
    if (word := _WORD.search(line)) is not None and word[2].rstrip() not in {"true", "false", "inf", "nan"}:
        text = word[2].rstrip()
        unquoted = Wrong("unquoted", f'a text is written in quotes: {word[1]}= "{text}"')
        if text.lower() in {"true", "false"}:
            unquoted = Wrong("syntax", f"{text.lower()} is written in lower case")
        elif text.lower() in _NOTHING:
            unquoted = Wrong("syntax", f"{text} is no value of TOML", "leave the key out where nothing is known")
        return Slip(word.start(2) + 1, word.start(2) + len(text) + 1, unquoted)
    return None


def _wrong_date(year: str, month: str, day: str | None) -> Wrong | None:
    if not 1 <= int(month) <= 12:
        return Wrong("bad-date", f"{year}-{month}: there is no month {month}")
    if day is None:
        return Wrong("bad-date", f'a month is written in quotes: "{year}-{int(month):02d}"')
    last = calendar.monthrange(int(year), int(month))[1] if int(year) else 0
    if not 1 <= int(day) <= last:
        hint = f"{year}-{int(month):02d} has {last} days" if last else ""
        return Wrong("bad-date", f"{year}-{month}-{day}: there is no such day in the calendar", hint)
    padded = f"{year}-{int(month):02d}-{int(day):02d}"
    return (
        None
        if padded == f"{year}-{month}-{day}"
        else Wrong("bad-date", f"{year}-{month}-{day}: a day is written {padded}")
    )


def _wrong_header(header: re.Match[str] | None) -> tuple[str, str]:
    if header is not None:
        opening, name, closing, rest = header.groups()
        right = f"{opening}{name}{']' * len(opening)}"
        if len(closing) < len(opening) and not rest.strip():
            return "this header is not closed", f"write {right}"
        if len(closing) == len(opening) and not rest.startswith("."):
            return "there is more behind the header than belongs to it", f"write {right} alone"
    return "this is no header", "one is written [[centre]] or [[centre.event]]"
