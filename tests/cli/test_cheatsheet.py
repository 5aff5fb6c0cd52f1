"""`c2c help cheatsheet`: on one screen, and true of the program."""

import re
from pathlib import Path

import pytest

from c2c_cli.cli import COMMANDS
from c2c_cli.model.history import CENTRE_STATUSES
from c2c_cli.model.records import MEETING_STATUSES
from c2c_cli.output import agreements, view
from conftest import Program, run
from samples import REGISTRY

STATES = {
    "Centres": CENTRE_STATUSES,
    "Meetings": MEETING_STATUSES,
    "Rules": view.RULE_STATES,
    "Agreements": agreements.HEADINGS,
}
"""Label -> the statuses or states of the program."""


def sheet() -> dict[str, list[str]]:
    """Return the entries of the sheet by their labels."""
    found: dict[str, list[str]] = {}
    label = ""
    for line in run("help", "cheatsheet").out.splitlines():
        label = line[:14].strip() or label
        found.setdefault(label, []).extend(filter(None, re.split(" {2,}", line[14:])))
    return found


@pytest.mark.parametrize("locale", ["", "C"])
def test_sheet_fits_on_one_screen(locale: str) -> None:
    lines = run("help", "cheatsheet", LC_ALL=locale).out.splitlines()
    assert len(lines) < 24  # the prompt needs a line
    assert max(map(len, lines)) <= 80
    assert not any(line.endswith(" ") for line in lines)
    assert all(map(str.isascii, lines)) == (locale == "C")


def test_labels_are_bold_and_marks_coloured_in_a_terminal() -> None:
    out = run("help", "cheatsheet", terminal=True, TERM="xterm").out
    assert "\x1b[1mQuery         \x1b[0mlist  show" in out
    assert "\x1b[32m✓\x1b[0m met" in out
    assert re.sub(r"\x1b\[[\d;]*m", "", out) == run("help", "cheatsheet").out
    plain = run("help", "cheatsheet", terminal=True, NO_COLOR="1", LC_ALL="C").out
    assert plain == run("help", "cheatsheet", LC_ALL="C").out


def test_sheet_names_each_command() -> None:
    found = sheet()
    assert [*found["Query"], *found["Edit"], *found["Check"]] == [*COMMANDS]


@pytest.mark.parametrize("label", STATES)
def test_sheet_shows_each_state_with_its_mark(label: str) -> None:
    marked = {f"{view.MARKS[state].sign} {state}" for state in STATES[label]}
    assert {*sheet()[label]} == marked


@pytest.mark.parametrize("date", sheet()["Dates"])
def test_options_accept_the_forms_of_dates(c2c: Program, date: str) -> None:
    c2c.write(REGISTRY)
    assert not c2c("meetings", "--from", date).err
    assert not c2c("list", "--as-of", date).err


@pytest.mark.parametrize("date", sheet()["in TOML"])
def test_registry_accepts_the_forms_of_dates(c2c: Program, date: str) -> None:
    c2c.write(f'{REGISTRY}\n[[source]]\nid = "letter"\ntitle = "A letter"\ndate = {date}\n')
    assert c2c("sources", "--columns", "date").out == date.strip('"') + "\n"


def test_events_accept_bounds(c2c: Program) -> None:
    bounds = [entry.partition(" ")[0] for entry in sheet()["of events"]]
    assert bounds == ["2013..2018-10", "..2018-10", "2013.."]
    c2c.write(REGISTRY)
    for date in bounds:
        c2c("add", "event", "ICDH", "evaluated", "--date", date, "--dry-run")


@pytest.mark.parametrize(("period", "end"), [("+6y", "2026-11"), ("+18m", "2022-05")])
def test_expiry_dates_accept_periods(c2c: Program, period: str, end: str) -> None:
    assert [entry.partition(" ")[0] for entry in sheet()["--until"]] == ["+6y", "+18m"]
    c2c.write(REGISTRY)
    new = ["add", "event", "ICDH", "renewed", "--date", "2020-11", "--until", period]
    assert f'until = "{end}"' in c2c(*new, "--dry-run").out


@pytest.mark.parametrize("option", [*sheet()["Filter"], *sheet()["Show"]])
def test_options_are_accepted(c2c: Program, option: str) -> None:
    c2c("init", "--copy")
    command = "meetings" if option.startswith("--centre ") else "list"
    assert not c2c(command, *option.split(), "--data", "data/centres.toml").err


def test_signs_change_lists(c2c: Program) -> None:
    signs = [entry.partition(" ")[0] for entry in sheet()["Edit a list"]]
    assert signs == ["TEXT", "-TEXT", "=TEXT", "+-TEXT"]
    c2c("init", "--copy")

    def agenda(*words: str) -> str:
        for word in words:
            c2c("edit", "meeting", "2018-11", f"--agenda={word}")
        return c2c("meetings", "2018-11", "--columns", "agenda").out.strip()

    assert agenda("=A", "TEXT") == "A;TEXT"
    assert agenda("-TEXT") == "A"
    assert agenda("=TEXT") == "TEXT"
    assert agenda("+-TEXT") == "TEXT;-TEXT"


def test_values_are_cleared_and_edits_reverted(c2c: Program) -> None:
    assert sheet()["Edit a value"] == [
        *('"" clears', "--dry-run only shows the change", "c2c undo reverts it")
    ]
    c2c("init", "--copy")
    before = Path("data/centres.toml").read_bytes()
    clear = ["edit", "meeting", "2018-11", "--kind", ""]
    assert "-kind = " in c2c(*clear, "--dry-run").out
    assert Path("data/centres.toml").read_bytes() == before
    c2c(*clear)
    assert c2c("meetings", "2018-11", "--columns", "kind").out == "\n"
    c2c("undo")
    assert Path("data/centres.toml").read_bytes() == before


def test_exit_codes_are_those_of_the_help(c2c: Program) -> None:
    codes = c2c("--help").out.partition("\nExit codes:\n")[2]
    documented = re.findall(r"^  (\d+) ", codes, re.MULTILINE)
    shown = [entry.partition(" ")[0] for entry in sheet()["Exit codes"]]
    assert shown == documented[: len(shown)]


@pytest.mark.parametrize("word", ["help cheatsheets", "help cheat-sheet", "cheatsheet"])
def test_word_like_the_topic_gets_a_suggestion_that_works(c2c: Program, word: str) -> None:
    last = word.rsplit(maxsplit=1)[-1]
    assert c2c(*word.split(), code=2).err == (
        f'c2c: error: unknown command "{last}"; did you mean "help cheatsheet"?\n'
    )
    assert c2c("help", "cheatsheet").out


def test_help_on_the_topic_is_the_sheet(c2c: Program) -> None:
    sheet = c2c("help", "cheatsheet")
    assert c2c("help", "cheatsheet", "--help") == sheet
    assert c2c("help", "help", "cheatsheet") == sheet


def test_unknown_topic_is_a_usage_error(c2c: Program) -> None:
    assert c2c("help", "foo", code=2).err == 'c2c: error: unknown command "foo"; see c2c --help\n'


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["help", "chea"], ["cheatsheet"]),
        (["help", "li"], ["list"]),
        (["help", "add", "ce"], ["centre"]),
        (["help", "list", ""], []),
        (["help", "cheatsheet", ""], []),
    ],
)
def test_completion_offers_commands_and_topics(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, words: list[str], expected: list[str]
) -> None:
    monkeypatch.setenv("_C2C_COMPLETE", "1")
    assert [line.partition("\t")[0] for line in c2c(*words).out.splitlines()] == expected


def test_sheet_ignores_further_words_as_the_help_of_a_command_does(c2c: Program) -> None:
    assert c2c("help", "cheatsheet", "x").out == c2c("help", "cheatsheet").out
