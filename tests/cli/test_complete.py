"""Completion: what TAB offers."""

import datetime
import os

import pytest

from c2c_cli.cli import COMMANDS
from c2c_cli.cli.completion import SHELLS
from conftest import Program
from samples import SMALL, centre, record, rule


def words(c2c: Program, monkeypatch: pytest.MonkeyPatch, *typed: str) -> list[str]:
    """Return the completions offered for the last word."""
    with monkeypatch.context() as patch:
        patch.setenv("_C2C_COMPLETE", "1")
        run = c2c(*typed)
    assert run.err == ""
    return [line.split("\t")[0] for line in run.out.splitlines()]


SECTORS = [
    "education",
    "natural-sciences",
    "social-human-sciences",
    "culture",
    "communication-information",
]
MEETINGS = ["2018-06-27-jeju", "2018-06-28-jeju", "2018-11"]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("", [*COMMANDS]),
        ("m", ["meetings", "merge"]),
        ("--v", ["--version"]),
        ("--version ", []),
        ("ad", ["add"]),
        (
            "add ",
            [
                "centre",
                "event",
                "contact",
                "meeting",
                "organisation",
                "sector",
                "cadence",
                "obligation",
                "waiver",
                "source",
            ],
        ),
        ("add centre X --event-sources ichcap-2018-07-05-", ["ichcap-2018-07-05-ko"]),
        ("add centre X --event-so", ["--event-sources"]),
        ("edit centre ICM --event-so", []),
        ("add waiver ", ["formal", "informal", "heads", "board"]),
        ("add waiver h", ["heads"]),
        ("add waiver heads --year 2019", ["2019"]),
        ("edit waiver ", []),
        ("edit cadence formal --on ", ["2018"]),
        ("cadence --year 201", ["2018", "2019"]),
        ("meetings --year 201", []),
        ("add me", ["meeting"]),
        ("nonsense ", []),
        ("check --explain bad-c", ["bad-country"]),
        ("add nonsense ", []),
        ("list --se", ["--sector"]),
        ("list --sector cul", ["culture"]),
        ("list --sector CUL", ["culture"]),
        ("list --sector=cul", ["--sector=culture"]),
        ("list --sector = cul", ["culture"]),
        ("list --sector =", [*SECTORS, "ED", "SC", "SHS", "CLT", "CI"]),
        ("list --status op", ["operating"]),
        ("meetings --status pl", ["planned"]),
        ("list --country ", ["KR"]),
        (
            "add centre X --country K",
            ["KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY", "KZ"],
        ),
        ("list --lang ", ["ko"]),
        ("report --lang ", ["en", "ar", "es", "fr", "ko", "ru", "zh"]),
        ("site public --lang=E", ["--lang=en", "--lang=es"]),
        ("report --data /no/such/file --lang z", ["zh"]),
        ("list --columns id,ci", ["id,city"]),
        ("list --columns city,ci", []),
        ("list --columns -na", []),
        ("list --status operating,cl", ["operating,closed"]),
        ("list --country KR,", []),
        ("list --sector culture,na", ["culture,natural-sciences"]),
        ("meetings --centre ICM,kn", ["ICM,KNCU"]),
        ("meetings --status held,pl", ["held,planned"]),
        ("add meeting --attendees ICHCAP,IC", ["ICHCAP,ICM", "ICHCAP,ICDH"]),
        ("edit meeting 2018-11 --outcomes ICHCAP,IC", []),
        ("edit meeting 2018-11 --attendees -KNCU,ICM,IC", ["-KNCU,ICM,ICHCAP", "-KNCU,ICM,ICDH"]),
        ("list --sort id,na", []),
        ("list,sh", []),
        ("show ICDH,ICH", []),
        ("list --format -c", []),
        ("edit meeting 2018-11 --status -h", []),
        ("list --he", ["--header", "--help"]),
        ("list --sort -approved --columns na", ["name", "names"]),
        ("list --sort -app", ["-approved"]),
        ("list --sort=-app", ["--sort=-approved"]),
        ("edit meeting 2018-11 --attendees +IC", ["+ICHCAP", "+ICM", "+ICDH"]),
        ("edit meeting 2018-11 --attendees -KN", ["-KNCU"]),
        (
            "show 'ICH",
            [
                "ICHCAP",
                *("ichcap-2018-07-05", "ichcap-2018-07-05-ko"),
                *("ichcap-board-2013", "ichcap-board-2014", "ichcap-board-2015"),
                "ichcap-projects-2017",
                *("ichcap-work-plan-2018", "ichcap-work-plan-2018-ko", "ichcap-work-plan-2020"),
            ],
        ),
        ('meetings --centre "kn', ["KNCU"]),
        ("agreements --columns st", ["state"]),
        ("sectors --columns op", ["operating"]),
        ("cadence --sort k", ["kind"]),
        ("list --format x", ["xlsx"]),
        ("meetings --format i", ["ics"]),
        ("check --format t", ["text", "tsv"]),
        ("import x --format t", ["tsv", "toml"]),
        (
            "import x --as ",
            [
                "centre",
                "meeting",
                "event",
                "contact",
                "sector",
                "organisation",
                "source",
                "cadence",
                "obligation",
                "waiver",
            ],
        ),
        ("meetings --kind ", ["formal", "informal", "heads", "working", "board", "other"]),
        ("meetings --centre k", ["KNCU"]),
        ("timeline --centre ICM,k", ["ICM,KNCU"]),
        ("timeline --kind signed,h", ["signed,heads"]),
        ("due --fo", ["--format"]),
        ("due --format i", ["ics"]),
        ("due --sort d", ["date", "days"]),
        ("organisations --columns a", ["attended"]),
        ("add event IC", ["ICHCAP", "ICM", "ICDH"]),
        ("add event ICDH,IC", ["ICDH,ICHCAP", "ICDH,ICM"]),
        ("add event ICDH,ICM,IC", ["ICDH,ICM,ICHCAP"]),
        ("add event ICDH,ICM cl", ["closed"]),
        ("edit event ICDH,IC", []),
        ("add contact ICDH,IC", []),
        ("add event ICDH cl", ["closed"]),
        ("add event ICDH closed ", []),
        ("edit --d", ["--data", "--dry-run"]),
        ("edit --dry-run --da", ["--data"]),
        ("edit meeting 2018", MEETINGS),
        ("edit meeting 2018-11 --status h", ["held"]),
        ("edit centre kn", []),
        ("edit organisation kn", ["KNCU"]),
        ("edit sector cu", ["culture"]),
        ("remove meeting 2018-0", ["2018-06-27-jeju", "2018-06-28-jeju"]),
        ("remove cu", ["culture"]),
        ("remove record cu", ["culture"]),
        ("remove ICDH 2018-0", ["2018-06-27-jeju", "2018-06-28-jeju"]),
        ("remove meeting 2018-11 2018-0", ["2018-06-27-jeju", "2018-06-28-jeju"]),
        ("remove net", []),
        ("sources ", []),
        ("sources --un", ["--uncited"]),
        ("sources --columns id,c", ["id,cited_by"]),
        ("show ICDH 2018", MEETINGS),
        ("show for", ["formal"]),
        ("show cu", ["culture"]),
        ("show net", ["network"]),
        ("show --format js", ["json", "jsonl"]),
        ("check ", [":files"]),
        ("merge ", [":files"]),
        ("site ", [":files"]),
        ("merge base.toml ours.toml ", [":files"]),
        ("list --data ", [":files"]),
        ("list --data=", [":files"]),
        ("completion ", [*SHELLS]),
        ("list --as-of ", []),
        ("path ", []),
        ("list --data /no/such/file --sector ", []),
    ],
)
def test_words_are_offered_by_position(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, typed: str, offered: list[str]
) -> None:
    found = words(c2c, monkeypatch, *typed.split(" "))
    assert found == offered


THIS_YEAR = datetime.date.today().year  # noqa: DTZ011  # the program uses the local date

OWED = (
    SMALL
    + rule("formal")
    + centre("A", "opened:2013", "renewed")
    + centre("B", "opened:2014-05")
    + record("centre.event", kind="board", covers=2015, date=2016)
    + record("centre.event", kind="board", covers=2016, date=2016)
    + record("obligation", kind="annual-report", name="Report", since=2024)
    + record("obligation", kind="board", name="Board", since=2014, centres=["B"])
    + record("waiver", kind="board", year=2020, centre="B", reason="x")
)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("edit obligation ", ["annual-report", "board"]),
        ("remove obligation b", ["board"]),
        ("edit obligation board --on ", ["2024", "2014"]),
        ("edit obligation board --centre ", ["A", "B"]),
        ("edit obligation board --centres +", ["+A", "+B"]),
        ("add obligation audit --centres A,", ["A,B"]),
        ("add waiver ", ["formal", "annual-report", "board"]),
        ("add waiver board --centre ", ["A", "B"]),
        ("add waiver board --year 201", ["2014", "2015", "2016", "2017", "2018", "2019"]),
        (
            "add waiver board --year 202",
            [str(year) for year in range(2020, min(THIS_YEAR, 2029) + 1)],
        ),
        ("edit waiver ", ["board"]),
        ("edit waiver board --on ", ["2020"]),
        ("remove waiver board --centre ", ["A", "B"]),
        ("remove bo", ["board"]),
        ("show bo", ["board"]),
        ("add event A a", ["approved", "annual-report"]),
        ("add event A b", ["board"]),
        ("edit event B board --on ", ["2015", "2016"]),
        ("remove event b BOARD --on=", ["--on=2015", "--on=2016"]),
        ("remove event A renewed --on ", []),
        ("edit event B opened --on ", ["2014-05"]),
        ("edit event C opened --on ", []),
        ("meetings --kind ", ["formal", "working", "annual-report", "board", "other"]),
        ("add meeting --kind b", ["board"]),
        ("timeline --kind b", ["board"]),
    ],
)
def test_kinds_and_years_of_obligations_are_offered(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, typed: str, offered: list[str]
) -> None:
    c2c.write(OWED)
    assert words(c2c, monkeypatch, *typed.split(" ")) == offered


def test_completions_come_from_the_registry_in_use(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(SMALL + centre("제주", name="\x1b[31m[bold]$(x)\ty"))
    monkeypatch.setenv("_C2C_COMPLETE", "new")
    assert c2c("show") == (
        0,
        "제주\t\\u001b[31m[bold]$(x)\\ty\nNATCOM\tNational Commission\n"
        "culture\tCulture\neducation\tEducation\nnetwork\tA network\n",
        "",
    )
    c2c.write("broken")
    assert c2c("show") == (0, "", "")
    assert c2c("show", "--no-such-option") == (0, "", "")


@pytest.mark.parametrize(
    "named", ["my file.toml", "'my file.toml'", '"my file.toml"', r"my\ file.toml", "$HOME/x.toml"]
)
def test_registry_file_is_found_in_each_way_of_naming_it(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("HOME", str(c2c.folder))
    for name in ("my file.toml", "x.toml"):
        c2c.write(SMALL, name)
    assert words(c2c, monkeypatch, "list", "--data", named, "--sector", "cul") == ["culture"]
    assert words(c2c, monkeypatch, "list", "--data", "~/x.toml", "--sector", "cul") == ["culture"]


def test_words_that_show_accepts_are_offered(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = '[[meeting]]\nid = "M"\ntitle = "Talks"\nstart = 2030\nstatus = "planned"\n'
    rule = (
        '[[cadence]]\nkind = "formal"\nname = "Formal"\nlevel = "l"\nper_year = 1\nsince = 2018\n'
    )
    source = '[[source]]\nid = "letter"\ntitle = "A letter"\n'
    c2c.write(SMALL + centre("X") + meeting + rule + source)
    offered = words(c2c, monkeypatch, "show", "")
    assert offered == ["X", "NATCOM", "M", "culture", "education", "letter", "formal", "network"]
    for word in offered:
        c2c("show", word)


def test_hidden_records_are_not_offered(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(SMALL + centre("X", name="Centre X") + record("source", id="x", title="A letter"))
    monkeypatch.setenv("_C2C_COMPLETE", "1")
    for verb in ("show", "remove"):
        assert c2c(verb, "x").out == "X\tCentre X\n"
    assert c2c("remove", "source", "x").out == "x\tA letter\n"


def test_waivers_are_offered_by_kind_and_year(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    waivers = [record("waiver", kind="formal", year=year, reason="x") for year in (2019, 2021)]
    c2c.write(SMALL + rule("formal") + rule("heads") + "".join(waivers))
    for verb in ("edit", "remove"):
        assert words(c2c, monkeypatch, verb, "waiver", "") == ["formal"]
        assert words(c2c, monkeypatch, verb, "waiver", "formal", "--on", "") == ["2019", "2021"]
    assert words(c2c, monkeypatch, "edit", "waiver", "formal", "--kind", "") == ["formal", "heads"]


def test_filters_of_obligations_are_offered(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    owed = [
        record("obligation", kind=kind, name="x", since=2024, until=2025)
        for kind in ("annual-report", "board")
    ]
    c2c.write(SMALL + centre("X") + rule("formal") + "".join(owed))
    command = ("obligations",)
    assert words(c2c, monkeypatch, *command, "--kind", "") == ["annual-report", "board"]
    assert words(c2c, monkeypatch, *command, "--kind", "board,") == ["board,annual-report"]
    assert words(c2c, monkeypatch, *command, "--centre", "") == ["X"]
    assert words(c2c, monkeypatch, *command, "--sector", "cul") == ["culture"]
    assert words(c2c, monkeypatch, *command, "--year", "202")[:2] == ["2024", "2025"]
    assert words(c2c, monkeypatch, *command, "--columns", "centre,s") == [
        "centre,state",
        "centre,sources",
    ]


def test_words_unsafe_in_a_shell_are_not_offered(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, code in enumerate(
        ("A;touch PWNED", "$(touch PWNED)", "`x`", "it's", "A B", "A&B", "UNSAFE\\u001b")
    ):
        c2c.write(SMALL.replace('"ED"', f'"{code}"'), f"{number}.toml")
        offered = words(c2c, monkeypatch, "list", "--data", f"{number}.toml", "--sector", "")
        assert offered == ["culture", "education", "CLT"]


@pytest.mark.posix
def test_completion_does_not_read_pipes(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(c2c.folder / "pipe")
    (c2c.folder / "data").mkdir()
    os.mkfifo(c2c.folder / "data/centres.toml")
    for typed in (
        ("show", ""),
        ("show", "--data", "pipe", ""),
        ("list", "--data", "-", "--sector", ""),
    ):
        assert words(c2c, monkeypatch, *typed) == []


def test_long_description_is_truncated(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(SMALL + centre("X", name="Lake " * 30))
    monkeypatch.setenv("_C2C_COMPLETE", "1")
    assert c2c("show", "X") == (0, f"X\t{('Lake ' * 30)[:77]}…\n", "")
