"""A progress bar on standard error, drawn by Rich."""

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from c2c_cli import streams


class _Terminal(Console):
    """The terminal of standard error."""

    def __init__(self) -> None:
        super().__init__(
            file=sys.stderr,
            width=streams.width(sys.stderr),
            color_system="standard" if streams.colour(sys.stderr) else None,
            force_terminal=True,
            legacy_windows=False,
            _environ={},
        )

    @property
    def encoding(self) -> str:
        """The encoding of text for people, in which the bar is drawn."""
        return streams.encoding(sys.stderr)

    def show_cursor(self, show: bool = True) -> bool:  # noqa: ARG002  # as in Rich
        """Leave the cursor as it is: a run that is killed could not show it again."""
        return False


def start(number: int, about: str) -> Progress:
    """Return a bar for a number of items; it is drawn at each `update`, and `stop` removes it."""
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        console=_Terminal(),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.add_task(about, total=number)
    bar.start()
    return bar
