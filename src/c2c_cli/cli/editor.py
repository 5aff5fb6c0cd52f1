"""Edits of a registry file, or of one record, in the user's editor.

The text is checked when the editor closes.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from c2c_cli import streams
from c2c_cli.cli.options import day
from c2c_cli.cli.prompt import read_line
from c2c_cli.cli.targets import find
from c2c_cli.errors import InputError, UsageError, WriteError, reason, refused
from c2c_cli.model.record import Record
from c2c_cli.model.records import phrase, table_of
from c2c_cli.store import disk, load, write
from c2c_cli.store.locate import data_option, locate_writable
from c2c_cli.toml.edit import Editor
from c2c_cli.toml.grammar import statements

EDITOR_SECONDS = 2
"""Maximum number of seconds to wait for an editor to end after it was asked to."""


def edit(
    data: str | None,
    table: str,
    words: Mapping[str, object],
    otherwise: UsageError,
    *,
    manner: write.Manner,
) -> int:
    """Let the user edit the registry file that `data` selects, and save it once it is valid.

    Return the exit code. If `table` is given, open only the record that `words` select; an event
    or contact is opened with the record that contains it. Raises `otherwise` if neither an editor
    nor a terminal is available.
    """
    editor = _editor(otherwise)
    where = locate_writable(data)
    if not manner.dry_run and not where.bundled:
        disk.require_writable(where.file)
    old = disk.read_bytes(where.file)
    if table:
        record, start, end = _part(old, where.file, table, words, data)
        name = phrase(record)
        done = write.Change(f"edited {name}", "in", [record])
    else:
        name, start, end = where.file, 0, len(old)
        done = write.Change("edited the text", "of")
    with _copy_of(old[start:end], Path(where.file).name) as copy:
        while (edited := _edited(editor, copy, is_record=bool(table))) != copy.original:
            new = old[:start] + edited + old[end:]
            try:
                if table:
                    _require_same_header(name, copy.original, edited)
                return write.rewrite(where, old, new, done, day=day(None), data=data, manner=manner)
            except load.InvalidFileError as error:
                if not _offers_another_try(error):
                    copy.discard()
                    raise WriteError(f"discarded the edits to {name}") from None
    write.report_unchanged(where.file, done.records, manner)
    return 0


def _editor(otherwise: UsageError) -> str:
    """Return the command of the user's editor, or the default; raise `otherwise` if not usable."""
    editor = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if editor:
        return editor
    if not (streams.is_terminal(sys.stdin) and streams.is_terminal(sys.stdout)):
        raise otherwise
    default = "notepad" if os.name == "nt" else "vi"
    streams.note(f"opening in {default}; set EDITOR to use another editor")
    return default


def _part(
    content: bytes, file: str, table: str, words: Mapping[str, object], data: str | None
) -> tuple[Record, int, int]:
    """Return a record, and the start and end of its lines in bytes.

    `data` is the value of `--data` that selects the registry.
    """
    registry, _ = load.read(content, file)
    registry = registry._replace(option=data_option(data))
    record, owner = find(registry, table, words, {})
    record = owner or record
    table = table_of(record)
    number = registry.tables()[table].index(record)
    text = load.decoded(content, file)
    bom = len(content) - len(text.encode())
    start, end = Editor(text).part((table, number))
    return record, bom + len(text[:start].encode()), bom + len(text[:end].encode())


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


def _offers_another_try(error: load.InvalidFileError) -> bool:
    """Print the errors of an edited text, and return whether the user wants to edit it again.

    Raises WriteError if no terminal is available to ask in.
    """
    for line in error.lines:
        streams.write_line(line)
    if not streams.can_prompt():
        raise WriteError("the edited text is invalid")
    streams.write_line("(e)dit again or (d)iscard?")
    return read_line().lower() not in {"d", "discard"}


class _Copy:
    """A copy of a text to edit, in a temporary directory that only the user can read."""

    def __init__(self, original: bytes, file: Path) -> None:
        self.original = original
        self.file = file
        self.latest = original
        """The text after the last edit that did not leave it empty."""

    def create(self) -> None:
        """Write the original; delete an incomplete file, which would look like an edit."""
        try:
            self.file.parent.mkdir(mode=0o700)
            self.file.write_bytes(self.original)
        except BaseException as error:
            self.discard()
            if isinstance(error, OSError):
                raise _no_copy(error) from None
            raise

    def edit(self) -> Path | None:
        """Return the file that contains the user's edit, or None if there is none.

        An editor that was killed may have saved the edit to another file.
        """
        if self.latest != self.original and not self._is_edit(self.file):
            with suppress(OSError):
                self.file.write_bytes(self.latest)
        files = [self.file, *sorted(self.file.parent.iterdir())]
        return next(filter(self._is_edit, files), None)

    def _is_edit(self, file: Path) -> bool:
        """Return whether the text of a file is not blank and differs from the original."""
        try:
            content = file.read_bytes() if file.is_file() else b""
        except OSError:
            return False
        return bool(content.strip()) and content != self.original

    def discard(self) -> None:
        """Delete the copy, and all that an editor wrote to its directory."""
        self.latest = self.original
        try:
            shutil.rmtree(self.file.parent, ignore_errors=True)
        finally:  # a signal may have interrupted the deletion
            shutil.rmtree(self.file.parent, ignore_errors=True)


def _no_copy(error: OSError) -> WriteError:
    """Return the error to raise if a copy cannot be created."""
    hint = "set TMPDIR to another directory"
    return WriteError.of(refused("create a temporary file", reason(error), hint))


@contextmanager
def _copy_of(content: bytes, name: str) -> Iterator[_Copy]:
    """Yield a copy of a text, and delete it afterwards.

    After an error, a copy that the user has edited is kept. An InputError or WriteError names it;
    for any other error, a message does.
    """
    try:
        parent = tempfile.gettempdir()
    except OSError as error:
        raise _no_copy(error) from None
    # a signal may interrupt mkdtemp after it has created the directory
    directory = Path(parent, f"c2c-{os.urandom(8).hex()}")
    copy = _Copy(content, directory / name)
    try:
        copy.create()
        yield copy
    except BaseException as error:
        edit = copy.edit() if copy.file.parent.exists() else None
        if edit is None:
            copy.discard()
        elif isinstance(error, InputError | WriteError):
            hint = f"find your edit in {edit}"
            if error.hint:
                hint = f"{error.hint}, and {hint}"
            raise WriteError(error.message, hint, subject=error.subject) from None
        else:
            streams.note(f"kept your edit in {edit}")
        raise
    copy.discard()


def _edited(editor: str, copy: _Copy, *, is_record: bool) -> bytes:
    """Return the text of a copy that the user has edited; raise WriteError if it is empty."""
    _run(editor, copy.file)
    if not os.path.lexists(copy.file):
        raise WriteError(f"{editor} removed the file")
    edited = disk.read_bytes(str(copy.file))
    if not edited.strip():  # as in git, an empty text cancels
        raise WriteError("the edited text is empty", "use c2c remove to remove a record")
    copy.latest = edited
    if is_record and not edited.endswith(b"\n"):
        edited += b"\n"  # another record may follow
    return edited


def _run(editor: str, file: Path) -> None:
    """Open a file in the user's editor, and wait until it is closed."""
    try:
        # Ctrl-C is for the editor, where it need not mean quit; unlike SIG_IGN, a handler is
        # not inherited
        previous = signal.signal(signal.SIGINT, lambda *_: None)
        try:
            code = _wait(_started(editor, file))
        finally:
            signal.signal(signal.SIGINT, previous)
    except (OSError, ValueError) as error:
        hint = "set VISUAL or EDITOR to your editor"
        raise WriteError.of(refused(f"run {editor}", reason(error), hint)) from None
    if code < 0:
        raise WriteError(f"{editor} was killed by {_signal_name(-code)}")
    if code:
        raise WriteError(f"{editor} exited with code {code}")


def _started(editor: str, file: Path) -> "subprocess.Popen[bytes]":
    """Start the user's editor on a file."""
    if os.name == "nt":  # only its shell finds scripts, such as code.cmd for code
        return subprocess.Popen(f'{editor} "{file}"', shell=True)  # noqa: S602
    return subprocess.Popen([*shlex.split(editor), file])  # noqa: S603  # the user's own editor


def _wait(process: "subprocess.Popen[bytes]") -> int:
    """Return the exit code of an editor; end the editor if this process is interrupted."""
    try:
        return process.wait()
    except BaseException:
        process.terminate()  # some editors then save unsaved text
        with suppress(subprocess.TimeoutExpired):
            process.wait(EDITOR_SECONDS)
        raise


def _signal_name(number: int) -> str:
    """Return `SIGKILL`, or `signal 40` for a signal without a name."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
