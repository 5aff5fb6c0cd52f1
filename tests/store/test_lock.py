"""The lock file: taken, waited for, taken over from dead processes, and left by nobody."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import BinaryIO

import pytest

from c2c_cli.store import disk, lock
from c2c_cli.store.locate import Location
from c2c_cli.store.lock import Holder, locked
from conftest import Program
from samples import REGISTRY

EDIT = ("edit", "centre", "ICM", "--city", "Seoul")
EDITED = "c2c: updated city of centre ICM in data/centres.toml\n"


@pytest.fixture
def file(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a registry file whose lock is waited for only briefly."""
    monkeypatch.setattr(lock, "LOCK_SECONDS", 0.1)
    return c2c.write(REGISTRY)


def lock_file(file: Path) -> Path:
    return file.with_name(".centres.toml.lock")


def names(file: Path) -> list[str]:
    return sorted(found.name for found in file.parent.iterdir())


def ended_process() -> int:
    """Return the id of a process that has ended."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def record(process: int, boot: str = "") -> str:
    """Return the content of the lock file of a process without a locked file, by default of this boot."""
    holder = Holder.this_process(Path("/"))
    holder = holder._replace(process=process, boot=boot or holder.boot, host="alpha")
    return holder._replace(since="2026-12-01T14:20:05.123456Z").record()


def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make symbolic links fail, as they do in some file systems."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "symlink", refuse)


@pytest.fixture(params=["link", "file"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return whether the file system supports symbolic links, or only files."""
    if request.param == "file":
        without_links(monkeypatch)
    return str(request.param)


def hold(file: Path, content: str) -> None:
    """Create the lock file of another process."""
    try:
        lock_file(file).symlink_to(content)
    except OSError:  # Windows permits links to few users
        lock_file(file).write_text(content)


@pytest.mark.usefixtures("kind")
def test_a_held_lock_is_waited_for_and_reported(c2c: Program, file: Path) -> None:
    with locked(Location(str(file), "")):
        lock_name, kept, name = names(file)
        assert (lock_name, name) == (".centres.toml.lock", "centres.toml")
        assert kept.startswith(".centres.toml.lock-")
        lock_file(file).rename(file.with_name("held"))
        hold(file, record(os.getppid()))
        assert c2c(*EDIT, code=5).err == (
            f"c2c: error: cannot write data/centres.toml: process {os.getppid()} still holds the lock "
            "after 0.1 seconds, so no changes were made; "
            f"try again later, or delete {lock_file(file)} if that process is not c2c\n"
        )
        file.with_name("held").rename(lock_file(file))
    assert c2c(*EDIT).err == EDITED
    assert names(file) == ["centres.toml"]


@pytest.mark.usefixtures("kind")
def test_the_lock_of_another_host_names_its_file(c2c: Program, file: Path) -> None:
    hold(file, record(7, "another-boot"))
    assert c2c(*EDIT, code=5).err == (
        "c2c: error: cannot write data/centres.toml: "
        "process 7 on alpha has held the lock since 2026-12-01 14:20 UTC, "
        f"so no changes were made; delete {lock_file(file)} if that process has ended\n"
    )
    lock_file(file).unlink()
    assert c2c(*EDIT).err == EDITED


@pytest.mark.parametrize("content", ["", "x", "x y z w", "7 y", "\udcff"])
def test_an_unreadable_lock_names_its_file(c2c: Program, file: Path, content: str) -> None:
    lock_file(file).write_bytes(os.fsencode(content))
    assert c2c(*EDIT, code=5).err == (
        f"c2c: error: cannot write data/centres.toml: lock file {lock_file(file)} still exists "
        "after 0.1 seconds, so no changes were made; "
        "delete the lock file if no other c2c process is running\n"
    )


@pytest.mark.parametrize("process", [1, 10**30], ids=["another user's", "absurd"])
def test_the_lock_of_a_process_that_may_be_alive_is_kept(
    c2c: Program, file: Path, process: int
) -> None:
    hold(file, record(process))
    assert f"process {process} still holds the lock" in c2c(*EDIT, code=5).err


@pytest.mark.usefixtures("kind")
def test_the_lock_of_a_dead_process_is_taken_over(c2c: Program, file: Path) -> None:
    hold(file, record(ended_process()))
    assert c2c(*EDIT).err == EDITED
    assert names(file) == ["centres.toml"]


@pytest.mark.posix
def test_the_lock_of_a_dead_container_is_taken_over(c2c: Program, file: Path) -> None:
    import fcntl  # noqa: PLC0415  # only here

    holder = Holder.this_process(file.parent, ".centres.toml.lock-1")
    hold(file, holder._replace(process=1, namespace="pid:[1]", host="alpha").record())
    with file.with_name(holder.kept).open("wb") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)  # as a living process does
        assert "process 1 still holds the lock" in c2c(*EDIT, code=5).err
    assert c2c(*EDIT).err == EDITED
    assert names(file) == ["centres.toml"]


def test_the_lock_of_an_earlier_process_with_the_same_id_is_taken_over(
    c2c: Program, file: Path
) -> None:
    hold(file, record(os.getpid()))  # as in containers, where c2c is always process 1
    assert c2c(*EDIT).err == EDITED
    assert names(file) == ["centres.toml"]


def test_a_dead_lock_that_cannot_be_deleted_is_named(
    c2c: Program, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    hold(file, record(ended_process()))
    with monkeypatch.context() as sticky:  # as in /tmp, if the lock is another user's
        sticky.setattr(Path, "unlink", refuse)
        assert c2c(*EDIT, code=5).err == (
            f"c2c: error: cannot delete {lock_file(file)}: operation not permitted; "
            "no changes were made\n"
        )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="requires /dev/full")
def test_no_lock_is_left_by_a_write_that_cannot_complete_it(
    c2c: Program, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _: int) -> BinaryIO:
        path.touch(exist_ok=False)
        return Path("/dev/full").open("wb")

    without_links(monkeypatch)
    monkeypatch.setattr(lock, "new_file", full)
    assert "no space left on device" in c2c(*EDIT, code=5).err
    assert names(file) == ["centres.toml"]


@pytest.mark.posix
def test_a_pipe_or_a_huge_file_as_lock_is_not_read(c2c: Program, file: Path) -> None:
    os.mkfifo(lock_file(file))
    assert "still exists after 0.1 seconds" in c2c(*EDIT, code=5).err
    lock_file(file).unlink()
    with lock_file(file).open("wb") as huge:
        huge.truncate(1 << 40)
    assert "still exists after 0.1 seconds" in c2c(*EDIT, code=5).err


@pytest.mark.usefixtures("kind")
def test_a_process_that_died_while_it_took_a_lock_over_stops_nobody(
    c2c: Program, file: Path
) -> None:
    dead = record(ended_process())
    guard = f"{lock_file(file).name}-{disk.digest(dead.encode())[:16]}"
    hold(file.with_name(guard), record(ended_process()))
    file.with_name(".centres.toml.lock").rename(file.with_name(guard))
    hold(file, dead)
    assert c2c(*EDIT).err == EDITED
    assert names(file) == ["centres.toml"]


def test_leftovers_of_killed_writers_are_deleted(c2c: Program, file: Path) -> None:
    own = disk.temporary_name(file, "0123456789ab")
    other = disk.temporary_name(file.with_name("other.toml"), "0123456789ab")
    for name in (own, other, ".centres.toml.lock-0123456789abcdef"):
        file.with_name(name).write_text("half")
    c2c(*EDIT)
    assert names(file) == sorted([other, "centres.toml"])


def test_nothing_is_written_without_the_lock(
    c2c: Program, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = disk.new_file

    def delete_lock(temporary: Path, mode: int) -> object:
        lock_file(file).unlink(missing_ok=True)
        return real(temporary, mode)

    monkeypatch.setattr(disk, "new_file", delete_lock)
    assert c2c(*EDIT, code=5).err == (
        "c2c: error: cannot write data/centres.toml: the lock file was deleted, "
        "so no changes were made; try again\n"
    )
    assert file.read_text() == REGISTRY
    assert names(file) == ["centres.toml"]


def test_a_lock_that_cannot_be_released_is_no_error(
    c2c: Program, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.unlink

    def fail(path: Path, *, missing_ok: bool = False) -> None:
        if path == lock_file(file):
            raise OSError(5, "Input/output error")
        real(path, missing_ok=missing_ok)

    with monkeypatch.context() as failing:
        failing.setattr(Path, "unlink", fail)
        assert c2c(*EDIT).err == EDITED
    assert 'city = "Seoul"' in file.read_text()


def test_a_long_name_can_be_locked(c2c: Program) -> None:
    name = "한" * 82 + ".toml"
    file = c2c.write(REGISTRY, name)
    c2c(*EDIT, "--data", name)
    assert [found.name for found in file.parent.iterdir()] == [name]


HOLD = """
import sys, time
from pathlib import Path
from c2c_cli.store.lock import Lock

lock = Lock(Path(sys.argv[1]))
lock.take()
print("taken", flush=True)
time.sleep(2)
print("released", flush=True)
lock.release()
"""
"""A program that holds the lock of a file for two seconds."""


@pytest.mark.process
def test_the_lock_of_a_dead_process_is_not_deleted_after_another_has_taken_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(file, record(ended_process()))
    real = Path.unlink
    others: list[subprocess.Popen[bytes]] = []

    def unlink(path: Path, *, missing_ok: bool = False) -> None:
        if path == lock_file(file) and not others:
            command = [sys.executable, "-c", HOLD, str(file)]
            others.append(subprocess.Popen(command, stdout=subprocess.PIPE))
            time.sleep(1)  # enough for the other to find the dead lock, too
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    monkeypatch.setattr(lock, "LOCK_SECONDS", 30)
    held = lock.Lock(file)
    held.take()
    (other,) = others
    assert other.stdout is not None
    os.set_blocking(other.stdout.fileno(), False)
    assert other.stdout.read() in {None, b"taken\nreleased\n"}  # not both at the same time
    os.set_blocking(other.stdout.fileno(), True)
    held.release()
    other.communicate()
    assert names(file) == ["centres.toml"]


COUNT = """
import os, random, sys
from pathlib import Path
from c2c_cli.store.lock import Lock

file, seed, kind = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
if kind == "file":
    def refuse(*_):
        raise PermissionError
    os.symlink = refuse
chance = random.Random(seed)
for _ in range(15):
    child = os.fork()
    if child == 0:
        lock = Lock(file)
        lock.take()
        count = int(file.read_text())
        if chance.random() < 0.3:
            os._exit(0)  # as if killed
        file.write_text(str(count + 1))
        lock.release()
        os._exit(1)
    chance.random()
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
"""A program that increments the number in a file 15 times, or dies with the lock instead."""


@pytest.mark.posix
@pytest.mark.process
@pytest.mark.parametrize("kind", ["link", "file"])
def test_of_processes_that_find_a_dead_lock_one_takes_it(tmp_path: Path, kind: str) -> None:
    counter = tmp_path / "counter"
    counter.write_text("0")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", COUNT, str(counter), str(seed), kind],
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in range(4)
    ]
    codes = [int(code) for process in processes for code in process.communicate()[0].split()]
    assert len(codes) == 60
    assert set(codes) == {0, 1}
    assert int(counter.read_text()) == sum(codes)
