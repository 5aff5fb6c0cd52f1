"""`c2c report`: the annual report, or the whole registry as a workbook."""

import sys
from collections.abc import Callable, Mapping
from typing import Annotated

from c2c_cli import streams
from c2c_cli.cli import options, query
from c2c_cli.cli.document_language import DocumentLanguage
from c2c_cli.documents import report
from c2c_cli.errors import UsageError
from c2c_cli.model.dates import Date
from c2c_cli.output import render

_YEAR = "Year to report on (default: the year of --as-of, or this year)."

_FORMATS: dict[render.Format, Callable[..., str | bytes]] = {
    render.MARKDOWN: report.markdown,
    render.Format("html"): report.html,
    render.Format("docx"): report.word,
}
"""The formats of the annual report -> function that returns it; a new format is a line here."""

_WORKBOOK = render.Format("xlsx")


@query.command(
    "c2c report --year 2018",
    "c2c report --year 2018 --lang fr --output rapport.docx",
    "c2c report --output registry.xlsx",
    formats=(*_FORMATS, _WORKBOOK),
)
def command(
    request: query.Request,
    *,
    year: Annotated[
        Date | None, options.other_option("--year", _YEAR, "YEAR", options.parse_year)
    ] = None,
    omit_questions: Annotated[
        bool, options.other_option("--no-open-questions", "Omit the open questions.")
    ] = False,
    omit_notes: Annotated[
        bool, options.other_option("--no-notes", "Omit the appendix with notes.")
    ] = False,
    as_of: Annotated[
        Date | None, options.as_of_option("today, or the end of --year if earlier")
    ] = None,
    lang: DocumentLanguage = None,
) -> None:
    """Generate the annual report, or the registry as a workbook."""
    if request.format == _WORKBOOK:
        _require_none(
            {"--year": year, "--no-open-questions": omit_questions, "--no-notes": omit_notes}
        )
        from c2c_cli.documents import registry_workbook  # noqa: PLC0415  # XlsxWriter is slow to import

        book = registry_workbook.workbook(request.registry, request.as_of(as_of), lang=lang)
        streams.write_raw(book)
        return
    moment = request.as_of(as_of)
    if year and not as_of:
        moment = moment._replace(day=min(moment.day, year.last))
    number = year.year if year else moment.day.year
    parts = report.Parts(questions=not omit_questions, notes=not omit_notes)
    if (
        request.format == render.MARKDOWN
        and request.output.format is None
        and streams.is_terminal(sys.stdout)
    ):
        from c2c_cli.output import prose  # noqa: PLC0415  # it imports Rich

        # only the text of a link is drawn
        text = report.markdown(
            request.registry, number, moment, parts, footnotes=False, abridged=False, lang=lang
        )
        streams.write_drawing(prose.draw_markdown(text))
        return
    made = _FORMATS[request.format](request.registry, number, moment, parts, lang=lang)
    if isinstance(made, bytes):
        streams.write_raw(made)
    else:
        streams.write(made)


def _require_none(given: Mapping[str, object]) -> None:
    """Raise UsageError if an option of the annual report is given for a workbook."""
    for option, value in given.items():
        if value:
            message = f"{option} cannot be used with a workbook, which contains the whole registry"
            raise UsageError(message, f"omit {option}")
