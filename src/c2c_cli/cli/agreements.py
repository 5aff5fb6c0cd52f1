"""`c2c agreements`: agreements with UNESCO and their expiry dates."""

from c2c_cli.cli import options, query
from c2c_cli.model import agreements
from c2c_cli.model.registry import Registry
from c2c_cli.output import centres, view


@query.view("c2c agreements --sort days", "c2c agreements --format md")
def command(registry: Registry, *, as_of: options.AsOf = None) -> view.View:
    """List agreements with UNESCO and their expiry dates."""
    day = options.day(as_of)
    found = agreements.agreements(registry.centre, day)
    return centres.agreements(found, day)
