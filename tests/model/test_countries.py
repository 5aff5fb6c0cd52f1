"""Names of countries: the forms that are printed, and those that are understood."""

import re

import babel
import pytest

from c2c_cli.model import countries
from c2c_cli.model.values import country_of
from samples import ROOT, read_page, tool

SCRIPT = tool("countries")
NAMES = (ROOT / "src/c2c_cli/model/country_names.tsv").read_text(encoding="utf-8")
FROM_THIS_BABEL = pytest.mark.skipif(
    f"(Babel {babel.__version__})" not in NAMES, reason="the names are from another Babel"
)

LISTED = re.findall(r"^\| ([A-Z]{2}) \| (.+) \| (.+) \|$", read_page("registries"), re.MULTILINE)
"""The table of docs/reference/registries.md: code, name in CLDR, name in UNESCO's list."""


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


@pytest.mark.parametrize(
    ("code", "tag", "name"),
    [
        ("KR", "ar", "جمهورية كوريا"),
        ("KR", "es", "República de Corea"),
        ("KR", "fr", "République de Corée"),
        ("KR", "ko", "대한민국"),
        ("KR", "ru", "Республика Корея"),
        ("KR", "zh", "大韩民国"),
        ("CN", "zh-Hans", "中国"),
        ("NL", "fr", "Pays-Bas (Royaume des)"),
        ("NL", "ko", "네덜란드"),
        ("CI", "ru", "Кот-д’Ивуар"),
        ("DE", "es", "Alemania"),
        ("BY", "fr", "Bélarus"),
        ("KR", "en", "Republic of Korea"),
        ("KR", "en-GB", "Republic of Korea"),
        ("KR", "de", "Republic of Korea"),
    ],
)
def test_name_in_the_language_of_a_document(code: str, tag: str, name: str) -> None:
    assert countries.name_of(code, tag) == name


@pytest.mark.parametrize("tag", countries.LANGUAGES)
def test_every_country_has_a_name_of_its_own_in_each_language(tag: str) -> None:
    names = [countries.name_of(code, tag) for code in sorted(countries.CODES)]
    assert all(names)
    assert [name for name in names if " ".join(name.split()) != name] == []
    assert len(set(names)) == len(names) == 249


def test_lines_of_the_names_are_in_the_order_of_their_codes_and_complete() -> None:
    *heading, columns = [line for line in NAMES.splitlines() if line.startswith("#")]
    assert columns == "# code\tar\tes\tfr\tko\tru\tzh"
    assert all(len(line) <= 120 for line in heading)
    lines = [line.split("\t") for line in NAMES.splitlines() if not line.startswith("#")]
    assert [code for code, *_ in lines] == sorted(countries.CODES)
    assert {len(line) for line in lines} == {7}


def test_names_have_the_forms_that_replace_those_in_cldr() -> None:
    forms = SCRIPT.forms()
    found = {(tag, code): countries.name_of(code, tag) for tag, code in forms}
    assert found == forms


def test_forms_are_sorted_in_each_section() -> None:
    for section in SCRIPT.FORMS.read_text(encoding="utf-8").split("#\n"):
        keys = [line.split("\t")[:2] for line in section.splitlines() if not line.startswith("#")]
        assert keys == sorted(keys)


@FROM_THIS_BABEL
def test_forms_differ_from_the_names_in_cldr() -> None:
    cldr = {(tag, code): babel.Locale(tag).territories[code] for tag, code in SCRIPT.forms()}
    assert [key for key, name in SCRIPT.forms().items() if cldr[key] == name] == []


@FROM_THIS_BABEL
def test_names_are_those_that_the_script_writes() -> None:
    assert SCRIPT.text() == NAMES


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
