"""Problems of a registry file with their positions in the text."""

from collections.abc import Iterable, Mapping
from typing import Any

from c2c_cli.errors import DataProblem, Path, TextProblem, dotted
from c2c_cli.toml.layout import Places


def located(
    places: Places, data: Mapping[str, Any], problems: Iterable[DataProblem], syntax_errors: Iterable[TextProblem] = ()
) -> list[TextProblem]:
    """Return the problems of `data` and the syntax errors of its text, by position."""
    return sorted([*syntax_errors, *(_located(problem, places, data) for problem in problems)])


def _located(problem: DataProblem, places: Places, data: Mapping[str, Any]) -> TextProblem:
    span = places.place(problem.path, key=problem.at_key)
    message, hint, code = problem.diagnostic
    if problem.first is not None and (line := places.place(problem.first).line) != span.line:
        hint = f"{hint} (see line {line})" if hint else f"see line {line}"
    table, *below = problem.path or ("",)  # a problem of the file as a whole has no path
    record, field = "", str(table)
    if below or isinstance(data.get(str(table)), dict | list):
        record, field = f"{table}{_label(data[str(table)], problem.path)}", dotted(tuple(below))
    return TextProblem(*span, problem.severity, code, record, field, message, hint)


def _label(rows: Any, path: Path) -> str:
    """Return the id of the record at `path`, or its kind if it is a cadence rule, after a space."""
    index = path[1] if len(path) > 1 else None
    row = rows[index] if isinstance(rows, list) and isinstance(index, int) else None
    label = row.get("kind" if path[0] == "cadence" else "id") if isinstance(row, dict) else None
    return f" {label}" if type(label) is str else ""
