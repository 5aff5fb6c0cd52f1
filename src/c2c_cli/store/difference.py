"""The difference between two texts, as `diff -u` tells it and `patch` reads it."""

from difflib import unified_diff


def unified(old: str, new: str, name: str) -> str:
    """Return the unified difference; empty where there is none."""
    before, after = (name, name) if name.startswith(("/", ".")) else (f"a/{name}", f"b/{name}")
    lines = unified_diff(_lines(old), _lines(new), before, after)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    *whole, last = text.split("\n")
    return [f"{line}\n" for line in whole] + ([last] if last else [])
