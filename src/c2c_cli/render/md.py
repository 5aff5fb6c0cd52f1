"""A table of Markdown, as GitHub has it."""

import re

from c2c_cli.render.values import Sheet
from c2c_cli.text import visible

_MEANING = re.compile(r"[\\`*_\[\]<>|~#&!$]")
_LINK = re.compile(r"https?://[^\s<>|\\`*]+")


def text(sheet: Sheet) -> str:
    """Return the rows as a table whose cells show their text as it is."""
    lines = [sheet.columns, ("---",) * len(sheet.columns)] if sheet.header else []
    lines += [tuple(map(cell, row)) for row in sheet.rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def cell(value: str) -> str:
    """Return a text as a cell shows it: nothing in it is Markdown but a link, and a line's end is a break."""
    shown = visible(value.replace("\r\n", "\n"), keep="\n")
    if _LINK.fullmatch(shown):
        return shown
    return re.sub(_MEANING, r"\\\g<0>", shown).replace("\n", "<br>")
