"""`c2c obligations`: rows, filters, formats, `--check` and errors."""

import json

import pytest

from conftest import Program
from samples import SMALL, centre, event, meeting, record

URL = "https://example.org"


def obligation(kind: str = "annual-report", **fields: object) -> str:
    """Return an obligation."""
    fields = {"name": "Annual report", "since": 2023} | fields
    return record("obligation", kind=kind, **fields)


NETWORK = (
    SMALL
    + centre("ALPHA", "opened:2015")
    + event("annual-report", "2024-02-20", covers=2023, note="Sent", sources=[f"{URL}/a"])
    + event("annual-report", "2024-11-05", covers=2023, note="Again", sources=[f"{URL}/b"])
    + event("annual-report", covers=2024)
    + centre("BRIDGE", "opened:2023-05-01", sector="education")
    + event("annual-report", "2025..2026")
    + centre("CORAL", "approved:2020")
    + meeting(
        "b1",
        title="Board in Seoul",
        start="2025-12-10",
        status="planned",
        kind="board",
        organisers=["ALPHA"],
        sources=[f"{URL}/m"],
    )
    + meeting("b2", title="Board", start="2024-05", kind="board", organisers=["ALPHA"])
    + obligation(due="03-31")
    + obligation("board", name="Governing board", every=2, since=2022, centres=["ALPHA"])
    + record(
        "waiver", kind="annual-report", year=2025, centre="ALPHA", reason="Flood", sources=[URL]
    )
)
"""Two centres that are bound, and one that does not operate."""

AS_OF = ("--as-of", "2025-06-30")

ROWS = f"""\
ALPHA\tannual-report\t2023\t2024-03-31\tmet\t2024-02-20\tSent\t{URL}/a;{URL}/b
ALPHA\tannual-report\t2024\t2025-03-31\tunclear\t\t\t
ALPHA\tannual-report\t2025\t2026-03-31\twaived\t\tFlood\t{URL}
BRIDGE\tannual-report\t2024\t2025-03-31\tmissing\t\t\t
BRIDGE\tannual-report\t2025\t2026-03-31\tunclear\t2025..2026\t\t
ALPHA\tboard\t2022..2023\t2023-12-31\tmissing\t\t\t
ALPHA\tboard\t2024..2025\t2025-12-31\tmet\t2024-05\tBoard\t
"""


def test_a_pipe_gets_a_row_for_each_centre_and_period(c2c: Program) -> None:
    c2c.write(NETWORK)
    assert c2c("obligations", *AS_OF) == (0, ROWS, "")


FILTERS = [
    ("--kind board", "ALPHA 2022..2023, ALPHA 2024..2025"),
    ("--kind BOARD --year 2025", "ALPHA 2024..2025"),
    ("--year 2025", "ALPHA 2025, BRIDGE 2025, ALPHA 2024..2025"),
    ("--year 2023 --year 2024 --kind annual-report", "ALPHA 2023, ALPHA 2024, BRIDGE 2024"),
    ("--from 2025 --kind annual-report", "ALPHA 2025, BRIDGE 2025"),
    ("--to 2023", "ALPHA 2023, ALPHA 2022..2023"),
    ("--from 2026 --to 2026", "ALPHA 2026, BRIDGE 2026, ALPHA 2026..2027"),
    ("--centre bridge", "BRIDGE 2024, BRIDGE 2025"),
    ("--centre BRIDGE,CORAL", "BRIDGE 2024, BRIDGE 2025"),
    ("--centre CORAL", ""),
    ("--sector ED", "BRIDGE 2024, BRIDGE 2025"),
    ("--sector Culture --kind annual-report,board --year 2024", "ALPHA 2024, ALPHA 2024..2025"),
    ("--sector culture --centre BRIDGE", ""),
    ("--year 2021", ""),
]


@pytest.mark.parametrize(("options", "expected"), FILTERS)
def test_filters(c2c: Program, options: str, expected: str) -> None:
    c2c.write(NETWORK)
    out = c2c("obligations", *AS_OF, *options.split(), "--columns", "centre,covers").out
    assert out == "".join(f"{row}\n".replace(" ", "\t") for row in expected.split(", ") if row)


@pytest.mark.parametrize(
    ("as_of", "states"),
    [
        ("2023-12-30", "ALPHA 2023 due, ALPHA 2022..2023 due"),
        ("2024-03-31", "ALPHA 2023 met, ALPHA 2024 due, BRIDGE 2024 due, "
         "ALPHA 2022..2023 missing, ALPHA 2024..2025 planned"),
        ("2024-06-01", "ALPHA 2023 met, ALPHA 2024 due, BRIDGE 2024 due, "
         "ALPHA 2022..2023 missing, ALPHA 2024..2025 met"),
    ],
)  # fmt: skip
def test_states_are_those_of_a_day(c2c: Program, as_of: str, states: str) -> None:
    undated = '[[centre.event]]\nkind = "annual-report"\ncovers = 2024\n'
    assert undated in NETWORK
    c2c.write(NETWORK.replace(undated, ""))
    out = c2c("obligations", "--as-of", as_of, "--columns", "centre,covers,state").out
    assert out.splitlines() == [row.replace(" ", "\t") for row in states.split(", ")]


def test_formats(c2c: Program) -> None:
    c2c.write(NETWORK)
    board = ("obligations", *AS_OF, "--kind", "board")
    assert json.loads(c2c(*board, "--format", "json").out) == [
        {
            "centre": "ALPHA",
            "kind": "board",
            "covers": "2022..2023",
            "due": "2023-12-31",
            "state": "missing",
        },
        {
            "centre": "ALPHA",
            "kind": "board",
            "covers": "2024..2025",
            "due": "2025-12-31",
            "state": "met",
            "date": "2024-05",
            "title": "Board",
        },
    ]
    first = c2c("obligations", *AS_OF, "--year", "2023", "--format", "jsonl").out.splitlines()[0]
    assert json.loads(first)["sources"] == [f"{URL}/a", f"{URL}/b"]
    assert c2c(*board, "--format", "csv").out == (
        "centre,kind,covers,due,state,date,title,sources\n"
        "ALPHA,board,2022..2023,2023-12-31,missing,,,\n"
        "ALPHA,board,2024..2025,2025-12-31,met,2024-05,Board,\n"
    )


@pytest.mark.parametrize(
    ("key", "column", "expected"),
    [
        ("date", "date", "2024-02-20 2024-05 2025..2026"),
        ("-date", "date", "2025..2026 2024-05 2024-02-20"),
        ("-due", "due", "2026-03-31 2026-03-31 2025-12-31 2025-03-31 2025-03-31 2024-03-31 2023-12-31"),
        ("covers", "covers", "2022..2023 2023 2024 2024 2024..2025 2025 2025"),
        ("title", "title", "Board Flood Sent"),
    ],
)  # fmt: skip
def test_sort(c2c: Program, key: str, column: str, expected: str) -> None:
    c2c.write(NETWORK)
    out = c2c("obligations", *AS_OF, "--sort", key, "--columns", column).out
    assert out.split() == expected.split()


def test_table_with_columns_is_in_words(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("COLUMNS", "80")
    table = ("obligations", *AS_OF, "--kind", "board", "--format", "table")
    assert c2c(*table, "--columns", "centre,covers,state,date").out == (
        "Obligations: board, as of 2025-06-30\n"
        "\n"
        "Centre  Covers      State            Date\n"
        f"{'━' * 44}\n"
        "ALPHA   2022..2023  ✗ none recorded\n"
        "ALPHA   2024..2025  ✓ recorded       2024-05\n"
        "\n"
        "2 periods\n"
    )


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 1),
        (("--year", "2025"), 0),  # waived, unclear and met
        (("--year", "2026"), 0),  # due
        (("--kind", "annual-report", "--centre", "ALPHA"), 0),
        (("--kind", "board"), 1),
        (("--centre", "BRIDGE"), 1),
        (("--centre", "BRIDGE", "--as-of", "2025-03-30"), 0),
        (("--centre", "BRIDGE", "--as-of", "2025-04-01"), 1),
        (("--centre", "CORAL"), 0),
    ],
)
@pytest.mark.parametrize("form", ["tsv", "table", "json"])
def test_check_finds_past_deadlines_without_a_record(
    c2c: Program, options: tuple[str, ...], code: int, form: str
) -> None:
    c2c.write(NETWORK)
    given = options if "--as-of" in options else (*AS_OF, *options)
    assert c2c("obligations", "--check", *given, "--format", form, code=code).err == (
        "c2c: using data/centres.toml, found in this directory\n"
    )
    assert c2c("obligations", *given, "--format", form).code == 0


def test_check_does_not_find_what_is_planned(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("ALPHA", "opened:2015")
        + obligation("board")
        + meeting("b", start="2023-03", status="planned", kind="board", organisers=["ALPHA"])
    )
    run = c2c("obligations", "--check", "--as-of", "2023-12-31", "--columns", "state")
    assert run.out == "planned\n"
    assert c2c("obligations", "--check", "--year", "2023", "--columns", "state").out == "planned\n"


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ("--kind anual-report", '--kind: unknown kind "anual-report"; did you mean "annual-report"?'),
        ("--kind x", '--kind: unknown kind "x"; expected annual-report or board'),
        ("--kind opened", '--kind: unknown kind "opened"; expected annual-report or board'),
        (
            "--kind Work-plan",
            '--kind: unknown kind "Work-plan"; expected annual-report or board, or add it: '
            "c2c add obligation work-plan --name NAME --since YEAR",
        ),
        (
            "--kind work-plan --data korea",
            '--kind: unknown kind "work-plan"; expected board',
        ),
        ("--centre ALPA", '--centre: unknown centre "ALPA"; did you mean "ALPHA"?'),
        ("--centre NATCOM", '--centre: unknown centre "NATCOM"; expected ALPHA, BRIDGE or CORAL'),
        ("--sector cultre", '--sector: unknown sector "cultre"; did you mean "culture"?'),
        ("--year 2025 --to 2025", "--year cannot be used with --from or --to"),
        ("--from 2025 --to 2024", "--to: 2024 is before --from (2025)"),
    ],
)  # fmt: skip
def test_bad_options_are_reported(c2c: Program, options: str, error: str) -> None:
    c2c.write(NETWORK)
    assert c2c("obligations", *options.split(), code=2) == (2, "", f"c2c: error: {error}\n")


@pytest.mark.parametrize(
    ("registry", "said"),
    [
        (SMALL + centre(), "no obligations in data/centres.toml yet; run c2c add obligation"),
        (SMALL + obligation(), "no centres in data/centres.toml yet; run c2c add centre"),
        (SMALL + centre() + obligation(), "no matching obligations"),
        (
            SMALL + centre("A", "opened:2015") + obligation(since=2999),
            "no obligation applies before 2999",
        ),
    ],
)
def test_message_without_rows(c2c: Program, registry: str, said: str) -> None:
    c2c.write(registry)
    assert c2c("obligations", terminal=True) == (0, "", f"c2c: {said}\n")
    assert c2c("obligations") == (0, "", "")
    assert c2c("obligations", "--format", "json").out == "[]\n"


def test_no_kind_is_unknown_without_obligations(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    message = "no obligations in data/centres.toml yet; run c2c add obligation"
    run = c2c("obligations", "--kind", "annual-report", terminal=True)
    assert run == (0, "", f"c2c: {message}\n")
