"""What is wrong with a file, each thing with its place in the text, in the form of the compilers."""

from collections.abc import Iterable, Mapping
from typing import Any

from c2c_cli.errors import DataProblem, InputError, Path, TextProblem, dotted
from c2c_cli.text import plural, visible
from c2c_cli.toml.layout import Places


class InvalidFileError(InputError):
    """A registry file has problems; nothing was read."""

    def __init__(self, file: str, problems: list[TextProblem]) -> None:
        shown = visible(file)
        lines = tuple(f"{shown}:{problem}" for problem in problems)
        super().__init__(f"found {plural(len(problems), 'error')} in {shown}", lines=lines)
        self.problems = tuple(problems)


def found(
    places: Places, data: Mapping[str, Any], faults: Iterable[DataProblem], syntax_errors: Iterable[TextProblem] = ()
) -> list[TextProblem]:
    """Return what is wrong with a text of this data and with its records, in its order."""
    return sorted([*syntax_errors, *(_placed(fault, places, data) for fault in faults)])


def _placed(fault: DataProblem, places: Places, data: Mapping[str, Any]) -> TextProblem:
    """Return a fault of a record as a problem at its place in the text."""
    span = places.place(fault.path, key=fault.at_key)
    code, message, hint = fault.diagnostic
    if fault.first is not None and (line := places.place(fault.first).line) != span.line:
        hint = f"{hint}; see line {line}" if hint else f"see line {line}"
    table, *below = fault.path or ("",)  # what is wrong with the file as a whole
    record, field = "", str(table)
    if below or isinstance(data.get(str(table)), dict | list):
        record, field = f"{table}{_label(data[str(table)], fault.path)}", dotted(tuple(below))
    return TextProblem(*span, fault.severity, code, record, field, message, hint)


def _label(rows: Any, path: Path) -> str:
    """Return what tells a record from the others of its table: its id, or its kind."""
    index = path[1] if len(path) > 1 else None
    row = rows[index] if isinstance(rows, list) and isinstance(index, int) else None
    label = row.get("kind" if path[0] == "cadence" else "id") if isinstance(row, dict) else None
    return f" {label}" if type(label) is str else ""
