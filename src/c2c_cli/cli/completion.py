"""`c2c completion`: completion scripts for shells."""

from typing import Annotated

import typer

from c2c_cli import read_text, streams
from c2c_cli.cli import group, options
from c2c_cli.text import one_of

SHELLS = {"bash": "c2c.bash", "zsh": "c2c.zsh", "fish": "c2c.fish", "powershell": "c2c.ps1"}
_SHELL = typer.Argument(
    metavar="SHELL", parser=options.choice("SHELL", "shell", SHELLS), help=f"{one_of([*SHELLS])}."
)


@group.new_command(
    "c2c completion bash >> ~/.bashrc",
    "c2c completion zsh >> ~/.zshrc",
    "c2c completion fish > ~/.config/fish/completions/c2c.fish",
    "c2c completion powershell >> $PROFILE",
)
def command(shell: Annotated[str, _SHELL]) -> None:
    """Print a shell completion script.

    To install it, run the command for your shell, then open a new terminal.
    """
    streams.write(read_text(f"cli/shells/{SHELLS[shell]}"))
