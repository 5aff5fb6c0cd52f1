"""`c2c organisations`: organisations and their meetings."""

from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.output import centres as views
from c2c_cli.output import render
from c2c_cli.store.load import load_registry

app = new_app()


@app.command(epilog=examples("c2c organisations", "c2c organisations --columns id,organised --format json"))
@options.with_output()
def list_organisations(*, lang: options.Lang = None, data: options.Data = None, output: render.Output) -> None:
    """List organisations and their meetings."""
    render.write(views.organisations(load_registry(data), lang), output)
