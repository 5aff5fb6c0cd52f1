"""`c2c organisations`: organisations and their meetings."""

from c2c_cli.cli import options, query
from c2c_cli.output import centres, view


@query.command(
    "c2c organisations",
    "c2c organisations --columns id,organised --format json",
    empty=centres.ORGANISATIONS,
)
def command(request: query.Request, *, lang: options.Lang = None) -> view.View:
    """List organisations and their meetings."""
    return centres.organisations(request.registry, lang)
