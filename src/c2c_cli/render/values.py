"""Cells as text, the same in every format that has rows."""

from collections.abc import Sequence
from typing import NamedTuple

from c2c_cli.view import Value


class Sheet(NamedTuple):
    """Rows of cells, as text, below their columns' names."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    header: bool
    """Whether the columns' names come first."""


def text(value: Value) -> str:
    r"""Return a cell's text; the items of a list are joined by `;`, in them `;` and `\` are `\;` and `\\`."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(item.replace("\\", "\\\\").replace(";", "\\;") for item in value)
    return str(value)
