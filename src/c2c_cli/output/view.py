"""Views: records as rows, with their columns and JSON objects."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from c2c_cli.model import extra
from c2c_cli.model.dates import Date
from c2c_cli.text import one_of

if TYPE_CHECKING:
    from c2c_cli.model.record import Record
    from c2c_cli.model.records import Centre, Meeting

Value = str | int | float | Date | tuple[str, ...] | None
"""Value of a cell; None or empty if it is unknown or not set."""

Columns = dict[str, Callable[[Any], Value]]
"""Column name -> function that returns its value for a row."""

QUIET = "dim"
"""Style of rules, labels and footers, but of no fact: it is hardly legible in some terminals."""

_MAX_NAMES = 4  # number of values of a filter above which a title counts them

Span = tuple[str, str]
"""A part of a line, and its style."""


class Mark(NamedTuple):
    """A character before the text of a state, and its colour; the text has none."""

    sign: str
    style: str = ""


MARKS = {
    # statuses of centres
    "operating": Mark("●", "green"),
    "preparing": Mark("◐", "cyan"),
    "proposed": Mark("○", "yellow"),
    "closed": Mark("✗"),
    "unknown": Mark("?"),
    # statuses of meetings
    "held": Mark("✓", "green"),
    "planned": Mark("◐", "cyan"),
    "tentative": Mark("?", "yellow"),
    "cancelled": Mark("–"),
    # states of cadence rules and obligations; `planned` has the mark of planned meetings
    "met": Mark("✓", "green"),
    "waived": Mark("–"),
    "unclear": Mark("?", "yellow"),
    "due": Mark("○", "cyan"),
    "missing": Mark("✗", "bold red"),
    # states of agreements
    "valid": Mark("✓", "green"),
    "reviewed": Mark("✓", "green"),
    "reviewed, expires soon": Mark("!", "yellow"),
    "review due": Mark("!", "yellow"),
    "outdated": Mark("!", "yellow"),
    "expired": Mark("✗", "bold red"),
    "end unknown": Mark("?"),
    "none": Mark("–"),
}
"""Status or state -> its mark; the word after it is sufficient if marks look alike."""

EXTRA_KEY = {f"{extra.COLUMN}KEY": "Value of the extra key KEY."}
"""The columns of extra keys, and their meaning."""

RULE_STATES = ("met", "planned", "waived", "unclear", "due", "missing")
"""The states of cadence rules and obligations, in the order of legends."""


class Line(NamedTuple):
    """A label and its text in a card; a label without text is a heading for the next lines."""

    label: str
    text: Value = None
    style: str = ""
    """Style of the text, or the state whose mark begins it."""
    is_fact: bool = False
    """Whether the label is itself a fact, such as a date."""


class View(NamedTuple):
    """Records as rows, with all their columns.

    The fields from `shown` to `drawing` are for tables in a terminal.
    """

    noun: str
    """Plural noun for the rows."""
    rows: Sequence[Any]
    columns: Columns
    """All columns; the order is stable, and new columns come at the end."""
    default: tuple[str, ...]
    """Columns to show by default."""
    meanings: Mapping[str, str] = {}
    """Name of each column -> its meaning, in the help."""
    objects: Callable[[Sequence[Any]], Iterable[dict[str, Any]]] | None = None
    """Function that returns the rows as JSON objects; None means all fields and columns."""
    in_json: Mapping[str, Callable[[Any], Any]] = {}
    """Columns whose values in JSON are not those of the cells."""
    commands: tuple[str, ...] = ()
    """Columns of commands, which Markdown shows as code."""
    calendar: Callable[[], str] | None = None
    """Function that returns the rows as an iCalendar file, if the view has one."""
    database: Callable[[], bytes] | None = None
    """Function that returns the registry as an SQLite database, if the view stands for that."""
    markdown: Callable[[], str] | None = None
    """Function that returns the rows as a Markdown document, if they are more than a table.

    It is not used with `--columns` and `--sort`.
    """
    header: bool = True
    """Whether to print the names of the columns, if the format has a header row."""
    shown: Columns | None = None
    """Columns to use instead of the default columns, without `--columns`."""
    once: Mapping[str, Callable[[Any], Value]] = {}
    """Replacements for columns of `shown` that omit values repeated from earlier rows.

    They are not used if the rows are sorted or are blocks of lines.
    """
    is_chosen: bool = False
    """Whether `--columns` names the columns, so that a table keeps empty ones."""
    wide: Mapping[str, Callable[[Any], Value]] = {}
    """Columns that follow those of `shown` in a wide terminal."""
    title: str | None = None
    """What the rows are, and as of when; None means the noun of the view."""
    lead: str = ""
    """Sentence after the title: the answer in short."""
    total: str = ""
    """Counts to print after the rows; by default, the number of rows."""
    caption: str | None = None
    """Sentence after the number of rows."""
    group: Callable[[Any], str] | None = None
    """Function that returns the section of a row; not used with `--columns` and `--sort`."""
    group_column: str = ""
    """Column that repeats the section of a row; it is omitted if there are sections."""
    brief: Callable[[Any, Set[str]], Sequence[str]] | None = None
    """Function that returns the lines of a row in a narrow terminal, without `--columns`.

    The lines contain the values of the given columns. The first one names the row.
    """
    in_words: Mapping[str, Callable[[Any], Value]] = {}
    """Column of states -> function that returns the state of a row in words, for a table."""
    marks: Mapping[str, str] = {}
    """State -> the mark that begins its cells."""
    cards: Callable[[], Sequence[Sequence[Line]]] | None = None
    """Function that returns lines to show instead of the rows; each card is a record in full.

    It is not used with `--columns` and `--sort`.
    """
    document: Callable[[], dict[str, Any]] | None = None
    """Function that returns all rows as one JSON object, to print instead of an array.

    It is not used with `--columns`.
    """
    drawing: Callable[[int], Iterable[Sequence[Span]] | None] | None = None
    """Function that returns the lines to show instead of the rows, for a width in cells.

    It returns None if they do not fit. It is not used in a narrow terminal, without a header, or
    with `--columns` and `--sort`.
    """
    note: str = ""
    """Message to print on standard error after the rows."""
    nothing: str = ""
    """Message if there are no rows; by default, that no rows match or none are recorded."""
    failed: bool = False
    """Whether the command exits with code 1 if `--check` is given."""


def of_columns(noun: str, columns: Columns, meanings: Mapping[str, str] | None = None) -> View:
    """Return a view without rows that shows all its columns by default."""
    return View(noun, (), columns, default=tuple(columns), meanings=meanings or {})


def descriptions(record: "type[Record]", names: Iterable[str]) -> dict[str, str]:
    """Return the descriptions of fields of a type of records, by name."""
    return {name: record.fields[name].about for name in names}


def of_tuples(noun: str, names: Sequence[str], rows: Iterable[Sequence[object]] = ()) -> View:
    """Return a view of rows that are tuples, with a column for each item."""
    columns: Columns = {name: itemgetter(index) for index, name in enumerate(names)}
    return of_columns(noun, columns)._replace(rows=[*rows])


def cell(value: Value) -> str:
    """Return the text of a cell; list items are joined by `;`."""
    if type(value) is str:  # the most frequent type in large tables
        return value
    if value is None:
        return ""
    if isinstance(value, tuple) and not isinstance(value, Date):
        return ";".join(map(list_item, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def list_item(item: str, separators: str = ";") -> str:
    r"""Return an item as it is written in a list.

    Each separator, `\` and space at either end follows a `\`, so that `c2c import` keeps it.
    """
    text = item.strip()
    start = item.index(text)
    escaped = text
    for special in ("\\", *separators):
        escaped = escaped.replace(special, f"\\{special}")
    before, after = item[:start], item[start + len(text) :]
    return "".join(
        [*(f"\\{space}" for space in before), escaped, *(f"\\{space}" for space in after)]
    )


def heading(name: str) -> str:
    """Return the heading of a column or field in words: `Per year`."""
    words = name.removeprefix(extra.COLUMN).replace("_", " ")
    irregular = {"id": "ID", "url": "URL", "days": "Days left", "agreed": "Agreed at"}
    return irregular.get(name, words[:1].upper() + words[1:])


def either(names: Sequence[str], nouns: str) -> str:
    """Return the values of a filter as in a title: `A or B`, or their number if they are many."""
    return one_of(names) if len(names) <= _MAX_NAMES else f"{len(names)} {nouns}"


def extra_columns(records: Iterable["Centre | Meeting"]) -> Columns:
    """Return a column for each extra key of the records, such as `extra.budget_2026`."""
    keys = extra.keys(record.extra for record in records)
    return {f"{extra.COLUMN}{key}": _extra_column(key) for key in keys}


def _extra_column(key: str) -> Callable[["Centre | Meeting"], Value]:
    return lambda record: record.extra.get(key) if record.extra else None


def entries(field: str) -> Callable[[Any], Value]:
    """Return a column that lists the entries of a table of strings, such as `ko=…`."""
    return lambda record: tuple(
        f"{key}={text}" for key, text in (getattr(record, field) or {}).items()
    )


def extra_entries(record: "Centre | Meeting") -> Value:
    """Return the extra keys of a record, each with its value, such as `budget_2026=1200000`."""
    return tuple(f"{key}={extra.typed(value)}" for key, value in (record.extra or {}).items())
