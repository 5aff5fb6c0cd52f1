"""Views: records as rows, with their columns and JSON objects."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from c2c_cli.model.dates import Date

Value = str | int | Date | tuple[str, ...] | None
"""Value of a cell; None if it is unknown or not set."""

Columns = Mapping[str, Callable[[Any], Value]]
"""Column name -> function that returns its value for a row."""

Marks = Mapping[str, tuple[str, str]]
"""Mark -> its ASCII replacement and the state that it means."""


class TableOptions(NamedTuple):
    """Differences between a table and a pipe if `--columns` is not given."""

    columns: Columns | None = None
    """Columns to use instead of the default columns."""
    caption: str | None = None
    """Line after the rows."""
    by_id: bool = False
    """Whether the rows are `(id, field, value)`, shown as a block for each id."""
    marks: Marks | None = None
    """Marks that cells may start with."""


class View(NamedTuple):
    """Records as rows, with all their columns."""

    noun: str
    """Plural noun for the rows."""
    rows: Sequence[Any]
    columns: Columns
    """All columns; the order is stable, and new columns come at the end."""
    default: tuple[str, ...]
    """Columns to show by default."""
    objects: Callable[[Sequence[Any]], Iterable[dict[str, Any]]] | None = None
    """Function that returns the rows as JSON objects; None means objects of the columns with a value."""
    table: TableOptions = TableOptions()
