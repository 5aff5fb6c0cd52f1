"""Countries: their codes and names."""

import re
from functools import cache, lru_cache

from c2c_cli import read_text
from c2c_cli.text import fold, one_of

_CODE = "use a two-letter ISO 3166-1 code"
_COMMON_MISTAKES = {"EL": "GR", "EN": "GB", "UK": "GB"}
_MAX_MEANT = 4
"""Maximum number of countries in a hint."""

LANGUAGES = ("ar", "es", "fr", "ko", "ru", "zh")
"""Languages besides English that have names of countries: the columns of country_names.tsv."""


def _rows(file: str) -> list[list[str]]:
    """Return the rows of a TSV file in this package: a country code and names of the country."""
    lines = read_text(f"model/{file}").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


_ROWS = _rows("countries.tsv")

CODES = frozenset(code for code, *_ in _ROWS)
"""The 249 officially assigned country codes of ISO 3166-1 alpha-2, as of 2026."""


@cache
def cldr_names() -> dict[str, str]:
    """Return the English names of the countries in Unicode CLDR, by code."""
    return {code: name for code, name, *_ in _ROWS}


@cache
def member_states() -> dict[str, str]:
    """Return the names that UNESCO uses for its Member States where they differ, by code."""
    return dict(_rows("member_states.tsv"))


def name_of(code: str, tag: str = "en") -> str:
    """Return the name of a country, in the form that UNESCO or the UN uses if that is known.

    The name is in the language of a tag, such as `zh-Hans`, if that is one of LANGUAGES, or else in
    English.
    """
    language = tag.partition("-")[0]
    if language not in LANGUAGES:
        return member_states().get(code) or cldr_names()[code]
    return _names_in(language)[code]


@cache
def _names_in(language: str) -> dict[str, str]:
    """Return the names of the countries in one of LANGUAGES, by code."""
    column = 1 + LANGUAGES.index(language)
    return {row[0]: row[column] for row in _rows("country_names.tsv")}


def code_of(name: str) -> str | None:
    """Return the code of the country with a name, in a language of the country or of the UN."""
    return _codes().get(_words_of(name))


@lru_cache(maxsize=1 << 10)
def hint_for(word: str, default: str = _CODE) -> str:
    """Return a hint for a word that is not a country code: the codes that it may mean.

    Without such codes, or with too many, the hint is `default`.
    """
    meant = _meant(word)
    if len(meant) == 1:
        return f'did you mean "{meant[0]}"?'
    if not 0 < len(meant) <= _MAX_MEANT:
        return default
    return f"use {one_of([f'{code} ({name_of(code)})' for code in meant])}"


def _meant(word: str) -> list[str]:
    """Return the codes that a word may mean; a part of an English name may match several."""
    code = _COMMON_MISTAKES.get(word.upper(), word.upper())
    if code not in CODES:
        code = code_of(word) or ""
    if code:
        return [code]
    words = {*_words_of(word).split()}
    return [
        code
        for code, name in cldr_names().items()
        if words <= {*_words_of(name).split(), *_words_of(name_of(code)).split()}
    ]


@cache
def _codes() -> dict[str, str]:
    """Return the codes of the countries, by the key that `_words_of` returns for their names."""
    named = [(code, name) for code, *names in _ROWS for name in names]
    return {_words_of(name): code for code, name in (*named, *member_states().items())}


def _words_of(name: str) -> str:
    """Return a key by which "Korea, Republic of" equals "the Republic of Korea"."""
    return " ".join(sorted({*re.findall(r"\w+", fold(name))} - {"the"}))
