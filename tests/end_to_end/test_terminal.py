"""A real pseudo-terminal: nothing is lost and nothing is wider than it, whatever its width."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from rich.cells import cell_len

from c2c_cli.store.load import load_registry
from c2c_cli.store.locate import bundled_registry
from conftest import SMALL, Program

PROGRAM = str(Path(sys.executable).parent / "c2c")
REGISTRY = load_registry(str(bundled_registry()))


def at_terminal(*args: str, columns: int, home: Path, **env: str) -> tuple[int, str]:
    """Run the installed program at a terminal of that width; return its exit code and what the terminal got."""
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    settings = {"HOME": str(home), "PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **env}
    with subprocess.Popen(
        [PROGRAM, *args], stdin=terminal, stdout=terminal, stderr=terminal, cwd=home, env=settings
    ) as process:
        os.close(terminal)
        got = b""
        while True:
            try:
                part = os.read(controller, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            got += part
    os.close(controller)
    return process.returncode, got.decode().replace("\r\n", "\n")


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def cells(text: str) -> list[str]:
    """Return the texts of a table's or its blocks' columns, each put together from its lines, without white space."""
    header, rule, *rows = text.split("\n")
    if not re.fullmatch("─+", rule):
        return ["".join(text.split())]
    starts = [found.start() for found in re.finditer(r"\S+", header)]
    columns = ["" for _ in starts]
    for row in rows:
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], None], strict=True)):
            columns[number] += "".join(row[start:end].split())
    return columns


WIDTHS = (40, 59, 60, 80, 100, 200)


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("command", ["list", "sectors", "meetings", "cadence", "show ICDH ICHCAP 2018-11 KNCU"])
def test_no_line_is_wider_than_the_terminal(command: str, columns: int, tmp_path: Path) -> None:
    code, text = at_terminal(*command.split(), columns=columns, home=tmp_path)
    assert code == 0
    assert max(cell_len(line) for line in plain(text).split("\n")) <= columns


@pytest.mark.parametrize("columns", WIDTHS)
def test_every_id_and_name_is_there_whole(columns: int, tmp_path: Path) -> None:
    centres = cells(plain(at_terminal("list", columns=columns, home=tmp_path)[1]))
    for centre in REGISTRY.centre:
        for text in (centre.id, centre.name, centre.city or ""):
            assert any("".join(text.split()) in column for column in centres), text
    meetings = cells(plain(at_terminal("meetings", columns=columns, home=tmp_path)[1]))
    for meeting in REGISTRY.meeting:
        for text in (meeting.id, meeting.title, str(meeting.start), meeting.status):
            assert any("".join(text.split()) in column for column in meetings), text


@pytest.mark.parametrize("columns", WIDTHS)
def test_every_fact_of_a_centre_is_there_whole(columns: int, tmp_path: Path) -> None:
    shown = "".join(plain(at_terminal("show", "APCEIU", "ICHCAP", columns=columns, home=tmp_path)[1]).split())
    shown = re.sub("note|sources", "", shown)
    for centre in REGISTRY.centre[:2]:
        for text in (centre.name, *(centre.names or {}).values(), centre.note or "", *centre.event[0].sources):
            assert re.sub("note|sources", "", "".join(text.split())) in shown, text


@pytest.mark.parametrize("columns", [60, 80, 100])
def test_words_break_between_words_only(columns: int, tmp_path: Path) -> None:
    text = plain(at_terminal("list", columns=columns, home=tmp_path)[1])
    known = {word for centre in REGISTRY.centre for word in (*centre.name.split(), centre.id, centre.city, "operating")}
    shown = {word for line in text.split("\n")[2:-2] for word in line.split()}
    assert shown - known <= {"ED", "CLT", "SC", "SHS", "CI", "7", "centres,", "country", "KR"}


def test_korean_names_are_aligned(tmp_path: Path) -> None:
    text = plain(at_terminal("list", "--lang", "ko", columns=120, home=tmp_path)[1])
    header, _, *rows = text.split("\n")
    cities = [str(centre.city) for centre in REGISTRY.centre]
    for city, row in zip(cities, rows, strict=False):
        assert cell_len(row[: row.rindex(city)]) == header.index("city")


def test_states_are_told_by_word_and_colour(tmp_path: Path) -> None:
    assert "\x1b[32moperating\x1b[0m" in at_terminal("list", columns=100, home=tmp_path)[1]
    for setting in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in at_terminal("list", columns=100, home=tmp_path, **setting)[1]
    assert "\x1b" in at_terminal("list", columns=100, home=tmp_path, NO_COLOR="")[1]


def test_columns_in_the_environment_win(tmp_path: Path) -> None:
    text = plain(at_terminal("list", columns=100, home=tmp_path, COLUMNS="70")[1])
    assert max(map(len, text.split("\n"))) <= 70


def test_a_table_of_many_rows_says_that_it_takes_a_while(c2c: Program) -> None:
    meeting = '[[meeting]]\nid = "M{}"\ntitle = "x"\nstart = 2018\nstatus = "held"\n'
    c2c.write(SMALL + "".join(meeting.format(number) for number in range(1001)))
    run = c2c("meetings", "--format", "table")
    assert run.err == (
        "c2c: a table of 1001 meetings takes a while; "
        "a filter makes it fewer, --format tsv is faster, Ctrl-C stops it\n"
    )
    assert run.out.count("\n") == 1003
    assert c2c("meetings").err == ""


def test_a_terminal_without_lines_gets_a_rule_of_hyphens(tmp_path: Path) -> None:
    _, text = at_terminal("list", "--lang", "ko", columns=200, home=tmp_path, PYTHONIOENCODING="ascii")
    assert plain(text).split("\n")[1].strip("-") == ""
    assert "\\uc720\\ub124" in text


def test_many_columns_make_blocks_where_a_table_would_break_words(tmp_path: Path) -> None:
    _, text = at_terminal("list", "--columns", "id,website,event,name,host,sector", "ICDH", columns=80, home=tmp_path)
    assert plain(text) == (
        "id       ICDH\n"
        "website  https://www.unescoicdh.org\n"
        "event    approved=2017-11-06, signed=2019-07-12, opened=2020-06-26,\n"
        "         renewed=2025-12-23\n"
        "name     International Centre for Documentary Heritage\n"
        "host     National Archives of Korea\n"
        "sector   communication-information\n"
    )


@pytest.mark.parametrize(("columns", "blocks"), [("59", True), ("60", False)])
def test_below_sixty_columns_each_record_is_a_block(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, columns: str, blocks: bool
) -> None:
    c2c.write(SMALL + '[[centre]]\nid = "A"\nname = "x"\nsector = "culture"\ncountry = "KR"\n')
    monkeypatch.setenv("COLUMNS", columns)
    assert c2c("list", "--format", "table").out.startswith("id      A\n" if blocks else "id  name  sector")
