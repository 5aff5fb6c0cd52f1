"""`c2c show`: all fields of one or more records."""

import json

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
    assert c2c("show", "icdh", "M", "--as-of", "2026-11-25").out == (
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
        "ICDH\tagreement.state\tvalid\n"
        "ICDH\tagreement.until\t2033\n"
        "ICDH\tagreement.review\t2032-07-01\n"
        "ICDH\tagreement.days\t2593\n"
        "ICDH\tattended\tm\n"
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
    assert json.loads(c2c("show", "natcom", "icdh", "--format", "json", "--lang", "ko").out) == [
        {"id": "NATCOM", "name": "National Commission"},
        {
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
    show = ("show", "--as-of", "2026-11-25", "--format", "table")
    assert c2c(*show, "icdh", "m").out == (
        "ICDH        Centre for Documentary Heritage\n"
        "            국제기록유산센터\n"
        "            operating as of 2026-11-25\n"
        "\n"
        "Sector      Culture (CLT)\n"
        "Country     KR\n"
        "Note        Two\n"
        "            lines\n"
        "\n"
        "Agreement\n"
        "State       valid\n"
        "Until       2033\n"
        "Review      2032-07-01\n"
        "Days left   2593\n"
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
        "            held\n"
        "\n"
        "Start       2018-06-27\n"
        "Organisers  NATCOM\n"
        "Attendees   ICDH\n"
        "Agenda      One\n"
        "            Two; three\n"
    )
    assert c2c(*show, "CEX").out == (
        "CEX          Examples\n"
        "             operating as of 2026-11-25\n"
        "\n"
        "Sector       Culture (CLT)\n"
        "Country      ES\n"
        "Identifiers  wikidata: Q1\n"
        "             ror: https://ror.org/05dxps055\n"
        "\n"
        "Contacts\n"
        "Director     A. Kim, kim@example.org\n"
        "Contact      B. Lee\n"
        "\n"
        "Agreement\n"
        "State        none\n"
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
    assert c2c("show", "ICDG", code=4) == (
        4,
        "",
        'c2c: error: unknown record "ICDG"; did you mean "ICDH"?\n',
    )
    assert c2c("show", "ICDH", "xx", "yy", code=4) == (
        4,
        "",
        'c2c: error: unknown record "xx"; expected ICDH, NATCOM or m\n',
    )
    assert c2c("show", code=2).err == "c2c: error: missing argument ID...; see c2c show --help\n"


def test_accents_are_optional_in_names_but_not_in_ids(c2c: Program) -> None:
    c2c.write(
        SMALL + '[[organisation]]\nid = "É"\nname = "x"\n[[organisation]]\nid = "E"\nname = "y"\n'
    )
    assert c2c("show", "e\u0301").out == "É\tid\tÉ\nÉ\tname\tx\n"
    assert c2c("show", "e").out == "E\tid\tE\nE\tname\ty\n"


def test_unknown_id_refers_to_the_commands_that_list_ids(c2c: Program) -> None:
    sentence = 'c2c: error: unknown record "FOO"; run c2c list or c2c meetings for a full list\n'
    assert c2c("show", "FOO", code=4).err == sentence
    assert c2c("remove", "FOO", "--dry-run", code=4).err == sentence
