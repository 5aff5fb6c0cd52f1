"""`c2c sources`: sources and the records that cite them."""

import json

import pytest

from conftest import Program
from samples import SMALL, centre, event, meeting, record, rule

CITING = (
    SMALL.replace('"A network"\n', '"A network"\nsources = ["Letter", "https://example.org/n"]\n')
    + record("source", id="letter", title="A letter", date="2018-07", publisher="Ministry")
    + record("source", id="book", title="A book; illustrated", url="https://example.org/book")
    + record("source", id="leaflet", title="A leaflet", note="Not found in \u00c9vora")
    + centre("A", sources=["letter"])
    + event("opened", 2018, sources=["letter", "https://example.org/a"])
    + event("evaluated", 2020, sources=["letter", "book"])
    + meeting("m", sources=["book", "https://example.org/a", "https://example.org/book"])
    + rule("formal", sources=["letter"])
    + record("waiver", kind="formal", year=2020, reason="x", sources=["letter"])
)


def test_each_source_has_the_records_that_cite_it(c2c: Program) -> None:
    c2c.write(CITING)
    assert c2c("sources").out == (
        "letter\tA letter\tMinistry\t2018-07\t"
        "centre A;cadence formal;waiver formal 2020;network\n"
        "book\tA book; illustrated\t\t\tcentre A;meeting m\n"
        "leaflet\tA leaflet\t\t\t\n"
    )
    columns = ("--columns", "id,url,note", "--sort", "-id", "--format", "csv")
    assert c2c("sources", *columns).out == (
        "id,url,note\nletter,,\nleaflet,,Not found in Évora\nbook,https://example.org/book,\n"
    )
    assert json.loads(c2c("sources", "--format", "json").out) == [
        {
            "id": "letter",
            "title": "A letter",
            "publisher": "Ministry",
            "date": "2018-07",
            "cited_by": ["centre A", "cadence formal", "waiver formal 2020", "network"],
        },
        {
            "id": "book",
            "title": "A book; illustrated",
            "url": "https://example.org/book",
            "cited_by": ["centre A", "meeting m"],
        },
        {"id": "leaflet", "title": "A leaflet", "note": "Not found in Évora"},
    ]


def test_table_counts_what_cites_a_source(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    c2c.write(CITING)
    assert c2c("sources", "--format", "table").out == (
        "Sources\n"
        "\n"
        "ID       Title                Date     Cited by\n"
        f"{'━' * 47}\n"
        "letter   A letter             2018-07         4\n"
        "book     A book; illustrated                  2\n"
        "leaflet  A leaflet                            0\n"
        "\n"
        "3 sources, 1 uncited\n"
        "To list those that no record cites: c2c sources --uncited\n"
        "To list cited URLs that belong to no source (2): c2c sources --urls\n"
    )
    assert c2c("sources", "letter", "--format", "table").out.endswith(
        "\n1 source\nTo list what cites them: c2c sources --columns id,cited_by\n"
    )


def test_cited_urls_are_listed(c2c: Program) -> None:
    c2c.write(CITING)
    out = c2c("sources", "--urls").out
    assert out == "https://example.org/a\tcentre A;meeting m\nhttps://example.org/n\tnetwork\n"
    assert c2c("sources", "--urls", "nowhere").out == ""
    assert json.loads(c2c("sources", "--urls", "--format", "json").out)
    err = c2c("sources", "--urls", "--uncited", code=2).err
    assert err == "c2c: error: --uncited cannot be used with --urls\n"


def test_uncited_sources_are_removed_together(c2c: Program) -> None:
    file = c2c.write(CITING + record("source", id="note", title="A note"))
    out = c2c("sources", "--uncited", "--format", "table").out
    assert out.startswith("Uncited sources\n")
    assert out.endswith("\n\n2 uncited sources\n")
    ids = c2c("sources", "--uncited", "--columns", "id").out.split()
    assert c2c("remove", "source", *ids).err == (
        "c2c: removed source leaflet and source note from data/centres.toml\n"
    )
    assert 'id = "book"' in file.read_text()
    assert c2c("sources", "--uncited").out == ""


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("LETTER", ["letter"]),
        ("ministry", ["letter"]),
        ("illustrated", ["book"]),
        ("example.org", ["book"]),
        ("evora", ["leaflet"]),
        ("A l", ["letter", "leaflet"]),
        ("2018", []),
    ],
)
def test_text_is_searched_in_what_describes_a_source(
    c2c: Program, text: str, ids: list[str]
) -> None:
    c2c.write(CITING)
    assert c2c("sources", text, "--columns", "id").out.split() == ids


def test_registry_without_sources_names_the_command_that_adds_one(c2c: Program) -> None:
    c2c.write(SMALL)
    assert c2c("sources", terminal=True) == (
        0,
        "",
        "c2c: no sources in data/centres.toml yet; run c2c add source\n",
    )
