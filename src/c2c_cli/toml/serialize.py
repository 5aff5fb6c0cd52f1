"""Values, entries and tables as TOML writes them. Apart from reading, which is all that most runs do."""

from collections.abc import Mapping
from typing import Any

import tomli_w

_WIDTH = 120
"""So long may the line of a list be; a longer one has a line for each item."""


def value(data: Any, behind: str = "") -> str:
    """Return a value as TOML writes it: a list on one line where there is room for it behind a key, a table always."""
    if isinstance(data, dict):
        entries = ", ".join(_entry(key, value(item)) for key, item in data.items())
        return f"{{ {entries} }}"
    if isinstance(data, list):
        items = [value(item) for item in data]
        line = f"[{', '.join(items)}]"
        return (
            line if len(f"{behind} = {line}") <= _WIDTH else "[\n" + "".join(f"    {item},\n" for item in items) + "]"
        )
    return tomli_w.dumps({"x": data}).removeprefix("x = ").removesuffix("\n")


def table(name: str, data: Mapping[str, Any]) -> str:
    """Return a table that repeats, `[[centre]]`, and below it those that it holds, each with a blank line above."""
    lines = [f"[[{name}]]\n"]
    below = []
    for key, item in data.items():
        if isinstance(item, list) and item and isinstance(item[0], dict):
            below += [f"\n{table(f'{name}.{key}', one)}" for one in item]
        else:
            lines.append(_entry(key, value(item, key)) + "\n")
    return "".join([*lines, *below])


def _entry(key: str, written: str) -> str:
    """Return a key with a value; the key stands in quotes where it must."""
    bare = tomli_w.dumps({key: 0}).removesuffix(" = 0\n")
    return f"{bare} = {written}"
