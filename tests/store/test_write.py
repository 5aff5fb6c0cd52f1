"""Atomic writes: links, locks, full disks and concurrent changes."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from c2c_cli.store import disk
from c2c_cli.store.locate import bundled_registry
from conftest import Program
from samples import PROGRAM, REGISTRY


def test_an_impossible_change_does_not_copy_the_registry(c2c: Program, tmp_path: Path) -> None:
    c2c("edit", "centre", "NOPE", "--city", "x", code=4)
    c2c("add", "organisation", "KNCU", "--name", "x", code=5)
    assert not (tmp_path / "home/.local/share").exists()


def test_an_invalid_file_is_never_changed(c2c: Program) -> None:
    file = c2c.write(REGISTRY + "x = \n")
    assert c2c("remove", "2018-11", code=3).err.endswith(
        "c2c: error: found 1 error in data/centres.toml; run c2c edit\n"
    )
    assert file.read_text() == REGISTRY + "x = \n"


@pytest.mark.posix
def test_mode_and_symlinks_are_kept(c2c: Program) -> None:
    real = c2c.write(REGISTRY, "elsewhere/real.toml")
    real.chmod(0o640)
    (c2c.folder / "link.toml").symlink_to("elsewhere/real.toml")
    c2c("remove", "2018-11", "--data", "link.toml")
    assert (c2c.folder / "link.toml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "2018-11" not in real.read_text()
    assert [file.name for file in real.parent.iterdir()] == ["real.toml"]


def test_the_first_write_copies_the_bundled_registry(c2c: Program, tmp_path: Path) -> None:
    own = tmp_path / "home/.local/share/c2c/centres.toml"
    before = bundled_registry().read_bytes()
    assert "+name = " in c2c("add", "organisation", "MOE", "--name", "x", "--dry-run").out
    assert not own.exists()
    assert c2c("add", "organisation", "MOE", "--name", "x").err == (
        f"c2c: copied the bundled registry to {own}\nc2c: added organisation MOE to {own}\n"
    )
    assert bundled_registry().read_bytes() == before
    assert c2c("show", "MOE").out.startswith("MOE\ttype\torganisation\nMOE\tid\tMOE\n")
    c2c("remove", "MOE")
    assert own.read_bytes() == before


def read_only(file: Path) -> None:
    file.chmod(0o444)


def directory(file: Path) -> None:
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
        (
            read_only,
            5,
            "data/centres.toml is read-only, so no changes were made; make it writable, or use a copy",
        ),
        (directory, 5, "data/centres.toml is not a regular file; no changes were made"),
        pytest.param(
            dangling,
            3,
            "data/centres.toml is a broken symbolic link; remove it, or change its target",
            marks=pytest.mark.posix,
        ),
        pytest.param(
            fifo,
            5,
            "data/centres.toml is not a regular file; no changes were made",
            marks=pytest.mark.posix,
        ),
    ],
)
def test_a_file_that_cannot_be_written_is_reported(
    c2c: Program, prepare: Callable[[Path], None], code: int, sentence: str
) -> None:
    prepare(c2c.write(REGISTRY))
    assert c2c("remove", "2018-11", code=code) == (code, "", f"c2c: error: {sentence}\n")
    assert [file.name for file in (c2c.folder / "data").iterdir()] == ["centres.toml"]


def test_a_concurrent_save_by_an_editor_is_not_overwritten(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = c2c.write(REGISTRY)
    real = disk.new_file  # called between reading and replacing
    saves = iter(["# saved by an editor\n", "", "", ""])

    def write_late(temporary: Path, mode: int) -> BinaryIO:
        if temporary.name.startswith("."):  # not a copy for undo
            file.write_text(next(saves) + file.read_text())
        return real(temporary, mode)

    monkeypatch.setattr(disk, "new_file", write_late)
    c2c("remove", "2018-11")
    assert file.read_text().startswith("# saved by an editor\nschema = 1\n")
    assert "2018-11" not in file.read_text()

    saves = iter(["# one\n", "# two\n", "# three\n"])
    assert c2c("remove", "ICM", code=5).err == (
        "c2c: error: data/centres.toml was changed by another program, so no changes were made; try again\n"
    )
    assert "ICM" in file.read_text()
    assert [one.name for one in file.parent.iterdir()] == ["centres.toml"]


@pytest.mark.posix
def test_a_file_refused_in_a_write_is_named_as_it_was_typed(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    (c2c.folder / "link.toml").symlink_to(c2c.write(REGISTRY))
    monkeypatch.setattr(disk, "MAX_LINES", 3)
    assert c2c("remove", "2018-11", "--data", "link.toml", code=3).err == (
        "c2c: error: link.toml is longer than 3 lines\n"
    )


def test_a_full_disk_keeps_the_old_file(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    file = c2c.write(REGISTRY)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert c2c("remove", "2018-11", code=5).err == (
        "c2c: error: cannot write data/centres.toml: no space left on device; no changes were made\n"
    )
    assert file.read_text() == REGISTRY
    assert [one.name for one in file.parent.iterdir()] == ["centres.toml"]


@pytest.mark.posix
def test_an_unusable_state_directory_does_not_prevent_a_write(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = c2c.write(REGISTRY)
    monkeypatch.setenv("XDG_STATE_HOME", "/dev/null/state")
    assert c2c("edit", "centre", "ICM", "--city", "Seoul").err == (
        "c2c: warning: this change cannot be undone: cannot write /dev/null/state/c2c/undo: not a directory\n"
        "c2c: updated city of centre ICM in data/centres.toml\n"
    )
    assert 'city = "Seoul"' in file.read_text()


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="requires /dev/full")
def test_record_is_not_removed_if_printing_fails(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [PROGRAM, "remove", "2018-11"],
            cwd=c2c.folder,
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
        )
    assert done.returncode == 5
    assert file.read_text() == REGISTRY


@pytest.mark.process
def test_a_save_while_the_output_of_remove_is_blocked_is_not_lost(c2c: Program) -> None:
    long = REGISTRY.replace(
        'title = "Next meeting"', f'title = "Next meeting"\nnote = "{"x" * 200_000}"'
    )
    file = c2c.write(long)
    process = subprocess.Popen(
        [PROGRAM, "remove", "2018-11"],
        cwd=c2c.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while not [*file.parent.glob(".*.c2c")]:
        time.sleep(0.01)
    time.sleep(0.3)  # by now it is blocked by the full pipe
    file.write_text("# saved\n" + long)
    out, err = process.communicate(timeout=30)
    assert out.startswith(b'[[meeting]]\nid = "2018-11"\n')
    assert process.returncode == 5
    assert err.decode().endswith(
        "was changed by another program, so no changes were made; try again\n"
    )
    assert file.read_text() == "# saved\n" + long


@pytest.mark.parametrize(
    ("limit", "value", "sentence"),
    [
        ("MAX_BYTES", len(REGISTRY) + 20, "larger than 0 MB"),
        ("MAX_LINES", REGISTRY.count("\n") + 1, f"longer than {REGISTRY.count(chr(10)) + 1} lines"),
    ],
)
def test_a_write_never_makes_a_file_that_cannot_be_read(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, sentence: str
) -> None:
    file = c2c.write(REGISTRY)
    monkeypatch.setattr(disk, limit, value)
    for option in ([], ["--dry-run"]):
        assert c2c("add", "organisation", "MOE", "--name", "Ministry", *option, code=5).err == (
            f"c2c: error: data/centres.toml would be {sentence}; no changes were made\n"
        )
    assert file.read_text() == REGISTRY
