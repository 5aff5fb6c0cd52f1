"""Standard output and standard error: stdout is data, stderr is sentences. Knows bytes and terminals, not formats."""

import codecs
import errno
import os
import sys
from collections.abc import Iterable
from typing import TextIO

from c2c_cli.errors import OutputClosedError, OutputError
from c2c_cli.text import escape, visible

_BATCH = 1 << 20
"""Characters of a long output that are written together."""


def is_terminal(stream: TextIO | None) -> bool:
    """Tell whether a person reads the stream as it comes."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def width(stream: TextIO | None) -> int | None:
    """Return the columns that a line has: COLUMNS, else the terminal's, else as many as it needs (None)."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    if stream is None or not is_terminal(stream):
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def colour(stream: TextIO | None) -> bool:
    """Tell whether a table may be coloured: NO_COLOR says never, FORCE_COLOR always, else at a terminal that can."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def encoding(stream: TextIO | None) -> str:
    """Return the stream's encoding, as tables and sentences use it; data is UTF-8 whatever it is."""
    return getattr(stream, "encoding", None) or "utf-8"


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(escape, error.object[error.start : error.end])), error.end


codecs.register_error("c2c.escaped", _escaped)


def encodable(text: str, codec: str) -> str:
    r"""Return a text with what an encoding lacks as `\uXXXX`."""
    return text.encode(codec, "c2c.escaped").decode(codec)


def open_stdout() -> None:
    """Where the shell has closed standard output (`>&-`), let whoever writes to it fail, not pass for done."""
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")


def write(text: str, codec: str = "utf-8") -> None:
    """Write a text to standard output.

    Raises OutputClosedError where the reader has closed the pipe, OutputError where it cannot be written.
    """
    write_bytes(text.encode(codec, "backslashreplace"))


def write_texts(texts: Iterable[str]) -> None:
    """Write texts to standard output, one behind the other, as many at a time as are worth it."""
    waiting, size = [], 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size > _BATCH:
            write("".join(waiting))
            waiting, size = [], 0
    write("".join(waiting))


def write_text(text: str) -> None:
    """Write a text of lines to standard output, exact in a pipe; at a terminal nothing in it may drive that."""
    write(visible(text, keep="\n\t") if is_terminal(sys.stdout) else text)


def write_bytes(data: bytes) -> None:
    """Write data to standard output, to the last byte.

    Raises OutputClosedError where the reader has closed the pipe, OutputError where it cannot be written.
    """
    try:
        sys.stdout.flush()
        rest = memoryview(data)
        while rest:  # an unbuffered stream takes what it can
            written = sys.stdout.buffer.write(rest)
            if not written:
                raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
            rest = rest[written:]
        sys.stdout.buffer.flush()
    except (OSError, ValueError) as error:
        raise not_written(error) from None


def not_written(error: OSError | ValueError) -> OutputClosedError | OutputError:
    """Return how a run ends whose standard output fails with an error."""
    _abandon(sys.stdout)
    if isinstance(error, OSError) and error.errno == errno.EPIPE:
        return OutputClosedError()
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return OutputError(f"cannot write to standard output: {reason.lower()}")


def note(message: str) -> None:
    """Report on standard error what was done or found."""
    write_line(f"c2c: {message}")


def warn(message: str) -> None:
    """Report on standard error what was skipped or looks wrong."""
    note(f"warning: {message}")


def write_line(line: str) -> None:
    """Write one line to standard error, escaped so that nothing in it controls a terminal."""
    stream = sys.stderr
    if stream is None:
        return
    try:
        stream.write(encodable(visible(line), encoding(stream)) + "\n")
        stream.flush()
    except (OSError, ValueError):
        _abandon(stream)


def _abandon(stream: TextIO) -> None:
    """Let the interpreter's last flush of a broken stream go nowhere, silently."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):  # it is none of the system's
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
