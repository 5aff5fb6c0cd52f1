"""One run of the program: `c2c`, or `python -m c2c_cli`."""

import gc
import sys


def run() -> None:
    """Run the command that was typed, and end the process with its exit code."""
    gc.disable()  # one process does one thing: what it makes lives until it ends
    from c2c_cli.cli import main  # noqa: PLC0415  # the collector rests before the imports, its busiest time

    sys.exit(main())


if __name__ == "__main__":
    run()
