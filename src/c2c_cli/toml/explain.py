"""Explain broken parts of TOML text: common mistakes, and otherwise the parser's error."""

import re

from c2c_cli.errors import Code, Diagnostic, TextProblem
from c2c_cli.text import cut
from c2c_cli.toml.grammar import FOREIGN_COMMENT
from c2c_cli.toml.layout import Span, problem_at
from c2c_cli.toml.recover import AT_END, Broken

_CURLY = "[\u201c-\u201f\u2018-\u201b\u00ab\u00bb\u300c\u300d\uff02]"
_INVISIBLE = "[^\\S \t\r\n]|\r(?=.)|[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]"
_MERGE_MARKER = r"(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)"
_HEADER_LIKE = re.compile(
    r"\s*+(?:\[|[({<［【]+\s*[\w\"']|[^\w\s\"'#]?\s?\w?\[{1,2}[\w. -]++\]*+\s*$|[\w.-]++\]++\s*$)"
)
"""A line that is meant as a header: a word in brackets, possibly without one of them or after a stray character."""

_EQUALS = "Expected '='"
_KEY = "Invalid statement|Invalid initial character for a key part"
_AFTER = "Expected newline"
_MORE = "unexpected text after the value"
_DATES = 'write dates as 2018, "2018-11" or 2018-11-20'

_MISTAKES: tuple[tuple[str, str, Code, str, str], ...] = (
    # the parser's message, the line with ‸ at its position, code, message, hint; the group `at` is the part to mark
    ("", rf"^‸(?P<at>{_MERGE_MARKER}.*)", "merge-conflict",
     "unresolved Git merge conflict", "keep one side, or both as complete records, and delete the conflict markers"),
    ("", rf"‸(?P<at>{_CURLY})", "curly-quote", "unexpected quotation mark {at}", 'use straight quotes: "…"'),
    ("", rf"^\s*(?:‸|(?=--[^-]))(?P<at>{FOREIGN_COMMENT})", "syntax", 'unexpected "{at}"', "start comments with #"),
    (f"{_EQUALS}|{_KEY}", r"^\s*‸?(?P<at>[-*•])‸?\s", "syntax",
     'unexpected "{at}" at the start of the line', "remove it"),
    (_EQUALS, r"‸[^\s:\"'=]+\s*=|\S‸[^\W\d_]", "syntax", "invalid key", "use only letters a to z, digits, _ and -"),
    (_EQUALS, r"(?:^|[{,])\s*(?P<key>[^{,‸]*?)\s*‸", "missing-equals", 'missing "=" after the key', "write {key} = …"),
    (_KEY, r"^(?=[^=]*$)[^{]*‸", "syntax", "unexpected text", "write a key and a value, or a header"),
    (_KEY, "", "syntax", "invalid key", "use only letters a to z, digits, _ and -"),
    ("Unclosed array", "", "missing-comma", 'missing "," or "]" before this', ""),
    ("Unclosed inline table", "", "missing-comma", 'missing "," or "}}" before this', ""),
    (_AFTER, r"‸\s*(?P<at>,)\s*$", "syntax", 'unexpected "," after the value', "remove it"),
    (_AFTER, r"‸\s*(?:\w+\s*=|,)", "syntax", _MORE, "put each key on its own line, and several strings in a list"),
    (_AFTER, r"‸\s*(?://|--|;|%)", "syntax", _MORE, "start comments with #"),
    (_AFTER, r"[\"']\s*‸\s*[^\W_]", "syntax",
     _MORE, r"put the whole string in double quotes, and write quotes inside it as \""),
    (_AFTER, r"[\"'\]}]\s*‸", "syntax", _MORE, "remove it"),
    (_AFTER, "", "syntax", _MORE, "put strings in quotes"),
    ("Invalid value", r"‸\s*(?:$|[#,\]}])", "syntax",
     "missing value", "add one, or omit the key if the value is unknown"),
    ("Invalid value", r"=\s*‸(?P<at>(?i:null|none|nil|unknown|tba|tbd|na|undefined))\s*(?:[,}#]|$)", "syntax",
     'invalid value "{at}"', "omit the key if the value is unknown"),
    ("Invalid value", r"(?<![\w.-])(?P<key>[\w.-]++\s*+)=\s*‸(?P<at>[^\W\d][^\"',\[\]{}=]*?)[\"',;]*\s*(?:[,}]|\s#|$)",
     "unquoted", "unquoted string", 'write {key}= "{at}"'),
    ("Invalid value", "", "syntax", "invalid value", "put strings in quotes"),
    (r"Unescaped '\\'|Invalid hex value", "", "syntax", "invalid escape sequence", r'write a backslash as "\\"'),
)  # fmt: skip

_WHOLE = {
    "RecursionError": Diagnostic("lists or tables are nested too deeply", code="too-large"),
    "ValueError": Diagnostic("the number is too long", code="too-large"),
}
"""Errors of a whole value, by the name of an exception that is not the parser's own."""

_UNCLOSED = {
    '"""': ("string", 'add """ where it ends'),
    "'''": ("string", "add ''' where it ends"),
    "[": ("list", 'add "]" where it ends'),
    "{": ("inline table", 'add "}" where it ends'),
    '"': ("string", "add the closing quote"),
    "'": ("string", "add the closing quote"),
}
"""Name of a value without an end, and the hint, by its beginning."""


def merge_marker(line: str) -> str:
    """Return the character of a Git conflict marker, or an empty string for any other line."""
    return line[0] if re.match(_MERGE_MARKER, line) else ""


def header_name(line: str) -> str | None:
    """Return the name in a broken line that is meant as a header, possibly an empty one, or None."""
    bare = re.sub(r'"[^"]*"', '""', line)
    if merge_marker(line) or "=" in bare.partition("]")[0] or not _HEADER_LIKE.match(bare):
        return None
    word = r"([A-Za-z][\w-]*(?:\.[\w-]+)*)"
    found = re.match(rf"[^\[({{<［【]*+[\[({{<［【]\W*+{word}", line) or re.search(word, line)
    return found[1] if found else ""


def explain(broken: Broken, first_line: int) -> TextProblem:
    """Return the problem in a broken part that starts on line `first_line` of the file."""
    lines = broken.text.split("\n")
    number = broken.line if broken.line <= len(lines) else 1
    line, index = lines[number - 1], max(broken.column - 1, 0)
    value = re.match(r"[^=\n]*=[ \t]*", lines[0])
    start = value.end() if value else 0
    opening = next((one for one in _UNCLOSED if lines[0].startswith(one, start)), "")
    name = header_name(line) if number == 1 else None
    if broken.message in _WHOLE:
        return _problem(first_line, start, lines[0].rstrip()[start:], _WHOLE[broken.message])
    if opening in {'"""', "'''"} and value is None:
        return _problem(first_line, 0, opening, Diagnostic(f"unexpected {opening}", "remove it", "unclosed"))
    if opening and (broken.column == AT_END or broken.line > len(lines)):
        return _problem(first_line, start, opening, _unclosed(opening))
    if re.match(r"Illegal character '\\n'|Found invalid character '\\n'", broken.message):
        closed = re.match(r"""(?:[^"'#]|"(?:[^"\\]|\\.)*+"|'[^']*+')*+""", line)
        index = closed.end() if closed else 0
        return _problem(first_line + number - 1, index, line[index:].rstrip(), _unclosed('"'))
    if (hidden := re.match(_INVISIBLE, line[index:])) is not None:
        message = f"unexpected invisible character U+{ord(hidden[0]):04X}"
        return _problem(first_line + number - 1, index, hidden[0], Diagnostic(message, "remove it", "syntax"))
    if name is not None:
        one_word = re.match(rf"\W*+{re.escape(name)}\s*+(?:[^\w\s]|$)", line) if name else None
        header = f"[{cut(name)}]" if re.match(r"\s*\[\s*\w[^\]]*\]?$", line) else f"[[{cut(name)}]]"
        hint = f"write {header}" if one_word else "write [[centre]] or [[centre.event]]"
        wrong = Diagnostic("invalid header", hint, "bad-header")
        return _problem(first_line, len(line) - len(line.lstrip()), line.strip(), wrong)
    return _mistake(first_line + number - 1, line, index, broken.message)


def _mistake(number: int, line: str, index: int, message: str) -> TextProblem:
    """Return the problem at an index of a line, if it is not about the line or the value as a whole."""
    before, after = line[:index], line[index:].rstrip()
    word = re.search(r"[\d./-]*$", before), re.match(r"[\d./-]*", after)
    date = "".join(found[0] for found in word if found)
    if re.fullmatch(r"\d{1,4}[-./]\d{1,2}(?:[-./]\d{1,4})?", date) and re.search(r"[=\[,{]\s*[\d./-]*$", before):
        month = re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", date)
        wrong = (
            Diagnostic("unquoted month", f'write "{date}"') if month else Diagnostic(f'invalid date "{date}"', _DATES)
        )
        return _problem(number, index - len(word[0][0] if word[0] else ""), date, wrong._replace(code="bad-date"))
    marked = f"{before}‸{after}"
    for error, pattern, code, text, hint in _MISTAKES:
        known, found = re.match(error, message), re.search(pattern, marked)
        if known is None or found is None:
            continue
        groups = {name: cut(one) for name, one in found.groupdict().items() if one}
        at, start = after[:1], index
        if "at" in groups:
            at, start = found["at"], found.start("at") - (found.start("at") > index)
        return _problem(number, start, at, Diagnostic(text.format(**groups), hint.format(**groups), code))
    return _problem(
        number, index, after[:1], Diagnostic(f"invalid TOML: {message[:1].lower()}{message[1:]}", "", "syntax")
    )


def _problem(line: int, start: int, marked: str, diagnostic: Diagnostic) -> TextProblem:
    return problem_at(Span(line, start + 1, line, start + 1 + max(len(marked), 1)), diagnostic)


def _unclosed(opening: str) -> Diagnostic:
    noun, hint = _UNCLOSED[opening]
    return Diagnostic(f"unclosed {noun}", hint, "unclosed")
