"""The report: text is only text; in HTML, it is valid, self-contained and the same each time."""

import json
import re
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import tomli_w
from hypothesis import given, settings
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

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
            "bdi",
            "span",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "nav",
        ),
        *("div", "svg", "symbol", "use", "title", "rect", "line", "text", "path"),
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
        for reference in element.attrib.get("aria-labelledby", "").split():
            assert reference in ids
        if element.tag == "th":
            assert "scope" in element.attrib
    for table in tree.iter("table"):
        if table.attrib.get("class") != "matrix":
            assert all("data-label" in cell.attrib for cell in table.iter("td"))
    style = tree.findtext(".//style") or ""
    assert style.count("{") == style.count("}")
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
    registry = registry.replace('name = "A network"', f'name = "A network"\npublisher = {quoted}')
    for name in ("A network", "Culture", "National Commission"):
        registry = registry.replace(f'"{name}"', quoted)
    sources = ["S", f"https://x/{''.join(line.split())}", "https://example.org/a_b"]
    return (
        registry
        + record("source", id="S", title=line, publisher=line, date="2018-07")
        + centre(name=line, city=line, note=line, website=f"https://x/{''.join(line.split())}")
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
    links -= {f"https://x/{value}", f"https://x/{''.join(value.split())}"}
    assert {link for link in links if link.startswith("http")} == {"https://example.org/a_b"}


@pytest.mark.parametrize("value", [*HOSTILE, "1. First", "2) x", "- x", "+ x", "    x", "# x"])
def test_hostile_text_adds_no_markup_to_markdown(c2c: Program, value: str) -> None:
    reader = MarkdownIt("commonmark").enable("table").use(footnote_plugin, inline=False)

    def tags(text: str) -> Counter[str]:
        c2c.write(hostile(text))
        tokens = reader.parse(c2c("report", "--year", "2018").out)
        inline = [token for parent in tokens for token in parent.children or ()]
        return Counter(token.tag for token in (*tokens, *inline) if token.nesting == 1)

    expected = tags("harmless")
    found = tags(value)
    # one source and a website are URLs that end with the text, and may be valid
    assert found | Counter(a=expected["a"]) == expected
    assert found["a"] >= expected["a"] - 2


def test_url_with_an_invisible_character_is_no_link(c2c: Program) -> None:
    url = "https://exa\u3164mple.org"
    c2c.write(SMALL.replace('"A network"', f'"A network"\nnote = "{url}"\nsources = ["{url}"]'))
    tree = check(c2c("report", "--format", "html").out)
    assert text(tree).count("https://exa\\u3164mple.org") == 2
    links = {element.attrib["href"] for element in tree.iter("a")}
    assert not [link for link in links if "//" in link]


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
        "Contents",
        "Summary",
        "Centres as of 5 July 2018",
        "Meetings in 2018",
        "Agreed and actual meetings",
        "Obligations of the centres",
        "Agreements with UNESCO",
        "Open questions",
        "About this report",
        "Sources",
        "Appendix: Notes",
    ]
    short = check(c2c(*ask, "--format", "html", "--no-open-questions").out)
    assert "Open questions" not in text(short)
    without_notes = check(c2c(*ask, "--format", "html", "--no-notes").out)
    assert "Appendix" not in text(without_notes)
    assert len(text(tree)) > len(text(short)) > len(text(without_notes)) > 5000


@pytest.mark.parametrize("data", ["korea", "world", "bounds.toml", "owed.toml"])
@pytest.mark.parametrize("year", ["2018", "2019", "2025"])
def test_page_and_markdown_say_the_same(c2c: Program, year: str, data: str) -> None:
    c2c.write(BOUNDS, "bounds.toml")
    c2c.write(OWED, "owed.toml")
    ask = ("report", "--year", year, "--as-of", f"{year}-12-31", "--data", data)
    html5lib = pytest.importorskip("html5lib")
    reader = MarkdownIt("commonmark").enable("table")
    reader.normalizeLinkText = str  # type: ignore[assignment]  # links are shown as they are
    listed = reader.render(with_list_of_sources(c2c(*ask).out))
    markdown = html5lib.parse(f"<body>{listed}</body>", namespaceHTMLElements=False)
    page = parsed(c2c(*ask, "--format", "html").out)
    for parent in [*page.iter(), *markdown.iter()]:
        for element in [*parent]:
            if is_figure(element):
                parent.remove(element)
    title, day, main = page.find(".//h1"), page.find(".//header/p"), page.find(".//main")
    assert title is not None
    assert day is not None
    assert main is not None
    # the two differ in the white space between blocks
    assert words(markdown) == words(title) + words(day) + words(main)


def with_list_of_sources(markdown: str) -> str:
    """Return a report with its footnotes as in HTML: numbers in brackets, and a list before the notes."""
    body, _, footnotes = markdown.partition("\n[^1]: ")
    body = re.sub(r"(?:\[\^\d+\])+", numbers_in_brackets, body)
    if not footnotes:
        return body
    sources = re.sub(r"^\[\^(\d+)\]: ", r"\1. ", f"[^1]: {footnotes}", flags=re.MULTILINE)
    before, heading, notes = body.partition("\n## Appendix: Notes\n")
    return f"{before}\n## Sources\n\n{sources}\n{heading}{notes}"


def numbers_in_brackets(citation: re.Match[str]) -> str:
    return f" [{', '.join(re.findall('[0-9]+', citation[0]))}]"


def is_figure(element: Element) -> bool:
    """Return whether an element is the contents, a part of a figure, or the names of columns."""
    kind = str(element.attrib.get("class", ""))
    names = {text(cell) for cell in element.iter("th")}
    is_matrix = element.tag == "table" and "Participant" in names
    is_part = kind in {"legend", "scroll", "words"} or element.tag in {"nav", f"{SVG}svg"}
    return is_part or is_matrix or (element.tag == "thead" and "Status" in names)


def test_contents_link_to_each_section_once(c2c: Program) -> None:
    c2c.write(OWED)
    tree = check(c2c("report", "--year", "2018", "--format", "html").out)
    links = tree.findall(".//nav//a")
    sections = [heading for heading in tree.iter("h2") if heading.attrib["id"] != "contents"]
    assert [(link.attrib["href"], text(link)) for link in links] == [
        (f"#{heading.attrib['id']}", text(heading)) for heading in sections
    ]
    assert len(links) > 6


def test_publisher_is_on_the_first_page_and_in_the_running_heads(c2c: Program) -> None:
    c2c.write(SMALL.replace('"A network"', '"A network"\npublisher = "KNCU"'))
    ask = ("report", "--year", "2018", "--format")
    page = c2c(*ask, "html").out
    assert text(check(page)).count("As of 31 December 2018. Published by: KNCU") == 1
    title = '"A\\000020network\\00003a\\000020report\\000020on\\0000202018"'
    heads = f'@top-left {{ content: {title}; }} @top-right {{ content: "KNCU"; }}'
    assert f"@page {{ {heads} }}\n" in page
    assert '@page :first { @top-left { content: ""; } @top-right { content: ""; } }\n' in page
    assert "\n\nAs of 31 December 2018. Published by: KNCU\n\n" in c2c(*ask, "md").out


def test_running_heads_are_css_without_the_entities_of_html(c2c: Program) -> None:
    c2c.write(SMALL.replace('"A network"', '"R&D"\npublisher = "K&\\u202eU"'))
    page = c2c("report", "--year", "2018", "--format", "html").out
    title = '"R\\000026D\\00003a\\000020report\\000020on\\0000202018"'
    heads = '@top-right { content: "K\\000026\\00005cu202eU"; }'
    assert f"@page {{ @top-left {{ content: {title}; }} {heads} }}\n" in page


@pytest.mark.parametrize(
    ("publisher", "string"),
    [
        (
            '"} body{color:red}',
            r"\000022\00007d\000020body\00007bcolor\00003ared\00007d",
        ),
        ("</style>", "\\00003c\\00002fstyle\\00003e"),
        ("\\", "\\00005c"),
        ("é\u202e", "\\0000e9\\00005cu202e"),
        ("a" * 10_000, "a" * 77 + "\\002026"),
    ],
)
def test_running_head_ends_neither_its_string_nor_the_style(
    c2c: Program, publisher: str, string: str
) -> None:
    c2c.write(SMALL.replace('"A network"', f'"A network"\npublisher = {json.dumps(publisher)}'))
    page = c2c("report", "--year", "2018", "--format", "html").out
    check(page)
    assert f'@top-right {{ content: "{string}"; }} }}\n' in page


def test_websites_are_links_only_if_they_are_urls(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", name="https://name.example", website="https://a.example/x?y=1")
        + centre("B", name="B", website="javascript:alert(1)")
        + centre("C", name="C", website="https://c.example/\u3164")
    )
    tree = check(c2c("report", "--format", "html").out)
    assert [(link.attrib["href"], text(link)) for link in tree.findall(".//tbody//a")] == [
        ("https://a.example/x?y=1", "https://name.example")
    ]
    assert "\n| [https\\://name.example](<https://a.example/x?y=1>) (A) |  |" in c2c("report").out
    assert "\n| B (B) |  |" in c2c("report").out


LONG = "https://www.example.org/a/very/long/path/to/a/page/of/the/registry"
ADDRESSES = {
    "https://www.example.org/a/": "https://www.example.org/a/",
    LONG: LONG.removeprefix("https://www."),
    f"{LONG}?query=1": "example.org/…",
}


def test_long_addresses_are_abridged(c2c: Program) -> None:
    network = 'name = "A network"'
    c2c.write(SMALL.replace(network, f"{network}\nsources = {json.dumps([*ADDRESSES])}"))
    tree = check(c2c("report", "--format", "html").out)
    links = tree.findall(".//section[@class='sources']//a")
    assert {link.attrib["href"]: text(link) for link in links} == ADDRESSES
    markdown = c2c("report").out
    assert (
        f"[^2]: [{ADDRESSES[LONG]}](<{LONG}>)\n[^3]: [example.org/…](<{LONG}?query=1>)\n"
        in markdown
    )
    drawn = c2c("report", terminal=True).out
    assert "".join(f"{LONG}?query=1".split()) in "".join(drawn.split())


def test_footnotes_are_the_sources_in_order(c2c: Program) -> None:
    reader = MarkdownIt("commonmark").enable("table").use(footnote_plugin, inline=False)
    for data in ("korea", "world"):
        page = reader.render(c2c("report", "--year", "2018", "--data", data).out)
        cited = [int(number) for number in re.findall(r'<a href="#fn(\d+)"', page)]
        listed = [int(number) for number in re.findall(r'<li id="fn(\d+)"', page)]
        assert [*dict.fromkeys(cited)] == listed == [*range(1, len(listed) + 1)]
        assert "[^" not in page


def figure(page: str, row: int = 0) -> str:
    """Return the lifeline of a row."""
    return page.split('<svg class="life"')[row + 1].partition("</svg>")[0]


def spans(page: str, row: int = 0) -> list[tuple[str, str, str]]:
    """Return the status, the start and the width of each span of a lifeline."""
    form = r'<rect class="(\w+)" x="([\d.]+)%" y="4" width="([\d.]+)%"'
    return re.findall(form, figure(page, row))


def lines(page: str, kind: str, row: int = 0) -> list[tuple[str, str, str]]:
    """Return the class, the start and the end of each line of a kind in a lifeline."""
    form = rf'<line class="({kind}[^"]*)" x1="([\d.]+)%" x2="([\d.]+)%"'
    return re.findall(form, figure(page, row))


def labels(page: str) -> list[str]:
    """Return the years above the lifelines."""
    return re.findall(r'text-anchor="\w+">(\d{4})<', page)


def history(page: str) -> list[str]:
    """Return what the lifelines show in words."""
    cells = check(page).iterfind(".//td[@data-label='History']/span")
    return [text(cell) for cell in cells]


def report_on(c2c: Program, day: str) -> str:
    return c2c("report", "--as-of", day, "--format", "html").out


def test_lifeline_shows_statuses_to_scale(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", "approved:2000-01-01", "opened:2002-12-31", "closed:2005-12-30", name="A")
    )
    page = report_on(c2c, "2009-12-28")
    assert spans(page) == [
        ("preparing", "0.00", "30.01"),
        ("operating", "30.01", "30.01"),
        ("closed", "60.02", "39.98"),
    ]
    assert history(page) == [
        "approval: 1 January 2000, opening: 31 December 2002, closure: 30 December 2005"
    ]
    assert labels(page) == ["2000", "2002", "2004", "2006", "2008"]
    assert lines(page, "today") == []
    assert labels(report_on(c2c, "9999")) == ["2000", "4000", "6000", "8000"]


def test_lifeline_draws_a_change_over_the_days_on_which_it_may_have_happened(
    c2c: Program,
) -> None:
    c2c.write(SMALL + centre("A", "approved:2000", "opened:2005-01-01", name="A"))
    page = report_on(c2c, "2009-12-31")
    assert spans(page) == [("preparing", "9.99", "40.03"), ("operating", "50.03", "49.97")]
    # from nothing to a certain status, in four parts that become denser
    assert lines(page, "edge") == [
        ("edge to-preparing", "0.00", "2.50"),
        ("edge to-preparing", "2.50", "5.00"),
        ("edge to-preparing", "5.00", "7.50"),
        ("edge to-preparing", "7.50", "9.99"),
    ]
    dashes = re.findall(r'stroke-dasharray="(\d \d)"', figure(page))
    assert dashes == ["1 4", "2 3", "3 2", "4 1"]
    # a day is a line without length, which its round ends make visible
    assert lines(page, "step") == [("step", "0.00", "9.99"), ("step", "50.03", "50.03")]
    assert "<title>approval: 2000</title>" in page


def test_lifeline_draws_a_change_that_is_certain_on_the_day_of_the_report(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", "approved:2009-01-01", "opened:2009-12", name="A"))
    page = report_on(c2c, "2009-12-31")
    assert spans(page) == [("preparing", "0.00", "100.00")]
    assert lines(page, "edge")[0][:2] == ("edge to-operating", "91.76")
    assert lines(page, "edge")[-1][2] == "100.00"
    c2c.write(SMALL + centre("A", "opened:2009-12-31", name="A"))
    assert lines(report_on(c2c, "2009-12-31"), "step") == [("step", "100.00", "100.00")]


def test_lifeline_draws_no_day_that_is_not_recorded(c2c: Program) -> None:
    network = SMALL.replace('"A network"', '"A network"\nchecked = 2020-12-31')
    c2c.write(
        network
        + centre("A", "approved:2000-01-01", "opened:2005..", name="A")
        + centre("B", "opened")
        + centre("C")
    )
    page = report_on(c2c, "2009-12-31")
    assert spans(page) == [("preparing", "0.00", "100.00")]
    # the fourth part begins after the day of the report
    assert lines(page, "edge") == [
        ("edge to-operating", "50.03", "90.03"),
        ("edge to-operating", "90.03", "100.00"),
    ]
    assert lines(page, "step") == [("step", "0.00", "0.00")]
    assert lines(page, "undated") == [("undated", "50.03", "100.00")]
    assert history(page)[0] == "approval: 1 January 2000, opening: in or after 2005"


def test_lifelines_begin_with_the_first_recorded_date(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", "approved", "opened:..2005-12-31", name="A"))
    page = report_on(c2c, "2009-12-31")
    assert labels(page) == ["2005", "2006", "2007", "2008", "2009"]
    assert lines(page, "undated") == [("undated", "0.00", "19.95"), ("undated", "0.00", "19.95")]
    assert history(page) == ["approval: date unknown, opening: by 31 December 2005"]


def test_lifelines_end_with_the_last_end_of_an_agreement(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", name="A")
        + event("signed", "2000-01-01", until="2009-12-31")
        + centre("B", name="B")
        + event("signed", "2000-01-01", until="2002-12-31")
        + centre("C", "opened:2001-01-01", name="C")
    )
    page = report_on(c2c, "2005-01-01")
    assert lines(page, "end") == [("ends", "100.00", "100.00")]
    assert lines(page, "end", 1) == [("ended", "29.98", "29.98")]
    assert lines(page, "end", 2) == []
    assert {*lines(page, "today"), *lines(page, "today", 2)} == {("today", "50.03", "50.03")}
    assert spans(page) == [("preparing", "0.00", "50.03")]
    ends = [text(cell) for cell in check(page).iterfind(".//td[@data-label='Agreement until']")]
    assert ends == ["31 December 2009", "31 December 2002 (expired)", ""]


def test_legend_explains_the_marks_that_are_drawn(c2c: Program) -> None:
    def legend(*events: str) -> list[str]:
        c2c.write(SMALL + centre("A", *events))
        page = check(report_on(c2c, "2019-12-31"))
        return [text(key) for key in page.iterfind(".//span[@class='key']")]

    assert legend("opened:2018-05-01") == ["operating", "event on this day, or in this period"]
    assert legend("approved:2015-01-01", "opened:2017..2018") == [
        "operating",
        "in preparation",
        "change at an unknown time in this period",
        "event on this day, or in this period",
        "event with an unknown date, or between bounds",
    ]
    assert legend("signed:2012:2018", "renewed:2013:2020") == [
        "operating",
        "in preparation",
        "change at an unknown time in this period",
        "event on this day, or in this period",
        "end of the agreement",
    ]


MET = (
    SMALL
    + centre("LAKE", "opened:2015", name="Lake")
    + centre("SEA", "opened:2018-12-01", name="Sea")
    + rule("formal", name="Formal", per_year=2)
    + rule("heads", name="Heads", level="heads", since=2019)
    + record("obligation", kind="board", name="Board", since=2015)
    + meeting("a", start="2018-03-01", kind="formal", organisers=["NATCOM"], attendees=["LAKE"])
    + meeting("b", start="2018-12-24", kind="formal", attendees=["SEA"], invited=["LAKE", "SEA"])
    + meeting("c", start="2019-02", kind="formal", attendees=["LAKE", "SEA"])
    + meeting("d", start="2019-06", invited=["LAKE"], attendees=["SEA"], status="planned")
    + meeting("e", start="2019-07", status="cancelled", attendees=["LAKE"])
    + meeting("f", start="2019-08", kind="board", organisers=["LAKE"])
    + meeting("g", start="2021-03", kind="heads", organisers=["LAKE"], attendees=["SEA"])
)
"""A network whose centres met, or did not."""


def matrix(page: str) -> list[list[str]]:
    """Return the texts of the matrix."""
    table = check(page).find(".//table[@class='matrix']")
    return [] if table is None else [[text(cell) for cell in row] for row in table.iter("tr")]


def test_matrix_shows_who_met_when(c2c: Program) -> None:
    c2c.write(MET)
    page = report_on(c2c, "2019-12-30")
    assert matrix(page) == [
        ["Participant", "2018", "2019"],
        ["1 March 2018", "24 December 2018", "February 2019", "June 2019 (planned)"],
        ["Formal", "● held", "●? unclear"],
        ["Heads", "", "? unclear"],
        ["NATCOM", "◆ organised", "", "", ""],
        ["LAKE", "● attended", "– absent", "● attended", "· invited"],
        ["SEA", "", "● attended", "● attended", "○ expected"],
    ]
    tree = check(page)
    assert [text(key) for key in tree.iterfind(".//span[@class='key']")][-8:] == [
        "● held",
        "? unclear",
        "◆ organised",
        "● attended",
        "○ expected",
        "· invited",
        "– absent",
        "not certainly operating at the time",
    ]
    early = [cell for cell in tree.iter("td") if cell.attrib.get("class") == "early"]
    assert [text(cell) for cell in early] == [""]


def test_matrix_has_the_years_that_fit(c2c: Program) -> None:
    c2c.write(MET)
    assert matrix(report_on(c2c, "2040-12-31"))[0] == ["Participant", *map(str, range(2031, 2041))]
    many = "".join(
        meeting(f"{year}{number}", start=str(year), kind="formal", attendees=["LAKE"])
        for year in (2020, 2021, 2022)
        for number in range(9)
    )
    c2c.write(MET + many)
    assert matrix(report_on(c2c, "2022-12-31"))[0] == ["Participant", "2021", "2022"]


def test_matrix_without_rules_or_participants(c2c: Program) -> None:
    met = centre("LAKE", "opened:2015") + meeting(start="2018-05", attendees=["LAKE"])
    c2c.write(SMALL + met)
    page = report_on(c2c, "2018-12-31")
    assert matrix(page)[2:] == [["LAKE", "● attended"]]
    assert "Participants of the meetings" in text(check(page))
    c2c.write(SMALL + centre("LAKE", "opened:2015") + meeting(start="2018-05"))
    assert matrix(report_on(c2c, "2018-12-31")) == []
    c2c.write(SMALL + rule())
    assert matrix(report_on(c2c, "2018-12-31")) == [
        ["Participant", "2018"],
        [""],
        ["x", "× none recorded"],
    ]


def test_matrix_of_many_centres_has_those_that_took_part(c2c: Program) -> None:
    centres = "".join(centre(f"C{number}", "opened:2000") for number in range(21))
    c2c.write(SMALL + centres + meeting(start="2018-05", attendees=["C7", "C3"]))
    assert [row[0] for row in matrix(report_on(c2c, "2018-12-31"))[2:]] == ["C3", "C7"]


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
