"""TOML text as a sequence of records, and of the comments between them."""

import re
from dataclasses import dataclass

from c2c_cli.errors import KeyPath
from c2c_cli.toml.edit import Editor
from c2c_cli.toml.grammar import STRING

_PARAGRAPHS = re.compile(r"(?P<blank>(?:[ \t\r]*+\n)++)|(?:[^\n]*\S[^\n]*\n)++")

_COMMENTS = re.compile(rf"{STRING}|(?P<comment>#[^\n]*+)", re.DOTALL)


@dataclass(slots=True)
class Piece:
    """A record with its sub-tables and comments, or a paragraph outside all records."""

    path: KeyPath
    """The path of the record, or an empty path."""
    text: str
    """Its lines, each of which ends with a newline."""
    blank: str = ""
    """The blank lines after it."""


def split(text: str) -> list[Piece]:
    """Return the pieces of valid TOML text, whose last line may lack a newline.

    Raises WriteError if a sub-table comes after another record.
    """
    editor = Editor(text)
    parts = sorted((*editor.part(path), path) for path in editor.records())
    pieces: list[Piece] = []
    at = 0
    for start, end, path in parts:
        _add_paragraphs(pieces, editor.text[at:start])
        pieces.append(Piece(path, editor.text[start:end]))
        at = end
    _add_paragraphs(pieces, editor.text[at:])
    return pieces


def _add_paragraphs(pieces: list[Piece], text: str) -> None:
    """Add the paragraphs of a text, and its blank lines to the piece before them."""
    for found in _PARAGRAPHS.finditer(text):
        if not found["blank"]:
            pieces.append(Piece((), found[0]))
        elif pieces:
            pieces[-1].blank += found[0]
        else:
            pieces.append(Piece((), "", found[0]))


def comments(text: str) -> list[str]:
    """Return the comments in a TOML text, in order."""
    found = [match["comment"] for match in _COMMENTS.finditer(text)]
    return [comment.rstrip() for comment in found if comment]
