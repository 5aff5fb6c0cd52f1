"""View of errors and warnings."""

from collections.abc import Callable, Sequence

from c2c_cli.errors import TextProblem
from c2c_cli.output.view import Value, View

_PROBLEM = ("file", *TextProblem._fields)


def problems(found: Sequence[tuple[str | int, ...]]) -> View:
    """Return the view of errors and warnings; each row is a file name and the fields of a TextProblem."""

    def column(index: int) -> Callable[[tuple[str | int, ...]], Value]:
        return lambda row: row[index] or None

    return View(
        "errors or warnings", found, {name: column(index) for index, name in enumerate(_PROBLEM)}, default=_PROBLEM
    )
