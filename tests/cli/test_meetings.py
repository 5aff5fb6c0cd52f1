"""`c2c meetings`: matching meetings and their fields."""

import datetime

import pytest

from conftest import Program
from samples import SMALL


def meeting(meeting_id: str, start: str, status: str = "held", extra: str = "") -> str:
    return f'[[meeting]]\nid = "{meeting_id}"\ntitle = "Title {meeting_id}"\nstart = {start}\nstatus = "{status}"\n{extra}'


MEETINGS = (
    SMALL
    + '[[centre]]\nid = "ICHCAP"\nname = "x"\nsector = "culture"\ncountry = "KR"\n'
    + '[[cadence]]\nkind = "formal"\nname = "x"\nlevel = "working"\nper_year = 1\nsince = 2018\n'
    + meeting("e", '"2018-11"', "tentative", 'kind = "working"\ncity = "Jeju"\n')
    + meeting(
        "a",
        "2017-12-31",
        extra='end = 2018-01-02\norganisers = ["ICHCAP", "NATCOM"]\nkind = "formal"\n',
    )
    + meeting("c", "2018-06-28", extra='attendees = ["natcom"]\nkind = "other"\nvenue = "Hôtel"\n')
    + meeting("b", "2018", "cancelled")
    + meeting("d", "2127-01-05", "planned", 'attendees = ["ICHCAP"]\n')
)


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        ((), "abced"),
        (("--year", "2018"), "abce"),
        (("--year", "2017"), "a"),
        (("--year", "2017", "--year", "2127"), "ad"),
        (("--from", "2018-06"), "bced"),
        (("--from", "2018-12"), "bd"),
        (("--to", "2018-01-01"), "ab"),
        (("--from", "2018-01-02", "--to", "2018-01-02"), "ab"),
        (("--from", "2019", "--to", "2026"), ""),
        (("--kind", "formal"), "a"),
        (("--kind", "Working", "--kind", "other"), "ce"),
        (("--status", "planned", "--status", "tentative"), "ed"),
        (("--centre", "ichcap"), "ad"),
        (("--centre", "NATCOM"), "ac"),
        (("--centre", "NATCOM", "--centre", "ICHCAP"), "acd"),
        (("--centre", "NATCOM,ichcap"), "acd"),
        (("--kind", "Working,other", "--status", "tentative,held"), "ce"),
        (("--from", "2018-12", "--to", "today"), "b"),
        (("--centre", "NATCOM", "--year", "2017"), "a"),
        (("hotel",), "c"),
        (("JEJU",), "e"),
        (("title",), "abced"),
        (("--upcoming", "--as-of", "2018-11-30"), "ed"),
        (("--upcoming", "--as-of", "2018-12-01"), "d"),
        (("--upcoming", "--as-of", "2127-01-06"), ""),
        (("--as-of", "2018-06-27"), "aed"),
        (("--as-of", "2018-12-31"), "abced"),
        (("--sort", "-start"), "decba"),
        (("--sort", "city"), "eabcd"),
    ],
)
def test_filters_select_meetings(c2c: Program, args: tuple[str, ...], ids: str) -> None:
    c2c.write(MEETINGS)
    assert c2c("meetings", "--columns", "id", *args).out.split() == list(ids)


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("--kind", "formel"), '--kind: unknown kind "formel"; did you mean "formal"?'),
        (("--status", "heldd"), '--status: unknown status "heldd"; did you mean "held"?'),
        (
            ("--centre", "ICHAP"),
            '--centre: unknown centre or organisation "ICHAP"; did you mean "ICHCAP"?',
        ),
        (("--from", "2026", "--to", "2025-12"), "--to: 2025-12 is before --from (2026)"),
        (("--year", "18"), '--year: invalid year "18"; use four digits, such as 2018'),
        (
            ("--centre", "NATCOM,ICHAP"),
            '--centre: unknown centre or organisation "ICHAP"; did you mean "ICHCAP"?',
        ),
        (("--to", "27/6/2018"), '--to: invalid date "27/6/2018"; use 2018-06-27'),
        (("--from", "2018-6"), '--from: invalid date "2018-6"; use 2018-06'),
    ],
)
def test_misspelt_value_gets_a_suggestion(
    c2c: Program, args: tuple[str, ...], sentence: str
) -> None:
    c2c.write(MEETINGS)
    assert c2c("meetings", *args, code=2) == (2, "", f"c2c: error: {sentence}\n")


def test_pipe_gets_tab_separated_values(c2c: Program) -> None:
    c2c.write(MEETINGS)
    assert c2c("meetings").out == (
        "a\t2017-12-31\t2018-01-02\tformal\theld\t\tTitle a\n"
        "b\t2018\t\t\tcancelled\t\tTitle b\n"
        "c\t2018-06-28\t\tother\theld\t\tTitle c\n"
        "e\t2018-11\t\tworking\ttentative\tJeju\tTitle e\n"
        "d\t2127-01-05\t\t\tplanned\t\tTitle d\n"
    )


def test_references_are_shown_in_the_case_of_the_id(c2c: Program) -> None:
    c2c.write(MEETINGS)
    assert c2c("meetings", "--columns", "attendees", "hotel").out == "NATCOM\n"


def test_unsafe_cells_stay_on_one_line(c2c: Program) -> None:
    note = r'note = "a\tb\nc\\d\re\u001b[31m"' + '\nagenda = ["a;b", "c\\\\d", "e"]\n'
    c2c.write(SMALL + meeting("a", "2018", extra=note))
    assert (
        c2c("meetings", "--columns", "note,agenda").out
        == "a\\tb\\nc\\\\d\\re\\u001b[31m\ta\\\\;b;c\\\\\\\\d;e\n"
    )
    assert c2c("meetings", "--columns", "note,agenda", "--format", "csv").out == (
        'note,agenda\n"a\tb\nc\\d\re\x1b[31m",a\\;b;c\\\\d;e\n'
    )
    assert c2c("meetings", "--columns", "note", "--format", "jsonl").out == (
        '{"note": "a\\tb\\nc\\\\d\\re\\u001b[31m"}\n'
    )


INTERVALS = SMALL + "".join(
    meeting(name, start, extra=f"end = {end}\n" if end else "")
    for name, start, end in (
        ("a", "2017-12-31", "2018-01-02"),
        ("b", "2018-02-11", "2018-02-14"),
        ("c", "2018-02-28", "2018-03-02"),
        ("d", "2018-04-01", "2018-04-01"),
        ("e", '"2018-05"', '"2018-06"'),
        ("f", '"2018-07"', "2018-07-03"),
        ("g", "2018-08-01", '"2018-09"'),
        ("h", "2019", "2019-05-01"),
        ("i", "2019", ""),
        ("j", "2019-11-20", ""),
    )
)


def test_table_shows_intervals_and_years_briefly(c2c: Program) -> None:
    c2c.write(INTERVALS)
    assert c2c("meetings", "--format", "table").out == (
        "Meetings\n"
        "\n"
        "Date                      Title    Status  ID\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
        "2017-12-31 to 2018-01-02  Title a  ✓ held  a\n"
        "2018-02-11 to 14          Title b  ✓ held  b\n"
        "     02-28 to 03-02       Title c  ✓ held  c\n"
        "     04-01                Title d  ✓ held  d\n"
        "     05 to 06             Title e  ✓ held  e\n"
        "     07 to 07-03          Title f  ✓ held  f\n"
        "     08-01 to 2018-09     Title g  ✓ held  g\n"
        "2019 to 2019-05-01        Title h  ✓ held  h\n"
        "2019                      Title i  ✓ held  i\n"
        "     11-20                Title j  ✓ held  j\n"
        "\n"
        "10 meetings: 10 held\n"
    )


def test_sorted_table_has_whole_dates(c2c: Program) -> None:
    c2c.write(INTERVALS)
    table = c2c("meetings", "--sort", "-id", "--year", "2018", "--format", "table").out
    assert table.splitlines()[6:9] == [
        "2018-05 to 06             Title e  ✓ held  e",
        "2018-04-01                Title d  ✓ held  d",
        "2018-02-28 to 03-02       Title c  ✓ held  c",
    ]


def test_wrapped_interval_keeps_its_margin(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "61")
    words = " ".join(["words"] * 9)
    c2c.write(INTERVALS.replace("Title c", words).replace("Title b", words))
    lines = c2c("meetings", "--to", "2018-04", "--format", "table").out.splitlines()
    assert [line[:19].rstrip() for line in lines[4:10]] == [
        "2017-12-31 to 2018-",
        "2018-02-11 to 14",
        "",
        "",
        "     02-28 to 03-02",
        "",
    ]


def test_meetings_in_a_narrow_terminal_have_two_lines(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(SMALL + meeting("m", "2018", extra='end = 2019\nkind = "other"\ncity = "서울"\n'))
    for columns in ("60", "40"):
        monkeypatch.setenv("COLUMNS", columns)
        lines = c2c("meetings", "--format", "table").out.splitlines()
        assert lines[2] == "Title m"
        words = " ".join(" ".join(lines[3:-2]).split())
        assert words == "2018 to 2019 · 서울 · other · m · ✓ held"


@pytest.mark.parametrize(
    ("args", "title"),
    [
        ((), "Meetings"),
        (("--year", "2018"), "Meetings in 2018"),
        (("--year", "2017", "--year", "2127"), "Meetings in 2017 or 2127"),
        (("--from", "2018", "--to", "2020"), "Meetings from 2018 to 2020"),
        (("--from", "2018", "--to", "2018"), "Meetings in 2018"),
        (("--from", "2018-06-27", "--to", "2018-06-27"), "Meetings on 2018-06-27"),
        (("--from", "2018-06"), "Meetings from 2018-06"),
        (("--to", "2018-06"), "Meetings until 2018-06"),
        (("--centre", "ichcap"), "Meetings of ICHCAP"),
        (("--kind", "Working,other,working"), "Meetings: kind working or other"),
        (
            ("--centre", "NATCOM,ichcap", "--status", "held", "--kind", "formal", "--year", "2018"),
            "Meetings of NATCOM or ICHCAP in 2018: kind formal, status held",
        ),
        (("hotel",), 'Meetings matching "hotel"'),
        (("--as-of", "2018-06-28"), "Meetings as of 2018-06-28"),
        (("--upcoming", "--as-of", "2018-11"), "Upcoming meetings as of 2018-11-30"),
    ],
)
def test_title_names_the_filters(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], title: str
) -> None:
    c2c.write(MEETINGS)
    monkeypatch.setenv("COLUMNS", "80")
    assert c2c("meetings", *args, "--format", "table").out.splitlines()[0] == title


def test_upcoming_meetings_are_those_as_of_today(c2c: Program) -> None:
    c2c.write(MEETINGS + meeting("z", "9000", "planned"))
    today = datetime.date.today()  # noqa: DTZ011  # the program uses the local date
    out = c2c("meetings", "--upcoming", "--format", "table").out
    assert out.startswith(f"Upcoming meetings as of {today}\n")
