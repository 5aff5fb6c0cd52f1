"""Edits of a registry file, or of one record, in the user's editor, checked when the editor closes."""

import codecs
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from c2c_cli import streams
from c2c_cli.cli.options import day
from c2c_cli.cli.prompt import read_line
from c2c_cli.cli.targets import Target
from c2c_cli.errors import InputError, WriteError, reason, refused
from c2c_cli.model.registry import Registry
from c2c_cli.store import disk, load, write
from c2c_cli.store.locate import data_option, locate_writable
from c2c_cli.text import quoted
from c2c_cli.toml.edit import Editor


def available() -> bool:
    """Return whether the user has named an editor, or is at a terminal."""
    return bool(_named()) or (streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stdout))


def _named() -> str:
    return os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()


def edit(data: str | None, find: Callable[[Registry], Target] | None, *, dry_run: bool) -> None:
    """Open the registry file, or the record that `find` returns, and save it once it is valid.

    An event or contact is opened with its centre.
    """
    where = locate_writable(data)
    if not dry_run and not where.bundled:
        disk.require_writable(where.file)
    old = disk.read_bytes(where.file)
    noun, record_id, only, (start, end) = _part(old, where.file, find) if find else ("", "", None, (0, len(old)))
    before, after = old[:start], old[end:]
    summary = f"edited {noun} in" if only else "edited the text of"
    with ExitStack() as cleanup:
        copy = _temporary(Path(where.file).name, old[start:end], cleanup)
        while True:
            edited = _edited(copy, old[start:end], whole=not only)
            if not edited.strip():  # as in git, an empty text cancels
                raise WriteError("the edited text is empty", "use c2c remove to remove a record")
            new = before + edited + after
            if new == old:
                streams.note(f"no changes to {where.file}")
                return
            try:
                write.rewrite(where, old, new, summary, day=day(None), data=data, dry_run=dry_run)
            except load.InvalidFileError as error:
                lines = [*error.lines]
                if only and any(
                    one.code == "dangling-id" and quoted(record_id) in one.message for one in error.problems
                ):
                    hint = f"use c2c edit {only[0]} {record_id}{data_option(data)} --id ID"
                    lines.append(f"c2c: error: other records refer to {noun} by its id; {hint}")
                if not _edit_again(lines):
                    raise WriteError(f"discarded the edit of {noun or where.file}") from None
            except (InputError, WriteError) as error:
                cleanup.pop_all()  # the valid edit is kept
                hint = " and ".join(filter(None, (error.hint and f"{error.hint},", f"find your edit in {copy}")))
                raise WriteError(error.message, hint, subject=error.subject) from None
            else:
                return


def _temporary(name: str, content: bytes, cleanup: ExitStack) -> Path:
    """Create a temporary file that only the user can read, which `cleanup` deletes."""
    try:
        directory = Path(tempfile.mkdtemp(prefix="c2c-"))
        cleanup.callback(shutil.rmtree, directory, ignore_errors=True)
        (directory / name).write_bytes(content)
    except OSError as error:
        raise WriteError(*refused("create a temporary file", reason(error))) from None
    return directory / name


def _part(
    content: bytes, file: str, find: Callable[[Registry], Target]
) -> tuple[str, str, tuple[str, int], tuple[int, int]]:
    """Return the name and id of a record, its table and number, and the start and end of its lines in bytes."""
    registry, _ = load.read(content, file)
    found = find(registry)
    if found.centre is not None:
        found = Target("centre", found.centre)
    number = next(number for number, one in enumerate(registry.tables()[found.table]) if one is found.record)
    text = load.decoded(content, file)
    bom = len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0
    start, end = (bom + len(text[:offset].encode()) for offset in Editor(text).part((found.table, number)))
    return found.name, getattr(found.record, "id", ""), (found.table, number), (start, end)


def _edited(copy: Path, old: bytes, *, whole: bool) -> bytes:
    """Open the editor and return the edited text; a part of a file keeps its final line end."""
    _run_editor(copy)
    try:
        new = disk.read_bytes(str(copy))
    except InputError as error:
        raise WriteError(error.message) from None
    if whole or not new or new.endswith(b"\n") or not old.endswith(b"\n"):
        return new
    return new + (b"\r\n" if old.endswith(b"\r\n") else b"\n")


def _run_editor(file: Path) -> None:
    editor = _named() or "vi"
    if not _named():
        streams.note("opening in vi; set EDITOR to use another editor")
    try:
        command = shlex.split(editor, posix=os.name != "nt")  # backslashes separate directories on Windows
        # Ctrl-C is for the editor, where it need not mean quit; unlike SIG_IGN, a handler is not inherited
        previous = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            code = subprocess.run([*command, file], check=False).returncode  # noqa: S603  # the user's own editor
        finally:
            signal.signal(signal.SIGINT, previous)
    except (OSError, ValueError) as error:
        raise WriteError(*refused(f"run {editor}", reason(error), "set VISUAL or EDITOR to your editor")) from None
    if code < 0:
        raise WriteError(f"{editor} was killed by signal {-code}")
    if code:
        raise WriteError(f"{editor} exited with code {code}")


def _edit_again(errors: Sequence[str]) -> bool:
    """Print the errors, and ask whether to edit again or to discard the edit; without a terminal, discard it."""
    for line in errors:
        streams.write_line(line)
    if not (streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stderr)):
        return False
    while True:
        streams.write_line("(e)dit again or (d)iscard?")
        answer = read_line().lower()
        if answer in {"e", "edit", "d", "discard"}:
            return answer.startswith("e")
        streams.note("error: expected e or d")
