"""`c2c sql`: queries on a copy of the registry, an SQLite database in memory."""

from typing import Annotated

import typer

from c2c_cli.cli import options, query
from c2c_cli.errors import UsageError, conflict, missing, of_option
from c2c_cli.output import database, render, tables, view
from c2c_cli.store import disk
from c2c_cli.store.locate import DASH

_QUERY = "Read-only query in SQL (SQLite); - for standard input."
_TABLES = "List the tables and their columns, with their meanings."


@query.command(
    "c2c sql --tables",
    'c2c sql "select country, count(*) from centre group by country"',
    "c2c sql --output registry.db",
    empty=view.of_columns("rows", {}),
    usage="QUERY | --tables | --output FILE.db",
    formats=render.DATABASE_FORMATS,
)
def command(
    request: query.Request,
    *,
    sql: Annotated[str | None, typer.Argument(metavar="QUERY", help=_QUERY)] = None,
    list_tables: Annotated[bool, options.other_option("--tables", _TABLES)] = False,
    as_of: options.AsOf = None,
) -> view.View:
    """Query the registry in SQL, or write an SQLite database."""
    _check(request, sql, list_tables=list_tables)
    moment = request.as_of(as_of)
    found = tables.tables(request.registry, moment)
    if list_tables:
        return tables.view(found)
    if sql is None:
        return tables.TABLES._replace(database=lambda: database.database(found))
    with of_option("QUERY"):
        result = database.query(_read(sql), found)
    return database.view(result, moment.day)


def _check(request: query.Request, sql: str | None, *, list_tables: bool) -> None:
    """Raise UsageError unless exactly one of a query, the tables and the database is asked for."""
    is_database = request.format == render.DATABASE
    file = request.output.file
    wanted = {
        "QUERY": sql is not None,
        "--tables": list_tables,
        f"--output {file}" if file else "--format db": is_database,
    }
    given = [name for name, is_given in wanted.items() if is_given]
    if len(given) > 1:
        raise UsageError.of(conflict(given[0], *given[1:]))
    if not given:
        hint = "pass a query, or --output registry.db to write the whole database"
        raise UsageError.of(missing("argument QUERY", hint))
    if sql == DASH == request.data:
        raise UsageError("standard input cannot be both QUERY and --data", "pass a file")


def _read(sql: str) -> str:
    """Return the query, which may be on standard input."""
    if sql != DASH:
        return sql
    try:
        return disk.read_bytes(DASH).decode()
    except UnicodeDecodeError:
        raise UsageError("query is not valid UTF-8") from None
