"""`c2c show`: all fields of one or more records."""

import json

import pytest

from conftest import Program
from samples import SMALL, centre, event, meeting, record, rule

REGISTRY = (
    SMALL
    + centre(
        "ICDH",
        "approved",
        name="Centre for Documentary Heritage",
        names={"ko": "국제기록유산센터"},
        note="Two\nlines",
    )
    + event("renewed", "2025-12-23", 2033, sources=["https://a.example", "https://b.example"])
    + meeting(
        title="Meeting",
        start="2018-06-27",
        organisers=["NATCOM"],
        attendees=["ICDH"],
        agenda=["One", "Two; three"],
    )
)


def test_meetings_held_after_the_day_are_omitted(c2c: Program) -> None:
    c2c.write(REGISTRY)
    assert "\tattended\t" not in c2c("show", "ICDH", "--as-of", "2018-06-26").out
    assert "\tattended\tm\n" in c2c("show", "ICDH", "--as-of", "2018-06-27").out


def test_pipe_gets_one_line_per_item(c2c: Program) -> None:
    c2c.write(REGISTRY)
    assert c2c("show", "icdh", "M", "--as-of", "2999-11-25").out == (
        "ICDH\ttype\tcentre\n"
        "ICDH\tid\tICDH\n"
        "ICDH\tname\tCentre for Documentary Heritage\n"
        "ICDH\tnames.ko\t국제기록유산센터\n"
        "ICDH\tsector\tculture\n"
        "ICDH\tcountry\tKR\n"
        "ICDH\tnote\tTwo\\nlines\n"
        "ICDH\tapproved\t?\n"
        "ICDH\trenewed\t2025-12-23\n"
        "ICDH\trenewed.until\t2033\n"
        "ICDH\trenewed.sources\thttps://a.example\n"
        "ICDH\trenewed.sources\thttps://b.example\n"
        "ICDH\tstatus\toperating\n"
        "ICDH\tagreement.state\texpired\n"
        "ICDH\tagreement.until\t2033\n"
        "ICDH\tagreement.review\t2032-07-01\n"
        "ICDH\tagreement.days\t-352788\n"
        "ICDH\tagreement.kind\trenewed\n"
        "ICDH\tagreement.date\t2025-12-23\n"
        "ICDH\tattended\tm\n"
        "m\ttype\tmeeting\n"
        "m\tid\tm\n"
        "m\ttitle\tMeeting\n"
        "m\tstart\t2018-06-27\n"
        "m\tstatus\theld\n"
        "m\torganisers\tNATCOM\n"
        "m\tattendees\tICDH\n"
        "m\tagenda\tOne\n"
        "m\tagenda\tTwo; three\n"
    )


def test_json_is_an_array_of_whole_records(c2c: Program) -> None:
    c2c.write(REGISTRY)
    show = ("show", "natcom", "icdh", "--as-of", "2999-11-25", "--format", "json", "--lang", "ko")
    assert json.loads(c2c(*show).out) == [
        {
            "type": "organisation",
            "id": "NATCOM",
            "name": "National Commission",
            "organised": ["m"],
        },
        {
            "type": "centre",
            "id": "ICDH",
            "name": "국제기록유산센터",
            "names": {"ko": "국제기록유산센터"},
            "sector": "culture",
            "country": "KR",
            "note": "Two\nlines",
            "event": [
                {"kind": "approved"},
                {
                    "kind": "renewed",
                    "date": "2025-12-23",
                    "until": "2033",
                    "sources": ["https://a.example", "https://b.example"],
                },
            ],
            "status": "operating",
            "agreement": {
                "state": "expired",
                "until": "2033",
                "review": "2032-07-01",
                "days": -352788,
                "kind": "renewed",
                "date": "2025-12-23",
            },
            "attended": ["m"],
        },
    ]


CARDS = (
    REGISTRY
    + centre(
        "CEX",
        name="Examples",
        country="ES",
        identifiers={"wikidata": "Q1", "ror": "https://ror.org/05dxps055"},
    )
    + record("centre.contact", role="Director", name="A. Kim", email="kim@example.org")
    + record("centre.contact", name="B. Lee")
    + event("opened", 2020)
    + event("evaluated", note="Good")
    + event("approved", "2019-11", sources=["book", "https://c.example"])
    + record("source", id="book", title="A book", date=2019)
    + rule(name="Formal meeting", sources=["book"])
)


def test_terminal_shows_a_card_for_each_record(c2c: Program) -> None:
    c2c.write(CARDS)
    show = ("show", "--as-of", "2999-11-25", "--format", "table")
    assert c2c(*show, "icdh", "m").out == (
        "ICDH        Centre for Documentary Heritage\n"
        "            국제기록유산센터\n"
        "            ● operating as of 2999-11-25\n"
        "\n"
        "Sector      Culture (CLT)\n"
        "Country     Republic of Korea (KR)\n"
        "Note        Two\n"
        "            lines\n"
        "\n"
        "Agreement\n"
        "State       ✗ expired\n"
        "Until       2033\n"
        "Review      2032-07-01\n"
        "Days left   -352788\n"
        "\n"
        "History\n"
        "?           approved\n"
        "2025-12-23  renewed until 2033\n"
        "\n"
        "Meetings\n"
        "2018-06-27  Meeting (attended, m)\n"
        "\n"
        "Sources\n"
        "renewed     https://a.example\n"
        "            https://b.example\n"
        "\n"
        f"{'─' * 100}\n"
        "\n"
        "m           Meeting\n"
        "            ✓ held\n"
        "\n"
        "Start       2018-06-27\n"
        "Organisers  NATCOM\n"
        "Attendees   ICDH\n"
        "Agenda      One\n"
        "            Two; three\n"
    )
    assert c2c(*show, "CEX").out == (
        "CEX          Examples\n"
        "             ● operating as of 2999-11-25\n"
        "\n"
        "Sector       Culture (CLT)\n"
        "Country      Spain (ES)\n"
        "Identifiers  wikidata: Q1\n"
        "             ror: https://ror.org/05dxps055\n"
        "\n"
        "Contacts\n"
        "Director     A. Kim, kim@example.org\n"
        "Contact      B. Lee\n"
        "\n"
        "Agreement\n"
        "State        – none\n"
        "\n"
        "History\n"
        "2019-11      approved\n"
        "2020         opened\n"
        "?            evaluated: Good\n"
        "\n"
        "Sources\n"
        "approved     A book (book)\n"
        "             https://c.example\n"
    )
    assert c2c(*show, "NATCOM", "book", "formal").out == (
        "NATCOM      National Commission\n"
        "\n"
        "Meetings\n"
        "2018-06-27  Meeting (organised, m)\n"
        "\n"
        f"{'─' * 100}\n"
        "\n"
        "book        A book\n"
        "\n"
        "Date        2019\n"
        "\n"
        f"{'─' * 100}\n"
        "\n"
        "formal      Formal meeting\n"
        "\n"
        "Level       working\n"
        "Per year    1\n"
        "Since       2018\n"
        "\n"
        "Sources\n"
        "            A book (book)\n"
    )


def test_unknown_id_is_exit_4(c2c: Program) -> None:
    c2c.write(REGISTRY)
    assert c2c("show", "ICHD", code=4) == (
        4,
        "",
        'c2c: error: unknown record "ICHD"; did you mean "ICDH"?\n',
    )
    assert c2c("show", "ICDH", "xx", "yy", code=4) == (
        4,
        "",
        'c2c: error: unknown record "xx"; expected ICDH, NATCOM, m, culture or education\n',
    )
    assert c2c("show", code=2).err == "c2c: error: missing argument ID...; see c2c show --help\n"


def test_accents_are_optional_in_names_but_not_in_ids(c2c: Program) -> None:
    c2c.write(
        SMALL + '[[organisation]]\nid = "É"\nname = "x"\n[[organisation]]\nid = "E"\nname = "y"\n'
    )
    assert c2c("show", "e\u0301").out == "É\ttype\torganisation\nÉ\tid\tÉ\nÉ\tname\tx\n"
    assert c2c("show", "e").out == "E\ttype\torganisation\nE\tid\tE\nE\tname\ty\n"


def test_unknown_id_refers_to_the_commands_that_list_ids(c2c: Program) -> None:
    sentence = (
        'c2c: error: unknown record "FOO"; run c2c list, c2c meetings, c2c organisations, '
        "c2c sectors, c2c sources, c2c cadence --agreed or c2c obligations for a full list\n"
    )
    assert c2c("show", "FOO", code=4).err == sentence
    assert c2c("remove", "FOO", "--dry-run", code=4).err == sentence


PAST = (
    SMALL.replace('"A network"', '"A network"\nchecked = 2026-11-24')
    + centre(
        "LAKE",
        name="Lake",
        names={"fr": "Lac"},
        city="Lakeside",
        host="University",
        location=[-3.10, 60],
        website="https://lake.example",
        sources=["https://lake.example/note"],
        note="Active in 2026.",
        identifiers={"ror": "https://ror.org/05dxps055"},
    )
    + record("centre.contact", role="Director", name="A. Kim")
    + event("approved", 2010)
    + event("opened", "2013..2018-10", sources=["https://example.org/o"])
    + event("signed")
    + event("evaluated", "2018-07-05")
    + event("renewed", "2018-07-06", 2024)
    + meeting(start="2018-01-01", title="One", attendees=["LAKE"])
    + meeting("n", start="2018-12-01", title="Two", status="planned", attendees=["LAKE"])
    + meeting("o", start="2018-12-02", title="Three", status="tentative", organisers=["LAKE"])
    + meeting("p", start="2018-03-02", title="Four", status="cancelled", attendees=["LAKE"])
)


def test_what_has_no_date_or_is_later_is_not_shown_as_of_a_past_day(c2c: Program) -> None:
    c2c.write(PAST)
    show = ("show", "lake", "--as-of", "2018-07-05")
    assert c2c(*show).out == (
        "LAKE\ttype\tcentre\n"
        "LAKE\tid\tLAKE\n"
        "LAKE\tname\tLake\n"
        "LAKE\tnames.fr\tLac\n"
        "LAKE\tsector\tculture\n"
        "LAKE\tcountry\tKR\n"
        "LAKE\tapproved\t2010\n"
        "LAKE\topened\t2013..2018-10\n"
        "LAKE\topened.sources\thttps://example.org/o\n"
        "LAKE\tsigned\t?\n"
        "LAKE\tevaluated\t2018-07-05\n"
        "LAKE\tidentifiers.ror\thttps://ror.org/05dxps055\n"
        "LAKE\tstatus\tpreparing\n"
        "LAKE\tagreement.state\tnone\n"
        "LAKE\tagreement.evaluated\t2018-07-05\n"
        "LAKE\torganised\to\n"
        "LAKE\tattended\tm\n"
        "LAKE\texpected\tp\n"
        "LAKE\texpected\tn\n"
    )
    assert c2c(*show, "--format", "table").out == (
        "LAKE           Lake\n"
        "               Lac\n"
        "               ◐ preparing or operating (opened: 2013..2018-10) as of 2018-07-05\n"
        "\n"
        "Sector         Culture (CLT)\n"
        "Country        Republic of Korea (KR)\n"
        "Identifiers    ror: https://ror.org/05dxps055\n"
        "\n"
        "Agreement\n"
        "State          – none\n"
        "\n"
        "History\n"
        "2010           approved\n"
        "2013..2018-10  opened\n"
        "?              signed\n"
        "2018-07-05     evaluated\n"
        "\n"
        "Meetings\n"
        "2018-01-01     One (attended, m)\n"
        "2018-03-02     Four (expected, cancelled, p)\n"
        "2018-12-01     Two (expected, planned, n)\n"
        "2018-12-02     Three (organised, tentative, o)\n"
        "\n"
        "Sources\n"
        "opened         https://example.org/o\n"
        "\n"
        "Not shown as of 2018-07-05: city, location, host, website, note, sources and contacts (no date); 1\n"
        "later event\n"
    )
    (document,) = json.loads(c2c(*show, "--format", "json").out)
    assert [*document] == [
        *("type", "id", "name", "names", "sector", "country", "event", "identifiers", "status"),
        *("agreement", "organised", "attended", "expected"),
    ]
    assert len(document["event"]) == 4


def test_everything_is_shown_as_of_today(c2c: Program) -> None:
    c2c.write(PAST)
    whole = c2c("show", "lake", "--format", "table").out
    assert "Contacts\nDirector       A. Kim\n" in whole
    assert "Not shown" not in whole
    assert c2c("show", "lake").out == c2c("show", "lake", "--as-of", "today").out
    assert "\twebsite\t" in c2c("show", "lake", "--as-of", "tomorrow").out
    assert "\twebsite\t" not in c2c("show", "lake", "--as-of", "yesterday").out


def test_status_that_is_not_certain_is_shown_with_its_alternatives(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", "proposed:2010", "approved", "opened", "closed:2017..2019"))
    out = c2c("show", "A", "--as-of", "2018-06-30", "--format", "table").out
    assert (
        "\n            ○ proposed, preparing, operating or closed (approved: date unknown; "
        "opened: date\n              unknown; closed: 2017..2019) as of 2018-06-30\n"
    ) in out
    assert "\tstatus\tproposed\n" in c2c("show", "A", "--as-of", "2018-06-30").out


SHARED = SMALL + record("source", id="culture", title="A letter") + rule("heads", name="Heads")


def test_sectors_and_the_network_are_found_without_a_noun(c2c: Program) -> None:
    c2c.write(SHARED)
    assert c2c("show", "education", "--format", "table").out == (
        "education  Education\n\nCode       ED\n"
    )
    assert c2c("show", "ed").out == c2c("show", "education").out
    assert c2c("show", "Network", "--format", "table").out == "network  A network\n"
    assert c2c("show", "network").out == ("network\ttype\tnetwork\nnetwork\tname\tA network\n")


def test_all_records_with_an_id_are_shown(c2c: Program) -> None:
    c2c.write(SHARED)
    assert c2c("show", "culture").out == (
        "culture\ttype\tsector\n"
        "culture\tid\tculture\n"
        "culture\tcode\tCLT\n"
        "culture\tname\tCulture\n"
        "culture\ttype\tsource\n"
        "culture\tid\tculture\n"
        "culture\ttitle\tA letter\n"
    )


def test_network_means_a_record_with_this_id_if_there_is_one(c2c: Program) -> None:
    c2c.write(SMALL + record("organisation", id="Network", name="An organisation"))
    assert c2c("show", "network").out == (
        "Network\ttype\torganisation\nNetwork\tid\tNetwork\nNetwork\tname\tAn organisation\n"
    )


def test_a_rule_is_shown_with_its_waivers(c2c: Program) -> None:
    waiver = record("waiver", kind="heads", year=2020, reason="Pandemic", sources=["s://w"])
    c2c.write(SHARED + waiver)
    assert c2c("show", "heads").out.endswith(
        "heads\tsince\t2018\n"
        "heads\twaiver.year\t2020\n"
        "heads\twaiver.reason\tPandemic\n"
        "heads\twaiver.sources\ts://w\n"
    )
    assert c2c("show", "heads", "--format", "table").out.endswith(
        "\nWaivers\n2020         Pandemic\n\nSources\nwaived 2020  s://w\n"
    )


OWED = (
    SMALL
    + centre("A", "opened:2014", name="센터")
    + event("annual-report", "2016-03-02", covers=2015, note="In Korean", sources=["s://15"])
    + event("annual-report", covers=2016, sources=["s://16"])
    + event("annual-report", "2018-12..2019-02")
    + event("evaluated", 2019)
    + centre("B", "approved:2014")
    + meeting("m17", start="2017-05-04", kind="board", organisers=["A"], title="Board")
    + meeting(
        "m19", start="2019-06", kind="board", organisers=["A"], title="Board", status="planned"
    )
    + record(
        "obligation",
        kind="annual-report",
        name="Annual report to UNESCO",
        since=2010,
        due="03-31",
        note="A form",
        sources=["s://o"],
    )
    + record("obligation", kind="board", name="Board", since=2016, centres=["A"])
    + record("obligation", kind="evaluated", name="Evaluation", every=4, since=2010)
    + record(
        "waiver", kind="annual-report", year=2017, centre="A", reason="Move", sources=["s://w"]
    )
    + record("waiver", kind="annual-report", year=2030, reason="Jubilee")
)
"""A centre with periods in every state as of 2019, and one that no obligation binds yet."""


def test_centre_has_its_obligations_in_a_pipe(c2c: Program) -> None:
    c2c.write(OWED)

    def rows(*args: str) -> list[str]:
        return [line for line in c2c("show", *args).out.splitlines() if "\tobligation." in line]

    assert rows("A", "--as-of", "2019-12-31") == [
        "A\tobligation.annual-report.2015\tmet",
        "A\tobligation.annual-report.2016\tunclear",
        "A\tobligation.annual-report.2017\twaived",
        "A\tobligation.annual-report.2018\tunclear",
        "A\tobligation.annual-report.2019\tunclear",
        "A\tobligation.board.2016\tmissing",
        "A\tobligation.board.2017\tmet",
        "A\tobligation.board.2018\tmissing",
        "A\tobligation.board.2019\tplanned",
        "A\tobligation.evaluated.2018..2021\tmet",
    ]
    assert rows("A", "--as-of", "2017-05-03") == [
        "A\tobligation.annual-report.2015\tmet",
        "A\tobligation.annual-report.2016\tunclear",
        "A\tobligation.annual-report.2017\twaived",
        "A\tobligation.board.2016\tmissing",
        "A\tobligation.board.2017\tdue",
    ]
    # today, the report without a date is certain
    assert "A\tobligation.annual-report.2016\tmet" in rows("A")
    assert rows("B", "annual-report", "m17") == []
    (document,) = json.loads(c2c("show", "A", "--as-of", "2019", "--format", "json").out)
    assert [
        f"A\tobligation.{kind}.{covers}\t{state}"
        for kind, states in document["obligation"].items()
        for covers, state in states.items()
    ] == rows("A", "--as-of", "2019")


def test_card_of_a_centre_has_its_obligations(c2c: Program) -> None:
    c2c.write(OWED)
    show = ("show", "--format", "table", "--as-of", "2019-12-31")
    assert c2c(*show, "A").out == (
        "A                   센터\n"
        "                    ● operating as of 2019-12-31\n"
        "\n"
        "Sector              Culture (CLT)\n"
        "Country             Republic of Korea (KR)\n"
        "\n"
        "Agreement\n"
        "State               – none\n"
        "\n"
        "Obligations\n"
        "annual-report       Annual report to UNESCO, since 2010\n"
        "                    ✓ recorded: 2015\n"
        "                    – waived: 2017 (Move)\n"
        "                    ? unclear: 2016, 2018, 2019\n"
        "board               Board, since 2016\n"
        "                    ✓ recorded: 2017\n"
        "                    ◐ planned: 2019\n"
        "                    ✗ none recorded: 2016, 2018\n"
        "evaluated           Evaluation, every 4 years, since 2010\n"
        "                    ✓ recorded: 2018 to 2021\n"
        "\n"
        "History\n"
        "2014                opened\n"
        "2016-03-02          annual-report for 2015: In Korean\n"
        "?                   annual-report for 2016\n"
        "2018-12..2019-02    annual-report\n"
        "2019                evaluated\n"
        "\n"
        "Meetings\n"
        "2017-05-04          Board (organised, m17)\n"
        "2019-06             Board (organised, planned, m19)\n"
        "\n"
        "Sources\n"
        "annual-report 2015  s://15\n"
        "annual-report 2016  s://16\n"
    )
    assert "Obligations" not in c2c(*show, "B").out
    then = c2c("show", "A", "--format", "table", "--as-of", "2017-05-03").out
    assert "    ○ due: 2017 (by 2017-12-31)\n                    ✗ none recorded: 2016\n" in then


def test_card_of_an_obligation_names_the_command_that_lists_its_states(c2c: Program) -> None:
    file = c2c.write(OWED, "owed.toml")
    assert c2c("show", "annual-report", "--format", "table", "--data", "owed.toml").out == (
        "annual-report  Annual report to UNESCO\n"
        "\n"
        "Due            03-31\n"
        "Since          2010\n"
        "Note           A form\n"
        "See            c2c obligations --data owed.toml --kind annual-report\n"
        "\n"
        "Waivers\n"
        "2017           A: Move\n"
        "2030           Jubilee\n"
        "\n"
        "Sources\n"
        "               s://o\n"
        "waived 2017 A  s://w\n"
    )
    assert c2c("show", "board", "--data", str(file)).out == (
        "board\ttype\tobligation\nboard\tkind\tboard\nboard\tname\tBoard\nboard\tsince\t2016\nboard\tcentres\tA\n"
    )


def test_years_in_a_card_are_joined_if_they_follow_each_other(c2c: Program) -> None:
    waivers = [(2015, "Move"), (2016, "Move"), (2017, "Flood"), (2018, "Flood"), (2019, "Flood")]
    years = (2020, 2021, 2023, 2025, 2026, 2027)
    c2c.write(
        SMALL
        + centre("A", "opened:2014")
        + "".join(event("annual-report", f"{year}-12-01", covers=year) for year in years)
        + record("obligation", kind="annual-report", name="Report", since=2015, due="03-31")
        + record("obligation", kind="review", name="Review", every=2, since=2019)
        + "".join(
            record("waiver", kind="annual-report", year=year, reason=reason)
            for year, reason in waivers
        )
    )
    out = c2c("show", "A", "--as-of", "2029-02-01", "--format", "table").out
    assert out.partition("Obligations\n")[2].partition("\n\n")[0] == (
        "annual-report  Report, since 2015\n"
        "               ✓ recorded: 2020, 2021, 2023, 2025 to 2027\n"
        "               – waived: 2015, 2016 (Move), 2017 to 2019 (Flood)\n"
        "               ○ due: 2028 (by 2029-03-31), 2029 (by 2030-03-31)\n"
        "               ✗ none recorded: 2022, 2024\n"
        "review         Review, every 2 years, since 2019\n"
        "               ○ due: 2029 to 2030 (by 2030-12-31)\n"
        "               ✗ none recorded: 2019 to 2028"
    )


MEANT = (
    SMALL.replace('name = "Education"', 'name = "Education"\nnames = { es = "Educación, cultura" }')
    + centre("IRCEQ", name="Earthquakes")
    + centre("ICQHS", name="Centre on Qanats", city="Yazd")
    + meeting("2018-06-27-jeju", title="Network meeting")
    + meeting("2018-06-28-jeju", title="Heads", city="Jeju")
    + meeting("2018-11", start="2018-11")
    + record("source", id="letter", title="Letter of the ministry")
    + record("source", id="icqhs-evaluation", title="Evaluation")
    + record("source", id="education", title="x")
    + rule("formal")
)


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("icqhs", ["ICQHS"]),
        ("education", ["education", "education"]),
        ("ED", ["education"]),
        ("educacion, CULTURA", ["education"]),
        ("Culture", ["culture"]),
        ("Formal", ["formal"]),
        ("letter", ["letter"]),
        ("network", ["network"]),
    ],
)
def test_word_means_records(c2c: Program, word: str, names: list[str]) -> None:
    c2c.write(MEANT)
    rows = [line.split("\t") for line in c2c("show", word).out.splitlines()]
    firsts = [row[0] for row in rows if row[1] in {"id", "kind"} or row[:2] == ["network", "name"]]
    assert firsts == names


def test_record_that_is_named_twice_is_shown_once(c2c: Program) -> None:
    c2c.write(MEANT)
    assert c2c("show", "culture", "clt", "Culture").out == c2c("show", "culture").out


def test_network_is_the_id_of_a_record_first(c2c: Program) -> None:
    c2c.write(MEANT + record("organisation", id="Network", name="x"))
    assert (
        c2c("show", "network").out
        == "Network\ttype\torganisation\nNetwork\tid\tNetwork\nNetwork\tname\tx\n"
    )


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("2018-06", "expected 2018-06-27-jeju or 2018-06-28-jeju"),
        ("2018", "expected 2018-06-27-jeju, 2018-06-28-jeju or 2018-11"),
        ("ICQ", 'did you mean "ICQHS"?'),
        ("icqhs-", 'did you mean "icqhs-evaluation"?'),
        ("I", "expected IRCEQ or ICQHS"),
        ("lettr", 'did you mean "letter"?'),
        ("Qanats", "run c2c list Qanats"),
        ("jeju", "run c2c meetings jeju"),
        ("the ministry", "run c2c sources 'the ministry'"),
        ("centre on", "run c2c list 'centre on'"),
        ("working", "run c2c cadence --agreed"),
        (
            "zz",
            "run c2c list, c2c meetings, c2c organisations, c2c sectors, c2c sources or "
            "c2c cadence --agreed for a full list",
        ),
        (
            "",
            "run c2c list, c2c meetings, c2c organisations, c2c sectors, c2c sources or "
            "c2c cadence --agreed for a full list",
        ),
    ],
)
def test_unknown_word_gets_similar_ids_or_the_commands_that_find_it(
    c2c: Program, word: str, hint: str
) -> None:
    c2c.write(MEANT)
    sentence = f'c2c: error: unknown record "{word}"; {hint}\n'
    assert c2c("show", word, code=4).err == sentence
    assert c2c("remove", word, code=4).err == sentence


def test_hint_names_the_registry(c2c: Program) -> None:
    c2c.write(MEANT, "iran.toml")
    assert c2c("show", "Qanats", "--data", "iran.toml", code=4).err == (
        'c2c: error: unknown record "Qanats"; run c2c list Qanats --data iran.toml\n'
    )


def test_columns_sort_and_header_are_as_in_lists(c2c: Program) -> None:
    c2c.write(SHARED)
    show = ("show", "heads", "education")
    assert c2c(*show, "--columns", "value,id", "--header").out.splitlines()[:3] == [
        "value\tid",
        "cadence\theads",
        "heads\theads",
    ]
    assert c2c(*show, "--sort", "-field").out.splitlines()[:2] == [
        "heads\ttype\tcadence",
        "education\ttype\tsector",
    ]
    assert c2c(*show, "--columns", "field,value", "--sort", "value", "--format", "csv").out == (
        "field,value\nper_year,1\nsince,2018\ntype,cadence\ncode,ED\nid,education\n"
        "name,Education\nkind,heads\nname,Heads\ntype,sector\nlevel,working\n"
    )
    assert json.loads(c2c(*show, "--columns", "ID,field", "--format", "json").out)[0] == {
        "id": "heads",
        "field": "type",
    }
    found = json.loads(c2c(*show, "--sort", "id", "--format", "json").out)
    assert [record["type"] for record in found] == ["sector", "cadence"]
    table = c2c("show", "education", "--columns", "field,value", "--format", "table").out
    assert table.startswith("Values\n\nField  Value\n")
    error = c2c("show", "ed", "--columns", "values", code=2).err
    assert error == 'c2c: error: --columns: unknown column "values"; did you mean "value"?\n'
