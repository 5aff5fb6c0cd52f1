"""Texts as Markdown shows them: nothing in them is Markdown but a link. Knows only strings."""

import re

from c2c_cli.text import visible

_MEANING = re.compile(r"[\\`*_\[\]<>|~#&!$]")
_BEGINS = re.compile(r"^(\d+(?=[.)])|(?=[-+=]))")
"""What begins a list, a line across or a heading; all else that does means something within a line, too."""

LINK = re.compile(r"https?://[^\s<>|\\`*]+")
"""A link that Markdown knows as one by itself."""


def flowing(text: str) -> str:
    """Return a text of several lines as paragraphs and lines, in which nothing else is Markdown."""
    paragraphs = re.split(r"\n\s*\n", text.strip().replace("\r\n", "\n"))
    return "\n\n".join("\\\n".join(map(_line, paragraph.split("\n"))) for paragraph in paragraphs)


def item(text: str) -> str:
    """Return a text as an item of a list, its further lines below its first."""
    return flowing(text).replace("\n", "\n  ")


def _line(text: str) -> str:
    """Return a line that begins no list, no heading and no code."""
    return re.sub(_BEGINS, r"\1\\", literal(text.strip()))


def literal(text: str) -> str:
    """Return a text in which nothing is Markdown, and a line's end is a break; a link alone stays one."""
    shown = visible(text.replace("\r\n", "\n"), keep="\n")
    if LINK.fullmatch(shown):
        return shown
    return re.sub(_MEANING, r"\\\g<0>", shown).replace("\n", "<br>")
