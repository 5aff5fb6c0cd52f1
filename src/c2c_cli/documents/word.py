"""Word documents, made from Markdown."""

import datetime
import io
import re
import zipfile
from collections.abc import Iterator, Sequence

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_DIRECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from markdown_it import MarkdownIt
from markdown_it.token import Token

from c2c_cli.documents.language import ENGLISH, Language
from c2c_cli.text import cut, visible, width

_LANGUAGE = "en-GB"
"""The language of Latin text in a document whose own language has another script."""

_FONT = "Calibri"

_EAST_ASIAN_FONTS = {"ko": "Malgun Gothic", "zh": "Microsoft YaHei"}
"""Language -> the font of its script, which every version of Word has."""

_EAST_ASIAN_TAGS = {"ko": "ko-KR", "zh": "zh-CN"}
"""Language -> its tag in Word, which decides between the forms of Han characters."""

_LINK_COLOUR = RGBColor(0x0B, 0x53, 0x94)

_WIDTH = 170
"""Width of the text in millimetres."""

_CHARACTER = 1.9
"""Width of a character in a table in millimetres, at most on average.

Han characters count twice.
"""

_WORD = re.compile("[\u2e80-\u9fff\uff00-\uff60]|[^\\s\u2e80-\u9fff\uff00-\uff60]+")
"""What no line break splits: a word, or a Han character."""

_ISOLATES = re.compile("[\u2068\u2069]")
"""The characters around text in the other direction, which not all versions of Word know."""

_LEFT_TO_RIGHT, _RIGHT_TO_LEFT = "\u200e", "\u200f"
"""Marks without a width, which are letters of a direction."""

_IN_OTHER_DIRECTION = re.compile("\u2068[^\u2069]*\u2069", re.DOTALL)
"""A paragraph whose whole text is in the other direction."""

_MARGIN = 4
"""Width of the margins of a cell in millimetres."""

_LONG = 60
"""Number of characters above which a text makes its column no wider."""

_COMPACT = "Compact"
"""Style of the text in tables."""

_MAX_PROPERTY = 255
"""Maximum length of a property of a document."""

_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of each file in the document, so that equal reports are equal files."""

_LIST_STYLES = {"bullet_list_open": "List Bullet", "ordered_list_open": "List Number"}


def document(markdown: str, author: str, day: datetime.date, language: Language) -> bytes:
    """Return Markdown with headings, lists and tables as a Word document.

    The text must begin with the title. `author` and `day`, on which it was made, are properties.
    """
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    made = Document()
    _set_properties(made, _text(tokens[1]), visible(author), day)
    if language is not ENGLISH:
        made.core_properties.language = language.tag
    _set_styles(made, language)
    _set_page(made, [_text(tokens[1]), visible(author)])
    _Writer(made, language).write(tokens)
    return _reproducible(made)


class _Writer:
    """Writes the tokens of Markdown to a Word document."""

    def __init__(self, made: DocumentObject, language: Language) -> None:
        self._made, self._language = made, language
        self._style_ids = {str(style.name): style.style_id for style in made.styles}
        """Name of a style -> its id, because python-docx finds it more slowly after each link."""
        self._lists: list[str] = []
        """The styles of the lists around the current token, the innermost last."""
        self._is_new_item = False
        self._links: dict[str, str] = {}
        """Address -> the id of the relationship that links to it."""

    def write(self, tokens: Sequence[Token]) -> None:
        """Write tokens in order."""
        rest = iter(tokens)
        for token in rest:
            if token.type == "heading_open":
                self._write_inline(self._paragraph(f"Heading {token.tag[1]}"), next(rest))
            elif token.type == "paragraph_open":
                self._write_inline(self._paragraph(self._text_style()), next(rest))
            elif token.type in _LIST_STYLES:
                self._lists.append(_LIST_STYLES[token.type])
            elif token.type in {"bullet_list_close", "ordered_list_close"}:
                self._lists.pop()
            elif token.type == "list_item_open":
                self._is_new_item = True
            elif token.type == "table_open":
                self._write_table(_rows(rest))

    def _paragraph(self, style: str) -> Paragraph:
        """Return a new paragraph."""
        paragraph = self._made.add_paragraph()
        paragraph._p.style = self._style_ids[style]
        return paragraph

    def _text_style(self) -> str:
        """Return the style of the next paragraph: that of the list for the first of a list item."""
        if not self._lists:
            return "Normal"
        if self._is_new_item:
            self._is_new_item = False
            return self._lists[-1]
        return "List Continue"

    def _write_table(self, rows: Sequence[Sequence[Token]]) -> None:
        """Write a table whose first row is repeated on each page."""
        table = self._made.add_table(len(rows), len(rows[0]), style="Table Grid")
        for row, cells in zip(table.rows, rows, strict=True):
            _keep_together(row._tr)
            for cell, token in zip(row.cells, cells, strict=True):
                cell.paragraphs[0]._p.style = self._style_ids[_COMPACT]
                self._write_inline(cell.paragraphs[0], token)
        for cell in table.rows[0].cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True
                run.font.cs_bold = run.font.rtl
        if self._language.is_right_to_left:
            table.table_direction = WD_TABLE_DIRECTION.RTL
        _set_widths(table, rows)
        _repeat_header(table)
        for row, cells in zip(table.rows, rows, strict=True):
            if _is_heading(cells):
                row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
                row.cells[0].merge(row.cells[-1])
        self._made.add_paragraph()

    def _write_inline(self, paragraph: Paragraph, token: Token) -> None:
        """Write text with its emphasis, links and line breaks to a paragraph."""
        is_body = paragraph._p.style in {self._style_ids["Normal"], None}
        text = "".join(map(_shown, token.children or ()))
        if is_body and _IN_OTHER_DIRECTION.fullmatch(text):
            _set_direction(paragraph._p.get_or_add_pPr(), is_right_to_left=False)
        is_strong = False
        parent = paragraph._p
        for child in token.children or ():
            if child.type == "strong_open":
                is_strong = True
            elif child.type == "strong_close":
                is_strong = False
            elif child.type == "link_open":
                parent = self._link(paragraph, str(child.attrs["href"]))
            elif child.type == "link_close":
                parent = paragraph._p
            elif child.type in {"text", "softbreak"}:
                for text in _one_way(_shown(child)):
                    run = self._run(paragraph, text, is_strong=is_strong)
                    if parent is not paragraph._p:
                        run.font.underline = True
                        run.font.color.rgb = _LINK_COLOUR
                    parent.append(run._r)
            else:  # a line break
                parent.append(paragraph.add_run("\n")._r)

    def _run(self, paragraph: Paragraph, text: str, *, is_strong: bool) -> Run:
        """Add a text of one direction to a paragraph."""
        run = paragraph.add_run(text)
        run.bold = is_strong or None
        if self._language.is_right_to_left and not self._language.is_opposite(text):
            run.font.rtl = True
            run.font.cs_bold = run.bold
        return run

    def _link(self, paragraph: Paragraph, url: str) -> BaseOxmlElement:
        """Add a link to a paragraph, and return the element for its text."""
        if url not in self._links:
            self._links[url] = f"link{len(self._links)}"
            self._made.part.rels.add_relationship(
                RELATIONSHIP_TYPE.HYPERLINK, url, self._links[url], is_external=True
            )
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self._links[url])
        paragraph._p.append(link)
        return link


def _one_way(text: str) -> list[str]:
    """Return the parts of a text, each of which has one direction.

    Marks on both sides of a boundary keep the punctuation there in its place.
    """
    begun = text.replace("\u2068", f"\n{_LEFT_TO_RIGHT}")
    return begun.replace("\u2069", f"{_LEFT_TO_RIGHT}\n{_RIGHT_TO_LEFT}").split("\n")


def _rows(tokens: Iterator[Token]) -> list[list[Token]]:
    """Return the cells of each row of a table, and read to its end."""
    rows: list[list[Token]] = []
    for token in tokens:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token)
    return rows


def _set_widths(table: Table, rows: Sequence[Sequence[Token]]) -> None:
    """Give each column room for its longest word, and share the rest by the length of the texts."""
    columns = [[_text(token) for token in column] for column in zip(*rows, strict=True)]
    words = [
        max(width(word) for text in column for word in (*_WORD.findall(text), ""))
        for column in columns
    ]
    least = [_MARGIN + _CHARACTER * length for length in words]
    lengths = [sum(min(width(text), _LONG) for text in column) for column in columns]
    rest = max(_WIDTH - sum(least), 0)
    for column, narrowest, length in zip(table.columns, least, lengths, strict=True):
        share = Mm(narrowest + rest * length / max(sum(lengths), 1))
        column.width = share
        for cell in column.cells:
            cell.width = share


def _is_heading(cells: Sequence[Token]) -> bool:
    """Return whether a row is a heading of those after it: bold, with no other cell."""
    is_bold = any(child.type == "strong_open" for child in cells[0].children or ())
    return is_bold and not any(_text(token) for token in cells[1:])


def _text(token: Token) -> str:
    """Return a text without its markup."""
    return _ISOLATES.sub("", "".join(map(_shown, token.children or ())))


def _shown(child: Token) -> str:
    """Return the text of a part of a paragraph; a line break becomes a space."""
    if child.type == "text":
        return child.content
    return " " if child.type in {"softbreak", "hardbreak", "html_inline"} else ""


def _repeat_header(table: Table) -> None:
    """Repeat the first row of a table on each page."""
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _keep_together(row: BaseOxmlElement) -> None:
    """Prevent a page break within a row."""
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _set_properties(made: DocumentObject, title: str, author: str, day: datetime.date) -> None:
    """Set the properties of a document."""
    properties = made.core_properties
    properties.title, properties.comments = title[:_MAX_PROPERTY], ""
    properties.author = properties.last_modified_by = author[:_MAX_PROPERTY]
    properties.language = _LANGUAGE
    time = datetime.datetime.combine(day, datetime.time())
    properties.created = properties.modified = time


def _set_styles(made: DocumentObject, language: Language) -> None:
    """Set the language, the direction and the fonts of a document."""
    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10.5)
    compact = made.styles.add_style(_COMPACT, WD_STYLE_TYPE.PARAGRAPH)
    compact.base_style = normal
    compact.font.size = Pt(9)
    compact.paragraph_format.space_after = Pt(0)
    key, tag = "w:val", language.tag
    if language is ENGLISH:
        tag = _LANGUAGE
    elif language.is_right_to_left:
        key = "w:bidi"
        _set_right_to_left(made)
    elif language.catalogue in _EAST_ASIAN_FONTS:
        key, tag = "w:eastAsia", _EAST_ASIAN_TAGS[language.catalogue]
        _set_east_asian_font(made, _EAST_ASIAN_FONTS[language.catalogue])
    for languages in made.styles.element.iter(qn("w:lang")):
        languages.set(qn("w:val"), _LANGUAGE)
        languages.set(qn(key), tag)


def _set_right_to_left(made: DocumentObject) -> None:
    """Set text from right to left, and give complex scripts the font sizes of other scripts."""
    _set_direction(made.styles["Normal"].element.get_or_add_pPr(), is_right_to_left=True)
    section = OxmlElement("w:bidi")
    made.sections[0]._sectPr.insert_element_before(section, "w:docGrid")
    for size in [*made.styles.element.iter(qn("w:sz"))]:
        parent = size.getparent()
        for other in parent.findall(qn("w:szCs")):
            parent.remove(other)
        complex_size = OxmlElement("w:szCs")
        complex_size.set(qn("w:val"), size.get(qn("w:val")))
        size.addnext(complex_size)


def _set_direction(properties: BaseOxmlElement, *, is_right_to_left: bool) -> None:
    """Set the direction of a paragraph."""
    _set_property(properties, "w:bidi", is_set=is_right_to_left)


def _set_property(properties: BaseOxmlElement, name: str, *, is_set: bool) -> None:
    """Set a property of a paragraph; Word expects the properties in a fixed order."""
    element = OxmlElement(name)
    element.set(qn("w:val"), "1" if is_set else "0")
    properties.insert_element_before(element, "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _set_east_asian_font(made: DocumentObject, font: str) -> None:
    """Set the font of the characters of East Asian scripts, without blanks around digits."""
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        _set_property(made.styles["Normal"].element.get_or_add_pPr(), name, is_set=False)
    for fonts in made.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.pop(qn("w:eastAsiaTheme"), None)
        fonts.set(qn("w:eastAsia"), font)


def _set_page(made: DocumentObject, heads: Sequence[str]) -> None:
    """Set the size, the margins, the running head and the page numbers of a document."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header.paragraphs[0].text = ", ".join(cut(head) for head in heads if head)
    _add_page_number(section.footer.paragraphs[0])


def _add_page_number(paragraph: Paragraph) -> None:
    """Add the number of the page to a paragraph."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _reproducible(made: DocumentObject) -> bytes:
    """Return a document as a file whose bytes depend only on its content."""
    saved, written = io.BytesIO(), io.BytesIO()
    made.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            file = zipfile.ZipInfo(name, _FIRST_TIME)
            new.writestr(file, old.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()
