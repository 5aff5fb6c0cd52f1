"""The pages of the site: valid, linked, self-contained, private, and the same each time."""

import posixpath
import re
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import pytest
import tomli_w
from hypothesis import given, settings

from c2c_cli.documents.site.pages import Site
from conftest import Program
from samples import (
    PROGRAM,
    SMALL,
    centre,
    environment,
    event,
    meeting,
    record,
    registry_as_of,
    rule,
)
from strategies import registries

DAY = "2026-12-01"
URL = "https://example.org/network/"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"
)


def written(c2c: Program, data: str, *options: str, folder: str = "public") -> dict[str, bytes]:
    """Return the files that `c2c site` writes."""
    as_of = () if "--as-of" in options else ("--as-of", DAY)
    c2c("site", folder, "--data", data, *as_of, *options)
    root = c2c.folder / folder
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def parsed(page: bytes) -> Element:
    """Return a page as a tree, after checking that it has no parse error."""
    html5lib = pytest.importorskip("html5lib")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.decode())
    assert isinstance(tree, Element)
    return tree


def trees(files: dict[str, bytes]) -> dict[str, Element]:
    """Return each page of a site as a tree."""
    return {name: parsed(page) for name, page in files.items() if name.endswith(".html")}


def elements(tree: Element) -> list[Element]:
    """Return the elements of a page, without its comments and document type."""
    return [element for element in tree.iter() if isinstance(element.tag, str)]


def text(tree: Element) -> str:
    """Return the text of a page, each white space of which is one space."""
    return " ".join("".join(tree.itertext()).split())


def ids(tree: Element) -> list[str]:
    """Return the ids in a page."""
    return [element.attrib["id"] for element in elements(tree) if "id" in element.attrib]


def references(tree: Element) -> list[str]:
    """Return the addresses that a page loads or links to."""
    names = {"href", "src", "action", "formaction", "data", "poster", "srcset", "ping"}
    return [
        value
        for element in elements(tree)
        for name, value in element.attrib.items()
        if name.rpartition("}")[2].rpartition(":")[2] in names
    ]


def check(files: dict[str, bytes], url: str | None = None) -> dict[str, Element]:
    """Return the pages of a site, after checking what each may contain and link to."""
    pages = trees(files)
    known = {name: set(ids(tree)) for name, tree in pages.items()}
    for name, tree in pages.items():
        assert len(ids(tree)) == len(known[name]), name
        for address in references(tree):
            check_address(name, address, files, known)
        check_elements(tree, url)
    return pages


def check_address(
    page: str, address: str, files: dict[str, bytes], known: dict[str, set[str]]
) -> None:
    """Check that an address in a page is in the site, or is one that a reader may follow."""
    parts = urlsplit(address)
    if parts.scheme:
        assert parts.scheme in {"http", "https", "mailto"}, address
        return
    assert not parts.netloc, address
    assert not parts.query, address
    path = unquote(parts.path)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    assert target in files, (page, address)
    assert not parts.fragment or unquote(parts.fragment) in known[target], (page, address)


def check_elements(tree: Element, url: str | None) -> None:
    """Check that a page loads only the files of the site, and describes itself."""
    assert tree.attrib["lang"] == "en"
    policies = [
        element.attrib["content"]
        for element in tree.iter("meta")
        if element.attrib.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies == [POLICY]
    for element in elements(tree):
        assert element.tag not in {"img", "iframe", "object", "embed", "style", "base", "image"}
        assert not any(name == "style" or name.startswith("on") for name in element.attrib)
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(element.attrib.get(name, "").split()) <= set(ids(tree))
        if element.tag in {"h1", "h2", "h3", "th", "dt", "dd", "li", "p", "title"}:
            assert text(element), element.tag
    loaded = [element.attrib["src"] for element in tree.iter("script") if "src" in element.attrib]
    assert loaded in ([], ["site.js"])
    for script in tree.iter("script"):
        assert "src" in script.attrib or script.attrib["type"] == "application/ld+json"
    links = {element.attrib["rel"]: element.attrib["href"] for element in tree.iter("link")}
    assert re.fullmatch(r"(\.\./)?style\.css", links.pop("stylesheet"))
    assert set(links) == ({"canonical", "alternate"} if url else set())
    assert not url or links["canonical"].startswith(url)
    assert len(tree.findall(".//h1")) == len(tree.findall(".//main")) == 1
    cards = [element for element in tree.iter("meta") if "property" in element.attrib]
    assert bool(cards) == bool(url)


@pytest.mark.parametrize(("data", "url"), [("korea", None), ("korea", URL), ("world", URL)])
def test_pages_of_the_bundled_registries(c2c: Program, data: str, url: str | None) -> None:
    files = written(c2c, data, *(("--url", url) if url else ()))
    pages = check(files, url)
    assert len(pages) > 40
    assert {"feed.xml", "sitemap.xml"} <= set(files) if url else "feed.xml" not in files
    for name in ("style.css", "site.js"):
        assert not re.search(rb"url\(|@import|https?:|fetch|cookie|localStorage", files[name])
    assert len(files["site.js"]) < 3_000


def test_each_page_can_be_reached_from_the_index(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", name="A") + meeting("m", organisers=["A"]))
    files = written(c2c, "data/centres.toml")
    pages = trees(files)
    reached: set[str] = set()
    waiting = ["index.html"]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        if name in pages:
            paths = [urlsplit(each).path for each in references(pages[name]) if "//" not in each]
            folder = posixpath.dirname(name)
            waiting += [posixpath.normpath(posixpath.join(folder, path)) for path in paths if path]
    assert set(files) - reached == {".c2c-site.json"}


HOSTILE = (
    "<script>alert(1)</script>",
    "</title><img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "[click](javascript:alert(1))",
    "&lt;b&gt; &amp; $title ${title}",
    "{{ 7*7 }} {% raw %} `code` **bold** | a | b",
    "</svg></figure></main></body></html>",
    "]]><x>",
)


def with_text_everywhere(value: str, centre_id: str = "A") -> str:
    """Return a registry with a text in each field that can contain it."""
    line = value
    network = {"name": line, "note": line, "publisher": line, "licence": line, "corrections": line}
    sector = {"code": line, "name": line, "names": {"ko": line}}
    fields: dict[str, Any] = {
        "names": {"ko": line, "ar": line},
        "identifiers": {"viaf": line, "wikidata": "Q7809", "ror": "https://ror.org/05dxps055"},
    }
    cited = ["S", "https://example.org/a_b"]
    return "".join(
        [
            "schema = 1\n",
            record("network", sources=cited, longest_term=6, **network).replace(
                "[[network]]", "[network]"
            ),
            record("sector", id="culture", **sector),
            record("sector", id="other", code="x", name="Other"),
            record("organisation", id="N", name=line, names={"fr": line}),
            record("source", id="S", title=line, publisher=line, date=2018, note=line),
            centre(centre_id, name=line, city=line, host=line, note=line, sources=cited, **fields),
            event("opened", "2018-02-01", note=line, sources=cited),
            event("audit", "2018-03", note=line),
            centre("W", "opened:2016", "signed:2017:2020", name=line, sector="other", country="FR"),
            rule(name=line, since=2017, note=line),
            record("obligation", kind="audit", name=line, since=2017, note=line),
            record("waiver", kind="audit", year=2018, centre="W", reason=line),
            meeting(
                title=line,
                start="2018-03-01",
                city=line,
                venue=line,
                kind="formal",
                organisers=["N", centre_id],
                agenda=[line],
                outcomes=[line],
                note=line,
                sources=cited,
            ),
        ]
    )


def skeleton(tree: Element) -> list[tuple[str, tuple[str, ...]]]:
    """Return the tag of each element of a page, and the names of its attributes."""
    return [(element.tag, tuple(sorted(element.attrib))) for element in elements(tree)]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_is_only_text(c2c: Program, value: str) -> None:
    c2c.write(with_text_everywhere("Harmless"), "harmless.toml")
    c2c.write(with_text_everywhere(value), "hostile.toml")
    expected = check(written(c2c, "harmless.toml", "--url", URL, folder="harmless"), URL)
    files = written(c2c, "hostile.toml", "--url", URL, folder="hostile")
    found = check(files, URL)
    assert set(found) == set(expected)
    for name, tree in found.items():
        assert skeleton(tree) == skeleton(expected[name]), name
        assert references(tree) == references(expected[name]), name
        shown = text(expected[name]).count("Harmless")
        assert text(tree).count(" ".join(value.split())) >= shown - json_count(expected[name])


def json_count(tree: Element) -> int:
    """Return how often the text occurs in JSON, in which it is escaped."""
    return sum("".join(script.itertext()).count("Harmless") for script in tree.iter("script"))


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/x", True),
        ("HTTP://example.org/x", True),
        ("mailto:editors@example.org", False),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt://example.org/%0aalert(1)", False),
        ("data:text/html,<b>x</b>", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("//example.org/x", False),
        ("ftp://example.org/x", False),
        ('https://example.org/"onclick="x', False),
    ],
)
def test_only_some_addresses_are_links(c2c: Program, address: str, *, link: bool) -> None:
    c2c.write(with_text_everywhere(address))
    pages = check(written(c2c, "data/centres.toml"))
    found = {each for tree in pages.values() for each in references(tree)}
    is_correction = address.startswith("mailto:")
    assert (address in found) == (link or is_correction)
    # only the address for corrections may be one of email
    assert (f'href="{address}"' in (c2c.folder / "public/meeting/m.html").read_text()) == (
        link or is_correction
    )


def test_contacts_and_extra_keys_are_in_no_file(c2c: Program) -> None:
    planted = "qzqxqj"
    contact = {key: f"{planted} {key}" for key in ("role", "name", "phone", "note")}
    contact["email"] = f"{planted}@example.org"
    extra = {f"{planted}key": f"{planted} value"}
    c2c.write(
        SMALL
        + record("organisation.contact", **contact, since=2017)
        + centre("A", name="A", extra=extra)
        + event("opened", 2018)
        + record("centre.contact", **contact)
        + meeting("m", organisers=["A"], extra=extra)
    )
    for day in (DAY, "2018-06-01"):
        files = written(c2c, "data/centres.toml", "--url", URL, "--as-of", day)
        assert len(files) > 10
        assert not [name for name, content in files.items() if planted in content.decode().lower()]
        assert not [name for name in files if planted in name.lower()]


def test_bytes_are_the_same_each_time(c2c: Program) -> None:
    c2c.write(with_text_everywhere("Straße 1"))
    first = written(c2c, "data/centres.toml", "--url", URL, folder="first")
    assert written(c2c, "data/centres.toml", "--url", URL, folder="first") == first
    assert written(c2c, "data/centres.toml", "--url", URL, folder="second") == first


@pytest.mark.process
@pytest.mark.parametrize("seed", ["1", "2"])
def test_bytes_are_the_same_in_each_process(tmp_path: Path, c2c: Program, seed: str) -> None:
    expected = written(c2c, "korea", "--url", URL)
    command = [PROGRAM, "site", "other", "--data", "korea", "--url", URL, "--as-of", DAY]
    env = environment(tmp_path, PYTHONHASHSEED=seed, TZ="Pacific/Kiritimati", LC_ALL="C")
    subprocess.run(command, cwd=c2c.folder, env=env, check=True, capture_output=True)
    root = c2c.folder / "other"
    assert {name: (root / name).read_bytes() for name in expected} == expected


LATER = (
    SMALL.replace('"A network"', '"A network"\nnote = "Founded in 2015. In 2023, Orchid."')
    + centre("A", "opened:2016", name="A", note="Old.\n\n2022-03-04: Orchid. New.")
    + event("renewed", 2021, note="Vanilla", sources=["https://example.org/vanilla"])
    + event("evaluated", "2018", note="First. Orchid in 2022.")
    + centre("VANILLA", "opened:2022", name="Vanilla", country="FR")
    + meeting("early", title="Early", start="2018-05-01", organisers=["A"], note="Orchid of 2021.")
    + meeting("vanilla-2", title="Vanilla", start="2022-05-01", organisers=["A"])
)
"""A registry in which all that is called vanilla or orchid happened after 2020."""


def test_past_shows_nothing_later(c2c: Program) -> None:
    c2c.write(LATER)
    past = written(c2c, "data/centres.toml", "--url", URL, "--as-of", "2020-12-31", folder="past")
    now = written(c2c, "data/centres.toml", "--url", URL, folder="now")
    check(past, URL)
    # as in all commands, the data, the calendars and the feed have whole notes
    pages = {*trees(past)}
    for word, files, shown in (("vanilla", {*past}, 9), ("orchid", pages, 3)):
        assert not {name for name in files if word in past[name].decode().lower()}
        assert len({name for name in now if word in now[name].decode().lower()}) >= shown
    assert "meeting/early.html" in past
    assert not [name for name in past if "vanilla" in name.lower()]


def test_new_registry_has_a_site(c2c: Program) -> None:
    c2c("init")
    pages = check(written(c2c, "data/centres.toml"))
    assert {"index.html", "meetings.html", "changes.html", "about.html"} <= set(pages)
    assert text(pages["index.html"]).count("No centres are recorded.") == 1
    assert pages["index.html"].find(".//form") is None


def test_registry_without_locations_has_no_map(c2c: Program) -> None:
    c2c.write(SMALL + centre("A"))
    pages = check(written(c2c, "data/centres.toml"))
    assert pages["index.html"].find(".//form") is not None
    assert pages["index.html"].find(".//figure[@class='world']") is None
    assert "Natural Earth" not in text(pages["about.html"])


def test_names_have_their_language_and_direction(c2c: Program) -> None:
    names = {"ko": "국제기록유산센터", "ar": "مركز"}
    c2c.write(
        SMALL.replace('name = "Culture"', 'name = "Culture"\nnames = { fr = "La culture" }')
        + centre("A", name="A", names=names)
    )
    files = written(c2c, "data/centres.toml")
    for name, expected in (
        ("centre/A.html", names),
        ("sector/culture.html", {"fr": "La culture"}),
        ("organisation/NATCOM.html", {}),
    ):
        found = {
            element.attrib["lang"]: (text(element), element.attrib["dir"])
            for element in parsed(files[name]).iterfind(".//main//*[@lang]")
        }
        assert found == {language: (text, "auto") for language, text in expected.items()}


def test_about_says_what_a_category_2_centre_is(c2c: Program) -> None:
    c2c("init")
    about = text(parsed(written(c2c, "data/centres.toml")["about.html"]))
    assert (
        "Category 2 Centres are established and funded by Member States. Agreements with UNESCO "
        "place them under its auspices, but they are not legally part of UNESCO." in about
    )


def test_each_page_shows_when_the_registry_was_last_checked(c2c: Program) -> None:
    c2c.write(
        SMALL.replace("[network]", '[network]\nchecked = "2026-11"', 1) + centre("A") + meeting()
    )
    files = written(c2c, "data/centres.toml")
    for tree in trees(files).values():
        [footer] = tree.iterfind(".//footer")
        shown = "As of 1 December 2026. Last check of the registry: November 2026. "
        assert text(footer).startswith(shown)


def test_closed_centre_shows_no_agreement_that_contradicts_its_history(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", "signed:2008", "closed:2020")
        + centre("B", "closed:2020", "renewed:2021")
        + centre("C", "opened:2008")
    )
    files = written(c2c, "data/centres.toml")
    pages = {name: text(parsed(files[f"centre/{name}.html"])) for name in "ABC"}
    assert "Agreement with UNESCO" not in pages["A"]
    assert "Agreement with UNESCOThe expiry date is not recorded" in pages["B"]
    assert "Agreement with UNESCONone recorded." in pages["C"]


@pytest.mark.parametrize(
    ("until", "events", "expected"),
    [
        ("2026-11-30", [], "The agreement has expired, and no renewal or closure is recorded"),
        ("2026-11", [], "The agreement has expired, and no renewal or closure is recorded"),
        ("2026", [], "The agreement may have expired, and no renewal or closure is recorded"),
        ("2026", ["evaluated:2025"], "The agreement may have expired, and no renewal or closure"),
        ("2026-12", [], "In force; the review was due by 1 June 2026"),
        ("2026-12-01", [], "In force; the review was due by 1 June 2026"),
        ("2027-12-01", [], "In force; the review is due by 1 June 2027"),
        ("2027-06-30", ["evaluated:2026-08"], "In force ("),
        ("2027-03-31", ["evaluated:2026-08"], "In force ("),
    ],
)
def test_agreement_is_in_force_only_if_certain_and_its_review_due_only_until_held(
    c2c: Program, until: str, events: list[str], expected: str
) -> None:
    c2c.write(SMALL + centre("A", *events) + event("signed", 2018, until=until))
    page = text(parsed(written(c2c, "data/centres.toml")["centre/A.html"]))
    assert f"Agreement with UNESCO{expected}" in page


def test_titles_of_meetings_have_their_dates(c2c: Program) -> None:
    c2c.write(SMALL + meeting("a", title="Talks", start=2018) + meeting("b", title="Talks"))
    page = parsed(written(c2c, "data/centres.toml")["meeting/a.html"])
    assert page.findtext(".//title") == "Talks (2018) · A network"


@pytest.mark.parametrize(
    ("start", "status", "unclear"),
    [
        (2018, "tentative", True),
        (2018, "planned", True),
        (2018, "held", False),
        (2018, "cancelled", False),
        (2026, "planned", False),
    ],
)
def test_past_meeting_that_is_still_open_is_unclear(
    c2c: Program, start: int, status: str, *, unclear: bool
) -> None:
    c2c.write(SMALL + meeting(start=start, status=status))
    page = parsed(written(c2c, "data/centres.toml")["meeting/m.html"])
    lead = page.find(".//p[@class='lead']")
    assert lead is not None
    more = " Whether the meeting was held is not recorded." if unclear else ""
    assert text(lead) == f"{start}. Status: {status}.{more}"


@settings(max_examples=12)
@given(registries())
def test_site_of_any_registry_is_valid(data: dict[str, Any]) -> None:
    made = registry_as_of(tomli_w.dumps(data), DAY)
    check(dict(Site(made.registry, made.as_of, None).files()))


def calls(count: int) -> int:
    """Return the number of calls of functions of c2c while the site of so many centres is made."""
    text = SMALL + "".join(
        centre(f"C{number}", "opened:2016", name=f"C{number}", location=[number % 80, number % 170])
        for number in range(count)
    )
    made = registry_as_of(text, DAY)
    counted = 0

    def count_calls(frame: FrameType, kind: str, _: object) -> None:
        nonlocal counted
        counted += kind == "call" and "c2c_cli" in frame.f_code.co_filename

    sys.setprofile(count_calls)
    try:
        for _ in Site(made.registry, made.as_of, URL).files():
            pass
    finally:
        sys.setprofile(None)
    return counted


def test_work_grows_with_the_number_of_centres() -> None:
    calls(1)  # compiles the templates
    few, many = calls(50), calls(200)
    assert few > 50
    assert many < 4 * few
