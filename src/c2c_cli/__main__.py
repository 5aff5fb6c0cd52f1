"""Entry point of `c2c` and `python -m c2c_cli`."""

import contextlib
import gc
import os
import sys


def run() -> None:
    """Run the command line and exit with its code."""
    gc.disable()  # in a short-lived process garbage collection costs more than it frees
    try:
        # imported here because imports allocate most and Ctrl-C may be pressed during them
        from c2c_cli.cli import main  # noqa: PLC0415

        code = main()
    except KeyboardInterrupt:
        code = 130
    _exit(code)


def _exit(code: int) -> None:
    """Flush the output and exit without the clean-up of the interpreter, which takes time."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):  # closed, or already reported
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
