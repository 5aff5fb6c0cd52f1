"""Workbooks: every cell as it is in the registry, dates as dates, and never a formula."""

import csv
import io
import json
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from c2c_cli.errors import OutputError
from c2c_cli.output import view
from c2c_cli.output.workbook import workbook
from conftest import Program
from samples import SMALL, centre, meeting, rule

TEXTS = {
    "formula": "=1+1",
    "link": "https://a.example/x?y=1",
    "number": "2018",
    "blanks": "  a  b ",
    "breaks": "a\nb\r\nc\rd\te",
    "korean": "유네스코 국제기록유산센터",
    "emoji": "👍🏽",
    "markup": "<b>&amp; \"x\" 'y'",
    "escape": "\x1b[31m\x9b0m_x0041_",
    "escaped escape": "_x005F_x0041_x0042_ _x00+5_",
    "markup of the writer": "<r><t>a & b</t></r>",
    "override": "a\u202eb\u200b\ufeff\u2028",
}


def cells(content: bytes) -> list[list[Any]]:
    """Return the cells of the only sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


def part(file: Path, name: str) -> str:
    """Return the XML of a part of a workbook."""
    return zipfile.ZipFile(file).read(f"xl/{name}.xml").decode()


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_exact_and_never_a_formula(c2c: Program, name: str) -> None:
    c2c.write(SMALL + meeting(note=TEXTS[name], city="x"))
    c2c("meetings", "--columns", "id,note", "--output", "x.xlsx")
    assert cells((c2c.folder / "x.xlsx").read_bytes()) == [["id", "note"], ["m", TEXTS[name]]]
    sheet = part(c2c.folder / "x.xlsx", "worksheets/sheet1")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_dates_numbers_and_lists(c2c: Program) -> None:
    c2c.write(
        SMALL
        + meeting("a", start="2018-11-20", end="2018-11", agenda=["a;b", "c\\d", "e\nf", " g\n"])
        + meeting("b", start="1900-02-28", agenda=["one"])
    )
    c2c("meetings", "--columns", "start,end,agenda,venue", "--output", "x.xlsx")
    assert cells((c2c.folder / "x.xlsx").read_bytes()) == [
        ["start", "end", "agenda", "venue"],
        ["1900-02-28", "", "one", ""],
        [date(2018, 11, 20), "2018-11", "a\\;b\nc\\\\d\ne\\\nf\n\\ g\\\n", ""],
    ]
    c2c.write(SMALL + rule(per_year=2))
    c2c("cadence", "--agreed", "--columns", "kind,per_year,since", "--output", "x.xlsx")
    assert cells((c2c.folder / "x.xlsx").read_bytes())[1] == ["formal", 2.0, 2018.0]


def test_sheet_has_a_frozen_header_a_filter_and_fitting_widths(c2c: Program) -> None:
    c2c.write(
        SMALL + centre("A", "opened:2018-03-02", name="유네스코", note="x" * 100) + centre("B")
    )
    c2c("list", "--columns", "id,name,opened,note", "--output", "x.xlsx")
    sheet = part(c2c.folder / "x.xlsx", "worksheets/sheet1")
    assert (
        '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
        in sheet
    )
    assert '<autoFilter ref="A1:D3"/>' in sheet
    widths = [
        float(column.partition('width="')[2].partition('"')[0])
        for column in sheet.split("<col ")[1:]
    ]
    assert [int(width) for width in widths] == [5, 9, 11, 50]
    assert '<sheet name="centres"' in part(c2c.folder / "x.xlsx", "workbook")
    styles = part(c2c.folder / "x.xlsx", "styles")
    assert 'formatCode="yyyy-mm-dd"' in styles
    # a date typed into an empty cell below stays as it is typed
    assert 'numFmtId="49"' in styles


def test_header_can_be_omitted_and_rows_can_be_missing(c2c: Program) -> None:
    c2c.write(SMALL + centre("A"))
    args = ("list", "--columns", "id,city", "--format", "xlsx", "--output", "x")
    c2c(*args, "--no-header")
    assert cells((c2c.folder / "x").read_bytes()) == [["A"]]
    assert "pane" not in part(c2c.folder / "x", "worksheets/sheet1")
    c2c(*args, "--status", "closed")
    assert cells((c2c.folder / "x").read_bytes()) == [["id", "city"]]


def test_workbook_is_written_to_a_pipe_but_not_to_a_terminal(c2c: Program) -> None:
    c2c.write(SMALL)
    for output in ((), ("--output", "-")):
        assert c2c("list", "--format", "xlsx", *output, terminal=True, code=5) == (
            *(5, ""),
            "c2c: \x1b[1;31merror:\x1b[0m cannot write binary data to a terminal; use --output FILE\n",
        )


def test_longest_text_of_escapes_is_exact(c2c: Program) -> None:
    note = "_x0041_" * 4681
    c2c.write(SMALL + meeting(note=note))
    c2c("meetings", "--columns", "note", "--output", "x.xlsx")
    assert cells((c2c.folder / "x.xlsx").read_bytes()) == [["note"], [note]]


@pytest.mark.parametrize("note", ["x" * 32768, "👍" * 16384, "\ufffe", "\uffff"])
def test_value_that_no_cell_can_contain_is_refused(c2c: Program, note: str) -> None:
    c2c.write(SMALL + centre(note=note))
    assert c2c("list", "--columns", "note", "--output", "x.xlsx", code=5).err == (
        "c2c: error: cannot write a workbook: a value in column note of sheet centres has more than 32767 characters, or contains "
        "U+FFFE or U+FFFF; use --format csv\n"
    )
    assert not (c2c.folder / "x.xlsx").exists()


def test_record_of_a_value_that_no_cell_can_contain_is_named(c2c: Program) -> None:
    c2c.write(SMALL + centre("A") + centre("B", note="x" * 32768))
    assert c2c("list", "--columns", "id,note", "--output", "x.xlsx", code=5).err == (
        'c2c: error: cannot write a workbook: the value of "B" in column note of sheet centres has more than 32767 '
        "characters, or contains U+FFFE or U+FFFF; use --format csv\n"
    )


@pytest.mark.parametrize(("header", "rows"), [(True, 1_048_576), (False, 1_048_577)])
def test_rows_that_no_sheet_can_contain_are_refused(header: bool, rows: int) -> None:
    shown = view.View("rows", range(rows), {"i": int}, default=("i",), header=header)
    with pytest.raises(OutputError) as error:
        workbook(shown)
    assert (error.value.message, error.value.hint) == (
        "cannot write a workbook: sheet rows has more than 1048576 rows",
        "use --format csv",
    )


@pytest.mark.parametrize("name", TEXTS)
def test_heading_is_exact_and_never_a_formula(c2c: Program, name: str) -> None:
    c2c.write(SMALL)
    query = 'select 1 as "{}"'.format(TEXTS[name].replace('"', '""'))
    heading = json.loads(c2c("sql", query, "--format", "json").out)[0]
    c2c("sql", query, "--output", "x.xlsx")
    assert cells((c2c.folder / "x.xlsx").read_bytes()) == [[*heading], [1.0]]
    sheet = part(c2c.folder / "x.xlsx", "worksheets/sheet1")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_bounds_that_allow_one_day_are_kept(c2c: Program) -> None:
    before = SMALL + centre("A", "signed:2018-10..2018-10-01")
    c2c.write(before)
    c2c("list", "--columns", "id,signed", "--output", "x.xlsx")
    assert cells((c2c.folder / "x.xlsx").read_bytes())[1] == ["A", "2018-10..2018-10-01"]
    assert c2c("import", "x.xlsx", "--update").err == "c2c: no changes to data/centres.toml\n"


@pytest.mark.parametrize(("columns", "pages"), [(4, ""), (5, ' fitToWidth="2"')])
def test_wide_sheet_is_printed_on_several_pages_with_its_first_column(
    c2c: Program, columns: int, pages: str
) -> None:
    names = ["title", "city", "venue", "note", "agenda"][:columns]
    long = "x" * 60
    c2c.write(SMALL + meeting(title=long, city=long, venue=long, note=long, agenda=[long]))
    c2c("meetings", "--columns", ",".join(names), "--output", "x.xlsx")
    assert f'paperSize="9"{pages} fitToHeight="0"' in part(
        c2c.folder / "x.xlsx", "worksheets/sheet1"
    )
    assert ">meetings!$A:$A,meetings!$1:$1<" in part(c2c.folder / "x.xlsx", "workbook")


@pytest.mark.process
@pytest.mark.skipif(not shutil.which("soffice"), reason="requires LibreOffice")
def test_libreoffice_reads_the_same_cells(c2c: Program, tmp_path: Path) -> None:
    c2c.write(
        SMALL
        + "".join(
            meeting(f"m{i}", note=text, start="2018-11-20") for i, text in enumerate(TEXTS.values())
        )
    )
    columns = ("--columns", "id,start,note")
    c2c("meetings", *columns, "--output", "x.xlsx")
    convert = ["soffice", f"-env:UserInstallation=file://{tmp_path}", "--headless", "--convert-to"]
    subprocess.run(
        [*convert, "csv:Text - txt - csv (StarCalc):44,34,76", "x.xlsx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    found = list(csv.reader(io.StringIO((c2c.folder / "x.csv").read_text("utf-8"), newline="")))
    expected = list(
        csv.reader(io.StringIO(c2c("meetings", *columns, "--format", "csv").out, newline=""))
    )
    assert found == [
        [one.replace("\r\n", "\n").replace("\r", "\n") for one in row] for row in expected
    ]


def test_workbooks_of_the_same_registry_are_the_same_bytes(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(SMALL + centre())
    created: dict[str, bytes] = {}
    for epoch in ("", "1700000000", "never", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        c2c("list", "--output", "x.xlsx")
        with zipfile.ZipFile("x.xlsx") as book:
            times = {file.date_time for file in book.infolist()}
            properties = book.read("docProps/core.xml").decode()
        assert times == {(1980, 1, 1, 0, 0, 0)}
        date = "2023-11-14T22:13:20Z" if epoch == "1700000000" else "2000-01-01T00:00:00Z"
        assert properties.count(date) == 2
        created[date] = created.get(date, (c2c.folder / "x.xlsx").read_bytes())
        assert (c2c.folder / "x.xlsx").read_bytes() == created[date]
