"""Changes to the text of a registry, to the byte."""

import itertools
import sys

import pytest

from conftest import Program
from samples import REGISTRY, SMALL, centre, event, meeting, record


def changed(c2c: Program, *args: str, text: str = REGISTRY, code: int = 0) -> str:
    """Run a command on a registry, and return the removed and added lines of its diff."""
    file = c2c.write(text)
    shown = c2c(*args, "--dry-run", code=code).out
    assert file.read_bytes() == text.encode()
    c2c(*args, code=code)
    lines = shown.splitlines(keepends=True)[2:]
    patched = "".join(line[1:] for line in lines if line[0] == "+")
    assert all(line in file.read_bytes().decode() for line in patched.splitlines())
    return "".join(line for line in lines if line[0] in "+-")


WRITES: list[tuple[tuple[str, ...], str]] = [
    (
        (
            "edit",
            "meeting",
            "2018-11",
            "--status",
            "held",
            "--start",
            "2018-11-20",
            "--outcomes",
            "Agreed.",
        ),
        '-start = "2018-11"\n-status = "tentative"\n+start = 2018-11-20\n+status = "held"\n+outcomes = ["Agreed."]\n',
    ),
    (
        ("edit", "centre", "icdh", "--sector", "ED"),
        '-sector = "culture"  # a "sector\'s" # id\n+sector = "education"  # a "sector\'s" # id\n',
    ),
    (("edit", "centre", "ICDH", "--city", ""), '-city = "Cheongju"\n'),
    (("edit", "centre", "ICM", "--city", "Chungju"), '+city = "Chungju"\n'),
    (("edit", "centre", "ICM", "--host", "a\tb\\"), '+host = "a\tb\\\\"\n'),
    (
        ("edit", "centre", "ICM", "--names", "ko=센터", "--names", "zh-Hant=z"),
        '+names = { ko = "센터", zh-Hant = "z" }\n',
    ),
    (
        ("edit", "centre", "ICDH", "--note", "one line"),
        '-note = """\n-[[centre]] is how a centre begins # here\n-"""\n+note = "one line"\n',
    ),
    (
        ("edit", "centre", "ICDH", "--note", ""),
        '-note = """\n-[[centre]] is how a centre begins # here\n-"""\n',
    ),
    (
        ("edit", "meeting", "2018-06-27-jeju", "--organisers", "+natcom"),
        '-organisers = ["ICDH"]  # who asked\n+organisers = ["ICDH", "NATCOM"]  # who asked\n',
    ),
    (
        ("edit", "meeting", "2018-06-27-jeju", "--organisers", "-ICDH"),
        '-organisers = ["ICDH"]  # who asked\n',
    ),
    (
        ("edit", "centre", "ICDH", "--id", "ICDH2"),
        '-id = "ICDH"   # the acronym\n+id = "ICDH2"   # the acronym\n'
        '-organisers = ["ICDH"]  # who asked\n+organisers = ["ICDH2"]  # who asked\n'
        '-  "ICDH",  # its head\n+  "ICDH2",  # its head\n',
    ),
    (
        ("edit", "centre", "ICDH", "--id", "icdh"),
        '-id = "ICDH"   # the acronym\n+id = "icdh"   # the acronym\n'
        '-organisers = ["ICDH"]  # who asked\n+organisers = ["icdh"]  # who asked\n'
        '-  "ICDH",  # its head\n+  "icdh",  # its head\n',
    ),
    (
        ("edit", "sector", "culture", "--id", "heritage", "--name", "Heritage"),
        '-id = "culture"\n+id = "heritage"\n-name = "Culture"\n+name = "Heritage"\n'
        '-sector = "culture"  # a "sector\'s" # id\n+sector = "heritage"  # a "sector\'s" # id\n',
    ),
    (
        (
            "add",
            "event",
            "ICDH",
            "signed",
            "--date",
            "2019-07",
            "--until",
            "2025",
            "--sources",
            "https://a.example",
        ),
        '+[[centre.event]]\n+kind = "signed"\n+date = "2019-07"\n+until = 2025\n+sources = ["https://a.example"]\n+\n',
    ),
    (("add", "event", "ICM", "opened"), '+[[centre.event]]\n+kind = "opened"\n+\n'),
    (
        (
            "add",
            "centre",
            "ICHCAP",
            "--name",
            "Heritage",
            "--sector",
            "CLT",
            "--country",
            "kr",
            "--event",
            "approved",
        ),
        '+[[centre]]\n+id = "ICHCAP"\n+name = "Heritage"\n+sector = "culture"\n+country = "KR"\n+\n'
        '+[[centre.event]]\n+kind = "approved"\n+\n',
    ),
    (
        (
            "add",
            "meeting",
            "--title",
            "Between",
            "--start",
            "2018-08-01",
            "--city",
            "São  Paulo",
            "--status",
            "held",
        ),
        '+[[meeting]]\n+id = "2018-08-01-são-paulo"\n+title = "Between"\n+start = 2018-08-01\n+status = "held"\n'
        '+city = "São  Paulo"\n+\n',
    ),
    (
        ("add", "organisation", "MOE", "--name", "Ministry"),
        '+[[organisation]]\n+id = "MOE"\n+name = "Ministry"\n+\n',
    ),
    (
        ("add", "sector", "ioc", "--code", "IOC", "--name", "Oceans"),
        '+[[sector]]\n+id = "ioc"\n+code = "IOC"\n+name = "Oceans"\n+\n',
    ),
    (
        ("remove", "2018-11"),
        '-[[meeting]]\n-id = "2018-11"\n-title = "Next meeting"\n-start = "2018-11"\n-status = "tentative"\n-\n',
    ),
    (
        ("remove", "ICM"),
        '-# The second.\n-[[centre]]\n-id = "ICM"\n-name = \'Centre of Martial Arts\'\n-sector = "education"\n'
        '-country = "KR"\n-\n',
    ),
]


@pytest.mark.parametrize(("args", "difference"), WRITES, ids=lambda value: " ".join(value)[:60])
def test_a_change_touches_only_the_lines_it_must(
    c2c: Program, args: tuple[str, ...], difference: str
) -> None:
    assert sorted(changed(c2c, *args).splitlines()) == sorted(difference.splitlines())


@pytest.mark.parametrize(("args", "difference"), WRITES, ids=lambda value: " ".join(value)[:60])
def test_crlf_mark_and_missing_final_newline_are_kept(
    c2c: Program, args: tuple[str, ...], difference: str
) -> None:
    file = c2c.write("")
    text = REGISTRY.removesuffix("\n# the end\n").removesuffix("\n")
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    c2c(*args)
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\xef\xbb\xbf") == 1
    assert content.count(b"\r\n") == content.count(b"\n")
    assert not content.endswith(b"\n")
    added = {line[1:] for line in difference.splitlines() if line[0] == "+"}
    assert added <= set(content.decode().replace("\r\n", "\n").split("\n"))


def test_a_file_without_final_newline_ends_with_the_last_record(c2c: Program) -> None:
    file = c2c.write(SMALL.rstrip("\n"))
    c2c("add", "organisation", "MOE", "--name", "x")
    assert file.read_text() == SMALL + '\n[[organisation]]\nid = "MOE"\nname = "x"'


def test_a_comment_directly_above_a_record_belongs_to_it(c2c: Program) -> None:
    one = '[[organisation]]\nid = "A"\nname = "a"\n# of A\n\n# apart\n\n[[organisation]]\nid = "B"\nname = "b"\n'
    two = '# of C\n[[organisation]]\nid = "C"\nname = "c"\n'
    file = c2c.write(SMALL + one + two)
    c2c("remove", "B")
    assert file.read_text() == SMALL + one.partition('[[organisation]]\nid = "B"')[0] + two
    assert c2c("remove", "C").out == two
    assert c2c("remove", "A").out == '[[organisation]]\nid = "A"\nname = "a"\n# of A\n'
    assert file.read_text() == SMALL + "\n# apart\n"


LAID_OUT = (
    SMALL
    + """[[centre]]
id = "A"
name = "a"
names.ko = "가"
sector = "culture"
country = "KR"
note = '''
[[centre.event]]
[network]
# the last line'''
[[centre]]
id = "B"
name = "b"
sector = "culture"
country = "KR"

[[centre.event]]
kind = "opened"

[centre.names]
ko = "나"

[[meeting]]
id = "m"
title = "t"
start = 2018
status = "held"
sources = ["https://example.org/a\\u0023b", # precious
 "https://example.org/c"]
"""
)


@pytest.mark.parametrize(
    ("args", "old", "new"),
    [
        (("edit", "centre", "A", "--name", "x"), 'name = "a"', 'name = "x"'),
        (("edit", "centre", "A", "--names", "ko=x"), 'names.ko = "가"', 'names.ko = "x"'),
        (("edit", "centre", "B", "--names", "ko="), '\n[centre.names]\nko = "나"\n', ""),
        (
            ("edit", "centre", "B", "--city", "x"),
            'name = "b"\nsector = "culture"\ncountry = "KR"\n',
            'name = "b"\nsector = "culture"\ncountry = "KR"\ncity = "x"\n',
        ),
        (
            ("edit", "meeting", "m", "--city", "x"),
            'status = "held"\n',
            'status = "held"\ncity = "x"\n',
        ),
        (
            ("add", "event", "A", "opened"),
            "line'''\n",
            "line'''\n\n[[centre.event]]\nkind = \"opened\"\n\n",
        ),
    ],
)
def test_unusual_layouts_can_be_edited(
    c2c: Program, args: tuple[str, ...], old: str, new: str
) -> None:
    file = c2c.write(LAID_OUT)
    c2c(*args)
    assert file.read_text() == LAID_OUT.replace(old, new)


def test_names_in_a_table_of_their_own_stay_there(c2c: Program) -> None:
    file = c2c.write(LAID_OUT)
    c2c("edit", "centre", "B", "--names", "ko=다")
    assert file.read_text() == LAID_OUT.replace("나", "다")
    file.write_text(commented := LAID_OUT.replace('ko = "나"', 'ko = "나" # precious'))
    assert (
        "the comments in its value would be lost"
        in c2c("edit", "centre", "B", "--names", "ko=", code=5).err
    )
    assert file.read_text() == commented


ENTRIES = {
    "dotted keys": """\
extra.budget = 1_000  # approved
# not public
extra."예산" = "x"  # a note
extra.share = 0x10  # one note
city = "Jeonju"
""",
    "table": """\
city = "Jeonju"

[centre.extra]  # ours
budget = 1_000  # approved
# not public
"예산" = "x"  # a note
share = 0x10  # one note
# the end
""",
}


@pytest.mark.parametrize("layout", ENTRIES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_entries_with_lines_of_their_own_keep_their_comments(
    c2c: Program, layout: str, newline: str
) -> None:
    prefix = "extra." if layout == "dotted keys" else ""
    old = ENTRIES[layout]
    text = (SMALL + centre("A") + old).replace("\n", newline)
    file = c2c.write(text)
    c2c("edit", "centre", "A", "--extra", "budget=2000", "--extra", "예산=true")
    c2c("edit", "centre", "A", "--extra", "share=", "--extra", "new=1", "--extra", "목표=y")
    new = (
        old.replace("1_000", "2000")
        .replace('"x"', "true")
        .replace(f"{prefix}share = 0x10  # one note\n", f'{prefix}new = 1\n{prefix}"목표" = "y"\n')
    )
    assert file.read_bytes().decode() == (SMALL + centre("A") + new).replace("\n", newline)
    c2c("undo")
    c2c("undo")
    assert file.read_bytes().decode() == text


def test_comments_in_a_list_are_not_lost(c2c: Program) -> None:
    file = c2c.write(LAID_OUT)
    for value in ("+https://example.org/d", "", "https://example.org/e"):
        c2c("edit", "meeting", "m", "--sources", value, code=5)
    assert file.read_text() == LAID_OUT


def test_separated_event_belongs_to_the_preceding_centre(c2c: Program) -> None:
    stray = REGISTRY + '\n[[centre.event]]\nkind = "opened"\n'
    file = c2c.write(stray)
    c2c("add", "event", "ICM", "closed")
    assert file.read_text() == stray + '\n[[centre.event]]\nkind = "closed"\n'
    assert c2c("remove", "ICM", code=5).err == (
        "c2c: error: data/centres.toml: cannot edit the centre alone: its sub-table on line 63 comes after another record, "
        "so no changes were made; use c2c edit to edit the whole file\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        SMALL,
        'schema = 1\nnetwork = { name = "N" }\nsector = [{ id = "culture", code = "CLT", name = "Culture" }]\n'
        'centre = [{ id = "ICDH", name = "x", sector = "culture", country = "KR" }]\n',
        SMALL + centre("ICDH") + 'event = [{ kind = "approved" }]\n',
    ],
)
def test_other_layouts_are_edited_correctly_or_refused(c2c: Program, text: str) -> None:
    for args in (
        ("add", "centre", "B", "--name", "y", "--sector", "CLT", "--country", "KR"),
        ("add", "event", "ICDH", "opened"),
        ("edit", "centre", "ICDH", "--name", "z"),
        ("remove", "ICDH"),
    ):
        file = c2c.write(text)
        before = c2c("list", "--format", "json").out
        ended = c2c(*args, code=None).code
        if ended == 0:
            assert c2c("list", "--format", "json").out != before
        else:
            assert ended in {4, 5}
            assert file.read_text() == text


def test_a_changed_list_is_wrapped_like_a_new_one(c2c: Program) -> None:
    c2c.write(SMALL + meeting())
    fits, wide = "a" * 107, "a" * 108
    assert (
        f'+agenda = ["{fits}"]\n' in c2c("edit", "meeting", "m", "--agenda", fits, "--dry-run").out
    )
    assert (
        f'+agenda = [\n+    "{wide}",\n+]\n'
        in c2c("edit", "meeting", "m", "--agenda", wide, "--dry-run").out
    )


def test_a_record_with_a_reference_in_another_case_can_be_changed(c2c: Program) -> None:
    text = SMALL + meeting(attendees=["natcom"])
    file = c2c.write(text)
    c2c("edit", "meeting", "m", "--city", "Seoul")
    assert 'attendees = ["natcom"]' in file.read_text()


def calls(c2c: Program, *args: str, text: str) -> int:
    """Return the number of function calls of a run; unlike its time, every machine has the same."""
    c2c.write(text)
    count = itertools.count()
    sys.setprofile(lambda _, kind, __: next(count) if kind == "call" else None)
    try:
        c2c(*args)
    finally:
        sys.setprofile(None)
    return next(count)


@pytest.mark.parametrize(
    ("noun", "one", "each"),
    [
        ("organisation NATCOM", "", meeting("m{}", organisers=["NATCOM"])),
        ("source letter", "", meeting("m{}", sources=["letter"])),
        ("source letter", centre("C"), event("evaluated", "1{:03}", sources=["letter"])),
    ],
    ids=["organisation", "source of meetings", "source of the events of a centre"],
)
def test_renaming_takes_linear_time(c2c: Program, noun: str, one: str, each: str) -> None:
    start = SMALL + record("source", id="letter", title="A letter") + one
    rename = ("edit", *noun.split(), "--id", "NEW")
    _, few, some, many = (  # the first run imports modules
        calls(c2c, *rename, text=start + "".join(map(each.format, range(number))))
        for number in (1, 10, 100, 300)
    )
    assert many - few < 1.1 * (some - few) * 290 / 90
    assert (c2c.folder / "data/centres.toml").read_text().count('"NEW"') == 301


@pytest.mark.parametrize(
    ("start", "each", "rows"),
    [
        ("", meeting("m{}"), '{{"id": "m{}", "title": "y"}}'),
        (
            centre("C"),
            event("evaluated", "1{:03}"),
            '{{"kind": "evaluated", "date": "1{:03}", "note": "y"}}',
        ),
        (centre("C"), event("evaluated"), '{{"kind": "evaluated", "note": "y"}}'),
    ],
    ids=["meetings", "events of a centre", "undated events of a centre"],
)
def test_import_of_known_records_takes_linear_time(
    c2c: Program, start: str, each: str, rows: str
) -> None:
    def count(number: int) -> int:
        items = ", ".join(map(rows.format, range(number)))
        content = f'{{"id": "C", "event": [{items}]}}' if start else f"[{items}]"
        c2c.write(content, "rows.json")
        text = SMALL + start + "".join(map(each.format, range(number)))
        return calls(c2c, "import", "rows.json", "--update", text=text)

    _, few, some, many = (count(number) for number in (1, 10, 100, 1000))
    assert (c2c.folder / "data/centres.toml").read_text().count('"y"') == 1000
    assert many - few < 1.1 * (some - few) * 990 / 90
