"""Country codes of ISO 3166-1 alpha-2, as of 2026, and the names of countries."""

import re
from functools import cache
from pathlib import Path

from c2c_cli.text import fold

_LINES = Path(__file__).with_name("countries.tsv").read_text("utf-8").splitlines()
_ROWS = [line.split("\t") for line in _LINES if not line.startswith("#")]

CODES = frozenset(code for code, *_ in _ROWS)
"""The 249 officially assigned codes."""


def code_of(name: str) -> str | None:
    """Return the code of a country by its name in a language of the country or the UN, in any order of words."""
    return _codes().get(_words(name))


@cache
def _codes() -> dict[str, str]:
    return {_words(name): code for code, *names in _ROWS for name in names}


def _words(name: str) -> str:
    """Return a key by which "Korea, Republic of" equals "the Republic of Korea"."""
    return " ".join(sorted({*re.findall(r"\w+", fold(name))} - {"the"}))
