"""Names of countries: the forms that are printed, and those that are understood."""

import re

import pytest

from c2c_cli.model import countries
from c2c_cli.model.values import country_of
from samples import ROOT

LISTED = re.findall(
    r"^\| ([A-Z]{2}) \| (.+) \| (.+) \|$", (ROOT / "docs/data.md").read_text(), re.MULTILINE
)
"""The table of docs/data.md: code, name in CLDR, name in UNESCO's list."""


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("KR", "Republic of Korea"),
        ("RU", "Russian Federation"),
        ("VN", "Viet Nam"),
        ("CI", "Côte d'Ivoire"),
        ("BO", "Bolivia (Plurinational State of)"),
        ("NL", "Netherlands (Kingdom of the)"),
        ("TR", "Türkiye"),
        ("CZ", "Czechia"),
        ("HK", "Hong Kong SAR China"),
    ],
)
def test_name_has_the_form_of_unesco_or_else_that_of_cldr(code: str, name: str) -> None:
    assert countries.name_of(code) == name


def test_documentation_lists_the_names_that_differ() -> None:
    cldr = countries.cldr_names()
    differing = sorted(countries.member_states().items())
    assert [(code, cldr[code], name) for code, name in differing] == LISTED
    assert all(name != cldr[code] for code, _, name in LISTED)


@pytest.mark.parametrize(("code", "cldr", "unesco"), LISTED)
def test_both_forms_are_understood(code: str, cldr: str, unesco: str) -> None:
    for name in (cldr, unesco, unesco.upper(), re.sub("[()]", "", unesco), f"the {unesco}"):
        assert country_of(name) == code


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        (
            "Korea",
            "use KP (Democratic People's Republic of Korea) or KR (Republic of Korea)",
        ),
        (
            "korea republic",
            "use KP (Democratic People's Republic of Korea) or KR (Republic of Korea)",
        ),
        ("Bosnia", 'did you mean "BA"?'),
        ("Germany", 'did you mean "DE"?'),
        ("kr", 'did you mean "KR"?'),
        ("uk", 'did you mean "GB"?'),
        ("Islands", "use a two-letter ISO 3166-1 code"),
        ("Atlantis", "use a two-letter ISO 3166-1 code"),
        ("?!", "use a two-letter ISO 3166-1 code"),
        ("", "use a two-letter ISO 3166-1 code"),
        ("\x1b[31m", "use a two-letter ISO 3166-1 code"),
    ],
)
def test_hint_names_the_countries_that_a_word_may_stand_for(word: str, hint: str) -> None:
    assert countries.hint_for(word) == hint
