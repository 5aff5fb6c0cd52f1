"""Help texts: within 80 columns, with working examples for each command."""

import re
import subprocess
from pathlib import Path
from typing import get_args

import pytest
from rich.cells import cell_len

from c2c_cli.cli import COMMANDS, GROUPS
from c2c_cli.errors import Code
from c2c_cli.model.records import RECORD_TYPES
from conftest import Program
from samples import PAGE, SMALL, arguments, environment

BELOW = {
    **dict.fromkeys(("add", "remove"), sorted({*RECORD_TYPES} - {"network"})),
    "edit": (*RECORD_TYPES,),
}
EVERY = [
    (name, *below) for name in COMMANDS for below in [(), *((one,) for one in BELOW.get(name, ()))]
]


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


def test_help_is_a_command_too(c2c: Program) -> None:
    assert c2c("help") == c2c("--help")
    assert c2c("help", "list") == c2c("list", "--help")
    assert c2c("help", "add", "centre") == c2c("add", "centre", "--help")


def test_the_help_groups_the_options_and_lists_the_columns(c2c: Program) -> None:
    out = c2c("list", "--help").out
    assert re.findall(r"^(\w+):", out, re.MULTILINE) == [
        *("Usage", "Arguments", "Filters", "Output", "Registry", "Options", "Columns", "Examples")
    ]
    assert (
        out.index("Output:")
        < out.index("  --columns A,B")
        < out.index("Registry:")
        < out.index("  --data FILE")
    )
    assert "  (default: id, name, sector, country, city, status)\n" in out
    c2c.write(SMALL)
    for command in (
        "list",
        "sectors",
        "organisations",
        "meetings",
        "timeline",
        "cadence",
        "agreements",
        "due",
    ):
        columns = (
            c2c(command, "--help")
            .out.partition("Columns:\n")[2]
            .partition("\n\n")[0]
            .partition("(")[0]
        )
        names = "".join(columns.split()).removesuffix(",extra.KEY")  # stands for any extra key
        c2c(command, "--columns", names)


@pytest.mark.parametrize("code", get_args(Code))
def test_each_code_is_explained(c2c: Program, code: str) -> None:
    out = c2c("check", "--explain", code.upper()).out
    assert out.startswith(f"### `{code}`\n\n")
    assert f"{out}\n#" in f"{PAGE}\n#"


def test_unknown_code_gets_a_suggestion(c2c: Program) -> None:
    assert c2c("check", "--explain", "bad-dat", code=2).err == (
        'c2c: error: --explain: unknown code "bad-dat"; did you mean "bad-date"?\n'
    )


def test_summaries_fit_into_sixty_characters() -> None:
    assert all(len(line) <= 60 and line.endswith(".") for line in COMMANDS.values())


@pytest.mark.process
@pytest.mark.parametrize("command", EVERY, ids=" ".join)
def test_help_of_a_command_ends_with_working_examples(
    c2c: Program, command: tuple[str, ...], tmp_path: Path
) -> None:
    lines = c2c(*command, "--help").out.splitlines()
    assert max(map(cell_len, lines)) <= 80
    assert not any(line.endswith("...") for line in lines if not line.startswith("Usage: "))
    examples = [line.strip() for line in lines[lines.index("Examples:") + 1 :]]
    assert 2 <= len(examples) <= 3
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
    env = environment(tmp_path / "home")
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
        assert out or err or re.search(" > | --output ", example)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("", "Run c2c COMMAND --help for the options of a command."),
        ("list", "[TEXT] Text to search for in ids, names, cities and hosts, ignoring case and"),
        (
            "meetings",
            "[TEXT] Text or date to search for in ids, titles, cities, venues and starts, ignoring",
        ),
        ("timeline", "[TEXT] Text or date to search for in centres and meetings, ignoring case"),
        (
            "contacts",
            "[TEXT] Text to search for in contacts, ids and names, ignoring case and",
        ),
        ("list", "--format FORMAT Output format: table, tsv,"),
        ("meetings", "--from DATE Only meetings that end on or after this date."),
        ("timeline", "--to DATE Only events and meetings that start on or before this date."),
        ("completion", "To install it, append it to ~/.bashrc or ~/.zshrc"),
        (
            "add meeting",
            "--status STATUS Status: tentative, planned, held or cancelled (default: planned, if the start has not passed).",
        ),
        ("edit centre", "For events and contacts, use c2c edit event and c2c edit contact."),
        (
            "edit meeting",
            "In a list, TEXT adds an item, -TEXT removes it, and =TEXT replaces the list.",
        ),
        ("undo", "Examples: c2c remove 2018-11 && c2c undo c2c undo --redo c2c undo --list"),
    ],
)
def test_help_says_what_a_newcomer_asks(c2c: Program, command: str, sentence: str) -> None:
    assert sentence in " ".join(c2c(*command.split(), "--help").out.split())
