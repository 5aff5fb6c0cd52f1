"""README.md: its commands work where a reader types them, and change nothing in the repository."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
import tomli

from samples import ROOT, at_terminal, environment, without_colours

README = (ROOT / "README.md").read_text()

SET_UP = [
    "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/c2c list --sector culture\n",
    "python3 -m venv .venv && .venv/bin/pip install -q -e '.[dev]' && .venv/bin/pytest -n auto --dist worksteal\n",
]
"""The blocks that .ci/run runs."""

ACTIVATION = ". .venv/bin/activate\n"
"""The block that only a checkout with an environment can run."""

RELEASED = "uv tool install c2c-cli\npipx install c2c-cli\npip install c2c-cli\n"
"""The block that cannot be run before the first release."""

PROMPT = "exit code $? > "
WIDTH = 80
"""Columns of the terminal whose tables the page shows."""


class Typed(NamedTuple):
    """A command of the page, with its output, or None if the page does not show it."""

    command: str
    output: str | None


def typed() -> list[Typed]:
    """Return the commands of the page in its order, without those that install c2c."""
    found = []
    for language, block in blocks():
        if language == "sh" and block not in {*SET_UP, ACTIVATION, RELEASED}:
            found += [Typed(line, None) for line in block.splitlines()]
        if language == "console":
            first, *examples = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)
            assert first == ""
            found += [
                Typed(command, output)
                for command, output in zip(examples[::2], examples[1::2], strict=True)
            ]
    return found


def blocks() -> list[tuple[str, str]]:
    return re.findall(r"^```(\w+)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a Git repository with a copy of all files."""
    not_tracked = (ROOT / ".gitignore").read_text().split()
    folder = tmp_path / "c2c"
    names = [name.strip("/") for name in not_tracked]
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".git", *names))
    git(folder, "init", "-q")
    git(folder, "add", ".")
    author = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    git(folder, *author, "commit", "-q", "-m", "Copy the files")
    return folder


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


@pytest.fixture(params=["checkout", "empty"])
def folder(request: pytest.FixtureRequest) -> Path:
    """Return each place in which a reader may begin."""
    found: Path = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def git(folder: Path, *args: str) -> str:
    return subprocess.run(
        ["git", *args], cwd=folder, check=True, capture_output=True, text=True
    ).stdout


def is_unchanged(folder: Path) -> bool:
    """Return whether a checkout has no new or changed files, or a directory is empty."""
    if (folder / ".git").exists():
        return git(folder, "status", "--porcelain", "--ignored") == ""
    return [*folder.iterdir()] == []


@pytest.mark.posix
@pytest.mark.process
def test_commands_work_in_a_script(folder: Path, home: Path) -> None:
    script = "\n".join(command for command, _ in typed())
    done = subprocess.run(
        ["bash", "-euc", script],
        cwd=folder,
        env=environment(home),
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert is_unchanged(folder)
    assert [file.name for file in home.iterdir() if not file.name.startswith(".")] == ["lake"]


@pytest.mark.posix
@pytest.mark.process
def test_commands_print_the_tables_of_the_page_in_a_terminal(folder: Path, home: Path) -> None:
    shell = at_terminal(
        folder,
        *("bash", "--norc", "--noprofile", "--noediting", "-i"),
        columns=WIDTH,
        HOME=str(home),
        PS1=PROMPT,
    )
    shell.setecho(False)
    shell.expect_exact(PROMPT.replace("$?", "0"))
    for command, output in typed():
        shell.sendline(command)
        # a command that prompted would not come to an end
        shell.expect(re.escape(PROMPT).replace(re.escape("$?"), r"\d+"))
        shown = without_colours(str(shell.before)).replace("\r\n", "\n")
        assert shell.after == PROMPT.replace("$?", "0"), f"$ {command}\n{shown}"
        if output is not None:
            assert f"$ {command}\n{without_padding(shown)}" == f"$ {command}\n{output}"
    shell.sendline("exit")
    shell.close()
    assert is_unchanged(folder)


def without_padding(text: str) -> str:
    return re.sub(r" +$", "", text, flags=re.MULTILINE)


def test_page_shows_tables_and_has_commands_that_start_a_registry() -> None:
    assert all(output for _, output in typed() if output is not None)
    assert "\t" not in README
    commands = [command for command, _ in typed()]
    for beginning in ("mkdir ~/", "c2c init ", "c2c add ", "c2c check", "c2c due", "c2c report "):
        assert any(command.startswith(beginning) for command in commands), beginning


def test_records_of_the_page_are_in_the_korean_registry() -> None:
    [shown] = [tomli.loads(block) for language, block in blocks() if language == "toml"]
    korea = tomli.loads((ROOT / "data/centres.toml").read_text())
    [centre], [meeting] = shown["centre"], shown["meeting"]
    [event] = centre.pop("event")
    [recorded] = [record for record in korea["centre"] if record["id"] == centre["id"]]
    assert centre.items() <= recorded.items()
    assert any(event.items() <= record.items() for record in recorded["event"])
    assert any(meeting.items() <= record.items() for record in korea["meeting"])


def test_page_has_two_set_up_commands() -> None:
    shell = [block for language, block in blocks() if language == "sh"]
    assert shell[:3] == [SET_UP[0], ACTIVATION, RELEASED]
    assert shell[-1] == SET_UP[1]


def test_page_is_short() -> None:
    prose = re.sub(r"^```.*?^```$|<[^>]*>", "", README, flags=re.DOTALL | re.MULTILINE)
    prose = re.sub(r"\]\([^)]*\)", "", prose)
    assert len(re.findall(r"\w[\w'’.-]*", prose)) <= 700
