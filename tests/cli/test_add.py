"""`c2c add`: refused additions and duplicate events."""

import datetime

import pytest

from conftest import Program
from samples import REGISTRY, SMALL, centre

REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (
        ("add", "centre", "natcom", "--name", "x", "--sector", "CLT", "--country", "KR"),
        5,
        'organisation "NATCOM" already exists; no changes were made',
    ),
    (
        ("add", "event", "ICDH", "renewed", "--date", "?"),
        2,
        '--date: invalid date "?"; use a valid date, such as 2018, 2018-11 or 2018-11-20',
    ),
    (
        ("add", "meeting", "--title", "x", "--start", "2018-11", "--status", "held"),
        5,
        'meeting "2018-11" already exists, so no changes were made; pass another id with --id',
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
    (
        ("add", "event", "ICDH", "opened", "--date", ""),
        2,
        '--date: invalid date ""; use a valid date, such as 2018, 2018-11 or 2018-11-20',
    ),
    (
        ("add", "event", "ICDH", "opened", "--date", "5/7/2018"),
        2,
        '--date: ambiguous date "5/7/2018"; use 2018-07-05 or 2018-05-07',
    ),
    (
        ("add", "event", "ICDH", "signed", "--until", "+6y"),
        2,
        "--until: +6y counts from the date of the event, which is unknown; pass --date",
    ),
    (
        ("add", "event", "ICDH", "signed", "--date", "2018", "--until", "+6"),
        2,
        '--until: invalid period "+6"; use years or months, such as +6y or +18m',
    ),
    (
        ("add", "event", "ICDH", "signed", "--date", "2018-13", "--until", "+6y"),
        2,
        '--date: invalid date "2018-13"; use a valid date, such as 2018, 2018-11 or 2018-11-20',
    ),
    (("add",), 2, "missing command; see c2c add --help"),
    (
        ("add", "sector", "culture", "--code", "X", "--name", "Y"),
        5,
        'sector "culture" already exists; no changes were made',
    ),
]


@pytest.mark.parametrize(("args", "code", "sentence"), REFUSED)
def test_refused_addition_leaves_file_unchanged(
    c2c: Program, args: tuple[str, ...], code: int, sentence: str
) -> None:
    file = c2c.write(REGISTRY)
    assert c2c(*args, code=code) == (code, "", f"c2c: error: {sentence}\n")
    assert file.read_text() == REGISTRY


def test_duplicate_event_is_refused(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    for date, when in ((("--date", "2020"), " (2020)"), ((), "")):
        c2c("add", "event", "A", "opened", *date)
        assert c2c("add", "event", "a", "opened", *date, code=5).err == (
            f"c2c: error: event opened{when} of centre A already exists; no changes were made\n"
        )
    c2c("add", "event", "A", "signed", "--date", "2021")


def test_dated_event_is_refused_if_the_same_event_has_no_date(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c("add", "event", "ICM", "opened")
    before = file.read_text()
    assert c2c("add", "event", "ICM", "opened", "--date", "2020-06", code=5).err == (
        "c2c: error: event opened of centre ICM already exists, so no changes were made; "
        "use c2c edit event ICM opened --date 2020-06\n"
    )
    assert file.read_text() == before
    for args in (
        ("renewed",),
        ("renewed", "--date", "2021"),
        ("closed", "--date", "2022"),
        ("opened", "--date", "2023"),
    ):
        c2c("add", "event", "ICM", *args)


def test_evaluations_recur(c2c: Program) -> None:
    file = c2c.write(SMALL + centre("A", "opened:2010", "evaluated"))
    for date in ("2015", "2021"):
        c2c("add", "event", "A", "evaluated", "--date", date)
    assert file.read_text() == SMALL + centre("A", "opened:2010", "evaluated") + "".join(
        f'\n[[centre.event]]\nkind = "evaluated"\ndate = {date}\n' for date in (2015, 2021)
    )


@pytest.mark.parametrize(
    ("day", "until", "written"),
    [
        ("2018-11-20", "+6y", "2024-11-20"),
        ("2018-11", "+18m", '"2020-05"'),
        ("2018", "+6y", "2024"),
    ],
)
def test_expiry_date_may_count_from_the_date_of_the_event(
    c2c: Program, day: str, until: str, written: str
) -> None:
    file = c2c.write(SMALL + centre())
    c2c("add", "event", "A", "signed", "--until", until, "--date", day)
    assert file.read_text().endswith(f"until = {written}\n")


def test_words_for_days_are_written_as_dates(c2c: Program) -> None:
    file = c2c.write(SMALL + centre())
    today = datetime.date.today()  # noqa: DTZ011  # the program uses the local date
    c2c("add", "event", "A", "opened", "--date", "yesterday")
    c2c("add", "meeting", "--title", "x", "--start", "today", "--end", "tomorrow")
    text = file.read_text()
    assert f'kind = "opened"\ndate = {today - datetime.timedelta(1)}\n' in text
    assert f"start = {today}\nend = {today + datetime.timedelta(1)}\n" in text


def test_event_of_an_unfinished_month_or_year_is_warned_of(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    year = datetime.date.today().year + 1  # noqa: DTZ011  # the program uses the local date
    warning = "c2c: warning: event {} of centre {} counts from {}\n"
    month = ("add", "event", "A", "signed", "--date", f"{year}-11")
    assert c2c(*month, "--dry-run").err == warning.format(
        f"signed ({year}-11)", "A", f"{year}-11-30"
    )
    assert c2c(*month).err == (
        f"c2c: added event signed ({year}-11) of centre A to data/centres.toml\n"
        + warning.format(f"signed ({year}-11)", "A", f"{year}-11-30")
    )
    added = c2c(
        *("add", "centre", "B", "--name", "B", "--sector", "CLT", "--country", "KR"),
        *(
            "--event",
            "approved=2017",
            "--event",
            f"signed={year}",
            "--event",
            f"opened={year}-11-20",
        ),
    )
    assert added.err == "c2c: added centre B to data/centres.toml\n" + warning.format(
        f"signed ({year})", "B", f"{year}-12-31"
    )


def test_ids_may_be_separated_by_commas(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    new = ("add", "meeting", "--title", "x", "--start", "2018", "--status", "held")
    c2c(*new, "--attendees", "icm,NATCOM", "--attendees", "ICDH", "--outcomes", "a, b")
    assert 'attendees = ["ICM", "NATCOM", "ICDH"]\noutcomes = ["a, b"]\n' in file.read_text()
