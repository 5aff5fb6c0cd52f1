"""The pager, for output that is longer than the screen of a terminal."""

import os
import re
import shutil
import signal
import subprocess
import sys

from c2c_cli import streams

_PLAIN = r"[\w@%+:,./ -]+"
"""Pattern of a command without special characters of the shell."""

_NOT_RUN = {1, 9009} if os.name == "nt" else {126, 127}
"""Exit codes of a shell that could not run a command."""


def show(text: bytes) -> bool:
    """Show the text in the user's pager until it is closed, and return whether it was shown.

    It does not matter how the pager exits, or whether it reads all of the text.
    """
    command = _command()
    if not command:
        return False
    # Ctrl-C is for the pager, which may continue; unlike SIG_IGN, a handler is not inherited
    previous = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return _run(command, text) not in _NOT_RUN
    except OSError:  # not even a shell can be started
        return False
    finally:
        signal.signal(signal.SIGINT, previous)


def _command() -> str:
    """Return the shell command of the pager, or an empty string for none."""
    if os.environ.get("TERM") == "dumb":
        return ""
    command = os.environ.get("C2C_PAGER", os.environ.get("PAGER"))
    if command is not None:
        return "" if command.strip() == "cat" else command.strip()
    has_default = os.name != "nt" and shutil.which("less")
    return "less" if has_default else ""


def _run(command: str, text: bytes) -> int:
    """Run a pager on a text until it is closed, and return its exit code.

    As in git, only a command that needs a shell is run in one, because signals end the shell first.
    On Windows, only the shell finds `more.com`.
    """
    words = command.split()
    is_plain = (
        os.name != "nt" and re.fullmatch(_PLAIN, command, re.ASCII) and shutil.which(words[0])
    )
    with subprocess.Popen(  # noqa: S603  # the user's own pager
        words if is_plain else command,
        shell=not is_plain,
        stdin=subprocess.PIPE,
        env=_environment(),
    ) as pager:
        try:
            pager.communicate(text)  # it ignores a broken pipe
        except BaseException:
            pager.terminate()  # otherwise, it would share the terminal with the shell
            pager.wait()
            raise
    return pager.returncode


def _environment() -> dict[str, str]:
    """Return the environment of the pager, with the same defaults for less and lv as git."""
    defaults = {"LESS": "FRX", "LV": "-c"}
    if streams.is_utf8(sys.stdout):  # whatever the locale
        defaults["LESSCHARSET"] = "utf-8"
    return {**defaults, **os.environ}
