"""TOML text to data, and data to TOML text."""

from collections.abc import Mapping
from typing import Any

import tomli

from c2c_cli.text import Number

_MAX_WIDTH = 120
"""Maximum width of a line with a list; the items of a longer list have a line each."""


def parse(text: str) -> dict[str, Any]:
    """Return the data of a TOML text; raise ValueError if it is invalid.

    Decimal numbers keep their form.
    `Document` lists the errors of an invalid text.
    """
    try:
        return tomli.loads(text, parse_float=Number)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def format_value(data: object, key: str = "") -> str:
    """Return a value as TOML.

    A list has one line if it fits after its key; a table always has one line.
    """
    import tomli_w  # noqa: PLC0415  # most commands only read

    if isinstance(data, dict):
        entries = tomli_w.dumps(data).removesuffix("\n").replace("\n", ", ")
        return f"{{ {entries} }}"
    if isinstance(data, list):
        items = [format_value(item) for item in data]
        line = f"[{', '.join(items)}]"
        if len(f"{key} = {line}") <= _MAX_WIDTH:
            return line
        return "[\n" + "".join(f"    {item},\n" for item in items) + "]"
    return tomli_w.dumps({"x": data}).removeprefix("x = ").removesuffix("\n")


def format_entry(key: str, data: object) -> str:
    """Return a key, in quotes if it needs them, and its value as TOML."""
    import tomli_w  # noqa: PLC0415  # as above

    return tomli_w.dumps({key: data}).removesuffix("\n")


def format_table(name: str, data: Mapping[str, object]) -> str:
    """Return a table of an array, such as `[[centre]]`.

    Its sub-tables follow it, each after a blank line.
    """
    lines, subtables = [f"[[{name}]]\n"], []
    for key, item in data.items():
        if isinstance(item, list) and item and isinstance(item[0], dict):
            subtables += [f"\n{format_table(f'{name}.{key}', row)}" for row in item]
        else:
            lines.append(f"{key} = {format_value(item, key)}\n")
    return "".join([*lines, *subtables])
