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
from typing import Any

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
    data: str | None, table: str, words: Mapping[str, Any], otherwise: UsageError, *, dry_run: bool
) -> None:
    """Let the user edit the registry file that `data` selects, and save it once it is valid.

    If `table` is given, open only the record that `words` select; an event or contact is opened
    with its centre. Raises `otherwise` if neither an editor nor a terminal is available.
    """
    editor = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if not editor:
        if not (streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stdout)):
            raise otherwise
        editor = "vi"
        streams.note("opening in vi; set EDITOR to use another editor")
    where = locate_writable(data)
    if not dry_run and not where.bundled:
        disk.require_writable(where.file)
    old = disk.read_bytes(where.file)
    name, start, end = _part(old, where.file, table, words) if table else ("", 0, len(old))
    edited = old[start:end]
    while True:
        edited = _edited(editor, Path(where.file).name, edited)
        if table and not edited.endswith(b"\n"):
            edited += b"\n"  # another record may follow
        if not edited.strip():  # as in git, an empty text cancels
            raise WriteError("the edited text is empty", "use c2c remove to remove a record")
        new = old[:start] + edited + old[end:]
        if new == old:
            streams.note(f"no changes to {where.file}")
            return
        done = (
            write.Change(f"edited {name}", "in") if name else write.Change("edited the text", "of")
        )
        try:
            if table and _first(edited) != _first(old[start:end]):
                message = f"the edited text does not begin with the header of {name}"
                raise WriteError(message, "keep the header as the first line")
            write.rewrite(where, old, new, done, day=day(None), data=data, dry_run=dry_run)
            break
        except load.InvalidFileError as error:
            for line in error.lines:
                streams.write_line(line)
            asks = streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stderr)
            if asks:
                streams.write_line("(e)dit again or (d)iscard?")
            if not asks or read_line().lower().startswith("d"):
                raise WriteError(f"discarded the edits to {name or where.file}") from None
        except (InputError, WriteError) as error:
            with tempfile.NamedTemporaryFile(prefix="c2c-", suffix=".toml", delete=False) as kept:
                kept.write(edited)
            hint = " and ".join(
                filter(None, (error.hint and f"{error.hint},", f"find your edit in {kept.name}"))
            )
            raise WriteError(error.message, hint, subject=error.subject) from None


def _part(content: bytes, file: str, table: str, words: Mapping[str, Any]) -> tuple[str, int, int]:
    """Return the name of a record, and the start and end of its lines in bytes."""
    registry, _ = load.read(content, file)
    record, centre = find(registry, table, words)
    record = centre or record
    table = table_of(record)
    number = registry.tables()[table].index(record)
    text = load.decoded(content, file)
    bom = len(content) - len(text.encode())
    start, end = (
        bom + len(text[:offset].encode()) for offset in Editor(text).part((table, number))
    )
    return phrase(record), start, end


def _first(content: bytes) -> tuple[Any, ...]:
    """Return the form and path of the first statement, which is the header of a record.

    Keys before the header would belong to another record.
    """
    return next(((one.form, one.path) for one in statements(content.decode(errors="replace"))), ())


def _edited(editor: str, name: str, content: bytes) -> bytes:
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
        raise WriteError(
            *refused(f"run {editor}", reason(error), "set VISUAL or EDITOR to your editor")
        ) from None
