"""Many records at once: what goes out comes in, nothing twice, all or nothing."""

import json

import pytest

from c2c_cli.store.locate import bundled_registry
from conftest import Program
from samples import SMALL

CENTRE_COLUMNS = (
    "id,name,names,sector,country,city,host,website,note,event,status,until,"
    "proposed,approved,signed,opened,renewed,closed"
)
SHIPPED = bundled_registry().read_text()
EMPTY = SHIPPED.partition("# -- Centres --")[0]
RULES = "[[cadence]]" + SHIPPED.partition("[[cadence]]")[2].replace('agreed = "2017-12-19-jeonju"\n', "")


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_exported_centres_and_meetings_come_in_equal(c2c: Program, form: str) -> None:
    expected = [c2c(command, "--format", "json").out for command in ("list", "meetings")]
    c2c.write(c2c("list", "--format", form).out, f"centres.{form}")
    c2c.write(c2c("meetings", "--format", form).out, f"meetings.{form}")
    c2c.write(EMPTY + RULES)
    assert c2c("import", f"centres.{form}").err == (
        f"c2c: added 7 records from centres.{form} to data/centres.toml\n"
        "c2c: the status of centres is passed over: it follows from their events\n"
    )
    c2c("import", f"meetings.{form}")
    assert [c2c(command, "--format", "json").out for command in ("list", "meetings")] == expected


@pytest.mark.parametrize("form", ["csv", "excel"])
def test_exported_cells_come_in_equal(c2c: Program, form: str) -> None:
    fields = "id,title,start,end,kind,status,city,venue,organisers,attendees,agenda,outcomes,note,sources"
    commands = (("list", "--columns", CENTRE_COLUMNS), ("meetings", "--columns", fields))
    expected = [c2c(*command).out for command in commands]
    for command in commands:
        c2c.write(c2c(*command, "--format", form).out, f"{command[0]}.csv")
    c2c.write(EMPTY + RULES)
    c2c("import", "list.csv")
    c2c("import", "meetings.csv")
    assert [c2c(*command).out for command in commands] == expected
    before = (c2c.folder / "data/centres.toml").read_bytes()
    assert c2c("import", "list.csv", "--update").err.startswith("c2c: nothing to change in data/centres.toml\n")
    assert (c2c.folder / "data/centres.toml").read_bytes() == before


def test_a_whole_registry_comes_in_as_toml(c2c: Program) -> None:
    c2c.write(SHIPPED, "all.toml")
    c2c.write('schema = 1\n[network]\nname = "x"\n' + RULES)
    assert c2c("import", "all.toml").err == (
        "c2c: added 22 records from all.toml to data/centres.toml\n"
        "c2c: the network and its cadence are passed over: they are written by hand\n"
    )
    for command in ("list", "meetings", "sectors"):
        out = c2c(command, "--format", "json").out
        assert out == c2c(command, "--format", "json", "--data", "all.toml").out


KNOWN = (
    SMALL
    + """
[[centre]]
id = "A"
name = "x"
sector = "culture"
country = "KR"

[[centre.event]]
kind = "approved"
date = 2019

[[centre.event]]
kind = "signed"
date = "2019-07"
until = 2025
note = "n"

[[centre.event]]
kind = "opened"
"""
)

UPDATES: list[tuple[str, str]] = [
    # rows of CSV, then the event column and until of A
    ("id,approved\nA,2019\n", "approved=2019;signed=2019-07;opened=? 2025"),
    ("id,approved\nA,\n", "approved=2019;signed=2019-07;opened=? 2025"),
    ("id,approved\nA,?\n", "approved=2019;signed=2019-07;opened=? 2025"),
    ("id,opened\nA,?\n", "approved=2019;signed=2019-07;opened=? 2025"),
    ("id,closed\nA,?\n", "approved=2019;signed=2019-07;opened=?;closed=? 2025"),
    ("id,signed\nA,2025\n", "approved=2019;signed=2019-07;opened=?;signed=2025 "),
    ("id,signed\nA,2019-07\n", "approved=2019;signed=2019-07;opened=? 2025"),
    ("id,until\nA,2026\n", "approved=2019;signed=2019-07;opened=? 2026"),
    ("id,renewed,until\nA,2025,2031\n", "approved=2019;signed=2019-07;opened=?;renewed=2025 2031"),
    ("id,signed,until\nA,2019-07,2027\n", "approved=2019;signed=2019-07;opened=? 2027"),
    ("id,event\nA,approved=2019;closed=2024\n", "approved=2019;signed=2019-07;opened=?;closed=2024 2025"),
]


@pytest.mark.parametrize(("rows", "events"), UPDATES)
def test_events_are_never_added_twice_and_never_removed(c2c: Program, rows: str, events: str) -> None:
    c2c.write(KNOWN)
    c2c.write(rows, "rows.csv")
    run = c2c("import", "rows.csv", "--update", "--as", "centre")
    assert len(run.err.splitlines()) == 1
    shown = c2c("list", "--columns", "event,until", "--as-of", "2026").out
    assert shown == events.replace(" ", "\t") + "\n"
    assert 'note = "n"' in (c2c.folder / "data/centres.toml").read_text()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("id,approved\nA,2018-11-20\n", "event: approved on 2019 is there already; change its date by hand"),
        ("id,opened\nA,2020\n", "event: opened on a day unknown is there already; change its date by hand"),
    ],
)
def test_another_date_of_what_happens_once_is_refused(c2c: Program, rows: str, sentence: str) -> None:
    c2c.write(KNOWN)
    c2c.write(rows, "rows.csv")
    run = c2c("import", "rows.csv", "--update", "--as", "centre", code=3)
    assert run.err.startswith(f"rows.csv:2: error: {sentence}\n")


def test_an_empty_cell_never_removes(c2c: Program) -> None:
    c2c.write(KNOWN)
    c2c.write("id,name,city,host\nA,,Seoul,\n", "rows.csv")
    assert c2c("import", "rows.csv", "--update").err == (
        "c2c: added 0 records and changed 1 from rows.csv to data/centres.toml\n"
    )
    assert c2c("list", "--columns", "name,city,host").out == "x\tSeoul\t\n"


def test_what_excel_saves_is_read(c2c: Program) -> None:
    c2c.write(SMALL)
    rows = (
        "\ufeffid;name;sector;country;note;approved\r\n"
        'B;"Centre; of ""B""";Culture;kr;"\'=1+1";2019\r\n'
        'C;c;CLT;KR;"a\r\nb";?\r\n'
    )
    c2c.write(rows, "rows.csv")
    c2c("import", "rows.csv")
    assert json.loads(c2c("list", "--format", "json").out) == [
        {
            "id": "B",
            "name": 'Centre; of "B"',
            "sector": "culture",
            "country": "KR",
            "note": "=1+1",
            "event": [{"kind": "approved", "date": "2019"}],
            "status": "preparing",
        },
        {
            "id": "C",
            "name": "c",
            "sector": "culture",
            "country": "KR",
            "note": "a\r\nb",
            "event": [{"kind": "approved"}],
            "status": "preparing",
        },
    ]


MORE = "there is more behind the record; several stand in [ ]"
UNREADABLE = "this is not JSON that can be read"

BAD: list[tuple[str, str, list[str]]] = [
    ("r.csv", "", ["1: error: there is no header that names the columns"]),
    (
        "r.csv",
        "id,note\nA,x\n",
        ["1: error: the columns do not say what these are; say it with --as centre or --as meeting"],
    ),
    ("r.csv", "id,nam,sector\nA,x,y\n", ['1: error: a centre has no column "nam"; did you mean "name"?']),
    ("r.csv", "id,name,sector,country\nA,x\n", ["2: error: 2 cells where the header has 4"]),
    ("r.csv", 'id,name,sector,country\nA,"x,y,z\n', ["2: error: this is not CSV: unexpected end of data"]),
    (
        "r.csv",
        'id,name,sector,country,approved\nB,"a\nb",CLT,KR,2018-13\nC,x,nope,KR,\nB,x,CLT,KR,\nNATCOM,x,CLT,KR,\n',
        [
            "2: error: name: holds a line break; write it on one line",
            '2: error: event.date: "2018-13" is no date; there is no month 13',
            '4: error: sector: no sector "nope"; expected culture or education',
            '5: error: "B" is there twice; see line 2',
            '6: error: the id "NATCOM" is taken by an organisation',
        ],
    ),
    ("r.csv", "id,name,sector,country\nNATCOM,x,CLT,KR\n", ['2: error: the id "NATCOM" is taken by an organisation']),
    (
        "r.csv",
        "id,title,start,status,attendees\nm,x,2018,held,NATCOM;zz\n",
        ['2: error: attendees: no centre or organisation "zz"; use NATCOM'],
    ),
    ("r.csv", "id,title,start,status,kind\nm,x,2018,held,formal\n", ['2: error: kind: no kind "formal"; use other']),
    (
        "r.csv",
        "id,name,sector,country,until\nB,x,CLT,KR,2030\n",
        ["2: error: until: there is no signing or renewal that it could end"],
    ),
    ("r.json", "[", ["1: error: this is not JSON: it ends before it is complete"]),
    ("r.json", '[{"id": "A", "title": "x"}\n 5]', ["2: error: this is not JSON: expecting ',' delimiter"]),
    ("r.json", '[{"id": "A", "title": "x"}] garbage {', ["1: error: this is not JSON: there is more behind the array"]),
    ("r.json", '{"id": "A", "title": "x"} {}', [f"1: error: this is not JSON: {MORE}"]),
    ("r.json", "]", ["1: error: this is not JSON: expecting value"]),
    (
        "r.json",
        f'[{{"id": "A", "title": {"9" * 5000}}}]',
        [f"1: error: {UNREADABLE}: it has a number that is too long"],
    ),
    ("r.json", "", ["1: error: this is not JSON: there is nothing in it"]),
    ("r.json", "5", ["1: error: a record is an object, { … }"]),
    (
        "r.json",
        '[\n\n{"id": "m", "title": 5, "start": true, "status": "held"}]',
        [
            '3: error: start: is no date; write 2018, "2018-11" or 2018-11-20',
            "3: error: title: is a number; write a text in quotes",
        ],
    ),
    (
        "r.jsonl",
        '{"id": "m", "title": "x"}\n\n{"title"\n',
        ["3: error: this is not JSON: it ends before it is complete"],
    ),
    ("r.toml", "[[center]]\n", ['1: error: there is no such table, "center"']),
    (
        "r.toml",
        '\n[[organisation]]\nid = "X"\nnam = "x"\n',
        ['2: error: nam: there is no such key; did you mean "name"?'],
    ),
    (
        "r.toml",
        "x = 1\ny = \n",
        ["2: error: missing value; add one, or omit the key if the value is unknown"],
    ),
]


@pytest.mark.parametrize(("name", "content", "lines"), BAD)
def test_bad_rows_are_all_told_and_nothing_is_imported(c2c: Program, name: str, content: str, lines: list[str]) -> None:
    file = c2c.write(SMALL)
    c2c.write(content, name)
    run = c2c("import", name, code=3)
    *told, last = run.err.splitlines()
    assert sorted(told) == sorted(f"{name}:{line}" for line in lines)
    assert last == f"c2c: error: {name} has {len(lines)} error{'s' if len(lines) > 1 else ''}; no records were imported"
    assert file.read_text() == SMALL


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (("import", "-"), 2, "--format: say what the file is: csv, json, jsonl or toml"),
        (("import", "x.csv"), 3, "x.csv is not there; name another file"),
        (("import", "x.xls"), 2, "--format: say what the file is: csv, json, jsonl or toml"),
        (("import", "x.csv", "--format", "xml"), 2, '--format: no format "xml"; expected csv, json, jsonl or toml'),
        (("import", "x.csv", "--as", "center"), 2, '--as: no table "center"; did you mean "centre"?'),
    ],
)
def test_what_cannot_be_imported_is_told_in_one_line(
    c2c: Program, args: tuple[str, ...], code: int, sentence: str
) -> None:
    c2c.write(SMALL)
    assert c2c(*args, code=code) == (code, "", f"c2c: error: {sentence}\n")


def test_without_update_a_known_id_is_an_error(c2c: Program) -> None:
    c2c.write(KNOWN)
    c2c.write("id,name,sector,country\na,y,CLT,KR\n", "rows.csv")
    assert c2c("import", "rows.csv", code=3).err.startswith(
        'rows.csv:2: error: the id "A" is there already; --update changes it\n'
    )


def test_records_of_one_file_may_refer_to_each_other(c2c: Program) -> None:
    c2c.write(SMALL)
    c2c.write(
        '[[meeting]]\nid = "m"\ntitle = "t"\nstart = 2020\nstatus = "held"\nattendees = ["new"]\n'
        '[[centre]]\nid = "NEW"\nname = "n"\nsector = "Oceans"\ncountry = "KR"\n'
        '[[sector]]\nid = "ioc"\ncode = "IOC"\nname = "Oceans"\n',
        "new.toml",
    )
    c2c("import", "new.toml")
    assert c2c("meetings", "--columns", "attendees").out == "NEW\n"
    assert c2c("list", "--columns", "sector").out == "ioc\n"


def test_standard_input_and_a_preview(c2c: Program) -> None:
    file = c2c.write(SMALL)
    rows = b"id,name,sector,country\nB,b,CLT,KR\nA,a,CLT,KR\n"
    run = c2c("import", "-", "--format", "csv", "--dry-run", stdin=rows)
    assert run.out.count("+[[centre]]\n") == 2
    assert file.read_text() == SMALL
    c2c("import", "-", "--format", "csv", stdin=rows)
    assert c2c("list", "--columns", "id").out == "B\nA\n"


def test_new_records_go_to_their_place_where_all_stand_in_order(c2c: Program) -> None:
    c2c.write(SMALL)
    c2c("import", "-", "--format", "csv", stdin=b"id,name,sector,country\nB,b,CLT,KR\nE,e,CLT,KR\n")
    c2c(
        "import",
        "-",
        "--format",
        "csv",
        stdin=b"id,name,sector,country\nF,f,CLT,KR\nC,c,CLT,KR\nA,a,CLT,KR\nD,d,CLT,KR\n",
    )
    assert c2c("list", "--columns", "id").out.split() == list("ABCDEF")


LIFE = (
    SMALL
    + """
[[centre]]
id = "A"
name = "n"  # its name
sector = "culture"
country = "KR"
"""
    + "".join(
        f"\n[[centre.event]]\n{event}\n"
        for event in (
            'kind = "opened"\ndate = 2018',
            'kind = "closed"\ndate = 2019',
            'kind = "opened"\ndate = 2020\nnote = "moved"',
            'kind = "renewed"\nuntil = 2025\nnote = "first"',
            'kind = "renewed"\nuntil = 2031\nnote = "second"',
        )
    )
)


def test_a_long_life_goes_out_and_comes_back(c2c: Program) -> None:
    file = c2c.write(LIFE)
    whole = c2c("list", "--format", "json").out
    c2c.write(whole, "whole.json")
    assert c2c("import", "whole.json", "--update").err.startswith("c2c: nothing to change")
    c2c.write(c2c("remove", "A").out, "a.toml")
    c2c("import", "a.toml")
    assert file.read_text() == LIFE
    c2c("remove", "A")
    c2c("import", "whole.json")
    assert c2c("list", "--format", "json").out == whole


def test_an_event_without_a_date_says_nothing_new_of_what_has_happened(c2c: Program) -> None:
    c2c.write(KNOWN)
    rows = b'[{"id": "A", "event": [{"kind": "approved"}, {"kind": "opened"}]}]'
    assert c2c("import", "-", "--format", "json", "--update", "--as", "centre", stdin=rows).err.startswith(
        "c2c: nothing"
    )


def test_what_begins_after_a_closing_is_a_new_event(c2c: Program) -> None:
    c2c.write(KNOWN.replace('kind = "opened"', 'kind = "opened"\ndate = 2019'))
    c2c("import", "-", "--format", "csv", "--update", "--as", "centre", stdin=b"id,closed,opened\nA,2020,2021\n")
    assert c2c("list", "--columns", "event").out.endswith("opened=2019;opened=2021;closed=2020\n")


@pytest.mark.parametrize(
    "value",
    ['"x"', '["a"]', '{"kind": "opened"}', "5", '[{"kind": ["a"]}]', "[null]", '[{"kind": "opened", "date": [1]}]'],
)
def test_values_of_a_wrong_type_are_bad_rows(c2c: Program, value: str) -> None:
    c2c.write(KNOWN)
    for name in ("A", "B"):
        row = f'{{"id": "{name}", "name": "n", "sector": "CLT", "country": "KR", "event": {value}}}'
        run = c2c("import", "-", "--format", "json", "--update", stdin=row.encode(), code=3)
        assert run.err.startswith("<stdin>:1: error: event")
    row = '{"id": "B", "name": "\\ud800", "sector": 5, "country": [1], "names": "x", "host": null}'
    assert "no UTF-8" in c2c("import", "-", "--format", "json", stdin=row.encode(), code=3).err


def test_what_excel_adds_is_no_hindrance(c2c: Program) -> None:
    c2c.write(SMALL)
    rows = "sep=;\r\nTitle;Start;STATUS;city;;\r\nFirst;2018-06-27;Held;Jeju;;\r\n;;;;;\r\n"
    c2c("import", "-", "--format", "csv", stdin=rows.encode())
    assert c2c("meetings").out == "2018-06-27-jeju\t2018-06-27\t\t\theld\tJeju\tFirst\n"
    rows = "sep=;\r\nTitle;Start;STATUS;city;;\r\nFirst;2018-06-28;Held;Jeju;x;\r\n"
    assert c2c("import", "-", "--format", "csv", stdin=rows.encode(), code=3).err.startswith(
        '<stdin>:3: error: "x" stands in a column without a name\n'
    )


def test_a_registry_that_cannot_be_changed_is_no_bad_row(c2c: Program) -> None:
    c2c.write(
        KNOWN.replace('[[centre.event]]\nkind = "approved"\ndate = 2019\n', "")
        .replace('country = "KR"\n', 'country = "KR"\n# x\nevent = [{ kind = "approved" }]\n')
        .partition("\n[[centre.event]]")[0]
        + "\n"
    )
    run = c2c("import", "-", "--format", "csv", "--update", "--as", "centre", stdin=b"id,closed\nA,2020\n", code=5)
    assert "by hand; no changes were made" in run.err


def test_an_import_of_events_leaves_those_that_are_there_as_they_are_written(c2c: Program) -> None:
    centre = '[[centre]]\nid = "A"\nname = "x"\nsector = "culture"\ncountry = "KR"\n\n'
    event = '[[centre.event]]\nkind = "signed"\ndate = "2010"\nuntil = "2015-01-01"\n'
    file = c2c.write(SMALL + centre + event)
    c2c.write("id,renewed,until\nA,2015,2020\n", "new.csv")
    c2c("import", "new.csv", "--update")
    assert file.read_text() == SMALL + centre + event + (
        '\n[[centre.event]]\nkind = "renewed"\ndate = 2015\nuntil = 2020\n'
    )


def test_until_ends_the_agreement_that_the_column_shows(c2c: Program) -> None:
    centre = '[[centre]]\nid = "A"\nname = "x"\nsector = "culture"\ncountry = "KR"\n'
    event = '[[centre.event]]\nkind = "{}"\n{}until = {}\n'
    c2c.write(SMALL + centre + event.format("signed", "date = 2010\n", 2015) + event.format("renewed", "", 2033))
    out = c2c("list", "--columns", "id,name,until", "--format", "csv").out
    assert out == "id,name,until\nA,x,2033\n"
    c2c.write(out, "same.csv")
    assert c2c("import", "same.csv", "--update").err == "c2c: nothing to change in data/centres.toml\n"
    c2c.write(out.replace("2033", "2034"), "new.csv")
    assert c2c("import", "new.csv", "--update", "--dry-run").out.count("\n+until = 2034\n") == 1
    assert "-until = 2033\n" in c2c("import", "new.csv", "--update", "--dry-run").out


def test_an_import_can_be_repeated_where_rows_have_no_ids(c2c: Program) -> None:
    c2c.write(KNOWN)
    c2c.write("title,start,city,status\nTalks,2018-12-03,Seoul,held\nMore,2019,,held\n", "rows.csv")
    assert c2c("import", "rows.csv").err == "c2c: added 2 records from rows.csv to data/centres.toml\n"
    before = (c2c.folder / "data/centres.toml").read_text()
    assert c2c("import", "rows.csv", "--update").err == "c2c: nothing to change in data/centres.toml\n"
    c2c.write("title,start,city,status\nTalks,2018-12-03,Seoul,cancelled\n", "rows.csv")
    c2c("import", "rows.csv", "--update")
    assert (c2c.folder / "data/centres.toml").read_text() == before.replace("held", "cancelled", 1)
    c2c.write("title,start,status\nA,2018-13,held\nB,2018-14,held\n", "rows.csv")
    assert c2c("import", "rows.csv", code=3).err.splitlines()[:-1] == [
        'rows.csv:2: error: start: "2018-13" is no date; there is no month 13',
        'rows.csv:3: error: start: "2018-14" is no date; there is no month 14',
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[[organisation]]\nid = "O"\nname = "O"\nopened = 2018\n', "opened: there is no such key"),
        ('[[meeting]]\nid = "m"\ntitle = "M"\nstart = 2018\nstatus = "held"\nclosed = 3\n', "closed: there is no"),
        ('[[sector]]\nid = "s"\ncode = "S"\nname = "S"\nuntil = 2020\n', "until: there is no such key"),
    ],
)
def test_a_key_that_there_is_not_never_passes_in_silence(c2c: Program, text: str, sentence: str) -> None:
    c2c.write(KNOWN)
    c2c.write(text, "rows.toml")
    assert sentence in c2c("import", "rows.toml", code=3).err


def test_what_remove_prints_comes_back_with_its_empty_lists(c2c: Program) -> None:
    text = KNOWN + '\n[[meeting]]\nid = "m"\ntitle = "M"\nstart = 2018\nstatus = "held"\nattendees = []\nagenda = []\n'
    c2c.write(text)
    c2c.write(c2c("remove", "m").out, "m.toml")
    assert c2c("import", "m.toml").err == "c2c: added 1 record from m.toml to data/centres.toml\n"
    assert (c2c.folder / "data/centres.toml").read_text() == text


def test_bad_rows_are_told_even_where_others_cannot_be_written(c2c: Program) -> None:
    c2c.write('centre = [{ id = "A", name = "A", sector = "culture", country = "KR" }]\n' + SMALL)
    c2c.write("id,name,sector,country\nA,B,CLT,KR\nB,B,nope,KR\n", "rows.csv")
    run = c2c("import", "rows.csv", "--update", code=3)
    assert run.err.startswith('rows.csv:3: error: sector: no sector "nope"')


def test_all_that_is_wrong_with_a_row_is_told_at_once(c2c: Program) -> None:
    c2c.write(SMALL)
    c2c.write("id,name,sector,country,opened\nBOG,Bogs,Sci,FRA,1.2.2020\n", "rows.csv")
    assert c2c("import", "rows.csv", code=3).err.splitlines()[:-1] == [
        'rows.csv:2: error: country: "FRA" is no country code; use two capital letters of ISO 3166-1, as KR',
        'rows.csv:2: error: event.date: "1.2.2020" is no date; write 2018, 2018-11 or 2018-11-20',
        'rows.csv:2: error: sector: no sector "Sci"; expected culture or education',
    ]
    c2c.write("title,start,status,kind,attendees\nAutumn,14/10/2023,hled,x,NATCOM;zz\n", "rows.csv")
    told = [line.split(": ")[2] for line in c2c("import", "rows.csv", code=3).err.splitlines()[:-1]]
    assert sorted(told) == ["attendees", "kind", "start", "status"]
