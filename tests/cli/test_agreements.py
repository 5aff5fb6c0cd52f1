"""`c2c agreements`: the state of agreements of invented centres on exact days."""

import pytest

from conftest import Program
from samples import SMALL


def registry(*centres: str) -> str:
    """Return a registry of the given centres, each written as `ID kind:date:until …`."""
    text = SMALL
    for centre in centres:
        name, *events = centre.split()
        text += f'[[centre]]\nid = "{name}"\nname = "{name}"\nsector = "culture"\ncountry = "KR"\n'
        for kind, date, until in ((*event.split(":"), "", "")[:3] for event in events):
            text += f'[[centre.event]]\nkind = "{kind}"\n' + (f'date = "{date}"\n' if date else "")
            text += f'until = "{until}"\n' if until else ""
    return text


@pytest.mark.parametrize(
    ("history", "day", "row"),
    [
        (
            "signed:2020-01-01:2026-08-31",
            "2026-02-27",
            "signed 2020-01-01 2026-08-31 2026-02-28 185 valid",
        ),
        (
            "signed:2020-01-01:2026-08-31",
            "2026-02-28",
            "signed 2020-01-01 2026-08-31 2026-02-28 184 review due",
        ),
        (
            "signed:2020-01-01:2026-08-31",
            "2026-08-31",
            "signed 2020-01-01 2026-08-31 2026-02-28 0 review due",
        ),
        (
            "signed:2020-01-01:2026-08-31",
            "2026-09-01",
            "signed 2020-01-01 2026-08-31 2026-02-28 -1 expired",
        ),
        ("signed:2020:2024-08-29", "2024-02-28", "signed 2020 2024-08-29 2024-02-29 183 valid"),
        (
            "signed:2020:2024-08-31",
            "2024-02-29",
            "signed 2020 2024-08-31 2024-02-29 184 review due",
        ),
        ("signed:2020:2026", "2025-06-30", "signed 2020 2026 2025-07-01 549 valid"),
        ("signed:2020:2026", "2026-12-31", "signed 2020 2026 2025-07-01 0 review due"),
        ("signed:2020:2026", "2027-01-01", "signed 2020 2026 2025-07-01 -1 expired"),
        ("signed:2020:2026-03", "2025-08-31", "signed 2020 2026-03 2025-09-01 212 valid"),
        ("signed:2020:2026-03", "2025-09", "signed 2020 2026-03 2025-09-01 182 review due"),
        ("signed:2020:2026 renewed:2026-05", "2026-06-01", "renewed 2026-05 - - - end unknown"),
        (
            "signed:2020:2026 renewed:2026-05",
            "2026-05-30",
            "signed 2020 2026 2025-07-01 215 review due",
        ),
        ("signed:2020:2026 renewed::2032", "2025-01-01", "signed 2020 2026 2025-07-01 729 valid"),
        ("signed:2020:2026 renewed::2032", "2999", "renewed ? 2032 2031-07-01 -353189 expired"),
        ("signed:2020:2026 closed:2024", "2025-01-01", "- - - - - none"),
        ("signed:2020:2026 closed:2024", "2024-12-30", "signed 2020 2026 2025-07-01 731 valid"),
        ("signed:2020:2026 closed:2024 proposed:2025", "2026-06-01", "- - - - - none"),
        (
            "signed:2010:2016 closed:2014 signed:2015:2020",
            "2019",
            "signed 2015 2020 2019-07-01 366 review due",
        ),
        ("signed::1000", "2024", "- - - - - none"),
        ("signed::1000", "2999", "signed ? 1000 0999-07-01 -730120 expired"),
        ("opened:2020", "2025", "- - - - - none"),
        ("", "2025", "- - - - - none"),
    ],
)
def test_state_changes_on_the_exact_day(c2c: Program, history: str, day: str, row: str) -> None:
    c2c.write(registry(f"A {history}"))
    *cells, state = (
        row.replace("review due", "review_due").replace("end unknown", "end_unknown").split()
    )
    expected = ["A", *("" if cell == "-" else cell for cell in cells), state.replace("_", " ")]
    assert c2c("agreements", "--as-of", day).out == "\t".join([*expected, "", "", ""]) + "\n"


def test_centre_without_events_yet_is_omitted(c2c: Program) -> None:
    c2c.write(registry("A signed:2020:2026"))
    assert c2c("agreements", "--as-of", "2019").out == ""


THREE = registry(
    "A signed:2018:2024-06-30", "B signed:2020:2026-06-30", "C signed:2020:2030", "D opened:2000"
)


@pytest.mark.parametrize(
    ("history", "day", "evaluated", "state"),
    [
        (
            "signed:2020-01-01:2026-08-31 evaluated:2024-08-31",
            "2024-08-31",
            "2024-08-31",
            "reviewed",
        ),
        (
            "signed:2020-01-01:2026-08-31 evaluated:2024-08-30",
            "2026-08-01",
            "2024-08-30",
            "review due",
        ),
        ("signed:2020-01-01:2026-08-31 evaluated:2024-08", "2024-08-30", "", "valid"),
        ("signed:2020-01-01:2026-08-31 evaluated:2024-08", "2024-08-31", "2024-08", "reviewed"),
        ("signed:2020-01-01:2026-08-31 evaluated:2026-03-01", "2026-02-28", "", "review due"),
        (
            "signed:2020-01-01:2026-08-31 evaluated:2026-03-01",
            "2026-08-31",
            "2026-03-01",
            "reviewed",
        ),
        (
            "signed:2020-01-01:2026-08-31 evaluated:2026-03-01",
            "2026-09-01",
            "2026-03-01",
            "expired",
        ),
        ("signed:2020:2026 evaluated:2023 evaluated:2024", "2025-12-31", "2024", "reviewed"),
        ("signed:2020:2026 evaluated:2023", "2025-12-31", "2023", "review due"),
        ("signed:2020:2026 evaluated", "2025-12-31", "", "review due"),
        ("signed:2020:3000 evaluated", "2999-12-31", "?", "review due"),
        ("signed:2014:2020 evaluated:2019 renewed:2020:2026", "2025-01-01", "2019", "valid"),
        ("signed:2020 evaluated:2021", "2025", "2021", "end unknown"),
        ("opened:2020 evaluated:2021", "2025", "2021", "none"),
        ("signed:2020:2026 evaluated:2024 closed:2025", "2025-12-31", "", "none"),
    ],
)
def test_evaluation_in_the_two_years_before_the_end_is_the_review(
    c2c: Program, history: str, day: str, evaluated: str, state: str
) -> None:
    c2c.write(registry(f"A {history}"))
    assert (
        c2c("agreements", "--as-of", day, "--columns", "state,evaluated").out
        == f"{state}\t{evaluated}\n"
    )


def test_formats_and_sort_orders(c2c: Program) -> None:
    c2c.write(THREE)
    rows = c2c(
        "agreements", "--as-of", "2024-12-30", "--format", "jsonl", "--sort", "-days"
    ).out.splitlines()
    assert rows[0] == (
        '{"id": "C", "kind": "signed", "date": "2020", "until": "2030", "review": "2029-07-01", '
        '"days": 2192, "state": "valid"}'
    )
    assert rows[-1] == '{"id": "D", "state": "none"}'


NAME = 'name = "A network"\n'
TERMS = f"{NAME}longest_term = 8\nreview_months = 18\n"


def test_table_counts_agreements_and_marks_those_that_expire_soon(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    centres = (
        "A signed:2005",
        "B signed:2018:2025-01-31 evaluated:2023",
        "C signed:2018:2025-12-31 evaluated:2024-01",
        "D signed:2017 in-force:2018-05-04:2025-05-31",
        "E opened:2000",
        "F opened:2000",
    )
    c2c.write(registry(*centres).replace(NAME, TERMS))
    day = ("agreements", "--as-of", "2024-12-01")
    assert c2c(*day, "--format", "table").out == (
        "Agreements: Republic of Korea, as of 2024-12-01\n"
        "\n"
        f"Review due{'1':>90}\n"
        "  ! D  D  until 2025-05-31  review 2023-11-30   in force 2018-05-04\n"
        f"Reviewed{'2':>92}\n"
        "  ! B  B  until 2025-01-31  expires in 1 month  signed 2018\n"
        "  ✓ C  C  until 2025-12-31  evaluated 2024-01   signed 2018\n"
        f"Outdated{'1':>92}\n"
        "  A\n"
        f"No agreement recorded{'2':>79}\n"
        "  E F\n"
        "\n"
        "4 agreements: 1 review due, 2 reviewed, 1 outdated; 2 centres without one\n"
    )
    assert c2c(*day, "--columns", "id,state").out.splitlines()[1] == "B\treviewed"
    assert c2c(*day, "--sort", "days", "--format", "table").out == (
        "Agreements: Republic of Korea, as of 2024-12-01\n"
        "\n"
        "ID  Kind    Date  Until       Review      Days left  State                     Evaluated  In-force\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
        "B   signed  2018  2025-01-31  2023-07-31         61  ! reviewed, expires soon  2023\n"
        "D   signed  2017  2025-05-31  2023-11-30        181  ! review due                         2018-05-04\n"
        "C   signed  2018  2025-12-31  2024-06-30        395  ✓ reviewed                2024-01\n"
        "A   signed  2005                                     ! outdated\n"
        "E                                                    – none\n"
        "F                                                    – none\n"
        "\n"
        "4 agreements: 1 review due, 2 reviewed, 1 outdated; 2 centres without one\n"
    )
