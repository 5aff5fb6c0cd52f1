"""Undo and redo: the file byte for byte, refusals, kept copies and crashes."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from c2c_cli.store import disk, locate
from c2c_cli.store.locate import bundled_registry
from conftest import Program
from samples import REGISTRY

ADD = ("add", "organisation", "MOE", "--name", "Ministry")


def kept(tmp_path: Path) -> list[Path]:
    """Return the kept copies."""
    return sorted((tmp_path / "home/.local/state/c2c/undo").glob("*/*"))


WRITES: list[tuple[tuple[str, ...], str]] = [
    (ADD, "added organisation MOE"),
    (("add", "event", "ICM", "approved"), "added event approved of centre ICM"),
    (("edit", "centre", "ICDH", "--city", "Seoul"), 'updated city (was "Cheongju") of centre ICDH'),
    (("edit", "centre", "ICDH", "--id", "NEW"), 'updated id (was "ICDH") of centre NEW'),
    (("remove", "ICM"), "removed centre ICM"),
    (("import", "new.csv"), "imported 1 record (1 added, 0 updated) from new.csv"),
]


@pytest.mark.posix
@pytest.mark.parametrize(
    "text", [REGISTRY, "\ufeff" + REGISTRY.replace("\n", "\r\n")], ids=["LF", "BOM and CRLF"]
)
@pytest.mark.parametrize(("args", "done"), WRITES, ids=[done for _, done in WRITES])
def test_each_write_is_undone_and_redone_exactly(
    c2c: Program, text: str, args: tuple[str, ...], done: str
) -> None:
    file = c2c.write(text)
    file.chmod(0o640)
    c2c.write("id,name,sector,country\nCEX,Examples,culture,KR\n", "new.csv")
    c2c(*args)
    changed = file.read_bytes()
    change = done.replace('"', "'")
    assert c2c("undo") == (0, "", f'c2c: undid "{change}" in data/centres.toml\n')
    assert file.read_bytes() == text.encode()
    assert c2c("undo", "--redo") == (0, "", f'c2c: redid "{change}" in data/centres.toml\n')
    assert file.read_bytes() == changed != text.encode()
    assert file.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in file.parent.iterdir()] == ["centres.toml"]


def test_undo_goes_back_and_redo_forward_step_by_step(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    texts = [file.read_text()]
    for city in ("Seoul", "Busan", "Jeju"):
        c2c("edit", "centre", "ICM", "--city", city)
        texts.append(file.read_text())
    for text in texts[2::-1]:
        c2c("undo")
        assert file.read_text() == text
    assert (
        c2c("undo", code=5).err
        == "c2c: error: nothing to undo in data/centres.toml; no changes were made\n"
    )
    for text in texts[1:]:
        c2c("undo", "--redo")
        assert file.read_text() == text
    sentence = "c2c: error: nothing to redo in data/centres.toml; no changes were made\n"
    assert c2c("undo", "--redo", code=5).err == sentence
    c2c("undo")
    assert file.read_text() == texts[2]


def test_a_removal_of_what_was_added_is_undone_in_order(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c(*ADD)
    added = file.read_text()
    c2c("remove", "MOE")
    assert file.read_text() == REGISTRY
    c2c("undo")
    assert file.read_text() == added
    c2c("undo")
    assert file.read_text() == REGISTRY


def test_a_write_after_an_undo_leaves_nothing_to_redo(c2c: Program, tmp_path: Path) -> None:
    file = c2c.write(REGISTRY)
    c2c(*ADD)
    c2c("undo")
    c2c("edit", "centre", "ICM", "--city", "Seoul")
    assert c2c("undo", "--redo", code=5).err == (
        "c2c: error: nothing to redo in data/centres.toml; no changes were made\n"
    )
    assert [one.name for one in kept(tmp_path)] == ["undo-00000001"]
    c2c("undo")
    assert file.read_text() == REGISTRY


def test_a_file_edited_since_is_not_replaced(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c(*ADD)
    added = file.read_text()
    file.write_text(added + "# by hand\n", newline="\n")
    sentence = 'c2c: error: cannot undo "added organisation MOE": data/centres.toml has since been edited or merged'
    hint = "so no changes were made; reverse that change first"
    for option in ([], ["--dry-run"]):
        assert c2c("undo", *option, code=5) == (5, "", f"{sentence}, {hint}\n")
    assert c2c("undo", "--list").out == ""
    assert file.read_text() == added + "# by hand\n"

    c2c("edit", "centre", "ICM", "--city", "Seoul")
    c2c("undo")
    assert file.read_text() == added + "# by hand\n"
    assert c2c("undo", code=5).err == f"{sentence}, {hint}\n"

    file.write_text(added)
    c2c("undo")
    assert file.read_text() == REGISTRY
    file.write_text(REGISTRY + "# again\n")
    assert c2c("undo", "--redo", code=5).err == (
        'c2c: error: cannot redo "added organisation MOE": data/centres.toml has since been edited or merged, so no changes were made; reverse that change first\n'
    )


def test_a_save_during_undo_is_not_overwritten(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = c2c.write(REGISTRY)
    c2c(*ADD)
    real = disk.new_file

    def write_late(temporary: Path, mode: int) -> BinaryIO:
        file.write_text("# saved by an editor\n")
        return real(temporary, mode)

    monkeypatch.setattr(disk, "new_file", write_late)
    assert c2c("undo", code=5).err == (
        'c2c: error: cannot undo "added organisation MOE": data/centres.toml has since been edited or merged, so no changes were made; reverse that change first\n'
    )
    assert file.read_text() == "# saved by an editor\n"


@pytest.mark.posix
def test_the_last_twenty_versions_are_kept_for_the_user_alone(c2c: Program, tmp_path: Path) -> None:
    file = c2c.write(REGISTRY)
    for number in range(25):
        c2c("edit", "centre", "ICM", "--city", f"City {number}")
    assert [one.name for one in kept(tmp_path)] == [f"undo-{number:08}" for number in range(6, 26)]
    assert {one.stat().st_mode & 0o777 for one in kept(tmp_path)} == {0o600}
    directory = kept(tmp_path)[0].parent
    assert {one.stat().st_mode & 0o777 for one in (directory, directory.parent)} == {0o700}
    for number in range(23, 3, -1):
        c2c("undo")
        assert f'city = "City {number}"\n' in file.read_text()
    assert (
        c2c("undo", code=5).err
        == "c2c: error: nothing to undo in data/centres.toml; no changes were made\n"
    )
    assert len(kept(tmp_path)) == 20


@pytest.mark.posix
def test_files_and_links_have_their_own_changes(c2c: Program) -> None:
    real = c2c.write(REGISTRY, "elsewhere/real.toml")
    (c2c.folder / "link.toml").symlink_to("elsewhere/real.toml")
    c2c.write(REGISTRY, "other.toml")
    c2c("remove", "2018-11", "--data", "link.toml")
    assert c2c("undo", "--data", "other.toml", code=5).err == (
        "c2c: error: nothing to undo in other.toml; no changes were made\n"
    )
    c2c("undo", "--data", "elsewhere/real.toml")
    assert real.read_text() == REGISTRY
    c2c("undo", "--redo", "--data", "link.toml")
    assert (c2c.folder / "link.toml").is_symlink()
    assert "2018-11" not in real.read_text()


def test_nothing_is_kept_by_init_and_runs_that_change_nothing(c2c: Program, tmp_path: Path) -> None:
    c2c("init")
    c2c("add", "organisation", "MOE", "--name", "x", "--dry-run")
    c2c("remove", "NOPE", code=4)
    assert not kept(tmp_path)
    assert (
        c2c("undo", code=5).err
        == "c2c: error: nothing to undo in data/centres.toml; no changes were made\n"
    )


def test_the_bundled_registry_is_not_changed(c2c: Program, tmp_path: Path) -> None:
    sentence = f"c2c: error: nothing to undo in {bundled_registry()}; no changes were made\n"
    for option in ([], ["--dry-run"]):
        assert c2c("undo", *option, code=5).err == sentence
    assert c2c("undo", "--list", "--format", "json").out == "[]\n"
    own = tmp_path / "home/.local/share/c2c/centres.toml"
    c2c(*ADD)
    assert c2c("undo").err == f'c2c: undid "added organisation MOE" in {own}\n'
    assert own.read_bytes() == bundled_registry().read_bytes()


def test_the_bundled_registry_is_not_changed_even_if_a_version_was_kept(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = c2c.write(REGISTRY, "bundled.toml")
    c2c(*ADD, "--data", "bundled.toml")
    added = file.read_text()
    monkeypatch.setattr(locate, "bundled_registry", lambda: file)
    file.chmod(0o444)
    for option in ([], ["--dry-run"]):
        assert (
            c2c("undo", *option, code=5).err
            == f"c2c: error: nothing to undo in {file}; no changes were made\n"
        )
    assert c2c("undo", "--list").out == ""
    assert file.read_text() == added


@pytest.mark.posix
def test_a_change_is_made_even_if_it_cannot_be_undone(c2c: Program, tmp_path: Path) -> None:
    file = c2c.write(REGISTRY)
    c2c(*ADD)
    added = file.read_text()
    state = tmp_path / "home/.local/state/c2c"
    (state / "undo").rename(state / "moved")
    (state / "undo").write_text("not a directory")
    assert c2c("remove", "ICM").err == (
        f"c2c: warning: this change cannot be undone: cannot write {state}/undo: file exists\n"
        "c2c: removed centre ICM from data/centres.toml\n"
    )
    assert "ICM" not in file.read_text()
    assert (
        c2c("undo", code=5).err
        == "c2c: error: nothing to undo in data/centres.toml; no changes were made\n"
    )
    (state / "undo").unlink()
    (state / "moved").rename(state / "undo")
    assert c2c("undo", code=5).err == (
        'c2c: error: cannot undo "added organisation MOE": data/centres.toml has since been edited or merged, so no changes were made; reverse that change first\n'
    )
    file.write_text(added)
    c2c("undo")
    assert file.read_text() == REGISTRY


@pytest.mark.parametrize(("args", "word"), [(ADD, "undone"), (("undo",), "redone")])
def test_a_full_state_directory_does_not_prevent_a_write(
    c2c: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], word: str
) -> None:
    c2c.write(REGISTRY)
    c2c("edit", "centre", "ICM", "--city", "Seoul")
    real = disk.new_file

    def full(file: Path, mode: int) -> BinaryIO:
        stream = real(file, mode)
        if file.name.startswith((".", "undo-00000001")):
            return stream
        stream.close()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "new_file", full)
    assert c2c(*args).err.splitlines()[0] == (
        f"c2c: warning: this change cannot be {word}: cannot write {tmp_path / 'home/.local/state/c2c/undo'}: "
        "no space left on device"
    )
    c2c("undo", *["--redo"] * (args == ("undo",)), code=5)


@pytest.mark.posix
@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "no JSON"),
        (b"x", '{"done": "x"}'),
        (b"x", "[]"),
        (b"x", "[" * 100_000),
        (b"x", '{"done": 5, "time": "", "before": "%s", "after": "%s"}'),
        (b"x", '{"done": null, "time": "", "before": "%s", "after": "%s"}'),
    ],
    ids=["text", "keys", "array", "nested", "number", "null"],
)
def test_incomplete_and_invalid_copies_are_ignored(
    c2c: Program, tmp_path: Path, content: bytes, line: str
) -> None:
    file = c2c.write(REGISTRY)
    c2c(*ADD)
    (copy,) = kept(tmp_path)
    copy.with_name("undo-00000002").write_bytes(copy.read_bytes()[:-1])
    if "%s" in line:
        line %= disk.digest(content), disk.digest(file.read_bytes())
    copy.with_name("undo-00000003").write_bytes(line.encode() + b"\n" + content)
    copy.with_name("undo-x").write_text("another file")
    os.mkfifo(copy.with_name("undo-00000004"))
    copy.with_name("undo-00000005").mkdir()
    c2c("undo")
    assert file.read_text() == REGISTRY
    assert c2c("undo", "--list").out == ""
    c2c("undo", "--redo")


def test_a_version_with_a_huge_number_does_not_prevent_undo(c2c: Program, tmp_path: Path) -> None:
    file = c2c.write(REGISTRY)
    c2c("edit", "centre", "ICM", "--city", "Seoul")
    (copy,) = kept(tmp_path)
    copy.with_name("undo-99999999").write_text("")
    before = file.read_text()
    for number in range(2):
        assert c2c("edit", "centre", "ICM", "--city", f"City {number}").err.count("\n") == 1
    c2c("undo")
    c2c("undo")
    assert file.read_text() == before
    c2c("undo")
    assert file.read_text() == REGISTRY


@pytest.mark.parametrize("args", [("undo",), ("undo", "--list"), ("undo", "--dry-run")])
def test_an_unreadable_state_directory_is_named(
    c2c: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    file = c2c.write(REGISTRY)
    c2c(*ADD)
    directory = kept(tmp_path)[0].parent

    def refuse(_: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    assert c2c(*args, code=3).err == f"c2c: error: cannot read {directory}: permission denied\n"
    assert c2c("edit", "centre", "ICM", "--city", "Seoul").err == (
        f"c2c: warning: this change cannot be undone: cannot write {directory.parent}: permission denied\n"
        "c2c: updated city of centre ICM in data/centres.toml\n"
    )
    assert 'city = "Seoul"' in file.read_text()


class Killed(BaseException):
    """A stand-in for a kill, which nothing catches."""


def before_replace(_: Path, __: Path) -> None:
    raise Killed


def after_replace(temporary: Path, file: Path) -> None:
    temporary.replace(file)
    raise Killed


def test_a_write_that_was_killed_is_nothing_to_undo(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = c2c.write(REGISTRY)
    with monkeypatch.context() as patched:
        patched.setattr(disk, "replace", before_replace)
        with pytest.raises(Killed):
            c2c(*ADD)
    assert c2c("undo", "--list").out == ""
    assert (
        c2c("undo", code=5).err
        == "c2c: error: nothing to undo in data/centres.toml; no changes were made\n"
    )
    assert file.read_text() == REGISTRY


@pytest.mark.parametrize("kill", [before_replace, after_replace])
@pytest.mark.parametrize(
    "args", [("edit", "centre", "ICM", "--city", "Daegu"), ("undo",), ("undo", "--redo")]
)
def test_a_kill_at_the_replacement_breaks_no_step(
    c2c: Program,
    monkeypatch: pytest.MonkeyPatch,
    kill: Callable[[Path, Path], None],
    args: tuple[str, ...],
) -> None:
    file = c2c.write(REGISTRY)
    texts = [REGISTRY]
    for city in ("Seoul", "Busan", "Jeju", "Ulsan"):
        c2c("edit", "centre", "ICM", "--city", city)
        texts.append(file.read_text())
    c2c("undo")
    c2c("undo")
    for _ in range(2):  # a second kill at the same moment
        with monkeypatch.context() as patched:
            patched.setattr(disk, "replace", kill)
            with pytest.raises(Killed):
                c2c(*args)
        if kill is after_replace:
            break
    assert [one.name for one in file.parent.iterdir()] == ["centres.toml"]
    if file.read_text() not in texts:
        texts = [*texts[:3], file.read_text()]
    at = texts.index(file.read_text())
    listed = c2c("undo", "--list").out.splitlines()
    assert len(listed) == at
    for text in texts[:at][::-1]:
        c2c("undo")
        assert file.read_text() == text
    c2c("undo", code=5)
    for text in texts[1:]:
        c2c("undo", "--redo")
        assert file.read_text() == text
    c2c("undo", "--redo", code=5)
