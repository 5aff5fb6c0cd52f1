"""Random files: documented exit codes, no terminal control sequences, and no writes.

`pytest --hypothesis-profile=long tests/end_to_end/test_any_file.py` searches longer, with random
examples.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run, run
from samples import ROOT, SMALL, drives

SHIPPED = (ROOT / "data/centres.toml").read_text()
OTHER = (
    SMALL
    + '[[centre]]\nid = "ICDH"\nname = "x"\nsector = "culture"\ncountry = "KR"\nnames.ko = "가"\n'
    + 'event = [{ kind = "opened", date = "2018-11" }, { kind = "signed", until = 2020 }]\nnote = """a\n# b\n"""\n'
    + '[[cadence]]\nkind = "heads"\nname = "x"\nlevel = "heads"\nper_year = 1\nsince = 2018\n'
    + "[[meeting]]\r\nid = '2018-11'\r\ntitle = 'x'\r\nstart = 2018\r\nstatus = 'planned'\r\n"
    + "agenda = [\r\n  'a', # b\r\n]\r\n"
)
VALUES = (
    *(
        '"x"',
        "1",
        "true",
        "2018-11",
        "[1]",
        "{a=1}",
        '"""a\nb"""',
        "“x”",
        "'y'",
        "[",
        "2018-01-01",
        '""',
        "nan",
        "-1",
    ),
    *(
        "{",
        '"\\u001b[31m"',
        '[["a"]]',
        '{ko="x"}',
        '"2018-13"',
        "0x1F",
        '"ICDH"',
        '"2018-06"',
        "9" * 5000,
        '"a\\tb"',
        "2018-11-00",
    ),
    *(
        "20 November 2018",
        "2018–11",
        "0000-01-01",
        "(1)",
        '"a", "b"',
        "https://x.org/#a",
        "tba",
        "{1, 2}",
    ),
)
LINES = (
    *(
        "[[centre]]",
        "[centre]",
        "[[meeting]]",
        "x = 1",
        "[[centre.event]]",
        "[network]",
        "schema = 2",
        "[a.b]",
        "]",
    ),
    *(
        "centre = []",
        'names.ko = "x"',
        'event = [{kind="opened"}]',
        "[[center]]",
        "[[centre]",
        '"""',
        "# x",
        "",
    ),
    *(
        "// x",
        "-- x",
        "- x",
        "city: x",
        "x[[centre]]",
        "(centre)",
        "a.b.c = 1",
        "[centre.a.b]",
        "<<<<<<< a",
        "|||||||",
    ),
)
CHARACTERS = "\"'[]{}=#\\,.-\x00\x1b\u202e\u200b \t\r\n가é\ufeff0179:;/%<>*(“”–"


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Draw a registry with some lines, values, characters and bytes replaced."""
    lines = draw(st.sampled_from((SHIPPED, OTHER))).split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        change = draw(st.sampled_from(("line", "value", "character", "copy", "cut", "swap")))
        line = lines[at]
        if change == "line":
            lines.insert(at, draw(st.sampled_from(LINES)))
        elif change == "value" and "=" in line:
            lines[at] = f"{line.partition('=')[0]}= {draw(st.sampled_from(VALUES))}"
        elif change == "character" and line:
            place = draw(st.integers(0, len(line) - 1))
            lines[at] = (
                line[:place]
                + draw(st.sampled_from(CHARACTERS))
                + line[place + draw(st.integers(0, 1)) :]
            )
        elif change == "copy":
            lines[at:at] = lines[at : at + draw(st.integers(1, 12))]
        elif change == "cut":
            lines[at : at + draw(st.integers(1, 12))] = [""]
        elif change == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], line
    content = bytearray("\n".join(lines).encode())
    for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2)))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    return bytes(
        content[: draw(st.integers(0, len(content)))] if draw(st.integers(0, 9)) == 0 else content
    )


COMMANDS = (
    ("list",),
    ("meetings", "--format", "table"),
    ("cadence", "--format", "json"),
    ("add", "event", "ICDH", "closed", "--dry-run"),
    ("edit", "meeting", "2018-11", "--status", "held", "--agenda", "x", "--city", "", "--dry-run"),
)


def at_terminal(*args: str) -> Run:
    return run(*args, terminal=True, NO_COLOR="1", COLUMNS="2000", C2C_DEBUG="1")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any") / "any.toml"


@pytest.mark.parametrize("text", [SHIPPED, OTHER])
def test_original_files_are_valid(file: Path, text: str) -> None:
    file.write_bytes(text.encode())
    assert at_terminal("check", str(file)).code == 0


@given(content=files())
def test_any_file_gives_a_documented_result(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    checked = at_terminal("check", "--as-of", "2026-11-23", str(file))
    assert checked.code in {0, 1}
    errors = [
        line
        for line in checked.out.splitlines()
        if line.startswith(f"{file}:") and ": error: " in line
    ]
    assert bool(errors) == checked.code
    for command in COMMANDS:
        ended = at_terminal(*command, "--data", str(file))
        if errors:
            assert (ended.code, ended.out) == (3, "")
            assert ended.err.splitlines()[:-1] == errors
        else:
            assert ended.code in {0, 2, 4, 5}
        assert drives(ended.out + ended.err, "\n\t") == []
        assert file.read_bytes() == content
    assert drives(checked.out + checked.err, "\n\t") == []
