"""`c2c import` of spreadsheets: exports return unchanged, and messages explain how to import other files."""

import datetime
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from c2c_cli.cli import app
from conftest import Program
from samples import ROOT, SMALL, centre, meeting

NETWORK = 'schema = 1\n[network]\nname = "x"\n'
ADDED = "c2c: imported {} record{} ({} added, 0 updated) from {} into data/centres.toml\n"


def tables(file: Path, *names: str) -> str:
    """Return the records of some tables of a registry file."""
    parts = ("\n" + file.read_text("utf-8")).split("\n[")
    kept = [part for part in parts if part.startswith(tuple(f"[{name}" for name in names))]
    return NETWORK + "".join(f"[{part}\n" for part in kept)


@pytest.mark.parametrize("registry", ["centres", "world"])
@pytest.mark.parametrize("form", ["xlsx", "csv", "tsv"])
def test_bundled_registries_come_back_equal(c2c: Program, registry: str, form: str) -> None:
    file = ROOT / f"data/{registry}.toml"
    c2c.write(
        tables(file, "sector", "organisation", "source", "cadence").replace(
            'agreed = "2017-12-19-jeonju"\n', ""
        )
    )
    for command in ("list", "meetings"):
        columns = ("--columns", ",".join(app.get_command(None, command).empty_view.columns))
        export = (command, *columns, "--header", "--format", form, "--data", str(file))
        if not c2c(command, "--data", str(file)).out:
            continue
        if command == "meetings":  # some are of the kind of an obligation, which names centres
            c2c.write(tables(file, "obligation"), "obligations.toml")
            c2c("import", "obligations.toml")
        c2c(*export, "--output", f"{command}.{form}")
        c2c("import", f"{command}.{form}")
        assert c2c(command, *columns).out == c2c(command, *columns, "--data", str(file)).out
        again = c2c("import", f"{command}.{form}", "--update").err
        assert again.startswith("c2c: no changes to data/centres.toml\n")


@pytest.mark.parametrize("registry", ["centres", "world"])
@pytest.mark.parametrize("command", ["list", "meetings", "sectors", "organisations", "sources"])
@pytest.mark.parametrize("form", ["xlsx", "csv", "tsv", "json"])
def test_unedited_export_of_a_bundled_registry_changes_nothing(
    c2c: Program, registry: str, command: str, form: str
) -> None:
    text = (ROOT / f"data/{registry}.toml").read_text("utf-8")
    c2c.write(text)
    columns = ",".join(app.get_command(None, command).empty_view.columns)
    all_columns = () if form == "json" else ("--columns", columns, "--header")
    c2c(command, *all_columns, "--format", form, "--output", f"x.{form}")
    table = {"list": "centre"}.get(command, command[:-1])
    run = c2c("import", f"x.{form}", "--update", "--dry-run", "--as", table)
    assert run.out == ""
    assert run.err.splitlines()[0] == "c2c: no changes to data/centres.toml"


EVENTS = ("kind", "date", "until", "term", "covers", "note", "sources")


@pytest.mark.parametrize("registry", ["centres", "world"])
def test_events_of_a_bundled_registry_in_a_workbook_change_nothing(
    c2c: Program, registry: str
) -> None:
    text = (ROOT / f"data/{registry}.toml").read_text("utf-8")
    c2c.write(text)
    rows = [
        [found["id"], *(_cell(happened.get(name)) for name in EVENTS)]
        for found in json.loads(c2c("list", "--format", "json").out)
        for happened in found.get("event", ())
    ]
    (c2c.folder / "x.xlsx").write_bytes(book([["centre", *EVENTS], *rows]))
    run = c2c("import", "x.xlsx", "--update", "--dry-run")
    assert run == (0, "", "c2c: no changes to data/centres.toml\n")


def _cell(value: object) -> object:
    """Return the cell for a value of an event in JSON."""
    return "\n".join(value) if isinstance(value, list) else value


AWKWARD = (
    "=1+1",
    "  a  b ",
    "a;b\\;c",
    "a\nb\r\nc\rd\te",
    "유네스코",
    "👍🏽",
    "\x1b[31m\x9b_x0041_",
    "'=1",
    "2018",
    ";=1",
    '\n"-2',
)


@pytest.mark.parametrize("form", ["xlsx", "csv", "tsv"])
def test_awkward_texts_and_lists_come_back_equal(c2c: Program, form: str) -> None:
    records = "".join(
        meeting(f"m{i}", note=text, agenda=["x", text]) for i, text in enumerate(AWKWARD)
    )
    c2c.write(SMALL + records + meeting("m", agenda=AWKWARD, end="2018-11", venue="2018"))
    before = c2c("meetings", "--format", "json").out
    columns = ",".join(app.get_command(None, "meetings").empty_view.columns)
    file = f"x.{form}"
    c2c("meetings", "--columns", columns, "--header", "--format", form, "--output", file)
    c2c.write(SMALL)
    c2c("import", file)
    assert c2c("meetings", "--format", "json").out == before


def test_spaces_around_a_value_of_one_line_are_removed(c2c: Program) -> None:
    c2c.write(SMALL)
    c2c.write(
        "id,title,start,status,city,note\n m , Talks , 2018-11 , held ,\u3000Seoul\u00a0, n \n",
        "x.csv",
    )
    c2c("import", "x.csv")
    assert (
        c2c("meetings", "--columns", "id,title,start,city,note").out
        == "m\tTalks\t2018-11\tSeoul\t n \n"
    )


def test_update_keeps_spaces_around_a_value_of_one_line(c2c: Program) -> None:
    c2c.write(SMALL + meeting(title=" Talks ", note="n "))
    c2c.write("id,title,note\nm,Talks,n\n", "x.csv")
    c2c("import", "x.csv", "--update", "--as", "meeting")
    assert c2c("meetings", "--columns", "title,note").out == " Talks \tn\n"


def test_list_items_are_trimmed_unless_spaces_are_escaped(c2c: Program) -> None:
    c2c.write(SMALL + centre("A") + centre("B"))
    c2c.write(
        "id,title,start,status,attendees,agenda,sources\n"
        "m,x,2018,held, A ; B ; ,a b ; c;\\ d\\ ; ;\\\\ ;\\,https://a.example ; https://b.example\n",
        "x.csv",
    )
    c2c("import", "x.csv")
    (found,) = json.loads(c2c("meetings", "--format", "json").out)
    assert found["attendees"] == ["A", "B"]
    assert found["agenda"] == ["a b", "c", " d ", "\\", "\\"]
    assert found["sources"] == ["https://a.example", "https://b.example"]


def test_tsv_has_escapes_but_no_quotes(c2c: Program) -> None:
    c2c.write(SMALL)
    c2c.write(
        '\ufeffid\ttitle\tstart\tstatus\tnote\r\nm\t"a\t2018\theld\ta\\\\n\\u001bb\\q\r\n', "x.tsv"
    )
    c2c("import", "x.tsv")
    assert json.loads(c2c("meetings", "--format", "json").out)[0] == {
        "id": "m", "title": '"a', "start": "2018", "status": "held", "note": "a\\n\x1bb\\q",
    }  # fmt: skip
    c2c.write("id\ttitle\nm\n", "x.tsv")
    assert c2c("import", "x.tsv", "--as", "meeting", "--update", code=3).err.startswith(
        "x.tsv:2: error: row has 1 cell, but the header has 2; add the missing cells\n"
    )


def test_long_cell_comes_back_equal(c2c: Program) -> None:
    c2c.write(SMALL + centre(note="x" * 200_000))
    before = c2c("list", "--columns", "id,name,sector,country,note", "--format", "csv").out
    c2c.write(before, "x.csv")
    c2c.write(SMALL)
    c2c("import", "x.csv")
    assert c2c("list", "--columns", "id,name,sector,country,note", "--format", "csv").out == before


def book(*sheets: list[list[Any]], names: tuple[str, ...] = ("one", "two")) -> bytes:
    """Return a workbook with the rows of each sheet."""
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as made:
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in zip(names, sheets, strict=False):
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    sheet.write(
                        number, place, value, day if isinstance(value, datetime.date) else None
                    )
    return content.getvalue()


HEADER = ["Title", "START", "end", "status", "attendees"]


def test_cells_of_every_type(c2c: Program) -> None:
    c2c.write(SMALL + centre("A"))
    rows: list[list[Any]] = [
        [],
        HEADER,
        ["one", datetime.date(2018, 11, 3), datetime.datetime(2018, 11, 4), "held", "A, NATCOM"],  # noqa: DTZ001
        ["two", 2019, "2019-11", "Held", "a;natcom"],
        [2020, "2020", None, "held", "A\nNATCOM"],
        ["four", "03/11/2021", None, "held", None],
    ]
    (c2c.folder / "x.xlsx").write_bytes(book(rows))
    assert c2c("import", "x.xlsx", code=3).err.splitlines()[0] == (
        'x.xlsx:6: error: START (B6): ambiguous date "03/11/2021"; '
        "use --date-order dmy (2021-11-03) or mdy (2021-03-11)"
    )
    assert c2c("import", "x.xlsx", "--date-order", "dmy").err == ADDED.format(4, "s", 4, "x.xlsx")
    assert c2c("meetings", "--columns", "title,start,end,attendees").out == (
        "one\t2018-11-03\t2018-11-04\tA;NATCOM\ntwo\t2019\t2019-11\tA;NATCOM\n2020\t2020\t\tA;NATCOM\nfour\t2021-11-03\t\t\n"
    )


def test_sheet_is_chosen_by_name(c2c: Program) -> None:
    c2c.write(SMALL)
    (c2c.folder / "x.xlsx").write_bytes(book([["notes"]], [HEADER, ["t", 2018, None, "held"]]))
    for args, sentence in (
        ((), 'x.xlsx has 2 sheets; use --sheet "one" or "two"'),
        (("--sheet", "tow"), '--sheet: unknown sheet "tow"; did you mean "two"?'),
    ):
        assert c2c("import", "x.xlsx", *args, code=2).err == f"c2c: error: {sentence}\n"
    assert c2c("import", "x.xlsx", "--sheet", "TWO").err == ADDED.format(1, "", 1, "x.xlsx")


def test_eight_of_many_sheets_are_named(c2c: Program) -> None:
    c2c.write(SMALL)
    names = tuple(f"sheet {number}" for number in range(1, 1001))
    (c2c.folder / "x.xlsx").write_bytes(book(*[[]] * 1000, names=names))
    choices = ", ".join(f'"{name}"' for name in names[:8]) + " and 992 more"
    assert c2c("import", "x.xlsx", code=2).err == (
        f"c2c: error: x.xlsx has 1000 sheets; use --sheet with one of {choices}\n"
    )
    assert c2c("import", "x.xlsx", "--sheet", "Q", code=2).err == (
        f'c2c: error: --sheet: unknown sheet "Q"; expected {choices}\n'
    )


def with_part(content: bytes, name: str, xml: bytes, size: int | None = None) -> bytes:
    """Return a workbook with another part, which claims to have `size` bytes."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, xml if part == name else old.read(part))
    found = changed.getvalue()
    if size is None:
        return found
    at = found.rindex(name.encode()) - 46  # its entry in the directory of the archive
    return found[: at + 24] + size.to_bytes(4, "little") + found[at + 28 :]


SHEET = "xl/worksheets/sheet1.xml"
ROWS = b"<worksheet><sheetData>%s</sheetData></worksheet>"
ONE = book([["id"]])

NOT_A_WORKBOOK = "is not a workbook; save the file as XLSX, without a password"
AS_CSV = "save the sheet as CSV to import it"
TOO_MANY_BYTES = f"is larger than 32 MB when unpacked; {AS_CSV}"
TOO_MANY_CELLS = f"has more than 2 million cells; {AS_CSV}"


def sharing(cell: bytes = b"<v>0</v>", text: bytes = b"<si><t>%s</t></si>") -> bytes:
    """Return a workbook in which 9,000 cells share a text."""
    texts = b"<sst>" + text % (b"x" * 30_000) + b"</sst>"
    rows = ROWS % (b"<row>" + b'<c t="s">%s</c>' % cell * 9000 + b"</row>")
    return with_part(with_part(ONE, "xl/sharedStrings.xml", texts), SHEET, rows)


def prefixed(prefix: str) -> bytes:
    """Return a sheet with a cell far away, in which all names have a prefix."""
    xml = (
        '<N:worksheet xmlns:N="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><N:sheetData>'
        '<N:row r="1048576"><N:c r="XFD1048576"><N:v>1</N:v></N:c></N:row></N:sheetData></N:worksheet>'
    )
    return xml.replace("N", prefix).encode()


HOSTILE = {
    **{
        f"far cell with the prefix {prefix}": (
            with_part(ONE, SHEET, prefixed(prefix)),
            TOO_MANY_CELLS,
        )
        for prefix in ("n-s", "n.s", "é")
    },
    "far cell with a slash in the name of an attribute": (
        with_part(
            ONE,
            SHEET,
            ROWS % b'<row r="1048576" a/b="1"><c r="XFD1048576" a/b="1"><v>1</v></c></row>',
        ),
        NOT_A_WORKBOOK,
    ),
    "cell after empty cells": (
        with_part(
            ONE,
            SHEET,
            ROWS % (b'<row r="1048576">' + b"<c/>" * 16_383 + b"<c><v>1</v></c></row>"),
        ),
        TOO_MANY_CELLS,
    ),
    "cell after empty rows": (
        with_part(
            ONE,
            SHEET,
            ROWS % (b"<row/>" * 2000 + b"<row>" + b"<c/>" * 2000 + b"<c><v>1</v></c></row>"),
        ),
        TOO_MANY_CELLS,
    ),
    "cell after rows in a text": (
        with_part(
            ONE,
            SHEET,
            ROWS % (b'<row r="1048576">' + b"<c><is><row/><t>1</t></is></c>" * 2000 + b"</row>"),
        ),
        NOT_A_WORKBOOK,
    ),
    "cells in another element": (
        with_part(
            ONE, SHEET, ROWS % b'<x><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></x>'
        ),
        NOT_A_WORKBOOK,
    ),
    "number of a row that overflows": (
        with_part(ONE, SHEET, ROWS % b'<row><c r="A4295000000"><v>1</v></c></row>'),
        NOT_A_WORKBOOK,
    ),
    "document type": (
        with_part(
            ONE, SHEET, b"<!DOCTYPE worksheet>" + ROWS % b'<row><c t="str"><v>id</v></c></row>'
        ),
        NOT_A_WORKBOOK,
    ),
    "text that many cells share": (sharing(), TOO_MANY_BYTES),
    **{
        f"shared text as {cell}": (sharing(cell.encode()), TOO_MANY_BYTES)
        for cell in (
            "<f>1</f><v>0</v>",
            "<!-- --><v>0</v>",
            "<v>+0</v>",
            "<v>0000000000</v>",
            "<v> 0</v>",
            "<v>0<!-- -->1</v>",
            "<v>0&#48;</v>",
            "<v>99999999999999999999</v>",
            "<v a='>1'>0</v>",
            "<n-s:v>0</n-s:v>",
        )
    },
    "shared text with a prefix": (
        sharing(text=b"<n-s:si><n-s:t>%s</n-s:t></n-s:si>"),
        TOO_MANY_BYTES,
    ),
    "shared texts in each other": (
        sharing(b"<v>1</v>", b"<si><t/><si><t/></si></si><si><t>%s</t></si>"),
        NOT_A_WORKBOOK,
    ),
    "number of shared texts with zeros": (
        with_part(
            book([["id"]]),
            "xl/sharedStrings.xml",
            b'<sst uniqueCount="' + b"0" * 40 + b'429496729770"></sst>',
        ),
        TOO_MANY_CELLS,
    ),
    "text": (b"id,name\n", NOT_A_WORKBOOK),
    "empty": (b"", NOT_A_WORKBOOK),
    "cut": (ONE[:-30], NOT_A_WORKBOOK),
    "another archive": (
        with_part(ONE, "xl/workbook.xml", b"<"),
        NOT_A_WORKBOOK,
    ),
    "bomb": (with_part(ONE, SHEET, b" " * (257 << 20)), TOO_MANY_BYTES),
    "bomb that understates its size": (
        with_part(ONE, SHEET, b" " * (9 << 20), size=100),
        NOT_A_WORKBOOK,
    ),
    "text that is not there": (
        with_part(
            book([["id"]]),
            "xl/sharedStrings.xml",
            b'<sst count="1" uniqueCount="429496729770"></sst>',
        ),
        TOO_MANY_CELLS,
    ),
    "far cell": (
        with_part(
            ONE,
            SHEET,
            ROWS % b'<row r="1"><c r="A1"><v>1</v></c><c x="/>" r="XFD1048576"><v>1</v></c></row>',
        ),
        TOO_MANY_CELLS,
    ),
    "far row": (
        with_part(ONE, SHEET, ROWS % (b"<row r='1048576'>" + b"<c><v>1</v></c>" * 10 + b"</row>")),
        TOO_MANY_CELLS,
    ),
    "cells without a place": (
        with_part(
            ONE,
            SHEET,
            ROWS
            % (
                b"<row>"
                + b"<c><v>1</v></c>" * 4000
                + b"</row>"
                + b"<row><c><v>1</v></c></row>" * 4000
            ),
        ),
        TOO_MANY_CELLS,
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbook_is_refused(c2c: Program, name: str) -> None:
    c2c.write(SMALL)
    content, sentence = HOSTILE[name]
    (c2c.folder / "x.xlsx").write_bytes(content)
    assert len(content) < 1 << 20
    assert c2c("import", "x.xlsx", code=3).err == f"c2c: error: x.xlsx {sentence}\n"


@pytest.mark.long
def test_workbook_of_many_elements_is_refused(c2c: Program) -> None:
    c2c.write(SMALL)
    rows = ROWS % (b"<row>" + b"<c/>" * 2_000_000 + b"</row>")
    (c2c.folder / "x.xlsx").write_bytes(with_part(ONE, SHEET, rows))
    assert c2c("import", "x.xlsx", code=3).err == (
        f"c2c: error: x.xlsx has more than 2 million XML elements; {AS_CSV}\n"
    )


def test_pictures_do_not_count(c2c: Program) -> None:
    c2c.write(SMALL)
    content = io.BytesIO(book([["title", "start", "status"], ["x", "2018", "held"]]))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/image1.png", bytes(33 << 20))
    (c2c.folder / "x.xlsx").write_bytes(content.getvalue())
    assert c2c("import", "x.xlsx").err.startswith("c2c: imported 1 record")


def test_empty_cells_far_away_are_ignored(c2c: Program) -> None:
    c2c.write(SMALL)
    far = (
        ROWS
        % b'<row r="1"><c r="A1" t="str"><v>note</v></c><c r="XFD1" s="1"/></row><row r="1048576" s="1"/>'
    )
    (c2c.folder / "x.xlsx").write_bytes(with_part(ONE, SHEET, far))
    assert (
        c2c("import", "x.xlsx", "--as", "meeting", "--update").err
        == "c2c: no changes to data/centres.toml\n"
    )


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (b'<c t="b"><v>1</v></c>', "TRUE"),
        (b'<c t="b"><v>0</v></c>', "FALSE"),
        (b'<c t="e"><v>#N/A</v></c>', "#N/A"),
        (b"<c s='0' t='e'><f>A1:A2</f><v>#SPILL!</v></c>", "#SPILL!"),
        (b"<c><v>nan</v></c>", "#NUM!"),
        (b"<c><v>-inf</v></c>", "#NUM!"),
        (b"<c><v>12.50</v></c>", "12.5"),
    ],
)
def test_cell_is_read_as_excel_shows_it(c2c: Program, cell: bytes, text: str) -> None:
    c2c.write(SMALL)
    names = b"".join(
        b'<c t="str"><v>%s</v></c>' % name for name in (b"title", b"start", b"status", b"note")
    )
    values = b'<c t="str"><v>x</v></c><c><v>2018</v></c><c t="str"><v>held</v></c>'
    sheet = ROWS % (b"<row>" + names + b"</row><row>" + values + cell + b"</row>")
    (c2c.folder / "x.xlsx").write_bytes(with_part(ONE, SHEET, sheet))
    c2c("import", "x.xlsx")
    assert c2c("meetings", "--columns", "note").out == f"{text}\n"


def test_missing_library_is_named(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    c2c.write(ONE.decode("latin-1"), "x.xlsx")
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    assert c2c("import", "x.xlsx", code=2).err == (
        "c2c: error: reading workbooks requires python-calamine, which is not installed; "
        "install c2c-cli[xlsx]\n"
    )


def steps(
    c2c: Program,
    content: bytes,
    name: str,
    *taken: tuple[list[str], tuple[str, ...], tuple[bytes, bytes]],
) -> None:
    """Import a file in steps: the messages to expect, and the options and the edit of the file that they ask for."""
    args: tuple[str, ...] = ()
    for messages, options, (old, new) in taken:
        (c2c.folder / name).write_bytes(content)
        plural = "s" if len(messages) > 1 else ""
        assert c2c("import", name, *args, code=3).err.splitlines() == [
            *(f"{name}:{message}" for message in messages),
            f"c2c: error: found {len(messages)} error{plural} in {name}; no records were imported",
        ]
        args, content = (*args, *options), content.replace(old, new)
    (c2c.folder / name).write_bytes(content)
    c2c("import", name, *args)


def test_spanish_spreadsheet_is_imported_by_following_the_messages(c2c: Program) -> None:
    c2c.write(SMALL)
    steps(
        c2c,
        "\ufeffId;Nombre;Sector;Country;City;Approved;Observaciones\r\n"
        'CRES;"Centro Regional; Cusco";Cultura;Perú;Cusco;03/11/2017;\r\n'
        "CLAC;Centro de España;CLT;España;Madrid;25/12/2018;=x\r\n".encode(),
        "centros.csv",
        (
            [
                '1: error: B1: unknown column "Nombre"; rename it to a column in c2c list --help or to extra.Nombre, or remove it',
                '1: error: G1: unknown column "Observaciones"; rename it to a column in c2c list --help or to extra.Observaciones, or remove it',
            ],
            (),
            (
                b"Nombre;Sector;Country;City;Approved;Observaciones",
                b"Name;Sector;Country;City;Approved;Note",
            ),
        ),
        (
            [
                '2: error: Approved (F2): ambiguous date "03/11/2017"; '
                "use --date-order dmy (2017-11-03) or mdy (2017-03-11)",
                '2: error: Sector (C2): unknown sector "Cultura"; did you mean "culture"? otherwise, add it: '
                "c2c add sector Cultura --code CODE --name NAME",
                '3: error: Approved (F3): invalid date "25/12/2018"; use --date-order dmy (2018-12-25)',
            ],
            ("--date-order", "dmy"),
            (b"Cultura", b"culture"),
        ),
    )
    assert c2c("list", "--columns", "id,name,country,approved,note").out == (
        "CRES\tCentro Regional; Cusco\tPE\t2017-11-03\t\nCLAC\tCentro de España\tES\t2018-12-25\t=x\n"
    )
    steps(
        c2c,
        "\ufefftitle;start;status;attendees\r\nReunión;03/11/2017;held;CLAC, CRES,NATCOM\r\n".encode(),
        "reuniones.csv",
        (
            [
                '2: error: start (B2): ambiguous date "03/11/2017"; '
                "use --date-order dmy (2017-11-03) or mdy (2017-03-11)"
            ],
            ("--date-order", "dmy"),
            (b"", b""),
        ),
    )
    assert (
        c2c("meetings", "--columns", "start,title,attendees").out
        == "2017-11-03\tReunión\tCLAC;CRES;NATCOM\n"
    )


KOREAN = "id,name,sector,country,city,signed,until\r\n가나센터,국제무형유산센터,CLT,대한민국,전주,2010. 3. 5.,2030\r\n"
ORDER = '2: error: signed (F2): invalid date "2010. 3. 5."; use --date-order ymd (2010-03-05)'


@pytest.mark.parametrize(
    ("encoding", "message"),
    [
        (
            "cp949",
            '2: error: invalid UTF-8 byte 0xb0; use --encoding cp949 ("가나센터")',
        ),
        ("utf-16", "1: error: invalid UTF-8 byte 0xff; use --encoding utf-16"),
    ],
)
def test_korean_spreadsheet_is_imported_by_following_the_messages(
    c2c: Program, encoding: str, message: str
) -> None:
    c2c.write(SMALL)
    no_change = (b"", b"")
    taken = [
        ([message], ("--encoding", encoding), no_change),
        ([ORDER], ("--date-order", "ymd"), no_change),
    ]
    steps(c2c, KOREAN.encode(encoding), "ko.csv", *taken)
    assert c2c("list", "--columns", "id,name,country,city,signed,until").out == (
        "가나센터\t국제무형유산센터\tKR\t전주\t2010-03-05\t2030\n"
    )


def test_encoding_that_does_not_fit_is_not_suggested(c2c: Program) -> None:
    c2c.write(SMALL)
    (c2c.folder / "es.csv").write_bytes(
        "id,name,sector,country\nA,Niño España,CLT,ES\n".encode("windows-1252")
    )
    assert c2c("import", "es.csv", code=3).err.startswith(
        'es.csv:2: error: invalid UTF-8 byte 0xf1; use --encoding windows-1252 ("Niño")\n'
    )


TALKS = "title,start,status\nTalks,2018,held\n"


@pytest.mark.parametrize(
    ("content", "encoding", "error"),
    [
        (
            TALKS.encode("utf-16-le"),
            None,
            "1: error: unexpected NUL characters; use --encoding utf-16-le",
        ),
        (
            TALKS.encode("utf-16-be"),
            None,
            "1: error: unexpected NUL characters; use --encoding utf-16-be",
        ),
        (
            TALKS.replace("Talks", "유네스코").encode("utf-16-le"),
            None,
            "2: error: invalid UTF-8 byte 0xc7; use --encoding utf-16-le",
        ),
        (TALKS.encode("utf-16")[:-1], "utf-16", "2: error: invalid utf-16 byte 0x0a"),
        (TALKS.encode(), "utf-16", "2: error: invalid utf-16 byte 0x0a; omit --encoding"),
        (
            "title\nNiño\n".encode("windows-1252"),
            "ascii",
            '2: error: invalid ascii byte 0xf1; use --encoding windows-1252 ("Niño")',
        ),
        (
            b"title\n" + b"a" * 30 + " §ÿ\n".encode("windows-1252"),
            None,
            '2: error: invalid UTF-8 byte 0xa7; use --encoding windows-1252 ("§ÿ"), windows-1256 ("§ے") or windows-1251 ("§я")',
        ),
        (
            "title\nالمركز\n".encode("windows-1256"),
            None,
            '2: error: invalid UTF-8 byte 0xc7; use --encoding windows-1252 ("ÇáãÑßÒ"), '
            'windows-1256 ("المركز") or windows-1251 ("ЗбгСЯТ")',
        ),
        (
            b"title\n\x81\xff\n",
            None,
            '2: error: invalid UTF-8 byte 0x81; use --encoding windows-1256 ("پے") or '
            'windows-1251 ("Ѓя")',
        ),
        (
            b"title\n\x81\xff\n",
            "windows-1252",
            '2: error: invalid windows-1252 byte 0x81; use --encoding windows-1256 ("پے") or '
            'windows-1251 ("Ѓя")',
        ),
    ],
)
def test_hint_names_an_encoding_that_fits(
    c2c: Program, content: bytes, encoding: str | None, error: str
) -> None:
    c2c.write(SMALL)
    (c2c.folder / "x.csv").write_bytes(content)
    args = ("--encoding", encoding) if encoding else ()
    assert c2c("import", "x.csv", *args, code=3).err.splitlines()[0] == f"x.csv:{error}"


@pytest.mark.parametrize(
    ("args", "code", "sentence"),
    [
        (
            ("--encoding", "nope"),
            2,
            '--encoding: unknown encoding "nope"; use an encoding such as cp949, windows-1252, windows-1256 or windows-1251',
        ),
        (
            ("--encoding", "hex"),
            2,
            '--encoding: unknown encoding "hex"; use an encoding such as cp949, windows-1252, windows-1256 or windows-1251',
        ),
        (("--date-order", "dym"), 2, '--date-order: unknown order "dym"; did you mean "dmy"?'),
    ],
)
def test_invalid_option_gets_one_line(
    c2c: Program, args: tuple[str, ...], code: int, sentence: str
) -> None:
    c2c.write("id\n", "x.csv")
    assert c2c("import", "x.csv", *args, code=code).err == f"c2c: error: {sentence}\n"


@pytest.mark.parametrize(
    ("order", "cell", "date"),
    [
        *[
            ("dmy", "03/11/2017", "2017-11-03"),
            ("mdy", "03/11/2017", "2017-03-11"),
            ("ymd", "2017/11/3", "2017-11-03"),
        ],
        *[
            ("dmy", "3.11.2017", "2017-11-03"),
            ("dmy", "11/2017", "2017-11"),
            ("ymd", "2017.11", "2017-11"),
        ],
        *[
            ("dmy", "3-11-2017 00:00:00", "2017-11-03"),
            ("dmy", "2017-11-03", "2017-11-03"),
            ("mdy", "2017", "2017"),
        ],
    ],
)
def test_order_of_dates(c2c: Program, order: str, cell: str, date: str) -> None:
    c2c.write(SMALL)
    rows = f"id,name,sector,country,opened,event\nA,x,CLT,KR,{cell},approved={cell};signed=?\n"
    c2c("import", "-", "--format", "csv", "--date-order", order, stdin=rows.encode())
    assert (
        c2c("list", "--columns", "opened,event").out
        == f"{date}\tapproved={date};signed=?;opened={date}\n"
    )


@pytest.mark.parametrize(
    ("order", "cell", "hint"),
    [
        ("mdy", "25/12/2017", "use --date-order dmy (2017-12-25)"),
        ("ymd", "03/11/2017", "use --date-order dmy (2017-11-03) or mdy (2017-03-11)"),
        ("dmy", "31/02/2017", "use a date such as 2018, 2018-11, 2018-11-20 or 2015..2017"),
        ("dmy", "03/11/17", "use a date such as 2018, 2018-11, 2018-11-20 or 2015..2017"),
    ],
)
def test_date_in_another_order_is_refused(c2c: Program, order: str, cell: str, hint: str) -> None:
    c2c.write(SMALL)
    rows = f"id,name,sector,country,opened\nA,x,CLT,KR,{cell}\n"
    error = c2c(
        "import", "-", "--format", "csv", "--date-order", order, stdin=rows.encode(), code=3
    ).err
    assert error.splitlines()[0].partition("; ")[2] == hint


NO_NUMBER = "error: invalid JSON: unexpected {}; use a number or null"


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (
            '{"id": "A",\n "name": "x",\n "id": "B"}',
            ['1: error: duplicate key "id"; keep one of them'],
        ),
        (
            '[{"event": [{"kind": "x"}, {"kind": "x", "kind": "y"}]},\n{"a": "\\"id\\": {",\n"\\u0061": 1}]',
            [
                '1: error: duplicate key "kind"; keep one of them',
                '2: error: duplicate key "a"; keep one of them',
            ],
        ),
        (
            '[{"id": NaN,\n"name": "NaN", "x": -Infinity, "y": [Infinity]}]',
            [f"1: {NO_NUMBER.format(one)}" for one in ("-Infinity", "Infinity", "NaN")],
        ),
    ],
)
def test_key_twice_and_numbers_that_json_lacks_are_errors(
    c2c: Program, content: str, lines: list[str]
) -> None:
    c2c.write(SMALL)
    c2c.write(content, "x.json")
    assert c2c("import", "x.json", code=3).err.splitlines()[:-1] == [
        f"x.json:{line}" for line in lines
    ]


CENTRE = {"id": "A", "name": "x", "sector": "culture", "country": "KR"}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"note": []}, "note: expected a string, not a list"),
        ({"note": {}}, "note: expected a string, not an object"),
        ({"note": 5}, "note: expected a string, not a number"),
        ({"names": []}, "names: expected an object of names by language, not a list"),
        ({"event": {}}, "event: expected a list of objects, not an object"),
        ({"names": {}, "event": [], "note": None, "host": ""}, ""),
    ],
)
def test_empty_list_or_object_is_refused_in_place_of_another_value(
    c2c: Program, values: dict[str, Any], sentence: str
) -> None:
    c2c.write(SMALL)
    c2c.write(json.dumps(CENTRE | values), "x.json")
    error = c2c("import", "x.json", code=3 if sentence else 0).err.splitlines()[0]
    assert error == (
        f"x.json:1: error: {sentence}" if sentence else ADDED.format(1, "", 1, "x.json").strip()
    )


@pytest.mark.parametrize("title", ["List of centres", "List of centres,,,"])
@pytest.mark.parametrize("table", [(), ("--as", "centre")])
def test_title_above_the_column_names_is_to_be_deleted(
    c2c: Program, title: str, table: tuple[str, ...]
) -> None:
    c2c.write(SMALL)
    file = c2c.write(f"{title}\n\nid,name,sector,country\nA,x,CLT,KR\n", "x.csv")
    run = c2c("import", str(file), *table, code=3)
    assert "; delete the rows above the column names\n" in run.err + run.out
