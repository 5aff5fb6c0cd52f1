"""Edits of a registry file, or of one record, in the user's editor.

The text is checked when the editor closes.
"""

import os
import shlex
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from c2c_cli import streams
from c2c_cli.cli.options import day
from c2c_cli.cli.prompt import read_line
from c2c_cli.cli.targets import find
from c2c_cli.errors import InputError, UsageError, WriteError, reason, refused
from c2c_cli.model.records import phrase, table_of
from c2c_cli.store import disk, load, write
from c2c_cli.store.locate import locate_writable
from c2c_cli.toml.edit import Editor
from c2c_cli.toml.grammar import statements


def edit(
    data: str | None,
    table: str,
    words: Mapping[str, object],
    otherwise: UsageError,
    *,
    dry_run: bool,
) -> None:
    """Let the user edit the registry file that `data` selects, and save it once it is valid.

    If `table` is given, open only the record that `words` select; an event or contact is opened
    with its centre. Raises `otherwise` if neither an editor nor a terminal is available.
    """
    editor = _editor(otherwise)
    where = locate_writable(data)
    if not dry_run and not where.bundled:
        disk.require_writable(where.file)
    old = disk.read_bytes(where.file)
    if table:
        name, start, end = _part(old, where.file, table, words)
        done = write.Change(f"edited {name}", "in")
    else:
        name, start, end = where.file, 0, len(old)
        done = write.Change("edited the text", "of")
    part = edited = old[start:end]
    while (edited := _edited(editor, where.file, edited, is_record=bool(table))) != part:
        new = old[:start] + edited + old[end:]
        try:
            if table:
                _require_same_header(name, part, edited)
            write.rewrite(where, old, new, done, day=day(None), data=data, dry_run=dry_run)
        except load.InvalidFileError as error:
            _offer_another_try(error, name)
        except (InputError, WriteError) as error:
            raise _with_copy(error, edited) from None
        else:
            return
    streams.note(f"no changes to {where.file}")


def _editor(otherwise: UsageError) -> str:
    """Return the command of the user's editor, or vi in a terminal; raise `otherwise` elsewhere."""
    editor = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if editor:
        return editor
    if not (streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stdout)):
        raise otherwise
    streams.note("opening in vi; set EDITOR to use another editor")
    return "vi"


def _part(
    content: bytes, file: str, table: str, words: Mapping[str, object]
) -> tuple[str, int, int]:
    """Return the name of a record, and the start and end of its lines in bytes."""
    registry, _ = load.read(content, file)
    record, centre = find(registry, table, words)
    record = centre or record
    table = table_of(record)
    number = registry.tables()[table].index(record)
    text = load.decoded(content, file)
    bom = len(content) - len(text.encode())
    start, end = Editor(text).part((table, number))
    return phrase(record), bom + len(text[:start].encode()), bom + len(text[:end].encode())


def _require_same_header(name: str, old: bytes, new: bytes) -> None:
    """Raise WriteError if the new text of a record does not begin with the header of the old one.

    Keys before the header would belong to another record.
    """
    if _first(new) != _first(old):
        message = f"the edited text does not begin with the header of {name}"
        raise WriteError(message, "keep the header as the first line")


def _first(content: bytes) -> tuple[str, tuple[str, ...]] | None:
    """Return the form and path of the first statement, or None if there is none."""
    statement = next(statements(content.decode(errors="replace")), None)
    return (statement.form, statement.path) if statement is not None else None


def _offer_another_try(error: load.InvalidFileError, name: str) -> None:
    """Print the errors of an edited text, and ask whether to edit it again.

    Raises WriteError if the user discards the text, or if no terminal is available to ask in.
    """
    for line in error.lines:
        streams.write_line(line)
    if streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stderr):
        streams.write_line("(e)dit again or (d)iscard?")
        if not read_line().lower().startswith("d"):
            return
    raise WriteError(f"discarded the edits to {name}")


def _with_copy(error: InputError | WriteError, edited: bytes) -> WriteError:
    """Keep an edited text in a temporary file, and return `error` with a hint that names it."""
    with tempfile.NamedTemporaryFile(prefix="c2c-", suffix=".toml", delete=False) as copy:
        copy.write(edited)
    hint = f"find your edit in {copy.name}"
    if error.hint:
        hint = f"{error.hint}, and {hint}"
    return WriteError(error.message, hint, subject=error.subject)


def _edited(editor: str, file: str, content: bytes, *, is_record: bool) -> bytes:
    """Return the text that the user made of `content`; raise WriteError if it is empty."""
    edited = _run(editor, Path(file).name, content)
    if not edited.strip():  # as in git, an empty text cancels
        raise WriteError("the edited text is empty", "use c2c remove to remove a record")
    if is_record and not edited.endswith(b"\n"):
        edited += b"\n"  # another record may follow
    return edited


def _run(editor: str, name: str, content: bytes) -> bytes:
    """Return the content of a file after the user has edited a copy.

    Only the user can read the copy.
    """
    try:
        # backslashes separate directories on Windows
        command = shlex.split(editor, posix=os.name != "nt")
        with tempfile.TemporaryDirectory(prefix="c2c-", ignore_cleanup_errors=True) as directory:
            copy = Path(directory, name)
            copy.write_bytes(content)
            # Ctrl-C is for the editor, where it need not mean quit; unlike SIG_IGN, a handler is
            # not inherited
            previous = signal.signal(signal.SIGINT, lambda *_: None)
            try:
                # the user's own editor
                code = subprocess.run([*command, copy], check=False).returncode  # noqa: S603
            finally:
                signal.signal(signal.SIGINT, previous)
            if code:
                raise WriteError(f"{editor} exited with code {code}")
            return copy.read_bytes()
    except (OSError, ValueError) as error:
        raise WriteError.of(
            refused(f"run {editor}", reason(error), "set VISUAL or EDITOR to your editor")
        ) from None
