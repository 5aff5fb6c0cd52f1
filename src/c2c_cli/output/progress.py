"""Progress of a run on standard error, which short runs and pipes do not show."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from c2c_cli import streams

if TYPE_CHECKING:  # most runs are too short for a bar
    from rich.progress import Progress

_T = TypeVar("_T")

_DELAY = 1.0
"""Number of seconds after which the bar appears."""

_INTERVAL = 0.1
"""Minimum number of seconds between two drawings of the bar."""


@contextmanager
def counted(items: Iterable[_T], number: int, about: str) -> Iterator[Iterable[_T]]:
    """Yield the items, and show their progress in a terminal if they take more than a second.

    `number` is the number of items, and `about` says what happens to them. At the end, the bar is
    removed, also if the caller stops before the last item.
    """
    if not streams.is_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
        yield items
        return
    bar = _Bar(number, about)
    try:
        yield bar.counting(items)
    finally:
        bar.remove()


class _Bar:
    """A progress bar that appears after a delay."""

    def __init__(self, number: int, about: str) -> None:
        self._number, self._about = number, about
        self._next = time.monotonic() + _DELAY
        """The time of the next drawing."""
        self._drawn: Progress | None = None

    def counting(self, items: Iterable[_T]) -> Iterator[_T]:
        """Yield the items, and draw the bar between them."""
        for done, item in enumerate(items):
            if time.monotonic() >= self._next:
                self._draw(done)
                self._next = time.monotonic() + _INTERVAL
            yield item

    def _draw(self, done: int) -> None:
        """Draw the bar for the number of items that are done."""
        with suppress(OSError, ValueError):  # as for messages, it cannot go anywhere else
            if self._drawn is None:
                from c2c_cli.output import progress_bar  # noqa: PLC0415  # it imports Rich

                self._drawn = progress_bar.start(self._number, self._about)
            self._drawn.update(self._drawn.task_ids[0], completed=done, refresh=True)

    def remove(self) -> None:
        """Remove the bar from the terminal."""
        with suppress(OSError, ValueError):
            if self._drawn is not None:
                self._drawn.stop()
