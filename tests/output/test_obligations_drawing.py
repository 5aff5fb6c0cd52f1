"""Drawings of `c2c obligations`: the verdict, and a grid for each obligation."""

import re
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c2c_cli.text import width
from conftest import Program, run
from samples import SMALL, centre, event, meeting, record, without_colours

MARKS = {"met": "✓", "planned": "◐", "waived": "–", "unclear": "?", "due": "○", "missing": "✗"}


def obligation(kind: str = "annual-report", **fields: object) -> str:
    """Return an obligation."""
    fields = {"name": "Annual report to UNESCO", "since": 2014, "due": "03-31"} | fields
    return record("obligation", kind=kind, **fields)


def report(covers: int) -> str:
    return event("annual-report", f"{covers + 1}-02-14", covers=covers)


IDS = ("ALPHA", "BRIDGE", "CORAL", "DELTA", "EARTH", "FOREST", "GLACIER", "HERITAGE", "ISLAND", "J")

TEN = (
    SMALL
    + "".join(
        centre(name, f"opened:{2012 + number}")
        + "".join(report(year) for year in range(max(2014, 2013 + number), 2026) if year % (number + 3))
        for number, name in enumerate(IDS)
    )
    + centre("NEW", "approved:2024")
    + centre("OLD", "opened:2001", "closed:2013")
    + meeting("b", start="2026-12-20", status="planned", kind="board", organisers=["ALPHA"])
    + obligation(note="Article 11 of the agreements.")
    + obligation("board", name="Governing board", every=3, since=2021, due=None, until=2026)
    + record("waiver", kind="annual-report", year=2020, centre="HERITAGE", reason="Flood")
)  # fmt: skip
"""A network of ten centres that operate, and two that do not."""

EIGHTY = f"""\
Obligations as of 2026-12-01
Annual report to UNESCO for 2014 to 2026: 67 of 84 recorded, 16 not recorded, 1
waived; 10 still due.
Governing board for 2021 to 2026: none of 9 recorded; 1 planned, 9 still due.

Annual report to UNESCO (annual-report)
Since 2014, for every centre, due by 31 March the year after
Article 11 of the agreements.

        2014  15  16  17  18  19  20  21  22  23  24  25  26  Recorded
{"━" * 70}
ALPHA     ✓   ✓   ✗   ✓   ✓   ✗   ✓   ✓   ✗   ✓   ✓   ✗   ○   8 of 12
BRIDGE    ✓   ✓   ✗   ✓   ✓   ✓   ✗   ✓   ✓   ✓   ✗   ✓   ○   9 of 12
CORAL         ✗   ✓   ✓   ✓   ✓   ✗   ✓   ✓   ✓   ✓   ✗   ○   8 of 11
DELTA             ✗   ✓   ✓   ✓   ✓   ✓   ✗   ✓   ✓   ✓   ○   8 of 10
EARTH                 ✓   ✓   ✓   ✓   ✓   ✓   ✗   ✓   ✓   ○   8 of 9
FOREST                    ✓   ✓   ✓   ✓   ✓   ✓   ✗   ✓   ○   7 of 8
GLACIER                       ✓   ✓   ✓   ✓   ✓   ✓   ✗   ○   6 of 7
HERITAGE                          –   ✓   ✓   ✓   ✓   ✓   ○   5 of 6
ISLAND                                ✓   ✓   ✓   ✗   ✓   ○   4 of 5
J                                         ✓   ✓   ✓   ✓   ○   4 of 4

Not bound in these years: NEW, OLD

Governing board (board)
Every 3 years from 2021 to 2026, for every centre

          2021–2023  2024–2026  Recorded
{"━" * 40}
ALPHA         ✗          ◐      0 of 1
BRIDGE        ✗          ○      0 of 1
CORAL         ✗          ○      0 of 1
DELTA         ✗          ○      0 of 1
EARTH         ✗          ○      0 of 1
FOREST        ✗          ○      0 of 1
GLACIER       ✗          ○      0 of 1
HERITAGE      ✗          ○      0 of 1
ISLAND        ✗          ○      0 of 1
J                        ○

Not bound in these years: NEW, OLD

✓ recorded  ◐ planned  – waived  ○ due  ✗ none recorded
Blank: not bound. A centre is bound from the first period after the year in
which it is first known to operate, until it closes.
Rules: c2c show annual-report board
"""


def drawn(c2c: Program, *args: str, as_of: str = "2026-12-01") -> str:
    """Return the drawing as of a day."""
    return c2c("obligations", "--as-of", as_of, "--format", "table", *args).out


def test_grid_for_each_obligation(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(TEN)
    monkeypatch.setenv("COLUMNS", "80")
    assert drawn(c2c) == EIGHTY


def test_one_year_answers_who_has_not_reported(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(TEN)
    monkeypatch.setenv("COLUMNS", "60")
    assert drawn(c2c, "--kind", "annual-report", "--year", "2020") == (
        "Obligations: annual-report, 2020, as of 2026-12-01\n"
        "Annual report to UNESCO for 2020: recorded for 5 of 8\n"
        "centres; none recorded for BRIDGE and CORAL; waived for\n"
        "HERITAGE.\n"
        "\n"
        "Annual report to UNESCO (annual-report)\n"
        "Since 2014, for every centre, due by 31 March the year after\n"
        "Article 11 of the agreements.\n"
        "\n"
        "          2020\n"
        f"{'━' * 22}\n"
        "ALPHA     ✓ 2021-02-14\n"
        "BRIDGE    ✗\n"
        "CORAL     ✗\n"
        "DELTA     ✓ 2021-02-14\n"
        "EARTH     ✓ 2021-02-14\n"
        "FOREST    ✓ 2021-02-14\n"
        "GLACIER   ✓ 2021-02-14\n"
        "HERITAGE  –\n"
        "\n"
        "Not bound in 2020: ISLAND, J, NEW, OLD\n"
        "\n"
        "✓ recorded  – waived  ✗ none recorded\n"
        "A centre is bound from the first period after the year in\n"
        "which it is first known to operate, until it closes.\n"
        "Rules: c2c show annual-report\n"
    )


YEARS = [
    (60, "        2014 15 16 17 18 19 20 21 22 23 24 25 26  Recorded"),
    (80, "        2014  15  16  17  18  19  20  21  22  23  24  25  26  Recorded"),
    (84, "          2014 2015 2016 2017 2018 2019 2020 2021 2022 2023 2024 2025 2026  Recorded"),
    (120, f"          {'  '.join(map(str, range(2014, 2027)))}  Recorded"),
    (200, f"          {'  '.join(map(str, range(2014, 2027)))}  Recorded"),
]


@pytest.mark.parametrize(("columns", "years"), YEARS)
def test_years_have_two_digits_if_four_do_not_fit(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, columns: int, years: str
) -> None:
    c2c.write(TEN)
    monkeypatch.setenv("COLUMNS", str(columns))
    assert years in drawn(c2c, "--kind", "annual-report").splitlines()


def test_years_that_do_not_fit_are_in_blocks(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("유네스코-센터-하나", "LONG-ID-OF-20-LETTER", "LONGER-ID-OF-21-LETTERS")
    c2c.write(
        SMALL
        + centre(names[0], "opened:2005-03", "closed:2012-05")
        + centre(names[1], "opened:2010")
        + centre(names[2], "opened:2020")
        + obligation(since=2005)
    )
    monkeypatch.setenv("COLUMNS", "60")
    lines = drawn(c2c).splitlines()
    assert lines[7:-6] == [
        "                    2006 07 08 09 10 11 12 13 14 15",
        "━" * 51,
        "유네스코-센터-하나    ✗  ✗  ✗  ✗  ✗  ✗",
        "LONG-ID-OF-20-LETTER                 ✗  ✗  ✗  ✗  ✗",
        "",
        "                    2016 17 18 19 20 21 22 23 24 25 26",
        "━" * 54,
        "LONG-ID-OF-20-LETTER  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ✗  ○",
        "LONGER-ID-OF-21-LETTERS",
        "                                     ✗  ✗  ✗  ✗  ✗  ○",
    ]


def test_long_periods_have_short_labels_if_necessary(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(SMALL + centre("A", "opened:2005") + obligation(since=2004, every=2))
    monkeypatch.setenv("COLUMNS", "80")
    assert "\n2006–2007 08–09 10–11 12–13 " in drawn(c2c)
    monkeypatch.setenv("COLUMNS", "140")
    assert "\n    2006–2007  2008–2009  2010–2011 " in drawn(c2c)


def test_many_centres_are_grouped_and_the_first_are_named(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [f"C{number}" for number in range(30)]
    sectors = ["education", "culture"]
    c2c.write(
        SMALL
        + "".join(
            centre(name, "opened:2020", sector=sectors[number % 2])
            for number, name in enumerate(ids)
        )
        + record("waiver", kind="annual-report", year=2025, centre="C0", reason="Flood")
        + obligation(since=2024)
    )
    monkeypatch.setenv("COLUMNS", "80")
    lines = drawn(c2c, "--year", "2025").splitlines()
    assert lines[1:3] == [
        "Annual report to UNESCO for 2025: none recorded for 29 centres, among them C1,",
        "C2, C3, C4 and C5; waived for C0.",
    ]
    assert lines[8:12] == ["━━━━━━━━━", "Culture (15)", "C1   ✗", "C3   ✗"]
    assert lines[25:29] == ["", "Education (15)", "C0   –", "C2   ✗"]
    assert lines[42:45] == ["", "     2025", ""]


def test_marks_are_coloured_and_have_replacements(c2c: Program) -> None:
    c2c.write(TEN)
    args = ("obligations", "--as-of", "2026-12-01", "--format", "table")
    coloured = c2c(*args, terminal=True).out
    assert "\x1b[32m✓\x1b[0m" in coloured
    assert "\x1b[1;31m✗\x1b[0m\x1b[2m none recorded\x1b[0m" in coloured
    plain = c2c(*args, encoding="ascii").out
    assert "+ recorded  ~ planned  - waived  o due  x none recorded" in plain
    assert "2021-2023  2024-2026" in plain
    assert plain.isascii()


def test_narrow_terminal_gets_rows(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(TEN)
    monkeypatch.setenv("COLUMNS", "59")
    out = drawn(c2c, "--year", "2025", "--centre", "ALPHA", "--kind", "annual-report")
    assert out == (
        "Obligations: annual-report, ALPHA, 2025, as of 2026-12-01\n"
        "Annual report to UNESCO for 2025: none recorded for ALPHA.\n"
        "\n"
        "Centre  ALPHA\n"
        "Kind    annual-report\n"
        "Covers  2025\n"
        "Due     2026-03-31\n"
        "State   ✗ none recorded\n"
        "\n"
        "1 period\n"
        "Rules: c2c show annual-report\n"
    )


VERDICTS = [
    (("A 2024", "B 2024"), "2024", "Report for 2024: recorded for both centres."),
    (("A 2024",), "2024", "Report for 2024: recorded for A."),
    (("A",), "2024", "Report for 2024: none recorded for A."),
    (("A", "B"), "2024", "Report for 2024: none recorded for either centre."),
    (
        ("A 2024", "B", "C"),
        "2024",
        "Report for 2024: recorded for 1 of 3 centres; none recorded for B and C.",
    ),
    (("A", "B"), "2026", "Report for 2026: due by 2027-03-31 for both centres."),
    (
        ("A 2026", "B"),
        "2026",
        "Report for 2026: recorded for 1 of 2 centres; due by 2027-03-31 for B.",
    ),
    (("A 2024", "B"), "", "Report for 2024 to 2026: 1 of 4 recorded, 3 not recorded; 2 still due."),
    (("A",), "", "Report for 2024 to 2026: none of 2 recorded; 1 still due."),
    (("A 2024 2025",), "", "Report for 2024 to 2026: 2 of 2 recorded; 1 still due."),
    (("A 2024 2025 2026",), "", "Report for 2024 to 2026: all 3 recorded."),
    (("A 2024",), "2024 2026", "Report for 2024 and 2026: 1 of 1 recorded; 1 still due."),
    (
        ("A",),
        "2025 2026",
        "Report for 2025 and 2026: 0 of 1 recorded, 1 not recorded; 1 still due.",
    ),
    (
        ("A", "B", "C"),
        "2024",
        "Report for 2024: none recorded for any of the 3 centres.",
    ),
    (("A",), "2026 2027", "Report for 2026 and 2027: 2 still due."),
]


@pytest.mark.parametrize(("centres", "years", "verdict"), VERDICTS)
def test_verdict(c2c: Program, centres: tuple[str, ...], years: str, verdict: str) -> None:
    text = ""
    for words in centres:
        name, *reported = words.split()
        text += centre(name, "opened:2020")
        for year in reported:
            text += event("annual-report", "2026-02", covers=int(year))
    c2c.write(SMALL + text + obligation(name="Report", since=2024))
    chosen = chain(*(("--year", year) for year in years.split()))
    assert drawn(c2c, *chosen).splitlines()[1:3] == [verdict, ""]


def test_verdict_counts_each_state_apart(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", "opened:2010")
        + meeting("m", start="2016-05", status="planned", kind="board", organisers=["A"])
        + event("board", "2017..2018")
        + obligation("board", name="Board", since=2014, until=2018)
        + record("waiver", kind="board", year=2015, reason="Flood")
    )
    assert drawn(c2c).splitlines()[1] == (
        "Board for 2014 to 2018: 0 of 5 recorded, 1 not recorded, 1 planned, 1 waived, 2 unclear."
    )


@given(data=st.data())
def test_lines_fit_and_marks_agree_with_the_rows(data: st.DataObject) -> None:
    names = data.draw(
        st.lists(
            st.from_regex(r"[A-Z가-힣]{1,14}(-[a-z0-9]{1,9})?", fullmatch=True),
            min_size=1,
            max_size=30,
            unique_by=str.casefold,
        )
    )
    text = SMALL
    for name in names:
        opened = data.draw(st.integers(1995, 2027))
        sector = data.draw(st.sampled_from(["culture", "education"]))
        text += centre(name, f"opened:{opened}", sector=sector)
        for year in data.draw(st.sets(st.integers(2010, 2026), max_size=5)):
            text += event("annual-report", f"{year + 1}-02", covers=year)
    every = data.draw(st.integers(1, 6))
    text += obligation(since=data.draw(st.integers(1990, 2010)), every=every)
    text += obligation("board", since=2020)
    columns = data.draw(st.integers(60, 200))
    args = ("obligations", "--data", "-", "--as-of", "2027-06-01")
    rows = run(*args, "--columns", "kind,centre,state", stdin=text.encode()).out
    expected: dict[tuple[str, str], str] = {}
    for row in rows.splitlines():
        kind, name, state = row.split("\t")
        expected[kind, name] = expected.get((kind, name), "") + MARKS[state]
    table = run(*args, "--format", "table", stdin=text.encode(), COLUMNS=str(columns)).out
    lines = without_colours(table).splitlines()
    assert max(map(width, lines), default=0) <= columns
    assert marks_of(lines, names) == expected


def marks_of(lines: list[str], names: list[str]) -> dict[tuple[str, str], str]:
    """Return the marks of each kind and centre in a drawing."""
    found: dict[tuple[str, str], str] = {}
    kind = name = ""
    for line in lines:
        heading = re.fullmatch(r"Annual report to UNESCO \((.*)\)", line)
        if heading:
            kind = heading[1]
        first = line.split(" ")[0]
        name = first if first in names else name if line.startswith(" ") else ""
        marks = "".join(re.findall("[✓◐–?○✗]", line.removeprefix(first)))
        if kind and name and marks and "–0" not in line and not re.search(r"\d–\d", line):
            found[kind, name] = found.get((kind, name), "") + marks
    return found
