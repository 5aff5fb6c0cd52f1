"""The facts in the bundled registry, as they were researched."""

import datetime
import json
import re

import pytest

from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import bundled_registry
from conftest import Program

CENTRES = """
APCEIU proposed=1997-10;approved=1999-11;signed=2000-08;opened=2000-08-25;{renewed}
ICHCAP proposed=2008-02;approved=2009-10-17;signed=2010-06;opened=2011-06;renewed=2019-10-11
i-WSSM proposed=2011-11;approved=2013-11-13;signed=2016-12-07;opened=2017-06-08
ICM proposed=2011-05;approved=2013-11-16;signed=2015-12-01;opened=2016-12
ICDH proposed=2017-03;approved=2017-11-06;signed=2019-07-12;opened=2020-06-26;renewed=2025-12-23
WHIPIC proposed=2018-12;approved=2019-11-21;signed=2022-05-23;opened=2022-11
GCIDA proposed=2019-03-27;approved=2019-11-18;signed=2024-02-23;opened=2025-04-29
""".replace("{renewed}", "renewed=2005-08;renewed=2010-08;renewed=2011-08")

MEETINGS = """
2017-12-19-jeonju 2017-12-19 2017-12-20 - held Jeonju ICHCAP;KNCU APCEIU;ICHCAP;i-WSSM;ICM;ICDH
2018-06-27-jeju 2018-06-27 - working held Jeju KNCU APCEIU;ICHCAP;i-WSSM;ICM;ICDH
2018-06-28-jeju 2018-06-28 - other held Jeju - KNCU
2018-11 2018-11 - working tentative - - -
2019-01-15-jeonju 2019-01-15 - heads held Jeonju ICHCAP APCEIU;ICHCAP;i-WSSM;ICM;ICDH;KNCU
2020-02-04-jeonju 2020-02-04 - - held Jeonju ICHCAP ICHCAP;ICM;i-WSSM;ICDH;GCIDA;WHIPIC;KNCU
2021-03-10-chungju 2021-03-10 - heads held Chungju ICM APCEIU;ICHCAP;i-WSSM;ICM;ICDH;GCIDA;WHIPIC;KNCU
2023-05-19-jeonju 2023-05-19 - - held Jeonju ICHCAP APCEIU;ICHCAP;i-WSSM;ICM;ICDH;WHIPIC;KNCU
2024-11-19-jeju 2024-11-19 2024-11-20 - held Jeju GCIDA -
"""


STATES = """
1997-10-31 APCEIU proposed none
1999-11-30 APCEIU preparing none
2000-08-25 APCEIU operating none
2000-08-31 APCEIU operating end unknown signed 2000-08
2005-08-31 APCEIU operating end unknown renewed 2005-08
2008-02-29 ICHCAP proposed none
2009-10-17 ICHCAP preparing none
2010-06-30 ICHCAP preparing end unknown signed 2010-06
2010-08-31 APCEIU operating end unknown renewed 2010-08
2011-05-31 ICM proposed none
2011-06-30 ICHCAP operating end unknown signed 2010-06
2011-08-31 APCEIU operating valid renewed 2011-08
2011-11-30 i-WSSM proposed none
2013-11-13 i-WSSM preparing none
2013-11-16 ICM preparing none
2015-12-01 ICM preparing end unknown signed 2015-12-01
2016-12-07 i-WSSM preparing end unknown signed 2016-12-07
2016-12-31 ICM operating end unknown signed 2015-12-01
2017-02-01 APCEIU operating review due renewed 2011-08
2017-03-31 ICDH proposed none
2017-06-08 i-WSSM operating end unknown signed 2016-12-07
2017-09-01 APCEIU operating expired renewed 2011-08
2017-11-06 ICDH preparing none
2018-12-31 WHIPIC proposed none
2019-03-27 GCIDA proposed none
2019-07-12 ICDH preparing end unknown signed 2019-07-12
2019-10-11 ICHCAP operating end unknown renewed 2019-10-11
2019-11-18 GCIDA preparing none
2019-11-21 WHIPIC preparing none
2020-06-26 ICDH operating end unknown signed 2019-07-12
2022-05-23 WHIPIC preparing end unknown signed 2022-05-23
2022-11-30 WHIPIC operating end unknown signed 2022-05-23
2024-02-23 GCIDA preparing end unknown signed 2024-02-23
2025-04-29 GCIDA operating end unknown signed 2024-02-23
2025-12-23 ICDH operating valid renewed 2025-12-23
2032-07-01 ICDH operating review due renewed 2025-12-23
2034-01-01 ICDH operating expired renewed 2025-12-23
"""
"""First day of each state: centre, status, state of the agreement, its last signing or renewal."""

DAYS = sorted({line.split()[0] for line in STATES.strip().splitlines()})
ORDER = [line.split()[0] for line in CENTRES.strip().splitlines()]
SECTOR = dict(
    zip(
        ORDER,
        (
            *(
                "education",
                "culture",
                "natural-sciences",
                "social-human-sciences",
                "communication-information",
            ),
            *("culture", "natural-sciences"),
        ),
        strict=True,
    )
)


@pytest.mark.parametrize("change", [-1, 0, 1])
@pytest.mark.parametrize("certain", DAYS)
def test_state_before_on_and_after_the_day_of_each_change(
    c2c: Program, certain: str, change: int
) -> None:
    day = str(datetime.date.fromisoformat(certain) + datetime.timedelta(days=change))
    now: dict[str, tuple[str, str, str, str]] = {}
    for line in STATES.strip().splitlines():
        since, centre, status, rest = line.split(" ", 3)
        found = re.fullmatch(r"(.*?)(?: (signed|renewed) (.*))?", rest)
        assert found is not None
        state, kind, date = found[1], found[2] or "", found[3] or ""
        if since <= day:
            now[centre] = status, kind, date, state
    known = [centre for centre in ORDER if centre in now]
    assert cells(c2c("list", "--as-of", day, "--columns", "id,status").out) == [
        [centre, now[centre][0]] for centre in known
    ]
    assert cells(c2c("agreements", "--as-of", day, "--columns", "id,kind,date,state").out) == [
        [centre, *now[centre][1:]] for centre in known
    ]
    by_status = {
        (row["id"], status): row.get(status, [])
        for row in json.loads(c2c("sectors", "--as-of", day, "--format", "json").out)
        for status in ("proposed", "preparing", "operating", "closed", "unknown")
    }
    for (sector, status), ids in by_status.items():
        assert ids == [
            centre for centre in known if SECTOR[centre] == sector and now[centre][0] == status
        ]


def rows(text: str) -> str:
    return (
        text.strip()
        .replace("-\n", "\n")
        .replace(" - ", "  ")
        .replace(" - ", "  ")
        .replace(" ", "\t")
        + "\n"
    )


def cells(out: str) -> list[list[str]]:
    return [line.split("\t") for line in out.splitlines()]


def test_the_centres_and_their_events(c2c: Program) -> None:
    assert c2c("list", "--columns", "id,event").out == rows(CENTRES)


def test_the_meetings(c2c: Program) -> None:
    out = c2c("meetings", "--columns", "id,start,end,kind,status,city,organisers,attendees").out
    expected = [
        [cell if cell != "-" else "" for cell in line.split(" ")]
        for line in MEETINGS.strip().splitlines()
    ]
    assert cells(out) == expected


def test_the_rules(c2c: Program) -> None:
    assert c2c(
        "cadence", "--agreed", "--columns", "kind,level,per_year,since,until,agreed"
    ).out == (
        "formal\tworking\t1\t2018\t\t2017-12-19-jeonju\n"
        "informal\tworking\t1\t2018\t\t2017-12-19-jeonju\n"
        "heads\theads\t1\t2018\t\t2017-12-19-jeonju\n"
    )


def test_bundled_registry_has_no_personal_data() -> None:
    registry = load_registry(str(bundled_registry()))
    assert not any(centre.contact for centre in registry.centre)


def test_each_event_meeting_and_rule_has_sources() -> None:
    registry = load_registry(str(bundled_registry()))
    assert all(event.sources for centre in registry.centre for event in centre.event)
    assert all(meeting.sources for meeting in registry.meeting)
    assert all(rule.sources for rule in registry.cadence)


MEETINGS_WITH_INFERENCES = {"2017-12-19-jeonju", "2018-11", "2019-01-15-jeonju"}


def test_inferences_are_noted() -> None:
    registry = load_registry(str(bundled_registry()))
    notes = [centre.note for centre in registry.centre if centre.id == "ICHCAP"]
    notes += [
        meeting.note for meeting in registry.meeting if meeting.id in MEETINGS_WITH_INFERENCES
    ]
    notes += [rule.note for rule in registry.cadence]
    assert len(notes) == 7
    assert all("inferred" in (note or "") for note in notes)


def test_sources_read_in_a_copy_have_no_address_of_their_own() -> None:
    registry = load_registry(str(bundled_registry()))
    copies = [
        source for source in registry.source if "Read in a copy at http" in (source.note or "")
    ]
    assert [source.id for source in copies] == [
        "unesco-apceiu-call-2024",
        "apceiu-evaluation",
        "apceiu-expert-meeting",
    ]
    assert not any(source.url for source in copies)


def test_registry_matches_the_reference_article_on_5_july_2018(c2c: Program) -> None:
    assert c2c("list", "--as-of", "2018-07-05", "--columns", "id,sector,status").out == (
        "APCEIU\teducation\toperating\n"
        "ICHCAP\tculture\toperating\n"
        "i-WSSM\tnatural-sciences\toperating\n"
        "ICM\tsocial-human-sciences\toperating\n"
        "ICDH\tcommunication-information\tpreparing\n"
    )
    assert (
        c2c("meetings", "--upcoming", "--as-of", "2018-07-05", "--columns", "id,status").out
        == "2018-11\ttentative\n"
    )


def test_seven_centres_operate_in_2026(c2c: Program) -> None:
    out = c2c("list", "--as-of", "2026-11-23", "--columns", "status").out
    assert out == "operating\n" * 7


def test_the_meetings_of_2018(c2c: Program) -> None:
    assert c2c("meetings", "--year", "2018", "--columns", "start,kind,status").out == (
        "2018-06-27\tworking\theld\n2018-06-28\tother\theld\n2018-11\tworking\ttentative\n"
    )
    found = json.loads(c2c("meetings", "--year", "2018", "--format", "json").out)
    assert [meeting["start"] for meeting in found] == ["2018-06-27", "2018-06-28", "2018-11"]


def test_the_cadence_of_2018(c2c: Program) -> None:
    run = c2c("cadence", "--year", "2018", "--check", "--as-of", "2026-11-23", code=1)
    assert run.out == (
        "2018\tformal\t1\t0\t0\t1\t0\tunclear\t2018-06-27-jeju;2018-11\n"
        "2018\tinformal\t1\t0\t0\t1\t0\tunclear\t2018-06-27-jeju;2018-11\n"
        "2018\theads\t1\t0\t0\t0\t0\tmissing\t\n"
    )
    years = c2c("cadence", "--years", "--year", "2018", "--as-of", "2026-11-23")
    assert years.out == "2018\t3\t0\t0\t2\t0\t1\tmissing\n"


def test_the_timeline_is_that_of_the_events_and_meetings(c2c: Program) -> None:
    found = cells(c2c("timeline", "--columns", "date,end,kind,status,id").out)
    meetings = [
        [one, start, end or "-", kind or "-", status]
        for start, end, kind, status, one in found
        if status
    ]
    assert meetings == [line.split()[:5] for line in MEETINGS.strip().splitlines()]
    events = {line.split()[0]: line.split()[1].split(";") for line in CENTRES.strip().splitlines()}
    for centre, history in events.items():
        assert [
            f"{kind}={date}" for date, _, kind, status, one in found if one == centre and not status
        ] == history
    assert len(found) == len(meetings) + sum(map(len, events.values()))
    assert [date for date, *_ in found] == sorted(date for date, *_ in found)


def test_the_heads_met_in_2019_and_2021(c2c: Program) -> None:
    out = c2c("cadence", "--as-of", "2026-11-23", "--columns", "year,kind,state").out
    met = [year for year, kind, state in cells(out) if (kind, state) == ("heads", "met")]
    assert met == ["2019", "2021"]


def test_the_sectors(c2c: Program) -> None:
    assert c2c("sectors", "--as-of", "2019-06-01").out == (
        "education\tED\tEducation\t\t\tAPCEIU\t\t\n"
        "natural-sciences\tSC\tNatural Sciences\tGCIDA\t\ti-WSSM\t\t\n"
        "social-human-sciences\tSHS\tSocial and Human Sciences\t\t\tICM\t\t\n"
        "culture\tCLT\tCulture\tWHIPIC\t\tICHCAP\t\t\n"
        "communication-information\tCI\tCommunication and Information\t\tICDH\t\t\t\n"
    )


def test_korean_names(c2c: Program) -> None:
    assert (
        c2c("list", "--lang", "ko", "--columns", "name", "ICDH").out
        == "유네스코 국제기록유산센터\n"
    )
    assert c2c("list", "국제무예", "--columns", "id").out == "ICM\n"


def test_all_lines_have_the_same_number_of_cells(c2c: Program) -> None:
    for command in ("list", "sectors", "meetings", "cadence"):
        assert len({len(line) for line in cells(c2c(command).out)}) == 1


def test_every_id_can_be_shown(c2c: Program) -> None:
    for command in ("list", "meetings"):
        for record_id, *_ in cells(c2c(command).out):
            assert c2c("show", record_id).out.startswith(f"{record_id}\tid\t{record_id}\n")
