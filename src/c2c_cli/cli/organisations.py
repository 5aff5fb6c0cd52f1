"""`c2c organisations`: organisations and their meetings."""

from c2c_cli.cli import options, query
from c2c_cli.model.registry import Registry
from c2c_cli.output import centres, view


@query.view("c2c organisations", "c2c organisations --columns id,organised --format json")
def command(registry: Registry, *, lang: options.Lang = None) -> view.View:
    """List organisations and their meetings."""
    return centres.organisations(registry, lang)
