"""One run of the program: `c2c`, or `python -m c2c_cli`."""

import contextlib
import gc
import os
import sys


def run() -> None:
    """Run the command that was typed, and end the process with its exit code."""
    gc.disable()  # one process does one thing: what it makes lives until it ends
    try:
        # the collector rests before the imports, its busiest time, and an interrupt may come in the midst of them
        from c2c_cli.cli import main  # noqa: PLC0415

        code = main()
    except KeyboardInterrupt:
        code = 130
    end(code)


def end(code: int) -> None:
    """End the process at once: what was written is flushed, and nothing that lives needs to be taken apart first."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):  # closed, or it has been told already
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
