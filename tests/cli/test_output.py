"""`--output FILE`: the file is replaced as a whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from c2c_cli.cli import COMMANDS, app
from conftest import Program
from samples import SMALL, centre, meeting, record, rule

LISTINGS = [
    name
    for name in COMMANDS
    if name != "undo" and getattr(app.get_command(None, name), "empty_view", None)
]
LISTINGS[LISTINGS.index("changes")] += " --from 2018"
LISTINGS[LISTINGS.index("sql")] += " --tables"
LISTINGS[LISTINGS.index("show")] += " A"


@pytest.fixture
def folder(c2c: Program) -> Path:
    owed = record("obligation", kind="board", name="Board", since=2018)
    contact = record("centre.contact", role="Director")
    source = record("source", id="letter", title="A letter")
    records = (
        source + rule() + owed + centre("A", "opened:2018") + contact + meeting(attendees=["A"])
    )
    c2c.write(SMALL + records)
    c2c("edit", "centre", "A", "--city", "Seoul")
    return c2c.folder


@pytest.mark.parametrize("command", [*LISTINGS, "undo --list"])
def test_every_listing_writes_a_file(c2c: Program, folder: Path, command: str) -> None:
    expected = c2c(*command.split()).out
    assert expected
    assert c2c(*command.split(), "--output", "x", terminal=True) == (0, "", "c2c: wrote x\n")
    assert (folder / "x").read_text() == expected
    assert c2c(*command.split(), "--output", "-").out == expected


@pytest.mark.parametrize("form", ["tsv", "csv", "json", "jsonl", "md"])
def test_extension_names_the_format(c2c: Program, folder: Path, form: str) -> None:
    expected = c2c("list", "--format", form).out
    c2c("list", "--output", f"x.{form.upper()}")
    assert (folder / f"x.{form.upper()}").read_text() == expected
    c2c("list", "--output", f"x.{form}", "--format", "tsv")
    assert (folder / f"x.{form}").read_text() == c2c("list").out


def test_extension_of_another_command_is_an_error(c2c: Program, folder: Path) -> None:
    assert c2c("report", "--output", "r.csv", code=2).err == (
        'c2c: error: --output: unknown file extension ".csv"; expected .md, .html, .docx or .xlsx, or pass --format\n'
    )
    c2c("report", "--output", "r.csv", "--format", "md")
    assert (folder / "r.csv").read_text().startswith("# ")


def test_calendar_is_written_to_a_file(c2c: Program, folder: Path) -> None:
    c2c("meetings", "--output", "x.ics")
    assert (folder / "x.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_check_writes_the_file_and_exits_with_1(c2c: Program, folder: Path) -> None:
    c2c.write(SMALL + centre("A", "signed:2010:2016"))
    c2c("due", "--check", "--output", "x", code=1)
    assert (folder / "x").read_text() == c2c("due").out


BAD = [
    ((".",), 5, "cannot write .: is a directory"),
    (("none/x",), 5, "cannot write none/x: no such file or directory"),
    (("read-only",), 5, "cannot write read-only: permission denied"),
    (("closed/x",), 5, "cannot write closed/x: permission denied"),
    (("",), 2, "--output: file name is empty"),
    (
        ("data/centres.toml",),
        2,
        "--output: data/centres.toml is the registry file; pass another file",
    ),
    (
        ("hard-link", "--data", "data/centres.toml"),
        2,
        "--output: hard-link is the registry file; pass another file",
    ),
    (
        ("other.csv", "--data", "korea"),
        2,
        "--output: other.csv is a TOML file; pass another file",
    ),
    (("dangling",), 5, "cannot write dangling: no such file or directory"),
    (("x" * 300,), 5, f"cannot write {'x' * 300}: file name too long"),
    (
        ("x.docx",),
        2,
        '--output: unknown file extension ".docx"; expected .tsv, .csv, .json, .jsonl, .md or .xlsx, or pass --format',
    ),
    (
        ("x.ics",),
        2,
        '--output: unknown file extension ".ics"; expected .tsv, .csv, .json, .jsonl, .md or .xlsx, or pass --format',
    ),
    (
        ("x.TOML",),
        2,
        '--output: unknown file extension ".toml"; expected .tsv, .csv, .json, .jsonl, .md or .xlsx, or pass --format',
    ),
    (
        ("x.xlsx", "--format", "csv"),
        2,
        "--format csv cannot be used with --output x.xlsx; omit --format",
    ),
    (
        ("x.CSV", "--format", "xlsx"),
        2,
        "--format xlsx cannot be used with --output x.CSV; omit --format",
    ),
    (
        ("link", "--data", "data/centres.toml"),
        2,
        "--output: link is the registry file; pass another file",
    ),
    (("old", "--columns", "nam"), 2, '--columns: unknown column "nam"; did you mean "name"?'),
    (
        ("old", "--data", "none"),
        3,
        '"none" not found; pass a file, korea or world, or create one with c2c init FILE',
    ),
]


@pytest.mark.posix
@pytest.mark.parametrize(("args", "code", "sentence"), BAD)
def test_error_leaves_the_file_as_it_was(
    c2c: Program, folder: Path, args: tuple[str], code: int, sentence: str
) -> None:
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "permission denied" in sentence:
        pytest.skip("root may write everything")
    for name in ("old", "read-only"):
        c2c.write("old", name)
    (folder / "read-only").chmod(0o444)
    (folder / "closed").mkdir(0o555)
    (folder / "link").symlink_to("data/centres.toml")
    (folder / "hard-link").hardlink_to("data/centres.toml")
    (folder / "other.csv").symlink_to(c2c.write(SMALL, "other.toml"))
    (folder / "dangling").symlink_to("none/x")
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    error = c2c("list", "--output", *args, code=code).err
    assert error.partition("; see c2c")[0].removesuffix("\n") == f"c2c: error: {sentence}"
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


@pytest.mark.posix
def test_mode_and_link_of_the_file_stay(c2c: Program, folder: Path) -> None:
    file = c2c.write("old", "there/x")
    file.chmod(0o640)
    (folder / "x").symlink_to("there/x")
    c2c("list", "--output", "x")
    assert (folder / "x").is_symlink()
    assert file.read_text() == c2c("list").out
    assert file.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in file.parent.iterdir()] == ["x"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="requires /dev/full")
def test_devices_are_written_in_place(c2c: Program, folder: Path) -> None:
    c2c("list", "--output", "/dev/null")
    assert c2c("list", "--output", "/dev/full", code=5).err == (
        "c2c: error: cannot write /dev/full: no space left on device\n"
    )
    assert folder.exists()


CUT_OFF = """
import os, sys, time
from c2c_cli.cli import main
os.fsync = lambda _: (os.write(2, b"x"), {END})
main(["list", "--output", "x"])
"""


def until_the_file_is_written(folder: Path, end: str) -> "subprocess.Popen[bytes]":
    script = CUT_OFF.replace("{END}", end)
    process = subprocess.Popen([sys.executable, "-c", script], cwd=folder, stderr=subprocess.PIPE)
    assert process.stderr
    assert process.stderr.read(1) == b"x"
    process.stderr.close()
    return process


@pytest.mark.posix
@pytest.mark.process
def test_leftover_of_a_killed_process_is_deleted_by_the_next(c2c: Program, folder: Path) -> None:
    before = {*folder.iterdir()}
    assert until_the_file_is_written(folder, "os.kill(os.getpid(), 9)").wait() == -9
    [left] = {*folder.iterdir()} - before
    c2c("list", "--output", "y")
    assert left.exists()
    c2c("list", "--output", "x")
    assert {*folder.iterdir()} - before == {folder / "x", folder / "y"}


@pytest.mark.process
def test_temporary_file_of_another_process_is_not_deleted(c2c: Program, folder: Path) -> None:
    before = {*folder.iterdir()}
    process = until_the_file_is_written(folder, "time.sleep(60)")
    [left] = {*folder.iterdir()} - before
    c2c("list", "--output", "x")
    assert left.exists()
    process.kill()
    process.wait()
    of_another_host = left.with_name(left.name.replace("-", "-x", 1))
    of_another_host.write_text("half")
    c2c("list", "--output", "x")
    assert {*folder.iterdir()} - before == {folder / "x", of_another_host}
    os.utime(of_another_host, (0, 0))
    c2c("list", "--output", "x")
    assert {*folder.iterdir()} - before == {folder / "x"}


@pytest.mark.posix
def test_standard_output_by_another_name_is_standard_output(c2c: Program, folder: Path) -> None:
    expected = c2c("list", "--format", "csv").out
    (folder / "x.csv").symlink_to("/dev/stdout")
    for args in (("x.csv",), ("/dev/stdout", "--format", "csv"), ("-", "--format", "csv")):
        assert c2c("list", "--output", *args) == (0, expected, "")
    assert (folder / "x.csv").is_symlink()
