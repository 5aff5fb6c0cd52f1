"""Messages that a catalogue lacks are shown in English, and marked where that is possible."""

import io
from collections.abc import Callable

import pytest

from c2c_cli.documents import language
from conftest import Program
from samples import SMALL, centre

pytest.importorskip("babel")

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

ASK = ("report", "--year", "2018", "--as-of", "2018-12-31")
TRANSLATED: dict[tuple[str | None, str | tuple[str, ...]], str | tuple[str, ...]] = {
    (None, "Open questions"): "Offene Fragen",
    ("label", "Centre"): "Zentrum",
    (None, ("{count} centre", "{count} centres")): ("{count} Zentrum", "{count} Zentren"),
}
"""Context and text of a message -> its translation."""


@pytest.fixture
def german(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return a function that writes a document in a language with few messages."""
    catalogue = Catalog(locale="de")
    for (context, message), translation in TRANSLATED.items():
        catalogue.add(message, translation, context=context)
    written = io.BytesIO()
    write_mo(written, catalogue)
    files = {"documents/locale/de.mo": written.getvalue()}
    monkeypatch.setattr(language, "read_file", files.__getitem__)
    monkeypatch.setattr(language, "TAGS", ("en", "de"))
    c2c.write(SMALL + centre("A", "opened:2018-05-02", name="Water <Centre>", names={"de": "Haus"}))
    return lambda *args: c2c(*args, "--lang", "de").out


def test_message_is_an_element_with_its_language(german: Callable[..., str]) -> None:
    page = german(*ASK, "--format", "html")
    assert '<html lang="de">' in page
    assert '<h2 id="open">Offene Fragen</h2>' in page
    assert '<h2 id="summary"><bdi lang="en">Summary</bdi></h2>' in page
    assert "<strong>1 Zentrum</strong>" in page
    assert '<p><bdi lang="en">As of 31 December 2018</bdi></p>' in page
    # a value can be in another language than the message
    assert '<h1><bdi lang="en"><bdi lang="en">A network</bdi>: report on 2018</bdi></h1>' in page


def test_message_is_text_in_attributes_and_titles(german: Callable[..., str]) -> None:
    page = german(*ASK, "--format", "html")
    assert "<title>A network: report on 2018</title>" in page
    assert '<td data-label="Status">' in page
    assert '<th scope="col">Zentrum</th>' in page


def test_message_is_text_in_markdown(german: Callable[..., str]) -> None:
    report = german(*ASK)
    assert report.startswith(
        "# A network: report on 2018\n\nAs of 31 December 2018\n\n## Summary\n"
    )
    assert "## Offene Fragen\n" in report
    assert "| Zentrum | Place | Status |" in report
    assert "<bdi" not in report


def test_message_is_text_in_a_workbook_and_in_word(
    german: Callable[..., str], c2c: Program
) -> None:
    german(*ASK, "--output", "x.docx")
    german("report", "--as-of", "2018-12-31", "--output", "x.xlsx")
    assert (c2c.folder / "x.docx").stat().st_size > 1000
    assert (c2c.folder / "x.xlsx").stat().st_size > 1000
