"""`c2c meetings --format ics`: parsed by a library, imported into a real calendar, and reproducible."""

import datetime
import io
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
        {name.lower(): getattr(value, "dt", str(value)) for name, value in event.items()}
        for event in Calendar.from_ical(text).walk("VEVENT")
    ]


def test_each_field_has_a_property(c2c: Program) -> None:
    c2c.write(SMALL + MEETING)
    run = c2c("meetings", "--format", "ics")
    assert run.err == "c2c: warning: skipped meeting m3: its start date (2019-02) has no day\n"
    stamp = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    first, tentative, cancelled, last = entries(run.out)
    assert first == {
        "uid": "m1@a-network",
        "dtstamp": stamp,
        "summary": "기관장 회의; heads, and more",
        "dtstart": datetime.date(2018, 6, 27),
        "dtend": datetime.date(2018, 6, 30),
        "status": "CONFIRMED",
        "location": "Hall, 제주",
        "description": "Kind: heads\n"
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
    assert "dtend" not in last, "the calendar ends with this day, so DTEND cannot be the next day"


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
    assert [
        one["uid"] for one in entries(c2c("meetings", "--kind", "heads", "--format", "ICS").out)
    ] == ["m1@a-network"]
    for option in (("--columns", "id"), ("--sort", "id"), ("--header",)):
        assert c2c("meetings", "--format", "ics", *option, code=2).err == (
            "c2c: error: --format ics cannot be used with --columns, --sort or --header\n"
        )
    assert c2c("list", "--format", "ics", code=2).err.startswith(
        'c2c: error: --format: unknown format "ics"; '
    )
    c2c.write(SMALL.replace("A network", "한국 네트워크") + MEETING, "ko.toml")
    assert "UID:m1@network\r\n" in c2c("meetings", "--format", "ics", "--data", "ko.toml").out
    c2c.write(SMALL.replace("A network", "Réseau n° 1!") + MEETING, "fr.toml")
    assert "UID:m1@reseau-n-1\r\n" in c2c("meetings", "--format", "ics", "--data", "fr.toml").out


@given(registries())
def test_any_registry_can_be_read_back(data: dict[str, Any]) -> None:
    ended = run("meetings", "--format", "ics", "--data", "-", stdin=tomli_w.dumps(data).encode())
    assert ended.code == 0
    found = {one["uid"].rpartition("@")[0]: one for one in entries(ended.out)}
    days = [one for one in data["meeting"] if len(one["start"]) == 10]
    assert len(found) == len(days)
    for one in days:
        assert found[one["id"]]["summary"] == escape_controls(one["title"])


@pytest.mark.process
@pytest.mark.skipif(shutil.which("khal") is None, reason="khal is not installed")
def test_importing_twice_creates_no_duplicates(c2c: Program, tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "config").write_text(
        f"[calendars]\n[[network]]\npath = {tmp_path}/calendar\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n"
        "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
        "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
    )
    out = io.BytesIO(c2c("meetings", "--format", "ics").out.encode()).getvalue()
    (tmp_path / "network.ics").write_bytes(out)
    env = environment(tmp_path)

    def khal(*args: str) -> str:
        command = ["khal", "-c", str(tmp_path / "config"), *args]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout

    for _ in range(2):
        khal("import", "--batch", str(tmp_path / "network.ics"))
        listed = khal(
            "list",
            "--format",
            "{start-date} {end-date} {title}",
            "--day-format",
            "",
            "2017-12-01",
            "2926d",
        )
        assert listed.splitlines() == [
            "2017-12-19 2017-12-20 First network meeting",
            "2017-12-19 2017-12-20 First network meeting",
            "2018-06-27 2018-06-27 Second network meeting",
            "2018-06-28 2018-06-28 Meeting with the Director-General of UNESCO",
            "2019-01-15 2019-01-15 Meeting of the heads",
            "2020-02-04 2020-02-04 Cooperation meeting",
            "2021-03-10 2021-03-10 Meeting of the heads",
            "2023-05-19 2023-05-19 Regular meeting of the council of Korean centres",
            "2024-11-19 2024-11-20 Fourth-quarter meeting and workshop",
            "2024-11-19 2024-11-20 Fourth-quarter meeting and workshop",
        ]
    assert len(list((tmp_path / "calendar").glob("*.ics"))) == 8


def test_url_is_the_first_source_with_a_web_address(c2c: Program) -> None:
    sources = ["ftp://example.org/0", "https://example.org/1", "https://example.org/2"]
    c2c.write(SMALL + meeting(start="2018-01-01", sources=sources))
    out = c2c("meetings", "--format", "ics").out
    assert "\r\nURL:https://example.org/1\r\n" in out
    assert entries(out)[0]["description"] == f"Sources: {', '.join(sources)}"


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
