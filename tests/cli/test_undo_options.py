"""`c2c undo`: its options, and the list of changes."""

import datetime
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from c2c_cli.store import disk
from conftest import Program
from samples import REGISTRY, SMALL, centre

ADD = ("add", "organisation", "MOE", "--name", "Ministry")


def test_dry_run_shows_the_difference_and_writes_nothing(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c("edit", "centre", "ICDH", "--city", "Seoul")
    changed = file.read_text()
    diff = """\
--- a/data/centres.toml
+++ b/data/centres.toml
@@ -23,7 +23,7 @@
 name = "Centre for Documentary Heritage"
 sector = "culture"  # a "sector's" # id
 country = "KR"
-city = "Seoul"
+city = "Cheongju"
 note = \"\"\"
 [[centre]] is how a centre begins # here
 \"\"\"
"""
    assert c2c("undo", "--dry-run") == (0, diff, "")
    assert file.read_text() == changed
    c2c("undo")
    back = diff.replace(
        '-city = "Seoul"\n+city = "Cheongju"', '-city = "Cheongju"\n+city = "Seoul"'
    )
    assert c2c("undo", "--redo", "--dry-run") == (0, back, "")
    assert file.read_text() == REGISTRY
    assert c2c("undo", "--dry-run", code=5).err == (
        "c2c: error: nothing to undo in data/centres.toml; no changes were made\n"
    )


def test_list_shows_the_changes_in_the_order_of_undo(c2c: Program) -> None:
    c2c.write(REGISTRY)
    c2c.write("id,name,sector,country\nCEX,Examples,culture,KR\n", "a;b.csv")
    started = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    c2c(*ADD)
    c2c("import", "a;b.csv")
    c2c("remove", "2018-11")
    out = c2c("undo", "--list").out
    times = [datetime.datetime.fromisoformat(found) for found in re.findall(r"\t(.*)\t", out)]
    assert all(started <= found <= datetime.datetime.now(datetime.UTC) for found in times)
    assert re.sub(r"\t.*\t", "\tTIME\t", out) == (
        "1\tTIME\tremoved meeting 2018-11\n"
        "2\tTIME\timported 1 record (1 added, 0 updated) from a;b.csv\n"
        "3\tTIME\tadded organisation MOE\n"
    )
    c2c("undo")
    c2c("undo")
    assert c2c("undo", "--list", "--columns", "number,change").out == "1\tadded organisation MOE\n"
    assert c2c("undo", "--redo", "--list", "--columns", "number,change").out == (
        "1\timported 1 record (1 added, 0 updated) from a;b.csv\n2\tremoved meeting 2018-11\n"
    )


FORMATS = {
    "tsv": "1\t{0}\tupdated city of centre ICM\n2\t{1}\tadded organisation MOE\n",
    "csv": "number,time,change\n1,{0},updated city of centre ICM\n2,{1},added organisation MOE\n",
    "md": (
        "| number | time | change |\n| --- | --- | --- |\n"
        "| 1 | {0} | updated city of centre ICM |\n| 2 | {1} | added organisation MOE |\n"
    ),
    "jsonl": (
        '{{"number": 1, "time": "{0}", "change": "updated city of centre ICM"}}\n'
        '{{"number": 2, "time": "{1}", "change": "added organisation MOE"}}\n'
    ),
    "table": (
        "Changes\n"
        "\n"
        "Number  Time                       Change\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
        "     1  {0}  updated city of centre ICM\n"
        "     2  {1}  added organisation MOE\n"
        "\n"
        "2 changes\n"
    ),
}


@pytest.mark.parametrize("name", FORMATS)
def test_list_in_each_format(c2c: Program, name: str) -> None:
    c2c.write(REGISTRY)
    c2c(*ADD)
    c2c("edit", "centre", "ICM", "--city", "Seoul")
    found = json.loads(c2c("undo", "--list", "--format", "json").out)
    assert [(one["number"], one["change"]) for one in found] == [
        (1, "updated city of centre ICM"),
        (2, "added organisation MOE"),
    ]
    times = [one["time"] for one in found]
    if name == "md":
        times = [re.sub(r":(\d\d[+-])", r"\\:\1", found) for found in times]
    assert c2c("undo", "--list", "--format", name).out == FORMATS[name].format(*times)


def test_an_empty_list_is_reported_in_a_terminal(c2c: Program) -> None:
    c2c.write(REGISTRY)
    assert c2c("undo", "--list", terminal=True) == (0, "", "c2c: no changes to undo\n")
    assert c2c("undo", "--list") == (0, "", "")


REFUSED = [
    (["--format", "csv"], 2, "--list is required with --format csv; add --list"),
    (["--exit-code"], 2, "--dry-run is required with --exit-code; add --dry-run"),
    (["--if", ""], 2, "--if: TEXT is empty; pass part of the description of a change"),
    (["--if", " "], 2, "--if: TEXT is empty; pass part of the description of a change"),
    (["--list", "--if", "x"], 2, "--list cannot be used with --if"),
    (["--list", "--dry-run", "--exit-code"], 2, "--list cannot be used with --exit-code"),
    (["--forget", "--if", "x"], 2, "--forget cannot be used with --if"),
    (["--no-header"], 2, "--list is required with --no-header; add --list"),
    (["--header"], 2, "--list is required with --header; add --list"),
    (["--output", "-"], 2, "--list is required with --output; add --list"),
    (["--output", "x.tsv"], 2, "--list is required with --output; add --list"),
    (
        ["--list", "--columns", "when"],
        2,
        '--columns: unknown column "when"; expected number, time or change',
    ),
    (["--data", "-"], 2, "--data: cannot write to standard input; pass a file"),
    (["--list", "--data", "-"], 2, "--data: cannot write to standard input; pass a file"),
    (
        ["--data", "no.toml"],
        3,
        "no.toml not found; pass another file",
    ),
    (
        ["--list", "--data", "no.toml"],
        3,
        "no.toml not found; pass another file",
    ),
    (["--forget", "--redo"], 2, "--forget cannot be used with --redo"),
    (["--forget", "--list", "--dry-run"], 2, "--forget cannot be used with --list or --dry-run"),
    (["--forget", "--no-header"], 2, "--forget cannot be used with --no-header"),
    (
        ["--forget", "--list", "--format", "csv"],
        2,
        "--forget cannot be used with --list or --format",
    ),
    (["--forget", "--data", "-"], 2, "--data: cannot write to standard input; pass a file"),
    (
        ["--forget", "--data", "korea"],
        5,
        "korea is read-only, so no changes were made; copy it with c2c init mine.toml --copy korea",
    ),
    (["MOE"], 2, 'unexpected argument "MOE"; see c2c undo --help'),
]


@pytest.mark.parametrize(("args", "code", "sentence"), REFUSED)
def test_refused(c2c: Program, args: list[str], code: int, sentence: str) -> None:
    c2c.write(REGISTRY)
    assert c2c("undo", *args, code=code) == (code, "", f"c2c: error: {sentence}\n")


def test_standard_input_cannot_be_named_by_the_environment(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("C2C_DATA", "-")
    assert (
        c2c("undo", code=2).err
        == "c2c: error: C2C_DATA: cannot write to standard input; set C2C_DATA to a file, or pass --data FILE\n"
    )


def test_a_read_only_file_is_not_replaced(c2c: Program) -> None:
    file: Path = c2c.write(REGISTRY)
    c2c(*ADD)
    file.chmod(0o444)
    assert (
        c2c("undo", code=5).err
        == "c2c: error: data/centres.toml is read-only, so no changes were made; make it writable, or use a copy\n"
    )


def versions(tmp_path: Path) -> list[Path]:
    """Return all files and directories of kept versions."""
    return sorted((tmp_path / "home/.local/state/c2c/undo").glob("*"))


def test_forget_deletes_the_versions_of_one_file_in_both_directions(
    c2c: Program, tmp_path: Path
) -> None:
    file = c2c.write(REGISTRY)
    c2c.write(REGISTRY, "other.toml")
    c2c(*ADD, "--data", "other.toml")
    c2c(*ADD)
    c2c("edit", "centre", "ICM", "--city", "Seoul")
    c2c("undo")
    changed = file.read_text()
    assert c2c("undo", "--forget") == (
        0,
        "",
        "c2c: deleted 2 saved versions of data/centres.toml\n",
    )
    assert file.read_text() == changed
    assert len(versions(tmp_path)) == 1
    for option, verb in (([], "undo"), (["--redo"], "redo")):
        assert c2c("undo", *option, code=5).err == (
            f"c2c: error: nothing to {verb} in data/centres.toml; no changes were made\n"
        )
    assert c2c("undo", "--forget").err == ("c2c: no saved versions of data/centres.toml\n")
    assert c2c("undo", "--data", "other.toml").err == (
        'c2c: undid "added organisation MOE" in other.toml\n'
    )


def test_forget_deletes_incomplete_and_invalid_versions(c2c: Program, tmp_path: Path) -> None:
    c2c.write(REGISTRY)
    c2c(*ADD)
    (directory,) = versions(tmp_path)
    (directory / "undo-00000001").write_bytes(b"{")
    (directory / "redo-00000007").write_bytes(b"")
    assert c2c("undo", "--list").out == ""
    assert c2c("undo", "--forget").err == "c2c: deleted 2 saved versions of data/centres.toml\n"
    assert not versions(tmp_path)


def test_forget_deletes_the_versions_of_a_deleted_file(c2c: Program, tmp_path: Path) -> None:
    file = c2c.write(REGISTRY, "old/network.toml")
    c2c(*ADD, "--data", "old/network.toml")
    file.unlink()
    file.parent.rmdir()
    c2c("undo", "--data", "old/network.toml", code=3)
    assert c2c("undo", "--forget", "--data", "old/network.toml").err == (
        "c2c: deleted 1 saved version of old/network.toml\n"
    )
    assert not versions(tmp_path)


def test_forget_deletes_leftovers_of_killed_writers(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c(*ADD)
    file.with_name(disk.temporary_name(file, "0123456789ab")).write_text(REGISTRY)
    c2c("undo", "--forget")
    assert [path.name for path in file.parent.iterdir()] == ["centres.toml"]


def test_forget_deletes_leftovers_if_no_versions_are_kept(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    file.with_name(disk.temporary_name(file, f"{ended.pid}-0123456789ab")).write_text(REGISTRY)
    c2c("undo", "--forget")
    assert [path.name for path in file.parent.iterdir()] == ["centres.toml"]


def test_forget_names_a_version_that_cannot_be_deleted(c2c: Program, tmp_path: Path) -> None:
    c2c.write(REGISTRY)
    for number in range(3):
        c2c("edit", "centre", "ICM", "--city", f"City {number}")
    (directory,) = versions(tmp_path)
    stuck = directory / "undo-00000002"
    stuck.unlink()
    stuck.mkdir()
    run = c2c("undo", "--forget", code=5)
    assert run.err.startswith(f"c2c: error: cannot delete {stuck}: ")
    assert run.err.count("\n") == 1
    assert "no changes" not in run.err
    assert [file.name for file in directory.iterdir()] == ["undo-00000002"]


NAMELESS = [
    ("add contact A --name Zoë --email z@example.org", "added contact of centre A"),
    ("edit contact A Zoë --role Director --email y@example.org", "updated contact Director of centre A"),
    ("edit contact A Director --phone 0123", "updated phone of contact Director of centre A"),
    ("edit contact A Director --phone=", "updated contact Director of centre A"),
    (f"edit contact A Director --name {'Z' * 90}", "updated contact Director of centre A"),
    ("edit contact A Director --name Ann", "updated contact Director of centre A"),
    ("edit contact A Director --role=", "updated contact of centre A"),
    ("remove contact A Ann", "removed contact of centre A"),
]  # fmt: skip


def test_list_names_no_contact(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    for command, change in NAMELESS:
        result = json.loads(c2c(*command.split(), "--format", "json").out)
        assert result["change"] == change
    listed = c2c("undo", "--list", "--columns", "change").out.splitlines()
    assert listed == [change for _, change in reversed(NAMELESS)]
    assert c2c("undo").err == f'c2c: undid "{NAMELESS[-1][1]}" in data/centres.toml\n'
    c2c.write("of,name,email\nA,Kim Person,kim@example.org\n", "p.csv")
    c2c("import", "p.csv")
    assert c2c("undo", "--list", "--columns", "change").out.splitlines()[0] == (
        "imported 1 record (1 added, 0 updated) from p.csv"
    )


def with_time(tmp_path: Path, time: str) -> None:
    """Set the time of the only kept version."""
    (directory,) = versions(tmp_path)
    (kept,) = directory.iterdir()
    header, _, content = kept.read_bytes().partition(b"\n")
    kept.write_bytes(json.dumps({**json.loads(header), "time": time}).encode() + b"\n" + content)


@pytest.fixture
def in_seoul(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set the local time to that of Seoul."""
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Asia/Seoul")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="requires tzset")
@pytest.mark.usefixtures("in_seoul")
@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("2026-12-02 03:46:34", "2026-12-02T03:46:34+09:00"),  # as earlier releases kept it
        ("2026-12-02T03:46:34+09:00", "2026-12-02T03:46:34+09:00"),
        ("2026-12-02T03:46:34+00:00", "2026-12-02T12:46:34+09:00"),  # kept in another zone
        ("2026-06-02T03:46:34-04:00", "2026-06-02T16:46:34+09:00"),
    ],
)
def test_times_are_local_and_have_an_offset(
    c2c: Program, tmp_path: Path, kept: str, shown: str
) -> None:
    file = c2c.write(REGISTRY)
    c2c(*ADD)
    with_time(tmp_path, kept)
    assert c2c("undo", "--list", "--columns", "time").out == f"{shown}\n"
    c2c("undo")
    assert file.read_text() == REGISTRY


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="requires tzset")
@pytest.mark.usefixtures("in_seoul")
def test_the_time_of_a_change_is_now(c2c: Program) -> None:
    c2c.write(REGISTRY)
    before = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    c2c(*ADD)
    listed = c2c("undo", "--list", "--columns", "time").out.strip()
    assert listed.endswith("+09:00")
    now = datetime.datetime.now(datetime.UTC)
    assert before <= datetime.datetime.fromisoformat(listed) <= now


@pytest.mark.parametrize("kept", ["", "today", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59"])
def test_a_version_with_an_invalid_time_is_listed_or_ignored(
    c2c: Program, tmp_path: Path, kept: str
) -> None:
    c2c.write(REGISTRY)
    c2c(*ADD)
    with_time(tmp_path, kept)
    assert c2c("undo", "--list").err == ""
    c2c("undo", code=None)


CONDITIONS = [
    ("added organisation MOE", True),
    ("ORGANISATION moe", True),
    ("moé", True),
    ("ICM", False),
    ("added  organisation", False),
]


@pytest.mark.parametrize(("text", "is_undone"), CONDITIONS)
def test_a_change_is_undone_only_if_it_contains_the_text(
    c2c: Program, text: str, is_undone: bool
) -> None:
    file = c2c.write(REGISTRY)
    c2c(*ADD)
    added = file.read_text()
    if is_undone:
        for option, content in (([], REGISTRY), (["--redo"], added), ([], REGISTRY)):
            c2c("undo", *option, "--if", text)
            assert file.read_text() == content
        return
    why = (
        f'change ("added organisation MOE") does not contain "{text}", so no changes were made; '
        "replace --if with --list to see all changes"
    )
    for option in ([], ["--dry-run"], ["--dry-run", "--exit-code"], ["--format", "json"]):
        run = c2c("undo", *option, "--if", text, code=5)
        assert run == (5, "", f"c2c: error: --if: the last {why}\n")
    assert file.read_text() == added
    c2c("undo")
    run = c2c("undo", "--redo", "--if", text, code=5)
    assert run == (5, "", f"c2c: error: --if: the last undone {why}\n")
    assert file.read_text() == REGISTRY


def test_a_condition_is_about_the_next_change_only(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c(*ADD)
    c2c("edit", "centre", "ICM", "--city", "Seoul")
    before = file.read_text()
    assert c2c("undo", "--if", "MOE", code=5).err == (
        'c2c: error: --if: the last change ("updated city of centre ICM") does not contain "MOE", so '
        "no changes were made; replace --if with --list to see all changes\n"
    )
    file.write_text(before + "# by hand\n")
    assert c2c("undo", "--if", "ICM", code=5).err == (
        'c2c: error: cannot undo "updated city of centre ICM": data/centres.toml has since '
        "been edited or merged, so no changes were made; reverse that change first\n"
    )
