"""`c2c report`: the annual report in Markdown."""

from typing import Annotated

from c2c_cli import streams
from c2c_cli.cli import options
from c2c_cli.cli.group import examples, new_app
from c2c_cli.model.dates import Date
from c2c_cli.output.report import Report
from c2c_cli.store.load import load_registry

app = new_app()


@app.command(epilog=examples("c2c report --year 2018", "c2c report --year 2018 --as-of 2018-07-05"))
def write_report(
    year: Annotated[
        Date | None,
        options.filter_option(
            "--year", "Year to report on (default: the year of --as-of).", "YEAR", options.parse_year
        ),
    ] = None,
    as_of: options.AsOf = None,
    data: options.Data = None,
) -> None:
    """Generate the annual report in Markdown."""
    day = options.day(as_of)
    streams.write_text(Report(load_registry(data), year.year if year else day.year, day).text())
