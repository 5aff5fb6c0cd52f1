"""`c2c add`: refused additions and duplicate events."""

import datetime

import pytest

from conftest import Program
from samples import REGISTRY, SMALL, centre, record, rule

REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (
        ("add", "centre", "natcom", "--name", "x", "--sector", "CLT", "--country", "KR"),
        5,
        'organisation "NATCOM" already exists, so no changes were made; pass another id',
    ),
    (
        ("add", "event", "ICDH", "renewed", "--date", "?"),
        2,
        '--date: invalid date "?"; omit the date if it is unknown',
    ),
    (
        ("add", "meeting", "--title", "x", "--start", "2018-11", "--status", "held"),
        5,
        'meeting "2018-11" already exists, so no changes were made; pass another id with --id',
    ),
    (("add", "event", "ICHD", "opened"), 4, 'unknown centre "ICHD"; did you mean "ICDH"?'),
    (("add", "event", "ICDH", "opend"), 2, 'KIND: unknown kind "opend"; did you mean "opened"?'),
    (
        ("add", "event", "ICDH", "opened", "--until", "2020"),
        2,
        '--until: only "signed", "in-force" and "renewed" events can have an expiry date',
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
        '--date: invalid date ""; use a date such as 2018, 2018-11, 2018-11-20, 2015..2017 or today',
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
        ("add", "event", "ICDH", "signed", "--date", "2018", "--until", "6y"),
        2,
        '--until: invalid date "6y"; use +6y',
    ),
    (
        ("add", "centre", "X", "--name", "", "--sector", "CLT", "--country", "KR"),
        2,
        "--name is required and cannot be empty",
    ),
    (
        ("add", "event", "ICDH", "signed", "--date", "2018-13", "--until", "+6y"),
        2,
        '--date: invalid date "2018-13"; use a date such as 2018, 2018-11, 2018-11-20, 2015..2017 or today',
    ),
    (("add",), 2, "missing command; see c2c add --help"),
    (
        ("add", "sector", "culture", "--code", "X", "--name", "Y"),
        5,
        'sector "culture" already exists, so no changes were made; use c2c edit sector culture',
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
    for kind, date, when in (
        ("opened", ("--date", "2020"), " (2020)"),
        ("evaluated", (), ""),
        ("renewed", ("--date", "2013..2018-10"), " (2013..2018-10)"),
    ):
        c2c("add", "event", "A", kind, *date)
        assert c2c("add", "event", "a", kind, *date, code=5).err == (
            f"c2c: error: event {kind}{when} of centre A already exists; no changes were made\n"
        )
    c2c("add", "event", "A", "signed", "--date", "2021")


@pytest.mark.parametrize(
    ("recorded", "new", "same", "hint"),
    [
        # kinds that happen once
        ("opened:2016-12", "opened", "opened (2016-12)", "opened"),
        ("opened:2016-12", "opened --date 2020", "opened (2016-12)", "opened --date 2020"),
        ("opened:2016-12", "opened --date 2016", "opened (2016-12)", "opened"),
        ("opened:..2018", "opened --date 2017", "opened (..2018)", "opened --date 2017"),
        ("opened", "opened --date ..2018", "opened", "opened --date ..2018"),
        # kinds that repeat
        ("renewed:2025-12-23", "renewed --date 2025-12", "renewed (2025-12-23)", ""),
        (
            "renewed:2025-12",
            "renewed --date 2025-12-23",
            "renewed (2025-12)",
            "renewed --date 2025-12-23",
        ),
        (
            "renewed:2016 renewed:2025",
            "renewed --date 2025-12-23",
            "renewed (2025)",
            "renewed --on 2025 --date 2025-12-23",
        ),
        (
            "evaluated:2013..",
            "evaluated --date 2015",
            "evaluated (2013..)",
            "evaluated --date 2015",
        ),
        ("decided:2022", "decided --date 2022-10", "decided (2022)", "decided --date 2022-10"),
        # after a closure, everything repeats, but not at the same time
        (
            "opened:2010 closed:2015 opened:2018",
            "opened --date 2018-05",
            "opened (2018)",
            "opened --on 2018 --date 2018-05",
        ),
    ],
)
def test_event_at_the_time_of_a_recorded_one_is_refused(
    c2c: Program, recorded: str, new: str, same: str, hint: str
) -> None:
    file = c2c.write(SMALL + centre("A", *recorded.split()))
    before = file.read_text()
    happens_once = same.startswith("opened") and "closed" not in recorded
    message = f"this may be the recorded event {same} of centre A"
    if happens_once:
        message = f"event {same} of centre A already exists"
    fix = f", so no changes were made; use c2c edit event A {hint}"
    if not hint:
        fix = ", so no changes were made; pass a more exact date"
    elif "--" not in hint:  # the new event has no other value
        fix = "; no changes were made"
    assert c2c("add", "event", "A", *new.split(), code=5).err == f"c2c: error: {message}{fix}\n"
    assert file.read_text() == before
    if "--date" in hint:
        c2c("edit", "event", "A", *hint.split())


@pytest.mark.parametrize(
    ("recorded", "new"),
    [
        ("renewed:2025-12-23", "renewed --date 2025-12-24"),
        ("renewed:2025-12-23", "renewed"),
        ("renewed", "renewed --date 2025"),
        ("evaluated:..2014", "evaluated --date 2015.."),
        ("opened:2010 closed:2015", "opened --date 2016"),
    ],
)
def test_event_at_another_time_is_added(c2c: Program, recorded: str, new: str) -> None:
    c2c.write(SMALL + centre("A", *recorded.split()))
    c2c("add", "event", "A", *new.split())


def test_new_centre_with_the_same_event_twice_is_refused(c2c: Program) -> None:
    file = c2c.write(SMALL)
    before = file.read_text()
    args = ("--name", "B", "--sector", "CLT", "--country", "KR")
    assert c2c("add", "centre", "B", *args, "--event", "opened=2020,opened=2021", code=5).err == (
        "c2c: error: event opened (2021) of centre B already exists; no changes were made\n"
    )
    assert file.read_text() == before


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
        ("2018-11-20", "+6y", "2024-11-19"),
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


def test_spaces_around_a_value_are_ignored(c2c: Program) -> None:
    """A value copied from a web page or a Word document may end in a no-break space."""
    file = c2c.write(SMALL)
    c2c("add", "centre", "A\xa0", "--name", " x y\xa0", "--sector", "CLT ", "--country", "KR\xa0")
    c2c("add", "event", "A", "signed ", "--date", "2018-11-20\xa0", "--until", "+6y")
    c2c("add", "contact", "A", "--name", "Kim ", "--email", "kim@example.org\xa0")
    text = file.read_text()
    assert 'id = "A"\nname = "x y"\nsector = "culture"\ncountry = "KR"\n' in text
    assert 'kind = "signed"\ndate = 2018-11-20\nuntil = 2024-11-19\n' in text
    assert 'name = "Kim"\nemail = "kim@example.org"\n' in text


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
    year = datetime.date.today().year  # noqa: DTZ011  # the program uses the local date
    warning = "c2c: warning: event {0} of centre {1} is counted from {2}, because its exact date is not recorded; if it is known, use c2c edit event {1} signed --date DATE\n"
    added = ("add", "event", "A", "signed", "--date", str(year))
    assert c2c(*added, "--dry-run").err == warning.format(f"signed ({year})", "A", f"{year}-12-31")
    assert c2c(*added).err == (
        f"c2c: added event signed ({year}) of centre A to data/centres.toml\n"
        + warning.format(f"signed ({year})", "A", f"{year}-12-31")
    )
    centre_added = c2c(
        *("add", "centre", "B", "--name", "B", "--sector", "CLT", "--country", "KR"),
        *(
            "--event",
            "approved=2017",
            "--event",
            f"signed={year}",
            "--event",
            "opened=2018..",
        ),
    )
    assert centre_added.err == "c2c: added centre B to data/centres.toml\n" + warning.format(
        f"signed ({year})", "B", f"{year}-12-31"
    )


def test_ids_may_be_separated_by_commas(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    new = ("add", "meeting", "--title", "x", "--start", "2018", "--status", "held")
    c2c(*new, "--attendees", "icm,NATCOM", "--attendees", "ICDH", "--outcomes", "a, b")
    assert 'attendees = ["ICM", "NATCOM", "ICDH"]\noutcomes = ["a, b"]\n' in file.read_text()


def test_events_may_be_separated_by_commas(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    new = ("add", "centre", "X", "--name", "x", "--sector", "CLT", "--country", "KR")
    c2c(*new, "--event", "approved=2017-11, signed=2013..2018", "--event", "opened")
    written = file.read_text().partition('id = "X"')[2].partition("# -- Meetings")[0]
    events = (
        '[[centre.event]]\nkind = "approved"\ndate = "2017-11"\n\n'
        '[[centre.event]]\nkind = "signed"\ndate = "2013..2018"\n\n'
        '[[centre.event]]\nkind = "opened"\n'
    )
    assert events in written
    assert c2c(*new[:2], "Y", *new[3:], "--event", "approved,opend", code=2).err == (
        'c2c: error: --event: unknown kind "opend"; did you mean "opened"?\n'
    )


@pytest.mark.parametrize(
    ("event", "end", "note"),
    [
        ("signed --date 2023-02-22 --until +8y", "2031-02-21", "the signature (2023-02-22)"),
        ("renewed --date 2023-02 --until +8y", '"2031-02"', "the renewal (2023-02)"),
        ("in-force --date 2023-05-04 --until +8y", "2031-05-03", ""),
        ("signed --date 2023-02-22 --until 2031-02-22", "2031-02-22", ""),
    ],
)
def test_period_says_from_what_it_counted(c2c: Program, event: str, end: str, note: str) -> None:
    file = c2c.write(SMALL + centre())
    kind, _, date, *_ = event.split()
    added = c2c("add", "event", "A", *event.split())
    counted = f"; expiry date {end.strip(chr(34))} is counted from {note}" if note else ""
    assert added.err.splitlines()[0] == (
        f"c2c: added event {kind} ({date}) of centre A to data/centres.toml{counted}"
    )
    assert f"until = {end}\n" in file.read_text()


def test_edited_period_says_from_what_it_counted(c2c: Program) -> None:
    year = datetime.date.today().year - 4  # noqa: DTZ011  # the program uses the local date
    c2c.write(SMALL + centre("A", f"signed:{year}", f"in-force:{year + 1}"))
    assert c2c("edit", "event", "A", "signed", "--until", "+6y").err == (
        f"c2c: updated field until of event signed ({year}) of centre A in data/centres.toml"
        f"; expiry date {year + 6} is counted from the signature ({year})\n"
    )
    assert c2c("edit", "event", "A", "in-force", "--until", "+6y").err == (
        f"c2c: updated field until of event in-force ({year + 1}) of centre A in data/centres.toml\n"
    )


def test_period_does_not_count_from_a_date_between_bounds(c2c: Program) -> None:
    c2c.write(SMALL + centre())
    event = ("add", "event", "A", "signed", "--date", "2013..2018", "--until", "+6y")
    assert c2c(*event, code=2).err == (
        "c2c: error: --until: cannot count from 2013..2018: only its bounds are known; "
        "pass --term 6 or an expiry date\n"
    )
    c2c(*event[:-2], "--term", "6")
    assert c2c("agreements", "--columns", "until").out == "2019..2024\n"


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("renewed --until 2033", "renewed --date DATE --until 2033"),
        ("Renewed --until +8y --date 2025", "renewed --date 2025 --until +8y"),
        ("renewed --note x", "renewed --date DATE"),
        ("renewed", "renewed --date DATE"),
    ],
)
def test_edit_says_how_to_add_an_event(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, typed: str, command: str
) -> None:
    monkeypatch.setenv("EDITOR", "false")
    c2c.write(SMALL + centre("A", "signed:2020"))
    assert c2c("edit", "event", "A", *typed.split(), code=4).err == (
        f'c2c: error: no event "renewed" is recorded; add it with c2c add event A {command}\n'
    )
    assert c2c("remove", "event", "A", "renewed", code=4).err == (
        'c2c: error: no event "renewed" is recorded; expected signed\n'
    )


@pytest.mark.parametrize(
    ("args", "command"),
    [
        (("add", "event", "A", "opened", "--date", "2018"), "c2c edit event A opened"),
        (("edit", "event", "A", "renewed", "--date", "2018"), "c2c add event A renewed"),
        (("remove", "formal"), "c2c remove cadence formal --on 2018"),
    ],
)
def test_commands_in_hints_name_the_registry(
    c2c: Program, args: tuple[str, ...], command: str
) -> None:
    rules = rule("formal", since=2018, until=2019) + rule("formal", since=2020)
    c2c.write(SMALL + centre("A", "opened:2016") + rules, "my own.toml")
    error = c2c(*args, "--data", "my own.toml", code=None).err
    assert command in error
    assert "--data 'my own.toml'" in error


REPORT = '[[centre.event]]\nkind = "annual-report"\ncovers = 2025\n'


@pytest.mark.parametrize(
    ("typed", "added"),
    [("ICDH,ICM", "s ICDH and ICM"), ("icm,icdh,ICM", "s ICM and ICDH"), ("icm,ICM", " ICM")],
)
def test_event_is_added_to_each_centre_of_a_list(c2c: Program, typed: str, added: str) -> None:
    file = c2c.write(REGISTRY)
    event = ("add", "event", typed, "annual-report", "--covers", "2025")
    shown = c2c(*event, "--dry-run").out
    assert shown.count("+covers = 2025\n") == added.count("IC")
    assert file.read_text() == REGISTRY
    assert c2c(*event).err == (
        f"c2c: added event annual-report for 2025 of centre{added} to data/centres.toml\n"
    )
    first = f"date = 2017-11-06\n\n{REPORT}" if "ICDH" in added else "date = 2017-11-06\n"
    assert file.read_text() == REGISTRY.replace("date = 2017-11-06\n", first).replace(
        'name = \'Centre of Martial Arts\'\nsector = "education"\ncountry = "KR"\n',
        'name = \'Centre of Martial Arts\'\nsector = "education"\ncountry = "KR"\n\n' + REPORT,
    )
    c2c("undo")
    assert file.read_text() == REGISTRY


def test_message_counts_many_centres(c2c: Program) -> None:
    c2c.write(SMALL + "".join(centre(name) for name in "ABCDEF"))
    report = ("annual-report", "--covers", "2025", "--date", "2026-02")
    assert c2c("add", "event", "A,B,C,D,E,F", *report).err == (
        "c2c: added event annual-report for 2025 (2026-02) of 6 centres to data/centres.toml\n"
    )


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (("event", "ICDH,ICX", "opened"), 4, 'unknown centre "ICX"; expected ICDH or ICM'),
        (("event", "ICDH,", "opened"), 4, 'unknown centre ""; expected ICDH or ICM'),
        (
            ("event", "ICDH, NATCOM", "opened"),
            4,
            '"NATCOM" is an organisation, not a centre; expected ICDH or ICM',
        ),
        (
            ("event", "ICM,ICDH", "approved", "--date", "2018"),
            5,
            "event approved (2017-11-06) of centre ICDH already exists, so no changes were made; "
            "use c2c edit event ICDH approved --date 2018",
        ),
        (
            ("contact", "ICDH,ICM", "--role", "Director"),
            4,
            'unknown centre or organisation "ICDH,ICM"; pass a single id',
        ),
    ],
)
def test_list_with_a_bad_centre_adds_nothing(
    c2c: Program, args: tuple[str, ...], code: int, sentence: str
) -> None:
    file = c2c.write(REGISTRY)
    assert c2c("add", *args, code=code).err == f"c2c: error: {sentence}\n"
    assert file.read_text() == REGISTRY
    assert c2c("edit", "event", "ICDH,ICM", "approved", "--note", "x", code=4).err == (
        'c2c: error: unknown centre "ICDH,ICM"; pass a single id\n'
    )


@pytest.mark.parametrize(
    ("recorded", "new", "hint"),
    [
        ("2024", "2024 --date 2025-02", "annual-report --date 2025-02"),
        ("2024:2025-02", "2024", ""),
        (
            "2024",
            "2024 --note x --sources https://example.org",
            "annual-report --note x --sources https://example.org",
        ),
        ("2024 2023", "2024 --date 2025-02", "annual-report --on 2024 --date 2025-02"),
        ("2024:2025-02", "2024 --date 2025", ""),
    ],
)
def test_report_for_a_recorded_year_is_refused(
    c2c: Program, recorded: str, new: str, hint: str
) -> None:
    reports = ""
    for word in recorded.split():
        covers, _, date = word.partition(":")
        reports += record(
            "centre.event", kind="annual-report", covers=int(covers), date=date or None
        )
    file = c2c.write(SMALL + centre() + reports)
    before = file.read_text()
    when = " (2025-02)" if ":" in recorded else ""
    fix = (
        f", so no changes were made; use c2c edit event A {hint}"
        if hint
        else "; no changes were made"
    )
    assert c2c("add", "event", "A", "annual-report", "--covers", *new.split(), code=5).err == (
        f"c2c: error: event annual-report for 2024{when} of centre A already exists{fix}\n"
    )
    assert file.read_text() == before
    if "--date" in hint:
        c2c("edit", "event", "A", *hint.split())
    c2c("add", "event", "A", "annual-report", "--covers", "2025", "--date", "2025-02")


def test_unknown_kind_of_event_says_how_to_add_it(c2c: Program) -> None:
    c2c.write(SMALL + centre() + record("obligation", kind="board", name="Board", since=2020))
    assert c2c("add", "event", "A", "ximx", code=2).err == (
        'c2c: error: KIND: unknown kind "ximx"; expected proposed, approved, signed, in-force, '
        "opened, renewed, closed, evaluated, decided, annual-report, work-plan or board, "
        "or add it: c2c add obligation ximx --name NAME --since YEAR\n"
    )


NEW_CENTRE = ("add", "centre", "CEY", "--name", "Y", "--sector", "ED", "--country", "KR")


def test_sources_of_the_events_of_a_new_centre(c2c: Program) -> None:
    file = c2c.write(SMALL + record("source", id="res-39", title="39 C/Resolution 15"))
    before = file.read_text()
    c2c(
        *(*NEW_CENTRE, "--sources", "https://example.org", "--event", "approved=2017"),
        *("--event-sources", "RES-39", "--event", "signed", "--event-sources", "https://x.org/1"),
    )
    sources = 'sources = ["res-39", "https://x.org/1"]'
    assert file.read_text() == before + (
        "\n"
        "[[centre]]\n"
        'id = "CEY"\n'
        'name = "Y"\n'
        'sector = "education"\n'
        'country = "KR"\n'
        'sources = ["https://example.org"]\n'
        "\n"
        "[[centre.event]]\n"
        'kind = "approved"\n'
        "date = 2017\n"
        f"{sources}\n"
        "\n"
        "[[centre.event]]\n"
        'kind = "signed"\n'
        f"{sources}\n"
    )
    assert c2c("check", "data/centres.toml").out == ""


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (
            ("--event-sources", "https://x.org"),
            "--event is required with --event-sources; add --event",
        ),
        (
            ("--event", "opened", "--event-sources", "nope"),
            '--event-sources: unknown source "nope"; use a URL, or add the source with c2c add source',
        ),
    ],
)
def test_sources_without_an_event_or_a_record_are_refused(
    c2c: Program, args: tuple[str, ...], sentence: str
) -> None:
    c2c.write(SMALL)
    assert c2c(*NEW_CENTRE, *args, code=2) == (2, "", f"c2c: error: {sentence}\n")


def test_unknown_kind_of_an_event_has_a_hint_for_the_same_registry(c2c: Program) -> None:
    c2c.write(SMALL, "n.toml")
    error = c2c(*NEW_CENTRE, "--event", "audit=2017", "--data", "n.toml", code=2).err
    hint = "c2c add obligation audit --data n.toml"
    assert error.endswith(f", or add it: {hint} --name NAME --since YEAR\n")
    c2c(*hint.split()[1:], "--name", "Audit", "--since", "2017")
    c2c(*NEW_CENTRE, "--event", "audit=2017", "--data", "n.toml")
