"""The facts in the bundled registry, as they were researched."""

import datetime
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from c2c_cli.model import obligations
from c2c_cli.model.registry import Registry
from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import BUNDLED, bundled_registry
from conftest import Program

CENTRES = """
APCEIU proposed=1997-10;approved=1999-11;signed=2000-08;opened=2000-08-25;{renewed}
ICHCAP proposed=2008-02;approved=2009-10-17;signed=2010-06;opened=2011-06..2011-07;{ichcap}
i-WSSM proposed=2011-11;approved=2013-11-13;signed=2016-12-07;in-force=2016-12;opened=2017-06-08
ICM proposed=2011-05;approved=2013-11-16;signed=2015-12-01;opened=2016-12;{icm}
ICDH proposed=2017-03;decided=2017-10-13;approved=2017-11-06;signed=2019-07-12;{icdh}
WHIPIC proposed=2018-12;approved=2019-11-21;signed=2022-05-23;in-force=2022-11;opened=2022-11
GCIDA proposed=2019-03-27;approved=2019-11-18;signed=2024-02-23;opened=2025-04-29
""".format(
    renewed="renewed=2005-08;renewed=2010-08;renewed=2011-08;evaluated=2016..2017-08",
    ichcap="work-plan=2013-09;evaluated=2015-10-27..2016-12-15;work-plan=2015-10-27;work-plan=2016-12-15"
    ";decided=2017-10-13;work-plan=2017-12-15;renewed=2019-10-11;work-plan=2019-10-25;work-plan=2020-11-20",
    icm="work-plan=2021-02-25;annual-report=?;annual-report=?",
    icdh="opened=2020-06-26;work-plan=2022-12-14;annual-report=2022-12-14;renewed=2025-12-23",
)

MEETINGS = """
2013-09-daejeon 2013-09 - board held Daejeon ICHCAP ICHCAP
2014-11-04-jeonju 2014-11-04 - board held Jeonju ICHCAP ICHCAP
2015-10-27-seoul 2015-10-27 - board held Seoul ICHCAP ICHCAP;CHA;CRIHAP
2016-12-15-seoul 2016-12-15 - board held Seoul ICHCAP ICHCAP;CHA;KNCU;CRIHAP;IRCI
2016-12-22-chungju 2016-12-22 - board held Chungju ICM ICM
2017-12-15-seoul 2017-12-15 - board held Seoul ICHCAP ICHCAP;CHA;KNCU;CRIHAP;IRCI
2017-12-19-jeonju 2017-12-19 2017-12-20 - held Jeonju ICHCAP;KNCU APCEIU;ICHCAP;i-WSSM;ICM;ICDH
2018-06-27-jeju 2018-06-27 - working held Jeju KNCU APCEIU;ICHCAP;i-WSSM;ICM;ICDH
2018-06-28-jeju 2018-06-28 - other held Jeju - KNCU;UNESCO
2018-11 2018-11 - working tentative - - -
2019-01-15-jeonju 2019-01-15 - heads held Jeonju ICHCAP APCEIU;ICHCAP;i-WSSM;ICM;ICDH;KNCU
2019-10-25-seoul 2019-10-25 - board held Seoul ICHCAP ICHCAP;CHA;MOFA;CRIHAP;IRCI
2020-02-04-jeonju 2020-02-04 - - held Jeonju ICHCAP ICHCAP;ICM;i-WSSM;ICDH;GCIDA;WHIPIC;KNCU
2020-06-icdh 2020-06 - board held - ICDH ICDH
2020-06-19-seoul 2020-06-19 - other held Seoul ICHCAP ICHCAP
2020-11-icdh 2020-11 - board held - ICDH ICDH
2020-11-20-daejeon 2020-11-20 - board held Daejeon ICHCAP ICHCAP;CRIHAP;IRCI
2021-01-icdh 2021-01 - other held - ICDH ICDH
2021-02-25-chungju 2021-02-25 - board held Chungju ICM ICM
2021-03-icdh 2021-03 - board held - ICDH ICDH
2021-03-10-chungju 2021-03-10 - heads held Chungju ICM APCEIU;ICHCAP;i-WSSM;ICM;ICDH;GCIDA;WHIPIC;KNCU
2022-icm 2022 - board held - ICM ICM
2022-12-14-icdh 2022-12-14 - board held - ICDH ICDH
2023-icm 2023 - board held - ICM ICM
2023-03-icdh 2023-03 - board tentative - ICDH -
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
2011-07-31 ICHCAP operating end unknown signed 2010-06
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
2017-08-31 APCEIU operating reviewed renewed 2011-08
2017-09-01 APCEIU operating expired renewed 2011-08
2017-11-06 ICDH preparing none
2018-07-01 ICHCAP operating outdated signed 2010-06
2018-12-31 WHIPIC proposed none
2019-03-27 GCIDA proposed none
2019-07-12 ICDH preparing end unknown signed 2019-07-12
2019-10-11 ICHCAP operating end unknown renewed 2019-10-11
2019-11-18 GCIDA preparing none
2019-11-21 WHIPIC preparing none
2020-06-26 ICDH operating end unknown signed 2019-07-12
2022-05-23 WHIPIC preparing end unknown signed 2022-05-23
2022-11-30 WHIPIC operating end unknown signed 2022-05-23
2023-12-02 ICM operating outdated signed 2015-12-01
2024-02-23 GCIDA preparing end unknown signed 2024-02-23
2025-01-01 i-WSSM operating outdated signed 2016-12-07
2025-04-29 GCIDA operating end unknown signed 2024-02-23
2025-12-23 ICDH operating valid renewed 2025-12-23
2027-10-12 ICHCAP operating outdated renewed 2019-10-11
2030-12-01 WHIPIC operating outdated signed 2022-05-23
2032-02-24 GCIDA operating outdated signed 2024-02-23
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


def test_each_event_meeting_rule_and_obligation_has_sources() -> None:
    registry = load_registry(str(bundled_registry()))
    assert all(event.sources for centre in registry.centre for event in centre.event)
    assert all(meeting.sources for meeting in registry.meeting)
    assert all(rule.sources for rule in registry.cadence)
    assert all(obligation.sources for obligation in registry.obligation)


@pytest.mark.parametrize("name", BUNDLED)
def test_each_delivery_covers_a_year_and_has_sources_and_a_note(name: str) -> None:
    found = [
        (centre["id"], event)
        for centre in bundled(name)["centre"]
        for event in centre.get("event", [])
        if event["kind"] in {"annual-report", "work-plan"}
    ]
    assert [(one, event["kind"], event["covers"]) for one, event in found] == DELIVERIES
    assert all(event["sources"] and event["note"].endswith(".") for _, event in found)
    assert [event["kind"] for _, event in found if "date" not in event] == ["annual-report"] * 2


DELIVERIES = [
    *(("ICHCAP", "work-plan", year) for year in (2014, 2016, 2017, 2018, 2020, 2021)),
    ("ICM", "work-plan", 2021),
    ("ICM", "annual-report", 2022),
    ("ICM", "annual-report", 2023),
    ("ICDH", "work-plan", 2023),
    ("ICDH", "annual-report", 2022),
]
"""What the sources date of the Korean centres: centre, kind and year covered."""


def test_a_work_plan_was_approved_by_a_session_of_the_board_of_its_centre() -> None:
    data = bundled("korea")
    sessions = {
        (*meeting["organisers"], str(meeting["start"]))
        for meeting in data["meeting"]
        if meeting.get("kind") == "board"
    }
    plans = [
        (centre["id"], str(event["date"]))
        for centre in data["centre"]
        for event in centre["event"]
        if event["kind"] == "work-plan"
    ]
    assert len(plans) == 8
    assert sessions.issuperset(plans)


def test_the_korean_registry_has_one_obligation() -> None:
    data = bundled("korea")
    (obligation,) = data["obligation"]
    assert (obligation["kind"], obligation["since"]) == ("board", 2014)
    assert obligation["centres"] == ["ICHCAP", "ICM", "ICDH"]
    boards = [meeting for meeting in data["meeting"] if meeting.get("kind") == "board"]
    assert {one for meeting in boards for one in meeting["organisers"]} == {*obligation["centres"]}
    text = bundled_registry().read_text(encoding="utf-8")
    above = text.partition("[[obligation]]")[0].rpartition("\n\n")[2]
    assert "inferred" in above


def test_no_board_meeting_counts_towards_the_cadence(c2c: Program) -> None:
    boards = {
        meeting["id"] for meeting in bundled("korea")["meeting"] if meeting.get("kind") == "board"
    }
    assert len(boards) == 16
    counted = {
        one
        for row in cells(c2c("cadence", "--columns", "meetings", "--as-of", "2026-12-01").out)
        for one in row[0].split(";")
    }
    assert counted
    assert not boards & counted
    text = bundled_registry().read_text(encoding="utf-8")
    for board in boards:
        text = re.sub(rf'\[\[meeting\]\]\nid = "{board}"\n(.+\n)+', "", text)
    data = tomllib.loads(text)
    assert len(data["meeting"]) == 11
    c2c.write(text, "without.toml")
    for args in (("cadence",), ("cadence", "--years")):
        day = (*args, "--as-of", "2026-12-01")
        assert c2c(*day, "--data", "without.toml").out == c2c(*day).out


def test_the_years_with_a_session_of_the_board() -> None:
    registry = load_registry(str(bundled_registry()))
    day = datetime.date(2026, 12, 1)
    assert registry.network
    states: dict[str, dict[int, str]] = {}
    for period in obligations.evaluate(
        registry, registry.network.as_of(day, day), obligations.years(registry, day)
    ):
        states.setdefault(period.centre.id, {})[period.first] = period.state
    assert {
        centre: [year for year, state in years.items() if state == "met"]
        for centre, years in states.items()
    } == {
        "ICHCAP": [2014, 2015, 2016, 2017, 2019, 2020],
        "ICM": [2021, 2022, 2023],
        "ICDH": [2021, 2022],
    }
    assert {centre: min(years) for centre, years in states.items()} == {
        "ICHCAP": 2014,
        "ICM": 2017,
        "ICDH": 2021,
    }
    assert states["ICDH"][2023] == "planned"
    assert {years[2026] for years in states.values()} == {"due"}


@pytest.mark.parametrize("name", ["korea", "world"])
def test_inferences_are_in_comments_and_not_in_notes(name: str) -> None:
    registry = load_registry(str(bundled_registry(name)))
    texts = [text for record in _noted(registry) for text in (record.note or "", _lists(record))]
    assert sum(map(len, texts)) > 3000
    # whether an obligation is inferred is part of what it states
    owed = [obligation.note or "" for obligation in registry.obligation]
    remarks = [text for text in texts if REMARKS.search(text)]
    assert remarks == [note for note in owed if note.endswith("to the Korean centres is inferred.")]
    assert bundled_registry(name).read_text().count("inferred") > 5


REMARKS = re.compile(
    r"inferred|coined|https?:|www\.|…|jsessionid|document copy|not stated|consulted|could not be read"
    r"|no (source|event) |\b\d+\.\d+\.\d+\.\d+\b",
    re.IGNORECASE,
)
"""What belongs in comments or in sources, and not in a text for print."""


def _noted(registry: Registry) -> Iterator[Any]:
    """Yield all records that may have a note."""
    yield registry.network
    for centre in registry.centre:
        yield centre
        yield from centre.event
    yield from (*registry.meeting, *registry.cadence, *registry.obligation, *registry.source)


def _lists(record: object) -> str:
    """Return the agenda and the outcomes of a meeting, and the title of a source."""
    items = (*getattr(record, "agenda", ()), *getattr(record, "outcomes", ()))
    return "\n".join((*items, getattr(record, "title", "")))


@pytest.mark.parametrize("name", ["korea", "world"])
def test_copies_are_named_in_comments(name: str) -> None:
    text = bundled_registry(name).read_text()
    registry = load_registry(str(bundled_registry(name)))
    copies = [one for one in registry.source if "Read in " in (one.note or "")]
    assert len(copies) == {"korea": 7, "world": COPIES_IN_WORLD}[name]
    for source in copies:
        assert (source.note or "").endswith(
            ("in a copy on another site.", "in copies on other sites.")
        )
        above = text.partition(f'[[source]]\nid = "{source.id}"\n')[0].rpartition("\n\n")[2]
        assert re.search(r"^# (Copy|Copies): https?://", above, re.MULTILINE), source.id


COPIES_IN_WORLD = 57


def is_ror_id(value: str) -> bool:
    """Return whether a value is the address of a ROR id whose checksum is valid.

    The id is a number in the base 32 of Crockford, which lacks i, l, o and u, and two digits of a
    checksum as in ISO 7064 MOD 97-10.
    """
    found = re.fullmatch(r"https://ror\.org/(0[0-9a-z]{6})([0-9]{2})", value)
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    if found is None or not set(found[1]) <= set(alphabet):
        return False
    number = 0
    for character in found[1]:
        number = number * 32 + alphabet.index(character)
    checksum = int(found[2])
    return 2 <= checksum <= 98 and (number * 100 + checksum) % 97 == 1


def is_isni(value: str) -> bool:
    """Return whether a value is an ISNI in groups of four whose last character is valid.

    It is the checksum of ISO 7064 MOD 11-2, and X stands for 10.
    """
    if re.fullmatch(r"([0-9]{4} ){3}[0-9]{3}[0-9X]", value) is None:
        return False
    digits = value.replace(" ", "")
    check = 0
    for digit in digits[:-1]:
        check = (check + int(digit)) * 2 % 11
    return "0123456789X"[(12 - check) % 11] == digits[-1]


def is_wikidata_id(value: str) -> bool:
    return re.fullmatch("Q[1-9][0-9]*", value) is not None


IS_VALID: dict[str, Callable[[str], bool]] = {
    "ror": is_ror_id,
    "isni": is_isni,
    "wikidata": is_wikidata_id,
}
"""The form of the identifiers of each scheme; a new scheme needs its own."""


VALID = [
    *(("ror", f"https://ror.org/{ror_id}") for ror_id in ("04h4z8k05", "05dxps055", "00f54p054")),
    *(("isni", isni) for isni in ("0000 0004 0452 3255", "0000 0002 1694 233X")),
]


@pytest.mark.parametrize(("scheme", "value"), VALID)
def test_every_changed_character_of_an_identifier_is_found(scheme: str, value: str) -> None:
    is_valid = IS_VALID[scheme]
    assert is_valid(value)
    start = value.rindex("/") + 1 if "/" in value else 0
    for place in range(start, len(value)):
        for other in set("0123456789abcdefghijklmnopqrstuvwxyzX ") - {value[place]}:
            assert not is_valid(f"{value[:place]}{other}{value[place + 1 :]}")


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        *(("ror", one) for one in ("04h4z8k05", "http://ror.org/04h4z8k05", "")),
        *(("isni", one) for one in ("0000000404523255", "0000-0004-0452-3255", "")),
        *(("wikidata", one) for one in ("Q0", "Q07809", "q7809", "7809", "Q7809 ", "Q")),
    ],
)
def test_identifiers_of_another_form_are_found(scheme: str, value: str) -> None:
    assert not IS_VALID[scheme](value)


def bundled(name: str) -> dict[str, Any]:
    """Return the data of a bundled registry, as in its file."""
    return tomllib.loads(bundled_registry(name).read_text(encoding="utf-8"))


def bundled_identifiers(name: str) -> list[tuple[str, str, str]]:
    """Return the id of each centre of a bundled registry with each of its schemes and values."""
    return [
        (centre["id"], scheme, value)
        for centre in bundled(name)["centre"]
        for scheme, value in centre.get("identifiers", {}).items()
    ]


@pytest.mark.parametrize("name", BUNDLED)
def test_every_identifier_is_valid_in_its_scheme(name: str) -> None:
    found = bundled_identifiers(name)
    assert found
    assert [row for row in found if row[1] not in IS_VALID] == []
    assert [row for row in found if not IS_VALID[row[1]](row[2])] == []


@pytest.mark.parametrize("name", BUNDLED)
def test_no_two_centres_have_the_same_identifier(name: str) -> None:
    centres: dict[str, set[str]] = {}
    for centre_id, _, value in bundled_identifiers(name):
        key = "".join(value.split()).casefold().removeprefix("https://ror.org/")
        centres.setdefault(key, set()).add(centre_id)
    assert {key: ids for key, ids in centres.items() if len(ids) > 1} == {}


def test_registry_matches_the_reference_article_on_5_july_2018(c2c: Program) -> None:
    assert c2c("list", "--as-of", "2018-07-05", "--columns", "id,sector,status").out == (
        "APCEIU\teducation\toperating\n"
        "ICHCAP\tculture\toperating\n"
        "i-WSSM\tnatural-sciences\toperating\n"
        "ICM\tsocial-human-sciences\toperating\n"
        "ICDH\tcommunication-information\tpreparing\n"
    )
    # The board of 2023, whose outcome is not known, is upcoming on every earlier day.
    assert c2c(
        "meetings", "--upcoming", "--as-of", "2018-07-05", "--columns", "id,kind,status"
    ).out == ("2018-11\tworking\ttentative\n2023-03-icdh\tboard\ttentative\n")


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
        assert sorted(
            f"{kind}={date or '?'}"
            for date, _, kind, status, one in found
            if one == centre and not status
        ) == sorted(history)
    assert len(found) == len(meetings) + sum(map(len, events.values()))
    starts = [date.partition("..")[0] for date, *_ in found]
    assert starts == [*sorted(filter(None, starts)), "", ""]


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
            lines = c2c("show", record_id).out.splitlines()
            assert lines[1] == f"{record_id}\tid\t{record_id}"
