"""The annual report in Markdown and HTML."""

from c2c_cli.documents import templates
from c2c_cli.documents.report_year import ReportYear
from c2c_cli.model.history import AsOf
from c2c_cli.model.registry import Registry


def markdown(registry: Registry, year: int, as_of: AsOf, *, questions: bool = True) -> str:
    """Return the report on a year as of a day in Markdown, by default with the open questions."""
    report = ReportYear(registry, year, as_of)
    return templates.render_markdown("report.md.jinja", report=report, with_questions=questions)


def html(registry: Registry, year: int, as_of: AsOf, *, questions: bool = True) -> str:
    """Return the report on a year as of a day as one HTML page with figures."""
    from c2c_cli.documents import figures  # noqa: PLC0415  # Markdown has no figures

    report = ReportYear(registry, year, as_of)
    return templates.render_html(
        "report.html.jinja",
        report=report,
        with_questions=questions,
        timelines=figures.timelines(report),
        grid=figures.grid(report),
    )
