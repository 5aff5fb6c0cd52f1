"""Explanations of broken parts of TOML text: common mistakes, and otherwise the parser's error."""

import re

from c2c_cli.errors import Code, Diagnostic
from c2c_cli.text import cut
from c2c_cli.toml.recover import FOREIGN_COMMENT, Broken

_CURLY = "[\u201c-\u201f\u2018-\u201b\u00ab\u00bb\u300c\u300d\uff02]"
_INVISIBLE = "[^\\S \t\n]|[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u2060\ufeff]"
_MERGE_MARKER = r"(?:<{7}|={7}|>{7}|\|{7})(?:\s|$)"

# Messages of the parser, as regular expressions
_EQUALS = "Expected '='"
_KEY = "Invalid statement|Invalid initial character for a key part"
_AFTER = "Expected newline"
_ESCAPE = r"Unescaped '\\'|Invalid hex value"
_SURROGATE = "Escaped character is not"

_MORE = "unexpected text after the value"
_WHOLE = r"^[^=]*=?\s*(?P<at>.*)"

_MISTAKES: tuple[tuple[str, str, Code, str, str], ...] = (
    # the parser's message, the line with ‸ at its position, code, message, hint;
    # the group `at` is the part to mark
    ("", rf"^‸(?P<at>{_MERGE_MARKER}.*)", "merge-conflict",
     "unresolved Git merge conflict",
     "keep one side, or both as complete records, and delete the conflict markers"),
    ("", rf"‸(?P<at>{_CURLY})", "curly-quote",
     "unexpected quotation mark {at}", 'use straight quotes: "…"'),
    ("", rf"^\s*(?:‸|(?=--[^-]))(?P<at>{FOREIGN_COMMENT})", "syntax",
     'unexpected "{at}"', "start comments with #"),
    (_EQUALS, r'^\s*(?P<at>"")‸"', "unclosed", 'unexpected """', "remove it"),
    (f"{_EQUALS}|{_KEY}", r"^\s*‸?(?P<at>[-*•])‸?\s", "syntax",
     'unexpected "{at}" at the start of the line', "remove it"),
    (_EQUALS, r"‸[^\s:\"'=]+\s*=|\S‸[^\W\d_]", "syntax",
     "invalid key", "use only letters a to z, digits, _ and -"),
    (_EQUALS, r"(?:^|[{,])\s*(?P<key>[^{,‸]*?)\s*‸", "missing-equals",
     'missing "=" after the key', "write {key} = …"),
    (_KEY, r"^(?=[^=]*$)[^{]*‸", "syntax",
     "unexpected text", "write a key and a value, or a header"),
    (_KEY, "", "syntax", "invalid key", "use only letters a to z, digits, _ and -"),
    ("Unclosed array", "", "missing-comma", 'missing "," or "]" before this', ""),
    ("Unclosed inline table", "", "missing-comma", 'missing "," or "}}" before this', ""),
    (_AFTER, r"‸\s*(?P<at>,)\s*$", "syntax", 'unexpected "," after the value', "remove it"),
    (_AFTER, r"‸\s*(?:\w+\s*=|,)", "syntax",
     _MORE, "put each key on its own line, and several strings in a list"),
    (_AFTER, r"‸\s*(?://|--|;|%)", "syntax", _MORE, "start comments with #"),
    (_AFTER, r"[\"']\s*‸\s*[^\W_]", "syntax",
     _MORE, r"put the whole string in double quotes, and write quotes inside it as \""),
    (_AFTER, r"[\"'\]}]\s*‸", "syntax", _MORE, "remove it"),
    (_AFTER, "", "syntax", _MORE, "put strings in quotes"),
    ("Invalid value", r"‸\s*(?:$|[#,\]}])", "syntax",
     "missing value", "add one, or omit the key if the value is unknown"),
    ("Invalid value",
     r"=\s*‸(?P<at>(?i:null|none|nil|unknown|tba|tbd|na|undefined))\s*(?:[,}#]|$)", "syntax",
     'invalid value "{at}"', "omit the key if the value is unknown"),
    # the value may be that of a contact, which only its owner may read
    ("Invalid value",
     r"(?<![\w.-])(?P<key>(?:name|role|email|phone|note)\s*+)=\s*‸"
     r"(?P<at>[^\W\d][^\"',\[\]{}=]*?)[\"',;]*\s*(?:[,}]|\s#|$)", "unquoted",
     "unquoted string", 'write {key}= "…"'),
    ("Invalid value",
     r"(?<![\w.-])(?P<key>[\w.-]++\s*+)=\s*‸"
     r"(?P<at>[^\W\d][^\"',\[\]{}=]*?)[\"',;]*\s*(?:[,}]|\s#|$)", "unquoted",
     "unquoted string", 'write {key}= "{at}"'),
    ("Invalid value", "", "syntax", "invalid value", "put strings in quotes"),
    (_ESCAPE, "", "syntax", "invalid escape sequence", r'write a backslash as "\\"'),
    (_SURROGATE, "", "syntax", "invalid escape sequence", "write the character itself"),
    ("RecursionError", _WHOLE, "too-large", "lists or tables are nested too deeply", ""),
    ("ValueError", _WHOLE, "too-large", "the number is too long", ""),
)  # fmt: skip

_UNCLOSED = {
    '"""': Diagnostic("unclosed string", 'add """ where it ends', "unclosed"),
    "'''": Diagnostic("unclosed string", "add ''' where it ends", "unclosed"),
    "[": Diagnostic("unclosed list", 'add "]" where it ends', "unclosed"),
    "{": Diagnostic("unclosed inline table", 'add "}" where it ends', "unclosed"),
    '"': Diagnostic("unclosed string", "add the closing quote", "unclosed"),
    "'": Diagnostic("unclosed string", "add the closing quote", "unclosed"),
}
"""Beginning of a value -> the error if the value has no end."""


def is_header(line: str) -> bool:
    """Return whether a broken line is meant as a header.

    A bracket begins it, perhaps after another character, or ends it.
    """
    bare = re.sub(r'"[^"]*"', '""', line)
    return "=" not in bare.partition("]")[0] and bool(
        re.match(r"\s*+(?:[^\s\"'#=]?\[|[\w.-]++\]++\s*$)", bare)
    )


Explanation = tuple[int, int, Diagnostic]
"""The start and length of what to mark, and what is wrong with it."""


def explain(broken: Broken) -> Explanation:
    """Return what to mark in a broken part, and what is wrong with it."""
    opening = re.match(r"""(?:[^=\n]*=[ \t]*)?("{3}|'{3}|["'\[{])""", broken.text)
    if opening and broken.at > len(broken.text):
        return opening.start(1), len(opening[1]), _UNCLOSED[opening[1]]
    above = broken.text.rfind("\n", 0, broken.at) + 1
    line = broken.text[above:].partition("\n")[0]
    start, length, wrong = _explain_line(line, broken.at - above, broken.message, first=above == 0)
    return above + start, length, wrong


def _explain_line(line: str, index: int, message: str, *, first: bool) -> Explanation:
    """Explain an error at an index of a line; `first` is whether it is the first of its part."""
    if re.match(r"Illegal character '\\n'|Found invalid character '\\n'", message):
        return _unclosed_string(line)
    if hidden := re.match(_INVISIBLE, line[index:]):
        name = f"U+{ord(hidden[0]):04X}"
        wrong = Diagnostic(f"unexpected invisible character {name}", "remove it", "syntax")
        return index, 1, wrong
    if first and is_header(line) and not re.match(f"{_ESCAPE}|{_SURROGATE}", message):
        return _invalid_header(line)
    found = _invalid_date(line, index) or _mistake(line, index, message)
    if found is not None:
        return found
    wrong = Diagnostic(f"invalid TOML: {message[:1].lower()}{message[1:]}", "", "syntax")
    return index, len(line[index:].rstrip()[:1]), wrong


def _unclosed_string(line: str) -> Explanation:
    closed = re.match(r"""(?:[^"'#]|"(?:[^"\\]|\\.)*+"|'[^']*+')*+""", line)
    start = closed.end()  # type: ignore[union-attr]  # it always matches
    return start, len(line[start:].rstrip()), _UNCLOSED['"']


def _invalid_header(line: str) -> Explanation:
    header = "[[centre]] or [[centre.event]]"
    name = re.match(r"\s*+(?:\w\[)?\W*+([A-Za-z][\w-]*(?:\.[\w-]+)*)\s*+(?:[^\w\s]|$)", line)
    if name is not None:
        is_array = "[[" in line or "]]" in line
        header = f"[[{cut(name[1])}]]" if is_array else f"[{cut(name[1])}]"
    wrong = Diagnostic("invalid header", f"write {header}", "bad-header")
    return len(line) - len(line.lstrip()), len(line.strip()), wrong


def _invalid_date(line: str, index: int) -> Explanation | None:
    """Explain an error in or directly after a date that is not in quotes, or return None."""
    for found in re.finditer(r"[=\[,{]\s*+(\d{1,4}[-./]\d{1,2}(?:[-./]\d{1,4})?)(?![\d./-])", line):
        if not found.start(1) <= index <= found.end(1):
            continue
        date = found[1]
        if re.fullmatch(r"\d{4}-(?:0[1-9]|1[0-2])", date):
            wrong = Diagnostic("unquoted month", f'write "{date}"', "bad-date")
        elif re.match(r"\s*due\b", line):
            wrong = _invalid_day_of_year(date)
        else:
            hint = 'write dates as 2018, "2018-11" or 2018-11-20'
            wrong = Diagnostic(f'invalid date "{date}"', hint, "bad-date")
        return found.start(1), len(date), wrong
    for found in re.finditer(r"[=\[,{]\s*+((?:\d{4}[-\d]*)?\.\.[-\d]*)", line):
        if found.start(1) <= index <= found.end(1):
            wrong = Diagnostic("unquoted date", f'write "{cut(found[1])}"', "bad-date")
            return found.start(1), len(found[1]), wrong
    return None


def _invalid_day_of_year(date: str) -> Diagnostic:
    """Explain a day of the year, such as the due date of an obligation, that has no quotes."""
    if re.fullmatch(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", date):
        return Diagnostic("unquoted day of the year", f'write "{date}"', "bad-date")
    hint = 'write month and day, such as "03-31"'
    return Diagnostic(f'invalid day of the year "{date}"', hint, "bad-date")


def _mistake(line: str, index: int, message: str) -> Explanation | None:
    """Explain an error by the first of the `_MISTAKES` that matches, or return None."""
    after = line[index:].rstrip()
    marked = f"{line[:index]}‸{after}"
    for error, pattern, code, text, hint in _MISTAKES:
        if not re.match(error, message):
            continue
        found = re.search(pattern, marked)
        if found is None:
            continue
        groups = {name: cut(group) for name, group in found.groupdict().items() if group}
        wrong = Diagnostic(text.format(**groups), hint.format(**groups), code)
        if "at" not in groups:
            return index, len(after[:1]), wrong
        start = found.start("at")
        if start > index:
            start -= 1  # the mark is not in the line
        return start, len(found["at"]), wrong
    return None
