"""Concurrent and killed writers: no changes are lost, and no temporary files remain."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
import tomli

from c2c_cli.store.locate import bundled_registry
from conftest import Program
from samples import PROGRAM, SMALL, environment

pytestmark = [pytest.mark.process, pytest.mark.posix]


def start(file: Path, folder: Path, *args: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [PROGRAM, *args, "--data", str(file)],
        env=environment(folder / "home"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def add(file: Path, name: str, folder: Path) -> subprocess.Popen[bytes]:
    return start(file, folder, "add", "organisation", name, "--name", f"Organisation {name}")


def ids(file: Path) -> list[str]:
    return [one["id"] for one in tomli.loads(file.read_text())["organisation"]]


def test_concurrent_writers_lose_no_change(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    adds, at_once = (40, 10) if pytestconfig.getoption("--long") else (20, 5)
    file = tmp_path / "registry" / "r.toml"
    file.parent.mkdir()
    file.write_text(SMALL)
    names = [f"O{number}" for number in range(adds)]
    running: list[subprocess.Popen[bytes]] = []
    for name in names:
        if len(running) == at_once:
            assert running.pop(0).wait() == 0
        running.append(add(file, name, tmp_path))
    assert [process.wait() for process in running] == [0] * len(running)
    assert sorted(ids(file)) == sorted(["NATCOM", *names])
    assert [one.name for one in file.parent.iterdir()] == ["r.toml"]


def test_concurrent_first_writers_lose_no_change(tmp_path: Path) -> None:
    args = [PROGRAM, "add", "organisation", "--name", "x"]
    names = [f"O{number}" for number in range(12)]
    running = [
        subprocess.Popen(
            [*args, name],
            env=environment(tmp_path / "home"),
            cwd=tmp_path,
            stderr=subprocess.DEVNULL,
        )
        for name in names
    ]
    assert [process.wait() for process in running] == [0] * len(names)
    own = tmp_path / "home/.local/share/c2c/centres.toml"
    bundled = ids(bundled_registry())
    assert bundled
    assert sorted(ids(own)) == sorted([*bundled, *names])
    assert [one.name for one in own.parent.iterdir()] == ["centres.toml"]


def test_killed_writer_leaves_the_old_or_the_new_file(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    kills = 30 if pytestconfig.getoption("--long") else 10
    file = tmp_path / "registry" / "r.toml"
    file.parent.mkdir()
    file.write_text(SMALL)
    started = time.monotonic()
    add(file, "FIRST", tmp_path).wait()
    whole = time.monotonic() - started
    chance = random.Random(2018)  # noqa: S311  # moments, no secrets
    for number in range(kills):
        before = ids(file)
        process = add(file, f"K{number}", tmp_path)
        time.sleep(chance.uniform(0.5, 1.05) * whole)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert ids(file) in (before, [*before, f"K{number}"])
    assert add(file, "LAST", tmp_path).wait() == 0
    assert ids(file)[-1] == "LAST"
    assert [one.name for one in file.parent.iterdir()] == ["r.toml"]


@pytest.mark.parametrize("seed", [1])
def test_killed_writes_and_undos_break_no_step(c2c: Program, tmp_path: Path, seed: int) -> None:
    file = tmp_path / "registry" / "r.toml"
    file.parent.mkdir()
    file.write_text(SMALL)
    past: list[str] = []
    for name in ("FIRST", "SECOND", "THIRD"):
        past.append(file.read_text())
        assert add(file, name, tmp_path).wait() == 0
    now, future = file.read_text(), list[str]()
    chance = random.Random(seed)  # noqa: S311  # moments, no secrets
    for number in range(40):
        action = chance.choice(["add", "undo", "redo" if future else "undo"]) if past else "add"
        if action == "add":
            process = add(file, f"K{number}", tmp_path)
        else:
            process = start(file, tmp_path, "undo", *(["--redo"] if action == "redo" else []))
        left = {*file.parent.glob(".*.c2c")}
        while process.poll() is None and not {*file.parent.glob(".*.c2c")} - left:
            time.sleep(0.0002)  # until it has created its temporary file
        time.sleep(chance.choice([0.002, 0.01]) * chance.random())
        process.kill()
        process.wait()
        text = file.read_text()
        if text == now:
            continue
        if action == "add":
            assert ids(file)[-1] == f"K{number}"
            past, future = [*past, now], []
        elif action == "undo":
            assert text == past.pop()
            future.append(now)
        else:
            assert text == future.pop()
            past.append(now)
        now = text
    assert add(file, "LAST", tmp_path).wait() == 0
    for text in [*past, now][::-1]:
        c2c("undo", "--data", str(file))
        assert file.read_text() == text
    c2c("undo", "--data", str(file), code=5)
    assert file.read_text() == SMALL
    assert [one.name for one in file.parent.iterdir()] == ["r.toml"]
