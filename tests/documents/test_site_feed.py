"""What changed, its Atom feed and the sitemap: order, ids, whole files, and hostile text."""

import json
import re
from typing import Any
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]
import pytest
import tomli_w
from hypothesis import given, settings

from c2c_cli.documents.registry_as_of import RegistryAsOf
from c2c_cli.documents.site import feed, latest
from c2c_cli.documents.site.addresses import Addresses
from samples import ROOT, SMALL, centre, event, record, registry_as_of
from strategies import registries

SITE = "https://example.org/c2c/"
DAY = "2020-12-31"


def happenings(text: str, day: str = DAY, most: int = latest.MOST) -> list[str]:
    known = registry_as_of(text, day)
    return [
        f"{found.centre.id}#{found.anchor} {found.days.last}"
        for found in latest.latest(known.registry, known.as_of, most)
    ]


def feed_of(known: RegistryAsOf) -> str:
    found = latest.latest(known.registry, known.as_of)
    return feed.feed(known, found, Addresses(known.registry), SITE)


def parsed(text: str) -> Any:
    """Return a feed as a program for reading feeds understands it."""
    found = feedparser.parse(text)
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    return found


EVENTS = [
    "signed:2010",
    "renewed:2016-02",
    "renewed:2020-01-31",
    "opened:2016..2016-02-29",
    "decided:2013..2016-02-29",
    "evaluated",
    "evaluated:2016..",
    "work-plan:2021",
]


def test_latest_events_certainly_happened_by_the_day() -> None:
    text = SMALL + centre("A", *EVENTS) + centre("B", "approved:2016-02-29") + centre("C")
    assert happenings(text) == [
        "A#renewed-2 2020-01-31",
        "A#renewed-1 2016-02-29",
        "A#opened-1 2016-02-29",
        "B#approved-1 2016-02-29",
        "A#signed-1 2010-12-31",
    ]
    assert happenings(text, "2016-02-28") == ["A#signed-1 2010-12-31"]
    assert happenings(text, most=2) == ["A#renewed-2 2020-01-31", "A#renewed-1 2016-02-29"]


def test_latest_omits_centres_that_were_not_yet_known() -> None:
    # a report alone does not make a centre known
    text = SMALL + centre("A", "annual-report:2010", "opened:2019")
    assert happenings(text, "2018-01-01") == []
    assert happenings(text) == ["A#opened-1 2019-12-31", "A#annual-report-1 2010-12-31"]


def test_anchor_counts_the_events_of_each_kind() -> None:
    known = registry_as_of(SMALL + centre("A", *EVENTS), DAY)
    shown = known.registry.centre[0]
    assert [latest.anchor_of(shown, found) for found in shown.event] == [
        *("signed-1", "renewed-1", "renewed-2", "opened-1"),
        *("decided-1", "evaluated-1", "evaluated-2", "work-plan-1"),
    ]


REGISTRY = "".join(
    [
        SMALL.replace('"A network"', '"A & B"\npublisher = "NatCom"'),
        record("obligation", kind="board", name="Meeting of the board", since=2012),
        record(
            "source",
            id="book",
            title="<Year> book",
            publisher="P",
            date=2012,
            url="https://b.example",
        ),
        centre("A-1", name="Centre <A>"),
        event(
            "signed",
            "2010-05",
            until=2016,
            note="One\ntwo\n\nthree & https://x.example",
            sources=["book", "https://example.org/a?b=1&c=2", "javascript://x/%0Aalert(1)"],
        ),
        event("board", "2012-01-02"),
        event("annual-report", "2012-01-03..2012", covers=2011),
    ]
)

FEED = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<id>https://example.org/c2c/feed.xml</id>
<title>A &amp; B: what changed</title>
<subtitle>A &amp; B: centres, their history, agreements and meetings, with sources</subtitle>
<updated>2012-12-31T00:00:00Z</updated>
<author><name>NatCom</name></author>
<link rel="self" type="application/atom+xml" href="https://example.org/c2c/feed.xml"/>
<link rel="alternate" type="text/html" href="https://example.org/c2c/changes.html"/>
<entry>
<id>https://example.org/c2c/centre/A-1.html#annual-report-2011-2012-01-03..2012</id>
<title>A-1 – annual report for 2011: between 3 January 2012 and 2012</title>
<updated>2012-12-31T00:00:00Z</updated>
<link rel="alternate" type="text/html" href="https://example.org/c2c/centre/A-1.html#annual-report-1"/>
<content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml">
<p>Centre &lt;A&gt;</p>
<p>between 3 January 2012 and 2012: A-1 – annual report for 2011</p>
</div>
</content>
</entry>
<entry>
<id>https://example.org/c2c/centre/A-1.html#board-2012-01-02</id>
<title>A-1 – Meeting of the board: 2 January 2012</title>
<updated>2012-01-02T00:00:00Z</updated>
<link rel="alternate" type="text/html" href="https://example.org/c2c/centre/A-1.html#board-1"/>
<content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml">
<p>Centre &lt;A&gt;</p>
<p>2 January 2012: A-1 – Meeting of the board</p>
</div>
</content>
</entry>
<entry>
<id>https://example.org/c2c/centre/A-1.html#signed-2010-05</id>
<title>A-1 – signature of the agreement: May 2010</title>
<updated>2010-05-31T00:00:00Z</updated>
<link rel="alternate" type="text/html" href="https://example.org/c2c/centre/A-1.html#signed-1"/>
<content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml">
<p>Centre &lt;A&gt;</p>
<p>May 2010: A-1 – signature of the agreement (expiry date: 2016)</p>
<p>One<br/>
two</p>
<p>three &amp; https://x.example</p>
<p>Sources:</p>
<ul>
<li>“&lt;Year&gt; book”, P, 2012, <a href="https://b.example">https://b.example</a></li>
<li><a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a></li>
<li>javascript://x/%0Aalert(1)</li>
</ul>
</div>
</content>
</entry>
</feed>
"""


def test_feed_has_an_entry_for_each_event() -> None:
    known = registry_as_of(REGISTRY, DAY)
    assert feed_of(known) == FEED
    found = parsed(FEED)
    assert found.feed.title == "A & B: what changed"
    assert found.feed.author == "NatCom"
    assert [(entry.title, entry.link) for entry in found.entries] == [
        (
            "A-1 – annual report for 2011: between 3 January 2012 and 2012",
            f"{SITE}centre/A-1.html#annual-report-1",
        ),
        ("A-1 – Meeting of the board: 2 January 2012", f"{SITE}centre/A-1.html#board-1"),
        ("A-1 – signature of the agreement: May 2010", f"{SITE}centre/A-1.html#signed-1"),
    ]


def test_note_mentions_no_later_year() -> None:
    note = "Opened in 2010. It moved in 2021."
    known = registry_as_of(SMALL + centre("A") + event("opened", "2010", note=note), DAY)
    assert "<p>Opened in 2010.</p>" in feed_of(known)
    assert "2021" not in feed_of(known)


def test_feed_without_events_was_updated_on_the_day() -> None:
    text = feed_of(registry_as_of(SMALL, DAY))
    assert "<updated>2020-12-31T00:00:00Z</updated>" in text
    assert "<name>A network</name>" in text
    assert parsed(text).entries == []


def ids(text: str) -> dict[str, str]:
    """Return the titles of a feed, and the ids of their entries."""
    return {entry.title: entry.id for entry in parsed(text).entries}


def test_ids_stay_when_another_event_is_added() -> None:
    before = ids(feed_of(registry_as_of(SMALL + centre("A", "renewed:2016"), DAY)))
    text = SMALL + centre("A", "renewed:2012", "renewed:2016", "renewed:2020")
    after = ids(feed_of(registry_as_of(text, DAY)))
    assert before == {
        "A – renewal of the agreement: 2016": f"{SITE}centre/A.html#renewed-2016",
    }
    assert after | before == after
    assert len(after) == 3


def test_equal_events_have_different_ids() -> None:
    text = SMALL + centre("A", "evaluated:2016", "evaluated:2016", "evaluated:2017")
    found = parsed(feed_of(registry_as_of(text, DAY)))
    assert [entry.id for entry in found.entries] == [
        f"{SITE}centre/A.html#evaluated-2017",
        f"{SITE}centre/A.html#evaluated-2016",
        f"{SITE}centre/A.html#evaluated-2016~2",
    ]


def test_ids_and_links_are_percent_encoded() -> None:
    text = SMALL + centre("서울", "이사회:2016")
    text += record("obligation", kind="이사회", name="Board", since=2012)
    entry = parsed(feed_of(registry_as_of(text, DAY))).entries[0]
    page = f"{SITE}centre/%EC%84%9C%EC%9A%B8.html"
    kind = "%EC%9D%B4%EC%82%AC%ED%9A%8C"
    assert (entry.id, entry.link) == (f"{page}#{kind}-2016", f"{page}#{kind}-1")


HOSTILE = (
    "</title></entry><script>alert(1)</script>",
    "]]><![CDATA[x",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "<?xml version='1.0'?><!-- x --> --",
    "\"' onload='alert(1)",
    "&#0; &amp;lt; &nbsp;",
    "{{ 7 * 7 }} {% raw %}",
    "\x00\x08\x0b\x0c\x1f\x7f\x85\x9f",
    "\u2028\u202e\ufffe\uffff\U0001fffe\ufdd0\ufeff",
)


def hostile(text: str) -> str:
    """Return a registry with a text in each field of the feed."""
    quoted = json.dumps(text, ensure_ascii=False)
    sources = ["book", f"https://x/{text}"]
    registry = (
        SMALL.replace('"A network"', f"{quoted}\npublisher = {quoted}")
        + record("obligation", kind="board", name=text, since=2012)
        + record("source", id="book", title=text, publisher=text, url=f"https://y/{text}")
        + centre("A", name=text)
        + event("board", 2013, note=text, sources=sources)
        + event("signed", 2012, note=text, sources=sources)
    )
    return registry.replace("\x7f", "\\u007f")


ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"

FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""The characters that XML 1.0 forbids."""


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str) -> None:
    written = feed_of(registry_as_of(hostile(text), DAY))
    assert not FORBIDDEN.search(written)
    root = ElementTree.fromstring(written)  # noqa: S314  # c2c wrote it
    tags = {element.tag for element in root.iter()}
    atom = ("feed", "id", "title", "subtitle", "updated", "author", "name", "link", "entry")
    assert tags == {
        *(f"{ATOM}{name}" for name in (*atom, "content")),
        *(f"{XHTML}{name}" for name in ("div", "p", "ul", "li")),
    }
    assert len(root.findall(f"{ATOM}entry")) == 2
    for element in root.iter():
        assert set(element.attrib) <= {
            *("rel", "type", "href", "{http://www.w3.org/XML/1998/namespace}lang"),
        }
    assert len(parsed(written).entries) == 2
    if text.isprintable():
        assert root.findtext(f"{ATOM}author/{ATOM}name") == text
        assert root.findtext(f".//{XHTML}p") == text


def test_lone_surrogate_is_escaped() -> None:
    # no file contains one, but an argument that is not UTF-8 does
    assert feed.sitemap("https://x/\udcff/", [""]) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url><loc>https://x/\\udcff/</loc></url>\n"
        "</urlset>\n"
    )
    known = registry_as_of(REGISTRY, DAY)
    object.__setattr__(known.network, "publisher", "\ud800")
    assert "<name>\\ud800</name>" in feed_of(known)


@settings(max_examples=30)
@given(registries())
def test_feed_of_any_registry_is_valid(registry: dict[str, Any]) -> None:
    known = registry_as_of(tomli_w.dumps(registry), DAY)
    text = feed_of(known)
    assert not FORBIDDEN.search(text)
    ElementTree.fromstring(text)  # noqa: S314  # c2c wrote it
    entries = parsed(text).entries
    assert len(entries) == len(latest.latest(known.registry, known.as_of))
    assert len({entry.id for entry in entries}) == len(entries)
    updated = [entry.updated for entry in entries]
    assert updated == sorted(updated, reverse=True)
    assert all(moment <= f"{DAY}T00:00:00Z" for moment in updated)


def test_feed_of_the_world_is_valid() -> None:
    known = registry_as_of((ROOT / "data/world.toml").read_text(), "2026-12-31")
    found = parsed(feed_of(known))
    assert len(found.entries) == 100
    assert len({entry.id for entry in found.entries}) == 100
    names = {shown.name for shown in known.centres}
    assert all(re.findall("<p>(.*?)</p>", entry.summary)[0] in names for entry in found.entries)


def test_sitemap_has_each_page() -> None:
    assert feed.sitemap(SITE, ["", "centre/%EA%B0%80.html", "meeting/a&b.html"]) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "<url><loc>https://example.org/c2c/</loc></url>\n"
        "<url><loc>https://example.org/c2c/centre/%EA%B0%80.html</loc></url>\n"
        "<url><loc>https://example.org/c2c/meeting/a&amp;b.html</loc></url>\n"
        "</urlset>\n"
    )
