"""Tables within the width of a terminal, printed in this process."""

import pytest

from conftest import Program
from samples import SMALL, centre, meeting


@pytest.mark.parametrize(("columns", "blocks"), [("59", True), ("60", False)])
def test_records_are_blocks_below_sixty_columns(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, columns: str, blocks: bool
) -> None:
    c2c.write(SMALL + centre())
    monkeypatch.setenv("COLUMNS", columns)
    out = c2c("sectors", "--as-of", "2026-01-01", "--format", "table").out
    assert out.startswith(
        "Sectors as of 2026-01-01\n\n"
        + ("ID       culture\nCode     CLT\n" if blocks else "ID         Code  Name")
    )


def test_long_list_has_a_section_for_each_sector(
    c2c: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    c2c.write(
        SMALL
        + "".join(
            centre(f"C{number}", city="y", sector=("culture", "education")[number % 2])
            for number in range(41)
        )
    )
    lines = c2c("list", "--as-of", "2026", "--format", "table").out.splitlines()
    assert lines[:7] == [
        "Centres: Republic of Korea, as of 2026-12-31",
        "",
        "ID   Name  City  Status",
        "━━━━━━━━━━━━━━━━━━━━━━━━━━",
        "Culture (21) ─────────────",
        "C0   x     y     ? unknown",
        "C2   x     y     ? unknown",
    ]
    assert lines[25:28] == [
        "C40  x     y     ? unknown",
        "Education (20) ───────────",
        "C1   x     y     ? unknown",
    ]
    assert lines[-2:] == ["", "41 centres: 41 unknown"]
    for option in (("--sort", "id"), ("--columns", "id,sector")):
        assert "──" not in c2c("list", *option, "--format", "table").out


def test_columns_are_as_wide_as_saves_lines(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    words = " ".join(["words"] * 15)
    c2c.write(
        SMALL
        + "".join(
            meeting(f"m{n}", city="aaaaa bbbbb" if n == 1 else None, note=words) for n in range(4)
        )
    )
    assert c2c("meetings", "--columns", "id,city,note", "--format", "table").out == (
        "Meetings\n"
        "\n"
        "ID  City         Note\n"
        "━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━\n"
        "m0               words words words words words words words\n"
        "                 words words words words words words words\n"
        "                 words\n"
        "m1  aaaaa bbbbb  words words words words words words words\n"
        "                 words words words words words words words\n"
        "                 words\n"
        "m2               words words words words words words words\n"
        "                 words words words words words words words\n"
        "                 words\n"
        "m3               words words words words words words words\n"
        "                 words words words words words words words\n"
        "                 words\n"
        "\n"
        "4 meetings: 4 held\n"
    )


CELLS = {
    "blanks": "a" + " " * 50_000 + "b",
    "word": "x" * 50_000,
    "words": "lorem ipsum " * 4_500,
    "hyphens": "a-" * 25_000,
    "lines": "a\\n" * 25_000,
    "escapes": "\\u001b" * 10_000,
    "invisible": "a" + "\\u200b" * 10_000,
    "hangul": "유네스코" * 12_500,
    "combining": "e" + "\u0301" * 50_000,
}


@pytest.mark.parametrize("columns", ["", "80"])
@pytest.mark.parametrize("name", CELLS)
def test_huge_cells_are_drawn_in_full(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, name: str, columns: str
) -> None:
    """This would take minutes if the time grew faster than the length."""
    monkeypatch.setenv("COLUMNS", columns)
    many = "".join(centre(f"C{number}") for number in range(50))
    c2c.write(f'{SMALL}{centre()}note = "{CELLS[name]}"\n{many}')
    shown = c2c("list", "--columns", "note,id", "--format", "table").out
    expected = CELLS[name].replace("\\n", "\n").replace("\\u", "\\u")
    counted = [
        character
        for character in dict.fromkeys("".join(expected.split()))
        if not character.isascii()
    ]
    for character in counted or ["x"]:
        assert shown.count(character) == expected.count(character)


def test_column_without_values_is_omitted_unless_it_is_chosen(c2c: Program) -> None:
    c2c.write(SMALL + centre("A"))
    as_table = ("list", "--as-of", "2026", "--format", "table")
    assert c2c(*as_table).out.splitlines()[2] == "ID  Name  Sector  Status"
    assert c2c(*as_table, "--columns", "id,city").out.splitlines()[2:5] == [
        "ID  City",
        "━━━━━━━━",
        "A",
    ]
    assert c2c(*as_table, "--no-header").out == "A  x  CLT  ? unknown\n"


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_tables_are_in_ascii_in_the_c_locale_but_data_in_utf_8(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, locale: str
) -> None:
    c2c.write(SMALL + centre(name="센터 ●"))
    for name in ("PYTHONUTF8", "PYTHONIOENCODING"):
        monkeypatch.delenv(name, raising=False)
    list_ = ("list", "--columns", "name,status", "--format")
    monkeypatch.setenv("LC_ALL", locale)
    table = c2c(*list_, "table").out
    assert "=====" in table
    assert "\\uc13c\\ud130 *  ? unknown\n" in table
    assert c2c(*list_, "tsv").out == "센터 ●\tunknown\n"
    assert c2c("show", "센터", code=4).err.startswith(
        'c2c: error: unknown record "\\uc13c\\ud130"; '
    )
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    assert "센터 ●  ? unknown\n" in c2c(*list_, "table").out
    monkeypatch.delenv("PYTHONIOENCODING")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "━━━━━" in c2c(*list_, "table").out
