"""Kinds of values: what is read, what must hold of it, what a word on the command line means."""

import datetime
from typing import Any

import pytest

from c2c_cli.errors import C2CError
from c2c_cli.model.value_types import COUNTRY, DATE, ID, LINE, LINES, NAMES, TEXT, TEXTS, YEAR, Kind, number, one_of

STATUS = one_of("status", "unknown-status", ("held", "planned", "tentative", "cancelled"))
COUNT = number(366)
DAY = datetime.date(2018, 11, 20)


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
def test_a_value_is_read(kind: Kind, value: object, read: object) -> None:
    assert kind.read(value) == read


@pytest.mark.parametrize(("value", "text"), [(2018, "2018"), ("2018-11", "2018-11"), (DAY, "2018-11-20")])
def test_a_date_is_read_in_its_precision(value: object, text: str) -> None:
    assert str(DATE.read(value)) == text


@pytest.mark.parametrize(
    ("kind", "value", "wrong"),
    [
        (LINE, 1, ["is a number; write a text in quotes"]),
        (LINE, 1.5, ["is a number; write a text in quotes"]),
        (LINE, True, ["is true or false; write a text in quotes"]),
        (LINE, None, ["is nothing; write a text in quotes"]),
        (LINE, [], ["is a list; write a text in quotes"]),
        (LINE, {}, ["is a table; write a text in quotes"]),
        (LINE, DAY, ["is a date; write a text in quotes"]),
        (LINE, datetime.time(9), ["is a time of day; write a text in quotes"]),
        (LINE, datetime.datetime(2018, 11, 20, 9), ["is a date and time; write a text in quotes"]),  # noqa: DTZ001
        (TEXTS, "a", ['is a text; write a list of texts: ["…"]']),
        (
            TEXTS,
            ["a", 1, "b", True],
            ["1 holds a number; write a text in quotes", "3 holds true or false; write a text in quotes"],
        ),
        (NAMES, "a", ['is a text; write names by language: { ko = "…" }']),
        (NAMES, {"ko": "a", "fr": 1}, ['fr "fr" is a number; write a text in quotes']),
        (
            NAMES,
            {"k o": 1},
            [
                'k o "k o" is a number; write a text in quotes',
                'k o "k o" is no language tag; write ko, fr or zh-Hant',
            ],
        ),
        (COUNT, "1", ["is a text; write a number without quotes"]),
        (COUNT, True, ["is true or false; write a number without quotes"]),
        (COUNT, 1.5, ["is no whole number; write 1, 2, …"]),
        (YEAR, "2018-11", ["2018-11 is no year; write 2018"]),
        (YEAR, DAY, ["2018-11-20 is no year; write 2018"]),
        (YEAR, 18, ["is no year; write 2018"]),
        (YEAR, True, ["is no year; write 2018"]),
        (DATE, "2018-13", ['"2018-13" is no date; there is no month 13']),
        (DATE, True, ['is no date; write 2018, "2018-11" or 2018-11-20']),
    ],
)
def test_a_value_of_a_wrong_type_is_refused_where_it_is_wrong(kind: Kind, value: object, wrong: list[str]) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011  # the whole sentences are compared
        kind.read(value)
    error: Any = raised.value
    assert [" ".join(map(str, (*one.path, one.diagnostic))) for one in error.faults] == wrong


EMPTY = "is empty; leave it out where nothing is known"
NO_ID = 'is no id; use letters, digits, ".", "_" and "-", a letter or digit first'


@pytest.mark.parametrize(
    ("kind", "value", "wrong"),
    [
        *((kind, value, EMPTY) for kind in (LINE, TEXT) for value in ("", " ", "\t", "\u3000")),
        *((kind, "a\udcff", "holds a byte that is no UTF-8; write it anew") for kind in (LINE, TEXT)),
        *((LINE, value, "holds a line break; write it on one line") for value in ("a\nb", "a\rb", "\n")),
        *((LINE, value, None) for value in ("a", " a", "a\tb", "가", "a\u2028b")),
        *((TEXT, value, None) for value in ("a", "a\nb", "\na")),
        *((LINES, value, None) for value in ("https://a.example",)),
        *((TEXTS, value, None) for value in ("a\nb",)),
        *((ID, value, None) for value in ("A", "i-WSSM", "2018-11", "제주", "a.b_c", "É", "e\u0301", "หัว")),
        *((ID, value, f'"{value}" {NO_ID}') for value in ("", "-a", "_a", ".a", "a b", "a/b", "a;b", "\u0301a")),
        (ID, "a\n", f'"a\\n" {NO_ID}'),
        *((COUNTRY, value, None) for value in ("KR", "GB")),
        (COUNTRY, "kr", '"kr" is no country code; did you mean "KR"?'),
        (COUNTRY, "UK", '"UK" is no country code; did you mean "GB"?'),
        (COUNTRY, "KOR", '"KOR" is no country code; use two capital letters of ISO 3166-1, as KR'),
        (STATUS, "held", None),
        (STATUS, "Held", 'no status "Held"; did you mean "held"?'),
        (STATUS, "x", 'no status "x"; expected held, planned, tentative or cancelled'),
    ],
)
def test_what_must_hold_of_a_value(kind: Kind, value: str, wrong: str | None) -> None:
    assert kind.rule is not None
    found = kind.rule(value)
    assert (found and str(found)) == wrong


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
def test_a_word_is_taken_in_any_case(kind: Kind, word: str, meant: str) -> None:
    assert kind.word(word) == meant


@pytest.mark.parametrize("word", ["2018", "2018-11", "2018-11-20"])
def test_a_word_is_a_date(word: str) -> None:
    assert str(DATE.word(word)) == word


@pytest.mark.parametrize(
    ("kind", "word", "sentence"),
    [
        (DATE, "2018-13", '"2018-13" is no date; there is no month 13'),
        (DATE, "today", '"today" is no date; write 2018, 2018-11 or 2018-11-20'),
        (STATUS, "hold", 'no status "hold"; did you mean "held"?'),
    ],
)
def test_a_word_that_means_nothing_is_refused(kind: Kind, word: str, sentence: str) -> None:
    with pytest.raises(C2CError) as raised:
        kind.word(word)
    assert str(raised.value) == sentence
