"""Output in a real pseudo-terminal: complete, and never wider than the terminal."""

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import bundled_registry
from samples import PROGRAM, at_terminal, ended, without_colours

pytestmark = [pytest.mark.process, pytest.mark.posix]

REGISTRY = load_registry(str(bundled_registry()))


def shown(*args: str, columns: int, home: Path, **env: str) -> str:
    """Return the output for a terminal of the given width."""
    code, text = ended(
        at_terminal(home, PROGRAM, *args, columns=columns, **{"NO_COLOR": "", **env})
    )
    assert code == 0
    return text


def cells(text: str) -> list[str]:
    """Return the columns of a table or its blocks, joined from their lines, without white space."""
    _, _, header, rule, *rows = text.split("\n")
    if not re.fullmatch("━+", rule):
        return ["".join(text.split())]
    starts = [found.start() for found in re.finditer(r"\S+", header)]
    columns = ["" for _ in starts]
    for row in rows:
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], None], strict=True)):
            columns[number] += "".join(row[start:end].split())
    return columns


WIDTHS = (40, 59, 60, 80, 100, 200)


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize(
    "command", ["list", "sectors", "meetings", "cadence", "show ICDH ICHCAP 2018-11 KNCU"]
)
def test_no_line_is_wider_than_the_terminal(command: str, columns: int, tmp_path: Path) -> None:
    text = shown(*command.split(), columns=columns, home=tmp_path)
    assert max(cell_len(line) for line in without_colours(text).split("\n")) <= columns


@pytest.mark.parametrize("columns", WIDTHS)
def test_ids_and_names_are_not_truncated(columns: int, tmp_path: Path) -> None:
    centres = cells(without_colours(shown("list", columns=columns, home=tmp_path)))
    for centre in REGISTRY.centre:
        for text in (centre.id, centre.name, centre.city or ""):
            assert any("".join(text.split()) in column for column in centres), text
    meetings = cells(without_colours(shown("meetings", columns=columns, home=tmp_path)))
    for meeting in REGISTRY.meeting:
        for text in (meeting.id, meeting.title, str(meeting.start), meeting.status):
            assert any("".join(text.split()) in column for column in meetings), text


@pytest.mark.parametrize("columns", WIDTHS)
def test_values_of_a_centre_are_not_truncated(columns: int, tmp_path: Path) -> None:
    text = "".join(
        without_colours(shown("show", "APCEIU", "ICHCAP", columns=columns, home=tmp_path)).split()
    )
    text = re.sub("note|sources", "", text)
    for centre in REGISTRY.centre[:2]:
        for fact in (
            centre.name,
            *(centre.names or {}).values(),
            centre.note or "",
            *centre.event[0].sources,
        ):
            assert re.sub("note|sources", "", "".join(fact.split())) in text, fact


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_lines_break_only_between_words(columns: int, tmp_path: Path) -> None:
    text = without_colours(shown("list", columns=columns, home=tmp_path))
    known = {
        word
        for centre in REGISTRY.centre
        for word in (*centre.name.split(), centre.id, centre.city, "operating")
    }
    words = {word for line in text.split("\n")[4:-2] for word in line.split()}
    assert words - known <= {"ED", "CLT", "SC", "SHS", "CI", "7", "centres:", "●", "·"}


def test_korean_names_are_aligned(tmp_path: Path) -> None:
    text = without_colours(shown("list", "--lang", "ko", columns=119, home=tmp_path))
    _, _, header, _, *rows = text.split("\n")
    cities = [str(centre.city) for centre in REGISTRY.centre]
    for city, row in zip(cities, rows, strict=False):
        assert cell_len(row[: row.rindex(city)]) == header.index("City")


def test_states_are_shown_by_word_and_colour(tmp_path: Path) -> None:
    assert "\x1b[32m●\x1b[0m operating" in shown("list", columns=100, home=tmp_path)
    for setting in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in shown("list", columns=100, home=tmp_path, **setting)
    assert "\x1b" in shown("list", columns=100, home=tmp_path, NO_COLOR="")


def test_columns_variable_overrides_the_terminal_width(tmp_path: Path) -> None:
    text = without_colours(shown("list", columns=100, home=tmp_path, COLUMNS="70"))
    assert max(map(len, text.split("\n"))) <= 70


def test_terminal_without_line_characters_gets_ascii_characters(tmp_path: Path) -> None:
    text = shown("list", "--lang", "ko", columns=200, home=tmp_path, PYTHONIOENCODING="ascii")
    assert without_colours(text).split("\n")[3].strip("=") == ""
    assert "\\uc720\\ub124" in text


def test_table_that_would_break_words_becomes_blocks(tmp_path: Path) -> None:
    text = shown(
        "list",
        "--columns",
        "id,website,event,name,host,sector",
        "ICDH",
        "--as-of",
        "2026-11-25",
        columns=80,
        home=tmp_path,
    )
    assert without_colours(text) == (
        'Centres matching "ICDH": Republic of Korea, as of 2026-11-25\n\n'
        "ID       ICDH\n"
        "Website  https://www.unescoicdh.org\n"
        "Event    proposed=2017-03, decided=2017-10-13, approved=2017-11-06,\n"
        "         signed=2019-07-12, opened=2020-06-26, work-plan=2022-12-14,\n"
        "         annual-report=2022-12-14, renewed=2025-12-23\n"
        "Name     International Centre for Documentary Heritage\n"
        "Host     National Archives of Korea\n"
        "Sector   communication-information\n"
        "\n1 centre: 1 operating\n"
    )
