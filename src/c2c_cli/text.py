"""Comparing, escaping, wrapping, joining and suggesting strings."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, partial
from typing import Self

_ALWAYS_HIDDEN = (
    "\x00-\x1f\x7f-\x9f"  # C0 and C1 controls
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u3164\ufeff\uffa0"  # invisible
    # zero width, bidi marks, embeddings, overrides, isolates
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    # separators, annotations, formats
    "\u2028\u2029\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # tags
    "\ud800-\udfff"  # surrogates: an argument that is not UTF-8
    "\ufdd0-\ufdef"  # noncharacters, as are the last two of each plane
    + "".join(f"{chr(code - 1)}{chr(code)}" for code in range(0xFFFF, 0x110000, 0x10000))
)
_JOINING = "\u180b-\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Joiners and variation selectors.

Persian, Indic and Mongolian words, emoji and Han characters need them.
"""

_SEEN = f"[^\x00-\x7f{_ALWAYS_HIDDEN}{_JOINING}]"
_INVISIBLE = f"[{_ALWAYS_HIDDEN}{_JOINING}](?<!{_SEEN}[{_JOINING}])(?<!{_SEEN}\ufe0f[{_JOINING}])"
"""Invisible characters; joining ones only if they follow no character that they could change.

Patterns are compiled on first use, because most runs need none.
"""

_MAX_SUGGESTIONS = 9
"""Maximum number of words that a hint lists."""

_SHORTEST_SUGGESTED = 3
"""Minimum number of characters of a word that a hint suggests, and of the word that was typed."""

_SHORTEST_BEGINNING = 4
"""Minimum number of characters of the beginning of a word that a hint completes."""

NUMBERS = ("none", "one", "two", "three", "four", "five")
"""Small numbers in words."""


class Number(float):
    """A decimal number that keeps the form in which it was written, such as `116.40`."""

    _text: str

    def __new__(cls, text: str) -> Self:
        """Read a number; raise ValueError if the text is not one."""
        number = super().__new__(cls, text)
        number._text = text
        return number

    def __str__(self) -> str:
        """Return the number as it was written."""
        return self._text

    __repr__ = __str__


def first_invisible(text: str, keep: str = "") -> str | None:
    """Return the first control or invisible character of a string, or None.

    Characters in `keep` do not count.
    """
    if text.isascii() and text.isprintable():
        return None
    for found in re.finditer(_INVISIBLE, text):
        if found[0] not in keep:
            return found[0]
    return None


def escape(character: str) -> str:
    r"""Return the escape sequence of a character, as in TOML and Python: `\n`, `\u001b`."""
    short = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
    if character in short:
        return short[character]
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible(
    text: str, keep: str = "", pattern: str = _INVISIBLE, escape: Callable[[str], str] = escape
) -> str:
    r"""Escape control and invisible characters (as `\u202e`), except those in `keep`.

    `pattern` selects the characters to escape, and `escape` returns the escape sequence of one.
    """
    if text.isascii() and text.isprintable():
        return text

    def replacement(found: re.Match[str]) -> str:
        return found[0] if found[0] in keep else escape(found[0])

    return re.sub(pattern, replacement, text)


escape_controls = partial(visible, pattern="[\x00-\x1f\x7f-\x9f]")
r"""Escape control characters (as `\n` or `\u001b`), but not other invisible characters."""


def as_json(value: object, indent: int | None = None) -> str:
    """Return a value as JSON, with control and invisible characters escaped."""
    import json  # noqa: PLC0415  # most runs do not need it

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    # such characters are always inside strings, except for the line endings of the indentation
    return visible(text, "\n", escape=lambda character: json.dumps(character)[1:-1])


def quoted(text: str) -> str:
    """Quote a user-supplied string for a message, with its own quotes escaped."""
    escaped = cut(text).replace('"', '\\"')
    return f'"{escaped}"'


def cut(text: str) -> str:
    """Escape a user-supplied string, and truncate it if it has more than 80 characters."""
    text = visible(text)
    return text if len(text) <= 80 else f"{text[:77]}…"


def shell(word: str) -> str:
    """Quote a word for a POSIX shell, if necessary."""
    if re.fullmatch(r"[\w@%+=:,./-]+", word, re.ASCII):
        return word
    return "'" + word.replace("'", "'\"'\"'") + "'"


def width(text: str) -> int:
    """Return the number of columns that a string takes in a terminal."""
    if text.isascii():
        return len(text)
    columns = 0
    for character in text:
        if not unicodedata.combining(character):
            columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return columns


def parts(word: str) -> list[str]:
    """Split a word after its hyphens, but not within a date."""
    return re.findall(r"\d{4}-\d\d(?:-\d\d)?-*|[^\s-]*-+|[^\s-]+", word)


def wrap(text: str, most: int, measure: Callable[[str], int] = width) -> list[str]:
    """Wrap a line to at most `most` columns.

    Lines end at spaces if possible, otherwise after hyphens, otherwise anywhere.
    """
    if measure(text) <= most:
        return [text]
    lines, used = [""], 0
    rest = re.findall("[^ ]+| +", text)[::-1]
    while rest:
        word = rest.pop()
        columns, blank = measure(word), word[0] == " "
        if used and used + columns > most and not blank:
            lines.append("")
            used = 0
        if columns > most and len(word) > 1 and not blank:
            pieces = parts(word)
            rest += reversed(pieces if len(pieces) > 1 else word)
        elif used or not blank:
            lines[-1] += word
            used += columns
    return [line.rstrip(" ") for line in lines]


def fold(text: str) -> str:
    """Return a key for comparing strings that ignores case, accents and width."""
    if text.isascii():
        return text.lower()
    marked = unicodedata.normalize("NFKD", text)
    unmarked = "".join(c for c in marked if not unicodedata.combining(c))
    return unicodedata.normalize("NFKD", unmarked.casefold())


def fold_id(text: str) -> str:
    """Return a key for comparing ids.

    It ignores case and Unicode normalisation, but not accents.
    """
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).casefold()


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the word that `word` is probably a misspelling of, or None."""
    return _nearest(word, tuple(words))


@lru_cache(maxsize=1 << 10)
def _nearest(word: str, words: tuple[str, ...]) -> str | None:
    """Return the only closest word, if it is close enough to leave little doubt, or None.

    The result is cached, because a large file can have the same error in each of its records.
    """
    typed = fold(word)
    folded = {fold(candidate): candidate for candidate in words}
    near: dict[int, list[str]] = {}
    for candidate in folded:
        if _may_be_meant(typed, candidate):
            errors = _typing_errors(typed, candidate)
            if errors <= _most_errors(typed, candidate):
                near.setdefault(errors, []).append(candidate)
    found = near[min(near)] if near else []
    if not found and len(typed) >= _SHORTEST_BEGINNING:
        found = [candidate for candidate in folded if candidate.startswith(typed)]
    return folded[found[0]] if len(found) == 1 else None


def _most_errors(typed: str, word: str) -> int:
    """Return the maximum number of typing errors in a word that is probably meant."""
    return 1 if min(len(typed), len(word)) < 7 else 2


def _may_be_meant(typed: str, word: str) -> bool:
    """Return whether `typed` may be a misspelling of `word`, as far as can be seen quickly.

    In up to four letters, another letter makes another word: `ksh`, or the id of another centre.
    Another digit makes another year.
    """
    shorter, longer = sorted((len(typed), len(word)))
    if shorter < _SHORTEST_SUGGESTED or longer - shorter > _most_errors(typed, word):
        return False
    if re.findall("[0-9]", typed) != re.findall("[0-9]", word):
        return False
    if len({*typed} ^ {*word}) > 2 * _most_errors(typed, word):
        return False
    return longer > 4 or shorter < longer or sorted(typed) == sorted(word)


def _typing_errors(typed: str, word: str) -> int:
    """Return the least number of letters to add, omit, replace or swap with the next one."""
    previous: list[int] = []
    last: list[int] = [*range(len(word) + 1)]
    for row, letter in enumerate(typed, 1):
        now = [row]
        for column, other in enumerate(word, 1):
            least = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != other))
            if column > 1 and row > 1 and (typed[row - 2], word[column - 2]) == (other, letter):
                least = min(least, previous[column - 2] + 1)
            now.append(least)
        previous, last = last, now
    return last[-1]


def suggestion(word: str, words: Iterable[str], *, listed_by: str = "") -> str:
    """Return a hint for an unknown word: the closest match, or else that of `listing`."""
    words = tuple(dict.fromkeys(words))
    near = nearest(word, words)
    return did_you_mean(near) if near is not None else listing(words, listed_by)


def did_you_mean(word: str) -> str:
    """Return a hint for a word that is unknown, with the one that is probably meant."""
    return f"did you mean {quoted(word)}?"


def listing(words: Sequence[str], listed_by: str = "") -> str:
    """Return a hint that lists words if they are few, or names the command that lists them."""
    if 0 < len(words) <= _MAX_SUGGESTIONS:
        return expected(tuple(words))
    return f"run {listed_by} for a full list" if listed_by else ""


@lru_cache(maxsize=1 << 10)
def expected(words: tuple[str, ...]) -> str:
    """Return a hint that lists words: `expected A, B or C`."""
    shown = []
    for word in words:
        has_separator = re.search('[ ,;"]', word)
        shown.append(quoted(word) if has_separator else visible(word))
    return f"expected {one_of(shown)}"


def one_of(words: Sequence[str], last: str = "or") -> str:
    """Join words as `A, B or C`."""
    start, end = ", ".join(words[:-1]), "".join(words[-1:])
    if start and end:
        return f"{start} {last} {end}"
    return start or end


all_of = partial(one_of, last="and")
"""Join words as `A, B and C`."""


def some_of(words: Sequence[str], most: int) -> str:
    """Join words as `A, B and C`; if they are more than `most`, as `A, B and 3 more`."""
    more = len(words) - most
    return all_of([*words[:most], f"{more} more"] if more > 0 else words)


def plural(number: int, noun: str) -> str:
    """Return `1 error`, `3 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def with_article(noun: str) -> str:
    """Return `a meeting`, `an organisation`."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def years_in_words(years: Sequence[int]) -> str:
    """Return years in words, such as `2018 to 2020 and 2022`."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    parts: list[str] = []
    for run in runs:
        parts += [f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run)
    return all_of(parts)
