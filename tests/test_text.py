"""Comparing, escaping and suggesting strings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from c2c_cli.text import (
    escape_controls,
    expected,
    fold,
    fold_id,
    nearest,
    plural,
    quoted,
    suggestion,
    visible,
    width,
    wrap,
)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("ICDH", "icdh"),
        ("Zürich", "zurich"),
        ("Zürich", "Zu\u0308rich"),
        ("Ångström", "ANGSTROM"),
        ("Ｈｏｓｔ", "host"),
        ("STRASSE", "straße"),
        ("Ελλάς", "ελλασ"),
        ("ﬁ", "FI"),
        ("제주", "\u110c\u1166\u110c\u116e"),
        ("①", "1"),
    ],
)
def test_fold_ignores_case_accents_and_width(one: str, two: str) -> None:
    assert fold(one) == fold(two)
    assert fold(fold(one)) == fold(one)


@pytest.mark.parametrize(
    ("one", "two"), [("a", "b"), ("a b", "ab"), ("제주", "재주"), ("a-b", "a_b")]
)
def test_fold_keeps_other_differences(one: str, two: str) -> None:
    assert fold(one) != fold(two)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("ICDH", "icdh", True),
        ("É", "e\u0301", True),
        ("É", "E", False),
        ("ß", "SS", True),
        ("Ａ", "A", False),
        ("제주", "\u110c\u1166\u110c\u116e", True),
    ],
)
def test_fold_id_ignores_only_case(one: str, two: str, same: bool) -> None:
    assert (fold_id(one) == fold_id(two)) is same


HIDDEN = [
    ("\x00", "\\u0000"),
    ("\n", "\\n"),
    ("\t", "\\t"),
    ("\r", "\\r"),
    ("\x1b", "\\u001b"),
    ("\x7f", "\\u007f"),
    ("\x85", "\\u0085"),
    ("\x9b", "\\u009b"),
    ("\xad", "\\u00ad"),
    ("\u061c", "\\u061c"),
    ("\u115f", "\\u115f"),
    ("\u200b", "\\u200b"),
    ("\u200f", "\\u200f"),
    ("\u2028", "\\u2028"),
    ("\u202e", "\\u202e"),
    ("\u2066", "\\u2066"),
    ("\u3164", "\\u3164"),
    ("\ud800", "\\ud800"),
    ("\udcff", "\\udcff"),
    ("\ufeff", "\\ufeff"),
    ("\U000e0041", "\\U000e0041"),
    ("\u200c", "\\u200c"),
    ("\u200d", "\\u200d"),
    ("\u034f", "\\u034f"),
    ("\u1160", "\\u1160"),
    ("\uffa0", "\\uffa0"),
    ("\ufe0f", "\\ufe0f"),
    ("\U000e0100", "\\U000e0100"),
    ("\U0001d173", "\\U0001d173"),
]
CONTROLS = "\x00\n\t\r\x1b\x7f\x85\x9b"


@pytest.mark.parametrize(("character", "shown"), HIDDEN, ids=[shown for _, shown in HIDDEN])
def test_invisible_and_control_characters_are_escaped(character: str, shown: str) -> None:
    assert visible(f"a{character}b") == f"a{shown}b"
    assert visible(f"a{character}b", keep=character) == f"a{character}b"
    assert escape_controls(f"a{character}b") == (
        f"a{shown}b" if character in CONTROLS else f"a{character}b"
    )


WORDS = [
    "می\u200cخواهم",
    "क\u094d\u200dष",
    "葛\U000e0100城",
    "❤\ufe0f",
    "👩\u200d👩\u200d👧",
    "❤\ufe0f\u200d🔥",
]
"""Words with characters that are invisible but change the character before them."""


@pytest.mark.parametrize(
    "text", ["", "plain", "제주", "e\u0301", "👍🏽", "\\", "\xa0", "\ue000", '"', *WORDS]
)
def test_visible_characters_are_unchanged(text: str) -> None:
    assert visible(text) == text
    assert escape_controls(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("제\u200d\u200d주", "제\u200d\\u200d주"),
        ("\u200d제", "\\u200d제"),
        ("제\u3164\u200d주", "제\\u3164\\u200d주"),
        ("1\ufe0f", "1\\ufe0f"),
    ],
)
def test_a_joining_character_is_escaped_if_it_follows_no_character_that_it_changes(
    text: str, shown: str
) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", '""'),
        ("a b", '"a b"'),
        ("a\nb", '"a\\nb"'),
        ("x" * 80, f'"{"x" * 80}"'),
        ("x" * 81, f'"{"x" * 77}…"'),
        ("\x1b" * 14, '"' + ("\\u001b" * 14)[:77] + '…"'),
    ],
)
def test_a_quoted_string_is_visible_and_truncated(text: str, shown: str) -> None:
    assert quoted(text) == shown


STATUSES = ("held", "planned", "tentative", "cancelled")
MANY = [f"W{number:02}" for number in range(1, 11)]


@pytest.mark.parametrize(
    ("word", "words", "near", "hint"),
    [
        ("heldd", STATUSES, "held", 'did you mean "held"?'),
        ("HELD", STATUSES, "held", 'did you mean "held"?'),
        ("canceled", STATUSES, "cancelled", 'did you mean "cancelled"?'),
        ("xyz", STATUSES, None, "expected held, planned, tentative or cancelled"),
        ("", STATUSES, None, "expected held, planned, tentative or cancelled"),
        ("zurich", ("Zürich", "Jeju"), "Zürich", 'did you mean "Zürich"?'),
        ("a\x1bbcd", ("a\x1bbcde",), "a\x1bbcde", 'did you mean "a\\u001bbcde"?'),
        ("x", (), None, ""),
        ("x", ("held",), None, "expected held"),
        ("x", ("held", "planned"), None, "expected held or planned"),
        ("x", ("held", "planned", "held"), None, "expected held or planned"),
        (
            "x",
            ("Uno; dos", "tres, 4", "Cinco", "a b"),
            None,
            'expected "Uno; dos", "tres, 4", Cinco or "a b"',
        ),
        ("x", ("\x1b", "\u202e"), None, "expected \\u001b or \\u202e"),
        ("x", MANY[:9], None, "expected W01, W02, W03, W04, W05, W06, W07, W08 or W09"),
        ("x", MANY, None, ""),
    ],
)
def test_an_unknown_word_gets_the_closest_or_all_if_few(
    word: str, words: list[str], near: str | None, hint: str
) -> None:
    assert nearest(word, words) == near
    assert suggestion(word, words) == hint


@pytest.mark.parametrize(("number", "shown"), [(0, "0 errors"), (1, "1 error"), (2, "2 errors")])
def test_plural(number: int, shown: str) -> None:
    assert plural(number, "error") == shown


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 3, [""]),
        ("a bc def", 8, ["a bc def"]),
        ("a bc def", 7, ["a bc", "def"]),
        ("a   bc    d", 5, ["a", "bc", "d"]),
        ("a" + " " * 9, 5, ["a"]),
        ("2018-06-27-jeju", 12, ["2018-06-27-", "jeju"]),
        ("Asia-Pacific", 7, ["Asia-", "Pacific"]),
        ("abcdefgh i", 3, ["abc", "def", "gh", "i"]),
        ("유네스코 센터", 4, ["유네", "스코", "센터"]),
        ("e\u0301e\u0301e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
    ],
)
def test_wrap_divides_after_spaces_then_hyphens_then_anywhere(
    text: str, width: int, lines: list[str]
) -> None:
    assert wrap(text, width) == lines


@given(st.text(st.sampled_from("ab -한\u0301"), max_size=60), st.integers(2, 20))
def test_wrapped_lines_fit_and_lose_only_spaces(text: str, most: int) -> None:
    lines = wrap(text, most)
    assert all(width(line) <= most for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (quoted('a"b,c'), r'"a\"b,c"'),
        (expected(('a"b', "c")), r'expected "a\"b" or c'),
        (suggestion('the "lakes', ['the "lake"']), r'did you mean "the \"lake\""?'),
    ],
)
def test_quotes_in_a_quoted_value_are_escaped(found: str, text: str) -> None:
    assert found == text
