"""What a write does to the file, to the byte, and what it refuses."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from c2c_cli.store import write
from c2c_cli.store.locate import bundled_registry
from conftest import SMALL, Program

PROGRAM = str(Path(sys.executable).parent / "c2c")

REGISTRY = (
    SMALL
    + """
# The first centre.
[[centre]]
id = "ICDH"   # the acronym
name = "Centre for Documentary Heritage"
sector = "culture"  # a "sector's" # id
country = "KR"
city = "Cheongju"
note = \"\"\"
[[centre]] is how a centre begins # here
\"\"\"

  [[centre.event]]
  kind = "approved"
  date = 2017-11-06

# The second.
[[centre]]
id = "ICM"
name = 'Centre of Martial Arts'
sector = "education"
country = "KR"

# -- Meetings --

[[meeting]]
id = "2018-06-27-jeju"
title = "Second meeting"
start = 2018-06-27
status = "held"
organisers = ["ICDH"]  # who asked
attendees = [
  "ICDH",  # its head
  "NATCOM",
]

[[meeting]]
id = "2018-11"
title = "Next meeting"
start = "2018-11"
status = "tentative"

# the end
"""
)


def changed(c2c: Program, *args: str, text: str = REGISTRY, code: int = 0) -> str:
    """Run a command on a registry; return the lines that it took out and put in, as a diff without its places."""
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
        ("edit", "meeting", "2018-11", "--status", "held", "--start", "2018-11-20", "--outcomes", "Agreed."),
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
    (("edit", "centre", "ICDH", "--note", ""), '-note = """\n-[[centre]] is how a centre begins # here\n-"""\n'),
    (
        ("edit", "meeting", "2018-06-27-jeju", "--organisers", "+natcom"),
        '-organisers = ["ICDH"]  # who asked\n+organisers = ["ICDH", "NATCOM"]  # who asked\n',
    ),
    (("edit", "meeting", "2018-06-27-jeju", "--organisers", "-ICDH"), '-organisers = ["ICDH"]  # who asked\n'),
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
        ("add", "event", "ICDH", "signed", "--date", "2019-07", "--until", "2025", "--sources", "https://a.example"),
        '+[[centre.event]]\n+kind = "signed"\n+date = "2019-07"\n+until = 2025\n+sources = ["https://a.example"]\n+\n',
    ),
    (("add", "event", "ICM", "opened"), '+[[centre.event]]\n+kind = "opened"\n+\n'),
    (
        ("add", "centre", "ICHCAP", "--name", "Heritage", "--sector", "CLT", "--country", "kr", "--event", "approved"),
        '+[[centre]]\n+id = "ICHCAP"\n+name = "Heritage"\n+sector = "culture"\n+country = "KR"\n+\n'
        '+[[centre.event]]\n+kind = "approved"\n+\n',
    ),
    (
        ("add", "meeting", "--title", "Between", "--start", "2018-08-01", "--city", "São  Paulo", "--status", "held"),
        '+[[meeting]]\n+id = "2018-08-01-são-paulo"\n+title = "Between"\n+start = 2018-08-01\n+status = "held"\n'
        '+city = "São  Paulo"\n+\n',
    ),
    (("add", "organisation", "MOE", "--name", "Ministry"), '+[[organisation]]\n+id = "MOE"\n+name = "Ministry"\n+\n'),
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
def test_a_write_touches_the_lines_it_must_and_no_others(c2c: Program, args: tuple[str, ...], difference: str) -> None:
    assert sorted(changed(c2c, *args).splitlines()) == sorted(difference.splitlines())


@pytest.mark.parametrize(("args", "difference"), WRITES, ids=lambda value: " ".join(value)[:60])
def test_crlf_mark_and_missing_final_line_end_stay(c2c: Program, args: tuple[str, ...], difference: str) -> None:
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


def test_a_file_ends_with_what_is_put_last(c2c: Program) -> None:
    file = c2c.write(SMALL.rstrip("\n"))
    c2c("add", "organisation", "MOE", "--name", "x")
    assert file.read_text() == SMALL + '\n[[organisation]]\nid = "MOE"\nname = "x"'


def test_what_is_taken_out_can_be_brought_back(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    taken = c2c("remove", "ICM").out
    assert taken.startswith("# The second.\n[[centre]]\n")
    c2c.write(taken, "x.toml")
    assert c2c("import", "x.toml").err == "c2c: added 1 record from x.toml to data/centres.toml\n"
    assert file.read_text() == REGISTRY


def test_a_comment_right_above_a_record_belongs_to_it(c2c: Program) -> None:
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
sources = ["a\\u0023b", # precious
 "c"]
"""
)


@pytest.mark.parametrize(
    ("args", "old", "new"),
    [
        (("edit", "centre", "A", "--name", "x"), 'name = "a"', 'name = "x"'),
        (("edit", "centre", "A", "--names", "ko=x"), 'names.ko = "가"', 'names = { ko = "x" }'),
        (("edit", "centre", "B", "--names", "ko="), '\n[centre.names]\nko = "나"\n', ""),
        (
            ("edit", "centre", "B", "--city", "x"),
            'name = "b"\nsector = "culture"\ncountry = "KR"\n',
            'name = "b"\nsector = "culture"\ncountry = "KR"\ncity = "x"\n',
        ),
        (("edit", "meeting", "m", "--city", "x"), 'status = "held"\n', 'status = "held"\ncity = "x"\n'),
        (("add", "event", "A", "opened"), "line'''\n", "line'''\n\n[[centre.event]]\nkind = \"opened\"\n\n"),
    ],
)
def test_odd_but_legal_layouts_are_changed(c2c: Program, args: tuple[str, ...], old: str, new: str) -> None:
    file = c2c.write(LAID_OUT)
    c2c(*args)
    assert file.read_text() == LAID_OUT.replace(old, new)


def test_comments_in_a_list_are_not_lost(c2c: Program) -> None:
    file = c2c.write(LAID_OUT)
    for value in ("+d", "", "e"):
        c2c("edit", "meeting", "m", "--sources", value, code=5)
    assert file.read_text() == LAID_OUT


def test_a_write_that_cannot_be_made_copies_no_registry(c2c: Program, tmp_path: Path) -> None:
    c2c("edit", "centre", "NOPE", "--city", "x", code=4)
    c2c("add", "organisation", "KNCU", "--name", "x", code=5)
    assert not (tmp_path / "home/.local/share").exists()


def test_a_stray_event_belongs_to_the_centre_above_it(c2c: Program) -> None:
    stray = REGISTRY + '\n[[centre.event]]\nkind = "opened"\n'
    file = c2c.write(stray)
    c2c("add", "event", "ICM", "closed")
    assert file.read_text() == stray + '\n[[centre.event]]\nkind = "closed"\n'
    out = c2c("remove", "ICM").out
    assert out.endswith('[[centre.event]]\nkind = "closed"\n')
    assert "ICM" not in file.read_text()
    assert "[[centre.event]]\nkind" not in file.read_text()


REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    (
        ("add", "centre", "natcom", "--name", "x", "--sector", "CLT", "--country", "KR"),
        5,
        'the id "NATCOM" is taken by an organisation; nothing was written',
    ),
    (("edit", "centre", "ICM", "--id", "2018-11"), 5, 'the id "2018-11" is taken by a meeting; nothing was written'),
    (("remove", "ICDH"), 5, "ICDH is still referred to by meeting 2018-06-27-jeju; nothing was written"),
    (("remove", "culture"), 5, "culture is still referred to by centre ICDH; nothing was written"),
    (("remove", "zz"), 4, 'no record "zz"; use ICDH, ICM, NATCOM, 2018-06-27-jeju, 2018-11, culture or education'),
    (("edit", "meeting", "2018-12", "--title", "x"), 4, 'no meeting "2018-12"; did you mean "2018-11"?'),
    (("add", "event", "ICDX", "opened"), 4, 'no centre "ICDX"; did you mean "ICDH"?'),
    (("add", "event", "ICDH", "opend"), 2, 'KIND: no kind "opend"; did you mean "opened"?'),
    (
        ("add", "event", "ICDH", "opened", "--until", "2020"),
        2,
        "until: only signed and renewed have an end of the agreement",
    ),
    (("edit", "centre", "ICDH", "--name", ""), 2, "--name: every centre has one; it cannot be taken out"),
    (("edit", "centre", "ICDH", "--name", "a\nb"), 2, "name: holds a line break; write it on one line"),
    (("edit", "centre", "ICDH", "--country", "UK"), 2, '--country: no country "UK"; did you mean "GB"?'),
    (("edit", "centre", "ICDH"), 2, "nothing to change; name a field, as --name; see c2c edit centre --help"),
    (("edit", "meeting", "2018-11", "--end", "2018-10"), 2, "end: 2018-10 lies before the start, 2018-11"),
    (
        ("edit", "meeting", "2018-11", "--attendees", "zz"),
        2,
        '--attendees: no centre or organisation "zz"; use ICDH, ICM or NATCOM',
    ),
    (("edit", "meeting", "2018-11", "--attendees", "-ICM"), 2, '--attendees: "ICM" is not in the list'),
    (
        ("add", "meeting", "--title", "x", "--start", "2018"),
        2,
        "--status: 2018 has passed; say whether the meeting was held or cancelled",
    ),
    (("add", "center", "x"), 2, 'no command "center"; did you mean "centre"?'),
    (
        ("edit", "meeting", "2018-11", "--agenda", "+a", "--agenda", "b"),
        2,
        "--agenda: either all items anew, or each with + or - before it",
    ),
    (
        ("edit", "meeting", "2018-06-27-jeju", "--attendees", ""),
        5,
        "the value of attendees on line 50 holds comments that would be lost; change it by hand; nothing was written",
    ),
    (("add", "event", "ICDH", "opened", "--date", ""), 2, '--date: "" is no date; write 2018, 2018-11 or 2018-11-20'),
    (("edit", "centre", "ICDH", "--name", "a\udcff"), 2, "name: holds a byte that is no UTF-8; write it anew"),
    (("add",), 2, "add what? centre, meeting, event, organisation, sector; see c2c add --help"),
    (
        ("add", "sector", "culture", "--code", "X", "--name", "Y"),
        5,
        'the id "culture" is taken by a sector; nothing was written',
    ),
    (("remove", "NATCOM", "--data", "-"), 2, "--data: standard input cannot be written; name a file"),
    (
        ("edit", "meeting", "2018-06-27-jeju", "--attendees", "+ICM"),
        5,
        "the value of attendees on line 50 holds comments that would be lost; change it by hand; nothing was written",
    ),
]


@pytest.mark.parametrize(("args", "code", "sentence"), REFUSED)
def test_what_is_refused_changes_nothing(c2c: Program, args: tuple[str, ...], code: int, sentence: str) -> None:
    file = c2c.write(REGISTRY)
    assert c2c(*args, code=code) == (code, "", f"c2c: {sentence}\n")
    assert file.read_text() == REGISTRY


@pytest.mark.parametrize(
    "text",
    [
        SMALL,
        'schema = 1\nnetwork = { name = "N" }\nsector = [{ id = "culture", code = "CLT", name = "Culture" }]\n'
        'centre = [{ id = "ICDH", name = "x", sector = "culture", country = "KR" }]\n',
        SMALL
        + '[[centre]]\nid = "ICDH"\nname = "x"\nsector = "culture"\ncountry = "KR"\nevent = [{ kind = "approved" }]\n',
    ],
)
def test_another_layout_is_changed_rightly_or_refused(c2c: Program, text: str) -> None:
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


def test_a_file_with_a_problem_is_never_written_to(c2c: Program) -> None:
    file = c2c.write(REGISTRY + "x = \n")
    assert c2c("remove", "2018-11", code=3).err.endswith("data/centres.toml has 1 error; nothing was read\n")
    assert file.read_text() == REGISTRY + "x = \n"


def test_mode_and_symlinks_stay(c2c: Program) -> None:
    real = c2c.write(REGISTRY, "elsewhere/real.toml")
    real.chmod(0o640)
    (c2c.folder / "link.toml").symlink_to("elsewhere/real.toml")
    c2c("remove", "2018-11", "--data", "link.toml")
    assert (c2c.folder / "link.toml").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "2018-11" not in real.read_text()
    assert [file.name for file in real.parent.iterdir()] == ["real.toml"]


def test_the_first_write_copies_the_shipped_registry(c2c: Program, tmp_path: Path) -> None:
    own = tmp_path / "home/.local/share/c2c/centres.toml"
    before = bundled_registry().read_bytes()
    assert "+name = " in c2c("add", "organisation", "MOE", "--name", "x", "--dry-run").out
    assert not own.exists()
    assert c2c("add", "organisation", "MOE", "--name", "x").err == (
        f"c2c: copied the registry that comes with c2c to {own}\nc2c: added organisation MOE to {own}\n"
    )
    assert bundled_registry().read_bytes() == before
    assert c2c("show", "MOE").out.startswith("MOE\tid\tMOE\n")
    c2c("remove", "MOE")
    assert own.read_bytes() == before


def read_only(file: Path) -> None:
    file.chmod(0o444)


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def dangling(file: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere")


def fifo(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize(
    ("prepare", "code", "sentence"),
    [
        (read_only, 5, "data/centres.toml is read-only; nothing was written"),
        (folder, 3, "data/centres.toml is a folder; name the file in it"),
        (
            dangling,
            3,
            "data/centres.toml is not there; name another file, or make one with c2c init",
        ),
        (fifo, 5, "data/centres.toml is no regular file; nothing was written"),
    ],
)
def test_a_file_that_cannot_be_written_is_told(
    c2c: Program, prepare: Callable[[Path], None], code: int, sentence: str
) -> None:
    prepare(c2c.write(REGISTRY))
    assert c2c("remove", "2018-11", code=code) == (code, "", f"c2c: {sentence}\n")
    assert [file.name for file in (c2c.folder / "data").iterdir()] == ["centres.toml"]


def test_what_an_editor_saves_meanwhile_is_not_overwritten(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    file = c2c.write(REGISTRY)
    real = write._write  # noqa: SLF001  # the moment between reading and replacing
    saves = iter(["# saved by an editor\n", "", "", ""])

    def write_late(draft: Path, content: bytes, like: os.stat_result | None) -> None:
        real(draft, content, like)
        file.write_text(next(saves) + file.read_text())

    monkeypatch.setattr(write, "_write", write_late)
    c2c("remove", "2018-11")
    assert file.read_text().startswith("# saved by an editor\nschema = 1\n")
    assert "2018-11" not in file.read_text()

    saves = iter(["# one\n", "# two\n", "# three\n"])
    assert c2c("remove", "ICM", code=5).err == (
        "c2c: data/centres.toml is being changed by somebody else; try again; nothing was written\n"
    )
    assert "ICM" in file.read_text()
    assert [one.name for one in file.parent.iterdir()] == ["centres.toml"]


def test_a_full_disk_leaves_the_old_file(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    file = c2c.write(REGISTRY)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert c2c("remove", "2018-11", code=5).err == (
        "c2c: data/centres.toml cannot be written: no space left on device; nothing was written\n"
    )
    assert file.read_text() == REGISTRY
    assert [one.name for one in file.parent.iterdir()] == ["centres.toml"]


def test_a_dead_writers_file_is_cleared_and_another_users_left(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    dead = file.parent / f"{write._mark(file)}99999.c2c"  # noqa: SLF001
    dead.write_text("half")
    others = file.with_name(f".{file.name}.elsewhere-0-1.c2c")
    others.write_text("half")
    c2c("remove", "2018-11")
    assert sorted(one.name for one in file.parent.iterdir()) == sorted(["centres.toml", others.name])


def test_a_lock_that_is_held_ends_in_a_clear_line(c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    file = c2c.write(REGISTRY)
    monkeypatch.setattr(write, "LOCK_SECONDS", 0.1)
    with write._alone(file, "x"):  # noqa: SLF001
        assert c2c("remove", "2018-11", code=5).err == (
            "c2c: data/centres.toml is being written by another c2c for 0.1 seconds now; try again; "
            "nothing was written\n"
        )


def test_nothing_to_change_writes_nothing(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    before = file.stat().st_mtime_ns
    assert c2c("edit", "centre", "ICM", "--name", "Centre of Martial Arts").err == (
        "c2c: nothing to change in data/centres.toml\n"
    )
    assert file.stat().st_mtime_ns == before


def test_an_event_that_is_there_is_not_added_again(c2c: Program) -> None:
    c2c.write(SMALL + '[[centre]]\nid = "A"\nname = "x"\nsector = "culture"\ncountry = "KR"\n')
    for date, when in ((("--date", "2020"), "2020"), ((), "a day unknown")):
        c2c("add", "event", "A", "opened", *date)
        assert c2c("add", "event", "a", "opened", *date, code=5).err == (
            f"c2c: centre A has opened on {when} already; nothing was written\n"
        )
    c2c("add", "event", "A", "signed", "--date", "2021")


def test_a_list_that_is_changed_breaks_where_a_new_one_would(c2c: Program) -> None:
    c2c.write(SMALL + '[[meeting]]\nid = "m"\ntitle = "x"\nstart = 2018\nstatus = "held"\n')
    fits, wide = "a" * 107, "a" * 108
    assert f'+agenda = ["{fits}"]\n' in c2c("edit", "meeting", "m", "--agenda", fits, "--dry-run").out
    assert f'+agenda = [\n+    "{wide}",\n+]\n' in c2c("edit", "meeting", "m", "--agenda", wide, "--dry-run").out


def test_a_sector_may_change_the_case_of_its_id(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c("edit", "sector", "culture", "--id", "Culture")
    assert file.read_text() == REGISTRY.replace('"culture"', '"Culture"')
    taken = 'c2c: the id "Culture" is taken by a sector; nothing was written\n'
    assert c2c("add", "sector", "CULTURE", "--code", "X", "--name", "x", code=5).err == taken
    assert c2c("edit", "sector", "education", "--id", "culture", code=5).err == taken


def test_an_empty_word_takes_all_names_out(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c("edit", "organisation", "NATCOM", "--names", "ko=가", "--names", "fr=b")
    assert 'names = { ko = "가", fr = "b" }\n' in file.read_text()
    c2c("edit", "organisation", "NATCOM", "--names", "")
    assert file.read_text() == REGISTRY


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to be had")
def test_a_record_that_could_not_be_printed_is_not_removed(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [PROGRAM, "remove", "2018-11"], cwd=c2c.folder, check=False, stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 5
    assert file.read_text() == REGISTRY


def test_what_is_saved_while_the_reader_of_a_removed_record_waits_is_not_lost(c2c: Program) -> None:
    long = REGISTRY.replace('title = "Next meeting"', f'title = "Next meeting"\nnote = "{"x" * 200_000}"')
    file = c2c.write(long)
    process = subprocess.Popen(
        [PROGRAM, "remove", "2018-11"], cwd=c2c.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while not [*file.parent.glob(".*.c2c")]:
        time.sleep(0.01)
    time.sleep(0.3)  # it is stuck in the pipe by now
    file.write_text("# saved\n" + long)
    out, err = process.communicate(timeout=30)
    assert out.startswith(b'[[meeting]]\nid = "2018-11"\n')
    assert process.returncode == 5
    assert err.decode().endswith("being changed by somebody else; try again; nothing was written\n")
    assert file.read_text() == "# saved\n" + long


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_stays(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    os.chown(file, 12345, 54321)
    c2c("remove", "2018-11")
    assert (file.stat().st_uid, file.stat().st_gid) == (12345, 54321)


def test_a_date_that_becomes_known_makes_no_second_opening(c2c: Program) -> None:
    file = c2c.write(REGISTRY)
    c2c("add", "event", "ICM", "opened")
    before = file.read_text()
    assert c2c("add", "event", "ICM", "opened", "--date", "2020-06", code=5).err == (
        "c2c: centre ICM has opened on a day unknown; give that its date by hand, in the file that c2c path prints; "
        "nothing was written\n"
    )
    assert file.read_text() == before
    for args in (
        ("renewed",),
        ("renewed", "--date", "2021"),
        ("closed", "--date", "2022"),
        ("opened", "--date", "2023"),
    ):
        c2c("add", "event", "ICM", *args)
