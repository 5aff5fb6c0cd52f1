"""Commands that `due` and `check` print: each of them works, and a read-only registry has none."""

import json
import os
import shlex
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest

from c2c_cli.store.locate import bundled_registry
from conftest import Program, Run
from samples import (
    PROGRAM,
    SMALL,
    centre,
    environment,
    meeting,
    other_users_can_run_the_program,
    setpriv,
)

DAY = ("--as-of", "2026-12-01")

LATE = (
    SMALL
    + centre("A", "approved:2009", "signed:2010:2016")
    + meeting("2018-11", start="2018-11", status="tentative")
)
"""A registry with an expired agreement and a past meeting."""


def filled(command: str, kind: str) -> list[str]:
    """Return the words after `c2c`, with values in place of the words in capitals.

    `kind` is a kind for a command about one of several.
    """
    for word, value in (
        ("--until DATE", "--until +5y"),
        (" DATE", " 2026-11-30"),
        (" TITLE", " Title"),
        (" KIND", f" {kind}"),
    ):
        command = command.replace(word, value)
    program, *words = shlex.split(command)
    assert program == "c2c"
    return words


def printed(c2c: Program, *data: str) -> list[list[str]]:
    """Return the words of each command that `due` and `check` print."""
    actions = json.loads(c2c("due", *data, *DAY, "--format", "json").out)
    found = [
        filled(action["command"], action.get("kinds", [""])[0])
        for action in actions
        if "command" in action
    ]
    problems = json.loads(c2c("check", *data, *DAY, "--format", "json", code=None).out)
    hints = [problem.get("hint", "") for problem in problems]
    return found + [filled(f"c2c {hint.split('c2c ')[1]}", "") for hint in hints if "c2c " in hint]


@pytest.mark.parametrize("where", ["here", "option", "variable", "unnamed"])
def test_each_command_works(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str
) -> None:
    original = bundled_registry().read_text()
    data: tuple[str, ...] = ()
    match where:
        case "here":
            file = c2c.write(original)
        case "option":
            file = c2c.write(original, "my net.toml")
            data = ("--data", "my net.toml")
        case "variable":
            file = c2c.write(original, "my net.toml")
            monkeypatch.setenv("C2C_DATA", "my net.toml")
        case _:
            file = tmp_path / "home/.local/share/c2c/centres.toml"
    commands = printed(c2c, *data)
    assert len(commands) > 30
    for words in commands:
        c2c(*words)
        assert file.read_text() != original
        file.unlink()
        if where != "unnamed":
            file.write_text(original)


@pytest.mark.parametrize("name", ["korea", "world"])
@pytest.mark.parametrize("is_variable", [False, True])
def test_a_named_bundled_registry_has_no_command(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, name: str, *, is_variable: bool
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    data: tuple[str, ...] = ("--data", name)
    if is_variable:
        monkeypatch.setenv("C2C_DATA", name)
        data = ()
    assert printed(c2c, *data) == []
    copy = f"c2c init mine.toml --copy {name}"
    sentence = f"{name} is read-only; copy it with {copy}\n"
    for command in ("due", "due --all", "due --sort date"):
        out = c2c(*command.split(), *data, *DAY, terminal=True).out
        assert "Commands" not in out
        assert (
            out.count(f"\n\nNo commands: {sentence}")
            + out.count(f" actions\nNo commands: {sentence}")
            == 1
        )
    err = " ".join(c2c("check", *data, *DAY, terminal=True).err.split())
    assert err.endswith(f"c2c: no commands are suggested: {sentence.strip()}")
    assert c2c("due", *data, *DAY).err == ""
    c2c(*shlex.split(copy)[1:])
    assert len(printed(c2c, "--data", "mine.toml")) > 30


def test_table_of_a_read_only_file(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    c2c.write(LATE, "late.toml").chmod(0o444)
    assert c2c("due", "--data", "late.toml", *DAY, terminal=True).out == (
        "To do as of 2026-12-01\n"
        "\n"
        "Overdue\n"
        "  ✗ 2016     A: agreement expired            9 years ago\n"
        "  ? 2018-11  x: still tentative              8 years ago\n"
        "\n"
        "No commands: late.toml is read-only; make it writable, or\n"
        "use a copy\n"
    )


KINDS = [
    ("mode", "late.toml is read-only; make it writable, or use a copy"),
    (
        "link",
        "cannot write late.toml: it has another hard link, which would keep the old content; "
        "use a symbolic link instead",
    ),
    ("fifo", "fifo is not a regular file; pass a copy of it with --data"),
    ("stdin", "cannot write to standard input; pass a file"),
]


@pytest.mark.posix
@pytest.mark.parametrize(("kind", "sentence"), KINDS)
def test_a_file_that_cannot_be_changed_has_no_command(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, kind: str, sentence: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    name = {"fifo": "fifo", "stdin": "-"}.get(kind, "late.toml")
    file = c2c.write(LATE, "late.toml")
    if kind == "mode":
        file.chmod(0o444)
    elif kind == "link":
        (c2c.folder / "other.toml").hardlink_to(file)
    elif kind == "fifo":
        os.mkfifo("fifo")

    def run(*args: str, code: int = 0, terminal: bool = False) -> Run:
        if kind == "fifo" and args[0] != "edit":
            write = Path("fifo").write_text
            threading.Thread(target=write, args=(LATE,), daemon=True).start()
        given = LATE.encode() if kind == "stdin" else b""
        return c2c(*args, "--data", name, code=code, terminal=terminal, stdin=given)

    run("edit", "meeting", "2018-11", "--status", "held", code=2 if kind == "stdin" else 5)
    assert run("due", *DAY) == (
        0,
        "2016\t-3622\tagreement expired\tA\tA\t\t\tagreement-expired\t\t\t\t\n"
        "2018-11\t-2923\tmeeting still tentative\t2018-11\t\t\t\tpast-meeting\t\t\t\t\n",
        "",
    )
    out = run("due", *DAY, terminal=True).out
    assert "Commands" not in out
    assert " ".join(out.split()).endswith(f"No commands: {sentence}")
    lines = run("check", *DAY).out.splitlines()
    assert [line.rpartition("; ")[2] for line in lines if "missing" not in line] == [
        "record what happened",
        "set it to held or cancelled",
    ]
    err = run("check", *DAY, terminal=True).err
    assert " ".join(err.split()).endswith(f"c2c: no commands are suggested: {sentence}")


@pytest.mark.process
@pytest.mark.skipif(not other_users_can_run_the_program(), reason="requires root and setpriv")
@pytest.mark.parametrize(("mode", "has_commands"), [(0o777, True), (0o555, False), (0o1777, False)])
def test_a_file_in_a_directory_that_cannot_be_changed_has_no_command(
    mode: int, *, has_commands: bool
) -> None:
    # pytest's directories are closed to other users
    folder = Path(tempfile.mkdtemp())
    shared = folder / "late.toml"
    shared.write_text(LATE)
    shared.chmod(0o666)
    folder.chmod(mode)

    def run(*args: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*setpriv(2001, ()), PROGRAM, *args, "--data", str(shared)],
            env=environment(Path("/nowhere")),
            capture_output=True,
            text=True,
            check=False,
        )

    assert ("c2c add event A renewed" in run("due", *DAY).stdout) == has_commands
    assert ("c2c edit meeting" in run("check", *DAY).stdout) == has_commands
    changed = run("edit", "meeting", "2018-11", "--status", "held")
    assert changed.returncode == (0 if has_commands else 5), changed.stderr


def test_an_invalid_file_has_no_command(c2c: Program) -> None:
    c2c.write(LATE + centre("B", country="KOR"))
    out = c2c("check", *DAY, code=1).out
    assert "record what happened\n" in out
    assert "c2c " not in out


def test_a_dry_run_on_a_read_only_file_prints_no_command(c2c: Program) -> None:
    file = c2c.write(SMALL)
    add = ("add", "meeting", "--title", "T", "--start", "2018-11-30", "--status", "planned")
    warning = (
        'c2c: warning: [meeting 2018-11-30] status: still "planned", '
        "but the meeting date (2018-11-30) has passed; set it to held or cancelled"
    )
    command = "c2c edit meeting 2018-11-30 --status held"
    assert c2c(*add, "--dry-run").err == f"{warning}, for example: {command}\n"
    file.chmod(0o444)
    assert c2c(*add, "--dry-run").err == f"{warning}\n"


def test_calendar_of_a_read_only_registry_names_no_command(c2c: Program) -> None:
    c2c.write(LATE, "late.toml")
    entry = "DESCRIPTION:Concerns: A"
    out = c2c("due", "--data", "late.toml", *DAY, "--format", "ics").out.replace("\r\n ", "")
    assert f"{entry}\\nRecord the outcome with: c2c add event A renewed" in out
    (c2c.folder / "late.toml").chmod(0o444)
    out = c2c("due", "--data", "late.toml", *DAY, "--format", "ics").out.replace("\r\n ", "")
    assert f"{entry}\r\n" in out
    assert "c2c " not in out
