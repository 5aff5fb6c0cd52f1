"""Extensions: `c2c foo` runs the program `c2c-foo` from PATH, as in git."""

import errno
import os
import re
import signal
import sys
from collections.abc import Container, Iterator, Sequence
from contextlib import suppress

from c2c_cli.errors import InputError, UsageError, reason, refused, unknown
from c2c_cli.text import shell

_PREFIX = "c2c-"

_RESERVED = {"help", "cli"}
"""Names that no extension has: `c2c-cli` is the name of this program in package registries."""

_IGNORED = [getattr(signal, name) for name in ("SIGPIPE", "SIGXFSZ") if hasattr(signal, name)]
"""Signals that Python ignores, which other programs do not expect."""


def find(name: str, commands: Container[str]) -> str | None:
    """Return the path of the program that `c2c NAME` runs, or None if there is none.

    `commands` are those of c2c. Raises UsageError if a program was found but is not executable.
    """
    if not _is_name(name, commands):
        return None
    unusable = ""
    for directory in _directories():
        for extension in _extensions():
            path = os.path.join(directory, f"{_PREFIX}{name}{extension}")  # noqa: PTH118  # faster
            if _is_program(path):
                return path
            if not unusable and os.path.isfile(path) and not _is_c2c(path):  # noqa: PTH113  # faster
                unusable = path
    if unusable:
        message = f"{unknown('command', name).message}: {unusable} is not executable"
        raise UsageError(message, f"run chmod +x {shell(unusable)}")
    return None


def installed(commands: Container[str]) -> dict[str, str]:
    """Return the path of the program of each extension, by name."""
    found: dict[str, str] = {}
    for directory in _directories():
        with suppress(OSError):  # it does not exist, or cannot be read
            for file in os.listdir(directory):  # noqa: PTH208  # faster
                if not file.startswith(_PREFIX):
                    continue
                name = _without_extension(file.removeprefix(_PREFIX))
                path = os.path.join(directory, file)  # noqa: PTH118  # as above
                if name not in found and _is_name(name, commands) and _is_program(path):
                    found[name] = path
    return dict(sorted(found.items()))


def run(program: str, args: Sequence[str]) -> int:
    """Replace this process by the program of an extension; on Windows, return its exit code.

    Raises InputError if the program cannot be run.
    """
    environment = {**os.environ, **_registry()}
    try:
        if os.name == "nt":  # there, a shell would not wait for the new process
            import subprocess  # noqa: PLC0415  # nothing else needs it

            return subprocess.run([program, *args], env=environment, check=False).returncode  # noqa: S603  # the user's own program
        for number in _IGNORED:
            signal.signal(number, signal.SIG_DFL)
        os.execve(program, [program, *args], environment)  # noqa: S606  # as above
    except OSError as error:
        for number in _IGNORED:
            signal.signal(number, signal.SIG_IGN)
        hint = ""
        if os.name != "nt" and error.errno in {errno.ENOEXEC, errno.ENOENT}:
            hint = "its first line must name an installed interpreter, such as #!/bin/sh"
        raise InputError.of(refused(f"run {program}", reason(error), hint)) from None


def _registry() -> dict[str, str]:
    """Return the environment variable that names the registry in use for an extension."""
    # no other command without a registry needs it
    from c2c_cli.store.locate import DASH, locate  # noqa: PLC0415

    file = locate(None).file
    if file != DASH:
        with suppress(OSError):  # this directory was deleted
            file = os.path.abspath(file)  # noqa: PTH100  # links stay as they are
    return {"C2C_DATA": file}


def _is_name(word: str, commands: Container[str]) -> bool:
    """Return whether an extension may have a name."""
    is_word = re.fullmatch("[A-Za-z0-9_][A-Za-z0-9_-]*", word) is not None
    return is_word and word not in _RESERVED and word not in commands


def _directories() -> Iterator[str]:
    """Yield the directories of PATH, each once.

    An empty entry, which means this directory for some shells, is usually a mistake.
    """
    seen = set()
    for directory in os.environ.get("PATH", os.defpath).split(os.pathsep):
        real = os.path.realpath(directory)
        if directory and real not in seen:
            seen.add(real)
            yield directory


def _extensions() -> Sequence[str]:
    """Return the extensions of the files of programs."""
    return os.environ.get("PATHEXT", "").split(os.pathsep) if os.name == "nt" else [""]


def _without_extension(file: str) -> str:
    """Return the name of the file of a program without its extension, if it needs one."""
    for extension in _extensions():
        if extension and file.lower().endswith(extension.lower()):
            return file[: -len(extension)]
    return file


def _is_program(path: str) -> bool:
    """Return whether a path is that of a program other than c2c."""
    is_executable = os.path.isfile(path) and os.access(path, os.X_OK)  # noqa: PTH113  # faster
    return is_executable and not _is_c2c(path)


def _is_c2c(path: str) -> bool:
    """Return whether a file is c2c by another name."""
    with suppress(OSError):  # of a program that is not a file
        if os.path.samefile(path, sys.argv[0]):  # noqa: PTH121  # faster
            return True
    name = os.path.basename(os.path.realpath(path))  # noqa: PTH119  # faster
    return _without_extension(name) == "c2c"
