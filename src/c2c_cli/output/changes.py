"""View of the changes that can be undone or redone."""

from collections.abc import Sequence

from c2c_cli.output.view import View, of_tuples


def changes(found: Sequence[tuple[int, str, str]]) -> View:
    """Return the view of changes; each row is a number, the time of the change, and what it did."""
    return of_tuples("changes", ("number", "time", "change"), found)
