"""Draw the pictures in docs/.

The output of the program at a terminal becomes an SVG, and each drawing becomes one for light and
one for dark pages. The report and the site become PNGs, if Chromium is found.
"""

import html
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from string import Template
from typing import NamedTuple

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme
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


class Picture(NamedTuple):
    """A command that is drawn at a terminal of the given width, and the colours of the terminal."""

    columns: int
    command: str
    theme: TerminalTheme


# These are colours of GitHub's light and dark pages. Dim text is a mixture of the foreground and
# the background, so the foregrounds are stronger than those of GitHub.
LIGHT = TerminalTheme(
    (255, 255, 255),
    (13, 17, 23),
    [
        *((36, 41, 47), (179, 29, 40), (17, 99, 41), (125, 78, 0)),
        *((5, 80, 174), (102, 57, 186), (20, 93, 112), (87, 96, 106)),
    ],
)
DARK = TerminalTheme(
    (13, 17, 23),
    (240, 246, 252),
    [
        *((110, 118, 129), (255, 123, 114), (86, 211, 100), (227, 179, 65)),
        *((121, 192, 255), (210, 168, 255), (86, 212, 221), (201, 209, 217)),
    ],
)

IN_TWO_THEMES = {
    "lifelines": "c2c timeline --chart --data korea",
    "cadence": "c2c cadence --to 2025 --data korea",
}
"""Commands that are drawn for readers of light and of dark pages, also on phones."""

PICTURES = {
    "help": Picture(80, "c2c --help", DARK),
    "check": Picture(80, "c2c check wrong.toml", DARK),
    "list-60": Picture(60, "c2c list", DARK),
    "list-80": Picture(80, "c2c list", DARK),
    "show-80": Picture(80, "c2c show ICDH", DARK),
    "meetings-80": Picture(80, "c2c meetings", DARK),
    "timeline-80": Picture(80, "c2c timeline --from 2018 --to 2020", DARK),
    "obligations-80": Picture(80, "c2c obligations", DARK),
    "agreements-80": Picture(80, "c2c agreements", DARK),
    "due-80": Picture(80, "c2c due", DARK),
    **{
        f"{name}-{theme}": Picture(60, command, colours)
        for name, command in IN_TWO_THEMES.items()
        for theme, colours in (("light", LIGHT), ("dark", DARK))
    },
}
"""Name of each picture of a terminal."""

DRAWINGS = {
    "concepts-light": {
        "background": "#ffffff",
        "card": "#f6f8fa",
        "text": "#0d1117",
        "muted": "#57606a",
        "line": "#7d8590",
        "may": "#9a6700",
        "unclear": "#7d4e00",
        "missing": "#b31d28",
        "proposed": "#d8dee4",
        "preparing": "#fae17d",
        "operating": "#aceebb",
    },
    "concepts-dark": {
        "background": "#0d1117",
        "card": "#161b22",
        "text": "#f0f6fc",
        "muted": "#9198a1",
        "line": "#6e7681",
        "may": "#d29922",
        "unclear": "#e3b341",
        "missing": "#ff7b72",
        "proposed": "#3d444d",
        "preparing": "#6b4a00",
        "operating": "#12632f",
    },
}
"""Name of each drawing, and the colours that replace those of its template in tools/."""

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


# A picture must not load fonts from the network. Without `xml:space`, some viewers collapse spaces.
FORMAT = (
    re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    .replace("<svg ", '<svg xml:space="preserve" ', 1)
    .replace("Fira Code, monospace", "Fira Code, Menlo, Consolas, DejaVu Sans Mono, monospace")
    .replace("translate({terminal_x}, {terminal_y})", "translate(21, 36)")
)
"""Template of an SVG."""


def printed(width: int, command: str) -> str:
    """Return the output of a command at a terminal of the given width, including colours."""
    env = {**os.environ, "COLUMNS": str(width), "TERM": "xterm-256color", "C2C_PAGER": ""}
    for name in ("NO_COLOR", "FORCE_COLOR", "C2C_DATA"):
        env.pop(name, None)
    with tempfile.TemporaryDirectory() as directory:
        shutil.copytree(ROOT / "data", Path(directory) / "data")
        Path(directory, "wrong.toml").write_text(LAKE)
        _, *args = command.split()
        reader, terminal = os.openpty()
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


def _widened(found: re.Match[str]) -> str:
    """Return a text with the length of its cells; Rich counts a wide character as one cell."""
    length, attributes, escaped = found.groups()
    text = html.unescape(escaped)
    if cell_len(text) <= len(text):  # a line break has no cell
        return found[0]
    width = float(length) / len(text) * cell_len(text)
    return f'textLength="{width:.1f}"{attributes}{escaped}'


def draw(name: str, picture: Picture) -> str:
    """Return the picture of a command at a terminal."""
    with Path(os.devnull).open("w") as null:
        console = Console(
            record=True,
            width=picture.columns + 2,  # a column on each side stays empty
            file=null,
            force_terminal=True,
            legacy_windows=False,
        )
        console.print(Text.assemble(("$ ", "dim"), (picture.command, "bold")))
        console.print(Text.from_ansi(printed(picture.columns, picture.command).rstrip() + "\n"))
    svg = console.export_svg(title="", unique_id=name, theme=picture.theme, code_format=FORMAT)
    # without the buttons of a window, and with an outline that is visible on any page
    svg = re.sub(r"<g transform[^>]*>\s*(<circle[^>]*>\s*)+</g>", "", svg)
    svg = re.sub(r'stroke="[^"]*"', 'stroke="#6e7681"', svg)
    svg = re.sub(r'textLength="([\d.]+)"([^>]*>)([^<]*)', _widened, svg)
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


def drawing(name: str) -> str:
    """Return a drawing in its colours."""
    template = Template((ROOT / f"tools/{name.rpartition('-')[0]}.svg").read_text())
    return template.substitute(DRAWINGS[name])


FRAME = """\
<!DOCTYPE html>
<style>
  body { margin: 0 }
  iframe { box-sizing: border-box; width: 660px; border: 1px solid #6e7681; border-radius: 8px }
</style>
"""
"""A page with an outline, so that a picture of it can be told from the page that shows it."""


def photograph(browser: str, name: str, page: Path, height: int) -> None:
    """Draw the beginning of a page in a narrow window, in its light and dark colours."""
    frame = page.with_name("frame.html")
    frame.write_text(f'{FRAME}<iframe src="{page.name}" style="height: {height}px"></iframe>\n')
    for theme, scheme in (("light", 1), ("dark", 0)):
        options = (
            *("--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size=660,{height}"),
            *("--force-device-scale-factor=1.25", "--default-background-color=00000000"),
            f"--blink-settings=preferredColorScheme={scheme}",
            f"--screenshot={ROOT / f'docs/{name}-{theme}.png'}",
        )
        run = [browser, *options, frame.as_uri()]
        subprocess.run(run, check=True, capture_output=True)  # noqa: S603


def photograph_pages(browser: str) -> None:
    """Draw the report on the Korean centres in 2018, and the site of the centres of the world."""
    run = [sys.executable, "-m", "c2c_cli"]
    with tempfile.TemporaryDirectory() as directory:
        report, site = Path(directory, "report.html"), Path(directory, "site")
        report_of_2018 = ["report", "--year", "2018", "--as-of", "2018-07-05", "--data", "korea"]
        subprocess.run([*run, *report_of_2018, "--output", str(report)], check=True)  # noqa: S603
        world = ["site", str(site), "--data", "world", "--as-of", TODAY]
        subprocess.run([*run, *world], check=True, capture_output=True)  # noqa: S603
        photograph(browser, "report", report, 825)
        photograph(browser, "site", site / "index.html", 826)


if __name__ == "__main__":
    for name, picture in PICTURES.items():
        (ROOT / f"docs/{name}.svg").write_text(draw(name, picture))
    for name in DRAWINGS:
        (ROOT / f"docs/{name}.svg").write_text(drawing(name))
    if browser := shutil.which("chromium"):
        photograph_pages(browser)
