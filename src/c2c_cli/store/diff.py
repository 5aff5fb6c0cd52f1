"""Unified differences that `patch` can apply."""

import re
from collections.abc import Iterable
from difflib import unified_diff
from io import StringIO
from itertools import takewhile
from typing import Any

_CONTEXT = 3


def unified(old: bytes, new: bytes, name: str) -> str:
    """Return the unified difference between two contents of the file `name`; empty if equal."""
    before, after = (name, name) if name.startswith(("/", ".")) else (f"a/{name}", f"b/{name}")
    lines, new_lines = (
        StringIO(one.decode("utf-8-sig", "backslashreplace")).readlines() for one in (old, new)
    )
    # difflib is slow in large files, so common lines at both ends are removed, except the context
    same = count_same(lines, new_lines)
    same_below = count_same(reversed(lines[same:]), reversed(new_lines[same:]))
    above, below = max(same - _CONTEXT, 0), max(same_below - _CONTEXT, 0)
    parts = (lines[above : len(lines) - below], new_lines[above : len(new_lines) - below])
    found = [
        # the line numbers of a hunk, @@ -1,7 +1,8 @@, count from the first line of the parts
        re.sub(r"(?<=[-+])\d+", lambda start: str(int(start[0]) + above), line)
        if line.startswith("@@")
        else line
        for line in unified_diff(*parts, before, after)
    ]
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in found
    )


def count_same(items: Iterable[Any], others: Iterable[Any]) -> int:
    """Return the number of common items at the beginning."""
    return sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(items, others, strict=False))
    )
