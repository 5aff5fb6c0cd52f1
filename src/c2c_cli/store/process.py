"""Processes that may have left a lock or a temporary file."""

import os
import platform
from pathlib import Path


def boot() -> str:
    """Return a name for this host, which changes each time the host starts."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:  # only Linux has it
        return platform.node().replace(" ", "-") or "-"


def namespace() -> str:
    """Return a name for the namespace of process ids, such as that of a container."""
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:  # only Linux has it
        return "-"


def has_ended(process: int) -> bool:
    """Return whether a process of this boot and namespace has certainly ended."""
    if os.name != "posix":  # on Windows, os.kill ends the process
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):  # as for a process of another user
        return False
    return False
