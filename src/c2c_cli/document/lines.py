"""The lines of a text in UTF-8. Of a large one few are looked at, and only these are cut out and decoded."""

import re
from array import array
from collections.abc import Sequence
from typing import overload


class Lines(Sequence[str]):
    """The lines of a text without their ends: as many as it has line feeds, and one more."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        starts = array("q", (0,))
        starts.extend(found.end() for found in re.finditer(b"\n", content))
        starts.append(len(content) + 1)
        self._starts = starts

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self._starts) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        """Return a line, or several."""
        if isinstance(at, slice):
            first, last, _ = at.indices(len(self))
            return self.piece(first, last).decode().split("\n") if first < last else []
        at = range(len(self))[at]
        return self.piece(at, at + 1).decode()

    def piece(self, first: int, last: int) -> bytes:
        """Return the lines from the first up to the last, which is not one of them, without their last line end."""
        return self.content[self._starts[first] : max(self._starts[last] - 1, 0)]

    def start(self, line: int) -> int:
        """Return the byte at which a line begins; behind the last line, the end of the text."""
        return min(self._starts[line], len(self.content))
