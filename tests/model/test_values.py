"""Kinds of values: reading, rules and command-line words."""

import datetime
from typing import Any

import pytest

from c2c_cli.errors import C2CError, sentence
from c2c_cli.model.records import Network
from c2c_cli.model.registry import Registry
from c2c_cli.model.value_types import (
    COUNTRY,
    DATE,
    ID,
    LINE,
    NAMES,
    NUMBER,
    SOURCES,
    TEXT,
    TEXTS,
    YEAR,
    ValueType,
    choice,
)

STATUS = choice("status", "unknown-status", ("held", "planned", "tentative", "cancelled"))
COUNT = NUMBER
DAY = datetime.date(2018, 11, 20)
EMPTY_REGISTRY = Registry(Network(name="-"))


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        (LINE, "x", "x"),
        (TEXT, "x\ny", "x\ny"),
        (TEXTS, [], ()),
        (TEXTS, ["a", "b"], ("a", "b")),
        (NAMES, {}, {}),
        (NAMES, {"ko": "가"}, {"ko": "가"}),
        (COUNT, 3, 3),
        (YEAR, 2018, 2018),
        (YEAR, "2018", 2018),
    ],
)
def test_value_is_read(kind: ValueType, value: object, read: object) -> None:
    assert kind.read(value) == read


@pytest.mark.parametrize(
    ("value", "text"), [(2018, "2018"), ("2018-11", "2018-11"), (DAY, "2018-11-20")]
)
def test_date_keeps_its_precision(value: object, text: str) -> None:
    assert str(DATE.read(value)) == text


@pytest.mark.parametrize(
    ("kind", "value", "wrong"),
    [
        (LINE, 1, ["expected a string, not a number"]),
        (LINE, 1.5, ["expected a string, not a decimal number"]),
        (LINE, True, ["expected a string, not a boolean"]),
        (LINE, None, ["expected a string, not null"]),
        (LINE, [], ["expected a string, not a list"]),
        (LINE, {}, ["expected a string, not a table"]),
        (LINE, DAY, ["expected a string, not a date"]),
        (LINE, datetime.time(9), ["expected a string, not a time"]),
        (LINE, datetime.datetime(2018, 11, 20, 9), ["expected a string, not a time"]),  # noqa: DTZ001
        (TEXTS, "a", ['expected a list of strings, not a string; use ["…"]']),
        (
            TEXTS,
            ["a", 1, "b", True],
            ["1 expected a string, not a number", "3 expected a string, not a boolean"],
        ),
        (NAMES, "a", ['expected a table of names by language, not a string; use { ko = "…" }']),
        (NAMES, {"ko": "a", "fr": 1}, ["fr expected a string, not a number"]),
        (NAMES, {"k o": 1}, ["k o expected a string, not a number"]),
        (COUNT, "1", ["expected a whole number, not a string"]),
        (COUNT, True, ["expected a whole number, not a boolean"]),
        (COUNT, 1.5, ["expected a whole number, not a decimal number"]),
        (YEAR, "2018-11", ['invalid year "2018-11"; use four digits, such as 2018']),
        (YEAR, DAY, ['invalid year "2018-11-20"; use four digits, such as 2018']),
        (YEAR, 18, ['invalid year "18"; use four digits, such as 2018']),
        (YEAR, True, ['invalid year "true"; use four digits, such as 2018']),
        (
            DATE,
            "2018-13",
            ['invalid date "2018-13"; use a date such as 2018, 2018-11 or 2018-11-20'],
        ),
        (
            DATE,
            True,
            ['expected a date, not a boolean; use a date such as 2018, "2018-11" or 2018-11-20'],
        ),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_at_its_path(
    kind: ValueType, value: object, wrong: list[str]
) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011  # the whole messages are compared
        kind.read(value)
    error: Any = raised.value
    assert [
        " ".join([*map(str, one.path), sentence(*one.diagnostic[:2])]) for one in error.problems
    ] == wrong


EMPTY = "empty string; enter a value, or omit it if unknown"
ID_HINT = 'use letters, digits, ".", "_" and "-", starting with a letter or digit'


@pytest.mark.parametrize(
    ("kind", "value", "wrong"),
    [
        *((kind, value, EMPTY) for kind in (LINE, TEXT) for value in ("", " ", "\t", "\u3000")),
        *((kind, "a\udcff", "invalid UTF-8; retype the value") for kind in (LINE, TEXT)),
        *(
            (LINE, value, "unexpected line break; use a single line")
            for value in ("a\nb", "a\rb", "\n")
        ),
        *((LINE, value, None) for value in ("a", " a", "a\tb", "가", "a\u2028b")),
        *((TEXT, value, None) for value in ("a", "a\nb", "\na")),
        *((SOURCES, value, None) for value in ("https://a.example",)),
        *((TEXTS, value, None) for value in ("a\nb",)),
        *(
            (ID, value, None)
            for value in ("A", "i-WSSM", "2018-11", "제주", "a.b_c", "É", "e\u0301", "หัว")
        ),
        *(
            (ID, value, f'invalid id "{value}"; {ID_HINT}')
            for value in ("", "-a", "_a", ".a", "a b", "a/b", "a;b", "\u0301a")
        ),
        *(
            (ID, f"제{one}", f'invalid id "제{shown}"; {ID_HINT}')
            for one, shown in [
                *((one, f"\\u{ord(one):04x}") for one in "\u034f\u115f\u1160\u17b4\u3164\uffa0"),
                *((one, one) for one in "\u180b\u200d\ufe0f\U000e0100"),
            ]
        ),
        (ID, "a\n", f'invalid id "a\\n"; {ID_HINT}'),
        *((COUNTRY, value, None) for value in ("KR", "GB")),
        (COUNTRY, "kr", 'unknown country code "kr"; did you mean "KR"?'),
        (COUNTRY, "UK", 'unknown country code "UK"; did you mean "GB"?'),
        (COUNTRY, "KOR", 'unknown country code "KOR"; use a two-letter ISO 3166-1 code'),
        (STATUS, "held", None),
        (STATUS, "Held", 'unknown status "Held"; did you mean "held"?'),
        (STATUS, "x", 'unknown status "x"; expected held, planned, tentative or cancelled'),
    ],
)
def test_rules_of_values(kind: ValueType, value: str, wrong: str | None) -> None:
    assert kind.rule is not None
    found = kind.rule(value)
    assert (found and sentence(*found[:2])) == wrong


@pytest.mark.parametrize(
    ("kind", "word", "meant"),
    [
        (LINE, "x", "x"),
        (COUNTRY, "kr", "KR"),
        (COUNTRY, "KR", "KR"),
        (STATUS, "HELD", "held"),
        (STATUS, "planned", "planned"),
    ],
)
def test_case_is_ignored_in_words(kind: ValueType, word: str, meant: str) -> None:
    assert kind.parse(word, EMPTY_REGISTRY) == meant


@pytest.mark.parametrize("word", ["2018", "2018-11", "2018-11-20"])
def test_word_is_parsed_as_a_date(word: str) -> None:
    assert str(DATE.parse(word, EMPTY_REGISTRY)) == word


@pytest.mark.parametrize(
    ("kind", "word", "sentence"),
    [
        (
            DATE,
            "2018-13",
            'invalid date "2018-13"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
        (
            DATE,
            "today",
            'invalid date "today"; use a date such as 2018, 2018-11 or 2018-11-20',
        ),
        (STATUS, "heldd", 'unknown status "heldd"; did you mean "held"?'),
    ],
)
def test_an_invalid_word_is_refused(kind: ValueType, word: str, sentence: str) -> None:
    with pytest.raises(C2CError) as raised:
        kind.parse(word, EMPTY_REGISTRY)
    assert str(raised.value) == sentence
