"""Recovery from invalid TOML text, and its diagnostics."""

import re
import subprocess
from pathlib import Path

import pytest

from c2c_cli.toml import document
from conftest import Program
from samples import PROGRAM, SMALL, centre, drives, meeting, rule

CENTRE = centre()

RULES = "".join(rule("k", level="k", since=year, until=year) for year in range(1000, 10_000))
KINDS = "".join(
    rule(f"kind{number}", level="k", since=2000)
    + meeting(f"m{number}", start=2000, kind=f"wrong{number}")
    for number in range(1_000)
)
EVENTS = centre("A", *("renewed", "closed:2000") * 3_000)


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (b"a = " + b"[" * 200_000, "x:1:5: error: "),
        (b"a = " + b"{b=" * 100_000, "x:1:5: error: "),
        (b"[" * 200_000, "x:1:1: error: "),
        (
            b"a" + b".a" * 1_000 + b" = 1\n",
            "x:1:2005: error: lists or tables are nested too deeply",
        ),
        (b"[" + b"a." * 1_000 + b"a]\n", "x:1:1: error: invalid header"),
        (b"a 1\n" * 40_000, "x:1:3: error: "),
        (b"a = [1\n" * 40_000, "x:1:5: error: unclosed list"),
        (b'a = """\n' + b"b = 1\n" * 100_000, "x:1:5: error: unclosed string"),
        (b"a = '''\n" + SMALL.encode() * 1_000, "x:1:5: error: unclosed string"),
        (b"\0" * 1_000_000, "x:1:1: error: "),
        (b"schema = 1\n" + b"x = \0\n" * 10_000, "x:2:5: error: "),
        (b"a = " + b"9" * 1_000_000, "x:1:5: error: the number is too long"),
        (b"\xff\xfe" + "schema = 1\n".encode("utf-16-le"), "x:1:1: error: invalid UTF-8 byte 0xff"),
        (SMALL.encode() * 500, "x:19:1: error: [organisation NATCOM] schema: misplaced key"),
        (b"\r" * 100_000, "x:1:1: error: "),
        (b"x" * 1_000_000, "x:1:"),
        (b"x.y = 1\n" * 5_000, "x:1:1: error: "),
        (b"=" * 1_000_000, "x:1:1: error: "),
        (b"x = [" + b"=" * 1_000_000, "x:1:6: error: "),
        (b"x = " + b"#" * 1_000_000, "x:1:5: error: "),
        (b"x = " + b",]}'" * 300_000, "x:1:5: error: "),
        (
            f'{SMALL}x = "{"#,=]" * 100_000}"\n'.encode(),
            "x:19:1: error: [organisation NATCOM] x: unknown key",
        ),
        (
            f'{SMALL}names = {{ ko = "{"#,=]" * 100_000}", fr = 1 }}\n'.encode(),
            "x:19:400025: error: ",
        ),
        (
            f"{SMALL}names = {{ {', '.join(f'a{i} = 1' for i in range(3000))} }}\n".encode(),
            "x:19:16: error: [organisation NATCOM] names.a0",
        ),
        (f"{SMALL}[[meeting]]\nagenda = [{'[],' * 9_000}]\n".encode(), "x:19:1: error: "),
        (f'{SMALL}[[cadence]]\n"{"=" * 300_000}" = "x"\n'.encode(), "x:19:1: error: "),
        (f'{SMALL}[["{"]" * 300_000}"]]\n'.encode(), "x:19:1: error: "),
        ((SMALL + RULES).encode(), "x:19:1: warning: "),
        ((SMALL + KINDS).encode(), "x:19:1: warning: "),
        ((SMALL + EVENTS).encode(), "x:24:1: warning: "),
        (b"[[x]]\n" * 100_000, "x:1:1: error: [x] unknown table; "),
        (b"<<<<<<< a\nx = 1\n" * 40_000, "x:1:1: error: unresolved Git merge conflict; "),
    ],
    ids=range(32),
)
def test_broken_file_gives_diagnostics(c2c: Program, content: bytes, begins: str) -> None:
    Path("x").write_bytes(content)
    run = c2c("check", "x", code=None)
    assert run.code == (": error: " in run.out)
    assert run.out.startswith(begins)
    assert re.fullmatch(r"c2c: (\d+ errors?)?( and )?(\d+ warnings?)? in x\n", run.err)
    assert drives(run.out) == []


def test_number_of_syntax_errors_is_limited(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "MAX_ERRORS", 2)
    for text in ("a = \nb = \nc = \nd = \n", "[a]\n" * 4):
        c2c.write(text)
        messages = [line.partition(" error: ")[2] for line in c2c("check", code=1).out.splitlines()]
        assert messages[-1] == "too many errors to read the rest of the file; fix these first"
        assert len([line for line in messages if "unknown table" not in line]) == 3


def test_a_nested_list_is_not_a_header(c2c: Program) -> None:
    c2c.write(SMALL + meeting() + 'agenda = [\n  ["a"]\n]\nvenue = ""\n')
    assert [line.split(": ")[0] for line in c2c("check", code=1).out.splitlines()] == [
        "data/centres.toml:25:3",
        "data/centres.toml:27:9",
    ]


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ("foo.bar = 1\n", "24:1"),
        ('city.name = "y"\n', "24:13"),
        ('names.ko.x = "y"\n', "24:14"),
        ("[centre.foo.bar]\nx = 1\n", "24:1"),
        ("[[centre.foo.event]]\nx = 1\n", "24:1"),
        ('[[centre.event]]\nkind = "opened"\nsources = ["https://x"]\ndate.year = 2018\n', "27:13"),
        ('city = ""\nfoo.bar = 1\n[[x\n', "25:1"),
    ],
)
def test_a_value_of_a_dotted_key_has_its_own_place(c2c: Program, lines: str, place: str) -> None:
    c2c.write(SMALL + CENTRE + lines, "x.toml")
    assert f"x.toml:{place}: error: [centre A] " in c2c("check", "x.toml", code=1).out


@pytest.mark.parametrize(
    "mark",
    [
        "// the new centre",
        "-- new",
        "; new",
        "/* new */",
        "% new",
        "<!-- new -->",
        "- new",
        "* new",
        "-----",
        "]",
    ],
)
def test_stray_line_does_not_change_other_diagnostics(c2c: Program, mark: str) -> None:
    rest = CENTRE.partition("\n")[2]
    c2c.write(
        f'{SMALL}[[centre]]\n{mark}\n{rest}city = ""\nhosts = "x"\n[[centre.event]]\nkind = "opend"\n'
    )
    found = c2c("check", code=1).out.splitlines()
    assert [line.split(":")[1] for line in found if ": error: " in line] == ["20", "25", "26", "28"]


def test_mistakes_on_consecutive_lines_are_all_reported(c2c: Program) -> None:
    c2c.write(f'{SMALL}{CENTRE}city: "A"\nhost: "B"\nwebsite: "x"\n')
    found = c2c("check", code=1).out.splitlines()
    assert [line.split(":")[1] for line in found] == ["24", "25", "26"]
    assert found[1].endswith('missing "=" after the key; write host = …')


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            'names = {\n  ko : "x",\n  en = "y"\n}\n',
            ['25:6 missing "=" after the key; write ko = …'],
        ),
        ('names = {\n  ko = x,\n  en = "y"\n}\n', ['25:8 unquoted string; write ko = "x"']),
        (
            'city: [x]\nhost = ""\n',
            [
                '24:5 missing "=" after the key; write city = …',
                "25:8 [centre A] host: empty string; enter a value",
            ],
        ),
        (
            'note = """\nbad \\q\nAgenda: one\nmore: two\n"""\nhost = ""\n',
            [
                '25:7 invalid escape sequence; write a backslash as "\\\\"',
                "29:8 [centre A] host: empty string; enter a value",
            ],
        ),
        (
            'note = """\na\nb = 1 \x1b\n"""\nhost = ""\n',
            [
                "26:7 unexpected invisible character U+001B; remove it",
                "28:8 [centre A] host: empty string",
            ],
        ),
        ('note = """\na\n b = 1""" c\n', ["26:11 unexpected text after the value"]),
        ('names = ["the “Jikji” prize" "b"]\n', ['24:30 missing "," or "]" before this']),
        ('names = {ko = "x", en}\n', ['24:22 missing "=" after the key; write en = …']),
        (
            'names = {ko = "x", 한 = "y"}\n',
            ["24:20 invalid key; use only letters a to z, digits, _ and -"],
        ),
        ('cité = "x"\n', ["24:4 invalid key; use only letters a to z, digits, _ and -"]),
        ('ci*ty = "x"\n', ["24:3 invalid key; use only letters a to z, digits, _ and -"]),
        ('= "x"\n', ["24:1 invalid key; use only letters a to z, digits, _ and -"]),
        ("sources = [1 2]\n", ['24:14 missing "," or "]" before this']),
        ('website = https://x.y",\n', ['24:11 unquoted string; write website = "https://x.y"']),
        ('city = "x" // so\n', ["24:12 unexpected text after the value; start comments with #"]),
        (
            'title = "x"\nstatus = "operating"\nagenda = ["x"]\n',
            [
                "24:1 [centre A] title: unknown key; move it to extra, or remove it",
                "25:1 [centre A] status: a centre's status is derived from its events",
                "26:1 [centre A] agenda: unknown key; move it to extra, or remove it",
            ],
        ),
    ],
)
def test_each_mistake_has_its_hint(c2c: Program, lines: str, expected: list[str]) -> None:
    c2c.write(SMALL + CENTRE + lines)
    found = [
        line.split(":", 1)[1].replace(": error:", "")
        for line in c2c("check", code=1).out.splitlines()
    ]
    assert len(found) == len(expected), found
    for line, begins in zip(found, expected, strict=True):
        assert line.startswith(begins)


BACKSLASH = 'write a backslash as "\\\\"'
SURROGATE = "write the character itself"


@pytest.mark.parametrize(
    ("line", "column", "hint"),
    [
        (r'["\q"]', 5, BACKSLASH),
        (r'["\ud800"]', 9, SURROGATE),
        (r'["\U00110000"]', 13, SURROGATE),
        (r'["\u12"]', 5, BACKSLASH),
        (r'[["\x"]]', 6, BACKSLASH),
        (r'[["\q"]', 6, BACKSLASH),
        (r'["\q"', 5, BACKSLASH),
        (r'["\q', 5, BACKSLASH),
        (r'[a."\q"]', 7, BACKSLASH),
        (r'["\q".a]', 5, BACKSLASH),
        (r'["a" . "\x4g"]', 11, BACKSLASH),
        (r'[centre."\q"]', 12, BACKSLASH),
        (r'[["\u12".event]]', 6, BACKSLASH),
        (r'[[centre."\ud800"]]', 17, SURROGATE),
        (r'"\q" = 1', 4, BACKSLASH),
        (r'"\q', 4, BACKSLASH),
        (r'"\x4" = 1', 4, BACKSLASH),
        (r'"\ud800" = 1', 8, SURROGATE),
        (r'"\U00110000" = 1', 12, SURROGATE),
        (r'"\q".a = 1', 4, BACKSLASH),
        (r'a."\q" = 1', 6, BACKSLASH),
        (r'names."\ud800" = "x"', 14, SURROGATE),
        (r'names = { "\q" = "x" }', 14, BACKSLASH),
        (r'names = { a."\u12" = "x" }', 16, BACKSLASH),
        (r'event = [{ "\ud800" = "x" }]', 19, SURROGATE),
        (r'note = "\ud800"', 15, SURROGATE),
    ],
)
def test_invalid_escape_sequence_in_a_key_has_its_place(
    c2c: Program, line: str, column: int, hint: str
) -> None:
    c2c.write(SMALL)
    c2c.write(f"{SMALL}{CENTRE}{line}\n", "x.toml")
    place, message = f"x.toml:24:{column}: ", f"error: invalid escape sequence; {hint}\n"
    assert c2c("check", "x.toml", code=1).out == place + message
    assert c2c("list", "--data", "x.toml", code=3).err.startswith(place + message)
    assert c2c("edit", "centre", "A", "--city", "x", "--data", "x.toml", code=3).out == ""
    assert c2c("import", "x.toml", code=3).err.startswith(f"x.toml:24: {message}")


def test_the_keys_after_a_merge_conflict_with_headers_are_not_read(c2c: Program) -> None:
    sides = '<<<<<<< HEAD\n[[meeting]]\nid = "a"\n=======\n[[meeting]]\nid = "b"\n>>>>>>> other\n'
    c2c.write(f'{SMALL}{CENTRE}{sides}title = "x"\nstart = 2018\n{centre("B", name="y", city="")}')
    assert [line.split(": ")[0] for line in c2c("check", code=1).out.splitlines()] == [
        "data/centres.toml:24:1",
        "data/centres.toml:38:8",
    ]


@pytest.mark.parametrize(
    "line", [" " * 100_000 + "x", "\t" * 100_000 + "]", "x[" + " " * 100_000 + "!", "[(" * 50_000]
)
def test_long_line_is_read_in_linear_time(c2c: Program, line: str) -> None:
    c2c.write(SMALL + CENTRE + line + "\n")
    assert len(c2c("check", code=1).out.splitlines()) == 1


@pytest.mark.process
@pytest.mark.parametrize(
    ("record", "key", "item", "brackets"),
    [
        (meeting("m"), "attendees", '"x{}"', "[]"),
        (meeting("m"), "attendees", "[1]", "[]"),
        (meeting("m"), "attendees", '"""\nx{}"""', "[]"),
        (CENTRE, "names", '"x.{}" = 1', "{}"),
        (CENTRE, "event", '{{ kind = "x" }}', "[]"),
    ],
    ids=["strings", "lists", "long strings", "inline table", "inline tables"],
)
def test_large_value_with_an_error_in_each_item_is_read_in_linear_time(
    record: str, key: str, item: str, brackets: str, tmp_path: Path
) -> None:
    number = 30_000
    items = ", ".join(item.format(index) for index in range(number))
    (tmp_path / "large.toml").write_text(
        f"{SMALL}{record}{key} = {brackets[0]}{items}{brackets[1]}\n"
    )
    check = [PROGRAM, "check", "large.toml"]
    # quadratic time is two minutes and more, linear time a few seconds
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout.count(b": error: ")) == (1, number)


@pytest.mark.process
@pytest.mark.long
@pytest.mark.parametrize(
    "content", [SMALL + "# comment\n", SMALL.replace("\n", "\nx") + "y\n", "x" * 400 + "\n"]
)
def test_file_of_a_hundred_megabytes_is_refused(content: str, tmp_path: Path) -> None:
    data = content.encode()
    (tmp_path / "large.toml").write_bytes(data * (100_000_000 // len(data)))
    check = [PROGRAM, "check", "large.toml"]
    with (tmp_path / "out").open("wb") as out:
        done = subprocess.run(
            check, cwd=tmp_path, stdout=out, stderr=subprocess.PIPE, check=False, timeout=300
        )
    assert (done.returncode, done.stderr) == (
        3,
        b"c2c: error: large.toml is larger than 64 MB\n",
    )
