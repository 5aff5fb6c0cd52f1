"""Bytes on the disk."""

import sys
from pathlib import Path
from typing import BinaryIO

from c2c_cli.errors import InputError
from c2c_cli.store.locate import STDIN
from c2c_cli.text import visible

LARGEST = 256 << 20
"""Bytes that a file may have: more than thirty times a registry of 10,000 centres and as many meetings."""


def read_bytes(file: str, missing: str = "name another file, or make one with c2c init") -> bytes:
    """Return what a file holds: a regular one, a pipe, or standard input for `-`.

    `missing` says what to do where it is not there.
    """
    if not file:
        raise InputError("a file without a name cannot be read; name one")
    try:
        if file == STDIN:
            if sys.stdin is None:
                raise InputError("standard input is closed; name a file with --data")
            return _all(sys.stdin.buffer, "<stdin>")
        with Path(file).open("rb") as stream:
            return _all(stream, file)
    except FileNotFoundError:
        raise InputError(f"{visible(file)} is not there; {missing}") from None
    except IsADirectoryError:
        raise InputError(f"{visible(file)} is a folder; name the file in it") from None
    except PermissionError:
        raise InputError(f"{visible(file)} cannot be read: permission denied") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise InputError(f"{visible(file)} cannot be read: {reason.lower()}") from None


def _all(stream: BinaryIO, name: str) -> bytes:
    """Return all that a stream holds; one without an end is left before it has taken the memory."""
    parts, size = [], 0
    while part := stream.read(8 << 20):
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise InputError(f"{visible(name)} is larger than {LARGEST >> 20} MB; a registry is not")
    return b"".join(parts)
