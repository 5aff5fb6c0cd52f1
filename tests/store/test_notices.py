"""Warnings that add, edit and import print about the records that they change."""

import datetime

import pytest

from conftest import Program
from samples import REGISTRY, SMALL, centre, meeting, record, rule

NEXT = datetime.date.today().year + 2  # noqa: DTZ011  # the program uses the local date
FUTURE = (
    f'already "held", but the meeting starts in the future ({NEXT}-01); '
    "correct the date or the status"
)
EXPIRED = (
    "[centre ICM] event.until: the agreement expired (2020-05), but no later renewal or closure is recorded; "
    "record what happened, for example: c2c add event ICM renewed --date DATE --until DATE"
)
EMAIL = '[centre ICM] contact.email: invalid email address "a@" of contact "x"; use an address such as office@example.org'
OUTDATED = "[meeting 2018-11] id: no longer matches the start date"

CAUSED: list[tuple[tuple[str, ...], list[str]]] = [
    (
        ("add", "meeting", "--title", "x", "--start", f"{NEXT}-01", "--status", "held"),
        [f"[meeting {NEXT}-01] status: {FUTURE}"],
    ),
    (("edit", "meeting", "2018-06-27-jeju", "--title", "y"), []),
    (("edit", "meeting", "2018-11", "--title", "y"), []),
    (("edit", "meeting", "2018-11", "--id", "other"), []),
    (
        (
            "edit",
            "meeting",
            "2018-11",
            "--status",
            "held",
            "--start",
            "2018-11-20",
            "--city",
            "Jeju",
        ),
        [f"{OUTDATED} (2018-11-20); rename it: c2c edit meeting 2018-11 --id 2018-11-20-jeju"],
    ),
    (
        ("edit", "meeting", "2018-06-27-jeju", "--start", "2018-06-28"),
        [
            "[meeting 2018-06-27-jeju] id: no longer matches the start date (2018-06-28); "
            "rename it: c2c edit meeting 2018-06-27-jeju --id 2018-06-28-jeju"
        ],
    ),
    (
        ("edit", "meeting", "2018-06-27-jeju", "--start", "2018-06-28", "--id", "2018-06-28-jeju"),
        [],
    ),
    (("edit", "meeting", "2018-06-27-jeju", "--start", "2018-06-27", "--city", "Jeju"), []),
    (
        ("edit", "meeting", "2018-11", "--status", "planned", "--data", "data/centres.toml"),
        [
            '[meeting 2018-11] status: still "planned", but the meeting date (2018-11) has passed; '
            "set it to held or cancelled, for example: c2c edit meeting 2018-11 --data data/centres.toml --status held"
        ],
    ),
    (
        ("add", "event", "ICDH", "opened", "--date", "2016"),
        [
            '[centre ICDH] event.date: "approved" (2017-11-06) is dated after "opened" (2016); '
            "correct one of the two dates"
        ],
    ),
    (("add", "contact", "ICM", "--role", "x", "--email", "a@"), [EMAIL]),
    (("add", "event", "ICM", "signed", "--date", "2014", "--until", "2020-05"), [EXPIRED]),
    (
        ("edit", "centre", "ICM", "--city", "a\u202eb"),
        ["[centre ICM] city: unexpected invisible character U+202E; remove it"],
    ),
    (
        ("edit", "centre", "ICM", "--website", "a\u202eb"),
        [
            "[centre ICM] website: unexpected invisible character U+202E; remove it",
            r'[centre ICM] website: invalid URL "a\u202eb"; use a URL such as https://example.org',
        ],
    ),
]


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize(("args", "expected"), CAUSED)
def test_write_prints_the_warnings_that_it_causes(
    c2c: Program, args: tuple[str, ...], expected: list[str], dry_run: bool
) -> None:
    c2c.write(REGISTRY)
    lines = c2c(*args, *["--dry-run"] * dry_run).err.splitlines()
    assert [line.partition(" ")[2].split(" ")[0] for line in lines[: not dry_run]] in (
        [],
        ["added"],
        ["updated"],
    )
    assert lines[not dry_run :] == [f"c2c: warning: {line}" for line in expected]


@pytest.mark.parametrize(
    ("new", "former"),
    [
        ("evaluated,2016", "2015"),
        ("evaluated,2017", ""),  # more than a year later
        ("renewed,2016-12", "2016-01"),
        ("board,2016", ""),  # may happen each year
        ("annual-report,2016", ""),
        ("closed,2024", "2022"),
        ("closed,2019", ""),  # it opened again
    ],
)
@pytest.mark.parametrize("command", ["add", "import"])
def test_event_that_may_correct_another_one_causes_a_warning(
    c2c: Program, command: str, new: str, former: str
) -> None:
    events = "evaluated:2015 renewed:2016-01 board:2015 annual-report:2015 opened:2020 closed:2022"
    c2c.write(
        SMALL
        + centre("A", *events.split())
        + record("obligation", kind="board", name="Board", since=2015)
    )
    kind, date = new.split(",")
    if command == "add":
        lines = c2c("add", "event", "A", kind, "--date", date).err.splitlines()
    else:
        c2c.write(f"centre,kind,date\nA,{new}\n", "x.csv")
        lines = c2c("import", "x.csv", "--update").err.splitlines()
    said = (
        f'c2c: warning: [centre A] event.date: "{kind}" ({date}) may be the recorded "{kind}" '
        f"({former}); if so, correct the recorded event and remove the new one"
    )
    assert [line for line in lines if "may be" in line] == ([said] if former else [])


UNCOUNTED = (
    "[meeting m] organisers: without a centre, the meeting fulfils no obligation; add the centre: "
    "c2c edit meeting m --organisers ID"
)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("add meeting --id m --status held", [UNCOUNTED]),
        ("add meeting --id m --status planned --organisers NATCOM", [UNCOUNTED]),
        ("add meeting --id m --status held --organisers NATCOM,A", []),
        ("add meeting --id m --status cancelled", []),
        ("edit meeting o --organisers =NATCOM", [UNCOUNTED.replace("meeting m", "meeting o")]),
        ("edit meeting p --organisers NATCOM", []),  # it had no centre before
    ],
)
def test_meeting_that_fulfils_no_obligation_causes_a_warning(
    c2c: Program, command: str, expected: list[str]
) -> None:
    c2c.write(
        SMALL
        + meeting("o", start=2020, kind="board", organisers=["A"])
        + meeting("p", start=2021, kind="board")
        + record("obligation", kind="board", name="Board", since=2020)
        + centre("A", "approved:2010", "opened:2012")
    )
    new = ["--kind", "board", "--title", "x", "--start", "2021"] if "add" in command else []
    lines = c2c(*command.split(), *new).err.splitlines()
    warnings = [line.removeprefix("c2c: warning: ") for line in lines if "fulfils" in line]
    assert warnings == expected


@pytest.mark.parametrize(
    ("waived", "expected"),
    [
        (
            "formal --year 2019",
            "[waiver formal 2019] year: the cadence rule is already met in 2019; correct the year, "
            "or remove the waiver: c2c remove waiver formal",
        ),
        ("formal --year 2018", ""),  # one of two meetings
        ("formal --year 2020", ""),  # only planned
        (
            "board --year 2020 --centre A",
            "[waiver board 2020 A] year: the obligation is already met in 2020; correct the year, "
            "or remove the waiver: c2c remove waiver board --on 2020 --centre A",
        ),
        ("board --year 2020 --centre B", ""),
        ("board --year 2020", ""),  # B owes it
        ("board --year 2021 --centre A", ""),
    ],
)
def test_waiver_of_what_is_met_causes_a_warning(c2c: Program, waived: str, expected: str) -> None:
    c2c.write(
        SMALL
        + rule("formal", until=2018, per_year=2)
        + rule("formal", since=2019)
        + meeting("m", start=2018, kind="formal")
        + meeting("n", start=2019, kind="formal")
        + meeting("o", start=2020, kind="formal", status="planned")
        + record("obligation", kind="board", name="Board", since=2020)
        + centre("A", "approved:2010", "opened:2012", "board:2020")
        + centre("B", "approved:2010", "opened:2012")
        + (record("waiver", kind="board", year=2022, reason="x") if "board" in waived else "")
    )
    lines = c2c("add", "waiver", *waived.split(), "--reason", "x").err.splitlines()
    warnings = [line.removeprefix("c2c: warning: ") for line in lines if "already met" in line]
    assert warnings == ([expected] if expected else [])


def test_known_warnings_are_not_repeated(c2c: Program) -> None:
    expired = centre("A", "signed:2010:2012", note="a\x07")
    c2c.write(SMALL + expired + meeting("m", status="planned"))
    assert len(c2c("check").out.splitlines()) == 5
    for args in (
        ("edit", "centre", "A", "--city", "x"),
        ("add", "event", "A", "opened", "--date", "2011"),
        ("edit", "meeting", "m", "--id", "n"),
        ("remove", "n"),
    ):
        assert "warning" not in c2c(*args).err


def test_unchanged_record_causes_no_warning(c2c: Program) -> None:
    c2c.write(SMALL + meeting(status="planned"))
    assert (
        c2c("edit", "meeting", "m", "--status", "planned").err
        == "c2c: no changes to data/centres.toml\n"
    )


def test_import_lists_a_limited_number_of_warnings(c2c: Program) -> None:
    c2c.write(SMALL)
    c2c.write(
        "id,title,start,status\n" + "".join(f"m{i},x,{NEXT}-01,held\n" for i in range(25)),
        "new.csv",
    )
    lines = c2c("import", "new.csv").err.splitlines()
    assert lines[:2] == [
        "c2c: imported 25 records (25 added, 0 updated) from new.csv into data/centres.toml",
        f"c2c: warning: [meeting m0] status: {FUTURE}",
    ]
    assert len(lines) == 22
    assert lines[-1] == "c2c: warning: 5 more warnings are not shown"
