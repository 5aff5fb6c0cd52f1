"""`c2c sectors`: sectors and their centres."""

from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.output import centres as views
from c2c_cli.output import render
from c2c_cli.store.load import load_registry

app = new_app()


@app.command(epilog=examples("c2c sectors", "c2c sectors --as-of 2018-07-05 --header --columns code,operating"))
@options.with_output()
def list_sectors(
    *, as_of: options.AsOf = None, lang: options.Lang = None, data: options.Data = None, output: render.Output
) -> None:
    """List sectors and their centres, grouped by status."""
    render.write(views.sectors(load_registry(data), options.day(as_of), lang), output)
