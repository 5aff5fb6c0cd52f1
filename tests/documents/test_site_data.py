"""The data files of the site: whole files, the same as those of commands, and nothing private."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from icalendar import Calendar

from c2c_cli.documents.registry_as_of import RegistryAsOf
from c2c_cli.documents.site import data, feed, latest
from c2c_cli.documents.site.addresses import Addresses
from c2c_cli.documents.site.linked_data import LinkedData
from conftest import Program
from samples import ROOT, SMALL, centre, event, meeting, record, registry_as_of
from strategies import registries

BOOK = record("source", id="book", title="Yearbook", publisher="NatCom", date=2012)
URL = "https://example.org/1"

REGISTRY = "".join(
    [
        SMALL,
        BOOK,
        record("source", id="later", title="Report of 2020"),
        centre(
            "A",
            name='Centre "A", Seoul',
            names={"ko": "센터"},
            city="Seoul",
            website="https://a.example",
            sources=[URL],
            identifiers={"wikidata": "Q7809"},
            location=[37.50, 127],
            extra={"budget": 1},
        ),
        event("signed", 2010, until=2016, sources=["book"]),
        event("opened", "2011-05", note="With a ceremony."),
        event("renewed", "2020-01-31", sources=["later"]),
        event("evaluated"),
        record("centre.contact", role="Director", name="Kim"),
        centre("B"),
        centre("LATER"),
        event("approved", 2020),
        meeting(
            "m1",
            title="First meeting",
            start="2015-06-27",
            city="Jeju",
            organisers=["A"],
            extra={"cost": 7},
        ),
        meeting("m2", title="No day", start="2015-07"),
        meeting("m3", title="Not yet known", start="2017-01-01"),
        meeting("m4", title="Overdue", start="2015-08-09", status="planned"),
    ]
)
DAY = "2016-02-03"


def texts(known: RegistryAsOf) -> dict[str, str]:
    return {name: content.decode() for name, content in data.files(known)}


def centre_of(known: RegistryAsOf, centre_id: str) -> bytes:
    return next(data.centre(known, shown) for shown in known.centres if shown.id == centre_id)


FILE = """\
id,name,names,sector,country,city,host,website,note,event,status,until,proposed,approved,signed,opened,renewed,closed,evaluated,identifiers,in-force,decided,location,sources,annual-report,work-plan
A,"Centre ""A"", Seoul",ko=센터,culture,KR,Seoul,,https://a.example,,signed=2010;opened=2011-05;evaluated=?,operating,2016,,,2010,2011-05,,,?,wikidata=Q7809,,,"37.5,127",https://example.org/1,,
B,x,,culture,KR,,,,,,unknown,,,,,,,,,,,,,,,
"""

OBJECT = """\
{
  "id": "A",
  "name": "Centre \\"A\\", Seoul",
  "names": {
    "ko": "센터"
  },
  "sector": "culture",
  "country": "KR",
  "city": "Seoul",
  "location": [
    37.5,
    127
  ],
  "website": "https://a.example",
  "sources": [
    "https://example.org/1"
  ],
  "event": [
    {
      "kind": "signed",
      "date": "2010",
      "until": "2016",
      "sources": [
        "book"
      ]
    },
    {
      "kind": "opened",
      "date": "2011-05",
      "note": "With a ceremony."
    },
    {
      "kind": "evaluated"
    }
  ],
  "identifiers": {
    "wikidata": "Q7809"
  },
  "status": "operating",
  "until": "2016\""""

OTHER = """\
{
  "id": "B",
  "name": "x",
  "sector": "culture",
  "country": "KR",
  "status": "unknown"
}"""

SOURCE = """\
,
  "source": [
    {
      "id": "book",
      "title": "Yearbook",
      "publisher": "NatCom",
      "date": "2012"
    }
  ]
}
"""

MEETINGS = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//c2c//network registry//EN
X-WR-CALNAME:A network: meetings
REFRESH-INTERVAL;VALUE=DURATION:P1D
X-PUBLISHED-TTL:P1D
BEGIN:VEVENT
SUMMARY:First meeting
DTSTART;VALUE=DATE:20150627
DTEND;VALUE=DATE:20150628
DTSTAMP:20160203T000000Z
UID:m1@c2c
CATEGORIES:Meeting
DESCRIPTION:Organised by: A (Centre "A"\\, Seoul)
LOCATION:Jeju
STATUS:CONFIRMED
END:VEVENT
BEGIN:VEVENT
SUMMARY:Overdue
DTSTART;VALUE=DATE:20150809
DTEND;VALUE=DATE:20150810
DTSTAMP:20160203T000000Z
UID:m4@c2c
CATEGORIES:Meeting
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""

DUE = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//c2c//network registry//EN
X-WR-CALNAME:A network: due
REFRESH-INTERVAL;VALUE=DURATION:P1D
X-PUBLISHED-TTL:P1D
BEGIN:VEVENT
SUMMARY:overdue since 2015-07-01: A: review due\\; agreement expires in 201
 6
DTSTART;VALUE=DATE:20160203
DTEND;VALUE=DATE:20160204
DTSTAMP:20160203T000000Z
UID:due-centre:A@c2c
CATEGORIES:Agreement
DESCRIPTION:Concerns: A
TRANSP:TRANSPARENT
END:VEVENT
BEGIN:VEVENT
SUMMARY:overdue since 2015-08-09: m4: meeting still planned
DTSTART;VALUE=DATE:20160203
DTEND;VALUE=DATE:20160204
DTSTAMP:20160203T000000Z
UID:due-meeting:m4@c2c
CATEGORIES:Meeting
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
"""


def test_files_contain_what_was_known_by_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    known = registry_as_of(REGISTRY, DAY)
    indented = "  " + f"{OBJECT}\n}},\n{OTHER}".replace("\n", "\n  ")
    assert texts(known) == {
        "centres.csv": FILE,
        "centres.json": f"[\n{indented}\n]\n",
        "meetings.ics": MEETINGS.replace("\n", "\r\n"),
        "due.ics": DUE.replace("\n", "\r\n"),
    }
    assert tuple(texts(known)) == data.FILES
    assert capsys.readouterr().err == "", "a meeting without a day is on its page"


def test_centre_has_the_records_of_the_sources_that_it_cites() -> None:
    known = registry_as_of(REGISTRY, DAY)
    assert centre_of(known, "A").decode() == OBJECT + SOURCE
    assert centre_of(known, "B").decode() == f"{OTHER}\n"
    later = json.loads(centre_of(registry_as_of(REGISTRY, "2020-12-31"), "A"))
    assert [source["id"] for source in later["source"]] == ["book", "later"]


def test_centre_is_one_of_all() -> None:
    known = registry_as_of((ROOT / "data/world.toml").read_text(), "2016-02-03")
    found = {item["id"]: item for item in json.loads(texts(known)["centres.json"])}
    assert found.keys() == known.status_of.keys()
    for shown in known.centres:
        document = json.loads(data.centre(known, shown))
        document.pop("source", None)
        assert document == found[shown.id]


def test_files_are_those_of_the_commands(c2c: Program) -> None:
    text = (ROOT / "data/world.toml").read_text()
    c2c.write(text)
    known = registry_as_of(text, "2026-12-31")
    files = texts(known)
    day = ("--as-of", "2026-12-31")
    header = files["centres.csv"].partition("\n")[0]
    listed = c2c("list", *day, "--columns", header, "--format", "csv")
    assert files["centres.csv"] == listed.out
    assert files["centres.json"] == c2c("list", *day, "--format", "json").out
    assert files["meetings.ics"] == c2c("meetings", *day, "--format", "ics").out


def test_event_that_certainly_happened_later_changes_no_status() -> None:
    # without its opening, the approval of unknown date would seem to be certain
    text = SMALL + centre("A", "approved", "opened:2020", "closed:2022") + centre("B", "opened:1")
    known = registry_as_of(text.replace('date = "1"', 'date = "2015.."'), DAY)
    listed = csv.DictReader(io.StringIO(texts(known)["centres.csv"]))
    assert [(row["id"], row["status"], row["event"]) for row in listed] == [
        ("B", "operating", "opened=2015..")
    ]


def test_event_that_may_have_happened_is_published() -> None:
    known = registry_as_of(SMALL + centre("A", "opened:2010", "renewed:2016"), DAY)
    assert "opened=2010;renewed=2016,operating" in texts(known)["centres.csv"]
    assert len(json.loads(centre_of(known, "A"))["event"]) == 2


def test_imported_centre_is_unchanged(c2c: Program) -> None:
    c2c.write(REGISTRY)
    known = registry_as_of(REGISTRY, "2020-12-31")
    (c2c.folder / "A.json").write_bytes(centre_of(known, "A"))
    imported = c2c("import", "A.json", "--update")
    assert imported.err == (
        "c2c: no changes to data/centres.toml\n"
        "c2c: warning: ignored the status of centres, which is derived from their events\n"
        'c2c: warning: ignored "source" of centres; c2c derives it from other records\n'
    )


SECRETS = {
    field: f"secret-{field}-4711" for field in ("role", "name", "email", "phone", "note", "extra")
}


def private() -> str:
    """Return a registry with a secret in each field of contacts, and in each extra key."""
    person = {field: secret for field, secret in SECRETS.items() if field != "extra"}
    extra = {"secret-key-4711": SECRETS["extra"], "number": 4711}
    return "".join(
        [
            SMALL,
            record("organisation.contact", **person, since=2010),
            centre("A", "signed:2010:2016", "opened:2011", extra=extra),
            record("centre.contact", **person, since=2010, until=2030),
            record("centre.contact", **person),
            centre("B", extra=extra),
            record("obligation", kind="board", name="Board", since=2012),
            meeting(
                start="2015-06-27",
                status="planned",
                organisers=["A"],
                attendees=["NATCOM"],
                extra=extra,
            ),
        ]
    )


def published(known: RegistryAsOf) -> Iterator[str]:
    """Yield all that these modules publish."""
    addresses = Addresses(known.registry)
    yield from texts(known).values()
    for shown in known.centres:
        yield data.centre(known, shown).decode()
    happenings = latest.latest(known.registry, known.as_of)
    yield feed.feed(known, happenings, addresses, "https://example.org/")
    linked = LinkedData(known, addresses, "https://example.org/")
    yield linked.registry()
    yield from map(linked.centre, known.centres)
    yield from map(linked.meeting, known.registry.meeting)


@pytest.mark.parametrize("day", [DAY, "2012-01-01", "2026-12-31"])
def test_contacts_and_extra_keys_are_never_published(day: str) -> None:
    known = registry_as_of(private(), day)
    for text in published(known):
        assert "4711" not in text
        assert "secret" not in text
        assert "contact" not in text
        assert "extra" not in text


@given(registries())
def test_files_of_any_registry_are_valid_and_the_same_each_time(registry: dict[str, Any]) -> None:
    text = tomli_w.dumps(registry)
    known = registry_as_of(text, "2020-12-31")
    files = texts(known)
    ids = [shown.id for shown in known.registry.centre if shown.id in known.status_of]
    rows = list(csv.DictReader(io.StringIO(files["centres.csv"], newline="")))
    assert [row["id"] for row in rows] == ids
    assert [item["id"] for item in json.loads(files["centres.json"])] == ids
    for name in ("meetings.ics", "due.ics"):
        Calendar.from_ical(files[name])
    for shown in known.centres:
        assert json.loads(data.centre(known, shown))["id"] == shown.id
    again = registry_as_of(text, "2020-12-31")
    assert list(published(known)) == list(published(again))
