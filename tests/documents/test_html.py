"""The report: text is only text; in HTML, it is valid, self-contained and the same each time."""

import json
import re
from collections import Counter
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element

import pytest
import tomli_w
from hypothesis import given, settings
from markdown_it import MarkdownIt

from c2c_cli.text import escape
from conftest import Program, run
from samples import SMALL, centre, event, meeting, record, rule
from strategies import registries

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "https://x/[click](javascript:alert(1))",
    "[click](javascript:alert(1))",
    "![i](https://example.org/i.png)",
    "<https://example.org>",
    '"><svg onload=alert(1)>',
    "=HYPERLINK(1)",
    "&lt;b&gt; $title ${title}",
    "{{ 7*7 }} `code` **bold** | a | b",
    "유네스코 \\u202e국제기록유산센터",
)


def parsed(page: str) -> Element:
    """Return the page as a tree, after checking that it has no parse error."""
    html5lib = pytest.importorskip("html5lib")
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(page)
    assert isinstance(tree, Element)
    return tree


def check(page: str) -> Element:
    """Return the page as a tree, after checking what it may contain."""
    tree = parsed(page)
    elements = list(tree.iter())
    names = {element.tag.removeprefix(SVG) for element in elements if isinstance(element.tag, str)}
    assert names <= {
        *(
            "html",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "header",
            "main",
            "section",
            "h1",
            "h2",
            "h3",
            "p",
            "br",
        ),
        *(
            "ul",
            "ol",
            "li",
            "a",
            "strong",
            "b",
            "span",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "figure",
        ),
        *("figcaption", "svg", "symbol", "use", "desc", "rect", "line", "text", "circle", "path"),
    }
    ids = [element.attrib["id"] for element in elements if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    for element in elements:
        if element.tag in {"p", "li", "ul", "ol", "h2", "h3"}:
            assert "".join(element.itertext()).strip(), element.tag
        assert not any(
            name.startswith("on") or name in {"src", "style", "srcset"} for name in element.attrib
        )
        if (target := element.attrib.get("href", "")).startswith("#"):
            assert target[1:] in ids
        else:
            assert re.match(r"https?://|$", target, re.IGNORECASE), target
            assert not target or unquote("".join(element.itertext())) == unquote(target)
        for reference in element.attrib.get("aria-labelledby", "").split():
            assert reference in ids
        if element.tag in {"th", "td"}:
            assert {"th": "scope", "td": "data-label"}[str(element.tag)] in element.attrib
    assert "url(" not in page
    assert "@import" not in page
    return tree


BOUNDS = (
    SMALL.replace(
        'name = "A network"', 'name = "A network"\nlongest_term = 8\nchecked = 2026-11-24'
    )
    + centre("A", "approved:2011-11-06", name="A")
    + event("opened", "2013..2018-10", sources=["https://example.org/a"])
    + centre("B", "approved:2010", "signed:2010", "opened", name="B")
    + centre("C", "opened:..2019-10", name="C")
    + centre("D", name="D")
    + event("in-force", 2015, term=6)
    + rule("heads", name="Heads", level="heads")
    + record("waiver", kind="heads", year=2019, reason="Flood", sources=["https://example.org/w"])
)
"""A registry with dates that are known only between bounds, and what follows from a term."""


OWED = (
    SMALL
    + centre("A", "opened:2016", "audit:2018..2019", name="A")
    + event("annual-report", "2018-02-01", covers=2018, note="Printed.", sources=["s://a"])
    + centre("B", "opened:2016", name="B")
    + record("obligation", kind="board", name="Board", since=2017, note="Once.", sources=["s://b"])
    + record("obligation", kind="annual-report", name="Report", since=2018, due="03-31")
    + record("obligation", kind="audit", name="Audit", since=2018, every=6, centres=["A"])
    + record("waiver", kind="board", year=2018, centre="B", reason="Flood", sources=["s://w"])
    + meeting("board", title="Board of A", start="2019-02-01", kind="board", organisers=["A"])
    + meeting("network", title="Network", start="2019-03-01")
)
"""A registry with obligations of which something is recorded."""


def text(tree: Element) -> str:
    return " ".join("".join(tree.itertext()).split())


def words(tree: Element) -> str:
    return text(tree).replace(" ", "")


def hostile(value: str) -> str:
    """Return a registry with a text in every place that the report shows."""
    line = value.replace("\\u202e", "\u202e")
    quoted = json.dumps(line, ensure_ascii=False)
    registry = SMALL.replace('"NATCOM"', '"N"')
    for name in ("A network", "Culture", "National Commission"):
        registry = registry.replace(f'"{name}"', quoted)
    sources = ["S", f"https://x/{''.join(line.split())}", "https://example.org/a_b"]
    return (
        registry
        + record("source", id="S", title=line, publisher=line, date="2018-07")
        + centre(name=line, city=line, note=line)
        + event("opened", "2018-02-01", note=line, sources=sources)
        + event("audit", "2018-03", note=line)
        + rule(name=line, since=2017, note=line)
        + record("obligation", kind="audit", name=line, since=2017, note=line)
        + centre("W", "opened:2016", name="W")
        + record("waiver", kind="audit", year=2018, centre="W", reason=line)
        + meeting(
            title=line,
            start="2018-03-01",
            venue=line,
            organisers=["N"],
            agenda=[line],
            outcomes=[line],
            note=line,
        )
    )


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_is_shown_as_text(c2c: Program, value: str) -> None:
    c2c.write(hostile(value))
    tree = check(c2c("report", "--year", "2018", "--format", "html").out)
    shown = " ".join(value.split())
    # the network, and its title; the centre, its city, sector, notes and source; the meeting, and the rule
    assert text(tree).count(shown) > 20
    links = {element.attrib["href"] for element in tree.iter("a")}
    assert {link for link in links if link.startswith("http")} - {f"https://x/{value}"} == {
        "https://example.org/a_b"
    }


@pytest.mark.parametrize("value", [*HOSTILE, "1. First", "2) x", "- x", "+ x", "    x", "# x"])
def test_hostile_text_adds_no_markup_to_markdown(c2c: Program, value: str) -> None:
    reader = MarkdownIt("commonmark").enable("table")

    def tags(text: str) -> Counter[str]:
        c2c.write(hostile(text))
        tokens = reader.parse(c2c("report", "--year", "2018").out)
        inline = [token for parent in tokens for token in parent.children or ()]
        return Counter(token.tag for token in (*tokens, *inline) if token.nesting == 1)

    expected = tags("harmless")
    found = tags(value)
    # one source is a URL that ends with the text, and may be valid
    assert found | Counter(a=expected["a"]) == expected


def test_url_with_an_invisible_character_is_no_link(c2c: Program) -> None:
    url = "https://exa\u3164mple.org"
    c2c.write(SMALL.replace('"A network"', f'"A network"\nnote = "{url}"\nsources = ["{url}"]'))
    tree = check(c2c("report", "--format", "html").out)
    assert text(tree).count("https://exa\\u3164mple.org") == 2
    assert {element.attrib["href"] for element in tree.iter("a")} == {"#source-1"}


@pytest.mark.parametrize("character", ["\ufdd0", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff"])
def test_code_points_that_html_does_not_allow_are_escaped(c2c: Program, character: str) -> None:
    c2c.write(SMALL.replace("A network", f"A{character}"))
    shown = text(check(c2c("report", "--year", "2018", "--format", "html").out))
    assert shown.startswith(f"A{escape(character)}: report on 2018")


@settings(max_examples=12)
@given(registries())
def test_any_registry_makes_a_valid_page(data: dict[str, Any]) -> None:
    ended = run(
        "report",
        "--year",
        "2018",
        "--format",
        "html",
        "--data",
        "-",
        stdin=tomli_w.dumps(data).encode(),
    )
    assert ended.code == 0, ended
    check(ended.out)


def test_page_is_self_contained_and_the_same_each_time(c2c: Program) -> None:
    ask = ("report", "--year", "2018", "--as-of", "2018-07-05")
    page = c2c(*ask, "--format", "html").out
    tree = check(page)
    assert c2c(*ask, "--output", "report.html").out == ""
    assert (c2c.folder / "report.html").read_text() == page
    assert tree.attrib["lang"] == "en"
    assert [element.text for element in tree.iter("h2")] == [
        "Summary",
        "Centres as of 5 July 2018",
        "Meetings in 2018",
        "Agreed and actual meetings",
        "Obligations of the centres",
        "Agreements with UNESCO",
        "Notes",
        "Open questions",
        "Sources",
        "About this report",
    ]
    short = check(c2c(*ask, "--format", "html", "--no-open-questions").out)
    assert "Open questions" not in text(short)
    assert len(text(tree)) > len(text(short)) > 5000


@pytest.mark.parametrize("data", ["korea", "world", "bounds.toml", "owed.toml"])
@pytest.mark.parametrize("year", ["2018", "2019", "2025"])
def test_page_and_markdown_say_the_same(c2c: Program, year: str, data: str) -> None:
    c2c.write(BOUNDS, "bounds.toml")
    c2c.write(OWED, "owed.toml")
    ask = ("report", "--year", year, "--as-of", f"{year}-12-31", "--data", data)
    html5lib = pytest.importorskip("html5lib")
    reader = MarkdownIt("commonmark").enable("table")
    reader.normalizeLinkText = str  # type: ignore[assignment]  # links are shown as they are
    markdown = html5lib.parse(reader.render(c2c(*ask).out), namespaceHTMLElements=False)
    page = parsed(c2c(*ask, "--format", "html").out)
    for section in page.iter("section"):
        for figure in section.findall("figure"):
            section.remove(figure)
    title, main = page.find(".//h1"), page.find(".//main")
    assert title is not None
    assert main is not None
    # the two differ in the white space between blocks
    assert words(markdown) == words(title) + words(main)


def test_figures_describe_what_they_show(c2c: Program) -> None:
    tree = check(c2c("report", "--year", "2019", "--as-of", "2019-12-31", "--format", "html").out)
    timeline, cadence = (
        element for element in tree.iter(f"{SVG}svg") if element.attrib.get("role") == "img"
    )
    assert [timeline.findtext(f"{SVG}title"), cadence.findtext(f"{SVG}title")] == [
        "Timeline of the centres",
        "Agreed meetings by year",
    ]
    assert "i-WSSM: proposed (proposal: " in str(timeline.findtext(f"{SVG}desc"))
    assert ", operating (opening: 8 June 2017). " in str(timeline.findtext(f"{SVG}desc"))
    assert cadence.findtext(f"{SVG}desc") == (
        "Formal working-level meeting, with government departments (2018: unclear; 2019: none recorded). "
        "Informal working-level meeting (2018: unclear; 2019: none recorded). "
        "Meeting of the heads of the organisations concerned with the centres (2018: none recorded; 2019: held)."
    )


def test_timeline_shows_statuses_to_scale(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", "approved:2000-01-01", "opened:2002-12-31", "closed:2005-12-30", name="A")
    )
    page = c2c("report", "--year", "2009", "--as-of", "2009-12-28", "--format", "html").out
    assert re.findall(r'<rect class="(\w+)" x="([\d.]+)%" y="20" width="([\d.]+)%"', page) == [
        ("preparing", "0.00", "30.01"),
        ("operating", "30.01", "30.01"),
        ("closed", "60.02", "39.98"),
    ]
    assert (
        '<desc id="timeline-1-text">A: in preparation (approval: 1 January 2000), operating (opening: 31 December 2002), '
        in page
    )
    assert re.findall(r'text-anchor="\w+">(\d{4})<', page) == [
        "2000",
        "2002",
        "2004",
        "2006",
        "2008",
    ]
    page = c2c("report", "--as-of", "9999", "--format", "html").out
    assert re.findall(r'text-anchor="\w+">(\d{4})<', page) == ["2000", "4000", "6000", "8000"]


def lines(page: str, kind: str) -> list[tuple[str, str, str]]:
    """Return the class, the start and the end of each line of a kind in the first row."""
    form = rf'<line class="({kind}[^"]*)" x1="([\d.]+)%" x2="([\d.]+)%" y1="(?:25|36)"'
    return re.findall(form, page)


def test_timeline_draws_a_change_over_the_days_on_which_it_may_have_happened(
    c2c: Program,
) -> None:
    c2c.write(SMALL + centre("A", "approved:2000", "opened:2005-01-01", name="A"))
    page = c2c("report", "--year", "2009", "--as-of", "2009-12-31", "--format", "html").out
    assert re.findall(r'<rect class="(\w+)" x="([\d.]+)%" y="20" width="([\d.]+)%"', page) == [
        ("preparing", "9.99", "40.03"),
        ("operating", "50.03", "49.97"),
    ]
    # from nothing to a certain status, in four parts that become denser
    assert lines(page, "edge") == [
        ("edge to-preparing", "0.00", "2.50"),
        ("edge to-preparing", "2.50", "5.00"),
        ("edge to-preparing", "5.00", "7.50"),
        ("edge to-preparing", "7.50", "9.99"),
    ]
    dashes = re.findall(r'stroke-dasharray="(\d \d)"/>\n', page)
    assert dashes == ["1 4", "2 3", "3 2", "4 1"]
    # a day is a line without length, which its round ends make visible
    assert lines(page, "step") == [("step", "0.00", "9.99"), ("step", "50.03", "50.03")]
    assert "<title>approval: 2000</title>" in page
    assert (
        ">A: in preparation (approval: 2000), operating (opening: 1 January 2005).</desc>" in page
    )


def test_timeline_draws_no_day_that_is_not_recorded(c2c: Program) -> None:
    network = SMALL.replace('"A network"', '"A network"\nchecked = 2020-12-31')
    c2c.write(
        network
        + centre("A", "approved:2000-01-01", "opened:2005..", name="A")
        + centre("B", "opened")
        + centre("C")
    )
    page = c2c("report", "--year", "2009", "--as-of", "2009-12-31", "--format", "html").out
    check(page)
    assert re.findall(r'<rect class="(\w+)" x="([\d.]+)%" y="20" width="([\d.]+)%"', page) == [
        ("preparing", "0.00", "100.00")
    ]
    # the fourth part begins after the day of the report
    assert lines(page, "edge") == [
        ("edge to-operating", "50.03", "90.03"),
        ("edge to-operating", "90.03", "100.00"),
    ]
    assert lines(page, "step") == [("step", "0.00", "0.00")]
    assert lines(page, "undated") == [("undated", "50.03", "100.00")]
    assert (
        ">A: in preparation (approval: 1 January 2000), "
        "in preparation or operating (opening: in or after 2005).</desc>"
    ) in page
    assert ">in preparation or operating</text>" in page
    assert "<br>Without a dated event: B, C.</figcaption>" in page


def test_timeline_draws_a_centre_of_which_no_step_is_recorded(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", "decided:2014"))
    page = c2c("report", "--format", "html", "--as-of", "2014-06-30").out
    assert '<desc id="timeline-1-text">A: status unknown.</desc>' in page
    check(page)


def test_timeline_begins_with_the_first_recorded_date(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", "approved", "opened:..2005-12-31", name="A"))
    page = c2c("report", "--year", "2009", "--as-of", "2009-12-31", "--format", "html").out
    assert re.findall(r'text-anchor="\w+">(\d{4})<', page) == [
        *("2005", "2006", "2007", "2008", "2009")
    ]
    assert lines(page, "undated") == [("undated", "0.00", "19.95"), ("undated", "0.00", "19.95")]
    assert ">A: operating (opening: by 31 December 2005).</desc>" in page


def test_legend_explains_the_marks_that_are_drawn(c2c: Program) -> None:
    def legend(*events: str) -> list[str]:
        c2c.write(SMALL + centre("A", *events))
        tree = check(c2c("report", "--as-of", "2019-12-31", "--format", "html").out)
        return [text(key) for key in tree.iter("span")]

    assert legend("opened:2018-05-01") == ["operating", "event on this day, or in this period"]
    assert legend("approved:2015-01-01", "opened:2017..2018") == [
        "operating",
        "in preparation",
        "change at an unknown time in this period",
        "event on this day, or in this period",
        "event with an unknown date, or between bounds",
    ]


def test_many_centres_are_several_figures(c2c: Program) -> None:
    c2c.write(SMALL + "".join(centre(f"C{number}", "opened:2000") for number in range(31)))
    page = c2c("report", "--year", "2009", "--format", "html").out
    check(page)
    assert page.count("<figure>") == 2


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    digits = colour * 2 if len(colour) == 3 else colour
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_has_the_contrast_that_wcag_requires(c2c: Program, scheme: str) -> None:
    page = c2c("report", "--format", "html").out
    variables = re.findall(r":root \{ ?\n? *(--page: .*)", page)[
        ("light", "dark", "print").index(scheme)
    ]
    colours = {name: luminance(code) for name, code in re.findall(r"--(\w+): #(\w+);", variables)}
    for text in ("ink", "quiet", "accent"):
        for ground in ("page", "panel"):
            dark, light = sorted((colours[text], colours[ground]))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)
