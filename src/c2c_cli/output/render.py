"""The formats, and printing of views in them."""

import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from types import SimpleNamespace
from typing import Any, NamedTuple

from c2c_cli import streams
from c2c_cli.errors import Diagnostic, UsageError, conflict, unknown
from c2c_cli.model import extra
from c2c_cli.model.dates import UNKNOWN_DATE, Date
from c2c_cli.model.record import Record, as_data
from c2c_cli.output.view import Value, View, cell
from c2c_cli.text import Number, as_json, escape_controls, fold, nearest

_Rows = Sequence[Sequence[str]]
"""Rows of cells; those of a header are one row, or none."""


class Format(NamedTuple):
    """A format of the output."""

    name: str
    write: Callable[[View], None] | None = None
    """Function that prints a view; None if the command itself prints this format."""
    aliases: tuple[str, ...] = ()
    """Other names for `--format`. The name and the aliases are also extensions of files."""
    contacts: bool = False
    """Whether it may show contacts, which are personal data."""
    header: bool = True
    """Whether it has a header row by default."""
    tabular: bool = True
    """Whether it has rows and columns, which `--columns`, `--sort` and `--header` change."""


class Output(NamedTuple):
    """Values of the output options; None is the default, which depends on stream and format."""

    format: Format | None = None
    columns: str | None = None
    sort: str | None = None
    header: bool | None = None
    file: str | None = None


def by_word(formats: Iterable[Format]) -> dict[str, Format]:
    """Return the formats by each of their names and aliases."""
    return {word: form for form in formats for word in (form.name, *form.aliases)}


def default(formats: Sequence[Format]) -> Format:
    """Return the first format; if it is that of a table, TSV replaces it in a pipe."""
    first = formats[0]
    return first if first != TABLE or streams.is_terminal(sys.stdout) else TSV


def write(view: View, form: Format, output: Output) -> None:
    """Write the view to standard output.

    Raises UsageError if a column is unknown, or if `form` has no columns to choose.
    """
    if form.tabular:
        header = form.header if output.header is None else output.header
        view = _arranged(view, output)._replace(header=header)
    elif (output.columns, output.sort, output.header) != (None, None, None):
        raise UsageError.of(conflict(f"--format {form.name}", "--columns", "--sort", "--header"))
    if form.write is not None:
        form.write(view)


def _arranged(view: View, output: Output) -> View:
    """Return the view with the columns and the order of the output options.

    If either option is given, the view has no sections.
    """
    if output.columns is not None:
        words = output.columns.split(",")
        names = tuple(_find_column(view, word.strip(), "--columns") for word in words)
        view = view._replace(
            default=names,
            shown=None,
            once={},
            is_chosen=True,
            group=None,
            drawing=None,
            markdown=None,
            cards=None,
            document=None,
            objects=_objects(view, names),
        )
    if output.sort is not None:
        view = view._replace(rows=_sort(view, output.sort), once={}, group=None, drawing=None)
        view = view._replace(markdown=None, cards=None)
    return view


class UnknownColumnError(UsageError):
    """A view has no column with the name that was typed."""


def _find_column(view: View, word: str, option: str) -> str:
    by_fold = {fold(name): name for name in view.columns}  # extra keys may have capitals
    name = word if word in view.columns else by_fold.get(fold(word))
    if name is None:
        raise UnknownColumnError.of(_unknown_column(view, word), subject=option)
    return name


def _unknown_column(view: View, word: str) -> Diagnostic:
    """Return the error for an unknown column; of an extra key, only the key is compared."""
    key = word.removeprefix(extra.COLUMN)
    if key == word:
        return unknown("column", word, view.columns)
    keys = [name.removeprefix(extra.COLUMN) for name in view.columns if extra.COLUMN in name]
    near = nearest(key, keys)
    hint = f'did you mean "{extra.COLUMN}{near}"?' if near else "no record has this key"
    return unknown("column", word, hint=hint)


def _sort(view: View, key: str) -> list[object]:
    """Return the rows in order of a column; those without a value come last.

    Dates and numbers are compared as such, and text by its folded form.
    """
    column = view.columns[_find_column(view, key.removeprefix("-"), "--sort")]
    filled, empty = [], []
    for row in view.rows:
        value = column(row)
        if value is None or value in {"", (), UNKNOWN_DATE}:
            empty.append(row)
        else:
            filled.append((_sort_key(value), row))
    filled.sort(key=itemgetter(0), reverse=key.startswith("-"))
    return [row for _, row in filled] + empty


def _sort_key(value: Value) -> tuple[int, Any]:
    """Return what a value is sorted by; values of different types are apart."""
    if isinstance(value, int | float):
        return 0, value
    if isinstance(value, Date):
        return 1, value
    return 2, fold(cell(value))


def _header(view: View) -> _Rows:
    return [view.default] if view.header else []


def _rows(view: View) -> _Rows:
    columns = [view.columns[name] for name in view.default]
    return [[cell(column(row)) for column in columns] for row in view.rows]


def _write_table(view: View) -> None:
    from c2c_cli.output import table  # noqa: PLC0415  # Rich takes longer than everything else

    streams.write_drawing(table.draw(view) if view.rows else "")


def _write_tsv(view: View) -> None:
    r"""Write TSV, one record per line; TAB, LF, CR and `\` are escaped as in jq and Miller."""
    lines = ["\t".join(row) + "\n" for row in (*_header(view), *map(_escaped, _rows(view)))]
    streams.write("".join(lines))


def _escaped(row: Sequence[str]) -> Sequence[str]:
    """Return a row with its special characters escaped; few rows have any."""
    line = "".join(row)
    if line.isascii() and line.isprintable() and "\\" not in line:
        return row
    return [escape_controls(text.replace("\\", "\\\\")) for text in row]


def _write_csv(view: View) -> None:
    """Write CSV as in RFC 4180, with LF line ends."""
    streams.write(csv_text(view))


def csv_text(view: View) -> str:
    """Return a view as CSV."""
    return _csv([*_header(view), *_rows(view)])


def _csv(rows: _Rows) -> str:
    """Return CSV, each line of which ends with LF."""
    import csv  # noqa: PLC0415  # TSV, the format of a pipe, does not need it

    lines: list[str] = []
    # with this line terminator csv also quotes a cell that contains a CR or an LF alone
    csv.writer(SimpleNamespace(write=lines.append), lineterminator="\r\n").writerows(rows)
    return "".join(line.removesuffix("\r\n") + "\n" for line in lines)


def _write_markdown(view: View) -> None:
    """Write a Markdown table in GitHub's syntax, with all markup in cells escaped."""
    if view.markdown is not None:
        streams.write(view.markdown())
        return
    from c2c_cli.output.markdown import code, literal  # noqa: PLC0415  # TSV, the format of a pipe, does not need it

    header = _header(view)
    rule = [["---"] * len(names) for names in header]
    forms = [code if name in view.commands else literal for name in view.default]
    rows = [[form(text) for form, text in zip(forms, row, strict=True)] for row in _rows(view)]
    streams.write("".join(f"| {' | '.join(row)} |\n" for row in (*header, *rule, *rows)))


def _write_json(view: View) -> None:
    """Write a JSON array of records, or all of them as one object."""
    if view.document is not None:
        streams.write(f"{json_text(view.document(), indent=2)}\n")
        return
    for part in json_array(view):
        streams.write(part)


def json_array(view: View) -> Iterator[str]:
    """Yield the parts of the rows as a JSON array, one for each row and one for the end."""
    before = "["
    for text in _json(view, indent=2):
        indented = text.replace("\n", "\n  ")
        yield f"{before}\n  {indented}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _write_jsonl(view: View) -> None:
    """Write JSON Lines, one record per line."""
    for text in _json(view, indent=None):
        streams.write(f"{text}\n")


def _json(view: View, indent: int | None) -> Iterator[str]:
    """Yield each row as a JSON object."""
    objects = view.objects or _objects(view)
    for item in objects(view.rows):
        yield json_text(item, indent)


def json_text(data: object, indent: int | None = None) -> str:
    """Return data as JSON, in which a number has the digits with which it was written."""
    numbers: list[str] = []
    text = as_json(_with_gaps(data, numbers), indent)
    if not numbers:
        return text
    filling = iter(numbers)

    def filled(found: re.Match[str]) -> str:
        return next(filling) if found[0] == "NaN" else found[0]

    return re.sub(_STRING_OR_GAP, filled, text)


_STRING_OR_GAP = r'"(?:[^"\\]|\\.)*"|NaN'
"""A string in JSON, or the NaN by which `_with_gaps` replaces a number."""

_DIGITS = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
"""A number in JSON."""


def _with_gaps(data: object, numbers: list[str]) -> object:
    """Return data with NaN in place of each number that Python would write with other digits.

    Add their digits, as they were written, to `numbers`.
    """
    if isinstance(data, Number):
        written = str(data).replace("_", "").removeprefix("+")
        if written == float.__repr__(data) or not re.fullmatch(_DIGITS, written):
            return data
        numbers.append(written)
        return math.nan
    if isinstance(data, dict):
        return {key: _with_gaps(item, numbers) for key, item in data.items()}
    if isinstance(data, list | tuple):
        return [_with_gaps(item, numbers) for item in data]
    return data


def _objects(
    view: View, names: Sequence[str] | None = None
) -> Callable[[Sequence[object]], Iterator[dict[str, object]]]:
    """Return a function that yields the columns `names` of each row, as a JSON object.

    Without `names`, it yields all fields and columns.
    """

    def objects(rows: Sequence[object]) -> Iterator[dict[str, object]]:
        for row in rows:
            data = as_data(row) if isinstance(row, Record) else {}
            values = {}
            for name in names or (*data, *view.columns):
                if name in data:
                    value = data[name]
                else:
                    value = as_data(view.in_json.get(name, view.columns[name])(row))
                if value not in (None, "", []):
                    values[name] = value
            yield values

    return objects


def _write_workbook(view: View) -> None:
    from c2c_cli.output.workbook import workbook  # noqa: PLC0415  # only this format needs it

    streams.write_raw(workbook(view))


def _write_calendar(view: View) -> None:
    if view.calendar is not None:
        streams.write(view.calendar())


def _write_database(view: View) -> None:
    if view.database is not None:
        streams.write_raw(view.database())


TABLE = Format("table", _write_table, contacts=True)
TSV = Format("tsv", _write_tsv, contacts=True, header=False)
JSON = Format("json", _write_json, contacts=True)
JSONL = Format("jsonl", _write_jsonl, contacts=True)
TEXT = Format("text")
GITHUB = Format("github")
MARKDOWN = Format("md", _write_markdown)  # it is often published

FORMATS = (
    TABLE,
    TSV,
    Format("csv", _write_csv, contacts=True),
    JSON,
    JSONL,
    MARKDOWN,
    Format("xlsx", _write_workbook, contacts=True),
)
"""The formats of every command that prints records; a new format is a line here."""

CALENDAR_FORMATS = (*FORMATS, Format("ics", _write_calendar, tabular=False))
"""The formats of a view that has a calendar."""

DATABASE = Format("db", _write_database, aliases=("sqlite", "sqlite3"), tabular=False)

DATABASE_FORMATS = (*FORMATS, DATABASE)
"""The formats of a view that may be a whole database."""

PROBLEM_FORMATS = (TEXT, TSV, JSON, JSONL, GITHUB)
"""The formats of errors and warnings."""
