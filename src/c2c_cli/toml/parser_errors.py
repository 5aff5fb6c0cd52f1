"""What is wrong with a broken statement, in plain words. Knows text, not centres.

A mistake that many people make is told first, else what the parser says.
"""

import re

from c2c_cli.errors import Code, Diagnostic, TextProblem
from c2c_cli.toml.layout import Span, problem_at
from c2c_cli.toml.mistakes import CURLY, QUOTED, Mistake, curly_quote, mistakes, without_texts
from c2c_cli.toml.recover import AT_END, Broken

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
    (_BEHIND, "", "syntax", _MORE, QUOTED),
    ("Invalid value", r"‸\s*(?:$|[#,\]}])", "syntax", _NO_VALUE_OF_TOML,
     "write one, or leave the key out where nothing is known"),
    ("Invalid value", r"‸\s*\(", "syntax", _NO_VALUE_OF_TOML, 'a list stands in brackets: ["…"]'),
    ("Invalid value", r"‸\s*=", "syntax", _NO_VALUE_OF_TOML, "one equals sign is enough"),
    ("Invalid value", "", "syntax", _NO_VALUE_OF_TOML, QUOTED),
    (r"Unescaped '\\'|Invalid hex value", "", "syntax", _BACKSLASH, ""),
    ("Invalid date", "", "bad-date", "there is no such day in the calendar", ""),
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


def explain(broken: Broken, first_line: int) -> TextProblem:
    """Return what is wrong with a statement that begins on that line of its text."""
    number, (column, end, wrong) = _find(broken)
    line = first_line + number - 1
    return problem_at(Span(line, column, line, end), wrong)


def _find(broken: Broken) -> tuple[int, Mistake]:
    """Return what is wrong, and in which line of the statement; 1 is the first."""
    lines = broken.text.split("\n")
    first = lines[0]
    stopped = lines[broken.line - 1] if broken.line <= len(lines) else ""
    value = re.match(r"[^=]*=[ \t]*", first)
    start = value.end() if value else 0
    opening = next((one for one in _CLOSING if first.startswith(one, start)), first[start : start + 1])
    if broken.column == AT_END or (broken.line > len(lines) and opening in {"[", "{"}):
        hint = f"write {_CLOSING[opening]} where it ends" if opening in _CLOSING else ""
        wrong = Diagnostic("unclosed", "what begins here is never closed", hint)
        return 1, Mistake(start + 1, start + 1 + len(opening), _UNCLOSED if opening in {'"', "'"} else wrong)
    whole = _WHOLE.get(broken.message)
    if whole is _UNCLOSED and broken.line <= len(lines):
        last = len(stopped.rstrip(" ,\t")) - 1
        if re.match(CURLY, stopped[last : last + 1]):
            return broken.line, curly_quote(stopped, last)
        quote = next((index for index, c in enumerate(without_texts(stopped, " ")) if c in "\"'"), start)
        return broken.line, Mistake(quote + 1, len(stopped.rstrip()) + 1, _UNCLOSED)
    if whole is not None:
        return 1, Mistake(start + 1, len(first.rstrip()) + 1, whole)
    for number in dict.fromkeys((min(max(broken.line, 1), len(lines)), 1)):
        column = broken.column if number == broken.line else None
        for mistake in mistakes(lines[number - 1], column, first=number == 1):
            return number, mistake
    return broken.line, _in_words(stopped, broken.message, broken.column)


def _in_words(line: str, message: str, column: int) -> Mistake:
    """Return what the parser says of a line, in plain words."""
    before, behind = line[: column - 1], line[column - 1 :]
    if message == "Unclosed array" and (curly := [*re.finditer(rf"{CURLY}(?=\s*[,\]])", before)]):
        return curly_quote(line, curly[-1].start())
    stopped = f"{before.lstrip()}‸{behind.rstrip()}"
    word = re.match(r"[^\w=]*([A-Za-z][A-Za-z0-9_-]*)", stopped.replace("‸", ""))
    end = max(min(column, len(line.rstrip())) + 1, column)
    for says, pattern, code, sentence, hint in _SAID:
        heard, found = re.match(says, message), re.search(pattern, stopped)
        if heard is None or found is None:
            continue
        said = {**heard.groupdict(), **found.groupdict()}
        said["word"] = f"write {word[1]} = …" if word else "write one before the ="
        if twice := said.get("twice"):
            column = (before.rfind(twice) + 1) or column
            end = column + len(twice)
        return Mistake(column, end, Diagnostic(code, sentence.format(**said), hint.format(**said)))
    return Mistake(column, end, Diagnostic("syntax", f"this is not TOML: {message[:1].lower()}{message[1:]}"))
