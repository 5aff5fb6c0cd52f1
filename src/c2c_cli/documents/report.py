"""The annual report in Markdown, HTML and Word."""

from typing import NamedTuple

from c2c_cli.documents import matrix, templates
from c2c_cli.documents.report_year import ReportYear
from c2c_cli.errors import MISSING_DOCX, OutputError
from c2c_cli.model.history import AsOf
from c2c_cli.model.registry import Registry


class Parts(NamedTuple):
    """The parts of the report that may be omitted."""

    questions: bool = True
    """The open questions."""
    notes: bool = True
    """The appendix with notes."""


def markdown(
    registry: Registry, year: int, as_of: AsOf, parts: Parts, *, footnotes: bool = True
) -> str:
    """Return the report on a year as of a day in Markdown.

    The sources are footnotes, or without `footnotes` a numbered list.
    """
    report = ReportYear(registry, year, as_of)
    return templates.render_markdown(
        "report.md.jinja",
        report=report,
        with_questions=parts.questions,
        with_notes=parts.notes,
        with_footnotes=footnotes,
        matrix=matrix.of_year(report),
    )


def html(registry: Registry, year: int, as_of: AsOf, parts: Parts) -> str:
    """Return the report on a year as of a day as one HTML page with figures."""
    from c2c_cli.documents import lifelines  # noqa: PLC0415  # Markdown has no figures

    report = ReportYear(registry, year, as_of)
    return templates.render_html(
        "report.html.jinja",
        report=report,
        with_questions=parts.questions,
        with_notes=parts.notes,
        lifelines=lifelines.lifelines(report),
        matrix=matrix.of_years(report),
    )


def word(registry: Registry, year: int, as_of: AsOf, parts: Parts) -> bytes:
    """Return the report on a year as of a day as a Word document.

    Raises OutputError if the library for it is not installed.
    """
    try:
        from c2c_cli.documents import word  # noqa: PLC0415  # only this format needs it
    except ModuleNotFoundError:
        raise OutputError.of(MISSING_DOCX) from None
    text = markdown(registry, year, as_of, parts, footnotes=False)
    network = registry.network
    title = f"{network.name}: report on {year}"
    return word.document(text, title, network.publisher or "", as_of.day)
