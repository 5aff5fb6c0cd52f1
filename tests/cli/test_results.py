"""Results of changes as JSON, and the exit code of a dry run."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from c2c_cli.store import disk
from conftest import Program, Run
from samples import PROGRAM, REGISTRY, SMALL, centre, environment

FILE = "data/centres.toml"

MEETING = "add meeting --title Talks --start 2019-03 --city Seoul --status held"
CADENCE = "add cadence annual --name Annual --per-year 1 --since 2090"
OBLIGATION = "add obligation audit --name Audit --since 2090 --centres A"


def line(run: Run) -> dict[str, Any]:
    """Return the object that a run printed in one line."""
    assert run.out.count("\n") == 1
    found: dict[str, Any] = json.loads(run.out)
    return found


def result(change: str, *ids: str, **others: object) -> dict[str, object]:
    """Return the result of a change to records with some ids."""
    one = {"id": ids[0]} if len(ids) == 1 else {}
    return {"changed": True, **one, "ids": [*ids], "file": FILE, "change": change, **others}


RESULTS: list[tuple[str, dict[str, object]]] = [
    (MEETING, result("added meeting 2019-03-seoul", "2019-03-seoul")),
    ("add organisation MOE --name Ministry", result("added organisation MOE", "MOE")),
    ("add sector ocean --code O --name Ocean", result("added sector ocean", "ocean")),
    ("add source s --title S", result("added source s", "s")),
    (CADENCE, result("added cadence rule annual", "annual")),
    (OBLIGATION, result("added obligation audit", "audit")),
    (
        f"{CADENCE} && add waiver annual --year 2090 --reason R",
        result("added waiver annual 2090", "annual"),
    ),
    (
        "add centre N --name N --sector culture --country KR --event approved=2017",
        result("added centre N", "N"),
    ),
    ("add event a evaluated --date 2017", result("added event evaluated (2017) of centre A", "A")),
    (
        "add event B,A evaluated --date 2017",
        result("added event evaluated (2017) of centres B and A", "B", "A"),
    ),
    ("add contact A --role R --name Kim", result("added contact R of centre A", "A")),
    ("add contact O --name Kim", result("added contact of organisation O", "O")),
    ("edit centre A --city Jeju", result("updated city of centre A", "A")),
    ("edit centre A --id X", result('updated id (was "A") of centre X', "X")),
    (
        "add event A evaluated --date 2017 && edit event A evaluated --note N",
        result("updated note of event evaluated (2017) of centre A", "A"),
    ),
    ("edit network --note N", result("updated note of the network")),
    (
        "remove B",
        result("removed centre B", "B", toml=centre("B").removeprefix("\n")),
    ),
    (
        "add source s --title S && remove s O",
        result(
            "removed source s and organisation O",
            "s",
            "O",
            toml='[[organisation]]\nid = "O"\nname = "Office"\n\n[[source]]\nid = "s"\ntitle = "S"\n',
        ),
    ),
    (
        "add contact A --role R --name Kim && remove contact A R",
        result(
            "removed contact R of centre A",
            "A",
            toml='[[centre.contact]]\nrole = "R"\nname = "Kim"\n',
        ),
    ),
    (
        f"{CADENCE} && remove annual",
        result(
            "removed cadence rule annual",
            "annual",
            toml='[[cadence]]\nkind = "annual"\nname = "Annual"\nlevel = "annual"\nper_year = 1\n'
            "since = 2090\n",
        ),
    ),
    (
        "import centres.csv --update",
        result(
            "imported 2 records (1 added, 1 updated) from centres.csv",
            "B",
            "N",
            added=1,
            updated=1,
        ),
    ),
    (
        f"{OBLIGATION} && import waivers.json",
        result(
            "imported 2 records (2 added, 0 updated) from waivers.json",
            "audit",
            added=2,
            updated=0,
        ),
    ),
    (
        "import events.csv",
        result("imported 2 records (2 added, 0 updated) from events.csv", "A", added=2, updated=0),
    ),
]
"""Commands, and the result of the last one."""


def prepared(c2c: Program) -> Path:
    """Write a registry and two files to import."""
    organisation = '\n[[organisation]]\nid = "O"\nname = "Office"\n'
    c2c.write(
        "id,name,sector,country\nA,A,culture,KR\nB,Beta,culture,KR\nN,N,culture,KR\n", "centres.csv"
    )
    c2c.write("centre,kind,date\nA,evaluated,2010\nA,evaluated,2016\n", "events.csv")
    waivers = [{"kind": "audit", "year": year, "reason": "R"} for year in (2090, 2091)]
    c2c.write(json.dumps(waivers), "waivers.json")
    return c2c.write(SMALL + organisation + centre("A", name="A") + centre("B"))


def with_format(command: str) -> list[str]:
    option = "--output-format" if command.startswith("import") else "--format"
    return [*command.split(" "), option, "json"]


@pytest.mark.parametrize(("commands", "expected"), RESULTS, ids=[row[0] for row in RESULTS])
def test_result_of_a_change(c2c: Program, commands: str, expected: dict[str, object]) -> None:
    file = prepared(c2c)
    *before, last = commands.split(" && ")
    for command in before:
        c2c(*command.split(" "))
    content = file.read_bytes()
    difference = c2c(*last.split(" "), "--dry-run").out
    dry = line(c2c(*with_format(last), "--dry-run"))
    assert dry == {**expected, "diff": difference}
    assert file.read_bytes() == content
    run = c2c(*with_format(last))
    assert [*line(run)] == [*expected]
    assert line(run) == expected
    changed = file.read_bytes()
    assert changed != content
    assert c2c("undo", "--list", "--columns", "change").out.splitlines()[0] == expected["change"]
    undone = {"changed": True, "file": FILE, "change": expected["change"]}
    for option in ([], ["--redo"], []):
        assert line(c2c("undo", *option, "--format", "json")) == undone
    assert file.read_bytes() == content
    assert run.err == c2c(*last.split(" ")).err  # the messages are the same without a format


UNCHANGED: list[tuple[str, dict[str, object]]] = [
    ("edit centre A --country KR", {"id": "A", "ids": ["A"]}),
    ("edit network --name x", {"ids": []}),
    ("import same.csv --update", {"ids": [], "added": 0, "updated": 0}),
]


@pytest.mark.parametrize(("command", "about"), UNCHANGED, ids=[row[0] for row in UNCHANGED])
def test_result_of_a_command_that_changes_nothing(
    c2c: Program, command: str, about: dict[str, object]
) -> None:
    file = prepared(c2c)
    c2c("edit", "network", "--name", "x")
    c2c.write("id,name\nA,A\n", "same.csv")
    content = file.read_bytes()
    expected = {"changed": False, "file": FILE, **about}
    run = c2c(*with_format(command))
    assert line(run) == expected
    assert run.err == f"c2c: no changes to {FILE}\n"
    dry = c2c(*with_format(command), "--dry-run", "--exit-code")
    assert line(dry) == {**expected, "diff": ""}
    assert dry.err == f"c2c: no changes to {FILE}\n"
    assert file.read_bytes() == content


def test_result_contains_the_warnings(c2c: Program) -> None:
    prepared(c2c)
    run = c2c(*with_format("add event A closed --date 2090"))
    warning = '[centre A] event.date: the year 2090 of "closed" (2090) is more than 20 years ahead; correct the date'
    assert line(run)["warnings"] == [warning]
    assert f"c2c: warning: {warning}\n" in run.err
    c2c.write("of,role,email\nA,R,x\n", "p.csv")
    run = c2c(*with_format("import p.csv"))
    assert line(run)["warnings"] == run.err.splitlines()[1:]
    assert "invalid email address" in run.err


@pytest.mark.parametrize("option", [[], ["--dry-run"]])
def test_result_escapes_invisible_characters(c2c: Program, option: list[str]) -> None:
    prepared(c2c)
    c2c("edit", "centre", "B", "--note", "a\u202eb\x1bé\n")
    c2c("add", "contact", "B", "--role", "\u202e")
    run = c2c("remove", "B", "--format", "json", *option)
    assert "\u202e" not in run.out
    assert "é" in line(run)["toml"]


def test_errors_print_no_result(c2c: Program) -> None:
    file = prepared(c2c)
    content = file.read_bytes()
    for command, code in (
        ("add centre A --name A --sector culture --country KR", 5),
        ("edit centre X --city Y", 4),
        ("edit centre A --country XX", 2),
        ("remove culture", 5),
        ("import no.csv", 3),
        ("undo", 5),
    ):
        run = c2c(*with_format(command), code=code)
        assert run.out == ""
        assert run.err.startswith("c2c: error: ")
    assert file.read_bytes() == content


@pytest.mark.parametrize(
    ("command", "option"),
    [("add source s --title S", "--format"), ("import centres.csv", "--output-format")],
)
def test_an_unknown_format_is_refused(c2c: Program, command: str, option: str) -> None:
    prepared(c2c)
    for word, hint in (("jsno", 'did you mean "json"?'), ("csv", "expected json")):
        run = c2c(*command.split(" "), option, word, code=2)
        assert run.err == f'c2c: error: {option}: unknown format "{word}"; {hint}\n'


WRITERS = (
    "add source s --title S",
    "edit centre A --city Jeju",
    "remove B",
    "import centres.csv --update",
)


@pytest.mark.parametrize("command", WRITERS)
def test_exit_code_of_a_dry_run(c2c: Program, command: str) -> None:
    file = prepared(c2c)
    content = file.read_bytes()
    words = command.split(" ")
    plain = c2c(*words, "--dry-run")
    assert c2c(*words, "--dry-run", "--exit-code", code=1) == plain._replace(code=1)
    assert c2c(*words, "--exit-code", code=2) == (
        2,
        "",
        "c2c: error: --dry-run is required with --exit-code; add --dry-run\n",
    )
    assert file.read_bytes() == content
    c2c(*words)
    assert c2c("undo", "--dry-run", "--exit-code", code=1).out
    c2c("undo")
    c2c("undo", "--dry-run", "--exit-code", code=5)


def test_exit_code_without_a_change(c2c: Program) -> None:
    prepared(c2c)
    same = ("edit", "centre", "A", "--country", "KR", "--dry-run", "--exit-code")
    assert c2c(*same) == (0, "", f"c2c: no changes to {FILE}\n")


def test_an_editor_has_a_result_and_an_exit_code(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = prepared(c2c)
    content = file.read_text()
    monkeypatch.setenv("EDITOR", "sed -i.bak s/Name/Other/")
    c2c("edit", "centre", "B", "--name", "Name of B")
    named = file.read_text()
    one = ("edit", "centre", "B", "--format", "json")
    whole = ("edit", "--format", "json")
    about_b = {"id": "B", "ids": ["B"], "file": FILE}
    for command, about, done in (
        (one, about_b, "edited centre B"),
        (whole, {"file": FILE}, "edited the text"),
    ):
        run = c2c(*command, "--dry-run", "--exit-code", code=1)
        assert line(run)["diff"].count("\n+") == 2
        assert file.read_text() == named
        assert line(c2c(*command)) == {"changed": True, **about, "change": done}
        assert file.read_text() == named.replace("Name of B", "Other of B")
        unchanged = {"changed": False, **about}
        run = c2c(*command)
        assert line(run) == unchanged
        assert run.err == f"c2c: no changes to {FILE}\n"
        assert line(c2c(*command, "--dry-run", "--exit-code")) == {**unchanged, "diff": ""}
        c2c("undo")
    assert content != named


@pytest.mark.parametrize(
    ("option", "value"),
    [("--exit-code", []), ("--format", ["json"]), ("--dry-run", []), ("--data", [FILE])],
)
def test_options_of_edit_belong_at_its_end(c2c: Program, option: str, value: list[str]) -> None:
    prepared(c2c)
    run = c2c("edit", option, *value, "centre", "A", "--city", "x", code=2)
    assert run.err == f"c2c: error: unexpected {option} before centre; move it to the end\n"


def test_a_change_that_is_repeated_has_one_result(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = prepared(c2c)
    real = disk.new_file
    saves = iter(["# saved by an editor\n", ""])

    def write_late(temporary: Path, mode: int) -> Any:
        if temporary.name.startswith("."):  # not a copy for undo
            file.write_text(next(saves) + file.read_text())
        return real(temporary, mode)

    monkeypatch.setattr(disk, "new_file", write_late)
    assert line(c2c(*with_format("edit centre A --city Jeju")))["changed"] is True
    assert file.read_text().startswith("# saved")


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="requires /dev/full")
def test_a_result_that_cannot_be_printed_is_a_warning(c2c: Program) -> None:
    """A failure after the change must not look like one of the change; remove prints before."""
    reader, closed_pipe = os.pipe()
    os.close(reader)
    cases = [
        (
            os.open("/dev/full", os.O_WRONLY),
            "cannot write to standard output: no space left on device",
        ),
        (closed_pipe, "cannot write to standard output: broken pipe"),
    ]
    for output, warning in cases:
        file = c2c.write(REGISTRY)
        done = subprocess.run(
            [PROGRAM, "edit", "centre", "ICM", "--city", "Jeju", "--format", "json"],
            stdout=output,
            stderr=subprocess.PIPE,
            check=False,
            env=environment(c2c.folder),
        )
        assert done.returncode == 0
        assert done.stderr.decode() == (
            f"c2c: updated city of centre ICM in {FILE}\nc2c: warning: {warning}\n"
        )
        changed = file.read_bytes()
        assert b"Jeju" in changed
        removed = subprocess.run(
            [PROGRAM, "remove", "2018-11", "--format", "json"],
            stdout=output,
            stderr=subprocess.PIPE,
            check=False,
            env=environment(c2c.folder),
        )
        assert removed.returncode in {5, 141}
        assert file.read_bytes() == changed
        os.close(output)
