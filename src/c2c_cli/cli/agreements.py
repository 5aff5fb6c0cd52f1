"""`c2c agreements`: agreements with UNESCO and their expiry dates."""

from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.model import agreements
from c2c_cli.output import centres as views
from c2c_cli.output import render
from c2c_cli.store.load import load_registry

app = new_app()


@app.command(epilog=examples("c2c agreements --sort days", "c2c agreements --format md"))
@options.with_output()
def list_agreements(*, as_of: options.AsOf = None, data: options.Data = None, output: render.Output) -> None:
    """List agreements with UNESCO and their expiry dates."""
    day = options.day(as_of)
    render.write(views.agreements(agreements.agreements(load_registry(data).centre, day), day), output)
