"""The program as a process: pipes that close, disks that are full, environments that lack things."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from samples import PROGRAM, environment

pytestmark = pytest.mark.process


def shell(command: str, folder: Path, **env: str) -> tuple[int, str, str]:
    bash = ["bash", "-o", "pipefail", "-c", command]
    done = subprocess.run(bash, cwd=folder, env=environment(folder, **env), capture_output=True, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


FULL = "c2c: error: standard output cannot be written: no space left on device\n"
CLOSED = "c2c: error: standard output cannot be written: bad file descriptor\n"


@pytest.mark.parametrize("command", ["list", "list --format table", "list --format json", "show ICM", "path", "--help"])
def test_a_full_disk_is_exit_5_and_one_line(command: str, tmp_path: Path) -> None:
    assert shell(f"c2c {command} > /dev/full", tmp_path) == (5, "", FULL)


@pytest.mark.parametrize("command", ["list", "list --format table", "cadence", "path", "--help", "--version"])
def test_a_closed_output_is_exit_5_and_one_line(command: str, tmp_path: Path) -> None:
    assert shell(f"c2c {command} >&-", tmp_path) == (5, "", CLOSED)


@pytest.mark.parametrize("command", ["list", "list --format table", "cadence --check", "--help"])
def test_a_reader_that_goes_is_exit_141_and_silence(command: str, tmp_path: Path) -> None:
    pipe = f"{{ sleep 0.3; c2c {command}; echo $? >&2; }} | true"
    assert shell(pipe, tmp_path) == (0, "", "141\n")


def test_a_closed_or_full_stderr_changes_nothing(tmp_path: Path) -> None:
    for redirection in ("2>&-", "2>/dev/full"):
        assert shell(f"c2c list --sector cultre {redirection}", tmp_path) == (2, "", "")
        assert shell(f"c2c list --columns id {redirection} | head -1", tmp_path)[:2] == (0, "APCEIU\n")


def test_a_closed_input_matters_only_where_it_is_read(tmp_path: Path) -> None:
    assert shell("c2c list --columns id <&- | head -1", tmp_path) == (0, "APCEIU\n", "")
    assert shell("c2c list --data - <&-", tmp_path) == (
        3,
        "",
        "c2c: error: standard input is closed; name a file with --data\n",
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


def test_an_empty_environment_is_enough(tmp_path: Path) -> None:
    assert shell(f"env -i {PROGRAM} list --columns id | tail -1", tmp_path) == (0, "GCIDA\n", "")


def test_a_table_in_a_pipe_is_as_wide_as_it_needs_or_as_columns_say(tmp_path: Path) -> None:
    lines = shell("c2c list --format table", tmp_path)[1].split("\n")
    assert len(lines) == 2 + 7 + 3
    assert max(map(len, shell("c2c list --format table", tmp_path, COLUMNS="70")[1].split("\n"))) <= 70
    assert "\x1b" not in "".join(lines)
    assert "\x1b[32moperating" in shell("c2c list --format table", tmp_path, FORCE_COLOR="1")[1]
    assert "\x1b" not in shell("c2c list --format table", tmp_path, FORCE_COLOR="1", NO_COLOR="1")[1]
    assert "\x1b" not in shell("c2c list", tmp_path, FORCE_COLOR="1")[1]


def test_a_folder_that_is_gone_or_closed_is_no_hindrance(tmp_path: Path) -> None:
    gone = f"mkdir gone; cd gone; rmdir ../gone; {PROGRAM} list --columns id | head -1"
    assert shell(gone, tmp_path)[:2] == (0, "APCEIU\n")


def test_an_interrupt_is_exit_130_without_a_word(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    for _ in range(3):
        process = subprocess.Popen(
            [PROGRAM, "list", "--data", "fifo"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        time.sleep(0.5)  # it waits for the pipe's other end
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=10) == (b"", b"")
        assert process.returncode == 130
