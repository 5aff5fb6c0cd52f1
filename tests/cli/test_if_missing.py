"""`c2c add --if-missing`: what exists already is left as it is."""

import json

import pytest

from conftest import Program
from samples import SMALL, centre, meeting

FILE = "data/centres.toml"

ADDITIONS = [
    (
        "add centre C --name C --sector culture --country KR",
        "add centre c --name Other --sector culture --country FR",
        "centre C",
        ["C"],
    ),
    (
        "add meeting --title Talks --start 2019-03-05 --city Seoul --status held",
        "add meeting --title Other --start 2019-03-05 --city SEOUL",
        "meeting 2019-03-05-seoul",
        ["2019-03-05-seoul"],
    ),
    (
        "add meeting --id Talks --title Talks --start 2019-03-05 --status held",
        "add meeting --id talks --title Talks --start 2019-03-06",
        "meeting Talks",
        ["Talks"],
    ),
    ("add organisation O --name O", "add organisation o --name P", "organisation O", ["O"]),
    ("add sector s --code S --name S", "add sector S --code T --name T", "sector s", ["s"]),
    ("add source s --title S", "add source S --title T", "source s", ["s"]),
    (
        "add cadence annual --name A --per-year 1 --since 2030",
        "add cadence ANNUAL --name B --per-year 2 --since 2030",
        "cadence rule annual",
        ["annual"],
    ),
    (
        "add obligation audit --name A --since 2030 --centres A,B",
        "add obligation AUDIT --name B --since 2030 --centres a,b --every 2",
        "obligation audit",
        ["audit"],
    ),
    (
        "add waiver evaluated --year 2030 --centre A --reason R",
        "add waiver EVALUATED --year 2030 --centre a --reason S",
        "waiver evaluated 2030 A",
        ["evaluated"],
    ),
    (
        "add event A evaluated --date 2017 --note N",
        "add event a EVALUATED --date 2017",
        "event evaluated (2017) of centre A",
        ["A"],
    ),
    (
        "add event A annual-report --covers 2017",
        "add event A annual-report --covers 2017 --note N",
        "event annual-report for 2017 of centre A",
        ["A"],
    ),
    (
        "add event B,A evaluated",
        "add event b,a evaluated",
        "event evaluated of centres B and A",
        ["B", "A"],
    ),
    (
        "add contact A --role Director --name Kim",
        "add contact a --role director --name KIM --email k@example.org",
        "contact director of centre A",
        ["A"],
    ),
]
"""A command, one that adds the same record, the record in words, and the ids in the result."""


@pytest.fixture
def registry(c2c: Program) -> Program:
    """Return the program in a directory with a registry."""
    c2c.write(SMALL + centre("A") + centre("B"))
    c2c("add", "obligation", "evaluated", "--name", "E", "--since", "2010")
    return c2c


@pytest.mark.parametrize(
    ("first", "again", "name", "ids"), ADDITIONS, ids=[row[0] for row in ADDITIONS]
)
def test_what_exists_is_not_added_again(
    registry: Program, first: str, again: str, name: str, ids: list[str]
) -> None:
    file = registry.folder / FILE
    words = [*again.split(" "), "--if-missing"]
    added = registry(*first.split(" "), "--if-missing")
    assert added.err.startswith("c2c: added ")
    content = file.read_bytes()
    for command in (first.split(" "), again.split(" ")):
        assert registry(*command, code=None).code in {2, 5}
    sentence = f"c2c: {name} already exists; no changes to {FILE}\n"
    assert registry(*words) == (0, "", sentence)
    assert registry(*words, "--dry-run", "--exit-code") == (0, "", sentence)
    run = registry(*words, "--format", "json")
    one = {"id": ids[0]} if len(ids) == 1 else {}
    assert json.loads(run.out) == {"changed": False, **one, "ids": ids, "file": FILE}
    assert run.err == sentence
    assert file.read_bytes() == content


def test_an_event_is_added_to_the_centres_that_lack_it(registry: Program) -> None:
    file = registry.folder / FILE
    registry("add", "event", "A", "annual-report", "--covers", "2024")
    once = file.read_text()
    add = ("add", "event", "A,B", "annual-report", "--covers", "2024", "--if-missing")
    assert (
        registry(*add, "--dry-run", "--exit-code", code=1).out.count('+kind = "annual-report"') == 1
    )
    run = registry(*add, "--format", "json")
    assert run.err == (
        f"c2c: added event annual-report for 2024 of centre B to {FILE}; it already exists for A\n"
    )
    assert json.loads(run.out) == {
        "changed": True,
        "id": "B",
        "ids": ["B"],
        "file": FILE,
        "change": "added event annual-report for 2024 of centre B",
    }
    assert file.read_text().count("annual-report") == once.count("annual-report") + 1
    assert registry(*add).err == (
        "c2c: event annual-report for 2024 of centres A and B already exists; "
        f"no changes to {FILE}\n"
    )


def test_the_remark_on_a_period_is_kept(registry: Program) -> None:
    registry("add", "event", "A", "renewed", "--date", "2019", "--until", "2025")
    add = "add event A,B renewed --date 2019 --until +6y --if-missing"
    assert registry(*add.split(" ")).err.splitlines()[0] == (
        f"c2c: added event renewed (2019) of centre B to {FILE}; it already exists for A; "
        "expiry date 2025 is counted from the renewal (2019)"
    )


REFUSED = [
    ("add organisation A --name A", 5, 'centre "A" already exists'),
    ("add meeting --id a --title T --start 2090", 5, 'centre "A" already exists, so no changes were made; pass another id'),
    ("add centre m --name M --sector culture --country KR", 5, 'meeting "m" already exists'),
    ("add event A evaluated --date 2018-05", 5, "this may be the recorded event evaluated (2018) of centre A, so"),
    ("add event A evaluated --date 2018 --covers 2017", 5, "this may be the recorded event evaluated (2018) of centre A,"),
    ("add obligation evaluated --name E --since 2011", 5, "KIND: two obligations"),
    ("add centre A --name A --sector none --country KR", 2, '--sector: unknown sector "none"'),
    ("add centre A --name A", 2, "missing option --sector"),
    ("add meeting --title T --start 2019-03-05", 2, "--status is required because the start date"),
    ("add event X evaluated", 4, 'unknown centre "X"'),
]  # fmt: skip


@pytest.mark.parametrize(("command", "code", "start"), REFUSED, ids=[row[0] for row in REFUSED])
def test_errors_stay_errors(registry: Program, command: str, code: int, start: str) -> None:
    file = registry.folder / FILE
    file.write_text(file.read_text() + meeting("m"))
    registry("add", "event", "A", "evaluated", "--date", "2018")
    content = file.read_bytes()
    run = registry(*command.split(" "), "--if-missing", code=code)
    assert run.out == ""
    assert run.err.startswith(f"c2c: error: {start}")
    assert file.read_bytes() == content


def test_the_bundled_registry_is_not_copied_for_nothing(c2c: Program) -> None:
    add = ("add", "organisation", "KNCU", "--name", "x", "--if-missing", "--format", "json")
    run = c2c(*add)
    assert run.err.startswith("c2c: organisation KNCU already exists; no changes to ")
    assert json.loads(run.out)["changed"] is False
    assert c2c("edit", "centre", "ICM", "--country", "KR").err.startswith("c2c: no changes to ")
    assert not (c2c.folder.parent / "home").exists()
