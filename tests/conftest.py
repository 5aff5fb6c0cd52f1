"""Fixtures that run the program as a user does."""

import gc
import io
import os
import sys
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import settings
from platformdirs.unix import Unix

from c2c_cli.cli import main
from samples import SMALL

__all__ = ["SMALL", "Program", "Run", "Stream", "run"]

# "bounded" repeats the same examples, so that a failure is caused by the change; "long" searches
# for new ones
settings.register_profile("bounded", max_examples=60, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=5_000, deadline=None, derandomize=False)
settings.load_profile("bounded")


AFFECTING = [
    *("C2C_DATA", "C2C_DEBUG", "XDG_DATA_HOME", "XDG_STATE_HOME", "VISUAL", "EDITOR"),
    *("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "C2C_PAGER", "PAGER", "LC_ALL"),
]
"""Environment variables that affect the program."""


class Run(NamedTuple):
    """The exit code and output of a run."""

    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    """A standard stream that records what is written to it and may claim to be a terminal."""

    def __init__(
        self, *, terminal: bool = False, content: bytes = b"", encoding: str = "utf-8"
    ) -> None:
        self.kept = io.BytesIO(content)
        self.terminal = terminal
        super().__init__(self.kept, encoding=encoding, newline="\n", errors="strict")

    def isatty(self) -> bool:
        return self.terminal

    def text(self) -> str:
        self.flush()
        return self.kept.getvalue().decode(self.encoding)


def run(
    *args: str, stdin: bytes = b"", terminal: bool = False, encoding: str = "utf-8", **env: str
) -> Run:
    """Run the program in this process."""
    out = Stream(terminal=terminal, encoding=encoding)
    err = Stream(terminal=terminal, encoding=encoding)
    with (
        patch.object(sys, "stdin", Stream(content=stdin)),
        patch.object(sys, "stdout", out),
        patch.object(sys, "stderr", err),
        patch.dict(os.environ, env),
    ):
        return Run(main(args), out.text(), err.text())


class Program:
    """The program, run in this process; a call checks the exit code, unless `code` is None."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self,
        *args: str,
        code: int | None = 0,
        stdin: bytes = b"",
        terminal: bool = False,
        encoding: str = "utf-8",
    ) -> Run:
        ended = run(*args, stdin=stdin, terminal=terminal, encoding=encoding)
        assert code is None or ended.code == code, ended
        return ended

    def write(self, text: str, name: str = "data/centres.toml") -> Path:
        """Write a file below the working directory, by default the registry file."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        return file


@pytest.fixture
def c2c(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Program:
    """Return the program, which runs in an empty directory.

    It has an empty home directory and a clean environment.
    """
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in AFFECTING:
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE"):  # the second on Windows
        monkeypatch.setenv(name, str(tmp_path / "home"))
    # the same directories on every system, below the home directory
    monkeypatch.setattr("platformdirs.PlatformDirs", Unix)
    monkeypatch.setenv("TERM", "xterm-256color")
    return Program(folder)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the slow tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--long"):
        for item in items:
            if "long" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="slow; run pytest --long"))
    if sys.platform == "win32":
        for item in items:
            if "posix" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="tests what Windows does not have"))
    # slow tests at the end would keep one processor busy while the others have nothing left
    items.sort(key=lambda item: "long" not in item.keywords)


def pytest_collection_finish() -> None:
    """Collect garbage less often, and never look at what exists before the first test.

    The collected tests are millions of objects, and a run of the program creates few cycles.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
