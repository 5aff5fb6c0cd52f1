"""`c2c show`: records in full."""

from typing import Annotated

import typer

from c2c_cli.cli import options, query
from c2c_cli.model import naming
from c2c_cli.output import details, view
from c2c_cli.store.locate import data_option

_IDS = "Ids of records, codes of sectors, kinds of cadence rules and obligations, or network."


@query.command(
    "c2c show ICDH",
    "c2c show ICDH 2018-06-27-jeju KNCU",
    "c2c show icm --format json",
    contacts=True,
)
def command(
    request: query.Request,
    *,
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help=_IDS)],
    lang: options.Lang = None,
    as_of: options.AsOf = None,
) -> view.View:
    """Show centres, meetings and other records in full."""
    option = data_option(request.data)
    found = naming.find(request.registry, ids, option)
    records = {id(record): record for together in found for record in together}
    moment = request.as_of(as_of)
    is_past = moment.day < options.day(None)
    return details.details(
        request.registry, [*records.values()], moment, lang, is_past=is_past, option=option
    )
