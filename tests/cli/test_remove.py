"""`c2c remove`: refused removals, and removed records that are restored."""

import pytest

from conftest import Program
from samples import REGISTRY

REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (
        ("remove", "ICDH"),
        5,
        "cannot remove centre ICDH: it is still referenced by meeting 2018-06-27-jeju; no changes were made",
    ),
    (
        ("remove", "culture"),
        5,
        "cannot remove sector culture: it is still referenced by centre ICDH; no changes were made",
    ),
    (
        ("remove", "zz"),
        4,
        'unknown record "zz"; expected ICDH, ICM, NATCOM, 2018-06-27-jeju, 2018-11, culture or education',
    ),
    (("remove", "ICDH", "--on", "x"), 2, 'unknown option "--on"; see c2c remove --help'),
    (("remove", "ICDH", "ICM"), 2, 'unexpected argument "ICM"; see c2c remove --help'),
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
