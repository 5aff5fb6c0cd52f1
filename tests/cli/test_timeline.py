"""`c2c timeline`: events and meetings by date, with partial dates in their place."""

import json

import pytest

from conftest import Program
from samples import SMALL, centre, event, meeting, record, rule

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


def test_table_shows_a_year_and_the_name_of_a_centre_once(c2c: Program) -> None:
    c2c.write(NETWORK)
    assert c2c("timeline", "--format", "table").out == (
        "Timeline\n"
        "\n"
        "Date                      What                Centre or meeting\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
        "2018-01-01                signed              A: x\n"
        "     01                   meeting, planned    x (n)\n"
        "2018                      approved            A\n"
        "     03-01                proposed            B: x\n"
        "     03                   closed              B\n"
        "     03-15 to 16          formal meeting      x (m)\n"
        "2019-12-30 to 2020-01-02  meeting, cancelled  x (o)\n"
        "     12-31                evaluated           B\n"
        "?                         opened              A\n"
        "\n"
        "9 items\n"
    )


def test_bounds_are_whole_and_the_year_is_repeated_after_them(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", "proposed:..2011-06", "approved:2012-01", "signed:2012-02..2013")
        + event("opened", "2012-03-01")
    )
    out = c2c("timeline", "--format", "table").out
    assert out.endswith(
        "\n..2018 is in or before 2018, 2018.. is in or after 2018, and 2018..2020 is between them\n"
    )
    assert "is between them" not in c2c("timeline", "--kind", "opened", "--format", "table").out
    lines = out.splitlines()[4:8]
    assert [line.split()[0] for line in lines] == [
        "..2011-06",
        "2012-01",
        "2012-02..2013",
        "2012-03-01",
    ]


def test_sorted_table_has_whole_dates_and_all_names(c2c: Program) -> None:
    c2c.write(NETWORK)
    out = c2c("timeline", "--kind", "proposed,closed", "--sort", "-date", "--format", "table").out
    assert out.splitlines()[4:6] == ["2018-03     closed    B: x", "2018-03-01  proposed  B: x"]


@pytest.mark.parametrize(
    ("args", "title"),
    [
        ((), "Timeline"),
        (("--year", "2019"), "Timeline for 2019"),
        (("--from", "2018", "--to", "2018-03"), "Timeline from 2018 to 2018-03"),
        (("--from", "2018-03-01", "--to", "2018-03-01"), "Timeline for 2018-03-01"),
        (("--centre", "a", "--year", "2018", "2018"), 'Timeline of A for 2018 matching "2018"'),
        (
            ("--centre", "b,A", "--kind", "Closed,signed"),
            "Timeline of B or A: kind closed or signed",
        ),
        (("2018",), 'Timeline matching "2018"'),
    ],
)
def test_title_names_the_filters(c2c: Program, args: tuple[str, ...], title: str) -> None:
    c2c.write(NETWORK)
    assert c2c("timeline", *args, "--format", "table").out.splitlines()[0] == title


def test_blocks_in_a_narrow_terminal_have_whole_dates_and_names(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("COLUMNS", "58")
    assert c2c("timeline", "--kind", "proposed,closed", "--format", "table").out == (
        "Timeline: kind proposed or closed\n\n"
        "Date               2018-03-01\nWhat               proposed\nCentre or meeting  B: x\n\n"
        "Date               2018-03\nWhat               closed\nCentre or meeting  B: x\n\n"
        "2 items\n"
    )


def test_deliveries_name_the_year_that_they_cover(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A")
        + event("annual-report", "2023-02-20", covers=2022, note="Late")
        + event("work-plan", "2023-12")
        + meeting("b", start="2023-05-04", kind="board", organisers=["A"])
        + record("obligation", kind="board", name="Board", since=2022)
    )
    assert c2c("timeline", "--format", "table").out == (
        "Timeline\n"
        "\n"
        "Date        What                    Centre or meeting\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
        "2023-02-20  annual report for 2022  A: x\n"
        "     05-04  board meeting           x (b)\n"
        "     12     work plan               A\n"
        "\n"
        "3 items\n"
    )
    assert c2c("timeline", "--columns", "kind,covers,note").out == (
        "annual-report\t2022\tLate\nboard\t\t\nwork-plan\t\t\n"
    )
    found = json.loads(c2c("timeline", "--kind", "annual-report", "--format", "json").out)
    assert found[0]["covers"] == 2022
