"""What a slip in a TOML text is called in plain words, and what to write instead. Knows text, not centres."""

import calendar
import re
from typing import NamedTuple

from c2c_cli.errors import Wrong

_SOUND = re.compile(r"""("(?:[^"\\]|\\.)*+"|'[^']*+')|(#.*)""")
"""A text of one line, or a comment: nothing in them is a slip."""

_MEANT_AS_HEADER = re.compile(r"\s*(?:[^\w\s\"'#]|[\w.-]*\]+\s*$)")
"""A line that somebody meant as a header: it begins or ends as no key does."""

_MERGE = re.compile(r"(<{7}|={7}|>{7}|\|{7})(\s|$)")
_UNSEEN = "\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff"
"""Characters that TOML takes nowhere and that nobody sees, or that nobody meant to write outside of a text."""

_NOTHING = frozenset(("null", "none", "nil", "unknown", "tba", "tbd", "na", "undefined"))
"""What people write where nothing is known."""

_VALUE = re.compile(r"^[^=]*=[ \t]*")
_DATE = re.compile(r"(?:=|\[|,|\{)\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?\s*(?=[,\]#}]|$)")
_OTHER_DATE = re.compile(r"=\s*(\d{1,4}[./-]\d{1,2}[./-]\d{1,4})")
_OTHER_MONTH = re.compile(r"=\s*((\d{4})[./](\d{1,2})|(\d{1,2})/(\d{4}))\s*(?=[,#}]|$)")
_OTHER_COMMENT = re.compile(r"\s*(//|--|/\*|;)")
_CURLY = re.compile("[\u201c-\u201f\u2018-\u201b\u00ab\u00bb\u300c\u300d\uff02]")
_WORD = re.compile(r"(?<![\w.-])([\w.-]++\s*+)=\s*([^\W\d][^\"'#,\[\]{}=]*)(?=[,}#]|$)")
_HEADER = re.compile(r"^\s*(\[{1,2})\s*([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)\s*(\]*)(.*)$")

_WORDS = {
    "Invalid value": Wrong("syntax", "a value is missing or is none that TOML knows"),
    "Invalid statement": Wrong("syntax", "this is neither a key with its value nor a header"),
    "Expected newline or end of document after a statement": Wrong(
        "syntax", "there is more behind the value than belongs to it"
    ),
    "Expected '=' after a key in a key/value pair": Wrong("missing-equals", 'there is no "=" between key and value'),
    "Unclosed array": Wrong("missing-comma", 'a comma between two items or the closing "]" is missing before this'),
    "Unclosed inline table": Wrong(
        "missing-comma", 'a comma between two entries or the closing "}" is missing before this'
    ),
    "Unescaped '\\' in a string": Wrong("syntax", r'a backslash in a text is written "\\"'),
    "Invalid date or datetime": Wrong("bad-date", "there is no such day in the calendar"),
    "Invalid initial character for a key part": Wrong("syntax", "a key is made of letters a to z, digits, _ and -"),
    "Cannot overwrite a value": Wrong("duplicate-key", "this is there already"),
    "Invalid hex value": Wrong("syntax", r'a backslash in a text is written "\\"'),
}

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


class Complaint(NamedTuple):
    """What the parser says of a statement, lines and columns counted from its own first."""

    message: str
    """The parser's words, or the name of an error that is not the parser's."""
    line: int
    column: int


AT_END = 0
"""The column of a complaint about the end of the text: more of it may be what is missing."""


class Slip(NamedTuple):
    """A slip in a line."""

    column: int
    end: int
    """The column behind it."""
    wrong: Wrong


def in_words(message: str) -> Wrong:
    """Return the parser's message in plain words, where we have them."""
    if message.startswith("Duplicate inline table key"):
        return Wrong("duplicate-key", f"{_key(message)} is there twice", "keep one of the two")
    return _WORDS.get(message) or Wrong("syntax", f"this is not TOML: {message[:1].lower()}{message[1:]}")


def _key(message: str) -> str:
    return message.split(" ", 4)[-1].strip("'\"")


def merge_mark(line: str) -> str:
    """Return the character of which a mark consists that git left where it could not merge; nothing for other lines."""
    return line[0] if _MERGE.match(line) else ""


def is_header(line: str) -> bool:
    """Tell whether a broken line was meant as a header."""
    return "=" not in _bare(line) and _MEANT_AS_HEADER.match(line) is not None


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
    line = lines[complaint.line - 1] if complaint.line <= len(lines) else ""
    column, wrong = complaint.column, in_words(complaint.message)
    if complaint.message == "Unclosed array" and re.match(r"\w", line[column - 1 :]):
        wrong = Wrong("unclosed", "a quote is missing before this", "each text stands between two")
    if complaint.message == "Invalid statement" and re.match(r"\s*[^\W\d_].*=", line):
        wrong = in_words("Invalid initial character for a key part")
    if (
        wrong.code == "missing-equals"
        and re.match(r"[^\W\d_]", line[column - 1 :])
        and line[column - 2 : column - 1].strip()
    ):
        wrong = in_words("Invalid initial character for a key part")
    if complaint.message.startswith("Duplicate inline table key"):
        place = line.rfind(_key(complaint.message), 0, column - 1)
        column = place + 1 if place >= 0 else column
        return complaint.line, Slip(column, column + len(_key(complaint.message)), wrong)
    wrong = wrong._replace(hint=wrong.hint or _hint(wrong, complaint.message, line, column))
    return complaint.line, Slip(column, max(min(column, len(line.rstrip())) + 1, column), wrong)


def _bare_of_whole_texts(line: str) -> str:
    return _SOUND.sub(lambda found: " " * len(found[0]), line)


def _hint(wrong: Wrong, message: str, line: str, column: int) -> str:
    """Return what to write where the parser complains of a place in a line."""
    rest = line[column - 1 :].strip()
    if wrong.code == "missing-equals":
        return f"write {line[: column - 1].strip()} = …"
    if message.startswith("Expected newline"):
        before = line[: column - 1].rstrip()
        if before.endswith("'") and rest[:1].isalnum():
            return "write the text in double quotes"
        if before.endswith('"') and rest[:1].isalnum():
            return r"a quote inside a text is written \""
        return "take it out" if before.endswith(('"', "'", "]", "}")) else "a text is written in quotes"
    if message == "Invalid value":
        if not rest or rest[0] in "#,]}":
            return "write one, or leave the key out where nothing is known"
        return "one equals sign is enough" if rest[0] == "=" else "a text is written in quotes"
    return ""


def _curly(quote: str) -> Wrong:
    return Wrong("curly-quote", f"{quote} is no quote of TOML", 'write straight ones: "…"')


def _slip(line: str, column: int | None, *, first: bool) -> Slip | None:
    """Return the slip that hand editors make which a line has."""
    if _MERGE.match(line):
        wrong = Wrong("merge-conflict", "git could not merge here", "keep one side, or both, and take its marks out")
        return Slip(1, len(line.rstrip()) + 1, wrong)
    place = (column or 1) - 1
    unseen = re.match(f"[^\\S \t\r]|\r(?=.)|[{_UNSEEN}]", line[place:])
    if unseen is not None:
        hidden = Wrong("syntax", f"here stands U+{ord(unseen[0]):04X}, which is not seen", "take it out")
        return Slip(place + 1, place + 2, hidden)
    line = _bare(line)
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
    if int(year) < 1 or not 1 <= int(day) <= (last := calendar.monthrange(int(year), int(month))[1]):
        hint = f"{year}-{int(month):02d} has {last} days" if int(year) else ""
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
