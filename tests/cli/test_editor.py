"""`c2c edit` in the user's editor: valid, invalid and discarded edits, and editors that fail."""

import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pexpect
import pytest

from conftest import Program, Run
from samples import PROGRAM, REGISTRY, ROOT, at_terminal, ended, environment, record, rule

FILE = "data/centres.toml"

ICDH = REGISTRY[REGISTRY.index("# The first centre.") : REGISTRY.index("\n# The second.")]
ICM = REGISTRY[REGISTRY.index("# The second.") : REGISTRY.index("\n# -- Meetings --")]


class Editing:
    """The program with an editor that runs Python code, in which `file` is the edited file and `text` its content."""

    def __init__(self, c2c: Program, monkeypatch: pytest.MonkeyPatch) -> None:
        self.c2c = c2c
        self.file = c2c.write(REGISTRY)
        self.given = c2c.folder / "given"
        self._monkeypatch = monkeypatch

    def script(self, code: str) -> str:
        """Write an editor to a directory with a space in its name, and return its command."""
        start = "import os, sys\nfrom pathlib import Path\nfile = Path(sys.argv[-1])\ntext = file.read_bytes()\n"
        keep = f"Path({str(self.given)!r}).write_bytes(text)\n"
        file = self.c2c.write(f"{start}{keep}{code}\n", "my editor/editor.py")
        return f"{sys.executable} {shlex.quote(str(file))} --wait"

    def __call__(self, code: str, *args: str, ends: int = 0) -> Run:
        self._monkeypatch.setenv("EDITOR", self.script(code))
        return self.c2c("edit", *args, code=ends)

    def at_terminal(self, code: str) -> "pexpect.spawn[str]":
        """Start the program at a terminal, with an editor that runs Python code."""
        folder, script = self.c2c.folder, self.script(code)
        temporary = tempfile.gettempdir()
        return at_terminal(folder, PROGRAM, "edit", EDITOR=script, TMPDIR=temporary)


@pytest.fixture
def edit(c2c: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Editing:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    return Editing(c2c, monkeypatch)


def replacing(old: str, new: str) -> str:
    return f"file.write_bytes(text.replace({old.encode()!r}, {new.encode()!r}))"


def left(tmp_path: Path) -> list[Path]:
    """Return the temporary files that were not deleted."""
    return [file for file in (tmp_path / "tmp").rglob("*") if file.is_file()]


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["no-bom", "bom"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(
    ("args", "part", "done"),
    [
        ((), None, "edited the text of data/centres.toml"),
        (("centre", "icdh"), ICDH, "edited centre ICDH in data/centres.toml"),
    ],
)
def test_only_the_edited_bytes_change(
    edit: Editing,
    tmp_path: Path,
    args: tuple[str, ...],
    part: str | None,
    done: str,
    newline: str,
    bom: bytes,
) -> None:
    old = bom + REGISTRY.replace("\n", newline).encode()
    edit.file.write_bytes(old)
    assert edit(replacing("Cheongju", "청주"), *args) == (0, "", f"c2c: {done}\n")
    assert edit.file.read_bytes() == old.replace(b"Cheongju", "청주".encode())
    assert edit.given.read_bytes() == (
        old if part is None else part.replace("\n", newline).encode()
    )
    assert not left(tmp_path)


@pytest.mark.parametrize(
    "code",
    [
        # an event that becomes the last one of the preceding centre
        "file.write_bytes(b'[[centre.event]]\\nkind = \"opened\"\\n')",
        "file.write_bytes(b'# ' + text.replace(b'\\n', b'\\n# '))",
        "file.write_bytes(b'note = 1\\n' + text)",
        replacing("[[centre]]", "[[meeting]]"),
    ],
)
def test_edit_of_a_record_keeps_its_header(edit: Editing, tmp_path: Path, code: str) -> None:
    err = edit(code, "centre", "ICM", ends=5).err
    [kept] = left(tmp_path)
    assert err == (
        "c2c: error: the edited text does not begin with the header of centre ICM, so no changes were made; "
        f"keep the header as the first line, and find your edit in {kept}\n"
    )
    assert edit.file.read_text() == REGISTRY


def test_network_is_edited_alone(edit: Editing) -> None:
    assert (
        edit(replacing("A network", "N"), "network").err == f"c2c: edited the network in {FILE}\n"
    )
    assert edit.file.read_text() == REGISTRY.replace('"A network"', '"N"')
    assert edit.given.read_bytes().decode() == '[network]\nname = "A network"\n'


def test_waiver_is_edited_alone(edit: Editing) -> None:
    waivers = [record("waiver", kind="formal", year=year, reason="Flood") for year in (2020, 2021)]
    text = REGISTRY + rule("formal") + "".join(waivers)
    edit.file.write_text(text)
    done = edit(replacing("Flood", "Elections"), "waiver", "Formal", "--on", "2020")
    assert done.err == "c2c: edited waiver formal 2020 in data/centres.toml\n"
    assert edit.given.read_text() == waivers[0]
    assert edit.file.read_text() == text.replace("Flood", "Elections", 1)


def test_save_prints_the_warnings_about_the_changed_record(edit: Editing) -> None:
    edit.file.write_text(
        REGISTRY.replace(
            "2017-11-06\n", '2017-11-06\n[[centre.event]]\nkind = "signed"\nuntil = 2018\n'
        ),
        newline="\n",
    )
    warning = 'c2c: warning: [meeting 2018-11] status: already "held", but the meeting starts in the future (2040-01)'
    held = replacing('"2018-11"\nstatus = "tentative"', '"2040-01"\nstatus = "held"')
    assert edit(held, "meeting", "2018-11", "--dry-run").err.splitlines()[0].startswith(warning)
    done = edit(held, "meeting", "2018-11").err.splitlines()
    assert [done[0], done[1].partition(";")[0]] == [
        f"c2c: edited meeting 2018-11 in {FILE}",
        warning,
    ]
    assert "no longer matches the start date" in done[2]
    assert edit(replacing('"Next', '"Nxt')).err == f"c2c: edited the text of {FILE}\n"


def test_changed_id_that_others_refer_to_is_refused(edit: Editing, tmp_path: Path) -> None:
    err = edit(replacing('"NATCOM"', '"KNCU"'), "organisation", "natcom", ends=5).err
    [kept] = left(tmp_path)
    assert err == (
        f'{FILE}:52:3: error: [meeting 2018-06-27-jeju] attendees: unknown centre or organisation "NATCOM"; '
        "expected ICDH, ICM or KNCU\n"
        f"c2c: error: the edited text is invalid, so no changes were made; find your edit in {kept}\n"
    )
    assert (
        edit(replacing('"ICM"', '"MARTIAL"'), "centre", "ICM").err
        == f"c2c: edited centre ICM in {FILE}\n"
    )


def test_unchanged_text_writes_nothing(edit: Editing) -> None:
    before = edit.file.stat().st_mtime_ns
    assert edit("") == (0, "", f"c2c: no changes to {FILE}\n")
    assert edit("", "sector", "culture") == (0, "", f"c2c: no changes to {FILE}\n")
    assert edit.file.stat().st_mtime_ns == before


def test_visual_comes_before_editor(edit: Editing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", edit.script(replacing("Cheongju", "Jeju")))
    monkeypatch.setenv("EDITOR", "false")
    edit.c2c("edit", "centre", "ICDH")
    assert edit.file.read_text() == REGISTRY.replace("Cheongju", "Jeju")


def test_dry_run_prints_the_difference(edit: Editing) -> None:
    edit.file.chmod(0o444)
    assert edit(replacing("KR", "JP"), "centre", "ICM", "--dry-run") == (
        0,
        "--- a/data/centres.toml\n"
        "+++ b/data/centres.toml\n"
        "@@ -37,7 +37,7 @@\n"
        ' id = "ICM"\n'
        " name = 'Centre of Martial Arts'\n"
        ' sector = "education"\n'
        '-country = "KR"\n'
        '+country = "JP"\n'
        " \n"
        " # -- Meetings --\n"
        " \n",
        "",
    )
    assert edit.file.read_text() == REGISTRY


def test_empty_text_cancels_the_edit(edit: Editing) -> None:
    run = edit("file.write_bytes(b'\\n')", "centre", "ICM", ends=5)
    assert run.err == (
        "c2c: error: the edited text is empty, so no changes were made; use c2c remove to remove a record\n"
    )
    assert edit.file.read_text() == REGISTRY


def test_record_can_be_added_beside_the_edited_one(edit: Editing) -> None:
    edit(
        "file.write_bytes(text + text.replace(b'NATCOM', b'MOE').rstrip())",
        "organisation",
        "NATCOM",
    )
    assert [line for line in edit.file.read_text().splitlines() if line.startswith("id")][2:4] == [
        'id = "NATCOM"',
        'id = "MOE"',
    ]


def test_missing_line_end_of_a_record_is_added(edit: Editing) -> None:
    edit.file.write_text(REGISTRY.replace("\n\n# -- Meetings --\n", ""))
    edit("file.write_bytes(text.rstrip())", "centre", "ICM")
    assert edit.file.read_text() == REGISTRY.replace("\n\n# -- Meetings --\n", "")


INVALID = [
    "file.write_bytes(text + b'x =')",
    replacing('sector = "education"', 'sector = "educatoin"'),
    "file.write_bytes(text.decode().replace('Cheongju', 'Jéju').encode('latin-1'))",
    "file.write_bytes(text.decode().encode('utf-16'))",
    "file.write_bytes(b'\\0')",
]


@pytest.mark.posix
@pytest.mark.parametrize("code", INVALID)
def test_invalid_edit_is_kept_without_a_terminal(edit: Editing, tmp_path: Path, code: str) -> None:
    line, sentence = edit(code, ends=5).err.splitlines()
    [kept] = left(tmp_path)
    assert line.startswith(f"{FILE}:")
    assert sentence == (
        f"c2c: error: the edited text is invalid, so no changes were made; find your edit in {kept}"
    )
    assert kept.read_bytes() not in (b"", REGISTRY.encode())
    assert kept.parent.stat().st_mode & 0o077 == 0
    assert edit.file.read_text() == REGISTRY


def test_invalid_file_is_repaired_as_a_whole_only(edit: Editing) -> None:
    edit.file.write_bytes(REGISTRY.replace("Cheongju", "\udcff").encode(errors="surrogateescape"))
    repair = "file.write_bytes(text.replace(b'\\xff', b'Cheongju'))"
    assert edit(repair, "centre", "ICM", ends=3).err == (
        "data/centres.toml:26:9: error: invalid UTF-8 byte 0xff; save the file in UTF-8\n"
        "c2c: error: found 1 error in data/centres.toml\n"
    )
    assert '-city = "\\xff"\n+city = "Cheongju"\n' in edit(repair, "--dry-run").out
    assert edit(repair).err == f"c2c: edited the text of {FILE}\n"
    assert edit.file.read_text() == REGISTRY


FAILING = [
    ("sys.exit(3)", "EDITOR exited with code 3"),
    pytest.param(
        *("os.kill(os.getpid(), 9)", "EDITOR was killed by SIGKILL"), marks=pytest.mark.posix
    ),
]


@pytest.mark.parametrize(("code", "sentence"), FAILING)
def test_failing_editor_changes_nothing(
    edit: Editing, tmp_path: Path, code: str, sentence: str
) -> None:
    def error() -> str:
        return edit(code, ends=5).err.replace(os.environ["EDITOR"], "EDITOR")

    assert error() == f"c2c: error: {sentence}; no changes were made\n"
    assert not left(tmp_path)
    code = f"{replacing('KR', 'JP')}\n{code}"
    err = error()
    [kept] = left(tmp_path)
    assert err == f"c2c: error: {sentence}, so no changes were made; find your edit in {kept}\n"
    assert kept.read_text() == REGISTRY.replace("KR", "JP")
    assert edit.file.read_text() == REGISTRY


@pytest.mark.posix
def test_file_of_a_failing_editor_itself_is_kept(edit: Editing, tmp_path: Path) -> None:
    code = "file.with_name('.centres.toml.swp').write_bytes(b'typed')\nos.kill(os.getpid(), 15)"
    err = edit(code, ends=5).err
    assert err.endswith(f"; find your edit in {[*left(tmp_path)][1]}\n")
    assert [file.name for file in left(tmp_path)] == ["centres.toml", ".centres.toml.swp"]


def test_editor_that_removes_the_file_is_named(edit: Editing, tmp_path: Path) -> None:
    err = edit("file.unlink()", ends=5).err
    assert err == f"c2c: error: {os.environ['EDITOR']} removed the file; no changes were made\n"
    assert edit.file.read_text() == REGISTRY
    assert not [*(tmp_path / "tmp").iterdir()]


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="requires /dev/full")
def test_edit_is_kept_if_the_difference_cannot_be_printed(
    edit: Editing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", edit.script(replacing("KR", "JP")))
    monkeypatch.setenv("TMPDIR", tempfile.gettempdir())
    with Path("/dev/full").open("wb") as full:
        command = [PROGRAM, "edit", "--dry-run"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    [kept] = left(tmp_path)
    assert done.stderr == (
        f"c2c: kept your edit in {kept}\n"
        "c2c: error: cannot write to standard output: no space left on device\n"
    )


def test_missing_directory_for_temporary_files_is_not_an_error_of_the_editor(
    edit: Editing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", "nowhere")
    assert edit("", ends=5).err == (
        "c2c: error: cannot create a temporary file: no such file or directory, "
        "so no changes were made; set TMPDIR to another directory\n"
    )


@pytest.mark.posix
@pytest.mark.parametrize(
    ("editor", "reason"),
    [
        ("no-such-editor -w", "no such file or directory"),
        ("/", "permission denied"),
        ("'vi", "no closing quotation"),
    ],
)
def test_editor_that_cannot_run(
    c2c: Program, monkeypatch: pytest.MonkeyPatch, editor: str, reason: str
) -> None:
    c2c.write(REGISTRY)
    monkeypatch.setenv("EDITOR", editor)
    assert c2c("edit", code=5).err == (
        f"c2c: error: cannot run {editor}: {reason}, so no changes were made; set VISUAL or EDITOR to your editor\n"
    )


@pytest.mark.parametrize(
    ("meanwhile", "sentence"),
    [
        (
            "registry.write_bytes(registry.read_bytes() + b'# new')",
            "data/centres.toml was changed by another program",
        ),
        (
            "registry.unlink()",
            "data/centres.toml not found; pass another file, or create it with c2c init data/centres.toml,",
        ),
    ],
)
def test_edit_is_kept_if_the_registry_changes_meanwhile(
    edit: Editing, tmp_path: Path, meanwhile: str, sentence: str
) -> None:
    err = edit(
        f"{replacing('KR', 'JP')}\nregistry = Path('{FILE}')\n{meanwhile}", "centre", "ICM", ends=5
    ).err
    [kept] = left(tmp_path)
    sentence, _, hint = sentence.partition("; ")
    hint = f"{hint} and " if hint else ""
    assert (
        err == f"c2c: error: {sentence}, so no changes were made; {hint}find your edit in {kept}\n"
    )
    assert kept.read_text() == ICM.replace("KR", "JP")


def test_record_with_comments_between_its_tables_is_one_part(edit: Editing) -> None:
    apart = REGISTRY.replace("  [[centre.event]]", "# Events\n\n  [[centre.event]]")
    edit.file.write_text(apart)
    edit("", "centre", "ICDH")
    assert edit.given.read_text() == ICDH.replace(
        "  [[centre.event]]", "# Events\n\n  [[centre.event]]"
    )


def test_record_apart_from_its_tables_is_refused(edit: Editing) -> None:
    names = '\n[sector.names]\nko = "교육"\n'
    edit.file.write_text(REGISTRY.replace("\n# The first", f"{names}\n# The first", 1))
    assert edit("", "sector", "education", ends=5).err == (
        "c2c: error: cannot edit the sector alone: its sub-table on line 20 comes after another record, "
        "so no changes were made; use c2c edit to edit the whole file\n"
    )


def test_editor_does_not_open_for_what_cannot_be_edited(edit: Editing) -> None:
    assert (
        edit("", "centre", "ICHD", ends=4).err
        == 'c2c: error: unknown centre "ICHD"; did you mean "ICDH"?\n'
    )
    assert (
        edit("", "--data", "-", ends=2).err
        == "c2c: error: --data: cannot write to standard input; pass a file\n"
    )
    assert edit("", "--data", "x.toml", ends=3).err == (
        "c2c: error: x.toml not found; pass another file, or create it with c2c init x.toml\n"
    )
    edit.file.chmod(0o444)
    assert (
        edit("", ends=5).err
        == f"c2c: error: {FILE} is read-only, so no changes were made; make it writable, or use a copy\n"
    )
    assert not edit.given.exists()


def test_options_of_the_file_are_not_ignored(edit: Editing) -> None:
    assert edit("", "--dry-run", "centre", "ICM", ends=2).err == (
        "c2c: error: unexpected --dry-run before centre; move it to the end\n"
    )
    assert edit("", "--data", FILE, "centre", "ICM", ends=2).err == (
        "c2c: error: unexpected --data before centre; move it to the end\n"
    )


def test_without_terminal_or_editor_fields_are_required(c2c: Program) -> None:
    c2c.write(REGISTRY)
    assert c2c("edit", code=2).err == (
        "c2c: error: missing command; expected "
        "centre, event, contact, meeting, organisation, sector, cadence, obligation, waiver, source or network\n"
    )
    assert (
        c2c("edit", "centre", "ICM", code=2).err
        == "c2c: error: no fields given; see c2c edit centre --help\n"
    )


def test_bundled_registry_is_copied_only_for_a_change(edit: Editing, tmp_path: Path) -> None:
    edit.file.unlink()
    copy = tmp_path / "home/.local/share/c2c/centres.toml"
    assert "no changes to" in edit("", "centre", "ICDH").err
    assert not copy.exists()
    assert edit(replacing("Cheongju", "Jeju"), "centre", "ICDH").err == (
        f"c2c: copied the bundled registry to {copy}\nc2c: edited centre ICDH in {copy}\n"
    )
    assert copy.read_text() == (ROOT / FILE).read_text().replace("Cheongju", "Jeju", 1)


BREAKS_THEN_REPAIRS = """
bad = b'"educatoin"' in text
file.write_bytes(text.replace(b'"educatoin"', b'"culture"') if bad else text.replace(b'"education"', b'"educatoin"'))
"""

PROBLEM = 'data/centres.toml:39:10: error: [centre ICM] sector: unknown sector "educatoin"; did you mean "education"?\r\n'
QUESTION = "(e)dit again or (d)iscard?\r\n> "


@pytest.mark.posix
@pytest.mark.process
def test_invalid_edit_is_edited_again_at_a_terminal(edit: Editing) -> None:
    child = at_terminal(
        edit.c2c.folder, PROGRAM, "edit", "centre", "ICM", EDITOR=edit.script(BREAKS_THEN_REPAIRS)
    )
    child.expect_exact(PROBLEM + QUESTION)
    child.sendline("e")
    assert ended(child) == (0, f"e\nc2c: edited centre ICM in {FILE}\n")
    assert edit.file.read_text() == REGISTRY.replace(ICM, ICM.replace('"education"', '"culture"'))


BREAKS = replacing("# The second.", "[[centre")


@pytest.mark.posix
@pytest.mark.process
def test_invalid_edit_is_discarded_at_a_terminal_by_d_only(edit: Editing, tmp_path: Path) -> None:
    child = edit.at_terminal(BREAKS)
    for answer in ("e", "dont know"):
        child.expect_exact(QUESTION)
        child.sendline(answer)
    child.expect_exact(QUESTION)
    child.sendline("D")
    end = f"D\nc2c: error: discarded the edits to {FILE}; no changes were made\n"
    assert ended(child) == (5, end)
    assert edit.file.read_text() == REGISTRY
    assert not left(tmp_path)


@pytest.mark.posix
@pytest.mark.process
@pytest.mark.parametrize(("key", "shown"), [("\x03", "^C\n"), ("\x04", "\n")])
def test_invalid_edit_is_kept_if_the_question_is_interrupted(
    edit: Editing, tmp_path: Path, key: str, shown: str
) -> None:
    child = edit.at_terminal(BREAKS)
    child.expect_exact(QUESTION)
    child.send(key)
    code, end = ended(child)
    [kept] = left(tmp_path)
    assert (code, end) == (130, f"{shown}c2c: kept your edit in {kept}\n")
    assert kept.read_text() == REGISTRY.replace("# The second.", "[[centre")
    assert edit.file.read_text() == REGISTRY


@pytest.mark.posix
@pytest.mark.process
def test_invalid_edit_is_kept_if_the_window_is_closed(edit: Editing, tmp_path: Path) -> None:
    child = edit.at_terminal(BREAKS)
    child.expect_exact(QUESTION)
    child.close()  # closes the terminal and sends SIGHUP
    assert child.signalstatus == signal.SIGHUP
    [kept] = left(tmp_path)
    assert kept.read_text() == REGISTRY.replace("# The second.", "[[centre")


WAITS = "print(os.getpid(), flush=True)\nimport time\ntime.sleep(60)"


@pytest.mark.process
@pytest.mark.posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("code", ["pass", BREAKS], ids=["unchanged", "changed"])
def test_a_signal_ends_the_editor_and_keeps_only_an_edit(
    edit: Editing, tmp_path: Path, code: str, name: str
) -> None:
    script = edit.script(f"{code}\n{WAITS}")
    process = subprocess.Popen(
        [PROGRAM, "edit"],
        env=environment(tmp_path, EDITOR=script, TMPDIR=tempfile.gettempdir()),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    editor = int(process.stdout.readline())
    number = signal.Signals[name]
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == -number
    with pytest.raises(ProcessLookupError):
        os.kill(editor, 0)
    assert err == "".join(f"c2c: kept your edit in {kept}\n" for kept in left(tmp_path))
    assert len(left(tmp_path)) == (code == BREAKS)
    assert len([*(tmp_path / "tmp").iterdir()]) == (code == BREAKS)


@pytest.mark.posix
def test_copy_to_edit_is_for_the_user_alone(edit: Editing) -> None:
    shown = "sys.exit(file.parent.stat().st_mode & 0o777 != 0o700)"
    assert edit(shown).err == f"c2c: no changes to {FILE}\n"


@pytest.mark.posix
@pytest.mark.process
def test_copy_to_edit_remains_if_the_program_is_killed(edit: Editing, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [PROGRAM, "edit"],
        env=environment(tmp_path, EDITOR=edit.script(WAITS), TMPDIR=tempfile.gettempdir()),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    editor = int(process.stdout.readline())
    process.kill()
    process.wait(timeout=30)
    os.kill(editor, signal.SIGKILL)
    process.communicate(timeout=30)
    (copy,) = left(tmp_path)
    assert copy.read_text() == REGISTRY
    assert re.fullmatch("c2c-[0-9a-f]{16}", copy.parent.name)


@pytest.mark.posix
@pytest.mark.process
def test_first_edit_is_kept_if_the_second_fails(edit: Editing, tmp_path: Path) -> None:
    child = edit.at_terminal(f"if b'[[centre\\n' in text: file.unlink()\nelse: {BREAKS}")
    child.expect_exact(QUESTION)
    child.sendline("e")
    code, end = ended(child)
    [kept] = left(tmp_path)
    assert code == 5
    assert " removed the file, so no changes were made; find your edit in " in " ".join(end.split())
    assert kept.read_text() == REGISTRY.replace("# The second.", "[[centre")


@pytest.mark.posix
@pytest.mark.process
def test_editor_that_nobody_chose_is_named(edit: Editing) -> None:
    file = edit.c2c.write("#!/bin/sh\n", "bin/vi")
    file.chmod(0o755)
    child = at_terminal(edit.c2c.folder, PROGRAM, "edit", PATH=str(file.parent))
    code, shown = ended(child)
    assert (code, shown.splitlines()[0]) == (
        0,
        "c2c: opening in vi; set EDITOR to use another editor",
    )


@pytest.mark.posix
@pytest.mark.process
def test_interrupt_is_left_to_the_editor(edit: Editing) -> None:
    ignoring = f"""
import signal
signal.signal(signal.SIGINT, lambda *_: os.write(1, b"ignored"))
os.write(1, b"ready")
sys.stdin.readline()
{replacing("KR", "JP")}
"""
    child = at_terminal(edit.c2c.folder, PROGRAM, "edit", EDITOR=edit.script(ignoring))
    child.expect_exact("ready")
    child.sendintr()
    child.expect_exact("ignored")
    child.sendline("")
    assert ended(child)[1].endswith(f"c2c: edited the text of {FILE}\n")
    assert edit.file.read_text() == REGISTRY.replace("KR", "JP")
