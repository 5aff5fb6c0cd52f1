"""`c2c attendance`: who took part in which held meeting, as rows and as a matrix."""

import json

import pytest

from conftest import Program
from samples import SMALL, centre, meeting, record, rule

NETWORK = (
    SMALL
    + record("organisation", id="KNCU", name="x")
    + centre("A", "opened:2001")
    + centre("B", "opened:2001")
    + centre("C", "opened:2001")
    + centre("유산", "opened:2001")
    + centre("OLD", "opened:2001", "closed:2020")
    + centre("NEW", "opened:2001")
    + centre("LATER", "proposed:9990")
    + rule("formal", level="working")
    + rule("heads", level="heads")
    + record("obligation", kind="board", name="Governing board", since=2018)
    + meeting("board-a", start="2020-05-05", kind="board", organisers=["A"], attendees=["NEW"])
    + meeting(
        "m3", start="2019-11-20", kind="heads", organisers=["B"], attendees=["B", "A"], city="Jeju"
    )
    + meeting("m1", start=2018, kind="heads", organisers=["KNCU"], attendees=["A", "B", "OLD"])
    + meeting("m2", start="2019-03", kind="formal", organisers=["A"])
    + meeting(
        "m4",
        start="2021-06-27",
        kind="formal",
        organisers=["KNCU"],
        attendees=["KNCU", "A"],
        invited=["A", "B", "유산"],
    )
    + meeting("plan", start="2030", status="planned", organisers=["A"], attendees=["C"])
    + meeting("off", start="2018-07", status="cancelled", organisers=["A"], attendees=["C"])
)

ROWS = """\
m1\t2018\tKNCU\torganised
m1\t2018\tA\tattended
m1\t2018\tB\tattended
m1\t2018\tOLD\tattended
m2\t2019-03\tA\torganised
m3\t2019-11-20\tB\torganised
m3\t2019-11-20\tA\tattended
m4\t2021-06-27\tKNCU\torganised
m4\t2021-06-27\tA\tattended
m4\t2021-06-27\tB\tabsent
m4\t2021-06-27\t유산\tabsent
"""

MATRIX = """\
Attendance at held meetings
Recorded at none of the last 3 meetings whose attendees are recorded: 유산.

      2018   2019          2021
      2018    03    11-20  06-27  Recorded
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
A       ✓      ●      ✓      ✓           4
B       ✓      ·      ●      –           2
유산           ·             –           0
OLD     ✓      ·                         1

KNCU    ●      ·             ●           2

● organised  ✓ attended  – absent  · attendees not recorded  blank: not recorded
4 centres and 1 organisation, 4 held meetings
Not recorded at any of these meetings: C and NEW
"""


def rows(*ids: str) -> str:
    return "".join(
        line for line in ROWS.splitlines(keepends=True) if line.partition("\t")[0] in ids
    )


def test_pipe_has_a_row_for_each_meeting_and_member(c2c: Program) -> None:
    c2c.write(NETWORK)
    assert c2c("attendance").out == ROWS
    header, *lines = c2c("attendance", "--format", "csv").out.splitlines()
    assert header == "meeting,start,id,role"
    assert "".join(f"{line}\n" for line in lines).replace(",", "\t") == ROWS
    assert json.loads(c2c("attendance", "--last", "1", "--format", "json").out)[2] == {
        "meeting": "m4",
        "start": "2021-06-27",
        "id": "B",
        "role": "absent",
    }


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        ("--kind heads", ["m1", "m3"]),
        ("--kind HEADS,formal", ["m1", "m2", "m3", "m4"]),
        ("--kind working", []),
        ("--year 2019", ["m2", "m3"]),
        ("--year 2018 --year 2021", ["m1", "m4"]),
        ("--year 2030", []),
        ("--last 1", ["m4"]),
        ("--last 2", ["m3", "m4"]),
        ("--last 99", ["m1", "m2", "m3", "m4"]),
        ("--kind heads --last 1", ["m3"]),
        ("--year 2019 --last 1", ["m3"]),
    ],
)
def test_filters(c2c: Program, args: str, ids: list[str]) -> None:
    c2c.write(NETWORK)
    assert c2c("attendance", *args.split()).out == rows(*ids)


def test_meetings_of_an_obligation_are_left_out_unless_they_are_named(c2c: Program) -> None:
    c2c.write(NETWORK)
    board = "board-a\t2020-05-05\tA\torganised\nboard-a\t2020-05-05\tNEW\tattended\n"
    assert c2c("attendance", "--kind", "board").out == board
    assert c2c("attendance", "--year", "2020").out == ""
    assert c2c("attendance", "--kind", "board,heads", "--year", "2020").out == board


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "", "²", "1" * 10])
def test_number_of_meetings_is_positive(c2c: Program, number: str) -> None:
    c2c.write(NETWORK)
    problem = f'invalid number "{number}"; use a whole number, such as 6'
    if number in {"0", "-1"}:
        problem = f"invalid number {number}; use 1 or more"
    assert c2c("attendance", f"--last={number}", code=2) == (
        2,
        "",
        f"c2c: error: --last: {problem}\n",
    )


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        ("--kind head", '--kind: unknown kind "head"; did you mean "heads"?'),
        ("--year 18", '--year: invalid year "18"; use four digits, such as 2018'),
        ("--columns name", '--columns: unknown column "name"; expected meeting, start, id or role'),
    ],
)
def test_unknown_words_are_usage_errors(c2c: Program, args: str, problem: str) -> None:
    c2c.write(NETWORK)
    assert c2c("attendance", *args.split(), code=2).err == f"c2c: error: {problem}\n"


def test_terminal_has_a_matrix(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    assert c2c("attendance", terminal=True) == (0, MATRIX, "")


@pytest.mark.parametrize(
    ("args", "lead"),
    [
        ("--last 1", "Absent from the last meeting: B and 유산."),
        ("--last 2", "Recorded at neither of the last 2 meetings: 유산."),
        ("--kind heads", "Every centre and organisation shown is recorded at one or more of "),
        ("--kind heads --last 1", "Every centre and organisation shown is recorded at the last "),
        ("--year 2018", "Every centre and organisation shown is recorded at the last meeting."),
        (
            "--year 2019",
            "Every centre and organisation shown is recorded at the last meeting.",
        ),
    ],
)
def test_lead_says_who_is_not_recorded(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, args: str, lead: str
) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("COLUMNS", "200")
    line = c2c("attendance", *args.split(), "--format", "table").out.splitlines()[1]
    assert line.startswith(lead)


@pytest.mark.parametrize(
    ("invited", "lead"),
    [
        ((), "Recorded at none of the last 3 meetings: B."),
        ((1, 2, 3), "Absent from all of the last 3 meetings: B."),
        ((1, 3), "Recorded at none of the last 3 meetings: B."),
    ],
)
def test_member_is_absent_only_where_it_was_invited(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, invited: tuple[int, ...], lead: str
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    meetings = [meeting("m0", start=2017, attendees=["A", "B"])]
    for number in (1, 2, 3):
        asked = ["A", "B"] if number in invited else []
        start = 2017 + number
        meetings.append(meeting(f"m{number}", start=start, attendees=["A"], invited=asked))
    c2c.write(SMALL + centre("A") + centre("B") + "".join(meetings))
    assert c2c("attendance", "--format", "table").out.splitlines()[1] == lead


def test_closed_centres_are_not_expected(c2c: Program) -> None:
    text = SMALL + centre("A") + centre("B", "opened:2001", "closed:2018") + centre("C")
    for year in (2017, 2018, 2019, 2020):
        text += meeting(f"m{year}", start=year, attendees=["A", *(["B"] if year == 2017 else [])])
    c2c.write(text)
    out = c2c("attendance", "--format", "table").out
    assert out.splitlines()[1] == (
        "Every centre and organisation shown is recorded at one or more of the last 3 meetings."
    )
    assert "\nB    ✓" in out
    assert out.endswith("Not recorded at any of these meetings: C\n")


def test_last_ten_meetings_are_shown(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [meeting(f"m{n}", start=f"20{n}-01-01", attendees=["A"]) for n in range(10, 23)]
    c2c.write(SMALL + centre("A") + "".join(many), "a b.toml")
    args = ("attendance", "--data", "a b.toml", "--format", "table")
    monkeypatch.setenv("COLUMNS", "80")
    lines = c2c(*args).out.splitlines()
    assert lines[4].split() == [f"20{n}" for n in range(13, 23)]
    assert lines[-2:] == [
        "1 centre, 10 of 13 held meetings",
        "Earlier meetings: c2c attendance --data 'a b.toml' --last 13",
    ]
    monkeypatch.setenv("COLUMNS", "60")
    lines = c2c(*args).out.splitlines()
    assert lines[4].split() == [f"20{n}" for n in range(14, 23)]
    assert lines[-1] == "Earlier meetings: c2c attendance --data 'a b.toml' --year 2013"
    assert len(c2c(*args, "--columns", "meeting").out.splitlines()) == 2 + 2 + 13 + 2
    assert "12 held meetings" in c2c(*args[:3], "--format", "table", "--last", "12").out


def test_rows_are_shown_with_columns_or_an_order(c2c: Program) -> None:
    c2c.write(NETWORK)
    assert c2c("attendance", "--last", "2", "--sort", "id", "--format", "table").out == (
        """\
Attendance at held meetings

Meeting  Start       ID    Role
━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
m3       2019-11-20  A     attended
m4       2021-06-27  A     attended
m3       2019-11-20  B     organised
m4       2021-06-27  B     absent
m4       2021-06-27  KNCU  organised
m4       2021-06-27  유산  absent

6 entries
"""
    )


def test_very_narrow_terminal_has_a_section_for_each_meeting(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("COLUMNS", "40")
    out = c2c("attendance", "--kind", "heads", "--format", "table").out
    assert out.partition("\n\n")[2] == (
        """\
2018 ───────────────────────────────────
KNCU: organised
A: attended
B: attended
OLD: attended

2019-11-20 Jeju ────────────────────────
B: organised
A: attended

6 entries
"""
    )


@pytest.mark.parametrize(
    ("text", "args", "said"),
    [
        (SMALL, "", "no meetings in data/centres.toml yet; run c2c add meeting"),
        (NETWORK, "--year 1990", "no matching meetings"),
        (
            SMALL + meeting() + meeting("n"),
            "",
            "no organisers or attendees are recorded for 2 matching meetings",
        ),
    ],
)
def test_no_rows(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, text: str, args: str, said: str
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    c2c.write(text)
    assert c2c("attendance", *args.split(), terminal=True) == (0, "", f"c2c: {said}\n")
    assert c2c("attendance", *args.split()) == (0, "", "")
    assert c2c("attendance", *args.split(), "--format", "json").out == "[]\n"


def test_completion_offers_kinds_of_meetings(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("_C2C_COMPLETE", "1")
    out = c2c("attendance", "--kind", "").out
    assert out.split() == ["formal", "heads", "working", "board", "other"]
