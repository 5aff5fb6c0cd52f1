"""What a view is: records as rows, the columns that they can be shown in, and their form in JSON."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from c2c_cli.model.dates import Date

Value = str | int | Date | tuple[str, ...] | None
"""What stands in a cell; None where nothing is known."""


Marks = Mapping[str, tuple[str, str]]
"""Mark -> what stands for it where the encoding lacks it, and the state that it tells."""


class View(NamedTuple):
    """Records as rows, with all columns that they can be shown in."""

    noun: str
    """What the rows are, in the plural."""
    rows: Sequence[Any]
    columns: Mapping[str, Callable[[Any], Value]]
    """Column -> its value of a row. The order is frozen; new columns come at the end."""
    default: tuple[str, ...]
    objects: Callable[[Sequence[Any]], Iterable[dict[str, Any]]]
    """The rows as JSON objects, in their order."""
    shorter: Mapping[str, Callable[[Any], Value]] | None = None
    """What a table, for people, may say shorter than a pipe."""
    brief: tuple[str, ...] | None = None
    """The default columns of a table, where they are others than those of a pipe."""
    facts: bool = False
    """Whether the rows are facts, `(id, field, value)`, which a table shows as a block for each id."""
    unwrapped: tuple[str, ...] = ()
    """The fields of facts that stand on one line each, however long: commands, to be copied."""
    marks: Marks | None = None
    """The marks that cells may begin with."""
    caption: str | None = None
    """What a table says below its rows."""
    shared: str | None = None
    """The column that a table leaves to its caption where all rows have the same value in it."""
