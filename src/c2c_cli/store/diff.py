"""Unified differences that `patch` can apply, found in nearly linear time."""

import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

_STYLES = {"@": "cyan", "+": "green", "-": "red"}
"""First character of a line after the file names -> style of the line."""

_CONTEXT = 3

_MAX_SEARCHED = 40
"""Maximum number of lines of a part to pass to difflib, which takes quadratic time."""

_MAX_DEPTH = 10
"""Maximum number of times that a part is divided at its common lines."""


class _Part(NamedTuple):
    """A part of the old lines, and the part of the new lines that corresponds to it."""

    start: int
    end: int
    new_start: int
    new_end: int


def unified(old: bytes, new: bytes, name: str) -> str:
    """Return the unified difference between two contents of the file `name`; empty if equal."""
    lines, new_lines = _lines(old), _lines(new)
    found: list[str] = []
    for changes in _hunks(_changes(lines, new_lines, _Part(0, len(lines), 0, len(new_lines)))):
        found += _hunk(lines, new_lines, changes)
    if not found:
        return ""
    before, after = map(_in_header, _names(name))
    return f"--- {before}\n+++ {after}\n{''.join(found)}"


def _names(name: str) -> tuple[str, str]:
    """Return the names of the old and the new file, as `git apply` and `patch -p1` expect them.

    They are relative to the working directory if the file is below it, and otherwise to the root
    of the Git work tree that contains both.
    """
    path = _path(name)
    if path is None and name.startswith(("/", ".")):
        return name, name
    path = path or name
    return f"a/{path}", f"b/{path}"


def _path(name: str) -> str | None:
    """Return the path of the file that a patch changes, or None if no directory contains it."""
    try:
        here = Path.cwd().resolve()
    except OSError:  # the working directory was deleted
        return None
    file = Path(os.path.realpath(name))  # a patch does not follow symbolic links
    tree = _work_tree(file.parent)
    for directory in (here, tree if tree == _work_tree(here) else None):
        if directory is not None and file.is_relative_to(directory):
            return file.relative_to(directory).as_posix()
    return None


def _work_tree(directory: Path) -> Path | None:
    """Return the root of the Git work tree that contains a directory, if there is one."""
    for parent in (directory, *directory.parents):
        if os.path.lexists(parent / ".git"):
            return parent
    return None


def _in_header(name: str) -> str:
    """Return a name as in the header of a patch, in quotes if it contains unusual characters."""
    if name.isprintable() and not {*name} & {'"', "\\"}:
        return f"{name}\t" if " " in name else name  # patch takes the first word without the tab
    characters = [
        chr(byte) if 0x20 <= byte < 0x7F and chr(byte) not in {'"', "\\"} else f"\\{byte:03o}"
        for byte in os.fsencode(name)
    ]
    return f'"{"".join(characters)}"'


def styled(difference: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of a unified diff with their styles, for a terminal."""
    for number, line in enumerate(StringIO(difference)):
        text = line.removesuffix("\n").removesuffix("\r")
        yield text, "bold" if number < 2 else _STYLES.get(line[0], "")
        yield "\n", ""


def _lines(content: bytes) -> list[str]:
    return StringIO(content.decode("utf-8", "backslashreplace")).readlines()


def _hunks(changes: Iterable[_Part]) -> Iterator[list[_Part]]:
    """Yield the changes of each hunk, whose contexts touch."""
    hunk: list[_Part] = []
    for change in changes:
        if hunk and change.start - hunk[-1].end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(change)
    if hunk:
        yield hunk


def _hunk(old: Sequence[str], new: Sequence[str], changes: Sequence[_Part]) -> Iterator[str]:
    """Yield the header and the lines of a hunk."""
    first, last = changes[0], changes[-1]
    above = min(_CONTEXT, first.start)
    below = min(_CONTEXT, len(old) - last.end)
    place = _range(first.start - above, last.end + below)
    new_place = _range(first.new_start - above, last.new_end + below)
    yield f"@@ -{place} +{new_place} @@\n"
    at = first.start - above
    for change in changes:
        yield from _marked(" ", old[at : change.start])
        yield from _marked("-", old[change.start : change.end])
        yield from _marked("+", new[change.new_start : change.new_end])
        at = change.end
    yield from _marked(" ", old[at : at + below])


def _range(start: int, end: int) -> str:
    """Return the range of lines as in the header of a hunk: `3`, `3,2`, or `2,0` if it is empty."""
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _marked(mark: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"


def _changes(
    old: Sequence[str], new: Sequence[str], part: _Part, depth: int = 0
) -> Iterator[_Part]:
    """Yield the changed parts of a part, in order.

    A long part is divided at the lines that are unique in both texts. Such lines include the
    ids of records.
    """
    part = _without_same_ends(old, new, part)
    start, end, new_start, new_end = part
    if start == end and new_start == new_end:
        return
    if start == end or new_start == new_end:
        yield part
        return
    if end - start <= _MAX_SEARCHED and new_end - new_start <= _MAX_SEARCHED:
        yield from _searched(old, new, part)
        return
    common = _unique_common(old, new, part) if depth < _MAX_DEPTH else []
    if not common:
        yield from _by_number(old, new, part)
        return
    ends = [(start - 1, new_start - 1), *common, (end, new_end)]
    for (line, new_line), (after, new_after) in pairwise(ends):
        between = _Part(line + 1, after, new_line + 1, new_after)
        yield from _changes(old, new, between, depth + 1)


def _without_same_ends(old: Sequence[str], new: Sequence[str], part: _Part) -> _Part:
    """Return a part without the equal lines at its start and its end."""
    start, end, new_start, new_end = part
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    return _Part(start, end, new_start, new_end)


def _searched(old: Sequence[str], new: Sequence[str], part: _Part) -> Iterator[_Part]:
    """Yield the changed parts of a short part."""
    from difflib import SequenceMatcher  # noqa: PLC0415

    start, end, new_start, new_end = part
    lines, new_lines = old[start:end], new[new_start:new_end]
    for tag, *place in SequenceMatcher(None, lines, new_lines, autojunk=False).get_opcodes():
        if tag != "equal":
            first, last, new_first, new_last = place
            yield _Part(start + first, start + last, new_start + new_first, new_start + new_last)


def _by_number(old: Sequence[str], new: Sequence[str], part: _Part) -> Iterator[_Part]:
    """Yield the lines of a part that differ, or the whole part if its length has changed."""
    start, end, new_start, new_end = part
    if end - start != new_end - new_start:
        yield part
        return
    at = start
    while at < end:
        changed = at
        while changed < end and old[changed] != new[changed - start + new_start]:
            changed += 1
        if changed > at:
            yield _Part(at, changed, at - start + new_start, changed - start + new_start)
        at = changed + 1


def _unique_common(old: Sequence[str], new: Sequence[str], part: _Part) -> list[tuple[int, int]]:
    """Return the numbers of the lines that occur once in both texts and are in the same order."""
    places = _unique(old, part.start, part.end)
    new_places = _unique(new, part.new_start, part.new_end)
    pairs = [(place, new_places[line]) for line, place in places.items() if line in new_places]
    return _increasing(pairs)


def _unique(lines: Sequence[str], start: int, end: int) -> dict[str, int]:
    """Return the lines of a part that occur in it once, with their numbers."""
    places: dict[str, int] = {}
    for number in range(start, end):
        places[lines[number]] = -1 if lines[number] in places else number
    return {line: number for line, number in places.items() if number >= 0}


def _increasing(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest series of pairs whose second numbers increase, as the first ones do."""
    lowest: list[int] = []  # the lowest end of a series of each length
    chosen: list[int] = []  # the index of its last pair
    before: list[int] = []  # the index of the pair before each pair
    for index, (_, number) in enumerate(pairs):
        length = bisect_left(lowest, number)
        before.append(chosen[length - 1] if length else -1)
        if length == len(lowest):
            lowest.append(number)
            chosen.append(index)
        else:
            lowest[length], chosen[length] = number, index
    found = []
    index = chosen[-1] if chosen else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]
