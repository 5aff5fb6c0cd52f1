"""`c2c remove`: refused removals, and removed records that are restored."""

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
