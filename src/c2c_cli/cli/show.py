"""`c2c show`: records in full."""

from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli import group, options, query
from c2c_cli.errors import UsageError, conflict, missing
from c2c_cli.model import naming
from c2c_cli.model.dates import Date
from c2c_cli.model.record import Record
from c2c_cli.model.registry import Registry
from c2c_cli.output import details, render, view
from c2c_cli.text import plural

_IDS = "Ids of records, codes of sectors, kinds of cadence rules and obligations, or network."
_ALL = "Show all records; in JSON, as one object for c2c import."
_CONTACTS = "With --all, include contacts, which are personal data."


@query.command(
    "c2c show ICDH",
    "c2c show ICDH 2018-06-27-jeju --columns field,value",
    "c2c show --all --format json --output registry.json",
    empty=details.DETAILS,
    usage="ID... | --all",
    contacts=True,
)
def command(
    request: query.Request,
    *,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID...", help=_IDS)] = None,
    every: Annotated[bool, options.filter_option("--all", _ALL)] = False,
    contacts: Annotated[bool, options.option(group.OUTPUT, "--contacts", _CONTACTS)] = False,
    lang: options.Lang = None,
    as_of: options.AsOf = None,
) -> view.View:
    """Show centres, meetings and other records in full."""
    if contacts and not request.format.contacts:
        message = f"contacts are never written as {request.format.name}"
        raise UsageError(message, "pass another --format", subject="--contacts")
    registry = request.registry
    moment = request.as_of(as_of)
    if every:
        registry = _whole(request, ids, lang, as_of, contacts=contacts)
        tables = registry.tables()
        records: list[Record] = [registry.network]
        records += [record for table in tables if table != "network" for record in tables[table]]
    elif not ids:
        raise UsageError.of(missing("argument ID...", "see c2c show --help"))
    else:
        found = naming.find(registry, ids)
        records = [*{id(record): record for together in found for record in together}.values()]
    shown = details.details(
        registry,
        records,
        moment,
        lang,
        is_past=moment.day < options.day(None),
    )
    return shown._replace(document=lambda: details.whole(registry)) if every else shown


def _whole(
    request: query.Request,
    ids: list[str] | None,
    lang: str | None,
    as_of: Date | None,
    *,
    contacts: bool,
) -> Registry:
    """Return the registry for `--all`, without contacts unless `--contacts` is given.

    Warn if contacts are omitted. Raises UsageError if an option cannot be used with `--all`.
    """
    if ids:
        raise UsageError.of(conflict("--all", "ID"))
    if request.format == render.JSON and request.output.columns is None:
        given = {"--lang": lang, "--as-of": as_of, "--sort": request.output.sort}
        for option, value in given.items():
            if value is not None:  # the document is the registry as it is in the file
                raise UsageError.of(conflict(option, "--all --format json"))
    from c2c_cli.model.contacts import members  # noqa: PLC0415  # only --all counts contacts

    registry = request.registry
    number = sum(len(member.contact) for member in members(registry))
    if contacts or not number:
        return registry
    them = "it" if number == 1 else "them"
    streams.warn(f"omitted {plural(number, 'contact')}; pass --contacts to include {them}")
    return query.without_contacts(registry)
