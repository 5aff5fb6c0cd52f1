"""`c2c due`: what needs action in an invented network, on days over three years."""

import datetime
import json
import re

import pytest
from icalendar import Calendar

from c2c_cli.model.dates import duration
from c2c_cli.model.due import SENTENCES
from c2c_cli.output.due import ACTIONS
from c2c_cli.text import width
from conftest import Program
from samples import SMALL, centre, drives, event, meeting, read_page, record, rule

CONTACT = record(
    "centre.contact", role="Director", name="Kim", email="kim@example.org", phone="1", note="n"
)

NETWORK = (
    SMALL
    + centre(
        "A",
        "signed:2019-07-01:2024-12-31",
        "evaluated:2024-05-15",
        "opened:2019-09",
        "renewed:2025-02-10:2027-12-31",
    )
    + centre("B", "signed:2020:2026-03", "closed:2026-10")
    + CONTACT
    + record("centre.contact", name="Lee")
    + centre("C", "opened:2001", "evaluated")
    + rule("annual", level="annual", since=2024)
    + rule("workshop", per_year=2, since=2025)
    + rule("seminar", since=2025, until=2025)
    + meeting("m", start="2024-05-20", kind="annual")
    + meeting(
        "w",
        start="2025-04-10",
        end="2025-04-11",
        kind="workshop",
        status="planned",
        organisers=["B", "NATCOM"],
    )
    + meeting("x", start="2025-05-01", kind="workshop", status="cancelled")
    + meeting("l", start="2025-06-15", kind="working")
    + meeting("n", start="2025-09-05", kind="annual")
    + meeting("t", start="2026-02", kind="annual", status="tentative", attendees=["C", "A"])
    + meeting("v", start="2026-11-10", kind="workshop")
)
"""Three years in which agreements are reviewed, renewed and closed, and meetings are held or not."""

WORKED_OUT = """
2024-01-01 | 2024-06-30 181 review A | 2024 365 due annual
2024-02-29 | 2024-06-30 122 review A | 2024 306 due annual
2024-05-14 | 2024-06-30 47 review A | 2024 231 due annual
2024-05-15 | 2024 230 due annual
2024-05-19 | 2024 226 due annual
2024-05-20 |
2024-06-30 |
2024-07-01 | 2024-12-31 183 expires A
2024-12-31 | 2024-12-31 0 expires A
2025-01-01 | 2024-12-31 -1 expired A | 2025 364 due annual | 2025 364 due workshop | 2025 364 due seminar
2025-02-09 | 2024-12-31 -40 expired A | 2025 325 due annual | 2025 325 due workshop | 2025 325 due seminar
2025-02-10 | 2025 324 due annual | 2025 324 due workshop | 2025 324 due seminar
2025-02-28 | 2025 306 due annual | 2025 306 due workshop | 2025 306 due seminar
2025-03-01 | 2025-09-01 184 review B | 2025 305 due annual | 2025 305 due workshop | 2025 305 due seminar
2025-04-11 | 2025-09-01 143 review B | 2025 264 due annual | 2025 264 due workshop | 2025 264 due seminar
2025-04-12 | 2025-04-11 -1 planned w | 2025-09-01 142 review B | 2025 263 due annual | 2025 263 due workshop \
| 2025 263 due seminar
2025-06-14 | 2025-04-11 -64 planned w | 2025-09-01 79 review B | 2025 200 due annual | 2025 200 due workshop \
| 2025 200 due seminar
2025-06-15 | 2025-04-11 -65 planned w | 2025-09-01 78 review B | 2025 199 due annual | 2025 199 due workshop;seminar
2025-09-01 | 2025-04-11 -143 planned w | 2025-09-01 0 review B | 2025 121 due annual | 2025 121 due workshop;seminar
2025-09-04 | 2025-04-11 -146 planned w | 2025-09-01 -3 review B | 2025 118 due annual | 2025 118 due workshop;seminar
2025-09-05 | 2025-04-11 -147 planned w | 2025-09-01 -4 review B | 2025 117 due workshop;seminar
2025-12-30 | 2025-04-11 -263 planned w | 2025-09-01 -120 review B | 2025 1 due workshop;seminar
2025-12-31 | 2025-04-11 -264 planned w | 2025-09-01 -121 review B | 2025 0 missing workshop;seminar
2026-01-01 | 2025-04-11 -265 planned w | 2025-09-01 -122 review B | 2025 -1 missing workshop;seminar \
| 2026 364 due 2 workshop
2026-02-28 | 2025-04-11 -323 planned w | 2025-09-01 -180 review B | 2025 -59 missing workshop;seminar \
| 2026 306 due 2 workshop
2026-03-01 | 2025-04-11 -324 planned w | 2025-09-01 -181 review B | 2025 -60 missing workshop;seminar \
| 2026-02 -1 tentative t | 2026 305 due 2 workshop
2026-03-31 | 2025-04-11 -354 planned w | 2025-09-01 -211 review B | 2025 -90 missing workshop;seminar \
| 2026-02 -31 tentative t | 2026 275 due 2 workshop
2026-04-01 | 2025-04-11 -355 planned w | 2025 -91 missing workshop;seminar | 2026-02 -32 tentative t \
| 2026-03 -1 expired B | 2026 274 due 2 workshop
2026-10-30 | 2025-04-11 -567 planned w | 2025 -303 missing workshop;seminar | 2026-02 -244 tentative t \
| 2026-03 -213 expired B | 2026 62 due 2 workshop
2026-10-31 | 2025-04-11 -568 planned w | 2025 -304 missing workshop;seminar | 2026-02 -245 tentative t \
| 2026 61 due 2 workshop
2026-11-09 | 2025-04-11 -577 planned w | 2025 -313 missing workshop;seminar | 2026-02 -254 tentative t \
| 2026 52 due 2 workshop
2026-11-10 | 2025-04-11 -578 planned w | 2025 -314 missing workshop;seminar | 2026-02 -255 tentative t \
| 2026 51 due workshop
2026-12-29 | 2025-04-11 -627 planned w | 2025 -363 missing workshop;seminar | 2026-02 -304 tentative t \
| 2026 2 due workshop
2026-12-30 | 2025-04-11 -628 planned w | 2025 -364 missing workshop;seminar | 2026-02 -305 tentative t \
| 2026 1 due workshop | 2027-06-30 182 review A
2026-12-31 | 2025-04-11 -629 planned w | 2025 -365 missing workshop;seminar | 2026-02 -306 tentative t \
| 2026 0 missing workshop | 2027-06-30 181 review A
"""
"""Days with what needs action on each, worked out by hand from the rules: date, days, what, id."""

WORDS = {
    "review": "review due",
    "expires": "agreement expires",
    "expired": "agreement expired",
    "planned": "meeting still planned",
    "tentative": "meeting still tentative",
    "due": "1 meeting due",
    "missing": "1 meeting not recorded",
    "due 2": "2 meetings due",
}


@pytest.mark.parametrize(
    "line", WORKED_OUT.replace("\\\n", "").strip().splitlines(), ids=lambda line: line[:10]
)
def test_actions_on_a_day_are_those_worked_out_by_hand(c2c: Program, line: str) -> None:
    c2c.write(NETWORK)
    day, *rows = [one.strip() for one in line.split("|")]
    expected = []
    for date, days, *word, ids in (row.split() for row in rows if row):
        what = WORDS[" ".join(word)]
        what += "; agreement expires in 2026-03" if what == "review due" and int(days) <= 0 else ""
        one_id = "" if ";" in ids else ids
        kinds = ids if word[0] in {"due", "missing"} else ""
        expected.append(f"{date}\t{days}\t{what}\t{one_id}\t{kinds}\n")
    run = c2c(
        "due",
        "--as-of",
        day,
        "--columns",
        "date,days,what,id,kinds",
        "--check",
        code=1 if expected else 0,
    )
    assert run.out == "".join(expected)


def test_rows_name_whom_they_concern_and_the_command(c2c: Program) -> None:
    c2c.write(NETWORK, "my file.toml")
    run = c2c("due", "--as-of", "2026-04-01", "--data", "my file.toml", "--format", "csv")
    assert run.out == (
        "date,days,what,id,concerns,contact,command,code,kind,year,count,kinds\n"
        '2025-04-11,-355,meeting still planned,w,B;NATCOM,"Director, Kim, kim@example.org",'
        "c2c edit meeting w --data 'my file.toml' --status held,past-meeting,workshop,,,\n"
        "2025,-91,1 meeting not recorded,,,,"
        "c2c add meeting --data 'my file.toml' --kind KIND --status held --start DATE --title TITLE,"
        "meetings-missing,,2025,1,workshop;seminar\n"
        "2026-02,-32,meeting still tentative,t,C;A,,c2c edit meeting t --data 'my file.toml' --status held,"
        "past-meeting,annual,,,\n"
        '2026-03,-1,agreement expired,B,B,"Director, Kim, kim@example.org",'
        "c2c add event B renewed --data 'my file.toml' --date DATE --until DATE,agreement-expired,,,,\n"
        "2026,274,2 meetings due,workshop,,,"
        "c2c add meeting --data 'my file.toml' --kind workshop --status planned --start DATE --title TITLE,"
        "meetings-due,workshop,2026,2,workshop\n"
    )


def test_terminal_shows_what_is_due_first_and_each_command_once(c2c: Program) -> None:
    c2c.write(NETWORK)
    table = ("due", "--as-of", "2025-09-05", "--format", "table")
    assert c2c(*table).out == (
        "To do as of 2025-09-05\n"
        "\n"
        f"By 31 December{' ' * 73}3 months left\n"
        f"  ○ 2025              workshop or seminar: 1 meeting to plan{' ' * 39}a\n"
        "Within 6 months\n"
        f"  ? 2026-02           x: tentative{' ' * 51}in 4 months\n"
        "Overdue\n"
        "  ? 2025-04-10 to 11  x: still planned; B, NATCOM; Director, Kim, kim@example.org   4 months ago   b\n"
        "  ! 2025-09-01        B: review due; agreement expires in 2026-03; Director, Kim,     4 days ago   c\n"
        "                      kim@example.org\n"
        "\n"
        "Commands\n"
        "  a  c2c add meeting --kind KIND --status planned --start DATE --title TITLE\n"
        "  b  c2c edit meeting w --status held\n"
        "  c  c2c add event B evaluated --date DATE\n"
    )
    plain = c2c(*table, encoding="ascii").out
    assert "\n  o 2025              workshop or seminar: 1 meeting to plan" in plain
    coloured = c2c(*table, terminal=True).out
    assert "\n  \x1b[36m○\x1b[0m 2025  " in coloured
    assert (
        "\n\x1b[1mOverdue\x1b[0m\n  \x1b[33m?\x1b[0m 2025-04-10 to 11  x: still planned" in coloured
    )


def test_rows_that_differ_only_in_the_id_share_a_command(c2c: Program) -> None:
    c2c.write(NETWORK)
    out = c2c("due", "--as-of", "2026-04-01", "--format", "table").out
    assert "  ? 2025-04-10 to 11  x (w): still planned; B, NATCOM; Director, Kim,    " in out
    assert "  ? 2026-02           x (t): still tentative; C, A    " in out
    assert out.partition("Commands\n")[2] == (
        "  a  c2c add meeting --kind workshop --status planned --start DATE --title TITLE\n"
        "  b  c2c edit meeting ID --status held\n"
        "  c  c2c add event B renewed --date DATE --until DATE\n"
        "  d  c2c add meeting --kind KIND --status held --start DATE --title TITLE\n"
    )
    for line in out.splitlines():
        if line.startswith(("  ? 2025-04-10", "  ? 2026-02")):
            assert line.endswith(" ago   b")


def test_action_is_overdue_from_the_day_after_its_date(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", "signed:2020:2026-03-01"))
    for day, section, when in (
        ("2025-08-31", "Within 6 months", "1 day left"),
        ("2025-09-01", "Within 6 months", "today"),
        ("2025-09-02", "Overdue", "1 day ago"),
    ):
        lines = c2c("due", "--as-of", day, "--format", "table").out.splitlines()
        assert lines[2] == section
        assert lines[3].endswith(f" {when}   a")


def test_section_with_the_first_date_is_first(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", "signed:2020:2027-03-01")
        + centre("B", "signed:2020:2028-01-01")
        + rule(since=2026)
    )
    for day, sections in (
        ("2026-08-31", ["Within 7 months", "By 31 December"]),
        ("2026-12-01", ["By 31 December", "Within 7 months"]),
    ):
        out = c2c("due", "--within", "7", "--as-of", day, "--format", "table").out
        assert sorted(sections, key=out.index) == sections
    assert (
        "\nToday\n" in c2c("due", "--within", "0", "--as-of", "2026-09-01", "--format", "table").out
    )


def test_planned_meetings_are_shown_only_in_a_terminal(c2c: Program) -> None:
    small = SMALL + centre("A", "opened:2000") + CONTACT
    c2c.write(
        small
        + meeting("later", start="2026-06-02", status="planned")
        + meeting("p", start="2026-06-01", status="planned", city="서울", title="새 회의")
        + meeting("now", start="2025-11-30", end="2025-12-02", status="planned")
        + meeting("t", start=2026, status="tentative", organisers=["A"], title="Two")
        + meeting("month", start="2025-12", status="planned", title="Three")
        + meeting("held", start="2025-12-01", title="Four")
    )
    day = ("due", "--as-of", "2025-12-01")
    assert c2c(*day, "--format", "table", "--check").out == (
        "To do as of 2025-12-01\n"
        "\n"
        "Within 6 months\n"
        "  ◐ 2025-11-30 to 12-02  x: planned\n"
        "  ◐ 2025-12              Three: planned\n"
        f"  ◐ 2026-06-01           새 회의, 서울: planned{' ' * 38}in 6 months\n"
    )
    for options in (
        ("--columns", "id"),
        ("--format", "json"),
        ("--format", "csv"),
        ("--sort", "id"),
    ):
        assert "planned" not in c2c(*day, *options).out
    assert c2c(*day, "--format", "table", "--columns", "id").out == ""
    assert "later" in c2c(*day, "--within", "7", "--format", "table", "--no-header").out
    assert c2c(*day, "--from", "2027", "--format", "table").out == ""


def test_narrow_terminal_shows_blocks_with_planned_meetings(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    small = SMALL + centre("A", "signed:2015:2025")
    c2c.write(small + meeting("p", start="2026-06-01", status="planned"))
    assert c2c("due", "--as-of", "2026-05-31", "--format", "table").out == (
        "To do as of 2026-05-31\n"
        "\n"
        "Overdue\n"
        "\n"
        "Date       2025\n"
        "Days left  -151\n"
        "ID         A\n"
        "What       agreement expired\n"
        "           c2c add event A renewed\n"
        "           --date DATE --until DATE\n"
        "\n"
        "Upcoming\n"
        "\n"
        "Date       2026-06-01\n"
        "Days left  1\n"
        "ID         p\n"
        "What       meeting planned\n"
        "\n"
        "1 action, 1 planned meeting\n"
    )


YEARS = (
    SMALL
    + rule("formal")
    + rule("informal")
    + rule("heads", level="heads", per_year=2)
    + meeting("a", start="2018-03-01", kind="working")
    + meeting("b", start="2019-03-01")
    + meeting("c", start="2020-03-01", kind="heads")
    + meeting("d", start="2021-03-01", kind="formal")
    + meeting("e", start="2021-03-02")
)


def test_agreed_meetings_not_recorded_are_a_line_a_year(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(YEARS)
    table = ("due", "--as-of", "2021", "--format", "table")
    command = (
        "\nCommands\n  a  c2c add meeting --kind KIND --status held --start DATE --title TITLE\n"
    )
    monkeypatch.setenv("COLUMNS", "100")
    assert c2c(*table).out == (
        "To do as of 2021-12-31\n"
        "\n"
        f"Agreed meetings not recorded{' ' * 59}11 since 2018\n"
        f"  ✗ 2018  3  heads (2); formal or informal  ✗ 2020  3  formal, informal, heads{' ' * 21}a\n"
        f"  ✗ 2019  3  heads; of the three            ✗ 2021  2  heads; informal or heads{' ' * 20}a\n"
        + command
    )
    monkeypatch.setenv("COLUMNS", "60")
    assert c2c(*table).out.splitlines()[3:5] == [
        f"  ✗ 2018  3  heads (2); formal or informal{' ' * 17}a",
        f"  ✗ 2019  3  heads; of the three{' ' * 27}a",
    ]
    one = c2c("due", "--as-of", "2018", "--format", "table").out
    assert "3 in 2018\n" in one


def test_current_year_has_one_line_for_all_rules(c2c: Program) -> None:
    c2c.write(YEARS)
    lines = c2c("due", "--as-of", "2022-12-30", "--format", "table").out.splitlines()
    assert lines[2].endswith(" 1 day left")
    assert lines[3].startswith("  ○ 2022  formal, informal and heads (2): 4 meetings to plan ")


def test_few_outdated_agreements_have_a_line_each(c2c: Program) -> None:
    c2c.write(OUTDATED)
    out = c2c("due", "--as-of", "2026-11-24", "--format", "table").out
    assert out.partition("Overdue\n")[2] == (
        f"  ! 2026-09-30  E: review due; agreement expires on 2027-03-31{' ' * 23}55 days ago   a\n"
        f"Outdated agreements{' ' * 80}4\n"
        "  A term is at most 8 years: find out whether each was renewed or ended.\n"
        f"  ! D: agreement began by 2003{' ' * 69}b\n"
        f"  ! A: agreement began in 2005{' ' * 69}b\n"
        f"  ! C: agreement began in 2005{' ' * 69}b\n"
        f"  ! B: agreement began by 2010{' ' * 69}b\n"
        "\n"
        "Commands\n"
        "  a  c2c add event E evaluated --date DATE\n"
        "  b  c2c add event ID renewed --date DATE --until DATE\n"
    )


def test_many_outdated_agreements_are_a_list_of_ids(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    small = SMALL.replace('name = "A network"\n', 'name = "A network"\nlongest_term = 8\n')
    centres = [centre(f"Centre-{number:02}", f"signed:{2000 + number}") for number in range(10)]
    c2c.write(small + "".join(centres) + CONTACT)
    assert c2c("due", "--as-of", "2026-12-01", "--format", "table").out == (
        "To do as of 2026-12-01\n"
        "\n"
        f"Outdated agreements{' ' * 39}10\n"
        "  A term is at most 8 years: find out whether each was\n"
        "  renewed or ended.\n"
        "  ! Centre-09: agreement began in 2009; Director, Kim,     a\n"
        "    kim@example.org\n"
        "  ! Centre-00 Centre-01 Centre-02 Centre-03 Centre-04      a\n"
        "    Centre-05 Centre-06 Centre-07 Centre-08\n"
        "\n"
        "Commands\n"
        "  a  c2c add event ID renewed --date DATE --until DATE\n"
    )


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-11-30", "2026-12-01", "1 day"),
        ("2026-10-03", "2026-12-01", "59 days"),
        ("2026-10-02", "2026-12-01", "1 month"),
        ("2026-10-01", "2026-12-01", "2 months"),
        ("2024-12-02", "2026-12-01", "23 months"),
        ("2024-12-01", "2026-12-01", "2 years"),
        ("2017-08-31", "2026-12-01", "9 years"),
        ("2017-12-02", "2026-12-01", "8 years"),
    ],
)
def test_durations_are_in_complete_days_months_or_years(first: str, last: str, words: str) -> None:
    days = [datetime.date.fromisoformat(day) for day in (first, last)]
    assert duration(days[0], days[1]) == words


def test_hostile_and_wide_text_keeps_its_place(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    titles = ("\u202ex [red]", "유네스코 카테고리2센터 협의회 정례 회의와 실무자 회의")
    meetings = [
        meeting(f"m{number}", start="2025-01-01", status="planned", title=title)
        for number, title in enumerate(titles)
    ]
    c2c.write(SMALL + "".join(meetings))
    out = c2c("due", "--as-of", "2026-12-01", "--format", "table").out
    assert drives(out) == []
    assert "\\u202ex [red] (m0): " in out
    lines = [line for line in out.splitlines() if line.endswith("ago   a")]
    assert [width(line) for line in lines] == [60, 60]
    assert max(map(width, out.splitlines())) == 60


@pytest.mark.parametrize(
    "day", ["2024-01-01", "2024-07-01", "2025-04-12", "2025-09-05", "2026-04-01", "2026-12-31"]
)
def test_each_command_settles_its_row(c2c: Program, day: str) -> None:
    def rows() -> list[str]:
        return c2c("due", "--as-of", day, "--columns", "date,what,id,command").out.splitlines()

    c2c.write(NETWORK)
    for row in rows():
        date, _, _, command = row.split("\t")
        last = "2030" if command.startswith("c2c add event") else f"{date[:4]}-03-01"
        filled = (
            command.replace("--date DATE", f"--date {day}")
            .replace("KIND", "seminar")
            .replace("DATE", last)
        )
        c2c.write(NETWORK)
        c2c(*filled.split()[1:])
        assert row not in rows()


THREE = (
    SMALL
    + centre("A", "signed:2018:2024-06-30")
    + centre("B", "signed:2020:2026-06-30")
    + centre("C", "opened")
)
THREE += centre("D", "signed:2020:2030")


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ((), "A"),
        (("--within", "0"), "A"),
        (("--within", "11"), "A"),
        (("--within", "12"), "A B"),
        (("--within", "54"), "A B"),
        (("--within", "55"), "A B D"),
        (("--within", "99999"), "A B D"),
    ],
)
def test_within_adds_agreements_that_expire_or_need_review(
    c2c: Program, options: tuple[str, ...], ids: str
) -> None:
    c2c.write(THREE)
    assert (
        c2c("due", "--as-of", "2024-12-30", "--columns", "id", *options).out.split() == ids.split()
    )


@pytest.mark.parametrize("word", ["six", "-1", "1.5", "", "9" * 10])
def test_invalid_number_of_months(c2c: Program, word: str) -> None:
    assert c2c("due", f"--within={word}", code=2).err == (
        f'c2c: error: --within: invalid number "{word}"; use a whole number, such as 6\n'
    )


def test_check_passes_if_nothing_needs_action(c2c: Program) -> None:
    c2c.write(SMALL + centre("C", "signed:2020:2030", "opened:2000"))
    assert c2c("due", "--as-of", "2024-12-30", "--check", "--format", "json") == (
        0,
        "[]\n",
        "c2c: using data/centres.toml, found in this directory\n",
    )


def test_calendar_has_all_day_entries_without_contacts(c2c: Program) -> None:
    c2c.write(NETWORK)
    out = c2c("due", "--as-of", "2025-09-05", "--format", "ics").out
    found = Calendar.from_ical(out).walk("VEVENT")
    shown = [
        (
            str(one["uid"]),
            str(one["summary"]),
            str(one["description"]),
            str(one.decoded("dtstart")),
            str(one.decoded("dtend")),
        )
        for one in found
    ]
    assert shown == [
        (
            "due-meeting:w@c2c",
            "overdue since 2025-04-11: w: meeting still planned",
            "Concerns: B, NATCOM\nRecord the outcome with: c2c edit meeting w --status held",
            "2025-09-05",
            "2025-09-06",
        ),
        (
            "due-centre:B@c2c",
            "overdue since 2025-09-01: B: review due; agreement expires in 2026-03",
            "Concerns: B\nRecord the outcome with: c2c add event B evaluated --date DATE",
            "2025-09-05",
            "2025-09-06",
        ),
        (
            "due-cadence:seminar:workshop:2025@c2c",
            "workshop, seminar: 1 meeting due",
            "Record the outcome with: c2c add meeting --kind KIND --status planned --start DATE --title TITLE",
            "2025-12-31",
            "2026-01-01",
        ),
    ]
    assert "Kim" not in out
    assert c2c("due", "--format", "ics", "--sort", "days", code=2).err == (
        "c2c: error: --format ics cannot be used with --columns, --sort or --header\n"
    )


def test_actions_of_earlier_years_are_left_out(c2c: Program) -> None:
    c2c.write(NETWORK)
    due = ("due", "--as-of", "2026-01-01", "--columns", "date", "--check")
    assert c2c(*due, code=1).out == "2025-04-11\n2025-09-01\n2025\n2026\n"
    assert c2c(*due, "--from", "2025-09-02", code=1).out == "2025\n2026\n"
    assert c2c(*due, "--from", "2026", code=1).out == "2026\n"
    assert c2c(*due, "--from", "2027").out == ""


def test_markdown_omits_contacts(c2c: Program) -> None:
    c2c.write(NETWORK)
    assert "kim@example.org" not in c2c("due", "--as-of", "2025-09-05", "--format", "md").out
    assert "kim@example.org" in c2c("due", "--as-of", "2025-09-05", "--format", "jsonl").out


OUTDATED = (
    SMALL.replace('name = "A network"\n', 'name = "A network"\nlongest_term = 8\n')
    + centre("A", "signed:2005-03-04")
    + centre("B", "signed:..2010")
    + centre("C", "signed:2004", "in-force:2005")
    + centre("D", "signed", "opened:2003")
    + centre("E", "signed:2018:2027-03-31")
    + centre("F", "signed:2019")
    + centre("G", "signed:2005", "closed:2006")
)


def test_end_between_bounds_is_named_by_both(c2c: Program) -> None:
    c2c.write(SMALL + centre("A") + event("signed", "2020-03..2020-06", term=6))
    assert c2c("due", "--as-of", "2026-02-01", "--columns", "date,what").out == (
        "2025-09-01\treview due; agreement expires between 2026-03 and 2026-06\n"
    )
    assert c2c("due", "--as-of", "2026-07-01", "--columns", "date,days,what").out == (
        "2026-03..2026-06\t-1\tagreement expired\n"
    )


def test_outdated_agreements_follow_what_has_a_date(c2c: Program) -> None:
    c2c.write(OUTDATED)
    due = ("due", "--as-of", "2026-11-24")
    end = "a term is at most 8 years: find out whether it was renewed or ended"
    assert c2c(*due, "--columns", "id,date,what").out == (
        "E\t2026-09-30\treview due; agreement expires on 2027-03-31\n"
        f"D\t2011-12-31\tagreement began by 2003; {end}\n"
        f"A\t2013-03-03\tagreement began in 2005; {end}\n"
        f"C\t2013\tagreement began in 2005; {end}\n"
        f"B\t2018-12-31\tagreement began by 2010; {end}\n"
    )
    commands = c2c(*due, "--columns", "command").out.splitlines()
    assert commands[1] == "c2c add event D renewed --date DATE --until DATE"
    c2c("add", "event", "D", "renewed", "--date", "2019", "--until", "2027-09")
    assert "D\t2011-12-31" not in c2c(*due, "--columns", "id,date").out


def test_contact_is_the_first_who_may_have_the_role(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", "signed:2013-01:2018-07")
        + record("centre.contact", role="Director", name="Former", until="2018-05")
        + record("centre.contact", role="Director", name="Later", since="2018-07")
        + record("centre.contact", role="Director", name="Now", phone="1")
    )
    args = ("due", "--columns", "contact", "--as-of")
    assert c2c(*args, "2018-05-31").out == "Director, Former\n"
    assert c2c(*args, "2018-06-01").out == "Director, Now, 1\n"
    assert c2c(*args, "2018-07-01").out == "Director, Later\n"


def test_json_has_one_id_a_code_and_numbers(c2c: Program) -> None:
    c2c.write(NETWORK)
    found = json.loads(c2c("due", "--as-of", "2026-04-01", "--format", "json").out)
    for action in found:
        del action["command"], action["what"]
    assert found == [
        {
            "date": "2025-04-11",
            "days": -355,
            "id": "w",
            "concerns": ["B", "NATCOM"],
            "contact": [
                {
                    "role": "Director",
                    "name": "Kim",
                    "email": "kim@example.org",
                    "phone": "1",
                    "note": "n",
                }
            ],
            "code": "past-meeting",
            "kind": "workshop",
        },
        {
            "date": "2025",
            "days": -91,
            "code": "meetings-missing",
            "year": 2025,
            "count": 1,
            "kinds": ["workshop", "seminar"],
        },
        {
            "date": "2026-02",
            "days": -32,
            "id": "t",
            "concerns": ["C", "A"],
            "code": "past-meeting",
            "kind": "annual",
        },
        {
            "date": "2026-03",
            "days": -1,
            "id": "B",
            "concerns": ["B"],
            "contact": found[0]["contact"],
            "code": "agreement-expired",
        },
        {
            "date": "2026",
            "days": 274,
            "id": "workshop",
            "code": "meetings-due",
            "kind": "workshop",
            "year": 2026,
            "count": 2,
            "kinds": ["workshop"],
        },
    ]
    chosen = c2c("due", "--as-of", "2026-04-01", "--columns", "id,contact", "--format", "jsonl").out
    assert json.loads(chosen.splitlines()[0]) == {"id": "w", "contact": found[0]["contact"]}


def test_commands_are_code_in_markdown(c2c: Program) -> None:
    c2c.write(NETWORK, "a|b.toml")
    c2c.write(NETWORK)
    columns = ("due", "--as-of", "2026-04-01", "--columns", "id,command", "--format", "md")
    assert c2c(*columns).out.splitlines()[2] == "| w | `c2c edit meeting w --status held` |"
    escaped = "| w | c2c edit meeting w -\\-data 'a\\|b.toml' -\\-status held |"
    assert c2c(*columns, "--data", "a|b.toml").out.splitlines()[2] == escaped


def test_codes_and_columns_are_documented() -> None:
    section = read_page("due").partition("\n## In a pipe\n")[2]
    _, columns, codes = section.split("|---|\n")[:3]
    named = re.findall(r"^\| `([a-z]+)` \| ", columns.partition("\n\n")[0], re.MULTILINE)
    assert named == [*ACTIONS.columns]
    documented = dict.fromkeys(re.findall(r"^\| `([a-z-]+)` \| `", codes, re.MULTILINE))
    assert documented.keys() == SENTENCES.keys()
