"""Explain broken statements: by a common mistake if one is found, otherwise by the parser's error in plain English."""

import re

from c2c_cli.errors import Code, Diagnostic, TextProblem
from c2c_cli.toml.layout import Span, problem_at
from c2c_cli.toml.mistakes import CURLY, Mistake, blank_strings, curly_quote, mistakes
from c2c_cli.toml.recover import AT_END, Broken

_EQUALS, _AFTER = "Expected '='", "Expected newline"
_KEY = "Invalid statement|Invalid initial character for a key part"
_ANY_KEY = f"{_EQUALS}|{_KEY}"
_MORE = "unexpected text after the value"
_CHARACTERS = "use only letters a to z, digits, _ and -"
_DATES = 'write dates as 2018, "2018-11" or 2018-11-20'
_QUOTES = "put strings in quotes"

_TRANSLATIONS: tuple[tuple[str, str, Code, str, str], ...] = (
    # the parser's message, the line with ‸ at its position, code, message and hint
    ("Unclosed array", r"[\"']‸\w", "unclosed", "missing quote before this", "put each string in quotes"),
    ("Unclosed array", "", "missing-comma", 'missing "," or "]" before this', ""),
    ("Unclosed inline table", "", "missing-comma", 'missing "," or "}}" before this', ""),
    (_ANY_KEY, r"^(?P<mark>[-*•])\s", "syntax", 'unexpected "{mark}" at the start of the line', "remove it"),
    (_ANY_KEY, r"^(?!names)[^‸]*\{[^={‸]*‸\s*[,}]", "syntax", "invalid list", 'use square brackets: ["…", "…"]'),
    (_ANY_KEY, r"^[\w-]+\s+‸[\w-]+\s*=", "syntax", "unexpected space in the key", "remove it"),
    (_KEY, r"^‸\s*=", "syntax", "missing key", "write one before the equals sign"),
    (_KEY, r"^‸[^\w={]+(?P<key>[A-Za-z][A-Za-z0-9_-]*)[^\w=]*=", "syntax", "invalid key", "write {key} = …"),
    (_KEY, r"^(?=.*=)[^{‸]*‸", "syntax", "invalid key", _CHARACTERS),
    (_EQUALS, r"\S‸(?:[^\W\d_]|[^\s:\"']+\s*=)", "syntax", "invalid key", _CHARACTERS),
    (_EQUALS, r"(?:^|[{,])\s*(?P<key>[^{,‸]*?)\s*‸", "missing-equals", 'missing "=" after the key', "write {key} = …"),
    ("Invalid statement", "", "syntax", "unexpected text", "write a key and a value, or a header"),
    (_KEY, "", "syntax", "invalid key", _CHARACTERS),
    (_AFTER, r"‸\s*[,;]?\s*[\w.-]+\s*=", "syntax", _MORE, "put each key on its own line"),
    (_AFTER, r"‸\s*(?P<mark>[,;.])\s*$", "syntax", 'unexpected "{mark}" after the value', "remove it"),
    (_AFTER, r"[\"']\s*‸\s*[,;]\s*[\"']", "syntax", _MORE, 'put several strings in a list: ["…", "…"]'),
    (_AFTER, r"'\s*‸\s*[^\W_]", "syntax", _MORE, "use double quotes around the string"),
    (_AFTER, r'"\s*‸\s*[^\W_]', "syntax", _MORE, r"put the whole string in quotes, and write quotes inside it as \""),
    (_AFTER, r"‸\s*(?://|--|;|%)", "syntax", _MORE, "start comments with #"),
    (_AFTER, r"\d\s*‸\s*,\d", "syntax", _MORE, "write numbers without commas"),
    (_AFTER, r"^(?:date|start|end|until|since)\b[^‸]*\d\s*‸", "syntax", _MORE, _DATES),
    (_AFTER, r"[\"'\]}]\s*‸", "syntax", _MORE, "remove it"),
    (_AFTER, "", "syntax", _MORE, _QUOTES),
    ("Invalid value", r"‸\s*(?:$|[#,\]}])", "syntax",
     "missing value", "add one, or omit the key if the value is unknown"),
    ("Invalid value", r"‸\s*\(", "syntax", "invalid value", 'use square brackets for lists: ["…"]'),
    ("Invalid value", r"‸\s*=", "syntax", "invalid value", "use a single equals sign"),
    ("Invalid value", "", "syntax", "invalid value", _QUOTES),
    (r"Unescaped '\\'|Invalid hex value", "", "syntax", "invalid escape sequence", r'write a backslash as "\\"'),
    ("Invalid date", "", "bad-date", "invalid date", _DATES),
    (r"Duplicate inline table key ['\"]?(?P<twice>.*?)['\"]?$", "", "duplicate-key",
     'duplicate key "{twice}"', "keep one of the two"),
)  # fmt: skip

_UNCLOSED_STRING = Diagnostic("unclosed string", "add the closing quote", "unclosed")
_WHOLE = {
    "Illegal character '\\n'": _UNCLOSED_STRING,
    "Found invalid character '\\n'": _UNCLOSED_STRING,
    "RecursionError": Diagnostic("lists or tables are nested too deeply", code="too-large"),
    "ValueError": Diagnostic("the number is too long", code="too-large"),
}
"""Errors of a whole value, by the parser's message or the name of an exception that is not its own."""

_MULTILINE = {
    '"""': ("string", '"""'),
    "'''": ("string", "'''"),
    "[": ("list", '"]"'),
    "{": ("inline table", '"}"'),
}
"""Name and end, as written in a hint, of each value that may extend over several lines."""


def explain(broken: Broken, first_line: int) -> TextProblem:
    """Return the problem of a broken statement that starts on line `first_line` of the file."""
    number, (column, end, diagnostic) = _find(broken)
    line = first_line + number - 1
    return problem_at(Span(line, column, line, end), diagnostic)


def _find(broken: Broken) -> tuple[int, Mistake]:
    """Return the number of the line with the error, from 1 in the statement, and the mistake."""
    lines = broken.text.split("\n")
    first = lines[0]
    stopped = lines[broken.line - 1] if broken.line <= len(lines) else ""
    value = re.match(r"[^=]*=[ \t]*", first)
    start = value.end() if value else 0
    opening = next((one for one in _MULTILINE if first.startswith(one, start)), first[start : start + 1])
    if broken.column == AT_END or (broken.line > len(lines) and opening in {"[", "{"}):
        noun, closing = _MULTILINE.get(opening, ("value", ""))
        unclosed = Diagnostic(f"unclosed {noun}", f"add {closing} where it ends" if closing else "", "unclosed")
        return 1, Mistake(start + 1, start + 1 + len(opening), _UNCLOSED_STRING if opening in {'"', "'"} else unclosed)
    whole = _WHOLE.get(broken.message)
    if whole is _UNCLOSED_STRING and broken.line <= len(lines):
        last = len(stopped.rstrip(" ,\t")) - 1
        if re.match(CURLY, stopped[last : last + 1]):
            return broken.line, curly_quote(stopped, last)
        quote = next((index for index, c in enumerate(blank_strings(stopped, " ")) if c in "\"'"), start)
        return broken.line, Mistake(quote + 1, len(stopped.rstrip()) + 1, _UNCLOSED_STRING)
    if whole is not None:
        return 1, Mistake(start + 1, len(first.rstrip()) + 1, whole)
    for number in dict.fromkeys((min(max(broken.line, 1), len(lines)), 1)):
        column = broken.column if number == broken.line else None
        for mistake in mistakes(lines[number - 1], column, first=number == 1):
            return number, mistake
    return broken.line, _translate(stopped, broken.message, broken.column)


def _translate(line: str, message: str, column: int) -> Mistake:
    """Return the parser's error in a line in plain English."""
    before, after = line[: column - 1], line[column - 1 :]
    if message == "Unclosed array" and (curly := [*re.finditer(rf"{CURLY}(?=\s*[,\]])", before)]):
        return curly_quote(line, curly[-1].start())
    stopped = f"{before.lstrip()}‸{after.rstrip()}"
    end = max(min(column, len(line.rstrip())) + 1, column)
    for error, pattern, code, translation, hint in _TRANSLATIONS:
        known, found = re.match(error, message), re.search(pattern, stopped)
        if known is None or found is None:
            continue
        groups = {**known.groupdict(), **found.groupdict()}
        if twice := groups.get("twice"):
            column = (before.rfind(twice) + 1) or column
            end = column + len(twice)
        return Mistake(column, end, Diagnostic(translation.format(**groups), hint.format(**groups), code))
    return Mistake(column, end, Diagnostic(f"invalid TOML: {message[:1].lower()}{message[1:]}", code="syntax"))
