"""The difference between two contents of a file, as `diff -u` tells it and `patch` reads it."""

import re
from collections.abc import Iterable
from difflib import unified_diff
from itertools import takewhile

_CONTEXT = 3


def unified(old: bytes, new: bytes, name: str) -> str:
    """Return the unified difference; empty where there is none."""
    before, after = (name, name) if name.startswith(("/", ".")) else (f"a/{name}", f"b/{name}")
    lines, new_lines = _lines(old), _lines(new)
    # difflib takes seconds over the many lines that begin and end both: it is given those of the context alone
    same = _count_same(lines, new_lines)
    same_below = _count_same(reversed(lines[same:]), reversed(new_lines[same:]))
    above, below = max(same - _CONTEXT, 0), max(same_below - _CONTEXT, 0)
    parts = (lines[above : len(lines) - below], new_lines[above : len(new_lines) - below])
    found = (_moved(line, above) if line.startswith("@@") else line for line in unified_diff(*parts, before, after))
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in found)


def _count_same(lines: Iterable[str], others: Iterable[str]) -> int:
    """Return how many lines at the beginning are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(lines, others, strict=False)))


def _moved(hunk: str, lines: int) -> str:
    """Return the head of a hunk, `@@ -1,7 +1,8 @@`, so many lines further down."""
    return re.sub(r"(?<=[-+])\d+", lambda start: str(int(start[0]) + lines), hunk)


def _lines(content: bytes) -> list[str]:
    *whole, last = content.decode("utf-8-sig").split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])
