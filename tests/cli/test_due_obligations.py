"""`c2c due`: the obligations of an invented network that are due or not recorded."""

from functools import partial

import pytest
from icalendar import Calendar

from conftest import Program
from samples import SMALL, centre, event, meeting, record, without_colours

obligation = partial(record, "obligation")
CONTACT = record("centre.contact", role="Director", name="Kim", email="kim@example.org")

REPORT = obligation(kind="annual-report", name="Annual report", due="03-31", since=2024)
BOARD = obligation(kind="board", name="Governing board", since=2024, centres=["A", "B"])
REVIEW = obligation(kind="review", name="Review", every=2, since=2022, due="06-30", centres=["B"])

NETWORK = (
    SMALL
    + centre("A", "opened:2010")
    + CONTACT
    + event("annual-report", "2025-02-01", covers=2024)
    + event("annual-report", "2025-12")
    + centre("B", "opened:2021-05")
    + event("annual-report", "2025-05-02", covers=2024)
    + centre("C", "opened:2025", "closed:2026-10-01")
    + centre("D", "approved:2020")
    + meeting("a24", start="2024-05-20", kind="board", organisers=["A"])
    + meeting("b24", start="2024-06-20", kind="board", organisers=["B"], status="cancelled")
    + meeting("b25", start="2025-11", kind="board", organisers=["B"], status="planned")
    + REPORT
    + BOARD
    + REVIEW
    + record("waiver", kind="board", year=2025, centre="A", reason="Move")
)
"""Reports that came late, a board that was waived, and a review every second year."""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # the period begins after the opening in 2021; the year ends in more than six months
        ("2024-06-29", ["2024-06-30 Review for 2022 to 2023 due: B"]),
        ("2024-06-30", ["2024-06-30 Review for 2022 to 2023 not recorded: B"]),
        (
            "2024-07-01",
            [
                "2024-06-30 Review for 2022 to 2023 not recorded: B",
                "2024-12-31 Governing board in 2024 due: B",
            ],
        ),
        # the report of A is recorded in February, and that of B in May, after the day
        (
            "2025-01-31",
            [
                "2024-06-30 Review for 2022 to 2023 not recorded: B",
                "2024-12-31 Governing board in 2024 not recorded: B",
                "2025-03-31 Annual report for 2024 due: A",
                "2025-03-31 Annual report for 2024 due: B",
            ],
        ),
        (
            "2025-04-01",
            [
                "2024-06-30 Review for 2022 to 2023 not recorded: B",
                "2024-12-31 Governing board in 2024 not recorded: B",
                "2025-03-31 Annual report for 2024 not recorded: B",
            ],
        ),
        # the planned board of B is past, but recorded neither as held nor as cancelled
        (
            "2026-01-01",
            [
                "2024-06-30 Review for 2022 to 2023 not recorded: B",
                "2024-12-31 Governing board in 2024 not recorded: B",
                "2025-11 meeting still planned: b25",
                "2026-03-31 Annual report for 2025 due: B",
                "2026-06-30 Review for 2024 to 2025 due: B",
            ],
        ),
        # C closed before the end of its first whole year
        (
            "2027-01-01",
            [
                "2024-06-30 Review for 2022 to 2023 not recorded: B",
                "2024-12-31 Governing board in 2024 not recorded: B",
                "2025-11 meeting still planned: b25",
                "2026-03-31 Annual report for 2025 not recorded: B",
                "2026-06-30 Review for 2024 to 2025 not recorded: B",
                "2026-12-31 Governing board in 2026 not recorded: A",
                "2026-12-31 Governing board in 2026 not recorded: B",
                "2027-03-31 Annual report for 2026 due: A",
                "2027-03-31 Annual report for 2026 due: B",
            ],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_obligations_on_a_day_are_those_worked_out_by_hand(
    c2c: Program, day: str, expected: list[str]
) -> None:
    c2c.write(NETWORK)
    run = c2c("due", "--as-of", day, "--columns", "date,what,id", "--check", code=1)
    rows = [line.split("\t") for line in run.out.splitlines()]
    assert [f"{date} {what}: {own}" for date, what, own in rows] == expected


def test_nothing_is_due_that_is_met_planned_waived_or_unclear(c2c: Program) -> None:
    small = SMALL + centre("A", "opened:2010") + event("annual-report", "2025-12..2026-02")
    c2c.write(
        small
        + meeting("b", start="2027-02", kind="board", organisers=["A"], status="tentative")
        + obligation(kind="annual-report", name="Report", since=2025, until=2025)
        + obligation(kind="work-plan", name="Plan", since=2026, until=2026)
        + obligation(kind="board", name="Board", since=2027, until=2027)
        + record("waiver", kind="work-plan", year=2026, reason="Move")
    )
    assert c2c("due", "--as-of", "2026-12-01", "--check").out == ""
    assert c2c("due", "--as-of", "2026-12-01", "--format", "table").out == (
        f"To do as of 2026-12-01\n\nWithin 6 months\n  ? 2027-02  x: tentative; A{' ' * 57}in 2 months\n"
    )


@pytest.mark.parametrize(
    ("within", "ids"), [("0", ""), ("2", ""), ("3", "A"), ("5", "A"), ("6", "A A"), ("99", "A A")]
)
def test_within_adds_obligations_by_their_deadline(c2c: Program, within: str, ids: str) -> None:
    c2c.write(
        SMALL
        + centre("A", "opened:2010")
        + obligation(kind="work-plan", name="Plan", due="03-31", since=2025, until=2025)
        + obligation(kind="review", name="Review", due="06-30", since=2025, until=2025)
    )
    due = ("due", "--as-of", "2025-12-31", "--within", within, "--columns", "id")
    assert c2c(*due).out.split() == ids.split()


def test_rows_have_the_contact_of_the_centre_and_the_command(c2c: Program) -> None:
    c2c.write(NETWORK, "my file.toml")
    due = ("due", "--as-of", "2027-01-01", "--from", "2026-06", "--data", "my file.toml")
    data = "--data 'my file.toml'"
    held = "--status held --start DATE --title TITLE"
    assert c2c(*due, "--format", "csv").out == (
        "date,days,what,id,concerns,contact,command,code,kind,year,count,kinds\n"
        "2026-06-30,-185,Review for 2024 to 2025 not recorded,B,B,,"
        f"c2c add event B review {data} --covers 2025 --date DATE,obligation-missing,review,2025,,\n"
        '2026-12-31,-1,Governing board in 2026 not recorded,A,A,"Director, Kim, kim@example.org",'
        f"c2c add meeting {data} --kind board --organisers A {held},obligation-missing,board,2026,,\n"
        "2026-12-31,-1,Governing board in 2026 not recorded,B,B,,"
        f"c2c add meeting {data} --kind board --organisers B {held},obligation-missing,board,2026,,\n"
        '2027-03-31,89,Annual report for 2026 due,A,A,"Director, Kim, kim@example.org",'
        f"c2c add event A annual-report {data} --covers 2026 --date DATE,obligation-due,annual-report,2026,,\n"
        "2027-03-31,89,Annual report for 2026 due,B,B,,"
        f"c2c add event B annual-report {data} --covers 2026 --date DATE,obligation-due,annual-report,2026,,\n"
    )
    planned = (
        "c2c add meeting --kind board --organisers A --status planned --start DATE --title TITLE"
    )
    c2c.write(NETWORK)
    assert planned in c2c("due", "--as-of", "2026-12-01", "--columns", "command").out.splitlines()


@pytest.mark.parametrize("day", ["2024-06-30", "2025-01-31", "2026-01-01", "2027-01-01"])
def test_each_command_settles_its_row(c2c: Program, day: str) -> None:
    def rows() -> list[str]:
        return c2c("due", "--as-of", day, "--columns", "date,what,id,command").out.splitlines()

    c2c.write(NETWORK)
    for row in rows():
        date, _, _, command = row.split("\t")
        day_of_event = day if command.startswith("c2c add event") else f"{date[:4]}-12-30"
        c2c.write(NETWORK)
        c2c(*command.replace("DATE", day_of_event).split()[1:])
        assert row not in rows()


TEN = (
    SMALL
    + "".join(
        centre(f"Centre-{number}", "opened:2015", name=f"센터 {number}")
        + (CONTACT if number == 3 else "")
        + "".join(
            event("annual-report", f"{year + 1}-02-01", covers=year)
            for year in (2023, 2024, 2025)
            if (number + year) % 4
        )
        for number in range(10)
    )
    + event("work-plan", "2025-12-20", covers=2026)
    + meeting("b", start="2026-05-06", kind="board", organisers=["Centre-1"])
    + obligation(kind="annual-report", name="Annual report to UNESCO", due="03-31", since=2023)
    + obligation(kind="work-plan", name="Work plan", since=2026, centres=["Centre-3", "Centre-9"])
    + obligation(kind="board", name="Governing board", since=2026)
    + obligation(
        kind="self-assessment",
        name="Self-assessment",
        every=2,
        since=2023,
        due="06-30",
        centres=["Centre-3"],
    )
)
"""Ten centres, of which each lacks some reports."""


def test_terminal_has_a_line_for_each_obligation(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(TEN)
    table = ("due", "--as-of", "2026-12-01", "--format", "table")
    monkeypatch.setenv("COLUMNS", "80")
    assert c2c(*table).out == (
        "To do as of 2026-12-01\n"
        "\n"
        "By 31 December                                                      30 days left\n"
        "  ○ 2026        Centre-3: Work plan; Director, Kim,                            a\n"
        "                kim@example.org\n"
        "  ○ 2026        Governing board: 9 centres                                     b\n"
        "Within 6 months\n"
        "  ○ 2027-03-31  Annual report to UNESCO for 2026 due: 10       3 months left   c\n"
        "                centres\n"
        "Obligations not recorded as met                                     9 since 2023\n"
        "  ✗ Annual report to UNESCO for 2025: Centre-3, Centre-7; 6 earlier            c\n"
        "  ✗ Centre-3: Self-assessment for 2023 to 2024; Director, Kim,                 d\n"
        "    kim@example.org\n"
        "\n"
        "Commands\n"
        "  a  c2c add event Centre-3 work-plan --covers 2026 --date DATE\n"
        "  b  c2c add meeting --kind board --organisers ID --status planned \\\n"
        "       --start DATE --title TITLE\n"
        "  c  c2c add event ID annual-report --covers YEAR --date DATE\n"
        "  d  c2c add event Centre-3 self-assessment --covers 2024 --date DATE\n"
        "Pass --all to list each centre, year and contact; see also: c2c obligations\n"
    )
    monkeypatch.setenv("COLUMNS", "60")
    assert c2c(*table).out == (
        "To do as of 2026-12-01\n"
        "\n"
        "By 31 December                                  30 days left\n"
        "  ○ 2026        Centre-3: Work plan;                       a\n"
        "                Director, Kim,\n"
        "                kim@example.org\n"
        "  ○ 2026        Governing board: 9                         b\n"
        "                centres\n"
        "Within 6 months\n"
        "  ○ 2027-03-31  Annual report to UNESCO    3 months left   c\n"
        "                for 2026 due: 10 centres\n"
        "Obligations not recorded as met                 9 since 2023\n"
        "  ✗ Annual report to UNESCO for 2025: Centre-3,            c\n"
        "    Centre-7; 6 earlier\n"
        "  ✗ Centre-3: Self-assessment for 2023 to 2024;            d\n"
        "    Director, Kim, kim@example.org\n"
        "\n"
        "Commands\n"
        "  a  c2c add event Centre-3 work-plan --covers 2026 \\\n"
        "       --date DATE\n"
        "  b  c2c add meeting --kind board --organisers ID \\\n"
        "       --status planned --start DATE --title TITLE\n"
        "  c  c2c add event ID annual-report --covers YEAR \\\n"
        "       --date DATE\n"
        "  d  c2c add event Centre-3 self-assessment --covers 2024 \\\n"
        "       --date DATE\n"
        "Pass --all to list each centre, year and contact; see also:\n"
        "c2c obligations\n"
    )
    monkeypatch.setenv("COLUMNS", "120")
    wide = c2c(*table, terminal=True)
    assert "\x1b[36m○\x1b[0m 2026        Governing board: 9 centres" in wide.out
    assert "\x1b[1;31m✗\x1b[0m Annual report to UNESCO for 2025: Centre-3, Centre-7" in wide.out
    assert without_colours(wide.out) == c2c(*table).out
    assert max(map(len, c2c(*table).out.splitlines())) == 100


def test_all_lists_each_action_with_its_contact(c2c: Program) -> None:
    c2c.write(TEN)
    day = ("due", "--as-of", "2026-12-01", "--within", "0")
    assert c2c(*day, "--format", "table", "--all").out == (
        "To do as of 2026-12-01\n"
        "\n"
        "Overdue\n"
        "  ✗ 2024-03-31  Centre-1: Annual report to UNESCO for 2023 not recorded              2 years ago   a\n"
        "  ✗ 2024-03-31  Centre-5: Annual report to UNESCO for 2023 not recorded              2 years ago   a\n"
        "  ✗ 2024-03-31  Centre-9: Annual report to UNESCO for 2023 not recorded              2 years ago   a\n"
        "  ✗ 2025-03-31  Centre-0: Annual report to UNESCO for 2024 not recorded            20 months ago   a\n"
        "  ✗ 2025-03-31  Centre-4: Annual report to UNESCO for 2024 not recorded            20 months ago   a\n"
        "  ✗ 2025-03-31  Centre-8: Annual report to UNESCO for 2024 not recorded            20 months ago   a\n"
        "  ✗ 2025-06-30  Centre-3: Self-assessment for 2023 to 2024 not recorded;           17 months ago   b\n"
        "                Director, Kim, kim@example.org\n"
        "  ✗ 2026-03-31  Centre-3: Annual report to UNESCO for 2025 not recorded;            8 months ago   a\n"
        "                Director, Kim, kim@example.org\n"
        "  ✗ 2026-03-31  Centre-7: Annual report to UNESCO for 2025 not recorded             8 months ago   a\n"
        "\n"
        "Commands\n"
        "  a  c2c add event ID annual-report --covers YEAR --date DATE\n"
        "  b  c2c add event Centre-3 self-assessment --covers 2024 --date DATE\n"
    )
    assert c2c(*day, "--all").out == c2c(*day).out


GROUPS = [
    # one centre in one period has its contact, and needs no list
    (["A 2025"], "1 in 2025", "A: Report for 2025; Director, Kim, kim@example.org"),
    (["B 2025"], "1 in 2025", "B: Report for 2025"),
    (["A 2025", "B 2025"], "2 in 2025", "Report for 2025: A, B"),
    (["A 2025", "A 2024"], "2 since 2024", "Report for 2025: A; 1 earlier"),
    (["B 2024", "A 2023"], "2 since 2023", "Report for 2024: B; 1 earlier"),
    ([f"{own} 2025" for own in "ABCDE"], "5 in 2025", "Report for 2025: A, B, C, D, E"),
    ([f"{own} 2025" for own in "ABCDEF"], "6 in 2025", "Report for 2025: 6 centres"),
    (
        [f"{own} {year}" for own in "ABCDEF" for year in (2023, 2024, 2025)],
        "18 since 2023",
        "Report for 2025: 6 centres; 12 earlier",
    ),
]


@pytest.mark.parametrize(("missing", "note", "text"), GROUPS, ids=[text for _, _, text in GROUPS])
def test_periods_that_are_not_recorded_share_a_line(
    c2c: Program, missing: list[str], note: str, text: str
) -> None:
    records = []
    for own in "ABCDEF":
        records.append(centre(own, "opened:2010") + (CONTACT if own == "A" else ""))
        records += [
            event("annual-report", f"{year}-12", covers=year)
            for year in (2023, 2024, 2025)
            if f"{own} {year}" not in missing
        ]
    owed = obligation(kind="annual-report", name="Report", since=2023, until=2025)
    c2c.write(SMALL + "".join(records) + owed)
    out = c2c("due", "--as-of", "2026-12-01", "--format", "table").out
    heading, line = out.splitlines()[2:4]
    assert heading == f"Obligations not recorded as met{note:>69}"
    assert line == f"  ✗ {text:<95}a"
    assert ("Pass --all" in out) is (len(missing) > 1)


def test_command_of_a_line_keeps_what_its_actions_have_in_common(c2c: Program) -> None:
    centres = centre("A", "opened:2010") + centre("B", "opened:2010")
    owed = obligation(kind="annual-report", name="Report", since=2025)
    c2c.write(SMALL + centres + owed)

    def command(*options: str) -> str:
        out = c2c("due", "--format", "table", *options).out
        return out.partition("Commands\n  a  ")[2].partition("\n")[0]

    report = "annual-report --covers"
    assert command("--as-of", "2025") == f"c2c add event ID {report} 2025 --date DATE"
    assert command("--as-of", "2026-12") == f"c2c add event ID {report} YEAR --date DATE"
    c2c.write(SMALL + centre("A", "opened:2010") + owed)
    assert command("--as-of", "2026-12") == f"c2c add event A {report} YEAR --date DATE"
    held = meeting(start="2024-02-01", kind="board", organisers=["A"])
    c2c.write(SMALL + centres + held + obligation(kind="board", name="Board", since=2025))
    assert command("--as-of", "2026-12-30") == (
        "c2c add meeting --kind board --organisers ID --status STATUS --start DATE --title TITLE"
    )
    c2c.write(SMALL + centre("A", "opened:2010") + centre("B", "opened:2010") + owed, "x.toml")
    out = c2c("due", "--as-of", "2025", "--format", "table", "--data", "x.toml").out
    assert out.endswith("see also: c2c obligations --data x.toml\n")


def test_more_commands_than_letters(c2c: Program) -> None:
    kinds = [obligation(kind=f"kind-{number}", name="X", since=2025) for number in range(28)]
    c2c.write(SMALL + centre("A", "opened:2010") + "".join(kinds))
    out = c2c("due", "--as-of", "2025-12-01", "--format", "table").out
    assert "\n  z  c2c add event A kind-25 " in out
    assert "\n  aa  c2c add event A kind-26 " in out
    assert out.splitlines()[30].endswith(f"A: X{' ' * 84}ab")


def test_calendar_has_an_entry_for_each_obligation(c2c: Program) -> None:
    c2c.write(NETWORK)

    def entries(day: str) -> list[tuple[str, str, str, str]]:
        out = c2c("due", "--as-of", day, "--from", "2026-12", "--format", "ics").out
        return [
            (
                str(entry["uid"]).removesuffix("@c2c"),
                str(entry.decoded("dtstart")),
                str(entry["summary"]),
                str(entry["description"]),
            )
            for entry in Calendar.from_ical(out).walk("VEVENT")
        ]

    record_with = "Record the outcome with: c2c add meeting --kind board --organisers"
    title = "--start DATE --title TITLE"
    assert entries("2026-12-30")[:2] == [
        (
            "due-obligation:board:A:2026",
            "2026-12-31",
            "A: Governing board in 2026 due",
            f"Concerns: A\n{record_with} A --status planned {title}",
        ),
        (
            "due-obligation:board:B:2026",
            "2026-12-31",
            "B: Governing board in 2026 due",
            f"Concerns: B\n{record_with} B --status planned {title}",
        ),
    ]
    assert entries("2026-12-31")[0] == (
        "due-obligation:board:A:2026",
        "2026-12-31",
        "A: Governing board in 2026 not recorded",
        f"Concerns: A\n{record_with} A --status held {title}",
    )
    reviews = c2c("due", "--as-of", "2027-01-01", "--format", "ics").out
    assert "UID:due-obligation:review:B:2024..2025@c2c\r\n" in reviews
    uids = [line for line in reviews.splitlines() if line.startswith("UID:")]
    assert len(uids) == len({*uids}) == 9
    assert "Kim" not in reviews


def test_narrow_terminal_has_a_block_for_each_obligation(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    c2c.write(NETWORK)
    out = c2c("due", "--as-of", "2024-06-29", "--within", "1", "--format", "table").out
    assert out == (
        "To do as of 2024-06-29\n"
        "\n"
        "Upcoming\n"
        "\n"
        "Date       2024-06-30\n"
        "Days left  1\n"
        "ID         B\n"
        "What       Review for 2022 to 2023 due\n"
        "           c2c add event B review\n"
        "           --covers 2023 --date DATE\n"
        "\n"
        "1 action\n"
    )
