"""Draw the pictures in docs/.

The output of the program at a terminal becomes an SVG, and the report in HTML a PNG.
"""

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parents[1]
TODAY = "2026-12-01"
PROGRAM = f"""\
import datetime, sys
from c2c_cli.cli import main, options
real = options.day
options.day = lambda date: real(date) if date else datetime.date.fromisoformat("{TODAY}")
sys.exit(main(sys.argv[1:]))
"""
"""c2c, run as on the day of the pictures."""

TABLES = {
    "list": "c2c list",
    "show": "c2c show ICDH",
    "meetings": "c2c meetings",
    "timeline": "c2c timeline --from 2018 --to 2020",
    "cadence": "c2c cadence --to 2026",
    "obligations": "c2c obligations",
    "agreements": "c2c agreements",
    "due": "c2c due",
}
"""Commands that are drawn in a narrow and a wide terminal."""

PICTURES = {
    "help": (80, "c2c --help"),
    "check": (80, "c2c check wrong.toml"),
    "list-60": (60, "c2c list"),
    **{
        f"{name}-{width}": (width, command)
        for name, command in TABLES.items()
        for width in (80, 120)
    },
}
"""Name of each picture, with the width of its terminal and its command."""

LAKE = """\
schema = 1

[network]
name = "Centres of the Lake"

[[sector]]
id = "culture"
code = "CLT"
name = "Culture"

[[centre]]
id = "CIL"
name = "Centre for the Intangible Heritage of the Lake"
sector = "cultre"
country = "KR"

[[centre.event]]
kind = "opened"
date = 2018-11

[[meeting]]
id = "2018-lake"
title = "First meeting"
start = 2018-06-27
status = "planned"
attendees = [
    "CIL",
    "KNCU",
]
sources = ["https://example.org/lake"]
"""


def printed(width: int, command: str) -> str:
    """Return the output of a command at a terminal of the given width, including colours."""
    env = {**os.environ, "COLUMNS": str(width), "TERM": "xterm-256color", "C2C_PAGER": ""}
    for name in ("NO_COLOR", "FORCE_COLOR", "C2C_DATA"):
        env.pop(name, None)
    with tempfile.TemporaryDirectory() as directory:
        shutil.copytree(ROOT / "data", Path(directory) / "data")
        Path(directory, "wrong.toml").write_text(LAKE)
        _, *args = command.split()
        reader, terminal = pty.openpty()
        run = [sys.executable, "-c", PROGRAM, *args]
        with subprocess.Popen(run, stdout=terminal, stderr=terminal, cwd=directory, env=env):  # noqa: S603
            os.close(terminal)
            shown = b"".join(iter(lambda: _read(reader), b""))
        os.close(reader)
    return shown.decode().replace("\r\n", "\n")


def _read(reader: int) -> bytes:
    try:
        return os.read(reader, 4096)
    except OSError:  # on Linux, a terminal without writers fails instead of returning an empty read
        return b""


def draw(name: str, width: int, command: str) -> str:
    """Return the picture of a command at a terminal of the given width."""
    with Path(os.devnull).open("w") as null:
        console = Console(
            record=True, width=width, file=null, force_terminal=True, legacy_windows=False
        )
        console.print(Text.assemble(("$ ", "dim"), (command, "bold")))
        console.print(Text.from_ansi(printed(width, command)))
    svg = console.export_svg(title="", unique_id=name)
    # use local fonts, because a picture must not load anything from the network
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    # otherwise some viewers collapse spaces
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def photograph(browser: str, file: Path) -> None:
    """Draw the beginning of the report on 2018 in HTML."""
    with tempfile.TemporaryDirectory() as directory:
        page = Path(directory, "report.html")
        report = ["report", "--year", "2018", "--as-of", "2018-07-05", "--data", "korea"]
        run = [sys.executable, "-m", "c2c_cli", *report, "--output", str(page)]
        subprocess.run(run, check=True)  # noqa: S603
        options = ("--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=840,1320")
        subprocess.run(  # noqa: S603
            [browser, *options, f"--screenshot={file}", page.as_uri()],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    for picture, (columns, line) in PICTURES.items():
        (ROOT / f"docs/{picture}.svg").write_text(draw(picture, columns, line))
    if found := shutil.which("chromium"):
        photograph(found, ROOT / "docs/report.png")
