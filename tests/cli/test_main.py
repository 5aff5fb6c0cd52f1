"""How a run ends that went wrong: one line, and an exit code."""

import os
from pathlib import Path

import pytest

from c2c_cli.model import select
from conftest import Program
from samples import SMALL


def test_a_file_without_permission_is_one_line(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    file = c2c.write(SMALL)
    file.chmod(0)
    if os.geteuid() == 0:  # whom no mode keeps out

        def denied(*_: object) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", denied)
    assert c2c("list", code=3) == (3, "", "c2c: error: cannot read data/centres.toml: permission denied\n")


def test_an_unexpected_exception_is_one_line_without_c2c_debug(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the roof\nis \x1b[31mopen")

    monkeypatch.setattr(select, "centres", broken)
    line = "c2c: error: internal error: RuntimeError: the roof\\nis \\u001b[31mopen; set C2C_DEBUG=1 for a traceback, and please report it\n"
    assert c2c("list", code=70) == (70, "", line)
    monkeypatch.setenv("C2C_DEBUG", "1")
    shown = c2c("list", code=70).err
    assert shown.startswith("Traceback (most recent call last):\n")
    assert shown.endswith(line)


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        ("cadence --check=yes", "--check takes no value"),
        ("list --as-of", "--as-of needs a value after it"),
        ("meetings --yaer 2018", 'no option "--yaer"; did you mean "--year"?'),
        ("meetigns", 'no command "meetigns"; did you mean "meetings"?'),
        ("LIST", 'no command "LIST"; did you mean "list"?'),
        ("show", "missing argument 'ID...'; see c2c show --help"),
        ("list -x", 'no option "-x"; see c2c list --help'),
        ("sectors x", "one argument too many: x; see c2c sectors --help"),
        ("list x y", "one argument too many: y; put quotes around a text of several words; see c2c list --help"),
        ("cadence 2018", "one argument too many: 2018; did you mean --year 2018?; see c2c cadence --help"),
        ("help", 'no command "help"; did you mean "--help"?'),
        ("list --columns", "--columns needs a value after it"),
        ("list --columns id,", '--columns: unknown column ""'),
    ],
)
def test_a_usage_error_is_one_plain_line(c2c: Program, args: str, sentence: str) -> None:
    run = c2c(*args.split(), code=2)
    assert run.out == ""
    assert run.err.startswith(f"c2c: error: {sentence}")
    assert run.err.count("\n") == 1


def test_c2c_alone_prints_its_help(c2c: Program) -> None:
    assert c2c() == c2c("--help")
    assert c2c().out.startswith("Usage: c2c [OPTIONS] COMMAND [ARGS]...\n")
