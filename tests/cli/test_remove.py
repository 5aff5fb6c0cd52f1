"""`c2c remove`: refused removals, and removed records that are restored."""

import re

import pytest

from conftest import Program
from samples import REGISTRY, SMALL, centre, event, meeting, record, rule

REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (
        ("remove", "ICDH"),
        5,
        "cannot remove centre ICDH: it is still referenced by meeting 2018-06-27-jeju, so no changes were made; "
        "use c2c edit meeting 2018-06-27-jeju",
    ),
    (
        ("remove", "culture"),
        5,
        "cannot remove sector culture: it is still referenced by centre ICDH, so no changes were made; "
        "use c2c edit centre ICDH",
    ),
    (
        ("remove", "zz"),
        4,
        'unknown record "zz"; expected ICDH, ICM, NATCOM, 2018-06-27-jeju, 2018-11, culture or education',
    ),
    (("remove", "ICDH", "--on", "x"), 2, 'unknown option "--on"; see c2c remove --help'),
    (("remove", "NATCOM", "--data", "-"), 2, "--data: cannot write to standard input; pass a file"),
]


@pytest.mark.parametrize(("args", "code", "sentence"), REFUSED)
def test_refused_removal_leaves_file_unchanged(
    c2c: Program, args: tuple[str, ...], code: int, sentence: str
) -> None:
    file = c2c.write(REGISTRY)
    assert c2c(*args, code=code) == (code, "", f"c2c: error: {sentence}\n")
    assert file.read_text() == REGISTRY


def test_removed_record_can_be_imported_again(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    taken = c2c("remove", "ICM").out
    assert taken.startswith("# The second.\n[[centre]]\n")
    c2c.write(taken, "x.toml")
    assert (
        c2c("import", "x.toml").err
        == "c2c: imported 1 record (1 added, 0 updated) from x.toml into data/centres.toml\n"
    )
    assert file.read_text() == REGISTRY


SEVERAL = (
    SMALL
    + record("source", id="letter", title="x")
    + record("source", id="culture", title="x")
    + record("source", id="cited", title="x")
    + centre("A")
    + event("opened", 2019, sources=["cited"])
    + rule("formal", until=2019)
    + rule("formal", since=2021)
    + rule("heads", level="heads")
    + rule("annual", level="annual")
    + meeting("m", kind="heads")
)


@pytest.mark.parametrize(
    ("word", "record"),
    [
        ("LETTER", "source letter"),
        ("Annual", "cadence rule annual"),
        ("education", "sector education"),
    ],
)
def test_id_without_a_noun_finds_every_record(c2c: Program, word: str, record: str) -> None:
    file = c2c.write(SEVERAL)
    assert c2c("remove", word).err == f"c2c: removed {record} from data/centres.toml\n"
    assert len(file.read_text()) < len(SEVERAL)


@pytest.mark.parametrize(
    ("word", "code", "sentence"),
    [
        (
            "culture",
            2,
            'ambiguous id "culture"; use c2c remove sector culture or c2c remove source culture',
        ),
        (
            "formal",
            2,
            'ambiguous id "formal"; use c2c remove cadence formal --on 2018 or '
            "c2c remove cadence formal --on 2021",
        ),
        (
            "cited",
            5,
            "cannot remove source cited: it is still referenced by centre A, so no changes were made; "
            "use c2c edit centre A",
        ),
        (
            "heads",
            5,
            "cannot remove cadence rule heads: it is still referenced by meeting m, so no changes were "
            "made; use c2c edit meeting m",
        ),
        ("lettr", 4, 'unknown record "lettr"; did you mean "letter"?'),
        (
            "network",
            5,
            "cannot remove the network: every registry has one; no changes were made",
        ),
    ],
)
def test_id_without_a_noun_may_be_refused(
    c2c: Program, word: str, code: int, sentence: str
) -> None:
    file = c2c.write(SEVERAL)
    assert c2c("remove", word, code=code) == (code, "", f"c2c: error: {sentence}\n")
    assert file.read_text() == SEVERAL


TOGETHER = (
    REGISTRY.replace('status = "held"\n', 'status = "held"\nsources = ["letter"]\n')
    + "\n# a letter\n"
    + record("source", id="letter", title="x")
    + "\n"
    + record("source", id="book", title="y")
)


@pytest.mark.parametrize(
    "words",
    [
        "ICDH 2018-06-27-jeju letter NATCOM",
        "letter NATCOM ICDH 2018-06-27-jeju",
        "natcom LETTER 2018-06-27-jeju icdh ICDH",
    ],
)
def test_records_that_refer_to_each_other_are_removed_together(c2c: Program, words: str) -> None:
    file = c2c.write(TOGETHER)
    before = (
        c2c("list", "--sort", "id", "--format", "json").out,
        c2c("show", "letter", "natcom").out,
    )
    run = c2c("remove", *words.split())
    names = {
        "icdh": "centre ICDH",
        "2018-06-27-jeju": "meeting 2018-06-27-jeju",
        "letter": "source letter",
        "natcom": "organisation NATCOM",
    }
    named = [names[word] for word in dict.fromkeys(words.lower().split())]
    assert run.err == (
        f"c2c: removed {', '.join(named[:3])} and {named[3]} from data/centres.toml\n"
    )
    expected = TOGETHER
    for part in (
        '[[organisation]]\nid = "NATCOM"\nname = "National Commission"\n\n',
        TOGETHER[TOGETHER.index("# The first") : TOGETHER.index("# The second")],
        TOGETHER[TOGETHER.index("[[meeting]]") : TOGETHER.index('[[meeting]]\nid = "2018-11"')],
        '\n# a letter\n[[source]]\nid = "letter"\ntitle = "x"\n',
    ):
        expected = expected.replace(part, "", 1)
    assert file.read_text() == expected
    tables = [line for line in run.out.splitlines() if re.fullmatch(r"\[\[\w+\]\]", line)]
    assert tables == ["[[organisation]]", "[[centre]]", "[[meeting]]", "[[source]]"]
    c2c.write(run.out, "removed.toml")
    assert c2c("import", "removed.toml").err == (
        "c2c: imported 4 records (4 added, 0 updated) from removed.toml into data/centres.toml\n"
    )
    assert (
        c2c("list", "--sort", "id", "--format", "json").out,
        c2c("show", "letter", "natcom").out,
    ) == before
    c2c("undo")
    assert file.read_text() == expected
    c2c("undo")
    assert file.read_text() == TOGETHER


def test_many_removed_records_are_counted(c2c: Program) -> None:
    file = c2c.write(SMALL + "".join(centre(f"C{number}") for number in range(5)) + meeting("m"))
    run = c2c("remove", *(f"C{number}" for number in range(5)), "m")
    assert run.err == "c2c: removed 5 centres and 1 meeting from data/centres.toml\n"
    assert file.read_text() == SMALL
    assert "removed 5 centres and 1 meeting" in c2c("undo", "--list").out


@pytest.mark.parametrize(
    ("command", "tables"),
    [
        ("remove centre ICDH ICM 2018-06-27-jeju", None),
        ("remove centre ICM", ["centre"]),
        ("remove meeting 2018-11 2018-06-27-jeju", ["meeting", "meeting"]),
        ("remove organisation MOE", ["organisation"]),
        ("remove source book letter", ["source", "source"]),
        ("remove sector oceans VID --dry-run", []),
        ("remove sector OCE Vidensdeling", ["sector", "sector"]),
        ("remove record ICM MOE", ["centre", "organisation"]),
    ],
)
def test_records_of_a_table_are_removed_together(
    c2c: Program, command: str, tables: list[str] | None
) -> None:
    text = (
        REGISTRY
        + record("source", id="letter", title="x")
        + record("source", id="book", title="y")
        + record("organisation", id="MOE", name="x")
        + record("sector", id="oceans", code="OCE", name="Oceans")
        + record("sector", id="sharing", code="VID", name="x", names={"da": "Vidensdeling"})
    )
    file = c2c.write(text)
    run = c2c(*command.split(), code=4 if tables is None else 0)
    if tables is None:
        assert run.err == (
            'c2c: error: "2018-06-27-jeju" is a meeting, not a centre; use c2c remove meeting 2018-06-27-jeju\n'
        )
    else:
        found = [line for line in run.out.splitlines() if line.startswith("[[")]
        assert found == [f"[[{table}]]" for table in tables]
    assert (file.read_text() == text) == (not tables)


def test_all_records_that_are_still_referenced_are_named(c2c: Program) -> None:
    file = c2c.write(TOGETHER)
    assert c2c("remove", "NATCOM", "letter", "ICM", "culture", "--dry-run", code=5).err == (
        "c2c: error: cannot remove organisation NATCOM: it is still referenced by meeting "
        "2018-06-27-jeju; use c2c edit meeting 2018-06-27-jeju\n"
        "c2c: error: cannot remove source letter: it is still referenced by meeting "
        "2018-06-27-jeju; use c2c edit meeting 2018-06-27-jeju\n"
        "c2c: error: cannot remove sector culture: it is still referenced by centre ICDH, "
        "so no changes were made; use c2c edit centre ICDH\n"
    )
    assert c2c("remove", "ICM", "zz", code=4).out == ""
    assert file.read_text() == TOGETHER


def test_a_rule_goes_with_the_meetings_of_its_kind(c2c: Program) -> None:
    text = SMALL + rule("heads", level="heads") + meeting("m", kind="heads")
    file = c2c.write(text)
    c2c("remove", "heads", "m")
    assert file.read_text() == SMALL


def test_a_centre_hides_a_source_with_its_id(c2c: Program) -> None:
    file = c2c.write(SMALL + centre("A") + record("source", id="a", title="x"))
    assert c2c("show", "a").out.startswith("A\ttype\tcentre\nA\tid\tA\nA\tname\tx\n")
    assert "title" not in c2c("show", "a").out
    assert c2c("remove", "a").err == "c2c: removed centre A from data/centres.toml\n"
    assert c2c("remove", "a").err == "c2c: removed source a from data/centres.toml\n"
    assert file.read_text() == SMALL
