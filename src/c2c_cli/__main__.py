"""Entry point of `c2c` and `python -m c2c_cli`."""

import gc
import os
import signal
import sys

_ENDING = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
"""Signals that end the program after a clean-up."""


class _Ended(BaseException):
    """A request by a signal to end the program."""

    def __init__(self, number: int) -> None:
        self.number = number


def run() -> None:
    """Run the command line and exit with its code."""
    gc.disable()  # in a short-lived process garbage collection costs more than it frees
    sys.unraisablehook = _ignore
    try:
        for number in _ENDING:
            if signal.getsignal(number) == signal.SIG_DFL:  # nohup ignores SIGHUP
                signal.signal(number, _end)
        # imported here because imports allocate most and Ctrl-C may be pressed during them
        from c2c_cli.cli import main  # noqa: PLC0415

        # all output is flushed, and the clean-up of the interpreter takes time
        os._exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        os._exit(130)
    except _Ended as ended:
        _die(ended.number)


def _end(number: int, _: object) -> None:
    """Raise an exception, so that files and locks are cleaned up without another interruption.

    A closed terminal may send SIGHUP more than once.
    """
    for other in (signal.SIGINT, *_ENDING):
        signal.signal(other, signal.SIG_IGN)
    raise _Ended(number)


def _die(number: int) -> None:
    """End the process by a signal, so that the parent process knows why it ended."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
    os._exit(128 + number)  # only if the signal is blocked


def _ignore(unraisable: "sys.UnraisableHookArgs") -> None:
    """Ignore an error while Python deletes an object; end the process if a signal caused it."""
    if isinstance(unraisable.exc_value, _Ended):
        _die(unraisable.exc_value.number)


if __name__ == "__main__":
    run()
