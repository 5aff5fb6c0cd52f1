"""Unified differences that `patch` can apply."""

import re
from collections.abc import Iterable
from difflib import unified_diff
from io import StringIO
from itertools import takewhile

_CONTEXT = 3


def unified(old: bytes, new: bytes, name: str) -> str:
    """Return the unified difference between two contents of the file `name`; empty if equal."""
    before, after = (name, name) if name.startswith(("/", ".")) else (f"a/{name}", f"b/{name}")
    lines, new_lines = _lines(old), _lines(new)
    # difflib is slow in large files, so common lines at both ends are removed, except the context
    same = count_same(lines, new_lines)
    same_below = count_same(reversed(lines[same:]), reversed(new_lines[same:]))
    above, below = max(same - _CONTEXT, 0), max(same_below - _CONTEXT, 0)
    part, new_part = lines[above : len(lines) - below], new_lines[above : len(new_lines) - below]
    found = []
    for line in unified_diff(part, new_part, before, after):
        found.append(_moved(line, above) if line.startswith("@@") else line)
        if not line.endswith("\n"):
            found.append("\n\\ No newline at end of file\n")
    return "".join(found)


def _lines(content: bytes) -> list[str]:
    return StringIO(content.decode("utf-8-sig", "backslashreplace")).readlines()


def _moved(header: str, lines: int) -> str:
    """Return the header of a hunk, such as `@@ -1,7 +1,8 @@`, with `lines` added to its starts.

    The header counts lines from the beginning of the parts that were compared.
    """
    return re.sub(r"(?<=[-+])\d+", lambda start: str(int(start[0]) + lines), header)


def count_same(items: Iterable[object], others: Iterable[object]) -> int:
    """Return the number of common items at the beginning."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(items, others, strict=False))
    )
