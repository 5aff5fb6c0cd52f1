"""A write that is killed at each system call that may change a file, and full disks."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

import pytest

import c2c_cli
from conftest import Program
from samples import PROGRAM, REGISTRY, SMALL, environment

pytestmark = [pytest.mark.process, pytest.mark.posix]

MOUNTED = ("unshare", "--user", "--map-root-user", "--mount")
"""A command that runs others, which may mount file systems invisible to all other processes."""

ADD = ("add", "organisation", "--name", "x")

READING = {
    *("access", "brk", "close", "flock", "fstat", "fsync", "futex", "getdents64", "getpid"),
    *("getrandom", "ioctl", "listxattr", "lseek", "mmap", "mprotect", "mremap", "munmap"),
    *("newfstatat", "read", "readlink", "rt_sigprocmask"),
}
"""System calls that leave files as they are: a kill there is a kill at the call after them."""


def run(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    env = environment(folder / "home", PYTHONHASHSEED="0")
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def works(*command: str) -> bool:
    found = shutil.which(command[0]) is not None
    return found and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.long
@pytest.mark.skipif(
    not works("strace", "-o", os.devnull, "true"),
    reason="requires strace, which may trace processes",
)
def test_a_kill_at_each_system_call_leaves_the_old_file_or_the_new(
    c2c: Program, tmp_path: Path
) -> None:
    before, now = tmp_path / "before", tmp_path / "now"
    file = now / "r.toml"
    before.mkdir()
    (before / "r.toml").write_text(SMALL)

    def add(*strace: str) -> int:
        shutil.rmtree(now, ignore_errors=True)
        shutil.copytree(before, now, symlinks=True)
        traced = ("strace", "-o", str(tmp_path / "calls"), *strace)
        return run(now, *traced, PROGRAM, *ADD, "NEW", "--data", "r.toml").returncode

    assert add("-e", "inject=rename:signal=KILL") == -9  # the next run takes over its lock
    shutil.rmtree(before)
    now.rename(before)
    assert add() == 0
    lines = (tmp_path / "calls").read_text().splitlines()
    calls = [line.split("(")[0] for line in lines]
    after = file.read_text()
    killed = written = 0
    for number in range(calls.index("symlink"), calls.index("exit_group")):
        call = calls[number]
        if call in READING or "O_RDONLY" in lines[number]:
            continue
        # each call has its own count
        killed += (
            add("-e", f"inject={call}:signal=KILL:when={calls[: number + 1].count(call)}") == -9
        )
        assert file.read_text() in (SMALL, after)
        written += file.read_text() == after
        c2c(*ADD, "LAST", "--data", str(file))
        assert {found.name for found in now.iterdir()} <= {"home", "r.toml"}
    assert killed > 15
    assert written > 3


def newest_python() -> str:
    """Return the newest Python on the PATH that is at least as new as this one."""
    found = sys.executable
    for minor in range(sys.version_info.minor + 1, 20):
        command = (f"python3.{minor}", "-c", "import sys; print(sys.executable)")
        if works(*command):  # a command may be a script that starts another Python
            found = subprocess.check_output(command, text=True).strip()
    return found


STEPS = {
    "added organisation MOE to": ["add", "organisation", "MOE", "--name", "x"],
    'undid "added organisation MOE" in': ["undo"],
    'redid "added organisation MOE" in': ["undo", "--redo", "--format", "json"],
}
"""What each of several changes in turn says that it did, and its arguments."""


@pytest.mark.long
@pytest.mark.skipif(
    not works("strace", "-o", os.devnull, "true"),
    reason="requires strace, which may trace processes",
)
def test_a_failure_after_the_replacement_is_not_reported_as_one_of_the_change(
    tmp_path: Path,
) -> None:
    python = newest_python()
    before, now = tmp_path / "before", tmp_path / "now"
    now.mkdir()
    (now / "r.toml").write_text(SMALL)
    libraries = f"{Path(c2c_cli.__file__).parents[1]}:{sysconfig.get_path('purelib')}"
    program = ("env", f"PYTHONPATH={libraries}", python, "-m", "c2c_cli")
    for done, args in STEPS.items():
        shutil.rmtree(before, ignore_errors=True)
        now.rename(before)

        def change(*strace: str, args: Sequence[str] = args) -> tuple[int, str]:
            shutil.rmtree(now, ignore_errors=True)
            shutil.copytree(before, now)
            traced = ("strace", "-o", str(tmp_path / "calls"), *strace)
            ended = run(now, *traced, *program, *args, "--data", "r.toml")
            return ended.returncode, ended.stderr

        change()  # this may write the bytecode of modules
        assert change() == (0, f"c2c: {done} r.toml\n")
        after = (now / "r.toml").read_text()
        calls = [line.split("(")[0] for line in (tmp_path / "calls").read_text().splitlines()]
        for number in range(calls.index("rename") + 1, calls.index("exit_group")):
            call = calls[number]
            fail = f"inject={call}:error=EIO:when={calls[: number + 1].count(call)}"
            code, err = change("-e", fail)
            assert "INJECTED" in (tmp_path / "calls").read_text()
            assert code == 0, (call, err)
            assert err.endswith(f"c2c: {done} r.toml\n") or call == "write"
            assert (now / "r.toml").read_text() == after
        change()


FULL = """
mount -t tmpfs -o size=64k tmpfs "$1" || exit 77
cp r.toml "$1"
"$2" edit centre ICM --city Seoul --data disk/r.toml 2>&1
cat /dev/zero > "$1/fill" 2> /dev/null
truncate -s -"$3" "$1/fill"
cp disk/r.toml before
"$2" edit centre ICM --city Busan --data disk/r.toml 2>&1
echo "exit code $?"
cmp before disk/r.toml
ls -A disk
"""


@pytest.mark.skipif(
    not works(*MOUNTED, "sh", "-c", "mount -t tmpfs tmpfs /tmp"), reason="requires mounting a tmpfs"
)
class TestFullDisk:
    @pytest.mark.parametrize("free", [0, 4096], ids=["full", "one page free"])
    def test_a_full_disk_keeps_the_old_file(self, tmp_path: Path, free: int) -> None:
        (tmp_path / "r.toml").write_text(f"{REGISTRY}# {'x' * 5000}\n")
        (tmp_path / "disk").mkdir()
        assert run(
            tmp_path, *MOUNTED, "sh", "-c", FULL, "sh", "disk", PROGRAM, str(free)
        ).stdout == (
            "c2c: updated city of centre ICM in disk/r.toml\n"
            "c2c: error: cannot write disk/r.toml: no space left on device; no changes were made\n"
            "exit code 5\nfill\nr.toml\n"
        )

    @pytest.mark.parametrize("free", [0, 4096], ids=["full", "one page free"])
    def test_a_full_state_directory_costs_only_the_undo(self, tmp_path: Path, free: int) -> None:
        (tmp_path / "r.toml").write_text(f"{REGISTRY}# {'x' * 5000}\n")
        (tmp_path / "disk").mkdir()
        state = tmp_path / "home/.local/state/c2c"
        state.mkdir(parents=True)
        script = FULL.replace('cp r.toml "$1"', "cp r.toml disk").replace("cmp", "cmp -s")
        assert run(
            tmp_path, *MOUNTED, "sh", "-c", script, "sh", str(state), PROGRAM, str(free)
        ).stdout == (
            "c2c: updated city of centre ICM in disk/r.toml\n"
            f"c2c: warning: this change cannot be undone: cannot write {state}/undo: no space left on device\n"
            'c2c: updated city (was "Seoul") of centre ICM in disk/r.toml\n'
            "exit code 0\nr.toml\n"
        )
