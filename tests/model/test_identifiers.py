"""Identifiers of centres: ROR, Wikidata, ISNI."""

import pytest

from c2c_cli.errors import InvalidError, sentence
from c2c_cli.model.value_types import IDENTIFIERS

ROR_HINT = "copy it from ror.org, such as https://ror.org/02zhqgq86"
ISNI_HINT = "use 15 digits and a check character (0 to 9 or X)"


def problems(scheme: str, value: str) -> list[str]:
    assert IDENTIFIERS.rule is not None
    wrong = IDENTIFIERS.rule(scheme, value)
    return [] if wrong is None else [sentence(*wrong[:2], scheme)]


@pytest.mark.parametrize(
    ("scheme", "value"),
    [
        *(
            ("ror", value)
            for value in ("05dxps055", "00f54p054", "042nb2s44", "https://ror.org/013meh722")
        ),
        *(("wikidata", value) for value in ("Q1", "Q7809")),
        # ISNI and ORCID use the same checksum; the first and last are examples in the documentation of ORCID
        *(
            ("isni", value)
            for value in ("0000000218250097", "0000 0001 2103 2683", "000000021694233X")
        ),
        ("viaf", "no checks: anything"),
    ],
)
def test_valid_identifiers_are_accepted(scheme: str, value: str) -> None:
    assert problems(scheme, value) == []


@pytest.mark.parametrize(
    ("scheme", "value", "sentence"),
    [
        *(
            ("ror", value, f'ror: invalid ROR id "{value}"; {ROR_HINT}')
            for value in (
                "00f54p055",
                "https://ror.org/00f54p055",
                "http://ror.org/00f54p054",
                "00F54P054",
                "0of54p054",
                "00f54p0545",
            )
        ),
        *(
            (
                "wikidata",
                value,
                f'wikidata: invalid Wikidata id "{value}"; use Q and digits, such as Q7809',
            )
            for value in ("7809", "q7809", "Q0", "Q7809 ", "Q٣")
        ),
        *(
            ("isni", value, f'isni: invalid ISNI "{value}"; {ISNI_HINT}')
            for value in (
                "0000000218250098",
                "000000021825009",
                "00000002182500977",
                "0000-0002-1825-0097",
            )
        ),
        ("viaf", "", "viaf: empty string; enter a value, or omit it if unknown"),
        ("viaf", "a\nb", "viaf: unexpected line break; use a single line"),
    ],
)
def test_invalid_identifiers_are_reported_with_a_hint(
    scheme: str, value: str, sentence: str
) -> None:
    assert problems(scheme, value) == [sentence]


def test_every_invalid_digit_of_an_isni_is_found() -> None:
    valid = "0000000218250097"
    for place, digit in enumerate(valid):
        for other in "0123456789":
            if other != digit:
                assert problems("isni", f"{valid[:place]}{other}{valid[place + 1 :]}")


def test_identifiers_are_a_table_of_strings() -> None:
    for value, expected in (
        ("Q1", 'expected a table of identifiers by scheme, not a string; use { wikidata = "Q…" }'),
        ({"wikidata": 1}, "wikidata: expected a string, not a number"),
    ):
        with pytest.raises(InvalidError) as raised:
            IDENTIFIERS.read(value)
        assert str(raised.value) == expected
