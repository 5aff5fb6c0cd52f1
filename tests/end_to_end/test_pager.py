"""Output that is longer than the screen of a terminal: through a pager."""

import os
import signal
import time
from pathlib import Path

import pexpect
import pytest

from conftest import Program
from samples import PROGRAM, SMALL, at_terminal, centre, ended, meeting, rule

pytestmark = [pytest.mark.process, pytest.mark.posix]

LIST = ("list", "--data", "world", "--as-of", "2026-12-01")


@pytest.fixture
def folder(c2c: Program) -> Path:
    return c2c.folder


def shown(folder: Path, *args: str, **env: str) -> tuple[int | None, str]:
    """Return the exit code and what the terminal shows, 80 columns wide and 10 lines high."""
    return ended(at_terminal(folder, PROGRAM, *args, columns=80, **{"LINES": "10", **env}))


def with_less(folder: Path, *args: str, **env: str) -> "pexpect.spawn[str]":
    """Start a command in a shell whose only pager is the default one, and show its end."""
    script = 'unset C2C_PAGER; trap : INT; before=$(stty -g); "$@"; echo "ended $?"; test $(stty -g) = $before'
    child = at_terminal(folder, "sh", "-c", script, "sh", PROGRAM, *args, columns=80, **env)
    child.expect_exact("\r\n:")
    return child


@pytest.mark.parametrize("args", [LIST, (*LIST, "--format", "json"), ("report", "--year", "2018")])
@pytest.mark.parametrize(
    "setting",
    [{"NO_COLOR": ""}, {"NO_COLOR": "1"}, {"NO_COLOR": "", "PYTHONIOENCODING": "ascii"}],
)
def test_pager_gets_what_the_terminal_would(
    folder: Path, args: tuple[str, ...], setting: dict[str, str]
) -> None:
    code, whole = shown(folder, *args, **setting)
    assert code == 0
    assert whole.count("\n") > 40
    assert shown(folder, *args, C2C_PAGER="cat >seen", **setting) == (0, "")
    assert (folder / "seen").read_text() == whole
    assert ("\x1b" in whole) == (not setting.get("NO_COLOR") and "json" not in args)


def test_pager_gets_escaped_text(c2c: Program, folder: Path) -> None:
    hostile = "x\x1b[31m\x1b]0;t\x07\u202e!sh\x9b2J"
    c2c.write(SMALL + centre(name=hostile, note=hostile) + meeting(title=hostile) + rule())
    for command in ("list", "show A", "meetings", "timeline", "check", "cadence", "due"):
        args = (*command.split(), "--as-of", "2020") if command != "timeline" else ("timeline",)
        _, whole = shown(folder, *args, NO_COLOR="1")
        (folder / "seen").unlink(missing_ok=True)
        shown(folder, *args, NO_COLOR="1", C2C_PAGER="cat >seen", LINES="1")
        text = (folder / "seen").read_text()
        assert text
        assert whole.startswith(text)  # messages follow
        assert not set(text) & set("\x1b\x07\u202e\x9b")


def test_only_output_longer_than_the_screen_starts_a_pager(folder: Path) -> None:
    code, whole = shown(folder, "list", "--data", "korea")
    lines = whole.count("\n")
    for height, is_paged in ((lines, True), (lines + 1, False)):
        env = {"C2C_PAGER": "cat >seen", "LINES": str(height)}
        assert shown(folder, "list", "--data", "korea", **env) == (code, "" if is_paged else whole)
        assert (folder / "seen").exists() == is_paged
        (folder / "seen").unlink(missing_ok=True)


def test_lines_wider_than_the_terminal_count_as_several(c2c: Program, folder: Path) -> None:
    c2c.write(SMALL + centre(note="유네스코" * 100))
    args = ("list", "--columns", "id,note", "--format", "tsv")
    assert shown(folder, *args, C2C_PAGER="cat >seen", LINES="12")[1].startswith("A\t유네스코")
    assert shown(folder, *args, C2C_PAGER="cat >seen", LINES="11") == (0, "")


@pytest.mark.parametrize(
    ("settings", "started"),
    [
        ({"C2C_PAGER": "touch one", "PAGER": "touch two"}, ["one"]),
        ({"C2C_PAGER": "touch one >&2; true"}, ["one"]),
        ({"C2C_PAGER": "", "PAGER": "touch two"}, []),
        ({"C2C_PAGER": " cat ", "PAGER": "touch two"}, []),
        ({"C2C_PAGER": "touch one", "TERM": "dumb"}, []),
    ],
)
def test_variables_select_the_pager(
    folder: Path, settings: dict[str, str], started: list[str]
) -> None:
    code, text = shown(folder, *LIST, **settings)
    assert code == 0
    assert (text == "") == bool(started)
    assert [path.name for path in folder.iterdir()] == started


def test_pager_of_other_programs_is_used(folder: Path) -> None:
    script = 'unset C2C_PAGER; exec "$@"'
    command = ("sh", "-c", script, "sh", PROGRAM, *LIST)
    assert ended(at_terminal(folder, *command, PAGER="touch two")) == (0, "")
    assert (folder / "two").exists()


@pytest.mark.parametrize(
    ("settings", "seen"),
    [({}, "FRX -c utf-8\n"), ({"LESS": "", "LV": "-x", "LESSCHARSET": "latin1"}, " -x latin1\n")],
)
def test_settings_of_the_pager_have_defaults(
    folder: Path, settings: dict[str, str], seen: str
) -> None:
    shown(folder, *LIST, C2C_PAGER='echo "$LESS $LV $LESSCHARSET" >seen', **settings)
    assert (folder / "seen").read_text() == seen


@pytest.mark.parametrize("command", ["c2c {} | cat", "c2c {} --output out", "c2c {} --output -"])
def test_pipe_and_output_have_no_pager(folder: Path, command: str) -> None:
    line = command.format(" ".join(LIST))
    child = at_terminal(folder, "sh", "-c", line, LINES="10", C2C_PAGER="touch started")
    assert ended(child)[0] == 0
    assert not (folder / "started").exists()


@pytest.mark.parametrize("pager", ["nosuch", "nosuch --option"])
def test_missing_pager_is_reported_by_the_shell(folder: Path, pager: str) -> None:
    _, whole = shown(folder, *LIST, NO_COLOR="")
    code, text = shown(folder, *LIST, NO_COLOR="", C2C_PAGER=pager)
    assert code == 0
    said, _, rest = text.partition("\x1b")
    assert rest == whole.removeprefix("\x1b")
    assert said.endswith("not found\n")
    assert said.count("\n") == 1


def test_missing_less_is_not_reported(folder: Path) -> None:
    _, whole = shown(folder, *LIST)
    script = 'unset C2C_PAGER; PATH=; exec "$@"'
    child = at_terminal(folder, "/bin/sh", "-c", script, "sh", PROGRAM, *LIST, columns=80)
    assert ended(child) == (0, whole)


@pytest.mark.parametrize("pager", ["true", "head -1 >seen", "exit 3", "kill -9 $$"])
def test_pager_that_does_not_read_the_text_changes_nothing(folder: Path, pager: str) -> None:
    args = ("timeline", "--data", "world", "--format", "json")
    assert shown(folder, *args, C2C_PAGER=pager) == (0, "")
    assert shown(folder, "due", "--check", "--data", "world", C2C_PAGER=pager) == (1, "")
    assert shown(folder, "list", "--sort", "x", C2C_PAGER=pager)[0] == 2


def test_checks_keep_their_exit_codes(c2c: Program, folder: Path) -> None:
    c2c.write(SMALL + centre(sector="cultre") + centre("B", sector="x", country="?"))
    args = ("cadence", "--data", "korea", "--check", "--as-of", "2026-12-01")
    assert shown(folder, *args, C2C_PAGER="true") == (1, "")
    code, text = shown(folder, "check", "no.toml", "data/centres.toml", C2C_PAGER="cat >seen")
    assert code == 3
    assert text == (
        "c2c: error: no.toml not found; pass another file, or create it with c2c init\n    no.toml\n"
        "c2c: 3 errors in data/centres.toml\n"
    )
    assert "cultre" in (folder / "seen").read_text()


def test_less_is_quit_and_leaves_the_terminal_as_it_was(folder: Path) -> None:
    child = with_less(folder, "due", "--data", "world", "--check", "--sort", "date")
    child.send("q")
    code, text = ended(child)
    assert text.endswith("ended 1\n")
    assert code == 0


def test_interrupt_is_for_less(folder: Path) -> None:
    child = with_less(folder, *LIST)
    child.sendintr()
    child.send("G")
    child.expect_exact("143 centres")
    child.send("q")
    code, text = ended(child)
    assert text.endswith("ended 0\n")
    assert code == 0


def test_signal_ends_the_pager(c2c: Program, folder: Path) -> None:
    script = c2c.write(
        "trap 'echo >ended; exit' TERM\necho begun\nwhile :; do sleep 0.1; done\n", "p"
    )
    child = at_terminal(folder, PROGRAM, *LIST, C2C_PAGER=f"sh {script.name}")
    child.expect_exact("begun")
    assert child.pid
    os.kill(child.pid, signal.SIGTERM)
    ended(child)
    assert child.signalstatus == signal.SIGTERM
    # the pager ends by itself, perhaps after c2c
    deadline = time.monotonic() + 10
    while not (folder / "ended").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
