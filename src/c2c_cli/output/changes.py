"""View of the changes that can be undone or redone."""

from collections.abc import Sequence

from c2c_cli.output.view import Columns, View


def changes(found: Sequence[tuple[int, str, str]]) -> View:
    """Return the view of changes; each row is a number, the time of the change, and what it did."""
    columns: Columns = {"number": lambda row: row[0], "time": lambda row: row[1], "change": lambda row: row[2]}
    return View("changes", found, columns, default=tuple(columns))
