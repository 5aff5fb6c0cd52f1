"""`c2c undo`: its options, and the list of changes."""

import datetime
import json
import re
from pathlib import Path

import pytest

from conftest import Program
from samples import REGISTRY

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
    started = datetime.datetime.now().replace(microsecond=0)  # noqa: DTZ005  # as shown to the user
    c2c(*ADD)
    c2c("import", "a;b.csv")
    c2c("remove", "2018-11")
    out = c2c("undo", "--list").out
    times = [datetime.datetime.fromisoformat(time) for time in re.findall(r"\t(.*)\t", out)]
    assert all(started <= time <= datetime.datetime.now() for time in times)  # noqa: DTZ005
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
    "excel": "\ufeffnumber,time,change\r\n1,{0},updated city of centre ICM\r\n2,{1},added organisation MOE\r\n",
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
        "Number  Time                 Change\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
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
    assert c2c("undo", "--list", "--format", name).out == FORMATS[name].format(
        *(one["time"] for one in found)
    )


def test_an_empty_list_is_reported_in_a_terminal(c2c: Program) -> None:
    c2c.write(REGISTRY)
    assert c2c("undo", "--list", terminal=True) == (0, "", "c2c: no changes to undo\n")
    assert c2c("undo", "--list") == (0, "", "")


REFUSED = [
    (["--format", "json"], 2, "--list is required with --format"),
    (["--no-header"], 2, "--list is required with --no-header"),
    (["--header"], 2, "--list is required with --header"),
    (["--output", "-"], 2, "--list is required with --output"),
    (["--output", "x.tsv"], 2, "--list is required with --output"),
    (
        ["--list", "--columns", "when"],
        2,
        '--columns: unknown column "when"; expected number, time or change',
    ),
    (["--data", "-"], 2, "--data: cannot write to standard input; pass a file"),
    (["--list", "--data", "-"], 2, "--data: cannot write to standard input; pass a file"),
    (["--data", "no.toml"], 3, "no.toml not found; pass another file, or create one with c2c init"),
    (
        ["--list", "--data", "no.toml"],
        3,
        "no.toml not found; pass another file, or create one with c2c init",
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
        == "c2c: error: C2C_DATA: cannot write to standard input; pass a file\n"
    )


def test_a_read_only_file_is_not_replaced(c2c: Program) -> None:
    file: Path = c2c.write(REGISTRY)
    c2c(*ADD)
    file.chmod(0o444)
    assert (
        c2c("undo", code=5).err
        == "c2c: error: data/centres.toml is read-only; no changes were made\n"
    )
