"""Entry point of `c2c` and `python -m c2c_cli`."""

import gc
import os
import sys


def run() -> None:
    """Run the command line and exit with its code."""
    gc.disable()  # in a short-lived process garbage collection costs more than it frees
    sys.unraisablehook = lambda _: None  # Ctrl-C may arrive while Python deletes an object of a library
    code = 130
    try:
        # imported here because imports allocate most and Ctrl-C may be pressed during them
        import signal  # noqa: PLC0415

        from c2c_cli.cli import main  # noqa: PLC0415

        code = main(sys.argv[1:])
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # from here on Ctrl-C ends the process without a traceback
    except KeyboardInterrupt:
        pass
    for stream in (sys.stdout, sys.stderr):
        try:  # noqa: SIM105  # importing contextlib takes time
            stream.flush()
        except (AttributeError, OSError, ValueError, KeyboardInterrupt):  # closed, or already reported
            pass
    os._exit(code)  # skips the clean-up of the interpreter, which takes time


if __name__ == "__main__":
    run()
