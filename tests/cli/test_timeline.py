"""`c2c timeline`: events and meetings by date, with partial dates in their place."""

import json

import pytest

from conftest import Program
from samples import SMALL, centre, event, meeting, rule

NETWORK = (
    SMALL
    + centre("A", "approved:2018", city="Séoul", names={"ko": "센터"})
    + event("signed", "2018-01-01", "2024", note="by letter", sources=["https://example.org/s"])
    + event("opened")
    + centre("B", "proposed:2018-03-01", "evaluated:2019-12-31", "closed:2018-03", host="K-water")
    + rule("formal")
    + meeting(
        "m", start="2018-03-15", end="2018-03-16", kind="formal", organisers=["A"], city="Jeju"
    )
    + meeting("n", start="2018-01", status="planned", attendees=["NATCOM", "B"], venue="Hall")
    + meeting("o", start="2019-12-30", end="2020-01-02", status="cancelled", kind="other")
)

ORDER = "signed:A n approved:A proposed:B closed:B m o evaluated:B opened:A"
"""Dates by their first day, then by their last day; the event without a date comes last."""


@pytest.mark.parametrize(
    ("args", "found"),
    [
        ((), ORDER),
        (("--year", "2018"), "signed:A n approved:A proposed:B closed:B m"),
        (("--year", "2019"), "o evaluated:B"),
        (("--year", "2020", "--year", "2019"), "o evaluated:B"),
        (("--year", "2020"), "o"),
        (("--from", "2018-03-16"), "approved:A closed:B m o evaluated:B"),
        (("--to", "2018-01-01"), "signed:A n approved:A"),
        (("--from", "2018-02", "--to", "2018-03-10"), "approved:A proposed:B closed:B"),
        (("--kind", "opened"), "opened:A"),
        (("--kind", "Signed,formal", "--kind", "other"), "signed:A m o"),
        (("--kind", "working"), ""),
        (("--centre", "a"), "signed:A approved:A m opened:A"),
        (("--centre", "NATCOM"), "n"),
        (("--centre", "A,B", "--year", "2019"), "evaluated:B"),
        (("seoul",), "signed:A approved:A opened:A"),
        (("센터",), "signed:A approved:A opened:A"),
        (("k-WATER",), "proposed:B closed:B evaluated:B"),
        (("hall",), "n"),
        (("2018-03",), "proposed:B closed:B m"),
        (("2019",), "o evaluated:B"),
        (("2020",), ""),
        (("none",), ""),
        (("--kind", "closed", "--from", "2018-03-31", "--to", "today"), "closed:B"),
        (("--sort", "-date"), "evaluated:B o m closed:B proposed:B approved:A n signed:A opened:A"),
    ],
)
def test_filters_select_events_and_meetings(
    c2c: Program, args: tuple[str, ...], found: str
) -> None:
    c2c.write(NETWORK)
    rows = [
        line.split("\t")
        for line in c2c("timeline", *args, "--columns", "id,kind,status").out.splitlines()
    ]
    assert [one if status else f"{kind}:{one}" for one, kind, status in rows] == found.split()


def test_unknown_kind_lists_those_of_events_and_meetings(c2c: Program) -> None:
    c2c.write(NETWORK)
    assert c2c("timeline", "--kind", "sined", code=2).err == (
        'c2c: error: --kind: unknown kind "sined"; did you mean "signed"?\n'
    )
    assert c2c("timeline", "--centre", "X", code=2).err == (
        'c2c: error: --centre: unknown centre or organisation "X"; expected A, B or NATCOM\n'
    )


def test_pipe_and_json_have_every_field(c2c: Program) -> None:
    c2c.write(NETWORK)
    assert c2c("timeline", "--year", "2018", "--to", "2018-01-01").out == (
        "2018-01-01\t\tsigned\t\tA\tx\n2018-01\t\t\tplanned\tn\tx\n2018\t\tapproved\t\tA\tx\n"
    )
    signed, *_, evaluated, opened = json.loads(c2c("timeline", "--format", "json").out)
    assert signed == {
        "date": "2018-01-01",
        "kind": "signed",
        "id": "A",
        "title": "x",
        "until": "2024",
        "note": "by letter",
        "sources": ["https://example.org/s"],
    }
    assert evaluated == {"date": "2019-12-31", "kind": "evaluated", "id": "B", "title": "x"}
    assert opened == {"kind": "opened", "id": "A", "title": "x"}
    assert c2c("timeline", "--kind", "opened", "--columns", "date,until,city").out == "\t\t\n"


def test_table_groups_entries_by_year(c2c: Program) -> None:
    c2c.write(NETWORK)
    assert c2c("timeline", "--format", "table").out == (
        "Timeline\n"
        "\n"
        "Date                      What                     ID  Title\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
        f"2018 {'─' * 55}\n"
        "2018-01-01                signed                   A   x\n"
        "2018-01                   meeting planned          n   x\n"
        "2018                      approved                 A   x\n"
        "2018-03-01                proposed                 B   x\n"
        "2018-03                   closed                   B   x\n"
        "2018-03-15 to 2018-03-16  formal meeting held      m   x\n"
        f"2019 {'─' * 55}\n"
        "2019-12-30 to 2020-01-02  other meeting cancelled  o   x\n"
        "2019-12-31                evaluated                B   x\n"
        f"Date unknown {'─' * 47}\n"
        "                          opened                   A   x\n"
        "\n"
        "9 items\n"
    )


def test_narrow_terminal_has_a_heading_for_each_year(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("COLUMNS", "50")
    assert c2c("timeline", "--year", "2019", "--kind", "evaluated", "--format", "table").out == (
        "Timeline\n\n2019\n\nDate   2019-12-31\nWhat   evaluated\nID     B\nTitle  x\n\n1 item\n"
    )
