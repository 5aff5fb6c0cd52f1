"""`c2c timeline --chart`: the history of each centre as a line."""

import datetime

import pytest

from c2c_cli.model.history import CENTRE_STATUSES
from c2c_cli.output import lifelines
from c2c_cli.text import width
from conftest import Program
from samples import SMALL, centre, event

TODAY = datetime.date.today()  # noqa: DTZ011  # the program uses the local date

NETWORK = (
    SMALL
    + centre("DAY", "proposed:2000-03-01", "approved:2005-05-01", "signed:2006-01-10:2012-01-31")
    + event("opened", "2008-02-01")
    + centre("YEAR", "approved:2003", "opened:2009", sector="education")
    + event("renewed", "2014", term=6)
    + centre("BOUND", "approved:2001-05-01", "opened:2004..2008-10", "renewed:2010..2013")
    + event("closed", "2016-04-01")
    + centre("OPEN", "approved:2012-05-01", "opened")
    + centre("유네스코", "evaluated:2010-04-01")
    + centre("NONE")
)
CHART = ("timeline", "--chart", "--to", "2019")

EIGHTY = f"""\
Lifelines until 2019 as of {TODAY}

          2000        2005        2010        2015          Agreement until
DAY       ············──┿────━━━━━━━━━✗━━━━━━━━━━━━━━━━━━━  2012-01-31 ✗ expired
YEAR             ╌╌────────────╌╌━━━━━━━━━━╎━╎━━━━━━━━━━━━  2020* ✗ expired
BOUND        ──────╌╌╌╌╌╌╌╌╌╌╌╌━━━╎━━━━━━━━╎━━━━┤           closed
OPEN                                   ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌  none recorded
유네스코                          ?                         none recorded

· proposed  ─ preparing  ━ operating  ┤ closed
╌ status may have changed by then  ┿ signed or renewed
╎ earliest and latest date of a signature or renewal
✗ agreement expired, no renewal recorded  ? status or end not recorded
* computed from the term
5 centres
"""


def chart(c2c: Program, *args: str, encoding: str = "utf-8") -> list[str]:
    """Return the lines of a drawing without its title."""
    return c2c(*CHART, *args, encoding=encoding).out.splitlines()[2:]


def test_strokes_show_the_status_and_how_exactly_its_date_is_known(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("COLUMNS", "80")
    assert c2c(*CHART).out == EIGHTY


def test_narrower_drawing_has_fewer_cells(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("COLUMNS", "60")
    assert chart(c2c)[:3] == [
        "          2000   2005   2010   2015     Agreement until",
        "DAY       ·······─┿──━━━━━✗━━━━━━━━━━━  2012-01-31 ✗ expired",
        "YEAR          ╌───────╌━━━━━━╎╎━━━━━━━  2020* ✗ expired",
    ]


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
def test_drawing_is_as_wide_as_the_terminal(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("COLUMNS", str(columns))
    assert max(map(width, chart(c2c))) == columns


def test_drawing_in_a_pipe_and_in_a_file_is_100_columns_wide(c2c: Program) -> None:
    c2c.write(NETWORK)
    drawn = c2c(*CHART).out
    assert max(map(width, drawn.splitlines())) == 100
    assert drawn == c2c(*CHART, "--format", "table").out
    c2c(*CHART, "--output", "lifelines.txt")
    assert (c2c.folder / "lifelines.txt").read_text() == drawn


def test_ascii_signs_differ(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("COLUMNS", "80")
    lines = chart(c2c, encoding="ascii")
    assert lines[:6] == [
        "       2000        2005         2010         2015           Agreement until",
        "DAY    .............--+----==========x====================  2012-01-31 x expired",
        "YEAR          ~~~------------~~~==========:==:============  2020* x expired",
        "BOUND     -------~~~~~~~~~~~~===:=========:=====|           closed",
        "OPEN                                  ~~~~~~~~~~~~~~~~~~~~  none recorded",
        "\\uc720\\ub124\\uc2a4\\ucf54",
    ]
    assert "\n".join(lines).isascii()
    assert lines[8] == ". proposed  - preparing  = operating  | closed"


def test_colour_is_on_the_strokes_alone(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FORCE_COLOR", "1")
    day = chart(c2c)[1]
    assert "\x1b[33m············\x1b[0m\x1b[36m──\x1b[0m┿\x1b[36m────\x1b[0m\x1b[32m━━" in day
    assert day.endswith("2012-01-31 \x1b[1;31m✗\x1b[0m expired")


def test_drawing_ends_today(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(SMALL + centre("A", "proposed:2000-01-01", "approved:9990"))
    monkeypatch.setenv("COLUMNS", "60")
    line = c2c("timeline", "--chart").out.splitlines()[3]
    assert line == f"A  {'·' * 40}  none recorded"
    later = c2c("timeline", "--chart", "--to", "9999").out.splitlines()
    assert later[2:4] == [c2c("timeline", "--chart").out.splitlines()[2], line]


def test_status_that_may_have_changed_by_today_is_soft(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(SMALL + centre("A", "approved:2010-01-01", "opened:2015..9990"))
    monkeypatch.setenv("COLUMNS", "60")
    assert chart(c2c)[1] == f"A  {'─' * 20}{'╌' * 20}  none recorded"


def test_date_that_is_not_exact_is_so_in_one_cell(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(
        SMALL
        + centre("A", "opened:1900-01-01", "signed:1952", "renewed:1970-06")
        + event("renewed", "1990-06..1990-07")
    )
    monkeypatch.setenv("COLUMNS", "60")
    assert [sign for sign in chart(c2c)[1] if sign in "┿╎"] == ["╎", "┿", "╎"]


@pytest.mark.parametrize(
    ("args", "ids"),
    [
        ((), ["DAY", "YEAR", "BOUND", "OPEN", "유네스코"]),
        (("--centre", "open,day"), ["DAY", "OPEN"]),
        (("--centre", "NATCOM"), []),
        (("유네",), ["유네스코"]),
        (("--from", "2016-05"), ["DAY", "YEAR", "OPEN", "유네스코"]),
        (("--from", "2016-04"), ["DAY", "YEAR", "BOUND", "OPEN", "유네스코"]),
        (("--to", "2002"), ["DAY", "BOUND"]),
        (("--to", "1990"), []),
        (("--from", "9000"), []),
    ],
)
def test_filters_select_centres_and_the_period(
    c2c: Program, args: tuple[str, ...], ids: list[str]
) -> None:
    c2c.write(NETWORK.replace(centre("NONE"), ""))
    end = () if {"--to", "--from"} & {*args} else ("--to", "2019")
    lines = c2c("timeline", "--chart", *end, *args).out.partition("\n\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in lines.splitlines()[1:]] == ids


def test_a_year_is_drawn_in_the_months_of_its_period(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(SMALL + centre("A", "approved:2018-04-01", "opened:2018-10-01"))
    monkeypatch.setenv("COLUMNS", "60")
    run = c2c("timeline", "--chart", "--centre", "a", "--from", "2018", "--to", "2018")
    assert run.out.splitlines() == [
        f"Lifelines of A in 2018 as of {TODAY}",
        "",
        "   2018                                      Agreement until",
        f"A           {'─' * 20}{'━' * 11}  none recorded",
        "",
        "─ preparing  ━ operating",
        "1 centre",
    ]


def test_many_centres_are_grouped_by_sector(c2c: Program) -> None:
    many = [centre(f"C{n}", "opened:2001", sector="education") for n in range(20)]
    others = [centre(f"D{n}", "opened:2003-01-01") for n in range(6)]
    c2c.write(SMALL.replace('"Culture"', '"Culture\\u001b[31m"') + "".join(many + others))
    lines = chart(c2c)
    assert lines[1:4:2] == ["", lines[3]]
    assert lines[2] == "Culture\\u001b[31m (6)"
    assert lines[3].startswith("D0   ")
    assert lines[9:12] == ["", "Education (20)", lines[11]]
    assert lines[11].startswith("C0   ╌")
    # the years are repeated after the lines, because they no longer fit on a screen
    assert lines[31:34] == ["", lines[0], ""]
    c2c.write(SMALL + "".join(many + others[:5]))
    assert "Education (20)" not in chart(c2c)


def test_long_id_has_a_line_of_its_own(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    name = "LONG-" * 8 + "ID"
    c2c.write(SMALL + centre(name, "opened:2010-01-01") + centre("B", "opened:2015-01-01"))
    assert chart(c2c)[1:4] == [
        name,
        f"{'':3}{'━' * 40}  none recorded",
        f"B{'':22}{'━' * 20}  none recorded",
    ]


def test_centres_without_a_dated_event_are_named(c2c: Program) -> None:
    c2c.write(SMALL + centre("A") + centre("B", "opened"))
    assert c2c("timeline", "--chart", "--to", "2019", terminal=True).out == ""
    out = c2c("timeline", "--chart").out
    assert out.endswith("2 centres without a dated event: A, B\n")


def test_nothing_is_drawn_without_centres(c2c: Program) -> None:
    c2c.write(SMALL)
    run = c2c("timeline", "--chart", terminal=True)
    assert run.out == ""
    assert run.err.startswith("c2c: no ")


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        ("--format csv", "--format csv"),
        ("--output x.json", "--format json"),
        ("--kind opened", "--year or --kind"),
        ("--year 2018", "--year or --kind"),
        ("2018-06", "a date as TEXT; use --from and --to"),
        ("--columns id", "--columns, --sort or --header"),
        ("--sort id", "--columns, --sort or --header"),
        ("--no-header", "--columns, --sort or --header"),
    ],
)
def test_options_for_rows_are_usage_errors(c2c: Program, args: str, problem: str) -> None:
    c2c.write(NETWORK)
    run = c2c("timeline", "--chart", *args.split(), code=2)
    assert run.err == f"c2c: error: --chart cannot be used with {problem}\n"


def test_very_narrow_terminal_has_blocks(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(NETWORK)
    monkeypatch.setenv("COLUMNS", "50")
    assert chart(c2c)[:3] == [
        "ID               DAY",
        "Status           ● operating",
        "Agreement until  2012-01-31 ✗ expired",
    ]


def test_every_status_has_a_stroke() -> None:
    assert set(lifelines._STROKES) == set(CENTRE_STATUSES)  # noqa: SLF001
