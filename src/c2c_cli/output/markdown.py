"""Strings escaped for the Markdown of CommonMark, GitHub and pandoc."""

import re

from c2c_cli.text import visible

_MEANING = re.compile(
    r"[\\`*_\[\]<>{}|~#&!$^@]"
    r"|(?<=-)-|\.(?=\.\.)"  # pandoc's dashes and ellipses
    # GitHub's links and emoji, but not the colons of a time
    r"|:(?=//|(?!\d\d:)[\w+-]+:)|(?<=\bwww)\.",
    re.IGNORECASE,
)
_BEGINS = re.compile(
    r"^(\(?(?:\d+|[a-z]|[ivxlcdm]+)(?=[.)])|table(?=:)|(?=[-+=:%]))", re.IGNORECASE
)
"""The start of a list, a definition, a caption or a heading; `_MEANING` covers the others."""

_LINK = re.compile(
    r"https?://[\w.-]+(:\d+)?([/?#](?!\S*&#?\w+;)[\w.~:/?#@!$&'()*+,;=%-]*)?", re.IGNORECASE
)
"""A URL as in RFC 3986, with letters of any script, that has no character reference."""

_LONG = 60
"""Number of characters above which a URL is abridged."""


def paragraphs(text: str) -> str:
    """Return `text` as Markdown paragraphs with their line breaks; other markup is escaped."""
    escaped = [[line_start(line) for line in lines] for lines in lines_of_paragraphs(text)]
    return "\n\n".join("\\\n".join(lines) for lines in escaped)


def lines_of_paragraphs(text: str) -> list[list[str]]:
    """Return the lines of each paragraph of `text`, without the white space around them."""
    parts = re.split(r"\n\s*\n", text.strip().replace("\r\n", "\n"))
    return [[line.strip() for line in part.split("\n")] for part in parts]


def line_start(text: str) -> str:
    """Return `text` escaped for the start of a line, where it could begin a list or a heading."""
    return re.sub(_BEGINS, r"\1\\", literal(text.strip()))


def list_item(text: str) -> str:
    """Return `text` as a list item, with its later lines indented."""
    return paragraphs(text).replace("\n", "\n  ")


def literal(text: str) -> str:
    """Return `text` with markup escaped and line breaks as `<br>`; a whole URL becomes a link."""
    shown = visible(text.replace("\r\n", "\n"), keep="\n")
    return f"<{shown}>" if is_url(shown) else _escaped(shown)


def code(text: str) -> str:
    """Return `text` as code in a cell of a table, such as a command; nothing is escaped in it.

    A text with a character that a cell of code cannot contain everywhere is escaped instead.
    """
    if not text or text != visible(text) or text != text.strip() or re.search(r"[|`\\]", text):
        return literal(text)
    return f"`{text}`"


def link(text: str, url: str | None) -> str:
    """Return `text` escaped, as a link to `url` if that is a URL."""
    if not url or not is_url(url):
        return literal(text)
    return f"[{_escaped(visible(text))}](<{url}>)"  # a link contains no other link


def address(text: str) -> str:
    """Return `text` escaped, as a link if the whole string is a URL; a long one is abridged."""
    shown = abridged(text) if is_url(text) else text
    return literal(text) if shown == text else link(shown, text)


def abridged(url: str) -> str:
    """Return a long URL without its scheme, or only its host if that is still long."""
    if len(url) <= _LONG:
        return url
    shown = re.sub(r"^https?://(www\.)?|/$", "", url, flags=re.IGNORECASE)
    return shown if len(shown) <= _LONG else f"{re.split('[/?#]', shown)[0]}/…"


def _escaped(text: str) -> str:
    """Return `text` with markup escaped and line breaks as `<br>`."""
    return re.sub(_MEANING, r"\\\g<0>", text).replace("\n", "<br>")


def is_url(text: str) -> bool:
    """Return whether the whole string is a URL of the web, without invisible characters."""
    return _LINK.fullmatch(text) is not None and text == visible(text)
