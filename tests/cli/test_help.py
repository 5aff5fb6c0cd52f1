"""Help texts: within 80 columns, with working examples for each command."""

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import pytest
from rich.cells import cell_len

from c2c_cli.cli import COMMANDS, GROUPS, app
from c2c_cli.errors import Code
from c2c_cli.model.history import CENTRE_STATUSES, EVENT_KINDS
from c2c_cli.model.records import MEETING_STATUSES, RECORD_TYPES
from c2c_cli.output import agreements, legends, view
from conftest import Program
from samples import PAGE, SMALL, arguments, environment, read_page

BELOW = {
    **dict.fromkeys(("add", "remove"), sorted({*RECORD_TYPES} - {"network"})),
    "edit": (*RECORD_TYPES,),
}
EVERY = [
    (name, *below) for name in COMMANDS for below in [(), *((one,) for one in BELOW.get(name, ()))]
]


VIEWS = {
    (name, option): view
    for name in COMMANDS
    if (command := app.get_command(None, name)) and getattr(command, "empty_view", None)
    for option, view in {"": command.empty_view, **command.other_views}.items()
}
"""Each view that a command prints, by the command and the option that selects it."""

SECTIONS = [
    *("Usage", "Examples", "Query", "Edit", "Check and set up", "Records", "Arguments", "Filters"),
    *("Fields", "Output", "Registry", "Options", "Columns"),
    "Further columns, for --columns and --sort",
    *("Columns with --urls", "Columns with --years", "Columns with --agreed"),
    "Further columns with --agreed, for --columns and --sort",
    *(
        "Statuses",
        "States",
        "Kinds",
        "Exit codes (others: c2c --help)",
        "Help",
        "Registry, the first of these that is given or exists",
        "Output",
        "Exit codes",
    ),
]
"""The headings of the help of every command, in order."""


def headings(text: str) -> list[str]:
    """Return the headings of a help text."""
    return re.findall(r"^(Usage|\S.*(?=:$))", text, re.MULTILINE)


def section(text: str, heading: str) -> dict[str, str]:
    """Return the words that a section of a help text defines, with their meanings."""
    lines = text.partition(f"\n{heading}:\n")[2].partition("\n\n")[0].splitlines()
    found: dict[str, str] = {}
    for line in lines:
        word, _, about = line.strip().partition("  ")
        if line.startswith("   "):  # the meaning of the last word continues
            last = [*found][-1]
            found[last] += f" {line.strip()}"
        else:
            found[word] = about.strip()
    return found


def test_help_groups_the_commands(c2c: Program) -> None:
    out = c2c("--help").out
    assert c2c().out.startswith(out)
    lines = out.splitlines()
    assert max(map(len, lines)) <= 80
    for group, commands in GROUPS.items():
        at = lines.index(f"{group}:")
        assert [line.split()[0] for line in lines[at + 1 : at + 1 + len(commands)]] == [*commands]
        assert [line[17:] for line in lines[at + 1 : at + 1 + len(commands)]] == [
            *commands.values()
        ]
    assert "\nExit codes:\n  0    success\n  1    check failed, " in out
    assert "\n  130  interrupted\n  141  output pipe closed\n" in out


@pytest.mark.parametrize("command", [(), *EVERY], ids=" ".join)
def test_help_has_examples_first_and_exit_codes_last(
    c2c: Program, command: tuple[str, ...]
) -> None:
    found = headings(c2c(*command, "--help").out)
    assert found[:2] == ["Usage", "Examples"]
    rest = iter(SECTIONS)
    assert [heading for heading in found if heading not in rest] == []  # in this order


def test_help_is_a_command_too(c2c: Program) -> None:
    assert c2c("help") == c2c("--help")
    assert c2c("help", "list") == c2c("list", "--help")
    assert c2c("help", "add", "centre") == c2c("add", "centre", "--help")


def test_the_help_groups_the_options(c2c: Program) -> None:
    out = c2c("list", "--help").out
    assert headings(out) == [
        *("Usage", "Examples", "Arguments", "Filters", "Output", "Registry", "Options", "Columns"),
        *("Further columns, for --columns and --sort", "Statuses"),
    ]
    assert (
        out.index("Output:")
        < out.index("  --columns A,B")
        < out.index("Registry:")
        < out.index("  --data FILE")
    )


@pytest.mark.parametrize(("name", "option"), VIEWS)
def test_help_explains_each_column(c2c: Program, name: str, option: str) -> None:
    view = VIEWS[name, option]
    names = [*view.columns, *(["extra.KEY"] if "extra" in view.columns else [])]
    assert [*view.meanings] == names
    assert all(re.fullmatch(r"\S.*[^.]\.", meaning) for meaning in view.meanings.values())
    out = c2c(name, "--help").out
    with_option = f" with {option}" if option else ""
    further = [column for column in names if column not in view.default]
    shown = section(out, f"Columns{with_option}")
    more = section(out, f"Further columns{with_option}, for --columns and --sort")
    assert ([*shown], [*more]) == ([*view.default], further)
    assert shown | more == view.meanings


@pytest.mark.parametrize(
    "name", sorted({name for name, _ in VIEWS} - {"sql", "show", "undo", "changes"})
)
def test_columns_in_the_help_are_those_of_a_pipe(c2c: Program, name: str) -> None:
    out = c2c(name, "--help").out
    header = c2c(name, "--format", "csv", "--data", "korea").out.partition("\n")[0]
    assert [*section(out, "Columns")] == header.split(",")


STATES = {
    "Centres": CENTRE_STATUSES,
    "Meetings": MEETING_STATUSES,
    "Rules": view.RULE_STATES,
    "Agreements": (*agreements.HEADINGS,),
}
"""The statuses and states of the program, by their label in the cheat sheet."""


@pytest.mark.parametrize(
    ("name", "heading", "known"),
    [
        ("list", "Statuses", CENTRE_STATUSES),
        ("sectors", "Statuses", CENTRE_STATUSES),
        ("meetings", "Statuses", MEETING_STATUSES),
        ("timeline", "Statuses", MEETING_STATUSES),
        ("cadence", "States", view.RULE_STATES),
        ("obligations", "States", view.RULE_STATES),
        ("agreements", "States", agreements.HEADINGS),
    ],
)
def test_help_explains_each_state(
    c2c: Program, name: str, heading: str, known: Iterable[str]
) -> None:
    found = section(c2c(name, "--help").out, heading)
    assert sorted(found) == sorted(known)
    assert all(found.values())


def test_each_state_with_a_mark_is_explained() -> None:
    # the table of agreements words one state differently
    known = {*view.MARKS} - {"reviewed, expires soon"}
    assert {state for states in STATES.values() for state in states} == known


@pytest.mark.parametrize(
    ("heading", "legend"),
    [
        ("### States of a rule in a year", legends.RULE_STATES),
        ("## Obligations", legends.OBLIGATION_STATES),
        ("## Agreements and review", legends.AGREEMENT_STATES),
    ],
)
def test_concepts_define_the_states_as_the_help_does(
    heading: str, legend: dict[str, dict[str, str]]
) -> None:
    page = read_page("concepts").partition(f"\n{heading}\n")[2]
    table = page.partition("| State | Meaning |\n|---|---|\n")[2].partition("\n\n")[0]
    rows = dict(re.findall(r"^\| `(.+)` \| (.+) \|$", table, re.MULTILINE))
    plain = {state: re.sub(r"\[(.+?)\]\(.+?\)", r"\1", about) for state, about in rows.items()}
    assert plain == legend["States"]


def test_concepts_define_the_kinds_of_events_as_the_help_does() -> None:
    kinds = legends.EVENT_KINDS["Kinds"]
    assert [*kinds] == [*EVENT_KINDS]
    page = read_page("concepts").partition("\n## Events and status\n")[2].partition("\n## ")[0]
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (.+?) \|", page, re.MULTILINE))
    assert rows == kinds


@pytest.mark.parametrize("code", get_args(Code))
def test_each_code_is_explained(c2c: Program, code: str) -> None:
    out = c2c("check", "--explain", code.upper()).out
    assert out.startswith(f"# `{code}`\n\n")
    assert "<!--" not in out
    assert "](" not in out
    page = re.sub(r"^<!--.*?-->\n\n", "", PAGE, flags=re.DOTALL | re.MULTILINE)
    assert f"##{out}\n#" in re.sub(r"\[([^][]+)\]\([^)\s]+\)", r"\1", page) + "\n#"


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_explanation_in_a_terminal_is_drawn(
    c2c: Program, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", "200")
    monkeypatch.setenv("NO_COLOR", "1")
    for code in get_args(Code):
        out = c2c("check", "--explain", code, terminal=True).out
        assert out.startswith(f"{code}\n\n")
        assert max(map(cell_len, out.splitlines())) <= min(columns, 100)
        assert [mark for mark in ("```", "**", "<!--", "](", "# ") if mark in out] == []


def test_code_and_messages_of_an_explanation_are_indented_and_coloured(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    lines = c2c("check", "--explain", "bad-number", terminal=True).out.splitlines()
    assert "    \x1b[36mper_year = 0\x1b[0m" in lines
    [message] = [line for line in lines if "lake.toml" in line]
    assert message.startswith("    \x1b[1mlake.toml:5:12:\x1b[0m \x1b[1;31merror: \x1b[0m[cadence ")
    assert lines[-1].startswith("\x1b[1mFix:\x1b[0m ") or "\x1b[1mFix:\x1b[0m " in lines[-2]


def test_unknown_code_gets_a_suggestion(c2c: Program) -> None:
    assert c2c("check", "--explain", "bad-dat", code=2).err == (
        'c2c: error: --explain: unknown code "bad-dat"; did you mean "bad-date"?\n'
    )


def test_summaries_fit_into_sixty_characters() -> None:
    assert all(len(line) <= 60 and line.endswith(".") for line in COMMANDS.values())


@pytest.mark.posix
@pytest.mark.process
@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_help_of_a_command_has_working_examples(
    c2c: Program, command: tuple[str, ...], tmp_path: Path
) -> None:
    lines = c2c(*command, "--help").out.splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert not any(line.endswith("...") for line in lines if not line.startswith("Usage: "))
    start = lines.index("Examples:") + 1
    examples = [line.strip() for line in lines[start : lines.index("", start)]]
    assert 2 <= len(examples) <= (3 if command != ("completion",) else 4)
    c2c("init", "--copy")
    if command[0] in {"edit", "remove", "sources"}:
        c2c("add", "centre", "CEX", "--name", "Examples", "--sector", "CLT", "--country", "KR")
        c2c("add", "organisation", "MOE", "--name", "Ministry")
        c2c("add", "sector", "ocean", "--code", "IOC", "--name", "Ocean")
        c2c("add", "cadence", "youth", "--name", "Youth", "--per-year", "1", "--since", "2030")
        c2c("add", "obligation", "audit", "--name", "Audit", "--since", "2030", "--centres", "ICM")
        c2c("add", "waiver", "heads", "--year", "2030", "--reason", "No budget")
        c2c("add", "contact", "ICDH", "--role", "Director", "--name", "B. Lee")
        c2c("add", "source", "letter-2018", "--title", "A letter")
    if command[0] == "contacts":
        c2c("add", "contact", "ICDH", "--role", "Director", "--email", "lee@example.org")
    for name in ("base.toml", "ours.toml", "theirs.toml", "new.toml"):
        Path(name).write_bytes(Path("data/centres.toml").read_bytes())
    Path("old.toml").write_text(SMALL)
    Path("new.csv").write_text("id,name,sector,country\nCEX,Centre of Examples,Culture,KR\n")
    Path("reports.csv").write_text("centre,kind,covers\nICDH,annual-report,2025\n")
    env = environment(tmp_path / "home") | {"PROFILE": str(tmp_path / "profile.ps1")}
    (tmp_path / "home/.config/fish/completions").mkdir(parents=True)
    for example in examples:
        assert example.startswith(f"c2c {' '.join(command)}") or f"c2c {command[0]}" in example
        args = arguments(example)
        if args is None:
            shell = ["bash", "-c", f"set -o pipefail; {example}"]
            ended = subprocess.run(shell, capture_output=True, env=env, check=False, text=True)
            code, out, err = ended.returncode, ended.stdout, ended.stderr
        else:  # a start takes longer than most commands
            code, out, err = c2c(*args, code=None)
        assert (code, err.count("Error")) == (0, 0), (example, err)
        assert out or err or re.search(" >+ | --output ", example)


@pytest.mark.parametrize("command", [(), *EVERY], ids=" ".join)
def test_help_has_one_term_for_each_idea(c2c: Program, command: tuple[str, ...]) -> None:
    text = " ".join(c2c(*command, "--help").out.split()).lower()
    others = ("by default", "web site", "as of the day", "on the day", "that it binds")
    assert [words for words in others if words in text] == []


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("", "c2c COMMAND --help Arguments, options, columns and states of a command."),
        ("", "c2c help cheatsheet Commands, dates, lists and marks on one screen."),
        ("", "Registry, the first of these that is given or exists: --data FILE A file, or korea"),
        ("list", "[TEXT] Text to search for in ids, names, cities and hosts, ignoring case and"),
        (
            "meetings",
            "[TEXT] Text or date to search for in ids, titles, cities, venues and starts, ignoring",
        ),
        ("meetings", "To list the meetings of a centre, use --centre ID."),
        ("timeline", "[TEXT] Text or date to search for in ids, names, titles, cities, hosts,"),
        ("contacts", "[TEXT] Text to search for in ids, names, roles, email addresses, phone"),
        ("list", "--format FORMAT Output format: table, tsv,"),
        ("meetings", "--from DATE Only meetings that end on or after this date."),
        ("timeline", "--to DATE Only events and meetings that start on or before this date."),
        ("completion", "To install it, run the command for your shell, then open a new terminal."),
        ("completion", "c2c completion fish > ~/.config/fish/completions/c2c.fish"),
        ("add", "Usage: c2c add [OPTIONS] RECORD [ARGS]..."),
        ("add cadence", "may count (default: KIND)."),
        ("cadence", "--agreed List the cadence rules instead of their states in each year."),
        (
            "check",
            "--as-of DATE Warnings as of the end of YYYY, YYYY-MM or YYYY-MM-DD (default: today).",
        ),
        ("import", "cadence, obligation or waiver (default: from the columns)."),
        ("remove", "Usage: c2c remove ID... | RECORD [ARGS]... [OPTIONS]"),
        (
            "remove",
            "Registry: --data FILE Registry file to change (default: see c2c path). --dry-run",
        ),
        (
            "add meeting",
            "--status STATUS Status: tentative, planned, held or cancelled (default: planned; required if the start has passed).",
        ),
        ("edit centre", "--event adds or replaces events; to edit one, use c2c edit event."),
        (
            "edit meeting",
            "In a list, TEXT adds an item, -TEXT removes it, and =TEXT replaces the list.",
        ),
        ("report", "Options: --year YEAR Year to report on"),
        ("show", "Usage: c2c show [OPTIONS] ID... | --all"),
        ("changes", "Usage: c2c changes [OPTIONS] OLD [NEW] | --from DATE"),
        ("sql", "Usage: c2c sql [OPTIONS] QUERY | --tables | --output FILE.db"),
        ("list", "Print or omit the header row (default: print, except in tsv)."),
        ("cadence", "A meeting is unclear if no kind is recorded for it, or only the level"),
        ("contacts", "A contact is omitted if the role ended before the given day, or begins"),
        ("add waiver", "Id of the centre, for an obligation (default: all centres). --sources"),
        ("add obligation", "Ids of the centres that owe it (default: all); repeatable, or A,B."),
        ("edit obligation", "Ids of the centres that owe it; repeatable, or A,B."),
        (
            "import",
            "Format of the result: json (default: a message); --format is the format of FILE.",
        ),
        ("undo", "Examples: c2c remove 2018-11 && c2c undo c2c undo --redo c2c undo --list"),
    ],
)
def test_help_says_what_a_newcomer_asks(c2c: Program, command: str, sentence: str) -> None:
    assert sentence in " ".join(c2c(*command.split(), "--help").out.split())
