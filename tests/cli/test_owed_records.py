"""Obligations, deliveries and waivers of one centre: add, edit and remove, and what is refused."""

import shlex

import pytest

from conftest import Program
from samples import SMALL, centre, event, meeting, record, rule

KINDS = (
    "proposed, approved, signed, in-force, opened, renewed, closed, evaluated, decided, "
    "annual-report, work-plan, board"
)
OWED = (
    SMALL
    + rule("formal")
    + centre("A", "approved:2012", "opened:2013")
    + event("annual-report", 2023, covers=2022)
    + event("annual-report", 2024, covers=2023)
    + event("annual-report", covers=2024)
    + event("annual-report", 2025, covers=2025)
    + centre("B", "approved:2012", "opened:2013")
    + meeting("m", start=2020, kind="board", organisers=["A"])
    + record("obligation", kind="annual-report", name="Report", since=2020)
    + record("obligation", kind="board", name="Board", since=2014, until=2019, centres=["A"])
    + record("obligation", kind="board", name="Board", since=2014, centres=["B"])
    + record("obligation", kind="visit", name="Visit", since=2020, every=2)
    + record("waiver", kind="annual-report", year=2021, reason="x")
    + record("waiver", kind="annual-report", year=2021, centre="A", reason="x")
)


@pytest.mark.parametrize(
    ("command", "code", "sentence"),
    [
        (
            "add event A audit",
            2,
            f'KIND: unknown kind "audit"; expected {KINDS} or visit, or add it: c2c add obligation audit --name NAME --since YEAR',
        ),
        (
            "add event A audit --data data/centres.toml",
            2,
            f'KIND: unknown kind "audit"; expected {KINDS} or visit, or add it: '
            "c2c add obligation audit --data data/centres.toml --name NAME --since YEAR",
        ),
        ("add event A formal", 2, f'KIND: unknown kind "formal"; expected {KINDS} or visit'),
        ("add event A boerd", 2, 'KIND: unknown kind "boerd"; did you mean "board"?'),
        (
            "edit event A opened --kind audit",
            2,
            f'--kind: unknown kind "audit"; expected {KINDS} or visit, or add it: '
            "c2c add obligation audit --name NAME --since YEAR",
        ),
        (
            "add event A annual-report --covers 2019",
            5,
            '[centre A] event.covers: no obligation of kind "annual-report" applies in 2019, so no '
            "changes were made; use a year from 2020 on, or an earlier since of the obligation",
        ),
        (
            "edit obligation annual-report --since 2024",
            5,
            "--since: the obligation would begin after event annual-report for 2022 (2023) of "
            "centre A, so no changes were made; pass --since 2022",
        ),
        (
            "edit obligation annual-report --until 2024",
            5,
            "--until: the obligation would end before event annual-report for 2025 (2025) of "
            "centre A, so no changes were made; pass --until 2025",
        ),
        (
            "edit event A opened --covers 2013",
            2,
            '--covers: "opened" events cannot cover a year; omit --covers',
        ),
        (
            "edit event A annual-report --on 2022 --kind opened",
            2,
            '--covers: "opened" events cannot cover a year; pass --covers ""',
        ),
        (
            "add event A annual-report --covers 2022 --date 2023",
            5,
            "event annual-report for 2022 (2023) of centre A already exists; no changes were made",
        ),
        (
            "add event A annual-report --covers 2024 --date 2025-02",
            5,
            "event annual-report for 2024 of centre A already exists, so no changes were made; "
            "use c2c edit event A annual-report --on 2024 --date 2025-02",
        ),
        (
            "edit event A annual-report --note x",
            2,
            'ambiguous kind "annual-report"; use --on 2022, --on 2023, --on 2024 or --on 2025',
        ),
        (
            "edit event A annual-report --on 2021 --note x",
            4,
            'no event "annual-report" is recorded for 2021; expected 2022, 2023, 2024 or 2025',
        ),
        (
            "add obligation annual-report --name x --since 2022 --centres B",
            5,
            'KIND: two obligations of kind "annual-report" bind the '
            "same centre in 2022, so no changes were made; use other years or centres",
        ),
        (
            "add obligation formal --name x --since 2022",
            5,
            'KIND: "formal" is the kind of a cadence rule, so no changes were '
            "made; use another kind",
        ),
        (
            "add obligation working --name x --since 2022",
            5,
            'KIND: "working" is the level of a cadence rule, so no changes '
            "were made; use another kind",
        ),
        (
            "add obligation decided --name x --since 2022",
            2,
            'KIND: "decided" is a built-in kind of event or meeting; use another kind',
        ),
        (
            "add obligation other --name x --since 2022",
            2,
            'KIND: "other" is a built-in kind of event or meeting; use another kind',
        ),
        (
            "add obligation Opened --name x --since 2022",
            2,
            'KIND: "Opened" is a built-in kind of event or meeting; use another kind',
        ),
        (
            "add obligation Work-Plan --name x --since 2022",
            2,
            'KIND: "Work-Plan" is the kind "work-plan" in another spelling; use "work-plan"',
        ),
        (
            "add obligation BOARD --name x --since 2000 --until 2001",
            5,
            'KIND: "BOARD" is the kind "board" in another spelling, so no '
            'changes were made; use "board"',
        ),
        (
            "add obligation audit --name x --since 2022 --due 31/3",
            2,
            '--due: invalid day of the year "31/3"; use month and day, such as 03-31',
        ),
        (
            "add obligation audit --name x --since 2022 --due 02-29",
            2,
            '--due: invalid day of the year "02-29"; use month and day, such as 03-31',
        ),
        (
            "add obligation audit --name x --since 2022 --every 0",
            2,
            "--every: invalid number 0; use 1 to 99",
        ),
        (
            "edit obligation visit --until 2022",
            2,
            "--until: no period of 2 years ends in 2022; use 2021 or 2023",
        ),
        (
            "edit obligation visit --until 2019",
            2,
            "--until: 2019 is before the first year (2020)",
        ),
        (
            "edit obligation board --note x",
            2,
            'ambiguous kind "board"; use --centre A or --centre B',
        ),
        (
            "edit obligation visit --centre A --note x",
            4,
            'no obligation of kind "visit" names centre A; omit --centre',
        ),
        (
            "edit obligation annual-report --kind report",
            5,
            "cannot change the kind of obligation annual-report: it is still referenced by "
            "centre A, so no changes were made; use c2c edit to change them all",
        ),
        (
            "remove obligation annual-report",
            5,
            "cannot remove obligation annual-report: it is still referenced by centre A, waiver "
            "annual-report 2021 and waiver annual-report 2021 A, so no changes were made; use "
            "c2c edit obligation annual-report --until YEAR",
        ),
        (
            "remove board",
            2,
            'ambiguous id "board"; use c2c remove obligation board --on 2014 --centre A or '
            "c2c remove obligation board --on 2014 --centre B",
        ),
        (
            "remove centre B",
            5,
            "cannot remove centre B: it is still referenced by obligation board, so no "
            "changes were made; use c2c edit obligation board --on 2014 --centre B",
        ),
        (
            "add waiver formal --year 2020 --centre A --reason x",
            5,
            '--centre: "formal" is a cadence rule, whose waivers have no '
            "centre, so no changes were made; omit --centre",
        ),
        (
            "add waiver board --year 2020 --centre A --reason x",
            5,
            '--year: no obligation of kind "board" applies in 2020, so no '
            "changes were made; use a year from 2014 to 2019",
        ),
        (
            "add waiver annual-report --year 2021 --centre a --reason x",
            5,
            'waiver "annual-report 2021 A" already exists, so no changes were made; '
            "use c2c edit waiver annual-report --on 2021 --centre A",
        ),
        (
            "edit waiver annual-report --reason y",
            2,
            'ambiguous kind "annual-report"; use --on 2021 or --centre A',
        ),
        (
            "edit waiver annual-report --centre B --reason y",
            4,
            'no waiver of kind "annual-report" names centre B; expected A',
        ),
    ],
)
def test_what_is_refused_leaves_the_file_unchanged(
    c2c: Program, command: str, code: int, sentence: str
) -> None:
    file = c2c.write(OWED)
    assert c2c(*shlex.split(command), code=code) == (code, "", f"c2c: error: {sentence}\n")
    assert file.read_text() == OWED


@pytest.mark.parametrize(
    ("command", "done", "before", "after"),
    [
        (
            "edit event A annual-report --on 2023 --note x",
            "updated note of event annual-report for 2023 (2024) of centre A",
            "covers = 2023\n",
            'covers = 2023\nnote = "x"\n',
        ),
        (
            "edit event A annual-report --on 2024 --date 2025-02-03",
            "updated date of event annual-report for 2024 (2025-02-03) of centre A",
            "covers = 2024\n",
            "covers = 2024\ndate = 2025-02-03\n",
        ),
        (
            "edit waiver annual-report --on 2021 --reason y",
            'updated reason (was "x") of waiver annual-report 2021',
            'year = 2021\nreason = "x"\n',
            'year = 2021\nreason = "y"\n',
        ),
        (
            "edit waiver annual-report --on 2021 --centre a --reason y",
            'updated reason (was "x") of waiver annual-report 2021 A',
            'centre = "A"\nreason = "x"\n',
            'centre = "A"\nreason = "y"\n',
        ),
        (
            "edit obligation board --on 2014 --centre B --until 2029",
            "updated field until of obligation board",
            'since = 2014\ncentres = ["B"]\n',
            'since = 2014\nuntil = 2029\ncentres = ["B"]\n',
        ),
        (
            "edit obligation visit --kind audit",
            'updated kind (was "visit") of obligation audit',
            'kind = "visit"\n',
            'kind = "audit"\n',
        ),
    ],
)
def test_selected_record_is_edited_and_restored(
    c2c: Program, command: str, done: str, before: str, after: str
) -> None:
    file = c2c.write(OWED)
    assert c2c(*shlex.split(command)).err == f"c2c: {done} in data/centres.toml\n"
    edited = file.read_text()
    assert edited != OWED
    assert after in edited
    assert before in OWED
    c2c("undo")
    assert file.read_text() == OWED


def test_removed_obligation_is_printed_and_restored(c2c: Program) -> None:
    file = c2c.write(OWED)
    toml = record("obligation", kind="visit", name="Visit", since=2020, every=2)
    assert c2c("remove", "visit") == (
        0,
        toml,
        "c2c: removed obligation visit from data/centres.toml\n",
    )
    assert file.read_text() == OWED.replace(toml, "")
    c2c("undo")
    assert file.read_text() == OWED


def test_hint_ends_the_obligation_that_was_selected(c2c: Program) -> None:
    c2c.write(OWED + record("waiver", kind="board", year=2016, centre="B", reason="x"))
    ended = "c2c edit obligation board --on 2014 --centre B --until YEAR"
    assert c2c(*shlex.split("remove obligation board --on 2014 --centre B"), code=5).err == (
        "c2c: error: cannot remove obligation board: it is still referenced by waiver board 2016 B, "
        f"so no changes were made; use {ended}\n"
    )
    _, *words = ended.replace("YEAR", "2030").split()
    assert c2c(*words).err == "c2c: updated field until of obligation board in data/centres.toml\n"


def test_new_obligation_does_not_begin_after_recorded_deliveries(c2c: Program) -> None:
    # the guide to obligations says how to follow it with the Korean centres
    c2c("init", "--copy", "korea")
    add = shlex.split('add obligation annual-report --name "Annual report" --since')
    assert c2c(*add, "2025", code=5).err == (
        "c2c: error: --since: the obligation would begin after event annual-report for 2022 "
        "(2022-12-14) of centre ICDH, so no changes were made; pass --since 2022\n"
    )
    assert "added obligation annual-report" in c2c(*add, "2022").err
