"""Errors of a run: one line and an exit code."""

import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from c2c_cli.cli import app, main
from c2c_cli.model import select
from conftest import Program, Stream
from samples import SMALL, centre

GROUPED = ("add", "edit", "remove")


def options_of(command: Any) -> list[str]:
    return [name for parameter in command.params for name in parameter.opts]


@pytest.mark.posix
def test_missing_permission_is_reported_on_one_line(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = c2c.write(SMALL)
    file.chmod(0)
    if os.geteuid() == 0:  # root may read a file of any mode

        def denied(*_: object) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", denied)
    assert c2c("list", code=3) == (
        3,
        "",
        "c2c: error: cannot read data/centres.toml: permission denied\n",
    )


def test_internal_error_is_one_line_without_c2c_debug(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the roof\nis \x1b[31mopen")

    monkeypatch.setattr(select, "centres", broken)
    message = "c2c: error: internal error: RuntimeError: the roof\\nis \\u001b[31mopen; "
    hint = "run it again with C2C_DEBUG=1, and report the traceback to the developers\n"
    assert c2c("list", code=70) == (70, "", message + hint)
    monkeypatch.setenv("C2C_DEBUG", "1")
    shown = c2c("list", code=70).err
    assert shown.startswith("Traceback (most recent call last):\n")
    assert shown.endswith(f"{message}report this traceback to the developers\n")


@pytest.mark.parametrize("error", [FileNotFoundError, BrokenPipeError, SystemExit])
def test_error_of_the_system_is_not_blamed_on_standard_output(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, error: type[OSError]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error(2, "No such file or directory", "x.tsv")

    monkeypatch.setattr(select, "centres", broken)
    run = c2c("list", code=70)
    assert run.err.startswith(f"c2c: error: internal error: {error.__name__}: ")
    assert (run.err.count("\n"), run.out) == (1, "")
    monkeypatch.setenv("C2C_DEBUG", "1")
    assert c2c("list", code=70).err.startswith("Traceback (most recent call last):\n")


def test_lack_of_memory_is_one_line(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(select, "centres", broken)
    assert c2c("list", code=70) == (70, "", "c2c: error: not enough memory\n")


def test_error_that_cannot_be_reported_is_one_line(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []

    class Full:
        encoding = "utf-8"

        def isatty(self) -> bool:
            return False

        def write(self, text: str) -> None:
            lines.append(text)
            if len(lines) == 1:
                raise MemoryError

    c2c.write(SMALL)
    monkeypatch.setattr(sys, "stdout", Stream())
    monkeypatch.setattr(sys, "stderr", Full())
    assert main(["show", "X"]) == 70
    assert lines[1:] == ["c2c: error: internal error: cannot report an error\n"]


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("columns", ["9" * 5_000, "9" * 20, "0" * 5_000, "-1"])
def test_columns_that_is_not_a_width_is_ignored(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, columns: str, terminal: bool
) -> None:
    c2c.write(SMALL + centre())
    commands = (("list", "--format", "table"), ("list", "--help"), ("show", "X"), ("check",))
    expected = [c2c(*command, code=None, terminal=terminal) for command in commands]
    with monkeypatch.context() as patch:  # pytest itself also reads COLUMNS
        patch.setenv("COLUMNS", columns)
        found = [c2c(*command, code=None, terminal=terminal) for command in commands]
    assert found == expected


@pytest.mark.parametrize("command", ["list", "due", "add event A opened --date 2018", "check"])
def test_clock_after_2262_is_one_line(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def overflow() -> None:
        raise OverflowError("timestamp too large to convert to C _PyTime_t")

    c2c.write(SMALL + centre())
    monkeypatch.setattr(time, "time", overflow)
    error = "c2c: error: cannot read the system clock; set it to the current date\n"
    assert c2c(*command.split(), code=70) == (70, "", error)


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ("cadence --check=yes", "--check does not take a value"),
        ("list --as-of", "--as-of requires a value"),
        ("meetings --yaer 2018", 'unknown option "--yaer"; did you mean "--year"?'),
        ("meetigns", 'unknown command "meetigns"; did you mean "meetings"?'),
        ("LIST", 'unknown command "LIST"; did you mean "list"?'),
        ("show", "missing argument ID...; see c2c show --help"),
        ("list -x", 'unknown option "-x"; see c2c list --help'),
        ("help centre", 'unknown command "centre"; use c2c list'),
        ("network", 'unknown command "network"; use c2c edit network'),
        ("redo", 'unknown command "redo"; use c2c undo --redo'),
        ("remove meetings X", 'unknown command "meetings"; did you mean "meeting"?'),
        ("update ICM", 'unknown command "update"; use c2c edit'),
        ("search water", 'unknown command "search"; use c2c list TEXT'),
        ("find water", 'unknown command "find"; use c2c list TEXT'),
        ("validate", 'unknown command "validate"; use c2c check'),
        ("export", 'unknown command "export"; use c2c list --format csv'),
        ("history", 'unknown command "history"; use c2c timeline'),
        ("log", 'unknown command "log"; use c2c changes --from DATE or c2c undo --list'),
        ("status", 'unknown command "status"; use c2c due'),
        ("completion ksh", 'SHELL: unknown shell "ksh"; expected bash, zsh, fish or powershell'),
        (
            "list --format ics",
            '--format: unknown format "ics"; expected table, tsv, csv, json, jsonl, md or xlsx',
        ),
        (
            "meetings --format ical",
            '--format: unknown format "ical"; expected table, tsv, csv, json, jsonl, md, xlsx or ics',
        ),
        (
            "timeline --kind foo",
            '--kind: unknown kind "foo"; expected proposed, approved, signed, in-force, opened, renewed, '
            "closed, evaluated, decided, annual-report, work-plan, board, formal, informal, heads, "
            "working or other",
        ),
        ("agreements ICM", 'unexpected argument "ICM"; use c2c show ICM'),
        ("organisations a b", 'unexpected arguments "a" and "b"; see c2c organisations --help'),
        ("agreements --within 12", 'unknown option "--within"; use c2c due --within MONTHS'),
        (
            "add centre X --status closed",
            'unknown option "--status"; use --event; the status is derived from events',
        ),
        (
            "edit centre ICM --status closed",
            'unknown option "--status"; use c2c add event; the status is derived from events',
        ),
        ("sectors x", 'unexpected argument "x"; see c2c sectors --help'),
        ("list x y", 'unexpected argument "y"; quote text that contains spaces'),
        (
            "list --columns id name city",
            'unexpected argument "city"; write --columns id,name,city',
        ),
        (
            "list --columns id name Jeju",
            'unexpected argument "Jeju"; quote text that contains spaces',
        ),
        (
            "meetings --year 2018 2019 2020",
            'unexpected argument "2020"; write --year 2018 --year 2019 --year 2020',
        ),
        ("cadence 2018", 'unexpected argument "2018"; did you mean "--year 2018"?'),
        (
            "edit waiver heads 2018 --reason x",
            'unexpected argument "2018"; did you mean "--on 2018"?',
        ),
        (
            "remove event ICDH renewed 2018-05",
            'unexpected argument "2018-05"; did you mean "--on 2018-05"?',
        ),
        ("edit cadence heads 2018", 'unexpected argument "2018"; see c2c edit cadence --help'),
        ("obligations 2018", 'unexpected argument "2018"; did you mean "--year 2018"?'),
        ("obligations ICM", 'unexpected argument "ICM"; use --kind KIND or --centre ID'),
        (
            "add help",
            'unknown command "help"; see c2c add --help',
        ),
        ("help nosuch", 'unknown command "nosuch"; see c2c --help'),
        ("list --bogus", 'unknown option "--bogus"; see c2c list --help'),
        ("--data x list", "unexpected --data before the command; move it to the end"),
        ("edit --on 2018 waiver", "unexpected --on before the command; move it to the end"),
        ("-v", 'unknown option "-v"; use --version'),
        ("-V", 'unknown option "-V"; use --version'),
        ("--verbose", 'unknown option "--verbose"; see c2c --help'),
        ("list --year 2018", 'unknown option "--year"; use --as-of'),
        ("list --date 2018", 'unknown option "--date"; use --as-of'),
        ("meetings --date 2018", 'unknown option "--date"; use --from and --to'),
        ("add meeting --date 2018", 'unknown option "--date"; use --start'),
        ("meetings --sector x", 'unknown option "--sector"; see c2c meetings --help'),
        ("obligations --state", 'unknown option "--state"; see c2c obligations --help'),
        ("list --json", 'unknown option "--json"; did you mean "--format json"?'),
        ("meetings --ics", 'unknown option "--ics"; did you mean "--format ics"?'),
        (
            "list --columns zzz",
            '--columns: unknown column "zzz"; see c2c list --help',
        ),
        (
            "list --sort zzz",
            '--sort: unknown column "zzz"; see c2c list --help',
        ),
        ("list --columns", "--columns requires a value"),
        ("edit centre X --format", "--format requires a value; expected json"),
        ("add centre X --format", "--format requires a value; expected json"),
        (
            "list --columns id,",
            '--columns: unknown column ""; see c2c list --help',
        ),
    ],
)
def test_usage_error_is_one_plain_line(c2c: Program, args: str, sentence: str) -> None:
    run = c2c(*args.split(), code=2)
    assert run.out == ""
    assert run.err == f"c2c: error: {sentence}\n"
    assert run.err.count("\n") == 1


def test_c2c_without_arguments_prints_help(c2c: Program) -> None:
    c2c("init")  # otherwise it also says how to begin
    assert c2c() == c2c("--help")
    assert c2c().out.startswith("Usage: c2c [OPTIONS] COMMAND [ARGS]...\n")


WITH_DATA = [
    [*path, name]
    for path, commands in (([], app), *(([noun], app.get_command(None, noun)) for noun in GROUPED))
    for name in commands.commands
    if "--data" in options_of(commands.get_command(None, name))
]


@pytest.mark.parametrize("command", WITH_DATA, ids=" ".join)
def test_data_given_twice_is_a_usage_error(c2c: Program, command: list[str]) -> None:
    error = "c2c: error: --data cannot be used twice; pass it once\n"
    assert c2c(*command, "--data", "a.toml", "--data=korea", code=2) == (2, "", error)


def test_other_options_can_be_given_twice(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    twice = c2c("list", "--format", "csv", "--sector", "CLT", "--sector", "CLT", "--format", "json")
    assert twice == c2c("list", "--format", "json")


def test_commands_with_data_include_those_of_groups() -> None:
    assert ["list"] in WITH_DATA
    assert ["undo"] in WITH_DATA
    assert ["remove", "contact"] in WITH_DATA


def test_data_as_the_value_of_an_option_is_not_given_twice(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    c2c("edit", "centre", "A", "--note", "--data", "--data", "data/centres.toml")
    assert "note\t--data" in c2c("show", "A", "--data=data/centres.toml").out


@pytest.mark.posix
def test_broken_link(c2c: Program) -> None:
    (c2c.folder / "x.toml").symlink_to("nothing")
    what = "x.toml is a broken symbolic link"
    hint = "; remove it, or change its target\n"
    assert c2c("list", "--data", "x.toml", code=3).err == f"c2c: error: {what}{hint}"
    run = c2c("path", "--data", "x.toml", code=3)
    assert run.err == f"c2c: error: {what} (specified by --data){hint}"
