"""`c2c add`: refused additions and duplicate events."""

import pytest

from conftest import Program
from samples import REGISTRY, SMALL, centre

REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (
        ("add", "centre", "natcom", "--name", "x", "--sector", "CLT", "--country", "KR"),
        5,
        'id "NATCOM" is already used by an organisation; no changes were made',
    ),
    (("add", "event", "ICDX", "opened"), 4, 'unknown centre "ICDX"; did you mean "ICDH"?'),
    (("add", "event", "ICDH", "opend"), 2, 'KIND: unknown kind "opend"; did you mean "opened"?'),
    (
        ("add", "event", "ICDH", "opened", "--until", "2020"),
        2,
        '--until: only "signed" and "renewed" events can have an expiry date',
    ),
    (
        ("add", "meeting", "--title", "x", "--start", "2018"),
        2,
        "--status is required because the start date (2018) has passed; use held or cancelled",
    ),
    (("add", "center", "x"), 2, 'unknown command "center"; did you mean "centre"?'),
    (("add", "event", "ICDH", "opened", "--date", ""), 2, '--date: invalid date ""; use 2018, 2018-11 or 2018-11-20'),
    (("add",), 2, "missing command; expected centre, meeting, event, organisation or sector"),
    (
        ("add", "sector", "culture", "--code", "X", "--name", "Y"),
        5,
        'id "culture" is already used by a sector; no changes were made',
    ),
]


@pytest.mark.parametrize(("args", "code", "sentence"), REFUSED)
def test_refused_addition_leaves_file_unchanged(c2c: Program, args: tuple[str, ...], code: int, sentence: str) -> None:
    file = c2c.write(REGISTRY)
    assert c2c(*args, code=code) == (code, "", f"c2c: error: {sentence}\n")
    assert file.read_text() == REGISTRY


def test_duplicate_event_is_refused(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    for date, when in ((("--date", "2020"), " (2020)"), ((), "")):
        c2c("add", "event", "A", "opened", *date)
        assert c2c("add", "event", "a", "opened", *date, code=5).err == (
            f"c2c: error: centre A already has the event opened{when}; no changes were made\n"
        )
    c2c("add", "event", "A", "signed", "--date", "2021")


def test_dated_event_is_refused_if_the_same_event_has_no_date(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c("add", "event", "ICM", "opened")
    before = file.read_text()
    assert c2c("add", "event", "ICM", "opened", "--date", "2020-06", code=5).err == (
        "c2c: error: centre ICM already has an undated event opened; "
        "add the date by hand, in the file shown by c2c path; "
        "no changes were made\n"
    )
    assert file.read_text() == before
    for args in (
        ("renewed",),
        ("renewed", "--date", "2021"),
        ("closed", "--date", "2022"),
        ("opened", "--date", "2023"),
    ):
        c2c("add", "event", "ICM", *args)
