"""What a view is: records as rows, the columns that they can be shown in, and their form in JSON."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from c2c_cli.model.dates import Date

Value = str | int | Date | tuple[str, ...] | None
"""What stands in a cell; None where nothing is known."""

Columns = Mapping[str, Callable[[Any], Value]]
"""Column -> its value of a row."""

Marks = Mapping[str, tuple[str, str]]
"""Mark -> what stands for it where the encoding lacks it, and the state that it tells."""


class TableOptions(NamedTuple):
    """What a table, for people, does otherwise than a pipe, as long as nobody chooses the columns."""

    columns: Columns | None = None
    """The columns that it has instead of the default ones."""
    caption: str | None = None
    """What it says below its rows."""
    facts: bool = False
    """Whether the rows are facts, `(id, field, value)`, to be shown as a block for each id."""
    marks: Marks | None = None
    """The marks that cells may begin with."""


class View(NamedTuple):
    """Records as rows, with all columns that they can be shown in."""

    noun: str
    """What the rows are, in the plural."""
    rows: Sequence[Any]
    columns: Columns
    """The order is frozen; new columns come at the end."""
    default: tuple[str, ...]
    """The columns that are shown where nobody chooses."""
    objects: Callable[[Sequence[Any]], Iterable[dict[str, Any]]] | None = None
    """The rows as JSON objects, in their order; None is an object of those columns of each that have a value."""
    table: TableOptions = TableOptions()
