"""Files that are replaced whole or not at all: links, locks, disks, and who else writes."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from c2c_cli.store import disk
from c2c_cli.store.locate import bundled_registry
from conftest import Program
from samples import PROGRAM, REGISTRY


def test_a_write_that_cannot_be_made_copies_no_registry(c2c: Program, tmp_path: Path) -> None:
    c2c("edit", "centre", "NOPE", "--city", "x", code=4)
    c2c("add", "organisation", "KNCU", "--name", "x", code=5)
    assert not (tmp_path / "home/.local/share").exists()


def test_a_file_with_a_problem_is_never_written_to(c2c: Program) -> None:
    file = c2c.write(REGISTRY + "x = \n")
    assert c2c("remove", "2018-11", code=3).err.endswith("c2c: error: found 1 error in data/centres.toml\n")
    assert file.read_text() == REGISTRY + "x = \n"


def test_mode_and_symlinks_stay(c2c: Program) -> None:
    real = c2c.write(REGISTRY, "elsewhere/real.toml")
    real.chmod(0o640)
    (c2c.folder / "link.toml").symlink_to("elsewhere/real.toml")
    c2c("remove", "2018-11", "--data", "link.toml")
    assert (c2c.folder / "link.toml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "2018-11" not in real.read_text()
    assert [file.name for file in real.parent.iterdir()] == ["real.toml"]


def test_the_first_write_copies_the_shipped_registry(c2c: Program, tmp_path: Path) -> None:
    own = tmp_path / "home/.local/share/c2c/centres.toml"
    before = bundled_registry().read_bytes()
    assert "+name = " in c2c("add", "organisation", "MOE", "--name", "x", "--dry-run").out
    assert not own.exists()
    assert c2c("add", "organisation", "MOE", "--name", "x").err == (
        f"c2c: copied the registry that comes with c2c to {own}\nc2c: added organisation MOE to {own}\n"
    )
    assert bundled_registry().read_bytes() == before
    assert c2c("show", "MOE").out.startswith("MOE\tid\tMOE\n")
    c2c("remove", "MOE")
    assert own.read_bytes() == before


def read_only(file: Path) -> None:
    file.chmod(0o444)


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def dangling(file: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere")


def fifo(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize(
    ("prepare", "code", "sentence"),
    [
        (read_only, 5, "data/centres.toml is read-only; no changes were made"),
        (folder, 3, "data/centres.toml is a folder; name the file in it"),
        (
            dangling,
            3,
            "data/centres.toml is not there; name another file, or make one with c2c init",
        ),
        (fifo, 5, "data/centres.toml is no regular file; no changes were made"),
    ],
)
def test_a_file_that_cannot_be_written_is_told(
    c2c: Program, prepare: Callable[[Path], None], code: int, sentence: str
) -> None:
    prepare(c2c.write(REGISTRY))
    assert c2c("remove", "2018-11", code=code) == (code, "", f"c2c: error: {sentence}\n")
    assert [file.name for file in (c2c.folder / "data").iterdir()] == ["centres.toml"]


def test_what_an_editor_saves_meanwhile_is_not_overwritten(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    file = c2c.write(REGISTRY)
    real = disk.write_synced  # the moment between reading and replacing
    saves = iter(["# saved by an editor\n", "", "", ""])

    def write_late(temporary: Path, content: bytes, like: os.stat_result | None) -> None:
        real(temporary, content, like)
        file.write_text(next(saves) + file.read_text())

    monkeypatch.setattr(disk, "write_synced", write_late)
    c2c("remove", "2018-11")
    assert file.read_text().startswith("# saved by an editor\nschema = 1\n")
    assert "2018-11" not in file.read_text()

    saves = iter(["# one\n", "# two\n", "# three\n"])
    assert c2c("remove", "ICM", code=5).err == (
        "c2c: error: data/centres.toml is being changed by somebody else; try again; no changes were made\n"
    )
    assert "ICM" in file.read_text()
    assert [one.name for one in file.parent.iterdir()] == ["centres.toml"]


def test_a_full_disk_leaves_the_old_file(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    file = c2c.write(REGISTRY)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert c2c("remove", "2018-11", code=5).err == (
        "c2c: error: data/centres.toml cannot be written: no space left on device; no changes were made\n"
    )
    assert file.read_text() == REGISTRY
    assert [one.name for one in file.parent.iterdir()] == ["centres.toml"]


def test_a_dead_writers_file_is_cleared_and_another_users_left(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    dead = file.parent / disk.temporary_name(file, "99999")
    dead.write_text("half")
    others = file.with_name(f".{file.name}.elsewhere-0-1.c2c")
    others.write_text("half")
    c2c("remove", "2018-11")
    assert sorted(one.name for one in file.parent.iterdir()) == sorted(["centres.toml", others.name])


def test_a_lock_that_is_held_ends_in_a_clear_line(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    file = c2c.write(REGISTRY)
    monkeypatch.setattr(disk, "LOCK_SECONDS", 0.1)
    with disk.locked(file, "x"):
        assert c2c("remove", "2018-11", code=5).err == (
            "c2c: error: data/centres.toml is being written by another c2c for 0.1 seconds now; try again; "
            "no changes were made\n"
        )


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to be had")
def test_a_record_that_could_not_be_printed_is_not_removed(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [PROGRAM, "remove", "2018-11"], cwd=c2c.folder, check=False, stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 5
    assert file.read_text() == REGISTRY


@pytest.mark.process
def test_what_is_saved_while_the_reader_of_a_removed_record_waits_is_not_lost(c2c: Program) -> None:
    long = REGISTRY.replace('title = "Next meeting"', f'title = "Next meeting"\nnote = "{"x" * 200_000}"')
    file = c2c.write(long)
    process = subprocess.Popen(
        [PROGRAM, "remove", "2018-11"], cwd=c2c.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while not [*file.parent.glob(".*.c2c")]:
        time.sleep(0.01)
    time.sleep(0.3)  # it is stuck in the pipe by now
    file.write_text("# saved\n" + long)
    out, err = process.communicate(timeout=30)
    assert out.startswith(b'[[meeting]]\nid = "2018-11"\n')
    assert process.returncode == 5
    assert err.decode().endswith("being changed by somebody else; try again; no changes were made\n")
    assert file.read_text() == "# saved\n" + long


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_stays(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    os.chown(file, 12345, 54321)
    c2c("remove", "2018-11")
    assert (file.stat().st_uid, file.stat().st_gid) == (12345, 54321)
