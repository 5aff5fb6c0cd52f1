"""One run of the program: `c2c`, or `python -m c2c_cli`."""

import gc
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
    sys.exit(code)


if __name__ == "__main__":
    run()
