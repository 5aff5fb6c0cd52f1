"""The site in a browser: search, filters, keyboard, widths, and no request to anywhere else."""

import shutil
import threading
from collections.abc import Callable, Iterator
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from conftest import run
from samples import SMALL, centre, event, meeting, record

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(CHROMIUM is None, reason="requires Chromium"),
]

NAME = "International Information and Networking Centre for Everything Recorded"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
REGISTRY = (
    SMALL.replace('"A network"', '"A network"\nnote = "Of three centres."')
    + centre("ZA", "opened:2015", name="Zeta Água", city="Cheongju", location=[36.64, 127.49])
    + centre(
        "AB",
        "approved:2017-11-06",
        name=f"{NAME} {LONG}",
        names={"ko": "국제기록유산센터", "ar": "مركز"},
        host="Royal Library",
        sector="education",
        country="MA",
        city="Rabat",
        location=[34.01, -6.83],
        website="https://example.org/" + "long" * 40,
        sources=["https://example.org/" + "source" * 40],
    )
    + event("signed", 2018, until=2024, note=LONG * 3)
    + centre("NO", "opened:2016", "closed:2020", name="Without a place", country="MA")
    + record("centre.contact", role="Director", name="Kim", email="kim@example.org")
    + meeting("m", title=f"Meeting {LONG}", start="2018-03-01", organisers=["AB"], city="Rabat")
)
PAGES = (
    *("index.html", "meetings.html", "changes.html", "about.html", "centre/AB.html"),
    *("country/MA.html", "sector/culture.html", "organisation/NATCOM.html", "meeting/m.html"),
)
"""A page of each kind."""


class Seen(NamedTuple):
    """The list, the dots and the count that a page shows."""

    rows: list[str]
    dots: list[str]
    counter: str


ALL = Seen(["AB", "NO", "ZA"], ["AB", "ZA"], "3 centres")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the directory of a site."""
    folder = tmp_path_factory.mktemp("site") / "public"
    ended = run(
        *("site", str(folder), "--data", "-", "--as-of", "2026-12-01"), stdin=REGISTRY.encode()
    )
    assert ended.code == 0, ended
    return folder


class _Handler(SimpleHTTPRequestHandler):
    """A server of files that prints nothing."""

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module", params=["file", "http"])
def root(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    """Return the address of the site on disk, and then on a server."""
    if request.param == "file":
        yield f"{site.as_uri()}/"
        return
    handler = partial(_Handler, directory=str(site.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/public/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Return a browser that all tests of this module share."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as program:
        chromium = program.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


def wait_for(page: "Page", expression: str, arg: object = None) -> None:
    """Wait until an expression is true.

    `Page.wait_for_function` calls `eval`, which the pages forbid.
    """
    for _ in range(200):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(25)
    pytest.fail(f"not true after 5 s: {expression}")


class Visit:
    """A tab that records what the pages ask for, and what the browser complains about."""

    def __init__(self, context: "BrowserContext", root: str) -> None:
        self.context = context
        self.root = root
        self.page: Page = context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, name: str = "index.html") -> "Page":
        """Open a page of the site."""
        self.page.goto(self.root + name)
        return self.page

    def seen(self) -> Seen:
        """Return what the index shows now."""
        visible: list[list[str]] = self.page.evaluate(
            """["tbody tr", ".map .dot"].map((query) => [...document.querySelectorAll(query)]
            .filter((item) => item.checkVisibility()).map((item) => item.dataset.id))"""
        )
        count = self.page.locator(".filters output").inner_text()
        return Seen(sorted(visible[0]), sorted(visible[1]), count)

    def focused(self) -> str:
        """Return what identifies the element with the focus."""
        element = "document.activeElement"
        found = (
            f"{element}.dataset.id ?? ({element}.name || {element}.getAttribute('href')"
            f" || {element}.localName)"
        )
        return str(self.page.evaluate(found))

    def end(self) -> None:
        """Check that nothing left the site, was stored or was wrong."""
        # a browser asks a server for an icon by itself
        icon = f"{self.root.removesuffix('public/')}favicon.ico"
        assert [url for url in self.requests if url != icon and not url.startswith(self.root)] == []
        assert [text for text in self.complaints if "favicon" not in text] == []
        assert self.context.cookies() == []
        assert self.page.evaluate("Object.keys(globalThis.localStorage ?? {}).length") == 0


@pytest.fixture
def visit(browser: "Browser", root: str) -> Iterator[Visit]:
    """Return a tab, and check at the end that the site stayed to itself."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        tab = Visit(context, root)
        yield tab
        tab.end()


@pytest.mark.parametrize("root", ["file"], indirect=True)
@pytest.mark.parametrize(
    ("filters", "expected", "address"),
    [
        ({}, ALL, ""),
        ({"q": "  "}, ALL, ""),
        ({"q": "networking EVERYTHING"}, Seen(["AB"], ["AB"], "1 centre"), "?q=networking+EVERYTHING"),
        ({"q": "agua"}, Seen(["ZA"], ["ZA"], "1 centre"), "?q=agua"),
        ({"q": "국제기록"}, Seen(["AB"], ["AB"], "1 centre"), "?q=%EA%B5%AD%EC%A0%9C%EA%B8%B0%EB%A1%9D"),
        ({"q": "royal"}, Seen(["AB"], ["AB"], "1 centre"), "?q=royal"),
        ({"q": "kim"}, Seen([], [], "0 centres"), "?q=kim"),
        ({"sector": "culture"}, Seen(["NO", "ZA"], ["ZA"], "2 centres"), "?sector=culture"),
        ({"country": "MA", "status": "closed"}, Seen(["NO"], [], "1 centre"), "?country=MA&status=closed"),
        ({"q": "rabat", "sector": "culture"}, Seen([], [], "0 centres"), "?q=rabat&sector=culture"),
    ],
    ids=str,
)  # fmt: skip
def test_filters_change_the_list_the_map_and_the_address(
    visit: Visit, filters: dict[str, str], expected: Seen, address: str
) -> None:
    page = visit.open()
    assert visit.seen() == ALL
    for name, value in filters.items():
        field = page.locator(f".filters [name={name}]")
        if name == "q":
            field.press_sequentially(value)
        else:
            field.select_option(value)
    assert visit.seen() == expected
    assert page.url == f"{visit.root}index.html{address}"
    page.reload()
    assert visit.seen() == expected
    assert {name: page.locator(f"[name={name}]").input_value() for name in filters} == filters | (
        {"q": ""} if filters.get("q") == "  " else {}
    )


def test_button_clears_the_filters(visit: Visit) -> None:
    page = visit.open("index.html?q=nothing")
    assert visit.seen() == Seen([], [], "0 centres")
    assert page.locator("table.centres").is_hidden()
    page.locator(".filters button").click()
    wait_for(page, "!location.search")
    assert visit.seen() == ALL
    assert page.locator("table.centres").is_visible()


def test_filters_are_kept_on_the_way_back(visit: Visit) -> None:
    page = visit.open("index.html?sector=culture&q=zeta")
    filtered = visit.seen()
    assert filtered == Seen(["ZA"], ["ZA"], "1 centre")
    page.locator("tbody tr[data-id=ZA] a").click()
    assert page.url == f"{visit.root}centre/ZA.html"
    page.go_back()
    assert visit.seen() == filtered
    page.locator("[name=q]").fill("")
    page.locator("[name=sector]").select_option("")
    assert visit.seen() == ALL
    assert page.url == f"{visit.root}index.html"


@pytest.mark.parametrize("root", ["file"], indirect=True)
@pytest.mark.parametrize("query", ["?sector=none", "?unknown=1&q=", "?country=<b>", "#centres"])
def test_unknown_filters_in_the_address_change_nothing(visit: Visit, query: str) -> None:
    visit.open(f"index.html{query}")
    assert visit.seen() == ALL


def test_enter_in_the_search_stays_on_the_page(visit: Visit) -> None:
    page = visit.open()
    page.locator("[name=q]").fill("zeta")
    page.locator("[name=q]").press("Enter")
    assert page.url == f"{visit.root}index.html?q=zeta"
    assert visit.seen().rows == ["ZA"]


@pytest.mark.parametrize("root", ["file"], indirect=True)
def test_keyboard_reaches_everything(visit: Visit) -> None:
    page = visit.open()
    reached: list[str] = []
    while not reached or reached[-1] != "body":
        page.keyboard.press("Tab")
        reached.append(visit.focused())
        shown = page.evaluate(
            """() => {
              const item = document.activeElement;
              if (item === document.body) return true;
              const style = getComputedStyle(item), box = item.getBoundingClientRect();
              const dot = item.querySelector("circle");
              const outlined = dot && item.dataset.id
                ? parseFloat(getComputedStyle(dot).strokeWidth) > 50
                : style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
              return outlined && box.width > 5 && box.height > 5;
            }"""
        )
        assert shown, reached
        assert len(reached) < 100
    assert reached[0] == "#main"
    assert reached[1:5] == ["index.html", "meetings.html", "changes.html", "about.html"]
    place = reached.index("#map-end")
    assert sorted(reached[place + 1 : place + 3]) == ["AB", "ZA"]
    fields = [name for name in reached if name in {"q", "sector", "country", "status"}]
    assert fields == ["q", "sector", "country", "status"]
    links = page.eval_on_selector_all(
        "a[href]", "links => links.map(link => link.dataset.id ?? link.getAttribute('href'))"
    )
    assert set(links) <= set(reached)


def test_links_to_skip_move_the_focus(visit: Visit) -> None:
    page = visit.open()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert visit.focused() == "q"
    page.locator("[href='#map-end']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert visit.focused() == "https://www.naturalearthdata.com"


def test_enter_opens_the_centre_of_a_dot(visit: Visit) -> None:
    page = visit.open()
    page.locator(".map [data-id=AB]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/centre/AB.html")


@pytest.mark.parametrize("root", ["file"], indirect=True)
@pytest.mark.parametrize("width", [320, 375, 1280, 1920])
def test_no_page_is_wider_than_the_screen(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 800})
    wide = {}
    for name in PAGES:
        found = visit.open(name).evaluate("document.documentElement.scrollWidth")
        if found > width:
            wide[name] = found
    assert wide == {}


def test_filters_work_without_a_map(browser: "Browser", tmp_path: Path) -> None:
    ended = run("site", str(tmp_path), "--data", "-", stdin=(SMALL + centre("A")).encode())
    assert ended.code == 0, ended
    with browser.new_context() as context:
        tab = Visit(context, f"{tmp_path.as_uri()}/")
        page = tab.open("index.html?q=nothing")
        assert tab.seen() == Seen([], [], "0 centres")
        page.locator("[name=q]").fill("korea")
        assert tab.seen() == Seen(["A"], [], "1 centre")
        tab.end()


@pytest.mark.parametrize("root", ["file"], indirect=True)
@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize(("country", "dot"), [("KR", "ZA"), ("MA", "AB")])
def test_narrow_screen_shows_a_dot_that_matches(
    visit: Visit, country: str, dot: str, *, linked: bool
) -> None:
    visit.page.set_viewport_size({"width": 320, "height": 800})
    page = visit.open(f"index.html?country={country}" if linked else "index.html")
    wait_for(page, "!document.querySelector('.scroll').getAnimations().length")
    if not linked:
        page.locator("[name=country]").select_option(country)
    wait_for(
        page,
        """(id) => {
          const map = document.querySelector(".world .scroll").getBoundingClientRect();
          const dot = document.querySelector(`.dot[data-id=${id}]`).getBoundingClientRect();
          return map.left < dot.left && dot.right < map.right;
        }""",
        arg=dot,
    )
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("name", PAGES)
def test_each_kind_of_page_has_its_style(visit: Visit, name: str) -> None:
    page = visit.open(name)
    assert (
        page.evaluate("getComputedStyle(document.querySelector('header')).borderTopStyle")
        == "solid"
    )
    assert page.locator("h1").count() == 1
    assert page.locator("header, main, footer").count() == 3
    page.locator(".home").click()
    assert page.url == f"{visit.root}index.html"


def test_every_link_of_every_page_opens(visit: Visit) -> None:
    waiting, opened = ["index.html"], set()
    while waiting:
        name = waiting.pop()
        if name in opened or not name.endswith(".html"):
            continue
        opened.add(name)
        links: list[str] = visit.open(name).eval_on_selector_all(
            "a[href]", "links => links.map(link => (link.href.baseVal ? new URL(link.href.baseVal, location).href : link.href).split('#')[0])"
        )  # fmt: skip
        waiting += [link.removeprefix(visit.root) for link in links if link.startswith(visit.root)]
    assert opened >= {*PAGES, "centre/NO.html", "centre/ZA.html", "country/KR.html"}
    assert len(opened) == 13


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_follow_the_system(browser: "Browser", root: str, scheme: Any) -> None:
    with browser.new_context(color_scheme=scheme) as context:
        tab = Visit(context, root)
        page = tab.open("centre/AB.html")
        colours = page.evaluate(
            """["backgroundColor", "color"].map((name) =>
            getComputedStyle(document.documentElement)[name].match(/[0-9]+/g).map(Number)
            .reduce((sum, part) => sum + part))"""
        )
        tab.end()
    background, ink = colours
    assert (
        (background > 700 and ink < 200) if scheme == "light" else (background < 200 and ink > 600)
    )


def test_signs_keep_their_colours_in_high_contrast(browser: "Browser", root: str) -> None:
    colour = "(query) => getComputedStyle(document.querySelector(query)).backgroundColor"
    found = {}
    for forced in ("none", "active"):
        with browser.new_context(forced_colors=forced) as context:
            tab = Visit(context, root)
            page = tab.open()
            found[forced] = [
                page.evaluate(colour, f"tbody {sign}")
                for sign in (".swatch", ".sign.operating", ".sign.preparing")
            ]
            tab.end()
    assert found["active"] == found["none"]


def test_without_scripts_the_list_is_whole(browser: "Browser", root: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{root}index.html?sector=culture&q=zeta")
        rows = page.locator("tbody tr[data-id]")
        assert [rows.nth(number).is_visible() for number in range(rows.count())] == [True] * 3
        assert page.locator(".map .dot").count() == 2
        assert not page.locator(".filters").is_visible()


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return a function that writes the site in a language, and returns its address."""

    @cache
    def write(tag: str) -> str:
        folder = tmp_path_factory.mktemp(tag) / "public"
        options = ("--lang", tag, "--data", "-", "--as-of", "2026-12-01")
        ended = run("site", str(folder), *options, stdin=REGISTRY.encode())
        assert ended.code == 0, ended
        return f"{folder.as_uri()}/"

    return write


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", ["3 centres", "2 centres", "1 centre", "0 centres"]),
        ("fr", ["3 centres", "2 centres", "1 centre", "0 centre"]),
        ("ru", ["3 центра", "2 центра", "1 центр", "0 центров"]),
        ("ar", ["3 مراكز", "مركزان", "مركز واحد", "لا توجد مراكز"]),
    ],
)
def test_number_of_centres_has_the_plural_form_of_the_language(
    browser: "Browser", translated: Callable[[str], str], tag: str, expected: list[str]
) -> None:
    with browser.new_context() as context:
        tab = Visit(context, translated(tag))
        queries = ("", "?sector=culture", "?q=rabat&sector=education", "?q=nothing")
        found = [tab.open(f"index.html{query}") and tab.seen().counter for query in queries]
        tab.end()
    assert found == expected


@pytest.mark.parametrize("width", [320, 1280])
def test_no_arabic_page_is_wider_than_the_screen(
    browser: "Browser", translated: Callable[[str], str], width: int
) -> None:
    wide = {}
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        tab = Visit(context, translated("ar"))
        for name in PAGES:
            page = tab.open(name)
            assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
            found = page.evaluate("document.documentElement.scrollWidth")
            if found > width:
                wide[name] = found
        tab.end()
    assert wide == {}
