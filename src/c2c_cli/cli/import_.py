"""`c2c import`: records from a file."""

import codecs
from pathlib import PurePath
from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.errors import UsageError
from c2c_cli.store import importer, load, rows, write
from c2c_cli.store.disk import read_bytes
from c2c_cli.store.draft import Draft
from c2c_cli.store.locate import STDIN, locate_writable
from c2c_cli.store.write import Change
from c2c_cli.text import one_of, plural

app = new_app()

_FORMATS = {".csv": "csv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".toml": "toml"}


@app.command(
    epilog=examples(
        "c2c import new.csv --dry-run",
        "c2c import new.csv",
        "c2c list --format json | c2c import - --format json --update",
    )
)
def import_records(
    file: Annotated[str, typer.Argument(metavar="FILE", help="CSV, JSON, JSON Lines or TOML; - for standard input.")],
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            parser=options.Choice("--format", "format", rows.FORMATS),
            help="csv, json, jsonl or toml (default: from the file extension).",
        ),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="TABLE",
            parser=options.Choice("--as", "table", rows.COLUMNS),
            help="Type of the rows, if it is ambiguous: centre or meeting.",
        ),
    ] = None,
    update: Annotated[bool, typer.Option("--update", help="Update records that already exist.")] = False,
    data: options.WritableData = None,
    dry_run: options.DryRun = False,
) -> None:
    """Import records from CSV, JSON or TOML, all or nothing."""
    form = form or _FORMATS.get(PurePath(file).suffix.lower())
    if form is None:
        raise UsageError("--format is required for this file name", f"use {one_of(rows.FORMATS)}")
    locate_writable(data)  # reports --data - before standard input is read
    name = "<stdin>" if file == STDIN else file
    content = read_bytes(file, "pass another file")
    excel = content.startswith(codecs.BOM_UTF8)
    read = rows.read_rows(load.decoded(content, name), name, form, table, excel=excel)
    warnings: dict[str, None] = {}

    def make(draft: Draft) -> Change:
        result = importer.import_rows(draft, read, name, update=update)
        warnings.update(dict.fromkeys(result.warnings))
        records = plural(result.added + result.updated, "record")
        return Change(f"imported {records} ({result.added} added, {result.updated} updated) from {name} to")

    write.change(data, make, day=options.day(None), dry_run=dry_run)
    for warning in warnings:
        streams.warn(warning)
