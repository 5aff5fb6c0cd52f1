"""`c2c agreements`: agreements with UNESCO and their expiry dates."""

from c2c_cli.cli import options, query
from c2c_cli.model import agreements
from c2c_cli.output import agreements as views
from c2c_cli.output import legends, view


@query.command(
    "c2c agreements --sort days",
    "c2c agreements --format md",
    empty=views.AGREEMENTS,
    legend=legends.AGREEMENT_STATES,
)
def command(request: query.Request, *, as_of: options.AsOf = None) -> view.View:
    """List agreements with UNESCO and their expiry dates."""
    moment = request.as_of(as_of)
    found = agreements.agreements(request.registry, moment)
    return views.agreements(found, moment)
