"""What a slip in a TOML text is called in plain words, and what to write instead. Knows text, not centres."""

import re
from typing import NamedTuple

_VALUE = re.compile(r"^[^=]*=[ \t]*")
_MONTH = re.compile(r"(?:=|\[|,)\s*(\d{4}-\d{1,2})\s*(?=[,\]#}]|$)")
_DAY = re.compile(r"(?:=|\[|,)\s*(\d{4}-\d{1,2}-\d{1,2})\s*(?=[,\]#}]|$)")
_CURLY = re.compile("[\u201c-\u201f\u2018-\u201b\u00ab\u00bb\u300c\u300d\uff02]")
_WORD = re.compile(r"^([\w.-]+\s*)=\s*([^\W\d][^\"'#,\[\]{}=]*?)\s*(?:#.*)?$")
_HEADER = re.compile(r"^\s*(\[{1,2})\s*([\w.-]+)")

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
    plain = _WORDS.get(message, "")
    return plain or f"this is not TOML: {message[:1].lower()}{message[1:]}"


def explain(line: str, complaint: Complaint) -> tuple[int, int, str]:
    """Return what is wrong with a statement: line (1 is its first) and column, and what to write.

    `line` is the statement's first line.
    """
    if (month := _MONTH.search(line)) is not None:
        year, number = month[1].split("-")
        return 1, month.start(1) + 1, f'a month is written in quotes: "{year}-{int(number):02d}"'
    if (day := _DAY.search(line)) is not None:
        year, number, last = day[1].split("-")
        padded = f"{year}-{int(number):02d}-{int(last):02d}"
        wrong = "there is no such day in the calendar" if day[1] == padded else f"a day is written {padded}"
        return 1, day.start(1) + 1, f"{day[1]}: {wrong}"
    value = _VALUE.match(line)
    start = value.end() if value else 0
    if (quote := _CURLY.search(line, start)) is not None:
        return 1, quote.start() + 1, f'{quote[0]} is no quote of TOML; write straight ones: "…"'
    if (header := _HEADER.match(line)) is not None and value is None:
        closing = "]" * len(header[1])
        return 1, header.start(1) + 1, f"this header is not closed; write {header[1]}{header[2]}{closing}"
    message = complaint.message
    if complaint.column == AT_END:
        return 1, start + 1, "what begins here is never closed"
    if message in _WHOLE:
        return 1, start + 1, _WHOLE[message]
    if (word := _WORD.match(line.strip())) is not None:
        return 1, start + 1, f'a text is written in quotes: {word[1]}= "{word[2]}"'
    return complaint.line, complaint.column, in_words(message)
