"""`--format ics` of `meetings` and `due`: parsed by a library, and imported into a real calendar."""

import datetime
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given
from icalendar import Calendar

from c2c_cli.text import escape_controls
from conftest import Program, run
from samples import SMALL, centre, environment, meeting, record, rule
from strategies import registries

MEETING = "".join(
    [
        centre("A", name="유네스코 국제기록유산센터"),
        rule("heads", name="heads", level="heads"),
        meeting(
            "m1",
            title="기관장 회의; heads, and more",
            start="2018-06-27",
            end="2018-06-29",
            kind="heads",
            venue="Hall",
            city="제주",
            organisers=["NATCOM"],
            attendees=["A", "NATCOM"],
            agenda=["First", "Second\nin two lines"],
            outcomes=[" ".join(["유네스코 국제기록유산센터"] * 3)],
            mode="hybrid",
            note="A\x07note",
            sources=["https://example.org/1", "ftp://example.org/2"],
        ),
        meeting("m2", title="Tentative", start="2018-12-31", end="2019", status="tentative"),
        meeting("m3", title="Planned", start="2019-02", end="2019-03-01", status="planned"),
        meeting("m4", title="Planned", start="9999-12-31", status="planned"),
        meeting("m5", title="Cancelled", start="2019-03-01", status="cancelled"),
    ]
)


def entries(text: str) -> list[dict[str, Any]]:
    """Return the entries of a calendar, as parsed by the library."""
    return [
        {name.lower(): _value(value) for name, value in event.items()}
        for event in Calendar.from_ical(text).walk("VEVENT")
    ]


def _value(value: Any) -> Any:
    """Return the value of a property: a date, the names of categories, or a text."""
    if hasattr(value, "cats"):
        return [str(name) for name in value.cats]
    return getattr(value, "dt", str(value))


def uids(c2c: Program, *args: str) -> list[str]:
    """Return the ids of the entries of a calendar."""
    return [entry["uid"] for entry in entries(c2c(*args, "--format", "ics").out)]


def test_each_field_has_a_property(c2c: Program) -> None:
    c2c.write(SMALL + MEETING)
    run = c2c("meetings", "--as-of", "2019-03", "--format", "ics")
    assert run.err == "c2c: warning: skipped meeting m3: its start date (2019-02) has no day\n"
    stamp = datetime.datetime(2019, 3, 31, tzinfo=datetime.UTC)
    first, tentative, cancelled, last = entries(run.out)
    assert first == {
        "uid": "m1@c2c",
        "dtstamp": stamp,
        "summary": "기관장 회의; heads, and more",
        "dtstart": datetime.date(2018, 6, 27),
        "dtend": datetime.date(2018, 6, 30),
        "status": "CONFIRMED",
        "categories": ["Meeting"],
        "location": "Hall, 제주",
        "description": "Kind: heads\n"
        "Mode: hybrid\n"
        "Organised by: NATCOM (National Commission)\n"
        "Attended by: A (유네스코 국제기록유산센터), NATCOM (National Commission)\n"
        "Agenda:\n- First\n- Second\nin two lines\n"
        "Outcomes:\n- 유네스코 국제기록유산센터 유네스코 국제기록유산센터 유네스코 국제기록유산센터\n"
        "A\\u0007note\n"
        "Sources: https://example.org/1, ftp://example.org/2",
        "url": "https://example.org/1",
    }
    assert tentative["dtend"] == datetime.date(2019, 1, 1), "an end without a day is ignored"
    assert (tentative["status"], cancelled["status"], last["status"]) == (
        "TENTATIVE",
        "CANCELLED",
        "CONFIRMED",
    )
    assert cancelled["transp"] == "TRANSPARENT", "the day of a cancelled meeting is free"
    assert not any("transp" in entry for entry in (first, tentative, last))
    assert "dtend" not in last, "the calendar ends with this day, so DTEND cannot be the next day"


@pytest.mark.parametrize("command", ["meetings", "due"])
def test_calendar_is_named_and_says_how_often_to_read_it(c2c: Program, command: str) -> None:
    c2c.write(SMALL.replace("A network", "Réseau; n° 1"))
    assert c2c(command, "--format", "ics").out.splitlines() == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//c2c//network registry//EN",
        f"X-WR-CALNAME:Réseau\\; n° 1: {command}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
        "X-PUBLISHED-TTL:P1D",
        "END:VCALENDAR",
    ]


@pytest.mark.parametrize("command", ["meetings", "due"])
def test_time_stamp_is_the_day_of_the_state(c2c: Program, command: str) -> None:
    c2c.write(SMALL + meeting(start="2018-01-01", status="planned"))

    def stamp(*args: str) -> datetime.date:
        (entry,) = entries(c2c(command, *args, "--format", "ics").out)
        moment: datetime.datetime = entry["dtstamp"]
        assert (moment.time(), moment.utcoffset()) == (datetime.time(), datetime.timedelta())
        return moment.date()

    assert stamp("--as-of", "2018") == datetime.date(2018, 12, 31)
    assert stamp("--as-of", "2019-02") == datetime.date(2019, 2, 28)
    before = datetime.date.today()  # noqa: DTZ011  # the program uses the local date
    assert before <= stamp() <= datetime.date.today()  # noqa: DTZ011


def test_lines_are_folded_within_75_octets_and_end_in_crlf(c2c: Program) -> None:
    c2c.write(SMALL + MEETING)
    out = c2c("meetings", "--format", "ics").out
    lines = out.encode().split(b"\r\n")
    assert lines.pop() == b""
    assert all(b"\n" not in line and len(line) <= 75 for line in lines)
    assert any(
        line.startswith(" ") and not line.isascii() for line in (one.decode() for one in lines)
    )
    assert c2c("meetings", "--format", "ics").out == out
    assert c2c("meetings", "--format", "ics", terminal=True).out == out.replace("\r\n", "\n")


def test_empty_result_is_a_valid_calendar(c2c: Program) -> None:
    c2c.write(SMALL)
    run = c2c("meetings", "--format", "ics")
    assert entries(run.out) == []
    assert run.out.startswith("BEGIN:VCALENDAR\r\n")
    assert run.out.endswith("END:VCALENDAR\r\n")


def test_filters_apply_and_columns_are_refused(c2c: Program) -> None:
    c2c.write(SMALL + MEETING)
    assert uids(c2c, "meetings", "--kind", "heads") == ["m1@c2c"]
    for option in (("--columns", "id"), ("--sort", "id"), ("--header",)):
        assert c2c("meetings", "--format", "ics", *option, code=2).err == (
            "c2c: error: --format ics cannot be used with --columns, --sort or --header\n"
        )
    assert c2c("list", "--format", "ics", code=2).err.startswith(
        'c2c: error: --format: unknown format "ics"; '
    )


@given(registries())
def test_any_registry_can_be_read_back(data: dict[str, Any]) -> None:
    stdin = tomli_w.dumps(data).encode()
    ended = run("meetings", "--format", "ics", "--data", "-", stdin=stdin)
    assert ended.code == 0
    found = {entry["uid"].removesuffix("@c2c"): entry for entry in entries(ended.out)}
    days = [one for one in data["meeting"] if len(one["start"]) == 10]
    assert len(found) == len(days)
    for one in days:
        assert found[one["id"]]["summary"] == escape_controls(one["title"])
    due = run(
        "due", "--as-of", "2024-06", "--within", "99", "--format", "ics", "--data", "-", stdin=stdin
    )
    assert due.code == 0
    ids = [entry["uid"] for entry in entries(due.out)]
    assert len(ids) == len({*ids})


@pytest.mark.parametrize("data", ["korea", "world"])
@pytest.mark.parametrize("day", ["2010-06-01", "2018-12-03", "2026-12-02", "2045-01-01"])
def test_ids_in_both_calendars_of_a_registry_are_unique(c2c: Program, data: str, day: str) -> None:
    options = ("--data", data, "--as-of", day)
    found = [*uids(c2c, "meetings", "--data", data), *uids(c2c, "due", *options, "--within", "60")]
    assert len(found) == len({*found}) > 5


NETWORK = "".join(
    [
        SMALL.replace('"A network"\n', '"A network"\nlongest_term = 8\n'),
        rule("heads", level="heads", since=2023),
        rule("formal", since=2025),
        rule("informal", since=2025),
        record("obligation", kind="board", name="Governing board", since=2024),
        centre("A", "opened:2010", "signed:2010-01-15:2026-10-31"),
        meeting("past", start="2024-03-01", status="planned"),
        meeting("any", start="2025-03-01"),
    ]
)
"""A network with an action of each table; the meeting `any` may be any of three."""

IDS = [
    "due-cadence:formal:heads:informal:2025@c2c",
    "due-cadence:heads:2023@c2c",
    "due-centre:A@c2c",
    "due-meeting:past@c2c",
    "due-obligation:board:A:2024@c2c",
    "due-obligation:board:A:2025@c2c",
]

DUE = ("due", "--as-of", "2025-12-30", "--within", "12")


def test_ids_keep_when_dates_names_and_the_order_of_records_change(c2c: Program) -> None:
    c2c.write(NETWORK)
    assert sorted(uids(c2c, *DUE)) == IDS
    for before, after in (
        ("A network", "한국 네트워크"),
        ("2026-10-31", "2026-05"),  # the review becomes overdue
        ("2026-10-31", "2025-12-01"),  # the agreement has expired
        ("2024-03-01", "2024-02"),
        ("2025-03-01", "2025-04-30"),
        (
            rule("formal", since=2025) + rule("informal", since=2025),
            rule("informal", since=2025) + rule("formal", since=2025),
        ),
    ):
        assert NETWORK.count(before) == 1
        c2c.write(NETWORK.replace(before, after))
        assert sorted(uids(c2c, *DUE)) == IDS, after
    later = uids(c2c, "due", "--as-of", "2026-12-30", "--within", "12")
    assert {*IDS} < {*later}, "the actions that were not done have the same ids later"


def test_overdue_action_is_on_the_day_of_the_state(c2c: Program) -> None:
    c2c.write(NETWORK + centre("B", "signed:2001"))
    shown = [
        f"{entry['dtstart']} {entry['categories'][0]} {entry['transp']} | {entry['summary']}"
        for entry in entries(c2c(*DUE, "--format", "ics").out)
    ]
    assert shown == [
        "2025-12-30 Agreed meeting TRANSPARENT | overdue since 2023: heads: 1 meeting not recorded",
        "2025-12-30 Meeting TRANSPARENT | overdue since 2024-03-01: past: meeting still planned",
        "2025-12-30 Obligation TRANSPARENT | "
        "overdue since 2024-12-31: A: Governing board for 2024 not recorded",
        "2025-12-31 Agreed meeting TRANSPARENT | heads, formal, informal: 2 meetings due",
        "2025-12-31 Obligation TRANSPARENT | A: Governing board for 2025 due",
        "2026-04-30 Agreement TRANSPARENT | A: review due; agreement expires on 2026-10-31",
        "2025-12-30 Agreement TRANSPARENT | "
        "B: agreement began in 2001; a term is at most 8 years: "
        "find out whether it was renewed or ended",
    ]


@pytest.mark.parametrize(
    ("day", "alarms"),
    [
        ("2026-01-01", ["-P30DT15H"]),
        ("2026-03-30", ["-P30DT15H"]),
        ("2026-03-31", []),
        ("2026-04-30", []),
        ("2026-05-01", []),
    ],
)
def test_alarm_is_a_month_before_a_review_at_nine(
    c2c: Program, day: str, alarms: list[str]
) -> None:
    c2c.write(SMALL + rule("heads", since=2026) + centre("A", "signed:2010:2026-10-30"))
    out = c2c("due", "--as-of", day, "--format", "ics").out
    assert "SUMMARY" in out
    lines = out.split("\r\n")
    assert [line.removeprefix("TRIGGER:") for line in lines if "TRIGGER" in line] == alarms
    alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:A: review due"
    assert out.count(alarm) == len(alarms)


@pytest.mark.process
@pytest.mark.skipif(shutil.which("khal") is None, reason="khal is not installed")
def test_import_replaces_the_entries_of_an_earlier_one(c2c: Program, tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "config").write_text(
        f"[calendars]\n[[network]]\npath = {tmp_path}/calendar\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    env = environment(tmp_path)

    def khal(*args: str) -> str:
        command = ["khal", "-c", str(tmp_path / "config"), *args]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout

    def imported(day: str) -> list[str]:
        """Import both calendars as of a day twice, and return the entries in khal."""
        for command in (("meetings",), ("due", "--as-of", day, "--within", "12")) * 2:
            out = c2c(*command, "--format", "ics").out
            (tmp_path / "network.ics").write_bytes(out.encode())
            khal("import", "--batch", str(tmp_path / "network.ics"))
        line = "{start-date} {end-date} {title}"
        listed = khal("list", "--format", line, "--day-format", "", "2024-01-01", "2000d")
        return listed.splitlines()

    c2c.write(NETWORK)
    assert imported("2025-12-30") == [
        "2024-03-01 2024-03-01 x",
        "2025-03-01 2025-03-01 x",
        "2025-12-30 2025-12-30 overdue since 2023: heads: 1 meeting not recorded",
        "2025-12-30 2025-12-30 overdue since 2024-03-01: past: meeting still planned",
        "2025-12-30 2025-12-30 overdue since 2024-12-31: A: Governing board for 2024 not recorded",
        "2025-12-31 2025-12-31 A: Governing board for 2025 due",
        "2025-12-31 2025-12-31 heads, formal, informal: 2 meetings due",
        "2026-04-30 2026-04-30 A: review due; agreement expires on 2026-10-31",
    ]
    c2c.write(NETWORK.replace("2024-03-01", "2024-03-02").replace("2026-10-31", "2026-11-30"))
    c2c("edit", "meeting", "past", "--title", "Second")
    assert imported("2025-12-31") == [
        "2024-03-02 2024-03-02 Second",
        "2025-03-01 2025-03-01 x",
        "2025-12-31 2025-12-31 A: Governing board for 2025 not recorded",
        "2025-12-31 2025-12-31 heads, formal, informal: 2 meetings not recorded",
        "2025-12-31 2025-12-31 overdue since 2023: heads: 1 meeting not recorded",
        "2025-12-31 2025-12-31 overdue since 2024-03-02: past: meeting still planned",
        "2025-12-31 2025-12-31 overdue since 2024-12-31: A: Governing board for 2024 not recorded",
        "2026-05-30 2026-05-30 A: review due; agreement expires on 2026-11-30",
    ]
    assert len(list((tmp_path / "calendar").glob("*.ics"))) == 8


def test_url_is_the_first_source_with_a_web_address(c2c: Program) -> None:
    sources = ["ftp://example.org/0", "https://example.org/1", "https://example.org/2"]
    c2c.write(SMALL + meeting(start="2018-01-01", sources=sources))
    out = c2c("meetings", "--format", "ics").out
    assert "\r\nURL:https://example.org/1\r\n" in out
    assert entries(out)[0]["description"] == f"Sources: {', '.join(sources)}"


def test_url_is_that_of_a_source_given_by_its_id(c2c: Program) -> None:
    sources = [
        record("source", id="letter", title="A letter"),
        record("source", id="book", title="A book", url="https://example.org/book"),
    ]
    cited = ["letter", "book", "https://example.org/2"]
    c2c.write(SMALL + "".join(sources) + meeting(start="2018-01-01", sources=cited))
    (entry,) = entries(c2c("meetings", "--format", "ics").out)
    assert (entry["url"], entry["description"]) == (
        "https://example.org/book",
        "Sources: A letter, A book, https://example.org/2",
    )


def test_url_is_the_link_of_the_meeting_if_it_is_a_web_address(c2c: Program) -> None:
    c2c.write(
        SMALL
        + meeting(
            start="2018-01-01", link="https://example.org/join", sources=["https://example.org/1"]
        )
    )
    (entry,) = entries(c2c("meetings", "--format", "ics").out)
    assert (entry["url"], entry["description"]) == (
        "https://example.org/join",
        "Link: https://example.org/join\nSources: https://example.org/1",
    )
    c2c.write(
        SMALL + meeting(start="2018-01-01", link="Room 5\x85", sources=["https://example.org/1"])
    )
    (entry,) = entries(c2c("meetings", "--format", "ics").out)
    assert (entry["url"], entry["description"]) == (
        "https://example.org/1",
        "Link: Room 5\\u0085\nSources: https://example.org/1",
    )


def test_description_escapes_control_characters(c2c: Program) -> None:
    small = SMALL.replace("National Commission", "National\\u0007Commission\\u009b")
    sources = record("source", id="s", title="Letter\x1b[31m")
    c2c.write(
        small
        + sources
        + meeting(start="2018-01-01", organisers=["NATCOM"], agenda=["A\nB\x07"], sources=["s"])
    )
    out = c2c("meetings", "--format", "ics").out
    (entry,) = entries(out)
    assert entry["description"] == (
        "Organised by: NATCOM (National\\u0007Commission\\u009b)\nAgenda:\n- A\nB\\u0007\nSources: Letter\\u001b[31m"
    )
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]", out)
