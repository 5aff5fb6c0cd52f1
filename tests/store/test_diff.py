"""Unified differences: they can be applied, and take linear time."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c2c_cli.store import diff
from conftest import Program
from samples import PROGRAM, REGISTRY, SMALL, centre, environment


def applied(old: str, difference: str) -> str:
    """Return the text that a difference makes of `old`; all its lines must be in place."""
    lines = old.splitlines(keepends=True)
    header = r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n"
    _, *parts = re.split(header, difference)
    new: list[str] = []
    at = 0
    for start, length, new_start, new_length, body in zip(*[iter(parts)] * 5, strict=True):
        hunk = re.findall(r"([ +-])(.*\n)(\\.*\n)?", body)
        hunk = [(mark, line[:-1] if cut else line) for mark, line, cut in hunk]
        removed = [line for mark, line in hunk if mark != "+"]
        added = [line for mark, line in hunk if mark != "-"]
        assert [len(removed), len(added)] == [int(length or 1), int(new_length or 1)]
        first = int(start) - (length != "0")
        new += lines[at:first]
        assert len(new) == int(new_start) - (new_length != "0")
        assert lines[first : first + len(removed)] == removed
        new += added
        at = first + len(removed)
    return "".join([*new, *lines[at:]])


LINES = st.lists(st.one_of(st.sampled_from("abc"), st.integers(0, 300).map(str)), max_size=80)


@given(
    before=LINES, after=LINES, end=st.sampled_from(["\n", ""]), new_end=st.sampled_from(["\n", ""])
)
def test_difference_of_unrelated_texts_can_be_applied(
    before: list[str], after: list[str], end: str, new_end: str
) -> None:
    old, new = "\n".join(before) + end, "\n".join(after) + new_end
    assert applied(old, diff.unified(old.encode(), new.encode(), "x")) == new


@given(
    lines=st.lists(st.sampled_from(["a", "b", *map(str, range(500))]), max_size=400),
    edits=st.lists(st.tuples(st.integers(0, 400), st.sampled_from(["", "a\n", "x\ny\n"]))),
)
def test_difference_of_an_edited_text_can_be_applied(
    lines: list[str], edits: list[tuple[int, str]]
) -> None:
    old = [f"{line}\n" for line in lines]
    new = old.copy()
    for place, line in edits:
        new[place : place + 1] = [line]
    difference = diff.unified("".join(old).encode(), "".join(new).encode(), "x")
    assert applied("".join(old), difference) == "".join(new)


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("git"), reason="requires git")
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["\n", ""])
@pytest.mark.parametrize(
    "command", [("edit", "network", "--name", "y"), ("edit", "sector", "culture", "--id", "arts")]
)
def test_difference_can_be_applied_by_git(
    c2c: Program, mark: str, newline: str, end: str, command: tuple[str, ...]
) -> None:
    text = REGISTRY + centre("X", sector="culture", city="y").removesuffix("\n") + end
    file = c2c.write(mark + text.replace("\n", newline))
    dry_run = [PROGRAM, *command, "--dry-run"]
    difference = subprocess.run(
        dry_run, capture_output=True, check=True, env=environment(c2c.folder)
    )
    c2c(*command)
    expected = file.read_bytes()
    c2c("undo")
    subprocess.run(["git", "apply"], input=difference.stdout, check=True)
    assert file.read_bytes() == expected
    assert expected.startswith(mark.encode())


@pytest.mark.skipif(shutil.which("patch") is None, reason="requires patch")
def test_difference_of_a_file_with_a_space_in_its_name_can_be_applied(c2c: Program) -> None:
    file = c2c.write(SMALL, "my file.toml")
    command = ("edit", "network", "--name", "y", "--data", "my file.toml")
    difference = c2c(*command, "--dry-run").out
    for program in (["git", "apply"], ["patch", "-p1"]):
        file.write_text(SMALL)
        subprocess.run(program, input=difference.encode(), check=True)
        assert 'name = "y"' in file.read_text()


def test_a_change_of_all_records_has_small_hunks(c2c: Program) -> None:
    centres = "".join(centre(f"C{number}") for number in range(200))
    c2c.write(SMALL + centres)
    lines = c2c("edit", "sector", "culture", "--id", "arts", "--dry-run").out.splitlines()
    assert [line for line in lines if line.startswith(("-", "+"))][2:] == [
        '-id = "culture"',
        '+id = "arts"',
        *['-sector = "culture"', '+sector = "arts"'] * 200,
    ]


def test_lines_that_are_not_unique_are_compared_by_their_number() -> None:
    old = "[[event]]\nsource = 1\n" * 100
    difference = diff.unified(old.encode(), old.replace("1", "2").encode(), "x")
    assert (
        re.findall(r"^[+-]\w.*$", difference, re.MULTILINE) == ["-source = 1", "+source = 2"] * 100
    )


@pytest.mark.process
def test_dry_run_of_a_change_of_all_records_takes_linear_time(tmp_path: Path) -> None:
    number = 16_000
    centres = "".join(centre(f"C{index}") for index in range(number))
    (tmp_path / "large.toml").write_text(SMALL + centres, newline="\n")
    edit = [PROGRAM, "edit", "sector", "culture", "--id", "arts", "--dry-run"]
    # quadratic time is minutes, linear time seconds
    done = subprocess.run(
        [*edit, "--data", "large.toml"], cwd=tmp_path, capture_output=True, check=True, timeout=60
    )
    assert done.stdout.count(b'\n+sector = "arts"\n') == number


NAMES = [
    "plain.toml",
    "two  words .toml",
    "한글 é.toml",
    "tab\there.toml",
    "new\nline.toml",
    'quo"te.toml',
    "back\\slash.toml",
    "-dash.toml",
    ".hidden/file.toml",
    "wide\u2003space.toml",
    os.fsdecode(b"\xff\xfe.toml"),
]


@pytest.fixture
def repository(c2c: Program) -> Path:
    """Return the working directory, which is the work tree of a new Git repository."""
    subprocess.run(["git", "init", "-q"], check=True)
    return c2c.folder


def changed(c2c: Program, typed: str, *, directory: Path | None = None) -> bytes:
    """Return the difference of a change to the file `typed`, as the program prints it."""
    command = [PROGRAM, "edit", "network", "--name", "y", "--dry-run", "--data", typed]
    done = subprocess.run(
        command,
        capture_output=True,
        check=True,
        cwd=directory or c2c.folder,
        env=environment(c2c.folder),
    )
    return done.stdout


@pytest.mark.process
@pytest.mark.skipif(not (shutil.which("git") and shutil.which("patch")), reason="requires them")
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_difference_of_any_file_can_be_applied(
    c2c: Program, repository: Path, name: str, newline: str
) -> None:
    file = repository / name
    file.parent.mkdir(exist_ok=True)
    content = SMALL.replace("\n", newline).removesuffix(newline).encode()
    file.write_bytes(content)
    subprocess.run(["git", "add", "."], check=True)
    programs = [["patch", "-p1", "-s"], ["git", "apply", "--cached"], ["git", "apply"]]
    if "\n" in name:
        programs = programs[1:]  # patch creates no file with such a name
    for typed in (f"./{name}", str(file)):
        difference = changed(c2c, typed)
        for program in programs:
            file.write_bytes(content)
            subprocess.run(program, input=difference, check=True)
            if "--cached" not in program:
                assert b'name = "y"' in file.read_bytes()
        subprocess.run(["git", "add", "."], check=True)
        subprocess.run(["git", "apply", "-R"], input=difference, check=True)
        assert file.read_bytes() == content
        subprocess.run(["git", "add", "."], check=True)


def header(difference: str) -> list[str]:
    return difference.splitlines()[:2]


def test_header_is_relative_to_the_directory_or_the_work_tree(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = c2c.write(SMALL)
    args = ("edit", "network", "--name", "y", "--dry-run")
    relative = ["--- a/data/centres.toml", "+++ b/data/centres.toml"]
    absolute = [f"--- {file}", f"+++ {file}"]
    for data in ([], ["--data", str(file)], ["--data", "./data/../data/centres.toml"]):
        assert header(c2c(*args, *data).out) == relative
    below = c2c.folder / "docs/deep"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    up = "../../data/centres.toml"
    assert header(c2c(*args).out) == absolute
    assert header(c2c(*args, "--data", up).out) == [f"--- {up}", f"+++ {up}"]
    (c2c.folder / ".git").mkdir()
    assert header(c2c(*args).out) == relative
    assert header(c2c(*args, "--data", up).out) == relative
    (below / ".git").write_text("gitdir: elsewhere")  # a submodule
    assert header(c2c(*args).out) == absolute
    monkeypatch.chdir(tmp_path)
    assert header(c2c(*args, "--data", "here/data/centres.toml").out) == [
        "--- a/here/data/centres.toml",
        "+++ b/here/data/centres.toml",
    ]


@pytest.mark.posix
def test_header_names_the_file_that_a_link_means(c2c: Program, tmp_path: Path) -> None:
    c2c.write(SMALL, "real/file.toml")
    (c2c.folder / "near.toml").symlink_to("real/file.toml")
    (tmp_path / "far.toml").write_text(SMALL)
    (c2c.folder / "link.toml").symlink_to(tmp_path / "far.toml")
    args = ("edit", "network", "--name", "y", "--dry-run", "--data")
    assert header(c2c(*args, "near.toml").out) == ["--- a/real/file.toml", "+++ b/real/file.toml"]
    assert header(c2c(*args, "link.toml").out) == ["--- a/link.toml", "+++ b/link.toml"]


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("git"), reason="requires git")
def test_difference_of_a_file_in_a_parent_directory_can_be_applied_in_the_root(
    c2c: Program, repository: Path
) -> None:
    file = c2c.write(SMALL)
    below = repository / "docs"
    below.mkdir()
    difference = changed(c2c, "../data/centres.toml", directory=below)
    apply = ["git", "apply"]
    refused = subprocess.run(
        apply, input=difference, cwd=below, check=False, stderr=subprocess.DEVNULL
    )
    assert refused.returncode == 1
    assert file.read_text() == SMALL
    subprocess.run(apply, input=difference, cwd=repository, check=True)
    assert 'name = "y"' in file.read_text()
