"""Texts as Markdown shows them: nothing in them is Markdown but a link. Knows only strings."""

import re

from c2c_cli.text import visible

_MEANING = re.compile(r"[\\`*_\[\]<>|~#&!$]")
_LINK = re.compile(r"https?://[^\s<>|\\`*]+")


def flowing(text: str) -> str:
    """Return a text of several lines as paragraphs and lines, in which nothing else is Markdown."""
    paragraphs = re.split(r"\n\s*\n", text.strip().replace("\r\n", "\n"))
    return "\n\n".join("\\\n".join(map(literal, paragraph.split("\n"))) for paragraph in paragraphs)


def literal(text: str) -> str:
    """Return a text in which nothing is Markdown, and a line's end is a break; a link alone stays one."""
    shown = visible(text.replace("\r\n", "\n"), keep="\n")
    if _LINK.fullmatch(shown):
        return shown
    return re.sub(_MEANING, r"\\\g<0>", shown).replace("\n", "<br>")
