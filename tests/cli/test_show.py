"""`c2c show`: all fields of one or more records."""

import json

from conftest import Program
from samples import SMALL

REGISTRY = (
    SMALL
    + """\
[[centre]]
id = "ICDH"
name = "Centre for Documentary Heritage"
names = { ko = "국제기록유산센터" }
sector = "communication"
country = "KR"
note = "Two\\nlines"

[[centre.event]]
kind = "approved"

[[centre.event]]
kind = "renewed"
date = 2025-12-23
until = 2033
sources = ["https://a.example", "https://b.example"]

[[meeting]]
id = "m"
title = "Meeting"
start = 2018-06-27
status = "held"
agenda = ["One", "Two; three"]
""".replace("communication", "culture")
)


def test_pipe_gets_one_line_per_item(c2c: Program) -> None:
    c2c.write(REGISTRY)
    assert c2c("show", "icdh", "M").out == (
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
        "m\tid\tm\n"
        "m\ttitle\tMeeting\n"
        "m\tstart\t2018-06-27\n"
        "m\tstatus\theld\n"
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


def test_terminal_shows_one_block_per_record(c2c: Program) -> None:
    c2c.write(REGISTRY)
    assert c2c("show", "natcom", "m", "--format", "table").out == (
        "ID      NATCOM\n"
        "Name    National Commission\n"
        "\n"
        "ID      m\n"
        "Title   Meeting\n"
        "Start   2018-06-27\n"
        "Status  held\n"
        "Agenda  One\n"
        "Agenda  Two; three\n"
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
        'c2c: error: unknown records "xx", "yy"\n',
    )
    assert c2c("show", "CLT", code=4).err == (
        'c2c: error: unknown record "CLT"; run c2c list --sector "CLT" to list the centres of that sector\n'
    )
    assert c2c("show", code=2).err == "c2c: error: missing argument ID...; see c2c show --help\n"


def test_accents_are_optional_in_names_but_not_in_ids(c2c: Program) -> None:
    c2c.write(SMALL + '[[organisation]]\nid = "É"\nname = "x"\n[[organisation]]\nid = "E"\nname = "y"\n')
    assert c2c("show", "e\u0301").out == "É\tid\tÉ\nÉ\tname\tx\n"
    assert c2c("show", "e").out == "E\tid\tE\nE\tname\ty\n"


def test_unknown_id_refers_to_the_commands_that_list_ids(c2c: Program) -> None:
    sentence = 'c2c: error: unknown record "FOO"; run c2c list or c2c meetings to list them\n'
    assert c2c("show", "FOO", code=4).err == sentence
    assert c2c("remove", "FOO", "--dry-run", code=4).err == sentence
