"""A write that is killed at each system call that may change a file, and full disks."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import tomli

from samples import PROGRAM, REGISTRY, SMALL, environment

pytestmark = pytest.mark.process

MOUNTED = ("unshare", "--user", "--map-root-user", "--mount")
"""A command that runs others, which may mount file systems invisible to all other processes."""


READING = {
    *("access", "brk", "fstat", "futex", "getdents64", "getrandom", "ioctl", "listxattr", "lseek"),
    *("mmap", "mprotect", "mremap", "munmap", "newfstatat", "read", "rt_sigprocmask"),
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
def test_a_kill_at_each_system_call_leaves_the_old_file_or_the_new(tmp_path: Path) -> None:
    file = tmp_path / "registry" / "r.toml"
    file.parent.mkdir()
    file.write_text(SMALL)

    def add(name: str, *strace: str) -> int:
        command = (PROGRAM, "add", "organisation", name, "--name", name, "--data", str(file))
        return run(tmp_path, *(("strace", *strace) if strace else ()), *command).returncode

    def ids() -> list[str]:
        return [one["id"] for one in tomli.loads(file.read_text())["organisation"]]

    assert add("FIRST") == 0
    assert add("SECOND", "-o", str(tmp_path / "calls")) == 0
    lines = (tmp_path / "calls").read_text().splitlines()
    calls = [line.split("(")[0] for line in lines]
    killed = written = 0
    for number in range(calls.index("flock"), calls.index("exit_group")):
        before, call = ids(), calls[number]
        if call in READING or "O_RDONLY" in lines[number]:
            continue
        # each call has its own count
        kill = f"inject={call}:signal=KILL:when={calls[: number + 1].count(call)}"
        killed += add(f"K{number}", "-o", os.devnull, "-e", kill) == -9
        written += ids() != before
        assert ids() in (before, [*before, f"K{number}"])
        assert (
            len([*file.parent.iterdir()]) <= 2
        )  # each writer deletes the leftovers of the one killed before
    assert killed > 30
    assert written > 5
    assert add("LAST") == 0
    assert ids()[-1] == "LAST"
    assert [one.name for one in file.parent.iterdir()] == ["r.toml"]


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
