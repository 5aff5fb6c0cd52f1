"""`c2c cadence`: whether the network met as often as agreed, in invented years with exact results."""

import re
from itertools import chain
from typing import NamedTuple

import pytest

from conftest import Program
from samples import SMALL, record

KOREAN = ("formal working 1 2018-", "informal working 1 2018-", "heads heads 1 2018-")


class Case(NamedTuple):
    """A year: rules as `kind level per_year since-until`, meetings as `kind status start [end]`.

    Waivers are written as `kind year`.
    """

    what: str
    meetings: tuple[str, ...]
    expected: tuple[str, ...]
    """One row for each rule, `kind held planned unclear waived state`, and then the shortfall."""
    rules: tuple[str, ...] = KOREAN
    year: int = 2020
    as_of: str = "2021-06-30"
    waivers: tuple[str, ...] = ()


CASES = [
    Case(
        "no meeting is recorded and the year has ended",
        (),
        ("formal 0 0 0 0 missing", "informal 0 0 0 0 missing", "heads 0 0 0 0 missing", "3"),
    ),
    Case(
        "no meeting is recorded and the year has not ended",
        (),
        ("formal 0 0 0 0 due", "informal 0 0 0 0 due", "heads 0 0 0 0 due", "3"),
        as_of="2020-12-30",
    ),
    Case(
        "a year ends on its last day",
        (),
        ("formal 0 0 0 0 missing", "informal 0 0 0 0 missing", "heads 0 0 0 0 missing", "3"),
        as_of="2020-12-31",
    ),
    Case(
        "an as-of date of a year is the last day of the year",
        (),
        ("formal 0 0 0 0 missing", "informal 0 0 0 0 missing", "heads 0 0 0 0 missing", "3"),
        as_of="2020",
    ),
    Case(
        "a future year",
        (),
        ("formal 0 0 0 0 due", "informal 0 0 0 0 due", "heads 0 0 0 0 due", "3"),
        as_of="2019-06-30",
    ),
    Case(
        "all three rules are met",
        ("formal held 2020-03-01", "informal held 2020-09-01", "heads held 2020-11-01"),
        ("formal 1 0 0 0 met", "informal 1 0 0 0 met", "heads 1 0 0 0 met", "0"),
    ),
    Case(
        "one working-level meeting may count towards either of two rules",
        ("working held 2020-03-01", "heads held 2020-11-01"),
        ("formal 0 0 1 0 unclear", "informal 0 0 1 0 unclear", "heads 1 0 0 0 met", "1"),
    ),
    Case(
        "two working-level meetings may count towards both rules",
        ("working held 2020-03-01", "working held 2020-09-01"),
        ("formal 0 0 1 0 unclear", "informal 0 0 1 0 unclear", "heads 0 0 0 0 missing", "1"),
    ),
    Case(
        "working-level meetings do not count towards the rule for heads",
        ("working held 2020-03-01", "working held 2020-06-01", "working held 2020-09-01"),
        ("formal 0 0 1 0 unclear", "informal 0 0 1 0 unclear", "heads 0 0 0 0 missing", "1"),
    ),
    Case(
        "a working-level meeting may count towards the rule that the formal one leaves open",
        ("formal held 2020-03-01", "working held 2020-09-01"),
        ("formal 1 0 0 0 met", "informal 0 0 1 0 unclear", "heads 0 0 0 0 missing", "1"),
    ),
    Case(
        "a tentative working-level meeting may count as well",
        ("working held 2020-06-27", "working tentative 2020-11"),
        ("formal 0 0 1 0 unclear", "informal 0 0 1 0 unclear", "heads 0 0 0 0 missing", "1"),
    ),
    Case(
        "a meeting without a kind may count towards any rule",
        ("- held 2020-02-04",),
        ("formal 0 0 1 0 unclear", "informal 0 0 1 0 unclear", "heads 0 0 1 0 unclear", "2"),
    ),
    Case(
        "three meetings without a kind may count towards all rules",
        ("- held 2020-02-04", "- held 2020-03-04", "- held 2020-04-04"),
        ("formal 0 0 1 0 unclear", "informal 0 0 1 0 unclear", "heads 0 0 1 0 unclear", "0"),
    ),
    Case(
        "a surplus of meetings without a kind changes nothing",
        ("- held 2020-02", "- held 2020-03", "- held 2020-04", "- held 2020-05"),
        ("formal 0 0 1 0 unclear", "informal 0 0 1 0 unclear", "heads 0 0 1 0 unclear", "0"),
    ),
    Case(
        "a rule already met needs no meeting without a kind",
        ("heads held 2020-01-15", "- held 2020-02-04"),
        ("formal 0 0 1 0 unclear", "informal 0 0 1 0 unclear", "heads 1 0 0 0 met", "1"),
    ),
    Case(
        "meetings with only a level and without a kind are counted separately",
        ("working held 2020-01-15", "- held 2020-02-04"),
        ("formal 0 0 1 0 unclear", "informal 0 0 1 0 unclear", "heads 0 0 1 0 unclear", "1"),
    ),
    Case(
        "a surplus at one level does not count at another",
        ("working held 2020-01", "working held 2020-02", "working held 2020-03", "- held 2020-04"),
        ("formal 0 0 1 0 unclear", "informal 0 0 1 0 unclear", "heads 0 0 1 0 unclear", "0"),
    ),
    Case(
        "a meeting of kind other counts towards no rule",
        ("other held 2020-06-28",),
        ("formal 0 0 0 0 missing", "informal 0 0 0 0 missing", "heads 0 0 0 0 missing", "3"),
    ),
    Case(
        "a cancelled meeting counts towards no rule",
        ("formal cancelled 2020-06-28", "- cancelled 2020-07-01", "working cancelled 2020-08-01"),
        ("formal 0 0 0 0 missing", "informal 0 0 0 0 missing", "heads 0 0 0 0 missing", "3"),
    ),
    Case(
        "planned and tentative meetings count as planned",
        ("formal planned 2020-10-01", "informal tentative 2020-11", "heads held 2020-03-01"),
        ("formal 0 1 0 0 planned", "informal 0 1 0 0 planned", "heads 1 0 0 0 met", "0"),
        as_of="2020-06-30",
    ),
    Case(
        "a planned meeting stays planned after the end of its year",
        ("formal planned 2020-10-01", "informal held 2020-11", "heads held 2020-03-01"),
        ("formal 0 1 0 0 planned", "informal 1 0 0 0 met", "heads 1 0 0 0 met", "0"),
    ),
    Case(
        "a meeting held after the as-of day does not count yet",
        ("formal held 2020-10-01", "- held 2020-11-01", "working held 2020-12-01"),
        ("formal 0 0 0 0 due", "informal 0 0 0 0 due", "heads 0 0 0 0 due", "3"),
        as_of="2020-09-30",
    ),
    Case(
        "a meeting counts as held from its last day",
        ("formal held 2020-06-29 2020-06-30", "informal held 2020-06-30 2020-07-01"),
        ("formal 1 0 0 0 met", "informal 0 0 0 0 due", "heads 0 0 0 0 due", "2"),
        as_of="2020-06-30",
    ),
    Case(
        "a meeting dated with a month counts as held from the end of the month",
        ("formal held 2020-06", "informal held 2020-07"),
        ("formal 1 0 0 0 met", "informal 0 0 0 0 due", "heads 0 0 0 0 due", "2"),
        as_of="2020-06",
    ),
    Case(
        "a meeting dated with a year counts as held from the end of the year",
        ("formal held 2020",),
        ("formal 0 0 0 0 due", "informal 0 0 0 0 due", "heads 0 0 0 0 due", "3"),
        as_of="2020-12-30",
    ),
    Case(
        "a meeting dated with a year counts in that year",
        ("formal held 2020", "heads planned 2020"),
        ("formal 1 0 0 0 met", "informal 0 0 0 0 missing", "heads 0 1 0 0 planned", "1"),
    ),
    Case(
        "a meeting across New Year counts in the year in which it starts",
        ("heads held 2020-12-31 2021-01-02", "formal held 2019-12-31 2020-01-02"),
        ("formal 0 0 0 0 missing", "informal 0 0 0 0 missing", "heads 1 0 0 0 met", "2"),
    ),
    Case(
        "a meeting across New Year is not held by the end of the year",
        ("heads held 2020-12-31 2021-01-02",),
        ("formal 0 0 0 0 missing", "informal 0 0 0 0 missing", "heads 0 0 0 0 missing", "3"),
        as_of="2020-12-31",
    ),
    Case(
        "a surplus of one kind does not count towards another rule",
        ("heads held 2020-01-01", "heads held 2020-05-01", "heads planned 2020-09-01"),
        ("formal 0 0 0 0 missing", "informal 0 0 0 0 missing", "heads 1 0 0 0 met", "2"),
    ),
    Case(
        "two per year, one held",
        ("formal held 2020-01-01",),
        ("formal 1 0 0 0 missing", "1"),
        rules=("formal working 2 2018-",),
    ),
    Case(
        "two per year, one held and one planned",
        ("formal held 2020-01-01", "formal planned 2020-12-01"),
        ("formal 1 1 0 0 planned", "0"),
        rules=("formal working 2 2018-",),
    ),
    Case(
        "two per year, one that may count",
        ("working held 2020-01-01",),
        ("formal 0 0 1 0 unclear", "1"),
        rules=("formal working 2 2018-",),
    ),
    Case(
        "two per year, held meetings count first if there is a surplus",
        ("formal planned 2020-01-01", "formal planned 2020-02-01", "formal held 2020-03-01"),
        ("formal 1 1 0 0 planned", "0"),
        rules=("formal working 2 2018-",),
    ),
    Case(
        "a kind that is its own level is not unclear",
        ("heads held 2020-01-01",),
        ("heads 1 0 0 0 missing", "1"),
        rules=("heads heads 2 2018-",),
    ),
    Case(
        "a rule that does not apply yet",
        ("formal held 2020-01-01",),
        (),
        rules=("formal working 1 2021-",),
    ),
    Case(
        "a rule that no longer applies",
        ("formal held 2020-01-01",),
        (),
        rules=("formal working 1 2018-2019",),
    ),
    Case(
        "a rule applies in its first and last year",
        (),
        ("formal 0 0 0 0 missing", "heads 0 0 0 0 missing", "2"),
        rules=("formal working 1 2020-", "heads heads 1 2018-2020"),
    ),
    Case(
        "a rule that no longer applies adds no shortfall at its level",
        ("working held 2020-01-01",),
        ("informal 0 0 1 0 unclear", "0"),
        rules=("formal working 1 2018-2019", "informal working 1 2018-"),
    ),
    Case(
        "the same kind, more often in later years",
        ("formal held 2020-01-01",),
        ("formal 1 0 0 0 missing", "1"),
        rules=("formal working 1 2018-2019", "formal working 2 2020-"),
    ),
    Case(
        "a waiver excuses a rule of which no meeting is recorded",
        ("formal held 2020-01-01", "informal held 2020-02-01"),
        ("formal 1 0 0 0 met", "informal 1 0 0 0 met", "heads 0 0 0 1 waived", "0"),
        waivers=("heads 2020",),
    ),
    Case(
        "a waiver excuses a rule in its year only",
        (),
        ("formal 0 0 0 0 missing", "informal 0 0 0 0 missing", "heads 0 0 0 0 missing", "3"),
        waivers=("heads 2019", "formal 2021"),
    ),
    Case(
        "a waiver excuses a rule before the end of the year",
        (),
        ("formal 0 0 0 0 due", "informal 0 0 0 0 due", "heads 0 0 0 1 waived", "2"),
        waivers=("heads 2020",),
        as_of="2020-06-30",
    ),
    Case(
        "a waived rule that was met stays met",
        ("heads held 2020-01-01",),
        ("formal 0 0 0 1 waived", "informal 0 0 0 1 waived", "heads 1 0 0 0 met", "0"),
        waivers=("formal 2020", "informal 2020", "heads 2020"),
    ),
    Case(
        "a waived rule whose meeting is planned stays planned",
        ("heads planned 2020-01-01",),
        ("heads 0 1 0 0 planned", "0"),
        rules=("heads heads 1 2018-",),
        waivers=("heads 2020",),
    ),
    Case(
        "a waiver excuses the rest of a rule that was met in part",
        ("heads held 2020-01-01", "heads tentative 2020-02"),
        ("heads 1 1 0 2 waived", "0"),
        rules=("heads heads 4 2018-",),
        waivers=("heads 2020",),
    ),
    Case(
        "a meeting that may be of a waived rule may count towards the others",
        ("working held 2020-01-01",),
        ("formal 0 0 0 1 waived", "informal 0 0 1 0 unclear", "heads 0 0 0 0 missing", "1"),
        waivers=("formal 2020",),
    ),
    Case(
        "a meeting without a kind that a waived rule does not need",
        ("- held 2020-01-01",),
        ("formal 0 0 0 1 waived", "informal 0 0 0 1 waived", "heads 0 0 1 0 unclear", "0"),
        waivers=("formal 2020", "informal 2020"),
    ),
    Case(
        "a waiver of one of two rules of the same kind",
        (),
        ("formal 0 0 0 2 waived", "0"),
        rules=("formal working 1 2018-2019", "formal working 2 2020-"),
        waivers=("formal 2020",),
    ),
]


def registry(case: Case) -> str:
    text = SMALL
    for rule in case.rules:
        kind, level, per_year, bound = rule.split()
        since, until = bound.split("-")
        text += f'[[cadence]]\nkind = "{kind}"\nname = "{kind}"\nlevel = "{level}"\nper_year = {per_year}\n'
        text += f"since = {since}\n" + (f"until = {until}\n" if until else "")
    for number, meeting in enumerate(case.meetings):
        kind, status, start, *end = meeting.split()
        text += (
            f'[[meeting]]\nid = "m{number}"\ntitle = "m"\nstart = "{start}"\nstatus = "{status}"\n'
        )
        text += (f'end = "{end[0]}"\n' if end else "") + (
            f'kind = "{kind}"\n' if kind != "-" else ""
        )
    for waiver in case.waivers:
        kind, year = waiver.split()
        text += record("waiver", kind=kind, year=int(year), reason="Pandemic")
    return text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_rule_states_of_a_year(c2c: Program, case: Case) -> None:
    c2c.write(registry(case))
    year = ("--year", str(case.year), "--as-of", case.as_of)
    *rules, shortfall = case.expected or ("",)
    lines = c2c("cadence", *year, "--columns", "kind,held,planned,unclear,waived,state").out
    assert lines == "".join(f"{rule}\n".replace(" ", "\t") for rule in rules)
    shown = c2c("cadence", "--years", *year, "--columns", "year,shortfall").out
    assert shown == (f"{case.year}\t{shortfall}\n" if rules else "")


def test_row_lists_meetings_of_its_kind_and_possible_ones(c2c: Program) -> None:
    meetings = (
        "formal held 2020-05",
        "working held 2020-03",
        "- tentative 2020-01",
        "heads cancelled 2020-02",
    )
    c2c.write(registry(Case("", meetings, ())))
    run = c2c("cadence", "--year", "2020", "--as-of", "2021", "--columns", "kind,meetings")
    assert run.out == "formal\tm0\ninformal\tm2;m1\nheads\tm2\n"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--year", "2020", "--as-of", "2020-12-30"), 0),
        (("--year", "2020", "--as-of", "2020-12-31"), 1),
        (
            (
                "--year",
                "2017",
            ),
            0,
        ),
        (("--from", "2019", "--to", "2020-06", "--as-of", "2021"), 1),
        (("--as-of", "2018-12-30"), 0),
    ],
)
def test_check_fails_only_for_shortfalls_of_past_years(
    c2c: Program, args: tuple[str, ...], code: int
) -> None:
    c2c.write(registry(Case("", (), ())))
    run = c2c("cadence", "--check", *args, code=code)
    assert run.err == "c2c: using data/centres.toml, found in this directory\n"


def test_check_passes_if_unclear_meetings_may_suffice(c2c: Program) -> None:
    c2c.write(registry(Case("", ("- held 2020-02", "- held 2020-03", "- held 2020-04"), ())))
    c2c("cadence", "--check", "--year", "2020", "--as-of", "2021")


@pytest.mark.parametrize(
    ("args", "years"),
    [
        (("--as-of", "2020-05-01"), "2018 2019 2020"),
        (("--from", "2019", "--as-of", "2020"), "2019 2020"),
        (("--to", "2019-03", "--as-of", "2021"), "2018 2019"),
        (("--from", "2021", "--as-of", "2020"), ""),
        (("--from", "2019", "--to", "2022", "--as-of", "2020"), "2019 2020 2021 2022"),
        (("--year", "2022", "--year", "2019", "--as-of", "2020"), "2019 2022"),
        (("--as-of", "2017"), ""),
    ],
)
def test_years_run_from_the_first_rule_to_the_as_of_day(
    c2c: Program, args: tuple[str, ...], years: str
) -> None:
    c2c.write(registry(Case("", (), (), rules=("formal working 1 2018-",))))
    assert c2c("cadence", "--columns", "year", *args).out.split() == years.split()


def test_year_excludes_a_range_of_years(c2c: Program) -> None:
    for option in ("--from", "--to"):
        assert c2c("cadence", "--year", "2018", option, "2019", code=2).err == (
            "c2c: error: --year cannot be used with --from or --to\n"
        )


def test_agreed_lists_only_the_rules(c2c: Program) -> None:
    c2c.write(registry(Case("", (), (), rules=("formal working 2 2018-2019",))))
    assert c2c("cadence", "--agreed").out == "formal\tformal\tworking\t2\t2018\t2019\t\n"
    assert c2c("cadence", "--agreed", "--check", code=1).out == c2c("cadence", "--agreed").out


def test_names_of_rules_are_a_column(c2c: Program) -> None:
    text = registry(Case("", (), (), rules=("formal working 1 2018-", "heads heads 1 2018-")))
    c2c.write(text.replace("per_year", 'names = { ko = "공식", fr = "a" }\nper_year', 1))
    listed = c2c("cadence", "--agreed", "--columns", "kind,names").out
    assert listed == "formal\tko=공식;fr=a\nheads\t\n"


def test_terminal_shows_a_verdict_and_a_line_for_each_year(c2c: Program) -> None:
    meetings = (
        *(
            "formal held 2018-03-01",
            "formal held 2018-04-01",
            "informal held 2018-05",
            "heads held 2018-06-01",
        ),
        *(
            "working held 2019-03-01",
            "working planned 2019-04",
            "formal cancelled 2019-05",
            "other held 2019-06-01",
        ),
        *(
            "- held 2020-03-01",
            "heads held 2020-05-01",
            "heads planned 2020-09",
            "working held 2021-03-01",
        ),
        *(
            "formal planned 2021-08",
            "heads tentative 2021-09-01",
            "- held 2021-04",
            "- held 2021-05",
        ),
    )
    rules = (*KOREAN[:2], "heads heads 2 2018-")
    c2c.write(
        registry(Case("", meetings, (), rules=rules)).replace(
            "since = 2018\n", 'since = 2018\nagreed = "m0"\nuntil = 2021\n', 1
        )
    )
    lines = (
        "Year  Formal     Informal   Heads                    Shortfall  Unclear\n"
        f"{'━' * 94}\n"
        "2018  ✓ 03-01    ✓ 2018-05  ✓ 06-01 ✗ 1              1 of 4\n"
        "2019  ?          ?          ✗ 2                      2 of 4     03-01, 2019-04 (planned):\n"
        "                                                                working-level\n"
        "2020  ?          ?          ✓ 05-01 ◐ 2020-09        1 of 4     03-01: formal or informal\n"
        "2021  ◐ 2021-08  ?          ◐ 09-01 (tentative) ? 1             03-01: working-level; 2021-04,\n"
        "                                                                2021-05: informal or heads\n"
        "2022             ○          ○ 2                      3 due      213 days left\n"
    )
    table = ("cadence", "--as-of", "2022-06-01", "--format", "table")
    assert c2c(*table).out == (
        "Cadence as of 2022-06-01\n"
        "At least 4 of the 16 meetings agreed for 2018 to 2021 are not recorded; 3 are recorded only as\n"
        "planned or tentative.\n"
        "\n"
        f"{lines}"
        "\n"
        f"✓ held  ◐ planned  ? unclear  ○ due  ✗ not recorded{' ' * 16}Rules: c2c cadence --agreed\n"
        "Not shown: 2 meetings that count towards no rule\n"
    )
    plain = c2c(*table, encoding="ascii").out
    assert "2018  + 03-01    + 2018-05  + 06-01 x 1              1 of 4\n" in plain
    assert "+ held  ~ planned  ? unclear  o due  x not recorded" in plain
    coloured = c2c(*table, terminal=True).out
    assert "\x1b[32m✓\x1b[0m 03-01 " in coloured
    assert "\x1b[36m○\x1b[0m 2 " in coloured
    assert "\x1b[1;31m✗\x1b[0m\x1b[2m not recorded\x1b[0m" in coloured


def test_cadence_of_two_rules_at_60_columns(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    meetings = ("- held 2018-03-01", "working tentative 2018-11", "other held 2018-06-01")
    c2c.write(registry(Case("", meetings, (), rules=KOREAN[1:])))
    table = ("cadence", "--to", "2019", "--as-of", "2020", "--format", "table")
    monkeypatch.setenv("COLUMNS", "60")
    assert c2c(*table).out == (
        "Cadence as of 2020-12-31\n"
        "At least 2 of the 4 meetings agreed for 2018 and 2019 are\n"
        "not recorded.\n"
        "\n"
        "Year  Informal  Heads  Shortfall  Unclear\n"
        f"{'━' * 59}\n"
        "2018  ?         ?                 03-01: informal or heads;\n"
        "                                  2018-11 (tentative):\n"
        "                                  working-level\n"
        "2019  ✗         ✗      2 of 2\n"
        "\n"
        "? unclear  ✗ not recorded       Rules: c2c cadence --agreed\n"
        "Not shown: 1 meeting that counts towards no rule\n"
    )
    monkeypatch.setenv("COLUMNS", "89")  # a column beside wrapped text would break its lines
    wrapped = c2c(*table).out
    assert "2018-11 (tentative):\n" in wrapped
    assert "06-01" not in wrapped
    monkeypatch.setenv("COLUMNS", "120")
    assert f"Unclear{' ' * 55}Other\n" in c2c(*table).out
    assert "working-level  06-01\n" in c2c(*table).out
    monkeypatch.setenv("COLUMNS", "59")
    assert "\nYear      2018\nInformal  ? 1 of 2 of unknown kind\n" in c2c(*table).out


def test_cadence_that_does_not_fit_is_a_grid(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    table = ("cadence", "--as-of", "2018", "--format", "table")
    for number, drawn in ((5, True), (6, False)):
        rules = tuple(f"kind{each} level 1 2018-" for each in range(number))
        c2c.write(registry(Case("", (), (), rules=rules)))
        out = c2c(*table).out
        assert ("Shortfall\n" in out) == drawn
        assert ("✗ none" in out) != drawn
        assert f"\nNone of the {number} meetings agreed for 2018 is recorded.\n" in out
    long = tuple(f"{'실무자-회의-' * 3}{each} level 1 2018-" for each in range(3))
    c2c.write(registry(Case("", (), (), rules=long)))
    assert "Shortfall\n" not in c2c(*table).out
    monkeypatch.setenv("COLUMNS", "140")
    marks = f"✗{' ' * 38}" * 3
    assert f"\n2018  {marks}3 of 3\n" in c2c(*table).out


VERDICTS = [
    ((), (), "2019", "None of the 6 meetings agreed for 2018 and 2019 is recorded."),
    (
        (),
        ("heads 2018",),
        "2018",
        "2 of the 3 meetings agreed for 2018 are not recorded; 1 is waived.",
    ),
    (
        ("formal held 2018", "heads held 2018"),
        (),
        "2018",
        "1 of the 3 meetings agreed for 2018 is not recorded.",
    ),
    (
        ("- held 2018", "heads held 2018"),
        (),
        "2018",
        "At least 1 of the 3 meetings agreed for 2018 is not recorded.",
    ),
    (
        ("working held 2018", "working held 2018", "heads held 2018"),
        (),
        "2018",
        "The network may have met as often as agreed for 2018: 2 of the 3 meetings are unclear.",
    ),
    (
        ("formal held 2018", "informal tentative 2018", "heads held 2018"),
        (),
        "2018",
        "1 of the 3 meetings agreed for 2018 is recorded only as planned or tentative.",
    ),
    (
        ("formal held 2018", "informal held 2018", "heads held 2018"),
        (),
        "2018",
        "The network met as often as agreed for 2018.",
    ),
    (
        ("formal held 2018", "informal held 2018"),
        ("heads 2018",),
        "2018",
        "The network met as often as agreed for 2018, apart from 1 waived meeting.",
    ),
    (
        (),
        ("formal 2018", "informal 2018", "heads 2018"),
        "2018",
        "All 3 meetings agreed for 2018 are waived.",
    ),
    ((), (), "2018-07", "None of the 3 meetings agreed for 2018 is recorded as held or planned."),
    (
        ("- held 2018-03",),
        (),
        "2018-07",
        "At least 2 of the 3 meetings agreed for 2018 are not recorded as held or planned.",
    ),
    (
        ("formal held 2018-03", "informal planned 2018-09", "heads planned 2018-10"),
        (),
        "2018-07",
        "All 3 meetings agreed for 2018 are held or planned.",
    ),
    (
        ("working held 2018-03", "working planned 2018-09", "heads planned 2018-10"),
        (),
        "2018-07",
        "It is unclear whether all 3 meetings agreed for 2018 are held or planned.",
    ),
    (
        ("formal held 2018-03", "informal planned 2018-09"),
        ("heads 2018",),
        "2018-07",
        "All 3 meetings agreed for 2018 are held, planned or waived.",
    ),
    (
        ("working held 2018-03", "working planned 2018-09"),
        ("heads 2018",),
        "2018-07",
        "It is unclear whether all 3 meetings agreed for 2018 are held, planned or waived.",
    ),
    (
        ("- held 2018", "- held 2018", "- held 2018"),
        (),
        "2018",
        "The network may have met as often as agreed for 2018: all 3 meetings are unclear.",
    ),
    (
        ("working held 2018", "working held 2018"),
        ("heads 2018",),
        "2018",
        "The network may have met as often as agreed for 2018: 2 of the 3 meetings are unclear; "
        "1 is waived.",
    ),
]


@pytest.mark.parametrize(("meetings", "waivers", "as_of", "verdict"), VERDICTS)
def test_second_line_is_the_verdict(
    c2c: Program, meetings: tuple[str, ...], waivers: tuple[str, ...], as_of: str, verdict: str
) -> None:
    c2c.write(registry(Case("", meetings, (), waivers=waivers)))
    out = c2c("cadence", "--as-of", as_of, "--format", "table").out
    assert out.splitlines()[1:3] == [verdict, ""]


@pytest.mark.parametrize(
    ("meetings", "as_of", "verdict"),
    [
        ((), "2018", "The meeting agreed for 2018 is not recorded."),
        (
            ("working held 2018",),
            "2018",
            "The network may have met as often as agreed for 2018: the meeting is unclear.",
        ),
        (
            ("formal planned 2018",),
            "2018",
            "The meeting agreed for 2018 is recorded only as planned or tentative.",
        ),
        (("formal held 2018-03",), "2018-07", "The meeting agreed for 2018 is held or planned."),
        ((), "2018-07", "The meeting agreed for 2018 is not recorded as held or planned."),
        (
            ("- held 2018-03",),
            "2018-07",
            "It is unclear whether the meeting agreed for 2018 is held or planned.",
        ),
        ((), "2019", "Neither of the 2 meetings agreed for 2018 and 2019 is recorded."),
        (
            ("formal planned 2018", "formal planned 2019"),
            "2019",
            "Both meetings agreed for 2018 and 2019 are recorded only as planned or tentative.",
        ),
        ((), "2020", "None of the 3 meetings agreed for 2018 to 2020 is recorded."),
    ],
)
def test_verdict_on_one_meeting_a_year(
    c2c: Program, meetings: tuple[str, ...], as_of: str, verdict: str
) -> None:
    c2c.write(registry(Case("", meetings, (), rules=KOREAN[:1])))
    assert c2c("cadence", "--as-of", as_of, "--format", "table").out.splitlines()[1] == verdict


def test_verdict_names_the_chosen_years(c2c: Program) -> None:
    c2c.write(registry(Case("", (), ())))
    years = [("--year", year) for year in ("2018", "2019", "2021", "2023", "2024", "2025")]
    out = c2c("cadence", *chain(*years), "--as-of", "2026", "--format", "table").out
    assert "agreed for 2018, 2019, 2021 and 2023 to 2025 is recorded." in out


def test_cadence_without_rules_is_empty(c2c: Program) -> None:
    c2c.write(registry(Case("", ("- held 2018",), (), rules=())))
    assert c2c("cadence", "--format", "table").out == ""
    c2c.write(registry(Case("", (), ())))
    assert c2c("cadence", "--year", "2017", "--format", "table").out == ""


def test_hint_at_the_rules_names_the_file(c2c: Program) -> None:
    c2c.write(registry(Case("", (), ())), "my file.toml")
    out = c2c("cadence", "--data", "my file.toml", "--as-of", "2018", "--format", "table").out
    assert out.endswith("\nRules: c2c cadence --agreed --data 'my file.toml'\n")


def test_rules_share_a_meeting_of_unknown_kind(c2c: Program) -> None:
    c2c.write(registry(Case("", ("- held 2018-03",), (), rules=KOREAN)))
    shown = c2c("cadence", "--to", "2018", "--as-of", "2019", "--format", "table").out
    assert "\n2018  ?       ?         ?      2 of 3     2018-03: any one of the three\n" in shown


def test_rule_may_have_the_name_of_a_column(c2c: Program) -> None:
    c2c.write(registry(Case("", ("other held 2018-01-02",), (), rules=("year year 1 2018-",))))
    shown = c2c("cadence", "--year", "2018", "--as-of", "2018", "--columns", "kind,state").out
    assert shown == "year\tmissing\n"
    assert (
        "\nYear  Kind year  Shortfall  Other\n"
        in c2c("cadence", "--as-of", "2018", "--format", "table").out
    )


def test_json_has_numbers_and_lists(c2c: Program) -> None:
    c2c.write(
        registry(Case("", ("formal held 2018-03-01",), (), rules=("formal working 1 2018-",)))
    )
    assert c2c("cadence", "--year", "2018", "--format", "jsonl").out == (
        '{"year": 2018, "kind": "formal", "per_year": 1, "held": 1, "planned": 0, "unclear": 0, '
        '"waived": 0, "state": "met", "meetings": ["m0"]}\n'
    )
    assert c2c("cadence", "--years", "--year", "2018", "--format", "jsonl").out == (
        '{"year": 2018, "required": 1, "held": 1, "planned": 0, "unclear": 0, "waived": 0, '
        '"shortfall": 0, "state": "met"}\n'
    )


@pytest.mark.parametrize("form", ["tsv", "csv", "md", "jsonl"])
def test_rows_are_rules_or_years(c2c: Program, form: str) -> None:
    c2c.write(registry(Case("", ("heads held 2019-01-15", "formal planned 2019-05-05"), ())))

    def rows(*args: str) -> list[list[str]]:
        years = ("--from", "2018", "--to", "2019", "--as-of", "2020", "--no-header")
        lines = c2c("cadence", *years, "--format", form, *args).out.splitlines()
        return [re.findall(r"\b(?!year|kind|state|shortfall)\w+", line) for line in lines]

    assert rows("--columns", "year,kind,state") == [
        ["2018", "formal", "missing"],
        ["2018", "informal", "missing"],
        ["2018", "heads", "missing"],
        ["2019", "formal", "planned"],
        ["2019", "informal", "missing"],
        ["2019", "heads", "met"],
    ]
    assert rows("--years", "--columns", "year,shortfall,state") == [
        ["2018", "3", "missing"],
        ["2019", "1", "missing"],
    ]


def test_years_add_up_and_have_the_state_of_the_worst_meeting(c2c: Program) -> None:
    meetings = (
        *("formal held 2018-03-01", "informal held 2018-05", "heads held 2018-06-01"),
        *("working held 2019-03-01", "heads planned 2019-04", "heads held 2019-05"),
        *("working held 2020-03-01", "working held 2020-04", "- held 2020-05"),
        *("formal held 2021-03", "informal planned 2021-04", "heads held 2021-03"),
        *("formal held 2022-03", "informal held 2022-04", "- held 2023-05"),
        *("formal tentative 2026-03", "informal planned 2026-04"),
    )
    waivers = ("heads 2022", "formal 2023", "informal 2023", "heads 2024", "heads 2026")
    c2c.write(registry(Case("", meetings, (), waivers=waivers)))
    shown = c2c("cadence", "--years", "--from", "2017", "--to", "2028", "--as-of", "2027-06").out
    assert shown == (
        "2018\t3\t3\t0\t0\t0\t0\tmet\n"
        "2019\t3\t1\t0\t1\t0\t1\tmissing\n"
        "2020\t3\t0\t0\t3\t0\t0\tunclear\n"
        "2021\t3\t2\t1\t0\t0\t0\tplanned\n"
        "2022\t3\t2\t0\t0\t1\t0\twaived\n"
        "2023\t3\t0\t0\t1\t2\t0\tunclear\n"
        "2024\t3\t0\t0\t0\t1\t2\tmissing\n"
        "2025\t3\t0\t0\t0\t0\t3\tmissing\n"
        "2026\t3\t0\t2\t0\t1\t0\tplanned\n"
        "2027\t3\t0\t0\t0\t0\t3\tdue\n"
        "2028\t3\t0\t0\t0\t0\t3\tdue\n"
    )
    table = c2c(
        "cadence", "--years", "--from", "2024", "--to", "2027", "--as-of", "2027", "--format=table"
    ).out
    assert table == (
        "Cadence as of 2027-12-31, by year\n"
        "\n"
        "Year  Required  Held  Planned  Unclear  Waived  Shortfall  State\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
        "2024         3     0        0        0       1          2  ✗ 2 more not recorded\n"
        "2025         3     0        0        0       0          3  ✗ none recorded\n"
        "2026         3     0        2        0       1          0  ◐ planned\n"
        "2027         3     0        0        0       0          3  ✗ none recorded\n"
        "\n"
        "4 years\n"
    )
    assert c2c("cadence", "--years", "--agreed", code=2).err == (
        "c2c: error: --agreed cannot be used with --years\n"
    )


def test_table_of_rules_says_how_many_meetings_are_not_recorded(c2c: Program) -> None:
    rules = ("formal working 2 2018-", "heads heads 1 2018-", "youth youth 1 2018-")
    c2c.write(registry(Case("", ("formal held 2018-03",), (), rules, waivers=("youth 2018",))))
    shown = ("cadence", "--year", "2018", "--as-of", "2019", "--columns", "kind,state")
    assert c2c(*shown).out == "formal\tmissing\nheads\tmissing\nyouth\twaived\n"
    table = c2c(*shown, "--format", "table")
    assert table.out == (
        "Cadence as of 2019-12-31\n"
        "\n"
        "Kind    State\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
        "formal  ✗ 1 more not recorded\n"
        "heads   ✗ none recorded\n"
        "youth   – waived\n"
        "\n"
        "3 rows\n"
    )
    coloured = c2c(*shown, "--format", "table", terminal=True).out
    assert "\x1b[1;31m✗\x1b[0m none recorded" in coloured


def test_waived_rules_have_a_mark(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = ("formal working 1 2018-", "heads heads 2 2018-")
    meetings = (
        *("working held 2018-05", "heads held 2018-06"),
        *("- held 2019-05", "working held 2019-06"),
    )
    waivers = ("formal 2018", "heads 2018", "heads 2019", "formal 2019", "formal 2020")
    c2c.write(registry(Case("", meetings, (), rules, waivers=waivers)))
    table = ("cadence", "--to", "2020", "--as-of", "2021", "--format", "table")
    assert c2c(*table).out.partition("\n\n")[2] == (
        "Year  Formal  Heads          Shortfall  Unclear\n"
        f"{'━' * 88}\n"
        "2018  –       ✓ 2018-06 – 1             2018-05: working-level\n"
        "2019  –       – 2                       2019-05: formal or heads; 2019-06: working-level\n"
        "2020  –       ✗ 2            2 of 3\n"
        "\n"
        f"✓ held  – waived  ✗ not recorded{' ' * 29}Rules: c2c cadence --agreed\n"
    )
    assert "\n2020  -       x 2 " in c2c(*table, encoding="ascii").out
    monkeypatch.setenv("COLUMNS", "50")
    assert "\nHeads   – 2018-06, waived\n" in c2c(*table).out
    assert "\nFormal  – waived, possibly any of 2 of unknown\n          kind\n" in c2c(*table).out


def test_check_passes_if_the_rest_is_waived(c2c: Program) -> None:
    case = Case("", ("formal held 2020-03", "informal held 2020-04"), (), waivers=("heads 2020",))
    c2c.write(registry(case))
    c2c("cadence", "--check", "--year", "2020", "--as-of", "2021")
    assert c2c("due", "--as-of", "2020-12-31", "--from", "2020", "--columns", "id").out == ""
