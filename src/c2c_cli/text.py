"""Texts as people compare and see them: folding, the nearest word, visible escapes. Knows only strings."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches

_CONTROLS = "[\x00-\x1f\x7f-\x9f]"
_UNSEEN = (
    "[\x00-\x1f\x7f-\x9f"  # C0 and C1 controls
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufeff\uffa0"  # shown as nothing at all
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width, bidi marks, embeddings, overrides, isolates
    "\u2028\u2029\ufff0-\ufffb\U000e0000-\U000e0fff"  # separators, annotations, tags
    "\ud800-\udfff]"  # half a pair: an argument that was no UTF-8
)
_MAX_SUGGESTIONS = 8
"""Words that a hint lists; a meeting has fourteen keys."""

_SHORT = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


# Patterns are compiled where they are first used: most runs use none.


def unseen(replacement: Callable[[re.Match[str]], str], text: str) -> str:
    """Replace all that drives a terminal or is shown as nothing."""
    return re.sub(_UNSEEN, replacement, text)


def escape(character: str) -> str:
    r"""Return a character as TOML and Python write it: `\n`, `\u001b`."""
    code = ord(character)
    return _SHORT.get(character) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


def visible(text: str, keep: str = "") -> str:
    r"""Return a text that cannot drive a terminal or hide: `\u202e` for a bidi override, `\n` for a line's end.

    The characters in `keep` stay as they are.
    """
    if text.isascii() and text.isprintable():
        return text
    return unseen(lambda found: found[0] if found[0] in keep else escape(found[0]), text)


def without_controls(text: str) -> str:
    r"""Return a text with its control characters as `\n`, `\t`, `\r` or `\u001b`, and all others as they are."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_CONTROLS, lambda found: escape(found[0]), text)


def quoted(text: str) -> str:
    """Return a text of somebody else's as it can stand in a sentence of ours."""
    text = visible(text)
    return f'"{text}"' if len(text) <= 80 else f'"{text[:77]}…"'


def fold(text: str) -> str:
    """Return a text without regard to case, accents and width, to compare it with another."""
    if text.isascii():
        return text.lower()
    marked = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFKD", "".join(c for c in marked if not unicodedata.combining(c)).casefold())


def fold_id(text: str) -> str:
    """Return an id without regard to case; accents tell ids apart, the way they were typed does not."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).casefold()


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return that of the words which somebody who typed `word` most likely meant."""
    folded = {fold(candidate): candidate for candidate in words}
    close = get_close_matches(fold(word), folded, n=1)
    return folded[close[0]] if close else None


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """Return the end of a sentence about a wrong word: the nearest right one, else all of them."""
    hint = suggestion(word, words)
    return f"; {hint}" if hint else ""


def suggestion(word: str, words: Iterable[str], *, listed_by: str = "") -> str:
    """Return a hint for an unknown word: the nearest known one, all if they are few, or the command that lists them."""
    words = list(dict.fromkeys(words))
    if (near := nearest(word, words)) is not None:
        return f'did you mean "{visible(near)}"?'
    if 0 < len(words) <= _MAX_SUGGESTIONS:
        return f"expected {one_of([visible(one) for one in words])}"
    return f"run {listed_by} to list them" if listed_by else ""


def one_of(words: Sequence[str]) -> str:
    """Return words as `A, B or C`."""
    return " or ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def plural(number: int, noun: str) -> str:
    """Return `1 error`, `3 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
