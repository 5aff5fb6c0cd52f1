"""Values and tables as TOML. Separate from the parser because most commands only read."""

from collections.abc import Mapping
from typing import Any

import tomli_w

_MAX_WIDTH = 120
"""Maximum width of a line with a list; the items of a longer list have a line each."""


def value(data: Any, key: str = "") -> str:
    """Return a value as TOML: a list on one line if it fits after its key, a table always on one line."""
    if isinstance(data, dict):
        entries = ", ".join(_entry(name, value(item)) for name, item in data.items())
        return f"{{ {entries} }}"
    if isinstance(data, list):
        items = [value(item) for item in data]
        line = f"[{', '.join(items)}]"
        if len(f"{key} = {line}") <= _MAX_WIDTH:
            return line
        return "[\n" + "".join(f"    {item},\n" for item in items) + "]"
    return tomli_w.dumps({"x": data}).removeprefix("x = ").removesuffix("\n")


def table(name: str, data: Mapping[str, Any]) -> str:
    """Return a table of an array, such as `[[centre]]`, followed by its sub-tables, each after a blank line."""
    lines = [f"[[{name}]]\n"]
    subtables = []
    for key, item in data.items():
        if isinstance(item, list) and item and isinstance(item[0], dict):
            subtables += [f"\n{table(f'{name}.{key}', row)}" for row in item]
        else:
            lines.append(_entry(key, value(item, key)) + "\n")
    return "".join([*lines, *subtables])


def _entry(key: str, toml_value: str) -> str:
    """Return a key, quoted if necessary, with its value."""
    toml_key = tomli_w.dumps({key: 0}).removesuffix(" = 0\n")
    return f"{toml_key} = {toml_value}"
