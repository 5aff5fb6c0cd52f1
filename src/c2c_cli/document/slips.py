"""What a slip in a TOML text is called in plain words, and what to write instead. Knows text, not centres."""

import datetime
import re
from typing import NamedTuple

_VALUE = re.compile(r"^[^=]*=[ \t]*")
_DATE = re.compile(r"(?:=|\[|,|\{)\s*(\d{4})-(\d{1,2})(?:-(\d{1,2}))?\s*(?=[,\]#}]|$)")
_OTHER_DATE = re.compile(r"=\s*(\d{1,4}[./-]\d{1,2}[./-]\d{1,4})")
_CURLY = re.compile("[\u201c-\u201f\u2018-\u201b\u00ab\u00bb\u300c\u300d\uff02]")
_WORD = re.compile(r"([\w.-]+\s*)=\s*([^\W\d][^\"'#,\[\]{}=]*)(?=[,}#]|$)")
_HEADER = re.compile(r"^\s*(\[{1,2})\s*([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)\s*(\]*)(.*)$")

_WORDS = {
    "Invalid value": "a value is missing or is none that TOML knows",
    "Invalid statement": "this is neither a key with its value nor a header",
    "Expected newline or end of document after a statement": "there is more behind the value than belongs to it",
    "Expected '=' after a key in a key/value pair": 'there is no "=" between key and value',
    "Unclosed array": 'a comma between two items or the closing "]" is missing before this',
    "Unclosed inline table": 'a comma between two entries or the closing "}" is missing before this',
    "Unescaped '\\' in a string": r'a backslash in a text is written "\\"',
    "Invalid date or datetime": "there is no such day in the calendar",
    "Invalid initial character for a key part": "a key is made of letters a to z, digits, _ and -",
    "Cannot overwrite a value": "this is there already",
}

_WHOLE = {
    "Illegal character '\\n'": "the text that begins here is not closed; a quote is missing at its end",
    "RecursionError": "lists or tables are nested too deeply",
    "ValueError": "the number is too long",
}
"""What is wrong with a value as a whole, not at a place in it."""


class Complaint(NamedTuple):
    """What the parser says of a statement, lines and columns counted from its own first."""

    message: str
    """The parser's words, or the name of an error that is not the parser's."""
    line: int
    column: int


AT_END = 0
"""The column of a complaint about the end of the text: more of it may be what is missing."""


def in_words(message: str) -> str:
    """Return the parser's message in plain words, where we have them."""
    if message.startswith("Duplicate inline table key"):
        return f"{message.split(' ', 4)[-1]} is there twice"
    plain = _WORDS.get(message, "")
    return plain or f"this is not TOML: {message[:1].lower()}{message[1:]}"


def explain(text: str, complaint: Complaint) -> tuple[int, int, str]:
    """Return what is wrong with a statement: line (1 is its first) and column, and what to write."""
    lines = text.split("\n")
    for number in dict.fromkeys((min(max(complaint.line, 1), len(lines)), 1)):
        column = complaint.column if number == complaint.line else None
        if (slip := _slip(lines[number - 1], column, first=number == 1)) is not None:
            return number, *slip
    value = _VALUE.match(lines[0])
    start = value.end() if value else 0
    if complaint.column == AT_END:
        return 1, start + 1, "what begins here is never closed"
    if complaint.message in _WHOLE:
        return 1, start + 1, _WHOLE[complaint.message]
    return complaint.line, complaint.column, in_words(complaint.message)


def _slip(line: str, column: int | None, *, first: bool) -> tuple[int, str] | None:
    """Return the column of a slip that hand editors make, and what to write instead."""
    for date in _DATE.finditer(line):
        at_it = column is not None and date.start(1) < column <= date.end() + 1
        if at_it and (wrong := _wrong_date(*date.groups())) is not None:
            return date.start(1) + 1, wrong
    if (other := _OTHER_DATE.search(line)) is not None and (len(other[1].split("-")) != 3 or other[1].find("-") < 3):
        return other.start(1) + 1, f"{other[1]}: a date is written year, month, day: 2018-11-20"
    value = _VALUE.match(line)
    if (quote := _CURLY.search(line, value.end() if value else 0)) is not None:
        return quote.start() + 1, f'{quote[0]} is no quote of TOML; write straight ones: "…"'
    if first and value is None and re.search(r"[\[\](){}]", line) is not None:
        return len(line) - len(line.lstrip()) + 1, _wrong_header(_HEADER.match(line))
    if (word := _WORD.search(line)) is not None and word[2].rstrip() not in {"true", "false", "inf", "nan"}:
        small = word[2].rstrip().lower()
        if small in {"true", "false"}:
            return word.start(2) + 1, f"{small} is written small"
        return word.start(2) + 1, f'a text is written in quotes: {word[1]}= "{word[2].rstrip()}"'
    return None


def _wrong_date(year: str, month: str, day: str | None) -> str | None:
    if not 1 <= int(month) <= 12:
        return f"{year}-{month}: there is no month {month}"
    if day is None:
        return f'a month is written in quotes: "{year}-{int(month):02d}"'
    try:
        padded = str(datetime.date(int(year), int(month), int(day)))
    except ValueError:
        return f"{year}-{month}-{day}: there is no such day in the calendar"
    return None if padded == f"{year}-{month}-{day}" else f"{year}-{month}-{day}: a day is written {padded}"


def _wrong_header(header: re.Match[str] | None) -> str:
    if header is not None:
        opening, name, closing, rest = header.groups()
        right = f"{opening}{name}{']' * len(opening)}"
        if len(closing) < len(opening) and not rest.strip():
            return f"this header is not closed; write {right}"
        if len(closing) == len(opening) and not rest.startswith("."):
            return f"there is more behind the header than belongs to it; write {right} alone"
    return "this is no header; one is written [[centre]] or [[centre.event]]"
