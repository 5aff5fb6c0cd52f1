"""The view of what is wrong with files."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from c2c_cli.output.view import Value, View

PROBLEM = ("file", "line", "column", "end_line", "end_column", "severity", "code", "record", "field", "message", "hint")
"""The columns of what is wrong with files."""


def problems(found: Sequence[tuple[Any, ...]]) -> View:
    """Return the view of what is wrong with files: rows of PROBLEM."""
    columns: dict[str, Callable[[Any], Value]] = {name: itemgetter(place) for place, name in enumerate(PROBLEM)}
    return View(
        noun="problems",
        rows=found,
        columns=columns,
        default=PROBLEM,
        objects=lambda rows: ({name: value for name, value in zip(PROBLEM, row, strict=True) if value} for row in rows),
    )
