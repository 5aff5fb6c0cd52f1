"""Strings escaped for Markdown, which keeps only links."""

import re

from c2c_cli.text import visible

_MEANING = re.compile(r"[\\`*_\[\]<>|~#&!$]")
_BEGINS = re.compile(r"^(\d+(?=[.)])|(?=[-+=]))")
"""The start of a list, a thematic break or a heading; other such starts are escaped anywhere in a line."""

LINK = re.compile(r"https?://[^\s<>|\\`*]+")
"""A link that Markdown recognises without markup."""


def paragraphs(text: str) -> str:
    """Return `text` as Markdown paragraphs with its line breaks kept and all other markup escaped."""
    parts = re.split(r"\n\s*\n", text.strip().replace("\r\n", "\n"))
    return "\n\n".join("\\\n".join(map(_line, part.split("\n"))) for part in parts)


def list_item(text: str) -> str:
    """Return `text` as a list item, with its later lines indented."""
    return paragraphs(text).replace("\n", "\n  ")


def link(url: str) -> str:
    """Return the URL as a link; a string that is not a web address, as a list item."""
    return f"<{url}>" if LINK.fullmatch(url) else list_item(url)


def _line(text: str) -> str:
    """Return the line, escaped so that it does not start a list, a heading or code."""
    return re.sub(_BEGINS, r"\1\\", literal(text.strip()))


def literal(text: str) -> str:
    """Return `text` with markup escaped and line endings as `<br>`; a string that is only a link stays a link."""
    shown = visible(text.replace("\r\n", "\n"), keep="\n")
    if LINK.fullmatch(shown):
        return shown
    return re.sub(_MEANING, r"\\\g<0>", shown).replace("\n", "<br>")
