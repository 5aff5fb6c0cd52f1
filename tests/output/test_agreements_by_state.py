"""The drawing of `c2c agreements`: a section for each state."""

import pytest

from conftest import Program
from samples import SMALL, centre, drives, without_colours

DAY = ("agreements", "--as-of", "2026-12-01")
TABLE = (*DAY, "--format", "table")
TERMS = SMALL.replace('name = "A network"\n', 'name = "A network"\nlongest_term = 8\n')
ALL_STATES = (
    TERMS
    + centre("NONE", "opened:2000")
    + centre("OLD", "signed:2005", country="CN")
    + centre("VALID", "renewed:2025-12-23:2033", name="Centre of the Lake")
    + centre("DUE", "signed:2021:2027-02-28", country="IR")
    + centre("LATE", "signed:2018:2026-11-30", country="RU")
    + centre("OPEN", "renewed:2025")
    + centre("SOON", "signed:2020:2027-03-31", "evaluated:2026-05")
    + centre("DONE", "renewed:2020:2027-12-31", "evaluated:2026-05", "in-force:2022-01-01")
    + centre("LONG-AGO", "signed:2011-08:2017-08", country="VN")
    + centre("LAST", "opened:2001")
)


@pytest.fixture(autouse=True)
def _eighty_columns(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001  # c2c unsets COLUMNS
    monkeypatch.setenv("COLUMNS", "80")


def test_agreements_are_listed_by_state(c2c: Program) -> None:
    c2c.write(ALL_STATES)
    assert c2c(*TABLE).out == (
        "Agreements as of 2026-12-01\n"
        "\n"
        "Expired                                                                        2\n"
        "  ✗ LONG-AGO  VN  until 2017-08     9 years ago          signed 2011-08\n"
        "  ✗ LATE      RU  until 2026-11-30  1 day ago            signed 2018\n"
        "Review due                                                                     1\n"
        "  ! DUE       IR  until 2027-02-28  review 2026-08-28    signed 2021\n"
        "Reviewed                                                                       2\n"
        "  ! SOON      KR  until 2027-03-31  expires in 3 months  signed 2020\n"
        "  ✓ DONE      KR  until 2027-12-31  evaluated 2026-05    in force 2022-01-01\n"
        "Valid                                                                          1\n"
        "  ✓ VALID     KR  until 2033        review 2032-07-01    renewed 2025-12-23\n"
        "Outdated                                                                       1\n"
        "  OLD\n"
        "End not recorded                                                               1\n"
        "  OPEN\n"
        "No agreement recorded                                                          2\n"
        "  NONE LAST\n"
        "\n"
        "8 agreements: 2 expired, 1 review due, 2 reviewed, 1 valid, 1 outdated, 1 end\n"
        "unknown; 2 centres without one\n"
    )
    coloured = c2c(*DAY, terminal=True).out
    assert "  \x1b[1;31m✗\x1b[0m \x1b[1mLONG-AGO\x1b[0m  VN  until 2017-08 " in coloured
    assert "  \x1b[33m!\x1b[0m \x1b[1mSOON\x1b[0m" in coloured
    assert without_colours(coloured) == c2c(*TABLE).out


def test_narrow_terminal_puts_the_last_cells_on_a_line_of_their_own(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(ALL_STATES)
    monkeypatch.setenv("COLUMNS", "60")
    lines = c2c(*TABLE).out.splitlines()
    assert lines[2:7] == [
        "Expired                                                    2",
        "  ✗ LONG-AGO  VN  until 2017-08     9 years ago",
        "    signed 2011-08",
        "  ✗ LATE      RU  until 2026-11-30  1 day ago",
        "    signed 2018",
    ]
    assert max(map(len, lines)) == 60
    monkeypatch.setenv("COLUMNS", "59")
    assert "ID         NONE\nState      – none\n\nID         OLD\n" in c2c(*TABLE).out


def test_wide_terminal_has_room_for_names(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        TERMS
        + centre("Z")
        + centre("A", "signed:2021:2030", name="Centre of the Lake", country="IR")
    )
    c2c.write(text)
    rest = "Centre of the Lake  until 2030  review 2029-07-01  signed 2021"
    for columns, country in (("119", "IR"), ("159", "IR"), ("160", "Iran (Islamic Republic of)")):
        monkeypatch.setenv("COLUMNS", columns)
        assert f"\n  ✓ A  {country}  {rest}\n" in c2c(*TABLE).out
    c2c.write(text.replace("of the Lake", " ".join(["of the Lake"] * 12)))
    lines = c2c(*TABLE).out.splitlines()[3:5]
    assert all("of the Lake" in line for line in lines)
    assert "until 2030" in lines[0]


def test_only_country_is_in_the_title(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(
        TERMS
        + centre("A", "signed:2021:2030", name="Lake", country="IR")
        + centre("B", country="IR")
    )
    assert c2c(*TABLE).out.splitlines()[:4] == [
        "Agreements: Iran (Islamic Republic of), as of 2026-12-01",
        "",
        "Valid                                                                          1",
        "  ✓ A  until 2030  review 2029-07-01  signed 2021",
    ]
    monkeypatch.setenv("COLUMNS", "120")
    assert "  ✓ A  Lake  until 2030 " in c2c(*TABLE).out
    assert c2c(*TABLE, "--columns", "id").out.startswith("Agreements: Iran")


def test_computed_ends_are_marked(c2c: Program) -> None:
    c2c.write(TERMS + centre("A", "renewed:2018-12").replace('2018-12"\n', '2018-12"\nterm = 6\n'))
    assert c2c(*TABLE).out.splitlines()[3:] == [
        "  ✗ A  until 2024-12*  23 months ago  renewed 2018-12",
        "",
        "1 agreement: 1 expired",
        "* computed from the term",
    ]


def test_long_and_wide_ids_are_wrapped(c2c: Program) -> None:
    korean = "유네스코아태무형유산센터"
    c2c.write(TERMS + centre(korean, "signed:2020:2030") + centre("B", "signed:2020:2031"))
    assert c2c(*TABLE).out.splitlines()[3:5] == [
        f"  ✓ {korean}  until 2030  review 2029-07-01  signed 2020",
        f"  ✓ B{' ' * 23}  until 2031  review 2030-07-01  signed 2020",
    ]
    c2c.write(TERMS + centre("A" * 150, "signed:2020:2030") + centre("B" * 150))
    assert c2c(*TABLE).out.splitlines()[3:10] == [
        f"  ✓ {'A' * 76}",
        f"    {'A' * 74}",
        "    until 2030  review 2029-07-01  signed 2020",
        "No agreement recorded                                                          1",
        f"  {'B' * 78}",
        f"  {'B' * 72}",
        "",
    ]


def test_many_ids_are_a_paragraph(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(TERMS + "".join(centre(f"C{number:03}") for number in range(100)))
    lines = c2c(*TABLE).out.splitlines()
    assert lines[2] == f"No agreement recorded{'100':>59}"
    assert lines[3] == "  " + " ".join(f"C{number:03}" for number in range(15))
    assert lines[-2:] == ["", "0 agreements; 100 centres without one"]
    assert len(lines) == 12
    monkeypatch.setenv("COLUMNS", "200")
    assert len(c2c(*TABLE).out.splitlines()) == 11


def test_text_in_agreements_is_escaped(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    c2c.write(TERMS + centre("A", "signed:2020:2030", name="[red]x\u202e\u001b[31m é"))
    out = c2c(*TABLE).out
    assert "[red]x\\u202e\\u001b[31m é  until 2030" in out
    assert not drives(out)
    assert "[31m \\u00e9  until 2030" in c2c(*DAY, terminal=True, encoding="ascii").out


def test_no_centres_and_other_options_have_no_sections(c2c: Program) -> None:
    c2c.write(SMALL)
    assert c2c(*TABLE).out == ""
    c2c.write(ALL_STATES)
    for option in (("--sort", "id"), ("--columns", "id,state"), ("--no-header",)):
        assert "No agreement recorded" not in c2c(*TABLE, *option).out
    assert c2c(*DAY).out.splitlines()[0] == "NONE\t\t\t\t\t\tnone\t\t\t"


def test_end_of_an_inexact_date_may_be_near(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", "signed:2020:2027", "evaluated:2026-05"))
    assert "  expires in 31 days  " in c2c(*TABLE).out
    table = ("--as-of", "2027-03-01", "--format", "table")
    assert "  expires soon  " in c2c("agreements", *table).out
    (row,) = [line for line in c2c("due", *table).out.splitlines() if "agreement expires" in line]
    assert row.split() == ["!", "2027", "A:", "agreement", "expires", "a"]
