"""The program as a process: closed pipes, full disks and incomplete environments."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from samples import PROGRAM, SMALL, at_terminal, centre, ended, environment, meeting

pytestmark = [pytest.mark.process, pytest.mark.posix]

NEEDS_FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="requires /dev/full")


def shell(command: str, folder: Path, **env: str) -> tuple[int, str, str]:
    bash = ["bash", "-o", "pipefail", "-c", command]
    done = subprocess.run(
        bash, cwd=folder, env=environment(folder, **env), capture_output=True, check=False
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


FULL = "c2c: error: cannot write to standard output: no space left on device\n"
CLOSED = "c2c: error: cannot write to standard output: bad file descriptor\n"


@NEEDS_FULL
@pytest.mark.parametrize(
    "command", ["list", "list --format table", "list --format json", "show ICM", "path", "--help"]
)
def test_full_disk_is_exit_5_and_one_line(command: str, tmp_path: Path) -> None:
    assert shell(f"c2c {command} > /dev/full", tmp_path) == (5, "", FULL)


@pytest.mark.parametrize(
    "command", ["list", "list --format table", "cadence", "path", "--help", "--version"]
)
def test_closed_stdout_is_exit_5_and_one_line(command: str, tmp_path: Path) -> None:
    assert shell(f"c2c {command} >&-", tmp_path) == (5, "", CLOSED)


@pytest.mark.parametrize(
    "command", ["list", "list --format table", "cadence --check --data korea", "--help"]
)
def test_closed_pipe_is_exit_141_without_a_message(command: str, tmp_path: Path) -> None:
    pipe = f"{{ sleep 0.3; c2c {command}; echo $? >&2; }} | true"
    assert shell(pipe, tmp_path) == (0, "", "141\n")


LIST = "c2c list --columns id --format csv"


@NEEDS_FULL
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", "link"])
def test_output_to_an_open_file_continues_it(name: str, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/stdout")
    _, listed, _ = shell(LIST, tmp_path)
    assert shell(f"echo old > log; {LIST} --output {name} >> log; cat log", tmp_path)[1] == (
        f"old\n{listed}"
    )
    assert shell(f"(echo 1; {LIST} --output {name}; echo 2) > log; cat log", tmp_path)[1] == (
        f"1\n{listed}2\n"
    )
    assert shell(f"{LIST} --output {name} > /dev/full", tmp_path) == (5, "", FULL)
    pipe = f"{{ sleep 0.3; {LIST} --output {name}; echo $? >&2; }} | true"
    assert shell(pipe, tmp_path) == (0, "", "141\n")


def test_output_to_another_open_file_or_a_pipe_is_written_in_place(tmp_path: Path) -> None:
    _, listed, _ = shell(LIST, tmp_path)
    assert shell(f"echo old > log; {LIST} --output /dev/fd/3 3>> log; cat log", tmp_path)[1] == (
        f"old\n{listed}"
    )
    assert shell(f"mkfifo pipe; cat pipe & {LIST} --output pipe; wait", tmp_path)[1] == listed
    assert shell(f"{LIST} --output >(cat >&2); sleep 0.3", tmp_path)[2] == listed
    assert shell(f"(sleep 0.3; {LIST} --output /dev/fd/3; echo $?) 3> >(true)", tmp_path) == (
        0,
        "141\n",
        "",
    )
    assert shell(f"{LIST} --output /dev/stdin < log", tmp_path)[0] == 5


def test_output_to_a_terminal_by_its_name_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text(SMALL + centre(city="x\x1b[31m"))
    listing = "list --data r.toml --format csv --columns city --output /dev/tty"
    shown = ended(at_terminal(tmp_path, PROGRAM, *listing.split()))
    assert shown == (0, "city\nx\\u001b[31m\nc2c: wrote /dev/tty\n")


def test_output_never_replaces_the_registry_on_standard_input(tmp_path: Path) -> None:
    shell("c2c init r.txt", tmp_path)
    before = (tmp_path / "r.txt").read_text()
    error = "c2c: error: --output: r.txt is the registry file; pass another file\n"
    assert shell("c2c list --data - --output r.txt < r.txt", tmp_path) == (2, "", error)
    assert (tmp_path / "r.txt").read_text() == before


@NEEDS_FULL
def test_closed_or_full_stderr_keeps_exit_code_and_output(tmp_path: Path) -> None:
    for redirection in ("2>&-", "2>/dev/full"):
        assert shell(f"c2c list --sector cultre {redirection}", tmp_path) == (2, "", "")
        assert shell(f"c2c list --columns id {redirection} | head -1", tmp_path)[:2] == (
            0,
            "APCEIU\n",
        )


def test_closed_stdin_matters_only_if_read(tmp_path: Path) -> None:
    assert shell("c2c list --columns id <&- | head -1", tmp_path) == (0, "APCEIU\n", "")
    assert shell("c2c list --data - <&-", tmp_path) == (
        3,
        "",
        "c2c: error: standard input is closed; pass a file\n",
    )


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"TZ": "Nowhere/At all"},
        {"HOME": ""},
        {"HOME": "relative"},
        {"HOME": "/nonexistent"},
        {"XDG_DATA_HOME": "/dev/null"},
        {"TERM": ""},
        {"COLUMNS": "x"},
        {"COLUMNS": "-1"},
        {"COLUMNS": "99999999999999999999"},
    ],
)
def test_data_is_utf8_in_any_environment(env: dict[str, str], tmp_path: Path) -> None:
    expected = "유네스코 국제기록유산센터\n"
    assert shell("c2c list --lang ko --columns name ICDH", tmp_path, **env) == (0, expected, "")


def test_empty_environment_suffices(tmp_path: Path) -> None:
    assert shell(f"env -i {PROGRAM} list --columns id | tail -1", tmp_path) == (0, "GCIDA\n", "")


def test_table_in_a_pipe_has_natural_width_unless_columns_is_set(tmp_path: Path) -> None:
    lines = shell("c2c list --format table", tmp_path)[1].split("\n")
    assert len(lines) == 4 + 8 + 3  # the bounds of a date are two lines
    assert (
        max(map(len, shell("c2c list --format table", tmp_path, COLUMNS="70")[1].split("\n"))) <= 70
    )
    assert "\x1b" not in "".join(lines)
    assert (
        "\x1b[32m●\x1b[0m operating"
        in shell("c2c list --format table", tmp_path, FORCE_COLOR="1")[1]
    )
    assert (
        "\x1b" not in shell("c2c list --format table", tmp_path, FORCE_COLOR="1", NO_COLOR="1")[1]
    )
    assert "\x1b" not in shell("c2c list", tmp_path, FORCE_COLOR="1")[1]


def test_list_works_in_a_deleted_directory(tmp_path: Path) -> None:
    gone = f"mkdir gone; cd gone; rmdir ../gone; {PROGRAM} list --columns id | head -1"
    assert shell(gone, tmp_path)[:2] == (0, "APCEIU\n")


def test_interrupt_is_exit_130_without_a_message(tmp_path: Path) -> None:
    assert signalled(tmp_path, signal.SIGINT) == (130, b"", b"")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_other_signals_end_the_process_without_a_message(name: str, tmp_path: Path) -> None:
    number = signal.Signals[name]
    assert signalled(tmp_path, number) == (-number, b"", b"")
    assert signalled(tmp_path, number, number, number) == (-number, b"", b"")


def signalled(folder: Path, *numbers: int) -> tuple[int, bytes, bytes]:
    """Send signals to the program while it reads from a pipe."""
    if not (folder / "fifo").exists():
        os.mkfifo(folder / "fifo")
    process = subprocess.Popen(
        [PROGRAM, "list", "--data", "fifo"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    writer = None
    while writer is None and process.poll() is None:
        with suppress(OSError):  # until the program has opened the pipe
            writer = os.open(folder / "fifo", os.O_WRONLY | os.O_NONBLOCK)
        time.sleep(0.01)
    for number in numbers:
        process.send_signal(number)
    out, err = process.communicate(timeout=10)
    if writer is not None:
        os.close(writer)
    return process.returncode, out, err


def test_nohup_is_respected(tmp_path: Path) -> None:
    hangup = "trap '' HUP; c2c list --data fifo --columns id & sleep 0.5; kill -HUP $!"
    feed = "c2c list --format json > /dev/null; cat r.toml > fifo; wait $!"
    assert shell("c2c init r.toml; mkfifo fifo", tmp_path)[0] == 0
    assert shell(f"{hangup}; {feed}", tmp_path) == (0, "", "")


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_cleans_up(name: str, tmp_path: Path) -> None:
    number = signal.Signals[name]
    file = tmp_path / "r.toml"
    file.write_text(SMALL + meeting(note="x" * 200_000))
    process = subprocess.Popen(
        [PROGRAM, "remove", "m", "--data", "r.toml"],
        cwd=tmp_path,
        env=environment(tmp_path / "home"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while not [*tmp_path.glob(".*.c2c")]:
        time.sleep(0.01)
    time.sleep(0.3)  # by now it is blocked by the full pipe
    process.send_signal(number)
    assert process.communicate(timeout=30)[1] == b""
    assert process.returncode == (130 if number == signal.SIGINT else -number)
    assert file.read_text() == SMALL + meeting(note="x" * 200_000)
    assert [*tmp_path.glob(".*.c2c")] == []


START = """
class Finder:
    def find_spec(self, *_):
        os.kill(os.getpid(), NUMBER)
del sys.modules["c2c_cli.cli"]
sys.meta_path.insert(0, Finder())
"""

FINALISER = """
class Last:
    def __del__(self): os.kill(os.getpid(), NUMBER)
c2c_cli.cli.main = lambda _: (Last(), 3)[1]
"""

RETURN = "c2c_cli.cli.main = lambda _: os.kill(os.getpid(), NUMBER) or 3"


@pytest.mark.parametrize(
    ("moment", "number", "code"),
    [
        (START, signal.SIGINT, 130),
        (START, signal.SIGTERM, -15),
        (FINALISER, signal.SIGINT, 3),
        (FINALISER, signal.SIGTERM, -15),
        (RETURN, signal.SIGINT, 130),
        (RETURN, signal.SIGTERM, -15),
    ],
)
def test_signal_at_the_very_start_or_end_prints_nothing(
    moment: str, number: int, code: int
) -> None:
    moment = moment.replace("NUMBER", str(int(number)))
    script = (
        f"import os, signal, sys, c2c_cli.cli, c2c_cli.__main__\n{moment}\nc2c_cli.__main__.run()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (code, b"")


def test_a_deleted_directory_is_not_an_error_of_standard_output(tmp_path: Path) -> None:
    missing = "x.toml not found; pass another file, or create it with c2c init x.toml"
    refused = "cannot write x.toml: no such file or directory; no changes were made"
    for command, code, sentence in (
        ("remove X --data x.toml", 3, missing),
        ("undo --data x.toml", 3, "x.toml not found; pass another file"),
        ("init x.toml", 5, refused),
        (
            "site public",
            5,
            "cannot create public: no such file or directory; no changes were made",
        ),
    ):
        gone = f"mkdir gone; cd gone; rmdir ../gone; {PROGRAM} {command}"
        assert shell(gone, tmp_path) == (code, "", f"c2c: error: {sentence}\n")
