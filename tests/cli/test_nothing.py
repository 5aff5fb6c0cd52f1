"""What listing commands report at a terminal if they have no rows."""

import shlex

import pytest

from conftest import Program
from samples import SMALL, centre, event, is_root, meeting, record, without_colours

EMPTY = 'schema = 1\n\n[network]\nname = "A network"\n'
"""A registry without records."""

ADDING = {
    "centre": "CEX --name Examples --sector culture --country KR",
    "event": "A approved --date 2017",
    "meeting": "--title Talks --start 2100",
    "organisation": "MOE --name Ministry",
    "sector": "ocean --code IOC --name Oceanography",
    "cadence": "heads --name Heads --per-year 1 --since 2020",
    "obligation": "annual-report --name Report --since 2020",
}
"""The arguments with which each command that is proposed succeeds."""


@pytest.mark.parametrize(
    ("registry", "command", "said"),
    [
        (SMALL, "list", "no centres in data/centres.toml yet; run c2c add centre"),
        (SMALL, "list --as-of 1990", "no centres in data/centres.toml yet; run c2c add centre"),
        (SMALL, "agreements", "no centres in data/centres.toml yet; run c2c add centre"),
        (SMALL, "meetings", "no meetings in data/centres.toml yet; run c2c add meeting"),
        (
            SMALL,
            "timeline",
            "no events or meetings in data/centres.toml yet; run c2c add meeting",
        ),
        (SMALL, "cadence", "no cadence rules in data/centres.toml yet; run c2c add cadence"),
        (
            SMALL,
            "cadence --years",
            "no cadence rules in data/centres.toml yet; run c2c add cadence",
        ),
        (
            SMALL,
            "cadence --agreed",
            "no cadence rules in data/centres.toml yet; run c2c add cadence",
        ),
        (
            SMALL,
            "cadence --columns year",
            "no cadence rules in data/centres.toml yet; run c2c add cadence",
        ),
        (
            SMALL,
            "obligations",
            "no obligations in data/centres.toml yet; run c2c add obligation",
        ),
        (EMPTY, "list", "no sectors or centres in data/centres.toml yet; run c2c add sector"),
        (EMPTY, "sectors", "no sectors in data/centres.toml yet; run c2c add sector"),
        (
            EMPTY,
            "organisations",
            "no organisations in data/centres.toml yet; run c2c add organisation",
        ),
        (
            SMALL + centre(),
            "timeline",
            "no events or meetings in data/centres.toml yet; run c2c add event",
        ),
    ],
)
def test_empty_registry_is_reported_with_a_command_that_works(
    c2c: Program, registry: str, command: str, said: str
) -> None:
    c2c.write(registry)
    args = shlex.split(command)
    assert c2c(*args, terminal=True) == (0, "", f"c2c: {said}\n")
    assert c2c(*args) == (0, "", "")
    noun = said.rpartition(" ")[2]
    c2c("add", noun, *ADDING[noun].split())


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("list nowhere", "no matching centres"),
        ("list --as-of 1990", "no matching centres"),
        ("agreements --as-of 1990", "no matching agreements"),
        ("meetings --year 1990", "no matching meetings"),
        ("timeline --year 1990", "no matching events or meetings"),
        ("due", "nothing is due"),
        ("due --from 2100", "nothing is due on or after 2100"),
    ],
)
def test_filter_that_excludes_all_records_is_reported(
    c2c: Program, command: str, said: str
) -> None:
    c2c.write(SMALL + centre() + event("approved", 2017) + meeting())
    assert c2c(*command.split(), terminal=True) == (0, "", f"c2c: {said}\n")
    assert c2c(*command.split()) == (0, "", "")


def test_read_only_registry_is_reported_without_a_command(c2c: Program) -> None:
    said = "c2c: no cadence rules are recorded\n"
    assert c2c("cadence", "--data", "world", terminal=True) == (0, "", said)
    said = "c2c: no meetings are recorded\n"
    assert c2c("meetings", "--data", "-", stdin=SMALL.encode(), terminal=True).err == said
    c2c.write(SMALL).chmod(0o444)
    assert c2c("meetings", terminal=True).err == said


@pytest.mark.posix
@pytest.mark.skipif(is_root(), reason="root may write to any directory")
def test_registry_in_a_read_only_directory_is_reported_without_a_command(c2c: Program) -> None:
    directory = c2c.write(SMALL).parent
    directory.chmod(0o555)
    assert c2c("meetings", terminal=True).err == "c2c: no meetings are recorded\n"
    directory.chmod(0o755)


def test_command_names_the_file(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(SMALL, "a b.toml")
    said = "no centres in a b.toml yet; run c2c add centre"
    run = c2c("list", "--data", "a b.toml", terminal=True)
    assert run.err == f"c2c: {said} --data 'a b.toml'\n"
    monkeypatch.setenv("C2C_DATA", "a b.toml")
    assert c2c("list", terminal=True).err == f"c2c: {said}\n"


def test_other_output_is_unchanged(c2c: Program) -> None:
    c2c.write(SMALL)
    said = "c2c: no meetings in data/centres.toml yet; run c2c add meeting\n"
    assert c2c("meetings", "--format", "json", terminal=True) == (0, "[]\n", said)
    assert c2c("meetings", "--format", "ics", terminal=True).err == ""
    run = c2c("meetings", "--output", "out.csv", terminal=True)
    assert run.err == f"c2c: wrote out.csv\n{said}"


NETWORK = (
    SMALL
    + centre("A", "opened:2017", city="Jeju")
    + centre("B", "proposed:2017", sector="education", country="IR")
    + record("centre.contact", role="Director", name="Kim", email="kim@example.org")
    + meeting("2018-jeju", start=2018, organisers=["A"])
    + meeting("2019-jeju", start=2019, organisers=["B"])
)


@pytest.mark.parametrize(
    ("command", "noun", "option", "word"),
    [
        ("list --columns id contact", "centres", "--columns id,contact", "contact"),
        ("list status --columns id,name", "centres", "--columns id,name,status", "status"),
        ("contacts --columns email role", "contacts", "--columns email,role", "role"),
        ("list --sector ED clt", "centres", "--sector ED,clt", "clt"),
        ("list --status operating closed", "centres", "--status operating,closed", "closed"),
        ("list --country IR KP", "centres", "--country IR,KP", "KP"),
        ("meetings --year 2018 2020", "meetings", "--year 2018 --year 2020", "2020"),
        ("meetings --centre B A --format json", "meetings", "--centre B,A", "A"),
        ("timeline --year 2019 2018 --kind proposed", "items", "", ""),
        ("timeline --kind opened other", "events or meetings", "--kind opened,other", "other"),
        ("list --sector ED clt --as-of 1990", "centres", "", ""),
        ("list --sector ED nowhere", "centres", "", ""),
        ("list --columns id nowhere", "centres", "", ""),
        ("list status", "centres", "", ""),
        ("list --columns id,status status", "centres", "", ""),
        ("list --country IR ir", "centres", "", ""),
        ("meetings --year 2018 2018 --centre B", "meetings", "", ""),
        ("contacts --role Director Lee", "contacts", "", ""),
    ],
)
def test_blank_in_place_of_a_comma_is_reported(
    c2c: Program, command: str, noun: str, option: str, word: str
) -> None:
    c2c.write(NETWORK)
    run = c2c(*command.split())
    hint = f'write {option} if "{word}" is not text to search for'
    assert run.out in {"", "[]\n"}
    assert run.err == (f"c2c: warning: no matching {noun}; {hint}\n" if option else "")
    if option:
        at_terminal = without_colours(c2c(*command.split(), terminal=True).err)
        assert at_terminal.split() == run.err.split()
        before, _, after = command.partition(f" {word}")
        subcommand, *_ = before.split()
        assert c2c(subcommand, *option.split(), *after.split()).out
