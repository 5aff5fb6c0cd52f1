"""The site in other languages: its pages, and the data, which are the same in all of them."""

import re

import pytest
from test_documents_in_languages import (
    HALF_NAMED,
    OF_PAGES,
    TAGS,
    has_plain_attributes,
    has_plain_titles,
)
from test_site_pages import parsed, written

from conftest import Program

URL = "https://example.org/network/"
LISTS = {"sitemap.xml", ".c2c-site.json"}
"""Lists of the pages, in which the countries are in the order of their names."""


@pytest.mark.parametrize("tag", TAGS)
def test_pages_are_in_the_language_and_the_data_are_not(c2c: Program, tag: str) -> None:
    c2c.write(HALF_NAMED)
    english = written(c2c, "data/centres.toml", "--url", URL, folder="english")
    files = written(c2c, "data/centres.toml", "--url", URL, "--lang", tag)
    assert files.keys() == english.keys()
    for name, content in files.items():
        if name in LISTS:
            assert sorted(re.split(rb"[,\s]+", content)) == sorted(
                re.split(rb"[,\s]+", english[name])
            )
            continue
        if not name.endswith((".html", "feed.xml")):
            assert content == english[name], name
            continue
        assert (content == english[name]) == (tag == "en"), name
        if name == "feed.xml":
            assert f'xml:lang="{OF_PAGES.get(tag, tag)}"'.encode() in content
            assert b"<bdi" not in content
            continue
        tree = parsed(content)
        assert tree.attrib["lang"] == OF_PAGES.get(tag, tag)
        assert tree.attrib.get("dir") == ("rtl" if tag == "ar" else None)
        assert has_plain_titles(tree)
        assert has_plain_attributes(tree)


def test_names_on_pages_are_marked(c2c: Program) -> None:
    c2c.write(HALF_NAMED)
    files = written(c2c, "data/centres.toml", "--lang", "fr")
    page = files["centre/A.html"].decode()
    assert '<h1>Centre de l’eau <span class="id">A</span></h1>' in page
    assert '<p class="name" lang="en" dir="auto">Water Centre</p>' in page
    assert '<p class="name" lang="fa" dir="auto">مرکز آب</p>' in page
    assert '<bdi lang="en">Talks</bdi>' in page
    assert '<h1><bdi lang="en">Talks</bdi></h1>' in files["meeting/m.html"].decode()


def test_text_in_arabic_letters_is_isolated_on_an_english_page(c2c: Program) -> None:
    c2c.write(HALF_NAMED)
    page = written(c2c, "data/centres.toml")["centre/B.html"].decode()
    assert '<h1><bdi>مرکز تهران</bdi> <span class="id">B</span></h1>' in page
    assert "<title>مرکز تهران (B) · A network</title>" in page


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", {"one": "1 centre", "other": "100 centres"}),
        ("fr", {"zero": "0 centre", "one": "1 centre", "other": "100 centres"}),
        ("ko", {"other": "센터 100곳"}),
        ("ru", {"one": "1 центр", "two": "2 центра", "few": "3 центра", "other": "100 центров"}),
        (
            "ar",
            {
                "zero": "لا توجد مراكز",
                "one": "مركز واحد",
                "two": "مركزان",
                "few": "3 مراكز",
                "many": "11 مركزاً",
                "other": "100 مركز",
            },
        ),
    ],
)
def test_index_has_each_plural_form_of_its_language(
    c2c: Program, tag: str, expected: dict[str, str]
) -> None:
    c2c.write(HALF_NAMED)
    page = written(c2c, "data/centres.toml", "--lang", tag)["index.html"].decode()
    (output,) = re.findall("<output([^>]*)>", page)
    assert dict(re.findall(r'data-([a-z]+)="([^"]*)"', output)) == expected
