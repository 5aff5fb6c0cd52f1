"""TOML text cut into statements: the shortest runs of lines that the parser accepts. Knows text, not centres."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import tomli

from c2c_cli.document.complaints import AT_END, Complaint

_FAR = 128
"""So many lines a statement may have below one that is never closed."""

_KEY = r"""(?:"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|[A-Za-z0-9_-]++)"""
KEYS = rf"\s*+{_KEY}\s*+(?:\.\s*+{_KEY}\s*+)*+"
"""What stands before an equals sign or between the brackets of a header."""

_EQUALS = re.compile(f"{KEYS}=")
_BEGINS = re.compile(r"\s*(\[|[\w.\"'-]+\s*=)")
_BEGINS_IN_YAML = re.compile(r"\s*[\w.-]+:\s")


@dataclass(frozen=True, slots=True)
class Statement:
    """A header, or a key and its value."""

    line: int
    """Its first line, from 1."""
    text: str
    """Its lines without the last one's end."""
    kind: str
    """`array` for `[[centre]]`, `table` for `[network]`, `key` for `city = "Jeju"`."""
    path: tuple[str, ...]
    """The keys that it names, from its table on."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A statement that the parser does not accept, with the lines behind it up to the next that begins one."""

    line: int
    """Its first line, from 1."""
    text: str
    complaint: Complaint


def split(lines: Sequence[str], at: int = 0) -> Iterator[Statement | Broken]:
    """Yield each statement of a text, given as its lines without their ends, from a line on that begins one."""
    end = len(lines)
    farthest = end
    while at < end:
        line = lines[at]
        if not line.strip(" \t\r"):
            at += 1
            continue
        found = _run(lines, at, farthest)
        if isinstance(found, Complaint):
            if found.column == AT_END or found.message == "RecursionError":
                farthest = _FAR  # what is never closed was read to the end, which is not done for each line of it
            first, at = at, at + 1
            resumes = _resumes
            if found.column == AT_END:  # all up to the end may belong to it; a header most likely does not
                found, resumes = found._replace(line=1), _is_header
            elif '"""' in line or "'''" in line:
                resumes = _resumes_behind_a_text
            least = max(first + found.line - 1, _behind_braces(lines, first))
            while at < end and (at < least or _goes_on(lines[at]) or not resumes(lines[at])):
                at += 1
            yield Broken(first + 1, "\n".join(lines[first:at]), found)
            continue
        length, data = found
        if data:
            yield _statement(at + 1, "\n".join(lines[at : at + length]), data)
        at += length


def _run(lines: Sequence[str], at: int, farthest: int) -> tuple[int, dict[str, Any]] | Complaint:
    """Return how many lines the statement has that begins at a line, and its data.

    Reading on mends nothing but an error at the end of what was read. Then the run grows, twice as long each time.
    Its key is defined before it, so that the parser stops right behind its value, at the key's second definition.
    """
    length, said = 1, _try(lines[at] + "\n")
    if isinstance(said, Complaint) and said.column == AT_END:
        key = lines[at][: equals(lines[at])]
        while isinstance(said, Complaint) and said.column == AT_END and length < min(farthest, len(lines) - at):
            length *= 2
            run = "\n".join(lines[at : at + length])
            said = _try(f"{key}= 0\n{run}\n")
        if isinstance(said, Complaint) and said.message == "Cannot overwrite a value":
            length = said.line - 1
        said = _try("\n".join(lines[at : at + length]) + "\n")
    return said if isinstance(said, Complaint) else (length, said)


def _try(text: str) -> dict[str, Any] | Complaint:
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return Complaint(error.msg, error.lineno, AT_END if error.pos >= len(error.doc) else error.colno)
    except (ValueError, RecursionError) as error:
        return Complaint(type(error).__name__, 1, 1)


def parsed(text: str) -> dict[str, Any] | None:
    """Return the data of a piece of TOML, or None where it is none."""
    found = _try(text)
    return None if isinstance(found, Complaint) else found


def _behind_braces(lines: Sequence[str], first: int) -> int:
    """Return the line behind an inline table of several lines, whose entries might be taken for statements; or 0."""
    if not lines[first].rstrip().endswith("{"):
        return 0
    for at in range(first + 1, min(first + _FAR, len(lines))):
        if lines[at].lstrip().startswith(("}", "[")) or not lines[at].strip():
            return at + 1 if lines[at].lstrip().startswith("}") else 0
    return 0


def _goes_on(line: str) -> bool:
    """Tell whether a line behind a broken one is in the midst of a list or an inline table."""
    return line.rstrip().endswith(",") or line.strip() in {"]", "}"}


def _resumes(line: str) -> bool:
    """Tell whether a statement begins at a line behind a broken one, or what who thinks of YAML takes for one."""
    return _BEGINS_IN_YAML.match(line) is not None or _resumes_behind_a_text(line)


def _resumes_behind_a_text(line: str) -> bool:
    """Tell whether a statement begins at a line behind a broken text of several lines."""
    return _BEGINS.match(line) is not None or not isinstance(_try(line + "\n"), Complaint)


def _is_header(line: str) -> bool:
    return line.startswith("[") and parsed(line) is not None


def _statement(line: int, text: str, data: dict[str, Any]) -> Statement:
    path: list[str] = []
    value: Any = data
    header = text.lstrip().startswith("[")
    while isinstance(value, dict) and len(value) == 1:
        path.extend(value)
        value = next(iter(value.values()))
        if not header and len(path) == len(keys(text[: equals(text)])):
            break
    kind = "key" if not header else "array" if isinstance(value, list) else "table"
    return Statement(line, text, kind, tuple(path))


def keys(text: str) -> tuple[str, ...]:
    """Return the keys that stand before an equals sign: three for `a.b.c`."""
    if "." not in text and (plain := text.strip()).replace("-", "").isalnum():
        return (plain,)
    value: Any = tomli.loads(f"{text}= 0")
    found: list[str] = []
    while isinstance(value, dict):
        found.extend(value)
        value = next(iter(value.values()))
    return tuple(found)


def value_length(text: str) -> int | None:
    """Return how long the value is that a text begins with; None where none ends in it.

    Its key is defined before it, so that the parser stops right behind it, at the key's second definition.
    """
    try:
        tomli.loads(f"x=0\nx={text}")
    except tomli.TOMLDecodeError as error:
        if error.msg == "Cannot overwrite a value":
            line = error.lineno - 2
            start = 0
            for _ in range(line):  # the parser has made LF of CRLF
                start = text.index("\n", start) + 1
            return start + error.colno - 1 - (0 if line else len("x="))
    except (ValueError, RecursionError):
        pass
    return None


def margin(text: str) -> int:
    """Return the column, from 1, at which a text begins behind white space."""
    return len(text) - len(text.lstrip()) + 1


def equals(text: str) -> int:
    """Return where the equals sign stands that ends the keys; 0 where there is none."""
    found = _EQUALS.match(text)
    return found.end() - 1 if found else 0
