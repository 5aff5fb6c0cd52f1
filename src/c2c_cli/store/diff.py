"""The difference between two contents of a file, as `diff -u` tells it and `patch` reads it."""

from difflib import unified_diff


def unified(old: bytes, new: bytes, name: str) -> str:
    """Return the unified difference; empty where there is none."""
    before, after = (name, name) if name.startswith(("/", ".")) else (f"a/{name}", f"b/{name}")
    lines = unified_diff(_lines(old), _lines(new), before, after)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(content: bytes) -> list[str]:
    *whole, last = content.decode("utf-8-sig").split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])
