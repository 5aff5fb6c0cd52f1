"""The history of a centre as of a day: its status, latest events and agreement, worked out by hand."""

import datetime
import subprocess
from pathlib import Path

import pytest

from c2c_cli.errors import C2CError
from c2c_cli.model.dates import Date
from c2c_cli.model.history import (
    AsOf,
    Event,
    deciding_event,
    latest,
    possible,
    since_last_closure,
    status,
    uncertain_steps,
)
from samples import PROGRAM, SMALL, centre


def history(events: str) -> tuple[Event, ...]:
    """Return the given events, each written as `kind`, `kind:date` or `kind:date:until`."""
    found = []
    for word in events.split():
        kind, date, until = (*word.split(":"), "", "")[:3]
        found.append(Event(kind=kind, date=optional(date), until=optional(until)))
    return tuple(found)


def optional(text: str) -> Date | None:
    return Date.parse_event(text) if text else None


def written(event: Event | None) -> str:
    """Return an event in the notation of `history`, or `-` for None."""
    if event is None:
        return "-"
    return ":".join([event.kind, *(str(date or "") for date in (event.date, event.until))]).rstrip(
        ":"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("approved:2026-03..", [None, None, "preparing"]),
        ("approved:2026-03..2026-06", [None, "preparing", "preparing"]),
        ("approved:2026-03-01 opened", ["preparing", "preparing", "operating"]),
        ("approved:2025 opened", ["operating", "operating", "operating"]),
    ],
)
def test_what_began_after_the_check_is_certain_today(text: str, expected: list[str | None]) -> None:
    checked, today = datetime.date(2026, 1, 31), datetime.date(2026, 12, 1)
    days = [datetime.date(2026, 3, 1), datetime.date(2026, 6, 30), today]
    assert [status(history(text), AsOf(day, checked, today)) for day in days] == expected


def moment(text: str) -> AsOf:
    """Return a day as of which to read a registry that was checked to 1 December 2026."""
    return AsOf(datetime.date.fromisoformat(text), datetime.date(2026, 12, 1))


@pytest.mark.parametrize(
    ("events", "as_of", "expected"),
    [
        ("", "2020-01-01", "unknown"),
        ("proposed:2019-03-27", "2019-03-26", None),
        ("proposed:2019-03-27", "2019-03-27", "proposed"),
        ("approved:2013-11", "2013-11-29", None),
        ("approved:2013-11", "2013-11-30", "preparing"),
        ("approved:1999", "1999-12-30", None),
        ("approved:1999", "1999-12-31", "preparing"),
        ("signed:2011-01-01", "2011-01-01", "preparing"),
        ("approved:2010 signed:2011-01-01", "2011-01-01", "preparing"),
        ("approved:2010 opened:2016-12", "2016-12-30", "preparing"),
        ("approved:2010 opened:2016-12", "2016-12-31", "operating"),
        ("opened:2016-12 approved:2010", "2016-12-31", "operating"),
        ("opened:2011 approved:2015", "2016-01-01", "operating"),
        ("renewed:2015", "2016-01-01", "operating"),
        # between bounds
        ("approved:2013 opened:..2018-10", "2018-10-30", "preparing"),
        ("approved:2013 opened:..2018-10", "2018-10-31", "operating"),
        ("approved:..2013-11", "2013-11-29", None),
        ("approved:..2013-11", "2013-11-30", "preparing"),
        ("opened:2013..", "2026-11-30", None),
        ("opened:2013..", "2026-12-01", "operating"),
        ("approved:2013.. opened:2016", "2016-12-30", None),
        ("opened:2010 closed:2012 approved:..2015", "2015-12-31", "closed"),
        ("opened:2010 closed:2012 approved:2013..2015", "2015-12-31", "preparing"),
        ("approved:2013..", "2026-11-30", None),
        ("approved:2013..", "2026-12-01", "preparing"),
        ("approved:2010 opened:2013..2018", "2018-12-30", "preparing"),
        ("approved:2010 opened:2013..2018", "2018-12-31", "operating"),
        ("approved:2010 opened:2030..", "2026-12-01", "preparing"),
        ("approved:2010 opened:2030..", "2030-12-31", "operating"),
        ("approved:2010 opened:2013.. closed:2020-06", "2020-06-29", "preparing"),
        ("approved:2010 opened:2013.. closed:2020-06", "2020-06-30", "closed"),
        ("opened:2010 closed:..2015", "2015-12-30", "operating"),
        ("opened:2010 closed:..2015", "2015-12-31", "closed"),
        ("opened:2010 closed:2012..2015 approved:2014", "2016-01-01", "closed"),
        ("opened:2010 closed:2012..2015 approved:2016", "2016-12-31", "preparing"),
        ("opened:2010 closed:2012.. approved:2016", "2026-12-01", "closed"),
        ("evaluated:2013..2015", "2026-12-01", "unknown"),
        ("evaluated:2013..2015 approved:..2016", "2015-12-31", None),
        # in force
        ("in-force:2012", "2012-12-30", None),
        ("in-force:2012", "2012-12-31", "preparing"),
        ("signed:2010 in-force", "2026-12-01", "preparing"),
        ("in-force opened:2012", "2012-12-31", "operating"),
        ("opened:2010 in-force:2012", "2012-12-31", "operating"),
        ("opened:2010 closed:2012 in-force:2015", "2015-12-31", "preparing"),
        ("decided:2012", "2026-12-01", "unknown"),
        ("approved:2010 decided:2012", "2012-12-31", "preparing"),
        ("approved:2010 in-force:2012", "2012-12-31", "preparing"),
        # after a closure
        ("opened:2010 closed:2015-06-30", "2015-06-29", "operating"),
        ("opened:2010 closed:2015-06-30", "2015-06-30", "closed"),
        ("opened:2010 closed:2015 renewed:2015-07-01", "2016-01-01", "closed"),
        ("opened:2010 closed:2015-06-30 approved:2015-06-30", "2016-01-01", "closed"),
        ("opened:2010 closed:2015-06-30 approved:2015-07-01", "2016-01-01", "preparing"),
        ("opened:2010 closed:2015-06-30 approved:2015", "2016-01-01", "closed"),
        ("opened:2010 closed:2015 approved:2016-03", "2016-02-29", "closed"),
        ("opened:2010 closed:2015 approved:2016-03", "2016-03-31", "preparing"),
        ("opened:2010 closed:2015 approved:2016 opened:2018", "2018-12-31", "operating"),
        ("opened:2010 closed:2015 approved:2016 closed:2017", "2018-01-01", "closed"),
        # undated events count from the latest earlier step
        # without dates, from the day on which the registry was last checked
        ("opened", "2026-11-30", "unknown"),
        ("opened", "2026-12-01", "operating"),
        ("opened closed", "2026-11-30", "unknown"),
        ("opened closed", "2026-12-01", "closed"),
        ("approved:2013 opened", "2012-12-31", None),
        ("approved:2013 opened", "2013-12-30", None),
        ("approved:2013 opened", "2026-11-30", "preparing"),
        ("approved:2013 opened", "2026-12-01", "operating"),
        # without a date, from a later step
        ("approved opened:2013", "2012-12-31", None),
        ("approved:2010 signed renewed:2016", "2016-12-31", "operating"),
        ("approved:2013 signed:2016-05 opened", "2016-05-30", "preparing"),
        ("approved:2013 signed:2016-05 opened", "2016-05-31", "preparing"),
        ("proposed approved:2013", "2012-12-31", None),
        ("proposed approved:2013", "2013-12-31", "preparing"),
        ("opened:2010 closed", "2026-11-30", "operating"),
        ("opened:2010 closed", "2026-12-01", "closed"),
        ("opened:2010-03-04 closed", "2010-03-03", None),
        # an evaluation changes no status and begins no new history
        ("evaluated:2015", "2016-01-01", "unknown"),
        ("evaluated", "2016-01-01", "unknown"),
        ("approved:2013 evaluated:2015", "2016-01-01", "preparing"),
        ("evaluated:2010 approved:2013", "2012-01-01", None),
        ("opened:2010 evaluated:2015 closed:2016", "2015-12-31", "operating"),
        ("opened:2010 closed:2015 evaluated:2016", "2017-01-01", "closed"),
        ("opened:2010 closed:2015 evaluated:2016 approved:2018", "2018-12-31", "preparing"),
    ],
)
def test_status_is_the_latest_certain_step(events: str, as_of: str, expected: str | None) -> None:
    assert status(history(events), moment(as_of)) == expected


@pytest.mark.parametrize(
    ("events", "as_of", "expected"),
    [
        ("", "2020-01-01", ""),
        ("approved:2009 opened:2011-06", "2010-01-01", "approved:2009"),
        ("approved:2009 opened:2011-06", "2011-06-30", "approved:2009 opened:2011-06"),
        ("approved:2009 closed:2012 approved:2013", "2011-01-01", "approved:2009"),
        ("approved:2009 closed:2012 approved:2013", "2012-12-31", "closed:2012"),
        ("approved:2009 closed:2012 approved:2013", "2013-12-31", "approved:2013"),
        ("approved:2009 closed:2012 signed", "2013-12-31", "closed:2012"),
        ("closed:2012 approved:2013 closed:2014", "2015-01-01", "closed:2012 closed:2014"),
        ("opened:2009 evaluated:2010", "2011-01-01", "opened:2009 evaluated:2010"),
        ("opened:2009 closed:2012 evaluated:2013", "2014-01-01", "closed:2012"),
        (
            "opened:2009 closed:2012 evaluated:2013 approved:2014",
            "2015-01-01",
            "evaluated:2013 approved:2014",
        ),
    ],
)
def test_current_events_are_those_since_the_latest_closure(
    events: str, as_of: str, expected: str
) -> None:
    assert " ".join(map(written, since_last_closure(history(events), moment(as_of)))) == expected


@pytest.mark.parametrize(
    ("events", "as_of", "expected"),
    [
        ("", "2020-01-01", "-"),
        ("evaluated:2015", "2020-01-01", "-"),
        ("approved:2030", "2020-01-01", "-"),
        ("proposed:2009", "2020-01-01", "proposed:2009"),
        ("approved:2009", "2020-01-01", "approved:2009"),
        ("approved:2009 signed:2010", "2020-01-01", "signed:2010"),
        ("approved:2009 opened:2011 renewed:2015", "2020-01-01", "opened:2011"),
        ("approved:2009 renewed:2015 renewed:2018", "2020-01-01", "renewed:2018"),
        ("opened:2011 closed:2015", "2020-01-01", "closed:2015"),
        ("opened:2011 closed:2015 approved:2016", "2020-01-01", "approved:2016"),
        ("approved:2009 opened:2021", "2020-01-01", "approved:2009"),
    ],
)
def test_the_status_follows_from_one_event(events: str, as_of: str, expected: str) -> None:
    assert written(deciding_event(history(events), moment(as_of))) == expected


@pytest.mark.parametrize(
    ("events", "kind", "as_of", "expected"),
    [
        ("opened:2011", "renewed", "2020-01-01", "-"),
        ("renewed:2015", "renewed", "2015-12-30", "-"),
        ("renewed:2015", "renewed", "2015-12-31", "renewed:2015"),
        (
            "renewed:2015 renewed:2019-10-11 renewed:2017",
            "renewed",
            "2020-01-01",
            "renewed:2019-10-11",
        ),
        ("renewed:2015 renewed:2019-10-11", "renewed", "2019-10-10", "renewed:2015"),
        ("renewed renewed:2015", "renewed", "2020-01-01", "renewed:2015"),
        ("renewed:2015 renewed", "renewed", "2020-01-01", "renewed:2015"),
        ("renewed", "renewed", "2026-11-30", "-"),
        ("renewed", "renewed", "2026-12-01", "renewed"),
        ("evaluated:2015 evaluated:2021", "evaluated", "2020-01-01", "evaluated:2015"),
        ("evaluated opened:2018", "evaluated", "2019-01-01", "-"),
        ("signed::2020 signed::2030", "signed", "2026-12-01", "signed::2030"),
        ("signed:2010:2015 signed:2010:2016", "signed", "2020-01-01", "signed:2010:2016"),
    ],
)
def test_latest_event_prefers_dated_events(
    events: str, kind: str, as_of: str, expected: str
) -> None:
    assert written(latest(history(events), moment(as_of), kind)) == expected


@pytest.mark.parametrize(
    ("events", "as_of", "expected"),
    [
        ("opened:2011", "2020-01-01", "-"),
        ("signed:2010:2016", "2010-12-30", "-"),
        ("signed:2010:2016", "2010-12-31", "signed:2010:2016"),
        ("signed:2010:2016 renewed:2016:2022", "2016-12-30", "signed:2010:2016"),
        ("signed:2010:2016 renewed:2016:2022", "2016-12-31", "renewed:2016:2022"),
        ("renewed:2016:2022 signed:2010:2016", "2017-01-01", "renewed:2016:2022"),
        ("signed:2010:2016 renewed::2030", "2026-11-30", "signed:2010:2016"),
        ("signed:2010:2016 renewed::2030", "2026-12-01", "renewed::2030"),
        ("signed:2010:2016 signed::2030", "2017-01-01", "signed:2010:2016"),
        ("renewed:2010 signed:2015:2020", "2016-01-01", "signed:2015:2020"),
        ("signed:2015:2020 renewed:2015", "2016-01-01", "renewed:2015"),
        ("renewed:2015 signed:2015:2020", "2016-01-01", "renewed:2015"),
        ("signed::2020", "2026-11-30", "-"),
        ("signed::2020", "2026-12-01", "signed::2020"),
        ("signed:2010:2016 evaluated:2015", "2016-01-01", "signed:2010:2016"),
    ],
)
def test_agreement_is_the_latest_signing_or_renewal(events: str, as_of: str, expected: str) -> None:
    assert written(latest(history(events), moment(as_of), "signed", "renewed")) == expected


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (
            "opened:2018:2020",
            'until: only "signed", "in-force" and "renewed" events can have an expiry date',
        ),
        (
            "evaluated:2018:2020",
            'until: only "signed", "in-force" and "renewed" events can have an expiry date',
        ),
        ("signed:2018:2017", "until: 2017 is before the date of the event (2018)"),
        (
            "signed:2018-11:2018-10-31",
            "until: 2018-10-31 is before the date of the event (2018-11)",
        ),
        (":2018", "kind: empty string; enter a value, or omit it if unknown"),
    ],
)
def test_an_invalid_event_is_refused(event: str, sentence: str) -> None:
    with pytest.raises(C2CError) as raised:
        history(event)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    "event", ["signed:2018:2018", "signed:2018-11-20:2018", "renewed::2018", "opened:2018"]
)
def test_until_may_be_in_the_year_of_the_date(event: str) -> None:
    assert written(history(event)[0]) == event


@pytest.mark.process
def test_status_takes_linear_time_if_many_events_are_undated(tmp_path: Path) -> None:
    (tmp_path / "large.toml").write_text(SMALL + centre("A", *["renewed"] * 60_000))
    command = [PROGRAM, "list", "--columns", "status", "--data", "large.toml"]
    # quadratic time is minutes, linear time seconds
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=60)
    assert done.stdout == b"operating\n"


@pytest.mark.parametrize(
    ("events", "as_of", "expected"),
    [
        ("approved:2013 opened", "2014-01-01", "opened"),
        ("approved:2013 opened", "2012-01-01", ""),
        ("approved:2013 opened", "2026-11-30", "opened"),
        ("approved:2013 opened", "2026-12-01", ""),
        ("approved:2010 opened:2013..2018", "2012-12-31", ""),
        ("approved:2010 opened:2013..2018", "2013-01-01", "opened:2013..2018"),
        ("approved:2010 opened:2013..2018", "2018-12-31", ""),
        ("approved:2010 signed opened:2016", "2012-01-01", ""),
        ("proposed:2010 signed opened:2016", "2012-01-01", "signed"),
        ("approved:2010 evaluated", "2012-01-01", ""),
        ("opened", "2012-01-01", ""),
        ("opened:2010 closed:..2015", "2012-01-01", "closed:..2015"),
    ],
)
def test_uncertain_steps_would_change_the_status(events: str, as_of: str, expected: str) -> None:
    assert " ".join(map(written, uncertain_steps(history(events), moment(as_of)))) == expected


def test_undated_delivery_is_not_before_the_year_before_the_one_that_it_covers() -> None:
    events = (*history("opened:2016"), Event(kind="work-plan", covers=2022))
    assert [event.kind for event in possible(events, moment("2020-12-31"))] == ["opened"]
    assert [event.kind for event in possible(events, moment("2021-01-01"))] == [
        *("opened", "work-plan")
    ]
