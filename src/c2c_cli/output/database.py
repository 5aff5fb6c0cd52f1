"""An SQLite database in memory: queries that only read it, and its content as a file."""

import datetime
import math
import re
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import NamedTuple

from c2c_cli.errors import Diagnostic, OutputError, UsageError, unknown
from c2c_cli.output.tables import Column, Table, distinct, folded
from c2c_cli.output.view import Value, View, cell, of_tuples
from c2c_cli.text import cut, did_you_mean, escape_controls, nearest, quoted

MAX_SECONDS = 10
"""Maximum duration of a query."""

MAX_ROWS = 1_000_000
"""Maximum number of rows of a result."""

MAX_VALUE = 1_000_000
"""Maximum length of a value or a query in bytes, so that no single step of SQLite takes long."""

MAX_RESULT = 64 << 20
"""Maximum size of a result in characters."""

MAX_HEAP = 512 << 20
"""Maximum memory of SQLite in bytes."""

_STEPS = 10_000
"""Number of steps of SQLite between two looks at the clock."""

_ALLOWED = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}
"""What a query may do."""

_FORBIDDEN_FUNCTIONS = {"load_extension", "fts3_tokenizer", "icu_load_collation"}
"""Functions that load code or files."""

_FUNCTIONS_AS_TABLES = {"json_each", "json_tree"}
"""Functions that queries may read as tables."""

_STATEMENTS = {
    *("alter", "analyze", "attach", "begin", "commit", "create", "delete", "detach", "drop", "end"),
    *("explain", "insert", "pragma", "reindex", "release", "replace", "rollback", "savepoint"),
    *("update", "vacuum"),
}
"""First words of statements that are not queries; an authorizer does not see all of them."""

_NOTHING = re.compile(r"(?>[\s;\ufeff]|--[^\n]*|/\*(?>.*?(?:\*/|\Z)))*+", re.DOTALL)
"""What may precede a query: space, semicolons and comments."""

_Explain = Callable[[str, str, Sequence[Table]], Diagnostic]
"""A function that explains an error, given a part of its message, the query and the tables."""

_ONLY_QUERIES = Diagnostic("only queries are allowed", "use SELECT, WITH or VALUES")

LISTED_BY = "c2c sql --tables"
"""The command that lists the tables and their columns."""


class Result(NamedTuple):
    """The result of a query."""

    columns: Sequence[str]
    """The names of the columns, two of which may be equal."""
    rows: Sequence[Sequence[Value]]


class _Reads:
    """The authorizer of queries, which records the tables and columns that a query reads."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.columns: dict[str, set[str]] = {}
        """Table -> the names of the columns that are read, as in the database."""
        self.denied: Diagnostic | None = None
        """What the query may not do, but tries to."""
        self._tables = tables

    def __call__(self, action: int, first: str | None, second: str | None, *_: str | None) -> int:
        """Return whether SQLite may do what a part of a query requires."""
        if action == sqlite3.SQLITE_READ:
            self._read(str(first), second or "")
        elif action == sqlite3.SQLITE_FUNCTION and str(second).lower() in _FORBIDDEN_FUNCTIONS:
            self.denied = Diagnostic(f"function {quoted(str(second))} is not allowed")
        elif action not in _ALLOWED:
            self.denied = _ONLY_QUERIES
        return sqlite3.SQLITE_DENY if self.denied else sqlite3.SQLITE_OK

    def _read(self, name: str, column: str) -> None:
        """Record that a query reads a column of a table; if the column is empty, only the rows."""
        if any(table.name == name for table in self._tables):
            self.columns.setdefault(name, set()).add(column)
        elif column and name not in _FUNCTIONS_AS_TABLES:  # else it may be a name after WITH
            self.denied = Diagnostic(f"cannot read table {quoted(name)}", _hint(name, self._tables))


def query(text: str, tables: Sequence[Table]) -> Result:
    """Run a query on the tables, of which only the columns that it reads are filled.

    Raises UsageError if the query is wrong or forbidden, or exceeds a limit.
    """
    text = text[_NOTHING.match(text).end() :]  # type: ignore[union-attr]  # it matches any text
    _require_query(text)
    reads = _Reads(tables)
    try:
        with closing(_empty_database(tables)) as connection:
            connection.set_authorizer(reads)
            connection.execute(f"explain {text}").close()
            connection.set_authorizer(None)
            _fill(connection, _needed(text, tables, reads))
            connection.set_authorizer(reads)
            return _run(connection, text)
    except (sqlite3.Error, sqlite3.Warning) as error:
        message = reads.denied or explained(str(error), text, tables)
        raise UsageError.of(message) from None
    except MemoryError:
        raise UsageError("query needs too much memory") from None


def _require_query(text: str) -> None:
    """Raise UsageError if a text is certainly not a query that SQLite can read."""
    if not text:
        raise UsageError("query is empty", f"run {LISTED_BY} for the tables")
    if "\0" in text:
        raise UsageError("query contains a NUL character", "remove it")
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise UsageError("query is not valid UTF-8") from None
    if size > MAX_VALUE - len("explain "):
        raise UsageError(f"query is longer than {MAX_VALUE:,} bytes")
    word = re.match(r"\w*", text)
    if word and word[0].lower() in _STATEMENTS:
        raise UsageError.of(_ONLY_QUERIES)


def _empty_database(tables: Iterable[Table]) -> sqlite3.Connection:
    """Return a database in memory, with limits, whose tables are empty."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("pragma temp_store = memory")  # sorting writes no temporary file
    connection.execute(f"pragma hard_heap_limit = {MAX_HEAP}")
    for table in tables:
        connection.execute(_definition(table))
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    return connection


def _definition(table: Table) -> str:
    """Return the statement that creates a table."""
    parts = []
    for column in table.columns:
        target = f" references {_quoted(column.target)} (id)" if column.target else ""
        parts.append(f"{_quoted(column.name)} {column.type}{target}".rstrip())
    if table.key:
        parts.append(f"primary key ({', '.join(map(_quoted, table.key))})")
    body = ",\n  ".join(parts)
    return f"create table {_quoted(table.name)} (\n  {body}\n)"


def _quoted(name: str) -> str:
    """Return a name as an identifier of SQL."""
    return '"' + name.replace('"', '""') + '"'


def _needed(text: str, tables: Iterable[Table], reads: _Reads) -> Iterator[Table]:
    """Yield the tables that a query reads, with only those of their columns that it reads.

    SQLite does not report what NATURAL and USING compare, so it is looked up in the text.
    """
    lower = text.lower()
    is_natural = "natural" in lower
    has_hidden = is_natural or "using" in lower
    for table in tables:
        read = reads.columns.get(table.name, set())
        if not read and not (has_hidden and table.name in lower):
            continue
        columns = [
            column
            for column in table.columns
            if column.name in read or is_natural or (has_hidden and column.name.lower() in lower)
        ]
        yield table._replace(columns=columns or table.columns[:1])


def _fill(connection: sqlite3.Connection, tables: Iterable[Table]) -> None:
    """Insert the rows of the tables, and index what refers to other tables."""
    connection.execute("begin")
    for table in tables:
        names = ", ".join(_quoted(column.name) for column in table.columns)
        places = ", ".join("?" * len(table.columns))
        insert = f"insert into {_quoted(table.name)} ({names}) values ({places})"  # noqa: S608  # no value is part of it
        connection.executemany(insert, _stored_rows(table))
        for column in table.columns:
            if (column.target or column.is_id) and table.key[:1] != (column.name,):
                connection.execute(_index(table, column))
    connection.execute("commit")


def _index(table: Table, column: Column) -> str:
    """Return the statement that creates an index of a column."""
    name = _quoted(f"{table.name}_{column.name}")
    return f"create index {name} on {_quoted(table.name)} ({_quoted(column.name)})"


def _stored_rows(table: Table) -> Iterator[list[str | float | None]]:
    values = [column.value for column in table.columns]
    for row in table.rows():
        yield [stored(value(row)) for value in values]


def stored(value: Value) -> str | float | None:
    """Return a value as SQLite stores it: a number, the text of a cell in CSV, or None if empty."""
    if type(value) is str:  # the most frequent type
        return value or None
    if value is None:
        return None
    if isinstance(value, float):
        return float(value)  # without the form in which it was written
    if isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63:
        return value
    return cell(value) or None


def _run(connection: sqlite3.Connection, text: str) -> Result:
    """Run a query, and return its result; raise UsageError if it exceeds a limit."""
    end = time.monotonic() + MAX_SECONDS
    # an exception of a signal within the callback reaches sys.unraisablehook
    sqlite3.enable_callback_tracebacks(True)
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        cursor = connection.execute(text)
        rows = [*_limited(cursor)]
    except sqlite3.OperationalError as error:
        if str(error) != "interrupted":
            raise
        if time.monotonic() <= end:  # a signal ended the callback
            raise KeyboardInterrupt from None
        raise UsageError(f"query took longer than {MAX_SECONDS} seconds") from None
    return Result([name for name, *_ in cursor.description], rows)


def _limited(cursor: sqlite3.Cursor) -> Iterator[Sequence[Value]]:
    """Yield the rows of a result; raise UsageError if they are too many or too large."""
    size = 0
    for number, row in enumerate(cursor, 1):
        if number > MAX_ROWS:
            raise UsageError(f"result has more than {MAX_ROWS:,} rows", "add a LIMIT")
        types = set(map(type, row))
        values: Sequence[Value] = row
        if bytes in types or float in types:
            values = [_shown(value) for value in row]
        size += sum([len(value) for value in values if type(value) is str])
        if size > MAX_RESULT:
            message = f"result has more than {MAX_RESULT:,} characters"
            raise UsageError(message, "select fewer rows or columns")
        yield values


def _shown(value: str | bytes | float | None) -> Value:
    """Return a value of SQLite as a cell: a blob in hexadecimal digits, infinity as text."""
    if isinstance(value, bytes):
        return value.hex().upper()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def explained(message: str, text: str, tables: Sequence[Table]) -> Diagnostic:
    """Return what is wrong with a query, from the message of SQLite."""
    for pattern, explain in _EXPLANATIONS.items():
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return explain(found[1] if found.re.groups else "", text, tables)
    if message[1:2].islower():
        message = message[:1].lower() + message[1:]
    # names in it may be long
    return Diagnostic(re.sub(r"\S{81,}", lambda word: cut(word[0]), message))


def _unknown_table(name: str, _text: str, tables: Sequence[Table]) -> Diagnostic:
    return unknown("table", name, [table.name for table in tables], hint=_hint(name, tables))


def _hint(name: str, tables: Sequence[Table]) -> str:
    """Return the hint for a table that queries cannot read."""
    near = nearest(name, [table.name for table in tables])
    return did_you_mean(near) if near else f"run {LISTED_BY} for a full list"


def _unknown_column(name: str, text: str, tables: Sequence[Table]) -> Diagnostic:
    """Return the error for an unknown column, with the nearest one of the tables in the query."""
    words = {folded(word) for word in re.findall(r"\w+", text)}
    named = [table for table in tables if folded(table.name) in words]
    columns = [column.name for table in named for column in table.columns]
    near = nearest(name.rpartition(".")[2], columns)
    hint = did_you_mean(near) if near else f"{_VALUES_ARE_QUOTED}, or run {LISTED_BY}"
    return unknown("column", name.strip('"'), hint=hint)


def _unknown_function(name: str, _text: str, _tables: Sequence[Table]) -> Diagnostic:
    with closing(sqlite3.connect(":memory:")) as connection:
        found = connection.execute("select distinct name from pragma_function_list")
        names = {str(row[0]) for row in found} - _FORBIDDEN_FUNCTIONS
    near = nearest(name, sorted(names))
    return unknown("function", name, hint=did_you_mean(near) if near else "")


def _as_is(message: str, hint: str = "") -> _Explain:
    """Return an explanation that does not depend on the query."""
    return lambda *_: Diagnostic(message, hint)


def _about(start: str) -> _Explain:
    """Return an explanation that ends with the part of the query that SQLite names."""
    return lambda part, *_: Diagnostic(f"{start} {quoted(part)}")


_VALUES_ARE_QUOTED = "put text in single quotes"

_EXPLANATIONS: dict[str, _Explain] = {
    r"no such table: (?:main\.)?(.*)": _unknown_table,
    r"no such column: (.*?)(?: - should this be a string literal in .*)?": _unknown_column,
    r"no such function: (.*)": _unknown_function,
    r'near "(.*)": syntax error': _about("syntax error near"),
    r'unrecognized token: "(["\'].*)"': lambda part, *_: Diagnostic(
        f"unclosed string {quoted(part)}", "add the closing quote"
    ),
    r'unrecognized token: "(.*)"': _about("unrecognized token"),
    r"incomplete input": _as_is("query is incomplete"),
    r".*one statement at a time\.?": _as_is("query has several statements", "run them one by one"),
    r".*\bbinding.*": _as_is("query has a parameter", "write its value into the query"),
    r".*too big": _as_is(f"a value is longer than {MAX_VALUE:,} bytes"),
}
"""Pattern of a message of SQLite or Python -> the function that explains it."""


def view(result: Result, day: datetime.date) -> View:
    """Return the view of a result as of a day, in which each column has a name of its own."""
    names = distinct(map(escape_controls, result.columns))
    return of_tuples("rows", names, result.rows)._replace(
        title=f"Result as of {day}",
        is_chosen=True,
        nothing="no rows",
    )


def database(tables: Sequence[Table]) -> bytes:
    """Return the content of a database file with all tables, which is the same for equal tables.

    Raises OutputError if SQLite cannot create it.
    """
    try:
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            for table in tables:
                connection.execute(_definition(table))
            _fill(connection, tables)
            return connection.serialize()
    except AttributeError:
        raise OutputError("cannot write a database: SQLite is older than 3.36") from None
