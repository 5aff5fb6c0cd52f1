"""The program, run as its user runs it."""

import io
import os
import sys
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

import pytest
from hypothesis import settings

from c2c_cli.cli import main
from samples import SMALL

__all__ = ["SMALL", "Program", "Run", "Stream", "run"]

# the gate tries the same examples each time, so that what it says is about the change; the other looks for new ones
settings.register_profile("bounded", max_examples=60, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=5_000, deadline=None, derandomize=False)
settings.load_profile("bounded")


class Run(NamedTuple):
    """What a run of the program left behind."""

    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    """A standard stream that keeps what is written to it, a terminal or none."""

    def __init__(self, *, terminal: bool = False, content: bytes = b"", encoding: str = "utf-8") -> None:
        self.kept = io.BytesIO(content)
        self.terminal = terminal
        super().__init__(self.kept, encoding=encoding, newline="\n", errors="strict")

    def isatty(self) -> bool:
        return self.terminal

    def text(self) -> str:
        self.flush()
        return self.kept.getvalue().decode(self.encoding)


def run(*args: str, stdin: bytes = b"", terminal: bool = False, encoding: str = "utf-8", **env: str) -> Run:
    """Run the program in this process."""
    out, err = Stream(terminal=terminal, encoding=encoding), Stream(terminal=terminal, encoding=encoding)
    with (
        patch.object(sys, "stdin", Stream(content=stdin)),
        patch.object(sys, "stdout", out),
        patch.object(sys, "stderr", err),
        patch.dict(os.environ, env),
    ):
        return Run(main(args), out.text(), err.text())


class Program:
    """Runs the program in this process, and fails where it does not end as expected; None expects nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self, *args: str, code: int | None = 0, stdin: bytes = b"", terminal: bool = False, encoding: str = "utf-8"
    ) -> Run:
        ended = run(*args, stdin=stdin, terminal=terminal, encoding=encoding)
        assert code is None or ended.code == code, ended
        return ended

    def write(self, text: str, name: str = "data/centres.toml") -> Path:
        """Write a file below the folder that the program runs in, as its registry if not named otherwise."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        return file


@pytest.fixture
def c2c(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Program:
    """Give the program in an empty folder, with an empty home and nothing in the environment that it heeds."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in ("C2C_DATA", "C2C_DEBUG", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TERM", "xterm-256color")
    return Program(folder)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests that take longer than a person waits")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--long"):
        for item in items:
            if "long" in item.keywords:
                item.add_marker(pytest.mark.skip(reason="long; pytest --long runs it"))
