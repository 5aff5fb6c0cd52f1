"""`c2c init`: a new registry, or a copy of the bundled one."""

import shlex
import sys
import tomllib
from pathlib import Path
from typing import BinaryIO

import pytest

from c2c_cli.store import disk
from c2c_cli.store.locate import bundled_registry
from conftest import Program


def test_init_creates_a_registry(c2c: Program) -> None:
    assert c2c("init", "--network", 'The "Water" Centres\\') == (
        0,
        "",
        "c2c: created data/centres.toml\n",
    )
    text = (c2c.folder / "data/centres.toml").read_text()
    assert tomllib.loads(text)["network"] == {"name": 'The "Water" Centres\\'}
    assert c2c("sectors", "--columns", "code").out.split() == ["ED", "SC", "SHS", "CLT", "CI"]
    assert c2c("list") == (0, "", "")
    assert list((c2c.folder / "data").iterdir()) == [c2c.folder / "data/centres.toml"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("data/centres.toml",), ("add centre", "edit", "check")),
        (("--copy",), ("list", "due", "check")),
        (("lake.toml", "--copy"), ("list --data lake.toml", "due --data lake.toml", "check --data lake.toml")),
        (("the lake.toml",), ("add centre --data 'the lake.toml'", "edit --data 'the lake.toml'", "check --data 'the lake.toml'")),
    ],
)  # fmt: skip
def test_init_in_a_terminal_prints_the_next_three_commands(
    c2c: Program, args: tuple[str, ...], words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = c2c("init", *args, terminal=True).err.splitlines()
    at = lines.index("c2c: next, run:")
    assert lines[at + 1 :] == [f"  c2c {command}" for command in words]
    monkeypatch.setenv("EDITOR", "true")
    for command in lines[at + 1 :]:
        _, *typed = shlex.split(command)
        values = ("CIL", "--name", "Centre", "--sector", "CLT", "--country", "KR")
        c2c(*typed, *(values if "add" in typed else ()))  # a terminal prompts for them


def test_the_examples_in_a_new_registry_are_valid(c2c: Program) -> None:
    c2c("init", "new/one.toml")
    text = (c2c.folder / "new/one.toml").read_text()
    examples = [
        line.removeprefix("# ")
        if line.startswith(("# [[", "# ")) and ("=" in line or "[[" in line)
        else line
        for line in text.split("# Organisations that", 1)[1].splitlines()
    ]
    uncommented = text.split("# Organisations that", 1)[0] + "#" + "\n".join(examples)
    c2c.write(uncommented, "all.toml")
    for table in ("organisation", "source", "centre", "centre.contact", "meeting", "cadence"):
        assert f"\n[[{table}]]\n" in uncommented
    assert (
        c2c("list", "--data", "all.toml", "--columns", "id,status", "--as-of", "2020").out
        == "ICEX\tpreparing\n"
    )
    assert (
        c2c("cadence", "--data", "all.toml", "--year", "2018", "--columns", "state").out == "met\n"
    )


def test_init_copies_the_bundled_registry_exactly(c2c: Program) -> None:
    c2c("init", "--copy", "mine.toml")
    assert (c2c.folder / "mine.toml").read_bytes() == bundled_registry().read_bytes()
    for name, args in (
        ("world", ("--copy", "World")),
        ("korea", ("--copy=korea",)),
        ("korea", ("--copy",)),
    ):
        c2c("init", *args)
        file = c2c.folder / "data/centres.toml"
        assert file.read_bytes() == bundled_registry(name).read_bytes()
        file.unlink()
    assert c2c("init", "--copy=wold", code=2).err == (
        'c2c: error: --copy: unknown bundled registry "wold"; did you mean "world"?\n'
    )


def test_standard_output_is_no_file(c2c: Program) -> None:
    assert (
        c2c("init", "-", code=2).err
        == "c2c: error: FILE: cannot write to standard output; pass a file\n"
    )
    assert not [*c2c.folder.iterdir()]


def test_a_file_created_in_the_meantime_is_not_overwritten(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = disk.new_file  # called between the check for a file and its creation

    def write_late(temporary: Path, mode: int) -> BinaryIO:
        (c2c.folder / "mine.toml").write_text("another program's")
        return real(temporary, mode)

    monkeypatch.setattr(disk, "new_file", write_late)
    assert (
        c2c("init", "mine.toml", code=5).err
        == "c2c: error: mine.toml already exists, so no changes were made; pass another FILE\n"
    )
    assert (c2c.folder / "mine.toml").read_text() == "another program's"
    assert [one.name for one in c2c.folder.iterdir()] == ["mine.toml"]


@pytest.mark.posix
def test_existing_file_is_not_overwritten(c2c: Program) -> None:
    file = c2c.write("mine")
    assert c2c("init", code=5) == (
        5,
        "",
        "c2c: error: data/centres.toml already exists, so no changes were made; pass another FILE\n",
    )
    assert (
        c2c("init", "--copy", code=5).err
        == "c2c: error: data/centres.toml already exists, so no changes were made; pass another FILE\n"
    )
    assert file.read_text() == "mine"
    (c2c.folder / "dangling").symlink_to("nowhere")
    assert (
        c2c("init", "dangling", code=5).err
        == "c2c: error: dangling already exists, so no changes were made; pass another FILE\n"
    )


@pytest.mark.posix
@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (
            ("init", "--copy", "--network", "x"),
            2,
            "--network cannot be used with --copy alone; add --country or --sector, or rename the "
            "copy with c2c edit network",
        ),
        (
            ("init", "--network", ""),
            2,
            "--network: empty string; enter a value, or omit it if unknown",
        ),
        (("init", "--network", "a\nb"), 2, "--network: unexpected line break; use a single line"),
        pytest.param(
            ("init", "/proc/x/y.toml"),
            5,
            "cannot create directory /proc/x: no such file or directory; no changes were made",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="requires /proc"),
        ),
        (("path", "--data", ""), 2, "--data: file name is empty"),
        (("init", ""), 2, "FILE: file name is empty; pass a file"),
        (("init", "."), 2, "FILE: expected a file, not a directory; pass a file"),
        # --data korea, which the note after the creation names, is the bundled registry
        (
            ("init", "korea"),
            2,
            "FILE: korea is the name of a bundled registry; pass another file, or use --copy korea",
        ),
        (
            ("init", "\x1b[31m/x.toml"),
            5,
            "cannot create directory \\u001b[31m: file exists; no changes were made",
        ),
        (("lst",), 2, 'unknown command "lst"; did you mean "list"?'),
        (
            ("xyzzy",),
            2,
            'unknown command "xyzzy"; see c2c --help',
        ),
        (("--verson",), 2, 'unknown option "--verson"; did you mean "--version"?'),
    ],
)
def test_an_invalid_command_gets_one_line(
    c2c: Program, args: tuple[str, ...], code: int, sentence: str
) -> None:
    (c2c.folder / "\x1b[31m").write_text("a file")
    assert c2c(*args, code=code) == (code, "", f"c2c: error: {sentence}\n")


def test_init_clears_leftover_files_and_reports_a_parent_that_is_not_a_directory(
    c2c: Program,
) -> None:
    # as a killed process leaves it
    left = c2c.folder / disk.temporary_name(c2c.folder / "mine.toml", "99999")
    left.write_text("half")
    c2c("init", "mine.toml")
    assert [one.name for one in c2c.folder.iterdir()] == ["mine.toml"]
    assert c2c("init", "mine.toml/x.toml", code=5).err == (
        "c2c: error: cannot create directory mine.toml: file exists; no changes were made\n"
    )


def test_c2c_says_what_it_shows_until_a_registry_exists(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    help_text = c2c("--help").out
    lines = c2c().out.removeprefix(help_text).splitlines()
    assert lines == [
        "",
        "Until you create a registry, c2c shows the bundled one of the Korean centres.",
        "To try it, run c2c list. To create your own, run c2c init.",
    ]
    assert "ICHCAP" in c2c("list").out
    c2c("init")
    assert c2c().out == help_text
    monkeypatch.chdir("/")
    monkeypatch.setenv("C2C_DATA", "world")
    assert c2c().out == help_text
