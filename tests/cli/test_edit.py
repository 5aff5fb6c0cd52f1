"""`c2c edit`: refused changes, changed fields and removed fields."""

import pytest

from conftest import Program
from samples import REGISTRY

REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (
        ("edit", "centre", "ICM", "--id", "2018-11"),
        5,
        'id "2018-11" is already used by a meeting; no changes were made',
    ),
    (("edit", "meeting", "2018-12", "--title", "x"), 4, 'unknown meeting "2018-12"; did you mean "2018-11"?'),
    (("edit", "centre", "ICDH", "--name", ""), 2, "--name is required for every centre and cannot be empty"),
    (("edit", "centre", "ICDH", "--name", "a\nb"), 2, "--name: unexpected line break; use a single line"),
    (("edit", "centre", "ICDH", "--country", "UK"), 2, '--country: unknown country code "UK"; did you mean "GB"?'),
    (("edit", "centre", "ICDH"), 2, "no fields given; see c2c edit centre --help"),
    (("edit", "meeting", "2018-11", "--end", "2018-10"), 2, "--end: 2018-10 is before the start date (2018-11)"),
    (
        ("edit", "meeting", "2018-11", "--attendees", "zz"),
        2,
        '--attendees: unknown centre or organisation "zz"; expected ICDH, ICM or NATCOM',
    ),
    (("edit", "meeting", "2018-11", "--attendees", "-ICM"), 2, '--attendees: "ICM" is not in the list'),
    (
        ("edit", "meeting", "2018-11", "--agenda", "+a", "--agenda", "b"),
        2,
        "--agenda: cannot mix plain items with +ITEM or -ITEM",
    ),
    (
        ("edit", "meeting", "2018-06-27-jeju", "--attendees", ""),
        5,
        "cannot edit attendees on line 50: the comments in its value would be lost; edit it by hand; "
        "no changes were made",
    ),
    (("edit", "centre", "ICDH", "--name", "a\udcff"), 2, "--name: invalid UTF-8; retype it"),
    (
        ("edit", "meeting", "2018-06-27-jeju", "--attendees", "+ICM"),
        5,
        "cannot edit attendees on line 50: the comments in its value would be lost; edit it by hand; "
        "no changes were made",
    ),
]


@pytest.mark.parametrize(("args", "code", "sentence"), REFUSED)
def test_refused_change_leaves_file_unchanged(c2c: Program, args: tuple[str, ...], code: int, sentence: str) -> None:
    file = c2c.write(REGISTRY)
    assert c2c(*args, code=code) == (code, "", f"c2c: error: {sentence}\n")
    assert file.read_text() == REGISTRY


def test_unchanged_values_write_nothing(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    before = file.stat().st_mtime_ns
    assert c2c("edit", "centre", "ICM", "--name", "Centre of Martial Arts").err == (
        "c2c: no changes to data/centres.toml\n"
    )
    assert file.stat().st_mtime_ns == before


def test_sector_id_may_change_case(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c("edit", "sector", "culture", "--id", "Culture")
    assert file.read_text() == REGISTRY.replace('"culture"', '"Culture"')
    taken = 'c2c: error: id "Culture" is already used by a sector; no changes were made\n'
    assert c2c("add", "sector", "CULTURE", "--code", "X", "--name", "x", code=5).err == taken
    assert c2c("edit", "sector", "education", "--id", "culture", code=5).err == taken


def test_empty_value_removes_all_names(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c("edit", "organisation", "NATCOM", "--names", "ko=가", "--names", "fr=b")
    assert 'names = { ko = "가", fr = "b" }\n' in file.read_text()
    c2c("edit", "organisation", "NATCOM", "--names", "")
    assert file.read_text() == REGISTRY
