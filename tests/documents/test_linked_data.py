"""JSON-LD: whole descriptions, only terms of schema.org, and text that cannot leave its element."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings

from c2c_cli.documents import templates
from c2c_cli.documents.registry_as_of import RegistryAsOf
from c2c_cli.documents.site.addresses import Addresses
from c2c_cli.documents.site.linked_data import LinkedData, address_of
from samples import ROOT, SMALL, centre, meeting, record, registry_as_of
from strategies import registries

SITE = "https://example.org/c2c/"
DAY = "2020-12-31"


def described(known: RegistryAsOf, url: str | None = SITE) -> list[str]:
    """Return the descriptions of the registry, its centres and its meetings."""
    linked = LinkedData(known, Addresses(known.registry), url)
    return [
        linked.registry(),
        *map(linked.centre, known.centres),
        *map(linked.meeting, known.registry.meeting),
    ]


def objects(text: str, day: str = DAY, url: str | None = SITE) -> list[dict[str, Any]]:
    found = [json.loads(description) for description in described(registry_as_of(text, day), url)]
    assert all(item.pop("@context") == "https://schema.org" for item in found)
    return found


def test_centre_with_all_that_is_known() -> None:
    text = SMALL + centre(
        "A-1",
        "opened:2010-02-03",
        name="Centre A",
        names={"ko": "센터", "zh-Hant": "中心"},
        city="Seoul",
        location=[37.50, 127],
        host="A university",
        website="https://a.example",
        note="A note.",
        identifiers={
            "ror": "05dxps055",
            "wikidata": "Q7809",
            "isni": "0000 0001 2103 2683",
            "viaf": "https://viaf.example/1",
            "grid": "grid.1.2",
        },
    )
    assert objects(text)[1] == {
        "@type": "Organization",
        "name": "Centre A",
        "alternateName": [
            "A-1",
            {"@language": "ko", "@value": "센터"},
            {"@language": "zh-Hant", "@value": "中心"},
        ],
        "url": "https://a.example",
        "mainEntityOfPage": "https://example.org/c2c/centre/A-1.html",
        "sameAs": [
            "https://ror.org/05dxps055",
            "https://www.wikidata.org/wiki/Q7809",
            "https://isni.org/isni/0000000121032683",
            "https://viaf.example/1",
        ],
        "identifier": [{"@type": "PropertyValue", "propertyID": "grid", "value": "grid.1.2"}],
        "address": {
            "@type": "PostalAddress",
            "addressLocality": "Seoul",
            "addressCountry": "KR",
        },
        "location": {
            "@type": "City",
            "name": "Seoul",
            "geo": {"@type": "GeoCoordinates", "latitude": 37.5, "longitude": 127},
        },
    }


def test_coordinates_have_the_digits_of_the_file() -> None:
    text = SMALL + centre("A", location=[1, 2]).replace("[1, 2]", "[37.50, 127.0]")
    assert '"latitude": 37.50, "longitude": 127.0}' in described(registry_as_of(text, DAY))[1]


def test_centre_of_which_little_is_known() -> None:
    text = SMALL + centre("A", location=[1, 2], website="ftp://a.example")
    assert objects(text, url=None)[1] == {
        "@type": "Organization",
        "name": "x",
        "alternateName": ["A"],
        "address": {"@type": "PostalAddress", "addressCountry": "KR"},
        "location": {
            "@type": "City",
            "geo": {"@type": "GeoCoordinates", "latitude": 1, "longitude": 2},
        },
    }


def test_a_closed_centre_is_not_said_to_be_dissolved() -> None:
    # its institution may exist without the agreement
    text = SMALL + centre("A", "opened:2010", "closed:2015-03")
    assert "dissolutionDate" not in objects(text)[1]


@pytest.mark.parametrize(
    ("scheme", "identifier", "expected"),
    [
        ("ror", "https://ror.org/05dxps055", "https://ror.org/05dxps055"),
        ("isni", "0000000121032683", "https://isni.org/isni/0000000121032683"),
        ("other", "http://x.example/1", "http://x.example/1"),
        ("other", "javascript:alert(1)", None),
        ("ROR", "05dxps055", None),
    ],
)
def test_address_of_an_identifier(scheme: str, identifier: str, expected: str | None) -> None:
    assert address_of(scheme, identifier) == expected


def test_meetings() -> None:
    text = SMALL + "".join(
        [
            centre("A", name="Centre A"),
            meeting(
                "m1",
                title="First",
                start="2018-06-27",
                end="2018-06",
                city="Jeju",
                venue="Hall",
                mode="hybrid",
                link="https://m.example",
                organisers=["A"],
                attendees=["NATCOM", "A"],
                invited=["NATCOM"],
            ),
            meeting("m2", start="2021-03", status="tentative", attendees=["A"]),
            meeting("m3", start=2019, status="cancelled", mode="online", link="ftp://m.example"),
            meeting("m4", start=2021, status="planned", city="Jeju", link="https://m.example"),
        ]
    )
    page = "https://example.org/c2c/meeting"
    organisation = {"@type": "Organization", "name": "National Commission"}
    assert objects(text)[2:] == [
        {
            "@type": "Event",
            "name": "First",
            "startDate": "2018-06-27",
            "endDate": "2018-06",
            "eventStatus": "https://schema.org/EventScheduled",
            "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
            "location": [
                {
                    "@type": "Place",
                    "name": "Hall",
                    "address": {"@type": "PostalAddress", "addressLocality": "Jeju"},
                },
                {"@type": "VirtualLocation", "url": "https://m.example"},
            ],
            "organizer": [{"@type": "Organization", "name": "Centre A"}],
            "attendee": [organisation, {"@type": "Organization", "name": "Centre A"}],
            "mainEntityOfPage": f"{page}/m1.html",
        },
        {
            "@type": "Event",
            "name": "x",
            "startDate": "2021-03",
            "mainEntityOfPage": f"{page}/m2.html",
        },
        {
            "@type": "Event",
            "name": "x",
            "startDate": "2019",
            "eventStatus": "https://schema.org/EventCancelled",
            "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
            "mainEntityOfPage": f"{page}/m3.html",
        },
        {
            "@type": "Event",
            "name": "x",
            "startDate": "2021",
            "eventStatus": "https://schema.org/EventScheduled",
            "location": [
                {
                    "@type": "Place",
                    "name": "Jeju",
                    "address": {"@type": "PostalAddress", "addressLocality": "Jeju"},
                }
            ],
            "mainEntityOfPage": f"{page}/m4.html",
        },
    ]


def test_registry_is_a_data_set() -> None:
    text = SMALL.replace('"A network"', '"A & B"\npublisher = "NatCom"')
    expected = {
        "@type": "Dataset",
        "name": "A & B",
        "description": "A & B: centres, their history, agreements and meetings, with sources",
        "url": SITE,
        "publisher": {"@type": "Organization", "name": "NatCom"},
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": f"{SITE}{name}",
            }
            for name, media_type in (
                ("centres.csv", "text/csv"),
                ("centres.json", "application/json"),
            )
        ],
    }
    assert objects(text) == [expected]
    without = objects(SMALL, url=None)[0]
    assert without.keys() == expected.keys() - {"url", "publisher"}
    assert [file["contentUrl"] for file in without["distribution"]] == [
        "centres.csv",
        "centres.json",
    ]


class Scripts(HTMLParser):
    """The tags of a page, and the text in its `script` elements."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # as the class calls it
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


HOSTILE = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]> --> &lt;b&gt; &amp; \"'\\",
    "\u2028\u2029\u202e\x00\x1b",
    "{{ 7 * 7 }}",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_cannot_leave_its_element(text: str) -> None:
    quoted = json.dumps(text)
    registry = "".join(
        [
            SMALL.replace('"A network"', f"{quoted}\npublisher = {quoted}"),
            record("organisation", id="O", name=text),
            centre(
                name=text,
                names={"ko": text},
                city=text,
                location=[1, 2],
                website=f"https://x/{text}",
                identifiers={"x": text, "y": f"https://x/{text}"},
            ),
            meeting(
                title=text,
                city=text,
                venue=text,
                organisers=["O"],
                mode="online",
                link=f"https://x/{text}",
            ),
        ]
    )
    environment = templates.html_environment()
    page = environment.from_string('<script type="application/ld+json">{{ text }}</script>')
    for description in described(registry_as_of(registry, DAY)):
        assert not re.search("[<>&\u2028\u2029]", description)
        scripts = Scripts()
        scripts.feed(page.render(text=description))
        scripts.close()
        assert scripts.tags == ["script"]
        found = json.loads(scripts.text)
        assert found["name"] == text
        if found["@type"] == "Organization":
            assert found["alternateName"][1]["@value"] == text
            assert "url" not in found
            assert "sameAs" not in found


TERMS = {
    "Dataset": "name description url publisher license distribution",
    "DataDownload": "encodingFormat contentUrl",
    "Organization": "name alternateName url mainEntityOfPage sameAs identifier address location",
    "PropertyValue": "propertyID value",
    "PostalAddress": "addressLocality addressCountry",
    "City": "name geo",
    "GeoCoordinates": "latitude longitude",
    "Event": "name startDate endDate eventStatus eventAttendanceMode location organizer attendee"
    " mainEntityOfPage",
    "Place": "name address",
    "VirtualLocation": "url",
}
"""Types of schema.org, and the properties that it defines for each."""


def assert_only_terms(item: object) -> None:
    if isinstance(item, list):
        for part in item:
            assert_only_terms(part)
    elif isinstance(item, dict) and "@value" not in item:
        kind = item["@type"]
        assert item.keys() - {"@context", "@type"} <= {*TERMS[kind].split()}
        for value in item.values():
            assert value not in ("", [], {}, None)
            assert_only_terms(value)


def test_descriptions_of_the_world_have_only_terms_of_schema_org() -> None:
    known = registry_as_of((ROOT / "data/world.toml").read_text(), "2026-12-31")
    found = [json.loads(description) for description in described(known)]
    assert len(found) == 1 + len(known.centres) + len(known.registry.meeting)
    for item in found:
        assert_only_terms(item)


@settings(max_examples=30)
@given(registries())
def test_descriptions_of_any_registry_are_data(registry: dict[str, Any]) -> None:
    known = registry_as_of(tomli_w.dumps(registry), DAY)
    for description in described(known, None):
        assert not re.search("[<>&\u2028\u2029]", description)
        assert_only_terms(json.loads(description))
