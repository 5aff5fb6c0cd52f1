"""Draw the pictures of the documentation: what the program really prints at a terminal, as SVG."""

import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

FOLDER = Path(__file__).parent
AS_OF = "2026-11-23"

PICTURES = {
    "list": (100, "c2c list"),
    "list-60": (60, "c2c list"),
    "cadence": (80, "c2c cadence --year 2018"),
}
"""Picture -> columns of the terminal, and the command typed there."""


def printed(width: int, command: str) -> str:
    """Return what a command prints at a terminal of that width, its colours included."""
    env = {**os.environ, "COLUMNS": str(width), "FORCE_COLOR": "1", "C2C_DATA": "data/centres.toml"}
    env.pop("NO_COLOR", None)
    _, *args = command.split()
    run = [sys.executable, "-m", "c2c_cli", *args, "--format", "table", "--as-of", AS_OF]
    return subprocess.run(run, capture_output=True, check=True, cwd=FOLDER.parent, env=env).stdout.decode()  # noqa: S603


def draw(name: str, width: int, command: str) -> str:
    """Return the picture of a command at a terminal of that width."""
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=width, file=nowhere, force_terminal=True, legacy_windows=False)
        console.print(Text.assemble(("$ ", "bright_black"), (command, "bold")))
        console.print(Text.from_ansi(printed(width, command)))
    svg = console.export_svg(title="", unique_id=name)
    # fonts of the reader's own machine: a picture asks nobody on the network
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


if __name__ == "__main__":
    for picture, (columns, line) in PICTURES.items():
        (FOLDER / f"{picture}.svg").write_text(draw(picture, columns, line))
