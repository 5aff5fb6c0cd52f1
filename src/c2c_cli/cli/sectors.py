"""`c2c sectors`: sectors and their centres."""

from c2c_cli.cli import options, query
from c2c_cli.output import centres, legends, view


@query.command(
    "c2c sectors",
    "c2c sectors --as-of 2018-07-05 --header --columns code,operating",
    empty=centres.SECTORS,
    legend=legends.CENTRE_STATUSES,
)
def command(
    request: query.Request, *, as_of: options.AsOf = None, lang: options.Lang = None
) -> view.View:
    """List sectors and their centres, grouped by status."""
    return centres.sectors(request.registry, request.as_of(as_of), lang)
