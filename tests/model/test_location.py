"""Locations of centres: what is accepted, and that numbers stay as they were written."""

import json

import pytest

from conftest import Program
from samples import SMALL, centre, record

WRITTEN = centre("A").removesuffix("\n") + "\nlocation = [36.60, -127.490]\n"
RANGE = "out of range; write the latitude (-90 to 90) before the longitude (-180 to 180)"
TWO = "expected two numbers; use the latitude and the longitude, such as 36.64 and 127.49"
WORDS = "use the latitude and the longitude in degrees, such as 36.64,127.49"


def location_line(c2c: Program) -> str:
    text = (c2c.folder / "data/centres.toml").read_text()
    (line,) = [line for line in text.splitlines() if line.startswith("location = ")]
    return line


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ('"36.64,127.49"', "expected a list of two numbers, not a string; use [36.64, 127.49]"),
        ("36.64", "expected a list of two numbers, not a decimal number; use [36.64, 127.49]"),
        ("[]", TWO),
        ("[36.64]", TWO),
        ("[36.64, 127.49, 20]", TWO),
        ('[36.64, "127.49"]', TWO),
        ("[true, 127.49]", TWO),
        ("[90.01, 0]", RANGE),
        ("[127.49, 36.64]", RANGE),
        ("[0, -180.1]", RANGE),
        ("[nan, 0]", RANGE),
        ("[0, inf]", RANGE),
    ],
)
def test_invalid_locations_are_errors(c2c: Program, value: str, sentence: str) -> None:
    c2c.write(SMALL + centre("A").removesuffix("\n") + f"\nlocation = {value}\n")
    out = c2c("check", code=1).out
    assert out.endswith(f": error: [centre A] location: {sentence}\n")
    assert out.count("\n") == 1


@pytest.mark.parametrize("value", ["[90, -180]", "[-90.0, 180]", "[0, 0]", "[36.6, 127]"])
def test_valid_locations_are_accepted(c2c: Program, value: str) -> None:
    c2c.write(SMALL + centre("A").removesuffix("\n") + f"\nlocation = {value}\n")
    assert c2c("check").out == ""


def test_numbers_are_printed_and_imported_as_they_were_written(c2c: Program) -> None:
    c2c.write(SMALL + WRITTEN)
    assert c2c("show", "A").out.splitlines()[5] == "A\tlocation\t36.60,-127.490"
    assert "\nLocation  36.60,-127.490\n" in c2c("show", "A", "--format", "table").out
    assert c2c("list", "--columns", "location").out == "36.60,-127.490\n"
    for form in ("csv", "xlsx", "tsv", "toml"):
        file = f"rows.{form}"
        if form == "toml":
            c2c.write(WRITTEN, file)
        elif form == "tsv":
            c2c.write(
                c2c(
                    "list",
                    "--format",
                    form,
                    "--columns",
                    "id,name,sector,country,location",
                    "--header",
                ).out,
                file,
            )
        else:
            c2c(
                "list",
                "--format",
                form,
                "--output",
                file,
                "--columns",
                "id,name,sector,country,location",
            )
        c2c.write(SMALL)
        c2c("import", file)
        assert location_line(c2c) == "location = [36.60, -127.490]"
        c2c.write(SMALL + WRITTEN)
        (c2c.folder / file).unlink()


def test_json_has_a_list_of_numbers(c2c: Program) -> None:
    c2c.write(SMALL + WRITTEN)
    for command in (("list",), ("show", "A"), ("list", "--columns", "location")):
        (data,) = json.loads(c2c(*command, "--format", "json").out)
        assert data["location"] == [36.6, -127.49]
    c2c.write(
        '{"id": "A", "name": "x", "sector": "culture", "country": "KR", "location": [36.60, 1]}',
        "rows.json",
    )
    c2c.write(SMALL)
    c2c("import", "rows.json")
    assert location_line(c2c) == "location = [36.60, 1]"


def test_location_is_set_changed_and_removed(c2c: Program) -> None:
    c2c.write(SMALL + WRITTEN)
    c2c("edit", "centre", "A", "--city", "Seoul")
    assert location_line(c2c) == "location = [36.60, -127.490]"
    run = c2c("edit", "centre", "A", "--location", "-36.640, 127")
    assert "updated location (was 36.60,-127.490) of centre A" in run.err
    assert location_line(c2c) == "location = [-36.640, 127]"
    assert c2c("edit", "centre", "A", "--location", "").err
    assert c2c("list", "--columns", "location").out == "\n"


@pytest.mark.parametrize(
    "word",
    ["36.64", "36.64;127.49", "36,64,127,49", "36.64N,127.49E", ".5,1", "007,1", "1e1,1", "١,1"],
)
def test_words_that_are_no_locations_are_errors(c2c: Program, word: str) -> None:
    file = c2c.write(SMALL + WRITTEN)
    before = file.read_text()
    run = c2c("edit", "centre", "A", "--location", word, code=2)
    assert run.err == f'c2c: error: --location: invalid location "{word}"; {WORDS}\n'
    assert file.read_text() == before


def test_swapped_words_and_cells_are_errors(c2c: Program) -> None:
    c2c.write(SMALL + WRITTEN)
    run = c2c("edit", "centre", "A", "--location", "127.49,36.64", code=2)
    assert run.err == f"c2c: error: --location: {RANGE}\n"
    c2c.write('id,location\nA,"127.49,36.64"\nB,Seoul\n', "rows.csv")
    err = c2c("import", "rows.csv", "--update", "--as", "centre", code=3).err
    assert f"rows.csv:2: error: location (B2): {RANGE}\n" in err
    assert f"rows.csv:3: error: location (B3): {TWO}\n" in err


def test_sources_of_a_centre_are_references(c2c: Program) -> None:
    source = record("source", id="letter", title="A letter")
    c2c.write(SMALL + source + centre("A", sources=["https://example.org/a", "lettr"]))
    assert '[centre A] sources: unknown source "lettr"' in c2c("check", code=1).out
    c2c.write(SMALL + source + centre("A", sources=["https://example.org/a"]))
    c2c("edit", "centre", "A", "--sources", "+LETTER")
    assert c2c("list", "--columns", "sources").out == "https://example.org/a;letter\n"
    refusal = c2c("remove", "letter", code=5).err
    assert "it is still referenced by centre A" in refusal
    c2c("edit", "source", "letter", "--id", "note")
    assert c2c("list", "--columns", "sources").out == "https://example.org/a;note\n"


def test_report_cites_the_sources_of_a_note(c2c: Program) -> None:
    c2c.write(
        SMALL
        + centre("A", "opened:2010", note="Old.", sources=["https://example.org/a"])
        + centre("B", "opened:2010", note="Old.", sources=["https://example.org/b"])
        + centre("C", "opened:2010", sources=["https://example.org/c"])
    )
    out = c2c("report", "--year", "2018").out
    assert "- A, B: Old.[^1][^2]\n" in out
    assert "[^2]: <https://example.org/b>" in out
    assert "example.org/c" not in out
    page = c2c("report", "--year", "2018", "--format", "html").out
    assert 'href="#source-2"' in page
