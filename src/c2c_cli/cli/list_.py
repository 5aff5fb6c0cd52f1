"""`c2c list`: centres."""

from typing import Annotated

from c2c_cli.cli import options, query
from c2c_cli.cli.options import Words, words_filter
from c2c_cli.model import select
from c2c_cli.model.history import CENTRE_STATUSES
from c2c_cli.output import centres, legends, view
from c2c_cli.text import one_of

_TEXT = "ids, names, cities and hosts"
_SECTOR = "sector: id, code or name"
_STATUS = f"status: {one_of(CENTRE_STATUSES)}"
_COUNTRY = "country: name or ISO 3166-1 code, such as KR"


@query.command(
    "c2c list --sector culture",
    "c2c list heritage --format json",
    "c2c list --as-of 2018-07-05 --columns id,status",
    empty=centres.CENTRES,
    legend=legends.CENTRE_STATUSES,
)
def command(
    request: query.Request,
    *,
    text: Annotated[str | None, options.text_argument(_TEXT)] = None,
    sector: Annotated[Words, words_filter("sector", _SECTOR)] = None,
    status: Annotated[Words, words_filter("status", _STATUS)] = None,
    country: Annotated[Words, words_filter("country", _COUNTRY, "CODE")] = None,
    as_of: options.AsOf = None,
    lang: options.Lang = None,
) -> view.View:
    """List centres, with optional filters."""
    registry = request.registry
    moment = request.as_of(as_of)
    filters = select.centre_filters(
        registry, text=text, sectors=sector, statuses=status, countries=country
    )
    chosen = select.centres(registry, filters, moment)
    return centres.centres(registry, chosen, filters, moment, lang)
