"""The view of what is wrong with files."""

from collections.abc import Callable, Sequence

from c2c_cli.errors import TextProblem
from c2c_cli.output.view import Value, View

_PROBLEM = ("file", *TextProblem._fields)


def problems(found: Sequence[tuple[str | int, ...]]) -> View:
    """Return the view of what is wrong with files: rows of a file's name and all that a TextProblem tells."""

    def column(place: int) -> Callable[[tuple[str | int, ...]], Value]:
        return lambda row: row[place] or None

    return View("problems", found, {name: column(place) for place, name in enumerate(_PROBLEM)}, default=_PROBLEM)
