"""The report as a Word document: it says what the Markdown says, and opens."""

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pytest
import tomli_w
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.table import Table
from hypothesis import given, settings
from markdown_it import MarkdownIt
from test_html import BOUNDS, HOSTILE, OWED, hostile, with_list_of_sources

from conftest import Program, run
from samples import SMALL, centre, without_colours
from strategies import registries

ASK = ("report", "--year", "2018", "--as-of", "2018-12-31")


def written(c2c: Program, *args: str) -> DocumentObject:
    """Return the report on 2018 as a Word document."""
    assert c2c(*ASK, *args, "--output", "report.docx").out == ""
    return Document(str(c2c.folder / "report.docx"))


def texts(document: DocumentObject) -> Iterator[str]:
    """Yield the texts of paragraphs and of cells, in order."""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield from {id(cell._tc): cell.text for cell in row.cells}.values()
        else:
            yield block.text


def text_of_markdown(markdown: str) -> str:
    """Return the text of a report in Markdown, without the numbers of the sources."""
    tokens = MarkdownIt("commonmark").enable("table").parse(with_list_of_sources(markdown))
    inline = [child for token in tokens for child in token.children or ()]
    return "".join(token.content for token in inline if token.type != "html_inline")


def packed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("data", ["korea", "world", "bounds.toml", "owed.toml"])
def test_text_equals_that_of_markdown(c2c: Program, data: str) -> None:
    c2c.write(BOUNDS, "bounds.toml")
    c2c.write(OWED, "owed.toml")
    document = written(c2c, "--data", data)
    markdown = c2c(*ASK, "--data", data).out
    assert packed("".join(texts(document))) == packed(text_of_markdown(markdown))


def test_document_has_the_structure_of_the_report(c2c: Program) -> None:
    document = written(c2c, "--data", "korea")
    styles = [(part.style.name if part.style else "", part.text) for part in document.paragraphs]
    headings = [text for style, text in styles if style == "Heading 2"]
    markdown = c2c(*ASK, "--data", "korea").out
    titles = re.findall("^## (.*)", markdown, re.MULTILINE)
    assert headings == [*titles[:-1], "Sources", titles[-1]]
    assert styles[0] == ("Heading 1", "Korean UNESCO Category 2 Centres: report on 2018")
    numbered = [text for style, text in styles if style == "List Number"]
    assert len(numbered) == len(re.findall(r"^\[\^\d+\]: ", markdown, re.MULTILINE))
    assert numbered[0] == "http://www.unescoapceiu.org/post/4330"
    bold = [run.text for part in document.paragraphs[:5] for run in part.runs if run.bold]
    assert bold[:2] == ["6 centres", "Events in 2018:"]


def test_header_rows_are_repeated_and_rows_are_whole(c2c: Program) -> None:
    for table in written(c2c, "--data", "world").tables:
        for number, row in enumerate(table.rows):
            marks = {mark.tag for mark in row._tr.trPr}
            assert (qn("w:tblHeader") in marks) == (number == 0)
            assert qn("w:cantSplit") in marks
        width = sum(column.width for column in table.columns)
        assert round(width / 36000) <= 171  # millimetres


def test_rows_of_sectors_span_the_table(c2c: Program) -> None:
    table = written(c2c, "--data", "korea").tables[0]
    spans = [row.cells[0].text for row in table.rows if row.cells[0]._tc is row.cells[-1]._tc]
    assert spans == [
        "Education (1)",
        "Natural Sciences (1)",
        "Social and Human Sciences (1)",
        "Culture (2)",
        "Communication and Information (1)",
    ]


def test_page_number_language_and_running_head(c2c: Program) -> None:
    c2c.write(SMALL.replace('"A network"', '"A network"\npublisher = "KNCU"'))
    document = written(c2c)
    section = document.sections[0]
    fields = [field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE"]
    assert section.header.paragraphs[0].text == "A network: report on 2018, KNCU"
    languages = [mark.get(qn("w:val")) for mark in document.styles.element.iter(qn("w:lang"))]
    assert {*languages} == {"en-GB"}
    assert all(style.base_style for style in document.styles if style.name == "Compact")
    properties = document.core_properties
    assert (properties.title, properties.author) == ("A network: report on 2018", "KNCU")
    assert (properties.language, properties.comments) == ("en-GB", "")
    assert str(properties.created) == "2018-12-31 00:00:00+00:00"


def test_links_are_those_of_the_report(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", name="A", website="https://a.example")
        + centre("B", name="B", website="https://a.example")
        + centre("C", name="C", website="javascript:alert(1)")
    )
    document = written(c2c)
    cells = [row.cells[0] for row in document.tables[0].rows]
    links = [(link.address, link.text) for cell in cells for link in cell.paragraphs[0].hyperlinks]
    assert links == [("https://a.example", "A"), ("https://a.example", "B")]


def test_equal_reports_are_equal_files(c2c: Program) -> None:
    written(c2c, "--data", "world")
    first = (c2c.folder / "report.docx").read_bytes()
    written(c2c, "--data", "world")
    assert (c2c.folder / "report.docx").read_bytes() == first


CONTROLS = "\u202eabc\ufffe\u200b"


@pytest.mark.parametrize("value", [*HOSTILE, CONTROLS, "</w:t>", "&#0; ]]>", "x" * 10_000])
def test_hostile_text_is_shown_as_text(c2c: Program, value: str) -> None:
    c2c.write(hostile(value))
    document = written(c2c)
    with ZipFile(c2c.folder / "report.docx") as files:
        assert files.testzip() is None
    markdown = c2c(*ASK).out
    assert packed("".join(texts(document))) == packed(text_of_markdown(markdown))
    assert len(str(document.core_properties.title)) <= 255
    assert len(document.sections[0].header.paragraphs[0].text) <= 2 * 80 + 2
    drawn = (*texts(document), document.core_properties.title, document.core_properties.author)
    assert not re.search("[\u202e\ufffe\u200b]", "".join(drawn))


def test_control_characters_are_escaped(c2c: Program) -> None:
    publisher = json.dumps("K\x01\x0b\x1f")
    name = json.dumps("A\x00\x08 network")
    c2c.write(SMALL.replace('"A network"', f"{name}\npublisher = {publisher}"))
    document = written(c2c)
    head = "A\\u0000\\u0008 network: report on 2018, K\\u0001\\u000b\\u001f"
    assert document.sections[0].header.paragraphs[0].text == head
    assert document.core_properties.author == "K\\u0001\\u000b\\u001f"


@settings(max_examples=12)
@given(registries())
def test_any_registry_makes_a_document_that_opens(data: dict[str, Any]) -> None:
    registry = tomli_w.dumps(data).encode()
    with TemporaryDirectory() as folder:
        file = Path(folder, "any.docx")
        ended = run(*ASK, "--data", "-", "--output", str(file), stdin=registry)
        assert ended.code == 0, ended
        content = io.BytesIO(file.read_bytes())
    markdown = run(*ASK, "--data", "-", stdin=registry).out
    assert packed("".join(texts(Document(content)))) == packed(text_of_markdown(markdown))


def test_document_is_not_written_to_a_terminal(c2c: Program) -> None:
    ended = c2c(*ASK, "--format", "docx", terminal=True, code=5)
    assert ended.out == ""
    assert without_colours(ended.err).startswith("c2c: error: ")


def test_document_requires_the_extra(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "c2c_cli.documents.word", raising=False)
    monkeypatch.setitem(sys.modules, "docx", None)
    assert c2c(*ASK, "--output", "report.docx", code=2).err == (
        "c2c: error: Word documents require python-docx, which is not installed; "
        "install c2c-cli[docx]\n"
    )
    assert not (c2c.folder / "report.docx").exists()


@pytest.mark.parametrize(
    ("file", "form"), [("report.docx", "md"), ("report.html", "docx"), ("report.md", "docx")]
)
def test_document_has_its_own_extension(c2c: Program, file: str, form: str) -> None:
    assert c2c(*ASK, "--output", file, "--format", form, code=2).err == (
        f"c2c: error: --format {form} cannot be used with --output {file}; omit --format\n"
    )


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("soffice"), reason="requires LibreOffice")
def test_libreoffice_opens_the_document(c2c: Program) -> None:
    written(c2c, "--data", "korea")
    home = f"-env:UserInstallation={(c2c.folder / 'office').as_uri()}"
    convert = ["soffice", home, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run([*convert, "report.docx"], cwd=c2c.folder, check=True, capture_output=True)
    shown = packed((c2c.folder / "report.txt").read_text("utf-8-sig"))
    markdown = packed(text_of_markdown(c2c(*ASK, "--data", "korea").out))
    # LibreOffice adds the marks of lists
    assert packed(re.sub(r"[•\d.]", "", shown)) == packed(re.sub(r"[•\d.]", "", markdown))
