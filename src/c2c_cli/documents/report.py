"""The annual report in Markdown, HTML and Word."""

from typing import NamedTuple

from c2c_cli.documents import matrix, templates
from c2c_cli.documents.language import language as language_of
from c2c_cli.documents.registry_in_language import registry_in_language
from c2c_cli.documents.report_year import ReportYear
from c2c_cli.errors import MISSING_DOCX, UsageError
from c2c_cli.model.history import AsOf
from c2c_cli.model.registry import Registry


class Parts(NamedTuple):
    """The parts of the report that may be omitted."""

    questions: bool = True
    """The open questions."""
    notes: bool = True
    """The appendix with notes."""


def markdown(
    registry: Registry,
    year: int,
    as_of: AsOf,
    parts: Parts,
    *,
    footnotes: bool = True,
    abridged: bool = True,
    lang: str | None = None,
) -> str:
    """Return the report on a year as of a day in Markdown.

    The sources are footnotes, or without `footnotes` a numbered list. Their long addresses are
    links with a shorter text, or without `abridged` shown as they are. `lang` is the tag of a
    language.
    """
    language = language_of(lang)
    report = ReportYear(registry_in_language(registry, language, lang), year, as_of)
    return templates.render_markdown(
        "report.md.jinja",
        language,
        report=report,
        with_questions=parts.questions,
        with_notes=parts.notes,
        with_footnotes=footnotes,
        is_abridged=abridged,
        matrix=matrix.of_year(report),
    )


def html(
    registry: Registry, year: int, as_of: AsOf, parts: Parts, *, lang: str | None = None
) -> str:
    """Return the report on a year as of a day as one HTML page with figures.

    `lang` is the tag of a language.
    """
    from c2c_cli.documents import lifelines  # noqa: PLC0415  # Markdown has no figures

    language = language_of(lang)
    report = ReportYear(registry_in_language(registry, language, lang), year, as_of)
    return templates.render_html(
        "report.html.jinja",
        language,
        report=report,
        with_questions=parts.questions,
        with_notes=parts.notes,
        lifelines=lifelines.lifelines(report),
        matrix=matrix.of_years(report),
    )


def word(
    registry: Registry, year: int, as_of: AsOf, parts: Parts, *, lang: str | None = None
) -> bytes:
    """Return the report on a year as of a day as a Word document.

    `lang` is the tag of a language. Raises UsageError if python-docx is not installed.
    """
    try:
        from c2c_cli.documents.word import document  # noqa: PLC0415  # it imports an extra
    except ImportError:
        raise UsageError.of(MISSING_DOCX) from None
    text = markdown(registry, year, as_of, parts, footnotes=False, lang=lang)
    return document(text, registry.network.publisher or "", as_of.day, language_of(lang))
