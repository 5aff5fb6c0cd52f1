"""Entry point of `c2c` and `python -m c2c_cli`."""

import gc
import os
import sys


def run() -> None:
    """Run the command line and exit with its code."""
    gc.disable()  # in a short-lived process garbage collection costs more than it frees
    # Ctrl-C may arrive while Python deletes an object of a library
    sys.unraisablehook = lambda _: None
    try:
        # imported here because imports allocate most and Ctrl-C may be pressed during them
        from c2c_cli.cli import main  # noqa: PLC0415

        # all output is flushed, and the clean-up of the interpreter takes time
        os._exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        os._exit(130)


if __name__ == "__main__":
    run()
