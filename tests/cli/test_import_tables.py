"""`c2c import`: sectors, organisations and sources in every format."""

import csv
import io
import json

import pytest

from conftest import Program
from samples import SMALL, centre, record

EMPTY = 'schema = 1\n\n[network]\nname = "N"\n'

ROWS = {
    "sector": "id,code,name,names\nocean,IOC,Oceans,fr=Océans;ko=해양\n",
    "organisation": "id,name,names\nMOE,Ministry of Education,ko=교육부\n",
    "source": "id,title,publisher,date,url,note\nletter,Letter; signed,MOE,2018-07,https://e.org/a,n\n",
}
"""A sheet of each table."""

ADDED = {
    "sector": record(
        "sector", id="ocean", code="IOC", name="Oceans", names={"fr": "Océans", "ko": "해양"}
    ),
    "organisation": record(
        "organisation", id="MOE", name="Ministry of Education", names={"ko": "교육부"}
    ),
    "source": record(
        "source",
        id="letter",
        title="Letter; signed",
        publisher="MOE",
        date="2018-07",
        url="https://e.org/a",
        note="n",
    ),
}
"""The TOML of the record in each sheet."""


@pytest.mark.parametrize("table", ROWS)
def test_a_sheet_adds_and_updates_records(c2c: Program, table: str) -> None:
    file = c2c.write(EMPTY)
    c2c.write(ROWS[table], "x.csv")
    done = "c2c: imported 1 record (1 added, 0 updated) from x.csv into data/centres.toml\n"
    assert c2c("import", "x.csv", "--as", table).err == done
    assert file.read_text() == f"{EMPTY}\n{ADDED[table]}"
    assert c2c("import", "x.csv", "--as", table, "--update").err == (
        "c2c: no changes to data/centres.toml\n"
    )
    known = {"sector": "ocean", "organisation": "MOE", "source": "letter"}[table]
    assert c2c("import", "x.csv", "--as", table, code=3).err == (
        f'x.csv:2: error: A2: {table} "{known}" already exists; pass --update to update it\n'
        "c2c: error: found 1 error in x.csv; no records were imported\n"
    )
    field = "title" if table == "source" else "name"
    c2c.write(f"ID,{field.title()}\n{known.upper()},New\n", "y.csv")
    c2c("import", "y.csv", "--as", table, "--update")
    before = {
        "sector": "Oceans",
        "organisation": "Ministry of Education",
        "source": "Letter; signed",
    }
    assert file.read_text() == f"{EMPTY}\n{ADDED[table]}".replace(before[table], "New")


@pytest.mark.parametrize("table", ROWS)
def test_json_adds_the_same_record_without_naming_the_table(c2c: Program, table: str) -> None:
    file = c2c.write(EMPTY)
    (row,) = csv.DictReader(io.StringIO(ROWS[table]))
    names = dict(item.split("=") for item in row.pop("names", "").split(";") if item)
    c2c.write(json.dumps([row | ({"names": names} if names else {})]), "x.json")
    c2c("import", "x.json")
    assert file.read_text() == f"{EMPTY}\n{ADDED[table]}"


@pytest.mark.parametrize("form", ["csv", "tsv", "xlsx", "json", "jsonl"])
@pytest.mark.parametrize(
    ("command", "registry", "columns", "ignored"),
    [
        ("sectors", "korea", "id,code,name", '"operating"'),
        (
            "sectors",
            "world",
            "id,code,name",
            '"proposed", "preparing", "operating", "closed" and "unknown"',
        ),
        ("organisations", "korea", "id,name", '"organised" and "attended"'),
        ("organisations", "world", "id,name", '"organised" and "attended"'),
    ],
)
def test_an_export_is_imported_without_editing(
    c2c: Program, command: str, registry: str, columns: str, ignored: str, form: str
) -> None:
    file = c2c.write(EMPTY)
    name = f"x.{form}"
    c2c(command, "--data", registry, "--header", "--format", form, "--output", name)
    it = "them" if " and " in ignored else "it"
    warning = f"c2c: warning: ignored {ignored} of {command}; c2c derives {it} from other records\n"
    added = c2c("import", name).err
    assert added.endswith(f" updated) from {name} into data/centres.toml\n{warning}")
    before = file.read_text()
    shown = [c2c(command, "--columns", columns, *args).out for args in ((), ("--data", registry))]
    assert shown[0] == shown[1]
    assert c2c("import", name, "--update").err == (
        f"c2c: no changes to data/centres.toml\n{warning}"
    )
    assert file.read_text() == before


def test_sources_are_imported_with_what_cites_them(c2c: Program) -> None:
    c2c.write(EMPTY)
    c2c.write("id,title,date,cited_by\nletter,Letter,2018,ICM;m\n", "x.csv")
    assert c2c("import", "x.csv").err == (
        "c2c: imported 1 record (1 added, 0 updated) from x.csv into data/centres.toml\n"
        'c2c: warning: ignored "cited_by" of sources; c2c derives it from other records\n'
    )
    assert c2c("show", "letter").out == (
        "letter\ttype\tsource\nletter\tid\tletter\nletter\ttitle\tLetter\nletter\tdate\t2018\n"
    )


def test_json_of_show_is_imported_whatever_it_contains(c2c: Program) -> None:
    file = c2c.write(EMPTY)
    ids = ("KNCU", "culture", "ichcap-2018-07-05", "communication-information")
    out = c2c("show", *ids, "--data", "korea", "--format", "json").out
    ignored = (
        'c2c: warning: ignored "organised" and "attended" of organisations; '
        "c2c derives them from other records\n"
    )
    assert c2c("import", "-", "--format", "json", stdin=out.encode()).err == (
        "c2c: imported 4 records (4 added, 0 updated) from <stdin> into data/centres.toml\n"
        + ignored
    )
    shown = json.loads(out)
    del shown[0]["organised"], shown[0]["attended"]
    assert json.loads(c2c("show", *ids, "--format", "json").out) == shown
    before = file.read_text()
    assert c2c("import", "-", "--format", "json", "--update", stdin=out.encode()).err == (
        f"c2c: no changes to data/centres.toml\n{ignored}"
    )
    assert file.read_text() == before


def test_a_name_alone_belongs_to_the_record_with_the_id(c2c: Program) -> None:
    file = c2c.write(SMALL + centre("ICM"))
    for name, text in (
        ("x.json", '[{"id": "icm", "name": "New"}, {"id": "natcom", "name": "New"}]'),
        ("x.csv", "id,name\nicm,New\nnatcom,New\n"),
    ):
        c2c.write(text, name)
        c2c.write(SMALL + centre("ICM"))
        c2c("import", name, "--update")
        assert file.read_text() == SMALL.replace("National Commission", "New") + centre(
            "ICM", name="New"
        )
    c2c.write('{"id": "ICN", "name": "New"}', "x.json")
    assert c2c("import", "x.json", "--update", code=3).err == (
        'x.json:1: error: unknown centre "ICN"; correct the id, or add the sector and country of '
        "a new centre\n"
        "c2c: error: found 1 error in x.json; no records were imported\n"
    )
    c2c("import", "x.json")
    assert c2c("organisations", "--columns", "id").out == "NATCOM\nICN\n"


def test_an_empty_reference_in_json_is_one_error(c2c: Program) -> None:
    row = {"id": "m", "title": "x", "start": 2040, "status": "planned", "organisers": [""]}
    file = c2c.write(SMALL)
    c2c.write(json.dumps(row), "x.json")
    wrong = "x.json:1: error: organisers: empty string; enter a value, or omit it if unknown\n"
    assert c2c("import", "x.json", code=3).err == (
        f"{wrong}c2c: error: found 1 error in x.json; no records were imported\n"
    )
    assert file.read_text() == SMALL


def test_organisations_in_json_have_contacts(c2c: Program) -> None:
    file = c2c.write(EMPTY)
    row = {"id": "MOE", "name": "Ministry", "contact": [{"role": "Director", "email": "a@e.org"}]}
    c2c.write(json.dumps(row), "x.json")
    c2c("import", "x.json")
    contact = record("organisation.contact", role="Director", email="a@e.org")
    assert file.read_text() == (
        f"{EMPTY}\n{record('organisation', id='MOE', name='Ministry')}\n{contact}"
    )


@pytest.mark.parametrize(
    ("name", "text", "args", "sentences"),
    [
        (
            "x.csv",
            "id,name\nMOE,Ministry\n",
            (),
            [
                '1: error: missing column "country"; add a column with the country of each centre, or '
                "pass --as organisation",
                '1: error: missing column "sector"; add a column with the sector of each centre, or '
                "pass --as organisation",
            ],
        ),
        (
            "x.csv",
            "id,title\nletter,Letter\n",
            (),
            [
                '1: error: missing column "start"; add a column with the start of each meeting, or '
                "pass --as source",
                '1: error: missing column "status"; add a column with the status of each meeting, or '
                "pass --as source",
            ],
        ),
        (
            "x.csv",
            "code,name\nIOC,Oceans\n",
            ("--update",),
            ['1: error: missing column "id"; add a column with the id of each sector'],
        ),
        (
            "x.csv",
            "id,code,name\nocean,CLT,Oceans\nculture,X,Culture\n",
            (),
            [
                '3: error: A3: sector "culture" already exists; pass --update to update it',
            ],
        ),
        (
            "x.csv",
            "id,code,name\nocean,CLT,Oceans\n",
            (),
            [
                '2: error: code (B2): duplicate code "CLT"; use a code other than that of sector culture'
            ],
        ),
        (
            "x.csv",
            "id,title,publisher,date,urll\ns,t,p,2018-13,u\n",
            (),
            ['1: error: E1: unknown column "urll"; did you mean "url"?'],
        ),
        (
            "x.csv",
            "id,title,publisher,date\ns,,p,2018-13\nA b,t,p,\n",
            (),
            [
                '2: error: date (D2): invalid date "2018-13"; use a date such as 2018, 2018-11 '
                "or 2018-11-20",
                "2: error: title (B2): missing; enter a value",
                '3: error: id (A3): invalid id "A b"; use letters, digits, ".", "_" and "-", starting '
                "with a letter or digit",
            ],
        ),
        (
            "x.csv",
            "id,city\nICN,Seoul\nNEW,Seoul\nICM,Jeju\n",
            ("--update", "--as", "centre"),
            [
                '2: error: A2: unknown centre "ICN"; correct the id, or add the name, sector and '
                "country of a new centre",
                '3: error: A3: unknown centre "NEW"; correct the id, or add the name, sector and '
                "country of a new centre",
            ],
        ),
        (
            "x.json",
            '{"id": "NEW", "title": 5}',
            ("--update", "--as", "source"),
            ["1: error: title: expected a string, not a number"],
        ),
        (
            "x.csv",
            "id,name,contact\nMOE,Ministry,Director\nMOF,Ministry,Director\n",
            ("--as", "organisation"),
            [
                "2: error: contact (C2): contacts cannot be imported together with other records; move "
                "contacts to a file of their own, with the columns of c2c contacts",
            ],
        ),
        (
            "x.csv",
            "id,contact.role\nICM,Director\n",
            ("--as", "centre", "--update"),
            [
                '1: error: B1: unknown column "contact.role"; move contacts to a file of their own, '
                "with the columns of c2c contacts",
            ],
        ),
    ],
)
def test_invalid_rows_are_reported(
    c2c: Program, name: str, text: str, args: tuple[str, ...], sentences: list[str]
) -> None:
    file = c2c.write(SMALL + centre("ICM"))
    c2c.write(text, name)
    *lines, _ = c2c("import", name, *args, code=3).err.splitlines()
    assert lines == [f"{name}:{sentence}" for sentence in sentences]
    assert file.read_text() == SMALL + centre("ICM")


@pytest.mark.parametrize(
    ("name", "option", "form"),
    [
        ("x.csv", "--sheet", "CSV"),
        ("x.json", "--sheet", "JSON"),
        ("x.jsonl", "--encoding", "JSON Lines"),
        ("x.xlsx", "--encoding", "XLSX"),
        ("x.toml", "--date-order", "TOML"),
    ],
)
def test_an_option_that_is_not_used_is_refused(
    c2c: Program, name: str, option: str, form: str
) -> None:
    c2c.write(SMALL)
    c2c.write("", name)
    assert c2c("import", name, option, "dmy", code=2).err == (
        f"c2c: error: {option} cannot be used with {form}; omit it\n"
    )
