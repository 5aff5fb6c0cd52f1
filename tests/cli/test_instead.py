"""Hints that name the command to use for a record."""

import pytest

from conftest import Program
from samples import SMALL, centre, meeting, record, rule

REGISTRY = (
    SMALL
    + record("source", id="letter", title="x")
    + record("source", id="education", title="x")
    + centre("ICM")
    + meeting("2018-11", status="tentative")
    + rule("formal", until=2019)
    + rule("formal", since=2021)
    + rule("heads", level="heads")
    + record("obligation", kind="board", name="Board", since=2015)
)


@pytest.mark.parametrize(
    ("command", "hint"),
    [
        ("edit 2018-11 --status held", "use c2c edit meeting 2018-11"),
        ("edit icm --city Seoul", "use c2c edit centre ICM"),
        ("edit natcom", "use c2c edit organisation NATCOM"),
        ("edit CLT --name x", "use c2c edit sector culture"),
        ("edit letter --date 2018", "use c2c edit source letter"),
        ("edit heads --per-year 2", "use c2c edit cadence heads"),
        ("edit board --until 2030", "use c2c edit obligation board"),
        ("edit education", "use c2c edit sector education or c2c edit source education"),
        (
            "edit formal --until 2030",
            "use c2c edit cadence formal --on 2018 or c2c edit cadence formal --on 2021",
        ),
        (
            "edit ICM --data data/centres.toml",
            "use c2c edit centre ICM --data data/centres.toml",
        ),
        (
            "edit ICM --data=data/centres.toml",
            "use c2c edit centre ICM --data data/centres.toml",
        ),
        (
            "edit --data data/centres.toml ICM",
            "use c2c edit centre ICM --data data/centres.toml",
        ),
        ("edit ICN", "see c2c edit --help"),
        ("edit centr ICM", 'did you mean "centre"?'),
        ("edit ICM --data nofile.toml", "see c2c edit --help"),
        ("edit ICM --data world", "see c2c edit --help"),
        ("edit ICM --data -", "see c2c edit --help"),
        ("edit ICM --data", "use c2c edit centre ICM"),
        ("add ICM", "see c2c add --help"),
    ],
)
def test_id_without_a_noun_names_the_command_that_edits_the_record(
    c2c: Program, command: str, hint: str
) -> None:
    c2c.write(REGISTRY)
    word = next(word for word in command.split()[1:] if "data" not in word)
    sentence = f'c2c: error: unknown command "{word}"; {hint}\n'
    assert c2c(*command.split(), code=2) == (2, "", sentence)


def test_command_of_the_hint_works(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    hint = c2c("edit", "2018-11", "--status", "held", code=2).err.partition("use c2c ")[2]
    c2c(*hint.split(), "--status", "held")
    assert file.read_text() == REGISTRY.replace("tentative", "held")


def test_unreadable_registry_gives_no_hint(c2c: Program) -> None:
    c2c.write(f"{REGISTRY}[[centre")
    assert c2c("edit", "ICM", code=2).err == (
        'c2c: error: unknown command "ICM"; see c2c edit --help\n'
    )
    assert c2c("sectors", "culture", code=2).err == (
        'c2c: error: unexpected argument "culture"; see c2c sectors --help\n'
    )


@pytest.mark.parametrize(
    ("command", "hint"),
    [
        ("agreements ICM", "use c2c show ICM"),
        ("sectors culture", "use c2c show culture"),
        ("organisations natcom", "use c2c show natcom"),
        ("cadence heads", "use c2c show heads"),
        (
            "sectors culture --data data/centres.toml",
            "use c2c show culture --data data/centres.toml",
        ),
        ("sectors ICN", "see c2c sectors --help"),
    ],
)
def test_id_after_a_listing_names_the_command_that_shows_the_record(
    c2c: Program, command: str, hint: str
) -> None:
    c2c.write(REGISTRY)
    word = command.split()[1]
    assert c2c(*command.split(), code=2).err == (
        f'c2c: error: unexpected argument "{word}"; {hint}\n'
    )


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (
            "edit centre NATCOM --name x",
            '"NATCOM" is an organisation, not a centre; use c2c edit organisation NATCOM',
        ),
        ("add event natcom closed", '"natcom" is an organisation, not a centre; expected ICM'),
        (
            "edit event NATCOM closed --date 2018",
            '"NATCOM" is an organisation, not a centre; expected ICM',
        ),
        ("remove event 2018-11 closed", '"2018-11" is a meeting, not a centre; expected ICM'),
        (
            "add contact 2018-11 --role x",
            '"2018-11" is a meeting, not a centre or organisation; expected ICM or NATCOM',
        ),
        ("remove meeting icm", '"icm" is a centre, not a meeting; use c2c remove centre ICM'),
        (
            "edit contact ICM director --note x",
            'unknown contact "director"; add it with c2c add contact ICM --role director',
        ),
    ],
)
def test_wrong_noun_names_the_right_one(c2c: Program, command: str, sentence: str) -> None:
    c2c.write(REGISTRY)
    assert c2c(*command.split(), code=4).err == f"c2c: error: {sentence}\n"
