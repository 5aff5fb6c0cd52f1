"""Dates between bounds: typed, selected, listed, sorted, filtered and refused."""

from pathlib import Path

import pytest

from conftest import Program
from samples import SMALL, centre, meeting

FILE = Path("data/centres.toml")


@pytest.mark.parametrize("date", ["2013..2018-10", "..2018-10", "2013.."])
def test_event_is_added_selected_edited_and_removed(c2c: Program, date: str) -> None:
    c2c.write(SMALL + centre("A", "approved:2010", "evaluated:2001"))
    before = FILE.read_text()
    said = c2c("add", "event", "A", "evaluated", "--date", date, code=None)
    if date == "..2018-10":  # it may be the recorded evaluation
        assert said.code == 5
        return
    assert f'kind = "evaluated"\ndate = "{date}"\n' in FILE.read_text()
    c2c("edit", "event", "A", "evaluated", "--on", date, "--note", "x")
    c2c("edit", "event", "A", "evaluated", "--on", date, "--date", "2014..2015")
    assert 'date = "2014..2015"\nnote = "x"\n' in FILE.read_text()
    c2c("remove", "event", "A", "evaluated", "--on", "2014..2015")
    assert FILE.read_text() == before


def test_event_of_a_new_centre_may_be_between_bounds(c2c: Program) -> None:
    c2c.write(SMALL)
    centre_a = ("add", "centre", "A", "--name", "A", "--sector", "CLT", "--country", "KR")
    c2c(*centre_a, "--event", "approved=..2012", "--event", "opened=2013..2018-10")
    assert c2c("list", "--columns", "approved,opened,event").out == (
        "..2012\t2013..2018-10\tapproved=..2012;opened=2013..2018-10\n"
    )


def test_open_first_day_sorts_first(c2c: Program) -> None:
    dates = ("2012", "..2018", "2013..", "2013..2015", "..2010", "2013")
    c2c.write(
        SMALL + "".join(centre(f"C{date}".replace("..", "_"), f"opened:{date}") for date in dates)
    )
    shown = c2c("list", "--columns", "opened", "--sort", "opened").out.split()
    assert shown == ["..2010", "..2018", "2012", "2013", "2013..2015", "2013.."]
    shown = c2c("list", "--columns", "opened", "--sort", "-opened").out.split()
    assert shown == ["2013..", "2013..2015", "2013", "2012", "..2018", "..2010"]


@pytest.mark.parametrize(
    ("year", "shown"),
    [
        ("1944", []),
        ("1945", ["..2010"]),
        ("2010", ["..2010", "2005.."]),
        ("2011", ["2005.."]),
        # the next step is of 2014
        ("2014", ["2005..", "2014"]),
        ("2015", []),
    ],
)
def test_open_side_is_cut_at_the_nearest_step(c2c: Program, year: str, shown: list[str]) -> None:
    c2c.write(SMALL + centre("A", "proposed:..2010", "approved:2005..", "opened:2014"))
    assert c2c("timeline", "--year", year, "--columns", "date").out.split() == shown


DATE = "use a single date, such as 2018, 2018-11 or 2018-11-20"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (
            "add event A opened --date 2018..2013",
            '--date: invalid date "2018..2013"; use 2013..2018',
        ),
        ("add event A opened --date 2013-2018", '--date: invalid date "2013-2018"; use 2013..2018'),
        (
            "add event A signed --until 2013..2018",
            f'--until: unexpected bounds "2013..2018"; {DATE}',
        ),
        (
            "edit meeting m --start 2013..2018",
            f'--start: unexpected bounds "2013..2018"; {DATE}',
        ),
        (
            "add source s --title x --date ..2018",
            f'--date: unexpected bounds "..2018"; {DATE}',
        ),
        ("list --as-of 2013..2018", f'--as-of: unexpected bounds "2013..2018"; {DATE}'),
        ("timeline --from ..2018", f'--from: unexpected bounds "..2018"; {DATE}'),
        (
            "add centre B --name B --sector CLT --country KR --event opened=2018..2013",
            '--event: invalid date "2018..2013"; use 2013..2018',
        ),
        (
            "add event A closed --date ?",
            '--date: invalid date "?"; omit the date if it is unknown',
        ),
        (
            "remove event A evaluated --on 2013..",
            'no event "evaluated" is recorded for 2013..; expected 2013',
        ),
    ],
)
def test_invalid_or_unexpected_bounds_are_refused(
    c2c: Program, command: str, sentence: str
) -> None:
    file = c2c.write(SMALL + centre("A", "evaluated:2013", "approved") + meeting())
    before = file.read_text()
    run = c2c(*command.split(), code=None)
    assert (run.code in {2, 4}, run.out, run.err) == (True, "", f"c2c: error: {sentence}\n")
    assert file.read_text() == before
