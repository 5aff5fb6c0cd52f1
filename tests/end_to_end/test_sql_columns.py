"""`c2c sql`: each column of a table equals that of the command that lists the same records."""

import csv
import io
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings

from c2c_cli.model.history import EVENT_KINDS
from conftest import run
from strategies import registries

COMMANDS = {
    "sector": "sectors",
    "organisation": "organisations",
    "source": "sources",
    "centre": "list",
    "meeting": "meetings",
    "cadence": "cadence --agreed",
    "agreement": "agreements",
    "cadence_state": "cadence",
    "obligation_state": "obligations",
}
"""Table -> the command whose columns it has."""

AS_OF = {"centre", "agreement", "cadence_state", "obligation_state"}
"""The tables that depend on the day."""

HYPHENS = {kind.replace("-", "_"): kind for kind in EVENT_KINDS}


def columns_of(data: str) -> dict[str, dict[str, str]]:
    """Return the columns of each table that commands have, each with its name there."""
    found: dict[str, dict[str, str]] = {}
    for line in run("sql", "--tables", "--data", data).out.splitlines():
        table, name, _ = line.split("\t")
        if name.endswith(("_first", "_last")) or name in {"latitude", "longitude"}:
            continue
        known = name.replace("extra_", "extra.", 1) if name.startswith("extra_") else name
        found.setdefault(table, {})[name] = HYPHENS.get(known, known)
    return found


def csv_of(*args: str) -> list[list[str]]:
    """Return the rows that a command prints in CSV, with the header."""
    done = run(*args, "--format", "csv")
    assert done.code == 0, done
    return [*csv.reader(io.StringIO(done.out, newline=""))]


def check(data: str, day: str) -> int:
    """Compare each column of each table with that of its command; return the number of cells."""
    cells = 0
    every = columns_of(data)
    for table, command in COMMANDS.items():
        columns = every[table]
        names = ",".join(columns.values())
        dated = ("--as-of", day) if table in AS_OF else ()
        expected = csv_of(*command.split(), "--data", data, "--columns", names, *dated)
        selected = ", ".join(f'"{name}" as "{known}"' for name, known in columns.items())
        where = " where status is not null" if table == "centre" else ""
        query = f"select {selected} from {table}{where}"
        found = csv_of("sql", query, "--data", data, "--as-of", day)
        if table == "meeting":  # the command sorts them
            found[1:], expected[1:] = sorted(found[1:]), sorted(expected[1:])
        assert found == expected, table
        cells += sum(map(len, found))
    return cells


@pytest.mark.parametrize("data", ["korea", "world"])
@pytest.mark.parametrize("day", ["2000", "2018-07-05", "2026-12-01"])
def test_each_column_equals_that_of_its_command(data: str, day: str) -> None:
    assert check(data, day) > 500


def with_text_as_extra(data: dict[str, Any]) -> dict[str, Any]:
    """Return a registry without extra keys that are decimal numbers, whose form SQL does not keep."""
    for record in (*data["centre"], *data["meeting"]):
        extra = record.get("extra", {})
        for key in [key for key, value in extra.items() if type(value) is float]:
            del extra[key]
    return data


@settings(max_examples=settings().max_examples // 2)  # each runs a dozen commands
@given(registries())
def test_each_column_of_any_registry_equals_that_of_its_command(data: dict[str, Any]) -> None:
    owed = [{"kind": "annual-report", "name": "Report", "since": 2010}]
    registry = {**with_text_as_extra(data), "obligation": data.get("obligation") or owed}
    with TemporaryDirectory() as folder:
        file = Path(folder, "r.toml")
        file.write_text(tomli_w.dumps(registry), "utf-8", newline="")
        check(str(file), "2026-12-01")
        database = str(Path(folder, "r.db"))
        assert run("sql", "--data", str(file), "--output", database).code == 0
        connection = sqlite3.connect(database)
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert connection.execute("pragma foreign_key_check").fetchall() == []
        connection.close()
