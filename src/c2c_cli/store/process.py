"""Processes that may have left a lock or a temporary file."""

import os
import platform
import select
from contextlib import suppress
from pathlib import Path


def system() -> str:
    """Return a name for the boot of this host and its namespace of process ids.

    No two processes with the same name have the same id at the same time.
    """
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        return f"{boot}/{Path('/proc/self/ns/pid').readlink()}"
    except OSError:  # only Linux has them
        return platform.node().replace(" ", "-")


def has_ended(process: int) -> bool:
    """Return whether a process of this system has certainly ended."""
    if os.name != "posix":  # on Windows, os.kill ends the process
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):  # as for a process of another user
        return False
    return _is_zombie(process)


def _is_zombie(process: int) -> bool:
    """Return whether a process has ended, but its parent process has not waited for it."""
    with suppress(AttributeError, OSError):  # only Linux can report it
        descriptor = os.pidfd_open(process)
        try:
            return bool(select.select([descriptor], [], [], 0)[0])
        finally:
            os.close(descriptor)
    return False
