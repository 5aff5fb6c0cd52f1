"""`c2c import`: records from a file."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Annotated

import typer

from c2c_cli.cli import options, writing
from c2c_cli.cli.group import new_command
from c2c_cli.cli.options import other_option
from c2c_cli.errors import UsageError, unknown
from c2c_cli.model.dates import ORDERS
from c2c_cli.store import cells, importer, load, rows, write
from c2c_cli.store.disk import ANOTHER_FILE, read_bytes
from c2c_cli.store.locate import DASH, display_name, locate_writable
from c2c_cli.store.rows import (
    COLUMNS,
    FORMATS,
    NAMES_OF_FORMATS,
    NOT_IN_SPREADSHEETS,
    SPREADSHEETS,
    not_in_spreadsheets,
)
from c2c_cli.text import one_of

_FILE = "CSV, TSV, XLSX, JSON, JSON Lines or TOML; - for standard input."
_FORMAT = f"Format of FILE: {one_of(FORMATS)} (default: from the file extension)."
_AS = f"Type of the rows: {one_of([*COLUMNS])} (default: from the columns)."
_SHEET = "Sheet of the workbook, if it has several."
_ENCODING = "Encoding of CSV or TSV, such as cp949 (default: UTF-8)."
_DATE_ORDER = f"Order of dates such as 03/11/2017: {one_of(ORDERS)} (default: reject them)."
_NOT_INPUT = "; --format is the format of FILE"
"""Hint for a missing file."""

_USED_BY = {"--sheet": ("xlsx",), "--encoding": ("csv", "tsv"), "--date-order": SPREADSHEETS}
"""Option -> the formats with which it is used."""

_UPDATE = "Update records that already exist (default: report them as errors)."


@new_command(
    "c2c import new.csv",
    "c2c import reports.csv --as event --dry-run",
    "c2c list --format json | c2c import - --format json --update",
    codes=writing.CODES,
)
def command(
    file: Annotated[str, typer.Argument(metavar="FILE", help=_FILE)],
    form: Annotated[str | None, other_option("--format", _FORMAT, "FORMAT", words=FORMATS)] = None,
    table: Annotated[str | None, other_option("--as", _AS, "TABLE", words=tuple(COLUMNS))] = None,
    sheet: Annotated[str | None, other_option("--sheet", _SHEET, "NAME")] = None,
    encoding: Annotated[str | None, other_option("--encoding", _ENCODING, "NAME")] = None,
    order: Annotated[
        str | None, other_option("--date-order", _DATE_ORDER, "ORDER", words=ORDERS)
    ] = None,
    update: Annotated[bool, typer.Option("--update", help=_UPDATE)] = False,
    data: writing.Data = None,
    dry_run: writing.DryRun = False,
    exit_code: writing.ExitCode = False,
    output_format: Annotated[
        str | None, writing.result_format("--output-format", _NOT_INPUT)
    ] = None,
) -> int:
    """Import records from CSV, XLSX, JSON or TOML (all or none)."""
    manner = writing.manner(dry_run=dry_run, exit_code=exit_code, form=output_format)
    locate_writable(data)  # reports --data - before standard input is read
    form = form or _format_of(file)
    if table in NOT_IN_SPREADSHEETS and form in SPREADSHEETS:
        raise UsageError.of(not_in_spreadsheets(table), subject="--as")
    _require_used(form, {"--sheet": sheet, "--encoding": encoding, "--date-order": order})
    name = display_name(file)
    content = read_bytes(file, ANOTHER_FILE)
    if form in SPREADSHEETS:
        found = cells.read_rows(
            content,
            name,
            form,
            table,
            sheet=sheet,
            encoding=encoding,
            order=order or "",
            update=update,
        )
    elif form == "toml":
        found = rows.read_toml(load.decoded(content, name))
    else:
        found = rows.read_json(load.decoded(content, name), form, table)
    valid, errors = rows.separated(name, found)
    if not valid or form not in SPREADSHEETS:  # the other rows may refer to an invalid record
        rows.require_none(name, errors)
    today = options.day(None)
    return write.change(
        data,
        lambda draft: importer.import_rows(draft, valid, name, errors, update=update, day=today),
        day=today,
        manner=manner,
    )


def _require_used(form: str, options_given: Mapping[str, str | None]) -> None:
    """Raise UsageError if an option that was given is not used for a format."""
    for option, value in options_given.items():
        if value is not None and form not in _USED_BY[option]:
            raise UsageError(f"{option} cannot be used with {NAMES_OF_FORMATS[form]}", "omit it")


def _format_of(file: str) -> str:
    """Return the format that the extension of a file names; raise UsageError if it names none."""
    extension = PurePath(file).suffix.lower()
    form = {".ndjson": "jsonl"}.get(extension, extension[1:])
    if form in FORMATS:
        return form
    if file != DASH:
        read_bytes(file, ANOTHER_FILE)  # reports a missing file, which needs no format
    if extension in {".xls", ".xlsb", ".ods", ".numbers"}:
        raise UsageError.of(unknown("file format", extension, hint="save the file as XLSX or CSV"))
    where = "standard input" if file == DASH else "this file name"
    raise UsageError(f"--format is required for {where}", f"use --format {one_of(FORMATS)}")
