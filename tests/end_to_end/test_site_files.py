"""`c2c site` as a whole: its links, its bytes, and what it never contains."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from conftest import Program
from samples import SMALL, centre, event, meeting, record

DAY = ("--as-of", "2026-12-01")

FULL = SMALL + "".join(
    [
        record("source", id="book", title="A book"),
        centre("한국", extra={"budget": 7654321}, sources=["book"]),
        event("opened", "2010", sources=["https://example.org/a"]),
        record("centre.contact", role="Director", name="Kim Person", email="kim@example.org"),
        centre("가" * 200),
        record("organisation", id="O", name="O"),
        record("organisation.contact", name="Lee Person", email="lee@example.org"),
        meeting("m", start="2018-06-27", organisers=["한국", "O"], extra={"cost": 7654321}),
    ]
)


def files(directory: str) -> dict[str, bytes]:
    """Return the content of each file of a site."""
    root = Path(directory)
    found = [path for path in root.rglob("*") if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def broken_links(directory: str) -> list[str]:
    """Return the links between the pages of a site whose file or anchor does not exist."""
    pages = {name: text.decode() for name, text in files(directory).items()}
    anchors = {name: {*re.findall(r' id="([^"]*)"', text)} for name, text in pages.items()}
    broken = []
    for name, text in pages.items():
        if not name.endswith(".html"):
            continue
        for quoted in re.findall(r' (?:href|src)="([^"]*)"', text):
            link = unescape(quoted)
            if re.match(r"https?:|mailto:", link):
                continue
            path, _, anchor = link.partition("#")
            parts = [*name.split("/")[:-1], *unquote(path).split("/")] if path else name.split("/")
            target = "/".join(parts[2:] if ".." in parts else parts)
            if target not in pages or (anchor and unquote(anchor) not in anchors[target]):
                broken.append(f"{name}: {link}")
    return broken


@pytest.mark.parametrize("registry", ["korea", "world"])
def test_links_of_bundled_registries_lead_to_pages(c2c: Program, registry: str) -> None:
    c2c("site", "public", "--data", registry, *DAY)
    assert broken_links("public") == []


def test_site_has_neither_contacts_nor_extra_keys(c2c: Program) -> None:
    c2c.write(FULL)
    c2c("site", "public", "--url", "https://example.org/", *DAY)
    assert broken_links("public") == []
    for name, content in files("public").items():
        assert not re.search(b"Person|kim@|lee@|7654321|budget", content), name


def test_same_registry_and_day_give_the_same_bytes(c2c: Program) -> None:
    for directory in ("first", "second"):
        c2c("site", directory, "--data", "korea", "--url", "https://example.org", *DAY)
    assert files("first") == files("second")


@pytest.mark.parametrize("day", ["1900", "1981-06", "2010-01-01", "2030"])
def test_site_of_another_day_has_no_broken_links(c2c: Program, day: str) -> None:
    c2c("site", "public", "--data", "world", "--as-of", day)
    assert broken_links("public") == []


def test_site_after_a_centre_was_removed_is_that_of_a_new_directory(c2c: Program) -> None:
    c2c.write(FULL + centre("GONE", country="JP"))
    c2c("site", "public", *DAY)
    Path("public/centre/mine.html").write_text("mine")
    c2c.write(FULL)
    c2c("site", "public", *DAY)
    c2c("site", "new", *DAY)
    assert files("public") == {**files("new"), "centre/mine.html": b"mine"}
