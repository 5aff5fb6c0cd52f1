"""What the parser complains of, in plain words, and what to write instead. Knows text, not centres."""

import re
from typing import NamedTuple

from c2c_cli.errors import Wrong

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
    "Escaped character is not a Unicode scalar value": Wrong("syntax", "there is no such character to be escaped"),
    "Invalid hex value": Wrong("syntax", r'a backslash in a text is written "\\"'),
}


class Complaint(NamedTuple):
    """What the parser says of a statement, lines and columns counted from its own first."""

    message: str
    """The parser's words, or the name of an error that is not the parser's."""
    line: int
    column: int


AT_END = 0
"""The column of a complaint about the end of the text: more of it may be what is missing."""


_OF_KEYS = (
    "Expected '=' after a key in a key/value pair",
    "Invalid statement",
    "Invalid initial character for a key part",
)
"""What the parser says where the key of a line is wrong."""


def in_words(message: str) -> Wrong:
    """Return the parser's message in plain words, where we have them."""
    if message.startswith("Duplicate inline table key"):
        return Wrong("duplicate-key", f"{key_of(message)} is there twice", "keep one of the two")
    return _WORDS.get(message) or Wrong("syntax", f"this is not TOML: {message[:1].lower()}{message[1:]}")


def key_of(message: str) -> str:
    """Return the key that the parser says is there twice."""
    return message.split(" ", 4)[-1].strip("'\"")


def of_key(wrong: Wrong, line: str, column: int) -> Wrong | None:
    """Return what is wrong with the key that a line begins with, where that can be told."""
    if wrong not in (_WORDS[message] for message in _OF_KEYS):
        return None
    before, rest = line[: column - 1].strip(), line[column - 1 :].strip()
    if (mark := re.match(r"\s*([-*•])\s", line)) is not None:
        return Wrong("syntax", f"a line begins with its key, not with {mark[1]}", f"take the {mark[1]} out")
    if "{" in before:
        listed = "=" not in before.rpartition("{")[2] and rest[:1] in {",", "}"} and not before.startswith("names")
        return Wrong("syntax", "a list stands in brackets", 'write ["…", "…"]') if listed else None
    if re.fullmatch(r"[\w-]+", before) and re.match(r"[\w-]+\s*=", rest):
        return Wrong("syntax", "a key is one word", "take the blank out")
    if wrong.code != "missing-equals" and "=" in line:
        word = re.match(r"[^\w=]*([A-Za-z][A-Za-z0-9_-]*)", line)
        right = f"write {word[1]} = …" if word else "write one before the ="
        return in_words(_OF_KEYS[-1])._replace(hint=right)
    return None


def hint(wrong: Wrong, message: str, line: str, column: int) -> str:
    """Return what to write where the parser complains of a place in a line."""
    before, rest = line[: column - 1].rstrip(), line[column - 1 :].strip()
    if wrong.code == "missing-equals":
        return f"write {re.split('[{,]', before)[-1].strip()} = …"
    if message.startswith("Expected newline"):
        return _hint_behind(before, rest)
    if message == "Invalid value":
        if not rest or rest[0] in "#,]}":
            return "write one, or leave the key out where nothing is known"
        if rest[0] == "(":
            return 'a list stands in brackets: ["…"]'
        return "one equals sign is enough" if rest[0] == "=" else "a text is written in quotes"
    return ""


def _hint_behind(before: str, rest: str) -> str:
    """Return what to write where more stands behind a value than belongs to it."""
    if re.match(r"[,;]?\s*[\w.-]+\s*=", rest):
        return "each key stands on a line of its own"
    if rest in {",", ";", "."}:
        return "take it out"
    if before.endswith(('"', "'")) and re.match(r"[,;]\s*[\"']", rest):
        return 'several texts stand in brackets: ["…", "…"]'
    if before.endswith("'") and rest[:1].isalnum():
        return "write the text in double quotes"
    if before.endswith('"') and rest[:1].isalnum():
        return r"put all of the text between its quotes, a quote inside it as \""
    if rest.startswith(("//", "--", ";", "%")):
        return "a comment begins with #"
    if before[-1:].isdigit() and re.match(r",\d", rest):
        return "a number has no comma"
    if re.match(r"\s*(?:date|start|end|until|since)\b.*\d$", before):
        return 'a date is written 2018, "2018-11" or 2018-11-20'
    return "take it out" if before.endswith(('"', "'", "]", "}")) else "a text is written in quotes"
