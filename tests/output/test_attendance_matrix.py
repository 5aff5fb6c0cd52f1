"""The matrix of `c2c attendance` in all widths, and that its marks agree with the rows."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from conftest import SMALL, Run, run
from samples import centre, meeting, record

MARKS = {"●": "organised", "✓": "attended", "–": "absent", "·": "", " ": ""}

MEMBERS = [
    *("A", "BB", "i-WSSM", "유네스코", "국제기록유산센터"),
    *("ABCDEFGHIJKLMNOPQRST", "C-1", "C.2", "NATCOM"),
]

DATES = ["2018", "2018-11", "2018-11-20", "2019-03", "2019-12-01", "2019-12-02", "2024"]

MEETINGS = st.lists(
    st.fixed_dictionaries(
        {
            "start": st.sampled_from(DATES),
            "organisers": st.lists(st.sampled_from(MEMBERS), unique=True, max_size=2),
            "attendees": st.lists(st.sampled_from(MEMBERS), unique=True),
            "invited": st.lists(st.sampled_from(MEMBERS), unique=True),
        }
    ),
    max_size=14,
)


def attendance(text: str, *args: str, columns: int = 80, encoding: str = "utf-8") -> Run:
    words = ("attendance", "--data", "-", *args)
    return run(*words, stdin=text.encode(), encoding=encoding, COLUMNS=str(columns))


def registry(meetings: list[dict[str, object]]) -> str:
    text = SMALL + "".join(centre(member) for member in MEMBERS[:-1])
    return text + "".join(meeting(f"m{n}", **fields) for n, fields in enumerate(meetings))


def cells(line: str) -> str:
    """Return a line with a character for each cell of the terminal."""
    return "".join(c + "\0" * (cell_len(c) - 1) for c in line)


@given(MEETINGS, st.sampled_from([60, 61, 66, 80, 81, 100, 120, 200]))
def test_lines_fit_and_marks_agree_with_the_rows(
    meetings: list[dict[str, object]], columns: int
) -> None:
    text = registry(meetings)
    rows = [line.split("\t") for line in attendance(text).out.splitlines()]
    out = attendance(text, "--last", "99", "--format", "table", columns=columns).out
    if not rows:
        assert out == ""
        return
    lines = out.splitlines()
    hints = [line for line in lines if line.startswith("Earlier meetings: ")]
    assert all(cell_len(line) <= columns for line in lines if line not in hints)
    start = next(n for n, line in enumerate(lines) if line.startswith("━")) - 1
    places = [found.start() for found in re.finditer(r"\S+", lines[start])]
    words = lines[start].split()
    if words[-1] == "Recorded":
        places.pop()
        words.pop()
    shown = sorted(
        (f"m{n}" for n in range(len(meetings))),
        key=lambda name: (
            str(meetings[int(name[1:])]["start"])[:4],
            *order(str(meetings[int(name[1:])]["start"])),
        ),
    )[-len(words) :]
    drawn = []
    for line in lines[start + 2 : lines.index("", start + 2)] + after(lines, start):
        name = line.split(" ")[0]
        for place, word, held in zip(places, words, shown, strict=True):
            middle = place - (5 - len(word)) // 2 + 2
            mark = cells(line).ljust(columns)[middle]
            assert mark in MARKS
            if MARKS[mark]:
                drawn.append((held, name, MARKS[mark]))
    expected = [(held, name, role) for held, _, name, role in rows if held in shown]
    assert sorted(drawn) == sorted(expected)


def order(start: str) -> tuple[str, str]:
    """Return the first and last day of a date, for sorting."""
    return (f"{start}-01-01"[:10], f"{start}-12-31"[:10])


def after(lines: list[str], start: int) -> list[str]:
    """Return the lines of the organisations, after those of the centres and an empty line."""
    rest = lines[lines.index("", start + 2) + 1 :]
    is_legend = rest[0].startswith(("● organised", "✓ attended", "– absent", "·", "blank"))
    return [] if is_legend else rest[: rest.index("")]


@pytest.mark.parametrize("columns", ["60", "80", "120", "200"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_many_centres_and_meetings_fit(columns: str, encoding: str) -> None:
    ids = [f"CENTRE-{n:03}-OF-CULTURE" for n in range(143)]
    text = SMALL + "".join(map(centre, ids))
    for n in range(25):
        text += meeting(f"m{n}", start=f"20{n + 10}-06-27", attendees=ids[n % 3 :: 3])
    found = run(
        *("attendance", "--data", "-", "--format", "table"),
        stdin=text.encode(),
        encoding=encoding,
        COLUMNS=columns,
    )
    assert found.code == 0
    lines = found.out.splitlines()
    assert max(map(cell_len, lines)) <= int(columns)
    assert sum(line.startswith("CENTRE-") for line in lines) == 143
    # the dates are repeated, because the first ones have left the screen
    assert len([line for line in lines if "06-27" in line]) == 2


def test_marks_are_coloured_and_facts_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        SMALL
        + record("organisation", id="B", name="x")
        + centre("A")
        + meeting(organisers=["A"], attendees=["B"], invited=["NATCOM"])
    )
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = attendance(text, "--format", "table").out
    assert "\x1b[36m●\x1b[0m" in out
    assert "\x1b[32m✓\x1b[0m" in out
    assert re.search(r"\x1b\[1mNATCOM\x1b\[0m +– +\d", out)


def test_ids_that_the_terminal_lacks_are_escaped_and_aligned() -> None:
    text = SMALL + centre("유산") + centre("A") + meeting(attendees=["유산", "A"])
    found = run(
        *("attendance", "--data", "-", "--format", "table"),
        stdin=text.encode(),
        encoding="ascii",
        COLUMNS="80",
    )
    lines = found.out.splitlines()
    assert lines[3:8] == [
        "              2018",
        "              2018   Recorded",
        "=============================",
        "\\uc720\\uc0b0    +           1",
        "A               +           1",
    ]
    assert lines[9] == "+ attended"


def test_wide_ids_leave_a_list_of_rows() -> None:
    name = "X" * 70
    text = SMALL + centre(name) + meeting(attendees=[name])
    out = attendance(text, "--format", "table", columns=70).out
    assert f"{name}" in out.replace("\n", "")
    assert "attended" in out


def test_meetings_on_the_same_day_are_separate_sections_in_a_narrow_terminal() -> None:
    meetings: list[dict[str, object]] = [
        {"start": "2018-11", "organisers": ["BB"], "attendees": ["A"]},
        {"start": "2018-11", "organisers": ["A"], "attendees": ["BB"]},
        {"start": "2019", "organisers": ["A"]},
    ]
    assert (
        attendance(registry(meetings), "--format", "table", columns=30).out
        == """\
Attendance at held meetings
Every centre and organisation
shown is recorded at one or
more of the last 2 meetings
whose attendees are recorded.

2018-11 (m0) ─────────────────
BB: organised
A: attended

2018-11 (m1) ─────────────────
A: organised
BB: attended

2019 ─────────────────────────
A: organised

5 entries
"""
    )
