"""`c2c report --output registry.xlsx`: the whole registry as of a day, on six sheets."""

import io
import re
import warnings
import zipfile
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook

from conftest import Program
from samples import ROOT, SMALL, centre, event, meeting, record, rule, without_colours

NETWORK = SMALL.replace(
    'name = "A network"', 'name = "Centres of a network"\npublisher = "A Commission"'
)
FULL = NETWORK + "".join(
    [
        record("source", id="book", title="A book", publisher="A Press", date="2018-11"),
        record("source", id="film", title="A film", url="https://example.org/film"),
        centre(
            *("A", "approved:2013-11", "opened:2014..2015-06"),
            name="Centre A",
            country="KR",
            city="Seoul",
            website="https://a.example.org",
            names={"ko": "가", "fr": "Centre A"},
            extra={"budget": 1234567},
            note="Two\nlines",
            sources=["book", "https://example.org/a"],
        ),
        event("signed", "2014-03-05", "2020-03-04", sources=["book"], note="In Paris."),
        event("annual-report", "2019-02-01", covers=2018),
        event("work-plan", covers=2018, note="Undated."),
        event("renewed", "2030", note="A secret of 2030."),
        record("centre.contact", role="Director", name="Kim Person", email="kim@example.org"),
        centre("B", "closed:2016-01-31", "in-force:2010-02", name="Centre B", country="IR"),
        centre("C", name="Centre C"),
        centre("LATER", "proposed:2030-01-01"),
        rule(),
        record("obligation", kind="annual-report", name="Annual report", since=2017, due="03-31"),
        meeting(
            "m",
            title="Talks",
            start="2018-06-27",
            end="2018-06",
            city="Jeju",
            organisers=["A", "NATCOM"],
            agenda=["One; two", "Three"],
            link="https://example.org/m",
            extra={"cost": 7654321},
            sources=["film"],
        ),
        meeting("n", start="2031", status="planned"),
        meeting("o", start="2031", status="cancelled"),
    ]
)
DAY = ("--as-of", "2020-01-01")

Rows = list[list[Any]]


def written(c2c: Program, *args: str) -> bytes:
    """Return the workbook that `c2c report` writes."""
    c2c("report", *args, "--output", "x.xlsx")
    return (c2c.folder / "x.xlsx").read_bytes()


def sheets(content: bytes) -> dict[str, Rows]:
    """Return the cells of each sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


def parts(content: bytes) -> dict[str, str]:
    """Return the XML of each part of a workbook, which is well formed."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        found = {name: book.read(name).decode() for name in book.namelist()}
    for text in found.values():
        tree(text)
    return found


def tree(text: str) -> ET.Element:
    """Return the root of XML that c2c wrote, without the escapes of XML in workbooks."""
    return ET.fromstring(text.replace("_x005F_", "_"))  # noqa: S314  # it is not from elsewhere


def test_sheets_have_all_records_as_of_a_day(c2c: Program) -> None:
    c2c.write(FULL)
    assert sheets(written(c2c, *DAY)) == {
        "Centres": [
            [
                *("ID", "Name", "Sector", "Country", "City", "Status as of 2020-01-01", "Approved"),
                *("Signed", "In force", "Opened", "Closed", "Website", "Names", "Note", "Sources"),
            ],
            [
                *("A", "Centre A", "Culture", "Republic of Korea", "Seoul", "operating"),
                *("2013-11", date(2014, 3, 5), "", "2014..2015-06", ""),
                *("https://a.example.org", "ko=가\nfr=Centre A", "Two\nlines"),
                "book\nhttps://example.org/a",
            ],
            [
                *("B", "Centre B", "Culture", "Iran (Islamic Republic of)", "", "closed", "", ""),
                *("2010-02", "", date(2016, 1, 31), "", "", "", ""),
            ],
            ["C", "Centre C", "Culture", "Republic of Korea", "", "unknown", *[""] * 9],
        ],
        "Events": [
            ["Centre", "Event", "Date", "Until", "Covers", "Note", "Sources"],
            ["A", "approved", "2013-11", "", "", "", ""],
            ["A", "opened", "2014..2015-06", "", "", "", ""],
            ["A", "signed", date(2014, 3, 5), date(2020, 3, 4), "", "In Paris.", "book"],
            ["A", "annual report", date(2019, 2, 1), "", 2018.0, "", ""],
            ["A", "work plan", "?", "", 2018.0, "Undated.", ""],
            ["B", "closed", date(2016, 1, 31), "", "", "", ""],
            ["B", "in force", "2010-02", "", "", "", ""],
        ],
        "Agreements": [
            [
                *("ID", "Name", "Country", "Kind", "Date", "Until", "Review", "Days left"),
                "State as of 2020-01-01",
            ],
            [
                *("A", "Centre A", "Republic of Korea", "signed", date(2014, 3, 5)),
                *(date(2020, 3, 4), date(2019, 9, 4), 63.0, "review due"),
            ],
            ["B", "Centre B", "Iran (Islamic Republic of)", "", "", "", "", "", "none"],
            ["C", "Centre C", "Republic of Korea", "", "", "", "", "", "none"],
        ],
        "Obligations": [
            ["Centre", "Kind", "Covers", "Due", "State as of 2020-01-01", "Date"],
            ["A", "Annual report", "2017", date(2018, 3, 31), "missing", ""],
            ["A", "Annual report", "2018", date(2019, 3, 31), "met", date(2019, 2, 1)],
            ["A", "Annual report", "2019", date(2020, 3, 31), "due", ""],
            ["A", "Annual report", "2020", date(2021, 3, 31), "due", ""],
        ],
        "Meetings": [
            [
                *("ID", "Title", "Start", "End", "Status", "City", "Organisers", "Agenda"),
                *("Link", "Sources"),
            ],
            [
                *("m", "Talks", date(2018, 6, 27), "2018-06", "held", "Jeju", "A\nNATCOM"),
                *("One; two\nThree", "https://example.org/m", "film"),
            ],
            ["n", "x", "2031", "", "planned", "", "", "", "", ""],
        ],
        "Sources": [
            ["ID", "Title", "Publisher", "Date", "URL", "Cited by"],
            ["book", "A book", "A Press", "2018-11", "", "centre A"],
            ["film", "A film", "", "", "https://example.org/film", "meeting m"],
            ["", "", "", "", "https://example.org/a", "centre A"],
        ],
    }


def test_workbook_has_neither_contacts_nor_extra_keys(c2c: Program) -> None:
    c2c.write(FULL)
    text = "".join(parts(written(c2c, *DAY)).values())
    assert re.findall("Kim|Director|kim@|budget|1234567|cost|7654321|secret|LATER", text) == []


def test_new_registry_has_all_headings_and_no_rows(c2c: Program) -> None:
    c2c("init")
    found = sheets(written(c2c, *DAY))
    assert {name: len(rows) for name, rows in found.items()} == dict.fromkeys(
        ("Centres", "Events", "Agreements", "Obligations", "Meetings", "Sources"), 1
    )
    assert found["Events"] == [
        ["Centre", "Event", "Date", "Until", "Term", "Covers", "Note", "Sources"]
    ]
    assert found["Agreements"][0][-4:] == [
        *("State as of 2020-01-01", "Evaluated", "In force", "Computed from the term")
    ]


def test_states_are_coloured_and_addresses_are_links(c2c: Program) -> None:
    c2c.write(FULL)
    found = parts(written(c2c, *DAY))
    styles = found["xl/styles.xml"]
    fills = re.findall('<fgColor rgb="FF([0-9A-F]{6})"/>', styles)
    by_style = [
        fills[int(number) - 2] if int(number) > 1 else ""
        for number in re.findall(r'<xf [^>]*fillId="(\d+)"', styles.partition("<cellXfs")[2])
    ]

    def colours(number: int, column: str) -> list[str]:
        cells = re.findall(
            rf'<c r="{column}[0-9]+" s="([0-9]+)"', found[f"xl/worksheets/sheet{number}.xml"]
        )
        return [by_style[int(style)] for style in cells[1:]]

    assert colours(1, "F") == ["DDF0DD", "EDEDED", "EDEDED"]  # operating, closed, unknown
    assert colours(1, "E") == [""]
    assert colours(3, "I") == ["FFF2CC", "EDEDED", "EDEDED"]  # review due, none
    assert colours(4, "E") == ["F8D7DA", "DDF0DD", "DCEBF7", "DCEBF7"]  # missing, met, due
    assert colours(5, "E") == ["DDF0DD", "DCEBF7"]  # held, planned
    linked = {
        number: re.findall(
            '<hyperlink ref="([A-Z0-9]+)"', found[f"xl/worksheets/sheet{number}.xml"]
        )
        for number in range(1, 7)
    }
    assert linked == {1: ["L2"], 2: [], 3: [], 4: [], 5: ["I2"], 6: ["E3", "E4"]}


@pytest.mark.parametrize("colour", ["DDF0DD", "DCEBF7", "FFF2CC", "F8D7DA", "EDEDED"])
def test_text_on_the_colour_of_a_state_is_legible(colour: str) -> None:
    assert _contrast(colour, "000000") > 7
    assert _contrast("FFFFFF", "0563C1") > 4.5


def _contrast(background: str, text: str) -> float:
    """Return the contrast of two colours, as in WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    return (luminance(background) + 0.05) / (luminance(text) + 0.05)


@pytest.mark.parametrize(
    ("name", "foot", "title"),
    [
        ("Water & Culture", "Water && Culture", "Water & Culture"),
        ("R&G &[Picture] &P", "R&&\u2060G &&\u2060[Picture] &&P", "R&G &[Picture] &P"),
        ("a\u0001b\ufffec", "a b c", "a b c"),
        ("_x0041_ <b>", "_x0041_ <b>", "_x0041_ <b>"),
        ("x" * 300, "x" * 79 + "…", "x" * 234 + "…"),
        ("&G" * 300, "&&\u2060G" * 39 + "&&…", "&G" * 117 + "…"),
        ("👍" * 300, "👍" * 39 + "…", "👍" * 117 + "…"),
    ],
)
def test_name_of_the_network_is_exact_in_the_properties_and_at_the_foot(
    c2c: Program, name: str, foot: str, title: str
) -> None:
    c2c.write(record("network", name=name, publisher=name).replace("[[", "[").replace("]]", "]"))
    c2c.write("schema = 1\n" + (c2c.folder / "data/centres.toml").read_text())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = parts(written(c2c, *DAY))
    core = tree(found["docProps/core.xml"])
    texts = {element.tag.rpartition("}")[2]: element.text or "" for element in core}
    assert texts["title"] == f"{title}, as of 2020-01-01"
    assert len(texts["creator"].encode("utf-16-le")) <= 2 * 255
    for number in range(1, 7):
        sheet = tree(found[f"xl/worksheets/sheet{number}.xml"])
        (footer,) = (one.text for one in sheet.iter() if one.tag.endswith("oddFooter"))
        assert footer == f"&L{foot}, as of 2020-01-01&C&A&R&P / &N"
        assert len(footer.encode("utf-16-le")) <= 2 * 255


HOSTILE = [
    *("=1+1", "+1", "@x", "_x0041_", "<r><t>a</t></r>", "\x1b[31m\x9b", "a\u202eb", "'=1", " x "),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_exact_and_never_a_formula(c2c: Program, text: str) -> None:
    registry = SMALL + centre("A", name=text, city=text, note=text, names={"ko": text})
    registry += event("signed", "2014", note=text) + meeting(title=text, agenda=[text, text])
    c2c.write(registry + record("source", id="s", title=text, note=text))
    content = written(c2c, *DAY)
    found = sheets(content)
    centre_row = dict(zip(*found["Centres"], strict=True))
    assert [centre_row[name] for name in ("Name", "City", "Note", "Names")] == [
        *(text, text, text, f"ko={text}")
    ]
    assert dict(zip(*found["Events"], strict=True))["Note"] == text
    assert dict(zip(*found["Meetings"], strict=True))["Agenda"] == f"{text}\n{text}"
    assert dict(zip(*found["Sources"], strict=True))["Title"] == text
    assert not [name for name, xml in parts(content).items() if "<f>" in xml]


@pytest.mark.parametrize(
    ("address", "is_link"),
    [
        ("https://a.example/x?y=1&z=%EA%B0%80#top", True),
        ("http://a.example:80", True),
        ("https://a.example/_x0041_", True),
        (f"https://a.example/{'x' * 2061}", True),
        (f"https://a.example/{'x' * 2062}", False),
        (f"https://a.example/{'x' * 3000}", False),
        ("https://a.example/가", False),
        ("https://a.example/%zz", False),
        ("https://a.example/#a#b", False),
        ("https://[::1/", False),
        ("ftp://a.example/", False),
    ],
)
def test_address_is_exact_and_a_link_if_excel_accepts_it(
    c2c: Program, address: str, is_link: bool
) -> None:
    c2c.write(SMALL + meeting(sources=["s"]) + record("source", id="s", title="x", url=address))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        content = written(c2c, *DAY)
    assert dict(zip(*sheets(content)["Sources"], strict=True))["URL"] == address
    assert ("<hyperlink " in parts(content)["xl/worksheets/sheet6.xml"]) == is_link


def test_days_of_any_year_are_kept(c2c: Program) -> None:
    days = ["1000-01-01", "1900-12-31", "1901-01-01", "9999-12-31"]
    c2c.write(SMALL + "".join(meeting(day, start=day, status="planned") for day in days))
    rows = sheets(written(c2c, *DAY))["Meetings"]
    assert [row[2] for row in rows[1:]] == [
        *("1000-01-01", "1900-12-31", date(1901, 1, 1), date(9999, 12, 31))
    ]


def test_event_that_may_have_happened_is_listed_but_changes_no_status(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", "proposed:2010", "opened:2018", "closed:2019..2025"))
    found = sheets(written(c2c, "--as-of", "2018-06-01"))
    assert [row[1] for row in found["Events"]] == ["Event", "proposed", "opened"]
    assert found["Centres"][1][4] == "proposed"
    assert found["Centres"][0][4:] == ["Status as of 2018-06-01", "Proposed"]
    assert len(sheets(written(c2c, "--as-of", "2020-06-01"))["Events"]) == 4


def test_many_records_that_cite_a_source_are_counted(c2c: Program) -> None:
    url = "https://example.org/all"
    c2c.write(SMALL + "".join(centre(f"C{number}", sources=[url]) for number in range(25)))
    ((_, _), (address, cited)) = sheets(written(c2c, *DAY))["Sources"]
    assert address == url
    assert cited.split("\n") == [*(f"centre C{number}" for number in range(20)), "and 5 more"]


def test_source_that_only_later_records_cite_is_omitted(c2c: Program) -> None:
    c2c.write(
        SMALL
        + record("source", id="early", title="E")
        + record("source", id="late", title="L")
        + record("source", id="uncited", title="U")
        + centre("A")
        + event("proposed", "2010", sources=["early"])
        + event("approved", "2015", sources=["early", "late", "https://example.org/late"])
        + centre("B", "proposed:2016", sources=["early"])
        + meeting("m", start="2016", sources=["late"])
    )
    found = sheets(written(c2c, "--as-of", "2012"))["Sources"]
    assert found == [
        ["ID", "Title", "Cited by"],
        ["early", "E", "centre A"],
        ["uncited", "U", ""],
    ]


def test_value_that_no_cell_can_contain_is_refused(c2c: Program) -> None:
    c2c.write(SMALL + centre("A", note="x" * 32767))
    written(c2c)
    (c2c.folder / "x.xlsx").unlink()
    for note in ("x" * 32768, "\ufffe"):
        c2c.write(SMALL + centre("A", note=note))
        run = c2c("report", "--output", "x.xlsx", code=5)
        assert run.err == (
            'c2c: error: cannot write a workbook: the value of "A" in column Note of sheet Centres has more than 32767 '
            "characters, or contains U+FFFE or U+FFFF\n"
        )
        assert not (c2c.folder / "x.xlsx").exists()


def test_the_same_registry_and_day_give_the_same_bytes(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    c2c.write(FULL)
    first = written(c2c, *DAY)
    assert written(c2c, *DAY) == first
    assert written(c2c, "--as-of", "2020-01-02") != first
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert written(c2c, *DAY) != first


@pytest.mark.parametrize("option", ["--year 2018", "--no-open-questions", "--no-notes"])
def test_options_of_the_annual_report_are_refused(c2c: Program, option: str) -> None:
    c2c.write(FULL)
    name = option.partition(" ")[0]
    for output in (("--output", "x.xlsx"), ("--format", "xlsx")):
        assert c2c("report", *option.split(), *output, code=2) == (
            *(2, ""),
            f"c2c: error: {name} cannot be used with a workbook, which contains the whole registry; omit {name}\n",
        )
    assert not (c2c.folder / "x.xlsx").exists()


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ("--no-header", 'unknown option "--no-header"; see c2c report --help'),
        ("--columns id", 'unknown option "--columns"; see c2c report --help'),
        (
            "--format html",
            "--format html cannot be used with --output x.xlsx; omit --format",
        ),
    ],
)
def test_options_of_tables_and_other_formats_are_refused(
    c2c: Program, args: str, message: str
) -> None:
    c2c.write(FULL)
    assert c2c("report", "--output", "x.xlsx", *args.split(), code=2).err == (
        f"c2c: error: {message}\n"
    )


def test_workbook_is_not_written_to_a_terminal(c2c: Program) -> None:
    c2c.write(FULL)
    run = c2c("report", "--format", "xlsx", terminal=True, code=5)
    assert run.out == ""
    assert without_colours(run.err) == (
        "c2c: error: cannot write binary data to a terminal; use --output FILE\n"
    )


@pytest.mark.parametrize("registry", ["centres", "world"])
def test_bundled_registries_have_a_row_for_each_record(c2c: Program, registry: str) -> None:
    file = ROOT / f"data/{registry}.toml"
    text = "\n" + file.read_text("utf-8")
    found = sheets(written(c2c, "--data", str(file), "--as-of", "2100-01-01"))
    for sheet, table in (
        ("Centres", "centre"),
        ("Events", "centre.event"),
        ("Meetings", "meeting"),
    ):
        assert len(found[sheet]) - 1 == text.count(f"\n[[{table}]]\n")
    assert len(found["Agreements"]) == len(found["Centres"])
    assert len(found["Sources"]) > text.count("\n[[source]]\n")
    assert all(len({*rows[0]}) == len(rows[0]) for rows in found.values())
