"""Standard output, for data, and standard error, for messages."""

import codecs
import errno
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from c2c_cli.errors import OutputClosedError, OutputError, reason, refused
from c2c_cli.text import escape, visible, wrap
from c2c_cli.text import width as width_of

_ASCII = {
    "━": "=",
    "─": "-",
    "╌": "~",
    "┿": "+",
    "╎": ":",
    "┤": "|",
    "•": "-",
    "–": "-",
    "·": ".",
    "●": "*",
    "◐": "~",
    "○": "o",
    "✓": "+",
    "✗": "x",
}
"""ASCII replacements for the rules and marks of tables, for encodings that lack them."""

_STYLES = {
    "bold": "1",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "cyan": "36",
    "bold red": "1;31",
    "bold yellow": "1;33",
}
"""Style -> the parameters of its SGR sequence."""

_LABEL_STYLES = {"error": "bold red", "warning": "bold yellow"}
_LABEL = r"(?s)\A((?:c2c|\S.*?:\d+(?::\d+)?): )(error|warning):(?= )"
"""The start of a message: the program or a position in a file, and the label."""

COLOURS = r"\x1b\[[0-9;]*m"
"""Pattern of the codes for colours and styles."""

_MAX_DIGITS = 6
"""Maximum number of digits of COLUMNS and LINES; longer numbers are ignored."""

_CLOSED = {errno.EPIPE, errno.EINVAL} if os.name == "nt" else {errno.EPIPE}
"""Errors of a write to a pipe that its reader has closed; Windows may report the second one."""

_collected: list[bytearray] = []
"""Buffers that collect standard output, the innermost last; if empty, nothing is collected."""


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether the stream is a terminal."""
    return stream is not None and stream.isatty()


def can_prompt() -> bool:
    """Return whether a question can be asked and answered in a terminal."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def width(stream: TextIO | None) -> int | None:
    """Return the width of a line: COLUMNS, the terminal's width, or None if it is unlimited."""
    columns = _positive(os.environ.get("COLUMNS", ""))
    if columns or stream is None or not is_terminal(stream):
        return columns
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def height(stream: TextIO) -> int | None:
    """Return the number of lines of a terminal: LINES, its height, or None if it is unknown."""
    try:
        terminal = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        return None
    return _positive(os.environ.get("LINES", "")) or terminal.lines or None


def _positive(number: str) -> int | None:
    """Return a positive number, or None if the text is not one."""
    if number.isdecimal() and len(number) <= _MAX_DIGITS:
        return int(number) or None
    return None


def is_utf8(stream: TextIO) -> bool:
    """Return whether text for people in a stream is encoded as UTF-8."""
    return codecs.lookup(encoding(stream)).name == "utf-8"


def encoding(stream: TextIO) -> str:
    """Return the encoding of text for people in a stream; data is always in UTF-8.

    With LC_ALL=C, Python encodes all text as UTF-8, although the user asks for ASCII.
    """
    is_ascii = os.environ.get("LC_ALL") in {"C", "POSIX"}
    if is_ascii and not {"PYTHONUTF8", "PYTHONIOENCODING"} & os.environ.keys():
        return "ascii"
    return stream.encoding or "utf-8"  # a stream in memory has no encoding


def colour(stream: TextIO | None) -> bool:
    """Return whether to colour output.

    NO_COLOR and FORCE_COLOR decide; without them, a terminal that is not dumb has colours.
    """
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (
        is_terminal(stream) and os.environ.get("TERM") != "dumb"
    )


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_ASCII.get(character) or escape(character) for character in lacking), error.end


codecs.register_error("c2c.escaped", _escaped)


def safe(text: str, stream: TextIO, keep: str = "") -> str:
    """Escape what a stream cannot encode or a terminal might interpret.

    The characters in `keep` are not escaped if the stream can encode them.
    """
    codec = encoding(stream)
    return visible(text, keep).encode(codec, "c2c.escaped").decode(codec)


def open_stdout() -> None:
    """Make writes fail, instead of silently succeeding, if standard output is closed (`>&-`).

    A terminal of Windows is prepared for the codes for colours.
    """
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.platform == "win32" and (is_terminal(sys.stdout) or is_terminal(sys.stderr)):
        import colorama  # noqa: PLC0415  # only there

        colorama.just_fix_windows_console()


def write(text: str) -> None:
    """Write text to standard output, escaped only for a terminal; see `write_raw` for errors."""
    if is_terminal(sys.stdout):
        text = for_terminal(text)
    _write(text.encode("utf-8", "backslashreplace"))


def for_terminal(text: str) -> str:
    """Return text as a terminal shows it: escaped, without a byte-order mark and CRLF."""
    return visible(text.removeprefix("\ufeff").replace("\r\n", "\n"), keep="\n\t")


def write_styled(spans: Iterable[tuple[str, str]]) -> None:
    """Write texts to standard output, each in its style if colours are on.

    Text is escaped as for a terminal. An empty style leaves it unchanged.
    """
    if not colour(sys.stdout):
        write("".join(text for text, _ in spans))
        return
    escaped = ((for_terminal(text), style) for text, style in spans)
    write_drawing("".join(_styled(text, style) if style else text for text, style in escaped))


def _styled(text: str, style: str) -> str:
    """Return escaped text in a style, for a stream with colours."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"


def write_drawing(text: str) -> None:
    """Write a drawing, such as a table, to standard output.

    Its colours are kept if they are on, and the rest is escaped.
    """
    pieces = re.split(f"({COLOURS})", text) if colour(sys.stdout) else [text]
    pieces[::2] = [safe(piece, sys.stdout, keep="\n\t") for piece in pieces[::2]]
    _write("".join(pieces).encode(encoding(sys.stdout)))


@contextmanager
def collected() -> Iterator[bytearray]:
    """Collect what is written to standard output, as it would be written there."""
    text = bytearray()
    _collected.append(text)
    try:
        yield text
    finally:
        _collected.pop()


def fits_screen(text: bytes) -> bool:
    """Return whether a text and the next prompt of the shell fit the screen of the terminal.

    It is true if the height of the terminal is unknown.
    """
    most, columns = height(sys.stdout), width(sys.stdout)
    if not most or not columns:
        return True
    rows = 1
    for line in re.sub(COLOURS, "", text.decode(errors="replace")).split("\n")[:-1]:
        rows += max(-(-width_of(line.expandtabs()) // columns), 1)
        if rows > most:
            return False
    return True


def write_collected(text: bytes) -> None:
    """Write collected text to standard output."""
    _write(text)


def write_raw(data: bytes) -> None:
    """Write bytes to a pipe or file; raise OutputClosedError or OutputError if that fails."""
    if is_terminal(sys.stdout):
        raise OutputError("cannot write binary data to a terminal", "use --output FILE")
    _write(data)


def _write(data: bytes) -> None:
    if _collected:
        _collected[-1].extend(data)
        return
    try:
        sys.stdout.flush()
        rest = memoryview(data)
        while rest:  # an unbuffered stream may write only a part
            written = sys.stdout.buffer.write(rest)
            if not written:
                raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
            rest = rest[written:]
        sys.stdout.buffer.flush()
    except (OSError, ValueError) as error:
        raise output_error(error) from None


def output_error(error: OSError | ValueError) -> OutputClosedError | OutputError:
    """Return the error to raise when writing to standard output fails."""
    if isinstance(error, OSError) and error.errno in _CLOSED:
        return OutputClosedError()
    return OutputError.of(refused("write to standard output", reason(error)))


def note(message: str) -> None:
    """Print to standard error what was done or found."""
    write_line(f"c2c: {message}")


def warn(message: str) -> None:
    """Print to standard error what was skipped or looks wrong."""
    note(f"warning: {message}")


def write_line(line: str, end: str = "\n") -> None:
    """Write one line to standard error, escaped, and wrapped at words in a terminal.

    The label of an error or a warning is coloured.
    """
    stream = sys.stderr
    if stream is None:
        return
    line = safe(line, stream)
    if is_terminal(stream):
        most = max((width(stream) or 80) - 4, 16)
        line = "\n    ".join(_wrapped(line, most))
    if colour(stream):
        line = re.sub(_LABEL, _with_style, line)
    with suppress(OSError, ValueError):  # messages cannot go anywhere else
        stream.write(line + end)
        stream.flush()


def _with_style(label: re.Match[str]) -> str:
    """Return the start of a message with its label in colour."""
    return label[1] + _styled(f"{label[2]}:", _LABEL_STYLES[label[2]])


def _wrapped(line: str, most: int) -> list[str]:
    """Wrap a line, except a command at its end, which a user may copy."""
    message = re.fullmatch("(.+; .+:) (c2c .+)", line) if len(line) > most else None
    if message is None:
        return wrap(line, most)
    return [*wrap(message[1], most), message[2]]
